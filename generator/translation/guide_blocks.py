"""A guide in another language: its pieces replaced by their translations, its structure untouched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.catalogue import Domain, Language, SourceMessage, Wording
from generator.model.content import Guide
from generator.model.problem import Place
from generator.translation.guide_inline import in_english, inline_translation, slug
from generator.translation.guide_pieces import Piece, PieceKind, cut

_ID = re.compile(r"(?:^|\s)#(\S+)")


@dataclass(frozen=True, slots=True)
class TranslatedGuide:
    """A guide as readers of one language get it."""

    title: Wording
    summary: Wording
    markdown: str
    """The body; blocks without translation are English and marked so."""
    missing: int
    """How many blocks, title and summary included, had no usable translation."""


def translate_guide(guide: Guide, language: Language) -> TranslatedGuide:
    """The guide in `language`. Headings get ids made from the English text, so links agree in all languages."""
    body = translate_body(guide.body, language)
    title = language.wording(Domain.GUIDES, "", guide.front_matter.title)
    summary = language.wording(Domain.GUIDES, "", guide.front_matter.summary)
    foreign = sum(wording.language != language.code for wording in (title, summary))
    return TranslatedGuide(title, summary, body.markdown, foreign + body.missing)


@dataclass(frozen=True, slots=True)
class TranslatedBody:
    """Markdown as readers of one language get it."""

    markdown: str
    """Blocks without translation are English and marked so."""
    missing: int
    """How many blocks had no usable translation."""


def translate_body(body: str, language: Language, id_prefix: str = "") -> TranslatedBody:
    """The blocks of a guide or a commentary in `language`; `id_prefix` begins the ids that its headings are given."""
    pieces = cut(body)
    ids = iter(_heading_ids(pieces, id_prefix))
    inline = [_inline(piece, language) for piece in pieces]
    markdown = "".join(
        _heading(piece, text.markdown, next(ids)) if piece.kind is PieceKind.HEADING else text.markdown
        for piece, text in zip(pieces, inline, strict=True)
    )
    return TranslatedBody(markdown, sum(text.is_missing for text in inline))


def guide_messages(guide: Guide) -> Iterator[SourceMessage]:
    """Every text of a guide that can be translated, in its order: title, summary, blocks."""
    comment = f"Guide: {guide.front_matter.title}"
    file = Place(guide.path, 1)
    yield _message(guide.front_matter.title, f"{comment}\nTitle of the guide.", file)
    yield _message(guide.front_matter.summary, f"{comment}\nSummary of the guide, one sentence.", file)
    yield from body_messages(guide.body, Place(guide.path, guide.body_line), comment)


def body_messages(body: str, start: Place, comment: str) -> Iterator[SourceMessage]:
    """Every block of a guide or a commentary that can be translated; `start` is where the body stands in its file."""
    for piece in cut(body):
        if piece.message:
            place = Place(start.path, start.line + piece.line - 1)
            yield _message(piece.message, f"{comment}\n{piece.kind.value.capitalize()}.", place)


def _message(text: str, comment: str, place: Place) -> SourceMessage:
    return SourceMessage(Domain.GUIDES, "", text, comment=comment, places=(place,))


@dataclass(frozen=True, slots=True)
class _Inline:
    """What stands for a piece."""

    markdown: str
    is_missing: bool = False


def _inline(piece: Piece, language: Language) -> _Inline:
    if not piece.message:
        return _Inline(piece.text)
    if language.is_source:
        return _Inline(piece.message if piece.kind is PieceKind.HEADING else piece.text)
    found = language.translation(Domain.GUIDES, "", piece.message)
    translated = inline_translation(piece.message, found.forms[0]) if found else None
    text = translated or in_english(piece.message)
    return _Inline(f' "{text}"' if piece.kind is PieceKind.DEFAULT_TITLE else text, translated is None)


def _heading(piece: Piece, text: str, heading_id: str) -> str:
    attributes = piece.attributes if _ID.search(piece.attributes) else f"#{heading_id} {piece.attributes}".strip()
    return f"{text} {{ {attributes} }}"


def _heading_ids(pieces: tuple[Piece, ...], prefix: str) -> Iterator[str]:
    used: set[str] = set()
    for piece in pieces:
        if piece.kind is PieceKind.HEADING:
            given = _ID.search(piece.attributes)
            heading_id = given[1] if given else _unused(prefix + (slug(piece.message) or "section"), used)
            used.add(heading_id)
            yield heading_id


def _unused(wanted: str, used: set[str]) -> str:
    if wanted not in used:
        return wanted
    return next(f"{wanted}_{number}" for number in range(1, len(used) + 2) if f"{wanted}_{number}" not in used)
