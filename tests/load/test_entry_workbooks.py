"""Filled-in entry workbooks: what a sound one brings, and what is said of every damaged one, with sheet and cell."""

from __future__ import annotations

import datetime
import io
import random
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula

from generator.load.entry_workbooks import read_entry_workbook
from generator.load.round_to_fill import EntryFile
from generator.load.xlsx_cells import MAX_UNPACKED
from generator.model.asked import as_asked
from generator.model.problem import CODES, Severity
from generator.model.results import Unit
from tests.conftest import IS_NIGHTLY
from tests.entry_files import (
    Opened,
    Stack,
    book_of,
    bytes_of,
    cells_of,
    fill,
    invented_stack,
    opened,
    people_row,
    people_sheet,
    unit_sheet,
)
from tests.small_project import make_small_project

SAVED = Path(__file__).parent / "saved_by_libreoffice.xlsx"
UNIT = ("isced2", "teachers")
SHEET = "Teachers ISCED 2"
Damage = Callable[[Any], None]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return opened(make_small_project(tmp_path_factory.mktemp("project")))


@pytest.fixture(scope="module")
def stack(project: Opened) -> Stack:
    questionnaire = as_asked(project.round.questionnaire, None)
    told = invented_stack(questionnaire, "teachers", "isced2", 14, random.Random(3))[0]
    return Stack(20, 14, told.counts)


@pytest.fixture(scope="module")
def sound(project: Opened, stack: Stack) -> bytes:
    """School S02's workbook with the forms of 14 teachers."""
    return bytes_of(fill(project.workbook("S02"), {UNIT: stack}))


def read(project: Opened, content: bytes, school: str = "") -> EntryFile:
    return read_entry_workbook(content, "in.xlsx", project.round, school)


def test_a_sound_workbook_brings_its_counts(project: Opened, sound: bytes, stack: Stack) -> None:
    entry = read(project, sound)
    unit = Unit("S02", *UNIT)
    assert entry.problems == ()
    assert entry.people == {unit: {"invited": "20", "completed": "14", "note": ""}}
    assert entry.answers == {unit: stack.counts}
    assert Unit("S02", "isced2", "students") in entry.left_out


def test_what_libreoffice_saved_is_read_and_its_checks_agree(project: Opened) -> None:
    """Made here, filled in, opened and saved by LibreOffice 7.4: the formulas were computed there."""
    content = SAVED.read_bytes()
    entry = read(project, content)
    assert entry.problems == ()
    assert {unit: people["completed"] for unit, people in entry.people.items()} == {
        Unit("S01", *UNIT): "14",
        Unit("S01", "isced2", "students"): "30",
    }
    assert entry.answers[Unit("S01", *UNIT)]["A1"] == {"1": 4, "2": 3, "3": 5, "na": 2}
    assert entry.answers[Unit("S01", "isced2", "students")]["own1"] == {"1": 10, "2": 0, "3": 20, "na": 0}
    computed = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    checks = {
        sheet.cell(row, 2).value: sheet.cell(row, 5).value
        for sheet in [unit_sheet(computed, *UNIT)]
        for row in range(8, 40)
    }
    assert {item: checks[item] for item in ("A1", "C3", "device", "hinder", "overall")} == dict.fromkeys(
        ("A1", "C3", "device", "hinder", "overall"), "In order"
    )
    assert people_sheet(computed).cell(people_row(computed, *UNIT), 6).value == "In order"


def test_the_running_checks_tell_what_is_wrong_as_libreoffice_computes_them() -> None:
    """A second sheet of the same file has a row too many, one too few and one without its first number."""
    computed = openpyxl.load_workbook(SAVED.with_name("saved_with_mistakes.xlsx"), data_only=True)
    sheet = unit_sheet(computed, *UNIT)
    checks = {sheet.cell(row, 2).value: sheet.cell(row, 5).value for row in range(8, 40)}
    assert [checks[item] for item in ("A1", "C3", "device", "hinder", "overall")] == [
        "More ticks than forms",
        "Still empty",
        "Only numbers",
        "How many ticked at least one?",
        "In order",
    ]
    assert people_sheet(computed).cell(people_row(computed, *UNIT), 6).value == "Rows to correct: 3"
    assert sheet.cell(4, 1).value == "Rows still empty: 1   Rows to correct: 3"


