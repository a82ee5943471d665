"""A small whole project for tests that build: the tiny project's files with the real templates."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.conftest import ROOT

TINY = ROOT / "tests" / "projects" / "tiny"


def make_small_project(folder: Path) -> Path:
    """Copy the tiny project into `folder` and give it the templates and the theme settings of this project."""
    shutil.copytree(TINY, folder, dirs_exist_ok=True)
    shutil.rmtree(folder / "site_templates", ignore_errors=True)
    shutil.copytree(ROOT / "site_templates", folder / "site_templates")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
