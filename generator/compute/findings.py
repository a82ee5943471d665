"""What stands out in released results: strongest and weakest statements, gaps between groups, changes since a round.

Everything is said from whole percents that the page shows, by rules that the page prints:

* **Strongest and weakest.** For each group, the statements of the areas with the highest and lowest percent positive:
  those on the first `PLACES` places. Statements with equal percents share a place; when the last place would make the
  list longer than `LONGEST`, it is left out and counted.
* **Gaps and changes.** The `PLACES` largest differences (and those that equal the last) that rounding cannot have made:
  counts are shown rounded, so each percent stands for a range of percents, and a difference counts when the two ranges
  do not touch.
* **Small groups.** A statement with fewer than `SMALL` answers is in no list of strongest and weakest. In a school's
  own report counts are exact (a rounding base of 1), and what is told in classes is in no list at all.

The rules are ours. Percent positive is that of the SELFIE country report (note 8).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple, TypeVar

from generator.compute.history import EarlierRound, shown_before
from generator.compute.measures import rounded
from generator.model.questionnaire import Item, ItemType, Questionnaire
from generator.model.released import AreaPosition, Distribution, Mark, Position, ReleasedResults, Slice

PLACES: Final = 3
LONGEST: Final = 6
SMALL: Final = 20


class Statement(NamedTuple):
    """How positive one group is about one item."""

    group: str
    item: str
    percent: int
    """Whole percent positive, as the page shows it."""
    n: int


class Ranking(NamedTuple):
    """Statements in order, and how many more have the percent of the next place."""

    statements: tuple[Statement, ...]
    left_out: int = 0


class Difference(NamedTuple):
    """Two percents of one item: of two groups (the higher first), or of one group then and now."""

    item: str
    first: Statement
    second: Statement

    @property
    def points(self) -> int:
        """Percentage points from the second to the first: positive for gaps; for changes, of now against then."""
        return self.first.percent - self.second.percent


@dataclass(frozen=True, slots=True)
class Findings:
    """What stands out in one slice."""

    strongest: Mapping[str, Ranking]
    """By group, for groups with at least one statement; highest first."""
    weakest: Mapping[str, Ranking]
    """Lowest first."""
    gaps: tuple[Difference, ...]
    """The largest first."""
    changes: tuple[Difference, ...]
    """The largest first, whatever their direction; `first` is now, `second` then."""
    since: str = ""
    """The id of the round that changes are counted from; empty when there is none."""
    small: tuple[str, ...] = ()
    """Groups that have shown numbers, but no statement with `SMALL` answers."""


def findings(
    questionnaire: Questionnaire,
    released: ReleasedResults,
    slice_: Slice,
    earlier: Sequence[EarlierRound],
    rounding_base: int,
) -> Findings:
    """What stands out in a slice. Changes are counted from the last of the `earlier` rounds (oldest first)."""
    items = [item for area in questionnaire.areas for item in area.items if _has_positive(questionnaire, item)]
    by_group: dict[str, list[Statement]] = {}
    groups = [group.id for group in questionnaire.groups]
    for group in groups:
        found = (_statement(released, slice_, group, item.id) for item in items)
        by_group[group] = [statement for statement in found if statement]
    large = {group: [each for each in found if each.n >= SMALL] for group, found in by_group.items()}
    last = earlier[-1] if earlier else None
    widths = _Widths(questionnaire, released, slice_, rounding_base)
    return Findings(
        strongest={group: _ranking(found, highest=True) for group, found in large.items() if found},
        weakest={group: _ranking(found, highest=False) for group, found in large.items() if found},
        gaps=_largest(widths.gaps(items, groups)),
        changes=_largest(widths.changes(items, groups, last)) if last else (),
        since=last.released.setting.id if last else "",
        small=tuple(
            group for group in groups if not large[group] and _is_anything_shown(released, slice_, group, items)
        ),
    )


def findings_by_slice(
    questionnaire: Questionnaire, released: ReleasedResults, earlier: Sequence[EarlierRound], rounding_base: int
) -> dict[Slice, Findings]:
    """What stands out in every slice of a report, in its order."""
    return {slice_: findings(questionnaire, released, slice_, earlier, rounding_base) for slice_ in released.slices}


def percent_range(positive: Sequence[int], others: Sequence[int], rounding_base: int) -> tuple[float, float]:
    """The least and the greatest percent positive that these rounded counts can stand for.

    A count of `c` was rounded half up to a multiple of the base, so before it was at least `c - base // 2` and at most
    `c + (base - 1) // 2`. `positive` and `others` are the rounded counts of the options on the scale.
    """
    below, above = rounding_base // 2, (rounding_base - 1) // 2
    low, high = (sum(max(count - below, 0) for count in side) for side in (positive, others))
    most, rest = (sum(count + above for count in side) for side in (positive, others))
    least = 100 * low / (low + rest) if low + rest else 0.0
    greatest = 100 * most / (most + high) if most + high else 100.0
    return least, greatest


class TopAnswer(NamedTuple):
    """The answers that a group gave most often to an item: several when they tie."""

    options: tuple[str, ...]
    percent: int


def top_answer(found: Distribution) -> TopAnswer | None:
    """The most frequent answer by whole percent; none when nothing is shown or nobody ticked anything."""
    if found.mark is not Mark.SHOWN or not found.percents:
        return None
    shown = {code: int(rounded(percent)) for code, percent in found.percents.items()}
    most = max(shown.values())
    return TopAnswer(tuple(code for code, percent in shown.items() if percent == most), most) if most else None


class AreaPoint(NamedTuple):
    """An area's measure in one round, over the items that all rounds of the trend have comparably."""

    round: str
    percent: int


