"""Where rows and marks stand: nothing hides anything else, and nothing moves further than it must."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.render.chart_layout import Columns, lanes, places, runs, spread

PERCENTS = st.lists(st.integers(0, 100), min_size=1, max_size=6)


@given(PERCENTS, st.integers(1, 10))
def test_two_marks_near_each_other_never_share_a_lane(percents: list[int], apart: int) -> None:
    at = lanes(percents, apart)

    for one, other in combinations(range(len(percents)), 2):
        assert abs(percents[one] - percents[other]) >= apart or abs(at[one] - at[other]) >= 1


@given(PERCENTS)
def test_marks_that_are_apart_stand_in_the_middle_of_their_row(percents: list[int]) -> None:
    far = [10 * index + 1 for index in range(len(percents))]

    assert lanes(far, 5) == [0.0] * len(percents)


def test_marks_with_one_number_stand_in_the_order_of_their_groups() -> None:
    assert lanes([50, 50, 50], 5) == [-1, 0, 1]


@given(PERCENTS, st.integers(1, 7))
def test_labels_of_a_series_keep_their_distance_their_order_and_their_limits(values: list[int], apart: int) -> None:
    moved = spread(values, apart, 0, 100)

    assert all(low + apart <= high + 1e-6 for low, high in pairwise(sorted(moved)))
    assert sorted(range(len(values)), key=lambda at: (values[at], at)) == sorted(
        range(len(values)), key=lambda at: moved[at]
    )
    assert -1e-6 <= min(moved) <= max(moved) <= 100 + 1e-6


def test_labels_that_have_room_stay_where_they_are() -> None:
    assert spread([10, 90, 50], 7, 0, 100) == [10, 90, 50]


@pytest.mark.parametrize("width", [340, 760])
@given(names=st.lists(st.text("abc ", min_size=1, max_size=150), min_size=1, max_size=5))
def test_rows_follow_each_other_and_hold_their_names(width: int, names: list[str]) -> None:
    found = places(names, [20] * len(names), Columns(width))

    assert [place.name for place in found] == names
    for place, after in pairwise([*found, None]):
        assert place is not None
        lines = [y for _, y in place.lines]
        assert place.start < min(lines)
        assert max(lines) < place.bottom
        assert place.top <= place.middle <= place.bottom
        assert after is None or after.start == place.bottom


def row(round_: str, percent: int | None, segment: int = 0, group: str = "teachers") -> dict[str, object]:
    return {"round": round_, "group": group, "percent": percent, "label": "", "segment": segment}


def joined(rows: list[dict[str, object]], rounds: list[str]) -> list[list[str]]:
    """The rounds that a line joins, line by line."""
    found: dict[object, list[str]] = {}
    for each in runs(rows, rounds):
        found.setdefault(each["run"], []).append(str(each["round"]))
    return list(found.values())


def test_a_line_joins_the_rounds_of_a_group_in_their_order() -> None:
    assert joined([row("b", 2), row("a", 1), row("c", 3)], ["a", "b", "c"]) == [["a", "b", "c"]]


def test_a_break_starts_a_new_line_whose_first_mark_is_new() -> None:
    rows = [row("a", 1), row("b", 2, 1), row("c", 3, 1)]

    assert joined(rows, ["a", "b", "c"]) == [["a"], ["b", "c"]]
    assert [each["is_new"] for each in runs(rows, ["a", "b", "c"])] == [False, True, False]


@pytest.mark.parametrize("rows", [[row("a", 1), row("b", None), row("c", 3)], [row("a", 1), row("c", 3)]])
def test_no_line_leads_over_a_round_without_a_number(rows: list[dict[str, object]]) -> None:
    assert joined(rows, ["a", "b", "c"]) == [["a"], ["c"]]
    assert not any(each["is_new"] for each in runs(rows, ["a", "b", "c"]))


def test_groups_have_lines_of_their_own() -> None:
    assert joined([row("a", 1), row("a", 2, group="students")], ["a"]) == [["a"], ["a"]]
