"""Texts without translation as JSON lines, and their translations back: for translators who work outside a `.po` file.

Out go lines `{"context", "text", "plural", "comment"}`, each distinct text once. Back come lines
`{"context", "text", "forms": [...]}`, one form, or one for each plural form of the language. A line that would not be
shown is refused with its number; the others are taken.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator.load.message_checks import check_form
from generator.model.catalogue import Domain, MessageKey
from generator.model.plural_forms import is_for_one_number
from generator.translation.catalogue_file import CatalogueFile, Entry
from generator.translation.guide_inline import inline_translation


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that was not taken."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


def export_batch(catalogue: CatalogueFile, limit: int | None = None) -> str:
    """The texts that have no usable translation, one JSON object a line; at most `limit`."""
    waiting: dict[tuple[str, str], Entry] = {}
    for entry in _waiting(catalogue):
        waiting.setdefault((entry.text, entry.plural), entry)
    lines = [
        {
            "context": entry.context,
            "text": entry.text,
            "plural": entry.plural,
            "comment": entry.comment,
            **({"forms_wanted": len(entry.forms)} if entry.plural else {}),
            **({"proposal": list(entry.forms)} if entry.is_fuzzy else {}),
        }
        for entry in waiting.values()
    ]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines[:limit])


def import_batch(catalogue: CatalogueFile, batch: str) -> tuple[CatalogueFile, tuple[Refusal, ...]]:
    """The catalogue with the translations of a batch, and the lines that were refused.

    A translation also goes to every other entry of the same text that has no usable one. It replaces what was there,
    and the entry is no longer fuzzy.
    """
    taken: dict[MessageKey, tuple[str, ...]] = {}
    refusals: list[Refusal] = []
    entries = {entry.key: entry for entry in catalogue.entries if not entry.is_obsolete}
    for number, line in enumerate(batch.splitlines(), 1):
        if line.strip():
            answer = _read_line(line, entries, catalogue)
            if isinstance(answer, str):
                refusals.append(Refusal(number, answer))
            else:
                taken[answer.key] = answer.forms
    by_text = {(entries[key].text, entries[key].plural): forms for key, forms in taken.items()}
    filled = tuple(_filled(entry, taken, by_text) for entry in catalogue.entries)
    return replace(catalogue, entries=filled), tuple(refusals)


def _waiting(catalogue: CatalogueFile) -> list[Entry]:
    return [
        entry for entry in catalogue.entries if not entry.is_obsolete and (entry.is_fuzzy or not entry.is_translated)
    ]


def _filled(
    entry: Entry, taken: Mapping[MessageKey, tuple[str, ...]], by_text: Mapping[tuple[str, str], tuple[str, ...]]
) -> Entry:
    if entry.is_obsolete:
        return entry
    forms = taken.get(entry.key)
    if forms is None and (entry.is_fuzzy or not entry.is_translated):
        forms = by_text.get((entry.text, entry.plural))
    return replace(entry, forms=forms, is_fuzzy=False, previous=None) if forms else entry


def _read_line(line: str, entries: Mapping[MessageKey, Entry], catalogue: CatalogueFile) -> Entry | str:
    """The entry with its new forms, or the reason why not."""
    try:
        answer = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return "not a JSON object"
    if not isinstance(answer, dict) or not isinstance(answer.get("text"), str):
        return "no text"
    entry = entries.get((str(answer.get("context", "")), answer["text"]))
    if entry is None:
        return "the project has no such message"
    forms = answer.get("forms")
    if not isinstance(forms, list) or not all(isinstance(form, str) for form in forms):
        return "forms must be a list of texts"
    cleaned = tuple(form if "\n" in entry.text else form.strip() for form in forms)
    reason = next(_faults(entry, cleaned, catalogue), None)
    return reason or replace(entry, forms=cleaned)


def _faults(entry: Entry, forms: tuple[str, ...], catalogue: CatalogueFile) -> Iterator[str]:
    if len(forms) != len(entry.forms):
        yield f"{len(forms)} forms, but {len(entry.forms)} are needed"
    if not all(form.strip() for form in forms):
        yield "an empty form"
    for number, form in enumerate(forms):
        if any(ord(character) < 32 and character != "\n" for character in form):
            yield "a control character"
        if "\n" in form and "\n" not in entry.text:
            yield "a line end that the source does not have"
        if catalogue.domain is Domain.GUIDES and inline_translation(entry.text, form) is None:
            yield "a link target differs from the source"
        is_for_one = is_for_one_number(catalogue.language, number)
        for finding in check_form(entry.text, entry.plural, form, is_for_one=is_for_one):
            yield f"{finding.code} {finding.message}"
