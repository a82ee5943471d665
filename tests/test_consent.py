"""What a school withdraws is gone at the next build: from the site, its older releases, the cache, everything."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.build import BuildOptions, BuildOutcome, build
from generator.compute.consent import public_schools
from generator.compute.ledger import frozen_ledger, released_now
from generator.load.project import load_project
from generator.write.cache import Cache
from tests.conftest import IS_NIGHTLY, ROOT
from tests.every_byte import readable
from tests.many_schools import CANARY, make_many_schools
from tests.small_project import snapshot

pytestmark = pytest.mark.slow
SCHOOLS = "content/results/2023/schools.csv"
_PUBLIC = ",public,The head of the school,2023-04-20,"
_NONE = ",none,,,"
_KILLED = (
    "import os, sys, signal\n"
    "from pathlib import Path\n"
    "import generator.build as build, generator.write.release as release\n"
    "def die(*_, **__): os.killpg(0, signal.SIGKILL)\n"
    "build.{step} = release.{step} = die\n"
    "if __name__ == '__main__':\n"
    "    build.build(build.BuildOptions(Path(sys.argv[1]), jobs=1, with_pdfs=False, languages=('en',)))\n"
)


def remains(project: Path) -> list[str]:
    """Where the school that withdrew can still be read, but for the project's own files."""
    made = [project / ".build", *(path for path in project.iterdir() if path.name.startswith("site."))]
    return [where for where, content in readable(made) if CANARY.encode() in content.lower()]


def set_consent(project: Path, *, is_given: bool) -> None:
    table = project / SCHOOLS
    old, new = (_NONE, _PUBLIC) if is_given else (_PUBLIC, _NONE)
    text = table.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith(f"{CANARY}gone"))
    assert old in row
    table.write_text(text.replace(row, row.replace(old, new)), encoding="utf-8")


def quick_build(project: Path) -> BuildOutcome:
    """One language, no PDFs: the build that leaves most of what was made before alone."""
    return build(BuildOptions(project, jobs=1, with_pdfs=False, languages=("en",)))


def killed_build(project: Path, step: str) -> None:
    """The same build, killed with all its processes when it comes to this step."""
    command = [sys.executable, "-c", _KILLED.format(step=step), str(project)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, start_new_session=True)
    assert done.returncode == -9, done.stderr.decode()


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with its site in which a school with a telling name is public.

    At night in two languages and with PDFs; else in one, and what the rest would leave behind is planted.
    """
    project = make_many_schools(tmp_path_factory.mktemp("public") / "project", 3).root
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("[az, ru, en]", "[az, en]"), encoding="utf-8")
    for table in (project / SCHOOLS).parent.glob("*.csv"):
        text = re.sub("^P0000", f"{CANARY}gone", table.read_text(encoding="utf-8"), flags=re.MULTILINE)
        text = re.sub(f"zqaçıq 0(,.*),public,{CANARY}[^,]*,", rf"{CANARY}name\1,public,The head of the school,", text)
        table.write_text(text, encoding="utf-8")
    outcome = build(BuildOptions(project, jobs=2)) if IS_NIGHTLY else quick_build(project)
    assert outcome.exit_code == 0, outcome.problems
    if not IS_NIGHTLY:
        Cache(project / ".build/cache").put("0" * 64, f"{CANARY}gone".encode())
        shutil.copytree(project / ".build/languages/en", project / ".build/languages/az")
    where = " ".join(remains(project))
    assert all(part in where for part in ("cache/", "languages/az", ".xlsx", "search")), "the search is blind"
    return project


def copied(project: Path, folder: Path) -> Path:
    return Path(shutil.copytree(project, folder / "project", symlinks=True))


@pytest.fixture(scope="module")
def withdrawn(public: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The school withdraws; the next build is killed after it showed the new site, and run once more."""
    project = copied(public, tmp_path_factory.mktemp("withdrawn"))
    set_consent(project, is_given=False)
    killed_build(project, "remove_older")
    assert not (project / "site/en/results/2023/schools" / f"{CANARY}gone").exists()
    assert remains(project), "the kill came too late"
    assert quick_build(project).exit_code == 0
    return project


@pytest.mark.skipif(not IS_NIGHTLY, reason="all PDFs are made")
def test_a_withdrawn_school_is_nowhere_after_the_next_build(public: Path, tmp_path: Path) -> None:
    project = copied(public, tmp_path)
    set_consent(project, is_given=False)

    assert build(BuildOptions(project, jobs=1)).exit_code == 0
    assert remains(project) == []


def test_it_is_nowhere_after_a_build_was_killed_before_it_removed_the_old_site(withdrawn: Path) -> None:
    """Although the build after it made no PDFs, and one language of two."""
    assert remains(withdrawn) == []


