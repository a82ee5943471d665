"""An attack on one group of a released round, independent of the audit: all that is published, as one integer program.

The attacker knows which schools took part, with their levels, regions and types, and the public pages of schools; of
the group's numbers only what was released. Unknown is what every school answered and how many took part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from generator.model.released import Mark, Position, ReleasedResults, Slice
from generator.model.results import Round

Key = tuple[Any, ...]
Unit = tuple[str, str]
"""School and level."""


@dataclass
class Attack:
    """Numbers by (kind, place), and what is known of their sums."""

    system: ReleasedResults
    pages: Mapping[str, ReleasedResults]
    round_: Round
    group: str
    codes: Mapping[str, tuple[str, ...]]
    """Of each item; the last code of an item with several answers is "answered"."""
    base: int = 5
    numbers: dict[Key, int] = field(default_factory=dict)
    rows: list[tuple[list[int], list[float], float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.places = {school.id: school.dimensions for school in self.round_.schools}
        self.units = [(each.school, each.level) for each in self.round_.participations if each.group == self.group]
        for unit in self.units:
            for item, codes in self.codes.items():
                answers = [("answered",)] if "answered" in codes else [(code,) for code in codes]
                self.row([(item, code, unit) for (code,) in answers], [("people", "completed", unit)], -np.inf, 0)
                for code in codes[:-1] if "answered" in codes else ():
                    self.row([(item, code, unit)], [(item, "answered", unit)], -np.inf, 0)
        for slice_ in self.system.slices:
            self.published(self.system, slice_, [unit for unit in self.units if self.is_in(unit, slice_)], 11)
        for school, page in self.pages.items():
            for slice_ in page.slices:
                self.published(page, slice_, [(school, slice_.value)], 10)

    def is_in(self, unit: Unit, slice_: Slice) -> bool:
        return {"": "", "level": unit[1], **self.places[unit[0]]}[slice_.dimension] == slice_.value

    def number(self, key: Key) -> int:
        return self.numbers.setdefault(key, len(self.numbers))

    def row(self, plus: list[Key], minus: list[Key], low: float, high: float) -> None:
        if plus or minus:
            factors = [1.0] * len(plus) + [-1.0] * len(minus)
            self.rows.append(([self.number(key) for key in (*plus, *minus)], factors, low, high))

    def near(self, keys: list[Key], shown: int) -> None:
        """A sum that was rounded to this."""
        self.row(keys, [], shown - self.base // 2, shown + (self.base - 1) // 2)

    def published(self, found: ReleasedResults, slice_: Slice, units: list[Unit], least: int) -> None:
        people = found.participation[slice_, self.group]
        for kind, shown in (("invited", people.invited), ("completed", people.completed)):
            if people.mark is Mark.SHOWN and shown is not None:
                self.near([("people", kind, unit) for unit in units], shown)
        if people.mark is Mark.SHOWN:
            self.row([("people", "completed", unit) for unit in units], [], least, np.inf)
        if people.mark is Mark.NOBODY:
            self.row([("people", "completed", unit) for unit in units], [], 0, 0)
        for item in self.codes:
            self.published_item(found, Position(slice_, self.group, item), units, least)

    def published_item(self, found: ReleasedResults, place: Position, units: list[Unit], least: int) -> None:
        item, codes, each = place.item, self.codes[place.item], found.distributions[place]
        all_ = [(item, code, unit) for unit in units for code in codes]
        if each.mark is Mark.SHOWN:
            for code, count in each.counts.items():
                self.near([(item, code, unit) for unit in units], count)
            if "answered" in codes:
                self.near([(item, "answered", unit) for unit in units], each.n)
            self.row([key for key in all_ if key[1] in n_codes(codes)], [], least, np.inf)
        elif each.mark is not Mark.HIDDEN:
            self.row(all_, [], 0, 0)
        elif found.participation[place.slice, self.group].mark is Mark.SHOWN:
            self.row(all_, [], 1, np.inf)

    def ends(self, keys: list[Key]) -> tuple[int, int]:
        """The least and the greatest value of a sum."""
        low, high = (self._solved(keys, sign) for sign in (1.0, -1.0))
        return low, high

    def _solved(self, keys: list[Key], sign: float) -> int:
        costs = np.zeros(len(self.numbers))
        for key in keys:
            costs[self.number(key)] = sign
        columns = [number for row in self.rows for number in row[0]]
        values = [value for row in self.rows for value in row[1]]
        starts = np.cumsum([0, *(len(row[0]) for row in self.rows)])
        matrix = csr_array((values, columns, starts), shape=(len(self.rows), len(self.numbers)))
        known = LinearConstraint(matrix, [row[2] for row in self.rows], [row[3] for row in self.rows])
        found = milp(
            costs,
            integrality=np.ones(len(costs)),
            bounds=Bounds(0, 5000),
            constraints=known,
            options={"time_limit": 10},
        )
        assert found.status == 0, found.message
        return round(abs(found.fun))


def n_codes(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The codes whose sum is the base."""
    return ("answered",) if "answered" in codes else tuple(code for code in codes if code != "na")


def targets(attack: Attack) -> Iterator[tuple[Key, list[Key]]]:
    """All hidden numbers that somebody has: what they are of, and the unknowns that they sum up."""
    for slice_ in attack.system.slices:
        units = [unit for unit in attack.units if attack.is_in(unit, slice_)]
        if attack.system.participation[slice_, attack.group].mark is Mark.HIDDEN:
            yield (slice_, "people"), [("people", "completed", unit) for unit in units]
            yield (slice_, "invited"), [("people", "invited", unit) for unit in units]
        for item, codes in attack.codes.items():
            if attack.system.distributions[Position(slice_, attack.group, item)].mark is Mark.HIDDEN:
                yield (slice_, item), [(item, code, unit) for unit in units for code in n_codes(codes)]
                for code in codes:
                    yield (slice_, item, code), [(item, code, unit) for unit in units]
