"""Strict YAML: the part of YAML that every reader understands alike, with the place of every key and value.

The only importer of PyYAML. PyYAML's own loaders keep the last of two equal keys, read `no` as false and `1.10` as 1.1,
and follow aliases without end. Here a document is built from the parser's events: no anchors, aliases, tags or merge
keys, bounded size and depth. Values are texts, but for unquoted `null`, `true`, `false` and plain decimal numbers.
Dates stay texts: the records turn them into dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

import yaml

from generator.load.characters import forbidden
from generator.load.files import MAX_TEXT_BYTES, read_text, shown_path
from generator.model.problem import Place, ProblemLog

YamlValue: TypeAlias = "str | int | float | bool | list[YamlValue] | dict[str, YamlValue] | None"
YamlPath: TypeAlias = tuple[str | int, ...]
"""The way from the top to a value: keys of mappings, indices of lists from 0."""

MAX_DEPTH: Final = 40
MAX_VALUES: Final = 20_000
"""The longest questionnaire has 2,700 keys and values; a hostile file of a million bytes has a hundred times more."""
MAX_FAULTS: Final = 1_000
"""After so many faults a file is not read on: whoever mends it looks at the first ones."""
_CONSTANTS: Final[Mapping[str, bool | None]] = {"": None, "~": None, "null": None, "true": True, "false": False}
_TRUE_WORDS: Final = frozenset({"yes", "on", "true"})
_SWITCH_WORDS: Final = frozenset({"yes", "no", "on", "off", "true", "false"})
_WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL: Final = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_AMBIGUOUS: Final = re.compile(
    r"[-+]?(0[0-7_]+|0[0-9]+(\.[0-9]*)?|0[xob][0-9a-fA-F_]+|[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?|\.[0-9][0-9_]*"
    r"|[0-9]+(:[0-5]?[0-9])++(\.[0-9]*)?|\.(inf|Inf|INF))|\.(nan|NaN|NAN)"
)
"""Numbers that YAML 1.1, YAML 1.2 and people read differently: octal, sexagesimal, exponents, signs."""


@dataclass(slots=True)
class Node:
    """A value with its place in the file (from 1)."""

    line: int
    column: int
    value: YamlValue = None
    text: str = ""
    """A scalar as it is written, without quotes."""
    is_quoted: bool = False
    is_spoiled: bool = False
    """Whether a fault was noted here, so that nobody complains about the value a second time."""
    children: dict[str | int, Node] = field(default_factory=dict)
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Line and column of each key of a mapping."""


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: plain data, and the place of every part of it."""

    path: str
    top: Node
    is_sound: bool
    """Whether no error was noted while parsing. The data of an unsound document may be checked, not used."""

    @property
    def data(self) -> YamlValue:
        """Dictionaries, lists, texts, numbers, truth values and none."""
        return self.top.value

    def node(self, path: YamlPath) -> Node:
        """The node at a path, or the nearest one above it that exists."""
        node = self.top
        for step in path:
            child = node.children.get(step)
            if child is None:
                break
            node = child
        return node

    def place(self, path: YamlPath) -> Place:
        """Where the value at a path stands, or the nearest value around it."""
        node = self.node(path)
        return Place(self.path, node.line, node.column)

    def key_place(self, path: YamlPath) -> Place:
        """Where the key at the end of a path stands, or its value when it has no key."""
        if not path:
            return self.place(())
        line, column = self.node(path[:-1]).keys.get(str(path[-1]), (0, 0))
        return Place(self.path, line, column) if line else self.place(path)

    def places(self) -> Mapping[str, Place]:
        """The place of every scalar by dotted path, such as `areas.0.items.2.text.teachers`."""
        return {dotted: Place(self.path, node.line, node.column) for dotted, node in _scalars(self.top, "")}


def _scalars(node: Node, prefix: str) -> Iterator[tuple[str, Node]]:
    for step, child in node.children.items():
        dotted = f"{prefix}.{step}" if prefix else str(step)
        if isinstance(child.value, (dict, list)):
            yield from _scalars(child, dotted)
        else:
            yield dotted, child


_OPENINGS: Final = ("while scanning a quoted scalar", "while parsing a flow ", "while scanning a simple key")
"""What PyYAML is at when a mark is missing that it notices much later."""


class _GiveUpError(Exception):
    """Nothing below this point can be understood; the reason is noted."""


def load_document(file: Path, root: Path, log: ProblemLog, *, part: tuple[str, ...] = ()) -> Document | None:
    """Read and parse one file; all faults go to `log` (codes P002 and Y). `part` is that of `parse_yaml`."""
    text = read_text(file, root, log)
    return parse_yaml(text, shown_path(file, root), log, part=part) if text is not None else None


def parse_yaml(
    text: str, path: str, log: ProblemLog, *, first_line: int = 1, part: tuple[str, ...] = ()
) -> Document | None:
    """Parse one document; all faults go to `log`. None when its structure cannot be made out.

    `first_line` is the line of the file where `text` starts (front matter). `part` names the way to the only part
    that is ours: the rest may hold what its owner allows, and comes out without meaning.
    """
    builder = _Builder(text, path, log, first_line, part)
    if len(text) > MAX_TEXT_BYTES or len(text.encode("utf-8", "replace")) > MAX_TEXT_BYTES:
        builder.note("Y006", first_line, 1, "The file is too large.", f"At most {MAX_TEXT_BYTES:,} bytes are read.")
        return None
    for found in forbidden(text):
        message = f"The character {found.name} cannot be seen or reorders text."
        builder.note("Y005", found.line + first_line - 1, found.column, message, "Delete it.")
    try:
        return Document(path, builder.build(), is_sound=not builder.is_faulty)
    except _GiveUpError:
        return None
    except yaml.reader.ReaderError:
        if not builder.is_faulty:
            builder.note("Y001", first_line, 1, "The file holds a character that YAML does not allow.", "Delete it.")
    except yaml.MarkedYAMLError as error:
        builder.note_syntax(error)
    return None


class _Builder:
    """Builds nodes from the parser's events without recursion, so that no nesting can exhaust the stack."""

    def __init__(self, text: str, path: str, log: ProblemLog, first_line: int, part: tuple[str, ...]) -> None:
        self._text = text
        self._path = path
        self._log = log
        self._first_line = first_line
        self._part = part
        self._top: Node | None = None
        self._stack: list[Node] = []
        self._steps: list[str | int] = []
        self._key: str | None = None
        self._is_dropped = False
        self._values = 0
        self._faults = 0

    @property
    def is_faulty(self) -> bool:
        """Whether a fault was noted."""
        return self._faults > 0

    def note(self, code: str, line: int, column: int, message: str, remedy: str = "") -> None:
        """Note a fault at a line of the file. Raises _GiveUpError when there are too many."""
        self._faults += 1
        self._log.add(code, Place(self._path, line, column), message, remedy)
        if self._faults == MAX_FAULTS:
            message = f"The file has more than {MAX_FAULTS:,} faults; it is not read on from here."
            self._log.add("Y001", Place(self._path, line, column), message, "Mend the first ones.")
            raise _GiveUpError

    def note_syntax(self, error: yaml.MarkedYAMLError) -> None:
        """Note what the parser stumbled over, and where: at the opening of what was never closed."""
        mark, opening = error.problem_mark or error.context_mark, error.context_mark
        noticed = ""
        if mark and opening and opening.line < mark.line and (error.context or "").startswith(_OPENINGS):
            noticed = f" (noticed in line {mark.line + self._first_line})"
            mark = opening
        line = mark.line + self._first_line if mark else self._first_line
        problem = (error.problem or "it does not follow the rules").replace("\n", " ")
        context = f" {error.context}" if error.context else ""
        message = f"This is not YAML{context}: {problem}{noticed}."
        remedy = "Look at the quotes, colons and indentation here and in the line above."
        self.note("Y001", line, mark.column + 1 if mark else 1, message, remedy)

    def build(self) -> Node:
        """The top node. Raises YAMLError for broken YAML and _GiveUpError where reading on is useless."""
        documents = 0
        for event in yaml.parse(self._text, yaml.CSafeLoader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._give_up("Y001", event, "A second document starts here.", "Delete the line `---`.")
            elif isinstance(event, yaml.NodeEvent):
                self._node(event)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                self._close()
        return self._top or Node(self._first_line, 1)

    def _give_up(self, code: str, event: yaml.Event, message: str, remedy: str) -> None:
        line, column = self._at(event)
        self.note(code, line, column, message, remedy)
        raise _GiveUpError

    def _at(self, event: yaml.Event) -> tuple[int, int]:
        mark = event.start_mark
        return (mark.line + self._first_line, mark.column + 1) if mark else (self._first_line, 1)

    @property
    def _is_ours(self) -> bool:
        """Whether the place being read lies in the part that we own, or on the way to it."""
        steps = [*self._steps, self._key] if self._key is not None else self._steps
        return all(step == owned for step, owned in zip(steps, self._part, strict=False))

    def _node(self, event: yaml.NodeEvent) -> None:
        node = Node(*self._at(event))
        self._values += 1
        if self._values > MAX_VALUES:
            message = f"The file has more than {MAX_VALUES:,} keys and values."
            self._give_up("Y006", event, message, "Split it, or look for a mistake.")
        if self._is_ours:
            self._check_properties(event, node)
        awaits_key = bool(self._stack) and isinstance(self._stack[-1].value, dict) and self._key is None
        if isinstance(event, yaml.ScalarEvent):
            if awaits_key:
                self._open_key(event)
                return
            self._scalar(event, node)
        elif awaits_key:
            self._give_up("Y001", event, "A key must be a plain word.", "Quote it if it is text.")
        elif isinstance(event, yaml.MappingStartEvent):
            node.value = {}
        elif isinstance(event, yaml.SequenceStartEvent):
            node.value = []
        self._attach(node)
        if isinstance(event, yaml.CollectionStartEvent):
            self._open(event, node)

    def _check_properties(self, event: yaml.NodeEvent, node: Node) -> None:
        """Refuse anchors, aliases and tags."""
        is_alias = isinstance(event, yaml.AliasEvent)
        tag = getattr(event, "tag", None)
        if is_alias or event.anchor is not None:
            what = f"the alias *{event.anchor}" if is_alias else f"the anchor &{event.anchor}"
            message = f"Here stands {what}, which this project does not use."
            self.note("Y003", node.line, node.column, message, "Write the value out, or quote a text that starts so.")
        elif tag:
            message = f"Here stands the tag {tag}, which this project does not use."
            self.note("Y003", node.line, node.column, message, "Delete it, or quote a text that starts with '!'.")
        else:
            return
        node.is_spoiled = True

    def _open_key(self, event: yaml.ScalarEvent) -> None:
        mapping = self._stack[-1]
        key, (line, column) = event.value, self._at(event)
        is_plain = event.style in (None, "")
        self._key = key
        self._is_dropped = key in mapping.keys
        if not self._is_ours:
            mapping.keys.setdefault(key, (line, column))
            return
        if is_plain and key == "<<":
            self.note("Y003", line, column, "Here stands a merge key.", "Write the fields out.")
            self._is_dropped = True
            return
        if is_plain and key.lower() in _SWITCH_WORDS:
            self.note("Y004", line, column, f"The unquoted key {key} is a truth value to some.", f'Write "{key}":')
        if self._is_dropped:
            first = mapping.keys[key][0]
            message = f"The key `{key}` already stands in line {first} of this mapping."
            self.note("Y002", line, column, message, "Delete one of the two, or correct its name.")
        else:
            self._check_escapes(event)
            mapping.keys[key] = (line, column)

    def _scalar(self, event: yaml.ScalarEvent, node: Node) -> None:
        node.text, node.value = event.value, event.value
        node.is_quoted = event.style not in (None, "")
        if not self._is_ours:
            return
        if node.is_quoted:
            self._check_escapes(event)
        else:
            self._plain(node)

    def _plain(self, node: Node) -> None:
        """Give an unquoted scalar its type."""
        text = node.text
        if text in _CONSTANTS:
            node.value = _CONSTANTS[text]
        elif _WHOLE.fullmatch(text):
            node.value = int(text)
        elif _DECIMAL.fullmatch(text):
            node.value = float(text)
        elif text.lower() in _SWITCH_WORDS:
            node.value = text.lower() in _TRUE_WORDS
            node.is_spoiled = True
            meant = "true" if node.value else "false"
            remedy = f'Write {meant} for a truth value, or "{text}" for a text.'
            self.note("Y004", node.line, node.column, f"The unquoted {text} can be read in two ways.", remedy)
        elif _AMBIGUOUS.fullmatch(text):
            node.is_spoiled = True
            remedy = f'Write "{text}" for a text, or a number in plain digits.'
            self.note("Y008", node.line, node.column, f"The unquoted {text} is read differently by every tool.", remedy)

    def _check_escapes(self, event: yaml.ScalarEvent) -> None:
        """Find forbidden characters that were written as escapes: the raw ones are noted already."""
        if event.style != '"' or event.start_mark is None or event.end_mark is None:
            return
        source = self._text[event.start_mark.index : event.end_mark.index]
        if "\\" not in source:
            return
        raw = {found.character for found in forbidden(source)}
        for found in forbidden(event.value):
            if found.character not in raw:
                message = f"An escape stands for the character {found.name}, which cannot be seen or reorders text."
                self.note("Y005", *self._at(event), message, "Delete it.")
                return

    def _attach(self, node: Node) -> None:
        """Hang a node under the open mapping or list."""
        if not self._stack:
            self._top = node
            return
        parent = self._stack[-1]
        if isinstance(parent.value, list):
            step: str | int = len(parent.value)
            parent.value.append(node.value)
            parent.children[step] = node
        elif isinstance(parent.value, dict) and self._key is not None:
            step = self._key
            if not self._is_dropped:
                parent.value[self._key] = node.value
                parent.children[step] = node
        if not isinstance(node.value, (dict, list)):
            self._key = None

    def _open(self, event: yaml.Event, node: Node) -> None:
        if self._stack:
            parent = self._stack[-1]
            self._steps.append(len(parent.value) - 1 if isinstance(parent.value, list) else self._key or "")
        self._stack.append(node)
        self._key = None
        if len(self._stack) > MAX_DEPTH:
            self._give_up("Y006", event, f"The nesting is deeper than {MAX_DEPTH}.", "Look for a stray bracket.")

    def _close(self) -> None:
        self._stack.pop()
        self._key = None
        if self._steps:
            self._steps.pop()