@pytest.mark.skipif(not IS_NIGHTLY, reason="two more builds; tests/write/test_withdrawal.py has it in small")
def test_it_is_nowhere_after_a_build_that_was_killed_while_the_school_was_public_again(
    withdrawn: Path, tmp_path: Path
) -> None:
    """The site that is shown was made from the same files as the last build makes: nothing changed, one would think."""
    project = copied(withdrawn, tmp_path)
    shown = snapshot((project / "site").resolve())
    set_consent(project, is_given=True)
    killed_build(project, "verify_site")
    assert remains(project)
    set_consent(project, is_given=False)
    outcome = quick_build(project)

    assert (outcome.exit_code, outcome.changed) == (0, False)
    assert remains(project) == []
    assert snapshot((project / "site").resolve()) == shown


@pytest.fixture(scope="module")
def refused(public: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BuildOutcome]:
    """The school withdraws, and nothing can be published because of something else."""
    project = copied(public, tmp_path_factory.mktemp("refused"))
    set_consent(project, is_given=False)
    (project / SCHOOLS).with_name("ledger.json").write_text("damaged")
    return project, quick_build(project)


def test_a_build_that_fails_after_a_withdrawal_says_loudly_that_the_site_still_shows_the_school(
    refused: tuple[Path, BuildOutcome],
) -> None:
    _, outcome = refused
    (told,) = (problem for problem in outcome.errors if problem.code == "B008")

    assert outcome.exit_code == 2
    assert told.message.endswith("no longer, to be public: 1.")
    assert "take the site down" in told.remedy
    assert outcome.summary.endswith("and still shows schools that are not to be public.")


def test_what_it_says_names_no_school(refused: tuple[Path, BuildOutcome]) -> None:
    """The words of a build are often kept where others read them."""
    _, outcome = refused
    assert CANARY not in f"{outcome.problems} {outcome.summary}"


def test_a_build_that_fails_without_a_withdrawal_does_not_raise_that_alarm(public: Path, tmp_path: Path) -> None:
    project = copied(public, tmp_path)
    (project / SCHOOLS).with_name("ledger.json").write_text("damaged")
    outcome = quick_build(project)

    assert [problem.code for problem in outcome.errors] == ["R024"]
    assert outcome.summary.endswith("The site is as it was.")


def test_a_frozen_round_with_late_answers_is_not_published_and_the_site_stays(public: Path, tmp_path: Path) -> None:
    project = copied(public, tmp_path)
    shown = snapshot((project / "site").resolve())
    loaded = load_project(project)
    ledger = frozen_ledger(loaded.rounds[0], released_now(loaded, loaded.rounds[0]), loaded.settings.disclosure, None)
    (project / SCHOOLS).with_name("ledger.json").write_text(ledger.text, encoding="utf-8")
    people = (project / SCHOOLS).with_name("participation.csv")
    text = people.read_text(encoding="utf-8")
    first = next(line for line in text.splitlines() if line.startswith(f"{CANARY}gone,isced2,students"))
    cells = first.split(",")
    cells[4] = str(int(cells[4]) + 9)
    people.write_text(text.replace(first, ",".join(cells)), encoding="utf-8")
    outcome = quick_build(project)

    assert (outcome.exit_code, [problem.code for problem in outcome.errors]) == (2, ["R022"])
    assert snapshot((project / "site").resolve()) == shown


def rows(*consents: Sequence[str]) -> str:
    header = "school,name,region,consent_scope,consent_by,consent_on\n"
    return header + "".join(f"S0{number},One,baku,{','.join(each)}\n" for number, each in enumerate(consents, 1))


@pytest.mark.parametrize(
    "consent",
    [
        ("public", "", ""),
        ("public", "The head", ""),
        ("public", "", "2023-04-20"),
        ("public", "The head", "soon"),
        ("public", "The head", "2023-13-01"),
        ("Public", "The head", "2023-04-20"),
        ("publik", "The head", "2023-04-20"),
        ("yes", "The head", "2023-04-20"),
    ],
)
def test_a_consent_with_a_fault_opens_nothing(tmp_path: Path, consent: tuple[str, str, str]) -> None:
    project = make_many_schools(tmp_path / "project", 3).root
    (project / SCHOOLS).write_text(rows(consent, ("none", "", "")), encoding="utf-8")
    loaded = load_project(project)

    assert public_schools(loaded) == frozenset()
    assert ("R015", 2) in [(problem.code, problem.place.line) for problem in loaded.problems]


@pytest.mark.parametrize("text", [rows(("", "", "")), "school,name,region\nS01,One,baku\n"])
def test_a_consent_that_is_not_there_is_none(tmp_path: Path, text: str) -> None:
    project = make_many_schools(tmp_path / "project", 3).root
    (project / SCHOOLS).write_text(text, encoding="utf-8")
    (round_,) = load_project(project).rounds

    assert [school.consent.scope for school in round_.schools] == ["none"]
