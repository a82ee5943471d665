"""The papers that one form becomes: the form itself, and those for other eyes, other copiers and less paper.

All of them are the same questionnaire. Which are made with the site and which only when somebody asks for them is
decided here (decisions/papers-of-a-form.md).
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from generator.model.questionnaire import ItemStatus, Questionnaire

FOLDER: Final = "files/questionnaires"


class PaperKind(enum.StrEnum):
    """What a paper is; the value is the end of its file's name."""

    FORM = "form"
    SHORT = "short"
    """Core items only."""
    LARGE = "large"
    """In large print."""
    BOOKLET = "booklet"
    """A5 pages, two on each side of an A4 sheet: print on both sides, fold in the middle."""
    TEXT = "text"
    """Plain text, for screen readers, Braille and messages."""


@dataclass(frozen=True, slots=True)
class Design:
    """How the pages of a kind look. Millimetres and points."""

    width: float = 210.0
    height: float = 297.0
    side: float = 12.0
    """Margin left and right."""
    mark: float = 6.0
    """From the edge to the corner marks."""
    adult: float = 10.5
    """Size of the text; at least 10 (universal layout)."""
    student: float = 11.0
    """At least 11."""
    words: tuple[float, ...] = (10.0, 9.5, 9.0, 8.5)
    """The sizes that answer words may have, best first."""
    code: float = 8.0
    """Size of the stable codes and the labels."""
    box: float = 5.0
    is_stacked: bool = False
    """Whether the boxes of a row stand below its statement: a narrow page."""
    has_grids: bool = True
    """Whether items share their answer words; otherwise each lists its answers."""
    has_headings: bool = True
    """Whether areas and blocks have their titles; questions that rows share are always there."""
    has_short_footer: bool = False
    """Whether the foot of a page has the short name of the level: large letters or a narrow page."""
    statement: float = 50.0
    """What the boxes leave to a statement at least; answer words get smaller before it gets narrower."""
    measure: float = 60.0
    """What statements should have: below it, long answer words of the rarer scales are hyphenated where that helps."""
    sides: int = 2
    """The number of pages is a multiple of it."""

    @property
    def text_width(self) -> float:
        """Between the margins."""
        return self.width - 2 * self.side

    def size(self, reader: str) -> float:
        """The size of the text for `adult` or `student`."""
        return self.student if reader == "student" else self.adult


DESIGNS: Final = {
    PaperKind.FORM: Design(),
    PaperKind.SHORT: Design(side=8.0, mark=4.5, adult=10.0, box=4.6, has_headings=False, statement=78.0),
    PaperKind.LARGE: Design(
        adult=16.0, student=16.0, words=(16.0,), code=16.0, box=6.5, has_grids=False, has_short_footer=True
    ),
    PaperKind.BOOKLET: Design(
        width=148.5,
        height=210.0,
        side=10.0,
        mark=4.5,
        adult=10.0,
        is_stacked=True,
        has_short_footer=True,
        sides=4,
    ),
}
"""The design of each kind that becomes a PDF."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of one group at one level in one language."""

    kind: PaperKind
    path: str
    """Below the site's root."""
    boxes: str
    """Where the coordinates of its answer boxes stand; empty for plain text."""
    is_on_site: bool
    """Whether every build makes it; the others are made by `guzgu print`."""


def papers_of(
    questionnaire: Questionnaire,
    group_id: str,
    level_id: str,
    language: str,
    *,
    is_newest: bool = True,
    school: str = "",
) -> tuple[Paper, ...]:
    """All papers of one form, the usual one first; none when the group is asked nothing at this level.

    `is_newest`: no later version of the instrument is there. With a `school`, the form has that school's own items;
    none of those stands on the site.
    """
    if not questionnaire.items_asked_of(group_id, level_id):
        return ()
    name = "-".join([questionnaire.instrument, questionnaire.version, group_id, level_id, language, *_named(school)])
    always = {PaperKind.FORM, PaperKind.TEXT} | ({PaperKind.SHORT} if is_newest else set())
    return tuple(
        Paper(kind, f"{FOLDER}/{file_name(name, kind)}", _boxes(name, kind), kind in always and not school)
        for kind in kinds_of(questionnaire, group_id, level_id)
    )


def kinds_of(questionnaire: Questionnaire, group_id: str, level_id: str) -> Iterator[PaperKind]:
    """The kinds of papers of a form: a short one only where it would be shorter."""
    is_shorter = {item.status is ItemStatus.CORE for item in questionnaire.items_asked_of(group_id, level_id)}
    yield from (kind for kind in PaperKind if kind is not PaperKind.SHORT or is_shorter == {True, False})


def newest_versions(questionnaires: Iterable[Questionnaire]) -> frozenset[str]:
    """The keys of the versions that no other version revises."""
    known = tuple(questionnaires)
    return frozenset(each.key for each in known) - {each.previous_key for each in known}


def file_name(name: str, kind: PaperKind) -> str:
    """The file of a paper: the form itself has the plain name."""
    if kind is PaperKind.TEXT:
        return f"{name}.txt"
    return f"{name}.pdf" if kind is PaperKind.FORM else f"{name}-{kind.value}.pdf"


def _boxes(name: str, kind: PaperKind) -> str:
    return "" if kind is PaperKind.TEXT else f"{FOLDER}/{file_name(name, kind).removesuffix('.pdf')}-layout.json"


def _named(school: str) -> list[str]:
    return [f"own-{school}"] if school else []
