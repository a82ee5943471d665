"""Every paper of a questionnaire, listed before it is made: what the print page shows and `guzgu print` prints.

A new kind of paper is a line in `SOURCES`: a function that lists papers, each with how to make it.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Final

from generator.model.catalogue import Language
from generator.model.output import OutputFile, PrintDocument
from generator.model.project import Project
from generator.model.questionnaire import Group, Level, OwnQuestions, Questionnaire
from generator.model.round import RoundSetting
from generator.render.environment import page_environment
from generator.render.paper import questionnaire_print
from generator.render.paper_kinds import PaperKind, newest_versions, papers_of
from generator.render.paper_selection import school_questionnaire
from generator.render.paper_text import questionnaire_text
from generator.render.report_words import PageEnvironment
from generator.translation.questionnaire_strings import translate_own_questions, translate_questionnaire


class Copies(enum.StrEnum):
    """How many copies of a paper a school needs."""

    PERSON = "person"
    """One for each person who answers."""
    INSTEAD = "instead"
    """For those who cannot use the usual form, or where a school chooses this one."""
    ROOM = "room"
    """One for each class or room."""
    SCHOOL = "school"
    """One for the school."""


@dataclass(frozen=True, slots=True)
class SchoolSet:
    """The school that a set is made for."""

    id: str
    name: str
    setting: RoundSetting
    """Of the round."""
    invited: tuple[tuple[str, str, int], ...]
    """Group, level and number of people, for each group and level that the school teaches."""


@dataclass(frozen=True)
class PrintOrder:
    """What papers are wanted of: a questionnaire in a language, of the site or of one school."""

    content: Project
    language: Language
    environment: PageEnvironment
    questionnaire: Questionnaire
    """Translated; for a school, as that school asks it."""
    school: SchoolSet | None = None

    @property
    def forms(self) -> Iterator[tuple[Group, Level]]:
        """The groups and levels that have a form here, level by level."""
        wanted = {(group, level) for group, level, _ in self.school.invited} if self.school else None
        for level in self.questionnaire.levels:
            for group in self.questionnaire.groups:
                is_wanted = wanted is None or (group.id, level.id) in wanted
                if is_wanted and self.questionnaire.items_asked_of(group.id, level.id):
                    yield group, level


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """A paper, and how to make it."""

    kind: str
    """Names it: `print.kind.<kind>`; `print.kind.<kind>.about` says what it is for."""
    path: str
    """Below the site's root."""
    copies: Copies
    group: Group | None
    """Whose paper it is; none for all groups."""
    level: Level | None
    is_on_site: bool
    make: Callable[[], PrintDocument | OutputFile]

    @property
    def name(self) -> str:
        """The name of its file."""
        return PurePosixPath(self.path).name


def site_order(
    content: Project, language: Language, environment: PageEnvironment, questionnaire: Questionnaire
) -> PrintOrder:
    """The papers of a version that are the same for all schools; `questionnaire` is translated."""
    return PrintOrder(content, language, environment, questionnaire)


def school_order(content: Project, code: str, school: SchoolSet, own: OwnQuestions | None) -> PrintOrder:
    """The papers of a school in a language, with what it asks itself. `own` as it was written."""
    language = content.language(code)
    key = school.setting.questionnaire
    translated = translate_questionnaire(content.questionnaires[key], language)
    asked = translate_own_questions(own or _nothing_own(school, translated), language)
    environment = page_environment(content.root / "site_templates", content.interface, language)
    return PrintOrder(content, language, environment, school_questionnaire(translated, asked), school)


def listed_papers(order: PrintOrder) -> tuple[ListedPaper, ...]:
    """Every paper of an order, those of a group and level together."""
    return tuple(paper for source in SOURCES for paper in source(order))


def form_papers(order: PrintOrder) -> Iterator[ListedPaper]:
    """The form of each group and level, in every kind."""
    newest = newest_versions(order.content.questionnaires.values())
    school = order.school.id if order.school else ""
    questionnaire, environment = order.questionnaire, order.environment
    for group, level in order.forms:
        is_newest = questionnaire.key in newest
        papers = papers_of(questionnaire, group.id, level.id, order.language.code, is_newest=is_newest, school=school)
        for paper in papers:
            is_text = paper.kind is PaperKind.TEXT
            make: Callable[[], PrintDocument | OutputFile] = (
                partial(questionnaire_text, environment, questionnaire, group.id, level.id, school)
                if is_text
                else partial(questionnaire_print, environment, questionnaire, group.id, level.id, paper.kind, school)
            )
            copies = Copies.PERSON if paper.kind is PaperKind.FORM else Copies.INSTEAD
            yield ListedPaper(paper.kind.value, paper.path, copies, group, level, paper.is_on_site, make)


def _nothing_own(school: SchoolSet, questionnaire: Questionnaire) -> OwnQuestions:
    """What a school asks that chose nothing: the core questions."""
    return OwnQuestions(school=school.id, instrument=questionnaire.instrument, version=questionnaire.version)


SOURCES: Final[tuple[Callable[[PrintOrder], Iterator[ListedPaper]], ...]] = (form_papers,)
"""What lists papers, in the order of the print page."""
