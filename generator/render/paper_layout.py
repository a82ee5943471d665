"""What stands on a paper form, in order: sections, grids of rows, single questions. No words of its own, no HTML.

The order and the grouping are the same for every language; only the texts differ.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeVar

from generator.model.questionnaire import Item, ItemStatus, ItemType, Level, Option, Questionnaire, Section

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
class Heading:
    """What stands where an area or block begins."""

    letter: str
    """The letter of an area; empty for a block, whose id says nothing to a reader."""
    title: str
    summary: str
    stem: str | None
    """The question that all rows share."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one section in one grid."""

    heading: Heading | None
    """None where the section began in the grid before."""
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows that share their answer words; short sections stand in one grid, so that the words are said less often."""

    instruction: str
    """What to do; stands beside the answer words and is repeated with them."""
    points: tuple[Option, ...]
    not_applicable: tuple[Option, ...]
    """Set apart by a gap."""
    groups: tuple[Rows, ...]

    @property
    def rows(self) -> tuple[Question, ...]:
        """All its rows."""
        return tuple(question for group in self.groups for question in group.questions)


@dataclass(frozen=True, slots=True)
class Choice:
    """A question with its own list of answers below it."""

    heading: Heading | None
    question: Question
    options: tuple[Option, ...]
    not_applicable: tuple[Option, ...]
    is_multiple: bool
    is_scale: bool
    """Whether other items have the same answers."""
    routes: Mapping[str, Question] = field(default_factory=dict)
    """By the code of an answer, the question that whoever gives it goes on with."""


@dataclass(frozen=True, slots=True)
class Score:
    """A question answered by one of a row of numbers, with words for the two ends."""

    heading: Heading | None
    question: Question
    options: tuple[Option, ...]
    low: str
    high: str


Part = Grid | Choice | Score


@dataclass(frozen=True, slots=True)
class FormLayout:
    """A whole form for one group at one level."""

    parts: tuple[Part, ...]

    @property
    def grids(self) -> tuple[Grid, ...]:
        """Every grid of the form."""
        return tuple(part for part in self.parts if isinstance(part, Grid))

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question in the order of the form."""
        return tuple(question for part in self.parts for question in _questions(part))

    @property
    def statuses(self) -> frozenset[ItemStatus]:
        """Which kinds of items the form has: its cover explains only the marks that it uses."""
        return frozenset(question.status for question in self.questions)


def form_layout(
    questionnaire: Questionnaire, group_id: str, level_id: str, *, has_grids: bool = True, has_headings: bool = True
) -> FormLayout:
    """The form of one group at one level (KeyError when the questionnaire has no such group or level).

    Without grids every item lists its answers. Without headings only the questions stay that rows share.
    """
    questionnaire.group(group_id)
    level = questionnaire.level(level_id)
    most_points = MAX_GRID_POINTS if has_grids else 0
    runs: list[_Run] = []
    count = 0
    for section in questionnaire.sections:
        asked = [item for item in section.items if item.is_asked_of(group_id, level_id)]
        numbered = [(item, _question(item, count + index, group_id, level)) for index, item in enumerate(asked, 1)]
        count += len(asked)
        heading = _heading(section, group_id, is_area=section in questionnaire.areas, has_title=has_headings)
        for scale_id, run in groupby(numbered, key=lambda pair: _grid_scale(questionnaire, pair[0], most_points)):
            runs.append(_Run(scale_id, heading, tuple(run)))
            heading = None
    return FormLayout(tuple(_parts(questionnaire, runs)))


@dataclass(frozen=True, slots=True)
class _Run:
    """Items of one section that are answered alike."""

    scale: str | None
    """The scale of a grid; none for items that stand alone."""
    heading: Heading | None
    items: tuple[tuple[Item, Question], ...]

    @property
    def family(self) -> tuple[str | None, str | None]:
        """Runs of one family may share a grid: the same scale, and no question above the rows that differs."""
        return self.scale, self.heading.stem if self.heading else None


def _heading(section: Section, group_id: str, *, is_area: bool, has_title: bool) -> Heading | None:
    stem = section.stem.get(group_id)
    if not has_title:
        return Heading("", "", "", stem) if stem else None
    letter = section.id if is_area and len(section.id) <= 2 else ""
    return Heading(letter, section.title, section.summary, stem)


def _question(item: Item, number: int, group_id: str, level: Level) -> Question:
    return Question(number, item.id, item.wording(group_id, level.id), item.help.get(group_id), item.status)


def _questions(part: Part) -> tuple[Question, ...]:
    return part.rows if isinstance(part, Grid) else (part.question,)


def _grid_scale(questionnaire: Questionnaire, item: Item, most_points: int) -> str | None:
    if item.type is not ItemType.SCALE or item.scale is None:
        return None
    return item.scale if len(questionnaire.scale(item.scale).points) <= most_points else None


def _parts(questionnaire: Questionnaire, runs: Sequence[_Run]) -> Iterator[Part]:
    questions = {item.id: question for run in runs for item, question in run.items}
    for (scale_id, _), family in groupby(runs, key=lambda run: run.family):
        if scale_id is None:
            for run in family:
                headings = [run.heading, *([None] * (len(run.items) - 1))]
                for heading, (item, _) in zip(headings, run.items, strict=True):
                    yield _single_part(questionnaire, item, questions, heading)
        else:
            scale = questionnaire.scale(scale_id)
            not_applicable = tuple(option for option in scale.options if option.not_applicable)
            for groups in _packed(list(family)):
                yield Grid(scale.instruction, scale.points, not_applicable, tuple(groups))


def _packed(runs: Sequence[_Run]) -> Iterator[list[Rows]]:
    """The rows of runs in grids of at most `MAX_ROWS_PER_HEADER`; a run that fits into one is not cut."""
    grid: list[Rows] = []
    room = MAX_ROWS_PER_HEADER
    for run in runs:
        for index, chunk in enumerate(even_chunks(run.items, MAX_ROWS_PER_HEADER)):
            if len(chunk) > room:
                yield grid
                grid, room = [], MAX_ROWS_PER_HEADER
            grid.append(Rows(None if index else run.heading, tuple(question for _, question in chunk)))
            room -= len(chunk)
    yield grid


def _single_part(
    questionnaire: Questionnaire, item: Item, questions: Mapping[str, Question], heading: Heading | None
) -> Choice | Score:
    question = questions[item.id]
    options = questionnaire.options_of(item)
    if item.score is not None:
        return Score(heading, question, options, item.score.low, item.score.high)
    return Choice(
        heading,
        question,
        tuple(option for option in options if not option.not_applicable),
        tuple(option for option in options if option.not_applicable),
        is_multiple=item.type is ItemType.MULTIPLE,
        is_scale=item.type is ItemType.SCALE,
        # An item that a short form leaves out is no way to go.
        routes=routes_of(options, questions),
    )


def routes_of(options: Sequence[Option], questions: Mapping[str, Question]) -> dict[str, Question]:
    """By the code of an answer, the question of the form that it leads to."""
    ways = ((option.code, questions.get(option.go_to or "")) for option in options)
    return {code: question for code, question in ways if question is not None}


def even_chunks(values: Sequence[_Value], at_most: int) -> Iterator[Sequence[_Value]]:
    """Cut into as few runs of at most `at_most` as possible, of lengths that differ by one at most: 9 is 5 and 4."""
    runs = math.ceil(len(values) / at_most)
    start = 0
    for index in range(runs):
        length = len(values) // runs + (index < len(values) % runs)
        yield values[start : start + length]
        start += length
