"""A school's page, CSV, JSON and workbook carry the same numbers: four readers that share nothing with the renderer."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lxml.html
import openpyxl
import pytest

from generator.compute.publication import publish
from generator.load.project import load_project
from generator.render.language_site import render_language
from tests.conftest import ROOT
from tests.small_project import make_small_project

pytestmark = pytest.mark.slow
MARKS = {"hidden": "hidden", "nobody answered": "nobody", "not asked": "not_asked"}
GROUP_FIGURES = ("n", "not_applicable", "percent_positive", "mean")


@dataclass(slots=True)
class Numbers:
    """What a file says, in one shape for all: whole numbers and means, or a mark."""

    answers: dict[tuple[str, str, str, str], tuple[Any, Any]] = field(default_factory=dict)
    """Count and percent by level, group, item and option."""
    figures: dict[tuple[str, str, str], Any] = field(default_factory=dict)
    """`GROUP_FIGURES` by level, group and item; a mark where nothing is shown."""
    areas: dict[tuple[str, str, str], Any] = field(default_factory=dict)
    """Percent positive and mean by level, group and area, or a mark."""
    people: dict[tuple[str, str], Any] = field(default_factory=dict)
    """Invited, completed, rate and needed by level and group, or a mark."""


@dataclass(frozen=True, slots=True)
class Report:
    """One school's page and files."""

    article: Any
    files: Mapping[str, bytes]
    """By the ending of the name."""

    @property
    def data(self) -> Any:
        return json.loads(self.files["json"])


def report_of(root: Path, school: str) -> Report:
    project = load_project(root)
    publication = publish(dataclasses.replace(project, rounds=project.rounds[-1:]))
    round_id = publication.rounds[-1].setting.id
    one = [each for each in publication.schools if each.school and each.school.id == school]
    publication = dataclasses.replace(
        publication,
        schools=tuple(each for each in one if each.setting.id == round_id),
        rounds=publication.rounds[-1:],
    )
    site = render_language(publication, (), "en", root / "site_templates", with_pdfs=False)
    (page,) = site.articles
    files = {file.path.rpartition(".")[2]: file.content for file in site.files if f"/{school}-en." in file.path}
    return Report(lxml.html.fromstring(page.article), files)


