"""Squeezing: what the numbers of a site leave open about every hidden count.

Few integer programs are solved: a solution shows that its counts are possible, and so does every solution that comes
out of it when people change places or answers and all that is known stays true. What is still in doubt is minimised and
maximised.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from tests.attack.program import ANSWERED, COMPLETED, FEWEST, Program, Row, Target, Vector

KNOWN_WIDTH: Final = 3
"""The number of people in a hidden unit must stay open by at least so much."""

OwnCounts: TypeAlias = Mapping[tuple[str, str], int]
"""What an insider knows of the own school: exact count by quantity and level."""


class Squeezed(NamedTuple):
    """What is left open about a hidden number."""

    target: Target
    low: int
    high: int

    @property
    def is_pinned(self) -> bool:
        """Whether a count is known, or the number of people better than to three."""
        return self.high - self.low < _open_width(self.target)


class NoSolutionError(Exception):
    """What the attacker assumed cannot all be true."""


class Attack:
    """A program ready to be squeezed: its matrices, and what the solutions found so far leave open.

    `guessing`: the attacker takes every hidden unit to have one to nine people, which need not be so.
    """

    def __init__(self, program: Program, insider: Insider | None = None, *, guessing: bool = False) -> None:
        self.program = program
        self.targets = tuple(program.hidden)
        known = [*program.rows, *(_guesses(program) if guessing else ())]
        self.goals = _matrix([program.sum_of(target) for target in self.targets], len(program.low))
        own = insider.own_part(program) if insider else np.zeros(len(program.low))
        row_low = np.array([row.low for row in known], dtype=float)
        for place, row in enumerate(known):
            if row.is_between_quantities:  # What is left without the insider must be possible too.
                row_low[place] += sum(value * own[column] for column, value in row.columns.items())
        self.low = np.array(program.low) + own
        self._own = self.goals @ own
        self.matrix = _matrix([row.columns for row in known], len(own))
        self.rows = LinearConstraint(self.matrix, row_low, np.array([row.high for row in known], dtype=float))
        self.solutions: list[Vector] = []
        self.solves = 0
        self._smallest = np.full(len(self.targets), np.inf)
        self._largest = np.full(len(self.targets), -np.inf)
        self._needed = np.array([_open_width(target) for target in self.targets])

    def fits(self, solution: Vector) -> bool:
        """Whether these counts agree with everything that is known."""
        if not (solution >= self.low).all():
            return False
        sums = self.matrix @ solution
        return bool((sums >= self.rows.lb).all() and (sums <= self.rows.ub).all())

    def learn(self, solution: Vector) -> None:
        """A solution shows that its counts are possible."""
        values = self.goals @ solution
        self._smallest = np.minimum(self._smallest, values)
        self._largest = np.maximum(self._largest, values)
        self.solutions.append(solution)

    def learn_from(self, other: Attack) -> None:
        """Take over the solutions of another attack on the same site that agree with what is known here."""
        for solution in other.solutions:
            if self.fits(solution):
                self.learn(solution)

    def squeeze(self, rng: Random) -> list[Squeezed]:
        """What stays open for each hidden number: exact where it is too little, else what was seen on the way.

        For an insider, the number without the own people. Raises NoSolutionError.
        """
        if self._unsure() or not self.solutions:
            self._solve_in_the_middle()
        for _ in range(_SHOTS):
            self._exchange()
            if not (unsure := self._unsure()):
                break
            signs = np.array([rng.choice((-1.0, 1.0)) for _ in unsure])
            goal = self.goals[unsure].T @ signs
            self._solve(goal)
            self._solve(-goal)
        for place in range(len(self.targets)):
            for sign in (1.0, -1.0):
                if self._is_unsure(place):
                    self._solve(sign * self.goals[[place]].toarray()[0])
        ranges = zip(self.targets, self._smallest - self._own, self._largest - self._own, strict=True)
        return [Squeezed(target, int(low), int(high)) for target, low, high in ranges]

    def _is_unsure(self, place: int) -> bool:
        return bool(self._largest[place] - self._smallest[place] < self._needed[place])

    def _unsure(self) -> list[int]:
        return [place for place in range(len(self.targets)) if self._is_unsure(place)]

    def _solve_in_the_middle(self) -> None:
        """A first solution away from the ends of what is known, with few people in public schools: they can move."""
        low, high = self.rows.lb, self.rows.ub
        is_wide = np.isfinite(high) & (high - low >= 2)
        ends = np.flatnonzero(is_wide)
        at_end = csr_array((np.ones(len(ends)), (ends, range(len(ends)))), shape=(len(low), len(ends)))
        middle = LinearConstraint(
            hstack([self.matrix, at_end, -at_end], format="csr"), low + (is_wide & (low > 0)), high - is_wide
        )
        goal = self.goals.T @ np.array([1.0 if target.school else -1.0 for target in self.targets])
        self._solve(np.append(goal, np.full(2 * len(ends), _END_COSTS)), middle)

    def _solve(self, goal: Vector, rows: LinearConstraint | None = None) -> None:
        """Learn the solution with the smallest goal; columns beyond the unknowns say whether a row is at its end."""
        self.solves += 1
        more = len(goal) - len(self.low)
        bounds = Bounds(np.append(self.low, np.zeros(more)), np.append(np.full(len(self.low), _MOST), np.ones(more)))
        found = milp(goal, integrality=np.ones(len(goal)), bounds=bounds, constraints=rows or self.rows)
        if found.x is None:
            raise NoSolutionError(found.message)
        self.learn(np.round(found.x[: len(self.low)]))

    def _exchange(self) -> None:
        """Proofs without a solver: the newest solution stays one when people change places."""
        starts = self.solutions[-2:]
        for place in self._unsure():
            for step in _exchanges(self.program, self.targets[place]):
                for start, times in itertools.product(starts, (1, -1, 2, -2, 3, -3)):
                    if self._is_unsure(place) and self.fits(moved := start + times * step):
                        self.learn(moved)


def _guesses(program: Program) -> Iterator[Row]:
    for target in program.hidden:
        if target.quantity in {COMPLETED, ANSWERED}:
            yield Row(program.sum_of(target), 1, FEWEST - 1)


def _matrix(rows: Sequence[Mapping[int, float]], width: int) -> csr_array:
    entries = [(place, column, value) for place, row in enumerate(rows) for column, value in row.items()]
    places, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
    return csr_array((values, (places, columns)), shape=(len(rows), width))


def _open_width(target: Target) -> int:
    return KNOWN_WIDTH if target.quantity in {COMPLETED, ANSWERED} else 1


def _exchanges(program: Program, target: Target) -> Iterator[Vector]:
    """Ways to change a hidden number by one: a person goes elsewhere, changes the answer, or trades answers."""
    elsewhere = _elsewhere(program, target)
    ways = program.person_of(target.quantity)
    for quantities in ways:
        for places in elsewhere:
            yield _step(program, [(1, target, quantities), *((-1, each, quantities) for each in places)])
    if target.quantity in {COMPLETED, ANSWERED}:
        return
    if program.item.type == "multiple":
        yield _step(program, [(1, target, (target.quantity,))])
        for places in elsewhere:
            yield _step(program, [(1, target, ways[-1]), *((-1, each, (COMPLETED, ANSWERED)) for each in places)])
    else:
        for option in program.item.options:
            if option != target.quantity:
                yield from _other_answers(program, target, option, elsewhere)


def _other_answers(
    program: Program, target: Target, option: str, elsewhere: Sequence[Sequence[Target]]
) -> Iterator[Vector]:
    """A person answers with the target's option instead of another, here or on arriving from elsewhere."""
    change = [(1, target, (target.quantity,)), (-1, target, (option,))]
    if not target.school:
        for (other,) in elsewhere:
            yield _step(program, [*change, (-1, other, (target.quantity,)), (1, other, (option,))])
        return
    yield _step(program, change)
    (arriving,) = program.person_of(target.quantity)
    (leaving,) = program.person_of(option)
    for places in elsewhere:
        yield _step(program, [(1, target, arriving), *((-1, each, leaving) for each in places)])


