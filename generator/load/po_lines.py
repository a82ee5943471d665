"""The lines of a catalogue, judged before any library reads them.

polib accepts an unterminated string and loses its text, keeps unknown escapes, and needs a minute for a file of
continuation lines (safety notes, section 3.1). Here every line must be a comment or one whole quoted string. A fault
costs the message it stands in, never its neighbours: the lines of a faulty message are blanked out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from generator.load.characters import forbidden

MAX_CONTINUATION_LINES: Final = 500
_STRING: Final = r'"(?:[^"\\]|\\[nt"\\])*"'
_KEYWORD: Final = re.compile(rf"\s*(?P<word>msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)[ \t]*(?P<text>{_STRING})\s*")
_CONTINUATION: Final = re.compile(rf"\s*(?P<text>{_STRING})\s*")
_LOOKS_LIKE_KEYWORD: Final = re.compile(r"\s*(?P<word>msgctxt|msgid_plural|msgid|msgstr(?:\[\d*\])?)")
_BEGINNING: Final = re.compile(rf"(?:{_LOOKS_LIKE_KEYWORD.pattern}\s*)?(?:{_STRING[:-1]})?")
_OBSOLETE: Final = re.compile(r"\s*#~\|?")
_CONFLICT: Final = re.compile(r"<{7}|={7}|>{7}|\|{7}")
_ORDER: Final = {"msgctxt": 0, "msgid": 1, "msgid_plural": 2, "msgstr": 3}
_START: Final = 1
"""Index of msgid: what comes before it opens a message."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a message, and where."""

    code: str
    line: int
    column: int
    message: str
    remedy: str


@dataclass(slots=True)
class EntryLines:
    """The lines of one message."""

    first: int
    last: int
    forms: list[tuple[int, int]] = field(default_factory=list)
    """Line and column of each msgstr's text."""
    stage: int = -1
    """The last keyword seen, as an index of `_ORDER`."""
    is_plural: bool = False
    is_obsolete: bool = False
    continuation: int = 0
    fault: Fault | None = None


def entries(text: str, language: str) -> Iterator[EntryLines]:
    """Every message of a catalogue in order, the first fault of each noted in it."""
    entry: EntryLines | None = None
    for number, full_line in enumerate(text.split("\n"), 1):
        line = full_line.removesuffix("\r")
        if not line.strip():
            if entry is not None and (entry.stage == _ORDER["msgstr"] or entry.fault):
                yield _finished(entry)
                entry = None
            continue
        is_obsolete, content, is_comment = _content(line)
        if entry is None or _starts_new(entry, content, is_obsolete=is_obsolete, is_comment=is_comment):
            if entry is not None:
                yield _finished(entry)
            entry = EntryLines(number, number, is_obsolete=is_obsolete)
        entry.last = number
        entry.is_obsolete = entry.is_obsolete or is_obsolete
        if entry.fault is None:
            entry.fault = _bad_character(full_line, number, language)
        if entry.fault is None and not is_comment:
            _take(entry, content, number, len(line) - len(content))
    if entry is not None:
        yield _finished(entry)


def without_faulty(text: str, found: tuple[EntryLines, ...]) -> str:
    """The catalogue with the lines of faulty messages emptied: line numbers stay what they are."""
    lines = text.split("\n")
    for entry in found:
        if entry.fault is not None:
            lines[entry.first - 1 : entry.last] = [""] * (entry.last - entry.first + 1)
    return "\n".join(lines)


def _content(line: str) -> tuple[bool, str, bool]:
    """(belongs to an obsolete message, what must be a keyword or string, is a comment)."""
    if match := _OBSOLETE.match(line):
        rest = line[match.end() :].lstrip(" \t")
        return True, rest, match.group().endswith("|") or not rest
    return False, line, line.lstrip().startswith("#")


