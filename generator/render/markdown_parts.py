"""What a page of Markdown and HTML blocks needs besides its template: words, safe headings, what is untranslated."""

from __future__ import annotations

import re
from typing import Any, Final

from markupsafe import Markup, escape

from generator.model.catalogue import Wording
from generator.model.output import FOREIGN_END, FOREIGN_START
from generator.render.report_words import PageEnvironment

_TAG: Final = re.compile(r"(<[^>]*>)")
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]!])")
_FOREIGN_SPAN: Final = re.compile(r"<span lang=[\"']([^\"']+)[\"'][^>]*>(.*?)</span>", re.DOTALL)


class PageWords:
    """A language's words for pages: plain, as HTML, and as Markdown headings."""

    def __init__(self, environment: PageEnvironment) -> None:
        """Take the language's environment (environment.page_environment)."""
        self.environment = environment
        self._globals: dict[str, Any] = environment.globals
        self.language = str(self._globals["language"])

    def plain(self, key: str, **values: object) -> str:
        """A string of the interface as plain text (InterfaceKeyError when there is none)."""
        return str(self._globals["tp"](key, **values))

    def html(self, key: str, **values: object) -> Markup:
        """A string of the interface as HTML, marked where it is in another language."""
        markup: Markup = self._globals["t"](key, **values)
        return markup

    def heading(self, key: str, **values: object) -> Markup:
        """A string of the interface for a Markdown heading."""
        return markdown_safe(self.html(key, **values))

    def heading_text(self, value: str) -> Markup:
        """A text of content, such as the title of an area, for a Markdown heading."""
        finalize = self.environment.finalize
        return markdown_safe(escape(finalize(value) if finalize else value))

    def render(self, template: str, **facts: object) -> str:
        """The body of a page. The template may write `heading_of(key)` and `heading(text)` into Markdown headings."""
        found = self.environment.get_template(f"pages/{template}")
        return found.render(**facts, heading=self.heading_text, heading_of=self.heading)

    def facts(self, body: str, title: str) -> dict[str, object]:
        """Front matter that every page has where it applies: untranslated parts, a title of another language."""
        missing = untranslated_count(body, self.language)
        found = title.language if isinstance(title, Wording) else self.language
        return {
            **({"untranslated": missing} if missing else {}),
            **({"title_language": found} if found != self.language else {}),
        }


def markdown_safe(html: Markup) -> Markup:
    """The same inline HTML on one line, with a backslash before everything that Markdown would read as a mark."""
    parts = _TAG.split(" ".join(str(html).splitlines()))
    safe = (part if index % 2 else _MARKDOWN.sub(r"\\\1", part) for index, part in enumerate(parts))
    return Markup("".join(safe))  # noqa: S704 - it was safe, and only backslashes were added


def foreign(markdown: str) -> str:
    """Markdown of a guide or commentary between the marks that the last gate looks for (write/sanitising.py)."""
    text = markdown.replace(FOREIGN_START, "").replace(FOREIGN_END, "")
    return f"{FOREIGN_START}\n\n{text.strip()}\n\n{FOREIGN_END}"


def untranslated_count(html: str, language: str) -> int:
    """How many texts of a rendered page are marked as being in another language than the page, each counted once."""
    return len({text for found, text in _FOREIGN_SPAN.findall(html) if found != language})


def without_blank_lines(html: str) -> str:
    """A block of HTML without empty lines, at which Markdown would end it."""
    return "\n".join(line for line in html.splitlines() if line.strip())
