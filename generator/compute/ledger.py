"""What a round gave away when it was published, and whether publishing it again would give single people away.

The rule (safety.md 2.4, rule 7): a group that was ever shown with n people may be shown again with the same n, or with
one that differs by at least `public_min_respondents` (10). In between, whoever kept the earlier page reads off the few
who came or went. The same holds for the answers to each item, and for another rounding of the same counts. Not covered:
a difference of ten people and more that all belong to one school; the warning to freeze again says how to see it.

Exact counts: ledgers are private (see `generator.model.ledger`). Messages name groups, never numbers of people, since a
build's messages are kept by whoever runs it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from generator.compute.disclosure import release_round, release_school
from generator.model.ledger import FrozenRound, Ledger, LedgerUnit
from generator.model.problem import Problem, ProblemLog
from generator.model.project import DisclosureSettings, Project
from generator.model.released import EVERYBODY, LEVEL_DIMENSION, Mark, Position, ReleasedResults, Slice
from generator.model.results import ANSWERED, OptionCounts, Round, Unit

UnitKey: TypeAlias = tuple[str, Slice, str]
"""School (empty: the round as a whole), slice, group."""
_WHOLE: Final = ""
"""Stands for the people of a unit among its items."""
_MOST_NAMED: Final = 5
_PUT_BACK: Final = (
    "Whoever kept the earlier pages could read off those few. Put the numbers back as they were frozen, or wait until "
    "they differ by {least} or more. To withdraw a school, set its consent_scope to none and leave its rows."
)
_OWN_RULES: Final = "own_"
"""Thresholds of reports that only the school itself reads begin so: they change nothing in public."""


@dataclass(slots=True)
class ExactUnit:
    """The exact numbers of one group in one slice. Grows while units are added; whoever receives it only reads."""

    completed: int = 0
    items: Counter[str] = field(default_factory=Counter)
    """How many people answered each item, "not applicable" among them."""


def public_rules(settings: DisclosureSettings) -> dict[str, int | float]:
    """The thresholds that decide what the public sees."""
    return {name: value for name, value in settings.model_dump().items() if not name.startswith(_OWN_RULES)}


def exact_units(round_: Round) -> dict[UnitKey, ExactUnit]:
    """The exact numbers behind every group that may be shown: of the round's slices and of public schools' pages."""
    public = frozenset(school.id for school in round_.schools if school.is_public)
    values = {school.id: tuple(map(Slice._make, school.dimensions.items())) for school in round_.schools}
    cells: dict[tuple[str, tuple[Slice, ...], str], ExactUnit] = {}
    found: dict[UnitKey, ExactUnit] = {}

    def places(unit: Unit) -> Iterator[ExactUnit]:
        level = Slice(LEVEL_DIMENSION, unit.level)
        yield cells.setdefault(("", (EVERYBODY, level, *values[unit.school]), unit.group), ExactUnit())
        if unit.school in public:
            yield found.setdefault((unit.school, level, unit.group), ExactUnit())

    for people in round_.participations:
        for place in places(Unit(people.school, people.level, people.group)):
            place.completed += people.completed
    for unit, items in round_.answers.items():
        for place in places(unit):
            for item, counts in items.items():
                place.items[item] += _answered(counts)
    for (_, slices, group), cell in cells.items():
        for slice_ in slices:
            whole = found.setdefault(("", slice_, group), ExactUnit())
            whole.completed += cell.completed
            whole.items.update(cell.items)
    return found


def content_digest(round_: Round) -> str:
    """The sha256 of a round's schools, participation and answers, whatever order their rows are in.

    What schools agreed to is left out: a consent given or withdrawn changes no number of people.
    """
    schools = sorted((each.id, each.name, sorted(each.dimensions.items()), each.plan_made) for each in round_.schools)
    people = sorted(
        (each.school, each.level, each.group, each.invited, each.completed, each.registered or 0)
        for each in round_.participations
    )
    answers = sorted(
        (*unit, sorted((item, sorted(counts.items())) for item, counts in items.items()))
        for unit, items in round_.answers.items()
    )
    text = json.dumps([schools, people, answers], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def frozen_ledger(
    round_: Round, released: Iterable[ReleasedResults], settings: DisclosureSettings, old: Ledger | None
) -> Ledger:
    """The ledger after publishing `released`, the results of the round and of its public schools.

    Numbers that were shown before are kept for ever, also those of schools that withdrew: their pages may be kept
    somewhere.
    """
    exact = exact_units(round_)
    before = {unit.key: unit for unit in old.units} if old else {}
    units = {key: unit.model_copy(update={"mark": Mark.HIDDEN}) for key, unit in before.items()}
    for results in released:
        school = results.school.id if results.school else ""
        for (slice_, group), people in results.participation.items():
            key = (school, slice_, group)
            units[key] = _unit(key, people.mark, exact.get(key, ExactUnit()), results, before.get(key))
    return Ledger(
        guzgu_ledger=1,
        round=round_.id,
        content=content_digest(round_),
        rules=public_rules(settings),
        units=tuple(units[key] for key in sorted(units)),
    )


def _unit(
    key: UnitKey, mark: Mark, exact: ExactUnit, results: ReleasedResults, before: LedgerUnit | None
) -> LedgerUnit:
    school, slice_, group = key
    items = dict(before.items) if before else {}
    shown = before.shown if before else ()
    if mark is Mark.SHOWN:
        shown = _with(shown, exact.completed)
        for item, number in exact.items.items():
            distribution = results.distributions.get(Position(slice_, group, item))
            if distribution is not None and distribution.mark is Mark.SHOWN:
                items[item] = _with(items.get(item, ()), number)
    return LedgerUnit(
        school=school,
        dimension=slice_.dimension,
        value=slice_.value,
        group=group,
        mark=mark,
        completed=exact.completed,
        shown=shown,
        items=items,
    )


def _withdrawn_schools(project: Project, round_: Round) -> frozenset[str]:
    """Schools whose page was public when the round was frozen, or earlier, and is no more."""
    frozen = project.ledgers.get(round_.id)
    once = {unit.school for unit in frozen.ledger.units if unit.school and unit.shown} if frozen else set[str]()
    return frozenset(once.difference(school.id for school in round_.schools if school.is_public))


def ledger_problems(project: Project) -> tuple[Problem, ...]:
    """For every frozen round: whether it would give single people away (R022), and whether it changed (R023)."""
    log = ProblemLog()
    for round_ in project.rounds:
        frozen = project.ledgers.get(round_.id)
        if frozen is not None:
            _check(project, round_, frozen, log)
    return log.problems


def given_away(project: Project, round_: Round, ledger: Ledger) -> tuple[UnitKey, ...]:
    """The groups of a round that would be shown with a few people more or less than they were shown before."""
    exact, least = exact_units(round_), project.settings.disclosure.public_min_respondents
    suspects = [unit for unit in ledger.units if _moved_items(unit, exact.get(unit.key), least)]
    if not suspects:
        return ()
    released = {
        results.school.id if results.school else "": results
        for results in _released(project, round_, {unit.school for unit in suspects})
    }
    return tuple(
        unit.key
        for unit in suspects
        if unit.school in released
        and _is_shown(released[unit.school], unit.key, _moved_items(unit, exact.get(unit.key), least))
    )


def _check(project: Project, round_: Round, frozen: FrozenRound, log: ProblemLog) -> None:
    ledger, settings = frozen.ledger, project.settings.disclosure
    moved = given_away(project, round_, ledger)
    if moved:
        named = "; ".join(map(unit_name, moved[:_MOST_NAMED])) + ("; ..." if len(moved) > _MOST_NAMED else "")
        message = f"Round {round_.id}: published groups grew or shrank by a few people ({len(moved)}): {named}."
        log.add("R022", frozen.place, message, _PUT_BACK.format(least=settings.public_min_respondents))
    if ledger.rules.get("rounding_base") != settings.rounding_base and any(unit.shown for unit in ledger.units):
        message = f"Round {round_.id} was published with another rounding_base."
        log.add("R022", frozen.place, message, "Put it back: two roundings of one count together tell the count.")
    if not _is_as_frozen(round_, ledger, settings):
        message = f"Round {round_.id} is not what it was when it was frozen."
        remedy = f"`guzgu results freeze {round_.id}` says what changed, and freezes it again. "
        log.add("R023", frozen.place, message, remedy + "Do that when the new site is public.")


def _is_as_frozen(round_: Round, ledger: Ledger, settings: DisclosureSettings) -> bool:
    """Whether the tables and thresholds are the same, and every public school stands in the ledger."""
    public = {school.id for school in round_.schools if school.is_public}
    shown = public & {people.school for people in round_.participations}
    is_known = shown <= {unit.school for unit in ledger.units}
    return is_known and ledger.content == content_digest(round_) and ledger.rules == public_rules(settings)


def unit_name(key: UnitKey) -> str:
    """A unit in words for a terminal: `everybody, teachers` or `S01, level isced2, students`."""
    school, slice_, group = key
    where = "everybody" if slice_ == EVERYBODY else f"{slice_.dimension} {slice_.value}"
    return f"{school}, {where}, {group}" if school else f"{where}, {group}"


def _released(project: Project, round_: Round, schools: set[str]) -> Iterator[ReleasedResults]:
    """What would be published now of the round (empty id) and of these schools, as far as they are public."""
    questionnaire, settings = project.questionnaire_of(round_), project.settings.disclosure
    if "" in schools:
        yield release_round(round_, questionnaire, settings, _withdrawn_schools(project, round_))
    for school in round_.schools:
        if school.id in schools and school.is_public:
            own = project.own_questions_of(school.id, questionnaire.key)
            yield release_school(round_, questionnaire, own, school, settings)


def released_now(project: Project, round_: Round) -> Sequence[ReleasedResults]:
    """What would be published now: the results of the round, then those of its public schools."""
    return tuple(_released(project, round_, {"", *(school.id for school in round_.schools)}))


def _moved_items(unit: LedgerUnit, now: ExactUnit | None, least: int) -> frozenset[str]:
    """The items of which a few people more or less answered; `_WHOLE` when the group itself has a few more or less."""
    exact = now or ExactUnit()
    numbers = [(_WHOLE, exact.completed, unit.shown)]
    numbers += [(item, exact.items[item], shown) for item, shown in unit.items.items()]
    return frozenset(
        item for item, number, shown in numbers if any(0 < abs(number - before) < least for before in shown)
    )


def _is_shown(results: ReleasedResults, key: UnitKey, items: Iterable[str]) -> bool:
    """Whether the group, or one of these of its items, would be shown."""
    _, slice_, group = key
    people = results.participation.get((slice_, group))
    if people is None or people.mark is not Mark.SHOWN:
        return False
    positions = (results.distributions.get(Position(slice_, group, item)) for item in items if item != _WHOLE)
    return _WHOLE in items or any(found is not None and found.mark is Mark.SHOWN for found in positions)


def _with(shown: tuple[int, ...], number: int) -> tuple[int, ...]:
    return shown if number in shown else (*shown, number)


def _answered(counts: OptionCounts) -> int:
    """How many people answered an item."""
    return counts[ANSWERED] if ANSWERED in counts else sum(counts.values())


def changed_numbers(old: Ledger, new: Ledger) -> Mapping[UnitKey, tuple[int, int]]:
    """The groups whose number of people differs between two ledgers: before and after."""
    before = {unit.key: unit.completed for unit in old.units}
    return {
        unit.key: (before[unit.key], unit.completed)
        for unit in new.units
        if unit.key in before and before[unit.key] != unit.completed
    }
