"""What a table of millions of answers costs: read, checked and measured by us, beside plain readers of the same file.

    python -m tests.benchmarks.large_table [--schools 14000] [--runs 3]

The project is ours with its newest questionnaire; the schools and their answers are invented. Each contestant is a
fresh process. Ours loads the project, which checks every row, and releases the round with all its slices. polars and
pandas read the same file and add the counts up by level, group, item and option: no rule is checked.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path

from generator.compute.disclosure import release_round
from generator.load.project import load_project
from tests.benchmarks.costs import Contestant, Cost, FailedRunError, run_in_turn
from tests.benchmarks.data_files import ROOT
from tests.benchmarks.large_table_files import ROUND, write_project
from tests.benchmarks.machine import hardware

REPORT = ROOT / ".build" / "bench-large-table.md"
SCHOOLS = 14_000
MEMORY_LIMIT = 1_000_000_000
"""Bytes: what reading, checking and measuring five million rows may take."""
OURS = "Güzgü"


class DifferentSumsError(Exception):
    """Two contestants counted different answers in the same file."""


def main(schools: int, runs: int) -> int:
    """Measure and print one table a format. 1 when something failed, the sums differ or memory is over the limit."""
    sections = [f"On {hardware(('duckdb', 'polars', 'pandas'))}. {_runs(runs)}.\n"]
    is_within = True
    with tempfile.TemporaryDirectory(prefix="guzgu-large-table-") as folder:
        for suffix in ("csv", "parquet"):
            try:
                section, peak = _measured(Path(folder) / suffix, suffix, schools, runs)
            except (DifferentSumsError, FailedRunError) as error:
                sys.stderr.write(f"{error}\n")
                return 1
            is_within = is_within and peak <= MEMORY_LIMIT
            sections.append(section)
            shutil.rmtree(Path(folder) / suffix)
    report = "\n".join(sections)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(report, encoding="utf-8")
    sys.stdout.write(report)
    return 0 if is_within else 1


def ours(project_folder: Path) -> dict[str, float]:
    """Load the project, release the round: the sum of all counts, and the seconds of each part."""
    started = time.monotonic()
    project = load_project(project_folder)
    loaded = time.monotonic()
    if project.problems:
        raise SystemExit(str(project.problems[0]))
    (round_,) = (each for each in project.rounds if each.id == ROUND)
    released = release_round(round_, project.questionnaire_of(round_), project.settings.disclosure)
    done = time.monotonic()
    if not released.distributions:
        raise SystemExit("nothing was released")
    total = sum(sum(counts.values()) for items in round_.answers.values() for counts in items.values())
    return {"total": total, "load": loaded - started, "release": done - loaded}


def with_polars(table: Path) -> dict[str, float]:
    """Read the table and add it up."""
    import polars

    read = polars.read_csv if table.suffix == ".csv" else polars.read_parquet
    sums = read(table).group_by("level", "group", "item", "option").agg(polars.col("count").sum())
    return {"total": int(sums["count"].sum())}


def with_pandas(table: Path) -> dict[str, float]:
    """Read the table and add it up."""
    import pandas

    frame = pandas.read_csv(table) if table.suffix == ".csv" else pandas.read_parquet(table)
    return {"total": int(frame.groupby(["level", "group", "item", "option"])["count"].sum().sum())}


READERS = {OURS: ours, "polars": with_polars, "pandas": with_pandas}


def _measured(folder: Path, suffix: str, schools: int, runs: int) -> tuple[str, float]:
    """The table of one format in Markdown, and our peak memory in bytes."""
    table, rows = write_project(folder, schools, suffix)
    sys.stderr.write(f"Measuring {rows:,} rows of {suffix}\n")
    costs = run_in_turn([_contestant(name, folder, table, rows) for name in READERS], runs)
    said = {name: json.loads(cost.said.splitlines()[-1]) for name, cost in costs.items()}
    totals = {name: each["total"] for name, each in said.items()}
    if len(set(totals.values())) != 1:
        raise DifferentSumsError(f"The sums of {suffix} differ: {totals}")
    title = f"### {rows:,} rows of answers of {schools:,} invented schools, {suffix.upper()}\n"
    size = f"The file has {table.stat().st_size / 1e6:,.0f} MB. All contestants counted {totals[OURS]:,} answers.\n"
    peak = costs[OURS].megabytes * 2**20
    return "\n".join([title, size, *_lines(costs, said[OURS]), ""]), peak


def _contestant(name: str, folder: Path, table: Path, rows: int) -> Contestant:
    read = folder if name == OURS else table
    command = (sys.executable, "-m", "tests.benchmarks.large_table", "--read", str(read), "--by", name)
    return Contestant(name, command, ROOT, folder.with_name(f"{folder.name}-{name}"), rows)


def _lines(costs: Mapping[str, Cost], parts: Mapping[str, float]) -> list[str]:
    lines = ["| | clock s | CPU s | rows a second | peak MB |", "|---|---:|---:|---:|---:|"]
    for name, cost in costs.items():
        peak, speed = cost.megabytes * 2**20 / 1e6, cost.pages / cost.wall
        lines.append(f"| {_label(name)} | {cost.wall:.1f} | {cost.processor:.1f} | {speed:,.0f} | {peak:,.0f} |")
    split = f"Of our time, {parts['load']:.1f} s are reading and checking, {parts['release']:.1f} s are releasing."
    return [*lines, "", split]


def _label(name: str) -> str:
    return "Güzgü: read, check, release" if name == OURS else f"{name} {metadata.version(name)}: read, add up"


def _runs(runs: int) -> str:
    return "One run" if runs == 1 else f"Medians of {runs} runs"


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="What a large table costs, beside polars and pandas.")
    parser.add_argument("--schools", type=int, default=SCHOOLS)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--read", type=Path, help="one contestant's input; used by the benchmark itself")
    parser.add_argument("--by", choices=READERS, default=OURS)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    asked = _parsed(sys.argv[1:])
    if asked.read:
        sys.stdout.write(json.dumps(READERS[asked.by](asked.read)))
    else:
        sys.exit(main(asked.schools, asked.runs))
