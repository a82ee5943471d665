"""Sheets that people fill in: some cells take a number, all others are locked and tell what is wrong so far.

Locked without a password: it keeps the hand from slipping, and nobody is shut out of a file of his own. What comes back
is checked cell by cell (load/entry_workbooks.py).
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from generator.render.report_rows import FORMULA_STARTS
from generator.render.xlsx import DocumentFacts, cell_text, new_book, new_sheet, write_text

MAX_SHEET_NAME: Final = 31
_A4: Final = 9
_MAX_TITLE, _MAX_MESSAGE = 32, 255
"""Letters that the library takes for the words on a refused number."""
_MAX_LITERAL: Final = 255
"""Letters of a text inside a formula."""
_LINE_HEIGHT: Final = 16.0
"""Points that a line of the standard typeface takes."""
_LETTERS_PER_WIDTH: Final = 0.9
"""A column's width is told in digits of the standard typeface; letters of words are a little wider."""
_INPUT: Final = {"locked": False, "border": 1, "border_color": "#5B6470", "bg_color": "#FFFBE6"}
_WRAPPED: Final = {"valign": "vcenter", "text_wrap": True}
STYLES: Final[Mapping[str, Mapping[str, object]]] = {
    "plain": _WRAPPED,
    "title": {"bold": True, "font_size": 15},
    "label": {"bold": True, "valign": "vcenter"},
    "section": {"bold": True, "font_size": 12, "bottom": 2},
    "heading": {"bold": True, "text_wrap": True, "valign": "bottom", "bg_color": "#E8EDF3", "border": 1},
    "option": {"text_wrap": True, "valign": "bottom", "align": "center", "bg_color": "#E8EDF3", "border": 1},
    "code": {"font_size": 8, "font_color": "#5B6470", "align": "center", "valign": "top"},
    "codes": {"font_size": 8, "font_color": "#5B6470", "valign": "vcenter"},
    "number": {"align": "right", "valign": "vcenter"},
    "total": {"bold": True, "align": "center", "valign": "vcenter", "border": 1, "border_color": "#C2C8D0"},
    "check": {"bold": True, "text_wrap": True, "valign": "vcenter"},
    "state": {"bold": True, "valign": "vcenter"},
    "count": {**_INPUT, "align": "center", "valign": "vcenter", "num_format": "0"},
    "note": {**_INPUT, **_WRAPPED, "num_format": "@"},
}
"""Of cells. `count` and `note` are those to be filled in."""
_INPUT_STYLES: Final = frozenset({"count", "note"})
_ALARMS: Final[Mapping[str, Mapping[str, object]]] = {
    "wrong": {"bg_color": "#F8D0CC", "font_color": "#7A0000", "bold": True},
    "missing": {"bg_color": "#FFE9B8", "font_color": "#5C4300"},
    "good": {"font_color": "#1D5E2C"},
}
_NO_NAME: Final = dict.fromkeys(map(ord, "[]:*?/\\"), " ")
"""What no name of a sheet may hold."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, in the English names that every program stores, and what it gives in an empty sheet."""

    text: str
    """Begins with `=`."""
    value: str | int = ""


Content: TypeAlias = "str | int | Formula | None"


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell; rows and columns count from 1."""

    row: int
    column: int
    content: Content
    style: str = "plain"
    """A key of `STYLES`."""


@dataclass(frozen=True, slots=True)
class Area:
    """Cells from one corner to the other, from 1, both inside."""

    row: int
    column: int
    last_row: int
    last_column: int

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """As the library counts, from 0."""
        return self.row - 1, self.column - 1, self.last_row - 1, self.last_column - 1


@dataclass(frozen=True, slots=True)
class WholeNumbers:
    """Cells that take whole numbers from 0 to a limit, and what is said of any other."""

    area: Area
    limit: str
    """A number, or a formula that begins with `=`."""
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """Cells that change their colour while they hold a text."""

    area: Area
    text: str
    look: str
    """A key of `_ALARMS`."""


@dataclass(frozen=True, slots=True)
class FormSheet:
    """One sheet to be filled in."""

    name: str
    """At most 31 letters, none of `[]:*?/\\`."""
    cells: Sequence[FormCell]
    widths: Sequence[float]
    """Of each column, in letters."""
    frozen: tuple[int, int] = (0, 0)
    """Rows and columns that stay in sight."""
    numbers: Sequence[WholeNumbers] = ()
    alarms: Sequence[Alarm] = ()
    is_hidden: bool = False
    """So deep that only a programmer finds it."""


def quoted(text: str) -> str:
    """A text inside a formula."""
    return '"' + cell_text(text)[:_MAX_LITERAL].replace('"', '""') + '"'


def sheet_reference(name: str) -> str:
    """A sheet inside a formula, before its cell."""
    return "'" + name.replace("'", "''") + "'!"


def cell_name(row: int, column: int) -> str:
    """`$D$3`; row and column from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"${letters}${row}"


