"""How complete each language is, catalogue by catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.model.catalogue import Catalogue, Domain, Language, SourceMessage
from generator.model.project import Project
from generator.translation.messages import source_messages, without_rounds_outside
from generator.translation.sign_off import is_reviewed


@dataclass(frozen=True, slots=True)
class CatalogueStatus:
    """How far one language is with one domain."""

    language: str
    domain: Domain
    messages: int
    translated: int
    """Usable: complete, not fuzzy, and nothing wrong with them."""
    fuzzy: int
    """Waiting for a translator's decision."""
    words: int
    """English words of all messages."""
    translated_words: int
    reviewer: str
    """The native speaker who signed it; empty: a draft."""
    reviewed_on: str = ""
    """When; empty where nobody said."""
    unreviewed: int = 0
    """Of what is shown, what came or changed after the signature: nobody has signed that."""

    @property
    def missing(self) -> int:
        """Messages that are shown in English and not fuzzy."""
        return self.messages - self.translated - self.fuzzy

    @property
    def percent(self) -> int:
        """Translated messages in percent, rounded down: 100 means all."""
        return 100 * self.translated // self.messages if self.messages else 100


def status(project: Project) -> tuple[CatalogueStatus, ...]:
    """The status of every language but English, domain by domain. Words of rounds outside the project do not count."""
    messages = source_messages(without_rounds_outside(project))
    return tuple(
        catalogue_status(language, domain, [message for message in messages if message.domain is domain])
        for language in project.languages
        if not language.is_source
        for domain in Domain
    )


def catalogue_status(language: Language, domain: Domain, messages: Iterable[SourceMessage]) -> CatalogueStatus:
    """How many of a domain's messages a language has."""
    catalogue = language.catalogues.get(domain) or Catalogue(language.code, domain)
    total = translated = fuzzy = words = translated_words = unreviewed = 0
    for message in messages:
        size = len(message.text.split())
        found = catalogue.translations.get(message.key)
        is_usable = found is not None and found.is_usable
        total += 1
        words += size
        translated += is_usable
        translated_words += size if is_usable else 0
        fuzzy += found is not None and found.fuzzy and any(found.forms)
        unreviewed += is_usable and not is_reviewed(catalogue, message.key)
    return CatalogueStatus(
        language.code,
        domain,
        total,
        translated,
        fuzzy,
        words,
        translated_words,
        catalogue.reviewer,
        catalogue.reviewed_on,
        unreviewed if catalogue.reviewer else 0,
    )
