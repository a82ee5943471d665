"""The words of a paper as a part of a page, so that it can be read before anybody downloads it.

Only structure and words are taken over: no drawing, no line to write on, no style of paper.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

from markupsafe import Markup, escape

_SAME: Final = frozenset({"p", "ul", "ol", "li", "thead", "tbody", "tr", "th", "td", "strong", "b", "em"})
_OTHERWISE: Final = {
    "h2": ("<h3>", "</h3>"),
    "h3": ("<h4>", "</h4>"),
    "table": ('<div class="gz-scroll"><table class="gz-grid gz-paper__table">', "</table></div>"),
    "textarea": ("<p>", "</p>"),
    "option": ("<p>", "</p>"),
}
"""Elements of paper and what a page has for them: the paper's title is said by the page, so headings move down."""
_KEPT: Final = ("lang", "dir", "scope", "colspan")
_UNREAD: Final = frozenset({"script", "style", "svg", "h1"})
"""What goes with all that stands in it."""
_UNREAD_CLASSES: Final = frozenset({"blanks", "record", "who", "questionnaire"})
"""Lines to write on with their labels, and what the page says beside the paper's name already."""
_LINE: Final = Markup("<p>…</p>")
"""For a line to write on."""
_VOID: Final = frozenset({"img", "br", "col", "meta", "link", "input"})


def reading_of(html: str) -> Markup:
    """What stands in the `<main>` of a document for print that came from our own templates."""
    reader = _Reader()
    reader.feed(html.partition("<main>")[2].partition("</main>")[0])
    reader.close()
    return Markup("").join(reader.parts)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[Markup] = []
        self._left_out: list[str] = []
        """The open elements from the first that is left out with its content."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        is_unread = (
            tag in _UNREAD
            or (tag == "option" and "selected" not in given)
            or given.get("aria-hidden") == "true"
            or not _UNREAD_CLASSES.isdisjoint(classes)
        )
        if self._left_out or is_unread:
            self._left_out += () if tag in _VOID else (tag,)
        elif tag in _OTHERWISE:
            self.parts.append(Markup(_OTHERWISE[tag][0]))  # noqa: S704 - of this module
        elif tag in _SAME:
            kept = [Markup(' {}="{}"').format(name, given[name]) for name in _KEPT if given.get(name)]
            self.parts.append(Markup("<{}{}>").format(tag, Markup("").join(kept)))
        else:
            self.parts.append(_LINE if "blank" in classes else Markup(" "))

    def handle_endtag(self, tag: str) -> None:
        if self._left_out:
            if tag == self._left_out[-1]:
                self._left_out.pop()
        elif tag in _OTHERWISE:
            self.parts.append(Markup(_OTHERWISE[tag][1]))  # noqa: S704 - of this module
        elif tag in _SAME:
            self.parts.append(Markup("</{}>").format(tag))
        else:
            self.parts.append(Markup(" "))

    def handle_data(self, data: str) -> None:
        if not self._left_out:
            lines = [escape(line) for line in data.strip("\n").split("\n")]
            self.parts.append(Markup("<br>").join(lines) if self.lasttag == "textarea" else Markup("\n").join(lines))
