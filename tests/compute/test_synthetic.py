"""Synthetic rounds follow what the reports on the pilot state, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.compute.disclosure import release_round
from generator.compute.synthetic import DEMO_SEED, make_demo_rounds, make_round
from generator.compute.synthetic_targets import FIRST_ROUND
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import ItemStatus, ItemType, OwnQuestions, Questionnaire
from generator.model.released import EVERYBODY, LEVEL_DIMENSION, AreaPosition, Mark, Position, ReleasedResults, Slice
from generator.model.results import ANSWERED, ConsentScope, Round, Unit

SEED = DEMO_SEED
PILOT_SCHOOLS = 12


@pytest.fixture(scope="module")
def rounds(questionnaires: Mapping[str, Questionnaire], own_questions: tuple[OwnQuestions, ...]) -> tuple[Round, Round]:
    return make_demo_rounds(questionnaires, own_questions, SEED, PILOT_SCHOOLS)


@pytest.fixture(scope="module")
def first(rounds: tuple[Round, Round]) -> Round:
    return rounds[0]


@pytest.fixture(scope="module")
def released(first: Round, questionnaires: Mapping[str, Questionnaire]) -> ReleasedResults:
    return release_round(first, questionnaires["schools/2021"], DisclosureSettings())


def completed_by(round_: Round, place: str) -> Counter[str]:
    sums: Counter[str] = Counter()
    for people in round_.participations:
        sums[getattr(people, place)] += people.completed
    return sums


def positive(released: ReleasedResults, group: str) -> dict[str, float]:
    """Percent positive by item of the areas, as the system report shows it."""
    return {
        position.item: each.percent_positive
        for position, each in released.distributions.items()
        if position.slice == EVERYBODY
        and position.group == group
        and position.item[0] in "ABCDEFGH"
        and each.percent_positive is not None
    }


def areas(released: ReleasedResults, group: str) -> dict[str, float]:
    return {
        position.area: each.percent_positive
        for position, each in released.areas.items()
        if position.slice == EVERYBODY and position.group == group and each.percent_positive is not None
    }


def ranked(released: ReleasedResults, group: str, item: str) -> list[str]:
    percents = released.distributions[Position(EVERYBODY, group, item)].percents or {}
    return sorted(percents, key=lambda code: -percents[code])


def test_the_totals_are_those_of_the_pilot(first: Round) -> None:
    assert len(first.schools) == 12
    assert completed_by(first, "group") == {"leaders": 91, "teachers": 640, "students": 5694}
    assert completed_by(first, "level") == {"isced2": 1909, "isced3g": 2273, "isced3v": 2046, "isced4": 197}


def test_the_schools_are_those_of_the_pilot(first: Round) -> None:
    """Six general and six vocational, five in Baku, nine with optional items, each with one or two levels."""
    dimensions = Counter((key, value) for school in first.schools for key, value in school.dimensions.items())
    assert (dimensions["type", "general"], dimensions["type", "vet"], dimensions["region", "baku"]) == (6, 6, 5)
    levels = Counter(school for school, _ in {(each.school, each.level) for each in first.participations})
    assert set(levels.values()) == {1, 2}


def test_some_schools_agreed_to_publish_some_only_to_the_ministry_and_some_to_nothing(
    rounds: tuple[Round, Round],
) -> None:
    """They are asked in each round; one is public in both, so that its page has a history."""
    for round_, public in zip(rounds, ({"S03", "S08"}, {"S01", "S03"}), strict=True):
        scopes = Counter(school.consent.scope for school in round_.schools)
        named = [school.consent for school in round_.schools if school.consent.scope is not ConsentScope.NONE]
        assert scopes == {ConsentScope.PUBLIC: 2, ConsentScope.MINISTRY: 7, ConsentScope.NONE: 3}
        assert {school.id for school in round_.schools if school.is_public} == public
        assert all(consent.given_by and consent.given_on for consent in named)


def test_one_school_has_more_answers_than_people_invited_and_says_why(first: Round) -> None:
    rows = [people for people in first.participations if people.school == "S08"]
    rates = {
        group: sum(row.completed for row in rows if row.group == group)
        / sum(row.invited for row in rows if row.group == group)
        for group in ("leaders", "teachers", "students")
    }
    assert rates == {"leaders": 2.3, "teachers": 6.65, "students": 2.25}
    assert all("branch" in row.note for row in rows)
    assert all((people.rate or 0) <= 1 for people in first.participations if people.school != "S08")


def test_one_public_school_corrected_the_number_of_people_invited(rounds: tuple[Round, Round]) -> None:
    """The first number was too small; the corrected one is what the answers were made for."""
    first, second = ([row for row in each.participations if row.registered is not None] for each in rounds)
    assert first == []
    (row,) = second
    assert rounds[1].school(row.school).is_public
    assert (row.registered or 0) < row.invited
    assert "synthetic" in row.correction
    assert rounds[1].setting.opened < (row.corrected_on or rounds[1].setting.opened) < rounds[1].setting.closed


def test_some_schools_made_a_plan_some_did_not_and_some_do_not_say(rounds: tuple[Round, Round]) -> None:
    for round_ in rounds:
        assert {school.plan_made for school in round_.schools} == {True, False, None}


def test_one_school_has_groups_of_fewer_than_five(first: Round) -> None:
    assert any(0 < people.completed < 5 for people in first.participations)


def test_everything_says_that_it_is_synthetic(rounds: tuple[Round, Round]) -> None:
    for round_ in rounds:
        assert round_.setting.synthetic
        assert "synthetic" in round_.setting.title
        assert all("sintetik" in school.name for school in round_.schools)
        assert all(people.note.startswith("synthetic") for people in round_.participations if people.note)


@pytest.mark.parametrize("group", ["leaders", "teachers"])
def test_training_is_the_highest_area_then_leadership_and_infrastructure_the_lowest(
    released: ReleasedResults, group: str
) -> None:
    order = sorted(areas(released, group), key=lambda area: -areas(released, group)[area])
    assert order[:2] == ["D", "A"]
    assert order[-1] == "C"


def test_leaders_are_more_positive_than_teachers_and_teachers_than_students_in_every_area(
    released: ReleasedResults,
) -> None:
    leaders, teachers, students = (areas(released, group) for group in ("leaders", "teachers", "students"))
    assert set(students) == set("BCEFGH")
    assert all(leaders[area] > teachers[area] for area in teachers)
    assert all(teachers[area] > students[area] for area in students)


@pytest.mark.parametrize("group", ["leaders", "teachers", "students"])
def test_skills_from_outside_school_are_valued_most_and_devices_and_libraries_least(
    released: ReleasedResults, group: str
) -> None:
    found = positive(released, group)
    order = sorted(found, key=lambda item: -found[item])
    assert order[0] == "G7"
    assert set(order[-2:]) == {"C10", "C16"}


def test_the_highest_statement_has_the_percent_that_the_report_states(first: Round) -> None:
    """93.9, as the mean of the groups' percents of exact counts."""
    shares = []
    for group in ("leaders", "teachers", "students"):
        counts: Counter[str] = Counter()
        for unit, answers in first.answers.items():
            if unit.group == group:
                counts.update(answers.get("G7", {}))
        shares.append(100 * (counts["4"] + counts["5"]) / (counts.total() - counts["na"]))
    assert sum(shares) / 3 == pytest.approx(93.9, abs=0.6)


