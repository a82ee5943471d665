"""Synthetic rounds on disk: the demonstration rounds of a project, or a whole project of any size."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from generator.compute.round_files import round_files
from generator.compute.synthetic import DEMO_SCHOOLS, make_demo_rounds
from generator.load.project import load_project
from generator.model.project import Project

_COPIED_FOLDERS: Final = ("questionnaires", "site_templates", "translations", "content/guides", "content/activities")
_COPIED_FILES: Final = ("mkdocs.yml", "content/timeline.yaml")
_RESULTS: Final = Path("content") / "results"


def write_round(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files of a round (see `round_files`) into a folder, which is made when it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


def write_demo_rounds(root: Path, project: Project, seed: int, schools: int = DEMO_SCHOOLS) -> tuple[Path, ...]:
    """Write the synthetic rounds 2022 and 2023 into `root`, for the questionnaires of `project`.

    Returns the rounds' folders. Raises ValueError when the project has no questionnaire, and FileExistsError when a
    round of that name is there which is not synthetic: real results are never overwritten.
    """
    rounds = make_demo_rounds(project.questionnaires, project.own_questions, seed, schools)
    folders = tuple(root / _RESULTS / each.id for each in rounds)
    for folder in folders:
        _refuse_real_results(folder)
    for folder, each in zip(folders, rounds, strict=True):
        write_round(folder, round_files(each))
    return folders


def write_project(source_root: Path, output: Path, schools: int, seed: int) -> tuple[Path, ...]:
    """Write a whole project with synthetic rounds of this many schools; all else is copied from another project.

    Returns the rounds' folders. Raises FileExistsError when `output` exists and is not empty, and ValueError when the
    source has no questionnaire.
    """
    if output.exists() and any(output.iterdir()):
        raise FileExistsError(f"{output} is not empty")
    project = load_project(source_root)
    for name in _COPIED_FOLDERS:
        if (source_root / name).is_dir():
            shutil.copytree(source_root / name, output / name, dirs_exist_ok=True)
    published = [path.relative_to(source_root) for path in sorted((source_root / _RESULTS).glob("*/published.yaml"))]
    for path in (*map(Path, _COPIED_FILES), *published):
        if (source_root / path).is_file():
            (output / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source_root / path, output / path)
    return write_demo_rounds(output, project, seed, schools)


def _refuse_real_results(folder: Path) -> None:
    """A folder that holds a round may be overwritten only when its round.yaml says that it is synthetic."""
    setting = folder / "round.yaml"
    if setting.is_file():
        if "synthetic: true" not in setting.read_text(encoding="utf-8").splitlines():
            raise FileExistsError(f"{folder} holds a round that is not synthetic")
    elif folder.is_dir() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} holds files, but no synthetic round")