def _starts_new(entry: EntryLines, content: str, *, is_obsolete: bool, is_comment: bool) -> bool:
    """Whether a line belongs to the next message."""
    if is_comment:
        return entry.stage == _ORDER["msgstr"] or (entry.fault is not None and entry.stage >= 0)
    match = _LOOKS_LIKE_KEYWORD.match(content)
    stage = _ORDER[match["word"].partition("[")[0]] if match else -1
    if entry.stage >= _START and is_obsolete != entry.is_obsolete and match:
        return True
    if entry.stage == _ORDER["msgstr"] or entry.fault is not None:
        return match is not None and stage <= _START and (entry.stage >= _START or entry.fault is not None)
    return False


def _bad_character(line: str, number: int, language: str) -> Fault | None:
    found = next(forbidden(line, language), None)
    if found is not None:
        message = f"The character {found.name} cannot be seen or reorders text."
        return Fault("T010", number, found.column, message, "Delete it.")
    if "\r" in line.removesuffix("\r"):
        return Fault("T001", number, line.index("\r") + 1, "A line end stands inside a line.", "Delete it.")
    return None


def _take(entry: EntryLines, content: str, number: int, indent: int) -> None:
    """Read one line that is no comment into the message."""
    if match := _KEYWORD.fullmatch(content):
        _take_keyword(entry, match["word"], number, match.start("text") + indent + 1)
    elif _CONTINUATION.fullmatch(content):
        entry.continuation += 1
        if entry.stage < 0:
            entry.fault = Fault("T001", number, 1, "A text stands here without msgid or msgstr.", "Delete it.")
        elif entry.continuation > MAX_CONTINUATION_LINES:
            message = f"The message runs over more than {MAX_CONTINUATION_LINES} lines."
            entry.fault = Fault("T001", number, 1, message, "Write it on one line.")
    elif _CONFLICT.match(content):
        remedy = "Keep one of the two versions, and delete these marks."
        entry.fault = Fault("T001", number, 1, "Two versions were merged without a decision.", remedy)
    else:
        entry.fault = Fault("T001", number, _first_fault(content) + indent, "The line is not a whole quoted text.", (
            'It is `msgstr "..."`; write \\" for a quotation mark inside and \\\\ for a backslash.'
        ))  # fmt: skip


def _take_keyword(entry: EntryLines, word: str, number: int, column: int) -> None:
    """Keywords come in the order msgctxt, msgid, msgid_plural, msgstr; forms count from 0."""
    stage = _ORDER[word.partition("[")[0]]
    is_form = word.endswith("]")
    is_next_form = is_form and entry.stage == stage
    needs = _START if stage >= _ORDER["msgid_plural"] else -1
    if (stage <= entry.stage and not is_next_form) or entry.stage < needs:
        entry.fault = Fault("T001", number, 1, f"{word} stands in the wrong place.", "Look at the lines above it.")
    elif stage == _ORDER["msgstr"] and is_form != entry.is_plural:
        message = "A message with msgid_plural has msgstr[0], msgstr[1] and so on; one without has msgstr."
        entry.fault = Fault("T007", number, 1, message, "Correct the keyword.")
    elif is_form and word != f"msgstr[{len(entry.forms)}]":
        entry.fault = Fault("T007", number, 1, f"Here msgstr[{len(entry.forms)}] is expected.", "Forms count from 0.")
    entry.stage = max(stage, entry.stage)
    entry.is_plural = entry.is_plural or word == "msgid_plural"
    if stage == _ORDER["msgstr"]:
        entry.forms.append((number, column))


def _first_fault(content: str) -> int:
    """The column at which a line stops being well formed."""
    prefix = _BEGINNING.match(content)
    end = prefix.end() if prefix else 0
    return min(end, max(len(content) - 1, 0)) + 1


def _finished(entry: EntryLines) -> EntryLines:
    """A message that ends before its msgstr is faulty; comments alone are none."""
    if entry.fault is None and 0 <= entry.stage < _ORDER["msgstr"]:
        entry.fault = Fault("T001", entry.last, 1, "The message has no msgstr.", 'Add `msgstr ""`.')
    return entry
