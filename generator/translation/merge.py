"""Brings a catalogue up to date with the project without losing a translation.

In this order: the same message; the same context with another text (fuzzy, with the text before); the same text
elsewhere (fuzzy when from another domain); a similar text that is no longer used (fuzzy), first the one that stood in
the same place. What is left over stays as obsolete. Babel's own merge is quadratic, and polib's knows no fuzzy matches.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import fuzz, process

from generator.model.catalogue import Domain, MessageKey, SourceMessage
from generator.translation.catalogue_file import CatalogueFile, Entry, Previous, canonical_headers, entry_of

SIMILAR: Final = 80.0
"""How alike two texts must be (rapidfuzz ratio, 0 to 100) for the translation of one to be proposed for the other."""
SIMILAR_IN_PLACE: Final = 50.0
"""The same, by letters or by words, for a text that stands where the other stood: a sentence that was reworded."""


def empty_catalogue(language: str, domain: Domain) -> CatalogueFile:
    """A catalogue without entries, for a language that has none yet."""
    return CatalogueFile(language, domain, canonical_headers(language, {}), ())


def merge(old: CatalogueFile, messages: Sequence[SourceMessage], others: Iterable[CatalogueFile] = ()) -> CatalogueFile:
    """The catalogue with an entry for each message of its domain, in their order, and its obsolete entries behind.

    `others` are the language's other catalogues, from which equal texts are taken: from other domains as proposals.
    """
    wanted = [message for message in messages if message.domain is old.domain]
    keys = {message.key for message in wanted}
    memory = _Memory(old, others, keys)
    matches = [memory.match(message) for message in wanted]
    leftover = [entry for entry in _unused(old.entries, matches) if entry.key not in keys and any(entry.forms)]
    in_place = _in_place(old.entries, leftover, wanted)
    matches = [
        match
        or _similar(message, here, SIMILAR_IN_PLACE)
        or _similar(message, here, SIMILAR_IN_PLACE, by_words=True)
        or _similar(message, leftover, SIMILAR)
        for match, message, here in zip(matches, wanted, in_place, strict=True)
    ]
    entries = [
        _entry(entry_of(message, old.language), match, is_leaving=match is not None and match.entry.key not in keys)
        for message, match in zip(wanted, matches, strict=True)
    ]
    obsolete = [
        replace(entry, is_obsolete=True, paths=(), comment="")
        for entry in _unused(old.entries, matches)
        if entry.has_work
    ]
    headers = canonical_headers(old.language, old.headers)
    return CatalogueFile(old.language, old.domain, headers, (*entries, *dict.fromkeys(obsolete)), old.remarks)


def in_source_order(catalogue: CatalogueFile, messages: Sequence[SourceMessage]) -> CatalogueFile:
    """The catalogue with the same entries, as the source orders and comments them; what editors sorted or wrapped.

    An entry whose message the source no longer has keeps its comment and stays behind the one before it.
    """
    by_key = {message.key: message for message in messages if message.domain is catalogue.domain}
    positions = {key: position for position, key in enumerate(by_key)}
    entries: list[tuple[int, Entry]] = []
    position = -1
    for entry in catalogue.entries:
        message = None if entry.is_obsolete else by_key.get(entry.key)
        if message is not None:
            fresh = entry_of(message, catalogue.language)
            entry = replace(entry, comment=fresh.comment, paths=fresh.paths)  # noqa: PLW2901 - the same, renewed
        position = len(by_key) if entry.is_obsolete else positions.get(entry.key, position)
        entries.append((position, entry))
    ordered = tuple(entry for _, entry in sorted(entries, key=lambda pair: pair[0]))
    return replace(catalogue, entries=ordered, headers=canonical_headers(catalogue.language, catalogue.headers))


@dataclass(frozen=True, slots=True)
class _Match:
    """Where the translation of a message comes from."""

    entry: Entry
    is_exact: bool = False
    is_fuzzy: bool = True


class _Memory:
    """The translations there are, found by key, by context and by text."""

    def __init__(self, old: CatalogueFile, others: Iterable[CatalogueFile], wanted: Collection[MessageKey]) -> None:
        current_last = sorted(old.entries, key=lambda entry: not entry.is_obsolete)
        translated = [entry for entry in current_last if any(entry.forms)]
        self._by_key = {entry.key: entry for entry in current_last}
        # Of several versions of an item, the one whose text is gone was reworded; else the newest is the nearest.
        gone_last = sorted(translated, key=lambda entry: not entry.is_obsolete and entry.key not in wanted)
        self._by_context = {entry.context: entry for entry in gone_last if entry.context}
        self._by_text = {entry.text: entry for entry in sorted(translated, key=lambda entry: not entry.is_fuzzy)}
        same_domain_last = sorted(others, key=lambda other: other.domain is old.domain)
        self._foreign = {
            entry.text: _Match(entry, is_fuzzy=other.domain is not old.domain)
            for other in same_domain_last
            for entry in other.entries
            if entry.is_translated and not entry.is_fuzzy
        }

    def match(self, message: SourceMessage) -> _Match | None:
        """The best source of a translation for a message."""
        same = self._by_key.get(message.key)
        if same and same.has_work:
            return _Match(same, is_exact=True, is_fuzzy=same.is_fuzzy)
        if message.context in self._by_context:
            return _Match(self._by_context[message.context])
        if twin := self._by_text.get(message.text):
            return _Match(twin, is_fuzzy=twin.is_fuzzy)
        if foreign := self._foreign.get(message.text):
            return foreign
        return _Match(same, is_exact=True, is_fuzzy=False) if same else None


def _unused(entries: Sequence[Entry], matches: Sequence[_Match | None]) -> list[Entry]:
    used = {id(match.entry) for match in matches if match}
    return [entry for entry in entries if id(entry) not in used]


def _in_place(
    entries: Sequence[Entry], leftover: Sequence[Entry], wanted: Sequence[SourceMessage]
) -> Iterator[Sequence[Entry]]:
    """For each message the leftover entries that stood behind the same message as it does."""
    keys = {message.key for message in wanted}
    lost = set(map(id, leftover))
    behind: dict[MessageKey | None, list[Entry]] = {}
    last = None
    for entry in entries:
        if id(entry) in lost and not entry.is_obsolete:
            behind.setdefault(last, []).append(entry)
        elif entry.key in keys and not entry.is_obsolete:
            last = entry.key
    known, last = {entry.key for entry in entries if not entry.is_obsolete}, None
    for message in wanted:
        last = message.key if message.key in known else last
        yield behind.get(last, ())


def _similar(
    message: SourceMessage, leftover: Sequence[Entry], cutoff: float, *, by_words: bool = False
) -> _Match | None:
    """The leftover entry whose text is most like the message's; `by_words`: of which most words are the same."""
    texts = [entry.text.split() if by_words else entry.text for entry in leftover]
    text = message.text.split() if by_words else message.text
    best = process.extractOne(text, texts, scorer=fuzz.ratio, score_cutoff=cutoff)
    return _Match(leftover[best[2]]) if best else None


