"""A link to any page reads well in a messenger."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

from tests.conftest import LANGUAGES

pytestmark = pytest.mark.site

LOCALES = {"az": "az_AZ", "ru": "ru_RU", "en": "en_US"}


def preview(path: Path) -> dict[str, list[str]]:
    """The page's Open Graph and Twitter facts by name."""
    facts: dict[str, list[str]] = {}
    for meta in lxml.html.fromstring(path.read_text(encoding="utf-8")).iterfind(".//meta"):
        name = meta.get("property") or meta.get("name") or ""
        if name.startswith(("og:", "twitter:")):
            facts.setdefault(name, []).append(meta.get("content"))
    return facts


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_what_it_is_in_its_own_language(site: Path, language: str) -> None:
    pages = sorted((site / language).rglob("*.html"))
    others = [locale for code, locale in LOCALES.items() if code != language]

    assert len(pages) > 20
    for path in pages:
        facts = preview(path)
        title, text = facts["og:title"], facts["og:description"]

        assert len(title) == len(text) == 1, path
        assert 3 < len(title[0]) < 120, path
        assert 20 < len(text[0]) < 400, path
        assert not {"<", "GUZGU"} & {*title[0], *text[0].split("-")}, path
        assert facts["og:type"] == ["website"], path
        assert facts["og:locale"] == [LOCALES[language]], path
        assert facts["og:locale:alternate"] == others, path
        assert facts["twitter:card"] == ["summary"], path


@pytest.mark.parametrize("language", LANGUAGES)
def test_preview_of_a_school_report_names_the_school_and_the_round(site: Path, language: str) -> None:
    page = site / language / "results/2023/schools/S03/index.html"
    school = lxml.html.fromstring(page.read_text(encoding="utf-8")).findtext(".//h1")
    facts = preview(page)

    assert school in facts["og:title"][0]
    assert school in facts["og:description"][0]
    assert "2023" in facts["og:title"][0]


def test_start_page_is_called_as_the_site_is(site: Path) -> None:
    for path in ("index.html", *(f"{language}/index.html" for language in LANGUAGES)):
        assert preview(site / path)["og:title"] == ["Güzgü"], path


def test_previews_name_no_address_that_the_site_cannot_know(site: Path) -> None:
    for language in LANGUAGES:
        for path in (site / language).rglob("*.html"):
            assert not {"og:url", "og:image"} & set(preview(path)), path
