"""The report of a whole round: Markdown that MkDocs can build contents from, figures that can be explored."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

import markdown
import pytest
from lxml import html as lxml_html

from generator.model.content import OVERVIEW
from generator.model.output import MarkdownPage
from generator.model.released import EVERYBODY, Mark, Position, ReleasedParticipation, ReleasedSchool
from generator.render.round_comments import Comment
from generator.render.system_report import RoundCompany, system_report_page
from tests.render.page_project import environment
from tests.render.report_records import QUESTIONNAIRE, SETTINGS, distribution, system
from tests.render.round_records import counted, earlier, history, round_of, words_of


@pytest.fixture(scope="module")
def page() -> MarkdownPage:
    return report("en")


def report(language: str) -> MarkdownPage:
    """A page with everything: earlier round, dimension, counts of schools, comments."""
    now = counted(round_of())
    day = datetime.date(2023, 6, 15)
    comments = {
        section: Comment(section, "A. Analyst", day, text)
        for section, text in ((OVERVIEW, "All is well."), ("A", "More on A."))
    }
    return system_report_page(
        environment(language),
        QUESTIONNAIRE,
        SETTINGS,
        now,
        [ReleasedSchool("S1", "School 1", {})],
        [("csv", "files/results/r1/all_schools-en.csv")],
        RoundCompany(history(now, earlier()), comments),
    )


@pytest.fixture(scope="module")
def converter() -> markdown.Markdown:
    return markdown.Markdown(extensions=["admonition", "attr_list", "def_list", "md_in_html", "tables", "toc"])


@pytest.fixture(scope="module")
def shown(page: MarkdownPage, converter: markdown.Markdown) -> Any:
    return lxml_html.fromstring(f"<main>{converter.convert(page.body)}</main>")


def data_of(shown: Any) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(shown.get_element_by_id("gz-charts").text)
    return data


def test_contents_list_every_section_and_item_with_a_stable_address(shown: Any, converter: markdown.Markdown) -> None:
    tokens = {token["id"]: [child["id"] for child in token["children"]] for token in converter.toc_tokens}

    assert tokens == {
        "comment": ["commentary-overview"],
        "participation": [],
        "areas": [],
        "stands-out": ["strongest", "weakest", "gaps", "largest-changes"],
        "key-elements": [],
        "over-time": ["over-time-a", "over-time-b"],
        "area-a": ["commentary-a", "a1", "a2", "a3"],
        "area-b": ["b1"],
        "block-block": ["n1", "v1"],
        "schools": [],
    }


def test_a_title_with_marks_of_markdown_stays_what_it_says(shown: Any) -> None:
    assert words_of(shown.get_element_by_id("area-a")) == "A First *area*"


def test_markdown_leaves_every_figure_whole(shown: Any) -> None:
    figures = shown.find_class("gz-figure")
    of_the_round, of_areas, of_items = 6, 2, 6

    assert len(figures) == of_the_round + of_areas + of_items
    assert all(figure.find_class("gz-table") for figure in figures)


def test_every_table_stands_in_a_figure_with_the_lines_on_source_and_caveat(shown: Any) -> None:
    for table in shown.xpath("//table"):
        (figure,) = table.xpath("ancestor::figure")
        (source,) = figure.find_class("gz-source")
        assert words_of(source).endswith("Source: Our own count · Not a sample.")


def test_every_figure_has_a_number_of_its_own_made_from_its_id(shown: Any) -> None:
    numbers = [words_of(node).split()[1] for node in shown.find_class("gz-figure-number")]
    captions = [words_of(figure.find_class("gz-table")[0][0]) for figure in shown.xpath("//section//figure")]

    assert sorted({*numbers}) == ["1", "2", "3", "4", "5", "8", "A", "B"]
    assert [caption.partition(":")[0] for caption in captions] == [
        f"Figure {each.id} {each.title}" for each in QUESTIONNAIRE.items()
    ]


def test_figures_have_the_same_numbers_and_places_in_all_languages(page: MarkdownPage) -> None:
    others = [report(language) for language in ("az", "ru")]

    assert all(
        re.findall(r'id="(figure-[^"]+)"', each.body) == re.findall(r'id="(figure-[^"]+)"', page.body)
        for each in others
    )


def test_every_reference_within_the_page_leads_somewhere(shown: Any) -> None:
    assert {href[1:] for href in shown.xpath("//@href") if href.startswith("#")} <= {*shown.xpath("//@id")}


def test_the_page_leads_to_the_pages_by_part_as_a_whole_and_from_every_section(shown: Any) -> None:
    links = [href for href in shown.xpath("//*[contains(@class, 'gz-by')]//a/@href") if not href.startswith("#")]

    assert links == [
        f"by-{name}/index.html{anchor}"
        for anchor in ("", "#area-a", "#area-b", "#block-block")
        for name in ("level", "region")
    ]


def test_an_area_leads_to_its_figure_over_time(shown: Any) -> None:
    opening = shown.get_element_by_id("area-b").xpath("following-sibling::div[1]")[0]

    assert "Over time: Figure B" in words_of(opening)
    assert "#figure-area-b" in opening.xpath(".//a/@href")


def test_comments_stand_apart_from_the_numbers_and_are_signed(shown: Any) -> None:
    overview, of_area = shown.find_class("gz-commentary")

    assert words_of(overview) == "Comment by A. Analyst, June 15, 2023 All is well."
    assert words_of(of_area) == "Comment by A. Analyst, June 15, 2023 More on A."
    assert not shown.find_class("gz-commentary")[0].xpath(".//table | .//figure")


def test_a_round_without_comments_has_no_empty_chapter() -> None:
    assert "commentary" not in system_report_page(environment(), QUESTIONNAIRE, SETTINGS, system()).body


def test_the_change_since_earlier_rounds_stands_with_the_item(shown: Any) -> None:
    figure = next(node for node in shown.find_class("gz-item") if node.get("aria-label") == "B1 Title B1")

    assert "Change since Round zero: Teachers 70% → 70% (0)" in words_of(figure)


def test_a_mean_score_of_the_whole_round_has_two_decimals() -> None:
    counts = {str(number): 5 for number in range(1, 10)} | {"10": 10}
    body = system_report_page(
        environment(), QUESTIONNAIRE, SETTINGS, system(counts=lambda *_: counts | {"3": 5, "4": 5})
    ).body

    assert "<td>5.91</td>" in body


def test_all_ids_are_different(shown: Any) -> None:
    ids = shown.xpath("//@id")

    assert len(ids) == len(set(ids))


def test_nothing_on_the_page_needs_inline_styles_or_scripts(shown: Any) -> None:
    assert not shown.xpath("//@style")
    assert [script.get("type") for script in shown.iter("script")] == ["application/json"]


def test_the_data_of_live_charts_is_only_in_the_tables(shown: Any) -> None:
    charts = data_of(shown)["charts"]

    for key in {figure.get("data-gz-chart") for figure in shown.xpath("//section//figure[@data-gz-chart]")}:
        assert charts[key]["data"] == {"name": "table"}


def test_a_live_chart_finds_its_rows_columns_and_numbers_in_the_table(shown: Any) -> None:
    for figure in shown.xpath("//section//figure[@data-gz-chart]"):
        (table,) = figure.xpath(".//table[@data-gz-rows]")
        assert {table.get("data-gz-rows"), table.get("data-gz-columns")} == {"group", "answer"}
        assert table.xpath(".//td[@data-percent]")


def test_what_a_live_chart_calls_an_answer_is_what_the_table_calls_it(shown: Any) -> None:
    domain = data_of(shown)["charts"]["scale-likert"]["layer"][0]["encoding"]["color"]["scale"]["domain"]
    figure = next(node for node in shown.find_class("gz-item") if node.get("aria-label") == "A1 Title A1")
    heads = [words_of(head) for head in figure.xpath(".//table[@data-gz-rows]//thead//th")]

    assert domain == heads[1:5]


def test_data_in_the_page_cannot_end_its_script_element(page: MarkdownPage) -> None:
    inside = re.search(r'id="gz-charts">(.*?)</script>', page.body, re.DOTALL)

    assert inside
    assert not re.search("[<>&]", inside[1])


def test_hidden_numbers_leave_no_drawing_but_a_table_of_marks() -> None:
    results = system(counts=lambda *_: Mark.HIDDEN, participation=lambda *_: ReleasedParticipation(Mark.HIDDEN))
    body = system_report_page(environment(), QUESTIONNAIRE, SETTINGS, results).body

    assert "gz-drawing" not in body
    assert not re.search(r'data-percent="\d', body)


def test_a_school_with_a_public_report_is_linked(shown: Any) -> None:
    assert shown.find_class("gz-school-list")[0].xpath(".//a/@href") == ["schools/S1/index.html"]


def test_the_rules_name_the_limits_of_this_site(shown: Any) -> None:
    rules = words_of(shown.find_class("gz-rules")[0])

    assert "fewer than 10 respondents or fewer than 5 schools" in rules


def test_what_else_is_hidden_can_be_unfolded(shown: Any) -> None:
    (fold,) = shown.find_class("gz-rules-more")
    told = words_of(fold)

    assert told.startswith("What else is hidden More is hidden where somebody could find out")
    assert "a program searches all shown numbers" in told


def test_percents_of_bars_come_from_all_respondents_not_from_one_level() -> None:
    many, few = {"1": 0, "4": 200}, {"1": 200, "4": 0}
    results = system(
        counts=lambda position, each: (
            (many if position.slice == EVERYBODY else few) if each.type.value == "scale" else Mark.NOBODY
        )
    )
    found = results.distributions[Position(EVERYBODY, "teachers", "A1")]
    body = lxml_html.fromstring(
        f"<main>{system_report_page(environment(), QUESTIONNAIRE, SETTINGS, results).body}</main>"
    )

    assert found == distribution(QUESTIONNAIRE.item("A1"), many)
    assert words_of(body.find_class("gz-bar-figures")[0]) == "100% positive mean 4.0 n 200"


def test_every_section_leads_to_its_tables_by_part(shown: Any) -> None:
    """Parts have pages of their own, so that this one does not grow with them."""
    for anchor in ("area-a", "area-b", "block-block"):
        assert shown.xpath(f"//a[@href='by-level/index.html#{anchor}']")
