"""What a school may read of itself: softer rules than in public, and nothing that gives a hidden part away."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.compute.own_report import answer_classes, release_own_reports
from generator.compute.publication import own_results_of, publish
from generator.load.project import load_project
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import ItemType, Option, OwnQuestions, Questionnaire
from generator.model.released import (
    AnswerClass,
    AreaPosition,
    Audience,
    Bound,
    Distribution,
    Mark,
    Position,
    ReleasedParticipation,
    ReleasedResults,
    Slice,
)
from generator.model.results import ANSWERED, Round
from tests.conftest import IS_NIGHTLY
from tests.small_project import make_small_project

MakeRound = Callable[..., Round]
RULES = DisclosureSettings()
LOWER, UPPER = Slice("level", "lower"), Slice("level", "upper")
CODES = ("1", "2", "3", "4", "5")
EXAMPLES = 1500 if IS_NIGHTLY else 60
KNOWN_FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def release(round_: Round, small: Questionnaire, rules: DisclosureSettings = RULES) -> ReleasedResults:
    return next(release_own_reports(round_, small, (), rules))


def told(small: Questionnaire, make: MakeRound, counts: Mapping[str, int], completed: int = 0) -> Distribution:
    """What the school reads of its teachers' answers to A1, the only item that anybody answered."""
    round_ = make({("S1", "lower", "teachers"): (completed or sum(counts.values()), {"A1": counts})})
    return release(round_, small).distributions[Position(LOWER, "teachers", "A1")]


def points(flags: str) -> list[Option]:
    """Options on a scale, lowest first: + counts as positive."""
    return [Option(code=str(at), text=str(at), positive=flag == "+") for at, flag in enumerate(flags, start=1)]


def codes(classes: tuple[tuple[Option, ...], ...]) -> str:
    return " ".join("".join(option.code for option in each) for each in classes)


def test_every_school_of_the_round_has_a_report_whatever_it_agreed_to(
    small: Questionnaire, make_small_round: MakeRound
) -> None:
    round_ = make_small_round({("S1", "lower", "teachers"): (12, {"A1": {"4": 12}})}, public="S2", others="S2 S3")
    found = list(release_own_reports(round_, small, (), RULES))

    assert [each.school.id for each in found if each.school] == ["S1", "S2", "S3"]
    assert {each.audience for each in found} == {Audience.SCHOOL}


@pytest.mark.parametrize(("completed", "mark"), [(0, Mark.NOBODY), (1, Mark.HIDDEN), (4, Mark.HIDDEN), (5, Mark.SHOWN)])
def test_a_group_is_hidden_below_five_respondents_with_all_that_is_known_of_it(
    small: Questionnaire, make_small_round: MakeRound, completed: int, mark: Mark
) -> None:
    round_ = make_small_round({("S1", "lower", "teachers"): (completed, {"A1": {"4": completed}})})
    found = release(round_, small)

    assert found.distributions[Position(LOWER, "teachers", "A1")].mark is mark
    assert found.areas[AreaPosition(LOWER, "teachers", "A")].mark is mark
    assert found.participation[LOWER, "teachers"].mark is mark
    if mark is not Mark.SHOWN:
        assert found.participation[LOWER, "teachers"] == ReleasedParticipation(mark)


def test_ten_answers_are_told_in_full_and_exactly(small: Questionnaire, make_small_round: MakeRound) -> None:
    found = told(small, make_small_round, {"1": 1, "3": 2, "4": 3, "5": 5, "na": 2})

    assert found.counts == {"1": 1, "2": 0, "3": 2, "4": 3, "5": 5, "na": 2}
    assert (found.n, found.not_applicable, found.mean) == (11, 2, 44 / 11)
    assert found.percent_positive == pytest.approx(800 / 11)
    assert found.classes == ()


