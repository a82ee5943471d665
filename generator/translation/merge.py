"""Brings a catalogue up to date with the project without losing a translation.

In this order: the same message; the same context with another text (fuzzy, with the text before); the same text
elsewhere (fuzzy when from another domain); a similar text that is no longer used (fuzzy). What is left over stays as
obsolete. Babel's own merge is quadratic and polib's knows no fuzzy matches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import fuzz, process

from generator.model.catalogue import Domain, SourceMessage
from generator.translation.catalogue_file import CatalogueFile, Entry, Previous, canonical_headers, entry_of
from generator.translation.plural_forms import plural_count

SIMILAR: Final = 90.0
"""How alike two texts must be (rapidfuzz ratio, 0 to 100) for the translation of one to be proposed for the other."""


def empty_catalogue(language: str, domain: Domain) -> CatalogueFile:
    """A catalogue without entries, for a language that has none yet."""
    return CatalogueFile(language, domain, canonical_headers(language, {}), ())


def merge(
    old: CatalogueFile, messages: Sequence[SourceMessage], others: Iterable[CatalogueFile] = ()
) -> CatalogueFile:
    """The catalogue with an entry for each message of its domain, in their order, and its obsolete entries behind.

    `others` are the language's other catalogues, from which equal texts are taken as proposals.
    """
    wanted = [message for message in messages if message.domain is old.domain]
    memory = _Memory.of(old, others)
    exact = {entry.key: entry for entry in reversed(sorted(old.entries, key=lambda entry: entry.is_obsolete))}
    kept = {message.key for message in wanted}
    entries: list[Entry] = []
    used = {key for key in exact if key in kept}
    unmatched: dict[int, SourceMessage] = {}
    for message in wanted:
        fresh = entry_of(message, old.language)
        found = exact.get(message.key)
        if found and (found.has_work or not memory.proposes(message)):
            entries.append(_again(fresh, found))
            continue
        proposal = memory.proposal(message)
        if proposal is None:
            unmatched[len(entries)] = message
            entries.append(fresh)
        else:
            entries.append(_proposed(fresh, proposal.entry, is_fuzzy=proposal.is_fuzzy))
            used.add(proposal.entry.key if proposal.is_same_context else ("", ""))
    _match_similar(entries, unmatched, [entry for key, entry in exact.items() if key not in used and any(entry.forms)], used)
    obsolete = tuple(
        replace(entry, is_obsolete=True, paths=(), comment="")
        for entry in old.entries
        if entry.key not in used and entry.has_work
    )
    headers = canonical_headers(old.language, old.headers)
    return CatalogueFile(old.language, old.domain, headers, (*entries, *obsolete), old.remarks)
