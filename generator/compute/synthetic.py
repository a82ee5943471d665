"""Synthetic rounds: invented answers that follow given targets, for demonstrations, tests and measurements.

The same seed, questionnaire and targets give the same round on every machine. Answers are dealt out by shares, not
drawn person by person, so that thousands of schools take seconds.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from generator.compute.apportionment import apportion, normalised, part_of, tilted
from generator.compute.synthetic_schools import PlannedSchool, plan_schools
from generator.compute.synthetic_targets import FIRST_ROUND, SECOND_ROUND, Targets
from generator.model.questionnaire import (
    Item,
    ItemStatus,
    ItemType,
    Option,
    OwnItem,
    OwnQuestions,
    Questionnaire,
    Section,
)
from generator.model.results import ANSWERED, OptionCounts, Round, Unit
from generator.model.round import DimensionSetting, RoundSetting

DEMO_SCHOOLS: Final = 36
"""Three times the pilot: with fewer, the rules of disclosure hide nearly every part of the system."""
DEMO_SEED: Final = 2021
"""The seed of the rounds in this repository, and the default of `guzgu demo`."""
_SOURCE: Final = "Synthetic data made by guzgu demo; no real school stands behind it"
_CAVEAT: Final = "All answers are invented to show how a report looks. They say nothing about any school in Azerbaijan."
_DIMENSIONS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "type": ("Type of school", {"general": "General school", "vet": "Vocational school"}),
    "region": (
        "Region",
        {"baku": "Baku", "north": "Northern regions", "west": "Western regions", "south": "Southern regions"},
    ),
    "density": ("Place", {"city": "City", "town": "Town", "village": "Village"}),
    "language": ("Language of instruction", {"az": "Azerbaijani", "ru": "Russian", "en": "English"}),
}
_LEANING_POINTS: Final = 6.0
_DEFAULT_LEVEL: Final = 68.0


@dataclass(slots=True)
class _Dealer:
    """Deals out answers and remembers what rounding owes to each item and group."""

    owed: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    owed_parts: dict[tuple[str, str, str], float] = field(default_factory=dict)

    def deal(self, item: str, group: str, shares: Sequence[float], total: int) -> list[int]:
        """All answers of an item, by option."""
        return apportion(shares, total, self.owed.setdefault((item, group), [0.0] * len(shares)))

    def part(self, item: str, group: str, name: str, share: float, total: int) -> int:
        """One part of the people, whatever the others do."""
        key = (item, group, name)
        part, self.owed_parts[key] = part_of(share, total, self.owed_parts.get(key, 0.0))
        return part


def make_demo_rounds(
    questionnaires: Mapping[str, Questionnaire],
    own_questions: Sequence[OwnQuestions],
    seed: int,
    school_count: int = DEMO_SCHOOLS,
) -> tuple[Round, Round]:
    """The rounds 2022 and 2023: the first asks the oldest version of the instrument, the second the newest.

    `questionnaires` is by key in the order of versions, as in `Project`; of several instruments, the first with the
    most versions is taken. Raises ValueError when there is none.
    """
    if not questionnaires:
        raise ValueError("a synthetic round needs a questionnaire")
    instruments = [each.instrument for each in questionnaires.values()]
    instrument = max(instruments, key=instruments.count)
    versions = [each for each in questionnaires.values() if each.instrument == instrument]
    return (
        make_round(versions[0], own_questions, "2022", school_count, seed=seed, targets=FIRST_ROUND),
        make_round(versions[-1], own_questions, "2023", school_count, seed=seed, targets=SECOND_ROUND),
    )


def make_round(
    questionnaire: Questionnaire,
    own_questions: Sequence[OwnQuestions],
    round_id: str,
    school_count: int,
    *,
    seed: int,
    targets: Targets,
) -> Round:
    """A round of invented schools. Own questions for other schools or versions are left aside.

    The first twelve schools follow the totals of the pilot when `targets` is the first round. Raises ValueError for
    fewer than one school.
    """
    if school_count < 1:
        raise ValueError(f"a round needs at least one school, not {school_count}")
    schools = plan_schools(questionnaire, school_count, seed, targets.opened, is_repeat=targets.is_repeat)
    own = {each.school: each for each in own_questions if each.questionnaire == questionnaire.key}
    maker = _AnswerMaker(questionnaire, targets)
    answers = {
        Unit(people.school, people.level, people.group): maker.answers(
            planned, own.get(people.school), people.level, people.group, people.completed
        )
        for planned in schools
        for people in planned.participations
    }
    return Round(
        _setting(questionnaire, round_id, targets),
        tuple(each.school for each in schools),
        tuple(people for each in schools for people in each.participations),
        answers,
    )


def _setting(questionnaire: Questionnaire, round_id: str, targets: Targets) -> RoundSetting:
    return RoundSetting(
        id=round_id,
        title=f"Round {round_id} (synthetic)",
        questionnaire=questionnaire.key,
        opened=targets.opened,
        closed=targets.closed,
        synthetic=True,
        source=_SOURCE,
        caveat=_CAVEAT,
        dimensions={key: DimensionSetting(title=title, values=values) for key, (title, values) in _DIMENSIONS.items()},
    )


@functools.lru_cache(maxsize=65_536)
def _steady(text: str, lowest: float, highest: float) -> float:
    """A number between two others that depends on nothing but the text."""
    return lowest + (highest - lowest) * zlib.crc32(text.encode()) / 0xFFFFFFFF


class _AnswerMaker:
    """Makes the counts of one round, unit after unit, in the order of schools."""

    def __init__(self, questionnaire: Questionnaire, targets: Targets) -> None:
        self._questionnaire = questionnaire
        self._targets = targets
        self._dealer = _Dealer()
        self._options = {item.id: questionnaire.options_of(item) for item in questionnaire.items()}
        self._positive = {
            group.id: dict(_positive_shares(questionnaire, targets, group.id)) for group in questionnaire.groups
        }
        self._scores: dict[tuple[str, str], list[float]] = {}

    def answers(
        self, planned: PlannedSchool, own: OwnQuestions | None, level: str, group: str, completed: int
    ) -> dict[str, OptionCounts]:
        """The counts of one unit by item, for the items that its school asks it."""
        return {
            item.id: self._counts(item, planned.leaning[group], group, completed)
            for item in self._asked(planned, own)
            if item.is_asked_of(group, level)
        }

    def _asked(self, planned: PlannedSchool, own: OwnQuestions | None) -> Iterator[Item]:
        for item in self._questionnaire.items():
            if item.status is not ItemStatus.OPTIONAL or self._is_chosen(item, planned, own):
                yield item
        if own:
            yield from own.items

    def _is_chosen(self, item: Item, planned: PlannedSchool, own: OwnQuestions | None) -> bool:
        """Schools that add optional items agree on about half of them; the others few choose."""
        if own:
            return item.id in own.chosen
        if not planned.plan.asks_optional:
            return False
        is_popular = item.id in self._targets.items or _steady(f"popular/{item.id}", 0, 1) < 0.5
        return is_popular or _steady(f"{planned.school.id}/{item.id}", 0, 1) < 0.3

    def _counts(self, item: Item, leaning: float, group: str, completed: int) -> dict[str, int]:
        share = 1 - _steady(f"silent/{item.id}", 0.0, 0.02)
        answered = self._dealer.part(item.id, group, ANSWERED, share, completed)
        options = self._options.get(item.id) or self._questionnaire.options_of(item)
        if item.type is ItemType.MULTIPLE:
            return self._multiple(item, options, group, answered)
        shares = self._shares(item, options, leaning, group)
        parts = self._dealer.deal(item.id, group, shares, answered)
        return {option.code: part for option, part in zip(options, parts, strict=True)}

    def _multiple(self, item: Item, options: Sequence[Option], group: str, answered: int) -> dict[str, int]:
        targets = self._targets.choices.get(item.id, {})
        counts = {ANSWERED: answered}
        for option in options:
            share = targets.get(option.code, _steady(f"{item.id}/{option.code}", 15, 55)) / 100
            counts[option.code] = self._dealer.part(item.id, group, option.code, share, answered)
        return counts

    def _shares(self, item: Item, options: Sequence[Option], leaning: float, group: str) -> list[float]:
        if item.type is ItemType.SCORE:
            return self._score_shares(item, options, leaning, group)
        if item.type is ItemType.SINGLE:
            return normalised([_steady(f"{item.id}/{option.code}", 10, 40) for option in options])
        share = self._positive[group].get(item.id)
        if share is None:
            share = self._own_share(item, group)
        return _scale_shares(options, _leaned(share, leaning), self._apart(item))

    def _own_share(self, item: Item, group: str) -> float:
        area = item.area if isinstance(item, OwnItem) else ""
        level = self._targets.areas.get(area, _DEFAULT_LEVEL) + self._targets.offsets.get(group, 0.0)
        return _clamped(level + _steady(item.id, -4, 4))

    def _apart(self, item: Item) -> float:
        return self._targets.not_applicable.get(item.id, _steady(f"apart/{item.id}", 0.5, 4.0)) / 100

    def _score_shares(self, item: Item, options: Sequence[Option], leaning: float, group: str) -> list[float]:
        """Shares with the group's mean, tipped a little by the school's leaning."""
        key = (item.id, group)
        positions = [int(option.code) for option in options]
        span = positions[-1] - positions[0]
        if not span:
            return [1.0]
        if key not in self._scores:
            mean = self._targets.scores.get(item.id, {}).get(group, 0.0)
            is_possible = positions[0] < mean < positions[-1]
            self._scores[key] = tilted(positions, mean if is_possible else positions[0] + 0.785 * span)
        shares = self._scores[key]
        mean = sum(position * share for position, share in zip(positions, shares, strict=True))
        tipped = (
            share * max(0.0, 1 + 0.3 * leaning * (position - mean) / span)
            for position, share in zip(positions, shares, strict=True)
        )
        return normalised(list(tipped))


def _positive_shares(questionnaire: Questionnaire, targets: Targets, group: str) -> Iterator[tuple[str, float]]:
    """Percent positive of every scale item that a group is asked, over all schools."""
    areas = {area.id for area in questionnaire.areas}
    for section in questionnaire.sections:
        items = [item for item in section.items if item.type is ItemType.SCALE and group in item.text]
        fixed = {
            item.id: _item_share(item, targets.items[item.id], targets, group)
            for item in items
            if item.id in targets.items
        }
        yield from fixed.items()
        rest = [item for item in items if item.id not in fixed]
        if section.id in areas:
            yield from _area_shares(section, rest, fixed, targets, group)
        else:
            for item in rest:
                yield item.id, _item_share(item, _steady(item.id, 40, 75), targets, group)


def _area_shares(
    section: Section, rest: Sequence[Item], fixed: Mapping[str, float], targets: Targets, group: str
) -> Iterator[tuple[str, float]]:
    """The items without a target of their own, so that the area's mean is the group's target."""
    if not rest:
        return
    area = targets.areas.get(section.id, _steady(f"area/{section.id}", 60, 75)) + targets.offsets.get(group, 0.0)
    level = (area * (len(rest) + len(fixed)) - sum(fixed.values())) / len(rest)
    bends = {item.id: _steady(item.id, -4, 4) for item in rest}
    middle = sum(bends.values()) / len(bends)
    for item in rest:
        yield item.id, _clamped(level + bends[item.id] - middle)


def _item_share(item: Item, mean: float, targets: Targets, group: str) -> float:
    """The group's share when the mean over the groups that are asked is given; groups draw closer towards the ends."""
    room = min(1.0, mean / 25, (100 - mean) / 25)
    offsets = {each: targets.offsets.get(each, 0.0) * room for each in item.text}
    return _clamped(mean + offsets[group] - sum(offsets.values()) / len(offsets))


