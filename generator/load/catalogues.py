"""Catalogues for readers: `translations/<language>/LC_MESSAGES/<domain>.po`, and the same beside rounds elsewhere.

The unit of failure is one message: it falls back to the source, its place is reported, its neighbours are shown. What
rewrites a catalogue has another reader, which loses nothing (`translation/po_reading.py`;
decisions/two-readers-of-catalogues.md).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import polib

from generator.load.files import listed, note_stranger, read_text, shown_path
from generator.load.message_checks import check_form
from generator.load.plural_expression import PluralExpressionError, check_plural_expression
from generator.load.po_lines import EntryLines, canonical, entries
from generator.model.catalogue import SOURCE_LANGUAGE, Catalogue, Domain, Language, MessageKey, TextPlace, Translation
from generator.model.plural_forms import is_for_one_number, plural_count
from generator.model.problem import Place, ProblemLog

FOLDER: Final = "translations"
MAX_BYTES: Final = 2_000_000
_KNOWN_NAMES: Final = frozenset({"templates", "glossary.yaml"})
_CHARSET: Final = re.compile(r"charset=([\w-]+)", re.IGNORECASE)
MAX_FAULTS: Final = 1_000
"""How many faults of one catalogue are told; a file has more by attack or accident."""
REVIEWED_HEADER: Final = "X-Guzgu-Reviewed"
"""The header field with the day on which the reviewer signed."""
PSEUDO_HEADER: Final = "X-Guzgu-Pseudo"
"""The header field of a catalogue that a program invented."""
HEADER: Final[MessageKey] = ("", "")
"""The message without context and text holds what the catalogue says of itself."""
_PLURAL_FORMS: Final = re.compile(r"\s*nplurals\s*=\s*([0-9]{1,3})\s*;\s*plural\s*=([^;]*);?\s*")


@dataclass(frozen=True, slots=True)
class _Message:
    """One message as it stands in a catalogue."""

    context: str
    text: str
    plural: str
    forms: tuple[str, ...]
    is_fuzzy: bool
    is_obsolete: bool
    places: tuple[TextPlace, ...]
    """Where the text of each form stands."""

    @property
    def start(self) -> Place:
        """Where the text of the first form starts."""
        return self.places[0].start

    @property
    def key(self) -> MessageKey:
        """(msgctxt, msgid)."""
        return (self.context, self.text)


@dataclass(frozen=True, slots=True)
class _File:
    """A catalogue as it stands on disk, before anything is judged but its lines."""

    path: str
    header: _Message | None
    messages: tuple[_Message, ...]
    """All others, in their order."""
    has_faulty_header: bool = False
    """Whether the header could not be read; the fault is noted."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The header's fields by name; the first of two counts."""
        return dict(reversed(self.fields))

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The header's fields as they stand: name, value."""
        lines = self.header.forms[0].split("\n") if self.header else []
        parts = [line.partition(":") for line in lines if ":" in line]
        return [(name.strip(), value.strip()) for name, _, value in parts]


@dataclass(slots=True)
class _FileLog:
    """The problems of one file: a thousand of them by their places, of the rest the number."""

    path: str
    log: ProblemLog
    count: int = field(default=0, init=False)

    def add(self, code: str, place: Place, message: str, remedy: str) -> None:
        """Note an error."""
        self.count += 1
        if self.count <= MAX_FAULTS:
            self.log.add(code, place, message, remedy)

    def close(self) -> None:
        """Tell how many were not noted."""
        if self.count > MAX_FAULTS:
            message = f"{self.count - MAX_FAULTS:,} more faults of this file are not listed."
            self.log.add("T001", Place(self.path), message, "Mend those that are, or restore the file.")


def catalogue_path(language: str, domain: Domain) -> str:
    """Where the catalogue of a language and domain lies, relative to the project."""
    return f"{FOLDER}/{language}/LC_MESSAGES/{domain.value}.po"


def reviewed_path(language: str, domain: Domain) -> str:
    """Where the digests of what a reviewer signed lie, relative to the project."""
    return f"{FOLDER}/{language}/reviewed/{domain.value}.txt"


def load_languages(
    root: Path, codes: tuple[str, ...], log: ProblemLog, *, with_pseudo: bool = False
) -> tuple[Language, ...]:
    """The languages of the site in their order, each with the catalogues it has. English needs none.

    `with_pseudo`: whether invented translations are taken. With English alone, as when the settings cannot be read, the
    other folders are not judged.
    """
    for entry in listed(root / FOLDER) if codes != (SOURCE_LANGUAGE,) else ():
        if entry.name not in _KNOWN_NAMES and entry.name not in codes:
            note_stranger(entry, root, log, codes)
    return tuple(_load_language(root, code, log, with_pseudo=with_pseudo) for code in codes)