def test_five_to_nine_answers_on_a_scale_are_told_in_three_classes_without_a_mean(
    small: Questionnaire, make_small_round: MakeRound
) -> None:
    found = told(small, make_small_round, {"1": 1, "2": 2, "3": 1, "4": 3, "5": 1, "na": 1})

    assert found.classes == (
        AnswerClass(("1", "2"), 37.5, 3),
        AnswerClass(("3",), 12.5, 1),
        AnswerClass(("4", "5"), 50.0, 4, is_positive=True),
    )
    assert (found.counts, found.percents, found.mean) == ({}, None, None)
    assert (found.n, found.not_applicable, found.percent_positive) == (8, 1, 50.0)


@pytest.mark.parametrize(
    ("flags", "classes"),
    [
        ("---++", "12 3 45"),
        ("++---", "12 3 45"),
        ("--++", "12 34"),
        ("--+", "1 2 3"),
        ("-+", "1 2"),
        ("--+++", "12 345"),
        ("----+", "1234 5"),
        ("-----", "12 3 45"),
        ("----", "12 34"),
        ("+++++", "12 3 45"),
        ("-------+++", "1234567 8910"),
        ("+---+", ""),
        ("-+-+-", ""),
    ],
)
def test_classes_follow_from_the_scale(flags: str, classes: str) -> None:
    assert codes(answer_classes(points(flags))) == classes


def test_a_scale_whose_positive_answers_are_at_neither_end_is_hidden_for_small_groups(
    changed: Callable[[Callable[[dict[str, Any]], None]], Questionnaire], make_small_round: MakeRound
) -> None:
    def best_in_the_middle(raw: dict[str, Any]) -> None:
        for option in raw["scales"][0]["options"]:
            option["positive"] = option["code"] == "3"

    found = told(changed(best_in_the_middle), make_small_round, {"1": 3, "3": 3})
    assert found.mark is Mark.HIDDEN


@pytest.mark.parametrize("n", range(5, 10))
@pytest.mark.parametrize("strays", [0, 1])
def test_nearly_all_of_a_small_group_is_told_as_eighty_percent_or_more(
    small: Questionnaire, make_small_round: MakeRound, n: int, strays: int
) -> None:
    found = told(small, make_small_round, {"4": n - strays, "1": strays})

    assert found.classes == (
        AnswerClass(("1", "2"), 20, None, Bound.AT_MOST),
        AnswerClass(("3",), 20, None, Bound.AT_MOST),
        AnswerClass(("4", "5"), 80, None, Bound.AT_LEAST, is_positive=True),
    )
    assert found.percent_positive is None
    assert found.positive_bound == found.classes[2]


def test_that_everybody_disagrees_is_told_as_little(small: Questionnaire, make_small_round: MakeRound) -> None:
    found = told(small, make_small_round, {"1": 6})

    assert [each.bound for each in found.classes] == [Bound.AT_LEAST, Bound.AT_MOST, Bound.AT_MOST]
    assert found.positive_bound == AnswerClass(("4", "5"), 20, None, Bound.AT_MOST, is_positive=True)


def test_a_limit_so_high_that_only_unanimous_groups_reach_it_gives_way(
    small: Questionnaire, make_small_round: MakeRound
) -> None:
    rules = DisclosureSettings(own_unanimous_percent=100)
    for counts in ({"4": 5}, {"4": 4, "1": 1}):
        round_ = make_small_round({("S1", "lower", "teachers"): (5, {"A1": counts})})
        found = release(round_, small, rules).distributions[Position(LOWER, "teachers", "A1")]
        assert found.classes[2] == AnswerClass(("4", "5"), 80, None, Bound.AT_LEAST, is_positive=True)


def test_a_whole_group_of_ten_that_agrees_is_told_exactly(small: Questionnaire, make_small_round: MakeRound) -> None:
    assert told(small, make_small_round, {"4": 10}).percent_positive == 100


