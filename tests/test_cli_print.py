"""`guzgu print`: a school's whole set, private, with its own questions; what did not change is not made again."""

from __future__ import annotations

import contextlib
import io
import re
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner, Result

from generator import cli_print
from generator.cli import main
from generator.model.output import OutputFile
from generator.write.pdf import PdfJob, pdf_unavailable
from tests.small_project import make_small_project, snapshot

NAME = "2023-school-S01"
OWN = "I can charge my device at school."
needs_pango = pytest.mark.skipif(pdf_unavailable() is not None, reason="no PDFs on this machine")


class Drawn:
    """Workers that draw nothing: every PDF has two pages and its path."""

    jobs: Sequence[PdfJob] = ()

    def each(self, _work: Callable[[Any], Any], jobs: Sequence[PdfJob], _lost: Callable[[Any], Any]) -> Iterator[Any]:
        Drawn.jobs = jobs
        for job in jobs:
            pdf = f"%PDF {job.path} << /Type /Pages /Count 2 >>".encode()
            boxes = (OutputFile(job.sheet.boxes, b"{}"),) if job.sheet else ()
            yield job.path, (OutputFile(job.path, pdf), *boxes)


class Broken(Drawn):
    """One document cannot be made."""

    def each(self, work: Callable[[Any], Any], jobs: Sequence[PdfJob], lost: Callable[[Any], Any]) -> Iterator[Any]:
        for number, (path, files) in enumerate(super().each(work, jobs, lost)):
            yield path, "The PDF could not be made: too large." if number == 0 else files


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that no test changes."""
    return make_small_project(tmp_path_factory.mktemp("print") / "project")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_print, "Workers", lambda _: contextlib.nullcontext(Drawn()))
    monkeypatch.setattr(cli_print, "pdf_unavailable", lambda: None)


def run(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["print", *arguments, "--project", str(project)], catch_exceptions=False)


def printed(project: Path, out: Path, *arguments: str) -> Result:
    return run(project, "--school", "S01", "--language", "en", "--out", str(out), *arguments)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@needs_pango
@pytest.mark.slow
def test_whole_set_is_made_and_a_second_run_makes_nothing_anew(untouched: Path, tmp_path: Path) -> None:
    before = snapshot(untouched)
    first = printed(untouched, tmp_path / "out", "--zip", "--jobs", "1")
    made = {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / NAME).rglob("*") if path.is_file()}
    zipped = (tmp_path / "out" / f"{NAME}.zip").read_bytes()
    form = tmp_path / "out" / NAME / "en" / "schools-2023-students-isced2-en-own-S01.pdf"
    pdf = form.read_bytes()
    again = printed(untouched, tmp_path / "out", "--zip", "--jobs", "1")

    assert (first.exit_code, again.exit_code) == (0, 0), first.stderr + again.stderr
    assert "0 made" in again.stderr
    assert {path: path.stat().st_mtime_ns for path in made if path.name != ".made.json"} == {
        path: time for path, time in made.items() if path.name != ".made.json"
    }
    assert (tmp_path / "out" / f"{NAME}.zip").read_bytes() == zipped
    assert snapshot(untouched) == before

    form.unlink()
    third = printed(untouched, tmp_path / "out", "--zip", "--jobs", "1")
    assert "2 made" in third.stderr, "the form, and where its boxes stand"
    assert form.read_bytes() == pdf
    assert (tmp_path / "out" / f"{NAME}.zip").read_bytes() == zipped
    with pikepdf.open(form) as document:
        assert str(document.Root.Lang) == "en"
        pages = len(document.pages)
    said = (tmp_path / "out" / NAME / "README.txt").read_text(encoding="utf-8")
    assert f"{form.name}\n  Questionnaire. One for each person who answers.\n  Pages: {pages}." in said


@pytest.mark.usefixtures("drawn")
def test_set_holds_every_kind_for_what_the_school_teaches_with_its_own_questions(
    untouched: Path, tmp_path: Path
) -> None:
    assert printed(untouched, tmp_path / "out").exit_code == 0
    folder = tmp_path / "out" / NAME / "en"
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    forms = [name for name in names if "-own-S01" in name]
    units = {"teachers-isced2", "teachers-isced3", "students-isced2"}

    assert {name.split("-en-")[0].removeprefix("schools-2023-") for name in forms} == units
    assert {name.split("-S01")[1] for name in forms} == {".pdf", ".txt", "-short.pdf", "-large.pdf", "-booklet.pdf"}
    assert set(names) - set(forms) == {
        *(f"schools-2023-{unit}-en-tally-{who}.pdf" for unit in units for who in ("class", "school")),
        *(f"schools-2023_invitation-{group}-en.pdf" for group in ("teachers", "students")),
        *("schools-2023_words-students-isced2-en.pdf", "schools-2023_in-class-en.pdf", "schools-2023_plan-en.pdf"),
        "2023-S01-en.xlsx",
        *("S01_plan-en.pdf", "S01_poster-students-isced2-en.pdf"),
    }
    texts = " ".join((folder / name).read_text(encoding="utf-8") for name in names if name.endswith(".txt"))
    assert texts.count(OWN) == 1


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("table", ["empty", "missing"])
def test_papers_are_there_before_anybody_answered_and_none_of_results(tmp_path: Path, table: str) -> None:
    project = make_small_project(tmp_path / "project")
    folder = project / "content" / "results" / "2023"
    invited = (folder / "participation.csv").read_text(encoding="utf-8")
    before = re.sub(r"(?m)^(S\d+,\w+,\w+,\d+),\d+", r"\1,0", invited)
    assert before != invited
    (folder / "participation.csv").write_text(before, encoding="utf-8")
    if table == "empty":
        heads = (folder / "answers.csv").read_text(encoding="utf-8").splitlines()[0]
        (folder / "answers.csv").write_text(f"{heads}\n", encoding="utf-8")
    else:
        (folder / "answers.csv").unlink()
    assert printed(project, tmp_path / "out").exit_code == 0
    names = {path.name for path in (tmp_path / "out" / NAME / "en").iterdir()}

    assert "schools-2023_plan-en.pdf" in names
    assert not {name for name in names if "poster" in name or name == "S01_plan-en.pdf"}
    assert "Copies: 60. Sheets: 60." in (tmp_path / "out" / NAME / "README.txt").read_text(encoding="utf-8")


@pytest.mark.usefixtures("drawn")
def test_readme_says_how_many_copies_the_people_invited_need(untouched: Path, tmp_path: Path) -> None:
    assert printed(untouched, tmp_path / "out").exit_code == 0
    said = (tmp_path / "out" / NAME / "README.txt").read_text(encoding="utf-8")

    copies = re.findall(r"Questionnaire\. .*\n.*\n  Copies: (\d+)\. Sheets: (\d+)\.", said)
    assert copies == [("20", "20"), ("60", "60"), ("15", "15")]
    assert "Sheets in all: 101. Packs of 500: 1." in said
    assert "Sample school 1 (synthetic)" in said


@pytest.mark.usefixtures("drawn")
def test_set_is_for_its_owner_alone(untouched: Path, tmp_path: Path) -> None:
    assert printed(untouched, tmp_path / "out", "--zip").exit_code == 0
    everything = [tmp_path / "out", *(tmp_path / "out").rglob("*")]

    assert {mode(path) for path in everything if path.is_dir()} == {0o700}
    assert {mode(path) for path in everything if path.is_file()} == {0o600}


@pytest.mark.usefixtures("drawn")
def test_zip_holds_the_set_at_a_fixed_time(untouched: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert printed(untouched, tmp_path / name, "--zip").exit_code == 0
    one, two = ((tmp_path / name / f"{NAME}.zip").read_bytes() for name in ("one", "two"))
    files = {path for path in snapshot(tmp_path / "one" / NAME) if not path.startswith(".")}

    assert one == two
    with zipfile.ZipFile(io.BytesIO(one)) as zipped:
        assert {entry.filename for entry in zipped.infolist()} == {f"{NAME}/{path}" for path in files}
        assert {entry.date_time for entry in zipped.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.usefixtures("drawn")
def test_only_what_changed_is_made_again_and_what_is_no_longer_in_the_set_goes(tmp_path: Path) -> None:
    project = make_small_project(tmp_path / "project")
    out = tmp_path / "out"
    assert printed(project, out, "--language", "az").exit_code == 0
    changed = out / NAME / "en" / "schools-2023-teachers-isced2-en-own-S01.pdf"
    changed.write_bytes(b"somebody else's")
    foreign, kept = out / NAME / "en" / "notes.txt", out / NAME / "az" / "schools-2023-students-isced2-az-own-S01.pdf"
    foreign.write_text("a note of the coordinator", encoding="utf-8")
    kept.write_bytes(b"changed by hand")
    assert printed(project, out).exit_code == 0

    assert [job.path for job in Drawn.jobs] == [f"en/{changed.name}"]
    assert [path.name for path in (out / NAME / "az").iterdir()] == [kept.name]
    assert foreign.is_file()


def test_what_cannot_be_made_is_told_and_the_rest_is_there(
    untouched: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drawn: None
) -> None:
    monkeypatch.setattr(cli_print, "Workers", lambda _: contextlib.nullcontext(Broken()))
    done = printed(untouched, tmp_path / "out")

    assert done.exit_code == 1
    assert done.stderr.count("B002") == 1
    assert len(list((tmp_path / "out" / NAME / "en").glob("*.pdf"))) == len(Drawn.jobs) - 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--school", "S1"], ["no school S1", "Did you mean 'S01'?", "S01, S02"]),
        (["--school", "nobody"], ["no school nobody", "there are S01, S02"]),
        (["--school", "S01", "--round", "2024"], ["no round 2024", "2023"]),
        (["--school", "S09", "--round", "2023"], ["no school S09 in round 2023", "S01, S02"]),
        (["--school", "S01", "--language", "kk"], ["kk is no language", "az, ru, en"]),
    ],
)
@pytest.mark.usefixtures("drawn")
def test_what_does_not_exist_is_told_with_what_there_is(
    untouched: Path, tmp_path: Path, arguments: Iterable[str], told: Iterable[str]
) -> None:
    done = run(untouched, *arguments, "--out", str(tmp_path / "out"))

    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
    assert [part for part in told if part not in done.stderr] == []
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("place", ["project/papers", "shared", "clone/papers"])
def test_place_that_is_not_private_is_refused(untouched: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "clone" / ".git").mkdir(parents=True)
    (tmp_path / "shared").mkdir(mode=0o755)
    folder = untouched / "papers" if place.startswith("project") else tmp_path / place
    done = printed(untouched, folder)

    assert done.exit_code == 2
    assert "Nothing was written" in done.stderr
    assert not folder.is_dir() or not list(folder.iterdir())


@pytest.mark.usefixtures("drawn")
def test_without_a_folder_the_set_stands_beside_the_project(tmp_path: Path) -> None:
    project = make_small_project(tmp_path / "project")
    done = run(project, "--school", "S02")

    assert done.exit_code == 0
    assert Path(done.stdout.strip()) == (tmp_path / "guzgu-print" / "2023-school-S02").resolve()


def test_machine_without_pdfs_is_told_what_to_do(
    untouched: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli_print, "pdf_unavailable", lambda: "WeasyPrint is not installed.")
    done = printed(untouched, tmp_path / "out")

    assert (done.exit_code, "guzgu doctor" in done.stderr) == (2, True)
    assert not (tmp_path / "out").exists()
