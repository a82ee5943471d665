"""What of an output must not depend on a text: the skeleton of a page, the shape of data, the outline of a table.

Also which texts an output shows in which context: each text that the tests put in carries a token, `q<slot>x<number>q`.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import defaultdict
from html.parser import HTMLParser
from typing import Any, Final

TOKEN: Final = re.compile(r"q\d+x(\d+)q")
PAPER: Final = "paper"
"""The context of print documents, whose columns are as wide as their words need."""
VOID: Final = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
WORDS: Final = frozenset(
    {"alt", "aria-label", "content", "data-failed", "data-found", "data-none", "label", "placeholder", "title", "value"}
)
"""Attributes that hold words for readers; the value of every other attribute is part of the skeleton."""
CODE_KEYS: Final = frozenset(
    {"calculate", "expr", "expression", "events", "field", "filter", "from", "href", "image", "labelExpr", "mark"}
    | {"signal", "test", "timeUnit", "type", "update", "url"}
)
"""Keys of a chart's specification whose text is run, fetched, or names something."""
MANY: Final = frozenset({"values"})
"""Keys of a list with a row for each line of a text."""
_LITERAL: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_LOOKUP: Final = re.compile(r"\{[^{}]*\}\[datum\.\w+\]")
_LIST: Final = re.compile(r'"",(?: "",)* ""')

DRAWN: Final = frozenset({"svg", "title", "desc", "g", "path", "line", "rect", "text", "tspan"})
DRAWN_ATTRIBUTES: Final = frozenset(
    {
        "aria-labelledby",
        "class",
        "d",
        "dominant-baseline",
        "dx",
        "dy",
        "fill",
        "fill-opacity",
        "font-size",
        "font-style",
    }
    | {"font-weight", "height", "id", "opacity", "pointer-events", "role", "stroke", "stroke-dasharray", "stroke-width"}
    | {"stroke-miterlimit", "text-anchor", "transform", "viewbox", "width", "x", "x2", "y", "y2", "aria-hidden"}
    | {"focusable", "stroke-linecap", "cx", "cy", "r"}
)
"""What a drawing is made of. How many of them there are, and where, follows from the lengths of its texts."""

Seen = defaultdict[int, set[str]]


