"""schools.csv and participation.csv: corrected numbers of invited people, and plans that schools made."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.load.project import load_project
from generator.model.project import Project
from generator.model.results import Participation

PARTICIPATION = "content/results/2023/participation.csv"
SCHOOLS = "content/results/2023/schools.csv"
HEADER = "school,level,group,invited,completed,note,corrected_invited,corrected_on,correction_reason\n"
OTHERS = (
    "S01,isced3,teachers,15,11,,,,\nS01,isced2,students,60,40,,,,\n"
    "S02,isced2,teachers,10,15,the list was short,,,\nS02,isced2,students,80,50,,,,\n"
)


def first_row(project: Project) -> Participation:
    return project.rounds[0].participations[0]


def loaded(project_with: Callable[..., Path], row: str) -> Project:
    return load_project(project_with({PARTICIPATION: f"{HEADER}{row}\n{OTHERS}"}))


def test_the_corrected_number_is_the_number_and_the_first_one_is_kept(project_with: Callable[..., Path]) -> None:
    row = "S01,isced2,teachers,20,12,,24,2023-05-09,Two were forgotten"
    people = first_row(loaded(project_with, row))
    assert (people.invited, people.registered, people.rate) == (24, 20, 0.5)
    assert (people.corrected_on, people.correction) == (datetime.date(2023, 5, 9), "Two were forgotten")


def test_a_row_without_correction_has_no_first_number(tiny: Path) -> None:
    people = first_row(load_project(tiny))
    assert (people.invited, people.registered, people.corrected_on, people.correction) == (20, None, None, "")


def test_a_correction_upwards_makes_a_note_needless(project_with: Callable[..., Path]) -> None:
    assert loaded(project_with, "S01,isced2,teachers,5,12,,20,2023-05-09,A class was forgotten").problems == ()


def test_a_correction_below_the_completed_needs_a_note(project_with: Callable[..., Path]) -> None:
    project = loaded(project_with, "S01,isced2,teachers,20,12,,5,2023-05-09,Some had left")
    assert [problem.code for problem in project.problems] == ["R016"]
    assert "5 were invited" in project.problems[0].message


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        ("24,2023-05-09,", ["R021"]),
        ("24,,Forgotten", ["R021"]),
        (",2023-05-09,Forgotten", ["R021"]),
        ("24,2023-02-30,Forgotten", ["R021"]),
        ("24,20230509,Forgotten", ["R021"]),
        ("-1,2023-05-09,Forgotten", ["R008"]),
        ("2.5,soon,Forgotten", ["R008", "R021"]),
        ("x,,", ["R008", "R021"]),
    ],
)
def test_a_correction_is_a_number_a_date_and_a_reason(
    project_with: Callable[..., Path], cells: str, codes: list[str]
) -> None:
    project = loaded(project_with, f"S01,isced2,teachers,20,12,,{cells}")
    assert [problem.code for problem in project.problems] == codes
    assert {problem.place.line for problem in project.problems} == {2}
    assert [school.id for school in project.rounds[0].schools] == ["S02"]


@pytest.mark.parametrize(("answer", "plan_made"), [("yes", True), ("no", False), ("", None)])
def test_a_school_says_whether_it_made_a_plan_or_nothing(
    project_with: Callable[..., Path], answer: str, plan_made: bool | None
) -> None:
    rows = f"school,name,region,plan_made\nS01,One,baku,{answer}\nS02,Two,regions,\n"
    project = load_project(project_with({SCHOOLS: rows}))
    assert project.problems == ()
    assert [school.plan_made for school in project.rounds[0].schools] == [plan_made, None]


@pytest.mark.parametrize("answer", ["Yes", "true", "1", "maybe"])
def test_another_word_about_a_plan_leaves_the_school_out(project_with: Callable[..., Path], answer: str) -> None:
    rows = f"school,name,region,plan_made\nS01,One,baku,{answer}\nS02,Two,regions,\n"
    project = load_project(project_with({SCHOOLS: rows}))
    assert [(problem.code, problem.place.line) for problem in project.problems] == [("S004", 2)]
    assert [school.id for school in project.rounds[0].schools] == ["S02"]


def test_a_column_of_ones_own_and_an_empty_cell_say_what_to_do(project_with: Callable[..., Path], tiny: Path) -> None:
    table = (tiny / SCHOOLS).read_text(encoding="utf-8")
    heads, first, *others = table.splitlines()
    position = heads.split(",").index("region")
    cells = first.split(",")
    cells[position] = ""
    emptied = "\n".join([heads, ",".join(cells), *others, ""])
    widened = "\n".join([f"{heads},size", *(f"{line},big" for line in (first, *others)), ""])

    (empty,) = [each for each in load_project(project_with({SCHOOLS: emptied})).problems if each.code == "R014"]
    assert "The cell 'region' is empty." in empty.message
    (unknown,) = [each for each in load_project(project_with({SCHOOLS: widened})).problems if each.code == "R002"]
    assert "`dimensions:` in round.yaml" in unknown.remedy