@pytest.mark.parametrize(
    ("group", "item", "highest", "lowest"),
    [
        ("teachers", "N1", ["equip", "net"], ["tskil", "supp", "space"]),
        ("leaders", "N1", ["equip", "net"], []),
        ("teachers", "N2", ["famsk", "sdev"], ["tmat", "tfeed"]),
        ("leaders", "N2", ["famsk", "sdev"], []),
        ("teachers", "P1", ["vle"], ["byod"]),
        ("leaders", "P1", ["vle"], ["byod"]),
        ("students", "P2", ["apps", "brows"], []),
    ],
)
def test_factors_stand_in_the_order_of_the_report(
    released: ReleasedResults, group: str, item: str, highest: list[str], lowest: list[str]
) -> None:
    order = [code for code in ranked(released, group, item) if code != "none"]
    assert order[: len(highest)] == highest
    assert order[len(order) - len(lowest) :] == lowest


@pytest.mark.parametrize(
    ("group", "block", "highest", "lowest"),
    [
        ("teachers", "T", ["T1"], {"T2", "T3"}),
        ("teachers", "K", ["K4", "K3"], {"K1"}),
        ("students", "U", ["U3"], {"U1"}),
    ],
)
def test_training_confidence_and_technology_stand_in_the_order_of_the_report(
    released: ReleasedResults, group: str, block: str, highest: list[str], lowest: set[str]
) -> None:
    found = {
        position.item: each.percent_positive
        for position, each in released.distributions.items()
        if position.slice == EVERYBODY and position.group == group and position.item[0] == block
        if each.percent_positive is not None
    }
    order = sorted(found, key=lambda item: -(found[item] or 0))
    assert order[: len(highest)] == highest
    assert set(order[-len(lowest) :]) == lowest


def test_the_score_has_its_mean_and_more_than_half_chose_nine_or_ten(first: Round) -> None:
    counts: Counter[str] = Counter()
    for answers in first.answers.values():
        counts.update(answers["V1"])
    assert sum(int(score) * count for score, count in counts.items()) / counts.total() == pytest.approx(8.07, abs=0.005)
    assert (counts["9"] + counts["10"]) / counts.total() > 0.5


def test_the_demonstration_has_enough_schools_to_show_every_level_and_all_values_but_two_languages(
    questionnaires: Mapping[str, Questionnaire], own_questions: tuple[OwnQuestions, ...]
) -> None:
    for round_ in make_demo_rounds(questionnaires, own_questions, SEED):
        found = release_round(round_, questionnaires[round_.setting.questionnaire], DisclosureSettings())
        marks = {slice_: found.participation[slice_, "students"].mark for slice_ in found.slices}
        hidden = {slice_.value for slice_, mark in marks.items() if mark is Mark.HIDDEN}
        assert hidden == {"ru", "en"}
        assert set(marks.values()) == {Mark.SHOWN, Mark.HIDDEN}


