"""Catalogues for tools that rewrite them: everything that stands in a file, or a refusal of the whole file.

The unit of failure is the file, because what is not understood would be lost when it is written anew. polib accepts
files that were cut off or lack a quotation mark and loses text in silence. The site has another reader, which leaves
out single messages instead (`load/catalogues.py`; decisions/two-readers-of-catalogues.md).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from generator.model.catalogue import Domain
from generator.translation.catalogue_file import CatalogueFile, Entry, Previous

_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d{1,2})\])?[ \t]*(\".*)$")
_QUOTED = re.compile(r'"((?:[^"\\]|\\["\\ntrabfv])*)"[ \t]*$')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES: Final[Mapping[str, str]] = {
    "n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", '"': '"', "\\": "\\",
}  # fmt: skip
_PREFIX = re.compile(r"(#~\||#\||#~)[ \t]*")
_REFERENCE_LINE = re.compile(r":\d+$")


class CatalogueSyntaxError(ValueError):
    """A catalogue that cannot be understood without guessing; `line` counts from 1 (0: the file as a whole)."""

    def __init__(self, line: int, message: str, path: str = "") -> None:
        super().__init__(f"{path}:{line}: {message}" if path else f"line {line}: {message}")
        self.line = line
        self.message = message


def parse_catalogue(text: str, language: str, domain: Domain) -> CatalogueFile:
    """The catalogue in a file's text. Raises CatalogueSyntaxError."""
    header = _Draft()
    entries: list[Entry] = []
    for draft in _drafts(text):
        if draft.is_header:
            if entries or header.parts:
                raise CatalogueSyntaxError(draft.line, "a second header")
            header = draft
        else:
            entries.append(_entry(draft))
    _refuse_doubles(entries)
    headers = _headers(header.text("msgstr"))
    ordered = sorted(entries, key=lambda entry: entry.is_obsolete)
    return CatalogueFile(language, domain, headers, tuple(ordered), _without_empty_edges(header.remarks))


@dataclass(slots=True)
class _Draft:
    """The lines of one entry, gathered."""

    line: int = 0
    parts: dict[str, list[str]] = field(default_factory=dict)
    """Lines of text by keyword: msgctxt, msgid, msgid_plural, msgstr, msgstr[0], and with `previous ` before it."""
    remarks: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    is_obsolete: bool = False
    last: str = ""

    def text(self, keyword: str) -> str:
        """The text of a keyword; empty where it is missing."""
        return "".join(self.parts.get(keyword, ()))

    @property
    def is_header(self) -> bool:
        """Whether this is the entry of the empty text."""
        return not (self.text("msgid") or self.text("msgctxt") or self.is_obsolete)

    @property
    def is_complete(self) -> bool:
        """Whether a translation has been reached: what follows belongs to the next entry."""
        return any(name.startswith("msgstr") for name in self.parts)


def _drafts(text: str) -> list[_Draft]:
    drafts = [_Draft()]
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for number, raw in enumerate(lines, 1):
        line = raw.strip(" \t")
        if not line:
            if drafts[-1].parts:
                drafts.append(_Draft())
            continue
        if drafts[-1].is_complete and _opens_entry(line, drafts[-1]):
            drafts.append(_Draft())
        _read_line(drafts[-1], line, number)
    return [draft for draft in drafts if _has_text(draft)]


def _opens_entry(line: str, draft: _Draft) -> bool:
    statement = _PREFIX.sub("", line)
    if line.startswith("#") and not line.startswith("#~ "):
        return True
    return statement.startswith(("msgctxt", "msgid")) and not (
        statement.startswith("msgid_plural") and "msgid_plural" not in draft.parts
    )


def _has_text(draft: _Draft) -> bool:
    if not draft.parts:
        return False
    if "msgid" not in draft.parts:
        raise CatalogueSyntaxError(draft.line, "an entry without msgid")
    if not draft.is_complete:
        raise CatalogueSyntaxError(draft.line, "an entry without msgstr")
    return True


