"""What a round must hide besides the parts that may not be shown for their own sake.

Group by group: first the whole group in a slice, then item by item. What is hidden here is hidden because somebody
could work out from it what is hidden already, by subtraction (`partitions`) or by an integer program (`audit`). It ends
at the latest when nothing is shown.

Exact counts: only `disclosure` may use it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.compute.aggregation import Question
from generator.compute.audit import worked_out, worked_out_people
from generator.compute.audit_people import Follower, PeopleStories
from generator.compute.audit_table import Asked, People, Place
from generator.compute.partitions import Table, hidden_besides
from generator.compute.round_sums import RoundSums
from generator.model.project import DisclosureSettings
from generator.model.released import LEVEL_DIMENSION, Slice


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of a round that are shown, or hidden: whole groups in slices, and single items of them."""

    groups: frozenset[tuple[Slice, str]]
    """Slice and group."""
    items: frozenset[tuple[Slice, str, str]]
    """Slice, group and item."""


def hidden_in_round(sums: RoundSums, asked: Iterable[Question], shown: Parts, settings: DisclosureSettings) -> Parts:
    """The shown parts of a round that must be hidden too."""
    slices = tuple(dict.fromkeys(slice_ for slice_, _ in sums.slices))
    levels = tuple(slice_.value for slice_ in slices if slice_.dimension == LEVEL_DIMENSION)
    asked = tuple(asked)
    groups: set[tuple[Slice, str]] = set()
    items: set[tuple[Slice, str, str]] = set()
    for group in dict.fromkeys(group for _, group in sums.slices):
        questions = {question.item.id: Asked.of(question, group, levels) for question in asked}
        tables = {
            item: Table.of(cells, slices)
            for (of, item), cells in sums.answers.items()
            if of == group and item in questions
        }
        open_ = frozenset(slice_ for slice_ in slices if (slice_, group) in shown.groups)
        followers = [
            Follower(table, questions[item], _shown(shown, group, item), settings) for item, table in tables.items()
        ]
        people = People(Table.of(sums.people[group], slices), open_, sums.certain[group])
        people = _protected_people(people, followers, settings)
        stories = PeopleStories(people, followers, settings)
        groups |= {(slice_, group) for slice_ in open_ - people.shown}
        for item, table in tables.items():
            open_items = people.shown & _shown(shown, group, item)
            audit = functools.partial(worked_out, table, questions[item], stories, settings)
            items |= {(slice_, group, item) for slice_ in open_items - _protected(table, open_items, audit, settings)}
    return Parts(frozenset(groups), frozenset(items))


def _shown(parts: Parts, group: str, item: str) -> frozenset[Slice]:
    return frozenset(slice_ for slice_, of, each in parts.items if (of, each) == (group, item))


def _protected_people(people: People, followers: Sequence[Follower], settings: DisclosureSettings) -> People:
    """A group's participation without the slices that must not show it."""

    def audit(kept: frozenset[Slice]) -> Iterator[Place]:
        return worked_out_people(PeopleStories(people.showing(kept), followers, settings), settings)

    return people.showing(_protected(people.table, people.shown, audit, settings))


def _protected(
    table: Table,
    shown: frozenset[Slice],
    audit: Callable[[frozenset[Slice]], Iterable[Place]],
    settings: DisclosureSettings,
) -> frozenset[Slice]:
    """The slices that may go on showing a table. `audit` finds hidden places that somebody could work out.

    A place that no shown slice holds or stands beside does not follow from this table: another may be next in line.
    """
    while True:
        shown -= frozenset(hidden_besides(table, [slice_ for slice_ in table.masks if slice_ in shown], settings))
        found = audit(shown) if settings.audit_least_range else ()
        neighbour = next(filter(None, (_neighbour(table, shown, place) for place in found)), None)
        if neighbour is None:
            return shown
        shown -= {neighbour}


def _neighbour(table: Table, shown: frozenset[Slice], hidden: Place) -> Slice | None:
    """The smallest shown slice beside a hidden one: of its dimension, else of those that share people with it."""
    masks = [(slice_, mask) for slice_, mask in table.masks.items() if slice_ in shown and mask]
    if isinstance(hidden, Slice):
        beside = [each for each in masks if each[0].dimension == hidden.dimension]
        sharing = [each for each in masks if each[1] & table.masks[hidden]]
    else:
        beside, sharing = [], [each for each in masks if hidden.is_in(each[0])]
    return min(beside or sharing, key=lambda each: table.respondents(each[1]), default=(None, 0))[0]
