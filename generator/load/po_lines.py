"""The lines of a catalogue, judged before any library reads them.

polib accepts an unterminated string and loses its text, keeps unknown escapes, and needs a minute for a file of
continuation lines (safety notes, section 3.1). Here every line must be a comment or one whole quoted string. A fault
costs the message it stands in, never its neighbours: only whole messages are handed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from generator.load.characters import forbidden

MAX_CONTINUATION_LINES: Final = 500
_STRING: Final = r'"(?:[^"\\]|\\[nt"\\])*"'
_KEYWORD: Final = re.compile(rf"\s*(?P<word>msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)[ \t]*(?P<text>{_STRING})\s*")
_CONTINUATION: Final = re.compile(rf"\s*(?P<text>{_STRING})\s*")
_LOOKS_LIKE_KEYWORD: Final = re.compile(r"\s*(?P<word>msgctxt|msgid_plural|msgid|msgstr(?:\[\d*\])?)")
_QUOTING: Final = 'It is `msgstr "..."`; write \\" for a quotation mark inside and \\\\ for a backslash.'
_BEGINNING: Final = re.compile(rf"(?:{_LOOKS_LIKE_KEYWORD.pattern}\s*)?(?:{_STRING[:-1]})?")
_CONFLICT: Final = re.compile(r"<{7}|={7}|>{7}|\|{7}")
_ORDER: Final = {"msgctxt": 0, "msgid": 1, "msgid_plural": 2, "msgstr": 3}
_START: Final = _ORDER["msgid"]
_MSGSTR: Final = _ORDER["msgstr"]


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
    is_fuzzy: bool = False
    continuation: int = 0
    lines: dict[int, str] = field(default_factory=dict)
    """Keywords and texts by line, one way of writing for each."""
    fault: Fault | None = None


def entries(text: str, language: str) -> Iterator[EntryLines]:
    """Every message of a catalogue in order, the first fault of each noted in it."""
    spoiled = {found.line for found in forbidden(text, language, limit=len(text))}
    entry: EntryLines | None = None
    for number, full_line in enumerate(text.split("\n"), 1):
        line = full_line.removesuffix("\r")
        content, is_obsolete, is_comment = _content(line)
        if not content and not is_comment:
            if entry is not None and (entry.stage == _MSGSTR or entry.fault):
                yield _finished(entry)
                entry = None
            continue
        if entry is not None and _starts_new(entry, content, is_obsolete=is_obsolete, is_comment=is_comment):
            yield _finished(entry)
            entry = None
        if entry is None:
            entry = EntryLines(number, number, is_obsolete=is_obsolete)
        entry.last = number
        if entry.fault is None and (number in spoiled or "\r" in line):
            entry.fault = _bad_character(line, number, language)
        if entry.fault is None and is_comment:
            entry.is_fuzzy = entry.is_fuzzy or _is_fuzzy(content)
        elif entry.fault is None:
            _take(entry, content, number, line.find(content))
    if entry is not None:
        yield _finished(entry)


def canonical(found: Iterable[EntryLines]) -> str:
    """The sound messages that are in use, one way of writing for each thing, at the lines where they stood."""
    lines: list[str] = []
    for entry in found:
        if entry.fault is None and not entry.is_obsolete and entry.lines:
            first = min(entry.lines)
            lines += [""] * (first - 1 - len(lines))
            if entry.is_fuzzy:
                lines[first - 2] = "#, fuzzy"
            lines += [entry.lines.get(number, "") for number in range(first, entry.last + 1)]
    return "\n".join(lines)


def _content(line: str) -> tuple[str, bool, bool]:
    """(what must be a keyword or string, belongs to an obsolete message, is a comment)."""
    content = line.strip(" \t")
    if not content.startswith("#"):
        return content, False, False
    if not content.startswith("#~"):
        return content, False, True
    rest = content[2:].strip(" \t")
    return rest, True, not rest or rest.startswith("|")


def _is_fuzzy(comment: str) -> bool:
    return comment.startswith("#,") and "fuzzy" in (flag.strip() for flag in comment[2:].split(","))


def _starts_new(entry: EntryLines, content: str, *, is_obsolete: bool, is_comment: bool) -> bool:
    """Whether a line belongs to the next message. A comment does, once a keyword was seen: it may say "fuzzy"."""
    if is_comment:
        return entry.stage >= 0 or entry.fault is not None
    if is_obsolete != entry.is_obsolete:
        return entry.stage >= 0 or is_obsolete
    match = _LOOKS_LIKE_KEYWORD.match(content)
    if match is None:
        return False
    stage = _ORDER[match["word"].partition("[")[0]]
    return stage <= _START and entry.stage >= (_START if stage == _START else 0)


def _bad_character(line: str, number: int, language: str) -> Fault:
    found = next(forbidden(line, language), None)
    if found is None:
        return Fault("T001", number, line.index("\r") + 1, "A line end stands inside a line.", "Delete it.")
    message = f"The character {found.name} cannot be seen or reorders text."
    return Fault("T010", number, found.column, message, "Delete it.")


def _take(entry: EntryLines, content: str, number: int, indent: int) -> None:
    """Read one line that is no comment into the message."""
    if match := _KEYWORD.fullmatch(content):
        entry.lines[number] = f"{match['word']} {match['text']}"
        _take_keyword(entry, match["word"], number, match.start("text") + indent + 1)
    elif _CONTINUATION.fullmatch(content):
        entry.lines[number] = content
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
        column = _first_fault(content) + indent
        entry.fault = Fault("T001", number, column, "The line is not a whole quoted text.", _QUOTING)


def _take_keyword(entry: EntryLines, word: str, number: int, column: int) -> None:
    """Keywords come in the order msgctxt, msgid, msgid_plural, msgstr; forms count from 0."""
    stage = _ORDER[word.partition("[")[0]]
    is_form = word.endswith("]")
    is_next_form = is_form and entry.stage == stage
    needs = _START if stage >= _ORDER["msgid_plural"] else -1
    if (stage <= entry.stage and not is_next_form) or entry.stage < needs:
        entry.fault = Fault("T001", number, 1, f"{word} stands in the wrong place.", "Look at the lines above it.")
    elif stage == _MSGSTR and is_form != entry.is_plural:
        message = "A message with msgid_plural has msgstr[0], msgstr[1] and so on; one without has msgstr."
        entry.fault = Fault("T007", number, 1, message, "Correct the keyword.")
    elif is_form and word != f"msgstr[{len(entry.forms)}]":
        entry.fault = Fault("T007", number, 1, f"Here msgstr[{len(entry.forms)}] is expected.", "Forms count from 0.")
    entry.stage = max(stage, entry.stage)
    entry.is_plural = entry.is_plural or word == "msgid_plural"
    if stage == _MSGSTR:
        entry.forms.append((number, column))


def _first_fault(content: str) -> int:
    """The column at which a line stops being well formed."""
    prefix = _BEGINNING.match(content)
    end = prefix.end() if prefix else 0
    return min(end, max(len(content) - 1, 0)) + 1


def _finished(entry: EntryLines) -> EntryLines:
    """A message that ends before its msgstr is faulty; comments alone are none."""
    if entry.fault is None and 0 <= entry.stage < _MSGSTR:
        entry.fault = Fault("T001", entry.last, 1, "The message has no msgstr.", 'Add `msgstr ""`.')
    return entry
