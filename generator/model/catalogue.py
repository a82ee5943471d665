"""Catalogues: what the project says in each language, and how it falls back to English."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self, TypeAlias

from generator.model.problem import Place

SOURCE_LANGUAGE = "en"


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

    @property
    def key(self) -> MessageKey:
        """What a catalogue finds the translation by."""
        return (self.context, self.text)


MessageKey: TypeAlias = tuple[str, str]
"""(msgctxt, msgid)."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What a catalogue holds for a message."""

    forms: tuple[str, ...]
    """One text, or one for each plural form of the language. Empty strings are missing."""
    fuzzy: bool = False
    place: Place = field(default=Place(""))  # a frozen record
    places: tuple[Place, ...] = ()
    """Where each form's text starts; left out where nobody asks."""

    def place_of(self, form: int) -> Place:
        """Where a form, counted from 0, stands."""
        return self.places[form] if form < len(self.places) else self.place

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
