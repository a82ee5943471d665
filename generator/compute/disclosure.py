"""What may be said in public: the only way out for numbers.

Everything that leaves here is computed from rounded counts; the exact ones stay behind. The rules, with who else
follows them:

* **Few people.** A group with fewer than `public_min_respondents` (10) is hidden, whole: participation, every item,
  every area. ONS 10-5 rule (suppress under 10, round the rest to 5); NCES SLDS Technical Brief 3 (10 in most states).
* **Fewest answers.** The number that counts is the smallest that any scale item got from the group, so that items
  cannot be set against each other. "Not applicable" is an answer here: otherwise one item that few can judge would
  hide a whole group. An item with fewer than 10 answers on its own scale is hidden alone.
* **Few schools.** An aggregate over fewer than `public_min_schools` (5) is hidden (OECD PISA 2018, annex A5;
  OurSchool).
  Rounding protects persons, not schools, which is why this rule stands beside it.
* **What is left.** Whoever subtracts the public pages of schools from an aggregate must be left with nothing, or with
  at least 5 schools and 10 respondents; else the aggregate is held back. A page that was public once may be kept
  somewhere: what it would hold back is held back as well. What stands on a public page is not hidden:
  its rounded numbers may be subtracted, and the notes and corrections of its participation are printed there as the
  coordinator wrote them, nowhere else.
* **Dominance.** The p % rule: all schools but the two largest must have at least `dominance_percent` (20) % of the
  respondents of the largest, or the second largest could nearly read it (Eurostat, integrated farm statistics manual
  9.1.2; Hundepool and others, Statistical Disclosure Control, 2012, section 4.2).
* **Insiders.** Few people, few schools and dominance are judged of what is left after any one school
  (`insider_schools`) took itself out, with and without the public pages: so an aggregate needs six schools.
* **Parts of a whole.** Levels, and the values of each dimension, add up to everybody, and one part may lie inside
  another: where a difference may not be known, others are hidden with it (`partitions`).
* **The integer audit.** Last, nobody may work out a hidden count, or a hidden n to within less than
  `audit_least_range` (3), from all that is shown, with what rounding and whole people tell (`audit`;
  decisions/integer-audit.md).
* **Rounding.** Counts are rounded to the nearest multiple of `rounding_base` (5), each on its own; percents, means and
  bases come from the rounded counts alone.
* **No totals over groups of respondents**, and a school without public consent has no page at all.

All thresholds are settings and ours: SELFIE's own are not known to us. What a round published stays comparable with
itself by the ledger of published rounds (`ledger`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.compute.aggregation import COMPLETED, INVITED, PublicPages, Question, questions
from generator.compute.measures import Measures, mean_of_means, mean_percent_positive, measure, nearest
from generator.compute.round_protection import Parts, hidden_in_round
from generator.compute.round_sums import Sums, asked_in, round_sums
from generator.compute.school_counts import school_counts
from generator.compute.school_groups import check_own, fewest_answers, group_mark, group_size, school_participation
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Group, ItemType, OwnQuestions, Questionnaire
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
from generator.model.results import ANSWERED, OptionCounts, Participation, Round, School, Unit


@dataclass(frozen=True, slots=True)
class _Terms:
    """What is asked, and by which thresholds the answers are judged."""

    asked: tuple[Question, ...]
    settings: DisclosureSettings

    def nearest(self, count: int) -> int:
        """The count as it is shown."""
        return nearest(count, self.settings.rounding_base)


@dataclass(frozen=True, slots=True)
class _Judged:
    """The exact answers of one group in one slice, with what may become of them."""

    participation: ReleasedParticipation
    """Its mark is that of the whole group in the slice."""
    asked: frozenset[str]
    counts: Mapping[str, OptionCounts]
    held: frozenset[str] = frozenset()
    """Items that must not be shown although the group is."""


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
    check_own(own, school, questionnaire)
    people = {(each.level, each.group): each for each in round_.participations if each.school == school.id}
    items = (*questionnaire.items(), *(own.items if own else ()))
    terms = _Terms(questions(questionnaire, items), settings)
    judged = {}
    for level in (level.id for level in questionnaire.levels if any(level.id == found for found, _ in people)):
        answers = {group.id: _answers(round_, Unit(school.id, level, group.id)) for group in questionnaire.groups}
        chosen = set(own.chosen if own else ()).union(*answers.values())
        for group in questionnaire.groups:
            asked = asked_in(terms.asked, group.id, [level], chosen)
            judged[Slice(LEVEL_DIMENSION, level), group.id] = _judge_school_group(
                terms, group, people.get((level, group.id)), asked, answers[group.id]
            )
    return _release(round_, questionnaire, terms, judged, school)


def release_round(
    round_: Round, questionnaire: Questionnaire, settings: DisclosureSettings, withdrawn: frozenset[str] = frozenset()
) -> ReleasedResults:
    """The results of a round as a whole: everybody, each education level, each value of each dimension.

    A group in a slice is hidden when it has fewer than `public_min_respondents`, comes from fewer than
    `public_min_schools`, or would give away what public pages or other slices leave over. The same holds for each item
    alone, since optional items come from fewer schools. `withdrawn` are schools whose page was public once: nobody
    knows who keeps it, so that what is shown must be safe beside it and without it.
    """
    terms = _Terms(questions(questionnaire), settings)
    judged = _judged_round(round_, questionnaire, terms, frozenset())
    if withdrawn:
        _hide(judged, _hidden(_judged_round(round_, questionnaire, terms, withdrawn)))
    _hide_what_was_asked(round_, judged)
    released = _release(round_, questionnaire, terms, judged, None)
    counts = school_counts(round_, questionnaire, released.slices, settings)
    return replace(released, school_counts=counts, schools=counts[EVERYBODY].schools)


def _judged_round(
    round_: Round, questionnaire: Questionnaire, terms: _Terms, withdrawn: frozenset[str]
) -> dict[tuple[Slice, str], _Judged]:
    """What may become of every group in every slice when pages of these schools are public besides the others."""
    sums = round_sums(round_, questionnaire, terms.asked, _public_pages(round_, terms, withdrawn), terms.settings)
    judged = {position: _judge_round_group(terms, each) for position, each in sums.slices.items()}
    _hide(judged, hidden_in_round(sums, terms.asked, _shown(judged), terms.settings))
    return judged


def _hidden(judged: Mapping[tuple[Slice, str], _Judged]) -> Parts:
    """What must not be shown of a round."""
    return Parts(
        groups=frozenset(part for part, each in judged.items() if each.participation.mark is Mark.HIDDEN),
        items=frozenset((*part, item) for part, each in judged.items() for item in each.held),
    )


def _shown(judged: Mapping[tuple[Slice, str], _Judged]) -> Parts:
    """What would be shown of a round if nothing more were hidden."""
    open_ = {part: each for part, each in judged.items() if each.participation.mark is Mark.SHOWN}
    return Parts(
        groups=frozenset(open_),
        items=frozenset((*part, item) for part, each in open_.items() for item in each.asked - each.held),
    )


def _hide(judged: dict[tuple[Slice, str], _Judged], hidden: Parts) -> None:
    for part in hidden.groups:
        judged[part] = replace(judged[part], participation=ReleasedParticipation(Mark.HIDDEN))
    for slice_, group, item in hidden.items:
        each = judged[slice_, group]
        judged[slice_, group] = replace(each, held=each.held | {item})


def _hide_what_was_asked(round_: Round, judged: dict[tuple[Slice, str], _Judged]) -> None:
    """In a hidden value of a dimension every item is hidden: what its few schools teach or chose is not said."""
    for (slice_, group), each in judged.items():
        if slice_.dimension in round_.setting.dimensions and each.participation.mark is Mark.HIDDEN:
            judged[slice_, group] = replace(each, asked=judged[EVERYBODY, group].asked)


def _answers(round_: Round, unit: Unit) -> Mapping[str, OptionCounts]:
    return round_.answers.get(unit, {})


def _is_school_group_enough(terms: _Terms, completed: int, answers: Mapping[str, OptionCounts]) -> bool:
    """Whether a group at a level may be shown on its school's public page."""
    return group_size(terms.asked, completed, answers) >= terms.settings.public_min_respondents


