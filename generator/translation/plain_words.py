"""The words of a message without what nobody translates: placeholders, code, link targets and addresses."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+")
_HIDDEN: Final = re.compile(r"\{[a-z][a-z0-9_]*\}|`[^`]*`|\]\([^)]*\)|\b[a-z]+://[^\s)>]+")
MAX_SHOWN: Final = 60
"""How much of a text a problem quotes."""


@lru_cache(maxsize=8)
def spoken(text: str) -> str:
    """The text with blanks in place of each part that nobody translates; every other character keeps its place."""
    return blanked(_HIDDEN, text)


@lru_cache(maxsize=8)
def words(text: str) -> tuple[str, ...]:
    """Every run of letters in what `spoken` leaves. The checks of one message ask for the same few texts."""
    return tuple(_WORD.findall(spoken(text)))


def blanked(pattern: re.Pattern[str], text: str) -> str:
    """The text with as many blanks as characters for each piece that the pattern finds."""
    return pattern.sub(lambda piece: " " * len(piece[0]), text)


def word_offsets(text: str) -> tuple[int, ...]:
    """Where each of `words(text)` begins."""
    return tuple(found.start() for found in _WORD.finditer(spoken(text)))


def offset_of_word(text: str, word: str) -> int:
    """Where one of `words(text)` stands there first."""
    return next(found.start() for found in _WORD.finditer(spoken(text)) if found[0] == word)


def shortened(text: str, offset: int = 0) -> str:
    """The text as a problem quotes it, on one line: its beginning, or what stands around `offset`."""
    start = 0
    if offset > MAX_SHOWN // 2 and len(text) > MAX_SHOWN:
        start = min(offset - MAX_SHOWN // 3, len(text) - MAX_SHOWN // 2)
        start = text.find(" ", start, offset) + 1 or start
    line = ("..." if start else "") + " ".join(text[start:].split())
    return line if len(line) <= MAX_SHOWN else f"{line[: MAX_SHOWN - 3]}..."
