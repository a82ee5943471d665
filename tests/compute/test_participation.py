"""How many people should answer."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compute.participation import requirement
from generator.model.questionnaire import Questionnaire
from generator.model.results import Participation


@pytest.mark.parametrize(
    ("group", "invited", "percent", "needed"),
    [
        ("leaders", 5, 80, 4),
        ("leaders", 6, 70, 5),
        ("leaders", 30, 60, 18),
        ("leaders", 31, 50, 16),
        ("teachers", 10, 80, 8),
        ("teachers", 45, 50, 23),
        ("teachers", 46, 33, 16),
        ("teachers", 501, 10, 51),
        ("students", 50, 60, 30),
        ("students", 500, 30, 150),
        ("students", 501, 25, 126),
        ("students", 1000, 20, 200),
        ("students", 1001, 10, 101),
    ],
)
def test_the_tables_of_the_pilot_say_how_many_are_needed(
    questionnaires: Mapping[str, Questionnaire], group: str, invited: int, percent: int, needed: int
) -> None:
    found = requirement(questionnaires["schools/2021"].group(group), invited)
    assert (found.percent, found.needed) == (percent, needed)


@given(st.integers(0, 100_000))
def test_the_number_needed_is_the_share_rounded_up_and_never_more_than_were_invited(
    small: Questionnaire, invited: int
) -> None:
    found = requirement(small.groups[0], invited)
    assert found.percent * invited <= 100 * found.needed < found.percent * invited + 100
    assert found.needed <= invited


def test_the_band_says_how_far_it_reaches(small: Questionnaire) -> None:
    assert [requirement(small.groups[0], invited).up_to for invited in (10, 11, 31)] == [10, 30, None]


def test_a_negative_number_of_invited_people_is_refused(small: Questionnaire) -> None:
    with pytest.raises(ValueError, match="negative"):
        requirement(small.groups[0], -1)


def test_a_rate_above_one_stays_as_it_is() -> None:
    """The pilot had 665 % where a school's other branches answered too."""
    assert Participation("S08", "isced3v", "teachers", 20, 133).rate == pytest.approx(6.65)
