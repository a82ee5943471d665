"""Square codes on paper. The only importer of segno."""

from __future__ import annotations

import segno
from markupsafe import Markup

_QUIET_ZONE = 2
"""Modules of white around the code; the white of the page gives the rest of the four that the standard asks for."""


def qr_data_uri(text: str) -> Markup:
    """A QR code of `text` as a `data:` address of an SVG drawing, black on nothing; templates print it as it is.

    Text in capitals, digits and `$%*+-./:` makes the smallest code. Error correction is at least M (15 %), more where
    it costs no room: paper is folded. Raises segno.DataOverflowError beyond some 2,300 bytes.
    """
    code = segno.make(text, error="m", micro=False)
    # Safe: it is percent-encoded, so it holds no quote that could end an attribute or a string of CSS.
    return Markup(code.svg_data_uri(border=_QUIET_ZONE, omitsize=True, svgclass=None))  # noqa: S704


def qr_rows(text: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of a QR code of `text` row by row, true for black, without the white around it.

    Error correction as above. Raises segno.DataOverflowError beyond some 2,300 bytes.
    """
    return tuple(tuple(bool(module) for module in row) for row in segno.make(text, error="m", micro=False).matrix)
