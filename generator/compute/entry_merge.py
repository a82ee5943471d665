"""Counts that came in from schools put into a round's tables: what they replace, and what that changes.

A group of a school at a level is replaced whole; every other row stays as it is, cell by cell.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from generator.model.results import ANSWERED, OptionCounts, Unit

_PEOPLE_HEADER: Final = ("school", "level", "group", "invited", "completed", "note")
_ANSWERS_HEADER: Final = ("school", "level", "group", "item", "option", "count")
_UNIT: Final = ("school", "level", "group")


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One number or note that is another one now."""

    unit: Unit
    item: str
    """Empty for the numbers of people."""
    option: str
    """An option's code, or a column of the table of participation."""
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A table with what came in."""

    text: str
    changes: tuple[Change, ...]
    """Every number and note that is another one now, those of new rows too."""
    told: frozenset[Unit]
    """Groups of which the table told people who answered, or answers, before."""


@dataclass(slots=True)
class _Table:
    """A table being written: the rows that stay, and new ones."""

    header: list[str]
    out: io.StringIO = field(default_factory=io.StringIO)
    writer: Any = None

    def __post_init__(self) -> None:
        self.writer = csv.writer(self.out, lineterminator="\n")
        self.writer.writerow(self.header)

    def cells(self, row: Sequence[str]) -> dict[str, str] | None:
        """A row by column; none when it has another number of cells than the header."""
        return dict(zip(self.header, row, strict=True)) if len(row) == len(self.header) else None

    def write(self, cells: Mapping[str, str]) -> None:
        """Write a row in the order of the header."""
        self.writer.writerow([cells.get(name, "") for name in self.header])


def merged_people(rows: Iterable[Sequence[str]], people: Mapping[Unit, Mapping[str, str]]) -> Merged:
    """participation.csv with the numbers of these groups. `rows` are those of the file, its header first, or none.

    What the new numbers do not speak of stays: a note, and a correction of the number of invited people.
    """
    rows = iter(rows)
    old_header = [name.strip() for name in next(rows, _PEOPLE_HEADER)]
    given = {name for cells in people.values() for name, value in cells.items() if value}
    missing = [name for name in _PEOPLE_HEADER if name in given and name not in old_header]
    added = [*missing, *sorted(given - set(old_header) - set(missing))]
    table, left, told = _Table(old_header + added), dict(people), set[Unit]()
    changes: list[Change] = []
    for row in rows:
        old = table.cells([*row, *[""] * len(added)])
        unit = _unit_of(old)
        if old is None or unit not in people:
            table.writer.writerow([*row, *[""] * len(added)] if row else row)
            continue
        new = _with_numbers(old, people[unit])
        table.write(new)
        left.pop(unit, None)
        changes += _changed_cells(unit, old, new)
        if old.get("completed", "").strip().strip("0"):
            told.add(unit)
    for unit, cells in left.items():
        table.write({**unit._asdict(), **cells})
        changes += _changed_cells(unit, {}, cells)
    return Merged(table.out.getvalue(), tuple(changes), frozenset(told))


def merged_answers(rows: Iterable[Sequence[str]], answers: Mapping[Unit, Mapping[str, OptionCounts]]) -> Merged:
    """answers.csv with the counts of these groups. `rows` are those of the file, its header first, or none.

    Options that nobody chose have no row.
    """
    rows = iter(rows)
    table = _Table([name.strip() for name in next(rows, _ANSWERS_HEADER)])
    before: dict[Unit, dict[tuple[str, str], str]] = {}
    for row in rows:
        old = table.cells(row)
        unit = _unit_of(old)
        if old is None or unit not in answers:
            table.writer.writerow(row)
            continue
        if unit not in before:
            _write_unit(table, unit, answers[unit])
        counted = before.setdefault(unit, {})
        counted[old["item"].strip(), old["option"].strip()] = old["count"].strip()
    for unit in answers:
        if unit not in before:
            _write_unit(table, unit, answers[unit])
    all_before = before | {unit: {} for unit in answers if unit not in before}
    changes = [change for unit, counted in all_before.items() for change in _changes(unit, counted, answers[unit])]
    told = frozenset(unit for unit, counted in before.items() if any(count.strip("0") for count in counted.values()))
    return Merged(table.out.getvalue(), tuple(changes), told)


def _unit_of(cells: Mapping[str, str] | None) -> Unit:
    return Unit(*(cells.get(name, "").strip() for name in _UNIT)) if cells else Unit("", "", "")


def _changed_cells(unit: Unit, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    """What differs in a row of participation.csv; `old` is empty for a new one."""
    for name, value in new.items():
        was = old.get(name, "").strip()
        if name not in _UNIT and was != value.strip():
            yield Change(unit, "", name, was, value)


def _with_numbers(old: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """A row with new numbers. An empty note does not delete one, and a corrected number is not set back."""
    new = dict(old) | {name: value for name, value in given.items() if value or name != "note"}
    if given["invited"] and old.get("corrected_invited", "").strip() == given["invited"]:
        new["invited"] = old["invited"]
    return new


def _write_unit(table: _Table, unit: Unit, items: Mapping[str, OptionCounts]) -> None:
    for item, option, count in _told(items):
        table.write({**unit._asdict(), "item": item, "option": option, "count": str(count)})


def _told(items: Mapping[str, OptionCounts]) -> Iterator[tuple[str, str, int]]:
    for item, counts in items.items():
        for option, count in counts.items():
            if count or option == ANSWERED:
                yield item, option, count


def _changes(unit: Unit, before: Mapping[tuple[str, str], str], items: Mapping[str, OptionCounts]) -> Iterator[Change]:
    """What differs, a missing row being zero."""
    after = {(item, option): str(count) for item, option, count in _told(items)}
    for item, option in dict.fromkeys((*before, *after)):
        was, now = before.get((item, option), "0"), after.get((item, option), "0")
        if was != now:
            yield Change(unit, item, option, was, now)
