"""The PDF of a school's report carries the numbers of its CSV, row by row, in the order of the questionnaire."""

from __future__ import annotations

import csv
import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest

pytestmark = pytest.mark.site

SCHOOL = "S03"
"""It has two levels, questions of its own and groups that are hidden."""
GROUPS = {"leaders": "School leaders", "teachers": "Teachers", "students": "Students"}
TITLES = "|".join(GROUPS.values())
SCALE_ROW = re.compile(rf"^({TITLES}) ((?:[\d,]+ )+)(\d+)% (\d\.\d)$")
PEOPLE_ROW = re.compile(rf"^({TITLES}) ([\d,]+) ([\d,]+) (\d+)% ([\d,]+) \((\d+)%\) (?:yes|no)$")

Row = tuple[str, ...]


@functools.cache
def lines_of(path: Path) -> list[str]:
    with pdfplumber.open(path) as document:
        return [line for page in document.pages for line in page.extract_text().splitlines()]


def rows_in_pdf(lines: list[str]) -> list[Row]:
    """Group, counts, apart, n, percent positive and mean of every row of a scale."""
    matches = (SCALE_ROW.match(line) for line in lines)
    return [(found[1], *found[2].replace(",", "").split(), found[3], found[4]) for found in matches if found]


def rows_in_csv(path: Path) -> Iterator[Row]:
    """The same rows, from the file that the report offers: level by level, item by item, group by group."""
    items: dict[tuple[str, str], dict[str, list[dict[str, str]]]] = {}
    with path.open(encoding="utf-8-sig", newline="") as text:
        for row in csv.DictReader(text):
            if row["mark"] == "shown" and row["percent_positive"]:
                items.setdefault((row["part"], row["item"]), {}).setdefault(row["group"], []).append(row)
    levels = list(dict.fromkeys(level for level, _ in items))
    for (_, _), groups in sorted(items.items(), key=lambda pair: levels.index(pair[0][0])):
        for group, options in groups.items():
            last = options[-1]
            apart = [last["not_applicable"]]
            counts = [option["count"] for option in options]
            yield (GROUPS[group], *counts, *apart, last["n"], last["percent_positive"], f"{float(last['mean']):.1f}")


def test_every_row_of_every_scale_is_that_of_the_csv(site: Path) -> None:
    folder = site / "files" / "results" / "2023"
    printed = rows_in_pdf(lines_of(folder / f"{SCHOOL}-en.pdf"))
    expected = list(rows_in_csv(folder / f"{SCHOOL}-en.csv"))

    assert len(expected) > 50
    assert sorted(printed) == sorted(expected)


def test_who_answered_is_what_the_json_says(site: Path) -> None:
    folder = site / "files" / "results" / "2023"
    data = json.loads((folder / f"{SCHOOL}-en.json").read_text(encoding="utf-8"))
    expected = {
        (GROUPS[group], str(people["invited"]), str(people["completed"]), str(people["percent"]), str(people["needed"]))
        for part in data["parts"]
        for group, facts in part["groups"].items()
        if (people := facts["participation"]) and people["mark"] == "shown"
    }
    matches = (PEOPLE_ROW.match(line) for line in lines_of(folder / f"{SCHOOL}-en.pdf"))

    assert {tuple(each.replace(",", "") for each in found.groups()[:5]) for found in matches if found} == expected
