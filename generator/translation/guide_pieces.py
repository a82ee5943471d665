"""Cuts a Markdown guide into what is translated and the structure around it.

Works line by line on the Markdown that Python-Markdown and the Material extensions read: headings, paragraphs, lists,
tables, admonitions, collapsible blocks, tabs, definition lists, footnotes, abbreviations, quotes, fences. Joining the
pieces gives the guide back byte for byte, so what is not a text for readers cannot be damaged by a translation.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from generator.translation.guide_inline import has_inline_words


class PieceKind(enum.StrEnum):
    """What a piece of a guide is. Only structure is never translated."""

    STRUCTURE = "structure"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    CELL = "table cell"
    BOX_TITLE = "title of a box"
    DEFAULT_TITLE = "title of a box without one"
    """Empty in the guide; Python-Markdown would print the English name of the box."""
    TAB_TITLE = "title of a tab"
    TERM = "term of a definition list"
    DEFINITION = "definition"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of a guide."""

    kind: PieceKind
    text: str
    """As it stands in the guide, line ends and indentation included."""
    line: int
    """The line of the body on which it starts, from 1."""
    message: str = ""
    """The inline Markdown to translate, on one line; empty when there is nothing to translate."""
    attributes: str = ""
    """What a heading has between `{` and `}`."""


_LEAD: Final = r"[ \t]*(?:>[ \t]?)*[ \t]*"
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_FENCE = re.compile(rf"({_LEAD})(`{{3,}}|~{{3,}})[^`\n]*$")
_HEADING = re.compile(rf"({_LEAD}#{{1,6}}[ \t]*)(.+)$")
_HEADING_TEXT = re.compile(r"(.*?)[ \t]*(?:\{:?([^}\n]*)\})?[ \t]*#*[ \t]*$")
_BOX = re.compile(rf'({_LEAD}(?:!!!|\?\?\?\+?)[ \t]*([\w-]*)(?:[ \t]+[\w-]+)*)(?:([ \t]+")(.*?)("))?([ \t]*)$')
_TAB = re.compile(rf'({_LEAD}===[+!]*[ \t]+")(.*)("[ \t]*)$')
_LIST_ITEM = re.compile(rf"{_LEAD}(?:[*+-]|\d+\.)[ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_DEFINITION = re.compile(r"[ \t]*:[ \t]+(?=\S)")
_FOOTNOTE = re.compile(r"[ ]{0,3}\[\^[^\]\n]+\]:[ \t]*")
_ABBREVIATION = re.compile(r"[ ]{0,3}\*\[[^\]\n]+\]:[ \t]*")
_REFERENCE = re.compile(r"[ ]{0,3}\[[^\]\n]+\]:[ \t]*\S")
_RULE = re.compile(rf"{_LEAD}(?:(?:-[ \t]*){{3,}}|(?:_[ \t]*){{3,}}|(?:\*[ \t]*){{3,}})$")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-+)[ \t]*$")
_ATTRIBUTES = re.compile(rf"{_LEAD}\{{:?[^}}\n]*\}}[ \t]*$")
_HTML = re.compile(rf"{_LEAD}<(?:[A-Za-z/][^>\n]*>|!)")
_TABLE_RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*:?-+:?[ \t]*\|?[ \t]*$")
_CELL_TOKEN = re.compile(r"\\.|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|\|")
_HARD_BREAK = re.compile(r"(?: {2,}|\\)$")
_LEADING = re.compile(_LEAD)
_BLANK = re.compile(rf"{_LEAD}$")


def cut(body: str) -> tuple[Piece, ...]:
    """Cut a guide's body into pieces; their texts joined are `body`."""
    cutter = _Cutter(_LINE.findall(body))
    while cutter.index < len(cutter.lines):
        _cut_block(cutter)
    return tuple(cutter.pieces)


