"""Whole small projects for the tests of loading: the good one, and copies of it with a fault."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECTS = Path(__file__).resolve().parents[1] / "projects"
TINY = PROJECTS / "tiny"
DELETED = "deleted.txt"
EXPECTED = "expected.txt"


def overlaid(case: Path, target: Path) -> Path:
    """A copy of the good project at `target` with a broken project's files laid over it."""
    shutil.copytree(TINY, target)
    deleted = case / DELETED
    for line in deleted.read_text(encoding="utf-8").split() if deleted.exists() else ():
        for path in sorted(target.glob(line), reverse=True):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(case, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns(DELETED, EXPECTED))
    return target


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the good project that a test may change."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


@pytest.fixture
def project_with(tiny: Path) -> Callable[..., Path]:
    """Makes the good project with files replaced: `project_with({"mkdocs.yml": "..."})`."""

    def make(files: dict[str, str]) -> Path:
        for name, text in files.items():
            file = tiny / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return tiny

    return make
