"""What a version page says about the changes since the version before: one row an item, three parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.compute.comparison import ChangeKind, ItemChange
from generator.model.questionnaire import Item, Questionnaire


@dataclass(frozen=True, slots=True)
class ComparedWording:
    """A question as one group read it before and reads it now."""

    group: str
    """The group's title, with the level where the wording is of one level only."""
    level: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """All changes of one item."""

    item: Item
    """The item as it is now; as it was, when it was removed."""
    kinds: tuple[str, ...]
    """Keys of the interface strings that name the changes."""
    comparable: bool | None
    """Whether a trend may be drawn; none for added and removed items, where there is nothing to compare."""
    reason: str
    groups: tuple[str, ...]
    """Titles of the groups that are asked."""
    wordings: tuple[ComparedWording, ...]


@dataclass(frozen=True, slots=True)
class ChangePart:
    """The rows under one heading."""

    name: str
    """added, changed or removed."""
    rows: tuple[ChangeRow, ...]


def change_parts(
    previous: Questionnaire, current: Questionnaire, changes: Iterable[ItemChange]
) -> tuple[ChangePart, ...]:
    """The changes between two translated versions, parts without rows left out.

    `changes` come from comparing the English versions: what changed must not depend on a translation.
    """
    by_item: dict[str, list[ItemChange]] = {}
    for change in changes:
        by_item.setdefault(change.item, []).append(change)
    rows: dict[str, list[ChangeRow]] = {"added": [], "changed": [], "removed": []}
    for item_id, of_item in by_item.items():
        rows[_part_of(of_item)].append(_row(previous, current, item_id, of_item))
    return tuple(ChangePart(name, tuple(found)) for name, found in rows.items() if found)


def _part_of(changes: Sequence[ItemChange]) -> str:
    kinds = {change.kind for change in changes}
    if ChangeKind.ADDED in kinds:
        return "added"
    return "removed" if ChangeKind.REMOVED in kinds else "changed"


def _row(previous: Questionnaire, current: Questionnaire, item_id: str, changes: Sequence[ItemChange]) -> ChangeRow:
    part = _part_of(changes)
    questionnaire = previous if part == "removed" else current
    item = questionnaire.item(item_id)
    before = None if part != "changed" else previous.item((item.change and item.change.was) or item.id)
    return ChangeRow(
        item,
        tuple(dict.fromkeys(change.explanation_key for change in changes)),
        all(change.comparable for change in changes) if part == "changed" else None,
        _reason(current, item, is_removed=part == "removed"),
        tuple(group.title for group in questionnaire.groups if group.id in item.text),
        tuple(_wordings(current, before, item)) if before else (),
    )


def _reason(current: Questionnaire, item: Item, *, is_removed: bool) -> str:
    if is_removed:
        return next((removal.reason for removal in current.removed if removal.id == item.id), "")
    return item.change.reason if item.change else ""


def _wordings(questionnaire: Questionnaire, before: Item, after: Item) -> Iterator[ComparedWording]:
    for group in questionnaire.groups:
        old, new = before.text.get(group.id), after.text.get(group.id)
        if old and new and old != new:
            yield ComparedWording(group.title, "", old, new)
    for level in questionnaire.levels:
        for group in questionnaire.groups:
            old = before.text_by_level.get(level.id, {}).get(group.id)
            new = after.text_by_level.get(level.id, {}).get(group.id)
            if old != new and (old or new):
                yield ComparedWording(
                    group.title, level.title, old or before.text.get(group.id, ""), new or after.text.get(group.id, "")
                )
