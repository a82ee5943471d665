"""The integer audit: what an attacker with an integer program of his own finds, with it and without it."""

from __future__ import annotations

import dataclasses
import math
import random
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from generator.compute.audit_program import Program
from generator.compute.disclosure import release_round, release_school
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Questionnaire
from generator.model.released import EVERYBODY, Mark, Position, Slice
from generator.model.results import Round
from generator.model.round import DimensionSetting
from tests.compute.conftest import SETTING
from tests.compute.national_rounds import national_round
from tests.compute.table_attack import Attack, targets
from tests.conftest import IS_NIGHTLY

MakeRound = Callable[..., Round]
AGREEMENT = ("1", "2", "3", "4", "5", "na")
SCORES = tuple(str(number) for number in range(1, 11))
CODES = {
    "leaders": {"A1": AGREEMENT, "V1": SCORES, "B1": AGREEMENT, "N1": ("net", "none", "answered")},
    "teachers": {"A1": AGREEMENT, "V1": SCORES, "B1": AGREEMENT, "N1": ("net", "none", "answered")},
    "students": {"A1": AGREEMENT, "V1": SCORES, "S1": ("home", "bus")},
}
"""The items of the small questionnaire that are answered, with their codes."""
SMALL_SEED = 2
"""Of a round with thirteen schools."""


def found_out(round_: Round, small: Questionnaire, rules: DisclosureSettings, group: str, most: int) -> list[Any]:
    """What can be worked out of some hidden numbers of a group; what stands on public pages is left aside."""
    pages = {
        school.id: release_school(round_, small, None, school, rules) for school in round_.schools if school.is_public
    }
    attack = Attack(release_round(round_, small, rules), pages, round_, group, CODES[group], rules.rounding_base)
    if not any(people.mark is Mark.SHOWN for (_, of), people in attack.system.participation.items() if of == group):
        return []
    took_part = {(each.school, each.level) for each in round_.participations if each.group == group and each.completed}
    hidden = [
        (what, numbers)
        for what, numbers in targets(attack)
        if any(unit in took_part and unit[0] not in pages for _, _, unit in numbers) and _is_answered(attack, what[1])
    ]
    return list(_certain(attack, random.Random(len(hidden)).sample(hidden, min(most, len(hidden)))))


def _is_answered(attack: Attack, item: str) -> bool:
    """Whether the item got answers at all; where it got none, everybody may know."""
    place = Position(EVERYBODY, attack.group, item)
    return item not in attack.codes or attack.system.distributions[place].mark in {Mark.SHOWN, Mark.HIDDEN}


def _certain(attack: Attack, chosen: list[Any]) -> Iterator[Any]:
    for what, numbers in chosen:
        least, greatest = attack.ends(numbers)
        is_count = len(what) == 3
        if least == greatest or (not is_count and greatest - least < 3):
            yield what, least, greatest


@pytest.mark.parametrize("seed", range(12) if IS_NIGHTLY else [SMALL_SEED])
@pytest.mark.parametrize("base", [2, 5])
def test_no_hidden_number_of_a_random_round_can_be_worked_out(small: Questionnaire, seed: int, base: int) -> None:
    """Also when counts are rounded to 2 only, where much more can be worked out."""
    round_ = a_round(seed)
    rules = DisclosureSettings(rounding_base=base)
    for group in CODES:
        assert found_out(round_, small, rules, group, 15 if IS_NIGHTLY else 6) == []


def test_without_the_audit_the_same_attack_finds_hidden_numbers(small: Questionnaire) -> None:
    rules = DisclosureSettings(rounding_base=2, audit_least_range=0)
    assert all(found_out(a_round(SMALL_SEED), small, rules, group, 8) for group in CODES)


def a_round(seed: int) -> Round:
    draws = random.Random(seed)
    public = draws.choice([0, 0.1, 0.3])
    return national_round(draws, draws.randint(12, 24), draws.randint(2, 4), draws.randint(2, 3), public)


REGIONS = ("a", "b", "c", "d", "east", "west")
EAST, WEST = Slice("region", "east"), Slice("region", "west")


def in_regions(round_: Round, regions: Iterable[str]) -> Round:
    """The same round, each school in the region that its id begins with. A region may have no school."""
    dimension = DimensionSetting(title="Region", values={region: region for region in regions})
    schools = (
        dataclasses.replace(school, dimensions={"region": school.id.rstrip("0123456789")}) for school in round_.schools
    )
    setting = SETTING.model_copy(update={"dimensions": {"region": dimension}})
    return dataclasses.replace(round_, setting=setting, schools=tuple(schools))


