"""The attack: what is shown about one item of one group becomes an integer program.

Unknowns are exact counts: for each quantity (people who completed, people who answered, each option) one per public
school and level, and one per slice for all other schools together. That is enough: with the public schools taken out,
only sums over single dimensions are shown, and any such sums that agree in their total belong to some table of schools.

What the attacker uses is true of every such site (a test checks that the truth satisfies each row): shown counts are
the nearest multiples of five, parts add up, options add up to the people who answered, nobody answered without
completing, a shown unit has at least ten people, and "nobody answered" is zero. A hidden unit may be empty: nothing
follows from that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from tests.attack.attacker import EVERYBODY, HIDDEN, NOBODY, SHOWN, AskedItem, Cell, PublicRound, Report, Slice

COMPLETED: Final = "completed"
ANSWERED: Final = "answered"
FEWEST: Final = 10
"""A shown unit has at least so many respondents: the page says so."""
BASE: Final = 5
NEAR: Final = 2
"""A rounded count is at most so far from the exact one."""
Vector: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.float64]]"
Directory: TypeAlias = Mapping[str, Mapping[str, str]]
"""By public school, its part of each dimension: everybody knows where a school is."""


class Target(NamedTuple):
    """A hidden number: a quantity of a slice of the round, or of a public school at a level."""

    quantity: str
    school: str
    place: Slice


class Row(NamedTuple):
    """Something known: `low <= sum of columns <= high`."""

    columns: Mapping[int, float]
    low: float
    high: float
    is_between_quantities: bool = False
    """Whether it says that some people are among others, which holds for every school on its own."""


@dataclass
class Program:
    """The unknowns of one item of one group, and what is known about them."""

    item: AskedItem
    slices: tuple[Slice, ...]
    places: dict[Target, int] = field(default_factory=dict)
    """Column of each unknown. Those of slices stand for the schools that are not public."""
    low: list[float] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    hidden: list[Target] = field(default_factory=list)
    members: dict[Slice, list[Target]] = field(default_factory=dict)
    """For each slice, the public schools' units in it (quantity left empty)."""

    @property
    def quantities(self) -> tuple[str, ...]:
        """What is counted: people who completed, people who answered, each option."""
        return (COMPLETED, ANSWERED, *self.item.options)

    def person_of(self, quantity: str) -> list[tuple[str, ...]]:
        """The quantities that one person can be counted in, one of them this."""
        if quantity == COMPLETED:
            return [(COMPLETED,)]
        if self.item.type == "multiple":
            return [(COMPLETED, ANSWERED)] if quantity == ANSWERED else [(quantity,), (COMPLETED, ANSWERED, quantity)]
        options = self.item.options if quantity == ANSWERED else (quantity,)
        return [(COMPLETED, ANSWERED, option) for option in options]

    def add(self, target: Target) -> None:
        """A new unknown count."""
        self.places[target] = len(self.low)
        self.low.append(0)

    def sum_of(self, target: Target) -> dict[int, float]:
        """The columns whose sum is a number of the site: a slice counts its public schools too."""
        columns = {self.places[target]: 1.0}
        if not target.school:
            for unit in self.members[target.place]:
                columns[self.places[unit._replace(quantity=target.quantity)]] = 1.0
        return columns

    def know(self, columns: Mapping[int, float], low: float, high: float = np.inf) -> None:
        """Remember a row."""
        self.rows.append(Row(columns, low, high))

    def know_among(self, some: int, others: int) -> None:
        """The people of one column are among those of another."""
        self.rows.append(Row({others: 1.0, some: -1.0}, 0, np.inf, is_between_quantities=True))

    def unknowns(self) -> Iterator[tuple[str, Slice]]:
        """School (empty for the rest of a slice) and place of every family of unknowns."""
        yield from dict.fromkeys((target.school, target.place) for target in self.places)


def programs(found: PublicRound, directory: Directory) -> Iterator[tuple[str, str, Program]]:
    """The program of every group and item that is hidden somewhere."""
    for group in found.groups:
        least = _least_completed(found, group)
        for item in found.items:
            program = build_program(found, group, item, directory, least)
            if program.hidden:
                yield group, item.id, program


