"""What anybody can read in a built site about the results of rounds. Imports nothing of the generator.

A `PublicRound` is the attacker's notebook: the counts of the round's report and of every public school's page, with
marks where nothing is shown. It is read from the data file (JSON); `facts.py` reads every other place and compares.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

Slice: TypeAlias = tuple[str, str]
"""Dimension and part: ("", "") is everybody."""
EVERYBODY: Final[Slice] = ("", "")
SHOWN: Final = "shown"
HIDDEN: Final = "hidden"
NOBODY: Final = "nobody"
NOT_ASKED: Final = "not_asked"


@dataclass(frozen=True, slots=True)
class Cell:
    """What is shown of one item of one group in one slice."""

    mark: str
    counts: Mapping[str, int]
    """Rounded count by option code; empty where the mark is not `shown`."""
    n: int | None
    """The number of people under the percents; a rounded number of its own for multiple choice only."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Participation of one group in one slice, rounded."""

    mark: str
    completed: int | None


@dataclass(frozen=True, slots=True)
class Report:
    """The numbers of a round, or of one school in it."""

    school: str
    """Empty for the whole round."""
    cells: Mapping[tuple[Slice, str, str], Cell]
    """By slice, group and item."""
    participation: Mapping[tuple[Slice, str], Taken]
    schools: Mapping[Slice, int | None]
    """Rounded number of schools; none where hidden."""


@dataclass(frozen=True, slots=True)
class AskedItem:
    """An item: its type and its option codes, "not applicable" among them."""

    id: str
    type: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicRound:
    """Everything that a site shows about a round."""

    id: str
    groups: tuple[str, ...]
    items: tuple[AskedItem, ...]
    whole: Report
    schools: Mapping[str, Report]
    """The public schools' reports by school id."""

    def slices(self) -> list[Slice]:
        """Every slice of the round's report, everybody first."""
        return list(dict.fromkeys(place for place, _ in self.whole.participation))

    def dimensions(self) -> list[str]:
        """The ways in which the round is broken down, levels among them."""
        return list(dict.fromkeys(dimension for dimension, _ in self.slices() if dimension))

    def parts(self, dimension: str) -> list[Slice]:
        """The slices of a dimension."""
        return [place for place in self.slices() if place[0] == dimension]


def read_rounds(site: Path) -> dict[str, PublicRound]:
    """The notebooks of all rounds of a site, by round id."""
    return {folder.name: read_round(folder) for folder in sorted((site / "files" / "results").iterdir())}


def read_round(folder: Path) -> PublicRound:
    """The notebook of one round, from the data files of its folder."""
    data = {path.name.removesuffix("-en.json"): _json(path) for path in sorted(folder.glob("*-en.json"))}
    whole = data.pop("all_schools")
    options = _options(folder / f"datapackage-{folder.name}-en.zip")
    return PublicRound(
        id=folder.name,
        groups=tuple(whole["groups"]),
        items=tuple(AskedItem(each["id"], each["type"], options[each["id"]]) for each in whole["items"]),
        whole=_report("", whole),
        schools={school: _report(school, each) for school, each in data.items()},
    )


def _json(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _options(package: Path) -> dict[str, tuple[str, ...]]:
    """The option codes of every item."""
    with zipfile.ZipFile(package) as opened:
        rows = csv.DictReader(io.StringIO(opened.read("options.csv").decode("utf-8-sig")))
        found: dict[str, list[str]] = {}
        for row in rows:
            found.setdefault(row["item"], []).append(row["option"])
    return {item: tuple(codes) for item, codes in found.items()}


def _items(file: Mapping[str, Any]) -> Iterator[tuple[Slice, str, str, Mapping[str, Any]]]:
    for part in file["parts"]:
        for group, shown in part["groups"].items():
            for item, cell in shown["items"].items():
                yield (part["dimension"], part["part"]), group, item, cell


def _report(school: str, file: Mapping[str, Any]) -> Report:
    participation, schools = {}, {}
    for part in file["parts"]:
        place = (part["dimension"], part["part"])
        schools[place] = part.get("schools", {}).get("schools")
        for group, shown in part["groups"].items():
            taken = shown["participation"]
            participation[place, group] = Taken(taken["mark"], taken.get("completed"))
    cells = {
        (place, group, item): Cell(cell["mark"], cell.get("counts", {}), cell.get("n"))
        for place, group, item, cell in _items(file)
    }
    return Report(school, cells, participation, schools)
