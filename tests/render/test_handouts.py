"""Sheets beside the forms: what the words mean, how to run it in class, the invitation. One page each."""

from __future__ import annotations

import dataclasses
import functools
import io
import re
from collections import Counter

import page
import pdfplumber
import pikepdf
import pytest
from lxml import html as lxml_html

from generator.compute.publication import publish
from generator.model.catalogue import Language
from generator.model.output import PrintDocument
from generator.model.project import Project, SiteSettings
from generator.model.questionnaire import Questionnaire
from generator.render.edition import edition_in
from generator.render.environment import page_environment
from generator.render.handout_sets import explainer_words, handout_papers
from generator.render.handouts import (
    administrator_print,
    explainer_path,
    explainer_print,
    invitation_print,
    student_forms,
)
from generator.render.one_page import Size, amount_to_read, one_page
from generator.render.print_orders import ListedPaper, site_order
from generator.render.qr import qr_data_uri
from generator.translation.questionnaire_strings import translate_questionnaire
from generator.write.pdf import render_pdf
from tests.conftest import IS_NIGHTLY, LANGUAGES, ROOT, this_project
from tests.render.page_project import environment, questionnaires, tiny_project
from tests.render.pseudo_language import pseudo_language

PROJECT = this_project()
PRINT = ROOT / "site_templates" / "print"
KEY = "schools/2023"
SOURCE = PROJECT.questionnaires[KEY]
SITE = "https://example.org/schools/guzgu/"
FORM_ADDRESS = "https://example.org/an-address-of-a-form/that-is-rather-long/2023"
ISOLATES = re.compile("[\u2066-\u2069]")
"""Signs that keep a text in its direction and draw nothing."""
GUIDES = {guide.slug: guide.body for guide in PROJECT.guides}


def language_of(code: str) -> Language:
    """A language of the project, or an invented one whose texts are 40 percent longer."""
    return PROJECT.language(code) if code in LANGUAGES else pseudo_language(PROJECT, code)


def explainer(code: str, level: str, group: str = "students") -> PrintDocument:
    language = language_of(code)
    words = explainer_words(PROJECT, SOURCE, group, level, language)
    return explainer_print(*made_for(language), group, level, words)


def made_for(language: Language) -> tuple[object, Questionnaire]:
    made = page_environment(ROOT / "site_templates", PROJECT.interface, language)
    return made, translate_questionnaire(SOURCE, language)


@functools.cache
def sheets(code: str) -> tuple[tuple[PrintDocument, bytes], ...]:
    """The fullest of each kind, with its PDF."""
    made = made_for(language_of(code))
    documents = (
        explainer(code, "isced3v"),
        administrator_print(*made, "students"),
        invitation_print(*made, "teachers", SITE, FORM_ADDRESS),
        invitation_print(*made, "teachers"),
    )
    return tuple((document, render_pdf(document.html, PRINT)) for document in documents)


def words_of(document: PrintDocument) -> str:
    """What people read, without what describes drawings to those who cannot see them."""
    parsed = lxml_html.document_fromstring(re.sub(r"<svg\b.*?</svg>", "", document.html, flags=re.DOTALL))
    return " ".join(parsed.find("body").text_content().split())


@pytest.mark.parametrize("code", ["az", "ru", "kk", *(["en", "de", "ar", "ka"] if IS_NIGHTLY else [])])
def test_each_sheet_is_one_page_with_all_its_words_inside(code: str) -> None:
    for document, pdf in sheets(code):
        with pdfplumber.open(io.BytesIO(pdf)) as found:
            assert len(found.pages) == 1, document.path
            (only,) = found.pages
            assert all("Noto" in letter["fontname"] for letter in only.chars)
            assert max(letter["x1"] for letter in only.chars) < float(only.width) - 30
            # All there is to read was drawn: nothing is cut off.
            drawn = Counter("".join(letter["text"] for letter in only.chars))
            missing = Counter("".join(ISOLATES.sub("", words_of(document)).split())) - drawn
            assert not missing, document.path


