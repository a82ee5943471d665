"""What a single questionnaire version must agree on with itself (codes Q001 to Q007, Q012 to Q014, Q019, Q021)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from generator.load.readability import hard_to_read
from generator.load.strict_yaml import Document, YamlPath
from generator.load.suggestions import did_you_mean
from generator.model.problem import ProblemLog
from generator.model.questionnaire import Group, Item, ItemType, Option, Questionnaire, Scale, Section

MAX_SCORE_POINTS: Final = 101
"""A score from 0 to 100; more cannot be shown as bars."""
MAX_SKIPPED: Final = 8
"""How many items an answer may skip: on paper their end must be in sight (universal layout)."""


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks the parts of one file against the names that a questionnaire defines."""

    questionnaire: Questionnaire
    document: Document
    log: ProblemLog

    def note(self, code: str, path: YamlPath, message: str, remedy: str = "", *, key: bool = False) -> None:
        """Note a problem at a value, or at its key."""
        place = self.document.key_place(path) if key else self.document.place(path)
        self.log.add(code, place, message, remedy)

    def item(self, item: Item, path: YamlPath) -> None:
        """Everything about one item but its uniqueness."""
        self._groups_of(item.text, (*path, "text"))
        self._groups_of(item.help, (*path, "help"))
        self._levels_of(item.text_by_level, (*path, "text_by_level"))
        for level, texts in item.text_by_level.items():
            self._groups_of(texts, (*path, "text_by_level", level))
        for index, level in enumerate(item.levels):
            self._known_level(level, (*path, "levels", index))
        self._answers(item, path)
        if item.options:
            self.options(item.options, (*path, "options"))
        self._readable(item, path)

    def groups_of_stem(self, section: Section, path: YamlPath) -> None:
        """The shared question of a section speaks to known groups."""
        self._groups_of(section.stem, (*path, "stem"))

    def options(self, options: tuple[Option, ...], path: YamlPath) -> None:
        """Two answers are never the same (Q006)."""
        for field, values in (("code", [o.code for o in options]), ("text", [o.text.casefold() for o in options])):
            for index, first in _repeated(values):
                message = f"The {field} '{getattr(options[index], field)}' is also that of answer {first + 1}."
                self.note("Q006", (*path, index, field), message, f"Give each answer a {field} of its own.")

    def _groups_of(self, texts: Mapping[str, object], path: YamlPath) -> None:
        known = [group.id for group in self.questionnaire.groups]
        for group in texts:
            if group not in known:
                self.note("Q002", (*path, group), f"There is no group '{group}'.", did_you_mean(group, known), key=True)

    def _levels_of(self, texts: Mapping[str, object], path: YamlPath) -> None:
        for level in texts:
            self._known_level(level, (*path, level), key=True)

    def _known_level(self, level: str, path: YamlPath, *, key: bool = False) -> None:
        known = [level.id for level in self.questionnaire.levels]
        if level not in known:
            remedy = did_you_mean(level, known)
            self.note("Q003", path, f"There is no education level '{level}'.", remedy, key=key)

    def _answers(self, item: Item, path: YamlPath) -> None:
        """An item has exactly the answers that its type needs (Q004, Q005)."""
        wanted = {ItemType.SCALE: "scale", ItemType.SCORE: "score"}.get(item.type, "options")
        given = {"scale": item.scale is not None, "score": item.score is not None, "options": bool(item.options)}
        if not given[wanted]:
            message = f"An item of the type {item.type.value} needs `{wanted}`."
            self.note("Q005", path, message, f"Add `{wanted}:`, or change the type.")
        for field in (name for name, is_given in given.items() if is_given and name != wanted):
            message = f"An item of the type {item.type.value} has no `{field}`."
            self.note("Q005", (*path, field), message, f"Delete `{field}:`, or change the type.", key=True)
        scales = [scale.id for scale in self.questionnaire.scales]
        if wanted == "scale" and item.scale is not None and item.scale not in scales:
            remedy = did_you_mean(item.scale, scales)
            self.note("Q004", (*path, "scale"), f"There is no scale '{item.scale}'.", remedy)
        if wanted == "options" and len(item.options) == 1:
            self.note("Q005", (*path, "options"), "A choice needs at least two answers.")
        if item.score is not None and not 0 < item.score.highest - item.score.lowest < MAX_SCORE_POINTS:
            message = f"A score cannot run from {item.score.lowest} to {item.score.highest}."
            self.note("Q005", (*path, "score"), message, "Let `from` be smaller than `to`, at most 100 apart.")

    def _readable(self, item: Item, path: YamlPath) -> None:
        """What students are asked is short and simple (Q013)."""
        students = {group.id for group in self.questionnaire.groups if group.reader == "student"}
        texts = [((*path, "text", group), text) for group, text in item.text.items() if group in students]
        for level, by_group in item.text_by_level.items():
            texts += [((*path, "text_by_level", level, g), text) for g, text in by_group.items() if g in students]
        for text_path, text in texts:
            if reason := hard_to_read(text):
                self.note("Q013", text_path, f"Students will find this hard to read: {reason}.", "Say it shorter.")


