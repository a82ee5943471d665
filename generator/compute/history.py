"""Earlier rounds beside a report: which of their numbers may stand next to today's, item by item.

Only released results come in, so nothing is said of a school in a round in which it did not agree to be named.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.compute.comparison import ChangeKind, ItemChange, compare_versions, is_spelling_correction, origins
from generator.model.questionnaire import Item, ItemType, Questionnaire
from generator.model.released import LEVEL_DIMENSION, Distribution, Mark, Position, ReleasedResults


class Continuity(enum.StrEnum):
    """What happened to a question from an earlier round to this one, for one group at one level."""

    SAME = "same"
    """Asked in the same words, with the same answers."""
    REWORDED = "reworded"
    """Worded otherwise, and the questionnaire says that a trend may still be drawn."""
    BROKEN = "broken"
    """Changed so that the numbers do not compare."""
    NEW = "new"
    """Not asked then."""


_WORST = (Continuity.NEW, Continuity.BROKEN, Continuity.REWORDED, Continuity.SAME)


class Reader(NamedTuple):
    """Who reads which item: an item of today's version, a group, a level."""

    item: str
    group: str
    level: str


@dataclass(frozen=True, slots=True)
class EarlierRound:
    """The released results of an earlier round of the same school, or of the same system."""

    released: ReleasedResults
    origins: Mapping[str, str]
    """The id that an item had then, by its id now."""
    continuity: Mapping[Reader, Continuity]
    """For every item that today's version asks of a group at a level."""
    narrowed: frozenset[tuple[str, str]] = frozenset()
    """Items (their ids now) and groups that were then also asked at a level at which they are not now."""

    def continuity_of(self, position: Position, levels: Iterable[str]) -> Continuity:
        """The least favourable continuity over the levels that a slice is about; `NEW` when it is asked at none.

        A slice over several levels is `BROKEN` where another level answered with them then.
        """
        slice_, group, item = position
        is_level = slice_.dimension == LEVEL_DIMENSION
        within = [slice_.value] if is_level else levels
        found = {self.continuity.get(Reader(item, group, level)) for level in within} - {None}
        if found and not is_level and (item, group) in self.narrowed:
            found.add(Continuity.BROKEN)
        return next((each for each in _WORST if each in found), Continuity.NEW)

    def distribution(self, position: Position) -> Distribution | None:
        """What was released then at the place that this position has now; none when nothing was."""
        origin = self.origins.get(position.item)
        return self.released.distributions.get(position._replace(item=origin)) if origin else None


def histories(
    released: Iterable[ReleasedResults], versions: Mapping[str, Questionnaire]
) -> dict[tuple[str, str], tuple[EarlierRound, ...]]:
    """What came before each of these reports, by the id of its round and its school (empty: the round as a whole).

    That is: the rounds of the same school that opened before and asked the same version, or one that it goes back to,
    oldest first. `versions` are all versions by key.
    """
    lineages = _Lineages(versions)
    by_school: dict[str, list[ReleasedResults]] = {}
    for each in sorted(released, key=lambda each: (each.setting.opened, each.setting.id)):
        by_school.setdefault(_school(each), []).append(each)
    return {
        (each.setting.id, school): tuple(_before(each, reports, lineages))
        for school, reports in by_school.items()
        for each in reports
    }


def shown_before(before: EarlierRound, position: Position, levels: Iterable[str]) -> Distribution | None:
    """The distribution that a change may be counted from: comparable, and shown then; else none."""
    if before.continuity_of(position, levels) not in (Continuity.SAME, Continuity.REWORDED):
        return None
    found = before.distribution(position)
    return found if found is not None and found.mark is Mark.SHOWN else None


class _Lineage(NamedTuple):
    """What happened from one version to another: the fields of `EarlierRound`."""

    origins: Mapping[str, str]
    continuity: Mapping[Reader, Continuity]
    narrowed: frozenset[tuple[str, str]]


class _Lineages:
    """What happened between versions of questionnaires. Each pair is compared once, since many schools share it."""

    def __init__(self, versions: Mapping[str, Questionnaire]) -> None:
        """`versions` are all versions by key."""
        self._versions = versions
        self._found: dict[tuple[str, str], _Lineage | None] = {}

    def between(self, old: str, new: str) -> _Lineage | None:
        """From the version `old` to `new` (keys), which may be the same; none when `new` does not go back to `old`."""
        if (old, new) not in self._found:
            path = _path(self._versions, old, new)
            self._found[old, new] = _lineage(path) if path else None
        return self._found[old, new]


def _before(
    current: ReleasedResults, reports: Iterable[ReleasedResults], lineages: _Lineages
) -> Iterator[EarlierRound]:
    for report in reports:
        if report.setting.opened < current.setting.opened:
            lineage = lineages.between(report.setting.questionnaire, current.setting.questionnaire)
            if lineage:
                yield EarlierRound(report, lineage.origins, lineage.continuity, lineage.narrowed)


def _school(released: ReleasedResults) -> str:
    return released.school.id if released.school else ""


def _path(versions: Mapping[str, Questionnaire], old: str, new: str) -> tuple[Questionnaire, ...]:
    """The versions from `old` to `new`, both included; empty when `new` does not go back to `old`."""
    path: dict[str, Questionnaire] = {}
    key: str | None = new
    while key is not None and key in versions and key not in path:
        path[key] = versions[key]
        if key == old:
            return tuple(reversed(path.values()))
        key = path[key].previous_key
    return ()


