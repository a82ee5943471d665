"""Guides as pages: translated Markdown with links that fit the site, and the list of guides by reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from generator.model.content import Guide
from generator.model.output import MarkdownPage
from generator.render.guide_pictures import with_pictures
from generator.render.markdown_parts import PageWords, foreign
from generator.render.report_words import PageEnvironment
from generator.translation.guide_blocks import TranslatedGuide

AUDIENCES: Final = ("coordinator", "school", "everyone", "translator", "national")
"""Readers in the order of the list: those who need most help first."""

_CODE_OR_LINK: Final = re.compile(
    r"^(?P<fence>```+|~~~+).*?^(?P=fence)|(?P<ticks>`+)(?:(?!\n\n).)+?(?P=ticks)"
    r"|(?P<before>\]\()(?P<target>[^)\s]+)(?P<title>\s+\"[^\"]*\")?\)",
    re.DOTALL | re.MULTILINE,
)
_DEAD: Final = "guzgu-dead-link"
_DEAD_LINK: Final = re.compile(rf"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\({_DEAD}(?:\s+\"[^\"]*\")?\)")
_GUIDE: Final = re.compile(r"^([a-z0-9-]+)\.md(#.*)?$")
_SITE: Final = re.compile(r"^site:/?([^#]*?)/?(?:index\.html)?(#.*)?$")


@dataclass(frozen=True, slots=True)
class GuideLink:
    """A guide in a list."""

    title: str
    summary: str
    address: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """The guides for one kind of reader."""

    audience: str
    guides: tuple[GuideLink, ...]


def guide_pages(
    environment: PageEnvironment,
    guides: Sequence[tuple[Guide, TranslatedGuide]],
    other_pages: Iterable[str] = (),
    pictures: Mapping[tuple[str, str], bytes] = MappingProxyType({}),
) -> tuple[MarkdownPage, ...]:
    """The list of guides and a page for each, in menu order.

    `other_pages` are the paths of the site's other pages. A link to a page that was left out because of an error
    becomes plain words: the error is told where it stands, and the rest is published. `pictures` are the project's.
    """
    words = PageWords(environment)
    known = frozenset([*other_pages, "guides/index.md", *(f"guides/{guide.slug}/index.md" for guide, _ in guides)])
    return (
        _index_page(words, guides),
        *(_guide_page(words, guides, position, known, pictures) for position in range(len(guides))),
    )


def page_links(markdown: str, known: frozenset[str]) -> str:
    """Guide text with the links of its source turned into links between pages, if these are `known` paths.

    `other.md` names a guide, `site:results/2023/` a page below the language's folder; both may carry an anchor. Code
    stays as it is: a guide may show how a link is written.
    """
    return _DEAD_LINK.sub(r"\1", _CODE_OR_LINK.sub(lambda match: _with_page_link(match, known), markdown))


def _with_page_link(match: re.Match[str], known: frozenset[str]) -> str:
    if match["before"] is None:
        return match[0]
    return f"{match['before']}{_page_link(match['target'], known)}{match['title'] or ''})"


def _page_link(target: str, known: frozenset[str]) -> str:
    if guide := _GUIDE.match(target):
        is_known = f"guides/{guide[1]}/index.md" in known
        return f"../{guide[1]}/index.md{guide[2] or ''}" if is_known else _DEAD
    if page := _SITE.match(target):
        path = f"{page[1] + '/' if page[1] else ''}index.md"
        return f"../../{path}{page[2] or ''}" if path in known else _DEAD
    return target


def _index_page(words: PageWords, guides: Sequence[tuple[Guide, TranslatedGuide]]) -> MarkdownPage:
    shelves = (Shelf(audience, tuple(_links(guides, audience))) for audience in AUDIENCES)
    body = words.render("guides_index.html", shelves=tuple(shelf for shelf in shelves if shelf.guides))
    title, lead = words.plain("theme.nav.guides"), words.plain("guides.lead")
    return MarkdownPage("guides/index.md", title, body, lead, words.facts(body, title), title)


def _links(guides: Sequence[tuple[Guide, TranslatedGuide]], audience: str) -> Iterator[GuideLink]:
    for guide, translated in guides:
        if guide.front_matter.audience == audience:
            yield _link(guide, translated, f"{guide.slug}/index.html")


def _link(guide: Guide, translated: TranslatedGuide, address: str) -> GuideLink:
    return GuideLink(translated.title, translated.summary, address, guide.front_matter.minutes)


def _guide_page(
    words: PageWords,
    guides: Sequence[tuple[Guide, TranslatedGuide]],
    position: int,
    known: frozenset[str],
    pictures: Mapping[tuple[str, str], bytes],
) -> MarkdownPage:
    guide, translated = guides[position]
    following = guides[position + 1] if position + 1 < len(guides) else None
    body = words.render(
        "guide.html",
        summary=translated.summary,
        audience=f"guides.audience.{guide.front_matter.audience}",
        minutes=guide.front_matter.minutes,
        # The loader refuses HTML in a guide and translation escapes it; Markdown itself makes the HTML.
        text=foreign(page_links(with_pictures(translated.markdown, pictures, words.language), known)),
        following=_link(*following, f"../{following[0].slug}/index.html") if following else None,
    )
    section = words.plain("theme.nav.guides")
    missing = {"untranslated": translated.missing} if translated.missing else {}
    return MarkdownPage(
        f"guides/{guide.slug}/index.md",
        str(translated.title),
        body,
        str(translated.summary),
        {
            **words.facts(body, translated.title),
            **missing,
            "trail": [{"title": section, "address": "guides/index.html"}],
        },
        section,
    )
