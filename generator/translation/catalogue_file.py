"""A catalogue file with everything that stands in it, so that nothing a translator wrote is lost when it is rewritten.

The site reads catalogues through `load/catalogues.py`, which drops what may not be shown. Here nothing is dropped: so
there are two readers (decisions/two-readers-of-catalogues.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from generator.load.catalogues import PSEUDO_HEADER, REVIEWED_HEADER
from generator.model.catalogue import SOURCE_LANGUAGE, Domain, MessageKey, SourceMessage
from generator.model.plural_forms import plural_count
from generator.translation.plural_header import plural_header

_KEPT_HEADERS: Final = ("Language-Team", REVIEWED_HEADER, PSEUDO_HEADER)
"""What editors write of themselves and of who saved last is left out: it would differ with every save, addresses of
people would be published, and version control knows who changed what."""


@dataclass(frozen=True, slots=True)
class Previous:
    """The English text that a fuzzy translation was made for."""

    text: str
    context: str = ""
    plural: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One message with its translation."""

    context: str
    text: str
    plural: str = ""
    forms: tuple[str, ...] = ("",)
    """One text, or one for each plural form; empty where missing."""
    is_fuzzy: bool = False
    previous: Previous | None = None
    remarks: tuple[str, ...] = ()
    """Lines that translators wrote (`# ...`)."""
    comment: str = ""
    """What the translator is told (`#. ...`), lines joined by a line end."""
    paths: tuple[str, ...] = ()
    """The files in which the message stands (`#: ...`)."""
    flags: tuple[str, ...] = ()
    """Flags other than fuzzy."""
    is_obsolete: bool = False
    """Whether the project no longer has the message; kept because it may come back."""
    line: int = field(default=0, compare=False)
    """Where the entry was read; 0 for a new one."""

    @property
    def key(self) -> MessageKey:
        """What the entry is found by."""
        return (self.context, self.text)

    @property
    def is_translated(self) -> bool:
        """Whether every form has a text, fuzzy or not."""
        return all(self.forms)

    @property
    def has_work(self) -> bool:
        """Whether a translator wrote anything here."""
        return any(self.forms) or bool(self.remarks)


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """One `.po` file, or a `.pot` template when `language` is empty."""

    language: str
    domain: Domain
    headers: Mapping[str, str]
    entries: tuple[Entry, ...]
    """In source order, obsolete ones last."""
    remarks: tuple[str, ...] = ()
    """The comment at the top of the file."""


def entry_of(message: SourceMessage, language: str) -> Entry:
    """An entry without translation for a message, with as many empty forms as the language needs."""
    count = plural_count(language) if message.plural else 1
    paths = tuple(dict.fromkeys(place.path for place in message.places))
    forms = ("",) * count
    return Entry(message.context, message.text, message.plural, forms, comment=message.comment, paths=paths)


def template(domain: Domain, messages: Iterable[SourceMessage]) -> CatalogueFile:
    """The template of a domain: its messages without translations."""
    entries = tuple(entry_of(message, SOURCE_LANGUAGE) for message in messages if message.domain is domain)
    return CatalogueFile("", domain, canonical_headers("", {}), entries)


def canonical_headers(language: str, found: Mapping[str, str]) -> dict[str, str]:
    """The header fields that every catalogue has, and those of people as found. No names of editors, no dates."""
    headers = {
        "Project-Id-Version": "guzgu",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if language:
        headers |= {"Plural-Forms": plural_header(language), "X-Reviewer": found.get("X-Reviewer", "")}
    return headers | {name: found[name] for name in _KEPT_HEADERS if found.get(name)}
