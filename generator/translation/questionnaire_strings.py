"""One walk over every string of a questionnaire that a reader sees.

Extraction collects what the walk visits and translation replaces it, so the two cannot drift apart. The msgctxt of a
string names the instrument and the item but not the version: a text that stays the same in the next version stays one
message, and a reworded text becomes a second message with the same context.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from generator.model.catalogue import Domain, Language
from generator.model.questionnaire import (
    Change,
    Group,
    Item,
    Level,
    Option,
    OwnQuestions,
    Questionnaire,
    Removal,
    Scale,
    ScoreRange,
    Section,
)
from generator.translation.wordings import wording_of

AnyItem = TypeVar("AnyItem", bound=Item)


@dataclass(frozen=True, slots=True)
class StringPlace:
    """Which string the walk has reached."""

    context: str
    """msgctxt, such as `schools/A1/text/teachers`."""
    path: str
    """The string in its file: keys and positions from 0 joined by dots, such as `areas.0.items.2.text.teachers`."""
    role: str
    """What the string is: a key of `questionnaire_comments.ROLES`."""
    section: Section | None = None
    item: Item | None = None
    scale: Scale | None = None
    group: str = ""
    level: str = ""


Visit: TypeAlias = Callable[[StringPlace, str], str]
"""Is given each string with its place and returns what shall stand there."""


def translate_questionnaire(questionnaire: Questionnaire, language: Language) -> Questionnaire:
    """The same questionnaire with each text as a Wording: in `language`, or in English where that lacks."""
    return map_strings(questionnaire, _translating(language))


def translate_own_questions(own: OwnQuestions, language: Language) -> OwnQuestions:
    """The same own questions with each text as a Wording."""
    return map_own_strings(own, _translating(language))


def map_strings(questionnaire: Questionnaire, visit: Visit) -> Questionnaire:
    """A copy in which `visit` has replaced every string that a reader sees, in the order of the file."""
    walk = _Walk(questionnaire.instrument, visit)
    return questionnaire.model_copy(
        update={
            "title": walk.text("title", "title", "title", questionnaire.title),
            "summary": walk.text("summary", "summary", "summary", questionnaire.summary),
            "groups": _each(questionnaire.groups, "groups", walk.group),
            "levels": _each(questionnaire.levels, "levels", walk.level),
            "scales": _each(questionnaire.scales, "scales", walk.scale),
            "areas": _each(questionnaire.areas, "areas", walk.section),
            "blocks": _each(questionnaire.blocks, "blocks", walk.section),
            "removed": _each(questionnaire.removed, "removed", walk.removal),
        }
    )


def map_own_strings(own: OwnQuestions, visit: Visit) -> OwnQuestions:
    """A copy of a school's own questions in which `visit` has replaced every string."""
    walk = _Walk(f"{own.instrument}/own/{own.school}", visit)
    return own.model_copy(update={"items": _each(own.items, "items", lambda path, item: walk.item(path, item, None))})


def _translating(language: Language) -> Visit:
    return lambda place, text: wording_of(language, Domain.QUESTIONNAIRES, place.context, text)


Part = TypeVar("Part")


def _each(parts: Iterable[Part], path: str, convert: Callable[[str, Part], Part]) -> tuple[Part, ...]:
    return tuple(convert(f"{path}.{position}", part) for position, part in enumerate(parts))


