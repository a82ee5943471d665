"""Tables of results: CSV and Parquet alike, every fault with its line, a broken export without a flood."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.load.answer_rules import AnswerRules, AskedItem, is_possible, unit_faults
from generator.load.project import load_project
from generator.load.school_tables import Schools
from generator.model.questionnaire import ItemType
from generator.model.results import ANSWERED, Participation, Unit
from tests.render.report_records import QUESTIONNAIRE

ANSWERS = "content/results/2023/answers.csv"
PARTICIPATION = "content/results/2023/participation.csv"


def found(project: Path) -> list[str]:
    return [f"{problem.place} {problem.code}" for problem in load_project(project).problems]


def edit(project: Path, name: str, old: str, new: str) -> Path:
    file = project / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return project


def to_parquet(project: Path) -> Path:
    table = project / ANSWERS
    target = table.with_suffix(".parquet")
    duckdb.read_csv(str(table)).write_parquet(str(target))
    table.unlink()
    return project


def test_parquet_says_the_same_as_csv(tiny: Path) -> None:
    from_csv = load_project(tiny)
    from_parquet = load_project(to_parquet(tiny))
    assert from_parquet.problems == ()
    assert from_parquet.rounds == from_csv.rounds


def test_a_fault_in_parquet_has_the_number_of_its_row(tiny: Path) -> None:
    edit(tiny, ANSWERS, "S01,isced2,teachers,A1,2,3", "S01,isced2,teachers,A9,2,3")
    assert found(to_parquet(tiny)) == ["content/results/2023/answers.parquet:2 R004"]


def test_a_broken_parquet_file_is_named(tiny: Path) -> None:
    (tiny / ANSWERS).unlink()
    (tiny / ANSWERS).with_suffix(".parquet").write_bytes(b"PAR1 this is none")
    assert found(tiny) == ["content/results/2023/answers.parquet R020"]


def test_columns_may_stand_in_any_order_and_lines_count_blank_ones(tiny: Path) -> None:
    rows = [line.split(",") for line in (tiny / ANSWERS).read_text().splitlines()]
    lines = [",".join(reversed(row)) for row in rows]
    lines[5:5] = ["", ""]
    lines[-1] = lines[-1].replace("C3", "C4")
    (tiny / ANSWERS).write_text("\n".join(lines) + "\n")
    assert found(tiny) == [f"{ANSWERS}:{len(lines)} R004"]


def test_tables_may_come_from_windows_with_a_byte_order_mark(tiny: Path) -> None:
    for name in (ANSWERS, PARTICIPATION, "content/results/2023/schools.csv"):
        text = (tiny / name).read_text(encoding="utf-8")
        (tiny / name).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    project = load_project(tiny)
    assert project.problems == ()
    assert len(project.rounds[0].answers) == 5


def test_a_million_faults_are_told_a_hundred_times(tiny: Path) -> None:
    rows = "".join(f"S01,isced2,teachers,Z{number},1,2\n" for number in range(3000))
    (tiny / ANSWERS).write_text((tiny / ANSWERS).read_text() + rows)
    problems = load_project(tiny).problems
    assert len(problems) == 101
    assert any("2,900 more rows" in problem.message for problem in problems)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "R002"),
        (b"\x00\x01\x02", "R002"),
        (b"school,level,group,item,option,count\n\xff\xfe,a,b,c,d,1\n", "R020"),
        (b'school,level,group,item,option,count\n"S01,isced2,teachers,A1,1,2\n', "R020"),
        (b"school\tlevel\tgroup\titem\toption\tcount\n", "R020"),
        (b"school,level,group,item,option,count,email\n", "R012"),
    ],
    ids=["empty", "binary", "not UTF-8", "open quote", "tabs", "email"],
)
def test_what_is_no_table_of_counts_is_refused(content: bytes, code: str, tiny: Path) -> None:
    (tiny / ANSWERS).write_bytes(content)
    project = load_project(tiny)
    assert code in {problem.code for problem in project.problems}
    assert project.rounds == ()


def test_a_folder_with_wildcards_in_its_name_is_read(tiny: Path, tmp_path: Path) -> None:
    odd = tmp_path / "a[b]*'c"
    tiny.rename(odd)
    assert load_project(odd).problems == ()


def test_an_empty_table_of_answers_is_a_round_without_answers(tiny: Path) -> None:
    (tiny / ANSWERS).write_text("school,level,group,item,option,count\n")
    project = load_project(tiny)
    assert project.problems == ()
    assert project.rounds[0].answers == {}


@pytest.mark.parametrize("count", ["x", "", "-1", "1.5", "+1", "1_0", "٣", "1234567890", "1\x1f2"])
def test_a_count_that_is_no_whole_number_is_named_and_nothing_is_guessed(count: str, tiny: Path) -> None:
    edit(tiny, ANSWERS, "S01,isced2,teachers,A1,2,3", f"S01,isced2,teachers,A1,2,{count}")
    assert found(tiny) == [f"{ANSWERS}:3 R008"]


def test_a_code_that_holds_our_own_separator_is_an_unknown_one(tiny: Path) -> None:
    edit(tiny, ANSWERS, "S01,isced2,teachers,A1,2,3", "S01,isced2,teachers,A1,1\x1f2,3")
    assert [problem.code for problem in load_project(tiny).problems] == ["R005"]


def test_own_items_of_two_schools_may_have_the_same_id_and_other_answers(project_with: Callable[..., Path]) -> None:
    own = "school: {}\ninstrument: schools\nversion: '2023'\nitems:\n  - id: own1\n    title: Own\n    status: own\n"
    text = "    area: C\n    text: {{students: 'A question of ours?'}}\n    type: single\n    options:\n{}"
    options = "      - {{code: '{}', text: 'First'}}\n      - {{code: '{}', text: 'Second'}}\n"
    project = project_with({
        f"questionnaires/schools/own/{school}.yaml": own.format(school) + text.format(options.format(*codes))
        for school, codes in {"S01": ("3", "4"), "S02": ("a", "b")}.items()
    })  # fmt: skip
    table = project / ANSWERS
    table.write_text(table.read_text() + "S02,isced2,students,own1,a,5\nS02,isced2,students,own1,3,5\n")

    assert [problem.code for problem in load_project(project).problems] == ["R005"]


@settings(max_examples=200)
@given(
    is_multiple=st.booleans(),
    rows=st.dictionaries(st.sampled_from(["1", "2", ANSWERED]), st.integers(0, 12)),
    completed=st.integers(0, 20),
)
def test_the_quick_look_at_an_item_agrees_with_the_thorough_one(
    is_multiple: bool, rows: dict[str, int], completed: int
) -> None:
    unit = Unit("S1", "low", "teachers")
    people = {unit: Participation(*unit, 20, completed)}
    each = next(item for item in QUESTIONNAIRE.items() if (item.type is ItemType.MULTIPLE) is is_multiple)
    asked = AskedItem(each, {code: code for code in ("1", "2", ANSWERED)}, each.id, is_multiple)
    rules = AnswerRules(QUESTIONNAIRE, Schools(), people, {each.id: asked}, {})
    counts: dict[str, int] = {}
    faults = list(unit_faults(rules, unit, asked, rows.items(), counts))

    assert counts == rows
    if rows:
        assert bool(faults) is not is_possible(asked, rows, completed)