def _clamped(percent: float) -> float:
    return min(97.0, max(3.0, percent))


def _leaned(percent: float, leaning: float) -> float:
    """A school's share: its leaning weighs most in the middle and little at the ends."""
    room = percent * (100 - percent) / 2500
    return _clamped(percent + _LEANING_POINTS * leaning * room) / 100


def _scale_shares(options: Sequence[Option], positive: float, apart: float) -> list[float]:
    """Shares by option: the positive ones together have `positive` of the scale, the neighbours of the border most."""
    points = [option for option in options if not option.not_applicable]
    is_rated = any(option.positive for option in points) and not all(option.positive for option in points)
    good = [option.code for option in points if option.positive] if is_rated else []
    others = [option.code for option in reversed(points) if option.code not in good]
    slope = 0.45 + 0.5 * positive
    shares = dict(_falling(good, positive, slope)) | dict(_falling(others, 1 - positive if is_rated else 1.0, 0.55))
    off_scale = len(options) - len(points)
    on_scale = 1 - apart if off_scale else 1.0
    return [apart / off_scale if option.not_applicable else shares[option.code] * on_scale for option in options]


def _falling(codes: Sequence[str], total: float, slope: float) -> Iterator[tuple[str, float]]:
    weights = normalised([slope**step for step in range(len(codes))]) if codes else []
    for code, weight in zip(codes, weights, strict=True):
        yield code, weight * total
