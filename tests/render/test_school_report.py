"""A school's report: question, chart, table; marks instead of numbers; nothing but what was released."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import html as lxml_html

from generator.compute.findings import findings_by_slice
from generator.compute.measures import rounded
from generator.model.questionnaire import Item
from generator.model.released import Distribution, Mark, Position, ReleasedParticipation, ReleasedResults
from generator.render.school_report import SchoolFacts, SchoolReportTemplates, school_report, school_report_templates
from tests.render.page_project import environment
from tests.render.report_records import HIGH, ITEMS, LOW, OWN, QUESTIONNAIRE, SETTINGS, any_released, released, system

TEMPLATES: SchoolReportTemplates = school_report_templates(environment(), QUESTIONNAIRE, SETTINGS)
FACTS = SchoolFacts(system(), {})
MARKS = {Mark.HIDDEN: "hidden", Mark.NOBODY: "nobody answered", Mark.NOT_ASKED: "not asked"}


def article(results: ReleasedResults, **more: Any) -> Any:
    return lxml_html.fromstring(
        school_report(
            TEMPLATES, results, SchoolFacts(system(), findings_by_slice(QUESTIONNAIRE, results, (), 5), **more)
        ).article
    )


def words_of(node: Any) -> str:
    return " ".join(node.text_content().split())


def figure_of(page: Any, anchor: str) -> Any:
    return page.get_element_by_id(anchor)


def rows_of(page: Any, anchor: str) -> dict[str, list[str]]:
    """The body of an item's table: cells by the heading of the row."""
    rows = figure_of(page, anchor).xpath(".//table/tbody/tr")
    return {words_of(row.find("th")): [words_of(cell) for cell in row.findall("td")] for row in rows}


def test_a_question_stands_above_its_chart_and_the_chart_above_its_table() -> None:
    figure = figure_of(article(released()), "low-a1")
    order = [node.get("class") or node.tag for node in figure.iter() if isinstance(node.tag, str)]

    assert order.index("gz-question") < order.index("gz-chart gz-chart-scale") < order.index("gz-table")


def test_the_question_is_shown_in_full_as_each_group_read_it_with_all_answers() -> None:
    text = words_of(figure_of(article(released()), "low-a1").find_class("gz-question")[0])

    assert "A1 for teachers?" in text
    assert "A1 for students?" in text
    for answer in ("1 No", "2 Rather <no>", "3 Rather yes", "4 Yes", "Not for me"):
        assert answer in text


def test_groups_that_read_the_same_words_share_a_line() -> None:
    same = ITEMS["A1"].model_copy(update={"text": {"teachers": "Same?", "students": "Same?"}})
    area = QUESTIONNAIRE.areas[0].model_copy(update={"items": (same,)})
    templates = school_report_templates(
        environment(), QUESTIONNAIRE.model_copy(update={"areas": (area,), "blocks": ()}), SETTINGS
    )
    page = lxml_html.fromstring(school_report(templates, released(), FACTS).article)

    assert words_of(page.find_class("gz-wordings")[0]) == "Teachers, Students & pupils Same?"


def test_the_bars_of_a_group_fill_the_whole_width_in_the_order_of_the_scale() -> None:
    bar = figure_of(article(released()), "low-a1").find_class("gz-bar")[0]
    places = [(float(rect.get("x")[:-1]), float(rect.get("width")[:-1])) for rect in bar.findall("rect")]

    assert places[0][0] == 0
    assert [round(x + width, 1) for x, width in places] == [*(round(x, 1) for x, _ in places[1:]), 100.0]


def test_a_share_below_eight_percent_has_no_label_in_the_bar_but_a_number_in_the_table() -> None:
    results = released(counts=lambda *_: {"1": 5, "2": 0, "3": 0, "4": 95, "a": 5, "answered": 10, "10": 5})
    page = article(results)
    labels = [text.text or "" for text in figure_of(page, "low-a1").find_class("gz-bar")[0].findall("text")]

    assert labels == ["", "", "", "95%"]
    assert rows_of(page, "low-a1")["Teachers"][0] == "5 5%"


