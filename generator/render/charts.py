"""The charts of a report as Vega-Lite specifications: the only importer of Altair.

A specification refers to colours by the custom properties of report.css, so that drawings and live charts follow the
colour scheme of the page; the second value stands where there is no style sheet. Texts come in translated. Nothing in a
specification is more exact than the table beside it: shares are the whole percents that the page shows.

There are two sorts. Drawings know their rows: every place is computed, for a width. Charts of the answers to an item
take their rows from the table of the page when a reader explores it; their `usermeta` tells explore.js how high they
become: for each different value of `rows` `step` pixels, `bar` pixels for each different value of `bars`, and `line`
pixels for each line of the longest name, which has as many letters as go into the width at `letter` pixels each.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from generator.render import chart_marks as marks
from generator.render.chart_labels import (
    LINE_HEIGHT,
    label_height,
    names_above_expression,
    unseen_names_expression,
    wrapped,
)
from generator.render.chart_layout import Columns, name_rows, number, runs
from generator.render.chart_parts import (
    EDGE,
    INK,
    MUTED,
    PAPER,
    SMALLEST,
    STRONG_LINE,
    TRACK,
    ChartWords,
    Palette,
    Row,
    Spec,
    colour_and_shape,
    colours,
    finished,
    fluid,
    hundred,
    in_pixels,
    legend,
    legend_columns,
    percent_axis,
    tooltips,
)

__all__ = [
    "DATA_NAME",
    "ChartWords",
    "Palette",
    "Row",
    "Spec",
    "area_bars",
    "area_dots",
    "compared_bars",
    "diverging_bars",
    "fluid",
    "gaps",
    "multiple_choice_bars",
    "participation",
    "participation_bars",
    "score_histogram",
    "stacked_bars",
    "statement_bars",
    "time_series",
]

DATA_NAME = "table"
"""The name of the data that a live chart gets from the table of the page."""
_SEGMENT, _THIN, _PANEL = 26, 10, 92
"""The heights of a stacked bar, a bar of a choice, and the columns of a group."""
_ROOM = 560
"""The width from which a legend may have more columns."""
_LETTER = 7.4
"""Pixels for a letter of a number in a bar: where there is less room, the number stands in the table only."""


def area_dots(rows: Sequence[Row], areas: Sequence[str], palette: Palette, words: ChartWords, width: int) -> Spec:
    """Areas by group: one line per area with a dot for each group.

    Rows: area, group, percent (0 to 100; null where hidden), label. Dots that would hide each other stand one below the
    other.
    """
    alt = _altair()
    columns = Columns(width)
    found = marks.dot_rows(rows, "area", areas, palette.values, columns, 10, 0)
    told = tooltips(alt, words, ("area", "group", "label"))
    layers = [*marks.row_names(alt, found.places, columns), marks.tracks(alt, found.places), marks.spans(alt, found)]
    layers.append(marks.points(alt, found, palette, hundred(alt, words, 10), columns.plot, told))
    return finished(alt.layer(*layers), words, round(found.places[-1].bottom), width)


def gaps(rows: Sequence[Row], palette: Palette, words: ChartWords, width: int) -> Spec:
    """Differences between groups (dumbbells): one line per item with a dot for each group, its ends told in percent.

    Rows: item (its code and title), group, percent (0 to 100; null where hidden), label, points (the difference as the
    page writes it, the same in all rows of an item). Items stand in the order of the rows.
    """
    alt = _altair()
    items = list(dict.fromkeys(str(row["item"]) for row in rows))
    points = {str(row["item"]): str(row["points"]) for row in rows}
    heading = words.columns["points"]
    columns = Columns(width, right=marks.widest(list(points.values()), is_bold=True) + 20)
    ends = marks.widest([str(row["label"]) for row in rows]) + 14
    found = marks.dot_rows(rows, "item", items, palette.values, columns, ends, LINE_HEIGHT + 4)
    told = tooltips(alt, words, ("item", "group", "label"))
    layers = [*marks.row_names(alt, found.places, columns), marks.spans(alt, found)]
    layers.append(marks.points(alt, found, palette, hundred(alt, words, ends), columns.plot, told))
    layers += marks.end_labels(alt, found)
    beside = [{"text": points[place.name], "y": place.middle} for place in found.places]
    above = [{"text": heading, "y": LINE_HEIGHT / 2}]
    layers.insert(0, marks.cover(alt, found.places[0].start))
    place = {"x": alt.value("width"), "y": in_pixels(alt, "Y", "y"), "text": "text:N"}
    layers.append(marks.texts(alt, beside, dx=columns.right - 4, align="right", fontWeight=600).encode(**place))
    layers.append(marks.texts(alt, above, dx=columns.right - 4, align="right", color=MUTED).encode(**place))
    return finished(alt.layer(*layers), words, round(found.places[-1].bottom), width)


def participation(rows: Sequence[Row], palette: Palette, words: ChartWords, width: int) -> Spec:
    """Participation by level and group: a bar of the rate, and a line at the minimum where a row has one.

    Rows: level, group, percent (may exceed 100; null where hidden), label (the percent as the page writes it, or the
    words for a hidden number), minimum (percent or null).
    """
    alt = _altair()
    limits = [number(row, "minimum") for row in rows if row["minimum"] is not None]
    top = max([100.0, *limits, *(number(row) for row in rows if row["percent"] is not None)])
    columns = Columns(width, right=marks.widest([str(row["label"]) for row in rows if row["percent"] is not None]) + 16)
    meaning = words.notes["minimum"] if limits else ""
    headings, found = marks.participation_places(rows, columns, marks.note_height(meaning, columns))
    bars = marks.participation_bars(rows, found, top, columns)
    scale = alt.Scale(domain=[0, top], nice=False)
    x = alt.X("percent:Q", title=words.percent, scale=scale, axis=percent_axis(alt, words))
    layers = [marks.mask(alt, [*headings, *found] if columns.is_narrow else headings)]
    layers += [marks.names(alt, name_rows(headings), columns), marks.names(alt, name_rows(found), columns, 400)]
    layers += marks.bars_with_labels(alt, bars, palette, x, tooltips(alt, words, ("level", "group", "label")))
    if meaning:
        layers = [marks.cover(alt, headings[0].start), *layers, *marks.note(alt, meaning, marks.minimum_line, columns)]
    return finished(alt.layer(*layers), words, round(found[-1].bottom), width)


def time_series(rows: Sequence[Row], rounds: Sequence[str], palette: Palette, words: ChartWords, width: int) -> Spec:
    """Rounds in their order, one line per group. A line stops where the question changed, or a number is hidden.

    Rows: round, group, percent (0 to 100; null where hidden), label, segment (a whole number: another one than in the
    round before starts a new line with an open mark). The last number of each group stands beside its mark.
    """
    alt = _altair()
    drawn = runs(rows, rounds)
    columns = Columns(width, right=marks.widest([str(row["label"]) for row in drawn], is_bold=True) + 28, gutter=40)
    meaning = words.notes["break"] if any(row["is_new"] for row in drawn) else ""
    top = 8 + marks.note_height(meaning, columns)
    bottom = top + marks.SERIES_HEIGHT
    scale = alt.Scale(domain=[0, 100], nice=False, range=[bottom, top])
    y = alt.Y("percent:Q", title=None, scale=scale, axis=percent_axis(alt, words, range(0, 101, 20)))
    x = marks.rounds_axis(alt, rounds, columns)
    told = tooltips(alt, words, ("round", "group", "label"))
    line = marks.rows_of(alt, drawn).mark_line(strokeWidth=2.5)
    look = colour_and_shape(alt, palette, legend(alt, palette, columns.plot))
    at = {"x": x, "y": y, "color": look["color"]}
    layers = [line.encode(detail="run:N", **at), *marks.last_labels(alt, drawn, at)]
    layers += marks.series_marks(alt, drawn, {"x": x, "y": y, "tooltip": told, **look})
    if meaning:
        layers += marks.note(alt, meaning, marks.open_sign, columns)
    chart = alt.layer(*layers).properties(title=_heading(alt, words))
    return finished(chart, words, bottom, width)


def stacked_bars(palette: Palette, groups: Sequence[str], words: ChartWords) -> Spec:
    """One bar of 100 % per group for exploring.

    Rows of the page's table: group, answer, order, percent, count, label.
    """
    return _segmented(palette, groups, words, "0", None)


def diverging_bars(
    palette: Palette, groups: Sequence[str], words: ChartWords, neutral: int | None, positive_from: int
) -> Spec:
    """One bar of 100 % per group for exploring, placed so that the positive answers start at the middle line.

    `positive_from` is the place of the first positive answer in the palette, from 0; `neutral` that of the answer whose
    middle stands on the line, if there is one. Rows of the page's table as for `stacked_bars`.
    """
    before = f"datum.place < {positive_from if neutral is None else neutral} ? datum.share : 0"
    if neutral is not None:
        before = f"datum.place == {neutral} ? datum.share / 2 : {before}"
    axis = percent_axis(_altair(), words)
    return _segmented(palette, groups, words, before, axis)


def multiple_choice_bars(palette: Palette, words: ChartWords) -> Spec:
    """Bars by answer and group for exploring, the answer most often given first.

    Rows of the page's table: answer, group, percent, count, label.
    """
    by_share = _altair().EncodingSortField("percent", op="max", order="descending")
    return _bars_by(palette, words, "answer", by_share)


def area_bars(palette: Palette, words: ChartWords, areas: Sequence[str]) -> Spec:
    """Bars by area and group for exploring, areas in their order.

    Rows of the page's table: area, group, percent, label.
    """
    return _bars_by(palette, words, "area", list(areas))


def compared_bars(palette: Palette, words: ChartWords, areas: Sequence[str]) -> Spec:
    """Bars by area and group for exploring, each with a line where all schools are; areas in their order.

    Rows of the page's table: area, group, percent, label, all (percent of all schools, null where hidden).
    """
    return _bars_by(palette, words, "area", list(areas), beside="all")


def statement_bars(palette: Palette, words: ChartWords) -> Spec:
    """Bars by statement and group for exploring, in the order of the table.

    Rows of the page's table: item, group, percent, label.
    """
    return _bars_by(palette, words, "item", None)


def participation_bars(palette: Palette, words: ChartWords, levels: Sequence[str]) -> Spec:
    """Bars by level and group for exploring; a rate may exceed 100.

    Rows of the page's table: level, group, percent, label.
    """
    return _bars_by(palette, words, "level", list(levels), is_open=True)


def _bars_by(
    palette: Palette, words: ChartWords, name: str, sort: Any, *, is_open: bool = False, beside: str = ""
) -> Spec:
    """Bars of every group below each value of a column.

    `is_open`: percents may exceed 100; `beside`: a percent to be marked by a line across the bar.
    """
    alt = _altair()
    chart = alt.Chart().transform_calculate(low="0", high="100")
    y_scale = alt.Scale(type="band", paddingInner=0, paddingOuter=0)
    axis = _names_above(alt, unseen_names_expression(), {"expr": "2 - bandwidth('y') / 2"})
    y = alt.Y(f"{name}:N", sort=sort, title=None, axis=axis, scale=y_scale)
    below = alt.Scale(range=[{"expr": f"lines * {LINE_HEIGHT} + 3"}, {"expr": "bandwidth('y') - 8"}])
    offset = alt.YOffset("group:N", sort=list(palette.values), scale=below)
    scale = alt.Scale(domainMin=0, nice=False) if is_open else alt.Scale(domain=[0, 100], nice=False)
    x = alt.X("percent:Q", scale=scale, axis=None)
    look = colour_and_shape(alt, palette, _fluid_legend(alt, palette))
    told = tooltips(alt, words, (name, "group", *(["count"] if name == "answer" else []), "label"))
    if beside:
        before, after = (json.dumps(each) for each in words.percent_pattern)
        chart = chart.transform_calculate(beside=f"isValid(datum.{beside}) ? {before} + datum.{beside} + {after} : ''")
        chart = chart.transform_calculate(end=f"max(datum.percent, datum.{beside} || 0)")
        told.append(alt.Tooltip("beside:N", title=words.columns[beside]))
    low, high = alt.X("low:Q", scale=scale, axis=None), alt.X2("high:Q")
    track = chart.mark_bar(color=TRACK, height=_THIN).encode(y=y, yOffset=offset, x=low, x2=high)
    bars = chart.mark_bar(height=_THIN).encode(y=y, yOffset=offset, x=x, color=look["color"], tooltip=told)
    signs = chart.mark_point(filled=True, size=100, opacity=1, stroke=PAPER, strokeWidth=1)
    signs = signs.encode(y=y, yOffset=offset, x=x, tooltip=told, **look)
    label = chart.mark_text(align="left", baseline="middle", dx=10, color=INK, fontSize=12)
    # A number stands behind whatever reaches further, so that no line crosses it.
    ends = alt.X("end:Q", scale=scale, axis=None) if beside else x
    layers = [track, bars, signs, label.encode(y=y, yOffset=offset, x=ends, text="label:N")]
    if beside:
        line = chart.transform_filter(f"isValid(datum.{beside})").mark_tick(color=INK, thickness=2, height=_THIN + 8)
        layers.append(line.encode(y=y, yOffset=offset, x=alt.X(f"{beside}:Q", scale=scale, axis=None), tooltip=told))
    params = [alt.param(name="lines", value=1), alt.param(name="letters", value=32)]
    plan = {"rows": name, "bars": "group", "bar": 20, "line": LINE_HEIGHT, "letter": 8.4, "step": 14}
    return _explorable(alt.layer(*layers).add_params(*params), words, plan)


def score_histogram(palette: Palette, words: ChartWords) -> Spec:
    """Columns by score for exploring, one row of columns per group, all with the same measure.

    Rows of the page's table: group, answer (the score), order, percent, count, label. The number above a column is its
    whole percent.
    """
    alt = _altair()
    titles = {group: wrapped(group, SMALLEST, is_bold=True) for group in palette.values}
    step = label_height(titles.values()) + 6 + _PANEL
    chart = _panels(alt, palette, step)
    axis = alt.Axis(labelAngle=0, domain=False, tickSize=0, labelPadding=4, labelOverlap=False)
    x = alt.X("answer:O", title=None, sort=alt.EncodingSortField("order", op="min"), axis=axis)
    colour = alt.Color("group:N", scale=colours(alt, palette), legend=None)
    told = tooltips(alt, words, ("group", "answer", "count", "label"))
    y, base = in_pixels(alt, "Y", "top"), in_pixels(alt, "Y", "base")
    columns = chart.mark_bar(stroke=None).encode(x=x, y=y, y2=alt.Y2("base:Q"), color=colour, tooltip=told)
    numbers = chart.mark_text(baseline="bottom", dy=-3, fontSize=11, color=INK).encode(x=x, y=y, text="percent:Q")
    panel = chart.transform_aggregate(groupby=["group", "base"])
    line = panel.mark_rule(color=STRONG_LINE).encode(y=base, x=alt.value(0), x2=alt.value("width"))
    broken = json.dumps({group: "\n".join(lines) for group, lines in titles.items()}, ensure_ascii=False)
    title = panel.transform_calculate(title=f"{broken}[datum.group]", head=f"datum.base - {step - 14}")
    title = title.mark_text(align="left", baseline="top", fontSize=13, fontWeight=600, color=INK, lineBreak="\n")
    title = title.encode(x=alt.value(0), y=in_pixels(alt, "Y", "head"), text="title:N")
    chart = alt.layer(columns, numbers, line, title).properties(title=_heading(alt, words))
    return _explorable(chart, words, {"rows": "group", "step": step})


def _panels(alt: ModuleType, palette: Palette, step: int) -> Any:
    """For every score of every group where its column starts and ends: one row of columns per group."""
    return (
        alt.Chart()
        .transform_calculate(place=_place_in(palette.values, "group"))
        .transform_window(panel="dense_rank()", sort=[alt.SortField("place")], frame=[None, None])
        .transform_joinaggregate(highest="max(percent)")
        .transform_calculate(base=f"datum.panel * {step} - 12")
        .transform_calculate(top=f"datum.base - {_PANEL - 34} * datum.percent / max(datum.highest, 1)")
    )


def _segmented(palette: Palette, groups: Sequence[str], words: ChartWords, before: str, axis: Any) -> Spec:
    """Bars of shares; `before`: what part of an answer's share stands before zero, as an expression."""
    alt = _altair()
    text = label_height(wrapped(group, SMALLEST, is_bold=True) for group in groups)
    step = text + _SEGMENT + 18
    down = text + 4 + _SEGMENT / 2 - step / 2
    chart = _shares(alt, palette, before)
    y = _group_rows(alt, groups, step)
    x = alt.X("start:Q", title=None, scale=alt.Scale(nice=False), axis=axis)
    order, key = list(palette.values), _fluid_legend(alt, palette)
    colour = alt.Color("answer:N", sort=order, scale=colours(alt, palette), legend=key)
    told = tooltips(alt, words, ("group", "answer", "count", "label"))
    bars = chart.mark_bar(stroke=EDGE, strokeWidth=1, height=_SEGMENT, yOffset=down)
    bars = bars.encode(y=y, x=x, x2="end:Q", color=colour, order="place:Q", tooltip=told)
    readable = f"{json.dumps(palette.text_colours)}[datum.place]"
    fits = f"datum.share * width / (datum.right - datum.left) > {_LETTER} * length(datum.label) + 6"
    numbers = chart.transform_filter(fits).transform_calculate(ink=readable)
    numbers = numbers.mark_text(fontSize=12, yOffset=down)
    numbers = numbers.encode(y=y, x="middle:Q", text="label:N", fill=alt.Fill("ink:N", scale=None), tooltip=told)
    layers = [bars, numbers]
    if axis is not None:
        line = alt.Chart().transform_aggregate(answers="count()").transform_calculate(line="0")
        behind = alt.Chart().transform_aggregate(groupby=["group"]).mark_bar(color=PAPER, height=text + 3)
        # The names stand above the bars: neither the middle line nor the grid may cross them.
        behind = behind.encode(y=y, x=alt.value(-1), x2=alt.value("width"))
        behind.mark.yOffset = (text + 1 - step) / 2
        layers = [line.mark_rule(color=INK, strokeWidth=1.5).encode(x="line:Q"), behind, *layers]
    return _explorable(alt.layer(*layers), words, {"rows": "group", "step": step})


