"""What may be said in public: the only way out for numbers.

Everything that leaves here is computed from rounded counts; the exact ones stay behind. The rules, with who else
follows them:

* **Few people.** A group with fewer than `public_min_respondents` (10) is hidden, whole: participation, every item,
  every area. ONS 10-5 rule (suppress under 10, round the rest to 5); NCES SLDS Technical Brief 3 (10 in most states).
* **Fewest answers.** The number that counts is the smallest that any scale item got from the group, so that items
  cannot be set against each other. "Not applicable" is an answer here: otherwise one item that few can judge would hide
  a whole group. An item with fewer than 10 answers on its own scale is hidden alone.
* **Few schools.** An aggregate over fewer than `public_min_schools` (5) is hidden (OECD PISA 2018, annex A5; OurSchool).
  Rounding protects persons, not schools, which is why this rule stands beside it.
* **What is left.** Whoever subtracts the public pages of schools from an aggregate must be left with nothing, or with
  at least 5 schools and 10 respondents; else the aggregate is held back.
* **Rounding.** Counts are rounded to the nearest multiple of `rounding_base` (5), each on its own; percents, means and
  bases come from the rounded counts alone.
* **No totals over groups of respondents**, and a school without public consent has no page at all.

All thresholds are settings and ours: SELFIE's own are not known to us. The audit by integer programs, dominance, the
view of an insider and the ledger of published rounds follow with the work on privacy (issue 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.compute.measures import ANSWERED, Measures, mean_percent_positive, measure
from generator.compute.participation import requirement
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Group, Item, ItemStatus, ItemType, Option, OwnQuestions, Questionnaire
from generator.model.released import (
    EVERYBODY,
    LEVEL_DIMENSION,
    AreaMeasure,
    AreaPosition,
    Distribution,
    Mark,
    Position,
    ReleasedParticipation,
    ReleasedResults,
    ReleasedSchool,
    Slice,
)
from generator.model.results import OptionCounts, Participation, Round, School, Unit


@dataclass(frozen=True, slots=True)
class _Asked:
    """An item with the answers it offers."""

    item: Item
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    """The exact answers of one group in one slice, with what may become of them."""

    participation: ReleasedParticipation
    """Its mark is that of the whole group in the slice."""
    asked: frozenset[str]
    counts: Mapping[str, OptionCounts]
    held: frozenset[str] = frozenset()
    """Items that must not be shown although the group is."""


@dataclass(slots=True)
class _Tally:
    """Sums over schools, and what is left of them when the public pages of schools are subtracted."""

    counts: dict[str, int] = field(default_factory=dict)
    respondents: int = 0
    schools: set[str] = field(default_factory=set)
    left_respondents: int = 0
    left_schools: set[str] = field(default_factory=set)

    def add(self, school: str, counts: OptionCounts, respondents: int, *, is_public: bool) -> None:
        for code, count in counts.items():
            self.counts[code] = self.counts.get(code, 0) + count
        if not respondents:
            return
        self.respondents += respondents
        self.schools.add(school)
        if not is_public:
            self.left_respondents += respondents
            self.left_schools.add(school)

    def may_be_shown(self, settings: DisclosureSettings) -> bool:
        """The rules of few people, few schools and what is left."""
        is_enough = self.respondents >= settings.public_min_respondents
        leaves_enough = not self.left_schools or (
            self.left_respondents >= settings.public_min_respondents
            and len(self.left_schools) >= settings.public_min_schools
        )
        return is_enough and len(self.schools) >= settings.public_min_schools and leaves_enough


def release_school(
    round_: Round, questionnaire: Questionnaire, own: OwnQuestions | None, school: School, settings: DisclosureSettings
) -> ReleasedResults:
    """The results of one school that agreed to a public page, level by level.

    A group at a level is hidden when fewer than `public_min_respondents` completed the questionnaire or answered the
    item with the fewest answers. Optional items are asked when the school chose them or has answers to them. Raises
    ValueError for a school without public consent, and for own questions of another school or version.
    """
    if not school.is_public:
        raise ValueError(f"school {school.id} did not agree to a public page")
    if own and (own.school, own.instrument, own.version) != (school.id, questionnaire.instrument, questionnaire.version):
        raise ValueError(f"own questions of {own.school} for {own.version} are not those of {school.id}")
    people = {(each.level, each.group): each for each in round_.participations if each.school == school.id}
    levels = [level.id for level in questionnaire.levels if any(level.id == found for found, _ in people)]
    items = [*questionnaire.items(), *(own.items if own else ())]
    judged = {}
    for level in levels:
        answers = {group.id: _answers(round_, school.id, level, group.id) for group in questionnaire.groups}
        chosen = set(own.chosen if own else ()).union(*answers.values())
        for group in questionnaire.groups:
            asked = _asked_in(items, group.id, [level], chosen)
            judged[Slice(LEVEL_DIMENSION, level), group.id] = _judge_school_group(
                group, asked, people.get((level, group.id)), answers[group.id], _layout(questionnaire, items), settings
            )
    named = ReleasedSchool(school.id, school.name, dict(school.dimensions))
    return _release(round_, questionnaire, items, judged, settings, named)


def release_round(round_: Round, questionnaire: Questionnaire, settings: DisclosureSettings) -> ReleasedResults:
    """The results of a round as a whole: everybody, then each education level.

    A group in a slice is hidden when it has fewer than `public_min_respondents`, comes from fewer than
    `public_min_schools`, or would give away what public pages leave over. The same holds for each item alone, since
    optional items come from fewer schools.
    """
    layout = _layout(questionnaire, questionnaire.items())
    public = _public_units(round_, questionnaire, settings)
    people, answers = _people_tallies(round_, public), _item_tallies(round_, layout, public, settings)
    levels = [level.id for level in questionnaire.levels]
    judged = {}
    for slice_ in (EVERYBODY, *(Slice(LEVEL_DIMENSION, level) for level in levels)):
        within = levels if slice_ == EVERYBODY else [slice_.value]
        chosen = {item for level, _, item in answers if level in within}
        for group in questionnaire.groups:
            asked = _asked_in((entry.item for entry in layout), group.id, within, chosen)
            crowd = _merged(people.get((level, group.id)) for level in within)
            items = {each: _merged(answers.get((level, group.id, each)) for level in within) for each in asked}
            everywhere = [
                entry.item.id
                for entry in layout
                if entry.item.status is ItemStatus.CORE and all(entry.item.is_asked_of(group.id, lvl) for lvl in within)
            ]
            judged[slice_, group.id] = _judge_round_group(asked, crowd, items, layout, everywhere, settings)
    return _release(round_, questionnaire, list(questionnaire.items()), judged, settings, None, len(round_.schools))


def _layout(questionnaire: Questionnaire, items: Iterable[Item]) -> list[_Asked]:
    return [_Asked(item, questionnaire.options_of(item)) for item in items]


def _answers(round_: Round, school: str, level: str, group: str) -> Mapping[str, OptionCounts]:
    return round_.answers.get(Unit(school, level, group), {})


def _asked_in(items: Iterable[Item], group: str, levels: Sequence[str], chosen: set[str]) -> frozenset[str]:
    """The items asked of a group at one of these levels; optional ones only where somebody chose them."""
    return frozenset(
        item.id
        for item in items
        if (item.status is not ItemStatus.OPTIONAL or item.id in chosen)
        and any(item.is_asked_of(group, level) for level in levels)
    )


def _fewest_answers(layout: Iterable[_Asked], answers: Mapping[str, OptionCounts]) -> int | None:
    """The smallest number of answers to a scale item that got any, "not applicable" among them."""
    sums = (sum(answers.get(entry.item.id, {}).values()) for entry in layout if entry.item.type is ItemType.SCALE)
    return min((answered for answered in sums if answered), default=None)


def _group_mark(asked: frozenset[str], respondents: int, answers: Mapping[str, OptionCounts], *, is_enough: bool) -> Mark:
    if not asked:
        return Mark.NOT_ASKED
    if not respondents and not any(sum(counts.values()) for counts in answers.values()):
        return Mark.NOBODY
    return Mark.SHOWN if is_enough else Mark.HIDDEN


def _is_school_group_enough(
    completed: int, layout: Iterable[_Asked], answers: Mapping[str, OptionCounts], settings: DisclosureSettings
) -> bool:
    """Whether a group at a level may be shown on its school's public page.

    Own items do not decide here: the aggregate must reach the same verdict without knowing them.
    """
    common = (entry for entry in layout if entry.item.status is not ItemStatus.OWN)
    fewest = _fewest_answers(common, answers)
    return min(completed, completed if fewest is None else fewest) >= settings.public_min_respondents


def _judge_school_group(
    group: Group,
    asked: frozenset[str],
    people: Participation | None,
    answers: Mapping[str, OptionCounts],
    layout: list[_Asked],
    settings: DisclosureSettings,
) -> _Judged:
    completed = people.completed if people else 0
    is_enough = _is_school_group_enough(completed, layout, answers, settings)
    mark = _group_mark(asked, completed, answers, is_enough=is_enough)
    held = frozenset(
        entry.item.id
        for entry in layout
        if measure(entry.item.type, entry.options, answers.get(entry.item.id, {})).n < settings.public_min_respondents
    )
    return _Judged(_school_participation(mark, group, people, settings), asked, answers, held)


def _school_participation(
    mark: Mark, group: Group, people: Participation | None, settings: DisclosureSettings
) -> ReleasedParticipation:
    """Rounded numbers, and the minimum as it follows from them; nothing where the group is hidden."""
    if mark is not Mark.SHOWN or people is None:
        return ReleasedParticipation(mark)
    invited, completed = _nearest(people.invited, settings), _nearest(people.completed, settings)
    least = requirement(group, invited)
    return ReleasedParticipation(
        mark,
        invited,
        completed,
        completed / invited if invited else None,
        least.needed,
        least.percent,
        completed >= least.needed,
        people.note,
    )


def _public_units(round_: Round, questionnaire: Questionnaire, settings: DisclosureSettings) -> frozenset[Unit]:
    """The groups that stand on a public page, which anybody may subtract from an aggregate."""
    public = {school.id for school in round_.schools if school.is_public}
    layout = _layout(questionnaire, questionnaire.items())
    return frozenset(
        Unit(each.school, each.level, each.group)
        for each in round_.participations
        if each.school in public
        and _is_school_group_enough(
            each.completed, layout, _answers(round_, each.school, each.level, each.group), settings
        )
    )


def _people_tallies(round_: Round, public: frozenset[Unit]) -> dict[tuple[str, str], _Tally]:
    tallies: dict[tuple[str, str], _Tally] = {}
    for each in round_.participations:
        tally = tallies.setdefault((each.level, each.group), _Tally())
        counts = {"invited": each.invited, "completed": each.completed}
        is_public = Unit(each.school, each.level, each.group) in public
        tally.add(each.school, counts, each.completed, is_public=is_public)
    return tallies


def _item_tallies(
    round_: Round, layout: list[_Asked], public: frozenset[Unit], settings: DisclosureSettings
) -> dict[tuple[str, str, str], _Tally]:
    """By level, group and item of the questionnaire, for items with at least one answer."""
    kinds = {
        entry.item.id: (entry.item.type, {option.code for option in entry.options if option.not_applicable})
        for entry in layout
    }
    tallies: dict[tuple[str, str, str], _Tally] = {}
    for unit, answers in round_.answers.items():
        is_unit_public = unit in public
        for item, counts in answers.items():
            if item not in kinds or not sum(counts.values()):
                continue
            kind, apart = kinds[item]
            on_scale = sum(count for code, count in counts.items() if code not in apart)
            n = counts.get(ANSWERED, 0) if kind is ItemType.MULTIPLE else on_scale
            is_public = is_unit_public and n >= settings.public_min_respondents
            tallies.setdefault((unit.level, unit.group, item), _Tally()).add(unit.school, counts, n, is_public=is_public)
    return tallies


def _merged(tallies: Iterable[_Tally | None]) -> _Tally:
    total = _Tally()
    for tally in tallies:
        if tally is None:
            continue
        for code, count in tally.counts.items():
            total.counts[code] = total.counts.get(code, 0) + count
        total.respondents += tally.respondents
        total.left_respondents += tally.left_respondents
        total.schools |= tally.schools
        total.left_schools |= tally.left_schools
    return total


def _judge_round_group(
    asked: frozenset[str],
    people: _Tally,
    items: Mapping[str, _Tally],
    layout: list[_Asked],
    everywhere: list[str],
    settings: DisclosureSettings,
) -> _Judged:
    """`everywhere` are the items that all people of the slice were asked: only they can speak for the whole group."""
    answers = {item: tally.counts for item, tally in items.items()}
    common = [entry for entry in layout if entry.item.id in everywhere]
    fewest = _fewest_answers(common, answers)
    is_enough = people.may_be_shown(settings) and (fewest is None or fewest >= settings.public_min_respondents)
    mark = _group_mark(asked, people.respondents, answers, is_enough=is_enough)
    held = frozenset(item for item, tally in items.items() if not tally.may_be_shown(settings))
    if mark is not Mark.SHOWN:
        return _Judged(ReleasedParticipation(mark), asked, answers, held)
    invited, completed = (_nearest(people.counts[name], settings) for name in ("invited", "completed"))
    rate = completed / invited if invited else None
    return _Judged(ReleasedParticipation(mark, invited, completed, rate), asked, answers, held)


def _release(
    round_: Round,
    questionnaire: Questionnaire,
    items: Sequence[Item],
    judged: Mapping[tuple[Slice, str], _Judged],
    settings: DisclosureSettings,
    school: ReleasedSchool | None,
    schools: int | None = None,
) -> ReleasedResults:
    """Let out what was judged: rounded counts and what follows from them, for every combination."""
    layout = _layout(questionnaire, items)
    distributions: dict[Position, Distribution] = {}
    areas: dict[AreaPosition, AreaMeasure] = {}
    for (slice_, group), exact in judged.items():
        shown: dict[str, Measures] = {}
        for entry in layout:
            distribution, measures = _distribution(entry, exact, settings)
            distributions[Position(slice_, group, entry.item.id)] = distribution
            if measures is not None:
                shown[entry.item.id] = measures
        for area in questionnaire.areas:
            ids = [item.id for item in area.items]
            marks = (distributions[Position(slice_, group, each)].mark for each in ids)
            areas[AreaPosition(slice_, group, area.id)] = _area(marks, [shown[each] for each in ids if each in shown])
    return ReleasedResults(
        setting=round_.setting,
        school=school,
        slices=tuple(dict.fromkeys(slice_ for slice_, _ in judged)),
        groups=tuple(group.id for group in questionnaire.groups),
        participation={position: exact.participation for position, exact in judged.items()},
        distributions=distributions,
        areas=areas,
        schools=schools,
    )


def _distribution(
    entry: _Asked, exact: _Judged, settings: DisclosureSettings
) -> tuple[Distribution, Measures | None]:
    counts = exact.counts.get(entry.item.id, {})
    mark = _item_mark(entry.item.id, counts, exact)
    if mark is not Mark.SHOWN:
        return Distribution(mark, {}), None
    rounded_counts = dict(_rounded(entry, counts, settings))
    measures = measure(entry.item.type, entry.options, rounded_counts)
    if not measures.n:  # many options with one or two answers each: rounding leaves nothing to show
        return Distribution(Mark.HIDDEN, {}), None
    rounded_counts.pop(ANSWERED, None)
    return (
        Distribution(
            mark,
            rounded_counts,
            measures.n,
            measures.not_applicable,
            measures.percents,
            measures.percent_positive,
            measures.mean,
        ),
        measures,
    )


def _item_mark(item: str, counts: OptionCounts, exact: _Judged) -> Mark:
    if item not in exact.asked:
        return Mark.NOT_ASKED
    if exact.participation.mark is not Mark.SHOWN:
        return exact.participation.mark
    if not sum(counts.values()):
        return Mark.NOBODY
    return Mark.HIDDEN if item in exact.held else Mark.SHOWN


def _rounded(entry: _Asked, counts: OptionCounts, settings: DisclosureSettings) -> Iterator[tuple[str, int]]:
    """Every option's rounded count in the order of the options; for multiple choice also that of who answered."""
    is_multiple = entry.item.type is ItemType.MULTIPLE
    answered = _nearest(counts.get(ANSWERED, 0), settings)
    for option in entry.options:
        count = _nearest(counts.get(option.code, 0), settings)
        yield option.code, min(count, answered) if is_multiple else count
    if is_multiple:
        yield ANSWERED, answered


def _nearest(count: int, settings: DisclosureSettings) -> int:
    """The nearest multiple of the rounding base, half up."""
    base = settings.rounding_base
    return (2 * count + base) // (2 * base) * base


def _area(marks: Iterable[Mark], shown: Sequence[Measures]) -> AreaMeasure:
    """The mean over the shown items of an area that have positive options, and how many they are."""
    counted = [measures for measures in shown if measures.positive is not None]
    if counted:
        return AreaMeasure(Mark.SHOWN, mean_percent_positive(counted), len(counted))
    found = set(marks)
    absences = (Mark.HIDDEN, Mark.NOBODY)
    return AreaMeasure(next((mark for mark in absences if mark in found), Mark.NOT_ASKED))
