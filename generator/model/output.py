"""What rendering hands to writing: texts and bytes with the address they will have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

EXPLORE_SCRIPT: Final = "explore.js"
"""The script of pages with charts that can be explored; it stands beside the site's other scripts."""


@dataclass(frozen=True, slots=True)
class MarkdownPage:
    """A page that MkDocs renders."""

    path: str
    """Below the language's folder, always `.../index.md`."""
    title: str
    body: str
    """Markdown and blocks of HTML, without the h1."""
    summary: str = ""
    """One sentence for link previews and cards."""
    meta: Mapping[str, object] = field(default_factory=dict)
    """Further facts for the front matter: the theme reads them, nothing else does."""
    nav_section: str = ""
    """The menu section; empty: not in the menu."""


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """A page that is put into a frame which MkDocs rendered: a school's report."""

    path: str
    """Below the site's root, always `<lang>/.../index.html`."""
    language: str
    title: str
    summary: str
    article: str
    """HTML for the frame's content."""


@dataclass(frozen=True, slots=True)
class PrintDocument:
    """A document that becomes a PDF."""

    path: str
    """Below the site's root: `files/....pdf`."""
    html: str
    """A whole HTML document that refers to the print style sheet by name only."""
    language: str
    is_form: bool = False
    """Whether its input elements become fields that can be filled in."""


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file that is written as it is."""

    path: str
    """Below the site's root."""
    content: bytes


@dataclass(frozen=True, slots=True)
class LanguageSite:
    """Everything that one language adds to the site."""

    language: str
    site_name: str
    pages: tuple[MarkdownPage, ...]
    """In menu order."""
    articles: tuple[HtmlPage, ...]
    prints: tuple[PrintDocument, ...]
    files: tuple[OutputFile, ...]
    extra: Mapping[str, object]
    """Facts for the theme: alternates, words, whether the translation is a draft."""
