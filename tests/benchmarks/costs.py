"""What a command costs: time by the clock, processor time, peak memory; medians of several runs."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_ONE_RUN = Path(__file__).parent / "one_run.py"


class FailedRunError(Exception):
    """A measured command failed; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """A command that makes `pages` pages in the folder `output`, which is removed before each run."""

    name: str
    command: tuple[str, ...]
    folder: Path
    """Where it is run."""
    output: Path
    pages: int
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run cost, or the median of several."""

    wall: float
    user: float
    system: float
    megabytes: float
    """Peak of the resident memory, in MiB."""
    pages: int
    said: str = ""
    """What the command wrote on its last run."""

    @property
    def processor(self) -> float:
        """Seconds of processor time, in the program and in the system for it."""
        return self.user + self.system

    @property
    def milliseconds(self) -> float:
        """Processor time a page."""
        return 1000 * self.processor / self.pages


def run_once(contestant: Contestant) -> Cost:
    """Run a contestant once, on an empty output. Raises FailedRunError."""
    shutil.rmtree(contestant.output, ignore_errors=True)
    log = contestant.output.with_suffix(".log")
    log.parent.mkdir(parents=True, exist_ok=True)
    measured = subprocess.run(
        [sys.executable, "-I", "-S", str(_ONE_RUN), str(log), *contestant.command],
        cwd=contestant.folder,
        env={**os.environ, **contestant.environment},
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(measured.stdout)
    said = log.read_text(encoding="utf-8", errors="replace")
    if found["code"]:
        raise FailedRunError(f"{contestant.name}: exit code {found['code']}\n{said}")
    return Cost(found["wall"], found["user"], found["system"], found["megabytes"], contestant.pages, said)


def run_in_turn(contestants: Sequence[Contestant], runs: int) -> dict[str, Cost]:
    """The median cost of each contestant by name. They take turns, so that a busy minute meets all of them."""
    costs: dict[str, list[Cost]] = {each.name: [] for each in contestants}
    for _ in range(runs):
        for each in contestants:
            costs[each.name].append(run_once(each))
    return {name: median(found) for name, found in costs.items()}


def median(costs: Sequence[Cost]) -> Cost:
    """The median of every number on its own."""
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.user for cost in costs),
        statistics.median(cost.system for cost in costs),
        statistics.median(cost.megabytes for cost in costs),
        costs[-1].pages,
        costs[-1].said,
    )
