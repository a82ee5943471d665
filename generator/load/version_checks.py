"""What a version must say about itself compared with the version it revises (Q009 to Q011).

A trend over two rounds is only drawn where the writer says that the item is still comparable, so a silent change is an
error. Spelling counts too: the writer answers `comparable: true` in one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.load.questionnaire_checks import sections_with_paths
from generator.load.strict_yaml import Document, YamlPath
from generator.load.suggestions import did_you_mean
from generator.model.problem import ProblemLog
from generator.model.questionnaire import Item, ItemType, Option, Questionnaire


def check_revision(
    questionnaire: Questionnaire,
    document: Document,
    versions: Mapping[str, Questionnaire],
    faulty: frozenset[str],
    log: ProblemLog,
) -> None:
    """Compare a version with the one it revises, when that one is sound."""
    key = questionnaire.previous_key
    if key is None:
        _check_first_version(questionnaire, document, log)
        return
    if key in faulty and key != questionnaire.key:
        return
    if key not in versions or key == questionnaire.key:
        known = [v.version for v in versions.values() if v.instrument == questionnaire.instrument]
        others = [version for version in known if version != questionnaire.version]
        message = f"There is no other version '{questionnaire.revises}' of {questionnaire.instrument}."
        log.add("Q009", document.place(("revises",)), message, did_you_mean(questionnaire.revises or "", others))
        return
    revision = _Revision(questionnaire, versions[key], document, log)
    for item, path in _items(questionnaire):
        revision.check_item(item, path)
    revision.check_removed()


def has_changed(item: Item, questionnaire: Questionnaire, old_item: Item, old: Questionnaire) -> bool:
    """Whether somebody who was asked both read another question or could give other answers."""
    if item.type is not old_item.type or questionnaire.options_of(item) != old.options_of(old_item):
        return True
    groups = item.text.keys() & old_item.text.keys()
    levels = {level.id for level in questionnaire.levels} & {level.id for level in old.levels}
    return any(
        item.wording(group, level) != old_item.wording(group, level)
        for group in groups
        for level in levels
        if item.is_asked_of(group, level) and old_item.is_asked_of(group, level)
    )


def _items(questionnaire: Questionnaire) -> list[tuple[Item, YamlPath]]:
    return [
        (item, (*path, "items", index))
        for section, path in sections_with_paths(questionnaire)
        for index, item in enumerate(section.items)
    ]


def _counting(options: Iterable[Option]) -> list[tuple[str, bool, bool]]:
    """What decides how answers are counted: codes in their order, which are positive, which stand apart."""
    return [(option.code, option.positive, option.not_applicable) for option in options]


def _check_first_version(questionnaire: Questionnaire, document: Document, log: ProblemLog) -> None:
    for item, path in _items(questionnaire):
        if item.change is not None:
            message = f"The item '{item.id}' says it changed, but this version revises none."
            log.add("Q011", document.key_place((*path, "change")), message, "Add `revises:`, or delete `change:`.")


@dataclass(frozen=True, slots=True)
class _Revision:
    """A version, and the one it revises."""

    new: Questionnaire
    old: Questionnaire
    document: Document
    log: ProblemLog

    @property
    def old_items(self) -> Mapping[str, Item]:
        """The items of the version before, by id."""
        return {item.id: item for item in self.old.items()}

    def check_item(self, item: Item, path: YamlPath) -> None:
        """One item against what it was (Q010, Q011)."""
        old_items = self.old_items
        was = item.change.was if item.change and item.change.was else item.id
        old_item = old_items.get(was)
        place = self.document.key_place((*path, "change"))
        if item.change is None:
            if old_item is not None and has_changed(item, self.new, old_item, self.old):
                message = f"The item '{item.id}' changed since {self.old.version}, but says nothing about it."
                remedy = "Add `change:` with `comparable:` (true or false: may a trend be drawn?) and `reason:`."
                self.log.add("Q010", self.document.place(path), message, remedy)
        elif old_item is None:
            message = f"The item '{item.id}' says it changed, but {self.old.version} has no item '{was}'."
            self.log.add("Q011", place, message, did_you_mean(was, old_items))
        elif item.change.comparable and not self._counts_alike(item, old_item):
            message = f"The item '{item.id}' cannot be compared with {self.old.version}: its answers are others."
            remedy = "Write `comparable: false`: percents and means of two different scales do not compare."
            self.log.add("Q020", self.document.place((*path, "change", "comparable")), message, remedy)
        elif was == item.id and self._is_same(item, old_item):
            message = f"The item '{item.id}' says it changed, but it is the same as in {self.old.version}."
            self.log.add("Q011", place, message, "Delete `change:`, or change the item.")

    def _counts_alike(self, item: Item, old_item: Item) -> bool:
        """Whether percent positive and mean are worked out from the same answers. Choices have neither."""
        if item.type is not old_item.type:
            return False
        if item.type in (ItemType.SINGLE, ItemType.MULTIPLE):
            return True
        return _counting(self.new.options_of(item)) == _counting(self.old.options_of(old_item))

    def _is_same(self, item: Item, old_item: Item) -> bool:
        """Whether nothing differs at all, not even who is asked."""
        before = old_item.model_copy(update={"change": item.change})
        return item == before and self.new.options_of(item) == self.old.options_of(old_item)

    def check_removed(self) -> None:
        """Items go with a reason (Q011)."""
        old_items = self.old_items
        kept = {item.id for item in self.new.items()}
        kept |= {item.change.was for item in self.new.items() if item.change and item.change.was}
        for item_id in old_items.keys() - kept - {removal.id for removal in self.new.removed}:
            where = ("removed",) if self.new.removed else ("revises",)
            message = f"The item '{item_id}' of the version before is gone without a reason."
            self.log.add("Q011", self.document.key_place(where), message, "Name it under `removed:` with `reason:`.")
        for index, removal in enumerate(self.new.removed):
            if removal.id not in old_items or removal.id in kept:
                why = "is still here" if removal.id in kept else "was not in the version before"
                message = f"The item '{removal.id}' stands under `removed:`, but {why}."
                place = self.document.place(("removed", index, "id"))
                remedy = "Delete one of the two." if removal.id in kept else did_you_mean(removal.id, old_items)
                self.log.add("Q011", place, message, remedy)