@pytest.mark.parametrize("mark", [Mark.HIDDEN, Mark.NOBODY])
def test_a_mark_stands_in_chart_and_table_instead_of_numbers(mark: Mark) -> None:
    def counts(position: Position, each: Item) -> Any:
        return mark if position.group == "students" else {"1": 5, "4": 10, "answered": 15, "a": 5, "10": 5}

    page = article(released(counts=counts))

    assert rows_of(page, "low-a1")["Students & pupils"] == [MARKS[mark]]
    assert words_of(figure_of(page, "low-a1").find_class("gz-bar-marked")[0]) == MARKS[mark]


def test_a_group_that_is_not_asked_has_a_row_that_says_so() -> None:
    assert rows_of(article(released()), "low-a2")["Students & pupils"] == ["not asked"]


def test_the_three_marks_are_explained_on_the_page() -> None:
    legend = words_of(article(released()).find_class("gz-marks")[0])

    assert all(mark in legend for mark in MARKS.values())


def test_an_optional_item_that_was_not_chosen_is_named_instead_of_shown() -> None:
    def counts(_: Position, each: Item) -> Any:
        return Mark.NOT_ASKED if each.id == "A3" else {"1": 5, "4": 10, "answered": 15, "a": 5, "10": 5}

    page = article(released(counts=counts))

    assert not page.xpath("//*[@id='low-a3']")
    assert "Optional items without answers: A3 Title A3" in words_of(page)


def test_a_question_of_the_school_stands_in_its_area_with_a_tag() -> None:
    page = article(released(own=(OWN,)), own=[OWN])
    figure = figure_of(page, "low-own1")

    assert figure.getparent().find("h3").get("id") == "low-area-b"
    assert "question of this school" in words_of(figure)


def test_several_levels_follow_one_another_with_links_between_them() -> None:
    page = article(released(slices=(LOW, HIGH)))

    assert [words_of(node) for node in page.xpath("//section[@class='gz-level']/h2")] == ["Lower level", "Higher level"]
    assert page.find_class("gz-levels")[0].xpath("a/@href") == ["#high"]


def test_a_school_with_one_level_has_no_links_between_levels() -> None:
    assert not article(released()).find_class("gz-levels")


def test_made_up_data_is_announced_on_the_page_and_real_data_is_not() -> None:
    assert article(released()).find_class("gz-synthetic")
    assert not article(released(synthetic=False)).find_class("gz-synthetic")


def test_participation_over_100_percent_is_flagged_with_its_note() -> None:
    over = ReleasedParticipation(Mark.SHOWN, 20, 45, 2.25, 10, 50, True, "Branches joined <later>.")
    page = article(released(participation=lambda *_: over))
    table = words_of(page.find_class("gz-table-participation")[0])

    assert "225%" in table
    assert "over 100%" in table
    assert "Branches joined <later>." in words_of(page)
    assert "225%" not in {rect.get("width") for rect in page.iter("rect")}


def test_a_minimum_that_was_missed_is_said_in_a_word() -> None:
    missed = ReleasedParticipation(Mark.SHOWN, 100, 20, 0.2, 50, 50, False)
    cells = article(released(participation=lambda *_: missed)).xpath("//table[contains(@class,'participation')]//td")
    text = [words_of(cell) for cell in cells]

    assert "50 (50%)" in text
    assert "no" in text


def test_source_and_caveat_stand_under_every_figure() -> None:
    page = article(released())
    tables = page.find_class("gz-table")
    homes = [
        table.xpath("ancestor::*[self::figure or self::section][1]//*[contains(@class, 'gz-source')]")
        for table in tables
    ]

    assert len(tables) > 6
    assert all(homes)
    lines = {words_of(node).removeprefix("How to read this ") for home in homes for node in home}
    assert lines == {"Source: Our own count · Not a sample."}


def test_a_multiple_choice_says_its_base_and_that_percents_may_exceed_100() -> None:
    figure = figure_of(article(released()), "low-n1")

    assert "may add up to more than 100" in words_of(figure)
    assert [words_of(cell) for cell in figure.find_class("gz-base-row")[0].findall("td")] == ["40", "40"]


def test_a_score_has_a_column_for_every_number_and_its_mean() -> None:
    page = article(released())
    figure = figure_of(page, "low-v1")

    assert len(figure.find_class("gz-histogram")[0].findall("rect")) == 10
    assert rows_of(page, "low-v1")["Teachers"][-1] == "7.0"


