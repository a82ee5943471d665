"""The tables of a report, row by row: what the CSV, the workbook and the data package have in common.

Names of columns and codes are the same in every language; the columns with labels are in the language of the file.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from generator.compute.measures import rounded
from generator.model.questionnaire import Item, ItemType, OwnItem, Questionnaire
from generator.model.released import AreaPosition, Audience, Distribution, Mark, Position, ReleasedResults, Slice
from generator.render.class_figures import codes_of
from generator.render.report_tables import slice_title
from generator.render.report_words import ReportWords
from generator.render.slots import finished

Cell: TypeAlias = str | int | float | None
"""A value of a table; a yes or no is a bool, none is an empty cell."""
Row: TypeAlias = tuple[Cell, ...]
Kind: TypeAlias = Literal["string", "integer", "number", "boolean"]

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
"""A text that starts so is a formula to a spreadsheet: when it opens a CSV, and when somebody edits a cell."""
WHERE: Final = ("round", "data", "school", "dimension", "part", "part_label", "group", "group_label")
"""What every row of numbers starts with.

`data` is `synthetic` or `collected`, in every row: a row that is copied elsewhere still says what it is.
"""
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "participation": (
        *WHERE, "mark", "invited", "completed", "rate", "needed", "is_met", "note", "registered", "corrected_on",
        "correction",
    ),
    "areas": (*WHERE, "area", "area_label", "mark", "percent_positive", "mean", "item_count"),
    "schools": (*WHERE, "mark", "schools", "minimum_met", "plans"),
    "answers": (
        *WHERE, "item", "item_label", "option", "option_label", "mark", "count", "percent", "n", "not_applicable",
        "percent_positive", "mean",
    ),
    "items": (
        "round", "data", "item", "item_label", "section", "section_label", "type", "status", "scale", "levels",
    ),
    "wordings": ("round", "data", "item", "level", "group", "text"),
    "options": ("round", "data", "item", "option", "option_label", "position", "is_positive", "is_apart"),
}  # fmt: skip
"""By table."""
RANGE: Final = ("percent_from", "percent_to")
"""What the areas of a school's own report have besides."""
_KINDS: Final[Mapping[str, Kind]] = {
    "percent_from": "integer", "percent_to": "integer",
    "count": "integer", "percent": "integer", "n": "integer", "not_applicable": "integer",
    "percent_positive": "integer", "mean": "number", "invited": "integer", "completed": "integer", "rate": "integer",
    "needed": "integer", "is_met": "boolean", "registered": "integer", "item_count": "integer", "position": "integer",
    "schools": "integer", "minimum_met": "integer", "plans": "integer",
    "is_positive": "boolean", "is_apart": "boolean",
}  # fmt: skip


def kind_of(column: str) -> Kind:
    """What the cells of a column are."""
    return _KINDS.get(column, "string")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a report with a name that is a code."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    key: tuple[str, ...]
    """The columns that name a row."""


