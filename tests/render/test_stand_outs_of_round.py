"""What stands out in a round: all respondents, lists by printed rules, numbered figures."""

from __future__ import annotations

from typing import Any

from generator.model.questionnaire import Item
from generator.model.released import EVERYBODY, Mark, Position
from generator.render.round_page import page_body, round_page
from generator.render.stand_outs_of_round import stand_out_chapter
from tests.render.page_project import environment
from tests.render.report_records import QUESTIONNAIRE, SETTINGS, some_counts
from tests.render.round_records import earlier, history, round_of, shown, words_of

MANY, FEW = {"1": 0, "2": 0, "3": 0, "4": 200}, {"1": 200, "2": 0, "3": 0, "4": 0}


def chapter(now: Any, *before: Any) -> tuple[Any, dict[str, Any]]:
    specs: dict[str, Any] = {}
    page = round_page(environment(), QUESTIONNAIRE, SETTINGS, now, history(now, *before))
    return shown(page_body(stand_out_chapter(page, specs))), specs


def rows(node: Any, anchor: str) -> list[list[str]]:
    found = node.get_element_by_id(anchor).xpath(".//tbody/tr[not(@class)]")
    return [[words_of(cell) for cell in row] for row in found]


def apart(position: Position, each: Item) -> dict[str, int]:
    """Teachers agree, students do not, about A1; only among all respondents."""
    if each.id != "A1" or position.slice != EVERYBODY:
        return some_counts(each)
    return MANY if position.group == "teachers" else FEW


def test_lists_are_of_all_respondents_and_lead_to_the_items() -> None:
    node, _ = chapter(round_of(counts=apart))

    assert rows(node, "figure-4")[0] == ["A1 Title A1", "100%", "200"]
    assert node.get_element_by_id("figure-4").xpath(".//tbody//a/@href")[0] == "#a1"


def test_a_gap_is_drawn_and_told_in_a_table() -> None:
    node, specs = chapter(round_of(counts=apart))

    assert rows(node, "figure-6") == [
        ["A1 Title A1", "Teachers 100% n 200", "Students & pupils 0% n 200", "100 points"]
    ]
    assert node.get_element_by_id("figure-6").find_class("gz-drawing")
    assert {*specs} == {"gaps", "gaps-narrow"}


def test_without_gaps_a_sentence_stands_in_their_place() -> None:
    node, specs = chapter(round_of())

    assert "No gap between two groups is wider than rounding alone can make." in words_of(node)
    assert specs == {}


def test_changes_are_counted_from_the_last_round_before() -> None:
    def less(_: Position, each: Item) -> dict[str, int]:
        return FEW if each.id == "B1" else some_counts(each)

    node, _ = chapter(round_of(), earlier(), earlier(id="r01", title="Round 0.1", counts=less))

    assert rows(node, "figure-7")[0] == ["B1 Title B1", "Teachers", "0% n 200", "70% n 50", "+70 points"]
    assert "Largest changes since Round 0.1" in words_of(node)


def test_a_first_round_says_that_there_is_nothing_to_compare_with() -> None:
    assert "There is no earlier round to compare with." in words_of(chapter(round_of())[0])


def test_a_group_with_few_answers_is_named_and_not_listed() -> None:
    def counts(position: Position, each: Item) -> dict[str, int]:
        return {"1": 5, "4": 10} if position.group == "students" and each.type.value == "scale" else some_counts(each)

    node, _ = chapter(round_of(counts=counts))

    assert "Students & pupils: too few answers for a list" in words_of(node)
    headings = [words_of(head) for head in node.get_element_by_id("figure-4").find_class("gz-slice")]
    assert headings == ["Teachers"]


def test_nothing_is_listed_where_everything_is_hidden() -> None:
    node, _ = chapter(round_of(counts=lambda *_: Mark.HIDDEN))

    assert not node.xpath("//table")
