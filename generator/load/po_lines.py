"""The lines of a catalogue, each a comment or one whole quoted text, gathered into messages.

A fault costs the message it stands in, never its neighbours: only whole messages are handed on. GNU gettext's grammar
is the measure (`msgfmt -c`); what it refuses is a fault here, and so is what it reads otherwise than a person does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from generator.load.characters import forbidden
from generator.model.catalogue import WrittenLine

MAX_CONTINUATION_LINES: Final = 500
_STRING: Final = r'"(?:[^"\\]++|\\[nt"\\])*+"'
"""Possessive: a text of two million characters must not be remembered character by character."""
_KEYWORD: Final = re.compile(rf"(?P<word>msgctxt|msgid_plural|msgid|msgstr(?:\[[0-9]\])?)[ \t]*(?P<text>{_STRING})")
_CONTINUATION: Final = re.compile(_STRING)
_LOOKS_LIKE_KEYWORD: Final = re.compile(r"(?P<word>msgctxt|msgid_plural|msgid|msgstr)(?:\[\d*\])?")
_PREFIX: Final = re.compile(r"#~\||#\||#~")
_FLAG: Final = re.compile(r"[^\s,;]+")
_OTHER_FORMAT: Final = re.compile(r"(?!no-)[a-z-]+-format")
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
    forms: list[list[WrittenLine]] = field(default_factory=list)
    """The lines of each msgstr's text."""
    stage: int = -1
    """The last keyword seen, as an index of `_ORDER`."""
    previous: int = -1
    """The same of the earlier text (`#|`)."""
    is_plural: bool = False
    is_obsolete: bool = False
    is_fuzzy: bool = False
    has_gap: bool = False
    """Whether an empty line stands after the last line read."""
    continuation: int = 0
    quoted: dict[str, list[str]] = field(default_factory=dict)
    """What stands between quotation marks, line by line, by keyword in the order of the file."""
    fault: Fault | None = None

    @property
    def has_msgid(self) -> bool:
        """Whether its msgid is not empty."""
        return any(self.quoted.get("msgid", ()))

    @property
    def is_over(self) -> bool:
        """Whether nothing but texts can follow: it has its msgstr, or none of the words that need one."""
        return self.stage == _MSGSTR or (self.stage < 0 and self.fault is not None)


def canonical(sound: Iterable[EntryLines]) -> str:
    """The messages, all without fault, as a catalogue of nothing but keywords with their text on one line."""
    blocks = ["\n".join(f'{word} "{"".join(lines)}"' for word, lines in entry.quoted.items()) for entry in sound]
    return "\n\n".join(blocks)


def entries(text: str, language: str) -> Iterator[EntryLines]:
    """Every message of a catalogue in order, the first fault of each noted in it."""
    is_spoiled = next(forbidden(text, language), None) is not None
    entry: EntryLines | None = None
    for number, full_line in enumerate(text.split("\n"), 1):
        line = _line(full_line.removesuffix("\r"), number) if full_line else _Line(number, "", 0)
        if not line.content:
            if entry is not None:
                entry.has_gap = True
            continue
        if entry is None or _starts_new(entry, line):
            # A flag above a broken comment still belongs to the message below it.
            is_fuzzy = entry is not None and entry.is_fuzzy and entry.stage < 0
            if entry is not None:
                yield _finished(entry)
            entry = EntryLines(number, number, is_obsolete=line.is_obsolete, is_fuzzy=is_fuzzy)
        entry.last = number
        if entry.fault is None and (is_spoiled or "\r" in line.content):
            entry.fault = _bad_character(full_line.removesuffix("\r"), number, language)
        if entry.fault is None:
            _take(entry, line)
        entry.has_gap = False
        if not line.is_comment and not line.is_previous:
            entry.stage = max(entry.stage, line.stage)
    if entry is not None:
        yield _finished(entry)


