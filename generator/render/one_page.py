"""Papers that must stay on one page: the more there is to read, the smaller the letters, in steps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from generator.render.report_words import PageTemplate

SIZES: Final = ("large", "medium", "small", "least")
"""The classes of the body, from the largest letters to the smallest."""
_BLOCK_LETTERS: Final = 34
"""A paragraph, a row or a point of a list takes the room of so many letters beside its own: a half-empty last line."""
_HIDDEN: Final = re.compile(r"<head>.*?</head>|<style>.*?</style>|<svg\b.*?</svg>", re.DOTALL)
_BLOCK: Final = re.compile(r"</(?:p|li|tr|h[1-6])>")
_TAG: Final = re.compile(r"<[^>]*>")


def one_page(template: PageTemplate, facts: Mapping[str, object], capacities: tuple[int, int, int]) -> str:
    """The filled template, its `size` one of `SIZES`.

    `capacities` says how much (`amount_to_read`) a page holds in the first three sizes; what is more gets the last one.
    """
    amount = amount_to_read(template.render(**facts, size=SIZES[0]))
    fitting = (size for size, capacity in zip(SIZES, capacities, strict=False) if amount <= capacity)
    return template.render(**facts, size=next(fitting, SIZES[-1]))


def amount_to_read(html: str) -> int:
    """About how much room the words of a document take: its letters, and something for each paragraph."""
    shown = _HIDDEN.sub("", html)
    letters = " ".join(_TAG.sub("", shown).split())
    return len(letters) + _BLOCK_LETTERS * len(_BLOCK.findall(shown))
