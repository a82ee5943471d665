"""A table as CSV: the same bytes whether it stands alone or in a data package, but for the mark at its start."""

from __future__ import annotations

import csv
import io

from generator.render.report_rows import FORMULA_STARTS, Cell, Table

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Tells spreadsheets that a file is UTF-8. Inside a data package its description says so."""


def csv_bytes(table: Table) -> bytes:
    """The table with its header, in UTF-8. A text that a spreadsheet would run gets an apostrophe before it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    cells = _Cells()
    writer.writerows([cells[each] if isinstance(each, str) else _word(each) for each in row] for row in table.rows)
    return text.getvalue().encode()


class _Cells(dict[str, str]):
    """Texts as cells; most stand in thousands of rows."""

    def __missing__(self, text: str) -> str:
        self[text] = cell = "'" + text if text.startswith(FORMULA_STARTS) else str(text)
        return cell


def _word(value: Cell) -> Cell:
    return value if value is None or not isinstance(value, bool) else "true" if value else "false"
