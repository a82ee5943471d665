"""Every printed form asks every question once, in letters that its fonts have, and says on each page what it is."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from tests.conftest import LANGUAGES, this_project

pytestmark = pytest.mark.site

PROJECT = this_project()
FORMS = [
    pytest.param(key, group.id, level.id, language, id=f"{key}-{group.id}-{level.id}-{language}")
    for key, questionnaire in PROJECT.questionnaires.items()
    for group in questionnaire.groups
    for level in questionnaire.levels
    for language in LANGUAGES
]


def pages_of(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


@pytest.mark.parametrize(("key", "group", "level", "language"), FORMS)
def test_form_asks_every_question_once(site: Path, key: str, group: str, level: str, language: str) -> None:
    questionnaire = PROJECT.questionnaires[key]
    path = site / f"files/questionnaires/{key.replace('/', '-')}-{group}-{level}-{language}.pdf"
    pages = pages_of(path)
    text = "\n".join(pages)
    ids = [item.id for item in questionnaire.items() if item.is_asked_of(group, level)]

    assert {item: len(re.findall(rf"(?<![\w/]){item}(?![\w/])", text)) for item in ids} == dict.fromkeys(ids, 1)
    assert "\ufffd" not in text
    assert "\x00" not in text
    for number, page in enumerate(pages, 1):
        assert questionnaire.version in page, number
        assert re.search(rf"\b{number}\b.*\b{len(pages)}\b", page), number


@pytest.mark.parametrize("language", LANGUAGES)
def test_form_uses_embedded_noto_fonts_only(site: Path, language: str) -> None:
    with pikepdf.open(site / f"files/questionnaires/schools-2023-students-isced2-{language}.pdf") as document:
        fonts = [
            font
            for page in document.pages
            for font in page.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary()).values()
        ]
        names = {str(font["/BaseFont"]) for font in fonts}
        embedded = [
            "/FontFile3" in descendant["/FontDescriptor"] or "/FontFile2" in descendant["/FontDescriptor"]
            for font in fonts
            for descendant in font["/DescendantFonts"]
        ]

    assert names
    assert all("Noto" in name for name in names), names
    assert all(embedded)


def test_pdf_knows_its_language(site: Path) -> None:
    for language in LANGUAGES:
        with pikepdf.open(site / f"files/questionnaires/schools-2023-students-isced2-{language}.pdf") as document:
            assert str(document.Root.Lang) == language


def test_every_public_school_report_has_a_pdf_in_each_language(site: Path) -> None:
    for page in (site / "en/results").glob("*/schools/*/index.html"):
        round_id, school = page.parts[-4], page.parts[-2]
        for language in LANGUAGES:
            path = site / f"files/results/{round_id}/{school}-{language}.pdf"
            assert path.read_bytes()[:5] == b"%PDF-", path
