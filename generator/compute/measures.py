"""The measures of counted answers, as DESIGN.md section 6 and the SELFIE country reports define them.

Counts are whole numbers and stay so until the one division that makes a measure, which Python rounds correctly; a mean
of such quotients is taken over exact fractions. Nothing is rounded for display before `rounded`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from generator.model.questionnaire import ItemType, Option
from generator.model.results import ANSWERED


@dataclass(frozen=True, slots=True)
class Measures:
    """What one group's answers to one item say. Percents are from 0 to 100, unrounded."""

    counts: Mapping[str, int]
    """Count by option code on the scale, in the order of the options; "not applicable" left out."""
    n: int
    """The base: the answers on the scale. For multiple choice: the people who answered the item."""
    not_applicable: int
    """The answers that stand apart from the scale."""
    positive: int | None
    """The answers that count as positive; none where no option does, and for multiple choice."""
    total: int | None
    """The sum of the answers' positions on the scale (1 for the lowest), or of the scores; none for choices."""

    @property
    def percents(self) -> dict[str, float]:
        """100 x count / n by option code; all 0 when n is 0. For multiple choice the sum may exceed 100."""
        return {code: 100 * count / self.n if self.n else 0.0 for code, count in self.counts.items()}

    @property
    def percent_positive(self) -> float | None:
        """100 x positive / n (SELFIE country report, note 8: "agree" and "strongly agree" count); none without base."""
        return None if self.positive is None or not self.n else 100 * self.positive / self.n

    @property
    def mean(self) -> float | None:
        """The mean position or score; none for choices and without base."""
        return None if self.total is None or not self.n else self.total / self.n


def measure(kind: ItemType, options: Sequence[Option], counts: Mapping[str, int]) -> Measures:
    """The measures of one item's counts. Options without a count have none; codes that are no option are left out."""
    points = [option for option in options if not option.not_applicable]
    on_scale = {option.code: counts.get(option.code, 0) for option in points}
    apart = sum(counts.get(option.code, 0) for option in options if option.not_applicable)
    base = counts.get(ANSWERED, 0) if kind is ItemType.MULTIPLE else sum(on_scale.values())
    return Measures(on_scale, base, apart, _positive(kind, points, on_scale), _total(kind, on_scale))


def mean_percent_positive(items: Iterable[Measures]) -> float | None:
    """The measure of an area: the mean over its items of percent positive, each item counting the same.

    Items without positive options or without a base are left out; none when no item is left (DESIGN.md section 6).
    """
    shares = [Fraction(100 * item.positive, item.n) for item in items if item.positive is not None and item.n]
    return float(sum(shares, Fraction()) / len(shares)) if shares else None


def mean_of_means(items: Iterable[Measures]) -> float | None:
    """The mean position of an area: the mean over its items of their means, each item counting the same.

    None when no item has one, or when the items have scales of different length: their positions do not compare.
    """
    found = [item for item in items if item.total is not None and item.n]
    if len({len(item.counts) for item in found}) != 1:
        return None
    means = [Fraction(item.total or 0, item.n) for item in found]
    return float(sum(means, Fraction()) / len(means))


def nearest(count: int, base: int) -> int:
    """The nearest multiple of a rounding base, half up: how public counts are shown."""
    return (2 * count + base) // (2 * base) * base


def rounded(value: Fraction | float, digits: int = 0) -> Decimal:
    """A measure as it is shown, half up (away from zero): the only place where a measure loses digits.

    A float stands for the shortest decimal that yields it, so a mean of 53/20 is 2.65 and becomes 2.7, although the
    nearest binary number lies just below.
    """
    exact = Decimal(repr(float(value)))
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0


def _positive(kind: ItemType, points: Sequence[Option], counts: Mapping[str, int]) -> int | None:
    if kind is ItemType.MULTIPLE or not any(option.positive for option in points):
        return None
    return sum(counts[option.code] for option in points if option.positive)


def _total(kind: ItemType, counts: Mapping[str, int]) -> int | None:
    if kind is ItemType.SCALE:
        return sum(position * count for position, count in enumerate(counts.values(), start=1))
    if kind is ItemType.SCORE:
        return sum(int(code) * count for code, count in counts.items())
    return None