def _shares(alt: ModuleType, palette: Palette, before: str) -> Any:
    """For every answer where its part of the bar starts and ends: shares of 100 % in the order of the palette."""
    by_place = [alt.SortField("place")]
    return (
        alt.Chart()
        .transform_calculate(place=_place_in(palette.values, "answer"))
        .transform_joinaggregate(total="sum(percent)", groupby=["group"])
        # Whole percents may add up to 99 or 101.
        .transform_calculate(share="datum.total > 0 ? 100 * datum.percent / datum.total : 0")
        .transform_window(sum_="sum(share)", sort=by_place, groupby=["group"], frame=[None, 0])
        .transform_calculate(before=before)
        .transform_joinaggregate(zero="sum(before)", groupby=["group"])
        .transform_calculate(end="datum.sum_ - datum.zero")
        .transform_calculate(start="datum.end - datum.share", middle="datum.end - datum.share / 2")
        .transform_joinaggregate(left="min(start)", right="max(end)")
    )


def _group_rows(alt: ModuleType, groups: Sequence[str], step: int) -> Any:
    scale = alt.Scale(type="band", paddingInner=0, paddingOuter=0)
    axis = _names_above(alt, names_above_expression(groups, SMALLEST), 2 - step / 2)
    return alt.Y("group:N", sort=list(groups), title=None, axis=axis, scale=scale)