def _judge_school_group(
    terms: _Terms,
    group: Group,
    people: Participation | None,
    asked: frozenset[str],
    answers: Mapping[str, OptionCounts],
) -> _Judged:
    completed = people.completed if people else 0
    is_enough = _is_school_group_enough(terms, completed, answers)
    mark = group_mark(completed, answers, is_asked=bool(asked), is_enough=is_enough)
    least = terms.settings.public_min_respondents
    held = frozenset(each.item.id for each in terms.asked if each.base(answers.get(each.item.id, {})) < least)
    return _Judged(school_participation(mark, group, people, terms.settings.rounding_base), asked, answers, held)


def _public_pages(round_: Round, terms: _Terms, withdrawn: frozenset[str]) -> PublicPages:
    """What stands on a public page, now or before the school withdrew: who knows it may subtract it."""
    public = withdrawn.union(school.id for school in round_.schools if school.is_public)
    units = {Unit(each.school, each.level, each.group): each.completed for each in round_.participations}
    shown = (
        unit
        for unit, completed in units.items()
        if unit.school in public and _is_school_group_enough(terms, completed, _answers(round_, unit))
    )
    return PublicPages(public, frozenset(shown))


def _judge_round_group(terms: _Terms, sums: Sums) -> _Judged:
    people, items = sums.people, sums.items
    answers = {item: tally.counts for item, tally in items.items()}
    fewest = fewest_answers(sums.common, answers)
    is_enough = fewest is None or fewest >= terms.settings.public_min_respondents
    mark = group_mark(
        people.respondents,
        answers,
        is_asked=bool(items),
        is_enough=is_enough and people.may_be_shown(terms.settings),
    )
    vanishing = {each.item.id for each in terms.asked if _vanishes(terms, each, answers.get(each.item.id, {}))}
    held = frozenset(
        item for item, tally in items.items() if item in vanishing or not tally.may_be_shown(terms.settings)
    )
    if mark is Mark.NOBODY and sums.is_dimension:
        # Which regions or kinds of school took part with few schools is nobody's business.
        mark = Mark.HIDDEN
    if mark is not Mark.SHOWN:
        return _Judged(ReleasedParticipation(mark), frozenset(items), answers, held)
    invited, completed = terms.nearest(people.counts[INVITED]), terms.nearest(people.counts[COMPLETED])
    participation = ReleasedParticipation(mark, invited, completed, completed / invited if invited else None)
    return _Judged(participation, frozenset(items), answers, held)


