"""`guzgu results workbook` and `guzgu results import`: paper forms to a report, and what happens on the way."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.compute.publication import publish
from generator.load.project import load_project
from generator.model.asked import as_asked
from generator.model.results import Unit
from generator.render.language_site import render_own_reports
from tests.conftest import IS_NIGHTLY
from tests.entry_files import (
    Stack,
    book_of,
    bytes_of,
    fill,
    invented_stack,
    opened,
    people_row,
    people_sheet,
    unit_sheet,
)
from tests.small_project import make_small_project, snapshot

FOLDER = "content/results/2023"
TEACHERS, STUDENTS = ("isced2", "teachers"), ("isced2", "students")


def run(root: Path, *arguments: object) -> Result:
    words = [str(argument) for argument in arguments]
    return CliRunner().invoke(main, [*words, "--project", str(root)], catch_exceptions=False)


def run_import(root: Path, *arguments: object) -> Result:
    return run(root, "results", "import", *arguments)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_small_project(tmp_path / "project")


def stack(root: Path, level: str, group: str, forms: int = 14, school: str = "S02") -> Stack:
    """Synthetic forms of one group, counted."""
    book = opened(root)
    asked = as_asked(book.round.questionnaire, book.round.own_of(school))
    return invented_stack(asked, group, level, forms, random.Random(f"{level}{group}{forms}"))[0]


def write_book(root: Path, name: str, stacks: dict[tuple[str, str], Stack], school: str = "S02") -> Path:
    path = root.parent / name
    path.write_bytes(bytes_of(fill(opened(root).workbook(school), stacks)))
    return path


def table(root: Path, name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO((root / FOLDER / name).read_text(encoding="utf-8"))))


def test_five_hundred_paper_forms_come_back_as_the_counts_of_the_schools_report(root: Path) -> None:
    """Forms filled at random, tallied, typed into the workbook, imported, and read off the report's own table."""
    book, chance = opened(root), random.Random(7)
    asked = as_asked(book.round.questionnaire, book.round.own_of("S01"))
    sizes = {TEACHERS: 60, ("isced3", "teachers"): 40, STUDENTS: 250, ("isced3", "students"): 150}
    stacks = {
        (level, group): invented_stack(asked, group, level, forms, chance)[0] for (level, group), forms in sizes.items()
    }
    path = write_book(root, "S01.xlsx", stacks, "S01")

    result = run_import(root, path)

    assert result.exit_code == 0, result.output
    assert "500 forms" in result.stdout
    publication = publish(load_project(root), with_own=True)
    reports = render_own_reports(publication, "en", root / "site_templates", with_pdfs=False)
    report = next(each for each in reports if each.school == "S01")
    found: dict[tuple[str, ...], int] = {}
    for row in csv.DictReader(io.StringIO(report.files["csv"].decode("utf-8-sig"))):
        if row["mark"] == "shown" and row["part"] in {"isced2", "isced3"}:
            at = (row["part"], row["group"], row["item"])
            found[*at, row["option"]] = int(row["count"])
            # Stand in columns of their own.
            found[*at, "na"] = int(row["not_applicable"] or 0)
            found[*at, "answered"] = int(row["n"])
    wanted = {
        (level, group, item, option): number
        for (level, group), each in stacks.items()
        for item, counts in each.counts.items()
        for option, number in counts.items()
    }
    assert {key: found.get(key) for key in wanted} == wanted
    assert {key[:3] for key in found} == {key[:3] for key in wanted}


