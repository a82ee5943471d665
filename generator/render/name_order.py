"""The order of names in a list, as readers of a language know it from their alphabet.

By code points Ç, Ə, İ and Ş would stand after Z. No collation library is needed for the few rules that matter here.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from typing import Final, TypeAlias

from generator.translation.letters import lowered

NameKey: TypeAlias = tuple[tuple[tuple[int, int], ...], str]
"""What names are sorted by: kind (sign, number, letter) with number or place in the alphabet, then the name itself."""

_ALPHABETS: Final[Mapping[str, str]] = {
    "az": "abcçdeəfgğhxıijkqlmnoöprsştuüvyz",
    "tr": "abcçdefgğhıijklmnoöprsştuüvyz",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
}
"""Letters that are letters of their own, in their order; others follow the letter that they are made from."""
_DOTTED: Final = frozenset({"az", "tr"})
"""Languages in which I is the capital of ı, and İ that of i."""
_PART: Final = re.compile(r"[0-9]{1,18}|.", re.DOTALL)
_SIGN, _NUMBER, _LETTER = range(3)


def name_key(name: str, language: str) -> NameKey:
    """The key that sorts a name among others. Numbers count: school 9 stands before school 10."""
    text = unicodedata.normalize("NFC", name)
    small = lowered(text) if language in _DOTTED else text.lower()
    return tuple(_part_key(each, language) for each in _PART.findall(small) if each.isalnum() or each == " "), small


def _part_key(part: str, language: str) -> tuple[int, int]:
    if part[0] in "0123456789":
        return _NUMBER, int(part)
    if not part.isalpha():
        return _SIGN, 0
    places = _places(language)
    base = part if part in places else unicodedata.normalize("NFD", part)[0]
    # Letters of other alphabets come behind, in their own order.
    return _LETTER, places.get(base, len(places) + ord(base))


@functools.cache
def _places(language: str) -> Mapping[str, int]:
    """Each letter of a language's alphabet with its place; Latin letters that it lacks stand as in English."""
    own = _ALPHABETS.get(language, "")
    letters = list(own)
    if not own or own[0] == "a":
        for before, letter in zip("?abcdefghijklmnopqrstuvwxy", "abcdefghijklmnopqrstuvwxyz", strict=True):
            if letter not in letters:
                letters.insert(letters.index(before) + 1 if before in letters else 0, letter)
    return {letter: place for place, letter in enumerate(letters)}
