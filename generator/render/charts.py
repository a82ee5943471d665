"""The charts of a round as Vega-Lite specifications: the only importer of Altair.

A specification refers to colours by the custom properties of report.css, so that drawings and live charts follow the
colour scheme of the page; the second value stands where there is no style sheet. Texts come in translated. Nothing in a
specification is more exact than the table beside it: shares are the whole percents that the page shows.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

Row = Mapping[str, object]
Spec = dict[str, Any]

DATA_NAME = "table"
"""The name of the data that a live chart gets from the table of the page."""
FONT = "Noto Sans"
INK = "var(--gz-ink, #17262e)"
MUTED = "var(--gz-muted, #51636d)"
LINE = "var(--gz-line, #d5dee2)"
STRONG_LINE = "var(--gz-line-strong, #7b8d96)"
PAPER = "var(--gz-paper, #ffffff)"
_SCALE = ("#db7322", "#f6c795", "#e1e6e9", "#8cc0e2", "#15578f")
_GROUPS = ("#5b3f8c", "#0f7b6c", "#b07d00", "#99254a", "#2f6fb0", "#5c6b73")
_SHAPES = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")
_ROW_HEIGHT, _NARROW_ROW_HEIGHT = 34, 48
_NARROW = 600
"""Drawings below this width carry their labels above the rows instead of beside them."""


_FLUID = {"type": "fit-x", "contains": "padding"}


@dataclass(frozen=True, slots=True)
class ChartWords:
    """The words of a chart and the signs of its language."""

    percent: str
    """The title of an axis of percents."""
    columns: Mapping[str, str]
    """What a tooltip calls the columns: area, group, level, answer, count, label (the share as the page writes it)."""
    percent_pattern: tuple[str, str] = ("", "%")
    """What stands before and after the number of a percent."""
    decimal: str = "."
    description: str = ""


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
        return [self._colour(f"--gz-{self.kind}-", _SCALE if self.kind == "scale" else _GROUPS, i) for i in self._at]

    @property
    def shapes(self) -> list[str]:
        """The shape of every value: colour never stands alone."""
        return [_SHAPES[(i - 1) % len(_SHAPES)] for i in self._at]

    @property
    def _at(self) -> Sequence[int]:
        return self.classes or [index % len(_GROUPS) + 1 for index in range(len(self.values))]

    @staticmethod
    def _colour(name: str, fallbacks: Sequence[str], index: int) -> str:
        return f"var({name}{index}, {fallbacks[index - 1]})"


def area_dots(rows: Sequence[Row], areas: Sequence[str], palette: Palette, words: ChartWords, width: int) -> Spec:
    """Areas by group: a dot for each group on one line per area. Rows: area, group, percent (0 to 100), label."""
    alt = _altair()
    base = alt.Chart(alt.Data(values=list(rows)))
    height = _row_height(width)
    rows_of_areas = alt.Scale(type="band", paddingInner=0, paddingOuter=0)
    y = alt.Y("area:N", sort=list(areas), title=None, axis=_labels(alt, width), scale=rows_of_areas)
    # Two groups with the same percent stand one below the other instead of on top of each other.
    spread = alt.Scale(type="point", domain=list(palette.values), range=[height / 2 - 6, height / 2 + 6], padding=0)
    x = _percent_axis(alt, words)
    line = base.transform_aggregate(low="min(percent)", high="max(percent)", groupby=["area"]).mark_rule(
        color=STRONG_LINE, strokeWidth=2
    )
    line = line.encode(y=y, x=alt.X("low:Q", scale=_hundred(alt)), x2="high:Q")
    dots = base.mark_point(filled=True, size=130, opacity=1, stroke=PAPER, strokeWidth=1)
    dots = dots.encode(
        y=y,
        yOffset=alt.YOffset("group:N", scale=spread),
        x=x,
        color=alt.Color("group:N", sort=list(palette.values), scale=_colours(alt, palette), legend=_legend(alt)),
        shape=alt.Shape(
            "group:N", sort=list(palette.values), scale=alt.Scale(domain=list(palette.values), range=palette.shapes)
        ),
        tooltip=_tooltips(alt, words, ["area", "group", "label"]),
    )
    return _finished(alt.layer(line, dots), words, width, height * len(areas))


def participation(rows: Sequence[Row], palette: Palette, words: ChartWords, width: int) -> Spec:
    """Participation by level and group: a bar of the rate, and a line at the minimum where a row has one.

    Rows: level, group, percent (may exceed 100), label (the percent as the page writes it), minimum (percent or null).
    """
    alt = _altair()
    # The layers have no data of their own: data that a layer holds is not parted by the facet.
    base = alt.Chart()
    top = max([100.0, *(float(str(row["percent"])) for row in rows)])
    y = alt.Y("group:N", sort=list(palette.values), title=None, axis=_labels(alt, width))
    x = alt.X(
        "percent:Q", title=words.percent, scale=alt.Scale(domain=[0, top * 1.12], nice=False), axis=_axis(alt, words)
    )
    colour = alt.Color("group:N", scale=_colours(alt, palette), legend=None)
    bars = base.mark_bar(height=18).encode(
        y=y, x=x, color=colour, tooltip=_tooltips(alt, words, ["level", "group", "label"])
    )
    texts = base.mark_text(align="left", dx=6, color=INK, fontSize=13).encode(y=y, x="percent:Q", text="label:N")
    limit = base.transform_filter("isValid(datum.minimum)").mark_tick(color=INK, thickness=3, size=26)
    limit = limit.encode(y=y, x="minimum:Q")
    levels = list(dict.fromkeys(str(row["level"]) for row in rows))
    header = alt.Header(title=None, labelAnchor="start", labelOrient="top", labelFontWeight="bold", labelLimit=0)
    chart = alt.layer(bars, texts, limit, data=alt.Data(values=list(rows)))
    chart = chart.properties(width=width - _gutter(width), height=_row_height(width) * len(palette.values))
    return _configured(chart.facet(row=alt.Row("level:N", sort=levels, header=header), spacing=14), words)


def fluid(spec: Spec) -> Spec:
    """The specification for exploring: as wide as its place on the page where the kind of chart allows that."""
    return spec if "facet" in spec else {**spec, "width": "container", "autosize": _FLUID}


def stacked_bars(palette: Palette, groups: Sequence[str], words: ChartWords) -> Spec:
    """One bar of 100 % per group for exploring.

    Rows of the page's table: group, answer, order, percent, count, label.
    """
    alt = _altair()
    chart = alt.Chart(alt.NamedData(DATA_NAME))
    encodings = {
        "y": alt.Y("group:N", sort=list(groups), title=None, axis=_labels(alt, 0)),
        "order": alt.Order("order:Q"),
    }
    bars = chart.mark_bar(stroke=PAPER, strokeWidth=1.5, height=26).encode(
        x=alt.X("percent:Q", stack="normalize", title=None, axis=None),
        color=alt.Color("answer:N", sort=list(palette.values), scale=_colours(alt, palette), legend=_legend(alt)),
        tooltip=_tooltips(alt, words, ["group", "answer", "count", "label"]),
        **encodings,
    )
    return _finished(bars, words, None, {"step": _ROW_HEIGHT})


def multiple_choice_bars(palette: Palette, words: ChartWords) -> Spec:
    """Bars by answer and group for exploring. Rows of the page's table: answer, group, percent,
    count, label.
    """
    alt = _altair()
    bars = alt.Chart(alt.NamedData(DATA_NAME)).mark_bar()
    bars = bars.encode(
        y=alt.Y("answer:N", sort="-x", title=None, axis=_labels(alt, 0)),
        yOffset=alt.YOffset("group:N", sort=list(palette.values)),
        x=_percent_axis(alt, words),
        color=alt.Color("group:N", sort=list(palette.values), scale=_colours(alt, palette), legend=_legend(alt)),
        tooltip=_tooltips(alt, words, ["answer", "group", "count", "label"]),
    )
    return _finished(bars, words, None, {"step": 14})


def score_histogram(palette: Palette, words: ChartWords) -> Spec:
    """Columns by score and group for exploring. Rows of the page's table: group, answer (the score),
    percent, count, label.
    """
    alt = _altair()
    columns = alt.Chart(alt.NamedData(DATA_NAME)).mark_bar()
    columns = columns.encode(
        x=alt.X("order:O", title=None, axis=alt.Axis(labelAngle=0, domainColor=STRONG_LINE, tickSize=0)),
        xOffset=alt.XOffset("group:N", sort=list(palette.values)),
        y=alt.Y("percent:Q", title=words.percent, axis=_axis(alt, words)),
        color=alt.Color("group:N", sort=list(palette.values), scale=_colours(alt, palette), legend=_legend(alt)),
        tooltip=_tooltips(alt, words, ["group", "answer", "count", "label"]),
    )
    return _finished(columns, words, None, 240)


@functools.cache
def _altair() -> ModuleType:
    # Altair takes a third of a second to load: commands that draw nothing do not wait for it.
    import altair

    return altair


def _finished(chart: Any, words: ChartWords, width: int | None, height: int | dict[str, int]) -> Spec:
    if isinstance(width, int):
        return _configured(chart.properties(width=width - _gutter(width), height=height), words)
    return fluid(_configured(chart.properties(height=height), words))


def _row_height(width: int) -> int:
    return _NARROW_ROW_HEIGHT if width < _NARROW else _ROW_HEIGHT


def _gutter(width: int) -> int:
    return 24 if width < _NARROW else 260


def _configured(chart: Any, words: ChartWords) -> Spec:
    config: dict[str, Any] = {
        "font": FONT,
        "background": "transparent",
        "view": {"stroke": None},
        "axis": {"labelFontSize": 13, "titleFontSize": 13, "labelColor": INK, "titleColor": MUTED, "labelLimit": 0},
        "header": {"labelFontSize": 13, "labelColor": INK, "labelLimit": 0},
        "legend": {"labelFontSize": 13, "labelColor": INK, "labelLimit": 0, "symbolSize": 130},
        "text": {"font": FONT},
        "locale": {"number": _number_locale(words)},
    }
    spec: Spec = chart.properties(config=config, description=words.description).to_dict()
    return spec


def _number_locale(words: ChartWords) -> dict[str, Any]:
    # Vega has no Azerbaijani: every language brings its own signs.
    return {"decimal": words.decimal, "thousands": "\u00a0", "grouping": [3], "currency": ["", ""]}


def _labels(alt: ModuleType, width: int) -> Any:
    options: dict[str, Any] = {"domain": False, "ticks": False, "labelPadding": 8, "labelFontWeight": 600}
    if 0 < width < _NARROW:
        options |= {"labelAlign": "left", "labelBaseline": "bottom", "labelPadding": 0, "labelOffset": -11}
    return alt.Axis(**options)


def _axis(alt: ModuleType, words: ChartWords) -> Any:
    before, after = words.percent_pattern
    return alt.Axis(
        labelExpr=f"{_quoted(before)} + datum.label + {_quoted(after)}",
        gridColor=LINE,
        domain=False,
        ticks=False,
        labelColor=MUTED,
        tickCount=5,
        titleFontWeight="normal",
    )


def _percent_axis(alt: ModuleType, words: ChartWords) -> Any:
    return alt.X("percent:Q", title=words.percent, scale=_hundred(alt), axis=_axis(alt, words))


def _hundred(alt: ModuleType) -> Any:
    return alt.Scale(domain=[0, 100], nice=False)


def _colours(alt: ModuleType, palette: Palette) -> Any:
    return alt.Scale(domain=list(palette.values), range=palette.colours)


def _legend(alt: ModuleType) -> Any:
    return alt.Legend(orient="top", title=None, direction="horizontal", columns=0)


def _tooltips(alt: ModuleType, words: ChartWords, columns: Sequence[str]) -> list[Any]:
    # Counts and shares come as the page writes them, so they are texts here.
    return [alt.Tooltip(f"{name}:N", title=words.columns[name]) for name in columns]


def _quoted(text: str) -> str:
    """A text as a literal of Vega's expression language."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