def _entry(fresh: Entry, match: _Match | None, *, is_leaving: bool) -> Entry:
    """The fresh entry of a message with the translation of its match."""
    if match is None:
        return fresh
    found = match.entry
    forms, lost = _fitted(found.forms, len(fresh.forms))
    has_changed = bool(lost) or (match.is_exact and found.plural != fresh.plural and any(found.forms))
    previous = found.previous if match.is_exact else _previous(found, fresh)
    if has_changed:
        previous = _previous(found, fresh)
    is_fuzzy = any(forms) and (match.is_fuzzy or has_changed)
    return replace(
        fresh,
        forms=forms,
        is_fuzzy=is_fuzzy,
        previous=previous if is_fuzzy else None,
        remarks=(*found.remarks, *lost) if match.is_exact or is_leaving else lost,
        flags=found.flags if match.is_exact else (),
    )


def _previous(found: Entry, fresh: Entry) -> Previous:
    """What the translation was made for: of a proposal that still waits, the text that it was a translation of."""
    if found.is_fuzzy and found.previous:
        context = found.previous.context or found.context
        return replace(found.previous, context=context if context != fresh.context else "")
    return Previous(found.text, found.context if found.context != fresh.context else "", found.plural)


def _fitted(forms: tuple[str, ...], count: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """As many forms as wanted, and those that found no room, as lines for a remark."""
    fitted = (*forms, *("",) * count)[:count]
    return fitted, tuple(_remarks(forms[count:]))


def _remarks(forms: tuple[str, ...]) -> Iterator[str]:
    for form in forms:
        if form:
            yield "Earlier form: " + " ".join(form.split())
