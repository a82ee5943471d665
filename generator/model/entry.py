"""Entry workbooks: where each count of paper forms stands. What writes a workbook and what reads it share this plan.

A workbook has a sheet for the numbers of people, one sheet for each group and level with a row for each item in the
order of the paper form, and a hidden sheet that says what it belongs to. Options are columns, known by their codes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from generator.model.questionnaire import Item, ItemStatus, ItemType, Questionnaire
from generator.model.results import ANSWERED

FORMAT: Final = "1"
"""Of the workbook. Raise it when cells move: older workbooks are then refused by name."""
FACTS_SHEET: Final = "guzgu"
"""The hidden sheet: rows of a key and its value, then one row for each sheet of items: `unit`, level, group, name, and
the number of invited people that was written into the workbook when it was made, empty when none was known."""
PEOPLE_KEY: Final = "people"
"""In the hidden sheet: the row that names the sheet with the numbers of people."""
UNIT_KEY: Final = "unit"
FORMS_ROW, STATE_ROW, CODES_ROW = 3, 4, 5
"""Of a sheet of items, rows from 1: how many forms, what is still to do, and the codes of what it belongs to."""
_FIRST_BLOCK_ROW: Final = 7
NUMBER_COLUMN, ITEM_COLUMN, TEXT_COLUMN, SUM_COLUMN, CHECK_COLUMN, FIRST_COLUMN = 1, 2, 3, 4, 5, 6
"""Columns from 1: the running number, the item's code, its words, the sum of its counts and whether they can be right;
then the counts."""
PEOPLE_CODES_ROW, PEOPLE_FIRST_ROW = 3, 6
"""Of the sheet of people: the codes of what it belongs to, and the first group and level; one row each."""
INVITED_COLUMN, FORMS_COLUMN, NOTE_COLUMN, DONE_COLUMN, LEVEL_COLUMN, GROUP_COLUMN = 3, 4, 5, 6, 7, 8
"""Of the sheet of people: what is to be filled in, what is still to do, and the codes of level and group."""
SEPARATOR: Final = " · "


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One item's row."""

    item: str
    number: int
    """As on the paper form."""
    row: int
    codes: tuple[str, ...]
    """What is counted, from `FIRST_COLUMN` on; a choice of several begins with `ANSWERED`."""
    is_multiple: bool
    is_optional: bool
    """Whether an empty row means that the school did not ask it."""

    @property
    def last_column(self) -> int:
        """The column of the last count."""
        return FIRST_COLUMN + len(self.codes) - 1


@dataclass(frozen=True, slots=True)
class EntryBlock:
    """Rows that share their columns: the words of the options stand above them, and below these their codes."""

    section: str
    """The id of the area or block."""
    is_first: bool
    """Whether the section's title stands in the row above."""
    heading_row: int
    lines: tuple[EntryLine, ...]

    @property
    def codes_row(self) -> int:
        """Where the codes of the options stand."""
        return self.heading_row + 1


@dataclass(frozen=True, slots=True)
class EntrySheet:
    """The sheet of one group at one level."""

    level: str
    group: str
    blocks: tuple[EntryBlock, ...]

    @property
    def lines(self) -> tuple[EntryLine, ...]:
        """Every row of counts, in order."""
        return tuple(line for block in self.blocks for line in block.lines)

    @property
    def last_column(self) -> int:
        """The column where the longest row of counts ends."""
        return max(line.last_column for line in self.lines)


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What a workbook belongs to, as its hidden sheet says it."""

    format: str
    questionnaire: str
    """`instrument/version`."""
    round: str
    school: str
    language: str
    plan: str
    """`plan_digest` of its sheets."""

    def codes(self, *more: str) -> str:
        """The same for people, in the line that each sheet shows."""
        return SEPARATOR.join((self.questionnaire, self.round, self.school, self.language, *more))


def entry_sheets(questionnaire: Questionnaire, levels: Iterable[str] = ()) -> tuple[EntrySheet, ...]:
    """The sheets of a questionnaire as one school asks it (`as_asked`), level by level in its order.

    `levels` are those the school teaches, all when none is named. Groups that are asked nothing at a level have none.
    Raises KeyError for a level that the questionnaire does not have.
    """
    chosen = [questionnaire.level(level).id for level in levels] or [level.id for level in questionnaire.levels]
    return tuple(
        EntrySheet(level.id, group.id, tuple(_blocks(questionnaire, group.id, level.id)))
        for level in questionnaire.levels
        if level.id in chosen
        for group in questionnaire.groups
        if questionnaire.items_asked_of(group.id, level.id)
    )


def plan_digest(sheets: Iterable[EntrySheet]) -> str:
    """Sixteen hexadecimal digits that change when any cell of the plan means something else."""
    plan = [
        [sheet.level, sheet.group, [[line.item, line.row, *line.codes] for line in sheet.lines]] for sheet in sheets
    ]
    return hashlib.sha256(json.dumps(plan).encode()).hexdigest()[:16]


def _blocks(questionnaire: Questionnaire, group: str, level: str) -> Iterator[EntryBlock]:
    row, number = _FIRST_BLOCK_ROW, 0
    for section in questionnaire.sections:
        asked = [item for item in section.items if item.is_asked_of(group, level)]
        is_first = True
        for _, run in groupby(asked, key=_columns_key):
            items = list(run)
            heading = row + is_first
            lines = tuple(
                _line(questionnaire, item, number + index, heading + 1 + index)
                for index, item in enumerate(items, start=1)
            )
            yield EntryBlock(section.id, is_first, heading, lines)
            number += len(items)
            row = lines[-1].row + 2
            is_first = False


def _columns_key(item: Item) -> str:
    """What neighbours share when they can stand under one heading: their scale. Other items stand alone."""
    return f"scale {item.scale}" if item.type is ItemType.SCALE else f"item {item.id}"


def _line(questionnaire: Questionnaire, item: Item, number: int, row: int) -> EntryLine:
    is_multiple = item.type is ItemType.MULTIPLE
    codes = (*((ANSWERED,) if is_multiple else ()), *(option.code for option in questionnaire.options_of(item)))
    return EntryLine(item.id, number, row, codes, is_multiple, is_optional=item.status is ItemStatus.OPTIONAL)
