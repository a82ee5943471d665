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
    """The text with a blank in place of each part that nobody translates."""
    return _HIDDEN.sub(" ", text)


@lru_cache(maxsize=8)
def words(text: str) -> tuple[str, ...]:
    """Every run of letters in what `spoken` leaves. The checks of one message ask for the same few texts."""
    return tuple(_WORD.findall(spoken(text)))


def shortened(text: str) -> str:
    """The text as a problem quotes it: its beginning, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_SHOWN else f"{line[: MAX_SHOWN - 3]}..."
