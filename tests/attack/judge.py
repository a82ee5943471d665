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
        self._units: dict[tuple[str, Slice, str], Counter[tuple[str, str]]] = {}
        self._schools: dict[tuple[str, Slice, str], Counter[str]] = {}
        parts = {school.id: school.parts for school in national.schools}
        for unit in national.completed:
            school, level, group = unit
            for item in ("", *national.answers.get(unit, {})):
                if people := people_of(national, unit, item):
                    for place in (EVERYBODY, ("level", level), *parts[school].items()):
                        self._units.setdefault((group, place, item), Counter())[school, level] += people
                        self._schools.setdefault((group, place, item), Counter())[school] += people

    def by_school(self, group: str, place: Slice, item: str = "") -> Counter[str]:
        """How many people of each school stand in a slice; schools with none are left out. Not to be changed."""
        return self._schools.get((group, place, item), Counter())

    def by_school_and_level(self, group: str, place: Slice, item: str = "") -> Counter[tuple[str, str]]:
        """The same, by school and level."""
        return self._units.get((group, place, item), Counter())


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
        rest = _left(truth, found, unit)
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
                    left.update(truth.by_school(part.group, part.place, part.item))
                    rest.update(_left(truth, found, part))
            detail = f"hidden parts of {dimension} together"
            if reason := _is_few(left) or _is_few(rest):
                yield Weakness("difference", unit, f"{detail}: {reason}")
            for weakness in _dominated(unit, rest):
                yield Weakness("difference", unit, f"{detail}: {weakness.kind}, {weakness.detail}")


def _left(truth: Truth, found: PublicRound, unit: ShownUnit) -> Counter[str]:
    """How many people of each school are left of a unit when all that schools' pages show of it is subtracted."""
    left: Counter[str] = Counter()
    for (school, level), people in truth.by_school_and_level(unit.group, unit.place, unit.item).items():
        if not _is_on_page(found, unit, school, level):
            left[school] += people
    return left


def _is_on_page(found: PublicRound, unit: ShownUnit, school: str, level: str) -> bool:
    if school not in found.schools:
        return False
    report, place = found.schools[school], ("level", level)
    if unit.item:
        cell = report.cells.get((place, unit.group, unit.item))
        return cell is not None and cell.mark == SHOWN
    taken = report.participation.get((place, unit.group))
    return taken is not None and taken.mark == SHOWN


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
        if set(_rules_broken_by(together, _without(together, truth.public))):
            return {"difference"}
    return set()


def _rules_broken(truth: Truth, found: PublicRound, unit: ShownUnit) -> set[str]:
    """The rules that a unit breaks, whether or not it is shown."""
    everybody = truth.by_school(unit.group, unit.place, unit.item)
    return set(_rules_broken_by(everybody, _without(everybody, truth.public), _left(truth, found, unit)))


def _without(schools: Counter[str], gone: AbstractSet[str]) -> Counter[str]:
    return Counter({school: people for school, people in schools.items() if school not in gone})


def _rules_broken_by(everybody: Counter[str], *left: Counter[str]) -> Iterator[str]:
    if _is_few(everybody):
        yield "primary"
    for rest in (everybody, *left):
        if _is_few(rest):
            yield "residual"
        if _few_without_one(rest):
            yield "insider"
        ranked = [people for _, people in rest.most_common()]
        if len(ranked) > 1 and sum(ranked[2:]) < (1 - LARGEST_SHARE) * ranked[0]:
            yield "dominance"
        if len(ranked) > 2 and sum(ranked[3:]) < (1 - LARGEST_SHARE) * ranked[0]:
            yield "dominance for an insider"
