"""The chapter "Compared" of a school's report: its numbers beside those of all schools at the same level, unranked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from generator.model.questionnaire import ItemType, Level, Questionnaire
from generator.model.released import AreaMeasure, AreaPosition, Distribution, Mark, Position, ReleasedResults, Slice
from generator.render.class_figures import positive_text
from generator.render.item_changes import signed
from generator.render.item_views import GroupView, group_views
from generator.render.questionnaire_form import section_anchor
from generator.render.report_tables import range_text
from generator.render.report_words import Macros, ReportWords, whole_percent
from generator.render.slots import SlottedHtml


class _Percent(NamedTuple):
    """A mark and, where it is `SHOWN`, the percent positive."""

    mark: Mark
    percent: float | None = None
    told: Distribution | AreaMeasure | None = None
    """What a small group's share is told by, where there is no exact percent."""


_NOT_ASKED = _Percent(Mark.NOT_ASKED)


@dataclass(frozen=True)
class ComparedFrames:
    """The chapter with its slots."""

    words: ReportWords
    parts: Macros
    chapter: SlottedHtml
    questionnaire: Questionnaire
    levels: Mapping[str, Level]
    groups: tuple[GroupView, ...]
    areas: Mapping[tuple[str, str], str]
    """A link to an area, by level and area."""
    items: Mapping[tuple[str, str], str]
    """A link to the figure of an item, by level and item."""

    def fill(self, school: ReleasedResults, system: ReleasedResults, source: str) -> str:
        """The chapter as HTML: one part for each level of the school."""
        parts = [self._level(school, system, slice_, source) for slice_ in school.slices]
        schools = self.words.plain("system.schools.few") if system.schools is None else self.words.whole(system.schools)
        return self.chapter.fill({"schools": schools, "levels": "\n".join(parts)})

    def _level(self, school: ReleasedResults, system: ReleasedResults, slice_: Slice, source: str) -> str:
        level = self.levels[slice_.value]
        if not any(measure.mark is Mark.SHOWN for at, measure in system.areas.items() if at.slice == slice_):
            return self.parts.frame("compared_none", level).fill({})
        areas = [self._area(school, system, slice_, area.id) for area in self.questionnaire.areas]
        items = [self._item(school, system, slice_, item) for item in _compared_items(self.questionnaire)]
        frame = self.parts.frame("compared_level", level, self.groups)
        return frame.fill({"areas": "\n".join(areas), "items": "\n".join(filter(None, items)), "source": source})

    def _area(self, school: ReleasedResults, system: ReleasedResults, slice_: Slice, area: str) -> str:
        cells = []
        for group in self.groups:
            place = AreaPosition(slice_, group.id, area)
            cells.append(self._cell(group, *(_area_percent(each, place) for each in (school, system)), is_drawn=True))
        return self.parts.frame("compared_row").fill({"name": self.areas[slice_.value, area], "cells": "".join(cells)})

    def _item(self, school: ReleasedResults, system: ReleasedResults, slice_: Slice, item: str) -> str:
        """A row; empty for an item that nobody of the school was asked."""
        pairs = []
        for group in self.groups:
            place = Position(slice_, group.id, item)
            pairs.append((group, _item_percent(school, place), _item_percent(system, place)))
        if all(mine.mark in (Mark.NOT_ASKED, Mark.NOBODY) for _, mine, _ in pairs):
            return ""
        cells = [self._cell(group, mine, all_, is_drawn=False) for group, mine, all_ in pairs]
        return self.parts.frame("compared_row").fill({"name": self.items[slice_.value, item], "cells": "".join(cells)})

    def _cell(self, group: GroupView, mine: _Percent, all_schools: _Percent, *, is_drawn: bool) -> str:
        words, parts = self.words, self.parts
        percent, all_mark, all_percent = mine.percent, all_schools.mark, all_schools.percent
        if percent is None and mine.told is not None:
            beside = words.mark(all_mark) if all_percent is None else words.percent(all_percent)
            return parts.frame("compared_alone").fill({"percent": self._told(mine.told), "mark": beside})
        if percent is None:
            return parts.frame("compared_marked").fill({"mark": words.mark(mine.mark)})
        if all_percent is None:
            return parts.frame("compared_alone").fill({"percent": words.percent(percent), "mark": words.mark(all_mark)})
        points = whole_percent(percent) - whole_percent(all_percent)
        said = {"percent": words.percent(all_percent), "points": signed(words, points)}
        values = {"percent": words.percent(percent), "all": words.sentence("report.compared.cell", said)}
        if not is_drawn:
            return parts.frame("compared_item_cell").fill(values)
        values |= {"x": str(whole_percent(percent)), "at": str(whole_percent(all_percent))}
        return parts.frame("compared_cell", group).fill(values)

    def _told(self, found: Distribution | AreaMeasure) -> str:
        """A bound, or a range, as HTML."""
        if isinstance(found, Distribution):
            return positive_text(self.words, found)
        return range_text(self.words, found.percent_range or (0.0, 100.0))


def compared_frames(words: ReportWords, questionnaire: Questionnaire) -> ComparedFrames:
    """Compile the chapter. `questionnaire` is translated already."""
    parts = words.macros("pages/report_chapters.html")
    items = [item for area in questionnaire.areas for item in area.items]
    levels = questionnaire.levels
    areas = {
        (level.id, area.id): parts.html("area_link", f"{level.id}-{section_anchor(questionnaire, area)}", area)
        for level in levels
        for area in questionnaire.areas
    }
    return ComparedFrames(
        words=words,
        parts=parts,
        chapter=parts.compiled("compared"),
        questionnaire=questionnaire,
        levels={level.id: level for level in levels},
        groups=group_views(questionnaire),
        areas=areas,
        items={(level.id, item.id): parts.html("item_link", level.id, item) for level in levels for item in items},
    )


def _compared_items(questionnaire: Questionnaire) -> list[str]:
    """The statements of the areas: items whose answers can be positive."""
    return [
        item.id
        for area in questionnaire.areas
        for item in area.items
        if item.type is ItemType.SCALE and any(option.positive for option in questionnaire.options_of(item))
    ]


def _area_percent(released: ReleasedResults, place: AreaPosition) -> _Percent:
    found = released.areas.get(place)
    if found is None:
        return _NOT_ASKED
    if found.mark is Mark.SHOWN and found.percent_positive is None:
        return _Percent(Mark.SHOWN, told=found) if found.percent_range else _Percent(Mark.NOBODY)
    return _Percent(found.mark, found.percent_positive)


def _item_percent(released: ReleasedResults, place: Position) -> _Percent:
    found = released.distributions.get(place)
    if found is None:
        return _NOT_ASKED
    return _Percent(found.mark, found.percent_positive, found if found.positive_bound else None)
