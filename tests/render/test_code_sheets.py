"""A sheet says whose code it is, what opens with it and what to beware of, on one page in every language."""

from __future__ import annotations

import dataclasses
import datetime
import html
import io

import pdfplumber
import pytest

from generator.model.project import Project
from generator.model.report_code import ReportCode
from generator.model.round import RoundSetting
from generator.render.code_sheets import CodeSheet, SiteAddressError, code_sheet, ministry_title, site_address
from generator.render.qr import qr_data_uri
from generator.write.pdf import render_pdf
from tests.conftest import LANGUAGES, ROOT, this_project

CODE = ReportCode(b"\xef" * 15)
SETTING = RoundSetting(
    id="2023",
    title="Round 2023 (synthetic)",
    questionnaire="schools/2023",
    opened=datetime.date(2023, 4, 1),
    closed=datetime.date(2023, 5, 31),
    synthetic=True,
    source="Synthetic",
    caveat="Made by a machine",
)
SHEET = CodeSheet(SETTING, "A <b> & school", CODE, "https://example.org/guzgu/", is_code_in_square=True, contact="")


@pytest.fixture(scope="module")
def project() -> Project:
    return this_project()


def shown(project: Project, sheet: CodeSheet, language: str = "en") -> str:
    return code_sheet(project, language, sheet, "sheet.pdf").html


def test_sheet_has_name_code_and_address(project: Project) -> None:
    page = shown(project, SHEET)

    assert "A &lt;b&gt; &amp; school" in page
    assert all(f'<span class="group">{group}</span>' in page for group in CODE.groups)
    assert '<span class="address">https://example.org/guzgu/en/report/</span>' in page
    assert "Round 2023 (synthetic)" in page


def test_square_opens_the_report_in_the_language_of_the_sheet(project: Project) -> None:
    square = qr_data_uri(f"https://example.org/guzgu/az/report/#{CODE.compact}")

    assert f'src="{square}"' in shown(project, SHEET, "az")


def test_square_without_code_holds_the_address_alone(project: Project) -> None:
    """Some apps send what they scan to others."""
    page = shown(project, dataclasses.replace(SHEET, is_code_in_square=False))

    assert f'src="{qr_data_uri("https://example.org/guzgu/en/report/")}"' in page
    assert "It holds the address only" in page
    assert "opens by itself" not in page


def test_sheet_warns_of_what_cannot_be_undone(project: Project) -> None:
    """DESIGN.md section 7: a code that leaked opens copies that were kept."""
    page = html.unescape(shown(project, SHEET))

    for promise in ("Whoever has this code can read", "can still open that copy", "Every round brings a new code"):
        assert promise in page


def test_sheet_of_invented_data_says_so(project: Project) -> None:
    assert "Invented data" in shown(project, SHEET)


def test_sheet_names_whom_to_ask(project: Project) -> None:
    assert "Aygün, 12 345" in shown(project, dataclasses.replace(SHEET, contact="Aygün, 12 345"))
    assert "The person who gave you this sheet" in shown(project, SHEET)


def test_sheet_of_the_ministry_speaks_of_a_list(project: Project) -> None:
    page = shown(project, dataclasses.replace(SHEET, school=""))

    assert "schools agreed that the ministry may read" in page
    assert "choose a school from the list" in page
    assert ministry_title(project, "en", SETTING) == "Reports of the schools that agreed, Round 2023 (synthetic)"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("school", ["Sample school with a name that " * 3, ""], ids=["school", "ministry"])
def test_sheet_is_one_page_with_the_whole_code_as_text(project: Project, language: str, school: str) -> None:
    """The widest code there is: M is the widest symbol."""
    widest = dataclasses.replace(SHEET, school=school, code=ReportCode(bytes.fromhex("a5294a5294a5294a5294a5294a5294")))
    pdf = render_pdf(shown(project, widest, language), ROOT / "site_templates" / "print")
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        (page,) = document.pages
        text = page.extract_text()
        right = max(letter["x1"] for letter in page.chars)

    assert "".join(widest.code.groups) in text.replace(" ", "").replace("-", "").replace("\n", "")
    assert right < float(page.width) - 40


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/guzgu//", "https://example.org/guzgu/"),
        ("http://localhost:8000/", "http://localhost:8000/"),
    ],
)
def test_address_of_a_site_ends_with_a_slash(typed: str, printed: str) -> None:
    assert site_address(typed) == printed


@pytest.mark.parametrize(
    "typed",
    ["", "example.org", "http://example.org", "ftp://example.org", "https://", "https://a/?b", "https://a/#b",
     "https://me@example.org", "https://example.org/a b", "https://[", "javascript:alert(1)"],
)  # fmt: skip
def test_address_where_no_report_would_open_is_refused(typed: str) -> None:
    with pytest.raises(SiteAddressError):
        site_address(typed)
