"""The list of names for certificates: read as it is meant, and every fault told by line and column without a name."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.load.certificate_names import MAX_LETTERS, ListedName, load_names
from generator.model.problem import ProblemLog


def read(folder: Path, content: str | bytes) -> tuple[tuple[ListedName, ...], list[str]]:
    file = folder / "names.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    log = ProblemLog()
    names = load_names(file, log)
    return names, [f"{each.place} {each.code}" for each in log.problems]


def test_names_and_schools_come_in_their_order(tmp_path: Path) -> None:
    names, faults = read(tmp_path, '\ufeffschool,name\r\n"Bakı, 132",Gülşən  Əliyeva \r\n\r\n,"Ann ""A"" Lee"\r\n')

    assert faults == []
    assert [(each.name, each.school) for each in names] == [("Gülşən  Əliyeva", "Bakı, 132"), ('Ann "A" Lee', "")]
    assert [str(each.place) for each in names] == ["names.csv:2:13", "names.csv:4:2"]


def test_one_column_is_enough(tmp_path: Path) -> None:
    names, faults = read(tmp_path, "name\nAnn\n")

    assert ([each.name for each in names], faults) == (["Ann"], [])


def test_letters_come_in_the_form_that_fonts_have(tmp_path: Path) -> None:
    """Some keyboards type ü as u and two dots."""
    names, _ = read(tmp_path, "name\n" + unicodedata.normalize("NFD", "Gülçin") + "\n")

    assert names[0].name == "Gülçin"


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        ("", ["names.csv:1 R002"]),
        ("name\n", ["names.csv R020"]),
        ("name;school\nA;B\n", ["names.csv:1:1 R020"]),
        ("name,shcool\nA,B\n", ["names.csv:1:6 R002"]),
        ("school\nB\n", ["names.csv:1 R002"]),
        ("name,name\nA,B\n", ["names.csv:1:6 R002"]),
        ("name\nA\nB,C\n", ["names.csv:3:3 R020"]),
        ("name,school\nA\n", ["names.csv:2:1 R020"]),
        ('name\n"A\n', ["names.csv:2:1 R020"]),
        ('name\n"A"x\n', ["names.csv:2:4 R020"]),
        ("name,school\n ,B\n", ["names.csv:2:2 S004"]),
        ("name\n---\n", ["names.csv:2:1 S004"]),
        ("name\n" + "a" * (MAX_LETTERS + 1) + "\n", ["names.csv:2:1 S004"]),
        ("name\nA\u202eB\n", ["names.csv:2:2 Y005"]),
        ("name,school\nA,B\u200b\n", ["names.csv:2:4 Y005"]),
        (b"name\nA\xff\n", ["names.csv:2:2 R020"]),
    ],
)
def test_a_fault_is_told_with_line_and_column(tmp_path: Path, content: str | bytes, faults: list[str]) -> None:
    names, found = read(tmp_path, content)

    assert found == faults
    assert not any("\u202e" in each.name for each in names)


def test_no_message_has_a_name(tmp_path: Path) -> None:
    """What a command says may be kept in a log."""
    file = tmp_path / "names.csv"
    file.write_text('name,Zulfiya\n"Zulfiya"x\nZulfiya,Zulfiya\n' + "Zulfiya" * 40 + "\nZulfiya\u200b\n", "utf-8")
    for header in ("name,Zulfiya", "name"):
        file.write_text(file.read_text("utf-8").replace("name,Zulfiya", header, 1), "utf-8")
        log = ProblemLog()
        load_names(file, log)
        assert log.problems
        assert not any("Zulfiya" in str(problem) for problem in log.problems)


CELLS = st.text(st.sampled_from("aƏığЩשم1,\"'; \t=<>&\u0301"), max_size=30).map(lambda text: text + "x")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(*[CELLS] * 2), min_size=1, max_size=5))
def test_whatever_csv_writers_write_is_read_back(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([("name", "school"), *rows])
    names, faults = read(tmp_path, written.getvalue())

    assert faults == []
    wanted = [tuple(unicodedata.normalize("NFC", cell.strip()) for cell in row) for row in rows]
    assert [(each.name, each.school) for each in names] == wanted
