"""A whole project, as loaded: everything that a build needs, and no file handle."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from generator.model.activities import ActivityList
from generator.model.catalogue import SOURCE_LANGUAGE, Domain, Language
from generator.model.content import Commentary, Guide, Interface
from generator.model.ledger import FrozenRound
from generator.model.problem import Place, Problem
from generator.model.questionnaire import LanguageCode, OwnQuestions, Questionnaire, Record
from generator.model.results import Round
from generator.model.round import PublishedRound


class DisclosureSettings(Record):
    """When a number is hidden (DESIGN.md section 7). Ours; SELFIE's own thresholds are not known to us."""

    public_min_respondents: Annotated[int, Field(ge=1)] = 10
    """A public unit with fewer respondents is hidden (ONS 10-5 rule; NCES technical brief 3)."""
    public_min_schools: Annotated[int, Field(ge=1)] = 5
    """A public aggregate over fewer schools is hidden (OECD PISA 2018, annex A5)."""
    rounding_base: Annotated[int, Field(ge=1)] = 5
    """Public counts are rounded to a multiple of this."""
    dominance_percent: Annotated[int, Field(ge=0, le=100)] = 20
    """The p % rule: a public aggregate is hidden when all schools but the two largest together have fewer respondents
    than this share of the largest one (Hundepool and others, Statistical Disclosure Control, 2012, section 4.2;
    Eurostat, integrated farm statistics manual 9.1.2). 0: no such rule."""
    insider_schools: Annotated[int, Field(ge=0, le=2)] = 1
    """The other rules for public aggregates must hold after any so many schools took themselves out: they know their
    own numbers (the coalition attack: Hundepool and others, section 4.2). 0: nobody inside is reckoned with."""
    audit_least_range: Annotated[int, Field(ge=0)] = 3
    """How far apart the least and the greatest possible number of a hidden group must lie; no hidden count may be
    certain (interval check: GaussSuppression; attack() of sdcTable). 0: no audit."""
    own_min_respondents: Annotated[int, Field(ge=1)] = 5
    """In a school's own report, a group with fewer respondents is hidden (Wales, pupil outcomes: under 5 nothing;
    OurSchool: 5 students or teachers)."""
    own_full_respondents: Annotated[int, Field(ge=1)] = 10
    """In a school's own report, a group with fewer respondents is told with less detail (Wales: 5-9 reduced detail)."""
    own_unanimous_percent: Annotated[int, Field(ge=51, le=100)] = 80
    """In a school's own report, a share in such a group that is as high is only told as "so much or more" (top coding:
    NCES technical brief 3)."""


SiteAddress = Annotated[str, Field(pattern=r"^https?://[^\s/?#@]+(/[^\s?#]*)?/$", max_length=200)]
"""The address of a site, ending with a slash, such as `https://example.org/guzgu/`."""
Percent = Annotated[int, Field(ge=0, le=100)]
"""A whole number of percent."""


class MinCoverage(Record):
    """How many percent of the texts of each catalogue a language must have translated."""

    interface: Percent = 0
    questionnaires: Percent = 0
    guides: Percent = 0

    @property
    def by_domain(self) -> Mapping[Domain, int]:
        """The same by catalogue."""
        return {domain: getattr(self, domain.value) for domain in Domain}


class SiteSettings(Record):
    """`extra.guzgu` in mkdocs.yml: the settings of the site that are ours, not the theme's."""

    languages: Annotated[tuple[str, ...], Field(min_length=1)]
    """In the order of the switcher; the first is what a visitor without preference gets."""
    disclosure: DisclosureSettings = DisclosureSettings()
    min_coverage: Mapping[LanguageCode, MinCoverage] = {}
    """By language: below it `guzgu check` fails."""
    repository: str | None = None
    """The code host's address of this project, for edit links."""
    address: SiteAddress | None = None
    """Where the site stands: a square code on paper has to say it, pages do not need it."""
    papers: Literal["all", "forms"] = "all"
    """What every build prints: forms alone, or tally sheets and what is handed out beside them too."""
    pseudo_translations: bool = False
    """Whether invented translations may be shown: this is a copy for trying the layout, never a real site."""


@dataclass(frozen=True, slots=True)
class Project:
    """Everything a build reads."""

    root: Path
    settings: SiteSettings
    questionnaires: Mapping[str, Questionnaire]
    """By key `instrument/version`, in the order of versions."""
    own_questions: tuple[OwnQuestions, ...]
    rounds: tuple[Round, ...]
    """With data, oldest first."""
    published: tuple[PublishedRound, ...]
    """Known by published figures only, oldest first."""
    guides: tuple[Guide, ...]
    """In menu order."""
    interface: Interface
    languages: tuple[Language, ...]
    places: Mapping[str, Mapping[str, Place]]
    """For each questionnaire key, round id and file of activities, where each string stands: dotted path -> place."""
    problems: tuple[Problem, ...] = ()
    """What loading found."""
    commentaries: tuple[Commentary, ...] = ()
    """By round, each in the order of its questionnaire, the one on the whole round first."""
    activities: Mapping[str, ActivityList] = field(default_factory=dict)
    """What a school can do, by instrument; instruments that have no file are left out."""
    ledgers: Mapping[str, FrozenRound] = field(default_factory=dict)
    """What was published of frozen rounds, by round. Private, like the rounds."""
    round_folders: Mapping[str, Path] = field(default_factory=dict)
    """Where each round's files stand."""
    pictures: Mapping[tuple[str, str], bytes] = field(default_factory=dict)
    """The PNG pictures of guides by language and file name."""

    @property
    def source(self) -> Language:
        """English."""
        return Language(SOURCE_LANGUAGE)

    def language(self, code: str) -> Language:
        """The language with this code (KeyError when the site has none such); English is always there."""
        for language in (*self.languages, self.source):
            if language.code == code:
                return language
        raise KeyError(code)

    def read_in(self, code: str) -> Project:
        """The project for readers of one language: of the others only what the headers of their catalogues say.

        What is sent to a worker process must not grow with the number of languages.
        """
        languages = tuple(each if each.code == code else each.without_translations() for each in self.languages)
        return dataclasses.replace(self, languages=languages)

    def own_questions_of(self, school: str, questionnaire: str) -> OwnQuestions | None:
        """A school's own questions for a questionnaire version (its key), when it has some."""
        for own in self.own_questions:
            if own.school == school and own.questionnaire == questionnaire:
                return own
        return None

    def commentary(self, round_id: str, section: str) -> Commentary | None:
        """What an analyst wrote about a section of a round (`OVERVIEW`: about all of it), when somebody did."""
        for commentary in self.commentaries:
            if (commentary.round, commentary.section) == (round_id, section):
                return commentary
        return None

    def questionnaire_of(self, round_: Round) -> Questionnaire:
        """The version a round asked."""
        return self.questionnaires[round_.setting.questionnaire]

    def previous_version(self, questionnaire: Questionnaire) -> Questionnaire | None:
        """The version that this one revises, when it does."""
        return self.questionnaires.get(questionnaire.previous_key or "")
