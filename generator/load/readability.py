"""Whether students will understand a statement: short, and one thought at a time."""

from __future__ import annotations

import re
from typing import Final

MAX_WORDS: Final = 22
"""Ours: a statement that fits two lines of the paper form at the students' type size."""
_SENTENCE_END: Final = re.compile(r"[.!?…]+(?=\s+[\"'“«(]?[A-Z0-9])")
_ABBREVIATION: Final = re.compile(r"\b(e\.g|i\.e|etc|vs|approx|incl|no)\.", re.IGNORECASE)


def hard_to_read(text: str) -> str:
    """Why a statement is hard to read, or nothing."""
    words = len(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text))
    if words > MAX_WORDS:
        return f"it has {words} words, more than {MAX_WORDS}"
    sentences = len(_SENTENCE_END.findall(_ABBREVIATION.sub(r"\1", text))) + 1
    return f"it has {sentences} sentences" if sentences > 1 else ""