@dataclass(frozen=True)
class ReportData:
    """One report in one language: what its tables are made from."""

    words: ReportWords
    questionnaire: Questionnaire
    """Translated, as the setting of `released` is."""
    released: ReleasedResults
    own: tuple[OwnItem, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of the questionnaire, then those that the school wrote."""
        return (*self.questionnaire.items(), *self.own)

    @property
    def origin(self) -> str:
        """`synthetic` or `collected`."""
        return "synthetic" if self.released.setting.synthetic else "collected"

    def part_label(self, slice_: Slice) -> str:
        """What a part of the respondents is called."""
        return finished(slice_title(self.words, self.questionnaire, self.released, slice_)).striptags()

    @property
    def is_own(self) -> bool:
        """Whether the school alone reads them."""
        return self.released.audience is Audience.SCHOOL

    def mean_digits(self, item: Item) -> int:
        """Decimals of a mean as the page shows it: one; two for scores of the whole system."""
        return 2 if item.type is ItemType.SCORE and self.released.school is None else 1

    def places(self) -> Iterator[tuple[Slice, str, Row]]:
        """Every part and group, with the cells of `WHERE`."""
        school = self.released.school.id if self.released.school else ""
        for slice_ in self.released.slices:
            start = (self.released.setting.id, self.origin, school, *slice_, self.part_label(slice_))
            for group in self.questionnaire.groups:
                yield slice_, group.id, (*start, group.id, group.title)


def shown(value: float | None, digits: int = 0) -> int | float | None:
    """A measure with the decimals that the page shows."""
    if value is None:
        return None
    return float(rounded(value, digits)) if digits else int(rounded(value))


def _table(name: str, rows: list[Row], key: tuple[str, ...]) -> Table:
    return Table(name, COLUMNS[name], tuple(rows), key)


def answer_table(data: ReportData) -> Table:
    """One row for every part, group, item and option: the numbers of the option, then those of the whole group.

    Where a school's own report tells answers in classes, a row for every class: its option is `1+2`, and the mark of a
    bound is `at_least` or `at_most`.
    """
    asked = [(item, _options_on_scale(data, item), data.mean_digits(item)) for item in data.items]
    rows: list[Row] = []
    for slice_, group, where in data.places():
        for item, options, digits in asked:
            found = data.released.distributions.get(Position(slice_, group, item.id))
            if found is not None:
                start = (*where, item.id, item.title)
                if found.classes:
                    rows += _class_rows(start, options, found)
                else:
                    rows += _option_rows(start, options, found, digits)
    return _table("answers", rows, ("dimension", "part", "group", "item", "option"))


def _options_on_scale(data: ReportData, item: Item) -> list[tuple[str, str]]:
    """(code, label) of the answers that have a row; those counted apart have a column."""
    return [(each.code, each.text) for each in data.questionnaire.options_of(item) if not each.not_applicable]


def _option_rows(start: Row, options: list[tuple[str, str]], found: Distribution, digits: int) -> Iterator[Row]:
    mark = found.mark.value
    if found.mark is not Mark.SHOWN:
        for option in options:
            yield (*start, *option, mark, None, None, None, None, None, None)
        return
    figures = (found.n, found.not_applicable, shown(found.percent_positive), shown(found.mean, digits))
    percents = found.percents or {}
    for option in options:
        yield (*start, *option, mark, found.counts.get(option[0], 0), shown(percents.get(option[0])), *figures)


def _class_rows(start: Row, options: list[tuple[str, str]], found: Distribution) -> Iterator[Row]:
    figures = (found.n, found.not_applicable, shown(found.percent_positive), None)
    labels = dict(options)
    for each in found.classes:
        names = (codes_of(each), " + ".join(str(labels[code]) for code in each.codes))
        mark = each.bound.value if each.bound else found.mark.value
        yield (*start, *names, mark, each.count, shown(each.percent), *figures)


def participation_table(data: ReportData) -> Table:
    """One row for every part and group: who was invited, who answered."""
    rows: list[Row] = []
    for slice_, group, where in data.places():
        found = data.released.participation.get((slice_, group))
        if found is not None:
            rate = None if found.rate is None else shown(100 * found.rate)
            rows.append((
                *where, found.mark.value, found.invited, found.completed, rate, found.needed, found.is_met,
                found.note or None, found.registered, _iso(found.corrected_on),
                found.correction or None,
            ))  # fmt: skip
    return _table("participation", rows, ("dimension", "part", "group"))


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def area_table(data: ReportData) -> Table:
    """One row for every part, group and area; in a school's own report also the ends of ranges."""
    rows: list[Row] = []
    for slice_, group, where in data.places():
        for area in data.questionnaire.areas:
            found = data.released.areas.get(AreaPosition(slice_, group, area.id))
            if found is not None:
                measures = (shown(found.percent_positive), shown(found.mean, 1))
                count = found.items if found.mark is Mark.SHOWN else None
                ends = tuple(shown(end) for end in found.percent_range or (None, None)) if data.is_own else ()
                rows.append((*where, area.id, area.title, found.mark.value, *measures, count, *ends))
    table = _table("areas", rows, ("dimension", "part", "group", "area"))
    return replace(table, columns=(*table.columns, *RANGE)) if data.is_own else table


def school_table(data: ReportData) -> Table:
    """One row for every part and group of a round: how many schools took part, and how they went about it."""
    rows: list[Row] = []
    for slice_, group, where in data.places():
        found = data.released.school_counts.get(slice_)
        if found is not None:
            rows.append((*where, found.mark.value, found.schools, found.minimum_met.get(group), found.plans))
    return _table("schools", rows, ("dimension", "part", "group"))


def item_table(data: ReportData) -> Table:
    """The code book: one row for every item."""
    sections = {item.id: section for section in data.questionnaire.sections for item in section.items}
    by_id = {section.id: section for section in data.questionnaire.sections}
    sections |= {own.id: by_id[own.area] for own in data.own if own.area in by_id}
    start = (data.released.setting.id, data.origin)
    rows: list[Row] = []
    for item in data.items:
        section = sections.get(item.id)
        place = (section.id, section.title) if section else (None, None)
        levels = " ".join(item.levels) or None
        rows.append((*start, item.id, item.title, *place, item.type.value, item.status.value, item.scale, levels))
    return _table("items", rows, ("item",))


def wording_table(data: ReportData) -> Table:
    """Every question as each group read it; a row with a level holds the wording that differs there."""
    start = (data.released.setting.id, data.origin)
    rows: list[Row] = []
    for item in data.items:
        rows += ((*start, item.id, "", group, text) for group, text in item.text.items())
        for level, texts in item.text_by_level.items():
            rows += ((*start, item.id, level, group, text) for group, text in texts.items())
    return _table("wordings", rows, ("item", "level", "group"))


def option_table(data: ReportData) -> Table:
    """Every answer of every item, also those that are counted apart."""
    start = (data.released.setting.id, data.origin)
    rows: list[Row] = []
    for item in data.items:
        position = 0
        for option in data.questionnaire.options_of(item):
            position += not option.not_applicable
            at = None if option.not_applicable else int(option.code) if item.score is not None else position
            is_scale = item.type in {ItemType.SCALE, ItemType.SCORE}
            facts = (at if is_scale else None, option.positive, option.not_applicable)
            rows.append((*start, item.id, option.code, option.text, *facts))
    return _table("options", rows, ("item", "option"))
