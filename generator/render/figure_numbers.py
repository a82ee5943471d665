"""The numbers of a round's figures: made from ids, never from places, so that they are the same in every language.

A figure on an item or on a section is numbered by its id (Figure C5, Figure B), one on the whole round by a fixed whole
number, which no id can be; a number that a round has no figure for stays unused. The same figure broken down has the
name of the dimension behind a point: Figure B.region. So a figure keeps its number on every page and in every round.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from generator.model.questionnaire import Item, Questionnaire, Section
from generator.render.questionnaire_form import section_anchor


class RoundFigure(enum.StrEnum):
    """The figures on a round as a whole. A number that was published is never given to another figure."""

    PARTICIPATION = "1"
    SCHOOLS = "2"
    AREAS = "3"
    STRONGEST = "4"
    WEAKEST = "5"
    GAPS = "6"
    CHANGES = "7"
    KEY_ELEMENTS = "8"
    BREAKS = "9"


@dataclass(frozen=True, slots=True)
class FigureNumber:
    """What a figure is called, and where it stands on its page."""

    number: str
    """As it is printed: 4, B, C5, B.region."""
    anchor: str
    """Its id on the page: figure-4, figure-area-b, figure-c5, figure-area-b-region."""


def round_number(figure: RoundFigure, dimension: str = "") -> FigureNumber:
    """The number of a figure on the whole round."""
    return _number(figure.value, figure.value, dimension)


def section_number(questionnaire: Questionnaire, section: Section, dimension: str = "") -> FigureNumber:
    """The number of a figure on an area or block."""
    return _number(section.id, section_anchor(questionnaire, section), dimension)


def item_number(item: Item, dimension: str = "") -> FigureNumber:
    """The number of a figure on one item."""
    return _number(item.id, item.id.lower(), dimension)


def _number(shown: str, anchor: str, dimension: str) -> FigureNumber:
    if not dimension:
        return FigureNumber(shown, f"figure-{anchor}")
    return FigureNumber(f"{shown}.{dimension}", f"figure-{anchor}-{dimension}")
