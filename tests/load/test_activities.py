"""Suggested activities: which files are read, what is checked, and that our own list is complete."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.load.activities import FOLDER, load_activities
from generator.load.project import load_project
from generator.load.questionnaires import LoadedQuestionnaires, load_questionnaires
from generator.load.schemas import schemas
from generator.model.activities import Activity, ActivityList
from generator.model.problem import ProblemLog
from generator.model.questionnaire import Questionnaire
from tests.conftest import ROOT
from tests.load.conftest import TINY

ENOUGH = 4
"""How many suggestions a school finds for each area, at least."""
ONE = "    - id: {id}\n      text: Do it.\n      indicator: Number of times\n"


class Ours(NamedTuple):
    """What this repository publishes."""

    questionnaires: tuple[Questionnaire, ...]
    activities: Mapping[str, ActivityList]

    @property
    def suggestions(self) -> list[Activity]:
        """All activities of the instrument `schools`."""
        return [each for area in self.activities["schools"].areas.values() for each in area]


@pytest.fixture(scope="module")
def ours() -> Ours:
    """The questionnaires and activities of this repository, which have no problem."""
    log = ProblemLog()
    questionnaires = load_questionnaires(ROOT, log)
    activities = load_activities(ROOT, questionnaires, log).by_instrument
    assert log.problems == ()
    return Ours(tuple(questionnaires.by_key.values()), activities)


def activities_file(**areas: tuple[str, ...]) -> str:
    """A file for the instrument `schools` with activities of these ids."""
    lists = "".join(f"  {area}:\n" + "".join(ONE.format(id=name) for name in ids) for area, ids in areas.items())
    return f"instrument: schools\nareas:\n{lists}"


def test_activities_are_found_by_instrument_and_area() -> None:
    activities = load_project(TINY).activities
    assert list(activities) == ["schools"]
    assert [activity.id for activity in activities["schools"].of("A")] == ["a1", "a2"]
    assert activities["schools"].of("C")[0].indicator == "Number of rooms that were measured"


def test_an_area_without_suggestions_has_none() -> None:
    assert load_project(TINY).activities["schools"].of("H") == ()


def test_a_project_without_activities_is_whole(tiny: Path) -> None:
    (tiny / FOLDER / "schools.yaml").unlink()
    (tiny / FOLDER).rmdir()
    project = load_project(tiny)
    assert (project.activities, project.problems) == ({}, ())


def test_the_place_of_every_text_is_known() -> None:
    places = load_project(TINY).places[f"{FOLDER}/schools.yaml"]
    assert str(places["areas.C.0.text"]) == f"{FOLDER}/schools.yaml:12:13"


def test_a_file_with_an_error_is_left_out(project_with: Callable[..., Path]) -> None:
    project = load_project(project_with({f"{FOLDER}/schools.yaml": activities_file(A=("a1", "a1"))}))
    assert project.activities == {}
    assert [problem.code for problem in project.problems] == ["G013"]


def test_the_same_id_may_stand_in_two_areas(project_with: Callable[..., Path]) -> None:
    project = load_project(project_with({f"{FOLDER}/schools.yaml": activities_file(A=("a1",), C=("a1",))}))
    assert project.problems == ()


def test_an_area_of_an_older_version_may_have_activities(project_with: Callable[..., Path]) -> None:
    """Reports of older rounds keep their suggestions."""
    newer = (TINY / "questionnaires/schools/2023.yaml").read_text(encoding="utf-8")
    renamed = newer.replace("  - id: C\n", "  - id: Z\n")
    root = project_with(
        {"questionnaires/schools/2023.yaml": renamed, f"{FOLDER}/schools.yaml": activities_file(C=("a1",), Z=("a1",))}
    )
    assert list(load_project(root).activities["schools"].areas) == ["C", "Z"]


def test_areas_are_not_judged_while_a_version_is_faulty(project_with: Callable[..., Path]) -> None:
    """One fault is not told twice: the area may stand in the version that cannot be read."""
    root = project_with(
        {
            "questionnaires/schools/2023.yaml": "instrument: schools\n",
            f"{FOLDER}/schools.yaml": activities_file(H=("a1",)),
        }
    )
    assert {problem.place.path for problem in load_project(root).problems} & {f"{FOLDER}/schools.yaml"} == set()


@pytest.mark.parametrize("name", ["A1", "a-1", "a 1", "", "x" * 21])
def test_an_id_has_small_letters_and_digits_only(name: str, tiny: Path) -> None:
    """It becomes a part of msgctxt and of the plan's field names."""
    (tiny / FOLDER / "schools.yaml").write_text(activities_file(A=(f'"{name}"',)), encoding="utf-8")
    assert [problem.code for problem in load_project(tiny).problems] == ["S005"]


@given(st.text(max_size=200))
def test_no_text_makes_loading_raise(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    root = tmp_path_factory.mktemp("project")
    (root / FOLDER).mkdir(parents=True)
    (root / FOLDER / "schools.yaml").write_text(text, encoding="utf-8", errors="replace", newline="")
    assert load_activities(root, LoadedQuestionnaires(), log := ProblemLog()).by_instrument == {}
    assert log.has_errors


def test_editors_get_a_schema_of_the_file() -> None:
    assert set(schemas()["activities"]["properties"]) == set(ActivityList.model_fields)


def test_every_area_of_every_version_has_enough_suggestions(ours: Ours) -> None:
    """Requirement: at least four activities for each area."""
    counts = {
        (questionnaire.key, area.id): len(ours.activities[questionnaire.instrument].of(area.id))
        for questionnaire in ours.questionnaires
        for area in questionnaire.areas
    }
    assert {where: count for where, count in counts.items() if count < ENOUGH} == {}
    assert len(counts) == 16


def test_our_activities_are_one_sentence_and_our_indicators_a_phrase(ours: Ours) -> None:
    assert [each.text for each in ours.suggestions if not re.fullmatch(r"[A-Z][^.?!]*\.", each.text)] == []
    assert [
        each.indicator for each in ours.suggestions if not re.fullmatch(r"[A-Z][^.?!]*[^.?!:;,]", each.indicator)
    ] == []


def test_no_activity_or_indicator_is_suggested_twice(ours: Ours) -> None:
    assert len({each.text for each in ours.suggestions}) == len(ours.suggestions)
    assert len({each.indicator for each in ours.suggestions}) == len(ours.suggestions)
