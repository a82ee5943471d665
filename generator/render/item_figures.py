"""The figure of an item, compiled once per language: question, chart and table, filled with a school's numbers fast."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.model.questionnaire import Item, ItemType, Questionnaire, Section
from generator.model.released import Distribution, Mark
from generator.render.class_figures import class_bar, class_row
from generator.render.item_views import FigurePlace, FigureView, GroupView, figure_view, group_views
from generator.render.report_words import MARKED, ReportWords, whole_percent
from generator.render.slots import SlottedHtml

LABEL_FROM_PERCENT = 8
"""Segments of a bar below this share carry no label: it would not fit on a phone. The table has the number."""
_COLUMN_TOP, _COLUMN_BASE = 18.0, 94.0
_NOT_ASKED = Distribution(Mark.NOT_ASKED, {})

Answers = Mapping[str, Distribution]
"""The distribution of every group, of one slice and item."""


@dataclass(frozen=True, slots=True)
class GroupFrames:
    """The frames of one group in the figures of one kind."""

    bar: SlottedHtml
    row: SlottedHtml
    marked_bars: Mapping[Mark, str]
    """What stands in place of the bar, and of the row, for each mark."""
    marked_rows: Mapping[Mark, str]


@dataclass(frozen=True, slots=True)
class ItemFigure:
    """An item's figure with its slots."""

    item: Item
    name: str
    """Code and title, as HTML."""
    view: FigureView
    frame: SlottedHtml
    groups: tuple[GroupView, ...]
    """All groups of the questionnaire: those that are not asked have a row that says so."""
    by_group: Mapping[str, GroupFrames]
    score_digits: int

    def is_left_out(self, answers: Answers) -> bool:
        """Whether this is an optional item that nobody was asked: it was not chosen."""
        absent = (Mark.NOBODY, Mark.NOT_ASKED)
        return self.view.status != "core" and all(each.mark in absent for each in answers.values())

    def fill(self, words: ReportWords, answers: Answers, source: str, changes: str = "") -> str:
        """The figure as HTML: `source` is the line under it, `changes` the lines on rounds before (`item_changes`)."""
        values = {"source": source, "changes": changes}
        if self.item.type in (ItemType.SINGLE, ItemType.MULTIPLE):
            values |= choice_values(words, self.view, answers)
        else:
            values["bars"] = "\n".join([*self._bars(words, answers)])
            values["rows"] = "\n".join([*self._rows(words, answers)])
        return self.frame.fill(values)

    def _bars(self, words: ReportWords, answers: Answers) -> Iterable[str]:
        peak = _peak(answers.values()) if self.item.type is ItemType.SCORE else 0.0
        for group in self.view.groups:
            found, frames = answers.get(group.id, _NOT_ASKED), self.by_group[group.id]
            if found.mark is not Mark.SHOWN:
                yield frames.marked_bars[found.mark]
            elif found.classes:
                yield class_bar(words, group.title, self.view, found)
            elif self.item.type is ItemType.SCALE:
                yield frames.bar.fill_in_order(_scale_bar(words, found, self.view.has_positive))
            else:
                yield frames.bar.fill_in_order(_score_bar(words, found, peak, self.score_digits))

    def _rows(self, words: ReportWords, answers: Answers) -> Iterable[str]:
        digits = self.score_digits if self.item.type is ItemType.SCORE else 1
        for group in self.groups:
            found, frames = answers.get(group.id, _NOT_ASKED), self.by_group[group.id]
            if found.mark is not Mark.SHOWN:
                yield frames.marked_rows[found.mark]
            elif found.classes:
                yield class_row(words, group.title, self.view, found)
            else:
                yield frames.row.fill_in_order(_row(words, self.view, found, digits))


