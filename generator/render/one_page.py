"""Papers that must stay on one page: the more there is to read, the smaller the letters, in steps.

The size goes into the document's own style, never into a class: what a text says may not change a document's shape.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.render.report_words import PageTemplate

_BLOCK_LETTERS: Final = 34
"""A paragraph, a row or a point of a list takes the room of so many letters beside its own: a half-empty last line."""
_WIDE: Final = re.compile(r"[\u0530-\u058f\u10a0-\u10ff]")
_WIDER: Final = 0.15
"""Letters of Armenian and Georgian take the room of so much of a letter more."""
_HIDDEN: Final = re.compile(r"<head>.*?</head>|<style>.*?</style>|<svg\b.*?</svg>", re.DOTALL)
_BLOCK: Final = re.compile(r"</(?:p|li|tr|h[1-6])>")
_TAG: Final = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Size:
    """One step."""

    holds: float
    """How much (`amount_to_read`) a page takes at this size."""
    points: float
    """The size of running text in points."""
    space: float
    """Millimetres between sections."""


def one_page(template: PageTemplate, facts: Mapping[str, object], sizes: Sequence[Size], drawn: int = 0) -> str:
    """The filled template, with `size` the first of `sizes` that holds it all; what no size holds gets the last.

    `drawn`: what drawings take, as room for so many letters.
    """
    amount = amount_to_read(template.render(**facts, size=sizes[0])) + drawn
    return template.render(**facts, size=next((size for size in sizes if amount <= size.holds), sizes[-1]))


def amount_to_read(html: str) -> int:
    """About how much room the words of a document take: its letters, and something for each paragraph."""
    shown = _HIDDEN.sub("", html)
    letters = " ".join(_TAG.sub("", shown).split())
    wider = round(_WIDER * len(_WIDE.findall(letters)))
    return len(letters) + wider + _BLOCK_LETTERS * len(_BLOCK.findall(shown))
