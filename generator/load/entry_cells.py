"""What a cell of an entry workbook says: a whole number, nothing, or something that is told to whoever sent it."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

from generator.load.xlsx_cells import Cell, Kind

MAX_DIGITS: Final = 9
_MAX_SHOWN: Final = 40
_BLANKS: Final = " \t\r\n\u00a0\u202f\u2007"
"""Around digits these mean nothing, among them no-break spaces that programs put there."""


class CellError(ValueError):
    """A cell holds something else than a whole number of zero or more; the message says what."""


def shown(text: object, letters: int = _MAX_SHOWN) -> str:
    """A text out of a file as messages show it: short, and without what moves a terminal's cursor."""
    one_line = "".join(letter if letter.isprintable() else "?" for letter in str(text))
    return one_line if len(one_line) <= letters else one_line[: letters - 1] + "…"


def cell_at(row: int, column: int) -> str:
    """`D7`, from row and column from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def whole_number_of(cell: Cell) -> int:
    """The whole number of zero or more that a cell holds, as a number or as plain digits. Raises CellError."""
    return _READERS[cell.kind](cell)


def _number(cell: Cell) -> int:
    value = cell.value
    if cell.is_percent:
        raise CellError("a percentage stands here; write how many people")
    if isinstance(value, str) or not math.isfinite(value) or value != int(value):
        raise CellError(f"{shown(value)} is not a whole number")
    if value < 0:
        raise CellError(f"{shown(value)} is less than zero")
    if value >= 10**MAX_DIGITS:
        raise CellError(f"{shown(value)} is too large")
    return int(value)


def _text(cell: Cell) -> int:
    text = str(cell.value).strip(_BLANKS)
    if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS:
        return int(text)
    if text and len(text) <= MAX_DIGITS and all(unicodedata.decimal(letter, None) is not None for letter in text):
        plain = "".join(str(unicodedata.decimal(letter)) for letter in text)
        raise CellError(f"'{shown(text)}' has digits of another script; write {plain}")
    raise CellError(f"'{shown(text)}' is not a whole number" if text else "a blank stands here; delete it")


def _formula(cell: Cell) -> int:
    raise CellError(f"the formula {shown(cell.value)} stands here; write the number itself")


def _date(cell: Cell) -> int:
    raise CellError(f"the date {shown(cell.value)} stands here; write the number anew, as digits only")


def _truth(cell: Cell) -> int:
    raise CellError(f"{cell.value} is not a number")


def _fault(cell: Cell) -> int:
    raise CellError(f"the fault {shown(cell.value)} stands here; write the number itself")


_READERS: Final[Mapping[Kind, Callable[[Cell], int]]] = {
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
    Kind.FORMULA: _formula,
    Kind.DATE: _date,
    Kind.TRUTH: _truth,
    Kind.FAULT: _fault,
}
