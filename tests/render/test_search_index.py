"""The search knows every section of every page once, in a script that cannot break the page."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from generator.model.output import HtmlPage, MarkdownPage
from generator.render.search_index import LONGEST_TEXT, SearchDocument, documents, plain_text, search_index


def rows(*pages: MarkdownPage, articles: tuple[HtmlPage, ...] = ()) -> list[list[str]]:
    script = search_index("az", pages, articles).content.decode()
    assert script.startswith("window.guzguSearch = ")
    assert script.endswith(";\n")
    found: list[list[str]] = json.loads(script.removeprefix("window.guzguSearch = ").removesuffix(";\n"))
    return found


def page(body: str, path: str = "guides/start/index.md", **meta: object) -> MarkdownPage:
    return MarkdownPage(path, "Title", body, meta=meta)


def test_page_is_found_by_its_sections() -> None:
    found = list(documents(page("Before.\n\n## First { #first }\n\nOne.\n\n### Second { #second .x }\n\nTwo.")))

    assert found == [
        SearchDocument("guides/start/index.html", "Title", "", "Before."),
        SearchDocument("guides/start/index.html#first", "Title", "First", "One."),
        SearchDocument("guides/start/index.html#second", "Title", "Second", "Two."),
    ]


def test_index_stands_in_the_folder_of_its_language() -> None:
    assert search_index("az", [page("x")]).path == "az/search_index.js"


def test_section_that_neighbouring_forms_share_is_found_once() -> None:
    body = "## C: Equipment { #area-c }\n\n<div>The internet works.</div>"
    found = rows(page(body, "a/index.md"), page(body, "b/index.md"))

    assert [row[0] for row in found if row[2]] == ["a/index.html#area-c"]
    assert [row[0] for row in found if not row[2]] == ["a/index.html", "b/index.html"]


def test_page_may_stay_out_of_the_search() -> None:
    assert rows(page("Hidden.", search=False)) == []


def test_report_is_found_by_its_title_and_nothing_it_holds() -> None:
    report = HtmlPage(
        "az/results/2023/schools/S03/index.html", "az", "Nümunə məktəbi 3", "Summary", "<p>93 percent</p>"
    )

    assert rows(articles=(report,)) == [["results/2023/schools/S03/index.html", "Nümunə məktəbi 3", "", "Summary"]]


def test_marks_of_markdown_and_html_are_no_text() -> None:
    text = plain_text(
        '!!! tip "Good to know"\n    Read **this** and [that](that.md).\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n'
        '1. First\n- Second\n\n<div class="x"><p>One</p><p>Two &amp; three</p><svg><title>No</title></svg></div>'
    )

    assert text == "Good to know Read this and that. A B 1 2 First Second One Two & three"


def test_letters_stay_as_they_are_written() -> None:
    assert plain_text("İnfrastruktur, şagird, ёлка") == "İnfrastruktur, şagird, ёлка"


def test_line_of_code_is_no_heading() -> None:
    found = list(documents(page("```\n## not a heading\n```\n\n## A heading { #a }\n\nText.")))

    assert [document.section for document in found] == ["", "A heading"]


def test_long_section_is_cut() -> None:
    assert len(next(documents(page("word " * 1000))).text) == LONGEST_TEXT


@given(st.text(max_size=60))
def test_no_title_can_end_the_script(title: str) -> None:
    article = HtmlPage("az/a/index.html", "az", f"{title}</script>\u2028", "<!--", "")
    script = search_index("az", [], [article]).content.decode()

    assert "<" not in script
    assert "\u2028" not in script
    assert (
        json.loads(script.removeprefix("window.guzguSearch = ").removesuffix(";\n"))[0][1] == f"{title}</script>\u2028"
    )