class AreaTrend(NamedTuple):
    """One area of one group over rounds."""

    points: tuple[AreaPoint, ...]
    """Oldest first, this round last; empty when fewer than two rounds compare."""
    items: int
    """Over how many items."""
    of: int
    """How many items the area has now that this group answers and that are shown."""


def area_trend(
    questionnaire: Questionnaire,
    released: ReleasedResults,
    position: AreaPosition,
    earlier: Sequence[EarlierRound],
) -> AreaTrend:
    """The area over the rounds, each over the same items: those that are comparable and shown in all of them.

    A round that has none of today's items comparably is left out.
    """
    slice_, group, area_id = position
    levels = [level.id for level in questionnaire.levels]
    area = next(area for area in questionnaire.areas if area.id == area_id)
    places = [Position(slice_, group, item.id) for item in area.items]
    now = _shares((place.item, released.distributions.get(place)) for place in places)
    shown = [place for place in places if place.item in now]
    rounds = {
        each.released.setting.id: _shares((place.item, shown_before(each, place, levels)) for place in shown)
        for each in earlier
    } | {released.setting.id: now}
    with_items = {name: shares for name, shares in rounds.items() if shares}
    common = [item for item in now if all(item in shares for shares in with_items.values())]
    if len(with_items) < 2 or not common:
        return AreaTrend((), 0, len(now))
    points = (
        AreaPoint(name, int(rounded(100 * sum((shares[item] for item in common), Fraction()) / len(common))))
        for name, shares in with_items.items()
    )
    return AreaTrend(tuple(points), len(common), len(now))


