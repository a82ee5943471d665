"""Where the rows and marks of a drawing stand, in pixels from the top left corner of its plot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.render.chart_labels import LINE_HEIGHT, wrapped
from generator.render.chart_parts import NARROW, Row

_GUTTER: Final = 236
_GAP: Final = 12
_ROW_PADDING = 12


@dataclass(frozen=True, slots=True)
class Columns:
    """How the width of a drawing is shared out: names on the left, the plot, texts on the right."""

    width: int
    right: float = 8
    gutter: int = _GUTTER
    """The width of the names where they stand beside their rows."""

    @property
    def is_narrow(self) -> bool:
        """Whether names stand above their rows."""
        return self.width < NARROW

    @property
    def left(self) -> int:
        """The pixels left of the plot."""
        return 8 if self.is_narrow else self.gutter + _GAP

    @property
    def plot(self) -> float:
        """The width of the plot."""
        return self.width - self.left - self.right

    @property
    def label_width(self) -> float:
        """How wide a line of a name may be."""
        return self.plot + self.right - 8 if self.is_narrow else self.gutter - 8

    @property
    def label_x(self) -> int:
        """Where names start."""
        return 0 if self.is_narrow else 8 - self.gutter - _GAP


@dataclass(frozen=True, slots=True)
class Place:
    """One row from `start` to `bottom`: its name in lines, each with its middle; the part for marks begins at `top`."""

    name: str
    lines: tuple[tuple[str, float], ...]
    start: float
    top: float
    middle: float
    bottom: float


def places(names: Sequence[str], heights: Sequence[int], columns: Columns, top: float = 0) -> list[Place]:
    """Rows one below the other from `top`; `heights` are the pixels that the marks of each row take."""
    found: list[Place] = []
    for name, height in zip(names, heights, strict=True):
        lines = wrapped(name, columns.label_width, is_bold=True)
        text = LINE_HEIGHT * len(lines)
        if columns.is_narrow:
            first, marks, bottom = top + 4, top + 6 + text, top + 6 + text + height + 6
            middle = marks + height / 2
        else:
            bottom = top + max(height, text) + _ROW_PADDING
            middle, marks = (top + bottom) / 2, top
            first = middle - text / 2
        at = tuple((line, first + LINE_HEIGHT * (index + 0.5)) for index, line in enumerate(lines))
        found.append(Place(name, at, top, marks, middle, bottom))
        top = bottom
    return found


def name_rows(found: Sequence[Place]) -> list[Row]:
    """The lines of all names: text and y."""
    return [{"text": text, "y": y} for place in found for text, y in place.lines]


def lanes(percents: Sequence[float], apart: float) -> list[float]:
    """How many lanes above or below the middle of its row each mark stands, so that none hides another.

    Marks less than `apart` from their neighbour share a column: they stand one below the other in their own order.
    """
    found = [0.0] * len(percents)
    for column in _columns_of_marks(percents, apart):
        for lane, index in enumerate(sorted(column)):
            found[index] = lane - (len(column) - 1) / 2
    return found


def spread(values: Sequence[float], apart: float, lowest: float, highest: float) -> list[float]:
    """The values moved as little as possible to be at least `apart` from each other, in the same order.

    They stay between `lowest` and `highest` as long as there is room for all of them.
    """
    ranked = sorted(range(len(values)), key=lambda index: values[index])
    clusters: list[list[int]] = []
    for index in ranked:
        clusters.append([index])
        while len(clusters) > 1 and (
            _start(clusters[-1], values, apart, (lowest, highest))
            < _start(clusters[-2], values, apart, (lowest, highest)) + apart * len(clusters[-2]) - 1e-9
        ):
            last = clusters.pop()
            clusters[-1] += last
    found = [0.0] * len(values)
    for cluster in clusters:
        start = _start(cluster, values, apart, (lowest, highest))
        for rank, index in enumerate(cluster):
            found[index] = start + rank * apart
    return found


def runs(rows: Sequence[Row], rounds: Sequence[str]) -> list[dict[str, object]]:
    """The rows of a time series that have a number, in order of group and round, with `run` and `is_new`.

    A line joins the rows of one run: rounds that follow each other, without a break (another `segment`) and without a
    hidden number between them. `is_new`: the first row after a break.
    """
    place = {name: index for index, name in enumerate(rounds)}
    shown = [row for row in rows if row["percent"] is not None and str(row["round"]) in place]
    by_group: dict[str, list[Row]] = {}
    for row in sorted(shown, key=lambda row: place[str(row["round"])]):
        by_group.setdefault(str(row["group"]), []).append(row)
    found: list[dict[str, object]] = []
    for group, members in by_group.items():
        run, before = 0, members[0]
        for row in members:
            is_new = row["segment"] != before["segment"]
            is_apart = place[str(row["round"])] > place[str(before["round"])] + 1
            run += is_new or is_apart
            found.append({**row, "run": f"{group} {run}", "is_new": is_new})
            before = row
    return found


def by_name(rows: Sequence[Row], field: str) -> Mapping[str, list[Row]]:
    """The rows that have a number, by what they are called, in their order."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        members = found.setdefault(str(row[field]), [])
        if row["percent"] is not None:
            members.append(row)
    return found


def number(row: Row, field: str = "percent") -> float:
    """A number of a row."""
    return float(str(row[field]))


def _columns_of_marks(percents: Sequence[float], apart: float) -> list[list[int]]:
    columns: list[list[int]] = []
    for index in sorted(range(len(percents)), key=lambda index: percents[index]):
        if columns and percents[index] - percents[columns[-1][-1]] < apart:
            columns[-1].append(index)
        else:
            columns.append([index])
    return columns


def _start(cluster: Sequence[int], values: Sequence[float], apart: float, limits: tuple[float, float]) -> float:
    length = apart * (len(cluster) - 1)
    middle = sum(values[index] for index in cluster) / len(cluster)
    return max(limits[0], min(middle - length / 2, limits[1] - length))
