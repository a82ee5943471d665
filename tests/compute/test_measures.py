"""The measures of counted answers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compute.measures import mean_of_means, mean_percent_positive, measure, rounded
from generator.model.questionnaire import ItemType, Option, Questionnaire
from generator.model.results import ANSWERED

COUNTS = st.lists(st.integers(0, 10**6), min_size=6, max_size=6)


def options_of(small: Questionnaire, item: str) -> tuple[Option, ...]:
    return small.options_of(small.item(item))


def on_scale(small: Questionnaire, counts: list[int]) -> dict[str, int]:
    return {option.code: count for option, count in zip(options_of(small, "A1"), counts, strict=True)}


def test_agree_and_strongly_agree_are_positive_and_not_applicable_is_left_out(small: Questionnaire) -> None:
    found = measure(ItemType.SCALE, options_of(small, "A1"), {"1": 1, "3": 1, "4": 4, "5": 2, "na": 5})
    assert (found.n, found.not_applicable, found.percent_positive) == (8, 5, 75.0)
    assert found.percents == {"1": 12.5, "2": 0.0, "3": 12.5, "4": 50.0, "5": 25.0}
    assert found.mean == 3.75


@given(COUNTS)
def test_the_percents_of_a_scale_add_up_to_100(small: Questionnaire, counts: list[int]) -> None:
    found = measure(ItemType.SCALE, options_of(small, "A1"), on_scale(small, counts))
    assert sum(found.percents.values()) == pytest.approx(100 if found.n else 0)


@given(COUNTS)
def test_every_measure_is_the_correctly_rounded_quotient(small: Questionnaire, counts: list[int]) -> None:
    found = measure(ItemType.SCALE, options_of(small, "A1"), on_scale(small, counts))
    if not found.n:
        assert (found.percent_positive, found.mean) == (None, None)
        return
    assert found.percent_positive == float(Fraction(100 * (counts[3] + counts[4]), found.n))
    assert found.mean == float(sum(Fraction(k * count, found.n) for k, count in enumerate(counts[:5], 1)))
    assert 1 <= found.mean <= 5


def test_the_base_of_multiple_choice_is_who_answered_so_shares_may_exceed_100(small: Questionnaire) -> None:
    found = measure(ItemType.MULTIPLE, options_of(small, "N1"), {ANSWERED: 10, "net": 8, "none": 5})
    assert found.percents == {"net": 80.0, "none": 50.0}
    assert (found.n, found.percent_positive, found.mean) == (10, None, None)


def test_a_score_has_the_mean_of_its_numbers(small: Questionnaire) -> None:
    found = measure(ItemType.SCORE, options_of(small, "V1"), {"10": 3, "7": 1})
    assert (found.n, found.mean, found.percent_positive) == (4, 9.25, None)


def test_a_single_choice_has_shares_only(small: Questionnaire) -> None:
    found = measure(ItemType.SINGLE, options_of(small, "S1"), {"home": 3, "bus": 1})
    assert (found.percents, found.mean) == ({"home": 75.0, "bus": 25.0}, None)


def test_an_area_counts_each_item_the_same_and_leaves_out_items_without_base(small: Questionnaire) -> None:
    options = options_of(small, "A1")
    items = [measure(ItemType.SCALE, options, counts) for counts in ({"5": 1}, {"1": 50, "5": 50}, {"na": 9})]
    assert mean_percent_positive(items) == 75.0
    assert mean_percent_positive(items[2:]) is None
    assert mean_of_means(items) == 4.0
    assert mean_of_means(items[2:]) is None


def test_positions_on_scales_of_different_length_have_no_common_mean(small: Questionnaire) -> None:
    options = options_of(small, "A1")
    long = measure(ItemType.SCALE, options, {"5": 4})
    short = measure(ItemType.SCALE, options[1:], {"5": 4})
    assert (mean_of_means([long, long]), mean_of_means([short])) == (5.0, 4.0)
    assert mean_of_means([long, short]) is None
    assert mean_of_means([long, measure(ItemType.SCALE, options[1:], {"na": 4})]) == 5.0


@given(st.lists(COUNTS, max_size=4))
def test_the_mean_of_means_is_the_correctly_rounded_mean_of_exact_means(
    small: Questionnaire, counts: list[list[int]]
) -> None:
    items = [measure(ItemType.SCALE, options_of(small, "A1"), on_scale(small, each)) for each in counts]
    means = [
        sum(Fraction(k * count, sum(each[:5])) for k, count in enumerate(each[:5], 1))
        for each in counts
        if any(each[:5])
    ]
    assert mean_of_means(items) == (float(sum(means) / len(means)) if means else None)


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [(0.5, 0, "1"), (1.5, 0, "2"), (-0.5, 0, "-1"), (-0.2, 0, "0"), (53 / 20, 1, "2.7"), (93.94, 1, "93.9"),
     (Fraction(1, 3), 2, "0.33"), (Fraction(53, 20), 1, "2.7"), (665, 0, "665"), (8.065, 2, "8.07")],
)  # fmt: skip
def test_rounding_is_half_up_as_people_do_it(value: float, digits: int, shown: str) -> None:
    assert rounded(value, digits) == Decimal(shown)
    assert str(rounded(value, digits)) == shown


@given(st.integers(-(10**6), 10**6), st.integers(0, 2))
def test_a_number_that_needs_no_rounding_stays(hundredths: int, digits: int) -> None:
    value = Fraction(hundredths, 10**digits)
    assert rounded(float(value), digits) == Decimal(hundredths) / 10**digits
