"""Numbers: a translation writes them in its own way and says the same ones."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Final

from generator.load.message_checks import Finding, first_surplus
from generator.translation.plain_words import shortened, spoken

_THOUSANDS: Final = re.compile(r"(?<=\d)[ .,'’٬\u00a0\u202f](?=\d{3}(?!\d))")
_NUMBER: Final = re.compile(r"\d+(?:[.,٫]\d+)*")
_ONE: Final = Counter({"1": 1})


def check_numbers(text: str, plural: str, form: str) -> Iterator[Finding]:
    """Other numbers than the source has (T016). A plural form may say a 1, or leave one out ("one school")."""
    allowed = [_numbers(text)]
    if plural:
        allowed += [_numbers(plural), _numbers(plural) + _ONE, _numbers(text) - _ONE]
    found = _numbers(form)
    if found not in allowed:
        lost, gained = sorted((allowed[0] - found).elements()), sorted((found - allowed[0]).elements())
        told = [f"lacks {', '.join(lost)}"] if lost else []
        told += [f"says {', '.join(gained)}, which the source does not"] if gained else []
        offset = _offset_of_surplus(form, allowed[0]) if gained else None
        quoted = shortened(form, offset or 0)
        yield Finding("T016", f"'{quoted}' {' and '.join(told)}.", "Compare the numbers with the source's.", offset)


def _numbers(text: str) -> Counter[str]:
    joined = _THOUSANDS.sub("", spoken(text))
    return Counter(_plain(number) for number in _NUMBER.findall(joined))


def _offset_of_surplus(form: str, allowed: Counter[str]) -> int | None:
    """Where the first number stands that the source does not have, or not so often."""
    plain = spoken(form)
    left_out = {found.start() for found in _THOUSANDS.finditer(plain)}
    kept = [offset for offset in range(len(plain)) if offset not in left_out]
    numbers = _NUMBER.finditer(_THOUSANDS.sub("", plain))
    return first_surplus(((_plain(number[0]), kept[number.start()]) for number in numbers), allowed)


def _plain(number: str) -> str:
    """The number in the digits 0 to 9, with a point for the decimals."""
    return "".join("." if character in ".,٫" else str(unicodedata.digit(character)) for character in number)