def with_words_of_rounds(
    languages: Sequence[Language], home: Path, root: Path, log: ProblemLog
) -> tuple[Language, ...]:
    """The languages with the catalogues that stand beside the rounds in `home`, outside the project in `root`.

    They have the words of these rounds and are a second part of the catalogue of the guides; what the project's own one
    has translated counts.
    """
    if home == root:
        return tuple(languages)
    base = root if home.is_relative_to(root) else home.parent
    codes = [language.code for language in languages if not language.is_source]
    for entry in listed(home / FOLDER):
        if entry.name not in codes:
            note_stranger(entry, base, log, codes)
    return tuple(_with_words_of_rounds(language, home, base, log) for language in languages)


def _with_words_of_rounds(language: Language, home: Path, base: Path, log: ProblemLog) -> Language:
    file = home / catalogue_path(language.code, Domain.GUIDES)
    if language.is_source:
        return language
    for entry in (*listed(file.parents[1]), *listed(file.parent)):
        if entry not in (file, file.parent):
            note_stranger(entry, base, log, [file.parent.name, file.name])
    if not file.exists():
        return language
    beside = read_catalogue(file, base, log).translations
    own = language.catalogues.get(Domain.GUIDES, Catalogue(language.code, Domain.GUIDES))
    usable = {key: found for key, found in own.translations.items() if found.is_usable}
    joined = replace(own, translations={**own.translations, **beside, **usable})
    return replace(language, catalogues={**language.catalogues, Domain.GUIDES: joined})


def _load_language(root: Path, code: str, log: ProblemLog, *, with_pseudo: bool) -> Language:
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
        catalogues[domain] = read_catalogue(file, root, log, with_pseudo=with_pseudo)
    return Language(code, catalogues)


def read_catalogue(path: Path, root: Path, log: ProblemLog, *, with_pseudo: bool = False) -> Catalogue:
    """One catalogue; its language and domain are told by its path. Empty when the file cannot be used.

    `with_pseudo`: whether an invented translation is taken, too.
    """
    code, domain = path.parent.parent.name, Domain(path.stem)
    shown = shown_path(path, root)
    text = read_text(path, root, log, limit=MAX_BYTES, large="T001", unreadable="T001", bom="T001")
    if text is None:
        return Catalogue(code, domain)
    file_log = _FileLog(shown, log)
    file = _read_messages(text, code, file_log)
    reader = _Reader(code, file_log, {}, {HEADER: file.header.start.line} if file.header else {})
    if _is_for(code, file, file_log) and (with_pseudo or _is_real(file, file_log)):
        for message in sorted(file.messages, key=lambda message: message.is_obsolete):
            reader.take(message)
    file_log.close()
    reviewer = file.headers.get("X-Reviewer", "")
    signed = root / reviewed_path(code, domain)
    is_listed = bool(reviewer) and signed.exists()
    digests = read_text(signed, root, log, limit=MAX_BYTES, large="T001", unreadable="T001") if is_listed else None
    return Catalogue(
        code,
        domain,
        reader.translations,
        reviewer,
        file.headers.get(REVIEWED_HEADER, "") if reviewer else "",
        frozenset((digests or "").split()) if is_listed else None,
    )


def _read_messages(text: str, code: str, log: _FileLog) -> _File:
    """Every well-formed message, fuzzy and obsolete ones too; faulty ones are noted and left out."""
    sound: list[EntryLines] = []
    is_first_faulty: bool | None = None
    for entry in entries(text, code):
        if entry.fault is not None:
            fault = entry.fault
            log.add(fault.code, Place(log.path, fault.line, fault.column), fault.message, fault.remedy)
        elif entry.quoted:
            sound.append(entry)
        if is_first_faulty is None:
            is_first_faulty = entry.fault is not None
    messages = [_message(text, entry, log.path) for text, entry in zip(_texts(sound), sound, strict=True)]
    headers = (
        message
        for message, entry in zip(messages, sound, strict=True)
        if message.key == HEADER and "msgctxt" not in entry.quoted and not message.is_obsolete
    )
    header = next(headers, None)
    others = tuple(message for message in messages if message is not header)
    return _File(log.path, header, others, has_faulty_header=bool(is_first_faulty) and header is None)


def _texts(sound: Sequence[EntryLines]) -> Iterator[polib.POEntry]:
    """The texts of messages without fault: where lines keep the grammar, polib misreads none in silence."""
    read = iter(polib.pofile("\n" + canonical(entry for entry in sound if entry.has_msgid), encoding="utf-8"))
    for entry in sound:
        # polib puts a message without text aside as the header, the last where there are several.
        if entry.has_msgid:
            yield next(read)
        else:
            context, form = (entry.quoted.get("msgctxt", ()), next(reversed(entry.quoted.values())))
            yield polib.POEntry(msgctxt=polib.unescape("".join(context)), msgstr=polib.unescape("".join(form)))


def _message(text: polib.POEntry, entry: EntryLines, path: str) -> _Message:
    return _Message(
        context=text.msgctxt or "",
        text=text.msgid,
        plural=text.msgid_plural or "",
        forms=tuple(text.msgstr_plural[number] for number in sorted(text.msgstr_plural)) or (text.msgstr,),
        is_fuzzy=entry.is_fuzzy,
        is_obsolete=entry.is_obsolete,
        places=tuple(TextPlace(path, tuple(lines)) for lines in entry.forms),
    )


