"""What the audit looks at: the counts of one table, and the cells of which the site says the same.

Exact counts: only `audit` may use it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, TypeAlias

from generator.compute.aggregation import COMPLETED, INVITED, Cell, Question, Tally
from generator.compute.measures import nearest
from generator.compute.partitions import Table
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import ItemStatus, ItemType
from generator.model.released import Slice
from generator.model.results import ANSWERED, OptionCounts

Place: TypeAlias = Slice | Cell
"""Where numbers are hidden: in a slice, or in a cell of a school whose public page says that they are."""
FREE: Final = 10**9
"""More than any count: where no shown number stands in the way."""
_CELLS: Final = 36
"""So many cells of a slice, and outside it, take part in stories. The others are held fixed, which costs nothing but
stories."""
_CELLS_ALIKE: Final = 5
"""So many of them outside it are of one kind: those with the most people. Other kinds make other stories."""
_NOBODY: Final = Tally()


@dataclass(frozen=True, slots=True)
class Asked:
    """Which counts a table has, and what n is."""

    codes: tuple[str, ...]
    base: tuple[str, ...]
    """The codes whose sum is n."""
    whole: str = ""
    """The code that no other exceeds, for multiple choice; else the codes add up to the answers."""
    levels: frozenset[str] = frozenset()
    """Where the whole group is asked; none for what schools choose."""

    @classmethod
    def of(cls, question: Question, group: str, levels: Iterable[str]) -> Asked:
        """What is counted of an item. `levels`: those of the round."""
        codes = tuple(option.code for option in question.options)
        is_asked = question.item.is_asked_of if question.item.status is ItemStatus.CORE else _never
        asked = frozenset(level for level in levels if is_asked(group, level))
        if question.item.type is ItemType.MULTIPLE:
            return cls((*codes, ANSWERED), (ANSWERED,), ANSWERED, asked)
        return cls(codes, tuple(code for code in codes if code not in question.apart), levels=asked)

    def answers(self, counts: OptionCounts) -> int:
        """How many people gave these answers."""
        return counts.get(self.whole, 0) if self.whole else sum(counts.get(code, 0) for code in self.codes)

    def n(self, counts: OptionCounts) -> int:
        """The base of these answers."""
        return sum(counts.get(code, 0) for code in self.base)


TOOK_PART: Final = Asked((COMPLETED,), (COMPLETED,))
WERE_INVITED: Final = Asked((INVITED,), (INVITED,))


class People:
    """Who took part of one group."""

    def __init__(self, table: Table, shown: frozenset[Slice], certain: Mapping[Cell, int]) -> None:
        """`shown` are the slices that show the group; `certain` is how many took part for certain, by cell."""
        self.table = table
        self.shown = shown
        self.certain = certain
        self.empty = tuple(dict.fromkeys(_empty_cells(table)))
        """Cells where nobody is, of values that have nobody: for all that is said, somebody could be there."""
        self.left = {cell: tally.left_counts.get(COMPLETED, 0) for cell, tally in table.by_cell.items()}
        """By cell, who took part in groups that stand on no public page."""
        cells = (*table.cells, *self.empty)
        self.seen = {cell: frozenset(slice_ for slice_ in shown if cell.is_in(slice_)) for cell in cells}
        """By cell, the slices that hold it, of those that show the group."""
        self._alike: dict[frozenset[Slice], list[Cell]] = {}
        for cell, people in self.left.items():
            if people:
                self._alike.setdefault(self.seen[cell], []).append(cell)
        self._near: dict[Place, tuple[Cell, ...]] = {}

    def showing(self, shown: frozenset[Slice]) -> People:
        """The same people, shown in these slices."""
        return People(self.table, shown, self.certain)

    def near(self, hidden: Place) -> tuple[Cell, ...]:
        """The cells that stories of a hidden place are about: its own and those most like them. All others stay."""
        if hidden not in self._near:
            found = [hidden] if isinstance(hidden, Cell) else [cell for cell in self.seen if cell.is_in(hidden)]
            inside = sorted(found, key=lambda cell: -self.left.get(cell, 0))[:_CELLS]
            outside = (cell for cell in self._like({self.seen[cell] for cell in inside}) if not cell.is_in(hidden))
            self._near[hidden] = (*inside, *islice(outside, _CELLS))
        return self._near[hidden]

    def _like(self, kinds: Collection[frozenset[Slice]]) -> Iterator[Cell]:
        """The cells with people of whom no public page tells, those in most of the same slices first."""
        for each in sorted(self._alike, key=lambda each: -max((len(each & kind) for kind in kinds), default=0)):
            yield from sorted(self._alike[each], key=lambda cell: -self.left[cell])[:_CELLS_ALIKE]


@dataclass(slots=True)
class Part:
    """Cells of which the site says the same, inside or outside a hidden slice, without what stands on public pages."""

    seen: frozenset[Slice]
    """The slices that hold it, of those that show the group."""
    is_inside: bool
    is_on_page: bool = False
    """Whether public pages show its groups without this item, so that it is known how many people took part."""
    cells: list[Cell] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    people: int = 0
    certain: int = 0
    """How many people took part for certain."""
    least: int = 0
    """Answers that stay: nobody may find that a group that answered did not."""

    def add(self, cell: Cell, counts: OptionCounts, people: int, certain: int) -> None:
        """Add a cell."""
        self.cells.append(cell)
        for code, count in counts.items():
            self.counts[code] = self.counts.get(code, 0) + count
        self.people += people
        self.certain += certain
        self.least += any(counts.values())


def parts_of(table: Table, asked: Asked, hidden: Place, people: People) -> tuple[Part, ...]:
    """The parts of a table near a hidden place: those that answered, and inside it all that could have."""
    parts: dict[tuple[frozenset[Slice], bool, bool], Part] = {}
    levels = asked.levels | table.levels
    for cell in people.near(hidden):
        is_inside, tally = cell.is_in(hidden), table.by_cell.get(cell, _NOBODY)
        off = {code: count - tally.half_counts.get(code, 0) for code, count in tally.left_counts.items()}
        for counts, is_on_page in ((off, False), (tally.half_counts, True)):
            could_answer = is_inside and not is_on_page and cell.level in levels
            if any(counts.values()) or could_answer:
                key = (people.seen[cell], is_inside, is_on_page)
                numbers = (0, 0) if is_on_page else (people.left.get(cell, 0), people.certain.get(cell, 0))
                parts.setdefault(key, Part(*key)).add(cell, counts, *numbers)
    return tuple(parts.values())


def _never(_group: str, _level: str) -> bool:
    return False


def _empty_cells(table: Table) -> Iterator[Cell]:
    """Cells like those of a table, but with a value that has none."""
    for slice_, mask in table.masks.items():
        for cell in table.cells if not mask else ():
            if any(name == slice_.dimension for name, _ in cell.values):
                values = ((name, slice_.value if name == slice_.dimension else value) for name, value in cell.values)
                yield Cell(cell.level, tuple(values))


class Slack:
    """By how much the numbers that slices show let the sums behind them move. Grows and shrinks with a story."""

    def __init__(self, table: Table, shown: Collection[Slice], asked: Asked, settings: DisclosureSettings) -> None:
        self.shown = frozenset(slice_ for slice_ in shown if table.masks[slice_])
        self._base = frozenset(asked.base)
        self.up: dict[tuple[Slice, str], int] = {}
        self.down: dict[tuple[Slice, str], int] = {}
        self.spare = dict.fromkeys(self.shown, FREE)
        """By how much n may fall: what is shown has at least so many respondents, as everybody knows."""
        base = settings.rounding_base
        for slice_ in self.shown:
            counts = table.counts(table.masks[slice_])
            for code in asked.codes:
                count = counts.get(code, 0)
                shown_as = nearest(count, base)
                self.up[slice_, code] = shown_as + (base - 1) // 2 - count
                self.down[slice_, code] = count - max(0, shown_as - base // 2)
            if asked is not WERE_INVITED:
                self.spare[slice_] = asked.n(counts) - settings.public_min_respondents - settings.insider_schools

    def copy(self) -> Slack:
        """The same, to try a story on."""
        made = object.__new__(Slack)
        made.shown, made._base = self.shown, self._base
        made.up, made.down, made.spare = dict(self.up), dict(self.down), dict(self.spare)
        return made

    def room(self, part: Part, code: str, sign: int) -> int:
        """How far a count of a part may move up (1) or down (-1)."""
        slices = part.seen & self.shown
        moves = self.up if sign > 0 else self.down
        room = min((moves[slice_, code] for slice_ in slices), default=FREE)
        if sign < 0 and code in self._base:
            room = min(room, min((self.spare[slice_] for slice_ in slices), default=FREE))
        return max(0, room)

    def is_open(self, part: Part, code: str, target: Part) -> bool:
        """Whether one answer may go from one part to another."""
        out, into = (part.seen - target.seen) & self.shown, (target.seen - part.seen) & self.shown
        is_base = code in self._base
        return all(self.down[slice_, code] > 0 and (not is_base or self.spare[slice_] > 0) for slice_ in out) and all(
            self.up[slice_, code] > 0 for slice_ in into
        )

    def move(self, part: Part, code: str, by: int) -> None:
        """Move a count of a part."""
        for slice_ in part.seen & self.shown:
            self.up[slice_, code] -= by
            self.down[slice_, code] += by
            if code in self._base:
                self.spare[slice_] += by
