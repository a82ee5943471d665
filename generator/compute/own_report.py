"""What a school may read of itself: the way out for the numbers of one school's own, sealed report.

Its readers work in the school and know each other, but they also know which answers they gave and that the report is
theirs, so the rules are softer than in public (`disclosure`):

* **Few people.** A group at an education level with fewer than `own_min_respondents` (5) is hidden, whole. Wales, pupil
  outcomes: under 5 nothing; OurSchool: 5 students or teachers. Those who completed count, and the fewest answers to a
  scale item, as on public pages; an item that got fewer answers on its own scale is judged by these.
* **Less detail.** With fewer than `own_full_respondents` (10) the answers on a scale are told in classes, below the
  middle, the middle, positive, and without a mean (Wales: 5-9 reduced detail). Answers to choices and scores have no
  middle that such classes could follow from, so these items are hidden until 10 people answered.
* **Nearly all.** There, a class with a share of `own_unanimous_percent` (80) or more is told as "80 % or more", and the
  others as "20 % or less" (top and bottom coding: NCES SLDS Technical Brief 3; OSSE). That holds for all such shares,
  not for unanimous answers alone: else the very mark would say that everybody agreed. Of n answers, n-1 may be in the
  class as well as n.
* **Exact.** All else is exact: counts are not rounded. Percents, means and areas follow from what is shown and from
  nothing else, so an area with a bound has a range, and hidden items have no part in it.
* **No totals** over groups of respondents or over levels: none that could give a single hidden part away. Numbers of
  all schools beside the school's are the public ones.

All thresholds are settings and ours: SELFIE's own are not known to us.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from generator.compute.aggregation import Question, questions
from generator.compute.measures import Measures, mean_of_means, measure
from generator.compute.round_sums import asked_in
from generator.compute.school_groups import check_own, group_mark, group_size, school_participation
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Group, ItemType, Option, OwnQuestions, Questionnaire
from generator.model.released import (
    LEVEL_DIMENSION,
    AnswerClass,
    AreaMeasure,
    AreaPosition,
    Audience,
    Bound,
    Distribution,
    Mark,
    Position,
    ReleasedParticipation,
    ReleasedResults,
    ReleasedSchool,
    Slice,
)
from generator.model.results import OptionCounts, Participation, Round, School, Unit

EXACT: Final = 1
"""The base to which counts are rounded here."""


class _Detail(enum.IntEnum):
    """How much is told of some answers."""

    HIDDEN = 0
    CLASSES = 1
    FULL = 2


class _Told(NamedTuple):
    """What is told of one item, and between which percents the positive answers lie as far as that says."""

    distribution: Distribution
    measures: Measures | None = None
    """Only of what is told in full."""
    percents: tuple[Fraction, Fraction] | None = None


class _Judged(NamedTuple):
    """What may become of a whole group at a level."""

    participation: ReleasedParticipation
    detail: _Detail


@dataclass(frozen=True, slots=True)
class _Terms:
    """What a school was asked, and by which thresholds its answers are judged."""

    questionnaire: Questionnaire
    asked: tuple[Question, ...]
    settings: DisclosureSettings

    def detail(self, answers: int) -> _Detail:
        if answers < self.settings.own_min_respondents:
            return _Detail.HIDDEN
        return _Detail.CLASSES if answers < self.settings.own_full_respondents else _Detail.FULL


def release_own_reports(
    round_: Round, questionnaire: Questionnaire, own: Iterable[OwnQuestions], settings: DisclosureSettings
) -> Iterator[ReleasedResults]:
    """The results of every school of the round, whatever it agreed to, each for itself, in the order of the round.

    `own` are the own questions of any schools and versions. Optional items are asked when the school chose them or has
    answers to them.
    """
    people: dict[str, dict[tuple[str, str], Participation]] = {}
    for each in round_.participations:
        people.setdefault(each.school, {})[each.level, each.group] = each
    chosen = {each.school: each for each in own if each.questionnaire == questionnaire.key}
    common = questions(questionnaire)
    for school in round_.schools:
        mine = chosen.get(school.id)
        asked = (*common, *questions(questionnaire, mine.items)) if mine else common
        terms = _Terms(questionnaire, asked, settings)
        yield _release(round_, terms, mine, school, people.get(school.id, {}))


def answer_classes(points: Sequence[Option]) -> tuple[tuple[Option, ...], ...]:
    """The options of a scale (lowest first) in classes: those below the middle, the neutral middle, the positive ones.

    The middle of an odd scale is neutral where the positive options start beside it. A scale without positive options
    parts in its middle. Empty where positive options are at neither end: there are no neighbours to put together.
    """
    positive = [option.positive for option in points]
    half = len(points) // 2
    if not any(positive) or all(positive):
        classes = (points[:half], points[half : len(points) - half], points[len(points) - half :])
    elif positive == sorted(positive):
        first = positive.index(True)
        start = half if len(points) % 2 and first == half + 1 else first
        classes = (points[:start], points[start:first], points[first:])
    elif positive == sorted(positive, reverse=True):
        return tuple(each[::-1] for each in reversed(answer_classes(points[::-1])))
    else:
        return ()
    return tuple(tuple(each) for each in classes if each)


def _release(
    round_: Round,
    terms: _Terms,
    own: OwnQuestions | None,
    school: School,
    people: Mapping[tuple[str, str], Participation],
) -> ReleasedResults:
    check_own(own, school, terms.questionnaire)
    questionnaire, groups = terms.questionnaire, terms.questionnaire.groups
    levels = [level.id for level in questionnaire.levels if any(level.id == found for found, _ in people)]
    participation: dict[tuple[Slice, str], ReleasedParticipation] = {}
    distributions: dict[Position, Distribution] = {}
    areas: dict[AreaPosition, AreaMeasure] = {}
    for level in levels:
        slice_ = Slice(LEVEL_DIMENSION, level)
        answers = {group.id: round_.answers.get(Unit(school.id, level, group.id), {}) for group in groups}
        chosen = frozenset(own.chosen if own else ()).union(*answers.values())
        for group in groups:
            asked = asked_in(terms.asked, group.id, [level], chosen)
            judged = _judged(terms, group, asked, people.get((level, group.id)), answers[group.id])
            participation[slice_, group.id] = judged.participation
            told = _told(terms, judged, asked, answers[group.id])
            distributions.update({Position(slice_, group.id, item): each.distribution for item, each in told.items()})
            for area in questionnaire.areas:
                areas[AreaPosition(slice_, group.id, area.id)] = _area([told[item.id] for item in area.items])
    return ReleasedResults(
        setting=round_.setting,
        school=ReleasedSchool(school.id, school.name, dict(school.dimensions)),
        slices=tuple(Slice(LEVEL_DIMENSION, level) for level in levels),
        groups=tuple(group.id for group in groups),
        participation=participation,
        distributions=distributions,
        areas=areas,
        audience=Audience.SCHOOL,
    )


def _judged(
    terms: _Terms,
    group: Group,
    asked: frozenset[str],
    people: Participation | None,
    answers: Mapping[str, OptionCounts],
) -> _Judged:
    completed = people.completed if people else 0
    detail = terms.detail(group_size(terms.asked, completed, answers))
    mark = group_mark(completed, answers, is_asked=bool(asked), is_enough=detail is not _Detail.HIDDEN)
    return _Judged(school_participation(mark, group, people, EXACT), detail)


def _told(
    terms: _Terms, judged: _Judged, asked: frozenset[str], answers: Mapping[str, OptionCounts]
) -> dict[str, _Told]:
    """What is told of every item of a group."""
    mark = judged.participation.mark
    found: dict[str, _Told] = {}
    for question in terms.asked:
        counts = answers.get(question.item.id, {})
        if question.item.id not in asked:
            found[question.item.id] = _unsaid(Mark.NOT_ASKED)
        elif mark is not Mark.SHOWN:
            found[question.item.id] = _unsaid(mark)
        elif not any(counts.values()):
            found[question.item.id] = _unsaid(Mark.NOBODY)
        else:
            found[question.item.id] = _told_of_item(terms, question, counts, judged.detail)
    return found


def _unsaid(mark: Mark) -> _Told:
    return _Told(Distribution(mark, {}))


def _told_of_item(terms: _Terms, question: Question, counts: OptionCounts, most: _Detail) -> _Told:
    detail = min(most, terms.detail(question.base(counts)))
    measures = measure(question.item.type, question.options, counts)
    if detail is _Detail.FULL:
        return _in_full(question, counts, measures)
    if detail is _Detail.CLASSES and question.item.type is ItemType.SCALE:
        return _in_classes(terms, question, measures)
    return _unsaid(Mark.HIDDEN)


def _in_full(question: Question, counts: OptionCounts, measures: Measures) -> _Told:
    exact = None if measures.positive is None else Fraction(100 * measures.positive, measures.n)
    distribution = Distribution(
        mark=Mark.SHOWN,
        counts={option.code: counts.get(option.code, 0) for option in question.options},
        n=measures.n,
        not_applicable=measures.not_applicable,
        percents=measures.percents,
        percent_positive=measures.percent_positive,
        mean=measures.mean,
    )
    return _Told(distribution, measures, None if exact is None else (exact, exact))


def _in_classes(terms: _Terms, question: Question, measures: Measures) -> _Told:
    groups = answer_classes([option for option in question.options if not option.not_applicable])
    if not groups:
        return _unsaid(Mark.HIDDEN)
    sizes = [sum(measures.counts[option.code] for option in group) for group in groups]
    classes = tuple(_classes(groups, sizes, terms.settings.own_unanimous_percent))
    is_exact = not any(each.is_positive and each.bound for each in classes)
    distribution = Distribution(
        mark=Mark.SHOWN,
        counts={},
        n=measures.n,
        not_applicable=measures.not_applicable,
        percent_positive=measures.percent_positive if is_exact else None,
        classes=classes,
    )
    return _Told(distribution, None, None if measures.positive is None else _range(distribution, measures))


def _classes(groups: Sequence[Sequence[Option]], sizes: Sequence[int], most: int) -> Iterator[AnswerClass]:
    """The classes with these numbers of answers; only bounds where one has `most` percent or more."""
    n = sum(sizes)
    # The bound leaves room for one answer that is not in the class.
    bound = min(most, 100 * (n - 1) // n)
    largest = sizes.index(max(sizes)) if 100 * max(sizes) >= bound * n else None
    is_split = any(not option.positive for group in groups for option in group)
    for index, (group, size) in enumerate(zip(groups, sizes, strict=True)):
        codes, is_positive = tuple(option.code for option in group), is_split and group[0].positive
        if largest is None:
            yield AnswerClass(codes, 100 * size / n, size, is_positive=is_positive)
        elif index == largest:
            yield AnswerClass(codes, bound, bound=Bound.AT_LEAST, is_positive=is_positive)
        else:
            yield AnswerClass(codes, 100 - bound, bound=Bound.AT_MOST, is_positive=is_positive)


def _range(found: Distribution, measures: Measures) -> tuple[Fraction, Fraction]:
    """Between which percents the positive answers lie, as far as the classes say."""
    told = found.positive_bound
    if told is None:
        exact = Fraction(100 * (measures.positive or 0), measures.n)
        return exact, exact
    at = Fraction(int(told.percent))
    return (at, Fraction(100)) if told.bound is Bound.AT_LEAST else (Fraction(0), at)


def _area(items: Sequence[_Told]) -> AreaMeasure:
    """The mean over the told items of an area that have positive options; a range where one is only told as a bound.

    The mean of means is over the same items, so there is none where one of them has none.
    """
    told = [each for each in items if each.percents is not None]
    if not told:
        found = {each.distribution.mark for each in items}
        return AreaMeasure(next((mark for mark in (Mark.HIDDEN, Mark.NOBODY) if mark in found), Mark.NOT_ASKED))
    low, high = (sum((each.percents[end] for each in told if each.percents), Fraction()) / len(told) for end in (0, 1))
    if low != high:
        return AreaMeasure(Mark.SHOWN, None, len(told), percent_range=(float(low), float(high)))
    in_full = [each.measures for each in told if each.measures is not None]
    mean = mean_of_means(in_full) if len(in_full) == len(told) else None
    return AreaMeasure(Mark.SHOWN, float(low), len(told), mean)
