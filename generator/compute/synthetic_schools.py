"""The invented schools of a synthetic round: who they are, how many answered, who was invited.

The first twelve follow the published totals of the pilot (6,425 answers by group and by level); further ones repeat
them in other sizes. Nothing here describes a real school.
"""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from generator.model.questionnaire import Questionnaire
from generator.model.results import Consent, ConsentScope, Participation, School

_CORRECTION: Final = "Two branches were registered later (synthetic)"
_CORRECTED_SCHOOL: Final = 0
"""Whose last number of invited people a later round corrects: a public school, so that a page shows it."""
_DAYS_UNTIL_CORRECTION: Final = 7
_PLANS: Final = (True, True, None, False)
"""What schools say about a plan of action; about one half made one."""
_BRANCHES_NOTE: Final = "synthetic: one branch was invited, then people of all branches answered"


@dataclass(frozen=True, slots=True)
class LevelPlan:
    """How many answered at one level, and how many were invited where that is part of the story."""

    level: int
    """The level's place in the questionnaire, from 0."""
    completed: tuple[int, int, int]
    """Leaders, teachers, students."""
    invited: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class SchoolPlan:
    """One invented school."""

    type: str
    region: str
    density: str
    language: str
    scope: ConsentScope
    asks_optional: bool
    """Whether it added optional items: nine of the twelve did."""
    levels: tuple[LevelPlan, ...]
    later_scope: ConsentScope | None = None
    """What it agrees to in a later round, where that is something else: schools are asked anew each time."""


@dataclass(frozen=True, slots=True)
class PlannedSchool:
    """A school with its plan, its number and its character."""

    school: School
    plan: SchoolPlan
    participations: tuple[Participation, ...] = ()
    leaning: Mapping[str, float] = field(default_factory=dict)
    """By group, between about -1 and 1: how much more positive this school answers than others."""


_PUBLIC, _MINISTRY, _NONE = ConsentScope.PUBLIC, ConsentScope.MINISTRY, ConsentScope.NONE
# Two public reports a round are enough to show (each is long), and few enough that what they leave of a level is always
# five schools or more. No page shows eight or nine leaders: the vocational groups of leaders stay under ten.
PILOT: Final = (
    SchoolPlan(
        "general",
        "baku",
        "city",
        "az",
        _MINISTRY,
        False,
        (LevelPlan(0, (3, 41, 412)), LevelPlan(1, (3, 44, 455))),
        later_scope=_PUBLIC,
    ),
    SchoolPlan(
        "general", "baku", "city", "ru", _MINISTRY, True, (LevelPlan(0, (3, 26, 241)), LevelPlan(1, (3, 28, 296)))
    ),
    SchoolPlan("vet", "north", "town", "az", _PUBLIC, False, (LevelPlan(2, (6, 35, 260)), LevelPlan(3, (3, 9, 36)))),
    SchoolPlan("general", "west", "town", "az", _NONE, True, (LevelPlan(0, (3, 31, 305)), LevelPlan(1, (3, 36, 388)))),
    SchoolPlan("vet", "baku", "city", "az", _MINISTRY, True, (LevelPlan(2, (7, 32, 240)),)),
    SchoolPlan(
        "general", "south", "village", "az", _NONE, True, (LevelPlan(0, (3, 21, 198)), LevelPlan(1, (3, 23, 251)))
    ),
    SchoolPlan("vet", "west", "town", "az", _MINISTRY, True, (LevelPlan(2, (7, 30, 216)),)),
    SchoolPlan(
        "vet",
        "baku",
        "city",
        "az",
        _PUBLIC,
        False,
        (LevelPlan(2, (9, 120, 850), (4, 17, 378)), LevelPlan(3, (14, 13, 50), (6, 3, 22))),
        later_scope=_MINISTRY,
    ),
    SchoolPlan(
        "general", "north", "town", "az", _MINISTRY, True, (LevelPlan(0, (3, 33, 330)), LevelPlan(1, (3, 34, 402)))
    ),
    SchoolPlan("vet", "south", "village", "az", _MINISTRY, True, (LevelPlan(2, (6, 28, 200)),)),
    SchoolPlan("general", "baku", "city", "en", _NONE, True, (LevelPlan(0, (3, 23, 230)), LevelPlan(1, (2, 25, 274)))),
    SchoolPlan("vet", "west", "village", "az", _MINISTRY, True, (LevelPlan(3, (4, 8, 60)),)),
)
"""Six general and six vocational schools, five in Baku and seven in the regions."""

_OUTSIDE: Final = ("north", "south", "west")
"""Regions of the schools beyond the pilot's, in turn: then each region has towns and villages, and enough schools."""
_PLANNED_GROUPS: Final = ("leaders", "teachers", "students")
_RATES: Final = {"leaders": (0.8, 1.0), "teachers": (0.5, 0.95), "students": (0.4, 0.9)}
_OTHER_RATES: Final = (0.6, 0.9)
_NAMES: Final = {"general": "Nümunə məktəbi", "vet": "Nümunə peşə məktəbi"}


