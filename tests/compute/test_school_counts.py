"""How many schools took part, reached the minimum and made a plan: counts of schools, by slice."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.compute.disclosure import release_round
from generator.compute.school_counts import school_counts
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Questionnaire
from generator.model.released import EVERYBODY, Mark, SchoolCounts, Slice
from generator.model.results import Participation, Round

MakeRound = Callable[..., Round]
EXACT = DisclosureSettings(public_min_respondents=1, public_min_schools=1, rounding_base=1)
RULES = DisclosureSettings()
LOWER, UPPER = Slice("level", "lower"), Slice("level", "upper")
NORTH, SOUTH = Slice("region", "north"), Slice("region", "south")
SLICES = (EVERYBODY, LOWER, UPPER, NORTH, SOUTH)
People = Mapping[tuple[str, str, str], tuple[int, int]]
"""(school, level, group) -> invited and completed."""


def round_of(
    make_small_round: MakeRound,
    people: People,
    regions: Mapping[str, str] | None = None,
    plans: Mapping[str, bool | None] | None = None,
) -> Round:
    plain = make_small_round({unit: (completed, {}) for unit, (_, completed) in people.items()})
    schools = tuple(
        dataclasses.replace(
            school,
            dimensions={"region": (regions or {}).get(school.id, "north")},
            plan_made=(plans or {}).get(school.id),
        )
        for school in plain.schools
    )
    rows = tuple(Participation(*unit, invited, completed) for unit, (invited, completed) in people.items())
    return dataclasses.replace(plain, schools=schools, participations=rows)


def counts_of(
    small: Questionnaire, round_: Round, slice_: Slice = EVERYBODY, rules: DisclosureSettings = EXACT
) -> SchoolCounts:
    return school_counts(round_, small, SLICES, rules)[slice_]


def test_a_school_takes_part_from_one_respondent_on(small: Questionnaire, make_small_round: MakeRound) -> None:
    people = {
        ("S1", "lower", "students"): (30, 1),
        ("S2", "lower", "students"): (30, 0),
        ("S2", "lower", "teachers"): (3, 0),
    }
    assert counts_of(small, round_of(make_small_round, people)).schools == 1


def test_a_school_with_two_levels_counts_once_in_all_and_once_in_each(
    small: Questionnaire, make_small_round: MakeRound
) -> None:
    people = {("S1", "lower", "students"): (30, 9), ("S1", "upper", "students"): (30, 9)}
    round_ = round_of(make_small_round, people)
    assert [counts_of(small, round_, slice_).schools for slice_ in SLICES[:4]] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("invited", "completed", "met"),
    [(10, 8, 1), (10, 7, 0), (11, 7, 1), (11, 6, 0), (30, 18, 1), (31, 11, 1), (31, 10, 0), (5, 9, 1)],
)
def test_the_minimum_is_met_from_the_number_that_the_band_asks_for(
    small: Questionnaire, make_small_round: MakeRound, invited: int, completed: int, met: int
) -> None:
    """80 % up to 10 invited people, 60 % up to 30, then 33 %, rounded up to a person."""
    round_ = round_of(make_small_round, {("S1", "lower", "teachers"): (invited, completed)})
    assert counts_of(small, round_).minimum_met == {"leaders": 0, "teachers": met, "students": 0}


def test_a_school_meets_the_minimum_when_it_does_at_each_of_its_levels(
    small: Questionnaire, make_small_round: MakeRound
) -> None:
    people = {("S1", "lower", "students"): (10, 9), ("S1", "upper", "students"): (10, 1)}
    round_ = round_of(make_small_round, people)
    met = {slice_: counts_of(small, round_, slice_).minimum_met["students"] for slice_ in (EVERYBODY, LOWER, UPPER)}
    assert met == {EVERYBODY: 0, LOWER: 1, UPPER: 0}


def test_a_level_at_which_nobody_was_invited_is_not_missed(small: Questionnaire, make_small_round: MakeRound) -> None:
    people = {("S1", "lower", "students"): (10, 9), ("S1", "upper", "students"): (0, 0)}
    assert counts_of(small, round_of(make_small_round, people)).minimum_met["students"] == 1


def test_a_group_that_nobody_was_invited_from_has_met_nothing(
    small: Questionnaire, make_small_round: MakeRound
) -> None:
    people = {("S1", "lower", "students"): (10, 9), ("S1", "lower", "leaders"): (0, 0)}
    assert counts_of(small, round_of(make_small_round, people)).minimum_met["leaders"] == 0


def test_groups_are_judged_apart(small: Questionnaire, make_small_round: MakeRound) -> None:
    people = {("S1", "lower", "students"): (10, 9), ("S1", "lower", "teachers"): (10, 1)}
    found = counts_of(small, round_of(make_small_round, people))
    assert found.minimum_met == {"leaders": 0, "teachers": 0, "students": 1}


def test_only_the_schools_of_a_region_count_in_it(small: Questionnaire, make_small_round: MakeRound) -> None:
    people = {(school, "lower", "students"): (10, 9) for school in ("S1", "S2", "S3")}
    round_ = round_of(make_small_round, people, {"S3": "south"}, {"S1": True, "S3": True})
    north, south = (counts_of(small, round_, slice_) for slice_ in (NORTH, SOUTH))
    assert (north.schools, north.minimum_met["students"], north.plans) == (2, 2, 1)
    assert (south.schools, south.minimum_met["students"], south.plans) == (1, 1, 1)


def test_a_plan_counts_where_the_school_said_that_it_made_one(
    small: Questionnaire, make_small_round: MakeRound
) -> None:
    people = {(f"S{number}", "lower", "students"): (10, 9) for number in range(1, 5)}
    plans = {"S1": True, "S2": False, "S3": None, "S4": True}
    assert counts_of(small, round_of(make_small_round, people, plans=plans)).plans == 2


def test_a_school_in_which_nobody_answered_made_no_plan_from_this_round(
    small: Questionnaire, make_small_round: MakeRound
) -> None:
    people = {("S1", "lower", "students"): (10, 9), ("S2", "lower", "students"): (10, 0)}
    assert counts_of(small, round_of(make_small_round, people, plans={"S1": True, "S2": True})).plans == 1


@pytest.mark.parametrize(("plans", "shown"), [({}, None), ({"S2": False}, 0)])
def test_nothing_is_said_of_plans_when_no_school_of_the_round_said_anything(
    small: Questionnaire, make_small_round: MakeRound, plans: Mapping[str, bool], shown: int | None
) -> None:
    people = {(school, "lower", "students"): (10, 9) for school in ("S1", "S2")}
    assert counts_of(small, round_of(make_small_round, people, plans=plans)).plans == shown


@pytest.mark.parametrize(("schools", "shown"), [(0, None), (4, None), (5, 5), (7, 5), (8, 10)])
def test_counts_are_rounded_and_few_schools_are_hidden(
    small: Questionnaire, make_small_round: MakeRound, schools: int, shown: int | None
) -> None:
    people = {(f"S{number}", "lower", "students"): (10, 9) for number in range(schools)}
    plans = {f"S{number}": True for number in range(schools)}
    found = counts_of(small, round_of(make_small_round, people, plans=plans), LOWER, RULES)
    if shown is None:
        assert found == SchoolCounts(Mark.HIDDEN)
    else:
        assert (found.mark, found.schools, found.plans, found.minimum_met["students"]) == (
            Mark.SHOWN,
            shown,
            shown,
            shown,
        )


def test_the_report_of_a_round_counts_in_each_of_its_slices(small: Questionnaire, make_small_round: MakeRound) -> None:
    people = {(f"S{number}", "lower", "students"): (10, 9) for number in range(6)}
    found = release_round(round_of(make_small_round, people), small, RULES)
    assert tuple(found.school_counts) == found.slices
    assert found.school_counts[LOWER] == found.school_counts[EVERYBODY]
    assert found.school_counts[UPPER].mark is Mark.HIDDEN


def any_people(draws: random.Random) -> dict[tuple[str, str, str], tuple[int, int]]:
    return {
        (f"S{number}", level, group): (draws.choice([0, 5, 10, 11, 40]), draws.choice([0, 0, 4, 8, 13]))
        for number in range(draws.randint(1, 8))
        for level in draws.choice([("lower",), ("upper",), ("lower", "upper")])
        for group in ("leaders", "teachers", "students")
        if draws.random() < 0.8
    }


@settings(max_examples=100, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_counts_are_those_that_somebody_counts_school_by_school(
    small: Questionnaire, make_small_round: MakeRound, draws: random.Random
) -> None:
    people = any_people(draws)
    schools = sorted({school for school, _, _ in people})
    regions = {school: draws.choice(["north", "south"]) for school in schools}
    plans = {school: draws.choice([True, False, None]) for school in schools}
    found = school_counts(round_of(make_small_round, people, regions, plans), small, SLICES, EXACT)
    for slice_ in SLICES:
        took_part, met, made = 0, dict.fromkeys(("leaders", "teachers", "students"), 0), 0
        for school in schools:
            rows: list[tuple[Any, ...]] = [
                (group, invited, completed)
                for (of, level, group), (invited, completed) in people.items()
                if of == school and slice_.value in {"", level, regions[school]}
            ]
            if not any(completed for _, _, completed in rows):
                continue
            took_part += 1
            made += plans[school] is True
            for group in met:
                rates = [(completed, invited) for of, invited, completed in rows if of == group and invited]
                met[group] += bool(rates) and all(
                    Fraction(completed, invited) >= Fraction(80 if invited <= 10 else 60 if invited <= 30 else 33, 100)
                    for completed, invited in rates
                )
        if not took_part:
            assert found[slice_] == SchoolCounts(Mark.HIDDEN)
        else:
            said = made if any(plan is not None for plan in plans.values()) else None
            assert found[slice_] == SchoolCounts(Mark.SHOWN, took_part, met, said)


def test_a_region_with_few_schools_is_not_found_by_subtracting_the_others(
    small: Questionnaire, make_small_round: MakeRound
) -> None:
    people = {(f"S{number}", "lower", "students"): (30, 20) for number in range(12)}
    regions = {f"S{number}": "south" for number in range(2)}
    round_ = round_of(make_small_round, people, regions)

    assert counts_of(small, round_, SOUTH, RULES).mark is Mark.HIDDEN
    assert counts_of(small, round_, NORTH, RULES).mark is Mark.HIDDEN
    assert counts_of(small, round_, EVERYBODY, RULES).mark is Mark.SHOWN