def check_questionnaire(questionnaire: Questionnaire, document: Document, log: ProblemLog) -> None:
    """Note everything on which one version contradicts itself."""
    checker = Checker(questionnaire, document, log)
    _check_ids(questionnaire, checker)
    for index, group in enumerate(questionnaire.groups):
        _check_bands(group, ("groups", index, "minimum"), checker)
    for index, scale in enumerate(questionnaire.scales):
        checker.options(scale.options, ("scales", index, "options"))
        _check_positive(scale, ("scales", index), checker)
    for section, path in sections_with_paths(questionnaire):
        checker.groups_of_stem(section, path)
        for index, item in enumerate(section.items):
            checker.item(item, (*path, "items", index))
    _check_same_words(questionnaire, checker)
    _check_routes(questionnaire, checker)


def sections_with_paths(questionnaire: Questionnaire) -> Iterator[tuple[Section, YamlPath]]:
    """Areas, then blocks, each with where it stands in its file."""
    for name, sections in (("areas", questionnaire.areas), ("blocks", questionnaire.blocks)):
        for index, section in enumerate(sections):
            yield section, (name, index)


def _check_ids(questionnaire: Questionnaire, checker: Checker) -> None:
    """No id stands twice among its kind, whatever its case (Q001): survey tools do not tell A1 from a1."""
    kinds: list[tuple[str, list[tuple[str, YamlPath]]]] = [
        ("group", [(group.id, ("groups", index)) for index, group in enumerate(questionnaire.groups)]),
        ("level", [(level.id, ("levels", index)) for index, level in enumerate(questionnaire.levels)]),
        ("scale", [(scale.id, ("scales", index)) for index, scale in enumerate(questionnaire.scales)]),
        ("area or block", [(section.id, path) for section, path in sections_with_paths(questionnaire)]),
        (
            "item",
            [
                (item.id, (*path, "items", index))
                for section, path in sections_with_paths(questionnaire)
                for index, item in enumerate(section.items)
            ],
        ),
    ]
    for kind, ids in kinds:
        for index, first in _repeated([name.casefold() for name, _ in ids]):
            line = checker.document.place((*ids[first][1], "id")).line
            message = f"The {kind} '{ids[index][0]}' already stands in line {line}."
            checker.note("Q001", (*ids[index][1], "id"), message, "Give it an id of its own.")


def _repeated(values: Iterable[str]) -> Iterator[tuple[int, int]]:
    """(index of a repetition, index of the first) for values that stand more than once."""
    first: dict[str, int] = {}
    for index, value in enumerate(values):
        if first.setdefault(value, index) != index:
            yield index, first[value]


def _check_bands(group: Group, path: YamlPath, checker: Checker) -> None:
    """The bands rise, and the last one has no end, so that every number of invited people has a band (Q014)."""
    before = 0
    for index, band in enumerate(group.minimum):
        is_last = index == len(group.minimum) - 1
        if is_last and band.up_to is not None:
            remedy = "Delete its `up_to`, so that it holds for all larger numbers."
            checker.note("Q014", (*path, index), "The last band has an upper end.", remedy)
        elif not is_last and (band.up_to is None or band.up_to <= before):
            remedy = f"Its `up_to` must be more than {before}."
            checker.note("Q014", (*path, index), "The bands are not in rising order.", remedy)
        before = band.up_to or before


