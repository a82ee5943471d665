"""The questions that tests put to papers and pages find what they ask for."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from generator.write.pdf import render_pdf
from tests.conftest import ROOT
from tests.printed_text import read_aloud, text_faults, unembedded_fonts
from tests.site.shown_text import CUT_TEXT, LEAVES_ITS_BOX, SAID_TEXTS, TEXT_OVER_TEXT

PAPER = """<!DOCTYPE html><html lang="ar" dir="rtl"><head><title>t</title><link rel="stylesheet" href="base.css"></head>
<body><p>\u0643\u0644\u0645\u0629 \u0648\u0627\u062d\u062f\u0629 2023</p>{}</body></html>"""


@pytest.fixture
def styles(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "site_templates" / "print", tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        ("", ""),
        ("<p style='position:absolute;top:0;right:0'>Over the line above</p>", "one over another"),
        ("<p style='position:absolute;right:-40mm;width:60mm'>Words that leave</p>", "off the page"),
    ],
)
def test_faults_of_a_paper_are_told(styles: Path, planted: str, told: str) -> None:
    found = text_faults(render_pdf(PAPER.format(planted), styles))

    assert [told in fault for fault in found[:1]] == ([True] if told else [])


def test_a_font_without_letters_is_told(styles: Path) -> None:
    whole = render_pdf(PAPER.format(""), styles)
    with pikepdf.open(io.BytesIO(whole)) as document:
        document.add_blank_page().Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F=document.make_indirect(pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica,
            )))
        )  # fmt: skip
        document.save(lacking := io.BytesIO())

    assert (unembedded_fonts(whole), unembedded_fonts(lacking.getvalue())) == ([], ["/Helvetica"])


def test_what_is_read_aloud_follows_the_document_and_not_the_places_on_the_page(styles: Path) -> None:
    above = "<p>First</p><p style='margin-top: -20mm'>Second</p>"
    html = PAPER.replace('lang="ar" dir="rtl"', 'lang="en"').format(above)

    assert read_aloud(render_pdf(html, styles)).endswith("FirstSecond")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("planted", "question"),
    [
        ("<p style='overflow:hidden;width:3em;white-space:nowrap'>Words that are cut</p>", CUT_TEXT),
        ("<p>One line</p><p style='margin-top:-2.4em'>Another</p>", TEXT_OVER_TEXT),
        ("<table><td style='max-width:2em'>Endlessword</td></table>", LEAVES_ITS_BOX),
    ],
)
def test_faults_of_a_page_are_told(chromium: Any, planted: str, question: str) -> None:
    page = chromium.new_page()
    try:
        page.set_content("<p>Whole words</p><p class='gz-sr'>Said</p>")
        before = page.evaluate(question)
        page.set_content(planted)

        assert (before, len(page.evaluate(question))) == ([], 1)
    finally:
        page.close()


@pytest.mark.browser
def test_texts_of_a_page_are_those_in_its_language(chromium: Any) -> None:
    page = chromium.new_page()
    try:
        page.set_content(
            "<html lang=ar><title>T</title><p title='One'>Two <code>a</code><b lang=en>not</b><i data-x='a b'></i>"
        )

        assert set(page.evaluate(SAID_TEXTS, "ar")) == {"T", "One", "Two", "a b"}
    finally:
        page.close()