def at(book: Any, item: str, option: str) -> Any:
    """The cell of an option in the sheet of teachers."""
    return next(cell for name, code, cell in cells_of(unit_sheet(book, *UNIT)) if (name, code) == (item, option))


def put(item: str, option: str, value: Any, number_format: str = "") -> Damage:
    def damage(book: Any) -> None:
        cell = at(book, item, option)
        cell.value = value
        if number_format:
            cell.number_format = number_format

    return damage


def put_in_people(column: int, value: Any) -> Damage:
    def damage(book: Any) -> None:
        people_sheet(book).cell(people_row(book, *UNIT), column).value = value

    return damage


def put_in_facts(key: str, value: str | None) -> Damage:
    def damage(book: Any) -> None:
        row = next(row for row in book["guzgu"].iter_rows() if row[0].value == key)
        row[1].value = value

    return damage


def empty_row(item: str) -> Damage:
    def damage(book: Any) -> None:
        for name, _, cell in cells_of(unit_sheet(book, *UNIT)):
            if name == item:
                cell.value = None

    return damage


def rename(book: Any) -> None:
    unit_sheet(book, *UNIT).title = "Müəllimlər"


def rename_people(book: Any) -> None:
    people_sheet(book).title = "Sheet1"


def remove_sheet(book: Any) -> None:
    book.remove(unit_sheet(book, *UNIT))


def remove_facts(book: Any) -> None:
    book.remove(book["guzgu"])


def exchange_sheets(book: Any) -> None:
    first, second = unit_sheet(book, *UNIT), unit_sheet(book, "isced2", "students")
    names = first.title, second.title
    first.title = "between"
    second.title, first.title = names


def exchange_rows(book: Any) -> None:
    sheet = unit_sheet(book, *UNIT)
    rows = [row for row in range(8, 40) if sheet.cell(row, 2).value in {"A1", "C3"}]
    for column in range(2, 10):
        one, two = (sheet.cell(row, column) for row in rows)
        one.value, two.value = two.value, one.value


def exchange_options(book: Any) -> None:
    sheet = unit_sheet(book, *UNIT)
    sheet["F9"], sheet["H9"] = "3", "1"


def insert_row(book: Any) -> None:
    unit_sheet(book, *UNIT).insert_rows(8)


def delete_column(book: Any) -> None:
    unit_sheet(book, *UNIT).delete_cols(4)


def merge(book: Any) -> None:
    unit_sheet(book, *UNIT).merge_cells("F10:G10")


def merge_people(book: Any) -> None:
    people_sheet(book).merge_cells("C6:D6")


def beyond(book: Any) -> None:
    unit_sheet(book, *UNIT)["L10"] = 3


def drop_unit(book: Any) -> None:
    rows = [row[0].row for row in book["guzgu"].iter_rows() if row[0].value == "unit"]
    book["guzgu"].delete_rows(rows[0])


def clear_people(book: Any) -> None:
    for column in (3, 4):
        people_sheet(book).cell(people_row(book, *UNIT), column).value = None


def clear_answers(book: Any) -> None:
    for _, _, cell in cells_of(unit_sheet(book, *UNIT)):
        cell.value = None


def clear_all_but_note(book: Any) -> None:
    clear_people(book)
    clear_answers(book)
    put_in_people(5, "synthetic")(book)


def table_of_persons(book: Any) -> None:
    remove_facts(book)
    book.worksheets[0].delete_rows(1, 20)
    book.worksheets[0]["A1"], book.worksheets[0]["B1"] = "Timestamp", "C3"


