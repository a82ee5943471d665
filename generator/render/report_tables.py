"""Who answered, and areas at a glance: the two tables that open every report, compiled once per language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.model.questionnaire import Level, Questionnaire, Section
from generator.model.released import (
    EVERYBODY,
    AreaMeasure,
    AreaPosition,
    Distribution,
    Mark,
    ReleasedParticipation,
    ReleasedResults,
    Slice,
)
from generator.render.item_views import GroupView, group_views
from generator.render.locale_format import format_date
from generator.render.report_sentences import Share, glance_sentence
from generator.render.report_words import Macros, ReportWords, whole_percent
from generator.render.slots import SlottedHtml

_NO_MEASURE = AreaMeasure(Mark.NOT_ASKED)

Answers = Mapping[str, Distribution]


def answers_by_item(released: ReleasedResults) -> dict[tuple[Slice, str], dict[str, Distribution]]:
    """The distributions by slice and item, then by group."""
    found: dict[tuple[Slice, str], dict[str, Distribution]] = {}
    for (slice_, group, item), distribution in released.distributions.items():
        found.setdefault((slice_, item), {})[group] = distribution
    return found


def slice_title(words: ReportWords, questionnaire: Questionnaire, released: ReleasedResults, slice_: Slice) -> str:
    """What a slice is called, as HTML: all respondents, a level, or a value of one of the round's dimensions."""
    if slice_ == EVERYBODY:
        return words.text("report.everybody")
    if slice_.dimension in released.setting.dimensions:
        return words.html(released.setting.dimensions[slice_.dimension].values[slice_.value])
    return words.html(questionnaire.level(slice_.value).title)


def source_line(words: ReportWords, released: ReleasedResults) -> str:
    """The line that stands under every figure, as HTML."""
    setting = released.setting
    return words.sentence("report.source", {"source": words.html(setting.source), "caveat": words.html(setting.caveat)})


@dataclass(frozen=True)
class ParticipationFrames:
    """The table of who answered, with its slots."""

    words: ReportWords
    parts: Macros
    """The macros of report_parts.html."""
    table: SlottedHtml
    rows: Mapping[str, SlottedHtml]
    marked: Mapping[str, SlottedHtml]
    groups: tuple[GroupView, ...]
    has_minimum: bool

    def fill(self, questionnaire: Questionnaire, released: ReleasedResults, source: str) -> str:
        """The table and its notes as HTML, one body for every slice."""
        bodies: list[str] = []
        notes: list[str] = []
        for slice_ in released.slices:
            title = slice_title(self.words, questionnaire, released, slice_)
            rows = []
            for group in self.groups:
                found = released.participation.get((slice_, group.id))
                if found is None:
                    continue
                rows.append(self._row(group, found))
                where = f"{title}, {self.words.html(group.title)}"
                if found.registered is not None:
                    notes.append(self._correction(where, found))
                if found.note:
                    notes.append(self.parts.frame("note").fill({"where": where, "note": self.words.html(found.note)}))
            if rows:
                body = self.parts.frame("participation_body", self.has_minimum)
                bodies.append(body.fill({"title": title, "rows": "\n".join(rows)}))
        return self.table.fill({"bodies": "\n".join(bodies), "notes": "\n".join(notes), "source": source})

    def _row(self, group: GroupView, found: ReleasedParticipation) -> str:
        if found.mark is not Mark.SHOWN:
            return self.marked[group.id].fill({"mark": self.words.mark(found.mark)})
        words, rate = self.words, 100 * (found.rate or 0.0)
        values = {
            "invited": words.whole(found.invited or 0),
            "completed": words.whole(found.completed or 0),
            "rate": words.mark(Mark.NOBODY) if found.rate is None else words.percent(rate),
            "flag": self.parts.frame("over_flag").fill({}) if rate > 100 else "",
            "width": words.coordinate(min(rate, 100.0)),
            "line": self._line(found),
        }
        if self.has_minimum:
            values["value"] = "" if found.rate is None else str(whole_percent(rate))
            values |= {"minimum": self._minimum(found), "met": self._met(found)}
        return self.rows[group.id].fill(values)

    def _line(self, found: ReleasedParticipation) -> str:
        if found.band_percent is None or not self.has_minimum:
            return ""
        at = self.words.coordinate(min(float(found.band_percent), 100.0))
        return self.parts.frame("minimum_line").fill({"x": at})

    def _minimum(self, found: ReleasedParticipation) -> str:
        if found.needed is None or found.band_percent is None:
            return self.words.mark(Mark.HIDDEN)
        values = {"needed": self.words.whole(found.needed), "percent": self.words.percent(found.band_percent)}
        return self.words.sentence("report.minimum.value", values)

    def _met(self, found: ReleasedParticipation) -> str:
        if found.is_met is None:
            return self.words.mark(Mark.HIDDEN)
        return self.parts.frame("met", found.is_met).fill({})

    def _correction(self, where: str, found: ReleasedParticipation) -> str:
        words = self.words
        return self.parts.frame("correction").fill(
            {
                "where": where,
                "before": words.whole(found.registered or 0),
                "now": words.whole(found.invited or 0),
                "date": words.html(format_date(found.corrected_on, words.language)) if found.corrected_on else "",
                "reason": words.html(found.correction),
            }
        )