def _is_for(code: str, file: _File, log: _FileLog) -> bool:
    """Whether the header names this language; another language's texts must never appear (T002, T007)."""
    place = Place(file.path, 1, 1)
    headers = file.headers
    if not headers:
        if not file.has_faulty_header:
            remedy = f"Begin with an empty msgid that says `Language: {code}`."
            log.add("T002", place, "The catalogue has no header.", remedy)
        return True
    if len(headers) < len(file.fields):
        name = next(name for name, count in Counter(name for name, _ in file.fields).items() if count > 1)
        log.add("T002", place, f"The header says {name} twice; the first counts.", "Delete the other line.")
    language = headers.get("Language", "").replace("_", "-")
    if language != code and language.partition("-")[0] != code:
        said = f"names the language '{language}'" if language else "does not name its language"
        message = f"The header {said}, but the folder is '{code}'; nothing of it is shown."
        log.add("T002", place, message, f"Write `Language: {code}`.")
        return False
    charset = _CHARSET.search(headers.get("Content-Type", ""))
    if charset is None or charset[1].upper() != "UTF-8":
        remedy = "Write `Content-Type: text/plain; charset=UTF-8`."
        log.add("T002", place, "The header does not say that the file is UTF-8.", remedy)
    _check_plural_forms(code, file, log)
    return True


def _is_real(file: _File, log: _FileLog) -> bool:
    """Whether people translated this; what a program invented must never reach a reader (T030)."""
    if PSEUDO_HEADER not in file.headers:
        return True
    message = f"The header has {PSEUDO_HEADER}: this is no translation but made to try the layout. Nothing is shown."
    log.add("T030", Place(file.path, 1, 1), message, "Delete the file; it belongs into a copy of the project.")
    return False


def _check_plural_forms(code: str, file: _File, log: _FileLog) -> None:
    """What editors go by must be there and right (T007); nothing here is chosen by it."""
    said, place, count = file.headers.get("Plural-Forms", ""), Place(file.path, 1, 1), plural_count(code)
    if not said and not any(message.plural for message in file.messages):
        return
    plurals = _PLURAL_FORMS.fullmatch(said)
    if file.header is not None and max(map(file.header.forms[0].count, ("nplurals=", "plural="))) > 1:
        message = "The header tells the plural forms in two places: editors go by the first."
        log.add("T007", place, message, "Leave them in Plural-Forms alone.")
    elif plurals is None:
        message = "The header's Plural-Forms cannot be read." if said else "The header has no Plural-Forms."
        log.add("T007", place, message, f"Write `Plural-Forms: nplurals={count}; plural=...;`.")
    elif plurals[1] != str(count):
        message = f"The header says {plurals[1]} plural forms; '{code}' has {count} here."
        log.add("T007", place, message, "Correct Plural-Forms.")
    else:
        try:
            check_plural_expression(plurals[2], count)
        except PluralExpressionError as error:
            log.add("T007", place, f"The header's plural expression is wrong: {error}.", "Correct Plural-Forms.")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes messages into a catalogue when nothing is wrong with them."""

    code: str
    log: _FileLog
    translations: dict[MessageKey, Translation]
    lines: dict[MessageKey, int]
    """The line in which each message was met first, kept or not."""

    def take(self, message: _Message) -> None:
        """Keep a message, or note why not. Those in use come first, then the obsolete ones."""
        line = self.lines.setdefault(message.key, message.start.line)
        if line != message.start.line:
            told = f"The message already stands in line {line}."
            self.log.add("T003", message.start, told, "Delete one of the two.")
            return
        if message.is_obsolete:
            return
        is_sound = self._check_forms(message)
        # What waits for a decision is not shown, and often a program's own proposal.
        if any(message.forms) and is_sound and not message.is_fuzzy:
            for number, (form, place) in enumerate(zip(message.forms, message.places, strict=True)):
                is_for_one = is_for_one_number(self.code, number)
                for finding in check_form(message.text, message.plural, form, is_for_one=is_for_one):
                    at = place.start if finding.offset is None else place.at(finding.offset)
                    self.log.add(finding.code, at, finding.message, finding.remedy)
                    is_sound = False
        if is_sound:
            translation = Translation(message.forms, message.is_fuzzy, message.start, message.places)
            self.translations[message.key] = translation

    def _check_forms(self, message: _Message) -> bool:
        """All plural forms of the language, or none at all (T007)."""
        if not message.plural:
            return True
        count = plural_count(self.code)
        if len(message.forms) != count:
            told = f"The message has {len(message.forms)} plural forms; '{self.code}' has {count}."
            self.log.add("T007", message.start, told, f"Write msgstr[0] to msgstr[{count - 1}].")
            return False
        if any(message.forms) and not all(message.forms):
            empty = message.places[message.forms.index("")].start
            self.log.add("T007", empty, "A plural form is empty.", "Fill all forms, or none.")
            return False
        return True
