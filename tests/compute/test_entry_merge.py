"""What came in, put into a round's tables: each group replaced whole, everything else as it was."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from generator.compute.entry_merge import Change, merged_answers, merged_people
from generator.model.results import Unit

ONE, TWO = Unit("S1", "low", "teachers"), Unit("S2", "low", "teachers")
HEADER = ["school", "level", "group", "item", "option", "count"]
COUNTS = st.dictionaries(
    st.sampled_from([Unit(school, level, "teachers") for school in ("S1", "S2", "S3") for level in ("low", "up")]),
    st.dictionaries(
        st.sampled_from(["A1", "A2"]),
        st.dictionaries(st.sampled_from(["1", "2", "3"]), st.integers(1, 9), min_size=1),
        min_size=1,
    ),
)


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def counts_of(text: str) -> dict[Unit, dict[str, dict[str, int]]]:
    found: dict[Unit, dict[str, dict[str, int]]] = {}
    for school, level, group, item, option, count in rows_of(text)[1:]:
        found.setdefault(Unit(school, level, group), {}).setdefault(item, {})[option] = int(count)
    return found


@given(COUNTS, COUNTS)
def test_new_counts_replace_a_group_and_leave_the_others(old: dict, new: dict) -> None:  # type: ignore[type-arg]
    before = merged_answers([], old)
    after = merged_answers(rows_of(before.text), new)
    assert counts_of(after.text) == old | new
    assert after.told == old.keys() & new.keys()


@given(COUNTS, COUNTS)
def test_the_same_counts_again_change_nothing(old: dict, new: dict) -> None:  # type: ignore[type-arg]
    once = merged_answers(rows_of(merged_answers([], old).text), new)
    twice = merged_answers(rows_of(once.text), new)
    assert (twice.text, twice.changes) == (once.text, ())


@given(COUNTS, COUNTS)
def test_changes_are_exactly_the_numbers_that_differ(old: dict, new: dict) -> None:  # type: ignore[type-arg]
    after = merged_answers(rows_of(merged_answers([], old).text), new)
    told = {(each.unit, each.item, each.option): (int(each.before), int(each.after)) for each in after.changes}
    wanted = {}
    for unit in new:
        for item in ("A1", "A2"):
            for option in ("1", "2", "3"):
                was, now = (each.get(unit, {}).get(item, {}).get(option, 0) for each in (old, new))
                if was != now:
                    wanted[unit, item, option] = (was, now)
    assert told == wanted


def test_rows_of_others_keep_their_cells_and_places() -> None:
    rows = [["count", "school", "level", "group", "item", "option"], ["03", "S2", "low", "teachers", "A1", "1"], ["x"]]
    merged = merged_answers([*rows, ["9", "S1", "low", "teachers", "A1", "1"]], {ONE: {"A1": {"1": 4}}})
    assert rows_of(merged.text) == [*rows, ["4", "S1", "low", "teachers", "A1", "1"]]
    assert merged.changes == (Change(ONE, "A1", "1", "9", "4"),)


def test_nobody_chose_has_no_row_but_nobody_answered_has() -> None:
    merged = merged_answers([HEADER], {ONE: {"N1": {"answered": 0, "net": 0}, "A1": {"1": 0, "2": 3}}})
    assert rows_of(merged.text)[1:] == [[*ONE, "N1", "answered", "0"], [*ONE, "A1", "2", "3"]]


def test_people_are_replaced_and_their_note_and_correction_stay() -> None:
    rows = [
        ["school", "level", "group", "invited", "completed", "note", "corrected_invited"],
        [*ONE, "10", "8", "why", "12"],
        [*TWO, "5", "5", "", ""],
    ]
    merged = merged_people(rows, {ONE: {"invited": "12", "completed": "9", "note": ""}})
    assert rows_of(merged.text)[1:] == [[*ONE, "10", "9", "why", "12"], rows[2]]
    assert merged.changes == (Change(ONE, "", "completed", "8", "9"),)


def test_a_table_without_notes_gets_the_column_when_a_note_comes() -> None:
    rows = [["school", "level", "group", "invited", "completed"], [*TWO, "5", "5"]]
    merged = merged_people(rows, {ONE: {"invited": "3", "completed": "4", "note": "a list was short"}})
    assert rows_of(merged.text)[1:] == [[*TWO, "5", "5", ""], [*ONE, "3", "4", "a list was short"]]
    assert merged.changes == tuple(
        Change(ONE, "", name, "", value)
        for name, value in (("invited", "3"), ("completed", "4"), ("note", "a list was short"))
    )


def test_a_group_of_which_nobody_answered_yet_was_not_told_before() -> None:
    rows = [["school", "level", "group", "invited", "completed"], [*ONE, "30", "0"], [*TWO, "30", "1"]]
    people = {unit: {"invited": "30", "completed": "5", "note": ""} for unit in (ONE, TWO)}
    assert merged_people(rows, people).told == {TWO}
    counts = [HEADER, [*ONE, "N1", "answered", "0"], [*TWO, "A1", "1", "3"]]
    assert merged_answers(counts, {ONE: {"A1": {"1": 4}}, TWO: {"A1": {"1": 4}}}).told == {TWO}
