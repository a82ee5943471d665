"""Which area to work on: what stands out, gathered by area, as evidence for an action plan.

The rule is ours and printed on the page:

* **Evidence.** At each level, the weakest statements of every group and the widest gaps between groups, as
  `compute/findings.py` lists them. A statement that is weak and the lower side of a gap counts once.
* **Order.** The area with the most evidence first; of areas with equally much, the one with the lowest percent; then
  the order of the questionnaire.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from generator.compute.findings import Findings, Statement
from generator.model.questionnaire import Questionnaire
from generator.model.released import Slice


class Evidence(NamedTuple):
    """A statement that calls for work."""

    slice: Slice
    low: Statement
    """The group that is least positive about it."""
    high: Statement | None = None
    """The group that is most positive about it, where the gap between the two is one of the widest."""

    @property
    def points(self) -> int:
        """The gap in percentage points; 0 without gap."""
        return self.high.percent - self.low.percent if self.high else 0


@dataclass(frozen=True, slots=True)
class AreaEvidence:
    """What speaks for working on an area."""

    area: str
    entries: tuple[Evidence, ...]
    """By level, the lowest percent first, then in the order of the questionnaire. At least one."""

    @property
    def lowest(self) -> int:
        """The lowest percent of the entries."""
        return min(entry.low.percent for entry in self.entries)

    def by_item(self) -> tuple[tuple[Evidence, ...], ...]:
        """The entries, those about one item at one level together, in the order of the first of them."""
        found: dict[tuple[Slice, str], list[Evidence]] = {}
        for entry in self.entries:
            found.setdefault((entry.slice, entry.low.item), []).append(entry)
        return tuple(tuple(entries) for entries in found.values())


def evidence(questionnaire: Questionnaire, found: Mapping[Slice, Findings]) -> tuple[AreaEvidence, ...]:
    """The areas that something speaks for, in the order of the rule above. `found` has what stands out by level."""
    places = {item.id: place for place, item in enumerate(questionnaire.items())}
    areas = {item.id: area.id for area in questionnaire.areas for item in area.items}
    by_area: dict[str, list[Evidence]] = {area.id: [] for area in questionnaire.areas}
    for slice_, each in found.items():
        for entry in sorted(_entries(slice_, each), key=lambda one: (one.low.percent, places[one.low.item])):
            by_area[areas[entry.low.item]].append(entry)
    gathered = [AreaEvidence(area, tuple(entries)) for area, entries in by_area.items() if entries]
    return tuple(sorted(gathered, key=lambda each: (-len(each.entries), each.lowest)))


def _entries(slice_: Slice, found: Findings) -> Iterator[Evidence]:
    gaps = {(gap.second.group, gap.item): gap for gap in found.gaps}
    for gap in found.gaps:
        yield Evidence(slice_, gap.second, gap.first)
    for ranking in found.weakest.values():
        for statement in ranking.statements:
            if (statement.group, statement.item) not in gaps:
                yield Evidence(slice_, statement)