def _lineage(path: Sequence[Questionnaire]) -> _Lineage:
    """Follow everything that today's version asks through all steps: the least favourable continuity counts."""
    oldest, newest = path[0], path[-1]
    readers = [reader for item in newest.items() for reader in _readers(newest, item)]
    found = dict.fromkeys(readers, Continuity.SAME)
    names = {item.id: item.id for item in newest.items()}
    for old, new in zip(reversed(path[:-1]), reversed(path[1:]), strict=True):
        step = _Step(old, new)
        for reader in readers:
            if reader.item in names:
                each = step.continuity(reader._replace(item=names[reader.item]))
                found[reader] = min(found[reader], each, key=_WORST.index)
        names = {now: step.origins[then] for now, then in names.items() if then in step.origins}
    asked_then = {reader for now, then in names.items() for reader in _readers(oldest, oldest.item(then), now)}
    lost = asked_then.difference(readers)
    return _Lineage(
        origins=names,
        continuity={reader: each if reader in asked_then else Continuity.NEW for reader, each in found.items()},
        narrowed=frozenset((reader.item, reader.group) for reader in lost),
    )


def _readers(version: Questionnaire, item: Item, name: str = "") -> Iterator[Reader]:
    """Who reads an item of this version, with the item's id or another name for it."""
    for group in version.groups:
        for level in version.levels:
            if item.is_asked_of(group.id, level.id):
                yield Reader(name or item.id, group.id, level.id)


class _Step:
    """One version and the one before it."""

    def __init__(self, old: Questionnaire, new: Questionnaire) -> None:
        self._old, self._new = old, new
        self.origins = origins(old, new)
        self._breaks: dict[str, list[ItemChange]] = {}
        self._changed = set()
        for change in compare_versions(old, new):
            self._changed.add(change.item)
            if not change.comparable:
                self._breaks.setdefault(change.item, []).append(change)
        self._old_items, self._new_items = ({item.id: item for item in each.items()} for each in (old, new))
        self._old_asked, self._new_asked = (
            {reader for item in each.items() for reader in _readers(each, item)} for each in (old, new)
        )
        self._old_stems, self._new_stems = (
            {item.id: section.stem for section in each.sections for item in section.items} for each in (old, new)
        )

    def continuity(self, reader: Reader) -> Continuity:
        """What happened in this step to an item (its id in the newer version).

        An item or a reader that one of the two versions does not have breaks the line.
        """
        origin = self.origins.get(reader.item)
        if origin is None or reader not in self._new_asked or reader._replace(item=origin) not in self._old_asked:
            return Continuity.BROKEN
        now, before = self._new_items[reader.item], self._old_items[origin]
        if self._is_broken(now, before, reader):
            return Continuity.BROKEN
        return Continuity.SAME if self._reads_the_same(now, before, reader) else Continuity.REWORDED

    def _is_broken(self, now: Item, before: Item, reader: Reader) -> bool:
        if not self._is_answered_alike(now, before):
            return True
        stems = self._stems(now, before, reader)
        may_compare = now.change.comparable if now.change else is_spelling_correction(*stems)
        if stems[0] != stems[1] and not may_compare:
            return True
        if now.change and not now.change.comparable and now.id not in self._changed:
            return True  # the writer knows of something that the comparison does not see
        return any(_concerns(change, now, before, reader) for change in self._breaks.get(now.id, ()))

    def _is_answered_alike(self, now: Item, before: Item) -> bool:
        """Whether the answers measure on the same scale; no word of the writer can make other scales compare."""
        scales = [
            [(option.code, option.positive) for option in version.options_of(item) if not option.not_applicable]
            for version, item in ((self._old, before), (self._new, now))
        ]
        has_scale = now.type in {ItemType.SCALE, ItemType.SCORE}
        return now.type is before.type and (scales[0] == scales[1] or not has_scale)

    def _reads_the_same(self, now: Item, before: Item, reader: Reader) -> bool:
        """Whether the question, its explanation and its answers read the same."""
        stems = self._stems(now, before, reader)
        return (
            stems[0] == stems[1]
            and now.wording(reader.group, reader.level) == before.wording(reader.group, reader.level)
            and now.help.get(reader.group) == before.help.get(reader.group)
            and self._new.options_of(now) == self._old.options_of(before)
            and now.score == before.score
        )

    def _stems(self, now: Item, before: Item, reader: Reader) -> tuple[str, str]:
        """The question above all rows of the section, before and now."""
        return self._old_stems[before.id].get(reader.group, ""), self._new_stems[now.id].get(reader.group, "")


def _concerns(change: ItemChange, now: Item, before: Item, reader: Reader) -> bool:
    """Whether a change is about this reader: not where a level kept a wording of its own."""
    if change.group not in ("", reader.group) or change.level not in ("", reader.level):
        return False
    is_statement = change.kind is ChangeKind.REWORDED and change.group and change.new == now.text.get(change.group)
    kept = now.wording(reader.group, reader.level) == before.wording(reader.group, reader.level)
    return not (is_statement and kept)