@dataclass(frozen=True, slots=True)
class _Walk:
    """The walk through one file: `prefix` opens every context, `path` is where in the file we are."""

    prefix: str
    visit: Visit

    def text(self, context: str, path: str, role: str, text: str) -> str:
        return self.visit(StringPlace(f"{self.prefix}/{context}", path, role), text)

    def group(self, path: str, group: Group) -> Group:
        context = f"group/{group.id}"
        return group.model_copy(
            update={
                "title": self.text(context, f"{path}.title", "group", group.title),
                "welcome": self.visit(
                    StringPlace(f"{self.prefix}/{context}/welcome", f"{path}.welcome", "welcome", group=group.id),
                    group.welcome,
                ),
            }
        )

    def level(self, path: str, level: Level) -> Level:
        context = f"level/{level.id}"
        return level.model_copy(
            update={
                "title": self.text(context, f"{path}.title", "level", level.title),
                "short": self.text(f"{context}/short", f"{path}.short", "level_short", level.short),
            }
        )

    def scale(self, path: str, scale: Scale) -> Scale:
        def visit(context: str, key: str, role: str, text: str) -> str:
            place = StringPlace(f"{self.prefix}/{scale.id}/{context}", f"{path}.{key}", role, scale=scale)
            return self.visit(place, text)

        def option(path_in_scale: str, option: Option) -> Option:
            return _with(option, text=visit(option.code, f"{path_in_scale}.text", "scale_option", option.text))

        return scale.model_copy(
            update={
                "instruction": visit("instruction", "instruction", "instruction", scale.instruction),
                "options": _each(scale.options, "options", option),
            }
        )

    def section(self, path: str, section: Section) -> Section:
        def visit(context: str, key: str, role: str, text: str, group: str = "") -> str:
            place = StringPlace(
                f"{self.prefix}/{section.id}/{context}", f"{path}.{key}", role, section=section, group=group
            )
            return self.visit(place, text)

        return section.model_copy(
            update={
                "title": visit("title", "title", "section", section.title),
                "summary": visit("summary", "summary", "section_summary", section.summary),
                "stem": {
                    group: visit(f"stem/{group}", f"stem.{group}", "stem", text, group)
                    for group, text in section.stem.items()
                },
                "items": _each(section.items, f"{path}.items", lambda below, item: self.item(below, item, section)),
            }
        )

    def item(self, path: str, item: AnyItem, section: Section | None) -> AnyItem:
        visit = _ItemVisit(f"{self.prefix}/{item.id}", path, item, section, self.visit)
        return item.model_copy(
            update={
                "title": visit.string("title", "title", "item", item.title),
                "score": item.score and visit.score(item.score),
                "options": _each(item.options, "options", visit.option),
                "text": visit.by_group("text", "text", "question", item.text),
                "text_by_level": {
                    level: visit.by_group("text", f"text_by_level.{level}", "question", texts, level)
                    for level, texts in item.text_by_level.items()
                },
                "help": visit.by_group("help", "help", "help", item.help),
                "change": item.change and visit.change(item.change),
            }
        )

    def removal(self, path: str, removal: Removal) -> Removal:
        return _with(removal, reason=self.text(f"{removal.id}/removed", f"{path}.reason", "removal", removal.reason))


@dataclass(frozen=True, slots=True)
class _ItemVisit:
    """The strings of one item."""

    prefix: str
    path: str
    item: Item
    section: Section | None
    visit: Visit

    def string(self, context: str, key: str, role: str, text: str, *, group: str = "", level: str = "") -> str:
        return self.visit(
            StringPlace(
                f"{self.prefix}/{context}",
                f"{self.path}.{key}",
                role,
                section=self.section,
                item=self.item,
                group=group,
                level=level,
            ),
            text,
        )

    def by_group(self, context: str, key: str, role: str, texts: Mapping[str, str], level: str = "") -> dict[str, str]:
        ending = f"/{level}" if level else ""
        return {
            group: self.string(f"{context}/{group}{ending}", f"{key}.{group}", role, text, group=group, level=level)
            for group, text in texts.items()
        }

    def option(self, path: str, option: Option) -> Option:
        return _with(option, text=self.string(f"option/{option.code}", f"{path}.text", "item_option", option.text))

    def score(self, score: ScoreRange) -> ScoreRange:
        return score.model_copy(
            update={
                "low": self.string("low", "score.low", "score_low", score.low),
                "high": self.string("high", "score.high", "score_high", score.high),
            }
        )

    def change(self, change: Change) -> Change:
        return _with(change, reason=self.string("change", "change.reason", "change", change.reason))


AnyRecord = TypeVar("AnyRecord", Option, Removal, Change)


def _with(record: AnyRecord, **texts: str) -> AnyRecord:
    return record.model_copy(update=texts)
