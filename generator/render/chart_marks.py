"""The layers of drawings: names, dots, bars, lines and the texts beside them. Altair comes in as an argument."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from generator.render.chart_labels import LINE_HEIGHT, text_width, wrap_expression, wrapped
from generator.render.chart_layout import Columns, Place, by_name, lanes, name_rows, number, places, spread
from generator.render.chart_parts import (
    INK,
    LINE,
    MUTED,
    PAPER,
    STRONG_LINE,
    SYMBOL,
    Palette,
    Row,
    colour_and_shape,
    colours,
    in_pixels,
    legend,
)

BAR = 18
"""The height of a bar."""
SERIES_HEIGHT = 260
"""The height of a time series."""
_MARK = 13
"""Pixels from the middle of a dot to the middle of the next one."""


@dataclass(frozen=True, slots=True)
class DotRows:
    """Rows of dots: the dots with their y, and where the rows stand."""

    dots: list[Row]
    places: list[Place]


def dot_rows(
    rows: Sequence[Row],
    field: str,
    names: Sequence[str],
    order: Sequence[str],
    columns: Columns,
    ends: float,
    top: float,
) -> DotRows:
    """One row for each name with its dots moved apart; `ends`: pixels left free at both ends of the plot."""
    members = by_name(rows, field)
    apart = (_MARK + 1) / ((columns.plot - 2 * ends) / 100)
    found: dict[str, tuple[list[Row], list[float]]] = {}
    for name in names:
        dots = sorted(members.get(name, []), key=lambda row: order.index(str(row["group"])))
        found[name] = (dots, lanes([number(row) for row in dots], apart))
    heights = [round(_MARK * (2 * max(lanes_, default=0) + 1)) + 8 for _, lanes_ in found.values()]
    at = places(names, heights, columns, top)
    dots = [
        {**row, "y": place.middle + _MARK * lane, "middle": place.middle}
        for place, (members_, lanes_) in zip(at, found.values(), strict=True)
        for row, lane in zip(members_, lanes_, strict=True)
    ]
    return DotRows(dots, at)


def row_names(alt: ModuleType, found: Sequence[Place], columns: Columns) -> list[Any]:
    """The names of rows; where they stand in the plot they hide the grid."""
    hidden = [mask(alt, found)] if columns.is_narrow else []
    return [*hidden, names(alt, name_rows(found), columns)]


def tracks(alt: ModuleType, found: Sequence[Place]) -> Any:
    """A thin line along each row of dots."""
    lines = [{"y": place.middle, "low": 0, "high": 100} for place in found]
    track = rows_of(alt, lines).mark_rule(color=LINE, strokeWidth=1)
    return track.encode(y=in_pixels(alt, "Y", "y"), x="low:Q", x2="high:Q")


def mask(alt: ModuleType, found: Sequence[Place]) -> Any:
    """What hides the grid behind names that stand above their rows."""
    return _covers(alt, [{"y": place.start, "bottom": place.top} for place in found])


def cover(alt: ModuleType, bottom: float) -> Any:
    """What hides the grid above the first row."""
    return _covers(alt, [{"y": -1, "bottom": bottom}])


def names(alt: ModuleType, lines: Sequence[Row], columns: Columns, weight: int = 600) -> Any:
    """Names beside or above their rows. Rows: text, y."""
    return texts(alt, lines, fontWeight=weight).encode(
        x=alt.value(columns.label_x), y=in_pixels(alt, "Y", "y"), text="text:N"
    )


def points(alt: ModuleType, found: DotRows, palette: Palette, x: Any, width: float, told: Sequence[Any]) -> Any:
    """The dots, a shape and a colour for each group, and their legend."""
    look = colour_and_shape(alt, palette, legend(alt, palette, width))
    marks = rows_of(alt, found.dots).mark_point(filled=True, size=SYMBOL, opacity=1, stroke=PAPER, strokeWidth=1)
    return marks.encode(x=x, y=in_pixels(alt, "Y", "y"), tooltip=list(told), **look)


def spans(alt: ModuleType, found: DotRows) -> Any:
    """The line from the lowest to the highest dot of each row."""
    ends = [
        {"y": low["middle"], "low": number(low), "high": number(high)} for low, high in _ends(found) if low is not high
    ]
    line = rows_of(alt, ends).mark_rule(color=STRONG_LINE, strokeWidth=2)
    return line.encode(y=in_pixels(alt, "Y", "y"), x="low:Q", x2="high:Q")


def end_labels(alt: ModuleType, found: DotRows) -> list[Any]:
    """The share of the lowest dot on its left and of the highest on its right; one label where all are equal."""
    left: list[Row] = []
    right: list[Row] = []
    for low, high in _ends(found):
        if number(low) == number(high):
            right.append({**high, "y": high["middle"]})
        else:
            left.append(low)
            right.append(high)
    return [
        texts(alt, rows, align=align, dx=dx).encode(x="percent:Q", y=in_pixels(alt, "Y", "y"), text="label:N")
        for rows, align, dx in ((left, "right", -10), (right, "left", 10))
        if rows
    ]


def participation_places(rows: Sequence[Row], columns: Columns, top: float) -> tuple[list[Place], list[Place]]:
    """The rows of levels, which are headings, and those of their groups, in the order of the rows."""
    headings: list[Place] = []
    bars: list[Place] = []
    for level in dict.fromkeys(str(row["level"]) for row in rows):
        heading = _heading(level, columns, top + (10 if headings else 0))
        groups = [str(row["group"]) for row in rows if row["level"] == level]
        below = places(groups, [BAR] * len(groups), columns, heading.bottom)
        headings.append(heading)
        bars += below
        top = below[-1].bottom
    return headings, bars


def participation_bars(rows: Sequence[Row], found: Sequence[Place], top: float, columns: Columns) -> list[Row]:
    """The rows with their places, and where the label of each starts: after the bar, and never on the minimum."""
    pixel = top / columns.plot
    levels = list(dict.fromkeys(str(row["level"]) for row in rows))
    ordered = [row for level in levels for row in rows if row["level"] == level]
    placed: list[Row] = []
    for row, place in zip(ordered, found, strict=True):
        end = 0.0 if row["percent"] is None else number(row)
        beside = end + (text_width(str(row["label"])) + 10) * pixel
        if row["minimum"] is not None and end - 4 * pixel <= number(row, "minimum") < beside + 4 * pixel:
            end = number(row, "minimum")
        placed.append({**row, "y": place.middle, "label_at": end})
    return placed


def bars_with_labels(alt: ModuleType, rows: Sequence[Row], palette: Palette, x: Any, told: Sequence[Any]) -> list[Any]:
    """Bars from 0, their shares beside them, words in place of hidden ones, and lines at the minimum."""
    y = in_pixels(alt, "Y", "y")
    shown = [row for row in rows if row["percent"] is not None]
    colour = alt.Color("group:N", scale=colours(alt, palette), legend=None)
    bars = (
        rows_of(alt, shown).mark_bar(height=BAR, orient="horizontal").encode(x=x, y=y, color=colour, tooltip=list(told))
    )
    found = [bars]
    for part, style in ((shown, {}), ([row for row in rows if row["percent"] is None], {"fontStyle": "italic"})):
        if part:
            label = texts(alt, part, dx=7, color=MUTED if style else INK, **style)
            found.append(label.encode(x="label_at:Q", y=y, text="label:N"))
    limits = [row for row in rows if row["minimum"] is not None]
    if limits:
        found.append(minimum_line(rows_of(alt, limits)).encode(x="minimum:Q", y=y))
    return found


def note(alt: ModuleType, text: str, sign: Callable[[Any], Any], columns: Columns) -> list[Any]:
    """A line above the first row that says what a sign means."""
    lines = [{"text": line, "y": LINE_HEIGHT * (index + 0.5)} for index, line in enumerate(_note_lines(text, columns))]
    words = texts(alt, lines, color=MUTED).encode(x=alt.value(20), y=in_pixels(alt, "Y", "y"), text="text:N")
    return [sign(rows_of(alt, [{}])).encode(x=alt.value(7), y=alt.value(LINE_HEIGHT / 2)), words]


def note_height(text: str, columns: Columns) -> int:
    """The pixels that a note takes above the first row; none without a note."""
    return LINE_HEIGHT * len(_note_lines(text, columns)) + 8 if text else 0


def minimum_line(chart: Any) -> Any:
    """The line at the least number of answers."""
    return chart.mark_tick(color=INK, thickness=3, size=BAR + 6, orient="vertical", opacity=1)


def open_sign(chart: Any) -> Any:
    """The mark after a break, of no group."""
    return chart.mark_point(filled=True, size=SYMBOL, color=PAPER, stroke=INK, strokeWidth=2, opacity=1)


def rounds_axis(alt: ModuleType, rounds: Sequence[str], columns: Columns) -> Any:
    """The rounds from left to right at equal distances, their names wrapped; room for a label after the last."""
    lines = wrap_expression(rounds, (columns.plot - columns.right) / len(rounds) - 8)
    options: dict[str, Any] = {} if lines is None else {"labelExpr": lines}
    axis = alt.Axis(labelAngle=0, domainColor=STRONG_LINE, tickSize=0, labelPadding=8, labelOverlap=False, **options)
    beside = alt.ExprRef(f"width - {round(columns.right)}")
    scale = alt.Scale(type="point", domain=list(rounds), padding=0.5, range=[0, beside])
    return alt.X("round:O", title=None, sort=list(rounds), scale=scale, axis=axis)


def series_marks(alt: ModuleType, rows: Sequence[Row], encodings: Mapping[str, Any]) -> list[Any]:
    """The marks of a time series: filled, and open after a break."""
    styles: tuple[dict[str, Any], ...] = ({"filled": True}, {"filled": False, "fill": PAPER, "strokeWidth": 2})
    parts = [[row for row in rows if row["is_new"] == is_new] for is_new in (False, True)]
    return [
        rows_of(alt, part).mark_point(size=SYMBOL, opacity=1, **style).encode(**encodings)
        for part, style in zip(parts, styles, strict=True)
        if part
    ]


def last_labels(alt: ModuleType, rows: Sequence[Row], encodings: Mapping[str, Any]) -> list[Any]:
    """The last share of each group beside its mark, moved apart where they would overlap, with a line to the mark."""
    last = {str(row["group"]): row for row in rows}
    by_round: dict[str, list[Row]] = {}
    for row in last.values():
        by_round.setdefault(str(row["round"]), []).append(row)
    labels: list[Row] = []
    for members in by_round.values():
        moved = spread([number(row) for row in members], 100 * LINE_HEIGHT / SERIES_HEIGHT, 0, 100)
        labels += [{**row, "label_y": at} for row, at in zip(members, moved, strict=True)]
    leader = rows_of(alt, labels).mark_rule(strokeWidth=1, xOffset=7, x2Offset=22)
    told = texts(alt, labels, dx=25, fontWeight=600)
    return [
        leader.encode(x2="round:O", y2="label_y:Q", **encodings),
        told.encode(x=encodings["x"], y="label_y:Q", text="label:N"),
    ]


def texts(alt: ModuleType, rows: Sequence[Row], **style: Any) -> Any:
    """Texts that start where they stand, in the middle of their line."""
    facts: Mapping[str, Any] = {"align": "left", "baseline": "middle", "fontSize": 13, "color": INK} | style
    return rows_of(alt, rows).mark_text(**facts)


def rows_of(alt: ModuleType, rows: Sequence[Row]) -> Any:
    """A layer with data of its own."""
    return alt.Chart(alt.Data(values=list(rows)))


def widest(labels: Sequence[str], *, is_bold: bool = False) -> float:
    """The width of the widest label."""
    return max((text_width(label, is_bold=is_bold) for label in labels), default=0)


def _covers(alt: ModuleType, parts: Sequence[Row]) -> Any:
    hidden = rows_of(alt, parts).mark_rect(color=PAPER, xOffset=-1, x2Offset=1)
    return hidden.encode(y=in_pixels(alt, "Y", "y"), y2="bottom:Q", x=alt.value(0), x2=alt.value("width"))


def _note_lines(text: str, columns: Columns) -> list[str]:
    return wrapped(text, columns.plot - 20)


def _ends(found: DotRows) -> list[tuple[Row, Row]]:
    by_row: dict[float, list[Row]] = {}
    for dot in found.dots:
        by_row.setdefault(number(dot, "middle"), []).append(dot)
    return [(min(dots, key=number), max(dots, key=number)) for dots in by_row.values()]


def _heading(text: str, columns: Columns, top: float) -> Place:
    width = columns.plot + (0 if columns.is_narrow else columns.left) - 8
    lines = [
        (line, top + 4 + LINE_HEIGHT * (index + 0.5)) for index, line in enumerate(wrapped(text, width, is_bold=True))
    ]
    bottom = top + 6 + LINE_HEIGHT * len(lines)
    return Place(text, tuple(lines), top, bottom, bottom, bottom)