def area_name(area: Area) -> str:
    """`$D$3:$F$3`."""
    return f"{cell_name(area.row, area.column)}:{cell_name(area.last_row, area.last_column)}"


def sheet_names(wanted: Sequence[str], used: Collection[str]) -> list[str]:
    """Names that every program takes: short, without signs of formulas, none twice or in `used` whatever the case."""
    names: list[str] = []
    taken = {*used, "history"}
    for text in wanted:
        base = " ".join(text.translate(_NO_NAME).split()).strip("'") or "-"
        name, number = base[:MAX_SHEET_NAME].strip("' "), 2
        while name.casefold() in taken:
            ending = f" {number}"
            name, number = base[: MAX_SHEET_NAME - len(ending)].strip("' ") + ending, number + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def form_xlsx_bytes(facts: DocumentFacts, sheets: Sequence[FormSheet]) -> bytes:
    """A workbook to be filled in. The same sheets give the same bytes, on any day and in any process."""
    target = io.BytesIO()
    with new_book(target, facts) as book:
        formats = _Formats(book)
        for sheet in sheets:
            page = new_sheet(book, sheet.name, facts.language)
            if sheet.is_hidden:
                page.very_hidden()
            _set_frame(page, sheet)
            for cell in sheet.cells:
                _write(page, cell, formats)
            _add_rules(page, sheet, formats)
    return target.getvalue()


class _Formats:
    """The library's formats, each made when it is first needed."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Any] = {}

    def style(self, name: str, *, is_quoted: bool = False) -> Any:
        """Of a cell; `is_quoted`: its text begins like a formula."""
        key = (name, is_quoted)
        if key not in self._made:
            self._made[key] = self._book.add_format({**STYLES[name], "quote_prefix": is_quoted})
        return self._made[key]

    def alarm(self, name: str) -> Any:
        """Of cells that raise an alarm."""
        key = (f"alarm {name}", False)
        if key not in self._made:
            self._made[key] = self._book.add_format(dict(_ALARMS[name]))
        return self._made[key]


def _set_frame(page: Any, sheet: FormSheet) -> None:
    """Widths, heights, what stays in sight, the lock, and one page across when it is printed."""
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    for row, height in _row_heights(sheet).items():
        page.set_row(row - 1, height)
    if any(sheet.frozen):
        page.freeze_panes(*sheet.frozen)
    page.protect("", {"format_columns": True, "format_rows": True})
    page.set_paper(_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)


def _row_heights(sheet: FormSheet) -> Mapping[int, float]:
    """Of rows with a text that needs several lines, in points: not every program finds them by itself."""
    lines: dict[int, int] = {}
    for cell in sheet.cells:
        if isinstance(cell.content, str) and "text_wrap" in STYLES[cell.style]:
            width = max(1, int(sheet.widths[cell.column - 1] * _LETTERS_PER_WIDTH))
            needed = sum(len(textwrap.wrap(part, width)) or 1 for part in cell.content.split("\n"))
            lines[cell.row] = max(lines.get(cell.row, 1), needed)
    return {row: number * _LINE_HEIGHT for row, number in lines.items() if number > 1}


def _write(page: Any, cell: FormCell, formats: _Formats) -> None:
    row, column, content = cell.row - 1, cell.column - 1, cell.content
    if isinstance(content, Formula):
        page.write_formula(row, column, content.text, formats.style(cell.style), content.value)
    elif isinstance(content, str):
        text = cell_text(content)
        write_text(page, row, column, text, formats.style(cell.style, is_quoted=text.startswith(FORMULA_STARTS)))
    elif content is not None:
        page.write_number(row, column, content, formats.style(cell.style))
    else:
        page.write_blank(row, column, None, formats.style(cell.style))


def _add_rules(page: Any, sheet: FormSheet, formats: _Formats) -> None:
    for each in sheet.numbers:
        limit = each.limit if each.limit.startswith("=") else int(each.limit)
        page.data_validation(*each.area.corners, {
            "validate": "integer", "criteria": "between", "minimum": 0, "maximum": limit, "ignore_blank": True,
            "error_title": _cut(each.title, _MAX_TITLE), "error_message": _cut(each.message, _MAX_MESSAGE),
        })  # fmt: skip
    for alarm in sheet.alarms:
        page.conditional_format(*alarm.area.corners, {
            "type": "cell", "criteria": "==", "value": quoted(alarm.text), "format": formats.alarm(alarm.look),
        })  # fmt: skip


def _cut(text: str, letters: int) -> str:
    """A text that the library takes: a catalogue's is not allowed to be longer, and a warning is no reason to fail."""
    text = cell_text(text)
    return text if len(text) <= letters else text[: letters - 1] + "…"