def participation_frames(
    words: ReportWords, parts: Macros, questionnaire: Questionnaire, has_minimum: bool
) -> ParticipationFrames:
    """Compile the table of who answered; a whole system has no minimum."""
    groups = group_views(questionnaire)
    return ParticipationFrames(
        words=words,
        parts=parts,
        table=parts.compiled("participation_table", has_minimum),
        rows={group.id: parts.compiled("participation_row", group, has_minimum) for group in groups},
        marked={group.id: parts.compiled("participation_marked", group, has_minimum) for group in groups},
        groups=groups,
        has_minimum=has_minimum,
    )


@dataclass(frozen=True)
class GlanceFrames:
    """The table of areas by groups of one slice, with its slots."""

    words: ReportWords
    areas: tuple[Section, ...]
    groups: tuple[GroupView, ...]
    table: SlottedHtml
    rows: tuple[SlottedHtml, ...]
    cells: Mapping[str, SlottedHtml]
    marked: SlottedHtml
    parts: Macros
    lines: tuple[SlottedHtml, ...] = ()
    """A line of the chart for each area; none where the chart is drawn elsewhere."""
    dots: Mapping[str, SlottedHtml] = field(default_factory=dict)
    """A group's dot, by group."""
    ranges: Mapping[str, SlottedHtml] = field(default_factory=dict)
    """What stands for a group whose number is only told as a range."""

    def fill(self, released: ReleasedResults, slice_: Slice, source: str) -> str:
        """The sentences, the chart and the table of one slice as HTML."""
        rows = []
        for area, row in zip(self.areas, self.rows, strict=True):
            cells = [self._cell(group, _measure(released, slice_, group.id, area.id)) for group in self.groups]
            rows.append(row.fill({"cells": "".join(cells)}))
        values = {"rows": "\n".join(rows), "sentences": self._sentences(released, slice_), "source": source}
        if self.lines:
            pairs = zip(self.areas, self.lines, strict=True)
            values["chart"] = "\n".join(self._line(released, slice_, area, line) for area, line in pairs)
        return self.table.fill(values)

    def _line(self, released: ReleasedResults, slice_: Slice, area: Section, line: SlottedHtml) -> str:
        shown = {}
        ranges = []
        for group in self.groups:
            measure = _measure(released, slice_, group.id, area.id)
            if measure.mark is Mark.SHOWN and measure.percent_positive is not None:
                shown[group.id] = whole_percent(measure.percent_positive)
            elif measure.percent_range is not None:
                ranges.append(self._range(group.id, measure.percent_range))
        ends = sorted(shown.values()) or [0]
        values = {
            "height": str(lane(len(self.groups))),
            "middle": str(lane(len(self.groups)) // 2),
            "low": str(ends[0]),
            "high": str(ends[-1]),
            "dots": "".join([*ranges, *(self.dots[group].fill({"x": str(each)}) for group, each in shown.items())]),
        }
        return line.fill(values)

    def _range(self, group: str, ends: tuple[float, float]) -> str:
        low, high = (whole_percent(end) for end in ends)
        return self.ranges[group].fill({"x": str(low), "width": str(high - low)})

    def _cell(self, group: GroupView, measure: AreaMeasure) -> str:
        if measure.percent_range is not None:
            return self.parts.frame("glance_range").fill({"range": range_text(self.words, measure.percent_range)})
        if measure.mark is not Mark.SHOWN or measure.percent_positive is None:
            mark = Mark.NOBODY if measure.mark is Mark.SHOWN else measure.mark
            return self.marked.fill({"mark": self.words.mark(mark)})
        shown = str(whole_percent(measure.percent_positive))
        percent = self.words.percent(measure.percent_positive)
        mean = "" if measure.mean is None else self.words.decimal(measure.mean)
        said = self.words.sentence("report.glance.mean", {"mean": mean}) if mean else ""
        return self.cells[group.id].fill({"value": shown, "percent": percent, "mean": said})

    def _sentences(self, released: ReleasedResults, slice_: Slice) -> str:
        texts = []
        for group in self.groups:
            measures = [(area, _measure(released, slice_, group.id, area.id)) for area in self.areas]
            shares = [
                Share(self.words.html(area.title), found.percent_positive)
                for area, found in measures
                if found.mark is Mark.SHOWN and found.percent_positive is not None
            ]
            # Where an area has only a range, nobody knows which one is highest.
            if not any(found.percent_range for _, found in measures):
                texts.append(glance_sentence(self.words, self.words.html(group.title), shares))
        return listed(self.parts, texts)


def glance_frames(
    words: ReportWords,
    parts: Macros,
    questionnaire: Questionnaire,
    anchors: Mapping[str, str],
    level: Level | None = None,
) -> GlanceFrames:
    """Compile the table of areas, headed by the level where there are several. `anchors` has each area's anchor."""
    slice_id, title = (level.id, level.title) if level else ("everybody", "")
    if len(questionnaire.levels) == 1:
        title = ""
    groups, has_chart = group_views(questionnaire), level is not None
    return GlanceFrames(
        words=words,
        areas=questionnaire.areas,
        groups=groups,
        table=parts.compiled("glance_table", slice_id, title, groups, has_chart),
        rows=tuple(parts.compiled("glance_row", area, "#" + anchors[area.id]) for area in questionnaire.areas),
        cells={group.id: parts.compiled("glance_cell", group) for group in groups},
        marked=parts.compiled("glance_marked"),
        parts=parts,
        lines=tuple(parts.compiled("glance_line", area) for area in questionnaire.areas) if has_chart else (),
        dots={group.id: words.figures.compiled("dot", group, lane(index)) for index, group in enumerate(groups)},
        ranges={group.id: words.figures.compiled("range", group, lane(index)) for index, group in enumerate(groups)},
    )


def range_text(words: ReportWords, ends: tuple[float, float]) -> str:
    """Two percents between which the number lies that is not told, as HTML."""
    low, high = ends
    return words.sentence("report.between", {"low": words.percent(low), "high": words.percent(high)})


def lane(index: int) -> int:
    """How far below the top of a chart a group's dots stand, so that equal numbers do not cover each other."""
    return 10 + 13 * index


def listed(parts: Macros, texts: Sequence[str]) -> str:
    """Sentences as a list; empty texts are left out, and so is an empty list."""
    filled = [parts.frame("sentence").fill({"text": text}) for text in texts if text]
    return parts.frame("sentences").fill({"items": "\n".join(filled)}) if filled else ""


def _measure(released: ReleasedResults, slice_: Slice, group: str, area: str) -> AreaMeasure:
    return released.areas.get(AreaPosition(slice_, group, area), _NO_MEASURE)
