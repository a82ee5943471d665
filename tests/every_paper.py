"""Every kind of paper in any language, invented ones too: those of the list of papers, and those that are not listed.

Listed papers are of the real questionnaire, for the students of one level of a school with synthetic results; reports
are of a small project with two schools.
"""

from __future__ import annotations

import dataclasses
import functools
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from generator.compute.publication import Publication, own_results_of, publish
from generator.load.project import load_project
from generator.model.catalogue import Domain, Language
from generator.model.output import OwnReport, PrintDocument
from generator.model.project import Project
from generator.model.report_code import CODE_BYTES, ReportCode
from generator.render.certificates import BLANK, Recipient, Role, certificates_print
from generator.render.code_sheets import CodeSheet, code_sheet
from generator.render.edition import Edition, edition_in
from generator.render.environment import page_environment
from generator.render.print_orders import ListedPaper, PrintOrder, SchoolSet
from generator.render.print_papers import listed_papers
from generator.render.review_document import review_print
from generator.render.school_reports import own_reports, public_reports
from generator.translation.questionnaire_strings import translate_questionnaire
from generator.translation.review import review
from tests.conftest import LANGUAGES, ROOT, this_project
from tests.pseudo_site import ROUND, SCHOOL, make_pseudo_project
from tests.render.full_poster import fullest_poster
from tests.render.pseudo_language import pseudo_language

KEY: Final = "schools/2023"
REVIEWED: Final = 8
"""Rows of a review: a whole one takes a minute to lay out."""
LISTED_SCHOOL: Final = "S03"
NAME: Final = "Sumqayıt şəhəri, 132 nömrəli məktəb-lisey"
_PROJECT: Final = this_project()
_SETTING: Final = next(each.setting for each in _PROJECT.rounds if each.setting.id == ROUND)
_RESULTS: Final = next(
    each for each in own_results_of(_PROJECT, LISTED_SCHOOL) if each.released.setting.id == _SETTING.id
)
_RECIPIENTS: Final = (
    Recipient("Gülşən Əzizağa qızı Şıxlinskaya", NAME),
    Recipient("فاطمة الزهراء محمد علي", "مدرسة رقم ١٣٢"),
    BLANK,
)


@functools.cache
def language(code: str) -> Language:
    """A language of the project, or one whose translations are invented."""
    return _PROJECT.language(code) if code in LANGUAGES else pseudo_language(_PROJECT, code)


def order(code: str, *units: tuple[str, str]) -> PrintOrder:
    """The order of a school's papers for groups and levels, of the site's without any."""
    spoken = language(code)
    environment = page_environment(ROOT / "site_templates", _PROJECT.interface, spoken)
    invited = tuple((*unit, 50) for unit in units)
    school = SchoolSet(LISTED_SCHOOL, NAME, _SETTING, invited, _RESULTS) if units else None
    asked = translate_questionnaire(_PROJECT.questionnaires[KEY], spoken)
    return PrintOrder(_PROJECT, spoken, environment, asked, school)


@functools.cache
def listed(code: str) -> dict[str, ListedPaper]:
    """A paper of each kind that is listed; each is made when somebody asks."""
    return {paper.kind: paper for paper in listed_papers(order(code, ("students", "isced2")))}


LISTED: Final = tuple(kind for kind, paper in listed("en").items() if paper.is_pdf)
"""The listed kinds that become PDFs."""
FILES: Final = tuple(kind for kind, paper in listed("en").items() if not paper.is_pdf)
"""The listed kinds that are files as they are."""


def _listed(kind: str, code: str) -> PrintDocument:
    made = listed(code)[kind].make()
    assert isinstance(made, PrintDocument)
    return made


@functools.cache
def _publication() -> Publication:
    """The small project with its synthetic rounds, and every school's own results."""
    with tempfile.TemporaryDirectory() as folder:
        return publish(load_project(make_pseudo_project(Path(folder))), with_own=True)


@functools.cache
def edition(code: str) -> Edition:
    """The small project in an invented language or English."""
    return edition_in(_publication(), code, ROOT / "site_templates", with_pdfs=True)


@functools.cache
def public_documents(code: str) -> tuple[PrintDocument, ...]:
    """What a school's public report prints."""
    reports = public_reports(edition(code))
    return next(report.documents for report in reports if f"/{ROUND}/" in report.page.path)


@functools.cache
def own_report(code: str) -> OwnReport:
    """A school's own report."""
    reports = own_reports(edition(code))
    return next(each for each in reports if (each.round, each.school) == (ROUND, SCHOOL))


def _public(number: int, code: str) -> PrintDocument:
    return public_documents(code)[number]


def _own(kind: str, code: str) -> PrintDocument:
    return own_report(code).prints[kind]


def _project(code: str) -> Project:
    """The real project, with an invented language among its own."""
    others = [each for each in _PROJECT.languages if each.code != code]
    return dataclasses.replace(_PROJECT, languages=(*others, language(code)))


def _certificates(role: Role, code: str) -> PrintDocument:
    return certificates_print(_project(code), _SETTING, role, code, _RECIPIENTS, f"certificate-{role}.pdf")


def _code_sheet(name: str, code: str) -> PrintDocument:
    secret = ReportCode(bytes(range(CODE_BYTES)))
    contact = "Aynur Məmmədova, example@example.org"
    sheet = CodeSheet(_SETTING, name, secret, "https://example.org/guzgu/", is_code_in_square=True, contact=contact)
    return code_sheet(_project(code), code, sheet, "sheet.pdf")


def _first_rows_of_review(code: str) -> PrintDocument:
    project = _project(code)
    found = review(project, language(code), Domain.QUESTIONNAIRES)
    group = dataclasses.replace(found.groups[0], rows=found.groups[0].rows[:REVIEWED])
    return review_print(project, dataclasses.replace(found, groups=(group,)))


PAPERS: Final[dict[str, Callable[[str], PrintDocument]]] = {
    **{kind: partial(_listed, kind) for kind in LISTED},
    "school report": partial(_public, 0),
    "action plan": partial(_public, 1),
    "own report": partial(_own, "pdf"),
    "own action plan": partial(_own, "plan"),
    "fullest poster": lambda code: fullest_poster(_PROJECT, language(code)),
    **{f"certificate for a {role}": partial(_certificates, role) for role in Role},
    "code sheet": partial(_code_sheet, NAME),
    "code sheet of the ministry": partial(_code_sheet, ""),
    "review": _first_rows_of_review,
}
"""Every kind of paper, made in the language that is asked for: English, or one of tests/pseudo_site.py."""

ALIKE: Final = frozenset({"own report", "action plan", "poster", "own action plan", "code sheet of the ministry"}) | {
    f"certificate for a {role}" for role in Role if role is not Role.PARTICIPANT
}
"""Kinds of the same template as another one, which differ in few words: for the night."""


@functools.cache
def document(kind: str, code: str) -> PrintDocument:
    """A paper of a kind in a language."""
    return PAPERS[kind](code)


def every_listed_kind() -> Iterator[str]:
    """The kinds that any order lists: of the site, and of a school that asks everybody at every level."""
    asked = _PROJECT.questionnaires[KEY]
    units = [(group.id, level.id) for group in asked.groups for level in asked.levels]
    for each in (order("en"), order("en", *units)):
        yield from (paper.kind for paper in listed_papers(each))


def named_kinds() -> Iterator[str]:
    """The kinds that the print page has a name for."""
    start = "print.kind."
    yield from (key.removeprefix(start) for key in _PROJECT.interface if key.startswith(start) and key.count(".") == 2)
