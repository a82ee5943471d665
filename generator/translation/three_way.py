"""Two translators changed the same catalogue: both works joined, entry by entry.

Lines of a `.po` file are no unit of anything: a merge by lines stops where two neighbours were translated, or joins two
halves into a file that nobody can read. Here a conflict is what two people translated in two ways. It stays in the
file as a fuzzy entry with both texts, so readers see English until a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from generator.model.catalogue import Domain, MessageKey
from generator.translation.catalogue_file import CatalogueFile, Entry, Previous
from generator.translation.format import catalogue_text
from generator.translation.po_reading import parse_catalogue

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of two versions."""

    text: str
    conflicts: tuple[str, ...]
    """The English texts that were translated in two ways."""


def join_texts(base: str, ours: str, theirs: str) -> Joined:
    """Join two versions of a catalogue's text that come from `base`. Raises CatalogueSyntaxError."""
    # Language and domain say nothing here: no message is added that neither version has.
    joined, conflicts = join(*(parse_catalogue(text, "", Domain.INTERFACE) for text in (base, ours, theirs)))
    return Joined(catalogue_text(joined), conflicts)


def join(base: CatalogueFile, ours: CatalogueFile, theirs: CatalogueFile) -> tuple[CatalogueFile, tuple[str, ...]]:
    """The joined catalogue and the English texts of its conflicts."""
    before, here, there = (_by_key(catalogue.entries) for catalogue in (base, ours, theirs))
    joined: dict[MessageKey, Entry] = {}
    conflicts: list[str] = []
    for key in _in_order(here, there):
        entry, is_conflict = _joined(before.get(key), here.get(key), there.get(key))
        if entry is not None:
            joined[key] = entry
        if is_conflict:
            conflicts.append(key[1])
    for mine, other in ((here, there), (there, here)):
        _carry_to_reworded(joined, before, mine, other)
    spare = _kept_lines(*(_spare(catalogue.entries) for catalogue in (base, ours, theirs)))
    entries = sorted((*joined.values(), *spare), key=lambda entry: entry.is_obsolete)
    headers = {
        name: _chosen(base.headers.get(name, ""), ours.headers.get(name, ""), theirs.headers.get(name, ""))
        for name in dict.fromkeys((*ours.headers, *theirs.headers))
    }
    remarks = _kept_lines(base.remarks, ours.remarks, theirs.remarks)
    return replace(ours, headers=headers, entries=tuple(entries), remarks=remarks), tuple(conflicts)


def _by_key(entries: Iterable[Entry]) -> dict[MessageKey, Entry]:
    """The entry of each message: the one in use, or the first of those that are not."""
    found: dict[MessageKey, Entry] = {}
    for entry in entries:
        found.setdefault(entry.key, entry)
    return found


def _spare(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries behind others of the same message."""
    chosen = set(map(id, _by_key(entries).values()))
    return tuple(entry for entry in entries if id(entry) not in chosen)


def _in_order(here: Iterable[MessageKey], there: Iterable[MessageKey]) -> list[MessageKey]:
    """Our order, and what only they have behind the message it follows with them."""
    ordered = list(here)
    known = set(ordered)
    place = 0
    for key in there:
        if key in known:
            place = ordered.index(key, 0) + 1
        else:
            ordered.insert(place, key)
            place += 1
    return ordered


def _joined(before: Entry | None, ours: Entry | None, theirs: Entry | None) -> tuple[Entry | None, bool]:
    """The entry, and whether it is a conflict."""
    if theirs in (ours, before):
        return ours, False
    if ours == before:
        return theirs, False
    if ours is None or theirs is None:
        return _taken_out(before, ours or theirs), False
    said, is_conflict = _said(before, ours, theirs)
    lines = _kept_lines(before.remarks if before else (), ours.remarks, theirs.remarks)
    notes = before or Entry("", "")
    return replace(
        said,
        remarks=(*lines, *_other_version(theirs)) if is_conflict else lines,
        comment=_chosen(notes.comment, ours.comment, theirs.comment),
        paths=_chosen(notes.paths, ours.paths, theirs.paths),
        flags=_chosen(notes.flags, ours.flags, theirs.flags),
        is_obsolete=_chosen(before.is_obsolete, ours.is_obsolete, theirs.is_obsolete)
        if before
        else ours.is_obsolete and theirs.is_obsolete,
    ), is_conflict


def _taken_out(before: Entry | None, changed: Entry | None) -> Entry | None:
    """What one side took out and the other changed: obsolete when the change was a translator's."""
    if changed is None or (before and (before.forms, before.remarks) == (changed.forms, changed.remarks)):
        return None
    return replace(changed, is_obsolete=True, comment="", paths=()) if changed.has_work else None


def _said(before: Entry | None, ours: Entry, theirs: Entry) -> tuple[Entry, bool]:
    """The side whose translation stands, and whether that is nobody's decision."""
    was, here, there = (_translation(entry) if entry else None for entry in (before, ours, theirs))
    if there in (here, was):
        return ours, False
    if here == was or not any(ours.forms):
        return theirs, False
    if not any(theirs.forms):
        return ours, False
    if ours.forms == theirs.forms or _is_proposal(ours) != _is_proposal(theirs):
        return (theirs if ours.is_fuzzy and not theirs.is_fuzzy else ours), False
    return replace(ours, is_fuzzy=True), True


def _translation(entry: Entry) -> tuple[str, tuple[str, ...], bool, Previous | None]:
    return entry.plural, entry.forms, entry.is_fuzzy, entry.previous


def _is_proposal(entry: Entry) -> bool:
    """Whether a program proposed the text, because the English one changed."""
    return entry.is_fuzzy and entry.previous is not None


def _other_version(theirs: Entry) -> tuple[str, ...]:
    return tuple(f'The other version says: "{form}"'.replace("\n", "\\n") for form in theirs.forms if form)


def _carry_to_reworded(
    joined: dict[MessageKey, Entry],
    before: Mapping[MessageKey, Entry],
    mine: Mapping[MessageKey, Entry],
    other: Mapping[MessageKey, Entry],
) -> None:
    """Where one side reworded the English text and the other bettered its translation, the better one is proposed."""
    for key, entry in mine.items():
        if key in before or key in other or not _is_proposal(entry) or entry.previous is None:
            continue
        old = (entry.previous.context or entry.context, entry.previous.text)
        was, now = before.get(old), other.get(old)
        if was and now and was.forms == entry.forms != now.forms and now.is_translated and not now.is_fuzzy:
            joined[key] = replace(entry, forms=now.forms)


def _kept_lines(before: Sequence[_T], ours: Sequence[_T], theirs: Sequence[_T]) -> tuple[_T, ...]:
    """Our lines without those that they took out, then those that they added."""
    kept = [line for line in ours if line in theirs or line not in before]
    return (*kept, *(line for line in theirs if line not in ours and line not in before))


def _chosen(before: _T, ours: _T, theirs: _T) -> _T:
    return theirs if ours == before else ours
