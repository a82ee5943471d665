"""The last gate for words that came through Markdown: guides and commentaries. The only importer of nh3.

Loading refuses HTML in a guide and translation escapes it; this gate does not rely on either. Rendering puts the marks
`FOREIGN_START` and `FOREIGN_END` around such words. What stands between them on a page that MkDocs rendered is parsed
as a browser parses it and written anew with what these lists allow, so that it is whole in itself: it can neither bring
an element that runs or loads something nor end an element of the page around it. Our own blocks stand outside of the
marks and are never touched.

The lists hold what Python-Markdown with the extensions of mkdocs.yml writes, and nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

import nh3

from generator.model.output import FOREIGN_END, FOREIGN_START

TAGS: Final = frozenset({
    "a", "blockquote", "br", "code", "dd", "details", "div", "dl", "dt", "em", "h2", "h3", "h4", "h5", "h6", "hr",
    "img", "li", "ol", "p", "pre", "span", "strong", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul",
})  # fmt: skip
ATTRIBUTES: Final = {
    "*": {"class", "id", "lang", "dir", "title"},
    "a": {"href"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
}
CONTENT_TAGS: Final = frozenset({"script", "style", "template", "iframe", "object", "noscript", "xmp", "title"})
"""Elements that go with all that stands in them."""
_CLASSES: Final = {
    "a": re.compile(r"headerlink"),
    "code": re.compile(r"language-[a-z0-9+-]+"),
    "details": re.compile(r"note|tip|warning|info|danger|question|example|quote|abstract|success|failure|bug"),
    "div": re.compile(
        r"admonition|highlight|language-[a-z0-9+-]+"
        r"|note|tip|warning|info|danger|question|example|quote|abstract|success|failure|bug"
    ),
    "p": re.compile(r"admonition-title"),
    "pre": re.compile(r"highlight"),
    "span": re.compile(r"filename|[a-z][a-z0-9]{0,2}(?:-[A-Z][A-Za-z]*)*"),
}
"""Of the boxes, and of the parts of code that is shown in colours."""
_ID: Final = re.compile(r"(?!gz-)[^\W\d_][\w:.-]*")
"""What begins with `gz-` belongs to our theme and its scripts."""
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NUMBER: Final = re.compile(r"[0-9]{1,4}")
_OUTSIDE: Final = re.compile(r"https?://[^\s/\\]+|mailto:[^\s@]+@[^\s@]+", re.IGNORECASE)
_SCHEME: Final = re.compile(r"[^/?#]*:")
_ODD: Final = re.compile(r"[\x00-\x20\x7f\\]")
"""What browsers drop from an address or read as a slash."""
_MARK: Final = re.compile(f"{re.escape(FOREIGN_START)}|{re.escape(FOREIGN_END)}")
_END_OF_ARTICLE: Final = "</article>"
_PART: Final = re.compile(f"{re.escape(FOREIGN_START)}(.*?){re.escape(FOREIGN_END)}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sanitised:
    """HTML that is safe to show."""

    html: str
    dropped: tuple[str, ...] = ()
    """What was taken out, in words for the person who can mend it; empty for what guides may say."""


def sanitised_page(html: str) -> Sanitised:
    """A whole page with what stands between its marks sanitised, and the marks gone.

    Where the marks do not come in pairs, everything from the first one to the end of the article is sanitised.
    """
    if _MARK.findall(html) != [FOREIGN_START, FOREIGN_END] * html.count(FOREIGN_START):
        return _sanitised_to_the_end(html)
    dropped: list[str] = []

    def safe(part: re.Match[str]) -> str:
        found = sanitised(part[1])
        dropped.extend(found.dropped)
        return found.html

    page = _PART.sub(safe, html)
    return Sanitised(page, tuple(dict.fromkeys(dropped)))


def _sanitised_to_the_end(html: str) -> Sanitised:
    first = _MARK.search(html)
    start = first.start() if first else 0
    end = max(html.rfind(_END_OF_ARTICLE), start)
    found = sanitised(_MARK.sub("", html[start:end]))
    told = ("a mark that only this program may write", *found.dropped)
    return Sanitised(html[:start] + found.html + _MARK.sub("", html[end:]), told)


def sanitised(html: str) -> Sanitised:
    """A piece of HTML that is whole in itself, with what the lists of this module allow."""
    safe = nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=set(CONTENT_TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_allowed,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    before, after = _shape(html), _shape(safe)
    if before == after:
        return Sanitised(safe)
    lost = Counter(before) - Counter(after)
    return Sanitised(safe, tuple(lost) or ("tags that do not fit together",))


def _allowed(tag: str, name: str, value: str) -> str | None:
    """The value that an attribute keeps, or none."""
    if name == "class":
        known = _CLASSES.get(tag)
        kept = [each for each in value.split() if known and known.fullmatch(each)]
        return value if kept == value.split() else " ".join(kept) or None
    check = _CHECKS.get(name)
    return value if check is None or check(value) else None


def _is_address(value: str) -> bool:
    """Whether a link may lead there: into the site, to a web page, to a mailbox."""
    return _is_own_address(value) or (not _ODD.search(value) and _OUTSIDE.match(value) is not None)


def _is_own_address(value: str) -> bool:
    """Whether an address is relative to the page, whatever a browser makes of it."""
    return not _ODD.search(value) and not value.startswith("/") and not _SCHEME.match(value)


_CHECKS: Final[Mapping[str, Callable[[str], object]]] = {
    "id": _ID.fullmatch,
    "lang": _LANGUAGE.fullmatch,
    "href": _is_address,
    "src": _is_own_address,
    "width": _NUMBER.fullmatch,
    "height": _NUMBER.fullmatch,
    "loading": re.compile("lazy").fullmatch,
}


def _shape(html: str) -> list[str]:
    reader = _ShapeReader()
    reader.feed(html)
    reader.close()
    return reader.parts


class _ShapeReader(HTMLParser):
    """Every tag and attribute of a piece of HTML in its order, in words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(f"<{tag}>")
        self.parts += sorted(f"{name}={(value or '')[:80]!r} in <{tag}>" for name, value in attrs)

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # `<br />` is `<br>` to a browser.
        self.handle_starttag(tag, attrs)

    def handle_comment(self, data: str) -> None:  # noqa: ARG002
        self.parts.append("a comment")

    def handle_decl(self, decl: str) -> None:  # noqa: ARG002
        self.parts.append("a declaration")

    def unknown_decl(self, data: str) -> None:  # noqa: ARG002
        self.parts.append("a declaration")

    def handle_pi(self, data: str) -> None:  # noqa: ARG002
        self.parts.append("an instruction")
