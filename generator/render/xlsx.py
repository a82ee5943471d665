"""Sheets of texts and numbers to the bytes of a workbook: the one door to XlsxWriter (decisions/workbooks.md).

Texts are written as texts, which no program takes for a formula, a link or a number, whatever they start with.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from generator.render.locale_format import text_direction
from generator.render.report_rows import FORMULA_STARTS, Cell

_MAX_TEXT: Final = 32_767
"""UTF-16 units that a cell can hold."""
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no text is made of, and XML cannot hold: the library would write it as codes that readers show as such."""
_MARKUP_START: Final = "<r>"
"""The library takes a text from `<r>` to `</r>` for XML of its own, and writes it as it is."""
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_STYLES: Final[Mapping[str, Mapping[str, object]]] = {
    "plain": {},
    "heading": {"bold": True, "bg_color": "#E8EDF3"},
    "title": {"bold": True},
    "wrapped": {"text_wrap": True, "valign": "top"},
}
"""Of texts."""
_DECIMAL: Final[Mapping[str, object]] = {"num_format": "0.0#"}
_Formats: TypeAlias = Mapping[tuple[str, bool], Any]
"""The library's formats by name of the style, and by whether a text with it begins like a formula. It has no types."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. With a header, the first row stays in sight and filters the others."""

    name: str
    """At most 31 letters, none of `[]:*?/\\`."""
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int]
    """Of each column, in letters."""
    has_header: bool = True
    is_wrapped: bool = False
    """Whether long texts are broken into lines. In a sheet without a header, a row of one cell is a heading."""


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What the properties of the file say."""

    title: str
    description: str
    language: str
    """Stands in the custom property `Language`, one of those that Excel offers."""
    date: datetime.date
    """When its content is from: the hour of writing would make the same content another file."""


def xlsx_bytes(facts: DocumentFacts, sheets: Sequence[Sheet]) -> bytes:
    """A workbook. The same sheets give the same bytes, on any day and in any process."""
    target = io.BytesIO()
    with new_book(target, facts) as book:
        formats = _add_formats(book)
        decimal = book.add_format(_DECIMAL)
        for sheet in sheets:
            page = new_sheet(book, sheet.name, facts.language)
            _set_frame(page, sheet)
            for number, row in enumerate(sheet.rows):
                _write_row(page, number, row, formats, _row_style(sheet, number), decimal)
    return target.getvalue()


@contextlib.contextmanager
def new_book(target: io.BytesIO, facts: DocumentFacts) -> Iterator[Any]:
    """The library's own workbook, empty, for sheets of another kind (`xlsx_form.py`); it is written at the end."""
    from xlsxwriter import Workbook

    with Workbook(target, _OPTIONS) as book:
        book.set_properties({
            "title": cell_text(facts.title),
            "comments": cell_text(facts.description),
            "created": datetime.datetime.combine(facts.date, datetime.time()),
        })  # fmt: skip
        book.set_custom_property("Language", facts.language)
        yield book


def new_sheet(book: Any, name: str, language: str) -> Any:
    """The library's own sheet, empty; its first column is on the right where the language is read from there."""
    page = book.add_worksheet(name)
    if text_direction(language) == "rtl":
        page.right_to_left()
    return page


def _add_formats(book: Any) -> _Formats:
    return {
        (name, is_quoted): book.add_format({**style, "quote_prefix": is_quoted})
        for name, style in _STYLES.items()
        for is_quoted in (False, True)
    }


def _set_frame(page: Any, sheet: Sheet) -> None:
    """Widths, the header that stays, and its filter."""
    from xlsxwriter.utility import xl_range

    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    columns = max(map(len, sheet.rows), default=0)
    area = (0, 0, max(len(sheet.rows), 1) - 1, max(columns, 1) - 1)
    if sheet.has_header:
        page.freeze_panes(1, 0)
        page.autofilter(*area)
    # Codes such as 1 are texts on purpose: no warning triangle at each of them.
    page.ignore_errors({"number_stored_as_text": xl_range(*area)})


def _row_style(sheet: Sheet, number: int) -> str:
    """The style of the texts of a row, by its name."""
    if sheet.has_header and number == 0:
        return "heading"
    if not sheet.has_header and len(sheet.rows[number]) == 1:
        return "title"
    return "wrapped" if sheet.is_wrapped else "plain"


def _write_row(page: Any, row: int, cells: Sequence[Cell], formats: _Formats, style: str, decimal: Any) -> None:
    for column, value in enumerate(cells):
        if isinstance(value, str):
            text = cell_text(value)
            write_text(page, row, column, text, formats[style, text.startswith(FORMULA_STARTS)])
        elif isinstance(value, bool):
            page.write_boolean(row, column, value)
        elif value is not None:
            page.write_number(row, column, value, decimal if isinstance(value, float) else None)


def write_text(page: Any, row: int, column: int, text: str, text_format: Any) -> None:
    """Write a text (see `cell_text`) as a text, whatever it looks like; row and column from 0."""
    if text.startswith(_MARKUP_START):
        page.write_rich_string(row, column, text[0], text_format, text[1:], text_format)
    elif text:
        page.write_string(row, column, text, text_format)


def cell_text(value: str) -> str:
    """A text without what no cell can hold, and no longer than a cell can be."""
    text = _NO_TEXT.sub("", str(value)).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) <= _MAX_TEXT // 2:
        return text
    return text.encode("utf-16-le")[: 2 * _MAX_TEXT].decode("utf-16-le", "ignore")
