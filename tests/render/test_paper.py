"""Printed questionnaires: the document and the PDF that it becomes."""

import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import page
import pdfplumber
import pikepdf
import pytest

from generator.load.project import load_project
from generator.model.catalogue import Catalogue, Domain, Language, Translation
from generator.model.project import Project
from generator.model.questionnaire import Questionnaire
from generator.render.environment import page_environment
from generator.render.locale_format import language_name
from generator.render.paper import form_pdf_path, most_pages, page_code, questionnaire_print, report_print
from generator.render.paper_layout import form_layout
from generator.translation.messages import source_messages
from generator.translation.questionnaire_strings import translate_questionnaire
from generator.write.pdf import render_pdf

ROOT = Path(__file__).parent.parent.parent
PRINT = ROOT / "site_templates" / "print"
MILLIMETRE = 72 / 25.4
FORMS = [
    ("schools/2021", "teachers", "isced3v", "en"),
    ("schools/2023", "leaders", "isced2", "ru"),
    ("schools/2023", "students", "isced4", "az"),
]
WORDS = {
    "az": "Məktəbimizdə şagirdlər üçün İnternet çoxdur, ığışəçöü.",
    "ru": "Съешь же ещё этих мягких французских булок, да выпей чаю.",
}


@dataclass(frozen=True)
class Form:
    questionnaire: Questionnaire
    group: str
    level: str
    language: str
    html: str
    pdf: bytes


@pytest.fixture(scope="module")
def project() -> Project:
    return load_project(ROOT)


def language_of(project: Project, code: str) -> Language:
    """English, or a language in which some strings have a translation with all its letters and some have none."""
    if code == "en":
        return project.source
    catalogues = {}
    for domain in (Domain.INTERFACE, Domain.QUESTIONNAIRES):
        messages = [message for message in source_messages(project) if message.domain is domain and not message.plural]
        translated = [message for index, message in enumerate(messages) if index % 3 and "{" not in message.text]
        found = {message.key: Translation((f"{WORDS[code]}"[: len(message.text) + 5],)) for message in translated}
        catalogues[domain] = Catalogue(code, domain, found)
    return Language(code, catalogues)


@pytest.fixture(scope="module", params=FORMS, ids=lambda form: "-".join(form).replace("/", "-"))
def form(request: pytest.FixtureRequest, project: Project) -> Form:
    key, group, level, code = request.param
    language = language_of(project, code)
    environment = page_environment(ROOT / "site_templates", project.interface, language)
    questionnaire = translate_questionnaire(project.questionnaires[key], language)
    document = questionnaire_print(environment, questionnaire, group, level)
    return Form(questionnaire, group, level, code, document.html, render_pdf(document.html, PRINT))


def pages_of(form: Form) -> list[str]:
    with pdfplumber.open(io.BytesIO(form.pdf)) as document:
        return [each.extract_text() for each in document.pages]


def test_every_item_of_the_group_and_level_stands_on_the_form_once(form: Form) -> None:
    asked = [item.id for item in form.questionnaire.items() if item.is_asked_of(form.group, form.level)]
    others = {item.id for item in form.questionnaire.items()} - set(asked)
    # Codes are in the smallest type; words of the texts may look like one.
    found = Counter(re.findall(r"\b[A-Z]{1,2}[0-9]{1,3}\b", "\n".join(pages_of(form))))

    assert {code: found[code] for code in asked} == dict.fromkeys(asked, 1)
    assert not others & set(found)


def test_numbers_run_from_one_to_the_last_question(form: Form) -> None:
    layout = form_layout(form.questionnaire, form.group, form.level)

    numbers = re.findall(r'<span class="running">(\d+)</span>', form.html)

    assert numbers == [str(number) for number in range(1, len(layout.questions) + 1)]


def test_every_page_says_which_form_it_is_and_which_page(form: Form) -> None:
    pages = pages_of(form)
    facts = [
        f"{form.questionnaire.instrument} {form.questionnaire.version}",
        form.group,
        form.level,
        f"{form.language}",
        language_name(form.language, form.language),
    ]

    for number, text in enumerate(pages, start=1):
        footer = text[-400:]
        assert all(fact in footer for fact in facts)
        assert f"Page {number} of {len(pages)}" in footer


def test_every_page_has_its_own_square_code(form: Form) -> None:
    code = page_code(form.questionnaire, form.group, form.level, form.language)
    layout = form_layout(form.questionnaire, form.group, form.level)

    images = re.findall(r"@page :nth\((\d+)\) \{ @bottom-right \{ background-image: url\(\"([^\"]+)\"\)", form.html)

    assert len({image for _, image in images}) == len(images) == most_pages(layout) >= len(pages_of(form))
    assert re.fullmatch(r"[A-Z0-9$%*+\-./:]+", code)


def test_nothing_is_printed_in_the_lowest_fifteen_millimetres(form: Form) -> None:
    with pdfplumber.open(io.BytesIO(form.pdf)) as document:
        for each in document.pages:
            assert all(char["bottom"] < each.height - 15 * MILLIMETRE for char in each.chars)
            assert all(char["x1"] < each.width - 13 * MILLIMETRE for char in each.chars)


