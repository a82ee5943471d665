"""A language that runs from right to left has whole pages and papers, with no drawing mirrored."""

from __future__ import annotations

import dataclasses
import io
import re
from importlib import resources
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from jinja2 import Environment, FileSystemLoader

from generator.build import BuildOptions, build
from generator.load.project import load_project
from generator.model.catalogue import Domain
from generator.model.output import MarkdownPage, PrintDocument
from generator.render.environment import page_environment
from generator.render.locale_format import text_direction
from generator.render.paper import questionnaire_print
from generator.render.translation_links import catalogue_link, with_translation_links
from generator.translation.pseudo import pseudo_text
from generator.translation.questionnaire_strings import translate_questionnaire
from generator.write.fonts import installed_fonts, undrawn_letters
from generator.write.pdf import render_pdf
from generator.write.pseudo_project import write_pseudo_project
from tests.conftest import IS_NIGHTLY, ROOT
from tests.small_project import make_small_project

REPOSITORY = "https://example.org/guzgu"
PHONE = 360
PAGES = (
    "index.html",
    "guides/start/index.html",
    "questionnaires/schools/2023/teachers-isced2/index.html",
    "results/2023/schools/S01/index.html",
    "translations/index.html",
)
PHYSICAL = re.compile(r"(?:margin|padding|border)-(?:left|right)\b|(?:text-align|float|clear):\s*(?:left|right)\b")
"""Sides of the page by name."""
SHORTHAND = re.compile(r"(?:margin|padding|inset|border-radius):\s*([^;{}]+)")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("arabic")
    root = folder / "project"
    write_pseudo_project(make_small_project(folder / "source"), root, ("ar",), schools=2, seed=1)
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(settings.replace("repository: null", f"repository: {REPOSITORY}"), "utf-8")
    outcome = build(BuildOptions(root, jobs=1, with_pdfs=False, languages=("ar",)))
    assert outcome.published, outcome.problems
    return root


@pytest.fixture(scope="module")
def form(root: Path) -> PrintDocument:
    project = load_project(root)
    language = project.language("ar")
    environment = page_environment(root / "site_templates", project.interface, language)
    questionnaire = translate_questionnaire(project.questionnaires["schools/2023"], language)
    return questionnaire_print(environment, questionnaire, "teachers", "isced2")


def names_sides(rule: str) -> bool:
    """Whether a rule means left or right: by name, or by a shorthand of four in which they differ."""
    sides = (values for found in SHORTHAND.finditer(rule) if len(values := found[1].split()) == 4)
    return bool(PHYSICAL.search(rule)) or any(values[1] != values[3] for values in sides)


