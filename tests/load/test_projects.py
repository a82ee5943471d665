"""Whole projects: the good one loads clean, and each broken one names exactly its faults, with place and code."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import load, translation
from generator.build import checked_project
from generator.load.project import load_project
from generator.model.catalogue import Domain
from generator.model.results import ConsentScope, Unit
from tests.load.conftest import EXPECTED, PROJECTS, TINY, overlaid

BROKEN = sorted(path for path in (PROJECTS / "broken").iterdir() if path.is_dir())


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_a_broken_project_names_exactly_its_faults(case: Path, tmp_path: Path) -> None:
    """Every fault stands in expected.txt as `path:line:column CODE`, and nothing else is found."""
    problems = checked_project(overlaid(case, tmp_path / "project"), None).problems
    found = [f"{problem.place} {problem.code}" for problem in problems]
    assert found == (case / EXPECTED).read_text(encoding="utf-8").splitlines()
    assert all(problem.message for problem in problems)


def test_every_code_of_files_and_translations_has_a_broken_project() -> None:
    """The codes are read from the source, so a new one without a broken project fails here."""
    folders = (Path(load.__file__).parent, Path(translation.__file__).parent)
    source = "".join(file.read_text(encoding="utf-8") for folder in folders for file in folder.glob("*.py"))
    used = set(re.findall(r'"([YSPQRGTB]\d{3})"', source))
    lines = [line for case in BROKEN for line in (case / EXPECTED).read_text(encoding="utf-8").splitlines()]
    assert used - {line.rpartition(" ")[2] for line in lines} == set()


def test_the_good_project_has_no_problem() -> None:
    assert load_project(TINY).problems == ()


def test_the_good_project_has_all_its_parts() -> None:
    project = load_project(TINY)
    assert list(project.questionnaires) == ["schools/2021", "schools/2023"]
    assert [own.school for own in project.own_questions] == ["S01"]
    assert [guide.slug for guide in project.guides] == ["start", "second"]
    assert list(project.interface) == ["site.name", "report.schools", "report.title"]
    assert [language.code for language in project.languages] == ["az", "ru", "en"]
    assert all(len(language.catalogues) == len(Domain) for language in project.languages if not language.is_source)


def test_counts_of_a_round_are_kept_exactly() -> None:
    (round_,) = load_project(TINY).rounds
    teachers = round_.answers[Unit("S01", "isced2", "teachers")]
    assert teachers["A1"] == {"1": 2, "2": 3, "3": 7}
    assert teachers["hinder"] == {"answered": 12, "net": 8, "dev": 6}
    assert round_.answers[Unit("S01", "isced2", "students")]["own1"] == {"3": 39}
    assert [school.consent.scope for school in round_.schools] == [ConsentScope.PUBLIC, ConsentScope.NONE]


def test_a_school_with_an_error_is_left_out_and_the_others_stay(tiny: Path) -> None:
    answers = tiny / "content/results/2023/answers.csv"
    answers.write_text(answers.read_text().replace("S02,isced2,students,C3,2,50", "S02,isced2,students,C3,2,x"))
    project = load_project(tiny)
    (round_,) = project.rounds
    assert [school.id for school in round_.schools] == ["S01"]
    assert {participation.school for participation in round_.participations} == {"S01"}
    assert {unit.school for unit in round_.answers} == {"S01"}
    assert ["S02" in problem.message or "school" in problem.remedy for problem in project.problems] == [True]


def test_a_faulty_questionnaire_is_not_published_but_its_neighbour_is(project_with: Callable[..., Path]) -> None:
    project = load_project(project_with({"questionnaires/schools/2023.yaml": "instrument: schools\n"}))
    assert list(project.questionnaires) == ["schools/2021"]
    assert project.rounds == ()


def test_rounds_may_lie_in_a_folder_elsewhere(tiny: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "private"
    elsewhere.mkdir()
    (tiny / "content/results/2023").rename(elsewhere / "2023")
    guide = tiny / "content/guides/start.md"
    guide.write_text(guide.read_text())
    project = load_project(tiny, results_dir=elsewhere)
    assert [round_.id for round_ in project.rounds] == ["2023"]
    assert project.problems == ()


def test_a_round_with_the_id_of_another_is_left_out(tiny: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "private"
    (elsewhere / "2023").mkdir(parents=True)
    for file in (tiny / "content/results/2023").iterdir():
        (elsewhere / "2023" / file.name).write_bytes(file.read_bytes())
    project = load_project(tiny, results_dir=elsewhere)
    assert [problem.code for problem in project.problems] == ["R017"]
    assert len(project.rounds) == 1


def test_a_missing_results_folder_is_named(tmp_path: Path) -> None:
    problems = load_project(TINY, results_dir=tmp_path / "nowhere").problems
    assert [problem.code for problem in problems] == ["P002"]


def test_the_folder_of_one_round_is_not_taken_for_the_folder_of_rounds(tiny: Path) -> None:
    (problem,) = load_project(TINY, results_dir=tiny / "content" / "results" / "2023").problems
    assert (problem.code, problem.remedy) == ("P002", "Name the folder above it.")


def test_a_link_that_leads_out_of_the_project_is_not_read(tiny: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("---\ntitle: secret\n---\n")
    (tiny / "content/guides/third.md").symlink_to(secret)
    assert [(problem.code, problem.place.path) for problem in load_project(tiny).problems] == [
        ("P002", "content/guides/third.md")
    ]


def test_the_place_of_every_text_of_a_questionnaire_is_known() -> None:
    places = load_project(TINY).places["schools/2023"]
    assert str(places["areas.0.items.0.text.teachers"]) == "questionnaires/schools/2023.yaml:49:21"
    assert str(places["blocks.1.items.0.options.2.text"]) == "questionnaires/schools/2023.yaml:102:32"


def test_an_empty_folder_is_no_project_and_nothing_is_raised(tmp_path: Path) -> None:
    project = load_project(tmp_path)
    assert [problem.code for problem in project.problems] == ["P001"]
    assert project.questionnaires == {}
