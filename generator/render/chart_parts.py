"""What all charts share: words, colours, shapes, axes and legends. Altair comes in as an argument, from `charts`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from generator.render.chart_labels import quoted, text_width, wrap_expression

Row = Mapping[str, object]
Spec = dict[str, Any]

FONT = "Noto Sans"
INK = "var(--gz-ink, #17262e)"
MUTED = "var(--gz-muted, #51636d)"
LINE = "var(--gz-line, #d5dee2)"
STRONG_LINE = "var(--gz-line-strong, #7b8d96)"
PAPER = "var(--gz-paper, #ffffff)"
EDGE = STRONG_LINE
"""The edge of a part of a bar: pale colours alone have too little contrast with the paper."""
TRACK = "var(--gz-track, #e8edef)"
_SCALE = ("#db7322", "#f6c795", "#e1e6e9", "#8cc0e2", "#15578f")
_ON_SCALE = ("#17262e", "#17262e", "#17262e", "#17262e", "#ffffff")
_GROUPS = ("#5b3f8c", "#0f7b6c", "#b07d00", "#82201c", "#858dc4", "#b83fd6")
_SHAPES = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")
NARROW = 600
"""Drawings below this width carry their labels above the rows instead of beside them."""
SMALLEST = 272
"""The width of the place for a chart on the smallest phone: labels of charts of any width are wrapped to it."""
SYMBOL = 130
"""The area of a mark in square pixels, as Vega counts: 11 pixels across."""
_LEGEND_SYMBOL, _LEGEND_GAP = 24, 14
_PADDING = 6
_FLUID = {"type": "fit-x", "contains": "padding"}


@dataclass(frozen=True, slots=True)
class ChartWords:
    """The words of a chart and the signs of its language."""

    percent: str
    """The title of an axis of percents."""
    columns: Mapping[str, str]
    """What a tooltip calls the columns: area, item, group, level, round, answer, count, points, label (the share as the
    page writes it)."""
    percent_pattern: tuple[str, str] = ("", "%")
    """What stands before and after the number of a percent."""
    decimal: str = "."
    description: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    """What the marks mean that are no group's: minimum, break."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Which values have which colours, in order."""

    values: Sequence[str]
    kind: str = "group"
    """`group` or `scale`."""
    classes: Sequence[int] = field(default_factory=tuple)
    """Numbers of the colours from 1; without any, one after another."""

    @property
    def colours(self) -> list[str]:
        """The colour of every value."""
        return self._colours(f"--gz-{self.kind}-", _SCALE if self.kind == "scale" else _GROUPS)

    @property
    def text_colours(self) -> list[str]:
        """The colour of a text that stands on the colour of every value of a scale."""
        return self._colours("--gz-on-scale-", _ON_SCALE)

    @property
    def shapes(self) -> list[str]:
        """The shape of every value: colour never stands alone."""
        return [_SHAPES[(i - 1) % len(_SHAPES)] for i in self._at]

    @property
    def _at(self) -> Sequence[int]:
        return self.classes or [index % len(_GROUPS) + 1 for index in range(len(self.values))]

    def _colours(self, name: str, fallbacks: Sequence[str]) -> list[str]:
        return [f"var({name}{index}, {fallbacks[index - 1]})" for index in self._at]


def fluid(spec: Spec) -> Spec:
    """The specification for exploring: as wide as its place on the page."""
    return {**spec, "width": "container", "autosize": _FLUID}


def finished(chart: Any, words: ChartWords, height: int, width: int = NARROW) -> Spec:
    """The whole specification, `width` pixels wide with every text that stands around the plot."""
    config: dict[str, Any] = {
        "font": FONT,
        "background": "transparent",
        "view": {"stroke": None},
        "axis": {"labelFontSize": 13, "titleFontSize": 13, "labelColor": INK, "titleColor": MUTED, "labelLimit": 0},
        "legend": {"labelFontSize": 13, "labelColor": INK, "labelLimit": 0, "symbolSize": SYMBOL},
        "text": {"font": FONT, "limit": 0},
        "locale": {"number": _number_locale(words)},
    }
    facts = {"description": words.description} if words.description else {}
    sized = chart.properties(width=width, height=height, padding=_PADDING, autosize=_FLUID, config=config, **facts)
    # A specification follows from code, not from what users write: tests hold each kind against the schema, once.
    spec: Spec = sized.to_dict(validate=False)
    return spec


