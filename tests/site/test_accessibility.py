"""axe-core finds nothing: levels A and AA of WCAG 2.0, 2.1, 2.2 and its best practices, in light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.conftest import IS_NIGHTLY, LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.site, pytest.mark.slow]

REPORTS = {"system report": "results/2023/index.html", "school report": "results/2023/schools/S03/index.html"}
OTHER_PAGES = {
    "home": ("index.html", "az"),
    "guide": ("guides/how-many-answers/index.html", "ru"),
    "questionnaire version": ("questionnaires/schools/2023/index.html", "az"),
    "form": ("questionnaires/schools/2023/students-isced2/index.html", "ru"),
    "print page": ("questionnaires/schools/2023/print/index.html", "az"),
    "results": ("results/index.html", "en"),
    "published round": ("results/2021/index.html", "az"),
    "report by region": ("results/2023/by-region/index.html", "en"),
    "translations": ("translations/index.html", "ru"),
}
"""Address below the language's folder, and the language it is tried in."""
LOOKS = [(width, scheme) for width in (320, 1280) for scheme in ("light", "dark")]
OPPOSITE_LOOKS = [LOOKS[0], LOOKS[-1]]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """([tags, rules]) => {
  axe.configure({ rules: [{ id: "color-contrast", selector: "[data-contrast]" }] });
  return axe.run({
    runOnly: { type: "tag", values: tags }, rules: rules, resultTypes: ["violations"], iframes: false
  }).then((result) => result.violations.flatMap((fault) =>
    fault.nodes.slice(0, 3).map((node) => fault.id + ": " + node.target.join(" ") + " " + node.failureSummary)));
}"""

ONE_OF_EACH_STYLE = """() => {
  // axe needs a millisecond for the contrast of each text. Texts of the same elements and classes look the same: of
  // each kind that can be seen the first is measured.
  const paths = new Map([[document.documentElement, ""]]);
  const path = (element) => {
    if (!paths.has(element)) {
      const look = ["class", "aria-current", "hidden", "open"].map((name) => element.getAttribute(name) ?? "");
      paths.set(element, path(element.parentElement) + ">" + element.tagName + look.join(" "));
    }
    return paths.get(element);
  };
  document.querySelectorAll("[data-contrast]").forEach((element) => element.removeAttribute("data-contrast"));
  const met = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || met.has(path(element)) || !element.checkVisibility()) continue;
    met.add(path(element));
    element.setAttribute("data-contrast", "");
  }
  return met.size;
}"""

SEEN_AT_ONCE = """() => {
  const sheet = new CSSStyleSheet();
  // axe gives up on text before a gradient (the shadows of wide tables), and cannot scroll to what is not laid out yet.
  sheet.replaceSync("* { content-visibility: visible !important } .gz-scroll { background-image: none !important }");
  document.adoptedStyleSheets = [sheet];
  document.querySelectorAll("article details").forEach((details) => { details.open = true; });
}"""

FEWER_ALIKE = """() => {
  // A report repeats the same markup for a hundred items: an item stays when it shows a part (an element of a class)
  // that fewer than two of those before it show.
  const met = new Map();
  document.querySelectorAll(".gz-item").forEach((item) => {
    const all = Array.from(item.querySelectorAll("*"));
    const parts = new Set(all.map((part) => part.tagName + "." + part.getAttribute("class")));
    if (!Array.from(parts).some((part) => (met.get(part) || 0) < 2)) return item.remove();
    parts.forEach((part) => met.set(part, (met.get(part) || 0) + 1));
  });
}"""


@contextmanager
def opened(chromium: Any, address: str) -> Iterator[Any]:
    # The site's policy forbids scripts that are not its own, as axe is. Without motion no colour is met half-way.
    context = chromium.new_context(bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address, wait_until="load")
    page.evaluate(SEEN_AT_ONCE)
    yield page
    context.close()


def faults(page: Any, width: int, scheme: str, rules: dict[str, dict[str, bool]] | None = None) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    assert page.evaluate(ONE_OF_EACH_STYLE) > 2
    return [f"{width} px, {scheme}: {fault}" for fault in page.evaluate(RUN, [TAGS, rules or {}])]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", REPORTS)
