"""Faults in some schools' rows: they are left out and named, and nobody else's pages or files change by a byte."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html as lxml_html

from generator.compute.publication import publish
from generator.load.project import load_project
from generator.model.problem import Problem
from generator.render.language_site import render_language
from tests.conftest import IS_NIGHTLY, ROOT
from tests.many_schools import ManySchools, make_many_schools
from tests.small_project import snapshot

pytestmark = pytest.mark.slow
ROUND = "content/results/2023"
BAD = "S03"
in_the_demonstration = pytest.mark.skipif(not IS_NIGHTLY, reason="three renderings of the demonstration round")


@dataclass(frozen=True, slots=True)
class Output:
    """What a project's schools get in English."""

    problems: tuple[Problem, ...]
    articles: Mapping[str, str]
    """By school."""
    files: Mapping[str, bytes]
    """By path."""


def without_compared(article: str) -> bytes:
    """An article without the section that holds the numbers of all schools."""
    page = lxml_html.fromstring(article)
    (section,) = page.xpath("//section[@aria-labelledby='compared']")
    section.drop_tree()
    return bytes(lxml_html.tostring(page))


@pytest.fixture(scope="module")
def output_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Output]:
    """Renders the project's newest round after an edit of its tables."""

    def make(edit: Callable[[Path], None] = lambda _: None) -> Output:
        root = tmp_path_factory.mktemp("project")
        for name in ("questionnaires", ROUND, "site_templates", "content/activities", "content/guides"):
            shutil.copytree(ROOT / name, root / name)
        (root / "mkdocs.yml").write_text("extra:\n  guzgu:\n    languages: [en]\n", encoding="utf-8")
        edit(root / ROUND)
        return rendered(root)

    return make


def rendered(root: Path) -> Output:
    """What the schools of a project get in English."""
    project = load_project(root)
    site = render_language(publish(project), (), "en", root / "site_templates", with_pdfs=False)
    return Output(
        project.problems,
        {page.path.split("/")[-2]: page.article for page in site.articles},
        {file.path: file.content for file in site.files if file.path.startswith("files/results/")},
    )


def break_one_count(folder: Path) -> None:
    """Write a word where a count belongs, once."""
    table = folder / "answers.csv"
    text = table.read_text(encoding="utf-8")
    broken, times = re.subn(rf"^({BAD},.*),\d+$", r"\1,many", text, count=1, flags=re.MULTILINE)
    assert times == 1
    table.write_text(broken, encoding="utf-8")


def leave_out(folder: Path) -> None:
    """Take the school's rows out of every table."""
    for table in folder.glob("*.csv"):
        lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
        table.write_text("".join(line for line in lines if not line.startswith(f"{BAD},")), encoding="utf-8")


@pytest.fixture(scope="module")
def broken(output_of: Callable[..., Output]) -> Output:
    return output_of(break_one_count)


@pytest.fixture(scope="module")
def sound(output_of: Callable[..., Output]) -> Output:
    return output_of()


@in_the_demonstration
def test_the_school_is_left_out_and_named_with_file_and_line(broken: Output, sound: Output) -> None:
    (problem,) = broken.problems
    line = next(
        number
        for number, text in enumerate((ROOT / ROUND / "answers.csv").read_text(encoding="utf-8").splitlines(), 1)
        if text.startswith(f"{BAD},")
    )

    assert (problem.code, str(problem.place)) == ("R008", f"{ROUND}/answers.csv:{line}")
    assert "left out" in problem.remedy
    assert sound.articles.keys() - broken.articles.keys() == {BAD}
    assert not [path for path in broken.files if f"/{BAD}-" in path]


@in_the_demonstration
def test_everything_is_as_if_the_school_had_not_been_in_the_tables(
    broken: Output, output_of: Callable[..., Output]
) -> None:
    absent = output_of(leave_out)

    assert absent.problems == ()
    assert broken.articles == absent.articles
    assert broken.files == absent.files


@in_the_demonstration
def test_the_files_of_the_other_schools_are_those_of_a_build_without_the_fault(broken: Output, sound: Output) -> None:
    theirs = {path: content for path, content in broken.files.items() if re.search(r"/S\d\d-", path)}

    assert len(theirs) == 3 * len(broken.articles) >= 3
    assert {path: sound.files[path] for path in theirs} == theirs


@in_the_demonstration
def test_the_pages_of_the_other_schools_are_those_of_a_build_without_the_fault(broken: Output, sound: Output) -> None:
    """All but the comparison with the round, in which the school that was left out no longer counts."""
    for school, article in broken.articles.items():
        assert without_compared(article) == without_compared(sound.articles[school]), school


SCHOOLS, FAULTY = (1000, 20) if IS_NIGHTLY else (60, 3)
Fault = Callable[[str], str]
"""Spoils a school's row of a table, given without its line end."""


def cell(index: int, text: str) -> Fault:
    """Writes something else into a cell of the row."""
    return lambda row: ",".join(text if number == index else each for number, each in enumerate(row.split(",")))