def _names_above(alt: ModuleType, lines: str | None, offset: float | dict[str, str]) -> Any:
    """An axis whose names stand right above the marks of their row; `offset`: where they start, from its middle."""
    wraps: dict[str, Any] = {} if lines is None else {"labelExpr": lines}
    return alt.Axis(
        domain=False,
        ticks=False,
        grid=False,
        labelAlign="left",
        labelBaseline="top",
        labelLineHeight=LINE_HEIGHT,
        labelPadding=0,
        labelOffset=offset,
        labelFontWeight=600,
        labelOverlap=False,
        zindex=1,
        **wraps,
    )


def _fluid_legend(alt: ModuleType, palette: Palette) -> Any:
    """A legend for a chart that is as wide as its place: more names side by side where there is room."""
    few, many = legend_columns(palette.values, SMALLEST), legend_columns(palette.values, _ROOM)
    found = legend(alt, palette, SMALLEST, symbolStrokeColor=EDGE, symbolStrokeWidth=1)
    found.columns = alt.ExprRef(f"width < {_ROOM} ? {few} : {many}")
    return found


def _heading(alt: ModuleType, words: ChartWords) -> Any:
    return alt.TitleParams(words.percent, anchor="start", fontSize=13, fontWeight="normal", color=MUTED, offset=8)


def _place_in(values: Sequence[str], name: str) -> str:
    return f"indexof({json.dumps(list(values), ensure_ascii=False)}, datum.{name})"


def _explorable(chart: Any, words: ChartWords, plan: dict[str, Any]) -> Spec:
    data = _altair().NamedData(DATA_NAME)
    return fluid(finished(chart.properties(usermeta=plan, data=data), words, 1))


@functools.cache
def _altair() -> ModuleType:
    # Altair takes a third of a second to load: commands that draw nothing do not wait for it.
    import altair

    return altair
