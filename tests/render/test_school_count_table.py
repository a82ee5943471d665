"""How many schools took part, reached the minimum and made a plan."""

from __future__ import annotations

from typing import Any

from lxml import html as lxml_html

from generator.render.figure_numbers import RoundFigure, round_number
from generator.render.round_page import round_page
from generator.render.school_count_table import school_count_figure
from tests.render.page_project import environment
from tests.render.report_records import QUESTIONNAIRE, SETTINGS
from tests.render.round_records import counted, round_of, words_of

NUMBER = round_number(RoundFigure.SCHOOLS)


def figure(results: Any, *dimensions: str) -> Any:
    page = round_page(environment(), QUESTIONNAIRE, SETTINGS, results)
    return lxml_html.fromstring(school_count_figure(page, NUMBER, dimensions))


def rows(node: Any) -> dict[str, list[str]]:
    return {words_of(row[0]): [words_of(cell) for cell in row[1:]] for row in node.xpath(".//tbody/tr[not(@class)]")}


def test_every_part_of_every_dimension_has_a_row_and_everybody_the_first() -> None:
    found = rows(figure(counted(round_of())))

    assert found == {
        "All schools": ["10", "5", "0", "5"],
        "Lower level": ["10", "5", "0", "5"],
        "Higher level": ["10", "5", "0", "5"],
        "The <north>": ["10", "5", "0", "5"],
        "The south": ["hidden"],
    }


def test_one_dimension_can_stand_alone() -> None:
    assert [*rows(figure(counted(round_of()), "region"))] == ["All schools", "The <north>", "The south"]


def test_where_no_school_spoke_of_plans_there_is_no_column_but_a_sentence() -> None:
    node = figure(counted(round_of(), plans=None))

    assert rows(node)["All schools"] == ["10", "5", "0"]
    assert "No school of this round said whether it made an action plan." in words_of(node)
    assert "Plans made" not in words_of(node)


def test_the_rule_names_the_limits_of_this_site() -> None:
    assert "rounded to the nearest 5; parts with fewer than 5 schools are hidden" in words_of(
        figure(counted(round_of()))
    )


def test_a_round_without_counts_has_no_table() -> None:
    page = round_page(environment(), QUESTIONNAIRE, SETTINGS, round_of())

    assert school_count_figure(page, NUMBER) == ""
