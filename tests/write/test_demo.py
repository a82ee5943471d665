"""Synthetic rounds on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.compute.round_files import round_files
from generator.compute.synthetic import DEMO_SEED, make_demo_rounds
from generator.load.project import load_project
from generator.model.project import Project
from generator.model.results import Round
from generator.write.demo import write_demo_rounds, write_project, write_round
from tests.conftest import this_project

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def project() -> Project:
    return this_project()


def answered(round_: Round) -> dict[object, object]:
    """The answers without options that nobody chose, which have no row."""
    return {
        unit: {item: {code: count for code, count in counts.items() if count} for item, counts in answers.items()}
        for unit, answers in round_.answers.items()
    }


def test_the_rounds_of_the_repository_are_what_the_command_writes(project: Project) -> None:
    for round_ in make_demo_rounds(project.questionnaires, project.own_questions, seed=DEMO_SEED):
        folder = ROOT / "content" / "results" / round_.id
        for name, text in round_files(round_).items():
            assert (folder / name).read_text(encoding="utf-8") == text, f"{folder / name}: run guzgu demo"


def test_a_written_round_loads_as_the_same_round_without_a_problem(project: Project, tmp_path: Path) -> None:
    write_project(ROOT, tmp_path / "whole", schools=15, seed=7)
    loaded = load_project(tmp_path / "whole")
    assert [problem for problem in loaded.problems if "results" in problem.place.path] == []
    made = make_demo_rounds(project.questionnaires, project.own_questions, seed=7, school_count=15)
    for one, other in zip(made, loaded.rounds, strict=True):
        assert (one.setting, one.schools) == (other.setting, other.schools)
        assert set(one.participations) == set(other.participations)
        assert answered(one) == answered(other)


def test_a_whole_project_has_all_that_a_build_reads(tmp_path: Path) -> None:
    folders = write_project(ROOT, tmp_path / "whole", schools=2, seed=1)
    assert [folder.name for folder in folders] == ["2022", "2023"]
    loaded = load_project(tmp_path / "whole")
    source = this_project()
    assert loaded.questionnaires == source.questionnaires
    assert loaded.settings == source.settings
    assert [guide.slug for guide in loaded.guides] == [guide.slug for guide in source.guides]
    assert loaded.published == source.published
    assert loaded.activities == source.activities
    assert len(loaded.rounds[0].schools) == 2


def test_the_same_seed_writes_the_same_bytes(project: Project, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_demo_rounds(tmp_path / name, project, seed=3, schools=3)
    files = [
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in ("one", "two")
    ]
    assert files[0] == files[1]
    assert len(files[0]) == 8


def test_a_round_that_is_not_synthetic_is_never_overwritten(project: Project, tmp_path: Path) -> None:
    real = tmp_path / "content" / "results" / "2022"
    write_round(real, {"round.yaml": "id: '2022'\nsynthetic: false\n"})
    with pytest.raises(FileExistsError, match="not synthetic"):
        write_demo_rounds(tmp_path, project, seed=1)
    assert not (tmp_path / "content" / "results" / "2023").exists()


def test_published_figures_are_never_overwritten(project: Project, tmp_path: Path) -> None:
    write_round(tmp_path / "content" / "results" / "2023", {"published.yaml": "id: '2023'\n"})
    with pytest.raises(FileExistsError, match="no synthetic round"):
        write_demo_rounds(tmp_path, project, seed=1)


def test_synthetic_rounds_may_be_written_again(project: Project, tmp_path: Path) -> None:
    for seed in (1, 2):
        folders = write_demo_rounds(tmp_path, project, seed=seed, schools=1)
    assert all((folder / "answers.csv").stat().st_size > 1000 for folder in folders)


def test_a_folder_with_files_is_not_turned_into_a_project(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError, match="not empty"):
        write_project(ROOT, tmp_path, schools=1, seed=1)
