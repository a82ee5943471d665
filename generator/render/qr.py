"""Square codes on paper. The only importer of segno."""

from __future__ import annotations

import segno

_QUIET_ZONE = 2
"""Modules of white around the code; the white of the page gives the rest of the four that the standard asks for."""


def qr_data_uri(text: str) -> str:
    """A QR code of `text` as a `data:` address of an SVG drawing, black on nothing.

    Text in capitals, digits and `$%*+-./:` makes the smallest code. Error correction is at least M (15 %), more where
    it costs no room: paper is folded. Raises segno.DataOverflowError beyond some 2,300 bytes.
    """
    return str(segno.make(text, error="m", micro=False).svg_data_uri(border=_QUIET_ZONE, omitsize=True, svgclass=None))


def qr_rows(text: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of a QR code of `text` row by row, true for black, without the white around it.

    Error correction as above. Raises segno.DataOverflowError beyond some 2,300 bytes.
    """
    return tuple(tuple(bool(module) for module in row) for row in segno.make(text, error="m", micro=False).matrix)
