"""Catalogues for readers: `translations/<language>/LC_MESSAGES/<domain>.po`. The only importer of polib.

The unit of failure is one message: it falls back to the source, its place is reported, its neighbours are shown. What
rewrites a catalogue has another reader, which loses nothing (`translation/po_reading.py`;
decisions/two-readers-of-catalogues.md).
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polib

from generator.load.files import listed, note_stranger, read_text, shown_path
from generator.load.message_checks import check_form
from generator.load.po_lines import EntryLines, canonical, entries
from generator.model.catalogue import SOURCE_LANGUAGE, Catalogue, Domain, Language, MessageKey, Translation
from generator.model.plural_forms import plural_count
from generator.model.problem import Place, ProblemLog

FOLDER: Final = "translations"
MAX_BYTES: Final = 2_000_000
_KNOWN_NAMES: Final = frozenset({"templates", "glossary.yaml"})
_CHARSET: Final = re.compile(r"charset=([\w-]+)", re.IGNORECASE)
_NPLURALS: Final = re.compile(r"\s*nplurals\s*=\s*(\d+)")


@dataclass(frozen=True, slots=True)
class _Message:
    """One message as it stands in a catalogue."""

    context: str
    text: str
    plural: str
    forms: tuple[str, ...]
    is_fuzzy: bool
    places: tuple[Place, ...]
    """Where the text of each form starts."""

    @property
    def key(self) -> MessageKey:
        """(msgctxt, msgid)."""
        return (self.context, self.text)


@dataclass(frozen=True, slots=True)
class _File:
    """A catalogue as it stands on disk, before anything is judged but its lines."""

    path: str
    headers: Mapping[str, str]
    messages: tuple[_Message, ...]
    has_faulty_header: bool = False
    """Whether the header could not be read; the fault is noted."""


def catalogue_path(language: str, domain: Domain) -> str:
    """Where the catalogue of a language and domain lies, relative to the project."""
    return f"{FOLDER}/{language}/LC_MESSAGES/{domain.value}.po"


def load_languages(root: Path, codes: tuple[str, ...], log: ProblemLog) -> tuple[Language, ...]:
    """The languages of the site in their order, each with the catalogues it has. English needs none.

    With English alone, as when the settings cannot be read, the other folders are not judged.
    """
    for entry in listed(root / FOLDER) if codes != (SOURCE_LANGUAGE,) else ():
        if entry.name not in _KNOWN_NAMES and entry.name not in codes:
            note_stranger(entry, root, log, codes)
    return tuple(_load_language(root, code, log) for code in codes)


def _load_language(root: Path, code: str, log: ProblemLog) -> Language:
    language = Language(code)
    if language.is_source:
        return language
    folder = (root / catalogue_path(code, Domain.INTERFACE)).parent
    names = [f"{domain.value}.po" for domain in Domain]
    if not folder.is_dir():
        place = Place(shown_path(folder, root))
        message = f"The language '{code}' has no catalogues; everything is shown in English."
        log.add("T012", place, message, f"Run `guzgu translations update {code}`.")
        return language
    for entry in listed(folder):
        if entry.name not in names:
            note_stranger(entry, root, log, names)
    catalogues = {}
    for domain in Domain:
        file = folder / f"{domain.value}.po"
        if not file.exists():
            message = f"The language '{code}' has no catalogue {file.name}; its texts are shown in English."
            log.add("T012", Place(shown_path(file, root)), message, f"Run `guzgu translations update {code}`.")
            continue
        catalogues[domain] = read_catalogue(file, root, log)
    return Language(code, catalogues)


def read_catalogue(path: Path, root: Path, log: ProblemLog) -> Catalogue:
    """One catalogue; its language and domain are told by its path. Empty when the file cannot be used."""
    code, domain = path.parent.parent.name, Domain(path.stem)
    file = _read_messages(path, root, log)
    if file is None or not _is_for(code, file, log):
        return Catalogue(code, domain)
    reader = _Reader(code, log, {})
    for message in file.messages:
        reader.take(message)
    return Catalogue(code, domain, reader.translations, file.headers.get("X-Reviewer", "").strip())


def _read_messages(path: Path, root: Path, log: ProblemLog) -> _File | None:
    """Every well-formed message in use, fuzzy ones too; faulty ones are noted and left out, obsolete ones left out."""
    shown = shown_path(path, root)
    text = read_text(path, root, log, limit=MAX_BYTES, large="T001", unreadable="T001", bom="T001")
    if text is None:
        return None
    found = tuple(entries(text, path.parent.parent.name))
    for entry in found:
        if entry.fault is not None:
            fault = entry.fault
            log.add(fault.code, Place(shown, fault.line, fault.column), fault.message, fault.remedy)
    try:
        parsed = polib.pofile("\n" + canonical(found), encoding="utf-8")
    except (OSError, ValueError, LookupError) as error:
        reason = re.sub(r"\s+", " ", str(error))[:200]
        log.add("T001", Place(shown), f"The catalogue cannot be read ({reason}).", "Open it in Poedit and save it.")
        return None
    sound = [entry for entry in found if entry.fault is None and entry.forms]
    starts = [entry.first for entry in sound]
    messages = tuple(
        _entry(message, sound[max(bisect.bisect_right(starts, (message.linenum or 1) - 1) - 1, 0)], shown)
        for message in parsed
    )
    has_faulty_header = bool(found) and found[0].fault is not None and not parsed.metadata
    return _File(shown, dict(parsed.metadata), messages, has_faulty_header)


def _entry(message: polib.POEntry, lines: EntryLines, path: str) -> _Message:
    forms = tuple(message.msgstr_plural[index] for index in sorted(message.msgstr_plural)) or (message.msgstr,)
    return _Message(
        context=message.msgctxt or "",
        text=message.msgid,
        plural=message.msgid_plural or "",
        forms=forms,
        is_fuzzy="fuzzy" in message.flags,
        places=tuple(Place(path, line, column) for line, column in lines.forms) or (Place(path, lines.first, 1),),
    )


def _is_for(code: str, file: _File, log: ProblemLog) -> bool:
    """Whether the header names this language; another language's texts must never appear (T002, T007)."""
    place = Place(file.path, 1, 1)
    if not file.headers:
        if not file.has_faulty_header:
            remedy = f"Begin with an empty msgid that says `Language: {code}`."
            log.add("T002", place, "The catalogue has no header.", remedy)
        return True
    language = file.headers.get("Language", "").strip().replace("_", "-")
    if language != code and language.partition("-")[0] != code:
        said = f"names the language '{language}'" if language else "does not name its language"
        message = f"The header {said}, but the folder is '{code}'; nothing of it is shown."
        log.add("T002", place, message, f"Write `Language: {code}`.")
        return False
    charset = _CHARSET.search(file.headers.get("Content-Type", ""))
    if charset is None or charset[1].upper() != "UTF-8":
        remedy = "Write `Content-Type: text/plain; charset=UTF-8`."
        log.add("T002", place, "The header does not say that the file is UTF-8.", remedy)
    plurals = _NPLURALS.match(file.headers.get("Plural-Forms", ""))
    if plurals is not None and plurals[1] != str(plural_count(code)):
        message = f"The header says {plurals[1]} plural forms; '{code}' has {plural_count(code)} here."
        log.add("T007", place, message, "Correct Plural-Forms.")
    return True


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes messages into a catalogue when nothing is wrong with them."""

    code: str
    log: ProblemLog
    translations: dict[MessageKey, Translation]

    def take(self, message: _Message) -> None:
        """Keep a message, or note why not."""
        if message.key in self.translations:
            line = self.translations[message.key].place.line
            remedy = "Delete one of the two."
            self.log.add(
                "T003", message.places[0], f"The message already stands in line {line}, which is used.", remedy
            )
            return
        is_sound = self._check_forms(message)
        if any(message.forms) and is_sound:
            for form, place in zip(message.forms, message.places, strict=True):
                for finding in check_form(message.text, message.plural, form):
                    self.log.add(finding.code, place, finding.message, finding.remedy)
                    is_sound = False
        if is_sound:
            self.translations[message.key] = Translation(message.forms, message.is_fuzzy, message.places[0])

    def _check_forms(self, message: _Message) -> bool:
        """All plural forms of the language, or none at all (T007)."""
        if not message.plural:
            return True
        count = plural_count(self.code)
        if len(message.forms) != count:
            told = f"The message has {len(message.forms)} plural forms; '{self.code}' has {count}."
            self.log.add("T007", message.places[0], told, f"Write msgstr[0] to msgstr[{count - 1}].")
            return False
        if any(message.forms) and not all(message.forms):
            self.log.add("T007", message.places[0], "A plural form is empty.", "Fill all forms, or none.")
            return False
        return True