@pytest.fixture
def pinned_round(make_small_round: MakeRound) -> Round:
    """All 12 who disagree are told as 10, so 8 to 12; 3 in each of four regions as 5, so 3 to 7: none in the others."""
    rows: dict[Any, Any] = {}
    for place, region in enumerate(REGIONS):
        for number in range(3 if region in {"east", "west"} else 7):
            disagree = int(number < 3 and region not in {"east", "west"})
            size = 20 + place
            rows[f"{region}{number}", "lower", "students"] = (size, {"A1": {"1": disagree, "4": size - disagree}})
    return in_regions(make_small_round(rows), REGIONS)


def test_a_count_that_the_roundings_leave_no_choice_is_found_by_the_attack(
    small: Questionnaire, pinned_round: Round
) -> None:
    rules = DisclosureSettings(audit_least_range=0)
    found = [what for what, _, _ in found_out(pinned_round, small, rules, "students", 99)]
    assert set(found) >= {(EAST, "A1", "1"), (WEST, "A1", "1")}


def test_a_count_that_the_roundings_leave_no_choice_hides_the_item_in_the_smallest_shown_region(
    small: Questionnaire, pinned_round: Round
) -> None:
    """And there only: the group stays, and so do the other regions."""
    rules = DisclosureSettings()
    assert found_out(pinned_round, small, rules, "students", 99) == []
    found = release_round(pinned_round, small, rules)
    marks = {
        region: found.distributions[Position(Slice("region", region), "students", "A1")].mark for region in REGIONS
    }
    assert [region for region, mark in marks.items() if mark is Mark.SHOWN] == ["b", "c", "d"]
    assert found.participation[Slice("region", "a"), "students"].mark is Mark.SHOWN


# Hidden groups on public pages


@pytest.fixture
def page_round(make_small_round: MakeRound) -> Round:
    """As above nobody in the fifth region disagrees, for certain. A school there has a page that hides 4 students."""
    rows: dict[Any, Any] = {("e8", "lower", "students"): (4, {"A1": {"2": 1, "4": 3}})}
    for region in "abcde":
        for number in range(7):
            disagree = int(number < 3 and region != "e")
            rows[f"{region}{number}", "lower", "students"] = (20, {"A1": {"1": disagree, "4": 20 - disagree}})
    return in_regions(make_small_round(rows, public="e8"), "abcde")


@pytest.mark.parametrize(("least_range", "is_known"), [(0, True), (3, False)])
def test_what_a_hidden_group_on_a_public_page_answered_is_open_with_the_audit_only(
    small: Questionnaire, page_round: Round, least_range: int, is_known: bool
) -> None:
    rules = DisclosureSettings(audit_least_range=least_range)
    page = release_school(page_round, small, None, next(each for each in page_round.schools if each.is_public), rules)
    assert page.participation[Slice("level", "lower"), "students"].mark is Mark.HIDDEN
    attack = Attack(release_round(page_round, small, rules), {"e8": page}, page_round, "students", CODES["students"])
    least, greatest = attack.ends([("A1", "1", ("e8", "lower"))])
    assert (least == greatest == 0) is is_known


# Parts where nobody is


@pytest.fixture
def empty_round(make_small_round: MakeRound) -> Round:
    """At most one can be in the third region: all are told as 375 (up to 377), the others as 195 and 185 (193, 183)."""
    sizes = {"a": [19] * 9 + [22], "b": [18] * 9 + [22]}
    rows = {
        (f"{region}{number}", "lower", "students"): (size, {"A1": {"4": size}})
        for region, found in sizes.items()
        for number, size in enumerate(found)
    }
    return in_regions(make_small_round(rows), "abc")


@pytest.mark.parametrize(("least_range", "shown"), [(0, ["a", "b"]), (3, ["a"])])
def test_that_a_hidden_region_has_nobody_is_open_with_the_audit_only(
    small: Questionnaire, empty_round: Round, least_range: int, shown: list[str]
) -> None:
    found = release_round(empty_round, small, DisclosureSettings(audit_least_range=least_range))
    marks = {region: found.participation[Slice("region", region), "students"].mark for region in "abc"}
    assert [region for region, mark in marks.items() if mark is Mark.SHOWN] == shown
    assert marks["c"] is Mark.HIDDEN


# The solver


def test_a_program_knows_what_is_possible_and_what_is_not() -> None:
    program = Program()
    one, other = program.number(0), program.number(2)
    program.bound({one: 1, other: 1}, 0, 5)
    assert program.is_possible({one: 1}, 3, math.inf)
    assert not program.is_possible({one: 1}, 4, math.inf)
    assert program.solved({one: -1, other: 1}) == [3, 2]


def test_numbers_are_whole() -> None:
    """Half of an odd number is none: a linear program would find it."""
    program = Program()
    number = program.number(0)
    assert not program.is_possible({number: 2}, 3, 3)
