"""Numbers of figures come from ids: the same on every page, in every language and round."""

from __future__ import annotations

import pytest

from generator.render.figure_numbers import FigureNumber, RoundFigure, item_number, round_number, section_number
from tests.render.report_records import QUESTIONNAIRE

AREA, BLOCK = QUESTIONNAIRE.areas[1], QUESTIONNAIRE.blocks[0]


@pytest.mark.parametrize(
    ("found", "number", "anchor"),
    [
        (round_number(RoundFigure.GAPS), "6", "figure-6"),
        (round_number(RoundFigure.AREAS, "region"), "3.region", "figure-3-region"),
        (section_number(QUESTIONNAIRE, AREA), "B", "figure-area-b"),
        (section_number(QUESTIONNAIRE, BLOCK, "region"), "block.region", "figure-block-block-region"),
        (item_number(QUESTIONNAIRE.item("N1"), "level"), "N1.level", "figure-n1-level"),
    ],
)
def test_number_and_place_follow_from_the_id(found: FigureNumber, number: str, anchor: str) -> None:
    assert found == FigureNumber(number, anchor)


def test_published_numbers_of_a_rounds_figures_never_change() -> None:
    """A new figure gets a new number; these stand in reports that people have cited."""
    assert {figure.name: figure.value for figure in RoundFigure} == {
        "PARTICIPATION": "1",
        "SCHOOLS": "2",
        "AREAS": "3",
        "STRONGEST": "4",
        "WEAKEST": "5",
        "GAPS": "6",
        "CHANGES": "7",
        "KEY_ELEMENTS": "8",
        "BREAKS": "9",
    }
