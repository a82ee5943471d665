"""What changed from one questionnaire version to the next, item by item, and where a trend may still be drawn."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Levenshtein

from generator.model.questionnaire import Change, Item, Option, Questionnaire


class ChangeKind(enum.StrEnum):
    """How an item changed."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    """A statement, title, help or answer is worded otherwise."""
    RESCALED = "rescaled"
    """The answers themselves changed: their codes, order, number, or which count as positive."""
    MOVED = "moved"
    """It stands in another section, or has another id."""
    REGROUPED = "regrouped"
    """Other groups or levels are asked."""
    STATUS = "status"
    """Core became optional, or the other way round."""
    ROUTED = "routed"
    """Its answers lead to other items (`go_to`)."""
    PASSED = "passed"
    """Other answers lead past it: not the same people answer it."""


class VersionStep(enum.StrEnum):
    """How large the step between two versions is (the rule of Explore Education Statistics for data sets)."""

    MAJOR = "major"
    """Something was removed, or is answered otherwise or by others."""
    MINOR = "minor"
    """Something was added, reworded, moved or asked of others."""
    PATCH = "patch"
    """Only spelling was corrected."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One change of one item. An item may have several."""

    kind: ChangeKind
    item: str
    """The item's id in the new version; in the old one when it was removed."""
    group: str = ""
    """The group that reads it, where the change is about one group only."""
    level: str = ""
    """The education level, where the change is about one level only."""
    old: str = ""
    """What it was: a text; for `moved` the section's id and the item's, for `status` the status, for `routed` and
    `passed` items with answers."""
    new: str = ""
    comparable: bool = True
    """Whether a trend may be drawn over this change: what the item says of itself, else what its kind allows."""
    reason: str = ""
    """The questionnaire's own words about the change, where it gives some."""
    is_spelling: bool = False
    """Whether a reworded text differs by spelling only (see `is_spelling_correction`)."""

    @property
    def explanation_key(self) -> str:
        """The interface string that says in one line what happened: `change.added`, `change.spelling`, ..."""
        if self.is_spelling:
            return "change.spelling"
        if self.kind is ChangeKind.REGROUPED:
            return "change.asked" if self.new else "change.notasked"
        return f"change.{self.kind.value}"


EXPLANATION_KEYS: Final = (
    *(f"change.{kind.value}" for kind in ChangeKind if kind is not ChangeKind.REGROUPED),
    "change.spelling",
    "change.asked",
    "change.notasked",
)
"""Every key that `ItemChange.explanation_key` may give."""


def compare_versions(old: Questionnaire, new: Questionnaire) -> tuple[ItemChange, ...]:
    """The changes from `old` to `new`: in the order of the new version, then what was removed in the old order.

    An item is followed by its id, or by `change.was` when it moved to another id.
    """
    before = {item.id: (section.id, item) for section in old.sections for item in section.items}
    followed = origins(old, new)
    ways = _Ways.of(old, dict(zip(followed.values(), followed, strict=True))), _Ways.of(new, {})
    changes: list[ItemChange] = []
    for section in new.sections:
        for item in section.items:
            origin = followed.get(item.id)
            if origin is None:
                changes.append(_added(item))
            else:
                old_section, old_item = before[origin]
                changes.extend(_item_changes(old, new, old_item, item))
                changes.extend(_moved((old_section, old_item), (section.id, item)))
                changes.extend(_routed(ways, old_item, item))
    reasons = {removal.id: removal.reason for removal in new.removed}
    gone = set(before) - set(followed.values())
    changes.extend(_removed(item, reasons.get(item.id, "")) for item in old.items() if item.id in gone)
    return tuple(changes)


def version_step(changes: Iterable[ItemChange]) -> VersionStep:
    """The size of the step that these changes make together; `NONE` when there are none."""
    steps = {_step(change) for change in changes}
    return next((step for step in (VersionStep.MAJOR, VersionStep.MINOR, VersionStep.PATCH) if step in steps), _NONE)


def origins(old: Questionnaire, new: Questionnaire) -> Mapping[str, str]:
    """The old id of each item that the old version had, by its new id."""
    known = {item.id for item in old.items()}
    names = {item.id: [item.change.was, item.id] if item.change else [item.id] for item in new.items()}
    found = {item: next((name for name in candidates if name in known), None) for item, candidates in names.items()}
    return {item: origin for item, origin in found.items() if origin is not None}


