"""Material's style sheets without the rules that no page of a language can use.

Most of them are for headers, menus, search boxes and widgets that our theme does not have. A rule is left out when each
of its selectors asks for a class that no page carries; what is not understood is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

_CLASS_ATTRIBUTE = re.compile(r"""\bclass=(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")
_CLASS = re.compile(r"\.([A-Za-z_-][\w-]*)")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_MARKS = re.compile(r"""["'(){};,]|/\*.*?\*/""", re.DOTALL)
_NESTING = ("@media", "@supports", "@layer", "@container")
_VARIABLE = re.compile(r"(--[\w-]+)\s*:")
_REFERENCE = re.compile(r"var\(\s*(--[\w-]+)")


@dataclass(frozen=True, slots=True)
class _Rule:
    """A selector or at-rule with its block; a statement such as `@charset` has no block."""

    prelude: str
    block: str | None


def trim_theme_styles(site: Path) -> None:
    """Trim every style sheet of a rendered site to what its pages use. Raises OSError when a file cannot be written."""
    used = classes_of(page.read_text(encoding="utf-8") for page in site.rglob("*.html"))
    for sheet in sorted((site / "assets" / "stylesheets").glob("*.css")):
        sheet.write_text(trimmed(sheet.read_text(encoding="utf-8"), used), encoding="utf-8")


def classes_of(pages: Iterable[str]) -> frozenset[str]:
    """Every class that an element of the pages carries."""
    found: set[str] = set()
    for html in pages:
        for groups in _CLASS_ATTRIBUTE.findall(html):
            found.update(" ".join(groups).split())
    return frozenset(found)


def trimmed(css: str, used: frozenset[str]) -> str:
    """A style sheet without rules for classes outside `used`, and without variables of drawings that no rule names."""
    kept = "".join(_kept_rules(css, used))
    named = frozenset(_REFERENCE.findall(kept))
    return "".join(_without_variables(rule, named) for rule in _rules(kept))


def _kept_rules(css: str, used: frozenset[str]) -> Iterator[str]:
    for rule in _rules(css):
        if rule.block is None:
            yield f"{rule.prelude};"
        elif rule.prelude.startswith(_NESTING):
            if inner := "".join(_kept_rules(rule.block, used)):
                yield f"{rule.prelude}{{{inner}}}"
        elif rule.prelude.startswith("@"):
            yield f"{rule.prelude}{{{rule.block}}}"
        elif selectors := [each for each in _parts(rule.prelude, ",") if _can_match(each, used)]:
            yield f"{','.join(selectors)}{{{rule.block}}}"


def _can_match(selector: str, used: frozenset[str]) -> bool:
    # A class in brackets, as in :not(.a) or :is(.a, .b), may be absent; an escaped one is not read.
    if "\\" in selector:
        return True
    flat, before = selector, ""
    while flat != before:
        flat, before = _IN_BRACKETS.sub("", flat), flat
    return used.issuperset(_CLASS.findall(flat))


def _without_variables(rule: _Rule, named: frozenset[str]) -> str:
    """A rule without the drawings that it keeps in variables for rules that are gone."""
    if rule.block is None:
        return f"{rule.prelude};"
    if rule.prelude != ":root" or "url(" not in rule.block:
        return f"{rule.prelude}{{{rule.block}}}"
    declarations = [each for each in _parts(rule.block, ";") if not _is_unnamed_drawing(each, named)]
    return f"{rule.prelude}{{{';'.join(declarations)}}}" if declarations else ""


def _is_unnamed_drawing(declaration: str, named: frozenset[str]) -> bool:
    variable = _VARIABLE.match(declaration)
    return variable is not None and "url(" in declaration and variable[1] not in named


def _rules(css: str) -> Iterator[_Rule]:
    """The rules of one level, in order."""
    start, open_at = 0, -1
    for mark, at, depth in _marks(css):
        if mark == "{" and depth == 1:
            open_at = at
        elif mark == "}" and depth == 0 and open_at >= 0:
            yield _Rule(css[start:open_at].strip(), css[open_at + 1 : at])
            start, open_at = at + 1, -1
        elif mark == ";" and depth == 0:
            yield _Rule(css[start:at].strip(), None)
            start = at + 1


def _parts(text: str, separator: str) -> list[str]:
    """A list of selectors or declarations, cut at the separators that stand outside brackets and strings."""
    cuts = [at for mark, at, depth in _marks(text) if mark == separator and depth == 0]
    edges = [-1, *cuts, len(text)]
    parts = (text[before + 1 : after].strip() for before, after in pairwise(edges))
    return [part for part in parts if part]


def _marks(css: str) -> Iterator[tuple[str, int, int]]:
    """Brackets and separators outside strings and comments: the mark, its place, and how deep it leaves us."""
    depth, at = 0, 0
    while found := _MARKS.search(css, at):
        mark, at = found[0], found.end()
        if mark in "\"'":
            closing = re.compile(rf"(?:[^\\{mark}]|\\.)*{mark}", re.DOTALL).match(css, at)
            at = closing.end() if closing else len(css)
        elif not mark.startswith("/*"):
            depth += (mark in "{(") - (mark in "})")
            yield mark, found.start(), depth
