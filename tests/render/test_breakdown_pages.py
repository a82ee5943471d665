"""A round by one dimension: static tables that say what was released, and a filter without script."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import html as lxml_html

from generator.compute.measures import rounded
from generator.model.output import MarkdownPage
from generator.model.questionnaire import Item, ItemType
from generator.model.released import EVERYBODY, Distribution, Mark, Position, ReleasedResults
from generator.model.round import DimensionSetting
from generator.render.breakdown_pages import MOST_GROUPS, MOST_SECTIONS, breakdown_pages
from generator.render.search_index import documents
from tests.conftest import ROOT
from tests.render.page_project import environment
from tests.render.report_records import GROUPS, QUESTIONNAIRE, SETTINGS, some_counts
from tests.render.round_records import NORTH, REGION, SOUTH, any_round, counted, round_of, shown, words_of

MARKS = {Mark.HIDDEN: "hidden", Mark.NOBODY: "nobody answered", Mark.NOT_ASKED: "not asked"}
TITLES = {group.id: group.title for group in QUESTIONNAIRE.groups}


def pages(results: ReleasedResults, guide: str = "") -> dict[str, MarkdownPage]:
    return {page.path: page for page in breakdown_pages(environment(), QUESTIONNAIRE, SETTINGS, results, guide)}


def by_region(results: ReleasedResults) -> Any:
    return shown(pages(results)["results/r1/by-region/index.md"].body)


@pytest.fixture(scope="module")
def region() -> Any:
    return by_region(counted(round_of()))


def tables(node: Any, anchor: str) -> dict[str, dict[str, list[str]]]:
    """The cells by group and first word of the row, of one figure."""
    found = {}
    for index, group in enumerate(GROUPS, 1):
        held = node.get_element_by_id(anchor).xpath(f".//div[@data-gz-group='{index}']")[0]
        found[group] = {words_of(row[0]): [words_of(cell) for cell in row[1:]] for row in held.xpath(".//tbody/tr")}
    return found


def test_the_level_and_every_dimension_of_the_round_have_a_page() -> None:
    assert [*pages(round_of())] == ["results/r1/by-level/index.md", "results/r1/by-region/index.md"]


def test_a_dimension_with_one_value_has_no_page() -> None:
    only = DimensionSetting(title="Place", values={"all": "All"})
    results = round_of(dimensions={"region": REGION, "place": only})

    assert "results/r1/by-place/index.md" not in pages(results)


def test_the_title_says_round_and_dimension() -> None:
    page = pages(round_of())["results/r1/by-region/index.md"]

    assert page.title == "Region: results of Round one"
    assert pages(round_of())["results/r1/by-level/index.md"].title == "Education level: results of Round one"


def test_the_columns_are_everybody_and_the_values_in_the_order_of_the_round(region: Any) -> None:
    heads = region.get_element_by_id("figure-area-a-region").xpath(".//table[1]/thead//th")

    assert [words_of(head) for head in heads[:4]] == ["Question", "All", "The <north>", "The south"]


def test_an_item_has_its_percent_positive_and_base_for_every_value() -> None:
    def counts(position: Position, each: Item) -> dict[str, int] | Mark:
        if position.slice == SOUTH:
            return Mark.HIDDEN
        return {"1": 10, "4": 30} if position.slice == NORTH and each.type is ItemType.SCALE else some_counts(each)

    found = tables(by_region(round_of(counts=counts)), "figure-area-b-region")

    assert found["teachers"] == {"B1 Title B1": ["70% n 50", "75% n 40", "hidden"]}


def test_areas_have_their_percent_for_every_value(region: Any) -> None:
    found = tables(region, "figure-3-region")

    assert found["students"] == {
        "A First *area*": ["70%", "70%", "70%"],
        "B Second area": ["70%", "70%", "70%"],
    }


def test_scores_have_their_mean_and_choices_their_answers(region: Any) -> None:
    assert tables(region, "figure-block-block-region")["teachers"]["V1 Title V1"] == ["7.00 mean n 275"] * 3
    assert tables(region, "figure-n1-region")["teachers"] == {
        "Time": ["13%"] * 3,
        "Money": ["25%"] * 3,
        "People who answered (n)": ["40"] * 3,
    }


def test_a_group_that_is_not_asked_has_a_line_that_says_so() -> None:
    only_teachers = QUESTIONNAIRE.model_copy(
        update={"areas": (QUESTIONNAIRE.areas[0].model_copy(update={"items": (QUESTIONNAIRE.item("A2"),)}),)}
    )
    (_, page) = breakdown_pages(environment(), only_teachers, SETTINGS, round_of())
    figure = shown(page.body).get_element_by_id("figure-area-a-region")

    assert words_of(figure.xpath(".//div[@data-gz-group='2']")[0]) == "Students & pupils: not asked"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_round())
def test_every_number_on_the_page_is_the_released_one(results: ReleasedResults) -> None:
    """Parse the tables and compare them with what was released."""
    node = by_region(results)
    for item in [item for area in QUESTIONNAIRE.areas for item in area.items]:
        for group in GROUPS:
            places = [Position(slice_, group, item.id) for slice_ in (EVERYBODY, NORTH, SOUTH)]
            found = [results.distributions[place] for place in places]
            row = _row(node, item, group)
            if row is None:
                assert all(each.mark in (Mark.NOT_ASKED, Mark.NOBODY) for each in found) or _is_left_out(results, item)
            else:
                assert row == [_cell(each) for each in found]


def _row(node: Any, item: Item, group: str) -> list[str] | None:
    anchor = f"figure-area-{item.id[0].lower()}-region"
    if not node.xpath(f"//figure[@id='{anchor}']"):
        return None
    return tables(node, anchor)[group].get(f"{item.id} {item.title}")


def _is_left_out(results: ReleasedResults, item: Item) -> bool:
    found = [
        results.distributions[slice_, group, item.id].mark for slice_ in (EVERYBODY, NORTH, SOUTH) for group in GROUPS
    ]
    return item.status.value != "core" and all(mark in (Mark.NOBODY, Mark.NOT_ASKED) for mark in found)


def _cell(found: Distribution) -> str:
    if found.mark is not Mark.SHOWN or found.percent_positive is None:
        return MARKS[found.mark]
    return f"{int(rounded(found.percent_positive))}% n {found.n:,}"


def test_an_item_leads_to_the_full_question_on_the_main_page(region: Any) -> None:
    links = region.get_element_by_id("figure-area-a-region").xpath(".//tbody//a/@href")

    assert links[0] == "../index.html#a1"


def test_pages_link_to_each_other_and_to_the_report(region: Any) -> None:
    links = region.xpath("//nav[@class='gz-by']//a/@href")

    assert links == ["../by-level/index.html"]
    assert [words_of(node) for node in region.xpath("//nav[@class='gz-by']//b[@aria-current='page']")] == ["Region"]
    assert "../index.html" in region.xpath("//a/@href")


def test_the_guide_is_reached_from_two_folders_down() -> None:
    page = pages(round_of(), "en/guides/read/index.html")["results/r1/by-region/index.md"]

    assert "../../../../en/guides/read/index.html" in shown(page.body).xpath("//a/@href")


def test_every_table_stands_in_a_numbered_figure_with_source_and_caveat(region: Any) -> None:
    for table in region.xpath("//table"):
        (figure,) = table.xpath("ancestor::figure")
        assert figure.find_class("gz-figure-number")
        (source,) = figure.find_class("gz-source")
        assert words_of(source).endswith("Source: Our own count · Not a sample.")


def test_numbers_of_figures_end_in_the_dimension_and_are_all_different(region: Any) -> None:
    numbers = [words_of(node) for node in region.find_class("gz-figure-number")]

    assert numbers == [f"Figure {name}.region" for name in ("1", "2", "3", "A", "B", "block", "N1")]


def test_all_ids_are_different_and_all_references_lead_somewhere(region: Any) -> None:
    ids = region.xpath("//@id")

    assert len(ids) == len(set(ids))
    assert {href[1:] for href in region.xpath("//a/@href") if href.startswith("#")} <= {*ids}


def test_the_filter_offers_every_group_and_section_and_shows_everything_at_first(region: Any) -> None:
    choices = {
        name: [words_of(label) for label in region.xpath(f"//label[input/@name='{name}']")]
        for name in ("gz-choose-group", "gz-choose-section")
    }

    assert choices == {
        "gz-choose-group": ["All groups", "Teachers", "Students & pupils"],
        "gz-choose-section": ["All areas", "A First *area*", "B Second area", "Obstacles"],
    }
    assert [words_of(node.getparent()) for node in region.xpath("//input[@checked]")] == ["All groups", "All areas"]


def test_what_a_choice_shows_exists(region: Any) -> None:
    for name, attribute in (("gz-choose-group", "data-gz-group"), ("gz-choose-section", "data-gz-section")):
        offered = region.xpath(f"//input[@name='{name}']/@data-gz-only")
        assert {*offered} <= {*region.xpath(f"//@{attribute}")}


def test_the_style_sheet_knows_every_choice() -> None:
    """The rules stand one by one: a style sheet cannot compare two attributes."""
    css = (ROOT / "site_templates" / "assets" / "report.css").read_text(encoding="utf-8")

    for name, kind, most in (("group", "group", MOST_GROUPS), ("section", "section", MOST_SECTIONS)):
        pairs = re.findall(rf'\[name="gz-choose-{name}"\]\[data-gz-only="(\d+)"\]:checked\) \[data-gz-{kind}\]'
                           rf':not\(\[data-gz-{kind}="(\d+)"\]\)', css)  # fmt: skip
        assert pairs == [(str(number), str(number)) for number in range(1, most + 1)]


def test_nothing_on_the_page_needs_script_or_inline_styles(region: Any) -> None:
    assert not region.xpath("//@style")
    assert not region.xpath("//script")


@pytest.mark.browser
def test_a_choice_hides_the_rest_without_script(chromium: Any, tmp_path: Path) -> None:
    """The keyboard alone is enough: radio buttons are reached with Tab and changed with arrows."""
    body = pages(counted(round_of()))["results/r1/by-region/index.md"].body
    article = lxml_html.tostring(shown(body), encoding="unicode")
    css = ROOT / "site_templates" / "assets" / "report.css"
    html = f"<link rel=stylesheet href='{css.as_uri()}'><article class='gz-article md-typeset'>{article}</article>"
    (tmp_path / "index.html").write_text(f"<!doctype html><meta charset=utf-8>{html}", encoding="utf-8")
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    first = page.locator("#figure-area-b-region")

    assert [node.is_visible() for node in first.locator("[data-gz-group]").all()] == [True, True]
    page.locator("input[name='gz-choose-group']").first.focus()
    page.keyboard.press("ArrowRight")
    page.locator(".gz-choose-more summary").click()
    page.get_by_role("radio", name="A First *area*").check()

    assert page.get_by_role("radio", name="Teachers").is_checked()
    assert [node.is_visible() for node in page.locator("#figure-area-a-region [data-gz-group]").all()] == [True, False]
    assert [page.locator(f"#{name}").is_visible() for name in ("area-a", "area-b", "figure-area-b-region")] == [
        True,
        False,
        False,
    ]
    page.goto((tmp_path / "index.html").as_uri() + "#area-b")
    assert page.locator("#area-b").is_visible()
    context.close()


def test_a_page_is_found_by_its_title() -> None:
    (first, *_) = documents(pages(round_of())["results/r1/by-region/index.md"])

    assert (first.address, first.title) == ("results/r1/by-region/index.html", "Region: results of Round one")


def test_optional_items_without_answers_are_named() -> None:
    def counts(_: Position, each: Item) -> dict[str, int] | Mark:
        return Mark.NOBODY if each.id == "A3" else some_counts(each)

    node = by_region(round_of(counts=counts))

    assert "Optional items without answers: A3 Title A3" in words_of(node)