def test_report_has_no_fault_in_any_language_width_and_scheme(
    chromium: Any, address: str, kind: str, language: str
) -> None:
    looks = LOOKS if IS_NIGHTLY or language == "az" else OPPOSITE_LOOKS
    with opened(chromium, f"{address}/{language}/{REPORTS[kind]}") as page:
        page.evaluate(FEWER_ALIKE)

        assert [fault for width, scheme in looks for fault in faults(page, width, scheme)] == []


@pytest.mark.parametrize("kind", REPORTS)
def test_whole_report_has_no_fault_of_structure(chromium: Any, address: str, kind: str) -> None:
    """Every item: names that must differ, the order of headings, roles. Colours do not depend on how many there are."""
    with opened(chromium, f"{address}/az/{REPORTS[kind]}") as page:
        assert faults(page, 320, "light", {"color-contrast": {"enabled": False}}) == []


@pytest.mark.parametrize("kind", OTHER_PAGES)
def test_page_has_no_fault(chromium: Any, address: str, kind: str) -> None:
    path, language = OTHER_PAGES[kind]
    with opened(chromium, f"{address}/{language}/{path}") as page:
        assert [*faults(page, 320, "light"), *faults(page, 1280, "dark")] == []


def test_choice_of_language_has_no_fault(chromium: Any, address: str) -> None:
    with opened(chromium, f"{address}/index.html") as page:
        assert [*faults(page, 320, "dark"), *faults(page, 1280, "light")] == []


def test_open_menu_has_no_fault(chromium: Any, address: str) -> None:
    with opened(chromium, f"{address}/ru/{REPORTS['school report']}") as page:
        page.evaluate(FEWER_ALIKE)
        page.set_viewport_size({"width": 320, "height": 900})
        page.locator(".gz-menu summary").click()

        assert [*faults(page, 320, "light"), *faults(page, 320, "dark")] == []


def test_search_with_results_has_no_fault(chromium: Any, address: str) -> None:
    with opened(chromium, f"{address}/az/index.html") as page:
        page.keyboard.press("Control+k")
        page.keyboard.type("mekteb")
        page.locator(".gz-search__results a").first.wait_for()

        assert [fault for width, scheme in LOOKS for fault in faults(page, width, scheme)] == []


def test_faults_that_are_put_into_a_page_are_found(chromium: Any, address: str) -> None:
    """What the other tests rely on: axe runs, sees the colours of text in a table, knows the order of headings."""
    with opened(chromium, f"{address}/en/{REPORTS['school report']}") as page:
        page.evaluate(FEWER_ALIKE)
        page.evaluate("""() => {
          const cell = document.querySelector(".gz-item td.gz-n");
          cell.className = "planted";
          cell.style.color = "#bbb";
          document.querySelector(".gz-report h2").outerHTML = "<h5>Planted</h5>";
        }""")

        found = " ".join(faults(page, 1280, "light"))

    assert "color-contrast: .planted" in found
    assert "heading-order: h5" in found


LABELS_ON_BARS = """() => {
  const channel = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const luminance = (colour) => {
    const [red, green, blue] = colour.match(/[\\d.]+/g).map((value) => channel(Number(value) / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  return Array.from(document.querySelectorAll(".gz-bar text"), (text) => {
    if (!text.textContent.trim()) return null;
    const [dark, light] = [text, text.previousElementSibling]
      .map((part) => luminance(getComputedStyle(part).fill)).sort((one, other) => one - other);
    return (light + 0.05) / (dark + 0.05);
  }).filter((contrast) => contrast !== null);
}"""


@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", REPORTS)
def test_numbers_on_bars_stand_out_from_their_bars(
    chromium: Any, address: str, kind: str, scheme: str, forced: str
) -> None:
    """At least 4.5 : 1 (WCAG 1.4.3), also where the system forces its own colours: axe does not measure drawings."""
    with opened(chromium, f"{address}/az/{REPORTS[kind]}") as page:
        page.emulate_media(color_scheme=scheme, forced_colors=forced)
        contrasts = page.evaluate(LABELS_ON_BARS)

    assert len(contrasts) > 50
    assert min(contrasts) >= 4.5
