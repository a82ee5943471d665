"""Tally sheets: every item and option of the form in its order, fields of one size, sums that check each other."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import lxml.html
import page
import pdfplumber
import pikepdf
import pytest

from generator.model.asked import as_asked
from generator.model.project import Project
from generator.model.questionnaire import ItemType, Questionnaire
from generator.render.environment import page_environment
from generator.render.paper_layout import form_layout
from generator.render.tally_sheet import TallyKind, tally_code, tally_sheet_print
from generator.translation.questionnaire_strings import translate_own_questions, translate_questionnaire
from generator.write.pdf import render_pdf
from tests.conftest import IS_NIGHTLY, ROOT, this_project

PRINT = ROOT / "site_templates" / "print"
MILLIMETRE = 72 / 25.4
SIZE = (842, 595)
"""A4 across, in points."""
SHEETS = [
    ("schools/2023", "students", "isced2", "az", TallyKind.CLASS),
    *([("schools/2021", "leaders", "isced3v", "ru", TallyKind.SCHOOL)] if IS_NIGHTLY else []),
    *(
        (key, group, "isced2", language, kind)
        for key in ("schools/2021", "schools/2023")
        for group in ("leaders", "teachers", "students")
        for language in ("az", "ru", "en")
        for kind in TallyKind
        if IS_NIGHTLY
    ),
]


@dataclass(frozen=True)
class Sheet:
    questionnaire: Questionnaire
    group: str
    level: str
    kind: TallyKind
    language: str
    html: Any
    pdf: bytes
    pages: tuple[tuple[Any, ...], ...]
    """The words of each page with their places, in points."""

    @property
    def lines(self) -> list[list[str]]:
        """The lines of text of each page."""
        found = []
        for words_of_page in self.pages:
            rows: dict[int, list[Any]] = {}
            for word in words_of_page:
                rows.setdefault(round(word["bottom"]), []).append(word)
            found.append([" ".join(word["text"] for word in rows[row]) for row in sorted(rows)])
        return found


@pytest.fixture(scope="module")
def project() -> Project:
    return this_project()


def document(
    project: Project, key: str, group: str, level: str, code: str, kind: TallyKind
) -> tuple[Questionnaire, str]:
    """A sheet of school S03, with its own questions where it has some."""
    language = project.language(code)
    environment = page_environment(ROOT / "site_templates", project.interface, language)
    own = project.own_questions_of("S03", key)
    translated = translate_questionnaire(project.questionnaires[key], language)
    asked = as_asked(translated, translate_own_questions(own, language) if own else None)
    printed = tally_sheet_print(environment, asked, group, level, kind, "Məktəb <3>")
    assert printed.path == f"files/questionnaires/{key.replace('/', '-')}-{group}-{level}-{code}-tally-{kind}.pdf"
    return asked, printed.html


@pytest.fixture(scope="module", params=SHEETS, ids=lambda each: "-".join(map(str, each)).replace("/", "-"))
def sheet(request: pytest.FixtureRequest, project: Project) -> Sheet:
    key, group, level, code, kind = request.param
    asked, html = document(project, key, group, level, code, kind)
    pdf = render_pdf(html, PRINT)
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        assert all((round(each.width), round(each.height)) == SIZE for each in opened.pages)
        pages = tuple(tuple(each.extract_words()) for each in opened.pages)
    return Sheet(asked, group, level, kind, code, lxml.html.fromstring(html), pdf, pages)


def words(element: Any) -> str:
    return " ".join(element.text_content().replace("\u200b", "").split())


def test_every_item_of_the_form_stands_once_in_its_order_with_its_number(sheet: Sheet) -> None:
    numbers = [words(each) for each in sheet.html.xpath("//span[@class='running']")]
    codes = [words(each) for each in sheet.html.xpath("//span[@class='code']")]
    questions = form_layout(sheet.questionnaire, sheet.group, sheet.level).questions
    assert [(number, code) for number, code in zip(numbers, codes, strict=True)] == [
        (str(question.number), question.code) for question in questions
    ]
    text = " ".join(word["text"] for page_words in sheet.pages for word in page_words)
    assert all(f"{question.number} {question.code}" in text for question in questions)


def test_every_option_has_a_field_in_the_order_of_the_form(sheet: Sheet) -> None:
    for table in sheet.html.xpath("//table[contains(@class, 'tally')]"):
        if "answers" in table.get("class"):
            code = words(table.xpath("../p//span[@class='code']")[0])
            found = [words(each) for each in table.xpath("./tbody/tr/th")]
        else:
            code = words(table.xpath("./tbody//span[@class='code']")[0])
            found = [words(each) for each in table.xpath("./thead//th")][1:-1]
            for row in table.xpath("./tbody/tr[@class='item']"):
                assert len(row.xpath("./td[contains(@class, 'field')]")) == len(found)
        options = [str(each.text) for each in sheet.questionnaire.options_of(sheet.questionnaire.item(code))]
        assert found[: len(options)] == options


def test_a_row_with_one_answer_can_be_checked_against_the_number_of_forms(sheet: Sheet) -> None:
    """It has a field for no valid answer, a sum, and says what the sum must be; a choice of several has neither."""
    for table in sheet.html.xpath("//table[contains(@class, 'tally')]"):
        code = words(table.xpath("(./tbody|..)//span[@class='code']")[0])
        is_multiple = sheet.questionnaire.item(code).type is ItemType.MULTIPLE
        must = table.xpath(".//*[contains(@class, 'must')]|./following-sibling::*[1][contains(@class, 'must')]")
        assert bool(must) != is_multiple
        assert table.xpath("./thead//th[contains(@class, 'sum')]")


def test_nothing_leaves_the_page(sheet: Sheet) -> None:
    for page_words in sheet.pages:
        for word in page_words:
            assert word["x0"] > 13 * MILLIMETRE
            assert word["x1"] < SIZE[0] - 13 * MILLIMETRE
            assert word["bottom"] < SIZE[1] - 10 * MILLIMETRE


def test_answer_words_stand_above_every_row_on_every_page(sheet: Sheet) -> None:
    """A table that goes on over the page has its head again."""
    questions = form_layout(sheet.questionnaire, sheet.group, sheet.level).questions
    asked = {question.code: question for question in questions}
    for page_words in sheet.pages:
        texts = [(each["text"], each["top"]) for each in page_words]
        rows = [
            (asked[code], top)
            for (number, _), (code, top) in pairwise(texts)
            if code in asked and number == str(asked[code].number)
        ]
        for question, top in rows:
            above = Counter("".join(text for text, place in texts if place < top))
            item = sheet.questionnaire.item(question.code)
            if item.type in (ItemType.SCALE, ItemType.SCORE):
                for option in sheet.questionnaire.options_of(item):
                    assert not Counter("".join(str(option.text).split())) - above


def test_pages_are_filled(sheet: Sheet) -> None:
    """Sections follow each other: every page but the last has at least five rows of fields, or a list."""
    places = [
        [word for word in page_words if re.fullmatch(r"[A-Z]{1,3}[0-9]{1,3}:?", word["text"])]
        for page_words in sheet.pages[1:-1]
    ]

    assert all(len(codes) >= 5 or any(code["text"].endswith(":") for code in codes) for codes in places)


def test_fields_have_room_for_thirty_strokes(sheet: Sheet) -> None:
    """Six groups of five, 5.5 mm each, in two lines of 4 mm; below them the number."""
    styles = [each.get("style") for each in sheet.html.xpath("//table[@class='tally']")]
    widths = [float(found[1]) for style in styles if (found := re.search(r"--field: ([\d.]+)mm", style))]
    assert len(widths) == len(styles) > 0
    assert all(2 * (width // 5.5) * 5 >= 30 for width in widths)
    assert "height: 13.4mm" in (PRINT / "tally.css").read_text(encoding="utf-8")


def test_every_page_has_its_square_code_and_its_footer(sheet: Sheet) -> None:
    code = tally_code(sheet.questionnaire, sheet.group, sheet.level, sheet.language, sheet.kind)
    assert (
        code
        == f"GUZGU:{sheet.questionnaire.key}/{sheet.group}/{sheet.level}/{sheet.language}/TALLY/{sheet.kind}".upper()
    )
    html = lxml.html.tostring(sheet.html, encoding="unicode")
    assert len(re.findall(r"@page :nth\(\d+\)", html)) >= len(sheet.pages)
    for lines in sheet.lines:
        assert any(f"{sheet.group} · {sheet.level} · {sheet.language} · tally {sheet.kind}" in line for line in lines)


def test_the_pdf_keeps_the_rules_of_pdf_ua_in_the_typeface_of_the_forms(sheet: Sheet) -> None:
    report = page.validate_pdf_bytes(sheet.pdf, profile="ua1")
    assert report.is_compliant, report.failures
    with pikepdf.open(io.BytesIO(sheet.pdf)) as opened:
        assert str(opened.Root.Lang) == sheet.language
        assert str(opened.docinfo["/Title"])
        fonts = {
            str(each.BaseFont).split("+")[-1]
            for each in opened.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font"
        }
    assert fonts
    assert all(font.startswith(("Noto-Sans", "Noto-Serif", "NotoSans", "NotoSerif")) for font in fonts), fonts


def test_the_schools_sheet_lists_classes_and_names_the_school(project: Project) -> None:
    _, text = document(project, "schools/2023", "leaders", "isced2", "en", TallyKind.SCHOOL)
    assert "Məktəb &lt;3&gt;" in text
    html = lxml.html.fromstring(text)
    classes = html.xpath("//table[@class='class-list']//tr")
    assert [words(each) for each in classes if words(each)] == ["ClassNumber of forms"] * 2 + ["Together"]
    assert len(classes) == 3 + 18
    assert "Numbers of the classes" in {words(each) for each in html.xpath("//main//th")}


def test_the_same_sheet_is_the_same_document_again(project: Project) -> None:
    """From which PDFs are the same, byte by byte (tests/write/test_pdf.py)."""
    arguments = (project, "schools/2021", "leaders", "isced2", "en", TallyKind.CLASS)
    assert document(*arguments)[1] == document(*arguments)[1]
