"""Characters that no text of a project may hold, because a reader of the file cannot see them.

Bidirectional controls make a line read differently from what it says (CVE-2021-42574), zero-width characters make two
equal-looking ids differ, control characters break XML and terminals.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters other than tab and line ends
    "\u00ad\u061c\u115f\u1160\u180e\u3164\uffa0"  # soft hyphen, Arabic letter mark, fillers
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # zero width, direction, separators
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"  # surrogates, non-characters, tags
)
_JOINERS: Final = frozenset("\u200c\u200d")
_MARKS: Final = frozenset("\u200e\u200f\u061c")
_ALLOWED: Final = dict.fromkeys(("ar", "ckb", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"), _JOINERS | _MARKS) | (
    dict.fromkeys(("bn", "gu", "hi", "kn", "ml", "mr", "ne", "pa", "si", "ta", "te"), _JOINERS)
)
MAX_REPORTED: Final = 50
"""How many such characters of one file are reported: a broken file has thousands."""


class Found(NamedTuple):
    """A forbidden character with its place, from 1."""

    line: int
    column: int
    character: str

    @property
    def name(self) -> str:
        """`U+202E RIGHT-TO-LEFT OVERRIDE`."""
        return describe(self.character)


def describe(character: str) -> str:
    """Code point and Unicode name, which is all that can be shown of a character nobody sees."""
    name = unicodedata.name(character, "control character")
    return f"U+{ord(character):04X} {name}"


def forbidden(text: str, language: str = "", limit: int = MAX_REPORTED) -> Iterator[Found]:
    """The first `limit` forbidden characters of a text; joiners pass where a script needs them."""
    allowed = _ALLOWED.get(language.partition("-")[0], frozenset())
    line, line_start, counted, reported = 1, 0, 0, 0
    for match in _FORBIDDEN.finditer(text):
        if match.group() in allowed:
            continue
        newlines = text.count("\n", counted, match.start())
        if newlines:
            line += newlines
            line_start = text.rindex("\n", counted, match.start()) + 1
        counted = match.start()
        yield Found(line, match.start() - line_start + 1, match.group())
        reported += 1
        if reported == limit:
            return
