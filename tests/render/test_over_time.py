"""Areas over the rounds, and the questions that cannot be compared."""

from __future__ import annotations

from typing import Any

import pytest

from generator.model.questionnaire import Item
from generator.model.released import Mark, Position
from generator.render.over_time import break_reason, over_time_chapter
from generator.render.round_page import page_body, round_page
from tests.render.page_project import environment
from tests.render.report_records import QUESTIONNAIRE, SETTINGS, some_counts
from tests.render.round_records import NEW, OLD, VERSIONS, earlier, history, of_new_version, round_of, shown, words_of


def chapter(now: Any, *before: Any, questionnaire: Any = QUESTIONNAIRE) -> tuple[Any, dict[str, Any]]:
    specs: dict[str, Any] = {}
    page = round_page(environment(), questionnaire, SETTINGS, now, history(now, *before))
    return shown(page_body(over_time_chapter(page, specs))), specs


def rows(node: Any, anchor: str) -> list[list[str]]:
    return [[words_of(cell) for cell in row] for row in node.get_element_by_id(anchor).xpath(".//tbody/tr")]


@pytest.fixture(scope="module")
def over_versions() -> Any:
    return chapter(of_new_version(round_of()), earlier(), questionnaire=NEW)[0]


def test_a_first_round_says_that_there_is_nothing_to_compare_with() -> None:
    node, specs = chapter(round_of())

    assert "There is no earlier round to compare with." in words_of(node)
    assert not node.xpath("//figure")
    assert specs == {}


def test_the_table_has_every_round_the_change_and_how_many_statements_compare(over_versions: Any) -> None:
    """Of the teachers' four statements A2 broke and A5 is new; students are not asked A2."""
    assert rows(over_versions, "figure-area-a") == [
        ["Teachers", "70%", "70%", "0 points", "2 of 4"],
        ["Students & pupils", "70%", "70%", "0 points", "2 of 3"],
    ]


def test_a_change_has_its_sign() -> None:
    def less(_: Position, each: Item) -> dict[str, int]:
        return {"1": 10, "2": 10, "3": 10, "4": 10} if each.type.value == "scale" else some_counts(each)

    node, _ = chapter(round_of(), earlier(counts=less))

    assert rows(node, "figure-area-b")[0] == ["Teachers", "50%", "70%", "+20 points", "1 of 1"]


def test_a_group_that_is_hidden_has_a_mark_instead_of_a_line() -> None:
    def counts(position: Position, each: Item) -> dict[str, int] | Mark:
        return Mark.HIDDEN if position.group == "students" else some_counts(each)

    node, _ = chapter(round_of(counts=counts), earlier())

    assert rows(node, "figure-area-b")[1] == ["Students & pupils", "hidden"]


def test_a_group_without_comparable_statement_says_so() -> None:
    def counts(position: Position, each: Item) -> dict[str, int] | Mark:
        return Mark.HIDDEN if position.group == "students" else some_counts(each)

    node, _ = chapter(round_of(), earlier(counts=counts))

    assert rows(node, "figure-area-b")[1] == [
        "Students & pupils",
        "No statement of this area can be compared over the rounds.",
    ]


def test_an_area_without_anything_to_compare_has_a_sentence_instead_of_a_figure() -> None:
    node, specs = chapter(round_of(), earlier(counts=lambda *_: Mark.HIDDEN))

    assert not node.xpath("//figure[@id='figure-area-a']")
    assert words_of(node).count("No statement of this area can be compared over the rounds.") == 2
    assert specs == {}


def test_a_chart_has_a_specification_for_wide_and_for_narrow_places() -> None:
    node, specs = chapter(round_of(), earlier())

    assert [figure.get("data-gz-chart") for figure in node.xpath("//figure[@data-gz-chart]")] == [
        "over-time-a",
        "over-time-b",
    ]
    assert {*specs} == {f"over-time-{area}{kind}" for area in "ab" for kind in ("", "-narrow")}


def test_broken_questions_are_listed_with_the_reason_of_the_questionnaire(over_versions: Any) -> None:
    assert rows(over_versions, "figure-9") == [["A2 Title A2", "Round zero", "Teachers", "Asks <more>."]]


def test_without_broken_questions_the_page_says_so() -> None:
    node, _ = chapter(round_of(), earlier())

    assert "Every question that was also asked in an earlier round can be compared with it." in words_of(node)


def test_a_reason_is_found_over_versions_that_leave_the_question_alone() -> None:
    newest = NEW.model_copy(
        update={
            "version": "3",
            "revises": "2",
            "areas": tuple(
                area.model_copy(
                    update={"items": tuple(item.model_copy(update={"change": None}) for item in area.items)}
                )
                for area in NEW.areas
            ),
        }
    )
    versions = VERSIONS | {newest.key: newest}

    assert break_reason(versions, newest, "A2", OLD.key) == "Asks <more>."
    assert break_reason(versions, newest, "A2", NEW.key) == ""
