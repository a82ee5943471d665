"""The search index of a language: every page's text, cut at its headings, as a script that loads from a disk too.

Letters are folded in the browser (site_templates/assets/search.js); the index holds the texts as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

from generator.model.output import HtmlPage, MarkdownPage, OutputFile

LONGEST_TEXT: Final = 1_500
"""Characters of a section that are searched: enough for every section of a guide."""

_HEADING: Final = re.compile(r"^(#{2,6})[ ]+(.*?)[ ]*(?:\{[: ]*#([^\s}]+)[^}]*\})?[ ]*#*$")
_MARKS: Final = (
    (re.compile(r"^\s*[!?]{3}\+?\s+\w+(?:\s+\"(.*)\")?\s*$", re.MULTILINE), r"\1"),
    (re.compile(r"^\s*\|?[\s:|-]+\|\s*$", re.MULTILINE), ""),
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"^\s*(?:[-*+]|\d+\.|:|>)[ ]+", re.MULTILINE), ""),
    (re.compile(r"(?<!\\)(?:\*\*|__|[*`|])"), " "),
    (re.compile(r"(?<!\w)_|_(?!\w)"), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!-])"), r"\1"),
)
_UNREAD_TAGS: Final = frozenset({"script", "style", "svg", "table", "button", "nav"})
_BLOCK_TAGS: Final = frozenset({"p", "li", "div", "dt", "dd", "h1", "h2", "h3", "h4", "summary", "section", "td", "th"})


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One section of a page as the search finds it."""

    address: str
    """Below the language's folder, with the heading's anchor."""
    title: str
    section: str
    """The heading; empty for what stands above the first one."""
    text: str


def search_index(language: str, pages: Iterable[MarkdownPage], articles: Iterable[HtmlPage] = ()) -> OutputFile:
    """The index file of one language: `<language>/search_index.js`.

    A section that says word for word what another page's section said (the forms of neighbouring levels) is found once.
    A page with `search: false` in its front matter is left out; of a report only title and summary are found.
    """
    seen: set[tuple[str, str]] = set()
    rows: list[list[str]] = []
    found: tuple[MarkdownPage | HtmlPage, ...] = (*pages, *articles)
    for document in (document for page in found for document in documents(page)):
        if document.section and (document.section, document.text) in seen:
            continue
        seen.add((document.section, document.text))
        rows.append([document.address, document.title, document.section, document.text])
    return OutputFile(f"{language}/search_index.js", f"window.guzguSearch = {_script_json(rows)};\n".encode())


def documents(page: MarkdownPage | HtmlPage) -> Iterator[SearchDocument]:
    """The sections of one page: first what stands above its headings, which finds the page by its title too."""
    if isinstance(page, HtmlPage):
        yield SearchDocument(page.path.split("/", 1)[1], str(page.title), "", str(page.summary))
    elif page.meta.get("search", True):
        address = page.path.removesuffix(".md") + ".html"
        for anchor, heading, text in _sections(page.body):
            # A section that is nothing but tables and drawings is still found by its heading.
            yield SearchDocument(f"{address}#{anchor}" if anchor else address, str(page.title), heading, text)


def plain_text(markdown: str) -> str:
    """Markdown with blocks of HTML as plain text in one line; tables of HTML, drawings and menus are left out."""
    text = markdown
    for pattern, replacement in _MARKS:
        text = pattern.sub(replacement, text)
    reader = _TextReader()
    reader.feed(text)
    reader.close()
    return " ".join("".join(reader.parts).split())


def _sections(body: str) -> Iterator[tuple[str, str, str]]:
    anchor = heading = ""
    lines: list[str] = []
    in_code = False
    for line in body.splitlines():
        in_code ^= line.lstrip().startswith(("```", "~~~"))
        found = None if in_code else _HEADING.match(line)
        if found:
            yield anchor, heading, plain_text("\n".join(lines))[:LONGEST_TEXT]
            anchor, heading, lines = found[3] or "", plain_text(found[2]), []
        else:
            lines.append(line)
    yield anchor, heading, plain_text("\n".join(lines))[:LONGEST_TEXT]


class _TextReader(HTMLParser):
    """Collects what a reader sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unread: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _UNREAD_TAGS:
            self._unread.append(tag)
        elif tag in _BLOCK_TAGS:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._unread and tag == self._unread[-1]:
            self._unread.pop()
        elif tag in _BLOCK_TAGS:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.parts.append(data)


def _script_json(rows: list[list[str]]) -> str:
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    # What would end a script or a line of it is written as an escape.
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
