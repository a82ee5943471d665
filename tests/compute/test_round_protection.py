"""What a round may show together: judged by other code, which knows every school and takes any one of them out."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Mapping

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator.compute.disclosure import release_round, release_school
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Questionnaire
from generator.model.released import Mark, Position, ReleasedResults, Slice
from generator.model.results import ANSWERED, Round
from tests.compute.national_rounds import national_round
from tests.conftest import IS_NIGHTLY

RULES = DisclosureSettings()
ITEMS = ("A1", "B1", "V1", "S1", "N1")
any_nation = settings(
    max_examples=150 if IS_NIGHTLY else 12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.generate),
)
any_seed = st.integers(0, 10**6)


class Truth:
    """A random round, what was released of it, and who stands on a page."""

    def __init__(self, seed: int, small: Questionnaire) -> None:
        draws = random.Random(seed)
        count, public = draws.randint(12, 34), draws.choice([0, 0.1, 0.3, 0.5])
        self.round_: Round = national_round(draws, count, draws.randint(2, 4), draws.randint(2, 3), public)
        self.found: ReleasedResults = release_round(self.round_, small, RULES)
        self.places = {school.id: school.dimensions for school in self.round_.schools}
        self.pages = {
            school.id: release_school(self.round_, small, None, school, RULES)
            for school in self.round_.schools
            if school.is_public
        }

    def cells(self, slice_: Slice, group: str, item: str) -> dict[tuple[str, str], tuple[int, int, bool]]:
        """By school and level: respondents, answers of any kind, and whether a page says them; no item: people."""
        found = {}
        for each in self.round_.participations:
            values = {"": "", "level": each.level, **self.places[each.school]}
            if each.group != group or values[slice_.dimension] != slice_.value or not each.completed:
                continue
            people = answers = each.completed
            if item:
                counts = self.round_.answers.get((each.school, each.level, group), {}).get(item, {})
                answers = counts.get(ANSWERED, sum(counts.values()))
                people = answers - counts.get("na", 0)
            page, level = self.pages.get(each.school), Slice("level", each.level)
            is_said = page is not None and page.participation[level, group].mark is Mark.SHOWN and people >= 10
            if answers:
                found[each.school, each.level] = (people, answers, is_said)
        return found

    def is_shown(self, slice_: Slice, group: str, item: str) -> bool:
        if not item:
            return self.found.participation[slice_, group].mark is Mark.SHOWN
        return self.found.distributions[Position(slice_, group, item)].mark is Mark.SHOWN

    def tables(self) -> Iterable[tuple[str, str]]:
        return itertools.product(self.found.groups, ("", *ITEMS))


def is_enough(cells: Iterable[tuple[str, int]]) -> bool:
    """Whether nobody, inside or outside, learns of too few people or schools, or nearly reads a school."""
    schools: dict[str, int] = {}
    for school, people in cells:
        schools[school] = schools.get(school, 0) + people
    schools = {school: people for school, people in schools.items() if people}
    for reader in ("", *schools):
        rest = sorted(people for school, people in schools.items() if school != reader)
        if len(rest) < 5 or sum(rest) < 10 or 5 * (sum(rest) - rest[-1] - rest[-2]) < rest[-1]:
            return False
    return True


def may_be_known(cells: Mapping[tuple[str, str], tuple[int, int, bool]]) -> bool:
    left = [(school, people) for (school, _), (people, _, is_said) in cells.items() if not is_said]
    return (not left or is_enough(left)) and is_enough((school, each[0]) for (school, _), each in cells.items())


@any_nation
@given(any_seed)
def test_what_is_shown_is_enough_whichever_school_takes_itself_out(small: Questionnaire, seed: int) -> None:
    truth = Truth(seed, small)
    for group, item in truth.tables():
        for slice_ in truth.found.slices:
            if truth.is_shown(slice_, group, item):
                assert may_be_known(truth.cells(slice_, group, item)), (slice_, group, item)


@any_nation
@given(any_seed)
def test_a_shown_part_minus_shown_parts_inside_it_is_nothing_or_enough(small: Questionnaire, seed: int) -> None:
    """Also across dimensions: all villages minus the south, when everybody in the south lives in a village."""
    truth = Truth(seed, small)
    for group, item in truth.tables():
        shown = {
            slice_: truth.cells(slice_, group, item)
            for slice_ in truth.found.slices
            if truth.is_shown(slice_, group, item)
        }
        for whole, count in itertools.product(shown, (1, 2, 3)):
            inside = [cells for part, cells in shown.items() if part != whole and cells.keys() <= shown[whole].keys()]
            for parts in itertools.combinations(inside, count):
                taken = [cell for part in parts for cell in part]
                over = {cell: each for cell, each in shown[whole].items() if cell not in taken}
                if len(taken) == len(set(taken)) and over:
                    assert may_be_known(over), (whole, group, item)


@any_nation
@given(any_seed)
def test_no_hidden_part_that_may_not_be_known_is_a_sum_of_multiples_of_shown_ones(
    small: Questionnaire, seed: int
) -> None:
    truth = Truth(seed, small)
    for group, item in truth.tables():
        cells = {slice_: truth.cells(slice_, group, item) for slice_ in truth.found.slices}
        places = sorted({cell for each in cells.values() for cell, (_, _, is_said) in each.items() if not is_said})
        vectors = {slice_: np.array([cell in each for cell in places], float) for slice_, each in cells.items()}
        shown = [vectors[slice_] for slice_ in cells if truth.is_shown(slice_, group, item)]
        rank = np.linalg.matrix_rank(np.array(shown)) if shown else 0
        for slice_, each in cells.items():
            if vectors[slice_].any() and not truth.is_shown(slice_, group, item) and not may_be_known(each):
                assert np.linalg.matrix_rank(np.array([*shown, vectors[slice_]])) > rank, (slice_, group, item)


@pytest.mark.parametrize("item", ["", "A1"])
def test_of_the_random_rounds_some_hide_parts_for_no_other_reason_than_a_difference(
    small: Questionnaire, item: str
) -> None:
    """So the tests above have something to find."""
    hidden = 0
    for seed in range(6):
        truth = Truth(seed, small)
        for group in truth.found.groups:
            for slice_ in truth.found.slices:
                cells = truth.cells(slice_, group, item)
                hidden += bool(cells) and may_be_known(cells) and not truth.is_shown(slice_, group, item)
    assert hidden > 0
