"""The tables of a report: what each row holds, and that its key names it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from generator.model.questionnaire import OwnItem, Questionnaire
from generator.model.released import (
    EVERYBODY,
    Mark,
    ReleasedParticipation,
    ReleasedResults,
    SchoolCounts,
    Slice,
)
from generator.model.round import DimensionSetting
from generator.render.report_rows import (
    COLUMNS,
    ReportData,
    Table,
    answer_table,
    area_table,
    item_table,
    option_table,
    participation_table,
    school_table,
    wording_table,
)
from generator.render.report_words import ReportWords
from tests.render.page_project import environment
from tests.render.report_records import LOW, OWN, QUESTIONNAIRE, any_released, released, system

TABLES = (
    participation_table, school_table, area_table, answer_table, item_table, wording_table, option_table,
)  # fmt: skip


def data_of(
    results: ReleasedResults, questionnaire: Questionnaire = QUESTIONNAIRE, own: tuple[OwnItem, ...] = ()
) -> ReportData:
    return ReportData(ReportWords(environment()), questionnaire, results, own)


def records(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def with_first_item(**changes: Any) -> Questionnaire:
    area = QUESTIONNAIRE.areas[0]
    items = (area.items[0].model_copy(update=changes), *area.items[1:])
    return QUESTIONNAIRE.model_copy(
        update={"areas": (area.model_copy(update={"items": items}), *QUESTIONNAIRE.areas[1:])}
    )


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_released())
def test_the_key_of_a_table_names_one_row(results: ReleasedResults) -> None:
    for make in TABLES:
        table = make(data_of(results))
        keys = [tuple(row[name] for name in table.key) for row in records(table)]

        assert table.columns == COLUMNS[table.name]
        assert len(set(keys)) == len(keys)


def test_a_mean_has_one_decimal_and_that_of_a_score_of_all_schools_has_two() -> None:
    counts = {"A1": {"1": 5, "2": 10, "3": 5, "4": 20}, "V1": {"3": 10, "8": 5}}

    def means(results: ReleasedResults) -> set[tuple[str, Any]]:
        rows = records(answer_table(data_of(results)))
        return {(row["item"], row["mean"]) for row in rows if row["mark"] == "shown"}

    def counted(_: Any, each: Any) -> dict[str, int] | Mark:
        return counts.get(each.id, Mark.HIDDEN)

    assert means(released(counts=counted)) == {("A1", 3.0), ("V1", 4.7)}
    assert means(system(counts=counted)) == {("A1", 3.0), ("V1", 4.67)}


def test_parts_of_any_dimension_have_their_label() -> None:
    regions = {"region": DimensionSetting(title="Region", values={"north": "The <north>"})}
    results = released(
        slices=(EVERYBODY, LOW, Slice("region", "north")), is_school=False, dimensions=regions
    )  # fmt: skip
    labels = {(row["dimension"], row["part"]): row["part_label"] for row in records(area_table(data_of(results)))}

    assert labels == {
        ("", ""): "All respondents",
        ("level", "low"): "Lower level",
        ("region", "north"): "The <north>",
    }


def test_wording_that_differs_at_a_level_has_a_row_of_its_own() -> None:
    changed = with_first_item(text_by_level={"high": {"students": "A1 for older students?"}})
    rows = [row for row in records(wording_table(data_of(released(), changed))) if row["item"] == "A1"]

    assert [(row["level"], row["group"], row["text"]) for row in rows] == [
        ("", "teachers", "A1 for teachers?"),
        ("", "students", "A1 for students?"),
        ("high", "students", "A1 for older students?"),
    ]


def test_an_item_says_at_which_levels_it_is_asked() -> None:
    rows = records(item_table(data_of(released(), with_first_item(levels=("low", "high")))))

    assert [row["levels"] for row in rows][:2] == ["low high", None]


def test_own_items_stand_in_their_area() -> None:
    row = records(item_table(data_of(released(own=(OWN,)), own=(OWN,))))[-1]

    assert (row["item"], row["section"], row["section_label"], row["status"]) == ("OWN1", "B", "Second area", "own")


def test_a_corrected_number_stands_beside_the_first_with_day_and_reason() -> None:
    corrected = ReleasedParticipation(
        Mark.SHOWN, 100, 60, 0.6, 50, 50, True, registered=80,
        corrected_on=datetime.date(2023, 5, 30), correction="a class was forgotten",
    )  # fmt: skip
    row = records(participation_table(data_of(released(participation=lambda *_: corrected))))[0]

    assert (row["invited"], row["registered"], row["corrected_on"]) == (100, 80, "2023-05-30")
    assert row["correction"] == "a class was forgotten"


def test_schools_are_counted_by_part_and_group_and_schools_reports_have_no_such_rows() -> None:
    counted = SchoolCounts(Mark.SHOWN, 15, {"teachers": 10, "students": 5}, 5)
    results = replace(system(), school_counts={EVERYBODY: counted, LOW: SchoolCounts(Mark.HIDDEN)})
    rows = records(school_table(data_of(results)))
    names = ("part", "group", "mark", "schools", "minimum_met", "plans")

    assert [tuple(row[name] for name in names) for row in rows] == [
        ("", "teachers", "shown", 15, 10, 5),
        ("", "students", "shown", 15, 5, 5),
        ("low", "teachers", "hidden", None, None, None),
        ("low", "students", "hidden", None, None, None),
    ]
    assert school_table(data_of(released())).rows == ()


@pytest.mark.parametrize(("item", "codes"), [("A1", ["1", "2", "3", "4", "na"]), ("N1", ["a", "b"])])
def test_every_answer_of_an_item_is_in_the_code_book(item: str, codes: list[str]) -> None:
    rows = records(option_table(data_of(released())))

    assert [row["option"] for row in rows if row["item"] == item] == codes
