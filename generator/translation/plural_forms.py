"""How many plural forms a language has, from a fixed table: what a catalogue's header says is never evaluated.

The rules are those of Babel's `babel.messages.plurals` (a test compares them), which are GNU gettext's. A language that
is not listed has two forms, one of them for exactly 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_ONE: Final = "nplurals=1; plural=0;"
_TWO: Final = "nplurals=2; plural=(n != 1);"
_TWO_ABOVE_ONE: Final = "nplurals=2; plural=(n > 1);"
_EAST_SLAVIC: Final = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
)
_POLISH: Final = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
_ARABIC: Final = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=0 && n%100<=2 ? 4 : 5);"
)

PLURAL_FORMS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("fa", "hy", "ja", "ka", "ko", "tr", "vi", "zh"), _ONE),
    **dict.fromkeys(("be", "ru", "uk"), _EAST_SLAVIC),
    **dict.fromkeys(("fr",), _TWO_ABOVE_ONE),
    "pl": _POLISH,
    "ar": _ARABIC,
}
"""The Plural-Forms header by language, where it differs from two forms."""


def plural_header(language: str) -> str:
    """The Plural-Forms header of a language such as `az` or `pt-BR`."""
    return PLURAL_FORMS.get(language.partition("-")[0], _TWO)


def plural_count(language: str) -> int:
    """How many forms a message with a plural has in a language."""
    return int(plural_header(language).removeprefix("nplurals=").partition(";")[0])
