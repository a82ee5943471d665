"""The tables of a page that breaks a round down: areas, items or answers by the values of one dimension."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace

from generator.model.questionnaire import Item, ItemType, Section
from generator.model.released import (
    EVERYBODY,
    LEVEL_DIMENSION,
    AreaPosition,
    Distribution,
    Mark,
    Position,
    Slice,
)
from generator.render.figure_numbers import FigureNumber
from generator.render.item_views import GroupView
from generator.render.markdown_parts import without_blank_lines
from generator.render.report_words import Macros, whole_percent
from generator.render.round_page import RoundPage
from generator.render.slots import SlottedHtml, finished

_NOT_ASKED = Distribution(Mark.NOT_ASKED, {})
_SCORE_DIGITS = 2
"""Decimals of a mean score of the whole system, as on the main page."""


@dataclass(frozen=True)
class BreakdownTables:
    """Fills the tables of one page."""

    page: RoundPage
    dimension: str
    slices: tuple[Slice, ...]
    """The columns: everybody, then the values of the dimension."""
    macros: Macros
    """Of round_breakdown.html."""

    def is_shown(self, item: Item) -> bool:
        """Whether anybody was asked the item: optional ones that nobody chose are left out."""
        found = [self._found(slice_, view.id, item) for slice_ in self.slices for view in self.page.groups]
        absent = (Mark.NOT_ASKED, Mark.NOBODY) if item.status.value != "core" else (Mark.NOT_ASKED,)
        return any(each.mark not in absent for each in found)

    def areas(self, number: FigureNumber) -> str:
        """Areas by values, a table a group."""
        areas = self.page.questionnaire.areas
        return self._tables(
            number,
            "system.caption.areas",
            "report.area",
            [
                (view, [self._row(self._area_name(area), self._area_cells(view, area)) for area in areas])
                for view in self.page.groups
            ],
        )

    def measures(self, number: FigureNumber, items: Sequence[Item]) -> str:
        """Items by values, a table a group: percent positive, or the mean where no answer counts as positive."""
        return self._tables(
            number,
            "system.caption.items",
            "system.question",
            [
                (view, [self._row(self.item_link(item), self._item_cells(view, item)) for item in asked])
                for view, asked in ((view, self._asked(view, items)) for view in self.page.groups)
            ],
        )

    def choice(self, number: FigureNumber, item: Item) -> str:
        """The answers to a choice by values, a table a group, with the number of people who answered."""
        rows = [(view, self._choice_rows(view, item) if self._asked(view, [item]) else []) for view in self.page.groups]
        is_multiple = item.type is ItemType.MULTIPLE
        note = self.page.words.text("report.more_than_100") if is_multiple else ""
        return self._tables(number, "system.caption.choice", "report.answer", rows, note)

    def item_link(self, item: Item) -> str:
        """Code and title of an item with a link to its figure on the main page, as HTML."""
        return self.page.macros.html("item_link", item, f"../index.html#{item.id.lower()}")

    def _tables(
        self,
        number: FigureNumber,
        caption: str,
        heading: str,
        tables: Iterable[tuple[GroupView, list[SimpleNamespace]]],
        note: str = "",
    ) -> str:
        words = self.page.words
        views = [
            SimpleNamespace(
                id=f"{number.anchor}-{view.id}",
                group=view,
                group_index=index,
                caption=finished(words.text(caption, group=view.title)),
                heading=finished(words.text(heading)),
                rows=rows,
            )
            for index, (view, rows) in enumerate(tables, 1)
        ]
        parts = [finished(self._column(slice_)) for slice_ in self.slices]
        facts = SimpleNamespace(tables=views, parts=parts, note=finished(note))
        return without_blank_lines(self.macros.html("tables", facts))

    def _column(self, slice_: Slice) -> str:
        """A short heading: the full names of levels stand in the table of who answered."""
        if slice_ == EVERYBODY:
            return self.page.words.text("system.by.all")
        if slice_.dimension == LEVEL_DIMENSION:
            return self.page.words.html(self.page.questionnaire.level(slice_.value).short)
        return self.page.slice_title(slice_)

    def _row(self, name: str, cells: Iterable[str], *, is_base: bool = False) -> SimpleNamespace:
        return SimpleNamespace(name=finished(name), cells=[finished(cell) for cell in cells], is_base=is_base)

    def _asked(self, view: GroupView, items: Iterable[Item]) -> list[Item]:
        return [
            item
            for item in items
            if any(self._found(slice_, view.id, item).mark is not Mark.NOT_ASKED for slice_ in self.slices)
        ]

    def _found(self, slice_: Slice, group: str, item: Item) -> Distribution:
        return self.page.released.distributions.get(Position(slice_, group, item.id), _NOT_ASKED)

    def _area_name(self, area: Section) -> str:
        return self.page.macros.html("item_link", area, f"#{self.page.section_anchor(area)}")

    def _area_cells(self, view: GroupView, area: Section) -> Iterable[str]:
        for slice_ in self.slices:
            found = self.page.released.areas.get(AreaPosition(slice_, view.id, area.id))
            if found is None or found.mark is not Mark.SHOWN or found.percent_positive is None:
                yield self._marked(found.mark if found else Mark.NOT_ASKED)
            else:
                mean = "" if found.mean is None else self.page.words.decimal(found.mean)
                below = self.page.words.sentence("report.glance.mean", {"mean": mean}) if mean else ""
                yield self._share(view, found.percent_positive, below)

    def _item_cells(self, view: GroupView, item: Item) -> Iterable[str]:
        words = self.page.words
        digits = _SCORE_DIGITS if item.type is ItemType.SCORE else 1
        for slice_ in self.slices:
            found = self._found(slice_, view.id, item)
            below = f"n {words.whole(found.n)}"
            if found.mark is Mark.SHOWN and found.percent_positive is not None:
                yield self._share(view, found.percent_positive, below)
            elif found.mark is Mark.SHOWN and found.mean is not None:
                mean = words.sentence("system.by.mean", {"mean": words.decimal(found.mean, digits)})
                yield self._frame("mean_cell").fill({"value": mean, "below": self._below(below)})
            else:
                yield self._marked(found.mark)

    def _choice_rows(self, view: GroupView, item: Item) -> list[SimpleNamespace]:
        words = self.page.words

        def cells(of_shown: Callable[[Distribution], str]) -> Iterable[str]:
            for slice_ in self.slices:
                found = self._found(slice_, view.id, item)
                yield of_shown(found) if found.mark is Mark.SHOWN else self._marked(found.mark)

        def share(code: str) -> Callable[[Distribution], str]:
            return lambda found: self._share(view, (found.percents or {}).get(code, 0.0), "")

        def base(found: Distribution) -> str:
            return self._frame("base_cell").fill({"value": words.whole(found.n)})

        rows = [self._row(words.html(option.text), cells(share(option.code))) for option in item.options]
        return [*rows, self._row(words.text("report.base"), cells(base), is_base=True)]

    def _share(self, view: GroupView, percent: float, below: str) -> str:
        values = {
            "value": self.page.words.percent(percent),
            "width": str(min(whole_percent(percent), 100)),
            "below": self._below(below),
        }
        return self._frame("share_cell", view.css_class).fill(values)

    def _below(self, text: str) -> str:
        return self._frame("below").fill({"text": text}) if text else ""

    def _marked(self, mark: Mark) -> str:
        shown = Mark.NOBODY if mark is Mark.SHOWN else mark
        return self._frame("marked_cell").fill({"mark": self.page.words.mark(shown)})

    def _frame(self, name: str, *arguments: str) -> SlottedHtml:
        return self.macros.frame(name, *arguments)