FAULTS: tuple[tuple[str, Fault], ...] = (
    ("answers.csv", cell(5, "many")),
    ("answers.csv", cell(5, "-3")),
    ("answers.csv", cell(5, "99999999")),
    ("answers.csv", cell(4, "nonesuch")),
    ("answers.csv", cell(3, "ZZ9")),
    ("answers.csv", cell(2, "parents")),
    ("answers.csv", cell(1, "isced9")),
    ("answers.csv", lambda row: f"{row}\n{row}"),
    ("participation.csv", cell(4, "3.5")),
    ("participation.csv", cell(3, "")),
    ("participation.csv", cell(2, "parents")),
    ("participation.csv", cell(7, "2023-02-30")),
    ("participation.csv", cell(8, "")),
    ("participation.csv", lambda row: f"{row}\n{row}"),
    ("schools.csv", cell(1, "")),
    ("schools.csv", cell(2, "nowhere")),
    ("schools.csv", cell(3, "publik")),
    ("schools.csv", cell(5, "soon")),
    ("schools.csv", cell(6, "perhaps")),
    ("schools.csv", lambda row: f"{row}\n{row}"),
)


def spoil(folder: Path, school: str, table: str, fault: Fault) -> None:
    """Put a fault into the first row that a school has in a table."""
    file = folder / table
    text = file.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith(f"{school},"))
    assert fault(row) != row
    file.write_text(text.replace(row, fault(row), 1), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Rounds:
    """The same round three times."""

    faultless: ManySchools
    spoilt: ManySchools
    without: ManySchools
    """Without any row of the schools that have faults in `spoilt`."""
    faulty: frozenset[str]


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> Rounds:
    """Many schools; some of them, public and private ones, have a fault, each another one."""
    folder = tmp_path_factory.mktemp("many")
    faultless, spoilt, without = (make_many_schools(folder / name, SCHOOLS) for name in ("a", "b", "c"))
    everybody = [*faultless.public[1::2], *faultless.private[1::2]]
    faulty = everybody[:: len(everybody) // FAULTY][:FAULTY]
    for number, school in enumerate(faulty):
        spoil(spoilt.folder, school, *FAULTS[number * len(FAULTS) // FAULTY])
    for table in without.folder.glob("*.csv"):
        lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
        table.write_text("".join(each for each in lines if each.split(",")[0] not in faulty), encoding="utf-8")
    return Rounds(faultless, spoilt, without, frozenset(faulty))


@pytest.fixture(scope="module")
def spoilt(rounds: Rounds) -> Output:
    return rendered(rounds.spoilt.root)


@pytest.mark.parametrize(("table", "fault"), FAULTS)
def test_every_kind_of_fault_leaves_out_its_school_and_nobody_else(tmp_path: Path, table: str, fault: Fault) -> None:
    schools = make_many_schools(tmp_path / "project", 4)
    spoil(schools.folder, schools.private[0], table, fault)
    (round_,) = load_project(schools.root).rounds

    assert {each.id for each in round_.schools} == {*schools.public, *schools.private[1:]}


def test_faulty_schools_are_named_with_file_and_line(rounds: Rounds, spoilt: Output) -> None:
    named = set()
    for problem in (each for each in spoilt.problems if each.place.path.startswith(ROUND)):
        lines = (rounds.spoilt.root / problem.place.path).read_text(encoding="utf-8").splitlines()
        named.add(lines[problem.place.line - 1].split(",")[0])

    assert len(rounds.faulty) == FAULTY
    assert named == rounds.faulty


def test_the_others_have_the_pages_and_files_of_a_round_without_faults(rounds: Rounds, spoilt: Output) -> None:
    """But for the comparison with the round, in which the faulty schools do not count."""
    faultless = rendered(rounds.faultless.root)
    sound = set(rounds.faultless.public) - rounds.faulty
    files = {path: content for path, content in spoilt.files.items() if re.search(r"/P\d+-", path)}

    assert spoilt.articles.keys() == sound
    assert len(files) >= 3 * len(sound)
    assert {path: faultless.files[path] for path in files} == files
    for school in sound:
        assert without_compared(spoilt.articles[school]) == without_compared(faultless.articles[school])


def test_pages_and_files_are_those_of_a_round_in_which_the_faulty_schools_never_were(
    rounds: Rounds, spoilt: Output
) -> None:
    without = rendered(rounds.without.root)

    assert (spoilt.articles, spoilt.files) == (without.articles, without.files)


@pytest.mark.skipif(not IS_NIGHTLY, reason="two builds")
def test_the_site_is_that_of_a_round_in_which_the_faulty_schools_never_were(rounds: Rounds) -> None:
    with_faults, without = built(rounds.spoilt.root), built(rounds.without.root)

    assert (with_faults.returncode, without.returncode) == (1, 0), with_faults.stderr + without.stderr
    sites = [snapshot((each.root / "site").resolve()) for each in (rounds.spoilt, rounds.without)]
    assert sites[0] == sites[1]


def built(root: Path) -> subprocess.CompletedProcess[str]:
    """The project, built by the command that users run."""
    command = [sys.executable, "-m", "generator", "build", "--no-pdf", "--language", "en", "--jobs", "1"]
    return subprocess.run([*command, "--project", str(root)], cwd=ROOT, capture_output=True, text=True, check=False)