class _Widths:
    """Differences that are wider than rounding."""

    def __init__(self, questionnaire: Questionnaire, released: ReleasedResults, slice_: Slice, base: int) -> None:
        self._questionnaire, self._released, self._slice, self._base = questionnaire, released, slice_, base
        self._levels = [level.id for level in questionnaire.levels]

    def gaps(self, items: Iterable[Item], groups: Sequence[str]) -> Iterator[Difference]:
        """For each item the widest gap between two groups; of equal ones the first."""
        for item in items:
            statements = [_statement(self._released, self._slice, group, item.id) for group in groups]
            pairs = itertools.permutations((each for each in statements if each), 2)
            wide = [
                Difference(item.id, high, low)
                for high, low in pairs
                if high.percent > low.percent and self._differ(item, self._now(high), self._now(low))
            ]
            if wide:
                yield max(wide, key=lambda each: each.points)

    def changes(self, items: Iterable[Item], groups: Sequence[str], before: EarlierRound) -> Iterator[Difference]:
        """For each item and group the change since the earlier round, where the two compare."""
        for item in items:
            for group in groups:
                now = _statement(self._released, self._slice, group, item.id)
                place = Position(self._slice, group, item.id)
                then = shown_before(before, place, self._levels)
                if now is None or then is None or then.percent_positive is None:
                    continue
                old = Statement(group, item.id, int(rounded(then.percent_positive)), then.n)
                if now.percent != old.percent and self._differ(item, self._now(now), then):
                    yield Difference(item.id, now, old)

    def _now(self, statement: Statement) -> Distribution:
        return self._released.distributions[Position(self._slice, statement.group, statement.item)]

    def _differ(self, item: Item, one: Distribution, other: Distribution) -> bool:
        """Whether rounding cannot have made the difference between two distributions of an item."""
        ranges = sorted([self._range(item, one), self._range(item, other)])
        return ranges[0][1] < ranges[1][0]

    def _range(self, item: Item, found: Distribution) -> tuple[float, float]:
        options = [option for option in self._questionnaire.options_of(item) if not option.not_applicable]
        positive = [found.counts.get(option.code, 0) for option in options if option.positive]
        others = [found.counts.get(option.code, 0) for option in options if not option.positive]
        return percent_range(positive, others, self._base)


def _has_positive(questionnaire: Questionnaire, item: Item) -> bool:
    return item.type is ItemType.SCALE and any(option.positive for option in questionnaire.options_of(item))


def _positive_percent(found: Distribution | None) -> float | None:
    return found.percent_positive if found and found.mark is Mark.SHOWN else None


def _shares(found: Iterable[tuple[str, Distribution | None]]) -> dict[str, Fraction]:
    """The exact share of positive answers by item, for those that are shown: both counts are whole numbers."""
    percents = ((item, each, _positive_percent(each)) for item, each in found)
    return {
        item: Fraction(round(percent * each.n), 100 * each.n)
        for item, each, percent in percents
        if each is not None and percent is not None
    }


def _is_anything_shown(released: ReleasedResults, slice_: Slice, group: str, items: Iterable[Item]) -> bool:
    found = (released.distributions.get(Position(slice_, group, item.id)) for item in items)
    return any(each is not None and each.mark is Mark.SHOWN for each in found)


def _statement(released: ReleasedResults, slice_: Slice, group: str, item: str) -> Statement | None:
    found = released.distributions.get(Position(slice_, group, item))
    percent = _positive_percent(found)
    return Statement(group, item, int(rounded(percent)), found.n) if found and percent is not None else None


def _ranking(statements: Sequence[Statement], *, highest: bool) -> Ranking:
    """The statements on the first places, in the order of the questionnaire where percents are equal."""
    ordered = sorted(statements, key=lambda each: -each.percent if highest else each.percent)
    places = list(dict.fromkeys(each.percent for each in ordered))
    kept: list[Statement] = []
    for percent in places:
        tied = [each for each in ordered if each.percent == percent]
        if len(kept) >= PLACES:
            break
        if len(kept) + len(tied) > LONGEST:
            return Ranking(tuple(kept), len(tied))
        kept += tied
    return Ranking(tuple(kept))


_Ranked = TypeVar("_Ranked", bound=Difference)


def _largest(differences: Iterable[_Ranked]) -> tuple[_Ranked, ...]:
    """The largest differences, and those that equal the last of them."""
    ordered = sorted(differences, key=lambda each: -abs(each.points))
    if len(ordered) <= PLACES:
        return tuple(ordered)
    least = abs(ordered[PLACES - 1].points)
    return tuple(each for each in ordered if abs(each.points) >= least)
