"""What the parts of a whole leave over: whoever subtracts the shown parts must not be left with a hidden one.

Complementary suppression: where a part is hidden, others are hidden with it until what is left over may be known
(Hundepool and others, Statistical Disclosure Control, 2012, chapter 4; ONS disclosure control for tables, secondary
suppression). Rounding protects persons, not schools, so these rules do not count on it: they hold as if every shown
number were exact.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.compute.aggregation import Cell, Tally, merged
from generator.model.project import DisclosureSettings
from generator.model.released import Slice

_PRIME = (1 << 61) - 1
"""Sums and differences are looked for in whole numbers modulo this: no fractions, and no chance meetings."""
_Masks = tuple[tuple[Slice, int], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a round: a group's participation, or its answers to one item. Sets of cells are bits of a number."""

    cells: tuple[Cell, ...]
    """Those with an answer."""
    tallies: tuple[Tally, ...]
    """By cell."""
    masks: Mapping[Slice, int]
    """The cells of each slice."""
    left: int
    """The cells with answers that stand on no public page."""
    by_cell: Mapping[Cell, Tally]
    levels: frozenset[str]
    """Of its cells."""

    @classmethod
    def of(cls, cells: Mapping[Cell, Tally], slices: Iterable[Slice]) -> Table:
        """The table of these cells; those in which nobody answered are left out."""
        found = {cell: tally for cell, tally in cells.items() if not tally.is_empty}
        bits = {cell: 1 << place for place, cell in enumerate(found)}
        return cls(
            cells=tuple(found),
            tallies=tuple(found.values()),
            masks={slice_: sum(bit for cell, bit in bits.items() if cell.is_in(slice_)) for slice_ in slices},
            left=sum(bits[cell] for cell, tally in found.items() if any(tally.left_counts.values())),
            by_cell=found,
            levels=frozenset(cell.level for cell in found),
        )

    def respondents(self, mask: int) -> int:
        """How many respondents a set of cells has."""
        return sum(self.tallies[place].respondents for place in bits_of(mask))

    def counts(self, mask: int) -> dict[str, int]:
        """The counts of a set of cells."""
        found: dict[str, int] = {}
        for place in bits_of(mask):
            for code, count in self.tallies[place].counts.items():
                found[code] = found.get(code, 0) + count
        return found

    def sum(self, mask: int) -> Tally:
        """The sums of a set of cells."""
        return merged(self.tallies[place] for place in bits_of(mask))


