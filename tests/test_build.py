"""A build is whole or not there; the same files give the same bytes; one fault does not take the rest with it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from generator.build import BuildOptions, build
from generator.write.release import build_lock
from tests.conftest import IS_NIGHTLY, ROOT
from tests.small_project import make_small_project, snapshot

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project with its site."""
    folder = make_small_project(tmp_path_factory.mktemp("built") / "project")
    outcome = build(BuildOptions(folder, jobs=1))
    assert outcome.exit_code == 0, outcome.problems
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of the built project that a test may spoil."""
    shutil.copytree(built, tmp_path / "project", symlinks=True)
    return tmp_path / "project"


def guzgu(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", *arguments, "--project", str(project)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


QUICKLY = ("--no-pdf", "--language", "en")
"""For what is about neither paper nor languages."""


def test_second_build_rewrites_nothing(project: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (project / "site").resolve().rglob("*")}
    outcome = build(BuildOptions(project, jobs=1))

    assert not outcome.changed
    assert {path: path.stat().st_mtime_ns for path in (project / "site").resolve().rglob("*")} == before


def test_clean_build_elsewhere_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    """Another path, time zone, locale, hash seed and number of processes."""
    other = make_small_project(tmp_path / "another place")
    environment = os.environ | {"TZ": "Asia/Baku", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-m", "generator", "build", "--jobs", "2", "--project", str(other)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert snapshot((other / "site").resolve()) == snapshot((built / "site").resolve())


def change_guide(project: Path) -> None:
    (guide, *_) = sorted((project / "content" / "guides").glob("*.md"))
    guide.write_text(guide.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")


def change_catalogue(project: Path) -> None:
    catalogue = project / "translations" / "az" / "LC_MESSAGES" / "questionnaires.po"
    lines = catalogue.read_text(encoding="utf-8").splitlines()
    last = max(number for number, line in enumerate(lines) if line.startswith('msgstr "') and len(line) > 9)
    lines[last] = lines[last][:-1] + 'a"'
    catalogue.write_text("\n".join(lines) + "\n", encoding="utf-8")


def change_counts(project: Path) -> None:
    """Five answers less, so that the rounded count moves too."""
    answers = next((project / "content" / "results").glob("*/answers.csv"))
    head, *rows = answers.read_text(encoding="utf-8").splitlines()
    first = next(number for number, row in enumerate(rows) if row.startswith("S01,") and int(row.split(",")[-1]) > 5)
    rest, count = rows[first].rsplit(",", 1)
    rows[first] = f"{rest},{int(count) - 5}"
    answers.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


CHANGES = [change_guide, change_catalogue, change_counts]


@pytest.mark.parametrize("changes", [[each] for each in CHANGES] if IS_NIGHTLY else [CHANGES])
def test_incremental_builds_equal_a_clean_one(
    project: Path, tmp_path: Path, changes: Sequence[Callable[[Path], None]]
) -> None:
    for change in changes:
        change(project)
    assert build(BuildOptions(project, jobs=1)).changed
    clean = tmp_path / "clean"
    shutil.copytree(project, clean, ignore=shutil.ignore_patterns(".build", "site"))
    build(BuildOptions(clean, jobs=1))

    assert snapshot((project / "site").resolve()) == snapshot((clean / "site").resolve())


def test_second_build_at_the_same_time_is_kept_out_with_3(project: Path) -> None:
    with build_lock(project):
        done = guzgu(project, "build")

    assert done.returncode == 3


def test_folder_that_is_no_project_publishes_nothing_with_2(tmp_path: Path) -> None:
    done = guzgu(tmp_path, "build")

    assert done.returncode == 2
    assert "P001" in done.stderr
    assert not (tmp_path / "site").exists()


def test_one_language_is_built_alone_without_links_to_the_others(project: Path) -> None:
    done = guzgu(project, "build", "--no-pdf", "--language", "az")

    assert done.returncode == 0, done.stderr
    assert (project / "site" / "az" / "index.html").is_file()
    assert not (project / "site" / "ru").exists()


def test_unknown_language_is_named_and_publishes_nothing(project: Path) -> None:
    done = guzgu(project, "build", "--language", "xx")

    assert done.returncode == 2
    assert "'xx' is not a language of this project" in done.stderr


def test_broken_guide_is_left_out_and_named_while_the_rest_is_published(project: Path) -> None:
    (project / "content" / "guides" / "broken.md").write_text("no front matter\n", encoding="utf-8")
    done = guzgu(project, "build", *QUICKLY)

    assert done.returncode == 1
    assert "content/guides/broken.md" in done.stderr
    assert (project / "site" / "en" / "index.html").is_file()
    assert not list((project / "site").resolve().rglob("broken"))


def test_problems_are_told_again_when_nothing_changed(project: Path) -> None:
    (project / "content" / "guides" / "broken.md").write_text("no front matter\n", encoding="utf-8")
    guzgu(project, "build", *QUICKLY)
    done = guzgu(project, "build", *QUICKLY)

    assert (done.returncode, "broken.md" in done.stderr) == (1, True)


def test_problems_come_as_json_for_programs(project: Path) -> None:
    (project / "content" / "guides" / "broken.md").write_text("no front matter\n", encoding="utf-8")
    done = guzgu(project, "check", "--format", "json")

    assert {"G001"} <= {problem["code"] for problem in json.loads(done.stdout)}


def test_somebodys_own_site_folder_is_never_touched(project: Path) -> None:
    (project / "site").unlink()
    (project / "site").mkdir()
    (project / "site" / "mine.txt").write_text("mine")
    done = guzgu(project, "build", *QUICKLY)

    assert done.returncode == 2
    assert (project / "site" / "mine.txt").read_text() == "mine"


def test_without_pango_the_site_is_built_and_the_missing_pdfs_are_told(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.build.pdf_unavailable", lambda: "Pango is missing.")
    outcome = build(BuildOptions(project, jobs=1, languages=("az",)))

    assert outcome.exit_code == 1
    assert [problem.code for problem in outcome.errors] == ["B001"]
    assert (project / "site" / "az" / "index.html").is_file()
    assert not list((project / "site").resolve().rglob("*.pdf"))