def _check_positive(scale: Scale, path: YamlPath, checker: Checker) -> None:
    """Percent positive needs answers on both sides (Q007)."""
    positive = [option.positive for option in scale.points]
    if not any(positive):
        checker.note("Q007", path, f"The scale '{scale.id}' has no positive answer.", "Mark some `positive: true`.")
    elif all(positive):
        checker.note("Q007", path, f"Every answer of the scale '{scale.id}' is positive.", "Mark only the upper ones.")
    for index, option in enumerate(scale.options):
        if option.positive and option.not_applicable:
            message = "An answer that does not apply cannot be positive."
            checker.note("Q007", (*path, "options", index), message, "Delete one of the two marks.")


def _check_same_words(questionnaire: Questionnaire, checker: Checker) -> None:
    """Nobody is asked the same thing twice in the same words (Q012)."""
    asked: dict[tuple[str, str, str], list[tuple[Item, YamlPath]]] = {}
    for section, path in sections_with_paths(questionnaire):
        for index, item in enumerate(section.items):
            for group, text in item.text.items():
                words = " ".join(text.casefold().split()).rstrip(".?!")
                earlier = asked.setdefault((group, section.stem.get(group, ""), words), [])
                twin = next((other for other, _ in earlier if _share_level(item, other)), None)
                if twin is not None:
                    message = f"The item '{twin.id}' asks {group} the same thing in the same words."
                    checker.note("Q012", (*path, "items", index, "text", group), message, "Say what differs.")
                earlier.append((item, path))


def _share_level(one: Item, other: Item) -> bool:
    return not one.levels or not other.levels or bool(set(one.levels) & set(other.levels))


def _check_routes(questionnaire: Questionnaire, checker: Checker) -> None:
    """An answer leads to an item soon after, which all who may give it are asked (Q021): nobody leafs through forms."""
    for position, scale in enumerate(questionnaire.scales):
        for index, option in enumerate(scale.options):
            if option.go_to is not None:
                where: YamlPath = ("scales", position, "options", index, "go_to")
                checker.note("Q021", where, "Answers of a scale lead nowhere.", "Delete `go_to:`.")
    items = list(questionnaire.items())
    for section, path in sections_with_paths(questionnaire):
        for position, item in enumerate(section.items):
            for index, option in enumerate(item.options):
                if option.go_to is not None and (fault := _fault_of_route(questionnaire, items, item, option.go_to)):
                    known = [each.id for each in items]
                    remedy = "" if option.go_to in known else did_you_mean(option.go_to, known)
                    where = (*path, "items", position, "options", index, "go_to")
                    checker.note("Q021", where, fault, remedy)


def _fault_of_route(questionnaire: Questionnaire, items: list[Item], item: Item, target_id: str) -> str:
    """What is wrong with going on from one item to another; empty when nothing is."""
    if item.type is not ItemType.SINGLE:
        return f"Only the answers of single choices lead anywhere, not those of the type {item.type.value}."
    target = next((each for each in items if each.id == target_id), None)
    if target is None:
        return f"There is no item '{target_id}'."
    if not 1 < items.index(target) - items.index(item) <= MAX_SKIPPED + 1:
        return f"'{target_id}' must follow {item.id} with one to {MAX_SKIPPED} items between."
    if unasked := _not_asked(questionnaire, item, target):
        return f"'{target_id}' is not asked of {unasked}, who may give this answer."
    return ""


def _not_asked(questionnaire: Questionnaire, item: Item, target: Item) -> str:
    """A group at a level that answers an item but not the one it leads to; empty when there is none."""
    for group in questionnaire.groups:
        for level in questionnaire.levels:
            if item.is_asked_of(group.id, level.id) and not target.is_asked_of(group.id, level.id):
                return f"{group.id} at {level.id}"
    return ""
