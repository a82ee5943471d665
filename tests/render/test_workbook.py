"""A report as a workbook: the numbers of the page, codes and labels, and what they mean."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from generator.compute.measures import rounded
from generator.model.released import AreaPosition, Mark, Position, ReleasedParticipation, ReleasedResults, Slice
from generator.render.report_rows import ReportData, answer_table
from generator.render.report_words import ReportWords
from generator.render.workbook import workbook
from tests.render.page_project import environment
from tests.render.report_records import LOW, OWN, QUESTIONNAIRE, SETTINGS, any_released, released, system

SHEETS = ["about", "participation", "areas", "answers", "items"]


def book_of(results: ReleasedResults, language: str = "en", own: tuple[Any, ...] = ()) -> Any:
    data = ReportData(ReportWords(environment(language)), QUESTIONNAIRE, results, own)
    return openpyxl.load_workbook(io.BytesIO(workbook(data, SETTINGS, answer_table(data))))


def records(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def about(book: Any) -> dict[str, str]:
    return {row[0]: row[1] for row in book["about"].iter_rows(values_only=True) if row[0]}


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_released())
def test_random_results_come_back_from_the_workbook(results: ReleasedResults) -> None:
    book = book_of(results)

    for row in records(book["answers"]):
        found = results.distributions[Position(LOW, row["group"], row["item"])]
        assert row["mark"] == found.mark.value
        names = ("count", "percent", "n", "not_applicable", "percent_positive", "mean")
        if found.mark is not Mark.SHOWN:
            assert {row[name] for name in names} == {None}
            continue
        assert row["count"] == found.counts[row["option"]]
        assert row["percent"] == rounded((found.percents or {})[row["option"]])
        assert (row["n"], row["not_applicable"]) == (found.n, found.not_applicable)
        assert row["percent_positive"] == (None if found.percent_positive is None else rounded(found.percent_positive))
        assert row["mean"] == (None if found.mean is None else float(rounded(found.mean, 1)))
    for row in records(book["areas"]):
        measure = results.areas[AreaPosition(LOW, row["group"], row["area"])]
        assert (row["mark"], row["item_count"]) == (measure.mark.value, measure.items or None)


def test_numbers_are_numbers_and_codes_stand_beside_labels() -> None:
    row = next(row for row in records(book_of(released())["answers"]) if (row["item"], row["option"]) == ("A1", "2"))

    assert (row["part"], row["part_label"], row["item_label"], row["option_label"]) == (
        "low", "Lower level", "Title A1", "Rather <no>",
    )  # fmt: skip
    # Spreadsheets know one kind of number.
    assert all(isinstance(row[name], int | float) for name in ("count", "percent", "mean"))
    assert isinstance(row["option"], str)


def test_sheets_and_columns_have_the_same_names_in_every_language() -> None:
    first, *others = (book_of(system(), code) for code in ("en", "az", "ru"))

    assert first.sheetnames == SHEETS
    for other in others:
        assert other.sheetnames == SHEETS
        for name in SHEETS[1:]:
            assert [cell.value for cell in other[name][1]] == [cell.value for cell in first[name][1]]


@pytest.mark.parametrize(("synthetic", "word"), [(True, "synthetic"), (False, "collected")])
def test_every_row_says_whether_a_machine_made_it_up(synthetic: bool, word: str) -> None:
    book = book_of(system(synthetic=synthetic))

    for name in SHEETS[1:]:
        assert {row["data"] for row in records(book[name])} == {word}
    said = [cell.value for cell in book["about"]["A"] if cell.value and "Invented data" in cell.value]
    assert bool(said) is synthetic


def test_the_first_sheet_tells_source_rules_marks_and_every_column() -> None:
    book = book_of(released(own=(OWN,)), own=(OWN,))
    told = about(book)

    assert {"Our own count", "Not a sample."} <= set(told.values())
    assert "nearest 5" in told["Protection of people"]
    assert {mark.value for mark in Mark} <= told.keys()
    columns = {cell.value for name in SHEETS[1:] for cell in book[name][1]}
    assert columns <= {name for name, text in told.items() if text}


def test_who_took_part_stands_with_its_note_and_correction() -> None:
    def took_part(_: Slice, group: str) -> ReleasedParticipation:
        if group == "students":
            return ReleasedParticipation(Mark.HIDDEN)
        return ReleasedParticipation(Mark.SHOWN, 100, 110, 1.1, 50, 50, True, note="=more came")

    teachers, students = records(book_of(released(participation=took_part))["participation"])

    assert (teachers["invited"], teachers["completed"], teachers["rate"]) == (100, 110, 110)
    assert (teachers["needed"], teachers["is_met"], teachers["note"]) == (50, True, "=more came")
    assert (students["mark"], students["invited"], students["rate"], students["is_met"]) == ("hidden", None, None, None)


def test_the_code_book_has_every_item_with_its_wordings_and_answers() -> None:
    book = records(book_of(released(own=(OWN,)), own=(OWN,))["items"])
    first = book[0]

    assert [row["item"] for row in book] == [*(item.id for item in QUESTIONNAIRE.items()), "OWN1"]
    assert (first["text_teachers"], first["text_students"]) == ("A1 for teachers?", "A1 for students?")
    assert first["options"].splitlines()[1::3] == ["2 = Rather <no>", "na = Not for me"]
    assert (book[-1]["section"], book[-1]["status"]) == ("B", "own")
    assert next(row for row in book if row["item"] == "A2")["text_students"] is None
