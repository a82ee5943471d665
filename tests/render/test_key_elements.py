"""The answer that each group gave most often, in this round and in earlier ones."""

from __future__ import annotations

from typing import Any

import pytest

from generator.model.questionnaire import Item
from generator.model.released import Mark, Position
from generator.render.key_elements import key_element_chapter
from generator.render.round_page import page_body, round_page
from tests.render.page_project import environment
from tests.render.report_records import QUESTIONNAIRE, SETTINGS, some_counts
from tests.render.round_records import NEW, earlier, history, of_new_version, round_of, shown, words_of


def table(now: Any, *before: Any, questionnaire: Any = QUESTIONNAIRE) -> dict[tuple[str, str], list[str]]:
    """The cells by code of the question and group, newest round first."""
    page = round_page(environment(), questionnaire, SETTINGS, now, history(now, *before))
    found: dict[tuple[str, str], list[str]] = {}
    code = ""
    for row in shown(page_body(key_element_chapter(page))).xpath("//tbody/tr[not(@class)]"):
        heads = row.xpath("th")
        code = words_of(heads[0]).split()[0] if len(heads) == 2 else code
        found[code, words_of(heads[-1])] = [words_of(cell) for cell in row.xpath("td")]
    return found


@pytest.fixture(scope="module")
def over_versions() -> dict[tuple[str, str], list[str]]:
    return table(of_new_version(round_of()), earlier(), questionnaire=NEW)


def test_every_question_has_a_row_for_each_group_that_is_asked() -> None:
    found = table(round_of())

    assert [*found] == [
        (item.id, group.title)
        for item in QUESTIONNAIRE.items()
        for group in QUESTIONNAIRE.groups
        if group.id in item.text
    ]


def test_the_answer_stands_in_words_with_its_percent() -> None:
    assert table(round_of())["A1", "Teachers"] == ["Yes 40%"]


def test_answers_with_the_same_percent_are_all_named() -> None:
    def counts(_: Position, each: Item) -> dict[str, int]:
        return {"1": 10, "2": 0, "3": 5, "4": 10} if each.id == "A1" else some_counts(each)

    assert table(round_of(counts=counts))["A1", "Teachers"] == ["No, Yes 40%"]


def test_a_question_of_an_earlier_round_stands_beside() -> None:
    assert table(round_of(), earlier())["A1", "Teachers"] == ["Yes 40%", "Yes 40%"]


def test_other_words_are_marked(over_versions: dict[tuple[str, str], list[str]]) -> None:
    assert over_versions["A4", "Teachers"] == ["Yes 40%", "Yes 40% worded differently"]
    assert over_versions["A4", "Students & pupils"] == ["Yes 40%", "Yes 40%"]


def test_a_broken_question_is_marked(over_versions: dict[tuple[str, str], list[str]]) -> None:
    assert over_versions["A2", "Teachers"][1] == "Yes 40% not comparable: the question was changed"


def test_a_new_question_says_so(over_versions: dict[tuple[str, str], list[str]]) -> None:
    assert over_versions["A5", "Teachers"][1] == "not asked then"


def test_what_is_hidden_stays_hidden() -> None:
    def counts(position: Position, each: Item) -> dict[str, int] | Mark:
        return Mark.HIDDEN if position.group == "students" else some_counts(each)

    assert table(round_of(counts=counts), earlier())["A1", "Students & pupils"] == ["hidden", "Yes 40%"]


def test_a_question_that_nobody_answered_has_no_row() -> None:
    def counts(_: Position, each: Item) -> dict[str, int] | Mark:
        return Mark.NOBODY if each.id == "A3" else some_counts(each)

    assert ("A3", "Teachers") not in table(round_of(counts=counts))
