"""How many schools of each part took part, reached the minimum and made a plan: counts only."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

from generator.model.released import EVERYBODY, Mark, SchoolCounts, Slice
from generator.render.figure_numbers import FigureNumber
from generator.render.round_page import RoundPage, dimensions_of, slices_of
from generator.render.slots import finished


def school_count_figure(page: RoundPage, number: FigureNumber, dimensions: Sequence[str] = ()) -> str:
    """The table for everybody and the values of `dimensions` (without any: of all); empty when nothing was counted."""
    counts = page.released.school_counts
    if not counts:
        return ""
    has_plans = any(found.plans is not None for found in counts.values())
    bodies = [SimpleNamespace(title="", rows=_rows(page, [EVERYBODY]))]
    for dimension in dimensions or dimensions_of(page.released):
        slices = slices_of(page.released, dimension)
        bodies.append(SimpleNamespace(title=dimension_title(page, dimension), rows=_rows(page, slices)))
    facts = SimpleNamespace(
        id=number.anchor,
        number=finished(page.number_html(number)),
        groups=page.groups,
        columns=1 + len(page.groups) + has_plans,
        has_plans=has_plans,
        bodies=[body for body in bodies if body.rows],
        settings=page.settings,
    )
    return page.figure(number, page.html("school_counts", facts))


def dimension_title(page: RoundPage, dimension: str) -> str:
    """What a dimension is called, as HTML."""
    found = page.released.setting.dimensions.get(dimension)
    return finished(page.words.html(found.title) if found else page.words.text("system.level"))


def _rows(page: RoundPage, slices: Sequence[Slice]) -> list[SimpleNamespace]:
    counts = page.released.school_counts
    return [_row(page, slice_, counts[slice_]) for slice_ in slices if slice_ in counts]


def _row(page: RoundPage, slice_: Slice, found: SchoolCounts) -> SimpleNamespace:
    is_all = slice_ == EVERYBODY
    title = finished(page.words.text("report.compared.all") if is_all else page.slice_title(slice_))
    if found.mark is not Mark.SHOWN:
        return SimpleNamespace(title=title, mark=finished(page.words.mark(found.mark)))
    return SimpleNamespace(
        title=title,
        mark="",
        schools=_count(page, found.schools),
        met=[_count(page, found.minimum_met.get(group.id)) for group in page.groups],
        plans=_count(page, found.plans),
    )


def _count(page: RoundPage, count: int | None) -> str:
    return finished("" if count is None else page.words.whole(count))