def _read_line(draft: _Draft, line: str, number: int) -> None:
    prefix = _PREFIX.match(line)
    statement = line[prefix.end() :] if prefix else line
    if line.startswith("#") and not prefix:
        _read_comment(draft, line)
        return
    draft.line = draft.line or number
    draft.is_obsolete = draft.is_obsolete or bool(prefix and prefix[1] != "#|")
    is_previous = bool(prefix and prefix[1].endswith("|"))
    keyword = _KEYWORD.match(statement)
    if keyword:
        name = ("previous " if is_previous else "") + keyword[1] + (f"[{keyword[2]}]" if keyword[2] else "")
        if name in draft.parts:
            raise CatalogueSyntaxError(number, f"{name} stands twice in one entry")
        draft.parts[name] = [_unquoted(keyword[3], number)]
        draft.last = name
    elif statement.startswith('"') and draft.last.startswith("previous ") == is_previous and draft.last:
        draft.parts[draft.last].append(_unquoted(statement, number))
    else:
        raise CatalogueSyntaxError(number, "neither a comment nor a quoted text")


def _read_comment(draft: _Draft, line: str) -> None:
    if line.startswith("#."):
        draft.comments.append(line[2:].strip())
    elif line.startswith("#:"):
        draft.paths += [_REFERENCE_LINE.sub("", reference) for reference in line[2:].split()]
    elif line.startswith(("#,", "#=")):  # gettext 0.23 writes some flags behind #=
        draft.flags += [flag.strip() for flag in line[2:].split(",") if flag.strip()]
    else:
        draft.remarks.append(line[1:].strip())


def _unquoted(text: str, number: int) -> str:
    quoted = _QUOTED.match(text)
    if not quoted:
        raise CatalogueSyntaxError(number, "a text without its quotation marks, or with an unknown escape")
    return _ESCAPE.sub(lambda escape: _ESCAPES[escape[1]], quoted[1])


def _entry(draft: _Draft) -> Entry:
    previous = None
    if "previous msgid" in draft.parts:
        names = ("previous msgid", "previous msgctxt", "previous msgid_plural")
        previous = Previous(*map(draft.text, names))
    return Entry(
        draft.text("msgctxt"),
        draft.text("msgid"),
        draft.text("msgid_plural"),
        _forms(draft),
        is_fuzzy="fuzzy" in draft.flags,
        previous=previous,
        remarks=_without_empty_edges(draft.remarks),
        comment="\n".join(draft.comments),
        paths=tuple(dict.fromkeys(draft.paths)),
        flags=tuple(flag for flag in draft.flags if flag != "fuzzy"),
        is_obsolete=draft.is_obsolete,
        line=draft.line,
    )


def _without_empty_edges(remarks: list[str]) -> tuple[str, ...]:
    """Some editors write a `#` with nothing behind it."""
    written = [number for number, remark in enumerate(remarks) if remark]
    return tuple(remarks[written[0] : written[-1] + 1]) if written else ()


def _forms(draft: _Draft) -> tuple[str, ...]:
    numbered = [name for name in draft.parts if name.startswith("msgstr[")]
    if numbered and "msgstr" in draft.parts:
        raise CatalogueSyntaxError(draft.line, "both msgstr and msgstr[0]")
    if not numbered:
        return (draft.text("msgstr"),)
    if numbered != [f"msgstr[{index}]" for index in range(len(numbered))]:
        raise CatalogueSyntaxError(draft.line, "the plural forms are not numbered 0, 1, 2 ...")
    return tuple(draft.text(name) for name in numbered)


def _refuse_doubles(entries: list[Entry]) -> None:
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        if not entry.is_obsolete and entry.key in seen:
            raise CatalogueSyntaxError(entry.line, "the same message stands twice")
        if not entry.is_obsolete:
            seen.add(entry.key)


def _headers(text: str) -> dict[str, str]:
    lines = (line.partition(":") for line in text.split("\n") if ":" in line)
    return {name.strip(): value.strip() for name, _, value in lines}