def in_pixels(alt: ModuleType, channel: str, name: str) -> Any:
    """A position that the rows state in pixels from the top."""
    return getattr(alt, channel)(f"{name}:Q", scale=None, axis=None, title=None)


def percent_axis(alt: ModuleType, words: ChartWords, ticks: Sequence[float] | None = None) -> Any:
    """An axis of percents with a light grid, written as the language writes percents."""
    before, after = words.percent_pattern
    options: dict[str, Any] = {"values": list(ticks)} if ticks else {"tickCount": 5}
    return alt.Axis(
        labelExpr=f"{quoted(before)} + replace(datum.label, '\\u2212', '') + {quoted(after)}",
        gridColor=LINE,
        domain=False,
        ticks=False,
        labelColor=MUTED,
        titleFontWeight="normal",
        titlePadding=8,
        **options,
    )


def hundred(alt: ModuleType, words: ChartWords, padding: float) -> Any:
    """The horizontal position of a percent from 0 to 100, with `padding` pixels left free at both ends."""
    scale = alt.Scale(domain=[0, 100], nice=False, padding=padding)
    return alt.X("percent:Q", title=words.percent, scale=scale, axis=percent_axis(alt, words, range(0, 101, 20)))


def colours(alt: ModuleType, palette: Palette) -> Any:
    """The scale of colours of a palette."""
    return alt.Scale(domain=list(palette.values), range=palette.colours)


def colour_and_shape(alt: ModuleType, palette: Palette, key: Any) -> dict[str, Any]:
    """The channels that give every group its colour and its shape, with one legend (`key`) for both."""
    order = list(palette.values)
    shape = alt.Scale(domain=order, range=palette.shapes)
    return {
        "color": alt.Color("group:N", sort=order, scale=colours(alt, palette), legend=key),
        "shape": alt.Shape("group:N", sort=order, scale=shape, legend=key),
    }


def legend(alt: ModuleType, palette: Palette, width: float, **options: Any) -> Any:
    """A legend above the plot with as many columns as `width` pixels hold, its names wrapped."""
    columns = legend_columns(palette.values, width)
    options |= _if_given("labelExpr", wrap_expression(palette.values, width - _LEGEND_SYMBOL))
    return alt.Legend(
        orient="top",
        title=None,
        direction="horizontal",
        columns=columns,
        columnPadding=_LEGEND_GAP,
        rowPadding=4,
        offset=12,
        **options,
    )


def legend_columns(names: Sequence[str], width: float) -> int:
    """How many names stand side by side in a legend: the most of whose widths, column by column, fit into `width`."""
    widths = [_LEGEND_SYMBOL + text_width(name) for name in names]
    for columns in range(len(names), 1, -1):
        rows = math.ceil(len(names) / columns)
        taken = sum(max(widths[column::columns]) for column in range(columns)) + _LEGEND_GAP * (columns - 1)
        # One name alone under a full row looks like a mistake.
        if taken <= width and not (rows == 2 and len(names) % columns == 1):
            return columns
    return 1


def tooltips(alt: ModuleType, words: ChartWords, names: Iterable[str]) -> list[Any]:
    """The lines of the box that opens when a reader points at a mark."""
    # Counts and shares come as the page writes them, so they are texts here.
    return [alt.Tooltip(f"{name}:N", title=words.columns[name]) for name in names]


def _if_given(name: str, value: object) -> dict[str, object]:
    return {} if value is None else {name: value}


def _number_locale(words: ChartWords) -> dict[str, Any]:
    # Vega has no Azerbaijani: every language brings its own signs.
    return {"decimal": words.decimal, "thousands": "\u00a0", "grouping": [3], "currency": ["", ""]}
