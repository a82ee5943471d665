"""Pages hold for every eye and on paper: narrow, enlarged, with wider text, in the system's own colours, printed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest

from tests.conftest import LANGUAGES
from tests.site.shown_text import ADD_STYLE, CUT_TEXT, lay_out, sideways

pytestmark = [pytest.mark.browser, pytest.mark.site]

PAGES = {
    "home": "index.html",
    "guide": "guides/how-many-answers/index.html",
    "version": "questionnaires/schools/2023/index.html",
    "form": "questionnaires/schools/2023/students-isced2/index.html",
    "print page": "questionnaires/schools/2023/print/index.html",
    "results": "results/index.html",
    "published round": "results/2021/index.html",
    "system report": "results/2023/index.html",
    "report by region": "results/2023/by-region/index.html",
    "school report": "results/2023/schools/S03/index.html",
    "translations": "translations/index.html",
}
REPORTS = ("system report", "school report")

WIDE_TEXT = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-block-end: 2em !important }"""
"""What a reader may set (WCAG 1.4.12)."""
OVERLAPPING_FIGURES = """() => {
  // Numbers beside a bar stay apart from the group's name and from the bar.
  const found = [];
  for (const row of document.querySelectorAll(".gz-bar-row, .gz-bar-figures, .gz-choice-bar, .gz-legend")) {
    const boxes = Array.from(row.children).filter((part) => part.getClientRects().length)
      .map((part) => [part.textContent.trim(), part.getBoundingClientRect()]);
    boxes.forEach(([one, a], index) => boxes.slice(index + 1).forEach(([other, b]) => {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 1 && high > 1) found.push(one + " | " + other);
    }));
  }
  return found.slice(0, 5);
}"""


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 320, "height": 800}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def opened(page: Any, address: str, width: int, *rules: str) -> Any:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address, wait_until="load")
    lay_out(page, *rules)
    return page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", PAGES)
def test_nothing_is_cut_at_320_pixels_even_with_wide_text(page: Any, address: str, kind: str, language: str) -> None:
    opened(page, f"{address}/{language}/{PAGES[kind]}", 320)
    plain = sideways(page), page.evaluate(CUT_TEXT)
    page.evaluate(ADD_STYLE, WIDE_TEXT)

    assert plain == (0, [])
    assert (sideways(page), page.evaluate(CUT_TEXT)) == (0, [])


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize(("width", "rules"), [(640, ""), (1280, WIDE_TEXT)], ids=["zoomed to 200 %", "wide text"])
def test_nothing_is_cut_when_enlarged(page: Any, address: str, kind: str, width: int, rules: str) -> None:
    opened(page, f"{address}/az/{PAGES[kind]}", width, rules)

    assert (sideways(page), page.evaluate(CUT_TEXT), page.evaluate(OVERLAPPING_FIGURES)) == (0, [], [])


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("kind", REPORTS)
def test_jump_into_a_long_report_lands_on_the_heading(page: Any, address: str, kind: str, width: int) -> None:
    """Although most of the page is laid out only when the reader comes near."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}/en/{PAGES[kind]}", wait_until="load")
    headings = page.evaluate(
        "Array.from(document.querySelectorAll('.gz-article :is(h2, h3, h4)[id]'), (each) => each.id)"
    )
    for place in (len(headings) // 2, len(headings) - 3, 5):
        page.evaluate("(id) => { location.hash = id; }", headings[place])
        page.wait_for_timeout(300)

        assert 60 < page.locator(f"#{headings[place]}").bounding_box()["y"] < 200, headings[place]


VISIBLE_MARKS = """() => {
  const marks = document.querySelectorAll(".gz-bar rect, .gz-histogram rect, .gz-thin rect, .gz-dots circle");
  return Array.from(marks).filter((mark) => mark.checkVisibility() && !mark.matches(".gz-track"))
    .map((mark) => getComputedStyle(mark).fill);
}"""


@pytest.mark.parametrize("kind", REPORTS)
@pytest.mark.parametrize("media", [{"forced_colors": "active"}, {"contrast": "more"}], ids=["forced", "more contrast"])
def test_marks_keep_their_colours(page: Any, address: str, kind: str, media: dict[str, str]) -> None:
    """A bar whose answers all look alike says nothing: colours are ours where the system forces its own for text."""
    opened(page, f"{address}/en/{PAGES[kind]}", 1280)
    before = page.evaluate(VISIBLE_MARKS)
    page.emulate_media(**media)

    assert len(set(before)) > 5
    assert page.evaluate(VISIBLE_MARKS) == before


PRINTED_WIDTH = 672
"""An A4 page without its margins (178 mm) in CSS pixels."""
NOT_ON_PAPER = ("header", "trail", "toc", "neighbours", "footer", "contents", "downloads", "explore", "search")
WIDER_THAN_PAPER = """() => {
  document.querySelectorAll("article details").forEach((details) => { details.open = true; });
  const edge = document.documentElement.clientWidth + 1;
  return Array.from(document.querySelectorAll(".gz-article table"))
    .filter((table) => table.checkVisibility() && table.getBoundingClientRect().right > edge)
    .map((table) => (table.caption || table).textContent.trim().slice(0, 60));
}"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", REPORTS)
def test_report_on_paper_has_whole_tables_and_no_menus(page: Any, address: str, kind: str, language: str) -> None:
    page.emulate_media(media="print")
    opened(page, f"{address}/{language}/{PAGES[kind]}", PRINTED_WIDTH)

    assert page.evaluate(WIDER_THAN_PAPER) == []
    assert page.evaluate(CUT_TEXT) == []
    for name in NOT_ON_PAPER:
        assert not any(each.is_visible() for each in page.locator(f".gz-{name}").all()), name


def test_printed_report_carries_every_item_and_what_was_folded(page: Any, address: str) -> None:
    page.goto(f"{address}/en/{PAGES['school report']}", wait_until="load")
    items = [text.strip() for text in page.locator(".gz-item h4 .gz-id").all_text_contents()]
    folded = page.locator("details.gz-reading li").first.text_content()
    with pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4"))) as document:
        text = " ".join(each.get_textpage().get_text_range() for each in document)
    words = set(text.split())

    assert len(items) > 50
    assert [item for item in items if item not in words] == []
    assert " ".join(folded.split()[:4]) in " ".join(text.split())
