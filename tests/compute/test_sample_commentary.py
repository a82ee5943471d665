"""The commentaries in this repository say about the synthetic round what its released numbers say, and nothing else."""

from __future__ import annotations

import math
import re

import pytest

from generator.compute.disclosure import release_round
from generator.model.content import OVERVIEW
from generator.model.project import Project
from generator.model.released import EVERYBODY, Mark, Position, ReleasedResults, Slice
from tests.conftest import this_project

GROUPS = ("leaders", "teachers", "students")


@pytest.fixture(scope="module")
def project() -> Project:
    return this_project()


@pytest.fixture(scope="module")
def released(project: Project) -> ReleasedResults:
    round_ = next(each for each in project.rounds if each.id == "2023")
    return release_round(round_, project.questionnaire_of(round_), project.settings.disclosure)


def whole(percent: float | None) -> str:
    """A percent as a page shows it, halves rounded up."""
    assert percent is not None
    return f"{math.floor(percent + 0.5)}%"


def quoted(project: Project, section: str) -> list[str]:
    commentary = project.commentary("2023", section)
    assert commentary is not None
    assert "example" in commentary.body.splitlines()[0]
    assert "invented" in commentary.body.splitlines()[0]
    return re.findall(r"\d+%", commentary.body)


def areas_of(released: ReleasedResults, group: str) -> dict[str, float]:
    return {
        position.area: area.percent_positive
        for position, area in released.areas.items()
        if (position.slice, position.group) == (EVERYBODY, group) and area.percent_positive is not None
    }


def items_of(released: ReleasedResults, item: str) -> list[str]:
    """Percent positive of each group that is asked."""
    found = [released.distributions[Position(EVERYBODY, group, item)] for group in GROUPS]
    return [whole(each.percent_positive) for each in found]


def test_the_overview_quotes_participation_and_areas(project: Project, released: ReleasedResults) -> None:
    rates = [released.participation[EVERYBODY, group].rate for group in GROUPS]
    lowest = [areas_of(released, group)["C"] for group in GROUPS]
    highest = [areas_of(released, group)[area] for group, area in zip(GROUPS, "DDG", strict=True)]
    expected = [*(whole(100 * (rate or 0)) for rate in rates), *map(whole, lowest), *map(whole, highest)]
    assert quoted(project, OVERVIEW) == expected


def test_the_areas_that_the_overview_names_are_the_highest_and_the_lowest(released: ReleasedResults) -> None:
    for group, highest in zip(GROUPS, "DDG", strict=True):
        areas = areas_of(released, group)
        assert (max(areas, key=areas.__getitem__), min(areas, key=areas.__getitem__)) == (highest, "C")


def test_leaders_are_the_most_positive_and_students_the_least_in_six_areas(released: ReleasedResults) -> None:
    leaders, teachers, students = (areas_of(released, group) for group in GROUPS)
    assert len(students) == 6
    assert all(leaders[area] > teachers[area] > students[area] for area in students)


def test_schools_that_teach_in_russian_or_english_are_hidden(released: ReleasedResults) -> None:
    slices = [Slice("language", "ru"), Slice("language", "en")]
    assert {released.participation[slice_, group].mark for slice_ in slices for group in GROUPS} == {Mark.HIDDEN}


def test_the_commentary_on_infrastructure_quotes_its_items(project: Project, released: ReleasedResults) -> None:
    leaders, _, students = items_of(released, "C3")
    assert quoted(project, "C") == [*items_of(released, "C16"), *items_of(released, "C18"), leaders, students]


def test_the_items_that_the_commentary_calls_optional_are(project: Project) -> None:
    questionnaire = project.questionnaires["schools/2023"]
    assert {questionnaire.item(item).status for item in ("C16", "C18")} == {"optional"}
