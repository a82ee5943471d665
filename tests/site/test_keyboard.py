"""The keyboard alone reaches and operates everything, sees where it is, and is caught nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.site]

SCHOOL_REPORT = "results/2023/schools/S03/index.html"
SYSTEM_REPORT = "results/2023/index.html"

RECORD_FOCUS = """() => {
  const stops = [];
  window.isLeft = false;
  const headerEnd = () => document.querySelector(".gz-header").getBoundingClientRect().bottom;
  document.addEventListener("focusin", (event) => {
    // After the last stop the browser begins again with the first.
    window.isLeft = window.isLeft || Boolean(stops.length && stops[0].element === event.target);
    if (window.isLeft) return;
    const style = getComputedStyle(event.target);
    const box = event.target.getBoundingClientRect();
    const hasOutline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const hasRing = hasOutline || style.boxShadow !== "none";
    const inHeader = Boolean(event.target.closest(".gz-header, .gz-skip, .md-skip"));
    const isSeen = inHeader || (box.bottom > headerEnd() && box.top < innerHeight);
    stops.push({ element: event.target, hasRing: hasRing, isSeen: isSeen });
  });
  window.stops = stops;
}"""
NAME = """const name = (element) => element.tagName.toLowerCase() + "." + element.className + " " +
  (element.textContent || element.id).replace(/\\s+/g, " ").trim().slice(0, 40);"""
REACHED = f"""() => {{
  {NAME}
  const kinds = "a[href], button, summary, input, select, textarea, [tabindex='0']";
  const operable = Array.from(document.querySelectorAll(kinds))
    .filter((each) => each.checkVisibility() && !each.disabled && !(each.type === "radio" && !each.checked));
  const visited = window.stops.map((stop) => stop.element);
  const known = new Set(visited);
  const order = visited.filter((element, place) => place > 0 &&
    !(visited[place - 1].compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING));
  return {{
    operable: operable.length,
    missed: operable.filter((each) => !known.has(each)).map(name),
    backwards: order.map(name),
    ringless: window.stops.filter((stop) => !stop.hasRing).map((stop) => name(stop.element)),
    unseen: window.stops.filter((stop) => !stop.isSeen).map((stop) => name(stop.element)),
  }};
}}"""


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def tab_to_the_end(page: Any, most: int) -> int:
    """Tab until the page is left; gives the number of stops, or `most` when it never is."""
    for count in range(most):
        page.keyboard.press("Tab")
        if count % 10 == 9 and page.evaluate("window.isLeft"):
            return count
    return most


@pytest.mark.parametrize("width", [320, 1280])
def test_tab_reaches_everything_of_a_school_report_in_order(page: Any, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/az/{SCHOOL_REPORT}", wait_until="load")
    page.evaluate(RECORD_FOCUS)
    # No trap: the page comes to an end.
    stops = tab_to_the_end(page, most=1500)
    found = page.evaluate(REACHED)

    assert stops < 1500
    assert found["operable"] > 100
    assert found["missed"] == []
    assert found["backwards"] == []
    assert found["ringless"] == []
    assert found["unseen"] == []


@pytest.mark.parametrize(
    "path", ["index.html", "questionnaires/schools/2023/students-isced2/index.html", SCHOOL_REPORT, SYSTEM_REPORT]
)
def test_first_stop_leads_past_the_menus(page: Any, address: str, path: str) -> None:
    page.goto(f"{address}/ru/{path}", wait_until="load")
    page.keyboard.press("Tab")
    skip = page.evaluate("document.activeElement.className")
    box = page.evaluate("document.activeElement.getBoundingClientRect().toJSON()")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert skip in {"gz-skip", "md-skip"}
    assert box["top"] >= 0
    assert page.evaluate("Boolean(document.activeElement.closest('.gz-content'))")


def test_details_open_and_close_with_the_keyboard(page: Any, address: str) -> None:
    page.goto(f"{address}/en/{SCHOOL_REPORT}", wait_until="load")
    for summary in page.locator(".gz-article summary").all()[:3]:
        details = summary.locator("xpath=..")
        summary.focus()
        page.keyboard.press("Enter")
        assert details.get_attribute("open") is not None
        page.keyboard.press("Space")
        assert details.get_attribute("open") is None


@pytest.mark.parametrize("path", [SCHOOL_REPORT, SYSTEM_REPORT])
def test_chart_is_explored_and_left_with_the_keyboard(page: Any, address: str, path: str) -> None:
    page.goto(f"{address}/en/{path}", wait_until="load")
    button = page.locator("[data-gz-explore]").first
    button.focus()
    page.keyboard.press("Enter")
    page.locator(".gz-live svg").first.wait_for(timeout=20_000)
    stays = button.evaluate("button => document.activeElement === button")
    page.wait_for_function("!document.querySelector('[data-gz-explore]').matches('[aria-disabled]')")
    page.keyboard.press("Enter")

    assert stays, "the focus is lost while the chart loads"
    page.locator(".gz-live").first.wait_for(state="detached")
    assert button.evaluate("button => document.activeElement === button")


def test_menu_opens_with_enter_and_closes_with_escape(page: Any, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{address}/az/{SCHOOL_REPORT}", wait_until="load")
    summary = page.locator(".gz-menu summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = page.evaluate("Boolean(document.activeElement.closest('.gz-menu__panel'))")
    page.keyboard.press("Escape")

    assert inside
    assert not page.locator(".gz-menu__panel").is_visible()
    assert summary.evaluate("summary => document.activeElement === summary")


def test_search_is_opened_used_and_left_with_the_keyboard(page: Any, address: str) -> None:
    page.goto(f"{address}/en/{SCHOOL_REPORT}", wait_until="load")
    opener = page.locator(".gz-search-open")
    opener.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("participation")
    page.locator(".gz-search__results a").first.wait_for(timeout=5000)
    page.keyboard.press("ArrowDown")
    on_result = page.evaluate("Boolean(document.activeElement.closest('.gz-search__results'))")
    page.keyboard.press("Escape")

    assert on_result
    assert not page.locator(".gz-search").is_visible()
    assert opener.evaluate("opener => document.activeElement === opener")

    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: SCHOOL_REPORT not in url)
