"""The page for sealed reports: the same for every school, and the same again as one file for offline use."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re

import lxml.html
import pytest

from generator.render.offline_report import OfflineAssets, offline_frame, offline_page
from generator.render.sealed_report_page import CODE_SYMBOLS, sealed_report_page
from generator.render.site_pages import alternates
from generator.render.translation_links import sealed_page_link
from tests.conftest import ROOT
from tests.render.page_project import environment, language, tiny_project

SCRIPT = ROOT / "site_templates/assets/report.js"
ASSETS = OfflineAssets("p { color: red }", "const report = 1;", "const scheme = 2;", "const site = 3;")


def page(language: str = "az", *, is_draft: bool = False) -> str:
    languages = alternates(tiny_project().settings.languages)
    return sealed_report_page(environment(language), languages, is_draft=is_draft).content.decode()


def offline(site: str = "") -> str:
    frame = offline_frame(environment("az"), ASSETS, site, is_draft=False)
    return offline_page(frame, {"b" * 32: b"second", "a" * 32: b"first"}).decode()


def test_page_stands_in_the_folder_of_its_language() -> None:
    assert sealed_report_page(environment("ru"), [], is_draft=False).path == "ru/report/index.html"


def test_page_holds_nothing_of_a_school() -> None:
    """It is made from the words and languages of the site alone."""
    schools = [each for released in tiny_project().rounds for each in released.schools]

    assert schools
    assert not [each for each in schools if each.name in page() or each.id in page().split()]


def test_field_of_the_code_can_neither_be_sent_nor_remembered() -> None:
    (field,) = lxml.html.fromstring(page()).xpath("//input[@id='gz-sealed-code']")

    assert field.get("name") is None
    assert field.get("autocomplete") == field.getparent().get("autocomplete") == "off"
    assert field.getparent().get("action") is None


def test_page_asks_to_be_kept_out_of_referrers_and_search_engines() -> None:
    metas = {meta.get("name"): meta.get("content") for meta in lxml.html.fromstring(page()).iterfind(".//meta[@name]")}

    assert metas["referrer"] == "no-referrer"
    assert metas["robots"] == "noindex"


def test_script_that_takes_the_code_out_of_the_address_comes_first() -> None:
    loads = re.findall(r'<(?:script|link rel="stylesheet")[^>]*(?:src|href)="([^"]*)"', page())

    assert loads[0].endswith("assets/report.js")


def test_draft_translation_is_called_so() -> None:
    assert "gz-draft" in page(is_draft=True)
    assert "gz-draft" not in page()


def test_every_message_that_the_script_shows_is_on_the_page() -> None:
    script = SCRIPT.read_text(encoding="utf-8")
    named = set(re.findall(r'(?:Fault|words|say\([^,()]+(?:\("[a-z]+"\))?,) ?\(?"([a-z-]+)"', script))
    there = set(re.findall(r'<template id="gz-message-([a-z-]+)"', page()))

    assert {"length", "mistyped", "missing", "network", "damaged", "opened"} <= named
    assert named <= there
    assert there <= set(re.findall(r'"([a-z-]+)"', script)), "a message that nobody shows"


def test_script_and_page_agree_how_long_a_code_is() -> None:
    assert f"const SYMBOLS = {CODE_SYMBOLS};" in SCRIPT.read_text(encoding="utf-8")


def test_offline_file_loads_nothing() -> None:
    assert re.findall(r"""(?:src|href)=["'](?!#)[^"']+|url\(|@import""", offline()) == []


def test_offline_file_allows_its_own_scripts_and_styles_only() -> None:
    html = lxml.html.fromstring(offline())
    (policy,) = html.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    texts = [each.text for each in html.xpath("//style | //script[not(@type)]")]
    digests = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts}

    assert len(texts) == 4
    assert set(re.findall(r"sha256-([^']+)'", policy)) == digests
    assert "default-src 'none'" in policy
    assert "'self'" not in policy
    assert "unsafe" not in policy


def test_offline_file_holds_the_sealed_bytes_by_their_locators() -> None:
    blobs = lxml.html.fromstring(offline()).xpath("//script[@data-gz-blob]")

    assert [blob.get("data-gz-blob") for blob in blobs] == ["a" * 32, "b" * 32]
    assert [base64.b64decode(blob.text) for blob in blobs] == [b"first", b"second"]


def test_offline_file_is_the_same_again_for_the_same_bytes() -> None:
    assert offline() == offline()


def test_offline_file_leads_to_the_site_when_it_is_known() -> None:
    assert 'href="https://example.org/guzgu/az/index.html"' in offline("https://example.org/guzgu")
    assert "<a class=" not in offline().replace('<a class="gz-skip"', "")


@pytest.mark.parametrize("site", ["javascript:alert(1)", "ftp://example.org", "example.org"])
def test_offline_file_leads_to_no_other_address_than_one_of_the_web(site: str) -> None:
    with pytest.raises(ValueError, match="address"):
        offline(site)


@pytest.mark.parametrize("text", ["</script>", "</STYLE >", "<!-- "])
def test_script_that_would_end_its_element_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="end of its own element"):
        offline_frame(environment("az"), OfflineAssets("", text, "", ""), is_draft=False)


def test_translated_page_leads_to_its_words_whatever_report_is_open() -> None:
    """The address is written when the site is built, before anybody types a code; the offline file has none."""
    project = dataclasses.replace(
        tiny_project(), settings=tiny_project().settings.model_copy(update={"repository": "https://example.org/guzgu"})
    )
    link = sealed_page_link(project, language("az"))
    html = sealed_report_page(environment("az"), [], link, is_draft=False).content.decode()

    assert link.startswith("https://example.org/guzgu/blob/HEAD/translations/az/LC_MESSAGES/interface.po")
    (found,) = lxml.html.fromstring(html).xpath("//p[contains(@class, 'gz-improve')]/a")
    assert (found.get("href"), found.get("rel")) == (link, "noreferrer")
    assert "gz-noprint" in found.getparent().get("class")
    assert sealed_page_link(project, language("en")) == ""
    assert "gz-improve" not in page() + offline()
