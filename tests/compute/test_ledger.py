"""A published round may be published again with the same people, or with ten more or less, never with a few."""

from __future__ import annotations

import dataclasses
import datetime
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.compute.disclosure import release_round, release_school
from generator.compute.ledger import (
    UnitKey,
    changed_numbers,
    content_digest,
    frozen_ledger,
    given_away,
    ledger_problems,
    released_now,
    unit_name,
)
from generator.compute.publication import publish
from generator.model.ledger import FrozenRound, Ledger
from generator.model.problem import Place
from generator.model.project import DisclosureSettings, Project, SiteSettings
from generator.model.questionnaire import Questionnaire
from generator.model.released import EVERYBODY, LEVEL_DIMENSION, Mark, Position, Slice
from generator.model.results import Consent, ConsentScope, Round, Unit
from tests.conftest import IS_NIGHTLY

MakeRound = Callable[..., Round]
RULES = DisclosureSettings(audit_least_range=0)
"""Without the audit: what it hides is another matter, and it takes its time."""
PLACE = Place("content/results/2022/ledger.json")
LOWER = Slice(LEVEL_DIMENSION, "lower")
SCHOOLS = 9


def project_of(round_: Round, questionnaire: Questionnaire, ledger: Ledger | None = None) -> Project:
    """A project with one round, frozen when a ledger is given."""
    return Project(
        root=Path(),
        settings=SiteSettings(languages=("en",), disclosure=RULES),
        questionnaires={questionnaire.key: questionnaire},
        own_questions=(),
        rounds=(round_,),
        published=(),
        guides=(),
        interface={},
        languages=(),
        places={},
        ledgers={round_.id: FrozenRound(PLACE, ledger)} if ledger else {},
    )


def frozen(round_: Round, questionnaire: Questionnaire, old: Ledger | None = None) -> Ledger:
    return frozen_ledger(round_, released_now(project_of(round_, questionnaire), round_), RULES, old)


def codes(round_: Round, questionnaire: Questionnaire, ledger: Ledger) -> list[str]:
    return [problem.code for problem in ledger_problems(project_of(round_, questionnaire, ledger))]


def students(sizes: list[int], answered: list[int] | None = None) -> dict[tuple[str, str, str], object]:
    """Rows of students at the lower level, one school for each size; `answered`: how many answered A1."""
    return {
        (f"S{number}", "lower", "students"): (size, {"A1": {"4": answer, "3": 0}, "V1": {"7": size}})
        for number, (size, answer) in enumerate(zip(sizes, answered or sizes, strict=True))
    }


@pytest.fixture
def same(make_small_round: MakeRound) -> Round:
    return make_small_round(students([20] * SCHOOLS), public="S0")


def shown_numbers(round_: Round, questionnaire: Questionnaire) -> dict[tuple[UnitKey, str], int]:
    """What is shown of a round with its exact numbers, counted here by hand: people (item ""), and answers by item."""
    exact: Counter[tuple[UnitKey, str]] = Counter()
    for each in round_.participations:
        for slice_ in (EVERYBODY, Slice(LEVEL_DIMENSION, each.level)):
            exact[("", slice_, each.group), ""] += each.completed
        exact[(each.school, Slice(LEVEL_DIMENSION, each.level), each.group), ""] += each.completed
    for unit, items in round_.answers.items():
        for item, counts in items.items():
            number = sum(counts.values())
            for slice_ in (EVERYBODY, Slice(LEVEL_DIMENSION, unit.level)):
                exact[("", slice_, unit.group), item] += number
            exact[(unit.school, Slice(LEVEL_DIMENSION, unit.level), unit.group), item] += number
    released = {"": release_round(round_, questionnaire, RULES)}
    released |= {
        school.id: release_school(round_, questionnaire, None, school, RULES)
        for school in round_.schools
        if school.is_public
    }
    shown = {}
    for (key, item), number in exact.items():
        results = released.get(key[0])
        people = results.participation.get(key[1:]) if results else None
        if results and people and people.mark is Mark.SHOWN:
            position = results.distributions.get(Position(key[1], key[2], item))
            if not item or (position and position.mark is Mark.SHOWN):
                shown[key, item] = number
    return shown