def test_sheets_keep_the_rules_of_pdf_ua_and_say_title_and_language() -> None:
    for document, pdf in sheets("az")[:3]:
        report = page.validate_pdf_bytes(pdf, profile="ua1")
        assert report.is_compliant, (document.path, report.failures)
        with pikepdf.open(io.BytesIO(pdf)) as found:
            assert str(found.Root.Lang) == "az"
            assert str(found.docinfo["/Title"])
            assert len(found.open_outline().root) >= 1


def test_equal_sheets_are_equal_bytes() -> None:
    document, pdf = sheets("az")[0]
    assert render_pdf(document.html, PRINT) == pdf


def test_explainer_has_every_question_that_needs_an_explanation() -> None:
    for group, level in student_forms(SOURCE):
        text = words_of(explainer("en", level.id))
        helped = [item for item in SOURCE.items_asked_of(group.id, level.id) if group.id in item.help]
        assert helped
        for item in helped:
            assert f"{item.id}{item.wording(group.id, level.id)}" in text.replace(f"{item.id} ", item.id)
            assert item.help[group.id] in text


def test_explainer_has_the_answers_and_says_that_the_one_apart_may_be_ticked() -> None:
    text = words_of(explainer("en", "isced2"))

    for scale in ("agreement", "frequency"):
        assert all(option.text in text for option in SOURCE.scale(scale).options)
    # Scales that only teachers are asked on stay away.
    assert not any(option.text in text for option in SOURCE.scale("confidence").points)
    assert "It is a good answer too." in text


def test_explainer_has_the_words_of_the_glossary_that_the_form_uses_and_no_others() -> None:
    """Only those who learn an occupation are asked about practical training."""
    assert "Practical training" in words_of(explainer("en", "isced3v"))
    assert "Practical training" not in words_of(explainer("en", "isced2"))


def test_words_of_the_explainer_are_those_of_the_glossary_on_the_site() -> None:
    for term in explainer_words(PROJECT, SOURCE, "students", "isced3v", PROJECT.source):
        assert f"{term.term}\n:   {term.meaning}\n" in GUIDES["glossary"]


def test_explainer_speaks_the_language_of_the_form() -> None:
    for code, word in (("az", "Süni intellekt"), ("ru", "Искусственный интеллект")):
        assert word in words_of(explainer(code, "isced2"))
        assert 'lang="en"' not in explainer(code, "isced2").html


def test_what_the_class_is_told_is_what_the_guides_tell_the_coordinator() -> None:
    text = words_of(administrator_print(*made_for(PROJECT.source), "students"))

    for said in (
        "Explain a word when somebody asks.",
        "Do not say what you would answer.",
        "so that they cannot see the forms of others.",
        "Do not read the forms",
        "There are no right or wrong answers.",
    ):
        assert said in text
        assert said in GUIDES["on-paper"] + GUIDES["prepare-your-school"]
    assert f"about {SOURCE.group('students').minutes} minutes" in text
    for promise in ("Do not write your name anywhere.", "Nobody has to answer.", "not to whom", "No class list"):
        assert promise in text


def test_invitation_leads_to_the_questions_in_its_language() -> None:
    made = made_for(PROJECT.language("ru"))
    address = f"{SITE}ru/questionnaires/schools/2023/index.html"

    document = invitation_print(*made, "students", SITE)
    assert f'src="{qr_data_uri(address)}"' in document.html
    assert address in words_of(document)


def test_invitation_without_an_address_has_lines_to_write_on() -> None:
    made = made_for(PROJECT.source)
    with_address, without = invitation_print(*made, "students", SITE, FORM_ADDRESS), invitation_print(*made, "students")

    assert "<img" not in without.html
    assert FORM_ADDRESS in words_of(with_address)
    assert without.html.count('class="blank"') == with_address.html.count('class="blank"') + 3


