"""A translator who looks at the served site is told which catalogue entry a text comes from."""

from __future__ import annotations

import functools
import http.server
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.load.project import load_project
from generator.serve import _Handler, _State
from generator.serve_entries import entries_json
from tests.small_project import TINY

PAGE = """<!doctype html><html lang="az"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy"
content="default-src 'none'; script-src 'self'; connect-src 'self'"></head><body><h1>Birinci</h1>
<p id="link"><a href="#">İkinci təlimatı</a> oxuyun.</p><p id="filled">12 məktəb &lt;b&gt;</p><p id="other">Başqa</p>
<h2>Birinci: İkinci təlimatı oxuyun.<a href="#x">#</a></h2>
<h2>Birinci: İkinci təlimatı oxuyun.<a href="#x">#</a></h2>
</body></html>"""
ENTRIES = [
    {"context": "", "msgid": "First", "texts": ["Birinci"], "place": "a.po:12", "link": "https://example.org/a.po#L12"},
    {"context": "", "msgid": "Read <b>", "texts": ["İkinci təlimatı oxuyun."], "place": "a.po:8", "link": ""},
    {"context": "n", "msgid": "{count} schools", "texts": ["{count} məktəb <b>"], "place": "a.po:20", "link": ""},
]


Start = Callable[[Any], str]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Serve a page, with or without entries; gives the address."""
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    servers: list[http.server.ThreadingHTTPServer] = []

    def make(entries: Callable[[str], str | None] | None) -> str:
        handler = functools.partial(_Handler, state=_State(), entries=entries, directory=str(tmp_path))
        servers.append(server := http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler))
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}/"

    yield make
    for server in servers:
        server.shutdown()


def entry(texts: list[dict[str, Any]], msgid: str) -> dict[str, Any]:
    return next(each for each in texts if each["msgid"] == msgid)


def test_an_entry_has_its_place_and_the_words_that_a_page_shows() -> None:
    texts = json.loads(entries_json(load_project(TINY), "az"))

    guide = entry(texts, 'Read [the second guide](second.md "The second guide").')
    assert "İkinci təlimatı oxuyun." in guide["texts"]
    assert guide["place"].startswith("translations/az/LC_MESSAGES/guides.po:")


def test_what_lacks_a_translation_is_found_by_its_english() -> None:
    """A fuzzy entry is not shown, so its words are not looked for."""
    fuzzy = entry(json.loads(entries_json(load_project(TINY), "az")), "First")

    assert fuzzy["texts"] == ["First"]


def test_a_language_that_the_project_has_not_is_none() -> None:
    with pytest.raises(KeyError):
        entries_json(load_project(TINY), "xx")


def test_without_the_option_nothing_is_told(start: Start) -> None:
    address = start(None)

    with urllib.request.urlopen(address, timeout=5) as answer:
        assert "entries" not in answer.read().decode()
    for path in ("guzgu-serve/entries.js", "guzgu-serve/entries/az.json"):
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(address + path, timeout=5)


def test_hovering_shows_the_entry_of_a_text(start: Start, chromium: Any) -> None:
    """Also where markup parts it or a number fills it; and as text, whatever stands in it."""
    shown = chromium.new_page()
    try:
        shown.goto(start(lambda code: json.dumps(ENTRIES) if code == "az" else None))
        box = shown.locator("#guzgu-entry")
        box.wait_for(state="attached")
        told = {}
        for target in ("h1", "#link a", "#filled", "h2"):
            shown.hover(target)
            told[target] = box.text_content()
        tags = shown.evaluate("document.querySelectorAll('#guzgu-entry b').length")
        shown.hover("#other")
        is_hidden = box.is_hidden()
        shown.hover("h1")
        address = box.locator("a").get_attribute("href")
    finally:
        shown.close()

    assert "a.po:12" in told["h1"]
    assert "Read <b>" in told["#link a"]
    assert "{count} schools" in told["#filled"]
    assert "a.po:12" in told["h2"]
    assert "a.po:8" in told["h2"]
    assert (tags, is_hidden, address) == (0, True, "https://example.org/a.po#L12")