@settings(
    max_examples=1000 if IS_NIGHTLY else 60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    sizes=st.lists(st.integers(8, 40), min_size=SCHOOLS, max_size=SCHOOLS),
    moves=st.dictionaries(st.integers(0, SCHOOLS - 1), st.integers(-15, 15), max_size=3),
    late=st.dictionaries(st.integers(0, SCHOOLS - 1), st.integers(-12, 0), max_size=2),
)
@example(sizes=[20] * SCHOOLS, moves={0: 1}, late={})
@example(sizes=[20] * SCHOOLS, moves={0: 9}, late={})
@example(sizes=[20] * SCHOOLS, moves={0: 10}, late={})
@example(sizes=[20] * SCHOOLS, moves={1: 5, 2: -5}, late={})
@example(sizes=[20] * SCHOOLS, moves={}, late={3: -1})
def test_refused_is_exactly_what_moves_a_shown_number_by_one_to_nine(
    small: Questionnaire,
    make_small_round: MakeRound,
    sizes: list[int],
    moves: dict[int, int],
    late: dict[int, int],
) -> None:
    """All of them, and nothing else: `moves` are people who come or go, `late` answers to one item that go."""
    after = [max(0, size + moves.get(number, 0)) for number, size in enumerate(sizes)]
    answered = [max(0, size + late.get(number, 0)) for number, size in enumerate(after)]
    first = make_small_round(students(sizes), public="S0 S1")
    second = make_small_round(students(after, answered), public="S0 S1")
    before, now = shown_numbers(first, small), shown_numbers(second, small)
    expected = any(1 <= abs(number - before[key]) <= 9 for key, number in now.items() if key in before)

    assert ("R022" in codes(second, small, frozen(first, small))) == expected


def test_the_same_round_is_published_again_without_a_word(small: Questionnaire, same: Round) -> None:
    assert codes(same, small, frozen(same, small)) == []


def test_ten_people_more_are_published_with_the_advice_to_freeze_again(
    small: Questionnaire, make_small_round: MakeRound, same: Round
) -> None:
    more = make_small_round(students([20] * (SCHOOLS - 1) + [30]), public="S0")
    assert codes(more, small, frozen(same, small)) == ["R023"]


def test_other_answers_of_the_same_people_are_published_with_the_advice_to_freeze_again(
    small: Questionnaire, same: Round
) -> None:
    unit = Unit("S3", "lower", "students")
    answers = {**same.answers, unit: {"A1": {"1": 20}, "V1": {"7": 20}}}
    assert codes(dataclasses.replace(same, answers=answers), small, frozen(same, small)) == ["R023"]


def test_a_number_that_was_shown_once_is_remembered_when_the_round_is_frozen_again(
    small: Questionnaire, make_small_round: MakeRound, same: Round
) -> None:
    """180, then 192, then 181: the third differs from the first by one."""
    second = make_small_round(students([20] * (SCHOOLS - 1) + [32]), public="S0")
    third = make_small_round(students([20] * (SCHOOLS - 1) + [21]), public="S0")
    ledger = frozen(second, small, frozen(same, small))

    (everybody,) = (unit for unit in ledger.units if unit.key == ("", EVERYBODY, "students"))
    assert everybody.shown == (180, 192)
    assert codes(third, small, ledger) == ["R022", "R023"]
    assert codes(same, small, ledger) == ["R023"]


def test_a_group_that_was_hidden_may_be_shown_now(small: Questionnaire, make_small_round: MakeRound) -> None:
    first = make_small_round(students([9] + [20] * 8), public="S0")
    second = make_small_round(students([19] + [20] * 8), public="S0")
    assert "R022" not in codes(second, small, frozen(first, small))


def test_a_group_that_was_shown_may_be_hidden_now(small: Questionnaire, make_small_round: MakeRound) -> None:
    """The page of the school moves from 12 to 9 and is hidden; everybody together lost none."""
    first = make_small_round(students([12] + [20] * 8), public="S0")
    second = make_small_round(students([9, 23] + [20] * 7), public="S0")
    assert codes(second, small, frozen(first, small)) == ["R023"]


def test_late_answers_on_a_schools_own_page_are_refused(small: Questionnaire, make_small_round: MakeRound) -> None:
    """Everybody together is the same number of people, but the page of S0 has three more."""
    first = make_small_round(students([20] * SCHOOLS), public="S0")
    second = make_small_round(students([23, 17] + [20] * 7), public="S0")
    project = project_of(second, small, frozen(first, small))

    assert given_away(project, second, project.ledgers["2022"].ledger) == (("S0", LOWER, "students"),)


def test_a_consent_given_or_withdrawn_changes_no_number(small: Questionnaire, same: Round) -> None:
    withdrawn = dataclasses.replace(
        same, schools=tuple(dataclasses.replace(each, consent=Consent()) for each in same.schools)
    )
    assert content_digest(withdrawn) == content_digest(same)
    assert codes(withdrawn, small, frozen(same, small)) == []