class _Line(NamedTuple):
    """A line without its `#~` or `#|` and the blanks around it."""

    number: int
    content: str
    """A comment whole, or what must be a keyword with its text, or a text; empty for an empty line."""
    indent: int
    """How many characters stand before it."""
    is_comment: bool = False
    is_obsolete: bool = False
    is_previous: bool = False
    """Whether it tells what the msgid was before (`#|`); nobody uses it."""
    stage: int = -1
    """The index in `_ORDER` of the keyword that it begins with, well formed or not."""


def _line(line: str, number: int) -> _Line:
    whole = line.strip(" \t")
    prefix = _PREFIX.match(whole)
    if prefix is None:
        return _Line(number, whole, line.find(whole), is_comment=whole.startswith("#"), stage=_stage(whole))
    marks, rest = prefix.group(), whole[prefix.end() :].strip(" \t")
    while again := _PREFIX.match(rest):  # gettext takes as many as there are
        marks, rest = marks + again.group(), rest[again.end() :].strip(" \t")
    if not rest or rest.startswith("#"):
        # gettext ends the reach of `#~` with the line, and an empty one says nothing.
        return _Line(number, whole, line.find(whole), is_comment=True)
    indent = line.rindex(rest)
    is_obsolete, is_previous = "~" in marks, "|" in marks
    return _Line(number, rest, indent, is_obsolete=is_obsolete, is_previous=is_previous, stage=_stage(rest))


def _stage(content: str) -> int:
    match = _LOOKS_LIKE_KEYWORD.match(content)
    return _ORDER[match["word"]] if match else -1


def _starts_new(entry: EntryLines, line: _Line) -> bool:
    """Whether a line belongs to the next message. A comment does, once a keyword was seen: it may say "fuzzy"."""
    if entry.has_gap and entry.is_over and not line.content.startswith('"'):
        return True
    if line.is_comment or line.is_previous:
        return entry.stage >= 0 or entry.fault is not None
    if line.is_obsolete != entry.is_obsolete:
        return entry.stage >= 0 or entry.previous >= 0 or line.is_obsolete
    # A second msgid before any msgstr is a fault of the message: what follows may be fuzzy, or of another context.
    return 0 <= line.stage <= _START and (entry.stage == _MSGSTR or (entry.has_gap and entry.stage >= line.stage))


def _bad_character(line: str, number: int, language: str) -> Fault | None:
    found = next(forbidden(line, language), None)
    if found is not None:
        message = f"The character {found.name} cannot be seen or reorders text."
        return Fault("T010", number, found.column, message, "Delete it.")
    if "\r" in line:
        return Fault("T001", number, line.index("\r") + 1, "A line end stands inside a line.", "Delete it.")
    return None


def _take(entry: EntryLines, line: _Line) -> None:
    """Read one line into the message."""
    content, number = line.content, line.number
    if line.is_comment:
        _take_comment(entry, line)
    elif match := _KEYWORD.fullmatch(content):
        if line.is_previous:
            _take_previous(entry, line)
            return
        first = WrittenLine(number, match.start("text") + line.indent + 2, match["text"][1:-1])
        entry.quoted[match["word"]] = [first.written]
        _take_keyword(entry, match["word"], first)
    elif _CONTINUATION.fullmatch(content):
        _take_continuation(entry, line)
    elif _CONFLICT.match(content):
        remedy = "Keep one of the two versions, and delete these marks."
        entry.fault = Fault("T001", number, 1, "Two versions were merged without a decision.", remedy)
    else:
        column = _first_fault(content) + line.indent
        entry.fault = Fault("T001", number, column, "The line is not a whole quoted text.", _QUOTING)


def _take_continuation(entry: EntryLines, line: _Line) -> None:
    """A text that goes on with what stands above it."""
    number, content = line.number, line.content
    entry.continuation += 1
    if entry.has_gap:
        message = "An empty line stands inside the text of a message."
        entry.fault = Fault("T001", number, 1, message, "Delete the empty line, or this text.")
    elif (entry.previous if line.is_previous else entry.stage) < 0:
        entry.fault = Fault("T001", number, 1, "A text stands here without msgid or msgstr.", "Delete it.")
    elif not line.is_previous:
        text = WrittenLine(number, line.indent + 2, content[1:-1])
        next(reversed(entry.quoted.values())).append(text.written)
        if entry.stage == _MSGSTR:
            entry.forms[-1].append(text)
    if entry.continuation > MAX_CONTINUATION_LINES:
        message = f"The message runs over more than {MAX_CONTINUATION_LINES} lines."
        entry.fault = Fault("T001", number, 1, message, "Write it on one line.")