@pytest.mark.parametrize(("n", "mark"), [(9, Mark.HIDDEN), (10, Mark.SHOWN)])
def test_choices_and_scores_have_no_middle_and_wait_for_ten_answers(
    small: Questionnaire, make_small_round: MakeRound, n: int, mark: Mark
) -> None:
    answers = {"N1": {"net": 3, "none": 2, ANSWERED: n}, "V1": {"7": n}, "S1": {"home": n}}
    round_ = make_small_round({("S1", "lower", group): (n, answers) for group in ("teachers", "students")})
    found = release(round_, small).distributions

    assert found[Position(LOWER, "teachers", "N1")].mark is mark
    assert found[Position(LOWER, "teachers", "V1")].mark is mark
    assert found[Position(LOWER, "students", "S1")].mark is mark


def test_the_fewest_answers_to_a_scale_item_decide_over_the_whole_group(
    small: Questionnaire, make_small_round: MakeRound
) -> None:
    """Else the answers of the few who left the other item out would be a difference away."""
    full = {"1": 4, "3": 4, "4": 4}
    round_ = make_small_round({("S1", "lower", "teachers"): (12, {"A1": full, "B1": {"1": 4, "4": 4}})})
    found = release(round_, small).distributions

    assert [each.count for each in found[Position(LOWER, "teachers", "A1")].classes] == [4, 4, 4]
    assert [each.count for each in found[Position(LOWER, "teachers", "B1")].classes] == [4, 0, 4]


def test_an_item_that_few_could_judge_is_judged_alone(small: Questionnaire, make_small_round: MakeRound) -> None:
    full = {"1": 6, "4": 6}
    answers = {"A1": full, "A2": {"1": 3, "4": 3, "na": 6}, "B1": {"4": 4, "na": 8}}
    round_ = make_small_round({("S1", "lower", "teachers"): (12, answers)})
    found = release(round_, small).distributions

    assert found[Position(LOWER, "teachers", "A1")].counts["1"] == 6
    assert [each.count for each in found[Position(LOWER, "teachers", "A2")].classes] == [3, 0, 3]
    assert found[Position(LOWER, "teachers", "B1")].mark is Mark.HIDDEN


def test_participation_is_exact(small: Questionnaire, make_small_round: MakeRound) -> None:
    round_ = make_small_round({("S1", "lower", "teachers"): (7, {"A1": {"4": 7}})})
    found = release(round_, small).participation[LOWER, "teachers"]

    assert (found.invited, found.completed, found.rate) == (10, 7, 0.7)
    assert (found.needed, found.is_met) == (8, False)


def test_an_area_with_a_bound_has_a_range(small: Questionnaire, make_small_round: MakeRound) -> None:
    answers = {"A1": {"4": 8}, "A2": {"1": 4, "4": 4}}
    found = release(make_small_round({("S1", "lower", "teachers"): (8, answers)}), small)
    area = found.areas[AreaPosition(LOWER, "teachers", "A")]

    assert (area.percent_positive, area.percent_range, area.items, area.mean) == (None, (65.0, 75.0), 2, None)


