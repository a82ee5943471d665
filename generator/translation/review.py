"""A catalogue as a reviewer reads it: source and translation side by side, in groups, with what changed since before.

For people who read on paper and write notes by hand. Fuzzy and missing texts are rows too: nothing is left out.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator.model.catalogue import Domain, Language, MessageKey, SourceMessage, Translation, Wording
from generator.model.project import Project
from generator.model.questionnaire import Questionnaire
from generator.translation.messages import source_messages
from generator.translation.questionnaire_strings import StringPlace, map_own_strings, map_strings

_SAID_ALREADY = ("Version ", "Guide: ", "Area ", "Part ")
"""Facts of a comment that the heading of the group says, or that nobody needs to read a text."""


class ReviewState(enum.StrEnum):
    """How far a text is."""

    TRANSLATED = "translated"
    FUZZY = "fuzzy"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Before:
    """What stood in the catalogue at an earlier revision."""

    text: str = ""
    """The English text where it was another one; empty where it is the same."""
    forms: tuple[str, ...] = ()
    """The translation; empty where there was none, or no such text."""
    is_known: bool = False
    """Whether the catalogue had the text, or another one in its place."""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One text with its translation."""

    number: int
    """From 1, through all groups: what a note on paper refers to."""
    message: SourceMessage
    state: ReviewState
    forms: tuple[str, ...]
    """The translation, one text for each plural form; empty where missing."""
    before: Before | None = None
    """What stood there at the earlier revision, where it differs; None: the same, or nothing to compare with."""

    @property
    def context(self) -> tuple[str, ...]:
        """What the translator is told: what it is, where it stands, who reads it, at which level."""
        return tuple(line for line in self.message.comment.split("\n") if line and not line.startswith(_SAID_ALREADY))

    @property
    def is_new(self) -> bool:
        """Whether the earlier catalogue did not have the text at all."""
        return self.before is not None and not self.before.is_known


@dataclass(frozen=True, slots=True)
class ReviewGroup:
    """Texts that stand together: on a page, or in a part of a questionnaire."""

    title: str
    """A Wording, or the path of the file that they come from."""
    rows: tuple[ReviewRow, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """One catalogue for one reviewer."""

    language: str
    domain: Domain
    groups: tuple[ReviewGroup, ...]
    is_compared: bool = False
    """Whether there is an earlier revision to compare with."""

    @property
    def rows(self) -> tuple[ReviewRow, ...]:
        """All rows in their order."""
        return tuple(row for group in self.groups for row in group.rows)

    def count(self, state: ReviewState) -> int:
        """How many rows are in a state."""
        return sum(row.state is state for row in self.rows)

    @property
    def new(self) -> int:
        """How many texts the earlier catalogue did not have."""
        return sum(row.is_new for row in self.rows)

    @property
    def changed(self) -> int:
        """How many texts, or their translations, were others before."""
        return sum(row.before is not None and row.before.is_known for row in self.rows)

    def changes_only(self) -> Review:
        """The same without rows that did not change; the others keep their numbers."""
        groups = (replace(group, rows=tuple(row for row in group.rows if row.before)) for group in self.groups)
        return replace(self, groups=tuple(group for group in groups if group.rows))


def review(project: Project, language: Language, domain: Domain, earlier: Language | None = None) -> Review:
    """A catalogue in source order, grouped; `earlier` is the same language at the revision to compare with."""
    titles = _group_titles(project, language, domain)
    grouped: dict[str, list[SourceMessage]] = {}
    for message in source_messages(project):
        if message.domain is domain:
            path = message.places[0].path if message.places else ""
            grouped.setdefault(titles.get(message.key) or titles.get(("", path)) or path, []).append(message)
    rows = _rows((message for messages in grouped.values() for message in messages), language, earlier)
    groups = tuple(
        ReviewGroup(title, tuple(next(rows) for _ in range(len(messages)))) for title, messages in grouped.items()
    )
    return Review(language.code, domain, groups, is_compared=earlier is not None)


def _rows(messages: Iterator[SourceMessage], language: Language, earlier: Language | None) -> Iterator[ReviewRow]:
    old = earlier and _Earlier(earlier)
    for number, message in enumerate(messages, 1):
        found = _found(language, message)
        forms = _forms(found)
        written = ReviewState.FUZZY if found and found.fuzzy else ReviewState.TRANSLATED
        before = old.before(message, forms) if old else None
        if before and not before.is_known and found is None:
            before = None  # neither catalogue has it yet: nothing that a translator did
        yield ReviewRow(number, message, written if forms else ReviewState.MISSING, forms, before)


def _found(language: Language, message: SourceMessage) -> Translation | None:
    catalogue = language.catalogues.get(message.domain)
    return catalogue.translations.get(message.key) if catalogue else None


def _forms(found: Translation | None) -> tuple[str, ...]:
    return found.forms if found and any(found.forms) else ()


class _Earlier:
    """The catalogues of the earlier revision, found by message and by context."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._by_context = {
            (domain, context): (text, translation)
            for domain, catalogue in language.catalogues.items()
            for (context, text), translation in catalogue.translations.items()
            if context
        }

    def before(self, message: SourceMessage, forms: tuple[str, ...]) -> Before | None:
        """What stood in the place of a message, where that was something else."""
        same = _found(self._language, message)
        if same is not None:
            return Before("", _forms(same), is_known=True) if _forms(same) != forms else None
        text, translation = self._by_context.get((message.domain, message.context), ("", None))
        return Before(text, _forms(translation), is_known=translation is not None)


def _group_titles(project: Project, language: Language, domain: Domain) -> Mapping[MessageKey, Wording]:
    """What the group of a text is called; with an empty context, by the path of its file."""
    if domain is Domain.QUESTIONNAIRES:
        return _section_titles(project, language)
    if domain is Domain.GUIDES:
        return {
            ("", guide.path): language.wording(Domain.GUIDES, "", guide.front_matter.title) for guide in project.guides
        }
    return {}


def _section_titles(project: Project, language: Language) -> Mapping[MessageKey, Wording]:
    titles: dict[MessageKey, Wording] = {}
    for questionnaire in project.questionnaires.values():
        whole = language.wording(Domain.QUESTIONNAIRES, f"{questionnaire.instrument}/title", questionnaire.title)

        def note(place: StringPlace, text: str, asked: Questionnaire = questionnaire, title: Wording = whole) -> str:
            if place.section is None:
                titles[place.context, text] = title
            else:
                context = f"{asked.instrument}/{place.section.id}/title"
                section = language.wording(Domain.QUESTIONNAIRES, context, place.section.title)
                name = f"{place.section.id}. {section}" if place.section in asked.areas else section
                titles[place.context, text] = Wording(name, section.language)
            return text

        map_strings(questionnaire, note)
        for own in project.own_questions:
            if own.questionnaire == questionnaire.key:
                map_own_strings(own, note)
    return titles
