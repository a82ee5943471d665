"""The judge knows the truth: do the attacker's rules hold, and what do shown units say of schools, by brute force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from tests.attack.attacker import EVERYBODY, HIDDEN, SHOWN, PublicRound, Slice
from tests.attack.program import ANSWERED, COMPLETED, FEWEST, Program, Vector
from tests.attack.random_rounds import NationalSet, Unit

FEWEST_SCHOOLS: Final = 5
LARGEST_SHARE: Final = 0.8
"""No school without public consent may be more than this of what is left of a shown unit."""


def people_of(national: NationalSet, unit: Unit, item: str, option: str = "") -> int:
    """How many people of a unit answered an item (chose an option of it); without item, who completed."""
    if not item:
        return national.completed.get(unit, 0)
    counts = national.answers.get(unit, {}).get(item, {})
    if option:
        return counts.get(option, 0)
    return counts["answered"] if "answered" in counts else sum(counts.values())


class Truth:
    """A round's exact numbers of people, school by school, ready to be looked up."""

    def __init__(self, national: NationalSet) -> None:
        self.national = national
        self.public = frozenset(school.id for school in national.schools if school.is_public)
        self._schools: dict[tuple[str, Slice, str], Counter[str]] = {}
        parts = {school.id: school.parts for school in national.schools}
        for unit in national.completed:
            school, level, group = unit
            for item in ("", *national.answers.get(unit, {})):
                if people := people_of(national, unit, item):
                    for place in (EVERYBODY, ("level", level), *parts[school].items()):
                        self._schools.setdefault((group, place, item), Counter())[school] += people

    def by_school(self, group: str, place: Slice, item: str = "") -> Counter[str]:
        """How many people of each school stand in a slice; schools with none are left out. Not to be changed."""
        return self._schools.get((group, place, item), Counter())


def solution_of(program: Program, truth: Truth, group: str, item: str) -> Vector:
    """The exact counts in the order of a program's unknowns."""
    solution = np.zeros(len(program.low))
    national = truth.national
    units_of = {
        place: [unit for unit in national.units_of(group, place) if unit[0] not in truth.public]
        for place in program.slices
    }
    for target, column in program.places.items():
        quantity, school, place = target
        units = [(school, place[1], group)] if school else units_of[place]
        asked, option = ("", "") if quantity == COMPLETED else (item, "" if quantity == ANSWERED else quantity)
        solution[column] = sum(people_of(national, unit, asked, option) for unit in units)
    return solution


class ShownUnit(NamedTuple):
    """A unit that the report of a round shows: participation (no item) or the answers to an item."""

    group: str
    place: Slice
    item: str


def shown_units(found: PublicRound) -> Iterator[ShownUnit]:
    """Every shown unit of a round's report."""
    for (place, group), taken in found.whole.participation.items():
        if taken.mark == SHOWN:
            yield ShownUnit(group, place, "")
    for (place, group, item), cell in found.whole.cells.items():
        if cell.mark == SHOWN:
            yield ShownUnit(group, place, item)


class Weakness(NamedTuple):
    """What a shown unit says about few schools or few people."""

    kind: str
    unit: ShownUnit
    detail: str


def weaknesses(truth: Truth, found: PublicRound) -> Iterator[Weakness]:
    """Shown units that break a rule: as they are, without the schools that show theirs, and without any one more."""
    for unit in shown_units(found):
        schools = truth.by_school(unit.group, unit.place, unit.item)
        kept = [school for school in schools if not _can_be_subtracted(found, unit, school)]
        rest = Counter({school: schools[school] for school in kept})
        for kind, left in (("unit", schools), ("residual", rest)):
            if reason := _is_few(left):
                yield Weakness(kind, unit, reason)
        if reason := _few_without_one(rest):
            yield Weakness("residual without a school", unit, reason)
        yield from _dominated(unit, rest)
    yield from _differences(truth, found)


def _differences(truth: Truth, found: PublicRound) -> Iterator[Weakness]:
    """Everybody minus the shown parts of a dimension is one more unit, which anybody knows within the rounding."""
    shown = set(shown_units(found))
    for unit in [each for each in shown if each.place == EVERYBODY]:
        for dimension in found.dimensions():
            left: Counter[str] = Counter()
            rest: Counter[str] = Counter()
            for place in found.parts(dimension):
                part = unit._replace(place=place)
                if part not in shown:
                    schools = truth.by_school(part.group, part.place, part.item)
                    left.update(schools)
                    kept = [school for school in schools if not _can_be_subtracted(found, part, school)]
                    rest.update({school: schools[school] for school in kept})
            detail = f"hidden parts of {dimension} together"
            if reason := _is_few(left) or _is_few(rest):
                yield Weakness("difference", unit, f"{detail}: {reason}")
            for weakness in _dominated(unit, rest):
                yield Weakness("difference", unit, f"{detail}: {weakness.kind}, {weakness.detail}")


