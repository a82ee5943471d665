"""Results after disclosure control: all that a page, a file or a PDF may say (DESIGN.md section 7).

One shape serves the report of a school and the report of a round: a table of distributions by slice, group and item.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.model.round import RoundSetting


class Mark(enum.StrEnum):
    """Why a number stands or does not stand in its place. Three absences, three marks, in the data too."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    """Too few respondents or schools."""
    NOBODY = "nobody"
    """Asked, and nobody answered."""
    NOT_ASKED = "not_asked"
    """The questionnaire does not ask it of this group or level."""


class Audience(enum.StrEnum):
    """Who will read the results, and so by which rules they were released."""

    PUBLIC = "public"
    """Everybody: `compute/disclosure.py`."""
    SCHOOL = "school"
    """The school itself, in a sealed report: `compute/own_report.py`."""


class Bound(enum.StrEnum):
    """What is known of a share that is not told exactly."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Slice(NamedTuple):
    """A part of the respondents: all of them (`""`, `""`), or those with one value of one dimension."""

    dimension: str
    value: str


EVERYBODY = Slice("", "")
LEVEL_DIMENSION = "level"
"""The dimension that every round has: the education level of the questionnaire."""


class Position(NamedTuple):
    """Where a distribution stands."""

    slice: Slice
    group: str
    item: str


class AreaPosition(NamedTuple):
    """Where the measure of an area stands."""

    slice: Slice
    group: str
    area: str


@dataclass(frozen=True, slots=True)
class AnswerClass:
    """Neighbouring answers on a scale that are only told together."""

    codes: tuple[str, ...]
    """Of the options, lowest first."""
    percent: float
    """100 x count / n, unrounded; with a bound: the whole percent that it is at least, or at most."""
    count: int | None = None
    """None with a bound."""
    bound: Bound | None = None
    is_positive: bool = False
    """Whether these are the options that count as positive."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """The released answers of one group in one slice to one item. Everything is computed from the counts shown."""

    mark: Mark
    counts: Mapping[str, int]
    """Rounded count by option code, in the order of the options; empty unless shown."""
    n: int = 0
    """The base: sum of the rounded counts on the scale, "not applicable" left out; for multiple choice the rounded
    number of people who answered."""
    not_applicable: int = 0
    """Rounded count of "not applicable" answers."""
    percents: Mapping[str, float] | None = None
    """100 x count / n by option code on the scale, unrounded: show them as whole percents."""
    percent_positive: float | None = None
    """100 x positive / n, unrounded; none for items without positive options."""
    mean: float | None = None
    """The mean of the scale's positions (1 for the lowest) or of the score, unrounded: show one decimal (two for scores
    of the whole system); none for choices."""
    classes: tuple[AnswerClass, ...] = ()
    """In a school's own report, the answers of a small group on a scale, lowest first. Then there are no counts, no
    percents and no mean; and no `percent_positive` where the classes have bounds."""

    @property
    def positive_bound(self) -> AnswerClass | None:
        """The class of the positive answers, where only a bound of its share is told."""
        return next((each for each in self.classes if each.is_positive and each.bound), None)


@dataclass(frozen=True, slots=True)
class AreaMeasure:
    """The mean over an area's shown items of percent positive, for one group in one slice."""

    mark: Mark
    percent_positive: float | None = None
    items: int = 0
    """How many items the mean is over."""
    mean: float | None = None
    """The mean over these items of their mean positions, unrounded: show one decimal; none where scales differ."""
    percent_range: tuple[float, float] | None = None
    """The least and the greatest percent positive, where an item is only told as a bound; `percent_positive` is none
    then."""


@dataclass(frozen=True, slots=True)
class ReleasedParticipation:
    """Who took part. Numbers are rounded as the audience requires; none where hidden."""

    mark: Mark
    invited: int | None = None
    completed: int | None = None
    rate: float | None = None
    """completed / invited from the shown numbers; may exceed 1."""
    needed: int | None = None
    """The least number that should answer: the band's percent of `invited`, rounded up. Schools only."""
    band_percent: int | None = None
    is_met: bool | None = None
    note: str = ""
    registered: int | None = None
    """The number of invited people as it was first given, when it was corrected. Schools only."""
    corrected_on: datetime.date | None = None
    correction: str = ""
    """Why it was corrected, as the national coordinator wrote it: not translated, like `note`."""


@dataclass(frozen=True, slots=True)
class SchoolCounts:
    """How many schools of a slice took part, and how they went about it. Counts only, rounded like all others."""

    mark: Mark
    """`HIDDEN` for few schools."""
    schools: int | None = None
    """Schools with at least one respondent."""
    minimum_met: Mapping[str, int] = field(default_factory=dict)
    """By group: schools in which at least the minimum of invited people answered, at each of their levels."""
    plans: int | None = None
    """Schools that said they made a plan; none when no school of the round said anything."""


@dataclass(frozen=True, slots=True)
class ReleasedSchool:
    """What a public page may say of a school: it agreed to be named."""

    id: str
    name: str
    dimensions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReleasedResults:
    """The results of one school (`school` is set) or of a whole round, ready to be shown."""

    setting: RoundSetting
    school: ReleasedSchool | None
    slices: tuple[Slice, ...]
    """In the order of the report: a school's levels; everybody, then the levels, for a round."""
    groups: tuple[str, ...]
    participation: Mapping[tuple[Slice, str], ReleasedParticipation]
    """By slice and group."""
    distributions: Mapping[Position, Distribution]
    """Every combination of slice, group and item of the questionnaire (and the school's own items) is present."""
    areas: Mapping[AreaPosition, AreaMeasure]
    schools: int | None = None
    """Number of schools that took part, for a system report: that of `school_counts`, rounded, none where hidden."""
    school_counts: Mapping[Slice, SchoolCounts] = field(default_factory=dict)
    """By slice, for a system report."""
    audience: Audience = Audience.PUBLIC
