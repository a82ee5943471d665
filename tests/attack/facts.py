"""Every number of a round that a site tells in a table, wherever it tells it: page, CSV, JSON, workbook, data package.

A `Fact` says what a number is about. Facts of one source are compared with those of the data file (JSON): a number that
stands in one and not in the other, or differs, is a finding.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import openpyxl

Facts: TypeAlias = dict["Fact", str]


class Fact(NamedTuple):
    """What a number is about. Empty fields: everybody, no item, no option."""

    school: str
    table: str
    """answers, areas, participation or schools."""
    dimension: str
    part: str
    group: str
    subject: str
    """An item or an area."""
    option: str
    column: str


class Disagreement(NamedTuple):
    """A number that two places of a site tell differently."""

    source: str
    fact: Fact
    told: str
    """Empty: missing there."""
    in_data_file: str


ALL_COLUMNS: Final = {
    "answers": ("mark", "count", "percent", "n", "not_applicable", "percent_positive", "mean"),
    "areas": ("mark", "percent_positive", "mean"),
    "participation": ("mark", "invited", "completed", "rate", "needed", "is_met"),
    "schools": ("mark", "schools", "minimum_met", "plans"),
}
_OF_AN_OPTION: Final = {"count", "percent"}
_MARKS: Final = {"hidden", "nobody", "not_asked"}


def normal(value: object) -> str:
    """A value as text, the same whatever the source's type: 5, 5.0, "5", "1,005", "58%" and True, yes."""
    text = str(value if value is not None else "").strip().replace(",", "").removesuffix("%").replace(" ", "")
    words = {"True": "true", "False": "false", "yes": "true", "no": "false", "None": ""}
    if text in words:
        return words[text]
    try:
        return f"{float(text):g}"
    except ValueError:
        return text


def data_file_facts(path: Path) -> Facts:
    """The facts of a data file (JSON), the fullest source."""
    file = json.loads(path.read_text(encoding="utf-8"))
    school = (file["school"] or {}).get("id", "")
    told = (each for part in file["parts"] for each in _facts_of_part(school, part))
    return {fact: text for fact, value in told if (text := normal(value))}


def _facts_of_part(school: str, part: Mapping[str, Any]) -> Iterator[tuple[Fact, object]]:
    schools = part.get("schools") or {}
    for column in ("mark", "schools"):
        yield Fact(school, "schools", part["dimension"], part["part"], "", "", "", column), schools.get(column)
    for group, shown in part["groups"].items():
        place = (part["dimension"], part["part"], group)
        yield Fact(school, "schools", *place, "", "", "minimum_met"), (schools.get("minimum_met") or {}).get(group)
        yield Fact(school, "schools", *place, "", "", "plans"), schools.get("plans")
        taken = shown["participation"] | {"rate": shown["participation"].get("percent")}
        for column in ALL_COLUMNS["participation"]:
            yield Fact(school, "participation", *place, "", "", column), taken.get(column)
        for area, values in shown["areas"].items():
            for column in ALL_COLUMNS["areas"]:
                yield Fact(school, "areas", *place, area, "", column), values.get(column)
        for item, cell in shown["items"].items():
            yield from _facts_of_item((school, "answers", *place, item), cell)


def _facts_of_item(key: tuple[str, str, str, str, str, str], cell: Mapping[str, Any]) -> Iterator[tuple[Fact, object]]:
    for column in ("mark", "n", "not_applicable", "percent_positive", "mean"):
        yield Fact(*key, "", column), cell.get(column)
    for name, column in (("counts", "count"), ("percents", "percent")):
        for option, value in cell.get(name, {}).items():
            yield Fact(*key, option, column), value


def table_facts(table: str, rows: Iterable[Mapping[str, object]]) -> Facts:
    """The facts of a table with a header, as the CSV files and the workbook have it."""
    facts: Facts = {}
    for row in rows:
        cell = {name: str(value) if value is not None else "" for name, value in row.items()}
        place = (cell["school"], table, cell["dimension"], cell["part"])
        subject = cell.get("item", cell.get("area", ""))
        for column in ALL_COLUMNS[table]:
            if not (text := normal(cell.get(column))):
                continue
            option = cell["option"] if column in _OF_AN_OPTION else ""
            group = "" if table == "schools" and column in {"mark", "schools"} else cell["group"]
            facts[Fact(*place, group, subject, option, column)] = text
    return facts


def csv_facts(path: Path) -> Facts:
    """The facts of a table of answers (CSV)."""
    return table_facts("answers", csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def package_facts(path: Path) -> Facts:
    """The facts of a data package (ZIP of CSV files)."""
    facts: Facts = {}
    with zipfile.ZipFile(path) as package:
        for table in ALL_COLUMNS:
            facts |= table_facts(table, csv.DictReader(io.StringIO(package.read(f"{table}.csv").decode("utf-8-sig"))))
    return facts


def workbook_facts(path: Path) -> Facts:
    """The facts of a workbook (XLSX)."""
    facts: Facts = {}
    book = openpyxl.load_workbook(path, read_only=True)
    for table in ALL_COLUMNS:
        if table in book.sheetnames:
            header, *rows = book[table].iter_rows(values_only=True)
            names = [str(name) for name in header]
            facts |= table_facts(table, (dict(zip(names, row, strict=True)) for row in rows))
    book.close()
    return facts


def disagreements(source: str, told: Facts, data: Facts, *, is_whole: bool) -> Iterator[Disagreement]:
    """What a source tells differently from the data file. `is_whole`: it must tell all facts of its tables."""
    for fact, value in told.items():
        if data.get(fact) != value:
            yield Disagreement(source, fact, value, data.get(fact, ""))
    if is_whole:
        tables = {fact.table for fact in told}
        for fact, value in data.items():
            # People to whom a question did not fit are a column of their own in tables.
            if fact.table in tables and fact not in told and (fact.option, fact.column) != ("na", "count"):
                yield Disagreement(source, fact, "", value)


def files_disagree(folder: Path, name: str) -> Iterator[Disagreement]:
    """Compare the files of one report (`all_schools-en`, `S01-en`) with its data file."""
    data = data_file_facts(folder / f"{name}.json")
    sources = {
        f"{name}.csv": csv_facts(folder / f"{name}.csv"),
        f"{name}.xlsx": workbook_facts(folder / f"{name}.xlsx"),
    }
    if name.startswith("all_schools"):
        package = f"datapackage-{folder.name}-en.zip"
        sources[package] = package_facts(folder / package)
    for source, told in sources.items():
        yield from disagreements(source, told, data, is_whole=True)