def is_spelling_correction(old: str, new: str) -> bool:
    """Whether two texts differ by spelling, case, space or punctuation only, and no word by its meaning.

    The rule, which errs on the side of "reworded": at most two letters differ in all (Levenshtein distance); the texts
    have equally many words; each changed word has six letters or more, keeps its first letter, and has no digit. So
    "not" for "now", "can" for "can't", 3 for 4, or "less" for "loss" are never spelling.
    """
    if Levenshtein.distance(old, new, score_cutoff=_SPELLING_DISTANCE) > _SPELLING_DISTANCE:
        return False
    old_words, new_words = _words(old), _words(new)
    if len(old_words) != len(new_words):
        return False
    pairs = zip(old_words, new_words, strict=True)
    return all(_is_same_word(one, other) for one, other in pairs)


_NONE: Final = VersionStep.NONE
_SPELLING_DISTANCE: Final = 2
_SHORTEST_CORRECTED_WORD: Final = 6


def _words(text: str) -> list[str]:
    return re.findall(r"[\w'’]+", text.casefold())


def _is_same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    is_long = min(len(one), len(other)) >= _SHORTEST_CORRECTED_WORD
    return is_long and one[0] == other[0] and one.isalpha() and other.isalpha() and abs(len(one) - len(other)) < 2


def _step(change: ItemChange) -> VersionStep:
    if change.kind in {ChangeKind.REMOVED, ChangeKind.RESCALED, ChangeKind.PASSED}:
        return VersionStep.MAJOR
    if change.kind is ChangeKind.REGROUPED and not change.new:
        return VersionStep.MAJOR
    return VersionStep.PATCH if change.is_spelling else VersionStep.MINOR


def _first_text(item: Item) -> str:
    return next(iter(item.text.values()))


def _added(item: Item) -> ItemChange:
    reason = item.change.reason if item.change else ""
    return ItemChange(ChangeKind.ADDED, item.id, new=_first_text(item), comparable=False, reason=reason)


def _removed(item: Item, reason: str) -> ItemChange:
    return ItemChange(ChangeKind.REMOVED, item.id, old=_first_text(item), comparable=False, reason=reason)


def _item_changes(old: Questionnaire, new: Questionnaire, before: Item, after: Item) -> Iterator[ItemChange]:
    """What changed within an item that both versions have."""
    yield from _reworded_texts(new, before, after)
    yield from _regrouped(new, before, after)
    yield from _changed_answers(old.options_of(before), new.options_of(after), before, after)
    if before.status is not after.status:
        status = (before.status.value, after.status.value)
        yield _change(ChangeKind.STATUS, after, *status, default=True)


def _moved(old: tuple[str, Item], new: tuple[str, Item]) -> Iterator[ItemChange]:
    places = [f"{section}/{item.id}" for section, item in (old, new)]
    if places[0] != places[1]:
        yield _change(ChangeKind.MOVED, new[1], *places, default=True)


@dataclass(frozen=True, slots=True)
class _Ways:
    """Where answers lead in a version, with the ids of the new version."""

    leads: Mapping[str, Sequence[tuple[str, str, str]]]
    """By item: code and text of an answer, and the item that it leads to."""
    passed: Mapping[str, Sequence[tuple[str, str, str]]]
    """By item: the item, and code and text of its answer, that leads past it."""

    @classmethod
    def of(cls, version: Questionnaire, now: Mapping[str, str]) -> _Ways:
        """The ways of a version; `now` gives today's id of an item that had another one."""
        order = [item.id for item in version.items()]
        leads: dict[str, list[tuple[str, str, str]]] = {}
        passed: dict[str, list[tuple[str, str, str]]] = {}
        for item in version.items():
            for option in version.options_of(item):
                if option.go_to in order:
                    asker = now.get(item.id, item.id)
                    leads.setdefault(asker, []).append((option.code, option.text, now.get(option.go_to, option.go_to)))
                    for between in order[order.index(item.id) + 1 : order.index(option.go_to)]:
                        passed.setdefault(now.get(between, between), []).append((asker, option.code, option.text))
        return cls(leads, passed)


