"""A report is light enough for a phone on a slow line: what travels until it stands on the screen, compressed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.site]

SCHOOL_REPORT = "results/2023/schools/S03/index.html"
SYSTEM_REPORT = "results/2023/index.html"


@pytest.fixture
def context(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 412, "height": 823})
    yield context
    context.close()


def travelled(context: Any, address: str) -> dict[str, int]:
    """Bytes over the line by address, heads included, when a first-time visitor opens a page and looks at it."""
    page = context.new_page()
    sizes: dict[str, int] = {}
    addresses: dict[str, str] = {}
    line = context.new_cdp_session(page)
    line.on("Network.requestWillBeSent", lambda sent: addresses.update({sent["requestId"]: sent["request"]["url"]}))
    line.on(
        "Network.loadingFinished",
        lambda done: sizes.update({addresses[done["requestId"]]: int(done["encodedDataLength"])}),
    )
    line.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    # The last reports of the line may come after the page is quiet.
    page.wait_for_timeout(300)
    return {url: size for url, size in sizes.items() if not url.startswith("data:")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_school_report_weighs_less_than_100_kilobytes(context: Any, address: str, language: str) -> None:
    sizes = travelled(context, f"{address}/{language}/{SCHOOL_REPORT}")

    assert any(url.endswith(SCHOOL_REPORT) for url in sizes)
    assert any(url.endswith(".css") for url in sizes)
    assert sum(sizes.values()) < 100_000, sizes


@pytest.mark.parametrize("path", [SCHOOL_REPORT, SYSTEM_REPORT])
def test_nothing_heavy_travels_before_it_is_asked_for(context: Any, address: str, path: str) -> None:
    """Neither Vega nor the search: both load on request."""
    sizes = travelled(context, f"{address}/az/{path}")

    assert [url for url in sizes if "vega" in url or "lunr" in url or "search_index" in url] == []
    assert [url for url in sizes if not url.startswith(address)] == []


@pytest.mark.parametrize("path", [SCHOOL_REPORT, SYSTEM_REPORT])
def test_charts_are_there_without_script(chromium: Any, address: str, path: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/ru/{path}", wait_until="load")
    bars = page.locator(".gz-item .gz-bar")

    assert bars.count() > 50
    assert bars.first.bounding_box()["width"] > 200
    assert bars.first.locator("rect").count() >= 4
    context.close()
