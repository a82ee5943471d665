"""Results of a round as they come in: schools, participation and exact counts of answers.

Only aggregated counts come in (DESIGN.md section 6). Options are keyed by code, never by label. These records are
private: `render` and `write` may not import this module, they see what `compute/disclosure.py` released.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from generator.model.round import RoundSetting


class ConsentScope(enum.StrEnum):
    """To whom a school opened its results. Missing means none."""

    NONE = "none"
    MINISTRY = "ministry"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Consent:
    """Who agreed to what, and when."""

    scope: ConsentScope = ConsentScope.NONE
    given_by: str = ""
    given_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class School:
    """A school in a round."""

    id: str
    name: str
    dimensions: Mapping[str, str]
    """Values by dimension (region, type, ...): the other columns of schools.csv."""
    consent: Consent = Consent()
    plan_made: bool | None = None
    """Whether the school made an action plan from this round; none when nobody said."""

    @property
    def is_public(self) -> bool:
        """Whether the school agreed that its report is public."""
        return self.consent.scope is ConsentScope.PUBLIC


@dataclass(frozen=True, slots=True)
class Participation:
    """How many of one school's group at one level were invited, and how many completed the questionnaire."""

    school: str
    level: str
    group: str
    invited: int
    """The corrected number, where the first one was wrong."""
    completed: int
    note: str = ""
    registered: int | None = None
    """The number of invited people as it was first given, when it was corrected."""
    corrected_on: datetime.date | None = None
    correction: str = ""
    """Why the number was corrected."""

    @property
    def rate(self) -> float | None:
        """The share of invited people who completed, may exceed 1 (the pilot had 6.65); none without invited people."""
        return self.completed / self.invited if self.invited else None


class Unit(NamedTuple):
    """Whose answers: one school's group at one level."""

    school: str
    level: str
    group: str


OptionCounts: TypeAlias = Mapping[str, int]
"""How often each option code was chosen; for multiple choice also how many people answered, by `ANSWERED`."""
ANSWERED: Final = "answered"
"""In the counts of a multiple choice item: how many people answered it, the base of its percentages. Too long to be the
code of an option."""
Answers: TypeAlias = Mapping[Unit, Mapping[str, OptionCounts]]
"""For each unit, for each item id, its counts."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round with its data."""

    setting: RoundSetting
    schools: tuple[School, ...]
    participations: tuple[Participation, ...]
    answers: Answers

    @property
    def id(self) -> str:
        """The round's id."""
        return self.setting.id

    def school(self, school_id: str) -> School:
        """The school with this id (KeyError when there is none)."""
        for school in self.schools:
            if school.id == school_id:
                return school
        raise KeyError(school_id)