def _release(
    round_: Round,
    questionnaire: Questionnaire,
    terms: _Terms,
    judged: Mapping[tuple[Slice, str], _Judged],
    school: School | None,
) -> ReleasedResults:
    """Let out what was judged: rounded counts and what follows from them, for every combination."""
    distributions: dict[Position, Distribution] = {}
    areas: dict[AreaPosition, AreaMeasure] = {}
    for (slice_, group), exact in judged.items():
        released = {each.item.id: _distribution(terms, each, exact) for each in terms.asked}
        for item, (distribution, _) in released.items():
            distributions[Position(slice_, group, item)] = distribution
        for area in questionnaire.areas:
            areas[AreaPosition(slice_, group, area.id)] = _area([released[item.id] for item in area.items])
    return ReleasedResults(
        setting=round_.setting,
        school=ReleasedSchool(school.id, school.name, dict(school.dimensions)) if school else None,
        slices=tuple(dict.fromkeys(slice_ for slice_, _ in judged)),
        groups=tuple(group.id for group in questionnaire.groups),
        participation={position: exact.participation for position, exact in judged.items()},
        distributions=distributions,
        areas=areas,
    )


def _distribution(terms: _Terms, question: Question, exact: _Judged) -> tuple[Distribution, Measures | None]:
    """What is shown of one item, and its measures when it is shown."""
    counts = exact.counts.get(question.item.id, {})
    mark = _item_mark(question.item.id, counts, exact)
    if mark is not Mark.SHOWN:
        return Distribution(mark, {}), None
    shown = dict(_rounded_counts(terms, question, counts))
    measures = measure(question.item.type, question.options, shown)
    if _vanishes(terms, question, counts):
        return Distribution(Mark.HIDDEN, {}), None
    distribution = Distribution(
        mark=mark,
        counts={code: count for code, count in shown.items() if code != ANSWERED},
        n=measures.n,
        not_applicable=measures.not_applicable,
        percents=measures.percents,
        percent_positive=measures.percent_positive,
        mean=measures.mean,
    )
    return distribution, measures


def _vanishes(terms: _Terms, question: Question, counts: OptionCounts) -> bool:
    """Whether rounding leaves nothing to show: many options with one or two answers each."""
    return not question.base({code: terms.nearest(count) for code, count in counts.items()})


def _item_mark(item: str, counts: OptionCounts, exact: _Judged) -> Mark:
    if item not in exact.asked:
        return Mark.NOT_ASKED
    if exact.participation.mark is not Mark.SHOWN:
        return exact.participation.mark
    if not any(counts.values()):
        return Mark.NOBODY
    return Mark.HIDDEN if item in exact.held else Mark.SHOWN


def _rounded_counts(terms: _Terms, question: Question, counts: OptionCounts) -> Iterator[tuple[str, int]]:
    """Every option's rounded count in the order of the options; for multiple choice also of those who answered."""
    is_multiple = question.item.type is ItemType.MULTIPLE
    answered = terms.nearest(counts.get(ANSWERED, 0))
    for option in question.options:
        count = terms.nearest(counts.get(option.code, 0))
        yield option.code, min(count, answered) if is_multiple else count
    if is_multiple:
        yield ANSWERED, answered


def _area(items: Sequence[tuple[Distribution, Measures | None]]) -> AreaMeasure:
    """The mean over the shown items of an area that have positive options, and how many they are."""
    shown = [measures for _, measures in items if measures is not None and measures.positive is not None]
    if shown:
        return AreaMeasure(Mark.SHOWN, mean_percent_positive(shown), len(shown), mean_of_means(shown))
    found = {distribution.mark for distribution, _ in items}
    return AreaMeasure(next((mark for mark in (Mark.HIDDEN, Mark.NOBODY) if mark in found), Mark.NOT_ASKED))
