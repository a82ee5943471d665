"""`guzgu results`: who appears where, told before anything is built; and published rounds, frozen and kept so."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.many_schools import CANARY, make_many_schools
from tests.small_project import make_small_project, snapshot

FOLDER = "content/results/2023"


def run(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--project", str(project)], catch_exceptions=False)


def facts(project: Path, *arguments: str) -> dict[str, object]:
    result = run(project, "results", "check", "--format", "json", *arguments)
    found: dict[str, object] = json.loads(result.stdout)
    return found


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_small_project(tmp_path / "project")


def replace(project: Path, table: str, old: str, new: str) -> None:
    file = project / FOLDER / table
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_check_tells_of_every_school_who_agreed_when_and_where_it_will_stand(project: Path) -> None:
    replace(project, "schools.csv", "regions,none,,", "regions,ministry,The board,2023-05-01")
    (round_,) = facts(project)["rounds"]  # type: ignore[misc]
    first, second = round_["schools"]

    assert (first["school"], first["scope"], first["given_by"], first["given_on"]) == (
        "S01",
        "public",
        "The head of the school",
        "2023-04-20",
    )
    assert (first["has_public_page"], first["is_for_ministry"]) == (True, True)
    assert (second["school"], second["given_by"]) == ("S02", "The board")
    assert (second["has_public_page"], second["is_for_ministry"]) == (False, True)
    assert round_["by_scope"] == {"public": 1, "ministry": 1, "none": 0}


def test_check_tells_which_groups_a_public_page_will_hide(project: Path) -> None:
    replace(project, "participation.csv", "S01,isced3,teachers,15,11", "S01,isced3,teachers,15,4")
    replace(project, "answers.csv", "S01,isced3,teachers,A1,3,11\nS01,isced3,teachers,A2,2,11", "")
    (round_,) = facts(project)["rounds"]  # type: ignore[misc]

    assert round_["schools"][0]["hidden"] == [{"level": "isced3", "group": "teachers", "completed": 4}]
    assert round_["schools"][1]["hidden"] == []


def test_check_lists_the_groups_of_which_too_few_answered_or_more_than_were_invited(project: Path) -> None:
    """The tiny questionnaire asks for answers of half of the people of a group."""
    replace(project, "participation.csv", "S01,isced3,teachers,15,11", "S01,isced3,teachers,15,7")
    replace(project, "answers.csv", "S01,isced3,teachers,A1,3,11\nS01,isced3,teachers,A2,2,11", "")
    result = run(project, "results", "check")
    first = facts(project)["rounds"][0]["schools"][0]  # type: ignore[index]

    assert {"level": "isced3", "group": "teachers", "invited": 15, "completed": 7, "needed": 8} in first["to_ask_about"]
    assert "  S01  isced3 teachers: 7 of 15, 47%; at least 8 should answer" in result.stdout
    replace(project, "participation.csv", "S01,isced3,teachers,15,7", "S01,isced3,teachers,15,16")
    assert "  S01  isced3 teachers: 16 of 15, 107%; more than were invited" in run(project, "results", "check").stdout


def test_check_tells_in_how_many_aggregates_a_school_counts(project: Path) -> None:
    """Students at one level stand in: everybody, that level, the region; so do teachers at two levels, and one more."""
    (round_,) = facts(project)["rounds"]  # type: ignore[misc]

    assert [school["aggregates"] for school in round_["schools"]] == [7, 6]
    assert [school["aggregates_shown"] for school in round_["schools"]] == [0, 0]  # two schools are too few


def test_check_lists_the_problems_of_the_rounds_files_and_ends_with_1(project: Path) -> None:
    replace(project, "schools.csv", "regions,none,,", "regions,public,,")
    result = run(project, "results", "check")

    assert result.exit_code == 1
    assert f"{FOLDER}/schools.csv:3: R015" in result.stderr


def test_check_leaves_problems_of_other_files_to_guzgu_check(project: Path) -> None:
    (project / "content/guides/broken.md").write_text("no front matter\n", encoding="utf-8")

    assert run(project, "results", "check").exit_code == 0


def test_check_marks_a_consent_from_the_future_and_says_that_it_counts(project: Path) -> None:
    replace(project, "schools.csv", "2023-04-20", "2923-04-20")
    result = run(project, "results", "check")

    assert "2923-04-20*" in result.stdout
    assert "Consents with a date that is still to come: 1." in result.stdout


def test_check_writes_nothing(project: Path) -> None:
    before = snapshot(project)
    run(project, "results", "check")

    assert snapshot(project) == before


def test_check_of_an_unknown_round_names_the_known_ones(project: Path) -> None:
    result = run(project, "results", "check", "--round", "2024")

    assert result.exit_code == 2
    assert "There are: 2023." in result.stderr


def test_check_tells_why_a_round_cannot_be_used_at_all(project: Path) -> None:
    (project / FOLDER / "answers.csv").unlink()
    result = run(project, "results", "check")

    assert result.exit_code == 1
    assert "P002" in result.stderr


def test_check_finds_rounds_that_lie_outside_the_project(project: Path, tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()
    (project / FOLDER).rename(tmp_path / "private/2023")
    table = tmp_path / "private/2023/schools.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",public,", ",publik,"), encoding="utf-8")
    result = run(project, "results", "check", "--results", str(tmp_path / "private"))

    assert result.exit_code == 1
    assert "S02" in result.stdout
    assert "private/2023/schools.csv:2: R015" in result.stderr


def test_a_hundred_schools_stand_in_a_line_each(tmp_path: Path) -> None:
    schools = make_many_schools(tmp_path / "many", 100)
    lines = run(schools.root, "results", "check").stdout.splitlines()

    assert sum(line.startswith(("P0", CANARY)) for line in lines) == 100
    assert max(map(len, lines)) <= 170


@pytest.mark.parametrize("columns", ["80", "100", "200"])
def test_a_narrow_terminal_loses_no_column(project: Path, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("FORCE_COLOR", "1")
    words = " ".join(run(project, "results", "check").stdout.split())

    assert "will stand in" in words
    assert "public, ministry, own" in words
    assert "0 of 7 shown" in words


def test_names_are_printed_as_they_are_and_never_as_markup(project: Path) -> None:
    replace(project, "schools.csv", "Sample school 2 (synthetic)", "[red]Two[/red]")

    assert "[red]Two[/red]" in run(project, "results", "check").stdout


def test_freeze_keeps_the_numbers_beside_the_rounds_tables(project: Path) -> None:
    (project / FOLDER / "schools.csv").chmod(0o640)
    result = run(project, "results", "freeze", "2023")
    ledger = project / FOLDER / "ledger.json"

    assert result.exit_code == 0
    assert str(ledger) in result.stdout
    assert '"completed": 40' in ledger.read_text(encoding="utf-8")
    assert stat.S_IMODE(ledger.stat().st_mode) == 0o640
    assert FOLDER not in run(project, "check").output


def test_freezing_what_is_frozen_changes_no_byte(project: Path) -> None:
    run(project, "results", "freeze", "2023")
    before = (project / FOLDER / "ledger.json").stat().st_mtime_ns
    result = run(project, "results", "freeze", "2023")

    assert "nothing to do" in result.stdout
    assert (project / FOLDER / "ledger.json").stat().st_mtime_ns == before


def late_answers(project: Path, number: int) -> None:
    """So many more students of the public school answer."""
    replace(project, "participation.csv", "S01,isced2,students,60,40", f"S01,isced2,students,80,{40 + number}")


def test_a_frozen_round_with_three_late_answers_is_refused_by_check_and_freeze(project: Path) -> None:
    run(project, "results", "freeze", "2023")
    before = (project / FOLDER / "ledger.json").read_bytes()
    late_answers(project, 3)
    checked, frozen = run(project, "check"), run(project, "results", "freeze", "2023")

    assert (checked.exit_code, frozen.exit_code) == (1, 2)
    assert f"{FOLDER}/ledger.json: R022" in checked.stderr
    assert "R022" in frozen.stderr
    assert (project / FOLDER / "ledger.json").read_bytes() == before


def test_freezing_again_tells_what_changed(project: Path) -> None:
    run(project, "results", "freeze", "2023")
    late_answers(project, 12)
    result = run(project, "results", "freeze", "2023")

    assert result.exit_code == 0
    assert "S01, level isced2, students: 40 people before, 52 now" in result.stdout
    assert '"shown": [40, 52]' in (project / FOLDER / "ledger.json").read_text(encoding="utf-8")


def test_a_damaged_ledger_is_never_overwritten(project: Path) -> None:
    (project / FOLDER / "ledger.json").write_text("damaged", encoding="utf-8")
    result = run(project, "results", "freeze", "2023")

    assert result.exit_code == 2
    assert "R024" in result.stderr
    assert (project / FOLDER / "ledger.json").read_text(encoding="utf-8") == "damaged"


def test_a_round_that_cannot_be_used_is_not_frozen(project: Path) -> None:
    result = run(project, "results", "freeze", "2031")

    assert result.exit_code == 2
    assert "There are: 2023." in result.stderr
