"""Workbooks, read back by openpyxl: what went in comes out, and no text is a formula."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import io
import os
import subprocess
import sys
import zipfile
from typing import Any

import lxml.etree
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.render.xlsx import DocumentFacts, Sheet, xlsx_bytes
from tests.conftest import ROOT

FACTS = DocumentFacts("Title & <more>", "About = this", "az", datetime.date(2023, 5, 21))
EXAMPLE = (
    Sheet("about", [["Heading"], ["a", "=1"], []], (30, 12), has_header=False, is_wrapped=True),
    Sheet("data", [["a", "b"], ["text", 1], ["ə", 2.5], [None, True]], (10, 10)),
)
LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn"))
CELLS = st.none() | st.booleans() | st.integers(0, 10**9) | st.sampled_from([1.0, 2.65, 3.5]) | st.text(LETTERS)


def book_of(*sheets: Sheet) -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx_bytes(FACTS, sheets)))


def kind_of(value: Any) -> type:
    """Spreadsheets know one kind of number."""
    return float if type(value) is int else type(value)


def cells_of(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), CELLS, CELLS), min_size=1, max_size=5))
def test_what_goes_in_comes_out(rows: list[tuple[Any, Any, Any]]) -> None:
    read = cells_of(book_of(Sheet("data", [("a", "b", "c"), *rows], (10, 10, 10)))["data"])

    assert read[0] == ["a", "b", "c"]
    assert read[1:] == [[None if value == "" and isinstance(value, str) else value for value in row] for row in rows]
    kinds = [[kind_of(value) for value in row if value is not None] for row in read[1:]]
    assert kinds == [[kind_of(value) for value in row if value is not None and value != ""] for row in rows]


@pytest.mark.parametrize("is_wrapped", [False, True])
def test_no_text_is_a_formula_and_editing_it_makes_none(is_wrapped: bool) -> None:
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(1)", "{=1+1}", "12", "https://example.org", "mailto:a@b"]
    sheet = book_of(Sheet("data", [["texts"], *([text] for text in texts)], (10,), is_wrapped=is_wrapped))["data"]

    for cell, text in zip(sheet["A"][1:], texts, strict=True):
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
        assert bool(cell.quotePrefix) is text.startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(("language", "is_rtl"), [("az", False), ("ar", True), ("ru", False), ("he", True)])
def test_first_column_stands_where_reading_begins(language: str, is_rtl: bool) -> None:
    content = xlsx_bytes(dataclasses.replace(FACTS, language=language), EXAMPLE)

    sheets = list(openpyxl.load_workbook(io.BytesIO(content)))
    assert [bool(sheet.sheet_view.rightToLeft) for sheet in sheets] == [is_rtl, is_rtl]


def test_measures_show_a_decimal_and_counts_do_not() -> None:
    row = book_of(Sheet("data", [[3.0, 3]], (10, 10), has_header=False))["data"][1]

    assert [(cell.value, cell.number_format) for cell in row] == [(3, "0.0#"), (3, "General")]


def test_text_that_xml_or_excel_would_read_otherwise_is_kept() -> None:
    texts = ["<a & b>", "_x0041_ stays", " spaces ", "two\nlines", 'quoted "text"', "ə ş ғ 🙂"]
    # The library takes these for XML of its own.
    texts += ["<r>", "<r></r>", "<r><t>a</t></r>", "<r><b></r>", "<r> & </r>"]

    assert cells_of(book_of(Sheet("data", [[text] for text in texts], (10,), has_header=False))["data"]) == [
        [text] for text in texts
    ]


def test_what_no_xml_can_hold_is_left_out() -> None:
    rows = [["bell\x07"], ["half \ud800 pair"], ["a\r\nb"]]
    read = cells_of(book_of(Sheet("data", rows, (10,), has_header=False))["data"])

    assert read == [["bell"], ["half  pair"], ["a\nb"]]


def test_a_text_is_cut_where_a_cell_ends() -> None:
    rows = [["x" * 40_000], ["🙂" * 20_000], ["<r>" + "x" * 40_000]]
    read = cells_of(book_of(Sheet("data", rows, (10,), has_header=False))["data"])

    assert read == [["x" * 32_767], ["🙂" * 16_383], ["<r>" + "x" * 32_764]]


def test_a_header_stays_in_sight_and_filters_its_rows() -> None:
    sheet = book_of(Sheet("data", [["a", "b"], [1, 2], [3, 4]], (30, 12)))["data"]

    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")
    # The file holds a width with the space beside the letters.
    assert [int(sheet.column_dimensions[letter].width) for letter in "AB"] == [30, 12]
    assert (sheet["A1"].font.bold, sheet["A2"].font.bold) == (True, False)


def test_a_sheet_without_header_has_headings_where_a_row_has_one_cell() -> None:
    sheet = book_of(Sheet("about", [["Heading"], ["a", "b"], []], (30, 12), has_header=False, is_wrapped=True))["about"]

    assert (sheet.freeze_panes, sheet.auto_filter.ref) == (None, None)
    assert (sheet["A1"].font.bold, sheet["A2"].font.bold) == (True, False)
    assert sheet["B2"].alignment.wrap_text


def test_columns_after_z_have_two_letters() -> None:
    sheet = book_of(Sheet("data", [list(range(60))], (10,)))["data"]

    assert (sheet["Z1"].value, sheet["AA1"].value, sheet["BH1"].value) == (25, 26, 59)


def test_the_file_says_what_it_is_and_its_date_is_that_of_its_content() -> None:
    book = book_of(Sheet("data", [["a"]], (10,)))
    found = book.properties

    assert (found.title, found.description) == ("Title & <more>", "About = this")
    assert book.custom_doc_props["Language"].value == "az"
    assert found.created == found.modified == datetime.datetime(2023, 5, 21)


def test_every_part_is_xml_and_named_in_the_list_of_contents() -> None:
    content = xlsx_bytes(FACTS, [Sheet("a", [["x"]], (9,)), Sheet("b", [["y"]], (9,))])
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        parts = {name: lxml.etree.fromstring(opened.read(name)) for name in opened.namelist()}
    named = {each.get("PartName", "").lstrip("/") for each in parts["[Content_Types].xml"]} - {""}

    assert named == {name for name in parts if not name.endswith((".rels", "[Content_Types].xml"))}


@pytest.mark.slow
def test_the_same_sheets_give_the_same_bytes_in_any_process() -> None:
    """Another time zone, hash seed and moment."""
    code = (
        "import hashlib; from generator.render.xlsx import xlsx_bytes;"
        "from tests.render.test_xlsx import EXAMPLE, FACTS;"
        "print(hashlib.sha256(xlsx_bytes(FACTS, EXAMPLE)).hexdigest())"
    )
    environment = os.environ | {"TZ": "Asia/Baku", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == hashlib.sha256(xlsx_bytes(FACTS, EXAMPLE)).hexdigest()