@dataclass(slots=True)
class _Cutter:
    """Where the cutting has got to."""

    lines: list[str]
    index: int = 0
    depth: int = 0
    """How many list items, boxes, tabs and definitions are open: each indents its content by four columns."""
    is_after_blank: bool = True
    pieces: list[Piece] = field(default_factory=list)

    def line(self, ahead: int = 0) -> str:
        """The current line, or one after it, without its line end; empty behind the last."""
        position = self.index + ahead
        return self.lines[position].rstrip("\r\n") if position < len(self.lines) else ""

    def ending(self) -> str:
        """The line end of the current line."""
        return self.lines[self.index][len(self.line()) :]

    def add(self, kind: PieceKind, text: str, line: int, message: str = "", attributes: str = "") -> None:
        """Add a piece; a text without words becomes structure."""
        if kind is not PieceKind.STRUCTURE and not has_inline_words(message):
            kind, message = PieceKind.STRUCTURE, ""
        if text or message:
            self.pieces.append(Piece(kind, text, line, message, attributes))

    def structure(self, text: str) -> None:
        """Add structure on the current line."""
        self.add(PieceKind.STRUCTURE, text, self.index + 1)

    def heading(self, text: str) -> None:
        """Add a heading on the current line: its text, attributes and closing marks."""
        parts = _HEADING_TEXT.match(text)
        if parts:
            self.add(PieceKind.HEADING, text, self.index + 1, parts[1], (parts[2] or "").strip())

    def take_line(self) -> None:
        """Take the whole current line as structure."""
        self.structure(self.lines[self.index])
        self.index += 1


def _cut_block(cutter: _Cutter) -> None:
    line = cutter.line()
    if _BLANK.match(line):
        cutter.take_line()
        cutter.is_after_blank = True
        return
    level = _columns(line) // 4
    if cutter.is_after_blank:
        cutter.depth = min(cutter.depth, level)
    is_code = cutter.is_after_blank and level > cutter.depth
    cutter.is_after_blank = False
    if is_code:
        cutter.take_line()
        cutter.is_after_blank = True
        return
    if not (_cut_untranslated(cutter, line) or _cut_titled(cutter, line, level) or _cut_table(cutter, line)):
        _cut_text(cutter, line, level)


def _columns(line: str) -> int:
    lead = _LEADING.match(line)
    indent = (lead[0] if lead else "").rpartition(">")[2]
    return len(indent.expandtabs(4))


def _cut_untranslated(cutter: _Cutter, line: str) -> bool:
    """Take fences, HTML, rules, references and attribute lists as they are; whether there was one."""
    fence = _FENCE.match(line)
    if fence:
        _cut_fence(cutter, fence[2])
        return True
    if _HTML.match(line) and not _starts_with_autolink(line):
        while cutter.index < len(cutter.lines) and not _BLANK.match(cutter.line()):
            cutter.take_line()
        return True
    is_footnote = _FOOTNOTE.match(line) or _ABBREVIATION.match(line)
    if _RULE.match(line) or _ATTRIBUTES.match(line) or (_REFERENCE.match(line) and not is_footnote):
        cutter.take_line()
        return True
    return False


def _starts_with_autolink(line: str) -> bool:
    return re.match(rf"{_LEAD}<(?:https?:|mailto:|[^<> ]+@)", line) is not None


def _cut_fence(cutter: _Cutter, mark: str) -> None:
    closing = re.compile(rf"{_LEAD}{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$")
    cutter.take_line()
    while cutter.index < len(cutter.lines):
        is_last = closing.match(cutter.line())
        cutter.take_line()
        if is_last:
            return


def _cut_titled(cutter: _Cutter, line: str, level: int) -> bool:
    """Cut a heading, the title of a box or the title of a tab; whether there was one."""
    number = cutter.index + 1
    if heading := _HEADING.match(line):
        cutter.structure(heading[1])
        cutter.heading(heading[2])
    elif box := _BOX.match(line):
        cutter.structure(box[1] + (box[3] or ""))
        if box[4] is None:
            cutter.add(PieceKind.DEFAULT_TITLE, "", number, box[2].capitalize())
        else:
            cutter.add(PieceKind.BOX_TITLE, box[4], number, box[4])
        cutter.structure((box[5] or "") + box[6])
        cutter.depth = level + 1
    elif tab := _TAB.match(line):
        cutter.structure(tab[1])
        cutter.add(PieceKind.TAB_TITLE, tab[2], number, tab[2])
        cutter.structure(tab[3])
        cutter.depth = level + 1
    else:
        return False
    cutter.structure(cutter.ending())
    cutter.index += 1
    return True


def _cut_table(cutter: _Cutter, line: str) -> bool:
    """Cut the rows of a table into cells; whether there was one."""
    rule = cutter.line(1)
    if "|" not in line or "|" not in rule or not _TABLE_RULE.match(rule) or _LIST_ITEM.match(line):
        return False
    _cut_row(cutter, line)
    cutter.take_line()
    while cutter.index < len(cutter.lines) and not _BLANK.match(cutter.line()):
        _cut_row(cutter, cutter.line())
    return True


