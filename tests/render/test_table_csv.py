"""Tables as CSV."""

from __future__ import annotations

import csv
import io

from generator.render.report_rows import Table
from generator.render.table_csv import csv_bytes


def test_cells_keep_their_kind_and_empty_ones_are_empty() -> None:
    table = Table("t", ("a", "b", "c", "d"), (("x, y", 5, 2.5, None), ('"', True, False, "")), ("a",))

    assert csv_bytes(table) == b'a,b,c,d\r\n"x, y",5,2.5,\r\n"""",true,false,\r\n'


def test_a_text_that_a_spreadsheet_would_run_is_kept_a_text() -> None:
    texts = ["=1", "+1", "-1", "@x", "\tx", "\rx", "1"]
    content = csv_bytes(Table("t", ("a",), tuple((text,) for text in texts), ("a",))).decode()

    read = [row for (row,) in csv.reader(io.StringIO(content, newline=""))]
    assert read == ["a", "'=1", "'+1", "'-1", "'@x", "'\tx", "'\rx", "1"]
