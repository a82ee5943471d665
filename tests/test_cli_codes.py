"""`guzgu codes`: keys are made once, codes are replaced one by one, and what is handed out stays private."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from click.testing import CliRunner, Result

from generator import cli_codes
from generator.cli import main
from generator.write.code_vault import RoundCodes, open_vault
from generator.write.sealing import locator, open_sealed
from tests.small_project import make_small_project

NAMES = {"S01": "Sample school 1 (synthetic)", "S02": "Sample school 2 (synthetic)"}


class HereAndNow:
    """A pool without processes."""

    def map(self, work: Callable[[Any], Any], jobs: Iterable[Any]) -> Iterator[Any]:
        return map(work, jobs)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cli_codes, "worker_pool", lambda _: contextlib.nullcontext(HereAndNow()))
    return make_small_project(tmp_path / "project")


@pytest.fixture
def vault(project: Path, tmp_path: Path) -> Path:
    assert run(project, "issue", "--round", "2023", "--vault", str(tmp_path / "vault")).exit_code == 0
    return tmp_path / "vault"


def run(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["codes", *arguments, "--project", str(project)], catch_exceptions=False)


def codes(project: Path, vault: Path) -> RoundCodes:
    found = open_vault(vault, project).codes("2023")
    assert found is not None
    return found


def text_of(pdf: Path) -> str:
    with pdfplumber.open(io.BytesIO(pdf.read_bytes())) as document:
        return " ".join(page.extract_text() for page in document.pages)


def test_key_is_issued_once(project: Path, vault: Path) -> None:
    before = codes(project, vault)
    again = run(project, "issue", "--round", "2023", "--vault", str(vault))

    assert (again.exit_code, "stays" in again.stdout) == (0, True)
    assert codes(project, vault) == before


@pytest.mark.parametrize("command", [["issue"], ["rotate", "--school", "S01"]])
def test_round_that_does_not_exist_is_refused_in_one_line(project: Path, vault: Path, command: list[str]) -> None:
    done = run(project, *command, "--round", "2024", "--vault", str(vault))

    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
    assert "there are 2023" in done.stderr
    assert not (vault / "2024.key").exists()


def test_code_of_one_school_is_replaced(project: Path, vault: Path) -> None:
    before = codes(project, vault)
    done = run(project, "rotate", "--round", "2023", "--vault", str(vault), "--school", "S01")
    after = codes(project, vault)

    assert (done.exit_code, "code number 2" in done.stdout) == (0, True)
    assert after.code_of("S01") != before.code_of("S01")
    assert after.code_of("S02") == before.code_of("S02")
    assert after.code_of("S01").shown not in done.output


@pytest.mark.parametrize(
    "who", [[], ["--school", "S01", "--ministry"], ["--school", "S99"]], ids=["nobody", "both", "unknown"]
)
def test_rotation_without_a_clear_aim_changes_nothing(project: Path, vault: Path, who: list[str]) -> None:
    before = codes(project, vault)

    assert run(project, "rotate", "--round", "2023", "--vault", str(vault), *who).exit_code == 2
    assert codes(project, vault) == before


def sheets(project: Path, vault: Path, output: Path, *more: str) -> Result:
    common = ("--round", "2023", "--vault", str(vault), "--output", str(output))
    return run(project, "sheets", *common, "--address", "https://example.org", *more)


def test_each_school_and_the_ministry_get_a_sheet_that_nobody_else_can_read(
    project: Path, vault: Path, tmp_path: Path
) -> None:
    done, made = sheets(project, vault, tmp_path / "sheets"), codes(project, vault)
    found = {path.name: path for path in (tmp_path / "sheets").iterdir()}

    assert done.exit_code == 0, done.stderr
    assert sorted(found) == ["2023-ministry-az.pdf", "2023-school-S01-az.pdf", "2023-school-S02-az.pdf"]
    assert {path.stat().st_mode & 0o777 for path in found.values()} == {0o600}
    assert (tmp_path / "sheets").stat().st_mode & 0o777 == 0o700
    for school, name in NAMES.items():
        text = text_of(found[f"2023-school-{school}-az.pdf"])
        assert name in text
        assert made.code_of(school).compact in re.sub(r"[\s-]", "", text)
        assert "https://example.org/az/report/" in text
    assert made.code_of_ministry.compact in re.sub(r"[\s-]", "", text_of(found["2023-ministry-az.pdf"]))
    assert not any(made.code_of(school).compact in done.output for school in NAMES)


def test_sheet_of_one_school_comes_in_the_languages_that_were_asked_for(
    project: Path, vault: Path, tmp_path: Path
) -> None:
    asked = ("--school", "S02", "--language", "ru", "--language", "en", "--no-code-in-qr", "--contact", "Room 12")
    done = sheets(project, vault, tmp_path / "sheets", *asked)

    assert done.stdout.splitlines() == ["2023-school-S02-ru.pdf", "2023-school-S02-en.pdf"]
    assert "Room 12" in text_of(tmp_path / "sheets" / "2023-school-S02-en.pdf")


def test_school_gets_its_sheet_in_its_own_language(project: Path, vault: Path, tmp_path: Path) -> None:
    folder = project / "content" / "results" / "2023"
    with (folder / "round.yaml").open("a", encoding="utf-8") as file:
        file.write("  language:\n    title: Language\n    values: {az: Azerbaijani, ru: Russian}\n")
    heads, *rows = (folder / "schools.csv").read_text(encoding="utf-8").splitlines()
    spoken = ("language", "az", "ru")
    table = [f"{line},{word}" for line, word in zip((heads, *rows), spoken, strict=True)]
    (folder / "schools.csv").write_text("\n".join(table) + "\n", encoding="utf-8")
    done = sheets(project, vault, tmp_path / "sheets")

    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines() == ["2023-school-S01-az.pdf", "2023-school-S02-ru.pdf", "2023-ministry-az.pdf"]


def test_letter_that_no_font_draws_is_told_and_the_sheet_is_there(project: Path, vault: Path, tmp_path: Path) -> None:
    done = sheets(project, vault, tmp_path / "sheets", "--school", "S02", "--contact", "Room \U00012000")

    assert done.exit_code == 1
    assert "2023-school-S02-az.pdf: B010" in done.stderr
    assert "U+12000" in done.stderr
    assert (tmp_path / "sheets" / "2023-school-S02-az.pdf").exists()


@pytest.mark.parametrize("place", ["project/sheets", "project/site/sheets", "shared"])
def test_sheets_are_not_written_where_others_could_read_them(
    project: Path, vault: Path, tmp_path: Path, place: str
) -> None:
    (tmp_path / "shared").mkdir(mode=0o755)
    done = sheets(project, vault, tmp_path / place)

    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
    assert not list(tmp_path.rglob("*.pdf"))
    assert place == "shared" or not (tmp_path / place).exists()


@pytest.mark.parametrize(
    "more", [["--school", "S99"], ["--language", "tr"], ["--address", "http://example.org"]], ids=lambda each: each[0]
)
def test_sheets_of_what_does_not_exist_are_refused_in_one_line(
    project: Path, vault: Path, tmp_path: Path, more: list[str]
) -> None:
    done = sheets(project, vault, tmp_path / "sheets", *more)

    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
    assert not (tmp_path / "sheets").exists()


def test_file_for_offline_use_holds_the_school_s_sealed_report_and_needs_its_code(
    project: Path, vault: Path, tmp_path: Path
) -> None:
    common = ("--round", "2023", "--vault", str(vault), "--output", str(tmp_path / "offline"))
    done = run(project, "offline", *common, "--school", "S01", "--language", "en", "--no-pdf")
    code = codes(project, vault).code_of("S01")
    page = (tmp_path / "offline" / "2023-school-S01-en.html").read_text(encoding="utf-8")
    blobs = dict(re.findall(r'data-gz-blob="([0-9a-f]{32})">([^<]+)<', page))
    report = open_sealed(code, "report", "en", base64.b64decode(blobs[locator(code, "report", "en")]))

    assert done.exit_code == 0, done.stderr
    assert NAMES["S01"] not in page
    assert NAMES["S01"] in json.loads(zlib.decompress(report, wbits=31))["title"]
    assert sorted(blobs) == sorted(locator(code, kind, "en") for kind in ("report", "csv", "json", "xlsx"))
