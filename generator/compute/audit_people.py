"""Stories of who took part: where people were elsewhere, their answers to every item were too.

Exact counts: only `audit` may use it.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.compute.aggregation import COMPLETED, Cell
from generator.compute.audit_program import Program
from generator.compute.audit_story import known_numbers
from generator.compute.audit_table import TOOK_PART, Asked, Part, People, Place, Slack, parts_of
from generator.compute.partitions import Table
from generator.model.project import DisclosureSettings
from generator.model.released import Slice

_ATTEMPTS: Final = 4
"""So many stories are tried before the numbers of people count as worked out."""


@dataclass(frozen=True)
class Follower:
    """An item of the group, whose answers must fit the people."""

    table: Table
    asked: Asked
    shown: frozenset[Slice]
    """The slices that may show it."""
    settings: DisclosureSettings

    @functools.cached_property
    def slack(self) -> Slack:
        """By how much its shown numbers can move; made when it is needed."""
        return Slack(self.table, self.shown, self.asked, self.settings)


class PeopleStories:
    """Other numbers of people in every cell that fit all that is shown of a group."""

    def __init__(self, people: People, followers: Sequence[Follower], settings: DisclosureSettings) -> None:
        self.people = people
        self.slack = Slack(people.table, people.shown, TOOK_PART, settings)
        self._least_range = settings.audit_least_range
        self._followers = followers
        self._found: dict[tuple[Place, int], dict[Cell, int] | None] = {}
        """By how much they differ from the truth, by cell; by what was asked for."""

    def is_far(self, hidden: Place, down: int, up: int) -> bool:
        """Whether the number of people of a hidden place can differ enough, when it can fall and rise as given."""
        for story in filter(None, self._found.values()):
            moved = sum(by for cell, by in story.items() if cell.is_in(hidden))
            down, up = max(down, -moved), max(up, moved)
        return down + up >= self._least_range or any(
            self._story(hidden, by) for by in (self._least_range - down, up - self._least_range)
        )

    def of(self, hidden: Place) -> Iterator[Mapping[Cell, int]]:
        """Stories that move a hidden place far."""
        for by in (self._least_range, -self._least_range):
            story = self._story(hidden, by)
            if story:
                yield story

    def _story(self, hidden: Place, by: int) -> dict[Cell, int] | None:
        if (hidden, by) not in self._found:
            self._found[hidden, by] = next(filter(None, self._attempts(hidden, by)), None)
        return self._found[hidden, by]

    def _attempts(self, hidden: Place, by: int) -> Iterator[dict[Cell, int] | None]:
        """Stories that move a hidden place so far, small changes first; none for each that an item cannot follow.

        The next attempt rather takes people from other cells.
        """
        left, empty = self.people.left, self.people.empty
        costs = dict.fromkeys((cell for cell in self.people.near(hidden) if left.get(cell) or cell in empty), 1)
        for _ in range(_ATTEMPTS):
            story = self._smallest(hidden, by, costs)
            if story is None:
                return
            yield story if self._is_followed(hidden, story) else None
            for cell, moved in story.items():
                costs[cell] += 4 * (moved < 0)

    def _smallest(self, hidden: Place, by: int, costs: Mapping[Cell, int]) -> dict[Cell, int] | None:
        """The cheapest change that moves a hidden place so far, as people alone can be moved."""
        program = Program()
        more = {cell: program.number(0) for cell in costs}
        fewer = {cell: program.number(0) for cell in costs}
        for cell in costs:
            most = self.people.left.get(cell, 0) - self.people.certain.get(cell, 0)
            program.bound({fewer[cell]: 1}, 0, max(0, most))
        for slice_ in self.slack.shown:
            room = min(self.slack.down[slice_, COMPLETED], self.slack.spare[slice_])
            program.bound(_sum(more, fewer, slice_), -room, self.slack.up[slice_, COMPLETED])
        program.bound(_sum(more, fewer, hidden), *((by, math.inf) if by > 0 else (-math.inf, by)))
        found = program.solved({more[cell]: 1 for cell in costs} | {fewer[cell]: cost for cell, cost in costs.items()})
        if found is None:
            return None
        return {cell: found[more[cell]] - found[fewer[cell]] for cell in costs}

    def _is_followed(self, hidden: Place, story: Mapping[Cell, int]) -> bool:
        near = ((each, parts_of(each.table, each.asked, hidden, self.people)) for each in self._followers)
        return all(_fits(each, parts, story) for each, parts in near)


def _fits(item: Follower, parts: Sequence[Part], story: Mapping[Cell, int]) -> bool:
    """Whether an item can have been answered by the people of a story."""
    room = [
        0
        if part.is_on_page
        else max(0, part.people - item.asked.answers(part.counts)) + sum(story.get(cell, 0) for cell in part.cells)
        for part in parts
    ]
    if min(room, default=0) >= 0 or _followed(item, parts, room):
        return True
    numbers = known_numbers(item.asked, parts, item.slack)
    numbers.bound_answers([item.asked.answers(part.counts) + free for part, free in zip(parts, room, strict=True)])
    return numbers.program.solved({}) is not None


def _sum(more: Mapping[Cell, int], fewer: Mapping[Cell, int], place: Place) -> dict[int, int]:
    """By how much a place changes."""
    inside = [cell for cell in more if cell.is_in(place)]
    return {more[cell]: 1 for cell in inside} | {fewer[cell]: -1 for cell in inside}


def _followed(item: Follower, parts: Sequence[Part], room: Sequence[int]) -> bool:
    """Whether answers can be moved one by one to where there are people, or be left out, within the roundings."""
    if item.asked.whole:
        return False
    slack, room = item.slack.copy(), list(room)
    counts = [dict(part.counts) for part in parts]
    for place, part in enumerate(parts):
        while room[place] < 0:
            step = next(_steps(item, slack, parts, room, place, counts[place]), None)
            if step is None:
                return False
            code, target = step
            counts[place][code] -= 1
            room[place] += 1
            slack.move(part, code, -1)
            if target is not None:
                counts[target][code] = counts[target].get(code, 0) + 1
                room[target] -= 1
                slack.move(parts[target], code, 1)
    return True


def _steps(
    item: Follower,
    slack: Slack,
    parts: Sequence[Part],
    room: Sequence[int],
    place: int,
    counts: Mapping[str, int],
) -> Iterator[tuple[str, int | None]]:
    """Answers of a part that can go: the code, and the part to which they go."""
    part = parts[place]
    codes = [code for code in item.asked.codes if counts.get(code, 0)]
    if sum(counts.values()) <= part.least:
        return
    for target, free in enumerate(room):
        for code in codes if free > 0 else ():
            if slack.is_open(part, code, parts[target]):
                yield code, target
    for code in codes:
        if slack.room(part, code, -1):
            yield code, None
