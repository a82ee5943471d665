"""`guzgu certificates`: names stay outside the project, what is written stays private, faults are told in full."""

from __future__ import annotations

import contextlib
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from click.testing import CliRunner, Result

from generator import certificate_handouts, cli_certificates
from generator.cli import main
from tests.small_project import make_small_project, snapshot

LIST = "name,school\nGülşən Əliyeva,Nümunə məktəbi\nКонстантин Преображенский,\n"
SECOND_SCHOOL = "Sample school 2 (synthetic)"
"""S02 in schools.csv."""


class HereAndNow:
    """A pool without processes."""

    def map(self, work: Callable[[Any], Any], jobs: Iterable[Any]) -> Iterator[Any]:
        return map(work, jobs)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cli_certificates, "worker_pool", lambda _: contextlib.nullcontext(HereAndNow()))
    return make_small_project(tmp_path / "project")


@pytest.fixture
def names(tmp_path: Path) -> Path:
    file = tmp_path / "names.csv"
    file.write_text(LIST, encoding="utf-8")
    return file


def run(project: Path, *arguments: object, role: str = "participant", language: str = "az") -> Result:
    options = ["--project", project, "--round", "2023", "--role", role, "--language", language, *arguments]
    return CliRunner().invoke(main, ["certificates", *map(str, options)], catch_exceptions=False)


def text_of(pdf: Path) -> list[str]:
    with pdfplumber.open(pdf) as document:
        return [page.extract_text() for page in document.pages]


def test_each_person_has_a_file_that_only_its_owner_may_read(project: Path, names: Path, tmp_path: Path) -> None:
    before = snapshot(project)
    result = run(project, "--names", names, "--out", tmp_path / "out")
    written = sorted((tmp_path / "out").iterdir())

    assert result.exit_code == 0, result.output
    assert [file.name for file in written] == [f"certificate-2023-participant-az-00{number}.pdf" for number in (1, 2)]
    assert "Gülşən Əliyeva" in text_of(written[0])[0]
    assert "Константин Преображенский" in text_of(written[1])[0]
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in written)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    # Nothing of it came into the project, and nothing that was said has a name.
    assert snapshot(project) == before
    assert "Gülşən" not in result.output


@pytest.mark.parametrize(
    ("role", "line"), [("participant", "Gülşən Əliyeva,S02"), ("participant", "Gülşən Əliyeva,s02"), ("school", "S02,")]
)
def test_a_school_may_stand_in_the_list_by_its_id(project: Path, tmp_path: Path, role: str, line: str) -> None:
    names = tmp_path / "names.csv"
    names.write_text(f"name,school\n{line}\n", encoding="utf-8")
    result = run(project, "--names", names, "--out", tmp_path / "out", role=role)
    (text,) = text_of(next((tmp_path / "out").iterdir()))

    assert result.exit_code == 0, result.output
    assert SECOND_SCHOOL in text
    assert "S02" not in text.upper()


def test_while_a_school_of_the_round_is_faulty_nothing_is_made(project: Path, tmp_path: Path) -> None:
    """Its id would stand on the certificate as its name."""
    names, schools = tmp_path / "names.csv", project / "content/results/2023/schools.csv"
    names.write_text("name,school\nGülşən Əliyeva,S02\n", encoding="utf-8")
    schools.write_text(schools.read_text(encoding="utf-8").replace("regions,none,,", "regions,public,,"), "utf-8")
    result = run(project, "--names", names, "--out", tmp_path / "out")

    assert result.exit_code == 2
    assert "schools.csv:3: R015" in result.stderr
    assert not any((tmp_path / "out").glob("*.pdf"))


def test_a_schools_name_that_no_font_can_draw_is_told(project: Path, tmp_path: Path) -> None:
    names, schools = tmp_path / "names.csv", project / "content/results/2023/schools.csv"
    names.write_text("name,school\nGülşən Əliyeva,S02\n", encoding="utf-8")
    schools.write_text(schools.read_text(encoding="utf-8").replace("Sample school 2", "Sample \U00012000"), "utf-8")
    result = run(project, "--names", names, "--out", tmp_path / "out")

    assert result.exit_code == 2
    assert "B010" in result.stderr


def test_one_file_has_a_page_for_each(project: Path, names: Path, tmp_path: Path) -> None:
    result = run(project, "--names", names, "--out", tmp_path / "out", "--one-file", role="coordinator", language="ru")
    (file,) = (tmp_path / "out").iterdir()

    assert result.exit_code == 0, result.output
    assert file.name == "certificate-2023-coordinator-ru.pdf"
    assert [("Əliyeva" in page, "Преображенский" in page) for page in text_of(file)] == [(True, False), (False, True)]


def test_one_file_takes_no_more_than_can_be_made(
    project: Path, names: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certificate_handouts, "MOST_IN_ONE_FILE", 1)
    result = run(project, "--names", names, "--out", tmp_path / "out", "--one-file")

    assert result.exit_code == 2
    assert "divide the list" in result.output
    assert not list((tmp_path / "out").iterdir())


def test_without_names_there_is_one_certificate_to_write_on(project: Path, tmp_path: Path) -> None:
    result = run(project, "--out", tmp_path / "out", role="school")

    assert result.exit_code == 0, result.output
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["certificate-2023-school-az.pdf"]


def test_a_list_inside_the_project_is_refused(project: Path, names: Path, tmp_path: Path) -> None:
    inside = project / "names.csv"
    inside.write_text(LIST, encoding="utf-8")
    link = tmp_path / "link.csv"
    link.symlink_to(inside)
    for file in (inside, link):
        result = run(project, "--names", file, "--out", tmp_path / "out")
        assert result.exit_code == 2
        assert "is not apart from the project" in result.output
        assert not (tmp_path / "out").exists()


def test_a_list_in_any_git_work_tree_is_refused(project: Path, tmp_path: Path) -> None:
    """Whoever commits the tree commits the names."""
    (tmp_path / "tree" / ".git").mkdir(parents=True)
    file = tmp_path / "tree" / "names.csv"
    file.write_text(LIST, encoding="utf-8")
    result = run(project, "--names", file, "--out", tmp_path / "out")

    assert result.exit_code == 2
    assert "inside the git work tree" in result.output


def test_certificates_are_not_written_where_others_see_them(project: Path, names: Path, tmp_path: Path) -> None:
    public = tmp_path / "public"
    public.mkdir(mode=0o755)
    for folder in (project / "out", public):
        result = run(project, "--names", names, "--out", folder)
        assert result.exit_code == 2
        assert not (folder.exists() and list(folder.iterdir()))


def test_a_list_with_a_fault_makes_nothing_and_tells_every_place(project: Path, tmp_path: Path) -> None:
    """Nobody would miss one certificate of many."""
    file = tmp_path / "names.csv"
    file.write_text('name\nAnn\n"B"x\nДжон 日本\n', encoding="utf-8")
    result = run(project, "--names", file, "--out", tmp_path / "out")

    assert result.exit_code == 2
    assert "names.csv:3:4: R020" in result.output
    assert "names.csv:4:1: B010" in result.output
    assert "日 (U+65E5) 本 (U+672C)" in result.output
    assert not (tmp_path / "out").exists()


def test_what_does_not_exist_is_said(project: Path, tmp_path: Path) -> None:
    result = run(project, "--out", tmp_path / "out", language="xx")
    assert (result.exit_code, "xx is no language of this project" in result.output) == (2, True)
    options = ["--project", str(project), "--round", "1999", "--role", "school", "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(main, ["certificates", *options], catch_exceptions=False)
    assert (result.exit_code, "there is no round 1999" in result.output) == (2, True)