def _cut_row(cutter: _Cutter, line: str) -> None:
    number, start = cutter.index + 1, 0
    ends = [token.start() for token in _CELL_TOKEN.finditer(line) if token[0] == "|"]
    for end in [*ends, len(line)]:
        cell = line[start:end]
        text = cell.strip(" \t")
        before = cell[: len(cell) - len(cell.lstrip(" \t"))]
        cutter.structure(before)
        cutter.add(PieceKind.CELL, text, number, text)
        cutter.structure(cell[len(before) + len(text) :] + line[end : end + 1])
        start = end + 1
    cutter.structure(cutter.ending())
    cutter.index += 1


def _cut_text(cutter: _Cutter, line: str, level: int) -> None:
    """Cut a paragraph, or what opens with a mark and goes on like one."""
    for pattern, kind in _MARKED:
        if mark := pattern.match(line):
            cutter.structure(mark[0])
            cutter.depth = level + 1
            _cut_paragraph(cutter, kind, len(mark[0]))
            return
    lead = _LEADING.match(line)
    start = lead.end() if lead else 0
    cutter.structure(line[:start])
    if _DEFINITION.match(cutter.line(1)):
        _cut_lines(cutter, PieceKind.TERM, start, 1)
    elif _UNDERLINE.match(cutter.line(1)):
        _cut_underlined(cutter, line[start:])
    else:
        _cut_paragraph(cutter, PieceKind.PARAGRAPH, start)


def _cut_underlined(cutter: _Cutter, heading: str) -> None:
    cutter.heading(heading)
    cutter.structure(cutter.ending())
    cutter.index += 1
    cutter.take_line()


_MARKED: Final = (
    (_FOOTNOTE, PieceKind.FOOTNOTE),
    (_ABBREVIATION, PieceKind.DEFINITION),
    (_LIST_ITEM, PieceKind.LIST_ITEM),
    (_DEFINITION, PieceKind.DEFINITION),
)


def _cut_paragraph(cutter: _Cutter, kind: PieceKind, start: int) -> None:
    """Cut at hard line breaks the lines up to where something else begins."""
    count = 1
    while cutter.index + count < len(cutter.lines) and not _interrupts(cutter, count):
        if _HARD_BREAK.search(cutter.line(count - 1)):
            _cut_lines(cutter, kind, start, count)
            lead = _LEADING.match(cutter.line())
            start, count = (lead.end() if lead else 0), 0
            cutter.structure(cutter.line()[:start])
        count += 1
    _cut_lines(cutter, kind, start, count)


def _interrupts(cutter: _Cutter, ahead: int) -> bool:
    line = cutter.line(ahead)
    return (
        any(pattern.match(line) for pattern in _INTERRUPTING)
        or (_DEFINITION.match(cutter.line(ahead + 1)) is not None)
        or (line.lstrip().startswith(">") and not cutter.line().lstrip().startswith(">"))
    )


_INTERRUPTING: Final = (_BLANK, _FENCE, _HEADING, _BOX, _TAB, _LIST_ITEM, _DEFINITION, _FOOTNOTE, _RULE, _ATTRIBUTES)


def _cut_lines(cutter: _Cutter, kind: PieceKind, start: int, count: int) -> None:
    """Make one piece of `count` lines from column `start` of the current one, and move behind them."""
    number = cutter.index + 1
    raw = "".join(cutter.lines[cutter.index : cutter.index + count])[start:]
    cutter.index += count - 1
    ending = cutter.ending()
    text = raw[: len(raw) - len(ending)]
    hard_break = _HARD_BREAK.search(text)
    text = text[: hard_break.start()] if hard_break else text.rstrip(" \t")
    cutter.add(kind, text, number, _fold(text))
    cutter.add(PieceKind.STRUCTURE, raw[len(text) :], number + count - 1)
    cutter.index += 1


def _fold(text: str) -> str:
    """Join the lines of a paragraph, without indentation and marks of quotes."""
    return " ".join(_folded_lines(text))


def _folded_lines(text: str) -> Iterator[str]:
    first, *others = text.split("\n")
    yield first.strip()
    for line in others:
        lead = _LEADING.match(line)
        yield line[lead.end() if lead else 0 :].strip()