def build_program(
    found: PublicRound, group: str, item: AskedItem, directory: Directory, least: Mapping[tuple[str, Slice], int]
) -> Program:
    """The program of one item of one group. `least`: people who surely completed, by school and place."""
    program = Program(item, tuple(found.slices()))
    units = [
        Target("", school, place)
        for school, report in found.schools.items()
        for place, of in report.participation
        if of == group
    ]
    for place in program.slices:
        program.members[place] = [unit for unit in units if _is_in(unit, place, directory)]
    for unit in [*units, *(Target("", "", place) for place in program.slices)]:
        for quantity in program.quantities:
            program.add(unit._replace(quantity=quantity))
    _add_up(program, found)
    _belong_together(program, item)
    for report in (found.whole, *found.schools.values()):
        _read(program, report, group, item)
    for (school, place), number in least.items():
        program.know(program.sum_of(Target(COMPLETED, school, place)), number)
    return program


def _is_in(unit: Target, place: Slice, directory: Directory) -> bool:
    dimension, part = place
    if not dimension:
        return True
    return unit.place == place if dimension == "level" else directory[unit.school][dimension] == part


def _add_up(program: Program, found: PublicRound) -> None:
    """The parts of each dimension are everybody."""
    for quantity in program.quantities:
        for dimension in found.dimensions():
            columns = {program.places[Target(quantity, "", part)]: 1.0 for part in found.parts(dimension)}
            program.know(columns | {program.places[Target(quantity, "", EVERYBODY)]: -1.0}, 0, 0)


def _belong_together(program: Program, item: AskedItem) -> None:
    """Options are the people who answered (or some of them), who are some of those who completed."""
    for school, place in program.unknowns():
        column = {quantity: program.places[Target(quantity, school, place)] for quantity in program.quantities}
        program.know_among(column[ANSWERED], column[COMPLETED])
        if item.type == "multiple":
            for option in item.options:
                program.know_among(column[option], column[ANSWERED])
        else:
            options = {column[option]: 1.0 for option in item.options}
            program.know(options | {column[ANSWERED]: -1.0}, 0, 0)


def _read(program: Program, report: Report, group: str, item: AskedItem) -> None:
    for (place, of), taken in report.participation.items():
        if of == group:
            shown = {COMPLETED: taken.completed} if taken.completed is not None else {}
            _read_numbers(program, Target(COMPLETED, report.school, place), taken.mark, shown, (COMPLETED,))
    for (place, of, asked), cell in report.cells.items():
        if (of, asked) == (group, item.id):
            numbers = (ANSWERED, *item.options)
            _read_numbers(program, Target(ANSWERED, report.school, place), cell.mark, _shown(cell, item), numbers)


def _shown(cell: Cell, item: AskedItem) -> dict[str, int]:
    """The numbers that were rounded on their own: n of a multiple choice is one, other n are sums."""
    shown = dict(cell.counts)
    if item.type == "multiple" and cell.n is not None:
        shown[ANSWERED] = cell.n
    return shown


def _read_numbers(
    program: Program, people: Target, mark: str, shown: Mapping[str, int], quantities: Sequence[str]
) -> None:
    columns = {quantity: program.sum_of(people._replace(quantity=quantity)) for quantity in quantities}
    if mark == SHOWN:
        for quantity, rounded in shown.items():
            program.know(columns[quantity], max(0, rounded - NEAR), rounded + NEAR)
        program.know(columns[people.quantity], FEWEST)
    elif mark == HIDDEN:
        program.hidden.extend(people._replace(quantity=quantity) for quantity in quantities)
    elif mark == NOBODY:
        for quantity in quantities:
            program.know(columns[quantity], 0, 0)


def _least_completed(found: PublicRound, group: str) -> dict[tuple[str, Slice], int]:
    """Whoever answered an item completed: the fewest people by school and place, over all items of the group."""
    least: dict[tuple[str, Slice], int] = {}
    for report in (found.whole, *found.schools.values()):
        for (place, of, item), cell in report.cells.items():
            if of != group or cell.mark != SHOWN:
                continue
            is_multiple = next(each.type for each in found.items if each.id == item) == "multiple"
            rounded = [cell.n or 0] if is_multiple else cell.counts.values()
            people = max(FEWEST, sum(max(0, count - NEAR) for count in rounded))
            least[report.school, place] = max(least.get((report.school, place), 0), people)
    return least
