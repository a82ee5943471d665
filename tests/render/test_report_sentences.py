"""What a report says in words follows printed rules and never contradicts its tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.render.report_sentences import (
    Share,
    area_sentence,
    choice_sentence,
    gap_sentence,
    glance_sentence,
    widest_gap,
)
from generator.render.report_words import ReportWords
from tests.render.page_project import environment

WORDS = ReportWords(environment())
PERCENTS = st.floats(0, 100, allow_nan=False)


def shares(**percents: float) -> list[Share]:
    return [Share(name, percent) for name, percent in percents.items()]


def test_the_areas_with_the_highest_and_lowest_percent_are_named() -> None:
    assert glance_sentence(WORDS, "Teachers", shares(A=80, B=55, C=20)) == (
        "Teachers: most positive about A (80%), least positive about C (20%)."
    )


def test_areas_that_look_equal_in_the_table_are_named_together() -> None:
    assert glance_sentence(WORDS, "Teachers", shares(A=80.4, B=79.6, C=20)) == (
        "Teachers: most positive about A, B (80%), least positive about C (20%)."
    )


def test_areas_that_all_look_equal_are_not_ranked() -> None:
    assert glance_sentence(WORDS, "Teachers", shares(A=50.1, B=49.9)) == (
        "Teachers: equally positive about all areas (50%)."
    )


@pytest.mark.parametrize("areas", [[], [Share("A", 50)]])
def test_one_area_alone_is_compared_with_nothing(areas: list[Share]) -> None:
    assert glance_sentence(WORDS, "Teachers", areas) == ""


def test_an_area_of_one_item_says_so() -> None:
    assert area_sentence(WORDS, "Teachers", 66.6, shares(A1=66.6)) == "Teachers: 67% positive, from one item."


def test_the_widest_gap_is_the_first_of_the_widest_and_names_both_groups() -> None:
    items = {
        "A1": shares(Teachers=80, Students=60),
        "A2": shares(Teachers=30, Students=60),
        "A3": shares(Teachers=90, Students=60),
    }

    assert gap_sentence(WORDS, widest_gap(items)) == (
        "Widest gap between groups: A2, 30 percentage points (Students 60%, Teachers 30%)."
    )


@pytest.mark.parametrize("items", [{}, {"A1": shares(Teachers=80)}, {"A1": shares(Teachers=50.2, Students=49.8)}])
def test_without_two_groups_that_differ_there_is_no_gap(items: dict[str, list[Share]]) -> None:
    assert gap_sentence(WORDS, widest_gap(items)) == ""


def test_answers_that_nobody_gave_are_not_called_most_often_chosen() -> None:
    assert choice_sentence(WORDS, "Teachers", shares(Time=0, Money=0)) == ""


@given(st.lists(st.tuples(PERCENTS, PERCENTS), min_size=1, max_size=6))
def test_a_gap_is_the_difference_of_the_two_percents_that_are_shown(pairs: list[tuple[float, float]]) -> None:
    items = {str(index): shares(Teachers=first, Students=second) for index, (first, second) in enumerate(pairs)}
    gap = widest_gap(items)
    differences = [abs(first.shown - second.shown) for first, second in items.values()]

    assert (gap.points if gap else 0) == max(differences)
