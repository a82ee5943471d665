"""Every kind of page holds a language of long words, of another script, from right to left: whole, and all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import IS_NIGHTLY
from tests.pseudo_site import LANGUAGES, ROUND, SCHOOL, PseudoSite, build_pseudo_site
from tests.site.sealed_site import Host, hosted
from tests.site.shown_text import CUT_TEXT, LEAVES_ITS_BOX, SAID_TEXTS, TEXT_OVER_TEXT, lay_out, sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = {
    "home": "index.html",
    "guides": "guides/index.html",
    "guide": "guides/start/index.html",
    "questionnaires": "questionnaires/index.html",
    "version": "questionnaires/schools/2023/index.html",
    "form": "questionnaires/schools/2023/teachers-isced2/index.html",
    "print": "questionnaires/schools/2023/print/index.html",
    "results": "results/index.html",
    "published round": "results/2021/index.html",
    "system report": f"results/{ROUND}/index.html",
    "report by region": f"results/{ROUND}/by-region/index.html",
    "school report": f"results/{ROUND}/schools/{SCHOOL}/index.html",
    "own report": "report/index.html",
    "translations": "translations/index.html",
}
SHARED = {"language choice": "index.html", "wrong address": "404.html"}
WIDTHS = (360, 920, 1280)
WIDE = {"ar": (360,), "de": (360,)}
"""The widths of every day."""
RIGHT_TO_LEFT = frozenset({"ar", "he"})
ADDRESS = re.compile(r"https?://\S+|\S+@\S+|<[^>]*>|\{\w+\}")
WORD = re.compile(r"[^\W\d_]+")


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> PseudoSite:
    return build_pseudo_site(tmp_path_factory.mktemp("pseudo"))


@pytest.fixture(scope="module")
def host(pseudo: PseudoSite) -> Iterator[Host]:
    with hosted(pseudo.folder) as host:
        yield host


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(reduced_motion="reduce", bypass_csp=True)
    yield context.new_page()
    context.close()


def faults(page: Any, widths: tuple[int, ...] = WIDTHS if IS_NIGHTLY else WIDTHS[:1]) -> list[str]:
    """What of the page's text cannot be read, at each width."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        lay_out(page)
        found += [f"{width}: {sideways(page)} px too wide"] * (sideways(page) > 0)
        for question in (CUT_TEXT, TEXT_OVER_TEXT, LEAVES_ITS_BOX):
            found += [f"{width}: {fault}" for fault in page.evaluate(question)]
    return found


def is_invented(word: str, language: str) -> bool:
    """Whether a word can come from an invented translation; a single letter is the code of an area, or n."""
    if language == "de":
        return not re.fullmatch("[a-z]{3,}", word)
    return len(word) == 1 or not word.isascii()


def english_texts(page: Any, pseudo: PseudoSite, language: str) -> list[str]:
    """Texts with words that no invented translation has. Schools keep their names, questions their codes."""
    kept = re.compile("|".join(sorted(pseudo.untranslated, key=len, reverse=True)))
    found = []
    for text in page.evaluate(SAID_TEXTS, language):
        rest = kept.sub(" ", ADDRESS.sub(" ", text))
        if strange := [word for word in WORD.findall(rest) if not is_invented(word, language)]:
            found.append(f"{' '.join(strange)}: {text[:80]}")
    return found


def shape(path: str) -> str:
    """The kind of a page by its address: ids become stars."""
    return re.sub(r"(guides/|results/|schools/|by-)[^/]+(?=/)|\w+-isced\d", lambda found: f"{found[1] or ''}*", path)


def test_no_kind_of_page_is_left_out(pseudo: PseudoSite) -> None:
    folder = pseudo.folder / LANGUAGES[0]
    built = {shape(path.relative_to(folder).as_posix()) for path in folder.rglob("*.html")}

    assert {shape(path) for path in PAGES.values()} == built


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", PAGES)
def test_page_is_whole_translated_and_in_its_direction(page: Any, pseudo: PseudoSite, kind: str, language: str) -> None:
    page.goto((pseudo.folder / language / PAGES[kind]).as_uri(), wait_until="load")
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"

    assert page.evaluate("[document.documentElement.dir, document.body.dir]") == [direction, direction]
    assert faults(page, WIDTHS if IS_NIGHTLY else WIDE[language]) == []
    assert english_texts(page, pseudo, language) == []


@pytest.mark.parametrize("kind", SHARED)
def test_pages_of_all_languages_are_whole(page: Any, pseudo: PseudoSite, kind: str) -> None:
    page.goto((pseudo.folder / SHARED[kind]).as_uri(), wait_until="load")
    directions = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('main [lang]')].map((e) => [e.lang, e.dir]))"
    )

    assert directions == {each: "rtl" if each in RIGHT_TO_LEFT else "ltr" for each in (*LANGUAGES, "en")}
    assert faults(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_search_results_are_whole_and_translated(page: Any, pseudo: PseudoSite, language: str) -> None:
    page.goto((pseudo.folder / language / "index.html").as_uri(), wait_until="load")
    word = max(WORD.findall(page.locator("h1").inner_text()), key=len)
    page.keyboard.press("Control+k")
    page.keyboard.type(word)
    page.locator(".gz-search__results a").first.wait_for(timeout=5000)

    assert faults(page) == []
    assert english_texts(page, pseudo, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_report_is_whole_and_translated_when_opened(
    page: Any, pseudo: PseudoSite, host: Host, language: str
) -> None:
    page.goto(f"{host.address}/{language}/report/#{pseudo.code.compact}")
    page.locator("#gz-sealed-article h1").wait_for(timeout=10_000)

    assert faults(page) == []
    assert english_texts(page, pseudo, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_switcher_shows_all_languages_on_a_phone(page: Any, pseudo: PseudoSite, language: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto((pseudo.folder / language / PAGES["guide"]).as_uri(), wait_until="load")
    links = page.locator(".gz-languages a")
    if page.locator(".gz-languages summary").count():
        page.locator(".gz-languages summary").press("Enter")

    assert [link.get_attribute("hreflang") for link in links.all() if link.is_visible()] == [*LANGUAGES, "en"]
    assert faults(page) == []
