"""The large table of the benchmark, ten times smaller: every row counts, and memory stays small."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb
import pytest

from tests.benchmarks.costs import Contestant, run_once
from tests.benchmarks.data_files import ROOT
from tests.benchmarks.large_table_files import write_project

pytestmark = pytest.mark.slow
SCHOOLS = 1400
MEMORY_LIMIT = 350_000_000
"""Bytes: a table of ten times as many rows must stay below 1 GB, which `make bench` measures."""


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_half_a_million_rows_are_all_counted_in_little_memory(suffix: str, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    table, rows = write_project(folder, SCHOOLS, suffix)
    command = (sys.executable, "-m", "tests.benchmarks.large_table", "--read", str(folder))
    cost = run_once(Contestant("Güzgü", command, ROOT, tmp_path / "output", rows))
    ((total,),) = duckdb.sql(f"SELECT sum(count) FROM '{table}'").fetchall()  # noqa: S608 (our own path)

    assert rows == 385 * SCHOOLS
    assert json.loads(cost.said)["total"] == total > 0
    assert cost.megabytes * 2**20 < MEMORY_LIMIT
