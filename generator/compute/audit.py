"""The integer audit: can a hidden number be worked out from all that is shown, rounding and whole people reckoned with?

Whoever reads the site knows of every shown number between which whole numbers it was rounded, that the parts of a whole
add up, also across dimensions, that nobody answers without taking part, what the public pages of schools say, and how
few people are hidden. A hidden number is safe when other stories fit all that as well as the true one: when the least
and the greatest number of a hidden group lie `audit_least_range` apart, and no hidden count is certain. (Interval check
of GaussSuppression, attack() of sdcTable; on whole numbers, for linear programs find too little: safety.md 2.3.)

Most stories follow from the true one in a step that needs no search: people change places with others of whom the site
says the same, or a count moves within its rounding (`audit_story`). Only what is left is given to a solver
(`audit_program`). Who takes part takes answers along to every item (`audit_people`). What the
audit holds fixed (public pages at their exact numbers, other items, which groups took part) makes it stricter, never
milder: a story that it finds fits. If it finds none, the number counts as worked out.

Not reckoned with: guesses from the reasons for which a part may be hidden; schools that know their own numbers, against
whom the rules of `aggregation.is_enough` stand; what public pages leave of a slice when it is nothing.

Exact counts: only `round_protection` may use it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from generator.compute.aggregation import Cell, Tally
from generator.compute.audit_people import PeopleStories
from generator.compute.audit_story import Story
from generator.compute.audit_table import TOOK_PART, WERE_INVITED, Asked, People, Place, Slack, parts_of
from generator.compute.partitions import Table
from generator.model.project import DisclosureSettings
from generator.model.released import EVERYBODY, LEVEL_DIMENSION, Slice


def worked_out(
    table: Table, asked: Asked, people: PeopleStories, settings: DisclosureSettings, shown: Collection[Slice]
) -> Iterator[Place]:
    """The hidden places of a table that somebody could work out, one after the other as they are found.

    `shown` are the slices that show the table; none but those that show the group.
    """
    places = _hidden(table, asked, people.people, shown)
    slack = Slack(table, shown if places else (), asked, settings)
    for hidden in places:
        parts = parts_of(table, asked, hidden, people.people)
        story = Story(asked, parts, slack, people.slack, settings.audit_least_range, people.of(hidden))
        if not story.is_safe():
            yield hidden


def worked_out_people(people: PeopleStories, settings: DisclosureSettings) -> Iterator[Place]:
    """The same of who was invited and who took part."""
    table, slack = people.people.table, people.slack
    yield from worked_out(table, WERE_INVITED, people, settings, people.people.shown)
    for hidden in _hidden(table, TOOK_PART, people.people, people.people.shown):
        parts = parts_of(table, TOOK_PART, hidden, people.people)
        if not people.is_far(hidden, *Story(TOOK_PART, parts, slack, slack, settings.audit_least_range).reach()):
            yield hidden


def _hidden(table: Table, asked: Asked, people: People, shown: Collection[Slice]) -> tuple[Place, ...]:
    """The slices that do not show a table, as far as they have answers that stand on no public page or are said to be
    hidden although nobody answered; and the cells of schools whose public pages say that they are hidden.

    None where no slice shows the table: then nothing can be worked out.
    """
    if not any(table.masks[slice_] for slice_ in shown):
        return ()
    hidden = ((slice_, mask) for slice_, mask in table.masks.items() if slice_ not in shown)
    slices = (slice_ for slice_, mask in hidden if (mask & table.left if mask else _is_secret(slice_, asked, people)))
    cells = ((cell, table.by_cell.get(cell)) for cell in people.table.cells if cell.school)
    withheld = (cell for cell, tally in cells if _is_withheld(cell, tally, asked, people))
    return (*slices, *withheld)


def _is_withheld(cell: Cell, tally: Tally | None, asked: Asked, people: People) -> bool:
    """Whether a school's public page says that its numbers are hidden; `tally` is none when nobody answered."""
    if tally is not None and any(tally.half_counts.values()):
        return True
    return bool(people.left[cell]) and (tally is not None or cell.level in asked.levels)


def _is_secret(slice_: Slice, asked: Asked, people: People) -> bool:
    """Whether it is hidden that nobody answered in a slice: where its whole group is hidden."""
    if slice_ in people.shown or slice_ == EVERYBODY:
        return False
    if slice_.dimension == LEVEL_DIMENSION:
        return slice_.value in asked.levels and bool(people.table.masks[slice_])
    return True
