"""The Plural-Forms header for editors such as Poedit. Our programs go by `model/plural_forms.py` and never read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from generator.model.plural_forms import plural_categories, plural_count

_EAST_SLAVIC: Final = "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)"
_EXPRESSIONS: Final[Mapping[tuple[str, ...], str]] = {
    ("other",): "0",
    ("one", "other"): "(n != 1)",
    ("one", "few", "many"): _EAST_SLAVIC,
    ("zero", "one", "two", "few", "many", "other"): (
        "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"
    ),
}
"""GNU gettext's expression by the forms a language has."""
_POLISH: Final = "(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)"
_ABOVE_ONE: Final = frozenset({"fa", "fr", "hi", "hy", "pt"})


def plural_header(language: str) -> str:
    """The Plural-Forms header of a language such as `az` or `pt-BR`."""
    count = plural_count(language)
    base = language.partition("-")[0]
    if base == "pl":
        expression = _POLISH
    elif base in _ABOVE_ONE:
        expression = "(n > 1)"
    else:
        expression = _EXPRESSIONS.get(plural_categories(language), f"(n==1 ? 0 : {count - 1})")
    return f"nplurals={count}; plural={expression};"