def test_all_ids_of_a_page_are_different_and_all_its_links_lead_somewhere() -> None:
    page = article(released(slices=(LOW, HIGH)), own=[OWN])
    ids = page.xpath("//@id")

    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.xpath("//@href") if href.startswith("#")} <= set(ids)
    assert {each for node in page.xpath("//@aria-labelledby") for each in node.split()} <= set(ids)


def test_nothing_on_the_page_needs_inline_styles_or_scripts() -> None:
    page = article(released())

    assert not page.xpath("//@style")
    assert [each.get("type") for each in page.xpath("//script")] == ["application/json"]
    assert not [name for node in page.iter() for name in node.attrib if name.startswith("on")]


def test_texts_of_content_cannot_bring_markup_in() -> None:
    page = school_report(TEMPLATES, released(), FACTS).article

    assert "School &lt;No.&gt; 1" in page
    assert "Rather &lt;no&gt;" in page
    assert "<No.>" not in page


def test_the_address_and_the_links_to_files_are_those_of_the_school() -> None:
    page = school_report(TEMPLATES, released(), replace(FACTS, links=[("csv", "files/results/r1/S1-en.csv")]))

    assert page.path == "en/results/r1/schools/S1/index.html"
    assert 'href="../../../../../files/results/r1/S1-en.csv"' in page.article


def test_results_of_a_round_are_no_report_of_a_school() -> None:
    with pytest.raises(ValueError, match="not of a school"):
        school_report(TEMPLATES, replace(released(), school=None), FACTS)


def test_words_without_translation_are_marked_as_english_on_a_page_of_another_language() -> None:
    templates = school_report_templates(environment("az"), QUESTIONNAIRE, SETTINGS)
    page = school_report(templates, released(), FACTS).article

    assert re.search(r'<th scope="col"><span lang="en" dir="ltr">Invited</span>', page)


def read_back(page: Any, position: Position) -> Distribution | Mark:
    """What the page says of a group's answers to an item, read from the table."""
    each = ITEMS[position.item]
    group = QUESTIONNAIRE.group(position.group).title
    if each.type.value == "multiple":
        column = [words_of(head) for head in figure_of(page, f"low-{each.id.lower()}").xpath(".//thead//th")].index(
            group
        )
        cells = [cells[column - 1] for cells in rows_of(page, f"low-{each.id.lower()}").values()]
    else:
        cells = rows_of(page, f"low-{each.id.lower()}")[group]
    marks = {word: mark for mark, word in MARKS.items()}
    if cells[0] in marks:
        return marks[cells[0]]
    codes = [option.code for option in QUESTIONNAIRE.options_of(each) if not option.not_applicable]
    numbers = [cell.replace("%", "").replace(",", "").split() for cell in cells]
    shown = dict(zip(codes, numbers, strict=False))
    counts = {code: int(number) for code, (number, _) in shown.items()}
    percents = {code: float(percent) for code, (_, percent) in shown.items()}
    rest = [float(number[0]) for number in numbers[len(codes) :]]
    if each.type.value == "multiple":
        return Distribution(Mark.SHOWN, counts, int(rest[0]), 0, percents)
    if each.type.value == "score":
        return Distribution(Mark.SHOWN, counts, int(rest[0]), 0, percents, None, rest[1])
    return Distribution(Mark.SHOWN, counts, int(rest[1]), int(rest[0]), percents, rest[2], rest[3])


def as_shown(found: Distribution) -> Distribution | Mark:
    if found.mark is not Mark.SHOWN:
        return found.mark
    percents = {code: float(rounded(percent)) for code, percent in (found.percents or {}).items()}
    positive = None if found.percent_positive is None else float(rounded(found.percent_positive))
    mean = None if found.mean is None else float(rounded(found.mean, 1))
    return replace(found, percents=percents, percent_positive=positive, mean=mean)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_released())
def test_every_released_number_can_be_read_from_the_tables_and_nothing_else(results: ReleasedResults) -> None:
    page = article(results)
    left_out = {each for each in ITEMS if not page.xpath(f"//*[@id='low-{each.lower()}']")}

    for position, found in results.distributions.items():
        if position.item in left_out:
            assert found.mark is not Mark.SHOWN
        elif found.mark is not Mark.NOT_ASKED or ITEMS[position.item].type.value != "multiple":
            assert read_back(page, position) == as_shown(found)
