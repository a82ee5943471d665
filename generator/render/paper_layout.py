"""What stands on a paper form, in order: sections, grids of rows, single questions. No words of its own, no HTML.

The order and the grouping are the same for every language; only the texts differ.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from generator.model.questionnaire import Item, ItemStatus, ItemType, Level, Option, Questionnaire, Scale, Section

_Value = TypeVar("_Value")

MAX_ROWS_PER_HEADER = 8
"""After so many rows the answer words are said again (universal layout: at most seven or eight)."""
MAX_GRID_POINTS = 7
"""A scale with more points than this has no room for its words side by side; each item then lists them below it."""


@dataclass(frozen=True, slots=True)
class Question:
    """One item as one group at one level reads it."""

    number: int
    """Runs on through the whole form."""
    code: str
    """The stable id, printed beside the number."""
    text: str
    help: str | None
    status: ItemStatus


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows that share their answer words."""

    instruction: str
    """What to do; stands beside the answer words and is repeated with them."""
    points: tuple[Option, ...]
    not_applicable: tuple[Option, ...]
    """Set apart by a gap."""
    rows: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A question with its own list of answers below it."""

    question: Question
    options: tuple[Option, ...]
    not_applicable: tuple[Option, ...]
    is_multiple: bool


@dataclass(frozen=True, slots=True)
class Score:
    """A question answered by one of a row of numbers, with words for the two ends."""

    question: Question
    options: tuple[Option, ...]
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class FormSection:
    """An area or block with what this group at this level answers in it."""

    letter: str
    """The letter of an area; empty for a block, whose id says nothing to a reader."""
    title: str
    summary: str
    stem: str | None
    parts: tuple[Grid | Choice | Score, ...]


@dataclass(frozen=True, slots=True)
class FormLayout:
    """A whole form for one group at one level."""

    sections: tuple[FormSection, ...]

    @property
    def grids(self) -> tuple[Grid, ...]:
        """Every grid of the form."""
        return tuple(part for section in self.sections for part in section.parts if isinstance(part, Grid))

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question in the order of the form."""
        return tuple(question for section in self.sections for part in section.parts for question in _questions(part))

    @property
    def statuses(self) -> frozenset[ItemStatus]:
        """Which kinds of items the form has: its cover explains only the marks that it uses."""
        return frozenset(question.status for question in self.questions)


def form_layout(questionnaire: Questionnaire, group_id: str, level_id: str) -> FormLayout:
    """The form of one group at one level (KeyError when the questionnaire has no such group or level)."""
    questionnaire.group(group_id)
    level = questionnaire.level(level_id)
    sections: list[FormSection] = []
    count = 0
    for section in questionnaire.sections:
        asked = [item for item in section.items if item.is_asked_of(group_id, level_id)]
        if not asked:
            continue
        questions = [_question(item, count + index, group_id, level) for index, item in enumerate(asked, start=1)]
        count += len(questions)
        parts = tuple(_parts(questionnaire, asked, questions))
        sections.append(_section(section, group_id, parts, is_area=section in questionnaire.areas))
    return FormLayout(tuple(sections))


def _section(
    section: Section, group_id: str, parts: tuple[Grid | Choice | Score, ...], *, is_area: bool
) -> FormSection:
    letter = section.id if is_area and len(section.id) <= 2 else ""
    return FormSection(letter, section.title, section.summary, section.stem.get(group_id), parts)


def _question(item: Item, number: int, group_id: str, level: Level) -> Question:
    return Question(number, item.id, item.wording(group_id, level.id), item.help.get(group_id), item.status)


def _questions(part: Grid | Choice | Score) -> tuple[Question, ...]:
    return part.rows if isinstance(part, Grid) else (part.question,)


def _parts(
    questionnaire: Questionnaire, items: Sequence[Item], questions: Sequence[Question]
) -> Iterator[Grid | Choice | Score]:
    pairs = list(zip(items, questions, strict=True))
    for scale_id, run in groupby(pairs, key=lambda pair: _grid_scale(questionnaire, pair[0])):
        members = list(run)
        if scale_id is None:
            yield from (_single_part(questionnaire, item, question) for item, question in members)
        else:
            yield from _grids(questionnaire.scale(scale_id), [question for _, question in members])


def _grid_scale(questionnaire: Questionnaire, item: Item) -> str | None:
    if item.type is not ItemType.SCALE or item.scale is None:
        return None
    return item.scale if len(questionnaire.scale(item.scale).points) <= MAX_GRID_POINTS else None


def _grids(scale: Scale, rows: Sequence[Question]) -> Iterator[Grid]:
    not_applicable = tuple(option for option in scale.options if option.not_applicable)
    for chunk in even_chunks(rows, MAX_ROWS_PER_HEADER):
        yield Grid(scale.instruction, scale.points, not_applicable, tuple(chunk))


def _single_part(questionnaire: Questionnaire, item: Item, question: Question) -> Choice | Score:
    options = questionnaire.options_of(item)
    if item.score is not None:
        return Score(question, options, item.score.low, item.score.high)
    return Choice(
        question,
        tuple(option for option in options if not option.not_applicable),
        tuple(option for option in options if option.not_applicable),
        is_multiple=item.type is ItemType.MULTIPLE,
    )


def even_chunks(values: Sequence[_Value], at_most: int) -> Iterator[Sequence[_Value]]:
    """Cut into as few runs of at most `at_most` as possible, of lengths that differ by one at most: 9 is 5 and 4."""
    runs = math.ceil(len(values) / at_most)
    start = 0
    for index in range(runs):
        length = len(values) // runs + (index < len(values) % runs)
        yield values[start : start + length]
        start += length