def test_an_area_of_a_small_group_has_no_mean_and_one_of_a_large_group_has(
    small: Questionnaire, make_small_round: MakeRound
) -> None:
    rows = {
        ("S1", "lower", group): (n, {"A1": {"1": n // 2, "4": n // 2}})
        for group, n in (("teachers", 8), ("students", 20))
    }
    found = release(make_small_round(rows), small).areas

    assert (
        found[AreaPosition(LOWER, "teachers", "A")].percent_positive,
        found[AreaPosition(LOWER, "teachers", "A")].mean,
    ) == (50, None)
    assert (
        found[AreaPosition(LOWER, "students", "A")].percent_positive,
        found[AreaPosition(LOWER, "students", "A")].mean,
    ) == (50, 2.5)


def test_there_is_no_total_over_groups_or_levels(small: Questionnaire, make_small_round: MakeRound) -> None:
    rows = {
        ("S1", level, group): (20, {"A1": {"4": 20}})
        for level in ("lower", "upper")
        for group in ("leaders", "students")
    }
    found = release(make_small_round(rows), small)

    assert found.slices == (LOWER, UPPER)
    assert {position.group for position in found.distributions} == {group.id for group in small.groups}


def test_own_questions_are_told_by_the_same_rules(small: Questionnaire, make_small_round: MakeRound) -> None:
    item = {"id": "OWN1", "area": "A", "title": "Own", "status": "own", "type": "scale", "scale": "agreement",
            "text": {"students": "Own?"}}  # fmt: skip
    own = OwnQuestions.model_validate(
        {"school": "S1", "instrument": "schools", "version": "1", "chosen": ["A2"], "items": [item]}, strict=False
    )
    answers = {"A1": {"1": 6, "4": 6}, "OWN1": {"4": 7, "1": 0}}
    round_ = make_small_round({("S1", "lower", "students"): (12, answers)}, others="S2")
    mine, theirs = release_own_reports(round_, small, [own], RULES)

    assert mine.distributions[Position(LOWER, "students", "OWN1")].classes[2].bound is Bound.AT_LEAST
    assert mine.distributions[Position(LOWER, "students", "A1")].counts["4"] == 6
    assert mine.distributions[Position(LOWER, "students", "A2")].mark is Mark.NOBODY
    assert "OWN1" not in {position.item for position in theirs.distributions}


def few(most: int = 14) -> st.SearchStrategy[dict[str, int]]:
    """Answers of one group to one item on the scale of five, with "does not apply"."""
    return st.lists(st.integers(0, most), min_size=6, max_size=6).map(
        lambda each: dict(zip((*CODES, "na"), each, strict=True))
    )


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=KNOWN_FIXTURES)
@given(counts=few(4))
def test_classes_add_up_to_the_answers(
    small: Questionnaire, make_small_round: MakeRound, counts: dict[str, int]
) -> None:
    found = told(small, make_small_round, counts)
    base = sum(counts[code] for code in CODES)

    if found.mark is Mark.SHOWN:
        assert found.n == base
        if found.classes and not any(each.bound for each in found.classes):
            assert sum(each.count or 0 for each in found.classes) == base
            assert sum(each.percent for each in found.classes) == pytest.approx(100)
        if not found.classes:
            assert sum(found.counts[code] for code in CODES) == base
    assert [code for each in found.classes for code in each.codes] in ([], list(CODES))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=KNOWN_FIXTURES)
@given(counts=few(4))
def test_no_share_of_a_small_group_is_told_from_which_unanimity_follows(
    small: Questionnaire, make_small_round: MakeRound, counts: dict[str, int]
) -> None:
    found = told(small, make_small_round, counts)

    for each in found.classes:
        assert (each.count is None) == (each.bound is not None)
        assert each.count is None or each.count < found.n - 1
        true = 100 * sum(counts[code] for code in each.codes) / found.n
        if each.bound is not None:
            assert true >= each.percent if each.bound is Bound.AT_LEAST else true <= each.percent


def worlds_alike(counts: Mapping[str, int]) -> list[dict[str, int]]:
    """Other answers of a group that its school must not tell apart from these, by the rules as the design words them.

    Under five answers: all others of as many people. Five to nine: all that have the same sums of (1, 2), 3 and (4, 5);
    where a sum is all of the answers or all but one, those in which one person more or fewer answered so.
    """
    base = [counts[code] for code in CODES]
    n = sum(base)
    if not n or n >= RULES.own_full_respondents:
        return []
    if n < RULES.own_min_respondents:
        return [dict(zip(CODES, [n * (code == each) for code in CODES], strict=True)) for each in CODES]
    parts = [base[0] + base[1], base[2], base[3] + base[4]]
    alike = [parts]
    most = parts.index(max(parts))
    if parts[most] >= n - 1:
        alike = [[n * (at == most) for at in range(3)]]
        alike += [[(n - 1) * (at == most) + (at == other) for at in range(3)] for other in range(3) if other != most]
    return [
        dict(zip(CODES, (low, first - low, middle, high, last - high), strict=True))
        for first, middle, last in alike
        for low in {0, first}
        for high in {0, last}
    ]


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=KNOWN_FIXTURES)
@given(answers=st.tuples(few(4), few(4), few(), few(4)))
def test_nothing_hidden_can_be_worked_out_from_what_is_told_of_the_same_school(
    small: Questionnaire, make_small_round: MakeRound, answers: tuple[dict[str, int], ...]
) -> None:
    """Two worlds that differ only in what is hidden give the same report: whatever is told cannot tell them apart."""
    places = [
        ("lower", "teachers", "A1"),
        ("lower", "teachers", "B1"),
        ("lower", "students", "A1"),
        ("upper", "leaders", "A1"),
    ]

    def report(found: tuple[dict[str, int], ...]) -> ReleasedResults:
        rows: dict[tuple[str, str, str], tuple[int, dict[str, dict[str, int]]]] = {}
        for (level, group, item), counts, first in zip(places, found, answers, strict=True):
            completed, items = rows.get(("S1", level, group), (0, {}))
            # Who completed is a fact of the world, the same in both.
            rows["S1", level, group] = (max(completed, sum(first.values())), items | {item: counts})
        return release(make_small_round(rows), small)

    told_first = report(answers)
    for index, counts in enumerate(answers):
        for other in worlds_alike(counts):
            changed = (*answers[:index], {**other, "na": counts["na"]}, *answers[index + 1 :])
            assert report(changed) == told_first


