"""The door to HiGHS: are there whole numbers whose sums keep these bounds?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final, TypeAlias

_NODES: Final = 200
"""Branches that the search may open. A limit by time would let two builds differ."""
_Sum: TypeAlias = tuple[Mapping[int, int], float, float]
"""Factor by number, least and greatest value; infinite where there is none."""


@dataclass(slots=True)
class Program:
    """Whole numbers from a least value on, and sums of them with bounds. Grows while it is written."""

    least: list[int] = field(default_factory=list)
    """By number; a number stands for its place in this list."""
    sums: list[_Sum] = field(default_factory=list)

    def number(self, least: int) -> int:
        """A new unknown number."""
        self.least.append(least)
        return len(self.least) - 1

    def bound(self, factors: Mapping[int, int], least: float, greatest: float) -> None:
        """A sum lies between two values."""
        if factors:
            self.sums.append((factors, least, greatest))

    def is_possible(self, factors: Mapping[int, int], least: float, greatest: float) -> bool:
        """Whether numbers were found that keep all rules and this one too."""
        sums = [*self.sums, (factors, least, greatest)]
        return self._solved(sums, {}) is not None

    def solved(self, costs: Mapping[int, int]) -> list[int] | None:
        """Numbers that keep all rules, with as small a sum of costs as was found; none when none were found.

        When the search ends at its limit without any, the answer is none although there may be some: whoever judges by
        it judges too strictly, never too mildly.
        """
        return self._solved(self.sums, costs)

    def _solved(self, sums: Sequence[_Sum], costs: Mapping[int, int]) -> list[int] | None:
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        places = [number for each, _, _ in sums for number in each]
        values = [float(factor) for each, _, _ in sums for factor in each.values()]
        starts = [0, *accumulate(len(each) for each, _, _ in sums)]
        matrix = csr_array((values, places, starts), shape=(len(sums), len(self.least)))
        found = milp(
            np.array([costs.get(number, 0) for number in range(len(self.least))], dtype=float),
            integrality=np.ones(len(self.least)),
            bounds=Bounds(np.array(self.least, dtype=float), np.inf),
            constraints=LinearConstraint(matrix, [low for _, low, _ in sums], [high for _, _, high in sums]),
            options={"node_limit": _NODES},
        )
        numbers = None if found.x is None else [round(value) for value in found.x]
        return numbers if numbers is not None and self._fits(numbers, sums) else None

    def _fits(self, numbers: Sequence[int], sums: Iterable[_Sum]) -> bool:
        """Whether whole numbers keep all rules: the solver works with fractions and a tolerance."""
        return all(number >= least for number, least in zip(numbers, self.least, strict=True)) and all(
            low <= sum(factor * numbers[number] for number, factor in factors.items()) <= high
            for factors, low, high in sums
        )
