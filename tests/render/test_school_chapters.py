"""The chapters of a school's report that point out, compare and look back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from lxml import html as lxml_html

from generator.compute.findings import Findings, Ranking, findings_by_slice
from generator.compute.history import Continuity, EarlierRound, Reader
from generator.model.questionnaire import Item
from generator.model.released import Mark, Position, ReleasedResults
from generator.render.school_report import ReportGuides, SchoolFacts, school_report, school_report_templates
from tests.render.page_project import environment
from tests.render.report_records import GROUPS, ITEMS, LOW, QUESTIONNAIRE, SETTINGS, any_released, released, system
from tests.render.report_records import setting as round_setting

GUIDES = ReportGuides("en/guides/read-your-report/index.html", "en/guides/action-plan/index.html")
TEMPLATES = school_report_templates(environment(), QUESTIONNAIRE, SETTINGS, GUIDES)
FULL = {"1": 10, "2": 20, "3": 30, "4": 40, "a": 10, "b": 20, "answered": 40, "7": 40}
POSITIVE = {"1": 0, "2": 10, "3": 40, "4": 50, "a": 10, "b": 20, "answered": 40, "9": 40}


def page_of(results: ReleasedResults, **facts: Any) -> Any:
    found = findings_by_slice(QUESTIONNAIRE, results, facts.get("earlier", ()), SETTINGS.rounding_base)
    all_facts = SchoolFacts(**{"system": system(), "found": found, **facts})
    return lxml_html.fromstring(school_report(TEMPLATES, results, all_facts).article)


def words_of(node: Any) -> str:
    return " ".join(node.text_content().split())


def chapter(page: Any, name: str) -> Any:
    return page.xpath(f"//section[@aria-labelledby='{name}']")[0]


def rows_under(part: Any, css_class: str) -> list[list[str]]:
    """The cells of every row of the tables of a class."""
    tables = part.xpath(f".//table[contains(@class, '{css_class}')]")
    return [[words_of(cell) for cell in row] for table in tables for row in table.xpath("./tbody/tr")]


def teachers_agree(position: Position, _: Item) -> dict[str, int]:
    return POSITIVE if position.group == "teachers" else FULL


def earlier(counts: Any, continuity: Continuity = Continuity.SAME) -> EarlierRound:
    """A round a year before, of which every question has this continuity."""
    before = released(counts=counts, id="r0", title="Round <nought>")
    readers = [Reader(item, group, level.id) for item in ITEMS for group in GROUPS for level in QUESTIONNAIRE.levels]
    return EarlierRound(before, {item: item for item in ITEMS}, dict.fromkeys(readers, continuity))


def test_the_strongest_and_weakest_statements_stand_with_percent_and_n_and_lead_to_their_figures() -> None:
    def counts(_: Position, each: Item) -> dict[str, int]:
        return POSITIVE if each.id == "A1" else FULL

    page = page_of(released(counts=counts))
    part = chapter(page, "stands-out")

    assert ["A1 Title A1", "90%", "100"] in rows_under(part, "gz-table-ranking")
    assert part.xpath(".//a[@href='#low-a1']")
    assert page.get_element_by_id("low-a1") is not None


def test_a_list_in_which_every_statement_ties_is_a_note_without_an_empty_table() -> None:
    tied = {"teachers": Ranking((), 7)}
    page = page_of(released(), found={LOW: Findings(strongest=tied, weakest=tied, gaps=(), changes=())})
    part = chapter(page, "stands-out")

    assert not part.xpath(".//table")
    assert "Teachers: further statements with the same percent, not listed: 7" in words_of(part), words_of(part)


def test_the_rules_of_the_lists_are_printed() -> None:
    text = words_of(chapter(page_of(released()), "stands-out"))

    assert "at least 3 of them" in text
    assert "fewer than 20 answers" in text
    assert "rounded to the nearest 5" in text


def test_groups_with_few_answers_are_named_and_not_listed() -> None:
    def counts(position: Position, each: Item) -> dict[str, int]:
        return {"1": 5, "4": 10, "a": 5, "answered": 10, "7": 15} if position.group == "teachers" else FULL

    part = chapter(page_of(released(counts=counts)), "stands-out")

    assert "Teachers: too few answers for a list" in words_of(part)
    assert words_of(part.xpath(".//tr[@class='gz-slice']")[0]) == "Students & pupils"


def test_a_gap_stands_with_both_groups_their_n_and_the_points() -> None:
    gaps = rows_under(chapter(page_of(released(counts=teachers_agree)), "stands-out"), "gz-table-gaps")

    assert gaps == [
        ["A1 Title A1", "", "Teachers 90% n 100", "Students & pupils 70% n 100", "20 points"],
        ["A3 Title A3", "", "Teachers 90% n 100", "Students & pupils 70% n 100", "20 points"],
        ["B1 Title B1", "", "Teachers 90% n 100", "Students & pupils 70% n 100", "20 points"],
    ]


def test_a_gap_that_rounding_alone_can_make_is_not_listed() -> None:
    def counts(position: Position, each: Item) -> dict[str, int]:
        return {**FULL, "4": 45} if position.group == "teachers" else FULL

    part = chapter(page_of(released(counts=counts)), "stands-out")

    assert "No gap between two groups is wider" in words_of(part)


def test_the_largest_changes_name_the_round_that_they_are_counted_from() -> None:
    page = page_of(released(counts=lambda *_: POSITIVE), earlier=(earlier(lambda *_: FULL),))
    part = chapter(page, "stands-out")

    assert "Largest changes since Round <nought>" in words_of(part)
    assert ["A1 Title A1", "Teachers", "70% n 100", "90% n 100", "+20 points"] in rows_under(part, "gz-table-changes")


def test_without_an_earlier_round_the_page_says_so() -> None:
    assert "There is no earlier round of this school" in words_of(chapter(page_of(released()), "stands-out"))


def test_the_figure_of_an_item_says_what_changed_since_the_round_before() -> None:
    page = page_of(released(counts=lambda *_: POSITIVE), earlier=(earlier(lambda *_: FULL),))
    line = words_of(page.get_element_by_id("low-a1").find_class("gz-changes")[0])

    expected = "Change since Round <nought>: Teachers 70% → 90% (+20); Students & pupils 70% → 90% (+20)"
    assert line == expected


def test_a_question_in_other_words_is_marked_and_a_broken_one_has_no_number() -> None:
    now = released(counts=lambda *_: POSITIVE)
    reworded = page_of(now, earlier=(earlier(lambda *_: FULL, Continuity.REWORDED),))
    broken = page_of(now, earlier=(earlier(lambda *_: FULL, Continuity.BROKEN),))

    assert "70% → 90% (+20), worded differently then" in words_of(reworded.get_element_by_id("low-a1"))
    text = words_of(broken.get_element_by_id("low-a1").find_class("gz-changes")[0])
    assert "Teachers: not comparable, the question was changed" in text
    assert "%" not in text


def test_a_number_that_was_hidden_then_is_not_told_now() -> None:
    page = page_of(released(), earlier=(earlier(lambda *_: Mark.HIDDEN),))

    assert "Teachers: no number to compare with" in words_of(page.get_element_by_id("low-a1"))


def test_the_numbers_of_all_schools_stand_beside_those_of_the_school() -> None:
    page = page_of(released(counts=lambda *_: POSITIVE), system=system(counts=lambda *_: FULL))
    rows = rows_under(chapter(page, "compared"), "gz-table-compared")

    assert rows[0] == ["A First *area*", "90% all schools 70% (+20)", "90% all schools 70% (+20)"]
    assert ["A1 Title A1", "90% all schools 70% (+20)", "90% all schools 70% (+20)"] in rows


def test_where_the_system_is_hidden_the_comparison_shows_the_mark() -> None:
    def counts(position: Position, each: Item) -> dict[str, int] | Mark:
        return Mark.HIDDEN if position.group == "teachers" else FULL

    page = page_of(released(), system=system(counts=counts))
    rows = rows_under(chapter(page, "compared"), "gz-table-compared")

    assert rows[0][1].endswith("All schools: hidden")


def test_a_level_without_any_number_of_all_schools_is_not_compared() -> None:
    page = page_of(released(), system=system(counts=lambda *_: Mark.HIDDEN))

    assert "Lower level: too few schools took part to compare with." in words_of(chapter(page, "compared"))


def test_every_chart_leads_to_the_explanation_and_from_there_to_the_guide() -> None:
    page = page_of(released())
    figures = page.xpath("//figure[contains(@class, 'gz-figure')]")

    assert figures
    assert all(figure.xpath(".//a[@href='#reading']") for figure in figures)
    assert page.get_element_by_id("reading") is not None
    assert page.xpath("//a[@href='../../../../../en/guides/read-your-report/index.html']")


def test_at_a_glance_has_a_dot_for_each_group_that_is_shown() -> None:
    def counts(position: Position, _: Item) -> dict[str, int] | Mark:
        return Mark.HIDDEN if position.group == "teachers" else FULL

    line = page_of(released(counts=counts)).find_class("gz-dots")[0]

    assert [(dot.get("href"), dot.get("x")) for dot in line.iter("use")] == [("#gz-dot-2", "70%")]


def test_a_corrected_number_of_invited_people_stands_with_its_reason_and_date() -> None:
    import datetime

    def participation(*_: object) -> Any:
        facts = released().participation[LOW, "teachers"]
        return replace(facts, registered=80, corrected_on=datetime.date(2023, 5, 8), correction="Two <branches> joined")

    text = words_of(page_of(released(participation=participation)))

    assert "corrected from 80 to 100 on May 8, 2023. Reason: Two <branches> joined" in text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_released(), any_released())
def test_no_chapter_shows_a_number_that_was_not_released(results: ReleasedResults, others: ReleasedResults) -> None:
    page = page_of(results, system=replace(others, school=None, schools=12))
    shown = {
        round_half_up(each.percent_positive)
        for source in (results, others)
        for each in (*source.distributions.values(), *source.areas.values())
        if each.mark is Mark.SHOWN and each.percent_positive is not None
    }
    for name in ("stands-out", "compared"):
        cells = chapter(page, name).xpath(".//tbody//td")
        told = {int(number) for cell in cells for number in re.findall(r"(\d+)%", cell.text_content())}
        assert told <= shown


def round_half_up(value: float) -> int:
    return int(value + 0.5)


def test_the_title_of_a_round_is_data_and_not_markup() -> None:
    assert round_setting(title="a <b>").title == "a <b>"
    page = page_of(released(), earlier=(earlier(lambda *_: FULL),))
    assert not page.xpath("//nought")
