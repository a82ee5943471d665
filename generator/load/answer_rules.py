"""What counts of answers must agree with: the questionnaire, the school's own questions, and participation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.load.school_tables import SCHOOLS, Schools
from generator.load.suggestions import did_you_mean
from generator.model.questionnaire import Item, ItemType, OwnQuestions, Questionnaire
from generator.model.results import ANSWERED, Participation, Unit


class RowKey(NamedTuple):
    """What names a row of answers. Empty option (and item): the first row of the item (of the unit)."""

    school: str
    level: str
    group: str
    item: str = ""
    option: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that breaks a rule."""

    code: str
    key: RowKey
    message: str
    remedy: str = ""
    is_repeated: bool = False
    """Whether the last row with this key is meant, not the first."""


@dataclass(frozen=True, slots=True)
class AskedItem:
    """An item with what is looked up for every row of it."""

    item: Item
    options: Mapping[str, str]
    """Code by code: the same text object for every count keeps millions of rows small."""
    id: str
    is_multiple: bool
    """Whether people may tick several options."""


@dataclass(frozen=True, slots=True)
class AnswerRules:
    """Everything that the answers of a round are checked against."""

    questionnaire: Questionnaire
    schools: Schools
    participation: Mapping[Unit, Participation]
    items: Mapping[str, AskedItem]
    own_items: Mapping[str, Mapping[str, AskedItem]]
    """By school: the questionnaire's items and those the school wrote."""

    def items_of(self, school: str) -> Mapping[str, AskedItem]:
        """What a school asked."""
        return self.own_items.get(school, self.items)

    def unit(self, school: str, level: str, group: str) -> Unit:
        """The unit, as the same object that participation has."""
        found = self.participation.get(Unit(school, level, group))
        return Unit(found.school, found.level, found.group) if found else Unit(school, level, group)


def rules_of(
    questionnaire: Questionnaire,
    own_questions: Sequence[OwnQuestions],
    schools: Schools,
    participation: Mapping[Unit, Participation],
) -> AnswerRules:
    """The rules of one round. `own_questions` may be of other versions, which are left aside."""
    items = {item.id: _asked(item, questionnaire) for item in questionnaire.items()}
    own = {
        own.school: items | {item.id: _asked(item, questionnaire) for item in own.items}
        for own in own_questions
        if own.questionnaire == questionnaire.key
    }
    return AnswerRules(questionnaire, schools, participation, items, own)


def _asked(item: Item, questionnaire: Questionnaire) -> AskedItem:
    is_multiple = item.type is ItemType.MULTIPLE
    codes = [option.code for option in questionnaire.options_of(item)] + [ANSWERED] * is_multiple
    return AskedItem(item, {code: code for code in codes}, item.id, is_multiple)


def ask_fault(rules: AnswerRules, unit: Unit, item_id: str) -> Fault | None:
    """Why nobody can have answered this item in this unit (R004, R010)."""
    item = rules.items_of(unit.school).get(item_id)
    if item is not None and item.item.is_asked_of(unit.group, unit.level):
        return None
    key = RowKey(*unit, item_id)
    if item is None:
        owner = next((school for school, items in rules.own_items.items() if item_id in items), "")
        remedy = f"It is a question of {owner}." if owner else did_you_mean(item_id, rules.items_of(unit.school))
        return Fault("R004", key, f"{rules.questionnaire.key} has no item '{item_id}' for {unit.school}.", remedy)
    return Fault("R010", key, f"The item '{item_id}' was not asked of {unit.group} at {unit.level}.")


def unit_fault(rules: AnswerRules, unit: Unit) -> Fault | None:
    """Why there can be no answers of this school, level and group (R003, R006, R007, R013)."""
    key = RowKey(*unit)
    name = rules.questionnaire.key
    if unit.school not in rules.schools.known:
        remedy = did_you_mean(unit.school, rules.schools.known)
        return Fault("R003", key, f"The school '{unit.school}' is not in {SCHOOLS}.", remedy)
    groups = [group.id for group in rules.questionnaire.groups]
    if unit.group not in groups:
        return Fault("R006", key, f"{name} has no group '{unit.group}'.", did_you_mean(unit.group, groups))
    levels = [level.id for level in rules.questionnaire.levels]
    if unit.level not in levels:
        return Fault("R007", key, f"{name} has no level '{unit.level}'.", did_you_mean(unit.level, levels))
    if unit not in rules.participation and unit.school not in rules.schools.faulty:
        message = f"{unit.school}, {unit.level}, {unit.group} has answers but no row in participation.csv."
        return Fault("R013", key, message, "Add the row.")
    return None


def is_possible(item: AskedItem, counts: Mapping[str, int], completed: int) -> bool:
    """Whether as many people can have answered (R005, R009): what `unit_faults` says of most items, without a word."""
    if not item.is_multiple:
        return sum(counts.values()) <= completed
    answered = counts.get(ANSWERED, -1)
    return max(counts.values(), default=0) <= answered <= completed


def unit_faults(
    rules: AnswerRules, unit: Unit, item: AskedItem, rows: Iterable[tuple[str, int | None]], counts: dict[str, int]
) -> Iterator[Fault]:
    """Fill `counts` with an item's rows (option, count); what is wrong with them (R005, R008, R009, R011)."""
    for option, number in rows:
        code = item.options.get(option)
        if code is not None and number is not None and code not in counts:
            counts[code] = number
            continue
        key = RowKey(*unit, item.id, option)
        if code is None:
            remedy = did_you_mean(option, item.options)
            yield Fault("R005", key, f"The item '{item.id}' has no option '{option}'.", remedy)
        elif number is None:
            yield Fault("R008", key, "The count is not a whole number of zero or more.", "Write plain digits.")
        else:
            message = f"{', '.join(key)} already has a row."
            yield Fault("R011", key, message, "Add the two counts, or delete one.", is_repeated=True)
    yield from _too_many(rules, unit, item, counts)


def _too_many(rules: AnswerRules, unit: Unit, item: AskedItem, counts: Mapping[str, int]) -> Iterator[Fault]:
    """Nobody answers without completing (R009); a choice of several says how many people answered (R005)."""
    participation = rules.participation.get(unit)
    limit = participation.completed if participation is not None else None
    if not item.is_multiple:
        total = sum(counts.values())
        if limit is not None and total > limit:
            message = f"{', '.join(unit)}: {total} answers to '{item.id}', but {limit} completed the questionnaire."
            yield Fault("R009", RowKey(*unit, item.id), message)
        return
    if ANSWERED not in counts:
        if counts:
            message = f"The item '{item.id}' does not say how many people answered it."
            yield Fault("R005", RowKey(*unit, item.id), message, f"Add a row with the option '{ANSWERED}'.")
        return
    answered = counts[ANSWERED]
    if limit is not None and answered > limit:
        message = f"{', '.join(unit)}: {answered} answered '{item.id}', but {limit} completed the questionnaire."
        yield Fault("R009", RowKey(*unit, item.id, ANSWERED), message)
    for option, number in counts.items():
        if number > answered:
            message = f"{', '.join(unit)}: {number} chose '{option}' of '{item.id}', but {answered} answered it."
            yield Fault("R009", RowKey(*unit, item.id, option), message)
