"""What the writer of a file most likely wanted to write: "Did you mean ...?"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rapidfuzz import fuzz, process

_ENOUGH_ALIKE: Final = 60.0
_FEW: Final = 8


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A remedy that names the most similar known word, or all known words when they are few; else empty."""
    choices = sorted({choice for choice in known if choice})
    best = process.extractOne(word.casefold(), choices, scorer=fuzz.ratio, processor=str.casefold) if choices else None
    if best is not None and best[1] >= _ENOUGH_ALIKE:
        return f"Did you mean '{best[0]}'?"
    if 0 < len(choices) <= _FEW:
        return "Known: " + ", ".join(choices) + "."
    return ""
