"""Nothing is loaded from elsewhere and no policy is broken, on any kind of page, with everything on it used.

The host sends the headers of `_headers` too, so the policy holds twice: as the page says and as the host says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.write.content_policy import LONGEST_LINE, MOST_RULES, headers_of, read_headers
from tests.site.sealed_site import Host, hosted, watch

pytestmark = [pytest.mark.browser, pytest.mark.site]


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[Host]:
    with hosted(site) as found:
        yield found


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield watch(context.new_page())
    context.close()


def look(_: Any) -> None:
    """Nothing to use on this page."""


def search(page: Any) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("mekteb")
    page.locator(".gz-search__results a").first.wait_for()


def explore(page: Any) -> None:
    page.locator("[data-gz-explore]:visible").first.click()
    page.locator(".gz-live svg").first.wait_for(timeout=20_000)


def change_colours(page: Any) -> None:
    page.locator(".gz-scheme").click()


def type_a_code(page: Any) -> None:
    page.fill("#gz-sealed-code", "0" * 25)
    page.keyboard.press("Enter")
    page.locator("#gz-sealed-alert p").wait_for()


def calculate(page: Any) -> None:
    page.locator("#print-run input").first.fill("24")
    page.locator("#run-result").wait_for()


PAGES: dict[str, tuple[str, Callable[[Any], None]]] = {
    "choice of language": ("index.html", look),
    "home, search used": ("az/index.html", search),
    "guide": ("az/guides/action-plan/index.html", change_colours),
    "questionnaire": ("az/questionnaires/schools/2023/index.html", look),
    "form": ("az/questionnaires/schools/2023/students-isced2/index.html", look),
    "print page, calculator used": ("az/questionnaires/schools/2023/print/index.html", calculate),
    "results": ("az/results/index.html", look),
    "system report, chart explored": ("az/results/2023/index.html", explore),
    "breakdown": ("az/results/2023/by-region/index.html", look),
    "school report, chart explored": ("az/results/2023/schools/S03/index.html", explore),
    "page for sealed reports": ("az/report/index.html", type_a_code),
    "wrong address": ("404.html", look),
}


@pytest.mark.parametrize("kind", PAGES)
def test_page_breaks_no_policy_and_loads_nothing_from_elsewhere(page: Any, host: Host, kind: str) -> None:
    path, use = PAGES[kind]
    answer = page.goto(f"{host.address}/{path}", wait_until="load")
    use(page)

    assert page.faults == []
    assert [url for url in page.asked if not url.startswith((host.address, "data:"))] == []
    assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_policy_is_in_force(page: Any, host: Host) -> None:
    """What the other tests rely on: a load from elsewhere and an inline script are refused, and noticed."""
    page.goto(f"{host.address}/az/guides/index.html", wait_until="load")
    page.evaluate("""() => {
      document.body.append(Object.assign(document.createElement("img"), { src: "https://example.org/x.png" }));
      document.body.append(Object.assign(document.createElement("script"), { textContent: "window.planted = 1" }));
    }""")
    page.wait_for_timeout(100)

    assert page.evaluate("window.planted") is None
    # Twice each: by the page's own policy and by the host's.
    assert len(page.faults) == 4


def test_no_policy_of_the_site_allows_what_is_unsafe(site: Path) -> None:
    rules = read_headers((site / "_headers").read_text(encoding="utf-8"))
    policies = {headers_of(f"/{path}", rules)["Content-Security-Policy"] for path, _ in PAGES.values() if "/" in path}
    policies |= {page.read_text(encoding="utf-8").partition('Policy" content="')[2].partition('"')[0]
                 for page in site.rglob("index.html")}  # fmt: skip

    # One policy of all pages and that for sealed reports, each as a header (where two join) and in the page.
    assert len(policies) == 4
    assert not [policy for policy in policies if "unsafe" in policy or not policy.startswith("default-src 'none'")]


def test_headers_stay_within_the_limits_of_hosts(site: Path) -> None:
    text = (site / "_headers").read_text(encoding="utf-8")

    assert max(map(len, text.splitlines())) < LONGEST_LINE
    assert 0 < len(read_headers(text)) < MOST_RULES