@pytest.fixture(scope="module", params=["tiny", "real"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The public school of the tiny project, and a school of this project that wrote a question of its own."""
    if request.param == "tiny":
        return report_of(make_small_project(tmp_path_factory.mktemp("tiny")), "S01")
    return report_of(ROOT, "S03")


def from_rows(answers: list[dict[str, Any]]) -> Numbers:
    """The rows of the CSV or of the sheet, whose numbers are numbers."""
    found = Numbers()
    for row in answers:
        key = (row["part"], row["group"], row["item"])
        is_shown = row["mark"] == "shown"
        found.figures[key] = tuple(row[name] for name in GROUP_FIGURES) if is_shown else row["mark"]
        if is_shown:
            found.answers[*key, row["option"]] = (row["count"], row["percent"])
    return found


def numbers_of_csv(report: Report) -> Numbers:
    rows = csv.DictReader(io.StringIO(report.files["csv"].decode("utf-8-sig")))
    whole = {"count", "percent", *GROUP_FIGURES} - {"mean"}
    kinds = dict.fromkeys(whole, int) | {"mean": float}
    return from_rows([
        {name: (kinds[name](text) if text else None) if name in kinds else text for name, text in row.items()}
        for row in rows
    ])  # fmt: skip


def numbers_of_workbook(report: Report) -> Numbers:
    book = openpyxl.load_workbook(io.BytesIO(report.files["xlsx"]), read_only=True)

    def records(sheet: str) -> list[dict[str, Any]]:
        head, *rows = book[sheet].iter_rows(values_only=True)
        return [dict(zip(head, row, strict=True)) for row in rows]

    found = from_rows(records("answers"))
    for row in records("areas"):
        shown = (row["percent_positive"], row["mean"])
        found.areas[row["part"], row["group"], row["area"]] = shown if row["mark"] == "shown" else row["mark"]
    for row in records("participation"):
        shown = (row["invited"], row["completed"], row["rate"], row["needed"])
        found.people[row["part"], row["group"]] = shown if row["mark"] == "shown" else row["mark"]
    return found


def numbers_of_json(report: Report) -> Numbers:
    found = Numbers()
    for part in report.data["parts"]:
        for group, facts in part["groups"].items():
            at = (part["part"], group)
            for item, told in facts["items"].items():
                shown = told["mark"] == "shown"
                found.figures[*at, item] = tuple(told[name] for name in GROUP_FIGURES) if shown else told["mark"]
                for option, percent in told.get("percents", {}).items():
                    found.answers[*at, item, option] = (told["counts"][option], percent)
                apart = [
                    told["counts"][code] for code in told.get("counts", {}).keys() - told.get("percents", {}).keys()
                ]
                assert sum(apart) == told.get("not_applicable", 0)
            for area, told in facts["areas"].items():
                shown = told["mark"] == "shown"
                found.areas[*at, area] = (told["percent_positive"], told["mean"]) if shown else told["mark"]
            told = facts["participation"]
            names = ("invited", "completed", "percent", "needed")
            found.people[at] = tuple(told[name] for name in names) if told["mark"] == "shown" else told["mark"]
    return found


def words(node: Any) -> str:
    return re.sub(r"\s+", " ", node.text_content()).strip()


def whole(text: str) -> int:
    return int(text.replace(",", "").rstrip("%"))


def mark_or_none(cell: Any) -> str | None:
    return MARKS.get(words(cell))


class PageReader:
    """Reads the tables of a school's page in English."""

    def __init__(self, report: Report) -> None:
        self.page = report.article
        self.data = report.data
        self.groups = {title: group for group, title in self.data["groups"].items()}
        self.levels = {part["label"]: part["part"] for part in self.data["parts"]}
        self.options = {
            item["id"]: {label: code for code, label in item["options"].items()} for item in self.data["items"]
        }
        self.found = Numbers()

    def read(self) -> Numbers:
        for figure in self.page.xpath("//section[contains(@class, 'gz-item')][@id]"):
            self._item(figure)
        for table in self.page.xpath("//table[contains(@class, 'gz-table-glance')]"):
            self._areas(table)
        (table,) = self.page.xpath("//table[contains(@class, 'gz-table-participation')]")
        self._people(table)
        return self.found

    def _item(self, figure: Any) -> None:
        level = figure.get("id").partition("-")[0]
        item = words(figure.xpath(".//*[contains(@class, 'gz-id')]")[0])
        table = figure.xpath(".//figure//table")[0]
        head = [words(cell) for cell in table.xpath("./thead/tr/th")]
        rows = [(words(row.find("th")), row.findall("td")) for row in table.xpath("./tbody/tr")]
        if "gz-table-choice" in table.get("class"):
            self._choice(level, item, head[1:], rows)
        else:
            for title, cells in rows:
                self._scale((level, self.groups[title], item), head[1:], cells)

    def _scale(self, key: tuple[str, str, str], head: list[str], cells: list[Any]) -> None:
        if len(cells) == 1:
            self.found.figures[key] = MARKS[words(cells[0])]
            return
        told = dict(zip(head, map(words, cells), strict=True))
        figures = {"n": whole(told.pop("n")), "mean": float(told.pop("Mean")), "not_applicable": 0}
        positive = told.pop("Percent positive", None)
        codes = self.options[key[2]]
        for heading, text in told.items():
            # An answer of a scale has its code before it; the one that is counted apart has none.
            option = heading if heading in codes.values() else heading.partition(" ")[0]
            if option in codes.values():
                count, percent = text.split(" ")
                self.found.answers[*key, option] = (whole(count), whole(percent))
            else:
                figures["not_applicable"] = whole(text)
        self.found.figures[key] = (
            figures["n"], figures["not_applicable"], None if positive is None else whole(positive), figures["mean"],
        )  # fmt: skip

    def _choice(self, level: str, item: str, head: list[str], rows: list[tuple[str, list[Any]]]) -> None:
        *options, (_, bases) = rows
        for index, title in enumerate(head):
            key = (level, self.groups[title], item)
            mark = mark_or_none(bases[index])
            self.found.figures[key] = mark or (whole(words(bases[index])), 0, None, None)
            for label, cells in [] if mark else options:
                count, percent = words(cells[index]).split(" ")
                self.found.answers[*key, self.options[item][label]] = (whole(count), whole(percent))

    def _areas(self, table: Any) -> None:
        level = table.xpath("./caption")[0].get("id").removeprefix("glance-")
        groups = [self.groups[words(cell)] for cell in table.xpath("./thead/tr/th")[1:]]
        for row in table.xpath("./tbody/tr"):
            area = words(row.xpath(".//*[contains(@class, 'gz-id')]")[0])
            for group, cell in zip(groups, row.findall("td"), strict=True):
                numbers = re.fullmatch(r"(\d+)%(?: mean ([\d.]+))?", words(cell))
                told = numbers and (int(numbers[1]), float(numbers[2]) if numbers[2] else None)
                self.found.areas[level, group, area] = told or MARKS[words(cell)]

    def _people(self, table: Any) -> None:
        for body in table.xpath("./tbody"):
            title, *rows = body.xpath("./tr")
            level = self.levels[words(title)]
            for row in rows:
                cells = row.findall("td")
                told = mark_or_none(cells[0]) or tuple(_numbers(cells))
                self.found.people[level, self.groups[words(row.find("th"))]] = told


def _numbers(cells: list[Any]) -> Iterator[int]:
    """Invited, completed, rate and needed: the number that each cell starts with."""
    for cell in cells[:4]:
        yield whole(words(cell).split(" ")[0])


def test_csv_json_and_workbook_carry_the_same_numbers(report: Report) -> None:
    from_json, from_workbook = numbers_of_json(report), numbers_of_workbook(report)

    assert from_workbook == from_json
    assert numbers_of_csv(report) == dataclasses.replace(from_json, areas={}, people={})
    assert from_json.answers
    assert from_json.areas
    assert from_json.people


def test_every_number_of_the_page_is_that_of_the_files(report: Report) -> None:
    page, files = PageReader(report).read(), numbers_of_json(report)

    assert page.people == files.people
    assert page.areas == files.areas
    assert {key: files.figures[key] for key in page.figures} == page.figures
    assert {key: files.answers[key] for key in page.answers} == page.answers


def test_the_page_leaves_out_no_number_of_the_files(report: Report) -> None:
    page, files = PageReader(report).read(), numbers_of_json(report)

    assert files.answers.keys() == page.answers.keys()
    left_out = files.figures.keys() - page.figures.keys()
    assert {files.figures[key] for key in left_out} <= {"not_asked", "nobody"}
