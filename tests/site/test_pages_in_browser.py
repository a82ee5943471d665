"""Every page type works for a visitor: on a phone and a desktop, in each language, served and from a disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import IS_NIGHTLY, LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.site]

PAGE_TYPES = {
    "home": "index.html",
    "guides": "guides/index.html",
    "guide": "guides/how-many-answers/index.html",
    "plan guide": "guides/action-plan/index.html",
    "glossary": "guides/glossary/index.html",
    "questionnaires": "questionnaires/index.html",
    "version": "questionnaires/schools/2023/index.html",
    "form": "questionnaires/schools/2023/students-isced2/index.html",
    "print page": "questionnaires/schools/2023/print/index.html",
    "results": "results/index.html",
    "published round": "results/2021/index.html",
    "system report": "results/2023/index.html",
    "school report": "results/2023/schools/S03/index.html",
    "translations": "translations/index.html",
}
WIDTHS = {"phone": 360, "desktop": 1280}
LOOKS = [
    (width, language)
    for width in WIDTHS
    for language in LANGUAGES
    if IS_NIGHTLY or width == "phone" or language == "az"
]
"""By day every language where room is short; elsewhere one."""


@pytest.fixture
def page(chromium: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.faults = []
    opened.on("console", lambda message: message.type == "error" and opened.faults.append(message.text))
    opened.on("pageerror", lambda error: opened.faults.append(str(error)))
    opened.requested = []
    opened.on("request", lambda sent: opened.requested.append(sent.url))
    yield opened
    context.close()


@pytest.mark.parametrize(("width", "language"), LOOKS)
@pytest.mark.parametrize("kind", PAGE_TYPES)
def test_page_opens_cleanly(page: Any, address: str, kind: str, width: str, language: str) -> None:
    """No console error, no request to another host, no sideways scrolling, one h1, the right language."""
    page.set_viewport_size({"width": WIDTHS[width], "height": 800})
    page.goto(f"{address}/{language}/{PAGE_TYPES[kind]}", wait_until="load")

    assert page.faults == []
    assert [url for url in page.requested if not url.startswith((address, "data:"))] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width]
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.lang") == language


OVERLAPS = """() => {
  const found = [];
  for (const row of document.querySelectorAll(".gz-bar-row, .gz-bar-figures, .gz-choice-bar, .gz-legend")) {
    const shown = [...row.children].filter((part) => part.getClientRects().length);
    const parts = shown.map((part) => [part, part.getBoundingClientRect()]);
    for (const [index, [one, a]] of parts.entries()) {
      if (one.scrollWidth > one.clientWidth + 1 && one.clientWidth) found.push("cut: " + one.textContent.trim());
      for (const [other, b] of parts.slice(index + 1)) {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 1 && high > 1) found.push(one.textContent.trim() + " | " + other.textContent.trim());
      }
    }
  }
  return found.slice(0, 5);
}"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", ["system report", "school report"])
def test_no_text_of_a_chart_is_cut_or_overlaps(page: Any, address: str, kind: str, width: str, language: str) -> None:
    page.set_viewport_size({"width": WIDTHS[width], "height": 800})
    page.goto(f"{address}/{language}/{PAGE_TYPES[kind]}", wait_until="load")

    assert page.evaluate(OVERLAPS) == []


@pytest.mark.parametrize("kind", PAGE_TYPES)
def test_switcher_lands_on_the_same_page_in_the_other_language(page: Any, address: str, kind: str) -> None:
    page.goto(f"{address}/az/{PAGE_TYPES[kind]}", wait_until="load")
    for language in ("ru", "en", "az"):
        target = page.locator(f'a[hreflang="{language}"]').first.evaluate("link => link.href")
        page.goto(target, wait_until="load")

        assert page.url == f"{address}/{language}/{PAGE_TYPES[kind]}"
        assert page.evaluate("document.documentElement.lang") == language


@pytest.mark.parametrize("kind", PAGE_TYPES)
def test_page_opens_from_a_disk(page: Any, site: Path, kind: str) -> None:
    page.goto(f"{site.as_uri()}/ru/{PAGE_TYPES[kind]}", wait_until="load")

    assert page.faults == []
    assert page.locator("h1").count() == 1
    assert [url for url in page.requested if not url.startswith(("file:", "data:"))] == []


def test_language_choice_leads_to_every_language(page: Any, site: Path) -> None:
    page.goto(f"{site.as_uri()}/index.html", wait_until="load")
    targets = {link.evaluate("link => link.href") for link in page.locator("a").all()}

    assert {f"{site.as_uri()}/{language}/index.html" for language in LANGUAGES} <= targets


@pytest.mark.parametrize(
    ("language", "typed", "found"),
    [
        ("az", "mekteb", "məktəb"),
        ("az", "infrastruktur", "nfrastruktur"),
        ("az", "sagird", "şagird"),
        ("ru", "ученик", "учени"),
        ("en", "participation", "articipation"),
    ],
)
@pytest.mark.parametrize("origin", ["served", "disk"])
def test_search_finds_words_typed_without_their_letters(
    page: Any, address: str, site: Path, language: str, typed: str, found: str, origin: str
) -> None:
    start = address if origin == "served" else site.as_uri()
    page.goto(f"{start}/{language}/index.html", wait_until="load")
    page.keyboard.press("Control+k")
    page.keyboard.type(typed)
    results = page.locator(".gz-search__results a")
    results.first.wait_for(timeout=5000)

    assert results.count() > 0
    assert found in page.locator(".gz-search__results").inner_text()
    assert page.faults == []


def test_small_drawings_in_tables_can_be_explored_too(page: Any, address: str) -> None:
    """What stands out (lists and gaps) and the comparison draw from the same table that they explore."""
    page.goto(f"{address}/az/results/2023/schools/S01/index.html", wait_until="load")
    for table, marks in {"ranking": 6, "gaps": 8, "compared": 14}.items():
        figure = page.locator("[data-gz-chart]", has=page.locator(f"table.gz-table-{table}")).first
        numbers = figure.locator("td[data-percent]").count()
        figure.locator("[data-gz-explore]").click()
        figure.locator(".gz-live svg").wait_for(timeout=20_000)

        assert figure.locator(".gz-live .mark-symbol.role-mark path").count() == numbers >= marks, table
    assert page.faults == []


@pytest.mark.parametrize("report", ["results/2023", "results/2023/schools/S03"])
@pytest.mark.parametrize("origin", ["served", "disk"])
def test_chart_can_be_explored_and_loads_vega_only_then(
    page: Any, address: str, site: Path, origin: str, report: str
) -> None:
    start = address if origin == "served" else site.as_uri()
    page.goto(f"{start}/az/{report}/index.html", wait_until="load")
    assert not [url for url in page.requested if "vega" in url]

    for number in range(3):
        page.locator("[data-gz-explore]").nth(number).click()
        page.locator(".gz-live svg").nth(number).wait_for(timeout=20_000)

    assert page.locator(".gz-live svg path").count() > 3
    assert [url for url in page.requested if "vega" in url] == [f"{start}/assets/vega-bundle.js"]
    assert page.faults == []
