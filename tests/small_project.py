"""A small whole project for tests that build: the tiny project's files with the real templates."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.conftest import ROOT

TINY = ROOT / "tests" / "projects" / "tiny"


def make_small_project(folder: Path) -> Path:
    """Copy the tiny project into `folder` and give it the templates and the theme settings of this project.

    It prints forms alone: most builds of tests are about something else.
    """
    shutil.copytree(TINY, folder, dirs_exist_ok=True)
    shutil.rmtree(folder / "site_templates", ignore_errors=True)
    shutil.copytree(ROOT / "site_templates", folder / "site_templates")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert "papers: all" in settings
    (folder / "mkdocs.yml").write_text(settings.replace("papers: all", "papers: forms"), encoding="utf-8")
    return folder


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
