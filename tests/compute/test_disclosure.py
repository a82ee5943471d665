"""What leaves the computer, and what does not."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.compute.disclosure import release_round, release_school
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import ItemType, OwnQuestions, Questionnaire
from generator.model.released import (
    EVERYBODY,
    AreaPosition,
    Mark,
    Position,
    ReleasedParticipation,
    ReleasedResults,
    Slice,
)
from generator.model.results import ANSWERED, Round, School

MakeRound = Callable[..., Round]
RULES = DisclosureSettings()
LOWER, UPPER = Slice("level", "lower"), Slice("level", "upper")
AGREE = {"1": 2, "3": 6, "4": 12, "5": 9, "na": 3}

own_question = OwnQuestions.model_validate(
    {
        "school": "S1",
        "instrument": "schools",
        "version": "1",
        "chosen": ["A2"],
        "items": [
            {
                "id": "OWN1",
                "area": "A",
                "title": "Own",
                "status": "own",
                "type": "scale",
                "scale": "agreement",
                "text": {"students": "Own?"},
            }
        ],
    },
    strict=False,
)


def public_school(round_: Round) -> School:
    return next(school for school in round_.schools if school.is_public)


def release_one(round_: Round, small: Questionnaire, own: OwnQuestions | None = None) -> ReleasedResults:
    return release_school(round_, small, own, public_school(round_), RULES)


def many(count: int, completed: int = 20, counts: Mapping[str, int] | None = None) -> dict[Any, Any]:
    """Rows of students at one level in as many schools."""
    answers = {"A1": counts or {"4": completed}}
    return {(f"S{number}", "lower", "students"): (completed, answers) for number in range(count)}


def test_a_school_that_did_not_agree_has_no_page(small: Questionnaire, make_small_round: MakeRound) -> None:
    round_ = make_small_round(many(1))
    with pytest.raises(ValueError, match="did not agree"):
        release_school(round_, small, None, round_.schools[0], RULES)


def test_consent_for_the_ministry_is_not_consent_for_the_public(
    questionnaires: Mapping[str, Questionnaire], small: Questionnaire, make_small_round: MakeRound
) -> None:
    from generator.compute.synthetic import make_demo_rounds

    round_ = make_demo_rounds(questionnaires, (), 1)[0]
    school = next(each for each in round_.schools if each.consent.scope == "ministry")
    with pytest.raises(ValueError, match="did not agree"):
        release_school(round_, questionnaires["schools/2021"], None, school, RULES)


def test_own_questions_of_another_school_are_refused(small: Questionnaire, make_small_round: MakeRound) -> None:
    round_ = make_small_round(many(1), public="S0")
    with pytest.raises(ValueError, match="own questions"):
        release_one(round_, small, own_question)


def test_everything_shown_of_a_school_follows_from_rounded_counts(
    small: Questionnaire, make_small_round: MakeRound
) -> None:
    """2, 0, 6, 12, 9 and 3 become 0, 0, 5, 10, 10 and 5; the percents, the mean and the base come from those."""
    round_ = make_small_round({("S1", "lower", "students"): (32, {"A1": AGREE})}, public="S1")
    shown = release_one(round_, small).distributions[Position(LOWER, "students", "A1")]
    assert shown.counts == {"1": 0, "2": 0, "3": 5, "4": 10, "5": 10, "na": 5}
    assert (shown.n, shown.not_applicable, shown.percent_positive, shown.mean) == (25, 5, 80.0, 4.2)


def test_participation_is_rounded_and_its_minimum_follows_from_the_rounded_numbers(
    small: Questionnaire, make_small_round: MakeRound
) -> None:
    round_ = make_small_round({("S1", "lower", "students"): (19, {"A1": {"4": 19}})}, public="S1")
    found = release_one(round_, small).participation[LOWER, "students"]
    assert (found.invited, found.completed, found.rate) == (20, 20, 1.0)
    assert (found.needed, found.band_percent, found.is_met) == (12, 60, True)
    assert (found.registered, found.corrected_on, found.correction) == (None, None, "")


def test_a_corrected_number_is_shown_with_the_first_one_rounded_its_date_and_reason(
    small: Questionnaire, make_small_round: MakeRound
) -> None:
    round_ = make_small_round({("S1", "lower", "students"): (19, {"A1": {"4": 19}})}, public="S1")
    corrected_on = datetime.date(2022, 5, 9)
    people = dataclasses.replace(
        round_.participations[0], registered=12, corrected_on=corrected_on, correction="A class was forgotten"
    )
    round_ = dataclasses.replace(round_, participations=(people,))
    found = release_one(round_, small).participation[LOWER, "students"]
    assert (found.registered, found.invited, found.corrected_on) == (10, 20, corrected_on)
    assert found.correction == "A class was forgotten"


def test_a_correction_of_a_hidden_group_is_hidden(small: Questionnaire, make_small_round: MakeRound) -> None:
    round_ = make_small_round({("S1", "lower", "students"): (9, {"A1": {"4": 9}})}, public="S1")
    people = dataclasses.replace(
        round_.participations[0], registered=9, corrected_on=datetime.date(2022, 5, 9), correction="Forgotten"
    )
    found = release_one(dataclasses.replace(round_, participations=(people,)), small).participation[LOWER, "students"]
    assert found == ReleasedParticipation(Mark.HIDDEN)


@pytest.mark.parametrize(
    ("completed", "mark"), [(0, Mark.NOBODY), (1, Mark.HIDDEN), (9, Mark.HIDDEN), (10, Mark.SHOWN)]
)
def test_a_group_of_a_school_is_hidden_below_ten_respondents(
    small: Questionnaire, make_small_round: MakeRound, completed: int, mark: Mark
) -> None:
    round_ = make_small_round({("S1", "lower", "students"): (completed, {"A1": {"4": completed}})}, public="S1")
    found = release_one(round_, small)
    assert found.participation[LOWER, "students"].mark is mark
    assert found.distributions[Position(LOWER, "students", "A1")].mark is mark
    assert found.areas[AreaPosition(LOWER, "students", "A")].mark is mark


def test_one_scale_item_with_few_answers_hides_the_whole_group(
    small: Questionnaire, make_small_round: MakeRound
) -> None:
    answers = {"A1": {"4": 25}, "B1": {"4": 9}, "V1": {"8": 25}}
    round_ = make_small_round({("S1", "lower", "teachers"): (25, answers)}, public="S1")
    found = release_one(round_, small)
    assert {found.distributions[Position(LOWER, "teachers", item)].mark for item in answers} == {Mark.HIDDEN}
    assert found.participation[LOWER, "teachers"].completed is None


def test_an_item_that_few_can_judge_is_hidden_alone(small: Questionnaire, make_small_round: MakeRound) -> None:
    """Everybody answered it, but for most it does not apply: its own base is below ten."""
    answers = {"A1": {"4": 25}, "B1": {"4": 9, "na": 16}}
    round_ = make_small_round({("S1", "lower", "teachers"): (25, answers)}, public="S1")
    found = release_one(round_, small)
    assert found.distributions[Position(LOWER, "teachers", "A1")].mark is Mark.SHOWN
    assert found.distributions[Position(LOWER, "teachers", "B1")].mark is Mark.HIDDEN
    assert found.areas[AreaPosition(LOWER, "teachers", "B")].mark is Mark.HIDDEN


def test_an_item_of_which_rounding_leaves_nothing_is_hidden(small: Questionnaire, make_small_round: MakeRound) -> None:
    answers = {"V1": {str(score): 2 for score in range(1, 11)}, "A1": {"4": 20}}
    round_ = make_small_round({("S1", "lower", "students"): (20, answers)}, public="S1")
    assert release_one(round_, small).distributions[Position(LOWER, "students", "V1")].mark is Mark.HIDDEN


def test_hidden_nobody_and_not_asked_are_three_marks(small: Questionnaire, make_small_round: MakeRound) -> None:
    rows = {("S1", "lower", "students"): (9, {"A1": {"4": 9}}), ("S1", "lower", "teachers"): (20, {"A1": {"4": 20}})}
    found = release_one(make_small_round(rows, public="S1"), small)
    marks = {
        (group, item): found.distributions[Position(LOWER, group, item)].mark
        for group, item in [("students", "A1"), ("teachers", "B1"), ("teachers", "B2"), ("leaders", "A1")]
    }
    assert list(marks.values()) == [Mark.HIDDEN, Mark.NOBODY, Mark.NOT_ASKED, Mark.NOBODY]
    assert found.areas[AreaPosition(LOWER, "students", "B")].mark is Mark.NOT_ASKED


def test_optional_items_are_asked_only_where_they_were_chosen(
    small: Questionnaire, make_small_round: MakeRound
) -> None:
    round_ = make_small_round({("S1", "lower", "students"): (20, {"A1": {"4": 20}})}, public="S1")
    position = Position(LOWER, "students", "A2")
    assert release_one(round_, small).distributions[position].mark is Mark.NOT_ASKED
    assert release_one(round_, small, own_question).distributions[position].mark is Mark.NOBODY


def test_own_items_are_released_but_do_not_count_in_the_area(small: Questionnaire, make_small_round: MakeRound) -> None:
    answers = {"A1": {"4": 20}, "OWN1": {"1": 20}}
    round_ = make_small_round({("S1", "lower", "students"): (20, answers)}, public="S1")
    found = release_one(round_, small, own_question)
    assert found.distributions[Position(LOWER, "students", "OWN1")].percent_positive == 0.0
    area = found.areas[AreaPosition(LOWER, "students", "A")]
    assert (area.percent_positive, area.items) == (100.0, 1)


def test_only_the_levels_of_the_school_are_slices(small: Questionnaire, make_small_round: MakeRound) -> None:
    round_ = make_small_round({("S1", "upper", "students"): (20, {"A1": {"4": 20}})}, public="S1")
    found = release_one(round_, small)
    assert found.slices == (UPPER,)
    assert found.schools is None


@pytest.mark.parametrize(
    ("schools", "each", "public", "mark"),
    [
        (6, 20, "", Mark.SHOWN),
        (5, 20, "", Mark.HIDDEN),  # each of the five could subtract itself, which leaves four
        (6, 1, "", Mark.HIDDEN),
        (6, 2, "", Mark.SHOWN),
        (7, 20, "S0", Mark.SHOWN),
        (6, 20, "S0", Mark.HIDDEN),
        (6, 20, "S0 S1 S2 S3 S4 S5", Mark.SHOWN),
        (10, 20, "S0 S1 S2 S3", Mark.SHOWN),
        (10, 20, "S0 S1 S2 S3 S4", Mark.HIDDEN),
        (6, 9, "S0", Mark.SHOWN),  # its page hides the group, so there is nothing to subtract
    ],
)
def test_an_aggregate_needs_ten_people_and_five_schools_besides_the_reader_and_a_safe_rest(
    small: Questionnaire, make_small_round: MakeRound, schools: int, each: int, public: str, mark: Mark
) -> None:
    found = release_round(make_small_round(many(schools, each), public=public), small, RULES)
    for slice_ in (EVERYBODY, LOWER):
        assert found.participation[slice_, "students"].mark is mark
        assert found.distributions[Position(slice_, "students", "A1")].mark is mark


def test_a_public_school_with_a_hidden_group_is_not_given_away_by_the_others(
    small: Questionnaire, make_small_round: MakeRound
) -> None:
    """Seven public schools, one of them with six respondents: the aggregate minus six pages would be that group."""
    rows = many(6) | {("S6", "lower", "students"): (6, {"A1": {"4": 6}})}
    found = release_round(make_small_round(rows, public="S0 S1 S2 S3 S4 S5 S6"), small, RULES)
    assert found.participation[LOWER, "students"].mark is Mark.HIDDEN


@pytest.mark.parametrize(
    ("sizes", "mark"),
    [
        ([100, 50, 50, 10, 5, 5], Mark.SHOWN),
        ([100, 50, 50, 10, 5, 4], Mark.HIDDEN),
        ([100, 90, 4, 4, 4, 4, 4], Mark.HIDDEN),
        ([20, 2, 2, 2, 2, 2], Mark.SHOWN),
        ([20, 2, 2, 2, 2, 1], Mark.HIDDEN),
    ],
)
def test_no_school_can_nearly_read_another_even_with_the_help_of_a_third(
    small: Questionnaire, make_small_round: MakeRound, sizes: list[int], mark: Mark
) -> None:
    """All but the three largest are at least 20 % of the largest, and without the largest there are ten people."""
    rows = {(f"S{place}", "lower", "students"): (size, {"A1": {"4": size}}) for place, size in enumerate(sizes)}
    found = release_round(make_small_round(rows), small, RULES)
    assert found.participation[LOWER, "students"].mark is mark
    assert found.distributions[Position(LOWER, "students", "A1")].mark is mark


def test_people_who_answered_only_that_an_item_does_not_apply_are_not_left_over_alone(
    small: Questionnaire, make_small_round: MakeRound
) -> None:
    """Of the item, all other answers stand on public pages: whoever subtracts them has four answers of one school."""
    rows = {unit: (people, answers | {"V1": {"8": 20}}) for unit, (people, answers) in many(7).items()}
    rows |= {(f"T{number}", "lower", "students"): (20, {"V1": {"8": 20}}) for number in range(6)}
    rows["T0", "lower", "students"] = (20, {"V1": {"8": 20}, "A1": {"na": 4}})
    found = release_round(make_small_round(rows, public=" ".join(f"S{number}" for number in range(7))), small, RULES)
    assert found.distributions[Position(LOWER, "students", "V1")].mark is Mark.SHOWN
    assert found.distributions[Position(LOWER, "students", "A1")].mark is Mark.HIDDEN


def test_an_optional_item_that_few_schools_chose_is_hidden_alone(
    small: Questionnaire, make_small_round: MakeRound
) -> None:
    rows = many(6) | {("S0", "lower", "students"): (20, {"A1": {"4": 20}, "A2": {"4": 20}})}
    found = release_round(make_small_round(rows), small, RULES)
    assert found.distributions[Position(LOWER, "students", "A1")].mark is Mark.SHOWN
    assert found.distributions[Position(LOWER, "students", "A2")].mark is Mark.HIDDEN


def test_there_are_no_totals_over_groups(small: Questionnaire, make_small_round: MakeRound) -> None:
    found = release_round(make_small_round(many(6)), small, RULES)
    assert {position.group for position in found.distributions} == {"leaders", "teachers", "students"}


def test_thresholds_and_rounding_are_settings(small: Questionnaire, make_small_round: MakeRound) -> None:
    rules = DisclosureSettings(
        public_min_respondents=1, public_min_schools=1, rounding_base=1, insider_schools=0, dominance_percent=0
    )
    found = release_round(make_small_round(many(1, 3)), small, rules)
    assert found.distributions[Position(LOWER, "students", "A1")].counts["4"] == 3


COUNT = st.one_of(st.integers(0, 3), st.integers(0, 40))


@st.composite
def rows_of(draw: st.DrawFn) -> tuple[dict[Any, Any], str]:
    """Any round of the small questionnaire with up to nine schools, and which of them are public."""
    rows = {}
    schools = [f"S{number}" for number in range(draw(st.integers(1, 9)))]
    for school in schools:
        for level in draw(st.sampled_from([("lower",), ("upper",), ("lower", "upper")])):
            for group in ("leaders", "teachers", "students"):
                answers = draw(answers_of(group, level))
                most = max((_people(counts) for counts in answers.values()), default=0)
                rows[school, level, group] = (most + draw(st.integers(0, 2)), answers)
    return rows, " ".join(draw(st.lists(st.sampled_from(schools), unique=True)))


def answers_of(group: str, level: str) -> st.SearchStrategy[dict[str, dict[str, int]]]:
    scale = st.dictionaries(st.sampled_from(["1", "2", "3", "4", "5", "na"]), COUNT)
    score = st.dictionaries(st.sampled_from([str(number) for number in range(1, 11)]), COUNT)
    items: dict[str, st.SearchStrategy[dict[str, int]]] = {"A1": scale, "A2": scale, "V1": score}
    if group == "students":
        items["S1"] = st.dictionaries(st.sampled_from(["home", "bus"]), COUNT)
    else:
        items |= {"B1": scale, "N1": st.builds(_multiple, COUNT, st.floats(0, 1), st.floats(0, 1))}
    if group == "teachers" and level == "upper":
        items["B2"] = scale
    return st.fixed_dictionaries({}, optional=items)


def _multiple(answered: int, net: float, none: float) -> dict[str, int]:
    return {ANSWERED: answered, "net": round(net * answered), "none": round(none * answered)}


def _people(counts: Mapping[str, int]) -> int:
    return counts.get(ANSWERED, sum(counts.values()))


def released_both_ways(round_: Round, small: Questionnaire) -> list[ReleasedResults]:
    schools = [release_school(round_, small, None, school, RULES) for school in round_.schools if school.is_public]
    return [release_round(round_, small, RULES), *schools]


any_round = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@any_round
@given(rows_of())
def test_every_combination_is_there(small: Questionnaire, make_small_round: MakeRound, made: Any) -> None:
    for found in released_both_ways(make_small_round(made[0], public=made[1]), small):
        for slice_ in found.slices:
            for group in found.groups:
                assert (slice_, group) in found.participation
                assert all(Position(slice_, group, item.id) in found.distributions for item in small.items())
                assert all(AreaPosition(slice_, group, area.id) in found.areas for area in small.areas)


@any_round
@given(rows_of())
def test_shown_counts_are_multiples_of_five_and_hidden_ones_are_not_there(
    small: Questionnaire, make_small_round: MakeRound, made: Any
) -> None:
    for found in released_both_ways(make_small_round(made[0], public=made[1]), small):
        for each in found.distributions.values():
            if each.mark is Mark.SHOWN:
                assert each.n > 0
                assert not any(number % 5 for number in (*each.counts.values(), each.n, each.not_applicable))
            else:
                assert not each.counts
                assert (each.n, each.not_applicable) == (0, 0)
                assert (each.percents, each.percent_positive, each.mean) == (None, None, None)
        for people in found.participation.values():
            numbers = (people.invited, people.completed)
            if people.mark is Mark.SHOWN:
                assert not any(number is None or number % 5 for number in numbers)
            else:
                assert {*numbers, people.rate, people.needed, people.band_percent, people.is_met} == {None}
                assert people.note == ""


@any_round
@given(rows_of())
def test_shown_percents_add_up_to_100_and_choices_never_exceed_their_base(
    small: Questionnaire, make_small_round: MakeRound, made: Any
) -> None:
    for found in released_both_ways(make_small_round(made[0], public=made[1]), small):
        for position, each in found.distributions.items():
            if each.percents is None:
                continue
            if small.item(position.item).type is ItemType.MULTIPLE:
                assert max(each.percents.values()) <= 100
            else:
                assert sum(each.percents.values()) == pytest.approx(100)


@any_round
@given(rows_of())
def test_a_hidden_group_hides_all_its_items(small: Questionnaire, make_small_round: MakeRound, made: Any) -> None:
    for found in released_both_ways(make_small_round(made[0], public=made[1]), small):
        for position, each in found.distributions.items():
            if found.participation[position.slice, position.group].mark is Mark.HIDDEN:
                assert each.mark in {Mark.HIDDEN, Mark.NOT_ASKED}


@any_round
@given(rows_of())
def test_whoever_subtracts_public_pages_is_left_with_nothing_or_with_enough(
    small: Questionnaire, make_small_round: MakeRound, made: Any
) -> None:
    rows, public = made
    round_ = make_small_round(rows, public=public)
    found = release_round(round_, small, RULES)
    pages = {
        school.id: release_school(round_, small, None, school, RULES) for school in round_.schools if school.is_public
    }
    for position, each in found.distributions.items():
        if each.mark is not Mark.SHOWN:
            continue
        left: dict[str, int] = {}
        for (school, level, group), (_, answers) in rows.items():
            counts = answers.get(position.item, {})
            base = counts.get(ANSWERED, sum(count for code, count in counts.items() if code != "na"))
            if group != position.group or position.slice.value not in {"", level} or not base:
                continue
            # A shown group's item whose counts all round to nothing is hidden, but nothing can be learnt from the rest.
            page = pages.get(school)
            is_on_page = page and page.participation[Slice("level", level), group].mark is Mark.SHOWN and base >= 10
            if not is_on_page:
                left[school] = left.get(school, 0) + base
        assert not left or (len(left) >= 6 and sum(left.values()) - max(left.values()) >= 10), (position, left)
