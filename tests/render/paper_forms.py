"""Printed forms as tests read them back: letters, boxes and square codes of each page, and what is read aloud."""

from __future__ import annotations

import functools
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pdfplumber

from generator.model.asked import core_only
from generator.model.catalogue import Catalogue, Domain, Language, Translation
from generator.model.output import PrintDocument
from generator.model.project import Project
from generator.model.questionnaire import Questionnaire
from generator.render.environment import page_environment
from generator.render.paper import questionnaire_print
from generator.render.paper_kinds import DESIGNS, Design, PaperKind
from generator.render.paper_layout import FormLayout, form_layout
from generator.translation.messages import source_messages
from generator.translation.pseudo import pseudo_text
from generator.translation.questionnaire_strings import translate_questionnaire
from generator.write.pdf import PdfJob, render_files
from tests.conftest import IS_NIGHTLY, LANGUAGES, ROOT, this_project
from tests.printed_text import marked_content

PRINT = ROOT / "site_templates" / "print"
MILLIMETRE = 72 / 25.4
PSEUDO = {"ar": "from right to left", "ka": "Georgian", "de": "long words"}
"""Languages with invented translations."""
FormId = tuple[str, str, str, str, PaperKind]
"""Version, group, level, language, kind."""


def sample() -> list[FormId]:
    """Every version and group in Azerbaijani, and each kind and language at least once; nightly everything."""
    if IS_NIGHTLY:
        return sorted({*_all_forms(), *_variants()})
    forms = [
        (key, group, level, "az", PaperKind.FORM)
        for key, level in (("schools/2021", "isced3v"), ("schools/2023", "isced2"))
        for group in ("leaders", "teachers", "students")
    ]
    return [*forms, *_variants()]


def _variants() -> list[FormId]:
    newest = "schools/2023"
    return [
        (newest, "students", "isced2", "ru", PaperKind.SHORT),
        (newest, "leaders", "isced3v", "en", PaperKind.BOOKLET),
        (newest, "students", "isced4", "en", PaperKind.LARGE),
        (newest, "students", "isced2", "ar", PaperKind.BOOKLET),
        (newest, "teachers", "isced2", "ar", PaperKind.LARGE),
        (newest, "leaders", "isced2", "ka", PaperKind.BOOKLET),
        (newest, "leaders", "isced2", "ka", PaperKind.FORM),
        (newest, "students", "isced2", "de", PaperKind.SHORT),
    ]


def _all_forms() -> Iterator[FormId]:
    for key, questionnaire in project().questionnaires.items():
        for level in questionnaire.levels:
            for group in questionnaire.groups:
                for language in (*LANGUAGES, *PSEUDO):
                    for kind in DESIGNS:
                        if kind is PaperKind.FORM or (level.id == "isced2" and key == "schools/2023"):
                            yield key, group.id, level.id, language, kind


@functools.cache
def project() -> Project:
    return this_project()


@functools.cache
def language(code: str) -> Language:
    """A language of the project, or one whose translations are invented."""
    if code not in PSEUDO:
        return project().language(code)
    catalogues = {}
    for domain in (Domain.INTERFACE, Domain.QUESTIONNAIRES):
        found = {
            message.key: Translation((pseudo_text(message.plural or message.text, code),) * 6)
            for message in source_messages(project())
            if message.domain is domain
        }
        catalogues[domain] = Catalogue(code, domain, found)
    return Language(code, catalogues)


def translated(key: str, code: str) -> Questionnaire:
    return translate_questionnaire(project().questionnaires[key], language(code))


def document(form: FormId) -> PrintDocument:
    key, group, level, code, kind = form
    environment = page_environment(ROOT / "site_templates", project().interface, language(code))
    return questionnaire_print(environment, translated(key, code), group, level, kind)


def rendered(printed: PrintDocument) -> tuple[bytes, dict[str, Any]]:
    """The PDF and what its file of coordinates says."""
    _, files = render_files(PdfJob(printed.path, printed.html, printed.language, PRINT, sheet=printed.sheet))
    assert not isinstance(files, str), files
    return files[0].content, json.loads(files[1].content)