def _routed(ways: tuple[_Ways, _Ways], before: Item, after: Item) -> Iterator[ItemChange]:
    """Answers that lead elsewhere, and answers of other items that lead past this one, or no longer do."""
    if before.type is after.type:
        old, new = (each.leads.get(after.id, ()) for each in ways)
        if [(code, to) for code, _, to in old] != [(code, to) for code, _, to in new]:
            texts = (" · ".join(f"{text}: {to}" for _, text, to in each) for each in (old, new))
            yield _change(ChangeKind.ROUTED, after, *texts, default=True)
    old, new = (each.passed.get(after.id, ()) for each in ways)
    if [(asker, code) for asker, code, _ in old] != [(asker, code) for asker, code, _ in new]:
        texts = (" · ".join(f"{asker}: {text}" for asker, _, text in each) for each in (old, new))
        yield _change(ChangeKind.PASSED, after, *texts, default=False)


def _change(
    kind: ChangeKind, item: Item, old: str, new: str, *, default: bool, group: str = "", level: str = ""
) -> ItemChange:
    """A change with what the item says about itself; `default` says whether it is comparable when it says nothing."""
    declared: Change | None = item.change
    is_spelling = kind is ChangeKind.REWORDED and is_spelling_correction(old, new)
    return ItemChange(
        kind,
        item.id,
        group,
        level,
        old,
        new,
        comparable=declared.comparable if declared else default or is_spelling,
        reason=declared.reason if declared else "",
        is_spelling=is_spelling,
    )


def _reworded_texts(new: Questionnaire, before: Item, after: Item) -> Iterator[ItemChange]:
    if before.title != after.title:
        yield _change(ChangeKind.REWORDED, after, before.title, after.title, default=True)
    for group in (group.id for group in new.groups):
        if group not in before.text or group not in after.text:
            continue
        if before.text[group] != after.text[group]:
            texts = (before.text[group], after.text[group])
            yield _change(ChangeKind.REWORDED, after, *texts, default=False, group=group)
        yield from _reworded_at_levels(new, before, after, group)
        if before.help.get(group, "") != after.help.get(group, ""):
            texts = (before.help.get(group, ""), after.help.get(group, ""))
            yield _change(ChangeKind.REWORDED, after, *texts, default=True, group=group)


def _reworded_at_levels(new: Questionnaire, before: Item, after: Item, group: str) -> Iterator[ItemChange]:
    """Levels with a wording of their own, before or after."""
    for level in (level.id for level in new.levels):
        has_own = any(group in item.text_by_level.get(level, {}) for item in (before, after))
        texts = (before.wording(group, level), after.wording(group, level))
        if has_own and texts[0] != texts[1]:
            yield _change(ChangeKind.REWORDED, after, *texts, default=False, group=group, level=level)


def _regrouped(new: Questionnaire, before: Item, after: Item) -> Iterator[ItemChange]:
    """Groups that are newly asked, or no longer; then levels likewise. What others are asked stays comparable."""
    for group in dict.fromkeys([*before.text, *after.text]):
        if (group in before.text) != (group in after.text):
            texts = (before.text.get(group, ""), after.text.get(group, ""))
            yield _change(ChangeKind.REGROUPED, after, *texts, default=True, group=group)
    levels = [level.id for level in new.levels]
    for level in levels:
        was, is_now = (not item.levels or level in item.levels for item in (before, after))
        if was != is_now:
            texts = (_first_text(before) if was else "", _first_text(after) if is_now else "")
            yield _change(ChangeKind.REGROUPED, after, *texts, default=True, level=level)


def _changed_answers(
    before: Sequence[Option], after: Sequence[Option], old_item: Item, new_item: Item
) -> Iterator[ItemChange]:
    texts = (_listed(before), _listed(after))
    if old_item.type is not new_item.type or _signature(before) != _signature(after):
        yield _change(ChangeKind.RESCALED, new_item, *texts, default=False)
    elif texts[0] != texts[1]:
        yield _change(ChangeKind.REWORDED, new_item, *texts, default=False)
    if old_item.score and new_item.score:
        ends = [f"{score.low} – {score.high}" for score in (old_item.score, new_item.score)]
        if ends[0] != ends[1]:
            yield _change(ChangeKind.REWORDED, new_item, *ends, default=False)


def _signature(options: Iterable[Option]) -> list[tuple[str, bool, bool]]:
    return [(option.code, option.positive, option.not_applicable) for option in options]


def _listed(options: Iterable[Option]) -> str:
    return " · ".join(option.text for option in options)