def html(root: Path, page: str) -> str:
    return (root / "site" / "ar" / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_its_language_and_direction(root: Path, page: str) -> None:
    assert '<html lang="ar" dir="rtl"' in html(root, page)
    assert '<body dir="rtl"' in html(root, page)


@pytest.mark.parametrize(("code", "direction"), [("kk", "ltr"), ("fa", "rtl"), ("he", "rtl"), ("ur", "rtl")])
def test_the_theme_speaks_languages_that_material_has_no_file_for(code: str, direction: str) -> None:
    folders = [ROOT / "site_templates" / "theme", Path(str(resources.files("material"))) / "templates"]
    asked = '{% import "partials/language.html" as lang with context %}<html lang="{{ lang.t("language") }}">'
    template = Environment(loader=FileSystemLoader(folders), autoescape=False).from_string(  # noqa: S701 - as MkDocs does
        asked + '{{ lang.t("direction") }} {{ lang.t("action.skip") }}'
    )
    extra = {"direction": text_direction(code), "strings": {"theme.skip": "Skip"}}

    shown = template.render(config={"theme": {"language": code}, "extra": extra})

    assert shown == f'<html lang="{code}" dir="{direction}">{direction} Skip'


def test_what_stands_in_english_keeps_its_own_direction(root: Path) -> None:
    """Names of schools are not translated; what lacks a translation is marked."""
    assert '<span lang="en" dir="ltr">' not in html(root, "translations/index.html")


@pytest.mark.parametrize(
    ("page", "catalogue"),
    [
        ("index.html", "interface.po"),
        ("guides/start/index.html", r"guides.po#L\d+"),
        ("questionnaires/schools/2023/teachers-isced2/index.html", r"questionnaires.po#L\d+"),
        ("results/2023/schools/S01/index.html", "questionnaires.po"),
    ],
)
def test_every_page_leads_to_the_catalogue_of_its_texts(root: Path, page: str, catalogue: str) -> None:
    assert re.search(
        rf'<p class="gz-improve[^>]*><a href="{REPOSITORY}/blob/HEAD/translations/ar/LC_MESSAGES/{catalogue}">',
        html(root, page),
    )


def test_the_link_of_a_guide_leads_to_the_line_of_its_title(root: Path) -> None:
    line = int(re.search(r"guides\.po#L(\d+)", html(root, "guides/start/index.html"))[1])  # type: ignore[index]
    lines = (root / "translations/ar/LC_MESSAGES/guides.po").read_text(encoding="utf-8").splitlines()
    title = next(guide for guide in load_project(root).guides if guide.slug == "start").front_matter.title

    assert lines[line - 1] == f'msgstr "{pseudo_text(title, "ar")}"'
    assert lines[line - 2] == f'msgid "{title}"'


def test_without_a_code_host_no_page_leads_to_one(root: Path) -> None:
    project = load_project(root)
    settings = project.settings.model_copy(update={"repository": None})
    without = dataclasses.replace(project, settings=settings)
    page = MarkdownPage("guides/start/index.md", "", "")

    assert with_translation_links([page], without, without.language("ar")) == (page,)
    assert catalogue_link(without, without.language("ar"), Domain.GUIDES) == ""


def test_english_needs_no_translation_and_leads_nowhere(root: Path) -> None:
    project = load_project(root)

    assert catalogue_link(project, project.source, Domain.GUIDES) == ""


@pytest.mark.parametrize("sheet", sorted(ROOT.glob("site_templates/*/*.css")), ids=lambda path: path.name)
def test_style_sheets_know_start_and_end_instead_of_left_and_right(sheet: Path) -> None:
    """But in drawings, which are not mirrored, and in rules for one direction."""
    rules = sheet.read_text(encoding="utf-8").splitlines()

    assert [each for each in rules if names_sides(each) and not re.search(r'\.drawing|\[dir="rtl"\]', each)] == []


def test_every_letter_of_an_arabic_paper_has_a_font(form: PrintDocument) -> None:
    assert list(undrawn_letters([form], installed_fonts())) == []


def test_a_printed_form_runs_from_the_right_and_stays_on_its_page(form: PrintDocument) -> None:
    with pdfplumber.open(io.BytesIO(render_pdf(form.html, ROOT / "site_templates" / "print"))) as document:
        letters = [letter for each in document.pages for letter in each.chars if letter["text"].strip()]
        right = document.pages[0].width

    title = max(letters, key=lambda letter: letter["size"])
    assert title["x1"] > right * 0.6
    assert all(letter["x0"] > 20 and letter["x1"] < right - 20 for letter in letters)


@pytest.mark.parametrize("page", PAGES if IS_NIGHTLY else PAGES[:1])
def test_a_page_fits_a_phone_and_begins_at_the_right(root: Path, chromium: Any, page: str) -> None:
    shown = chromium.new_page(viewport={"width": PHONE, "height": 740})
    try:
        shown.goto((root / "site" / "ar" / page).resolve().as_uri())
        assert shown.evaluate("document.documentElement.scrollWidth") <= PHONE
        heading = shown.evaluate(
            "(() => { const r = document.createRange(); r.selectNodeContents(document.querySelector('h1'));"
            " return Math.max(...[...r.getClientRects()].map(each => each.right)); })()"
        )
        assert heading > PHONE - 40
    finally:
        shown.close()


def test_the_scale_of_a_drawing_runs_to_the_right_as_its_marks_do(root: Path, chromium: Any) -> None:
    shown = chromium.new_page(viewport={"width": PHONE, "height": 740})
    try:
        shown.goto((root / "site/ar/results/2023/schools/S01/index.html").resolve().as_uri())
        ticks = shown.evaluate(
            "[...document.querySelector('.gz-dots-ticks').children].map(each => each.getBoundingClientRect().left)"
        )
    finally:
        shown.close()

    assert ticks == sorted(ticks)
    assert len(ticks) == 5
