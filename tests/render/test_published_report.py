"""A round known by published figures only, and the list of all rounds."""

from __future__ import annotations

import json
from typing import Any

import markdown
from lxml import html as lxml_html

from generator.model.round import PublishedRound
from generator.render.published_report import published_report_page
from generator.render.results_index import results_index_page
from tests.render.page_project import environment
from tests.render.report_records import released, system

PUBLISHED = PublishedRound.model_validate_json(
    json.dumps(
        {
            "id": "old",
            "title": "Old round",
            "opened": "2021-05-03",
            "closed": "2021-05-21",
            "source": "A printed report.",
            "caveat": "Not a sample.",
            "not_published": ["The answers to <single> questions"],
            "sections": [
                {
                    "id": "who",
                    "title": "Who took part",
                    "figures": [
                        {
                            "id": "people",
                            "title": "People by group",
                            "kind": "table",
                            "place": "Table 1",
                            "value": 6425,
                            "unit": "persons",
                            "parts": [
                                {"label": "Leaders", "value": 91, "percent": 1.4},
                                {"label": "Others", "value": 6334, "percent": 98.6},
                            ],
                        },
                        {
                            "id": "schools",
                            "title": "Schools",
                            "kind": "table",
                            "place": "Annex",
                            "unit": "schools",
                            "parts": [{"label": "In Baku", "value": 5}, {"label": "Elsewhere", "value": 10}],
                        },
                        {"id": "top", "title": "Top", "kind": "ordering", "place": "Page 9", "order": ["One", "Two"]},
                        {
                            "id": "mean",
                            "title": "Mean",
                            "kind": "number",
                            "place": "Page 3",
                            "value": 8.07,
                            "unit": "points",
                        },
                    ],
                }
            ],
        }
    )
)


def shown(language: str = "en") -> Any:
    converter = markdown.Markdown(extensions=["attr_list", "toc", "tables", "md_in_html"])
    return lxml_html.fromstring(
        f"<main>{converter.convert(published_report_page(environment(language), PUBLISHED).body)}</main>"
    )


def words_of(node: Any) -> str:
    return " ".join(node.text_content().split())


def test_every_figure_names_its_place_in_the_source() -> None:
    lines = [words_of(node) for node in shown().xpath("//figcaption")]

    assert [line.split(".")[0] for line in lines] == [
        f"Place in the source: {place}" for place in ("Table 1", "Annex", "Page 9", "Page 3")
    ]


def test_numbers_keep_the_decimals_of_the_source_and_the_signs_of_the_language() -> None:
    assert words_of(shown().find_class("gz-number-figure")[0]) == "Points: 8.07"
    table = words_of(shown("ru").find_class("gz-table")[0]).replace("\u00a0", " ")
    assert "6 425" in table
    assert "1,4 %" in table


def test_a_bar_is_as_long_as_the_published_percent_or_the_part_of_the_largest() -> None:
    widths = [[rect.get("width") for rect in table.iter("rect")][1::2] for table in shown().find_class("gz-table")]

    assert widths == [["1.4%", "98.6%"], ["50%", "100%"]]


def test_an_ordering_is_a_numbered_list_without_numbers_of_its_own() -> None:
    (ordering,) = shown().find_class("gz-ordering")

    assert ordering.tag == "ol"
    assert [words_of(node) for node in ordering] == ["One", "Two"]


def test_what_the_source_does_not_state_is_said() -> None:
    assert words_of(shown().find_class("gz-not-published")[0]) == "The answers to <single> questions"


def test_the_list_of_rounds_has_the_newest_first_and_names_made_up_data() -> None:
    page = results_index_page(environment(), [system()], [PUBLISHED], [released()])
    cards = lxml_html.fromstring(page.body).xpath("//div[@class='gz-card']")

    assert [card.xpath(".//a/@href")[0] for card in cards] == ["r1/index.html", "old/index.html"]
    assert "Invented data." in words_of(cards[0])
    assert "Reports of single schools: 1" in words_of(cards[0])
    assert "Known by published figures." in words_of(cards[1])


def test_every_figure_is_numbered_by_its_id_and_links_to_itself() -> None:
    numbers = shown().find_class("gz-figure-number")

    assert [words_of(number) for number in numbers] == [
        f"Figure {name}" for name in ("people", "schools", "top", "mean")
    ]
    assert all(shown().xpath(f"//figure[@id='{number.get('href')[1:]}']") for number in numbers)
