"""What papers are wanted of a questionnaire, and how one of them is listed before it is made."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.compute.publication import OwnResults
from generator.model.asked import as_asked
from generator.model.catalogue import Language
from generator.model.output import OutputFile, PrintDocument
from generator.model.project import Project
from generator.model.questionnaire import Group, Level, OwnQuestions, Questionnaire
from generator.model.round import RoundSetting
from generator.render.environment import page_environment
from generator.render.paper_kinds import newest_versions
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
    results: OwnResults | None = None
    """What it may read of its answers in this round; none before they are there."""


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
    def is_newest(self) -> bool:
        """Whether no later version of the instrument is there: nobody runs an older one again."""
        return self.questionnaire.key in newest_versions(self.content.questionnaires.values())

    @property
    def school_id(self) -> str:
        """Empty for the papers of the site."""
        return self.school.id if self.school else ""

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
    is_read_here: bool = False
    """Whether the print page has its words too. Forms have pages of their own; other papers have no words to read."""

    @property
    def is_pdf(self) -> bool:
        """Whether it becomes a PDF."""
        return self.path.endswith(".pdf")

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
    asked = translate_own_questions(own, language) if own else None
    environment = page_environment(content.root / "site_templates", content.interface, language)
    return PrintOrder(content, language, environment, as_asked(translated, asked), school)