def _can_be_subtracted(found: PublicRound, unit: ShownUnit, school: str) -> bool:
    """Whether a school's page shows all that the school has in this unit."""
    if school not in found.schools:
        return False
    report = found.schools[school]
    marks = [
        cell.mark
        for (place, group, item), cell in report.cells.items()
        if (group, item) == (unit.group, unit.item) and (unit.place[0] != "level" or place == unit.place)
    ] + [
        taken.mark
        for (place, group), taken in report.participation.items()
        if not unit.item and group == unit.group and (unit.place[0] != "level" or place == unit.place)
    ]
    return HIDDEN not in marks


def _is_few(left: Mapping[str, int]) -> str:
    people, schools = sum(left.values()), len(left)
    if not people:
        return ""
    if people < FEWEST:
        return f"{people} people of {schools} schools"
    return f"{schools} schools with {people} people" if schools < FEWEST_SCHOOLS else ""


def _few_without_one(left: Mapping[str, int]) -> str:
    """Like `_is_few`, for what one of the schools sees: all but itself. The largest school sees the fewest people."""
    people, schools = sum(left.values()) - max(left.values(), default=0), len(left) - 1
    if people < FEWEST or schools < FEWEST_SCHOOLS:
        return f"{schools} schools with {people} people without the largest" if people else ""
    return ""


def _dominated(unit: ShownUnit, rest: Counter[str]) -> Iterator[Weakness]:
    ranked = [people for _, people in rest.most_common()]
    if not ranked:
        return
    if ranked[0] > LARGEST_SHARE * sum(ranked):
        yield Weakness("one school above 80 %", unit, str(ranked[:3]))
    elif len(ranked) > 1 and ranked[0] > LARGEST_SHARE * (sum(ranked) - ranked[1]):
        yield Weakness("one school above 80 % without another", unit, str(ranked[:3]))


@dataclass(frozen=True, slots=True)
class HiddenCount:
    """How many units of a round's report (group, slice and item) are hidden, and why they had to be."""

    units: int
    """Units in which somebody answered."""
    by_reason: Counter[str]
    """Hidden units by the first rule that they break (`REASONS`); `search` for those that break none."""


REASONS: Final = (
    "primary",
    "residual",
    "insider",
    "dominance",
    "dominance for an insider",
    "difference",
    "search",
)
"""Fewer than ten people or five schools; so few without the public schools; so few without any one school; two schools
that make up nearly all; the same without any one school; everybody minus the other parts would be such a unit; and what
the search for recoverable counts hid on top."""


def hidden_units(truth: Truth, found: PublicRound) -> HiddenCount:
    """Count the hidden units of a round by the reason that the judge can see. A unit is hidden for all items alike."""
    reasons: Counter[str] = Counter()
    units = 0
    broken: dict[tuple[str, Slice], set[str]] = {}
    asked = ("", *(each.id for each in found.items))
    for group in found.groups:
        for place in found.slices():
            each = (_rules_broken(truth, found, ShownUnit(group, place, item)) for item in asked)
            broken[group, place] = set().union(*each)
    for (place, group, item), cell in found.whole.cells.items():
        if not truth.by_school(group, place, item):
            continue
        units += 1
        if cell.mark == HIDDEN:
            own = broken[group, place] or _difference(truth, found, broken, ShownUnit(group, place, item))
            reasons[min(own, key=REASONS.index, default="search")] += 1
    return HiddenCount(units, reasons)


def _difference(
    truth: Truth, found: PublicRound, broken: Mapping[tuple[str, Slice], set[str]], unit: ShownUnit
) -> set[str]:
    """Whether the parts of the same dimension that break a rule would do so together, were they alone hidden."""
    weak = [place for place in found.parts(unit.place[0]) if broken[unit.group, place]]
    for item in ("", *(each.id for each in found.items)):
        together: Counter[str] = Counter()
        for place in weak:
            together.update(truth.by_school(unit.group, place, item))
        if set(_rules_broken_by(together, truth.public, truth.public)):
            return {"difference"}
    return set()


def _rules_broken(truth: Truth, found: PublicRound, unit: ShownUnit) -> set[str]:
    """The rules that a unit breaks, whether or not it is shown."""
    everybody = truth.by_school(unit.group, unit.place, unit.item)
    subtracted = {school for school in everybody if school in truth.public and _can_be_subtracted(found, unit, school)}
    return set(_rules_broken_by(everybody, truth.public, subtracted))


def _rules_broken_by(everybody: Counter[str], public: AbstractSet[str], subtracted: AbstractSet[str]) -> Iterator[str]:
    if _is_few(everybody):
        yield "primary"
    for gone in (frozenset(), public, subtracted):
        rest = Counter({school: people for school, people in everybody.items() if school not in gone})
        if _is_few(rest):
            yield "residual"
        if _few_without_one(rest):
            yield "insider"
        ranked = [people for _, people in rest.most_common()]
        if len(ranked) > 1 and sum(ranked[2:]) < (1 - LARGEST_SHARE) * ranked[0]:
            yield "dominance"
        if len(ranked) > 2 and sum(ranked[3:]) < (1 - LARGEST_SHARE) * ranked[0]:
            yield "dominance for an insider"
