"""Whole numbers that follow shares: how synthetic answers are dealt out without drawing for each person."""

from __future__ import annotations

import math
from collections.abc import Sequence


def apportion(shares: Sequence[float], total: int, owed: list[float]) -> list[int]:
    """Split `total` by shares that add up to 1 into whole numbers, none below 0 (largest remainders first).

    `owed` is what earlier calls rounded away, by part; it is added here and then holds what this call rounds away. So
    the sums over many small calls follow the shares as closely as one large call would.
    """
    wanted = [share * total + debt for share, debt in zip(shares, owed, strict=True)]
    parts = [max(0, math.floor(value)) for value in wanted]
    missing = total - sum(parts)
    if missing > 0:
        order = sorted(range(len(parts)), key=lambda index: parts[index] - wanted[index])
        for step in range(missing):
            parts[order[step % len(order)]] += 1
    while missing < 0:
        largest = max(range(len(parts)), key=lambda index: (parts[index] > 0, parts[index] - wanted[index]))
        parts[largest] -= 1
        missing += 1
    owed[:] = [value - part for value, part in zip(wanted, parts, strict=True)]
    return parts


def part_of(share: float, total: int, owed: float) -> tuple[int, float]:
    """A share of `total` as a whole number from 0 to `total`, and what is owed to the next call (see `apportion`)."""
    wanted = share * total + owed
    part = min(total, max(0, math.floor(wanted + 0.5)))
    return part, wanted - part


def tilted(positions: Sequence[int], mean: float) -> list[float]:
    """Shares that rise or fall evenly along the positions (each a constant times the one before) and have this mean.

    Raises ValueError when the mean does not lie between the lowest and the highest position.
    """
    if not min(positions) < mean < max(positions):
        raise ValueError(f"no shares over {positions[0]} to {positions[-1]} have the mean {mean}")
    low, high = -20.0, 20.0
    for _ in range(80):
        middle = (low + high) / 2
        if _mean(positions, _exponential(positions, middle)) < mean:
            low = middle
        else:
            high = middle
    return _exponential(positions, low)


def _exponential(positions: Sequence[int], slope: float) -> list[float]:
    highest = max(slope * position for position in positions)
    weights = [math.exp(slope * position - highest) for position in positions]
    return normalised(weights)


def _mean(positions: Sequence[int], shares: Sequence[float]) -> float:
    return sum(position * share for position, share in zip(positions, shares, strict=True))


def normalised(weights: Sequence[float]) -> list[float]:
    """The weights as shares that add up to 1; equal shares when all weights are 0."""
    total = sum(weights)
    return [weight / total for weight in weights] if total else [1 / len(weights)] * len(weights)
