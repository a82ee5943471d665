"""What a school's page costs: ours in two steps, Hugo's, and MkDocs Material's. `make bench` runs this.

    python -m tests.benchmarks.pages [--schools 1600] [--runs 3]

Everything is measured in the same run and told as ratios. Nothing is told when the pages are not the same.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.write.frame import Frame
from tests.benchmarks.costs import Contestant, Cost, FailedRunError, run_in_turn, run_once
from tests.benchmarks.data_files import ROOT, SCHOOLS, SHARED
from tests.benchmarks.hugo_site import make_site, program
from tests.benchmarks.invented_schools import write_data
from tests.benchmarks.machine import description
from tests.benchmarks.material_site import make_material_site
from tests.benchmarks.sameness import first_difference

FRAME = Path(__file__).parent / "frame.html"
FOLDER = ROOT / ".build" / "bench"
REPORT = ROOT / ".build" / "bench.md"
MATERIAL_PAGES = (200, 800)
COMPARED = 40
"""How many pages are compared, spread evenly over all."""
OURS, HUGO, HUGO_ALL, MATERIAL = "Güzgü", "Hugo", "Hugo, all cores", "MkDocs Material"


class DifferentPagesError(Exception):
    """Two pages that should be the same are not; the message says where."""


@dataclass(frozen=True, slots=True)
class Field:
    """The contestants on the data of a number of schools."""

    schools: int
    data: Path
    ours: Contestant
    hugo: Contestant

    @property
    def hugo_on_all_cores(self) -> Contestant:
        """Hugo as it runs when nobody holds it back."""
        hugo = self.hugo
        return Contestant(HUGO_ALL, hugo.command, hugo.folder, hugo.output, hugo.pages)


def main(schools: int, runs: int) -> int:
    """Measure, compare, print both tables. 1 when something failed or the pages differ."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    try:
        report = _measured(schools, runs)
    except (DifferentPagesError, FailedRunError, FileNotFoundError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    finally:
        # Two gigabytes of pages that nobody reads.
        shutil.rmtree(FOLDER, ignore_errors=True)
    REPORT.write_text(report, encoding="utf-8")
    sys.stdout.write(report)
    return 0


def _measured(schools: int, runs: int) -> str:
    hugo = program()
    data = FOLDER / "data"
    _tell(f"Writing the data files of {schools:,} schools")
    write_data(ROOT, data, schools)
    whole, few, one = _field("all", data, schools), _field("few", data, COMPARED), _field("one", data, 1)
    _tell("Comparing pages")
    run_in_turn((few.ours, few.hugo), 1)
    _compare(few)
    _tell(f"Measuring {runs} runs of {schools:,} pages")
    costs = run_in_turn((whole.ours, whole.hugo, whole.hugo_on_all_cores), runs)
    _compare(whole)
    starts = run_in_turn((one.ours, one.hugo, one.hugo_on_all_cores), runs)
    sections = [
        f"On {description(hugo, ('mkdocs', 'mkdocs-material'))}."
        f" {'One run' if runs == 1 else f'Medians of {runs} runs'}.\n",
        _hugo_table(whole, costs, starts),
        _material_table(data, schools),
    ]
    return "\n".join(sections)


def _field(name: str, data: Path, count: int) -> Field:
    """The contestants on the first schools of the data; the files are linked, not copied."""
    schools = _first(data, count)
    folder = FOLDER / name
    make_site(folder / "hugo", Frame(FRAME.read_text(encoding="utf-8")))
    own_data = folder / "hugo" / "data"
    (own_data / SCHOOLS).mkdir(parents=True)
    os.link(data / SHARED, own_data / SHARED)
    for path in schools:
        os.link(path, own_data / SCHOOLS / path.name)
    command = (sys.executable, "-m", "tests.benchmarks.ours", str(own_data), str(FRAME), str(folder / "ours"))
    return Field(
        len(schools),
        own_data,
        Contestant(OURS, command, ROOT, folder / "ours", len(schools)),
        Contestant(
            HUGO, (str(program()),), folder / "hugo", folder / "hugo" / "public", len(schools), {"GOMAXPROCS": "1"}
        ),
    )


def _first(data: Path, schools: int) -> list[Path]:
    return sorted((data / SCHOOLS).glob("*.json"))[:schools]


def _compare(field: Field) -> None:
    """Compare what both sides wrote last. Raises DifferentPagesError."""
    ours, theirs = _pages(field.ours.output), _pages(field.hugo.output)
    if ours.keys() != theirs.keys() or len(ours) != field.schools:
        raise DifferentPagesError(f"{len(ours)} pages of ours, {len(theirs)} of Hugo's, {field.schools} schools")
    _compare_pages(ours, theirs, HUGO)


def _compare_pages(ours: Mapping[str, Path], theirs: Mapping[str, Path], name: str) -> None:
    for school in sorted(ours)[:: max(1, len(ours) // COMPARED)]:
        found = first_difference(ours[school].read_text(encoding="utf-8"), theirs[school].read_text(encoding="utf-8"))
        if found:
            raise DifferentPagesError(f"{name} writes the page of {school} otherwise: {found}")


def _pages(folder: Path) -> dict[str, Path]:
    """The pages of schools by their id in small letters: Hugo writes addresses so."""
    return {path.parent.name.lower(): path for path in folder.rglob("schools/*/index.html")}


def _hugo_table(field: Field, costs: Mapping[str, Cost], starts: Mapping[str, Cost]) -> str:
    ours, hugo = costs[OURS], costs[HUGO]
    page = sum(path.stat().st_size for path in _pages(field.ours.output).values()) / field.schools / 1000
    data = sum(path.stat().st_size for path in _first(field.data, field.schools)) / field.schools / 1000
    rows = [
        [_label(name), _seconds(cost.wall), _seconds(cost.user), _seconds(cost.system),
         _seconds(starts[name].processor), f"{cost.milliseconds:.1f}", f"{cost.pages / cost.wall:,.0f}",
         f"{cost.megabytes:,.0f}"]
        for name, cost in costs.items()
    ]  # fmt: skip
    head = ["", "clock s", "user s", "system s", "of it start s", "CPU ms a page", "pages a second", "peak MiB"]
    lines = [
        f"### The same page from the same data: {field.schools:,} schools, one language\n",
        f"A page has {page:,.0f} kB, a school's data file {data:,.0f} kB. {_compared(field)}\n",
        *_table(head, rows),
        "",
        f"Güzgü against Hugo on one core: **{hugo.processor / ours.processor:.1f} times faster** by processor time"
        f" ({hugo.wall / ours.wall:.1f} by the clock), **1/{hugo.megabytes / ours.megabytes:.0f} of the memory**.",
        f"{_parts(ours)}\n",
    ]
    return "\n".join(lines)


def _label(name: str) -> str:
    return {OURS: "Güzgü, two steps, one process", HUGO: "Hugo, one core (`GOMAXPROCS=1`)"}.get(name, name)


def _compared(field: Field) -> str:
    count = len(range(0, field.schools, max(1, field.schools // COMPARED)))
    return f"{count} pages were compared, element by element and word by word: no difference."


def _parts(ours: Cost) -> str:
    """Where our time goes, from what the process says itself."""
    parts = json.loads(ours.said.splitlines()[-1])
    each = {name: 1000 * seconds / ours.pages for name, seconds in parts.items() if name != "start"}
    return (
        f"Of our time, {parts['start']:.1f} s are the start with step one; then a page takes"
        f" {each['read']:.1f} ms to read its data, {each['fill']:.1f} ms to fill (step two) and"
        f" {each['write']:.1f} ms to frame and write."
    )


def _material_table(data: Path, schools: int) -> str:
    rows = []
    for count in sorted({min(count, schools) for count in MATERIAL_PAGES}):
        _tell(f"Measuring {count} pages with MkDocs")
        ours, material = _material_costs(data, count)
        rows.append([
            f"{count:,}", _seconds(material.processor), f"{material.milliseconds:.1f}", f"{material.megabytes:,.0f}",
            _seconds(ours.processor), f"{ours.milliseconds:.1f}", f"{ours.megabytes:,.0f}",
            f"{material.processor / ours.processor:.1f}", f"{material.megabytes / ours.megabytes:.1f}",
        ])  # fmt: skip
    head = ["pages", "MkDocs CPU s", "ms a page", "peak MiB", "Güzgü CPU s", "ms a page", "peak MiB", "times slower",
            "times the memory"]  # fmt: skip
    title = "### The same articles as Markdown pages through MkDocs Material\n"
    note = (
        "The article is one block of HTML, which Markdown passes on as it is; the page is in no menu and search is off."
        " One run each.\n"
    )
    return "\n".join([title, note, *_table(head, rows), ""])


def _material_costs(data: Path, count: int) -> tuple[Cost, Cost]:
    field = _field(f"first-{count}", data, count)
    ours_cost = run_once(field.ours)
    folder = FOLDER / f"material-{count}"
    make_material_site(folder, _pages(field.ours.output).values())
    material = Contestant(
        MATERIAL, (sys.executable, "-m", "mkdocs", "build", "--quiet"), folder, folder / "site", count,
        {"NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    material_cost = run_once(material)
    ours, theirs = _pages(field.ours.output), _pages(material.output)
    if ours.keys() != theirs.keys():
        raise DifferentPagesError(f"{len(ours)} pages of ours, {len(theirs)} of MkDocs'")
    _compare_pages(ours, theirs, MATERIAL)
    return ours_cost, material_cost


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    line = [f"| {' | '.join(head)} |", f"|---|{'---:|' * (len(head) - 1)}"]
    return line + [f"| {' | '.join(row)} |" for row in rows]


def _seconds(value: float) -> str:
    return f"{value:.1f}"


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="What a school's page costs, against Hugo and MkDocs Material.")
    parser.add_argument("--schools", type=int, default=1600)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    sys.exit(main(asked.schools, asked.runs))