def test_a_school_that_became_public_is_to_be_frozen_too(small: Questionnaire, same: Round) -> None:
    consent = Consent(ConsentScope.PUBLIC, "headteacher", datetime.date(2022, 6, 1))
    schools = (*same.schools[:-1], dataclasses.replace(same.schools[-1], consent=consent))
    assert codes(dataclasses.replace(same, schools=schools), small, frozen(same, small)) == ["R023"]


def test_what_a_school_showed_stays_in_the_ledger_when_it_withdraws(small: Questionnaire, same: Round) -> None:
    """Its page may be kept somewhere; when it agrees once more, the old numbers count."""
    withdrawn = dataclasses.replace(
        same, schools=tuple(dataclasses.replace(each, consent=Consent()) for each in same.schools)
    )
    ledger = frozen(withdrawn, small, frozen(same, small))
    (unit,) = (unit for unit in ledger.units if unit.key == ("S0", LOWER, "students"))

    assert (unit.mark, unit.shown) == (Mark.HIDDEN, (20,))


def test_a_page_that_was_public_once_is_not_subtracted_from_the_round_after_the_school_withdrew(
    small: Questionnaire, make_small_round: MakeRound
) -> None:
    """Six schools may be shown together, five and a page may not: whoever kept the page knows five."""
    public = make_small_round(students([20] * 6), public="S0")
    schools = tuple(dataclasses.replace(each, consent=Consent()) for each in public.schools)
    withdrawn = dataclasses.replace(public, schools=schools)

    def mark(round_: Round, ledger: Ledger | None) -> Mark:
        (whole,) = publish(project_of(round_, small, ledger)).rounds
        return whole.participation[EVERYBODY, "students"].mark

    assert mark(public, None) is Mark.HIDDEN
    assert mark(withdrawn, None) is Mark.SHOWN
    assert mark(withdrawn, frozen(public, small)) is Mark.HIDDEN
    assert mark(withdrawn, frozen(withdrawn, small)) is Mark.SHOWN


@settings(
    max_examples=400 if IS_NIGHTLY else 40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    sizes=st.lists(st.integers(0, 30), min_size=4, max_size=9),
    now=st.sets(st.integers(0, 8), max_size=4),
    once=st.sets(st.integers(0, 8), max_size=4),
)
def test_with_withdrawn_pages_is_shown_what_is_shown_with_and_without_them(
    small: Questionnaire, make_small_round: MakeRound, sizes: list[int], now: set[int], once: set[int]
) -> None:
    rows, withdrawn = students(sizes), frozenset(f"S{number}" for number in once if number < len(sizes))
    public = [f"S{number}" for number in now if number < len(sizes)]

    def open_places(names: Iterable[str], kept: frozenset[str] = frozenset()) -> set[object]:
        round_ = make_small_round(rows, public=" ".join(names))
        found = release_round(round_, small, RULES, kept)
        return {place for place, each in found.participation.items() if each.mark is Mark.SHOWN} | {
            place for place, result in found.distributions.items() if result.mark is Mark.SHOWN
        }

    assert open_places(public, withdrawn) == open_places(public) & open_places({*public, *withdrawn})


def test_rows_in_another_order_are_the_same_round(same: Round) -> None:
    turned = Round(
        same.setting,
        same.schools[::-1],
        same.participations[::-1],
        dict(reversed(same.answers.items())),
    )
    assert content_digest(turned) == content_digest(same)


def test_another_rounding_of_the_same_counts_is_refused(small: Questionnaire, same: Round) -> None:
    ledger = frozen(same, small)
    other = ledger.model_copy(update={"rules": {**ledger.rules, "rounding_base": 3}})
    assert codes(same, small, other) == ["R022", "R023"]


def test_the_message_names_groups_and_no_number_of_people_and_no_private_school(
    small: Questionnaire, make_small_round: MakeRound, same: Round
) -> None:
    more = make_small_round(students([20] * (SCHOOLS - 1) + [27]), public="S0")
    (refused, _) = ledger_problems(project_of(more, small, frozen(same, small)))

    assert "everybody, students; level lower, students" in refused.message
    assert refused.place == PLACE
    for private in ("180", "187", "S8"):
        assert private not in str(refused)


def test_changes_are_told_by_group_with_both_numbers(
    small: Questionnaire, make_small_round: MakeRound, same: Round
) -> None:
    more = make_small_round(students([20] * (SCHOOLS - 1) + [30]), public="S0")
    changed = changed_numbers(frozen(same, small), frozen(more, small))

    assert {unit_name(key): numbers for key, numbers in changed.items()} == {
        "everybody, students": (180, 190),
        "level lower, students": (180, 190),
    }
