"""Which plural forms a language has for whole numbers, in the order in which a catalogue holds them.

A fixed table, never the expression in a catalogue's header. The rows follow CLDR's plural rules (a test compares them
with Babel's copy for the numbers 0 to 299). Which form a number takes is Babel's to say (`render/locale_format.py`);
what editors such as Poedit want to read in a header stands in `translation/plural_header.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_ROWS: Final = {
    "other": "bo dz id ig ja jv km ko lo ms my su th to vi wo yo yue zh",
    "one two other": "he iu naq sat se sma smj smn sms",
    "one few other": "bs cs hr lt ro shi sk sr",
    "one few many": "be pl ru uk",
    "zero one other": "blo ksh lag lv prg",
    "one two few other": "br dsb gd gv hsb sl",
    "one two few many other": "ga mt",
    "zero one two few many other": "ar cy kw",
}
_CATEGORIES: Final[Mapping[str, tuple[str, ...]]] = {
    language: tuple(row.split()) for row, languages in _ROWS.items() for language in languages.split()
}
_USUAL: Final = ("one", "other")
_SEVERAL: Final = (
    "ak am as be bho bn br bs ceb csw doi dsb fa ff fil fr gd gu gv hi hr hsb ht hy is kab kn kw ln lt lv mg mk nso pa "
    "pcm prg pt ru shi si sl sr ti tl tzm uk wa zu"
)
"""Languages in which "zero", "one" or "two" stands for several numbers: 1, 21 and 31 in Russian, 0 and 1 in French."""
_SINGLE: Final = frozenset({"zero", "one", "two"})


def plural_categories(language: str) -> tuple[str, ...]:
    """CLDR's names of the forms in the catalogue's order: `("one", "few", "many")` for Russian."""
    return _CATEGORIES.get(language.partition("-")[0], _USUAL)


def plural_count(language: str) -> int:
    """How many forms a message with a plural has: 2 for Azerbaijani, 3 for Russian."""
    return len(plural_categories(language))


def is_for_one_number(language: str, form: int) -> bool:
    """Whether a form, counted from 0, stands for a single number and may say it in words: "one school"."""
    categories = plural_categories(language)
    is_single = len(categories) > 1 and form < len(categories) and categories[form] in _SINGLE
    return is_single and language.partition("-")[0] not in _SEVERAL.split()
