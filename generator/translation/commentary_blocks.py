"""A commentary on a round in another language: cut, translated and put together like a guide."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.catalogue import Language, SourceMessage
from generator.model.content import Commentary
from generator.model.problem import Place
from generator.translation.guide_blocks import body_messages, translate_body


def translate_commentary(commentary: Commentary, language: Language) -> str:
    """Its Markdown in `language`, with blocks that have no translation in English and marked so.

    The ids of its headings begin with `commentary-` and the section in small letters, so that those of several
    commentaries can stand on one page.
    """
    prefix = f"commentary-{commentary.section.lower()}-"
    return translate_body(commentary.body, language, prefix).markdown


def commentary_messages(commentary: Commentary) -> Iterator[SourceMessage]:
    """Every block of a commentary, in its order. Author and date are the same in every language."""
    comment = f"Commentary on the round {commentary.round}: {commentary.section}"
    yield from body_messages(commentary.body, Place(commentary.path, commentary.body_line), comment)