def test_the_questions_are_large_enough_to_read(form: Form) -> None:
    least = 11.5 if form.group == "students" else 10.0
    with pdfplumber.open(io.BytesIO(form.pdf)) as document:
        sizes = Counter(round(char["size"], 1) for each in document.pages for char in each.chars)

    assert sizes.most_common(1)[0][0] >= least
    assert min(sizes) >= 8


def test_no_answer_words_run_into_each_other(form: Form) -> None:
    with pdfplumber.open(io.BytesIO(form.pdf)) as document:
        for each in document.pages:
            words = each.extract_words(x_tolerance=1.5)
            for left, right in pairwise(words):
                if abs(left["top"] - right["top"]) < 1:
                    assert left["x1"] <= right["x0"] + 0.1


def test_only_noto_fonts_are_embedded(form: Form) -> None:
    with pikepdf.open(io.BytesIO(form.pdf)) as document:
        fonts = [obj for obj in document.objects if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/Font"]
        names = {str(font.BaseFont).split("+")[-1] for font in fonts}
        descriptors = [obj for obj in document.objects if isinstance(obj, pikepdf.Dictionary) and "/FontFile2" in obj]

    assert names <= {"Noto-Sans", "Noto-Sans-Bold", "Noto-Sans-Italic", "Noto-Serif-Bold"}
    assert len(descriptors) >= 3


def test_no_letter_lacks_a_glyph(form: Form) -> None:
    with pdfplumber.open(io.BytesIO(form.pdf)) as document:
        letters = {char["text"] for each in document.pages for char in each.chars}

    assert not letters & {"\x00", "�", "\ufffe"}
    assert set(WORDS.get(form.language, "").replace(" ", "")) <= letters | {"."}


def test_the_form_keeps_the_rules_of_pdf_ua(form: Form) -> None:
    report = page.validate_pdf_bytes(form.pdf, profile="ua1")

    assert report.is_compliant, [failure.message for failure in report.failures]


def test_the_same_form_gives_the_same_bytes(form: Form) -> None:
    assert render_pdf(form.html, PRINT) == form.pdf


def test_texts_without_translation_are_marked_as_english(form: Form) -> None:
    assert ('<span lang="en" dir="ltr">' in form.html) == (form.language != "en")
    assert f'<html lang="{form.language}"' in form.html


def test_answer_boxes_stand_at_the_same_place_through_the_form(form: Form) -> None:
    layout = form_layout(form.questionnaire, form.group, form.level)
    with pdfplumber.open(io.BytesIO(form.pdf)) as document:
        white = [shape for each in document.pages for shape in each.curves + each.rects if is_box(shape)]
        places = Counter(round(shape["x0"] + shape["x1"]) // 2 for shape in white)

    in_grids = {len(grid.points) + len(grid.not_applicable) for grid in layout.grids}
    rows = sum(len(grid.rows) for grid in layout.grids)
    assert len([place for place, count in places.items() if count >= rows * 0.9]) == max(in_grids)


def is_box(shape: dict[str, float]) -> bool:
    in_grid = shape["x0"] > 240  # lists and scores stand further left
    return in_grid and 12 < shape["width"] < 16 and abs(shape["width"] - shape["height"]) < 0.5


@pytest.mark.parametrize("sheet", ["questionnaire.css", "report.css"])
def test_the_style_sheets_say_nothing_that_weasyprint_ignores(sheet: str, caplog: pytest.LogCaptureFixture) -> None:
    html = f'<html lang="en"><link rel="stylesheet" href="base.css"><link rel="stylesheet" href="{sheet}"><p>x'

    with caplog.at_level("WARNING", logger="weasyprint"):
        render_pdf(html, PRINT)

    assert [record.getMessage() for record in caplog.records if "Ignored" in record.getMessage()] == []


def test_the_address_names_instrument_version_group_level_and_language(project: Project) -> None:
    path = form_pdf_path(project.questionnaires["schools/2023"], "students", "isced2", "az")

    assert path == "files/questionnaires/schools-2023-students-isced2-az.pdf"


def test_a_statement_cannot_bring_its_own_html(project: Project) -> None:
    plain = project.questionnaires["schools/2023"]
    hostile = plain.model_copy(update={"title": '</style><script>alert("x")</script>'})
    environment = page_environment(ROOT / "site_templates", project.interface, project.source)

    html = questionnaire_print(environment, hostile, "leaders", "isced2").html

    assert "<script" not in html


def test_a_report_keeps_its_headings_and_tables_and_gains_a_footer(project: Project) -> None:
    environment = page_environment(ROOT / "site_templates", project.interface, project.source)
    article = (
        "<article><h1>School 12</h1><h2>Areas</h2><table><caption>Areas</caption><thead><tr><th scope='col'>Area</th>"
    )
    article += (
        "<th scope='col'>n</th></tr></thead><tbody><tr><th scope='row'>A</th><td>40</td></tr></tbody></table></article>"
    )

    document = report_print(
        environment, "files/reports/x.pdf", "School 12", article, [("School 12",), ("Demo", "2023")]
    )
    content = render_pdf(document.html, PRINT)

    with pdfplumber.open(io.BytesIO(content)) as pdf:
        text = pdf.pages[0].extract_text()
    assert text.startswith("School 12\nAreas")
    assert "Demo · 2023" in text
    assert "Page 1 of 1" in text
    assert page.validate_pdf_bytes(content, profile="ua1").is_compliant