class PageReader(HTMLParser):
    """Tags, nesting and attributes of a page in their order, text left out.

    Of a drawing only what it should not have is told: a longer name has more lines and other places.
    """

    def __init__(self, contexts: Seen | None = None, name: str = "text") -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[object] = []
        self._contexts: Seen = defaultdict(set) if contexts is None else contexts
        self._name = name
        self._drawing = 0
        self._script: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            self._note(value or "", "attribute")
            if name.startswith("data-") and (value or "").startswith(("{", "[")):
                self._note(value or "", "data")
        if tag == "svg":
            self._drawing += 1
        if self._drawing:
            names = {name for name, _ in attrs} - DRAWN_ATTRIBUTES
            self.parts += [f"drawn {name}" for name in sorted(names | ({tag} - DRAWN))]
            return
        shown = sorted((name, "" if name in WORDS else self._value(name, value)) for name, value in attrs)
        self.parts.append((tag, *map(str, shown)))
        if tag in {"script", "style"}:
            self._script = dict(attrs).get("type") or "code"

    def _value(self, name: str, value: str | None) -> object:
        if name.startswith("data-") and (value or "").startswith(("{", "[")):
            return shape(json.loads(value or ""))
        if self._name == PAPER and name in {"class", "style"}:
            return _NUMBER.sub("0", value or "").replace(" tight", "")
        return value

    def handle_endtag(self, tag: str) -> None:
        self._script = None
        if self._drawing:
            self._drawing -= tag == "svg"
            if not self._drawing:
                self.parts.append("a drawing")
        elif tag not in VOID:
            self.parts.append(f"/{tag}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self._drawing and tag == "svg":
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        if self._script == "application/json":
            self._note(data, "data")
            self.parts.append(("data", shape(json.loads(data))))
        elif self._script:
            self.parts.append(("code", _NUMBER.sub("0", data) if self._name == PAPER else data))
        else:
            self._note(data, "drawing" if self._drawing else self._name)

    def handle_comment(self, data: str) -> None:
        self.parts.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.parts.append(("declaration", decl))

    def unknown_decl(self, data: str) -> None:
        self.parts.append(("declaration", data))

    def handle_pi(self, data: str) -> None:
        self.parts.append(("instruction", data))

    def _note(self, text: str, context: str) -> None:
        if "q" in text:
            for found in TOKEN.finditer(text):
                self._contexts[int(found[1])].add(context)


def skeleton(html: str, contexts: Seen | None = None, name: str = "text") -> list[object]:
    """The skeleton of a page; `contexts` takes up which texts stand where, those of running text under `name`."""
    reader = PageReader(contexts, name)
    reader.feed(html)
    reader.close()
    return reader.parts


def shape(value: Any, key: str = "") -> Any:
    """Data with its texts blanked out, but for those that are no words: of these all but the literals stays.

    Lines and places of a chart follow from the lengths of its texts, so a list of lines and a number count as such.
    """
    if isinstance(value, dict):
        shown = {"" if TOKEN.search(name) else name: shape(each, name) for name, each in value.items()}
        return {name: each for name, each in shown.items() if each != "lines"}
    if isinstance(value, list):
        shapes = [shape(each, key) for each in value]
        return list({json.dumps(each): each for each in shapes}.values()) if key in MANY else shapes
    if isinstance(value, str):
        return code(value) if key in CODE_KEYS else ""
    return type(value).__name__


def code(text: str) -> str:
    """An expression without its literals."""
    blank = _NUMBER.sub("0", _LITERAL.sub('""', text))
    return _LIST.sub('""', _LOOKUP.sub("lines", blank))


def outline(path: str, content: bytes, contexts: Seen | None = None) -> object:
    """What of a downloaded file must not depend on a text."""
    notes: Seen = defaultdict(set) if contexts is None else contexts
    ending = path.rpartition(".")[2]
    if ending in {"xlsx", "zip"}:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [(name, _inner(name, archive.read(name), notes)) for name in archive.namelist()]
    text = content.decode("utf-8-sig")
    if ending == "csv":
        rows = list(csv.reader(io.StringIO(text, newline="")))
        assert not [cell for row in rows for cell in row if is_formula(cell)], path
        _note(text, "table", notes)
        return [len(row) for row in rows]
    if ending == "json":
        _note(text, "file", notes)
        return shape(json.loads(text))
    if ending == "md":
        return len(text.splitlines())
    if ending == "txt":
        _note(text, "file", notes)
        return re.findall(r"^(?:\d+\. \(\w+\)| {4}\[ \])", text, re.MULTILINE)
    if ending == "js":
        assert "<" not in text
        start, _, data = text.partition(" = ")
        _note(data, "search", notes)
        rows = json.loads(data.rstrip().removesuffix(";"))
        # A section that says what another one says is found once, so sections come and go with their words.
        return start, sorted({row[0].partition("#")[0] for row in rows}), {len(row) for row in rows}
    raise AssertionError(f"what is {path}?")


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would run a cell: numbers below zero are not meant."""
    return cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not re.fullmatch(r"-\d+(?:\.\d+)?", cell)


def _inner(name: str, content: bytes, notes: Seen) -> object:
    if not name.endswith((".xml", ".rels")):
        return outline(name, content, notes)
    text = content.decode()
    _note(text, "table", notes)
    assert "<f>" not in text
    assert "<hyperlink" not in text
    assert 'TargetMode="External"' not in text
    if name.endswith(("sharedStrings.xml", "styles.xml")):
        # A text that begins like a formula has a style of its own, one that begins like markup is in two parts.
        return sorted(
            set(re.findall(r"<\w+", text)) - {"<b", "<r", "<rPr", "<rFont", "<sz", "<color", "<family", "<scheme"}
        )
    return (
        re.sub(r' s="\d+"', "", re.sub(r">[^<]*<", "><", text)) if "worksheets" in name else re.findall(r"<\w+", text)
    )


def _note(text: str, context: str, notes: Seen) -> None:
    for found in TOKEN.finditer(text):
        notes[int(found[1])].add(context)
