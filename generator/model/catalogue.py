"""Catalogues: what the project says in each language, and how it falls back to English."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple, Self, TypeAlias

from generator.model.problem import Place

SOURCE_LANGUAGE = "en"
_ESCAPE: Final = re.compile(r"\\.")
"""Two characters of a catalogue that stand for one."""


class Domain(enum.StrEnum):
    """A catalogue file: translators work on one subject at a time."""

    INTERFACE = "interface"
    QUESTIONNAIRES = "questionnaires"
    GUIDES = "guides"


@dataclass(frozen=True, slots=True)
class SourceMessage:
    """An English string that a reader sees, with what a translator must know."""

    domain: Domain
    context: str
    """msgctxt: the stable id of the string; empty for the blocks of guides."""
    text: str
    """msgid."""
    plural: str = ""
    """msgid_plural, when the wording depends on a number `{count}`."""
    comment: str = ""
    """What the translator is told (extracted comment)."""
    places: tuple[Place, ...] = ()
    room: int = 0
    """How many characters fit into its place on paper; 0 where it may run on."""

    @property
    def key(self) -> MessageKey:
        """What a catalogue finds the translation by."""
        return (self.context, self.text)


MessageKey: TypeAlias = tuple[str, str]
"""(msgctxt, msgid)."""


class WrittenLine(NamedTuple):
    """A line of a catalogue on which a text stands, or a part of it."""

    line: int
    column: int
    """Of the first character behind the quotation mark."""
    written: str
    """What stands between the quotation marks, with its escapes."""


@dataclass(frozen=True, slots=True)
class TextPlace:
    """Where each character of a text stands in its file."""

    path: str
    lines: tuple[WrittenLine, ...]
    """At least one."""

    @property
    def start(self) -> Place:
        """The quotation mark before the text."""
        first = self.lines[0]
        return Place(self.path, first.line, first.column - 1)

    def at(self, offset: int) -> Place:
        """The character at `offset` of the text, from 0; behind the last one the quotation mark that ends the text."""
        left = offset
        for line, column, written in self.lines:
            length = len(written) - len(_ESCAPE.findall(written))
            if left < length:
                return Place(self.path, line, column + _written_offset(written, left))
            left -= length
        last = self.lines[-1]
        return Place(self.path, last.line, last.column + len(last.written))


def _written_offset(written: str, offset: int) -> int:
    """Where in a line the character stands that is the `offset`th once escapes are one character each."""
    for escape in _ESCAPE.finditer(written):
        if escape.start() >= offset:
            break
        offset += 1
    return offset


@dataclass(frozen=True, slots=True)
class Translation:
    """What a catalogue holds for a message."""

    forms: tuple[str, ...]
    """One text, or one for each plural form of the language. Empty strings are missing."""
    fuzzy: bool = False
    place: Place = field(default=Place(""))  # a frozen record
    places: tuple[TextPlace, ...] = ()
    """Where each form's text stands; left out where nobody asks."""

    def place_of(self, form: int, offset: int | None = None) -> Place:
        """Where a form, counted from 0, starts, or one of its characters stands (`TextPlace.at`)."""
        if form >= len(self.places):
            return self.place
        return self.places[form].start if offset is None else self.places[form].at(offset)

    @property
    def is_usable(self) -> bool:
        """Whether it may be shown: complete and not fuzzy."""
        return not self.fuzzy and all(self.forms)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One language's translations of one domain."""

    language: str
    domain: Domain
    translations: Mapping[MessageKey, Translation] = field(default_factory=dict)
    reviewer: str = ""
    """The native reviewer of the header (X-Reviewer); empty: a draft."""
    reviewed_on: str = ""
    """When the reviewer signed, such as 2026-11-22; empty where nobody said."""
    reviewed: frozenset[str] | None = None
    """Digests of the translations that the reviewer signed; none where they were not written down."""


class Wording(str):
    """A text as a reader sees it, which knows the language it is really in (English where a translation lacks)."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str) -> Self:
        """Join a text and its language code."""
        wording = super().__new__(cls, text)
        wording.language = language
        return wording

    def __reduce__(self) -> tuple[type[Wording], tuple[str, str]]:
        """What a copy in another process is made of."""
        return Wording, (str(self), self.language)


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the site."""

    code: str
    catalogues: Mapping[Domain, Catalogue] = field(default_factory=dict)

    @property
    def is_source(self) -> bool:
        """Whether this is English, which needs no catalogue."""
        return self.code == SOURCE_LANGUAGE

    @property
    def is_draft(self) -> bool:
        """Whether no native reviewer has signed all of its catalogues."""
        return not self.is_source and not (self.catalogues and all(c.reviewer for c in self.catalogues.values()))

    def without_translations(self) -> Language:
        """The language with what its catalogues' headers say, and no text."""
        return Language(self.code, {domain: replace(each, translations={}) for domain, each in self.catalogues.items()})

    def translation(self, domain: Domain, context: str, text: str) -> Translation | None:
        """The usable translation of a message, or none."""
        catalogue = self.catalogues.get(domain)
        found = catalogue.translations.get((context, text)) if catalogue else None
        return found if found and found.is_usable else None

    def wording(self, domain: Domain, context: str, text: str) -> Wording:
        """The message in this language, or in English when it has no usable translation."""
        found = self.translation(domain, context, text)
        return Wording(found.forms[0], self.code) if found else Wording(text, SOURCE_LANGUAGE)