def _take_comment(entry: EntryLines, line: _Line) -> None:
    """Heed flags; refuse what gettext would read as something else than a person does."""
    comment = line.content
    flags = _FLAG.findall(comment[2:]) if comment.startswith(("#,", "#=")) else []
    entry.is_fuzzy = entry.is_fuzzy or "fuzzy" in map(str.lower, flags)
    formats = [flag for flag in flags if _OTHER_FORMAT.fullmatch(flag)]
    if entry.previous >= 0:
        message = "A comment stands between the earlier text (#|) and its message."
        entry.fault = Fault("T001", line.number, 1, message, "Put the comment above the lines with #|.")
    elif comment.endswith("\\"):
        message = "A comment ends with a backslash: gettext takes the next line for a part of it."
        entry.fault = Fault("T001", line.number, line.indent + len(comment), message, "Delete the backslash.")
    elif formats:
        message = f"The flag {formats[0]} asks for checks of another tool."
        entry.fault = Fault("T001", line.number, line.indent + 1, message, "Delete the flag.")


def _take_previous(entry: EntryLines, line: _Line) -> None:
    """The earlier text is written like a message without msgstr."""
    if not entry.previous < line.stage < _MSGSTR or (entry.previous < _START < line.stage):
        word = line.content.partition('"')[0].strip()
        message = f"{word} of an earlier text stands in the wrong place."
        entry.fault = Fault("T001", line.number, 1, message, "Delete the lines with #|.")
    entry.previous = max(entry.previous, line.stage)


def _take_keyword(entry: EntryLines, word: str, first: WrittenLine) -> None:
    """Keywords come in the order msgctxt, msgid, msgid_plural, msgstr; forms count from 0."""
    stage = _ORDER[word.partition("[")[0]]
    is_form = word.endswith("]")
    is_next_form = is_form and entry.stage == stage
    needs = _START if stage >= _ORDER["msgid_plural"] else -1
    is_unlike = stage == _MSGSTR and is_form != entry.is_plural
    is_misplaced = (stage <= entry.stage and not is_next_form) or entry.stage < needs
    if is_misplaced and not (is_unlike and entry.is_plural):
        entry.fault = Fault("T001", first.line, 1, f"{word} stands in the wrong place.", "Look at the lines above it.")
    elif is_unlike:
        message = "A message with msgid_plural has msgstr[0], msgstr[1] and so on; one without has msgstr."
        entry.fault = Fault("T007", first.line, 1, message, "Correct the keyword.")
    elif is_form and word != f"msgstr[{len(entry.forms)}]":
        message = f"Here msgstr[{len(entry.forms)}] is expected."
        entry.fault = Fault("T007", first.line, 1, message, "Forms count from 0.")
    entry.is_plural = entry.is_plural or word == "msgid_plural"
    if stage == _MSGSTR:
        entry.forms.append([first])


def _first_fault(content: str) -> int:
    """The column at which a line stops being well formed."""
    prefix = _BEGINNING.match(content)
    end = prefix.end() if prefix else 0
    return min(end, max(len(content) - 1, 0)) + 1


def _finished(entry: EntryLines) -> EntryLines:
    """A message that ends before its msgstr is faulty; comments alone are none."""
    if entry.fault is None and 0 <= entry.stage < _MSGSTR:
        entry.fault = Fault("T001", entry.last, 1, "The message has no msgstr.", 'Add `msgstr ""`.')
    elif entry.fault is None and entry.stage < 0 <= entry.previous:
        message = "An earlier text (#|) stands here without its message."
        entry.fault = Fault("T001", entry.last, 1, message, "Delete it.")
    return entry
