"""The lines of a guide as far as loading must understand them: what is code, what is a link, what is not allowed.

Cutting a guide into blocks is translation's work; here only what would be dangerous or broken on the page is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from generator.model.problem import Place, ProblemLog

_FENCE: Final = re.compile(r"\s*(?P<marks>`{3,}|~{3,})(?P<rest>.*)")
_TICKS: Final = re.compile(r"`+")
_HTML: Final = re.compile(r"<(?:/?[a-zA-Z][^\s<>:@]*(?:[\s>]|/>|$)|!--|!\[|!doctype|\?)", re.IGNORECASE)
_HEADING: Final = re.compile(r"(?: {0,3}(?:>|[*+-][ \t]|\d{1,9}\.[ \t]))* {0,3}(?P<marks>#{1,6})")
_UNDERLINE: Final = re.compile(r" {0,3}(?P<marks>=+|-+)\s*$")
_INCLUDE: Final = re.compile(r"(?<!-)-+8<-+|\{\{|\{%|\{#")
_SCRIPT: Final = re.compile(r"\bon[a-z]+\s*=|javascript:", re.IGNORECASE)
_ATTRIBUTES: Final = re.compile(r"(?<!\{)\{[^{}\n]*\}(?!\})")
_ATTRIBUTE_MARK: Final = re.compile(r"[#.=]|^\{:")
_ID_ALONE: Final = re.compile(r"\{:? *#(?!gz-)[a-z][a-z0-9_-]* *\}")
"""All that the theme and the last gate (write/sanitising.py) leave to a guide; `gz-` begins the theme's own ids."""
_PICTURE: Final = re.compile(r"(?<!\\)!\[")
_OWN_PICTURE: Final = re.compile(r"^!\[[^\[\]]+\]\(pictures/[a-z0-9-]+\.png\)$")
"""A picture of a guide: alone on its line, with words for those who do not see it."""
_LINK: Final = re.compile(
    r"\]\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<plain>(?:[^\s()]|\([^\s()]{0,99}\)){0,999}))[^)\n]{0,999}\)"
)
_DEFINITION: Final = re.compile(r" {0,3}\[[^\]\n]+\]:\s*<?(?P<plain>[^\s>]+)")
_AUTOLINK: Final = re.compile(r"<(?P<plain>[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>]*)>")


class Link(NamedTuple):
    """A link target with its place in the file, from 1."""

    target: str
    line: int
    column: int


def prose_lines(body: str, first_line: int) -> Iterator[tuple[int, str]]:
    """(line number, line) outside of fences, with inline code blanked out so that columns stay right."""
    fence = ""
    for number, line in enumerate(body.splitlines(), first_line):
        match = _FENCE.match(line)
        if fence:
            if match and match["marks"].startswith(fence) and not match["rest"].strip():
                fence = ""
        elif match and not (match["marks"][0] == "`" and "`" in match["rest"]):
            fence = match["marks"]
        else:
            yield number, without_code(line)


def without_code(line: str) -> str:
    """The line with inline code blanked out: from a run of backticks to the next run of the same length."""
    runs = [(match.start(), match.end()) for match in _TICKS.finditer(line)]
    same: dict[int, list[int]] = {}
    for index in reversed(range(len(runs))):
        same.setdefault(runs[index][1] - runs[index][0], []).append(index)
    pieces, done, index = [], 0, 0
    while index < len(runs):
        start, end = runs[index]
        candidates = same[end - start]
        while candidates and candidates[-1] <= index:
            candidates.pop()
        if candidates:
            index = candidates[-1]
            pieces += [line[done:start], " " * (runs[index][1] - start)]
            done = runs[index][1]
        index += 1
    return "".join([*pieces, line[done:]])


def links(body: str, first_line: int) -> Iterator[Link]:
    """Every link and image target of a guide."""
    for number, line in prose_lines(body, first_line):
        for pattern in (_LINK, _DEFINITION, _AUTOLINK):
            for match in pattern.finditer(line) if pattern is not _DEFINITION else filter(None, [pattern.match(line)]):
                group = "angled" if pattern is _LINK and match["angled"] is not None else "plain"
                yield Link(match[group], number, match.start(group) + 1)


def check_constructs(
    body: str, path: str, first_line: int, log: ProblemLog, *, top_heading: int = 2, with_pictures: bool = False
) -> None:
    """Note HTML and attributes (G003) and what cannot become translatable blocks (G005).

    That is: pictures (where `with_pictures`: those that are not our own), other tools' marks, headings of a level above
    `top_heading`, a block of code without end.
    """
    before = ""
    for number, line in prose_lines(body, first_line):
        if match := _HTML.search(line):
            message = f"Here stands HTML: {match.group().strip()}"
            log.add("G003", Place(path, number, match.start() + 1), message, "Use Markdown, or `code` to show it.")
        for attributes in _ATTRIBUTES.finditer(line):
            if script := _SCRIPT.search(attributes.group()):
                place = Place(path, number, attributes.start() + script.start() + 1)
                log.add("G003", place, "An attribute here runs a script.", "Delete it.")
            elif _ATTRIBUTE_MARK.search(attributes.group()) and not _ID_ALONE.fullmatch(attributes.group()):
                remedy = "A heading may have an id: { #like-this }. Show anything else in braces as `code`."
                log.add("G003", Place(path, number, attributes.start() + 1), "Markdown may read this as HTML.", remedy)
        if match := _PICTURE.search(_OWN_PICTURE.sub("", line) if with_pictures else line):
            message, remedy = "A picture cannot be shown here.", "Say it in words: pages load nothing from elsewhere."
            remedy = "Alone on its line: ![What it shows](pictures/name.png)." if with_pictures else remedy
            log.add("G005", Place(path, number, match.start() + 1), message, remedy)
        if heading := _heading(line, before, top_heading):
            message = "A heading of this level belongs to the page around the text."
            log.add("G005", Place(path, number, heading.start("marks") + 1), message, f"Write `{'#' * top_heading}`.")
        if match := _INCLUDE.search(line):
            message = f"'{match.group()}' belongs to a tool that this project does not use."
            log.add("G005", Place(path, number, match.start() + 1), message, "Write it out, or show it as `code`.")
        before = line
    if _is_unclosed(body):
        last = first_line + body.count("\n")
        log.add("G005", Place(path, last, 1), "A block of code is never closed.", "Add a line with the same marks.")


def _heading(line: str, before: str, top: int) -> re.Match[str] | None:
    """What makes the line (or with it the one before) a heading of a level above `top`."""
    if (found := _HEADING.match(line)) and len(found["marks"]) < top:
        return found
    underline = _UNDERLINE.match(line) if before.strip() else None
    is_above = underline is not None and top > (1 if underline["marks"].startswith("=") else 2)
    return underline if is_above else None


def _is_unclosed(body: str) -> bool:
    """Whether the last fence never ends: then a line put after the body is still code."""
    probe = "guzgu-probe"
    return not any(line == probe for _, line in prose_lines(f"{body}\n{probe}", 1))