def _elsewhere(program: Program, target: Target) -> list[list[Target]]:
    """Where a person of a hidden number can go so that few shown numbers notice."""
    if target.school:
        unit = target._replace(quantity="")
        return [[Target("", "", place) for place in program.slices if unit in program.members[place]]]
    return [
        [Target("", "", place)] for place in program.slices if place[0] == target.place[0] and place != target.place
    ]


def _step(program: Program, changes: Iterable[tuple[int, Target, tuple[str, ...]]]) -> Vector:
    step = np.zeros(len(program.low))
    for change, target, quantities in changes:
        for quantity in quantities:
            step[program.places[target._replace(quantity=quantity)]] += change
    return step


_END_COSTS: Final = 10.0
_MOST: Final = 100_000.0
"""More people than any round here has: where everybody is hidden, nothing else ends the search."""
_SHOTS: Final = 6
"""So many pairs of solutions in random directions come before the hidden numbers are squeezed one by one."""


@dataclass(frozen=True, slots=True)
class Insider:
    """A school that is not public and knows its own counts."""

    parts: Mapping[str, str]
    """Its part of each dimension."""
    counts: OwnCounts

    def own_part(self, program: Program) -> Vector:
        """Its share of every unknown that stands for the rest of a slice."""
        own = np.zeros(len(program.low))
        for (quantity, level), count in self.counts.items():
            for dimension, part in program.slices:
                if not dimension or (level if dimension == "level" else self.parts[dimension]) == part:
                    own[program.places[Target(quantity, "", (dimension, part))]] += count
        return own