DAMAGED: dict[str, tuple[Damage, str, str]] = {
    # name: (damage, code, what the message says, place included)
    "another version of the workbook": (put_in_facts("format", "0"), "W002", "format is '0', not '1' (sheet 'guzgu')"),
    "another round": (put_in_facts("round", "2022"), "W002", "round is '2022', not '2023' (sheet 'guzgu')"),
    "another questionnaire": (put_in_facts("questionnaire", "schools/2021"), "W002", "'schools/2021'"),
    "another language": (put_in_facts("language", "xx"), "W002", "language is 'xx' (sheet 'guzgu')"),
    "other questions": (put_in_facts("plan", "0123456789abcdef"), "W002", "for other questions than S02 is asked"),
    "a school that is not there": (put_in_facts("school", "S99"), "R003", "The school 'S99' is not in schools.csv"),
    "another school's sheets": (put_in_facts("school", "S01"), "W002", "for other questions than S01 is asked"),
    "no school": (put_in_facts("school", None), "W002", "hidden sheet 'guzgu' does not say: school"),
    "a unit taken out": (drop_unit, "W002", "for other questions"),
    "no hidden sheet": (remove_facts, "W002", "its hidden sheet 'guzgu' is missing"),
    "a table of persons": (table_of_persons, "R012", "cell A1: the column 'Timestamp'"),
    "a missing sheet": (remove_sheet, "W003", f"Sheet '{SHEET}', cell A1: the sheet is missing"),
    "a renamed sheet": (rename, "W003", f"Sheet '{SHEET}', cell A1: the sheet is missing, or it was renamed"),
    "the sheet of people renamed": (rename_people, "W003", "Sheet 'People', cell A1"),
    "sheets exchanged": (
        exchange_sheets,
        "W004",
        "cell A5: 'schools/2023 · 2023 · S02 · en · students · isced2' stands",
    ),
    "rows exchanged": (exchange_rows, "W004", f"Sheet '{SHEET}', cell B10: 'C3' stands here, where 'A1'"),
    "options exchanged": (exchange_options, "W004", f"Sheet '{SHEET}', cell F9: '3' stands here, where '1'"),
    "a row put in": (insert_row, "W004", f"Sheet '{SHEET}', cell F9"),
    "a column taken out": (delete_column, "W004", f"Sheet '{SHEET}', cell F9: '2' stands here, where '1'"),
    "merged cells": (merge, "W004", f"Sheet '{SHEET}', cell F10:G10: cells were merged"),
    "merged people": (merge_people, "W004", "Sheet 'People', cell C6:D6: cells were merged"),
    "a number where nothing is asked": (beyond, "W004", f"Sheet '{SHEET}', cell L10: 'A1' has no answer here"),
    "no numbers of people": (
        clear_people,
        "W005",
        "cell D6: the number of forms is missing, but the group",
    ),
    "no answers": (clear_answers, "W005", f"Sheet '{SHEET}', cell F10: the row of 'A1' is empty"),
    "a note alone": (clear_all_but_note, "W005", "Sheet 'People', cell D6: the number of forms is missing."),
    "an empty row": (empty_row("A1"), "W005", f"Sheet '{SHEET}', cell F10: the row of 'A1' is empty"),
    "no number of forms": (put_in_people(4, None), "W005", "cell D6: the number of forms is missing"),
    "no number of invited people": (put_in_people(3, None), "W005", "cell C6: the number of invited people is missing"),
    "how many answered is missing": (put("hinder", "answered", None), "W005", "how many people answered 'hinder'"),
    "a word": (put("A1", "1", "twelve"), "R008", f"Sheet '{SHEET}', cell F10: 'twelve' is not a whole number"),
    "a decimal": (put("A1", "1", 2.5), "R008", "cell F10: 2.5 is not a whole number"),
    "a decimal comma": (put("A1", "1", "2,5"), "R008", "cell F10: '2,5' is not a whole number"),
    "less than zero": (put("A1", "1", -1), "R008", "cell F10: -1 is less than zero"),
    "a huge number": (put("A1", "1", 10**12), "R008", "cell F10: 1000000000000 is too large"),
    "digits in a text that are many": (put("A1", "1", "9" * 5_000), "R008", "cell F10: '9999"),
    "a formula": (put("A1", "1", "=2+2"), "R008", "cell F10: the formula =2+2 stands here"),
    "a formula of an array": (put("A1", "1", ArrayFormula("F10", "=SUM(G10:H10)")), "R008", "cell F10: the formula"),
    "a link to the network": (put("A1", "1", '=WEBSERVICE("https://example.org")'), "R008", "cell F10: the formula"),
    "a date": (put("A1", "1", datetime.date(2023, 5, 2)), "R008", "cell F10: the date 2023-05-02"),
    "a time": (put("A1", "1", datetime.time(3, 5)), "R008", "cell F10: the date 03:05:00"),
    "true": (put("A1", "1", True), "R008", "cell F10: TRUE is not a number"),
    "a percentage": (put("A1", "1", 0.5, "0%"), "R008", "cell F10: a percentage stands here"),
    "a fault of a formula": (put("A1", "1", "#REF!"), "R008", "cell F10: the fault #REF! stands here"),
    "digits of another script": (put("A1", "1", "١٢"), "R008", "digits of another script; write 12"),
    "a no-break space between digits": (put("A1", "1", "1\u00a0200"), "R008", "is not a whole number"),
    "a blank": (put("A1", "1", " "), "R008", "cell F10: a blank stands here; delete it"),
    "a word for the forms": (put_in_people(4, "many"), "R008", "Sheet 'People', cell D6: 'many' is not a whole number"),
    "more ticks than forms": (put("A1", "1", 99), "R009", f"Sheet '{SHEET}', cell F10: "),
    "more answered than forms": (put("hinder", "answered", 99), "R009", "99 people answered in the row of 'hinder'"),
    "more chose than answered": (put("hinder", "net", 15), "R009", "15 chose 'net' of 'hinder'"),
    "an invisible character in the note": (put_in_people(5, "a\u202eb"), "Y005", "cell E6: the character U+202E"),
    "an endless note": (put_in_people(5, "ah " * 400), "S004", "cell E6: the note has more than 500 letters"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_workbook_brings_nothing_and_says_where(name: str, project: Opened, sound: bytes) -> None:
    damage, code, words = DAMAGED[name]
    book = book_of(sound)
    damage(book)

    entry = read(project, bytes_of(book))

    assert (entry.people, entry.answers) == ({}, {})
    told = [f"{problem.code} {problem.message}" for problem in entry.problems if problem.code == code]
    assert any(words in each for each in told), [str(problem) for problem in entry.problems]
    assert all(problem.place.path == "in.xlsx" for problem in entry.problems)


def test_the_workbook_of_another_school_is_refused_by_name(project: Opened, sound: bytes) -> None:
    (problem,) = read(project, sound, school="S01").problems
    assert (problem.code, problem.message) == ("W002", "The workbook is of school 'S02', not of S01.")


def test_all_faults_of_a_workbook_are_told_at_once(project: Opened, sound: bytes) -> None:
    """Text in a cell, a wrong sum, an empty row and no number of forms or people: one round of mending is enough."""
    book = book_of(sound)
    for damage in (clear_people, put("A1", "1", "twelve"), empty_row("C3"), put("hinder", "net", 99)):
        damage(book)
    told = [f"{each.code} {each.message} {each.remedy}" for each in read(project, bytes_of(book)).problems]
    assert told == [
        "W005 Sheet 'People', cell C6: the number of invited people is missing. Type how many people were invited.",
        "W005 Sheet 'People', cell D6: the number of forms is missing, but the group's own sheet has numbers. "
        "Type how many forms came back.",
        f"R008 Sheet '{SHEET}', cell F10: 'twelve' is not a whole number. Only whole numbers of zero or more come in.",
        f"W005 Sheet '{SHEET}', cell F15: the row of 'C3' is empty. Write 0 if nobody answered.",
        *[each for each in told if each.startswith("R009 ") and "99 chose 'net' of 'hinder'" in each],
    ]
    assert len(told) == 5


def test_a_renamed_sheet_does_not_hide_the_faults_of_others(project: Opened, sound: bytes) -> None:
    book = book_of(sound)
    unit_sheet(book, "isced2", "students").title = "Children"
    put("A1", "1", "twelve")(book)
    assert [problem.code for problem in read(project, bytes_of(book)).problems] == ["R008", "W003"]


def test_a_group_of_which_nobody_came_takes_zero(project: Opened, sound: bytes) -> None:
    book = book_of(project.workbook("S02"))
    people_sheet(book).cell(people_row(book, "isced3", "teachers"), 3).value = 9
    (problem,) = read(project, bytes_of(book)).problems
    assert (problem.code, problem.remedy) == ("W005", "Write 0 if there are none.")
    assert "the number of forms is missing." in problem.message


@pytest.mark.parametrize("invited", ["as it was", 10.0, "10", None])
def test_a_workbook_with_only_the_numbers_that_we_wrote_is_untouched(project: Opened, invited: object) -> None:
    """Some programs save whole numbers with a point or as text; a number that was deleted says nothing either."""
    book = book_of(project.workbook("S02"))
    cell = people_sheet(book).cell(people_row(book, *UNIT), 3)
    assert cell.value == 10
    cell.value = cell.value if invited == "as it was" else invited
    entry = read(project, bytes_of(book))
    assert (entry.is_untouched, entry.problems, entry.people) == (True, (), {})


@pytest.mark.parametrize(
    "damage", [put("A1", "1", 0), put_in_people(3, 11), put_in_people(4, 0), put_in_people(5, "a")]
)
def test_a_workbook_in_which_anything_was_typed_is_not_untouched(project: Opened, damage: Damage) -> None:
    book = book_of(project.workbook("S02"))
    damage(book)
    entry = read(project, bytes_of(book))
    assert not entry.is_untouched
    assert entry.people or [problem for problem in entry.problems if problem.severity is Severity.ERROR]


def test_more_forms_than_invited_people_need_a_note_and_come_in_with_a_warning(project: Opened, sound: bytes) -> None:
    book = book_of(sound)
    put_in_people(3, 5)(book)
    entry = read(project, bytes_of(book))
    (problem,) = entry.problems
    assert (problem.code, problem.severity) == ("R016", Severity.WARNING)
    assert entry.people
    put_in_people(5, "The list was short.")(book)
    assert read(project, bytes_of(book)).problems == ()


@pytest.mark.parametrize(("written", "counted"), [("12", 12), (" 12\u00a0", 12), (12.0, 12), ("007", 7)])
def test_digits_that_cannot_be_mistaken_are_numbers(
    project: Opened, sound: bytes, written: object, counted: int
) -> None:
    """Some programs on phones store every number as text."""
    book = book_of(sound)
    empty_row("A1")(book)
    put("A1", "1", written)(book)
    assert read(project, bytes_of(book)).answers[Unit("S02", *UNIT)]["A1"]["1"] == counted


def test_a_cell_with_an_empty_text_is_an_empty_cell(project: Opened, sound: bytes, stack: Stack) -> None:
    """What some programs leave behind when a number is deleted; a row with nothing else is still told."""
    book = book_of(sound)
    at(book, "A1", "na").value = ""
    counts = stack.counts["A1"] | {"na": 0}
    assert read(project, bytes_of(book)).answers[Unit("S02", *UNIT)]["A1"] == counts
    for option in counts:
        at(book, "A1", option).value = ""
    assert [problem.code for problem in read(project, bytes_of(book)).problems] == ["W005"]


def test_rows_of_optional_questions_may_stay_empty(project: Opened) -> None:
    told = invented_stack(project.round.questionnaire, "teachers", "isced3", 9, random.Random(1))[0]
    counts = {item: each for item, each in told.counts.items() if item != "A2"}
    entry = read(project, bytes_of(fill(project.workbook("S02"), {("isced3", "teachers"): Stack(9, 9, counts)})))
    assert entry.problems == ()
    assert "A2" not in entry.answers[Unit("S02", "isced3", "teachers")]


def test_options_are_known_by_code_whatever_the_language(project: Opened, stack: Stack) -> None:
    found = [read(project, bytes_of(fill(project.workbook("S02", each), {UNIT: stack}))) for each in ("az", "ru", "en")]
    assert [entry.problems for entry in found] == [(), (), ()]
    assert found[0].answers == found[1].answers == found[2].answers


def test_every_code_of_workbooks_is_shown_by_a_damaged_one() -> None:
    """W001 by the hostile files below, W006 where files are imported together."""
    shown = {code for _, code, _ in DAMAGED.values()}
    assert {code for code in CODES if code.startswith("W")} - shown == {"W001", "W006"}


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def edited(pattern: str, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """The archive with something else in the parts whose names fit."""

    def edit(content: bytes) -> bytes:
        parts = parts_of(content)
        assert any(re.search(pattern, name) and old in part for name, part in parts.items())
        return packed({
            name: part.replace(old, new) if re.search(pattern, name) else part for name, part in parts.items()
        })  # fmt: skip

    return edit


def added(name: str, part: bytes) -> Callable[[bytes], bytes]:
    return lambda content: packed(parts_of(content) | {name: part})


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><sst'
HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "nothing": (lambda _: b"", "The file is empty."),
    "cut in the middle": (lambda content: content[: len(content) // 2], "damaged"),
    "words": (lambda _: b"Dear coordinator, here are our numbers", "is not a workbook"),
    "a PDF": (lambda _: b"%PDF-1.7 ...", "is not a workbook"),
    "an old workbook or a password": (lambda _: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old .xls, or it has a password"),
    "another kind of archive": (lambda _: packed({"a.txt": b"a"}), "damaged"),
    "an OpenDocument": (lambda _: packed({"mimetype": b"x", "content.xml": b"<x/>"}), "OpenDocument"),
    "a bomb": (lambda _: packed({"xl/worksheets/sheet1.xml": b"\0" * (MAX_UNPACKED + 1)}), "Unpacked"),
    "a thousand parts": (lambda _: packed({f"{number}.xml": b"<x/>" for number in range(1_000)}), "too many parts"),
    "entities": (edited("sharedStrings", b"<sst", LAUGHS), "declares entities"),
    "an external entity": (
        edited("sheet1.xml", b"<worksheet", b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet'),
        "declares entities",
    ),
    "another encoding": (edited("sheet1.xml", b"UTF-8", b"UTF-7"), "not UTF-8"),
    "macros": (added("xl/vbaProject.bin", b"x"), "macros"),
    "values from other files": (added("xl/externalLinks/externalLink1.xml", b"<x/>"), "other files"),
    "a file inside": (added("xl/embeddings/oleObject1.bin", b"x"), "other files inside"),
    "a million tags": (added("xl/worksheets/sheet99.xml", b"<c/>" * 400_000), "far more than an entry workbook"),
    "rules without end": (
        edited(
            "sheet2.xml", b"<dataValidation ", b'<dataValidation sqref="A1:XFD1048576"/>' * 11_000 + b"<dataValidation "
        ),
        "far more than an entry workbook",
    ),
    "XML that does not end": (edited("sheet2.xml", b"</worksheet>", b""), "damaged"),
    "texts that are not there": (edited("sharedStrings", b"<si>", b"<xx>"), "damaged"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason(name: str, project: Opened) -> None:
    damage, words = HOSTILE[name]
    start = time.process_time()

    entry = read(project, damage(project.workbook("S02")))

    assert [(problem.code, words in problem.message) for problem in entry.problems] == [("W001", True)], entry.problems
    assert entry.people == {}
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<dimension ", b'<dimension ref="A1:XFD1048576"/><dimension '),
        (b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
        (b"</sheetData>", b'<row r="999999999"><c r="A999999999"><v>1</v></c></row></sheetData>'),
    ],
    ids=["declared", "last cell", "beyond the last"],
)
def test_a_sheet_of_endless_size_costs_nothing(project: Opened, sound: bytes, old: bytes, new: bytes) -> None:
    start = time.process_time()
    entry = read(project, edited("sheet[2-4].xml", old, new)(sound))
    assert entry.answers
    assert time.process_time() - start < 5


def test_a_merged_sheet_of_endless_size_is_told_not_unfolded(project: Opened, sound: bytes) -> None:
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    start = time.process_time()
    entry = read(project, edited("sheet3.xml", b"</sheetData>", merged)(sound))
    assert [problem.code for problem in entry.problems] == ["W004"]
    assert "cell A1:XFD1048576: cells were merged" in entry.problems[0].message
    assert time.process_time() - start < 5


@settings(
    max_examples=300 if IS_NIGHTLY else 25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_no_damage_is_a_traceback(project: Opened, sound: bytes, data: st.DataObject) -> None:
    """Any bytes anywhere in any part: either the same counts, or a told fault. Never half of a school."""
    parts = parts_of(sound)
    name = data.draw(st.sampled_from([each for each in parts if each.endswith((".xml", ".rels"))]))
    place = data.draw(st.integers(0, len(parts[name]) - 1))
    new = data.draw(st.binary(max_size=6) | st.sampled_from([b"<", b">", b'"', b"9999", b"<c>", b"</row>", b"\xff"]))
    length = data.draw(st.integers(0, 8))
    parts[name] = parts[name][:place] + new + parts[name][place + length :]

    entry = read(project, packed(parts))

    assert entry.people or any(problem.severity is Severity.ERROR for problem in entry.problems)
