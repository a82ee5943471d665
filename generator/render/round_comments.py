"""What an analyst says about a round, set apart from the numbers and signed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from generator.model.catalogue import Language
from generator.model.content import Commentary
from generator.render.guide_pages import page_links
from generator.render.locale_format import format_date
from generator.render.markdown_parts import foreign
from generator.render.round_page import RoundPage
from generator.translation.commentary_blocks import translate_commentary


@dataclass(frozen=True, slots=True)
class Comment:
    """A commentary in the language of the page."""

    section: str
    """The id of its section; `OVERVIEW` for the whole round."""
    author: str
    date: datetime.date
    markdown: str
    """Headings begin at the fourth level; blocks without translation are English and marked so."""


def translated_comment(commentary: Commentary, language: Language, pages: frozenset[str]) -> Comment:
    """The commentary for the page of its round. Links to pages that are not among `pages` become plain words."""
    markdown = page_links(translate_commentary(commentary, language), pages)
    facts = commentary.front_matter
    return Comment(commentary.section, str(facts.author), facts.date, markdown)


def comment_block(page: RoundPage, comment: Comment | None) -> str:
    """The comment under a heading of the third level that names its author; empty without comment."""
    if comment is None:
        return ""
    date = format_date(comment.date, page.words.language)
    signed = page.markdown.heading("system.comment.by", author=comment.author, date=date)
    heading = page.heading(3, signed, f"commentary-{comment.section.lower()}")
    return f'<div class="gz-commentary" markdown="1">\n\n{heading}\n\n{foreign(comment.markdown)}\n\n</div>'