def bits_of(mask: int) -> Iterator[int]:
    """The places of the bits that are set, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def hidden_besides(table: Table, shown: Collection[Slice], settings: DisclosureSettings) -> tuple[Slice, ...]:
    """The shown slices of a table that must be hidden too, in the order in which they were found.

    * A shown slice minus shown slices inside it that have nobody in common leaves nothing, or what may be known. If
      not, the smallest subtracted slice is hidden.
    * The same without all that stands on public pages, and of all slices that follow from the shown ones by sums and
      differences. A hidden slice that follows from them may be known. If not, the smallest shown slice is hidden that
      the larger ones need.
    """
    judge = _Judge(table, settings)
    kept = [slice_ for slice_ in shown if table.masks[slice_]]
    besides = []
    while (next_ := judge.next_hidden(kept)) is not None:
        besides.append(next_)
        kept.remove(next_)
    return tuple(besides)


class _Judge:
    """Judges sets of cells of one table, each once."""

    def __init__(self, table: Table, settings: DisclosureSettings) -> None:
        self._table = table
        self._size = {slice_: table.respondents(mask) for slice_, mask in table.masks.items()}
        self._may_be_shown = functools.cache(lambda mask: table.sum(mask).may_be_shown(settings))
        self._may_be_left = functools.cache(lambda mask: table.sum(mask).may_be_left(settings))

    def next_hidden(self, shown: Sequence[Slice]) -> Slice | None:
        """The first slice that has to go, if one has to."""
        for over, subtracted in differences(tuple((slice_, self._table.masks[slice_]) for slice_ in shown)):
            if not self._may_be_shown(over):
                return min(subtracted, key=self._size.__getitem__)
        left = {slice_: mask & self._table.left for slice_, mask in self._table.masks.items()}
        vectors = {slice_: left[slice_] for slice_ in shown}
        target = self._given_away(left, vectors)
        return None if target is None else self._needed(target, vectors)

    def _given_away(self, left: Mapping[Slice, int], shown: Mapping[Slice, int]) -> int | None:
        """Cells that nobody may know without the public pages, although they follow from the shown slices."""
        vectors = tuple(shown.values())
        known = tuple((slice_, mask) for slice_, mask in left.items() if mask and is_combination(mask, vectors))
        for slice_, mask in known:
            if slice_ not in shown and not self._may_be_shown(self._table.masks[slice_]):
                return mask
        return next((over for over, _ in differences(known) if not self._may_be_left(over)), None)

    def _needed(self, target: int, shown: Mapping[Slice, int]) -> Slice:
        """The smallest slice that larger ones need, so that the target follows from them."""
        by_size = sorted(shown, key=self._size.__getitem__)
        larger = (tuple(shown[each] for each in by_size[place + 1 :]) for place in range(len(by_size)))
        return next(each for each, rest in zip(by_size, larger, strict=True) if not is_combination(target, rest))


@functools.lru_cache(maxsize=4096)
def differences(shown: _Masks) -> tuple[tuple[int, tuple[Slice, ...]], ...]:
    """What is left of each shown slice after subtracting as many shown slices inside it as have no cell in common.

    By set of cells that is left, the slices that were subtracted. Subtracting fewer leaves more, which is what is left
    here and slices that are shown anyway.
    """
    found: dict[int, tuple[Slice, ...]] = {}
    for _, whole in shown:
        inside = tuple((slice_, mask) for slice_, mask in shown if mask and mask != whole and not mask & ~whole)
        for family in _families(inside):
            over = whole
            for _, mask in family:
                over &= ~mask
            if over and family:
                found.setdefault(over, tuple(slice_ for slice_, _ in family))
    return tuple(found.items())


def _families(parts: _Masks) -> Iterator[_Masks]:
    """The largest sets of parts that have no cell in common (maximal cliques, after Bron and Kerbosch, 1973)."""
    apart = {one: frozenset(other for other in parts if not other[1] & one[1]) for one in parts}

    def grow(chosen: _Masks, open_: list[tuple[Slice, int]], done: frozenset[tuple[Slice, int]]) -> Iterator[_Masks]:
        if not open_ and not done:
            yield chosen
        pivot = max((*open_, *done), key=lambda each: sum(other in apart[each] for other in open_), default=None)
        for part in [each for each in open_ if pivot is None or each not in apart[pivot]]:
            yield from grow((*chosen, part), [each for each in open_ if each in apart[part]], done & apart[part])
            open_ = [each for each in open_ if each != part]
            done |= {part}

    yield from grow((), list(parts), frozenset())


@functools.lru_cache(maxsize=65536)
def is_combination(target: int, vectors: tuple[int, ...]) -> bool:
    """Whether a set of cells is a sum of multiples of the given sets, so that its number follows from theirs."""
    width = max((each.bit_length() for each in (target, *vectors)), default=0)
    rows: dict[int, list[int]] = {}
    for vector in vectors:
        row = _reduced(vector, rows, width)
        lead = next((place for place, value in enumerate(row) if value), None)
        if lead is not None:
            inverse = pow(row[lead], -1, _PRIME)
            rows[lead] = [value * inverse % _PRIME for value in row]
    return not any(_reduced(target, rows, width))


def _reduced(mask: int, rows: Mapping[int, Sequence[int]], width: int) -> list[int]:
    """What is left of a set of cells after the rows were taken out of it, each by its leading place."""
    rest = [mask >> place & 1 for place in range(width)]
    for lead in sorted(rows):
        if factor := rest[lead]:
            rest = [(value - factor * other) % _PRIME for value, other in zip(rest, rows[lead], strict=True)]
    return rest