def test_in_a_round_of_twelve_schools_no_level_with_few_schools_can_be_found_by_subtraction(
    rounds: tuple[Round, Round], questionnaires: Mapping[str, Questionnaire]
) -> None:
    for round_ in rounds:
        found = release_round(round_, questionnaires[round_.setting.questionnaire], DisclosureSettings())
        levels = [slice_ for slice_ in found.slices if slice_.dimension == LEVEL_DIMENSION]
        for group in found.groups:
            hidden = [slice_ for slice_ in levels if found.participation[slice_, group].mark is Mark.HIDDEN]
            assert Slice(LEVEL_DIMENSION, "isced4") in hidden
            assert len(hidden) > 1


def test_the_second_round_differs_a_little(rounds: tuple[Round, Round]) -> None:
    first, second = (completed_by(round_, "group") for round_ in rounds)
    assert second["leaders"] == first["leaders"]
    assert 0 < abs(second["students"] - first["students"]) < 300
    assert all((people.rate or 0) <= 1 for people in rounds[1].participations)


def test_a_schools_own_questions_get_answers_of_that_school_only(
    rounds: tuple[Round, Round], own_questions: tuple[OwnQuestions, ...]
) -> None:
    own = {item.id for each in own_questions for item in each.items}
    asking = {unit.school for unit, answers in rounds[1].answers.items() if own & set(answers)}
    assert asking == {"S03"}
    assert not any(own & set(answers) for answers in rounds[0].answers.values())


def test_the_same_seed_gives_the_same_round_and_another_seed_another(
    questionnaires: Mapping[str, Questionnaire], first: Round
) -> None:
    assert make_demo_rounds(questionnaires, (), SEED, PILOT_SCHOOLS)[0] == first
    assert make_demo_rounds(questionnaires, (), SEED + 1, PILOT_SCHOOLS)[0] != first


def test_of_several_instruments_the_one_with_most_versions_is_asked(
    questionnaires: Mapping[str, Questionnaire], small: Questionnaire
) -> None:
    other = small.model_copy(update={"instrument": "work"})
    asked = make_demo_rounds({**questionnaires, "work/1": other}, (), SEED, 1)
    assert [round_.setting.questionnaire for round_ in asked] == ["schools/2021", "schools/2023"]


def test_a_round_of_no_school_or_no_questionnaire_is_refused(small: Questionnaire) -> None:
    with pytest.raises(ValueError, match="at least one school"):
        make_round(small, (), "2022", 0, seed=1, targets=FIRST_ROUND)
    with pytest.raises(ValueError, match="needs a questionnaire"):
        make_demo_rounds({}, (), 1)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 30), st.integers(0, 1000))
def test_any_round_could_have_been_counted_in_a_school(small: Questionnaire, schools: int, seed: int) -> None:
    """Nobody answers twice, every answer is an option, and nobody is asked what the questionnaire does not ask."""
    round_ = make_round(small, (), "2022", schools, seed=seed, targets=FIRST_ROUND)
    people = {Unit(each.school, each.level, each.group): each.completed for each in round_.participations}
    assert len({school.id for school in round_.schools}) == schools
    assert set(round_.answers) == set(people)
    for unit, answers in round_.answers.items():
        for item_id, counts in answers.items():
            item = small.item(item_id)
            assert item.is_asked_of(unit.group, unit.level)
            assert set(counts) - {ANSWERED} <= {option.code for option in small.options_of(item)}
            assert min(counts.values()) >= 0
            answered = counts[ANSWERED] if item.type is ItemType.MULTIPLE else sum(counts.values())
            assert max(counts.values()) <= answered <= people[unit]
        core = {i.id for i in small.items() if i.status is ItemStatus.CORE and i.is_asked_of(unit.group, unit.level)}
        assert core <= set(answers)


@pytest.mark.parametrize(("lowest", "highest"), [(0, 1), (1, 5), (3, 3), (20, 40)])
def test_a_score_of_any_range_gets_answers(
    changed: Callable[[Callable[[dict[str, Any]], None]], Questionnaire], lowest: int, highest: int
) -> None:
    """Also where the mean that the first round aims at lies outside the range."""

    def rescore(raw: dict[str, Any]) -> None:
        raw["blocks"][0]["items"][2]["score"] |= {"from": lowest, "to": highest}

    round_ = make_round(changed(rescore), (), "2022", 3, seed=1, targets=FIRST_ROUND)
    assert all(sum(answers["V1"].values()) for answers in round_.answers.values())


def test_an_area_that_students_are_not_asked_says_so(released: ReleasedResults) -> None:
    assert released.areas[AreaPosition(EVERYBODY, "students", "B")].mark is Mark.SHOWN
    assert released.areas[AreaPosition(EVERYBODY, "students", "A")].mark is Mark.NOT_ASKED