def test_what_libreoffice_saves_is_read_and_its_checks_agree(root: Path, tmp_path: Path) -> None:
    """A live program where there is one; tests/load has a workbook that it saved once."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("no LibreOffice on this machine; tests/load reads a workbook that it saved")
    stacks = {TEACHERS: stack(root, *TEACHERS), STUDENTS: stack(root, *STUDENTS, 30)}
    path = write_book(root, "typed.xlsx", stacks)
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [program, home, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)

    assert run_import(root, path).exit_code == 0
    before = snapshot(root)
    result = run_import(root, tmp_path / "saved" / "typed.xlsx")

    assert "Nothing changed" in result.stdout, result.output
    assert snapshot(root) == before
    computed = openpyxl.load_workbook(tmp_path / "saved" / "typed.xlsx", data_only=True)
    checks = [people_sheet(computed).cell(people_row(computed, *unit), 6).value for unit in stacks]
    assert checks == ["In order"] * len(stacks)


def run_workbook(root: Path, out: Path, *arguments: object) -> Result:
    return run(root, "results", "workbook", "--round", 2023, "--output", out, *arguments)


def sheets_of(file: Path) -> list[tuple[str, str]]:
    """Level and group of each sheet of items."""
    return [(row[1].value, row[2].value) for row in book_of(file.read_bytes())["guzgu"].rows if row[0].value == "unit"]


def test_a_workbook_has_the_levels_and_the_numbers_of_people_that_the_round_knows(root: Path, tmp_path: Path) -> None:
    people = "school,level,group,invited,completed,note\nS02,isced2,teachers,24,0,\nS02,isced2,students,0,0,\n"
    (root / FOLDER / "participation.csv").write_text(people, encoding="utf-8")
    assert run_workbook(root, tmp_path, "--school", "S02").exit_code == 0
    file = tmp_path / "2023-S02-az.xlsx"
    book = book_of(file.read_bytes())
    row, unknown = people_row(book, *TEACHERS), people_row(book, *STUDENTS)

    assert sheets_of(file) == [TEACHERS, STUDENTS]
    assert [people_sheet(book).cell(each, 3).value for each in (row, unknown)] == [24, None]
    assert not people_sheet(book).cell(row, 3).protection.locked
    assert people_sheet(book).cell(row, 6).value.startswith(f'=IF(AND(OR($C${row}="",$C${row}=24),$D${row}="",')
    assert file.stat().st_mode & 0o777 == 0o600, "as private as the table that the numbers are from"
    result = run_import(root, file)
    assert (result.exit_code, "Not filled in yet: S02." in result.stdout) == (0, True)

    assert run_workbook(root, tmp_path, "--school", "S02", "--level", "isced3", "--language", "en").exit_code == 0
    assert {level for level, _ in sheets_of(tmp_path / "2023-S02-en.xlsx")} == {"isced3"}


def test_a_workbook_of_a_school_of_which_the_round_knows_no_people_has_every_level(root: Path, tmp_path: Path) -> None:
    (root / FOLDER / "participation.csv").unlink()
    assert run_workbook(root, tmp_path, "--school", "S02").exit_code == 0
    levels = {level.id for level in opened(root).round.questionnaire.levels}
    assert {level for level, _ in sheets_of(tmp_path / "2023-S02-az.xlsx")} == levels


def test_workbooks_are_in_each_schools_own_language_where_the_project_has_it(root: Path, tmp_path: Path) -> None:
    folder = root / FOLDER
    dimension = "  language:\n    title: Language\n    values:\n      ru: Russian\n      xx: Another\n"
    text = (folder / "round.yaml").read_text(encoding="utf-8")
    (folder / "round.yaml").write_text(text + dimension, encoding="utf-8")
    rows = list(csv.reader(io.StringIO((folder / "schools.csv").read_text(encoding="utf-8"))))
    spoken = ("language", "ru", "xx")
    lines = [",".join([*row, language]) for row, language in zip(rows, spoken, strict=True)]
    (folder / "schools.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    assert run_workbook(root, tmp_path).exit_code == 0
    assert sorted(path.name for path in tmp_path.glob("*.xlsx")) == ["2023-S01-ru.xlsx", "2023-S02-az.xlsx"]


def test_a_workbook_in_which_somebody_typed_is_never_written_over(root: Path, tmp_path: Path) -> None:
    assert run_workbook(root, tmp_path).exit_code == 0
    typed, blank = tmp_path / "2023-S02-az.xlsx", tmp_path / "2023-S01-az.xlsx"
    made = typed.read_bytes()
    typed.write_bytes(bytes_of(fill(made, {TEACHERS: stack(root, *TEACHERS)})))
    blank.write_bytes(bytes_of(book_of(blank.read_bytes())))
    before = typed.read_bytes()

    again = run_workbook(root, tmp_path)
    assert (again.exit_code, typed.read_bytes()) == (1, before)
    assert again.stderr == "kept: 2023-S02-az.xlsx is there already; --force replaces it\n"
    assert again.stdout == f"{blank}\n", "saved by a program, but nobody typed in it"

    assert run_workbook(root, tmp_path, "--force").exit_code == 0
    assert typed.read_bytes() == made
    assert run_workbook(root, tmp_path).exit_code == 0


def test_a_file_that_is_no_sound_workbook_is_kept_too(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "2023-S02-az.xlsx"
    file.write_bytes(b"notes of somebody")
    assert run_workbook(root, tmp_path, "--school", "S02").exit_code == 1
    assert file.read_bytes() == b"notes of somebody"


def test_rows_of_other_schools_and_of_groups_that_the_workbook_leaves_empty_stay(root: Path) -> None:
    before = {name: table(root, name) for name in ("answers.csv", "participation.csv")}
    result = run_import(root, write_book(root, "book.xlsx", {TEACHERS: stack(root, *TEACHERS)}))

    assert result.exit_code == 0, result.output
    assert "Empty in the workbook, so left as they were: S02 isced2 students" in result.stdout
    for name, rows in before.items():
        kept = [row for row in rows if row[:3] != ["S02", "isced2", "teachers"]]
        assert [row for row in table(root, name) if row[:3] != ["S02", "isced2", "teachers"]] == kept


def test_a_second_import_of_the_same_file_changes_no_byte(root: Path) -> None:
    path = write_book(root, "book.xlsx", {TEACHERS: stack(root, *TEACHERS), STUDENTS: stack(root, *STUDENTS)})
    assert run_import(root, path).exit_code == 0
    before = snapshot(root)
    stamps = {name: (root / FOLDER / name).stat().st_mtime_ns for name in ("answers.csv", "participation.csv")}

    result = run_import(root, path)

    assert (result.exit_code, snapshot(root)) == (0, before)
    assert {name: (root / FOLDER / name).stat().st_mtime_ns for name in stamps} == stamps
    assert "Nothing changed, and nothing was written." in result.stdout


def test_a_corrected_workbook_replaces_its_numbers_and_says_which(root: Path) -> None:
    wrong = stack(root, *TEACHERS)
    counts = {item: dict(options) for item, options in wrong.counts.items()}
    run_import(root, write_book(root, "book.xlsx", {TEACHERS: wrong}))
    number = counts["A1"]["1"]
    counts["A1"] = counts["A1"] | {"1": number + 1, "2": max(0, counts["A1"]["2"] - 1)}
    right = Stack(wrong.invited + 3, wrong.forms, counts)

    told = json.loads(run_import(root, write_book(root, "b.xlsx", {TEACHERS: right}), "--format", "json").stdout)

    changes = {(each["item"], each["option"]): (each["before"], each["after"]) for each in told["changes"]}
    assert changes == {
        ("", "invited"): (str(wrong.invited), str(right.invited)),
        ("A1", "1"): (str(number), str(number + 1)),
        ("A1", "2"): (str(wrong.counts["A1"]["2"]), str(counts["A1"]["2"])),
    }
    unit = load_project(root).rounds[0].answers[Unit("S02", "isced2", "teachers")]
    assert unit["A1"] == {code: count for code, count in counts["A1"].items() if count}


def test_a_correction_of_people_and_a_note_outlive_an_import(root: Path) -> None:
    file = root / FOLDER / "participation.csv"
    header = "school,level,group,invited,completed,note,corrected_invited,corrected_on,correction_reason\n"
    file.write_text(header + "S02,isced2,teachers,10,15,the list was short,25,2023-06-01,counted again\n", "utf-8")
    (root / FOLDER / "answers.csv").write_text("school,level,group,item,option,count\n", "utf-8")
    told = stack(root, *TEACHERS)

    assert run_import(root, write_book(root, "b.xlsx", {TEACHERS: Stack(25, 14, told.counts)})).exit_code == 0
    assert table(root, "participation.csv")[1] == [
        "S02", "isced2", "teachers", "10", "14", "the list was short", "25", "2023-06-01", "counted again",
    ]  # fmt: skip


def test_the_first_answers_of_a_round_make_its_tables(root: Path) -> None:
    for name in ("answers.csv", "participation.csv"):
        (root / FOLDER / name).unlink()
    told = stack(root, *TEACHERS)
    result = run_import(root, write_book(root, "book.xlsx", {TEACHERS: told}))

    assert result.exit_code == 0, result.output
    (round_,) = load_project(root).rounds
    assert [(people.invited, people.completed) for people in round_.participations] == [(told.invited, 14)]


def test_a_round_outside_the_project_is_filled_where_it_lies(root: Path, tmp_path: Path) -> None:
    private = tmp_path / "private"
    shutil.move(root / "content/results/2023", private / "2023")
    path = tmp_path / "book.xlsx"
    made = run(
        root, "results", "workbook", "--results", private, "--round", 2023, "--school", "S02", "--output", tmp_path
    )
    assert made.exit_code == 0, made.output
    book = fill((tmp_path / "2023-S02-az.xlsx").read_bytes(), {TEACHERS: Stack(3, 0, {})})
    path.write_bytes(bytes_of(book))
    before = snapshot(root)

    assert run_import(root, "--results", private, path).exit_code == 0
    assert snapshot(root) == before
    assert "S02,isced2,teachers,3,0," in (private / "2023/participation.csv").read_text("utf-8")


def test_nothing_is_written_while_one_file_has_an_error(root: Path) -> None:
    good = write_book(root, "good.xlsx", {TEACHERS: stack(root, *TEACHERS)})
    book = fill(opened(root).workbook("S01"), {TEACHERS: stack(root, *TEACHERS, school="S01")})
    unit_sheet(book, *TEACHERS)["F10"] = "twelve"
    bad = root.parent / "bad.xlsx"
    bad.write_bytes(bytes_of(book))
    before = snapshot(root)

    result = run_import(root, good, bad)
    assert (result.exit_code, snapshot(root)) == (2, before)
    assert "bad.xlsx: R008 Sheet 'Teachers ISCED 2', cell F10: 'twelve' is not a whole number." in result.stderr
    assert "Nothing was written because of errors in 1 of 2 files." in result.stderr
    assert "With --skip-faulty the other files come in (1)" in result.stderr

    result = run_import(root, good, bad, "--skip-faulty")
    assert result.exit_code == 1
    assert "Left out because of errors: 1 of 2 files." in result.stderr
    assert {row[0] for row in table(root, "answers.csv")[1:]} == {"S01", "S02"}
    assert snapshot(root) != before


def test_a_trial_tells_what_would_change_and_writes_nothing(root: Path) -> None:
    path = write_book(root, "book.xlsx", {TEACHERS: stack(root, *TEACHERS)})
    before = snapshot(root)

    result = run_import(root, path, "--dry-run")

    assert (result.exit_code, snapshot(root)) == (0, before)
    assert "numbers changed:" in result.stdout
    assert "Nothing was written: this was a trial." in result.stdout


@pytest.mark.parametrize("options", [(), ("--skip-faulty",)])
def test_the_same_group_from_two_files_comes_in_from_neither(root: Path, options: tuple[str, ...]) -> None:
    """Which of them was corrected only a person knows."""
    old, new = stack(root, *TEACHERS), stack(root, *TEACHERS, 13)
    paths = [write_book(root, name, {TEACHERS: each}) for name, each in (("a.xlsx", new), ("b.xlsx", old))]
    before = snapshot(root)

    result = run_import(root, *paths, *options)

    assert (result.exit_code, snapshot(root)) == (2, before)
    for this, other in (paths, paths[::-1]):
        assert f"{this.name}: W006 S02, isced2, teachers: {other} brings the same numbers" in result.stderr
    assert "errors in 2 of 2 files" in result.stderr


def test_an_old_workbook_does_not_come_in_while_the_corrected_one_has_a_fault(root: Path) -> None:
    old = write_book(root, "a.xlsx", {TEACHERS: stack(root, *TEACHERS)})
    book = book_of(old.read_bytes())
    unit_sheet(book, *TEACHERS)["F10"] = "twelve"
    new = root.parent / "b.xlsx"
    new.write_bytes(bytes_of(book))
    before = snapshot(root)

    result = run_import(root, old, new, "--skip-faulty")

    assert (result.exit_code, snapshot(root)) == (2, before)
    assert f"a.xlsx: W006 S02, isced2, teachers: {new} brings" in result.stderr
    assert "b.xlsx: R008 " in result.stderr


def untouched_book(root: Path, school: str = "S01") -> Path:
    path = root.parent / f"untouched-{school}.xlsx"
    path.write_bytes(opened(root).workbook(school))
    return path


def test_workbooks_that_nobody_filled_in_yet_are_told_in_a_line_and_stop_nothing(root: Path) -> None:
    files = [untouched_book(root), write_book(root, "book.xlsx", {TEACHERS: stack(root, *TEACHERS)})]
    result = run_import(root, *files)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    assert "Round 2023: 1 file, 1 school, 1 group, 14 forms." in result.stdout
    assert result.stdout.endswith("\nNot filled in yet: S01.\n")
    assert json.loads(run_import(root, *files, "--format", "json").stdout)["untouched"] == ["S01"]


def test_workbooks_of_which_none_is_filled_in_write_nothing(root: Path) -> None:
    before = snapshot(root)
    result = run_import(root, untouched_book(root), untouched_book(root, "S02"))
    assert (result.exit_code, snapshot(root)) == (0, before)
    assert result.stdout == "Nothing changed, and nothing was written.\nNot filled in yet: S01, S02.\n"


def test_a_school_that_filled_in_another_of_its_workbooks_is_not_told_as_missing(root: Path) -> None:
    blank = root.parent / "blank.xlsx"
    blank.write_bytes(opened(root).workbook("S02", "az", ("isced2",)))
    stacks = {TEACHERS: stack(root, *TEACHERS), STUDENTS: stack(root, *STUDENTS)}
    whole = run_import(root, blank, write_book(root, "book.xlsx", stacks))
    half = run_import(root, blank, write_book(root, "book.xlsx", {TEACHERS: stacks[TEACHERS]}))
    assert (whole.exit_code, half.exit_code) == (0, 0)
    assert "Not filled in yet" not in whole.stdout
    assert "Not filled in yet: S02." in half.stdout, "its students are in neither"


def test_the_first_answers_of_invited_groups_are_new_and_not_changes(root: Path) -> None:
    table_text = "school,level,group,invited,completed,note\nS02,isced2,teachers,30,0,\nS02,isced2,students,80,50,\n"
    (root / FOLDER / "participation.csv").write_text(table_text, encoding="utf-8")
    answers = "school,level,group,item,option,count\nS02,isced2,students,C3,2,50\n"
    (root / FOLDER / "answers.csv").write_text(answers, encoding="utf-8")
    stacks = {TEACHERS: stack(root, *TEACHERS), STUDENTS: stack(root, *STUDENTS, 30)}

    result = run_import(root, write_book(root, "book.xlsx", stacks), "--dry-run")

    assert result.exit_code == 0, result.output
    assert "New: S02 isced2 teachers.\n" in result.stdout
    told = [line.split() for line in result.stdout.partition("changed:")[2].splitlines() if line.startswith("S02")]
    assert {row[2] for row in told} == {"students"}
    assert ["S02", "isced2", "students", "completed", "50", "30"] in told


def test_notes_that_come_in_are_told_because_reports_show_them(root: Path) -> None:
    told = stack(root, *TEACHERS)
    noted = Stack(told.invited, told.forms, told.counts, "Two classes were ill (synthetic).")
    path = write_book(root, "book.xlsx", {TEACHERS: noted, STUDENTS: stack(root, *STUDENTS)})

    result = run_import(root, path)

    shown = "1 note will be shown with the report:\n  S02 isced2 teachers: Two classes were ill (synthetic).\n"
    assert shown in result.stdout
    assert "shown with the report" not in run_import(root, path).stdout, "it did not change"


@pytest.mark.parametrize("content", [b"Dear coordinator, here are our numbers", b"PK\x03\x04 cut short", b""])
def test_a_file_that_is_no_workbook_is_told_as_such_even_alone(root: Path, content: bytes) -> None:
    file = root.parent / "broken.xlsx"
    file.write_bytes(content)
    alone = run_import(root, file)
    assert alone.exit_code == 2
    assert "broken.xlsx: W001 The file is" in alone.stderr
    assert "No file says which round it is for" not in alone.stderr
    table_file = root.parent / "table.csv"
    table_file.write_text("school,level,group,item,option,count\n", encoding="utf-8")
    both = run_import(root, file, table_file).stderr
    assert "broken.xlsx: W001 The file is" in both
    assert "table.csv: W002 No file says which round it is for" in both


@pytest.mark.parametrize(("mode", "wanted"), [(0o644, 0o644), (0o640, 0o640), (None, 0o600)])
def test_tables_keep_who_may_read_them_and_new_ones_are_private(root: Path, mode: int | None, wanted: int) -> None:
    tables = [root / FOLDER / name for name in ("answers.csv", "participation.csv")]
    path = write_book(root, "book.xlsx", {TEACHERS: stack(root, *TEACHERS)})
    for each in tables:
        each.unlink() if mode is None else each.chmod(mode)
    assert run_import(root, path).exit_code == 0
    assert [each.stat().st_mode & 0o777 for each in tables] == [wanted, wanted]


def test_tables_come_in_like_workbooks(root: Path, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("school,level,group,invited,completed,note\nS02,isced3,teachers,9,4,\n", encoding="utf-8")
    answers = tmp_path / "counted.csv"
    answers.write_text("school,level,group,item,option,count\nS02,isced3,teachers,A1,2,4\n", encoding="utf-8")

    # The order of the files is all the same.
    assert run_import(root, answers, people, "--round", "2023").exit_code == 0
    (round_,) = load_project(root).rounds
    assert round_.answers[Unit("S02", "isced3", "teachers")] == {"A1": {"2": 4}}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("respondent,school,level,group,item,option,count\n1,S02,isced2,teachers,A1,1,1\n", "R012"),
        ("school,level,group,item,option,count\n" + "S02,isced2,students,C3,1,1\n" * 120, "R012"),
        ("school,level,group,item,option,count\nS02,isced2,teachers,A1,1,16\n", "R009"),
        ("school,level,group,item,option,count\nS09,isced2,teachers,A1,1,6\n", "R003"),
        ("Timestamp,email,answer\n2023-05-02,a@example.org,yes\n", "R012"),
        ("school;level;group\n", "R020"),
        ("school,level,group,item,option,count\nS02,isced2,teachers,A1,1,\u0661\n", "R008"),
    ],
    ids=["persons", "ones", "too many", "unknown school", "form of a survey tool", "semicolons", "other digits"],
)
def test_a_table_with_a_fault_brings_nothing(root: Path, tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "table.csv"
    file.write_text(text, encoding="utf-8")
    before = snapshot(root)

    result = run_import(root, file, "--round", "2023")

    assert (result.exit_code, snapshot(root)) == (2, before)
    assert f" {code} " in result.stderr


def test_a_round_that_is_not_there_or_is_not_named_is_refused(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("school,level,group,item,option,count\n", encoding="utf-8")
    assert "No file says which round it is for." in run_import(root, file).stderr
    unknown = run_import(root, file, "--round", "1999")
    assert (unknown.exit_code, "There is no such round." in unknown.stderr) == (2, True)


def test_answers_kept_as_parquet_are_not_written_over(root: Path) -> None:
    path = write_book(root, "book.xlsx", {TEACHERS: stack(root, *TEACHERS)})
    (root / FOLDER / "answers.parquet").write_bytes(b"PAR1")
    result = run_import(root, path)
    assert result.exit_code == 2
    assert "R020 The answers of this round are a Parquet table" in result.stderr


def test_ledger_and_consents_are_untouched(root: Path) -> None:
    schools = (root / FOLDER / "schools.csv").read_bytes()
    (root / FOLDER / "ledger.json").write_text("as it was", encoding="utf-8")
    run_import(root, write_book(root, "book.xlsx", {TEACHERS: stack(root, *TEACHERS)}))
    assert (root / FOLDER / "schools.csv").read_bytes() == schools
    assert (root / FOLDER / "ledger.json").read_text("utf-8") == "as it was"


def test_what_comes_in_twice_as_many_files_takes_no_more_than_twice_the_work(root: Path) -> None:
    """Linear: a school more costs what a school costs. Work is counted in calls of functions: nothing else on the
    machine changes them. Seconds for 1,000 workbooks stand in the decision.
    """
    most = 400 if IS_NIGHTLY else 8
    header, row = "school,name,region,consent_scope,consent_by,consent_on\n", "{0},Sample {0} (synthetic),baku,,,\n"
    names = [f"N{number:04}" for number in range(most)]
    (root / FOLDER / "schools.csv").write_text(header + "".join(map(row.format, names)), encoding="utf-8")
    for name in ("answers.csv", "participation.csv"):
        (root / FOLDER / name).unlink()
    book, told = opened(root), stack(root, *TEACHERS)
    files = []
    for name in names:
        file = root.parent / f"{name}.xlsx"
        file.write_bytes(bytes_of(fill(book.workbook(name, levels=("isced2",)), {TEACHERS: told})))
        files.append(file)

    def calls(some: list[Path]) -> int:
        counted = Counter[str]()
        sys.setprofile(lambda _frame, event, _value: counted.update([event]))
        try:
            result = run_import(root, *some, "--dry-run")
        finally:
            sys.setprofile(None)
        assert result.exit_code == 0
        return counted["call"]

    calls(files[:1])
    half, whole = calls(files[: most // 2]), calls(files)
    assert half < whole < 2 * half * 1.1