@settings(max_examples=EXAMPLES // 3, deadline=None, suppress_health_check=KNOWN_FIXTURES)
@given(size=st.integers(1, 4), other=st.integers(1, 4), answers=few(1))
def test_of_a_hidden_group_not_even_its_size_is_told(
    small: Questionnaire, make_small_round: MakeRound, size: int, other: int, answers: dict[str, int]
) -> None:
    beside = {("S1", "lower", "students"): (12, {"A1": {"4": 6, "1": 6}})}
    first, second = (
        release(
            make_small_round({("S1", "lower", "teachers"): (each, {"A1": answers, "V1": {"3": each}}), **beside}), small
        )
        for each in (size, other)
    )
    assert first == second


@settings(max_examples=EXAMPLES // 3, deadline=None, suppress_health_check=KNOWN_FIXTURES)
@given(answers=few(40))
def test_from_ten_answers_on_the_report_is_exact(
    small: Questionnaire, make_small_round: MakeRound, answers: dict[str, int]
) -> None:
    found = told(small, make_small_round, answers)

    if sum(answers[code] for code in CODES) >= RULES.own_full_respondents:
        assert dict(found.counts) == answers


def test_own_questions_of_another_version_are_not_asked(small: Questionnaire, make_small_round: MakeRound) -> None:
    own = OwnQuestions.model_validate(
        {"school": "S1", "instrument": "schools", "version": "0", "chosen": ["A2"]}, strict=False
    )
    round_ = make_small_round({("S1", "lower", "students"): (12, {"A1": {"4": 12}})})
    found = next(release_own_reports(round_, small, [own], RULES))

    assert found.distributions[Position(LOWER, "students", "A2")].mark is Mark.NOT_ASKED


def test_items_of_every_kind_have_a_place_in_the_report(small: Questionnaire, make_small_round: MakeRound) -> None:
    round_ = make_small_round({("S1", "lower", "teachers"): (6, {"A1": {"4": 6}})})
    found = release(dataclasses.replace(round_), small)

    assert {each.type for each in small.items()} == set(ItemType)
    assert set(found.distributions) == {
        Position(LOWER, group.id, item.id) for group in small.groups for item in small.items()
    }


def test_a_school_taken_alone_reads_the_same_as_among_all(tmp_path: Path) -> None:
    """`guzgu print` makes the papers of one school without releasing the whole round."""
    project = load_project(make_small_project(tmp_path / "project"))
    everybody = publish(project, with_own=True).own

    for school in ("S01", "S02"):
        alone = list(own_results_of(project, school))
        assert alone, school
        assert alone == [each for each in everybody if each.released.school and each.released.school.id == school]
