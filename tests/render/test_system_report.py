"""The report of a whole round: Markdown that MkDocs can build contents from, figures that can be explored."""

from __future__ import annotations

import json
import re
from typing import Any

import markdown
import pytest
from lxml import html as lxml_html

from generator.model.output import MarkdownPage
from generator.model.released import EVERYBODY, Mark, Position, ReleasedParticipation, ReleasedSchool
from generator.render.system_report import system_report_page
from tests.render.page_project import environment
from tests.render.report_records import QUESTIONNAIRE, SETTINGS, distribution, system


@pytest.fixture(scope="module")
def page() -> MarkdownPage:
    return system_report_page(
        environment(),
        QUESTIONNAIRE,
        SETTINGS,
        system(),
        [ReleasedSchool("S1", "School 1", {})],
        [("csv", "files/results/r1/all_schools-en.csv")],
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


def words_of(node: Any) -> str:
    return " ".join(node.text_content().split())


def test_contents_list_every_section_and_item_with_a_stable_address(shown: Any, converter: markdown.Markdown) -> None:
    tokens = {token["id"]: [child["id"] for child in token["children"]] for token in converter.toc_tokens}

    assert tokens == {
        "participation": [],
        "areas": [],
        "area-a": ["a1", "a2", "a3"],
        "area-b": ["b1"],
        "block-block": ["n1", "v1"],
        "schools": [],
    }


def test_a_title_with_marks_of_markdown_stays_what_it_says(shown: Any) -> None:
    assert words_of(shown.get_element_by_id("area-a")) == "A First *area*"


def test_markdown_leaves_every_figure_whole(shown: Any) -> None:
    figures = shown.find_class("gz-figure")

    assert len(figures) == 2 + 6
    assert all(figure.find_class("gz-table") and figure.find_class("gz-source") for figure in figures)


def test_every_item_has_a_table_by_level_folded_below_its_own(shown: Any) -> None:
    figure = next(node for node in shown.find_class("gz-item") if node.get("aria-label") == "A1 Title A1")
    headings = [words_of(node) for node in figure.find_class("gz-slice")]

    assert figure.xpath(".//details//table")
    assert headings == ["Lower level", "Higher level"]


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
