"""What a version must say about itself compared with the version it revises (Q009 to Q011).

A trend over two rounds is only drawn where the writer says that the item is still comparable, so a silent change is an
error. Spelling counts too: the writer answers `comparable: true` in one line.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.load.strict_yaml import Document, YamlPath
from generator.load.suggestions import did_you_mean
from generator.model.problem import ProblemLog
from generator.model.questionnaire import Item, Option, Questionnaire


def check_revision(
    questionnaire: Questionnaire,
    document: Document,
    versions: Mapping[str, Questionnaire],
    faulty: frozenset[str],
    log: ProblemLog,
) -> None:
    """Compare a version with the one it revises, when that one is sound."""
    if questionnaire.revises is None:
        _check_first_version(questionnaire, document, log)
        return
    key = f"{questionnaire.instrument}/{questionnaire.revises}"
    if key in faulty and key != questionnaire.key:
        return
    if key not in versions or key == questionnaire.key:
        known = [v.version for v in versions.values() if v.instrument == questionnaire.instrument]
        others = [version for version in known if version != questionnaire.version]
        message = f"There is no other version '{questionnaire.revises}' of {questionnaire.instrument}."
        log.add("Q009", document.place(("revises",)), message, did_you_mean(questionnaire.revises, others))
        return
    old = versions[key]
    old_items = {item.id: item for item in old.items()}
    for item, path in _items(questionnaire):
        _check_item(item, path, questionnaire, old, old_items, document, log)
    _check_removed(questionnaire, old_items, document, log)


def has_changed(item: Item, questionnaire: Questionnaire, old_item: Item, old: Questionnaire) -> bool:
    """Whether somebody who was asked both read another question or could give other answers."""
    if item.type is not old_item.type or _answers(item, questionnaire) != _answers(old_item, old):
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
        (item, (name, section_index, "items", index))
        for name, sections in (("areas", questionnaire.areas), ("blocks", questionnaire.blocks))
        for section_index, section in enumerate(sections)
        for index, item in enumerate(section.items)
    ]


def _answers(item: Item, questionnaire: Questionnaire) -> tuple[Option, ...]:
    return questionnaire.options_of(item)


def _check_first_version(questionnaire: Questionnaire, document: Document, log: ProblemLog) -> None:
    for item, path in _items(questionnaire):
        if item.change is not None:
            message = f"The item '{item.id}' says it changed, but this version revises none."
            log.add("Q011", document.key_place((*path, "change")), message, "Add `revises:`, or delete `change:`.")


def _check_item(
    item: Item,
    path: YamlPath,
    questionnaire: Questionnaire,
    old: Questionnaire,
    old_items: Mapping[str, Item],
    document: Document,
    log: ProblemLog,
) -> None:
    """One item against what it was (Q010, Q011)."""
    was = item.change.was if item.change and item.change.was else item.id
    old_item = old_items.get(was)
    if item.change is None:
        if old_item is not None and has_changed(item, questionnaire, old_item, old):
            message = f"The item '{item.id}' changed since {old.version}, but does not say whether a trend may be drawn."
            remedy = "Add `change:` with `comparable: true` or `false`, and `reason:`."
            log.add("Q010", document.place(path), message, remedy)
    elif old_item is None:
        message = f"The item '{item.id}' says it changed, but {old.version} has no item '{was}'."
        place = document.key_place((*path, "change"))
        log.add("Q011", place, message, did_you_mean(was, old_items))
    elif was == item.id and not has_changed(item, questionnaire, old_item, old):
        message = f"The item '{item.id}' says it changed, but it is the same as in {old.version}."
        log.add("Q011", document.key_place((*path, "change")), message, "Delete `change:`, or change the item.")


def _check_removed(
    questionnaire: Questionnaire, old_items: Mapping[str, Item], document: Document, log: ProblemLog
) -> None:
    """Items go with a reason (Q011)."""
    kept = {item.id for item in questionnaire.items()}
    kept |= {item.change.was for item in questionnaire.items() if item.change and item.change.was}
    removed = {removal.id for removal in questionnaire.removed}
    for item_id in old_items.keys() - kept - removed:
        place = document.key_place(("removed",)) if questionnaire.removed else document.place(("revises",))
        message = f"The item '{item_id}' of the version before is gone without a reason."
        log.add("Q011", place, message, "Name it under `removed:` with `reason:`.")
    for index, removal in enumerate(questionnaire.removed):
        if removal.id not in old_items or removal.id in kept:
            why = "is still here" if removal.id in kept else "was not in the version before"
            message = f"The item '{removal.id}' stands under `removed:`, but {why}."
            log.add("Q011", document.place(("removed", index, "id")), message, did_you_mean(removal.id, old_items))
