"""The code that opens a sealed report: 120 bits, written so that people can copy it from paper.

24 symbols of Crockford's base 32 (https://www.crockford.com/base32.html: no I, L, O, U) and one check symbol, in groups
of four: `XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-C`. Codes are made by a machine, never chosen: 120 random bits need no slow
derivation of keys.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_BYTES: Final = 15
_SYMBOLS: Final = 24
_GROUP: Final = 4
_IGNORED: Final = str.maketrans("", "", " -\t\r\n")
_TAKEN_FOR: Final = str.maketrans("OIL", "011")
_FIELD: Final = 0b100101
"""x^5 + x^2 + 1, which makes the 32 symbols a field; 2 generates all 31 that are not 0."""


class ReportCodeError(ValueError):
    """What was typed is no code: too short, too long, a foreign symbol, or the check symbol does not fit."""


@dataclass(frozen=True, slots=True)
class ReportCode:
    """One code. Its bytes are a secret: they do not show in `repr`, so that no log or traceback tells them."""

    secret: bytes = field(repr=False)
    """15 bytes. Raises ValueError for another number of them."""

    def __post_init__(self) -> None:
        if len(self.secret) != CODE_BYTES:
            raise ValueError(f"a code has {CODE_BYTES} bytes")

    @property
    def compact(self) -> str:
        """The 25 symbols without hyphens, as they stand in an address."""
        number = int.from_bytes(self.secret, "big")
        values = [number >> 5 * place & 31 for place in reversed(range(_SYMBOLS))]
        return "".join(ALPHABET[value] for value in (*values, _check_value(values)))

    @property
    def groups(self) -> tuple[str, ...]:
        """The six groups of four symbols, and the check symbol."""
        symbols = self.compact
        return tuple(symbols[start : start + _GROUP] for start in range(0, len(symbols), _GROUP))

    @property
    def shown(self) -> str:
        """As it stands on paper: `XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-C`."""
        return "-".join(self.groups)


def parse_code(typed: str) -> ReportCode:
    """Read what somebody typed: any case, spaces and hyphens ignored, O read as 0, I and L as 1.

    Every single wrong symbol and every two symbols changed round are found. Raises ReportCodeError.
    """
    symbols = typed.translate(_IGNORED).upper().translate(_TAKEN_FOR)
    if len(symbols) != _SYMBOLS + 1:
        raise ReportCodeError(f"a code has {_SYMBOLS + 1} letters and digits, this has {len(symbols)}")
    # A name would do for the message, but the symbol is part of a secret.
    values = [ALPHABET.find(symbol) for symbol in symbols]
    if -1 in values:
        raise ReportCodeError(f"symbol {values.index(-1) + 1} is none that a code has")
    if _weighted(values):
        raise ReportCodeError("the check symbol does not fit: a symbol is mistyped")
    number = 0
    for value in values[:-1]:
        number = number << 5 | value
    return ReportCode(number.to_bytes(CODE_BYTES, "big"))


def _weighted(values: list[int]) -> int:
    """The sum of 2^place x value in the field of 32: 0 for a whole code.

    All 25 weights differ and none is 0, so one changed symbol, or two exchanged ones, always change the sum.
    """
    total, weight = 0, 1
    for value in values:
        total ^= _product(weight, value)
        weight = _product(weight, 2)
    return total


def _check_value(values: list[int]) -> int:
    # Few enough to try: dividing would need the inverse of a weight.
    return next(check for check in range(32) if not _weighted([*values, check]))


def _product(left: int, right: int) -> int:
    result = 0
    while right:
        if right & 1:
            result ^= left
        left <<= 1
        if left & 0b100000:
            left ^= _FIELD
        right >>= 1
    return result