@dataclass(frozen=True)
class FigureMaker:
    """Compiles the figures of a questionnaire in one language; frames that figures share are compiled once."""

    words: ReportWords
    questionnaire: Questionnaire
    place: FigurePlace
    score_digits: int = 1

    def figure(self, section: Section, item: Item) -> ItemFigure:
        """The compiled figure of an item."""
        view = figure_view(self.questionnaire, section, item, self.place)
        macros = self.words.figures
        is_choice = item.type in (ItemType.SINGLE, ItemType.MULTIPLE)
        groups = group_views(self.questionnaire)
        return ItemFigure(
            item=item,
            name=macros.html("item_name", view),
            view=view,
            frame=macros.compiled("figure", view),
            groups=groups,
            by_group={} if is_choice else {group.id: self._frames(view, group) for group in groups},
            score_digits=self.score_digits,
        )

    def _frames(self, view: FigureView, group: GroupView) -> GroupFrames:
        macros = self.words.figures
        is_scale = view.kind == ItemType.SCALE.value
        bar = "scale_bar" if is_scale else "score_bar"
        has_apart, is_charted = view.not_applicable is not None, bool(view.chart)
        marked_bar = macros.compiled("marked_bar", group.title)
        marked_row = macros.compiled("marked_row", group.title, view.columns)
        return GroupFrames(
            bar=macros.compiled(bar, group.title, view.options, view.has_positive),
            row=macros.compiled("scale_row", group.title, view.options, has_apart, view.has_positive, is_charted),
            marked_bars={mark: marked_bar.fill({"mark": self.words.mark(mark)}) for mark in MARKED},
            marked_rows={mark: marked_row.fill({"mark": self.words.mark(mark)}) for mark in MARKED},
        )


def choice_values(words: ReportWords, view: FigureView, answers: Answers) -> dict[str, str]:
    """The values of the slots of a choice.

    group.option.w (width), .p and .s (percent), .c (count), .v (percent for charts); group.n, .base, .track, .off.
    """
    values: dict[str, str] = {}
    for group in view.groups:
        found = answers.get(group.id, _NOT_ASKED)
        mark = "" if found.mark is Mark.SHOWN else words.mark(found.mark)
        base = mark or words.whole(found.n)
        values[f"{group.id}.n"] = base
        # An empty track would look like a share of nothing.
        values[f"{group.id}.track"], values[f"{group.id}.off"] = ("0", " hidden") if mark else ("100", "")
        values[f"{group.id}.base"] = mark or f"n {base}"
        percents = found.percents or {}
        for option in view.options:
            key = f"{group.id}.{option.code}"
            share = percents.get(option.code, 0.0)
            values[key + ".w"] = f"{min(share, 100):.2f}"
            values[key + ".p"] = values[key + ".s"] = "" if mark else words.percent(share)
            values[key + ".c"] = mark or words.whole(found.counts.get(option.code, 0))
            values[key + ".v"] = "" if mark else str(whole_percent(share))
    return values


def _scale_bar(words: ReportWords, found: Distribution, has_positive: bool) -> list[str]:
    values: list[str] = []
    percents, coordinates = words.percents, words.coordinates
    left = 0.0
    for share in (found.percents or {}).values():
        label = percents[share] if share >= LABEL_FROM_PERCENT else ""
        values += (coordinates[left], coordinates[share], coordinates[left + share / 2], label)
        left += share
    if has_positive:
        values.append(_percent(words, found.percent_positive))
    values += (_mean(words, found.mean, 1), words.whole(found.n))
    return values


def _score_bar(words: ReportWords, found: Distribution, peak: float, digits: int) -> list[str]:
    values: list[str] = []
    for share in (found.percents or {}).values():
        height = (_COLUMN_BASE - _COLUMN_TOP) * share / peak
        top = _COLUMN_BASE - height
        label = words.percent(share) if share else ""
        values += (words.coordinate(top), words.coordinate(height), words.coordinate(top - 4), label)
    values += (_mean(words, found.mean, digits), words.whole(found.n))
    return values


def _row(words: ReportWords, view: FigureView, found: Distribution, digits: int) -> list[str]:
    values: list[str] = []
    shares, counts, percents, wholes = found.percents or {}, found.counts, words.percents, words.wholes
    for code in view.codes:
        share = shares.get(code, 0.0)
        if view.chart:
            values.append(str(whole_percent(share)))
        values += (wholes[counts.get(code, 0)], percents[share])
    if view.not_applicable:
        values.append(words.whole(found.not_applicable))
    values.append(words.whole(found.n))
    if view.has_positive:
        values.append(_percent(words, found.percent_positive))
    values.append(_mean(words, found.mean, digits))
    return values


def _percent(words: ReportWords, value: float | None) -> str:
    return words.mark(Mark.NOBODY) if value is None else words.percent(value)


def _mean(words: ReportWords, value: float | None, digits: int) -> str:
    return words.mark(Mark.NOBODY) if value is None else words.decimal(value, digits)


def _peak(distributions: Iterable[Distribution]) -> float:
    """The highest share of any group: one height for all of them, so that their columns can be compared."""
    shares = [share for each in distributions for share in (each.percents or {}).values()]
    return max([share for share in shares if share > 0], default=100.0)
