"""Words and their meanings out of a guide: the definition list below one of its headings, in a language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from generator.model.catalogue import Domain, Language, Wording
from generator.model.content import Guide
from generator.translation.guide_pieces import PieceKind, cut

STUDENT_WORDS: Final = "student-words"
"""The id of the heading in the glossary below which the words of students' questions stand."""
_PLURAL: Final = "(?:s|es)?"


@dataclass(frozen=True, slots=True)
class GuideTerm:
    """A word with its meaning, as readers of a language get it."""

    phrases: tuple[str, ...]
    """The English word, and other words for the same: what stands between its commas."""
    term: Wording
    meaning: Wording

    def is_in(self, text: str) -> bool:
        """Whether an English text has the word, in the singular or plural."""
        return any(
            re.search(rf"\b{re.escape(phrase)}{_PLURAL}\b", text, re.IGNORECASE) is not None for phrase in self.phrases
        )


def guide_terms(guide: Guide, heading_id: str, language: Language) -> tuple[GuideTerm, ...]:
    """The terms below the heading with this id, in their order; none when the guide has no such heading.

    A term with several definitions has the first; what is no definition list is passed over.
    """
    return tuple(_terms(guide, heading_id, language))


def terms_in(terms: Iterable[GuideTerm], texts: Iterable[str]) -> tuple[GuideTerm, ...]:
    """The terms of which an English text has the word."""
    whole = "\n".join(texts)
    return tuple(term for term in terms if term.is_in(whole))


def _terms(guide: Guide, heading_id: str, language: Language) -> Iterator[GuideTerm]:
    is_inside, term = False, ""
    for piece in cut(guide.body):
        if piece.kind is PieceKind.HEADING:
            is_inside, term = f"#{heading_id}" in piece.attributes.split(), ""
        elif is_inside and piece.kind is PieceKind.TERM:
            term = piece.message
        elif is_inside and term and piece.kind is PieceKind.DEFINITION:
            yield GuideTerm(
                tuple(part.strip() for part in term.split(",")),
                language.wording(Domain.GUIDES, "", term),
                language.wording(Domain.GUIDES, "", piece.message),
            )
            term = ""
