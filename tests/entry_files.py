"""Entry workbooks for tests: made as our command makes them, filled in as a coordinator would.

Filling looks for codes on the sheets, as people look for words; it does not know the plan of model/entry.py.
"""

from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl

from generator.entry_handouts import entry_workbooks
from generator.load.project import load_project
from generator.load.round_to_fill import RoundToFill, open_round
from generator.model.problem import ProblemLog
from generator.model.project import Project
from generator.model.questionnaire import Item, ItemType, Questionnaire

ITEM_COLUMN, FIRST_COUNT = 2, 6
FACTS = "guzgu"

Counts = Mapping[str, Mapping[str, int]]
"""By item, by option."""


@dataclass(frozen=True)
class Stack:
    """The paper forms of one group at one level, and what a tally of them gives."""

    invited: int
    forms: int
    counts: Counts
    note: str = ""


@dataclass(frozen=True)
class Opened:
    """A project with a round to fill."""

    project: Project
    round: RoundToFill
    root: Path = field(repr=False)

    def workbook(self, school: str, language: str = "en", levels: tuple[str, ...] = ()) -> bytes:
        """A workbook that nobody touched; for all levels unless some are named."""
        chosen = levels or [level.id for level in self.round.questionnaire.levels]
        (file,) = entry_workbooks(self.project, self.round, {school: language}, chosen)
        return file.content


def opened(root: Path, round_id: str = "2023") -> Opened:
    """The project in `root`."""
    project, log = load_project(root), ProblemLog()
    round_ = open_round(project, round_id, log)
    assert round_ is not None, log.problems
    return Opened(project, round_, root)


def book_of(content: bytes) -> Any:
    """A workbook that can be written in."""
    return openpyxl.load_workbook(io.BytesIO(content))


def bytes_of(book: Any) -> bytes:
    """What a spreadsheet program would save."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def people_sheet(book: Any) -> Any:
    """The sheet with the numbers of people."""
    facts = book[FACTS]
    return book[next(row[1].value for row in facts.iter_rows() if row[0].value == "people")]


def unit_sheet(book: Any, level: str, group: str) -> Any:
    """The sheet of a group at a level, found by the codes in its fifth row."""
    ending = f" · {group} · {level}"
    return next(sheet for sheet in book.worksheets if str(sheet.cell(5, 1).value or "").endswith(ending))


def people_row(book: Any, level: str, group: str) -> int:
    """The row of a group at a level in the sheet of people."""
    sheet = people_sheet(book)
    return next(
        row
        for row in range(1, sheet.max_row + 1)
        if (sheet.cell(row, 7).value, sheet.cell(row, 8).value) == (level, group)
    )


def cells_of(sheet: Any) -> Iterator[tuple[str, str, Any]]:
    """Item, option and cell of every count of a sheet, by the codes that stand there."""
    codes: list[str] = []
    for row in sheet.iter_rows(min_row=6):
        values = [cell.value for cell in row]
        if values[4] == "Check" or (values[4] and not values[ITEM_COLUMN - 1] and not str(values[4]).startswith("=")):
            codes = []
        elif not values[ITEM_COLUMN - 1] and len(values) >= FIRST_COUNT and values[FIRST_COUNT - 1] is not None:
            codes = [str(value) for value in values[FIRST_COUNT - 1 :] if value is not None]
        elif values[ITEM_COLUMN - 1]:
            for code, cell in zip(codes, row[FIRST_COUNT - 1 :], strict=False):
                yield str(values[ITEM_COLUMN - 1]), code, cell


def fill(content: bytes, stacks: Mapping[tuple[str, str], Stack]) -> Any:
    """A workbook with the numbers of these stacks, by level and group. Zeros stay empty, as people leave them."""
    book = book_of(content)
    people = people_sheet(book)
    for (level, group), stack in stacks.items():
        row = people_row(book, level, group)
        people.cell(row, 3).value, people.cell(row, 4).value = stack.invited, stack.forms
        people.cell(row, 5).value = stack.note or None
        written = Counter[str]()
        for item, option, cell in cells_of(unit_sheet(book, level, group)):
            number = stack.counts.get(item, {}).get(option, 0)
            if number or (not written[item] and not sum(stack.counts.get(item, {}).values()) and item in stack.counts):
                cell.value = number
                written[item] += 1
    return book


def invented_stack(
    questionnaire: Questionnaire, group: str, level: str, forms: int, chance: random.Random
) -> tuple[Stack, list[dict[str, list[str]]]]:
    """Synthetic forms of one group at one level, and their tally. Some leave questions out."""
    items = questionnaire.items_asked_of(group, level)
    papers = [{item.id: _ticks(questionnaire, item, chance) for item in items} for _ in range(forms)]
    return Stack(forms + chance.randrange(20), forms, tally(questionnaire, items, papers)), papers


def tally(questionnaire: Questionnaire, items: tuple[Item, ...], papers: list[dict[str, list[str]]]) -> Counts:
    """Count ticks by hand, as the paper says: one stroke for each tick, one for each form with any."""
    counts: dict[str, dict[str, int]] = {}
    for item in items:
        strokes = {option.code: 0 for option in questionnaire.options_of(item)}
        for paper in papers:
            for code in paper[item.id]:
                strokes[code] += 1
        if item.type is ItemType.MULTIPLE:
            strokes["answered"] = sum(bool(paper[item.id]) for paper in papers)
        counts[item.id] = strokes
    return counts


def _ticks(questionnaire: Questionnaire, item: Item, chance: random.Random) -> list[str]:
    codes = [option.code for option in questionnaire.options_of(item)]
    if chance.random() < 0.05:
        return []
    if item.type is ItemType.MULTIPLE:
        return [code for code in codes if chance.random() < 0.4]
    return [chance.choice(codes)]
