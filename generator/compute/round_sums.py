"""The exact sums of a round for each of its slices: everybody, the levels, the values of each dimension.

Exact counts: only `disclosure` may use them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from generator.compute.aggregation import (
    Cell,
    PublicPages,
    Question,
    Tally,
    answer_tallies,
    cells_of,
    merged,
    people_tallies,
)
from generator.compute.participation import requirement
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Group, ItemStatus, Questionnaire
from generator.model.released import EVERYBODY, LEVEL_DIMENSION, Slice
from generator.model.results import Round, Unit


@dataclass(frozen=True, slots=True)
class Sums:
    """The exact sums of one group in one slice of a round."""

    people: Tally
    items: Mapping[str, Tally]
    common: tuple[Question, ...]
    """The items that the whole group is asked: only they can speak for its size."""
    is_dimension: bool
    """Whether the slice is a value of one of the round's dimensions."""


@dataclass(frozen=True, slots=True)
class RoundSums:
    """The exact sums of a round, slice by slice and cell by cell."""

    slices: Mapping[tuple[Slice, str], Sums]
    """By slice and group, in the order of the report."""
    people: Mapping[str, Mapping[Cell, Tally]]
    """Participation by group and cell."""
    answers: Mapping[tuple[str, str], Mapping[Cell, Tally]]
    """Answers by group and item, and cell."""
    certain: Mapping[str, Mapping[Cell, int]]
    """By group and cell, how many people of groups on no public page took part for certain: one where anybody did, and
    one for each group that reached its minimum, for such groups are counted (`school_counts`)."""


def level_parts(questionnaire: Questionnaire) -> tuple[Slice, ...]:
    """The education levels as parts of everybody."""
    return tuple(Slice(LEVEL_DIMENSION, level.id) for level in questionnaire.levels)


def dimension_parts(round_: Round) -> tuple[tuple[Slice, ...], ...]:
    """For each dimension its values. All that the round declares: which of them have a school is not said."""
    settings = round_.setting.dimensions
    return tuple(tuple(Slice(name, value) for value in setting.values) for name, setting in settings.items())


def round_sums(
    round_: Round,
    questionnaire: Questionnaire,
    asked: Sequence[Question],
    pages: PublicPages,
    settings: DisclosureSettings,
) -> RoundSums:
    """The sums of a round."""
    people, groups = people_tallies(round_, pages), questionnaire.groups
    answers: dict[tuple[Cell, str], dict[str, Tally]] = {}
    for (cell, group_id, item), tally in answer_tallies(round_, asked, pages, settings).items():
        answers.setdefault((cell, group_id), {})[item] = tally
    cells = dict.fromkeys(cell for cell, _ in (*people, *answers))
    parts = (each for parts in dimension_parts(round_) for each in parts)
    sums = {}
    for slice_ in (EVERYBODY, *level_parts(questionnaire), *parts):
        inside = [cell for cell in cells if cell.is_in(slice_)]
        levels = _levels_of(slice_, inside, questionnaire)
        chosen = {item for (cell, _), items in answers.items() if cell.is_in(slice_) for item in items}
        for group in groups:
            found = [answers.get((cell, group.id), {}) for cell in inside]
            sums[slice_, group.id] = Sums(
                people=merged(people.get((cell, group.id)) for cell in inside),
                items={
                    item: merged(items.get(item) for items in found)
                    for item in asked_in(asked, group.id, levels, chosen)
                },
                common=tuple(each for each in asked if _is_asked_of_all(each, group.id, levels)),
                is_dimension=slice_.dimension not in ("", LEVEL_DIMENSION),
            )
    return RoundSums(
        slices=sums,
        people={group.id: {cell: tally for (cell, of), tally in people.items() if of == group.id} for group in groups},
        answers=_by_item(answers),
        certain={group.id: _certain(round_, group, pages) for group in groups},
    )


def _certain(round_: Round, group: Group, pages: PublicPages) -> dict[Cell, int]:
    cell_of = cells_of(round_, pages)
    found: dict[Cell, int] = {}
    met: dict[Cell, int] = {}
    for each in round_.participations:
        if each.group == group.id and each.completed and Unit(each.school, each.level, each.group) not in pages.groups:
            cell = cell_of(each.school, each.level)
            found[cell] = 1
            met[cell] = met.get(cell, 0) + (each.completed >= requirement(group, each.invited).needed)
    return {cell: max(least, met[cell]) for cell, least in found.items()}


def _by_item(
    answers: Mapping[tuple[Cell, str], Mapping[str, Tally]],
) -> dict[tuple[str, str], dict[Cell, Tally]]:
    found: dict[tuple[str, str], dict[Cell, Tally]] = {}
    for (cell, group), items in answers.items():
        for item, tally in items.items():
            found.setdefault((group, item), {})[cell] = tally
    return found


def asked_in(asked: Iterable[Question], group: str, levels: Sequence[str], chosen: AbstractSet[str]) -> frozenset[str]:
    """The items asked of a group at one of these levels; optional ones only where somebody chose them."""
    return frozenset(
        item.id
        for item in (question.item for question in asked)
        if (item.status is not ItemStatus.OPTIONAL or item.id in chosen)
        and any(item.is_asked_of(group, level) for level in levels)
    )


def _levels_of(slice_: Slice, cells: Iterable[Cell], questionnaire: Questionnaire) -> tuple[str, ...]:
    """The levels that a slice is about: what it says, or those that its schools teach."""
    levels = tuple(level.id for level in questionnaire.levels)
    if slice_ == EVERYBODY:
        return levels
    if slice_.dimension == LEVEL_DIMENSION:
        return (slice_.value,)
    taught = {cell.level for cell in cells}
    return tuple(level for level in levels if level in taught) or levels


def _is_asked_of_all(question: Question, group: str, levels: Sequence[str]) -> bool:
    """Whether the whole group at all of these levels is asked."""
    item = question.item
    return item.status is ItemStatus.CORE and all(item.is_asked_of(group, level) for level in levels)
