"""Catalogues: `translations/<language>/LC_MESSAGES/<domain>.po`. The only importer of polib.

The unit of failure is one message: it falls back to the source, its place is reported, its neighbours are shown.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polib

from generator.load.files import listed, note_stranger, read_bytes, shown_path
from generator.load.message_checks import check_form
from generator.load.plural_forms import plural_count
from generator.load.po_lines import EntryLines, canonical, entries
from generator.model.catalogue import SOURCE_LANGUAGE, Catalogue, Domain, Language, MessageKey, Translation
from generator.model.problem import Place, ProblemLog

FOLDER: Final = "translations"
MESSAGES: Final = "LC_MESSAGES"
MAX_BYTES: Final = 2_000_000
_BOM: Final = b"\xef\xbb\xbf"
_KNOWN_NAMES: Final = frozenset({"templates", "glossary.yaml"})
_CHARSET: Final = re.compile(r"charset=([\w-]+)", re.IGNORECASE)
_NPLURALS: Final = re.compile(r"\s*nplurals\s*=\s*(\d+)")


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
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
class CatalogueFile:
    """A catalogue as it stands on disk, before anything is judged but its lines."""

    path: str
    headers: Mapping[str, str]
    entries: tuple[CatalogueEntry, ...]
    has_faulty_header: bool = False
    """Whether the header could not be read; the fault is noted."""


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
    folder = root / FOLDER / code / MESSAGES
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
    file = read_entries(path, root, log)
    if file is None or not _is_for(code, file, log):
        return Catalogue(code, domain)
    reader = _Reader(code, log, {})
    for entry in file.entries:
        reader.take(entry)
    return Catalogue(code, domain, reader.translations, file.headers.get("X-Reviewer", "").strip())


def read_entries(path: Path, root: Path, log: ProblemLog) -> CatalogueFile | None:
    """Every well-formed message in use, fuzzy ones too; faulty ones are noted and left out, obsolete ones left out."""
    shown = shown_path(path, root)
    text = _read(path, root, log)
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
    return CatalogueFile(shown, dict(parsed.metadata), messages, has_faulty_header)


def _read(path: Path, root: Path, log: ProblemLog) -> str | None:
    """The text of a catalogue that is small enough and UTF-8 without byte order mark."""
    content = read_bytes(path, root, log, limit=MAX_BYTES, large="T001")
    if content is None:
        return None
    shown = shown_path(path, root)
    if content.startswith(_BOM):
        log.add("T001", Place(shown, 1, 1), "The file starts with a byte order mark.", "Save it as UTF-8 without BOM.")
        content = content.removeprefix(_BOM)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        log.add("T001", Place(shown, line, 1), "The file is not UTF-8 text.", "Save it with the encoding UTF-8.")
        return None


def _entry(message: polib.POEntry, lines: EntryLines, path: str) -> CatalogueEntry:
    forms = tuple(message.msgstr_plural[index] for index in sorted(message.msgstr_plural)) or (message.msgstr,)
    return CatalogueEntry(
        context=message.msgctxt or "",
        text=message.msgid,
        plural=message.msgid_plural or "",
        forms=forms,
        is_fuzzy="fuzzy" in message.flags,
        places=tuple(Place(path, line, column) for line, column in lines.forms) or (Place(path, lines.first, 1),),
    )


def _is_for(code: str, file: CatalogueFile, log: ProblemLog) -> bool:
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

    def take(self, entry: CatalogueEntry) -> None:
        """Keep a message, or note why not."""
        if entry.key in self.translations:
            line = self.translations[entry.key].place.line
            remedy = "Delete one of the two."
            self.log.add("T003", entry.places[0], f"The message already stands in line {line}, which is used.", remedy)
            return
        is_sound = self._check_forms(entry)
        if any(entry.forms) and is_sound:
            for form, place in zip(entry.forms, entry.places, strict=True):
                for finding in check_form(entry.text, entry.plural, form):
                    self.log.add(finding.code, place, finding.message, finding.remedy)
                    is_sound = False
        if is_sound:
            self.translations[entry.key] = Translation(entry.forms, entry.is_fuzzy, entry.places[0])

    def _check_forms(self, entry: CatalogueEntry) -> bool:
        """All plural forms of the language, or none at all (T007)."""
        if not entry.plural:
            return True
        count = plural_count(self.code)
        if len(entry.forms) != count:
            message = f"The message has {len(entry.forms)} plural forms; '{self.code}' has {count}."
            self.log.add("T007", entry.places[0], message, f"Write msgstr[0] to msgstr[{count - 1}].")
            return False
        if any(entry.forms) and not all(entry.forms):
            self.log.add("T007", entry.places[0], "A plural form is empty.", "Fill all forms, or none.")
            return False
        return True