def test_invitation_greets_each_group_in_its_own_words() -> None:
    for group in SOURCE.groups:
        text = words_of(invitation_print(*made_for(PROJECT.source), group.id))
        assert group.welcome in text
        assert f"about {group.minutes} minutes" in text


def test_addresses_on_an_invitation_are_text() -> None:
    hostile = 'https://example.org/"><script>alert(1)</script>'
    html = invitation_print(*made_for(PROJECT.source), "teachers", "", hostile).html

    assert "<script" not in html


def handouts_of_site(content: Project, code: str) -> list[ListedPaper]:
    """Those of every version that stand on the site."""
    edition = edition_in(publish(content), code, ROOT / "site_templates", with_pdfs=True)
    orders = [
        site_order(content, edition.language, edition.environment, each) for each in edition.questionnaires.values()
    ]
    return [paper for order in orders for paper in handout_papers(order) if paper.is_on_site]


def test_a_site_has_the_sheets_of_the_newest_version_only() -> None:
    papers = handouts_of_site(dataclasses.replace(PROJECT, rounds=()), "en")
    paths = [paper.path for paper in papers]

    assert len(paths) == len(set(paths))
    assert [paper.make().path for paper in papers] == paths
    assert all("2021" not in path for path in paths)
    assert explainer_path(SOURCE, "students", "isced4", "en") in paths
    assert {f"files/plans/schools-2023_plan{name}-en.pdf" for name in ("", "-example")} < set(paths)
    assert len(paths) == len(SOURCE.levels) + 1 + len(SOURCE.groups) + 2


def test_invitations_of_a_site_lead_to_where_the_settings_say_that_it_stands() -> None:
    settings = PROJECT.settings.model_copy(update={"address": SITE})
    content = dataclasses.replace(PROJECT, rounds=(), settings=settings)
    made = [paper.make() for paper in handouts_of_site(content, "az") if paper.kind == "invitation"]
    invitations = [each for each in made if isinstance(each, PrintDocument)]

    assert len(invitations) == len(SOURCE.groups)
    assert all(f"{SITE}az/questionnaires/schools/2023/index.html" in each.html for each in invitations)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "example.org/", "https://example.org", "https://a/?b/", "https://me@example.org/"],
)
def test_what_is_no_address_of_a_site_is_refused_in_the_settings(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        SiteSettings.model_validate({"languages": ("az",), "address": address})


def test_a_project_without_glossary_has_an_explainer_without_words() -> None:
    """The tiny project has one question and no words to explain."""
    project: Project = dataclasses.replace(tiny_project(), guides=())
    (key,) = list(project.questionnaires)[-1:]
    questionnaire = questionnaires()[key]
    group, level = next(student_forms(questionnaire))
    assert explainer_words(project, questionnaire, group.id, level.id, project.source) == ()
    assert explainer_print(environment(), questionnaire, group.id, level.id, ()).html


class Told:
    """A template that says how large its letters are."""

    def render(self, *_: object, **facts: object) -> str:
        size = facts["size"]
        assert isinstance(size, Size)
        return f"<head><title>{'x' * 500}</title></head><body><p>{facts['text']}</p> {size.points}</body>"

    def make_module(self, vars: dict[str, object] | None = None) -> object:  # noqa: A002
        raise NotImplementedError


def test_the_more_there_is_to_read_the_smaller_the_letters() -> None:
    sizes = (Size(100, 12, 5), Size(200, 10, 4), Size(300, 8, 3))
    shown = [one_page(Told(), {"text": "a" * letters}, sizes) for letters in (10, 150, 250, 2500)]

    assert [html.rpartition(" ")[2] for html in shown] == [f"{points}</body>" for points in (12, 10, 8, 8)]


def test_what_nobody_reads_takes_no_room() -> None:
    assert amount_to_read("<head><style>p { color: red }</style></head><p>ab</p>") == amount_to_read("<p>ab</p>") == 36
