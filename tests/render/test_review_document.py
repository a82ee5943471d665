"""A reviewer gets every text beside its translation, as PDF/UA for paper and as a page that needs no network."""

from __future__ import annotations

import dataclasses
import functools
import io
import re

import page as accessibility
import pdfplumber
import pytest

from generator.model.catalogue import Catalogue, Domain, Language, Translation
from generator.model.project import Project
from generator.render.review_document import review_page, review_print
from generator.translation.review import Review, review
from generator.write.pdf import render_pdf
from tests.conftest import ROOT, this_project

STYLES = ROOT / "site_templates" / "print"
ROWS = 12


@functools.cache
def project() -> Project:
    return this_project()


def first_rows(found: Review) -> Review:
    """A review of the first rows alone: the whole takes a minute to lay out."""
    group = found.groups[0]
    return dataclasses.replace(found, groups=(dataclasses.replace(group, rows=group.rows[:ROWS]),))


def changed(code: str, domain: Domain) -> tuple[Language, Language]:
    """A language now, with a fuzzy and a missing message, and as it was before, with another text in each place."""
    language = project().language(code)
    whole = language.catalogues[domain].translations
    keys = [row.message.key for row in review(project(), language, domain).rows[:ROWS]]
    now, before = dict(whole), dict(whole)
    now[keys[1]] = dataclasses.replace(whole[keys[1]], fuzzy=True)
    now[keys[2]] = Translation(("",))
    before[keys[3]] = Translation(("Əvvəlki <b>mətn</b>",))
    del before[keys[4]]
    return tuple(Language(code, {domain: Catalogue(code, domain, each)}) for each in (now, before))  # type: ignore[return-value]


def compared(code: str, domain: Domain = Domain.QUESTIONNAIRES) -> Review:
    now, before = changed(code, domain)
    return first_rows(review(project(), now, domain, before))


def cells(html: str, text: str) -> str:
    """The row in which an English text stands."""
    return next(row for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL) if f">{text}</p>" in row)


def test_marks_stand_at_fuzzy_missing_new_and_changed_texts() -> None:
    found = compared("az")
    html = review_page(project(), found, "main")
    texts = [row.message.text for row in found.rows]

    assert "<span>Qərar gözləyir</span>" in cells(html, texts[1])
    assert "<span>Çatışmır</span>" in cells(html, texts[2])
    assert "<span>Dəyişib</span>" in cells(html, texts[3])
    assert "<span>Yeni</span>" in cells(html, texts[4])
    assert 'class="mark"' not in cells(html, texts[5])


def test_the_text_before_stands_in_a_column_of_its_own_and_is_escaped() -> None:
    found = compared("az")

    assert "Əvvəlki &lt;b&gt;mətn&lt;/b&gt;" in cells(review_page(project(), found, "main"), found.rows[3].message.text)


def test_without_a_revision_there_is_no_column_for_the_text_before() -> None:
    found = first_rows(review(project(), project().language("ru"), Domain.GUIDES))

    assert 'class="single"' in review_page(project(), found)
    assert '<th scope="col">Было</th>' not in review_page(project(), found)


def test_english_is_marked_as_english() -> None:
    found = compared("ru")

    assert f'<p class="text" lang="en" dir="ltr">{found.rows[0].message.text}</p>' in review_page(project(), found)


def test_the_page_stands_alone() -> None:
    html = review_page(project(), compared("az"), "main")

    assert "default-src 'none'" in html
    assert not re.search(r"<(?:link|script|img)\b|url\(|@import", html)


def test_a_name_of_a_revision_is_escaped() -> None:
    assert "a&lt;b&gt;" in review_page(project(), compared("az"), "a<b>")


@pytest.mark.parametrize("code", ["az", "ru"])
def test_the_document_for_paper_keeps_the_rules_of_pdf_ua_and_shows_every_row(code: str) -> None:
    found = compared(code)

    content = render_pdf(review_print(project(), found, "main").html, STYLES)

    report = accessibility.validate_pdf_bytes(content, profile="ua1")
    assert report.is_compliant, report.failures
    with pdfplumber.open(io.BytesIO(content)) as document:
        text = "".join(each.extract_text() for each in document.pages)
        fonts = {letter["fontname"].partition("+")[2] for each in document.pages for letter in each.chars}
    assert all(f"{row.number} " in text for row in found.rows)
    assert all(name.startswith("Noto-") for name in fonts), fonts