@dataclass(frozen=True)
class Page:
    """A page of the form, which in a booklet is half of a page of the PDF. Points from its own upper left corner."""

    number: int
    left: float
    """Where it begins on the page of the PDF."""
    facts: dict[str, Any]
    """What the file of coordinates says, moved to the page."""
    chars: list[dict[str, Any]]
    boxes: list[tuple[float, float, float, float]]
    """Left, top, width, height of every drawn shape that is about square."""
    colours: set[Any]
    width: float
    height: float

    @functools.cached_property
    def text(self) -> str:
        return str(pdfplumber.utils.extract_text(self.chars))

    @functools.cached_property
    def words(self) -> list[dict[str, Any]]:
        return list(pdfplumber.utils.extract_words(self.chars, x_tolerance=1.5))


@dataclass(frozen=True)
class Form:
    """A printed form, read back."""

    key: str
    group: str
    level: str
    language: str
    kind: PaperKind
    questionnaire: Questionnaire
    document: PrintDocument
    pdf: bytes
    facts: dict[str, Any]
    pages: list[Page]

    @property
    def design(self) -> Design:
        return DESIGNS[self.kind]

    @functools.cached_property
    def layout(self) -> FormLayout:
        asked = core_only(self.questionnaire) if self.kind is PaperKind.SHORT else self.questionnaire
        return form_layout(asked, self.group, self.level, has_grids=self.design.has_grids)

    @functools.cached_property
    def read_aloud(self) -> list[tuple[int, str]]:
        """Every piece of text in the order of the structure tree, with its page of the PDF, from 0."""
        texts: dict[tuple[int, int], str] = {}
        for page in self.pages:
            for char in page.chars:
                if char["mcid"] is not None:
                    place = page.facts["pdf_page"] - 1, char["mcid"]
                    texts[place] = texts.get(place, "") + char["text"]
        return [(page, texts.get((page, mcid), "")) for page, mcid in marked_content(self.pdf)]


@functools.cache
def made(form: FormId) -> Form:
    key, group, level, code, kind = form
    printed = document(form)
    pdf, facts = rendered(printed)
    return Form(
        key, group, level, code, kind, translated(key, code), printed, pdf, facts, list(_pages(pdf, facts, kind))
    )


def _pages(pdf: bytes, facts: dict[str, Any], kind: PaperKind) -> Iterator[Page]:
    width, height = DESIGNS[kind].width * MILLIMETRE, DESIGNS[kind].height * MILLIMETRE
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        sheets = opened.pages
        for each in facts["pages"]:
            sheet = sheets[each["pdf_page"] - 1]
            is_right = each["marks"][0]["x"] * MILLIMETRE > width
            left = width if is_right else 0.0
            shapes = [s for s in (*sheet.rects, *sheet.curves) if left <= s["x0"] < left + width]
            chars = [
                {**char, "x0": char["x0"] - left, "x1": char["x1"] - left}
                for char in sheet.chars
                if left <= (char["x0"] + char["x1"]) / 2 < left + width
            ]
            squares = [
                (s["x0"] - left, s["top"], s["width"], s["height"])
                for s in shapes
                if abs(s["width"] - s["height"]) < 0.5
            ]
            colours = {s["non_stroking_color"] for s in shapes if s["fill"]} | {c["non_stroking_color"] for c in chars}
            yield Page(each["page"], left, _moved(each, left), chars, squares, colours, width, height)


def _moved(facts: dict[str, Any], left: float) -> dict[str, Any]:
    """Coordinates in points of the page."""

    def area(value: dict[str, Any]) -> dict[str, Any]:
        points = {name: value[name] * MILLIMETRE for name in ("x", "y", "width", "height")}
        return {**value, **points, "x": points["x"] - left}

    return {
        **facts,
        "marks": [area(each) for each in facts["marks"]],
        "boxes": [area(each) for each in facts["boxes"]],
        "code_area": area(facts["code_area"]),
    }
