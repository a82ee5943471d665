"""ledger.json: what `guzgu results freeze` wrote is read as it is, and any byte that changed is noticed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.load.ledgers import read_ledger
from generator.model.ledger import FILE, FrozenRound, Ledger, LedgerUnit
from generator.model.problem import Problem, ProblemLog
from generator.model.released import Mark
from tests.conftest import IS_NIGHTLY

UNIT = LedgerUnit(
    school="S01",
    dimension="level",
    value="isced2",
    group="teachers",
    mark=Mark.SHOWN,
    completed=52,
    shown=(40, 52),
    items={"A1": (40, 52), "C3": (39,)},
)
WHOLE = UNIT.model_copy(update={"school": "", "dimension": "", "value": "", "mark": Mark.HIDDEN, "shown": ()})
RULES = {"public_min_respondents": 10, "dominance_share": 0.2}
LEDGER = Ledger(guzgu_ledger=1, round="2023", content="ab" * 32, rules=RULES, units=(WHOLE, UNIT))


def read(folder: Path, content: bytes) -> tuple[FrozenRound | None, tuple[Problem, ...]]:
    """What becomes of a round's ledger with this content."""
    round_folder = folder / "2023"
    round_folder.mkdir(exist_ok=True)
    (round_folder / FILE).write_bytes(content)
    log = ProblemLog()
    return read_ledger(round_folder, folder, log), log.problems


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("results")


def test_a_ledger_is_read_as_it_was_written(folder: Path) -> None:
    found, problems = read(folder, LEDGER.text.encode())

    assert problems == ()
    assert found is not None
    assert (found.ledger.units, found.ledger.rules) == (LEDGER.units, LEDGER.rules)
    assert found.ledger.text == LEDGER.text


def test_a_round_without_ledger_has_none_and_no_problem(tmp_path: Path) -> None:
    log = ProblemLog()
    assert read_ledger(tmp_path, tmp_path, log) is None
    assert log.problems == ()


def test_every_changed_byte_is_noticed(folder: Path) -> None:
    """Every position of the file (one of the 255 other values in CI, eight at night)."""
    content, chance = LEDGER.text.encode(), random.Random(4)
    for position, byte in enumerate(content):
        for changed in chance.sample([each for each in range(256) if each != byte], 8 if IS_NIGHTLY else 1):
            found, problems = read(folder, content[:position] + bytes([changed]) + content[position + 1 :])
            assert found is None
            assert [problem.code for problem in problems] == ["R024"]


@given(st.data())
def test_every_byte_that_is_lost_or_added_is_noticed(folder: Path, data: st.DataObject) -> None:
    content = LEDGER.text.encode()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 5)))
    spoilt = content[:start] + data.draw(st.binary(max_size=5)) + content[end:]
    found, problems = read(folder, spoilt)

    assert (found is not None) == (spoilt == content)
    assert [problem.code for problem in problems] == ([] if spoilt == content else ["R024"])


def test_a_number_that_was_changed_with_care_is_noticed(folder: Path) -> None:
    """Somebody makes a late answer look frozen: the file is in order but for its digest."""
    found, problems = read(folder, LEDGER.text.replace("[40, 52]", "[43, 52]").encode())

    assert found is None
    assert "digest" in problems[0].message


def test_a_ledger_of_a_later_version_says_so(folder: Path) -> None:
    _, problems = read(folder, LEDGER.text.replace('"guzgu_ledger": 1', '"guzgu_ledger": 7').encode())

    assert "version 7" in problems[0].message


@pytest.mark.parametrize("content", [b"", b"[" * 100_000, b"null", b'{"guzgu_ledger": 1}', b"\xff\xfe", b"1" * 5000])
def test_anything_else_is_refused_without_a_traceback(folder: Path, content: bytes) -> None:
    found, problems = read(folder, content)

    assert found is None
    assert [problem.code for problem in problems] == ["R024"]


def test_a_ledger_that_is_a_link_elsewhere_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.json").write_text(LEDGER.text)
    (tmp_path / "results/2023").mkdir(parents=True)
    (tmp_path / "results/2023" / FILE).symlink_to(tmp_path / "elsewhere.json")
    log = ProblemLog()

    assert read_ledger(tmp_path / "results/2023", tmp_path / "results", log) is None
    assert {problem.code for problem in log.problems} == {"P002", "R024"}