def plan_schools(
    questionnaire: Questionnaire, count: int, seed: int, asked_on: datetime.date, *, is_repeat: bool
) -> tuple[PlannedSchool, ...]:
    """The schools of a round with their participation. The same seed gives the same schools.

    `is_repeat` is a later round: groups of teachers and students differ a little, and everybody was invited.
    """
    width = max(2, len(str(count)))
    schools = []
    outside = itertools.cycle(_OUTSIDE)
    for index in range(count):
        plan = PILOT[index % len(PILOT)]
        random_ = random.Random(f"{seed}/school/{index}")  # noqa: S311
        if index >= len(PILOT):
            plan = _resized(plan, random_.uniform(0.5, 1.8))
            if plan.density != "city":
                plan = dataclasses.replace(plan, region=next(outside))
            plan = dataclasses.replace(plan, scope=_MINISTRY if index % 2 else _NONE, later_scope=None)
        if is_repeat and plan.later_scope:
            plan = dataclasses.replace(plan, scope=plan.later_scope)
        plan_made = random.Random(f"{seed}/plan/{index}/{is_repeat}").choice(_PLANS)  # noqa: S311
        school = dataclasses.replace(_school(plan, index + 1, width, asked_on), plan_made=plan_made)
        moods = {group.id: random_.uniform(-1, 1) for group in questionnaire.groups}
        repeat = random.Random(f"{seed}/repeat/{index}") if is_repeat else None  # noqa: S311
        people = tuple(_participations(questionnaire, school.id, plan, random_, repeat))
        if is_repeat and index == _CORRECTED_SCHOOL:
            people = (*people[:-1], _corrected(people[-1], asked_on))
        schools.append(PlannedSchool(school, plan, people, moods))
    return _balanced(schools)


def _resized(plan: SchoolPlan, factor: float) -> SchoolPlan:
    return dataclasses.replace(plan, levels=tuple(_resized_level(level, factor) for level in plan.levels))


def _resized_level(level: LevelPlan, factor: float) -> LevelPlan:
    leaders, teachers, students = (_scaled(count, factor) for count in level.completed)
    return LevelPlan(level.level, (leaders, teachers, students))


def _scaled(count: int, factor: float) -> int:
    return max(2, round(count * factor))


def _school(plan: SchoolPlan, number: int, width: int, asked_on: datetime.date) -> School:
    consent = Consent()
    if plan.scope is not ConsentScope.NONE:
        consent = Consent(plan.scope, "headteacher (synthetic)", asked_on)
    dimensions = {"type": plan.type, "region": plan.region, "density": plan.density, "language": plan.language}
    return School(f"S{number:0{width}d}", f"{_NAMES[plan.type]} {number} (sintetik)", dimensions, consent)


def _participations(
    questionnaire: Questionnaire, school: str, plan: SchoolPlan, random_: random.Random, repeat: random.Random | None
) -> Iterator[Participation]:
    """One row for each level and group. Levels that a questionnaire lacks fall on its last one."""
    rows: dict[tuple[str, str], list[int]] = {}
    for level in plan.levels:
        level_id = questionnaire.levels[min(level.level, len(questionnaire.levels) - 1)].id
        for group in questionnaire.groups:
            completed = _completed(level, group.id)
            if repeat and group.id != "leaders":
                completed = _scaled(completed, repeat.uniform(0.93, 1.09))
            lowest, highest = _RATES.get(group.id, _OTHER_RATES)
            invited = math.ceil(completed / random_.uniform(lowest, highest))
            if level.invited and repeat is None and group.id in _PLANNED_GROUPS:
                invited = level.invited[_PLANNED_GROUPS.index(group.id)]
            row = rows.setdefault((level_id, group.id), [0, 0])
            row[0] += invited
            row[1] += completed
    for (level_id, group_id), (invited, completed) in rows.items():
        note = _BRANCHES_NOTE if completed > invited else ""
        yield Participation(school, level_id, group_id, invited, completed, note)


def _corrected(people: Participation, asked_on: datetime.date) -> Participation:
    """The same people, of whom a fifth were missing from the first list."""
    return dataclasses.replace(
        people,
        registered=people.invited * 4 // 5,
        corrected_on=asked_on + datetime.timedelta(days=_DAYS_UNTIL_CORRECTION),
        correction=_CORRECTION,
    )


def _completed(level: LevelPlan, group: str) -> int:
    if group in _PLANNED_GROUPS:
        return level.completed[_PLANNED_GROUPS.index(group)]
    return max(2, level.completed[1] // 4)


def _balanced(schools: list[PlannedSchool]) -> tuple[PlannedSchool, ...]:
    """Leanings that even out over all people of a group, so that the round as a whole meets its targets."""
    sums: dict[str, float] = {}
    people: dict[str, int] = {}
    for each in schools:
        for row in each.participations:
            sums[row.group] = sums.get(row.group, 0.0) + each.leaning[row.group] * row.completed
            people[row.group] = people.get(row.group, 0) + row.completed
    means = {group: sums[group] / people[group] for group in sums}
    return tuple(
        dataclasses.replace(each, leaning={group: value - means[group] for group, value in each.leaning.items()})
        for each in schools
    )
