"""Whole numbers that follow shares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compute.apportionment import apportion, normalised, part_of, tilted

WEIGHTS = st.lists(st.floats(0, 1), min_size=1, max_size=8).map(normalised)


@given(WEIGHTS, st.lists(st.integers(0, 500), min_size=1, max_size=20))
def test_parts_add_up_each_time_and_follow_the_shares_in_the_long_run(shares: list[float], totals: list[int]) -> None:
    owed = [0.0] * len(shares)
    sums = [0] * len(shares)
    for total in totals:
        parts = apportion(shares, total, owed)
        assert sum(parts) == total
        assert min(parts) >= 0
        sums = [one + other for one, other in zip(sums, parts, strict=True)]
    wanted = [share * sum(totals) for share in shares]
    assert sums == pytest.approx(wanted, abs=len(shares))


@given(st.floats(0, 1), st.lists(st.integers(0, 500), min_size=1, max_size=20))
def test_one_part_stays_within_the_total_and_follows_its_share(share: float, totals: list[int]) -> None:
    owed, found = 0.0, 0
    for total in totals:
        part, owed = part_of(share, total, owed)
        assert 0 <= part <= total
        found += part
    assert found == pytest.approx(share * sum(totals), abs=1)


@given(st.integers(2, 12), st.floats(0.05, 0.95))
def test_tilted_shares_have_the_mean_that_was_asked_for(points: int, place: float) -> None:
    positions = list(range(1, points + 1))
    mean = 1 + place * (points - 1)
    shares = tilted(positions, mean)
    assert sum(shares) == pytest.approx(1)
    assert sum(position * share for position, share in zip(positions, shares, strict=True)) == pytest.approx(
        mean, abs=1e-6
    )


def test_a_mean_outside_the_positions_is_refused() -> None:
    with pytest.raises(ValueError, match="mean"):
        tilted([1, 2, 3], 3)
