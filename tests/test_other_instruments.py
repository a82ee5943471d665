"""Groups, levels, areas and scales are data: an instrument of another kind builds a correct report without new code."""

from __future__ import annotations

import csv
import math
import shutil
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from generator.build import BuildOptions, build
from tests.conftest import ROOT

WORKPLACE = ROOT / "tests" / "projects" / "workplace"
GROUPS = {"trainers": "In-company trainers", "apprentices": "Apprentices"}
ITEMS = ("P1", "P2", "W1")
AREAS = {"P": ("P1", "P2"), "W": ("W1",)}
SCHOOL = "W01"

Counts = dict[tuple[str, str], list[int]]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of an instrument with two groups, one level, a scale of four points and areas of its own."""
    folder = tmp_path_factory.mktemp("workplace") / "project"
    shutil.copytree(WORKPLACE, folder)
    shutil.copytree(ROOT / "site_templates", folder / "site_templates")
    theme = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(theme.replace("[az, ru, en]", "[en]"), encoding="utf-8")
    outcome = build(BuildOptions(folder, jobs=1, with_pdfs=False))
    assert outcome.exit_code == 0, outcome.problems
    return folder / "site"


def page(site: Path, address: str) -> Any:
    return lxml_html.fromstring((site / "en" / address / "index.html").read_text(encoding="utf-8"))


def words_of(node: Any) -> str:
    return " ".join(node.text_content().split())


def counts(year: str, school: str = "") -> Counts:
    """Exact counts by group and item, of one school or of all, lowest answer first."""
    found: Counts = defaultdict(lambda: [0, 0, 0, 0])
    with (WORKPLACE / "content" / "results" / year / "answers.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["item"] in ITEMS and school in ("", row["school"]):
                found[row["group"], row["item"]][int(row["option"]) - 1] += int(row["count"])
    return found


def rounded(exact: list[int]) -> list[int]:
    return [5 * ((2 * count + 5) // 10) for count in exact]


def percent(shown: list[int]) -> Fraction:
    return Fraction(100 * (shown[2] + shown[3]), sum(shown))


def whole(value: Fraction) -> str:
    return f"{math.floor(value + Fraction(1, 2))}%"


def row_of(figure: Any, group: str) -> list[str]:
    (row,) = (row for row in figure.xpath(".//figure/div//tbody/tr") if words_of(row[0]) == GROUPS[group])
    return [words_of(cell) for cell in row[1:]]


@pytest.mark.parametrize("year", ["2024", "2025"])
@pytest.mark.parametrize("group", list(GROUPS))
@pytest.mark.parametrize("item", ITEMS)
def test_a_scale_of_four_points_has_its_counts_percents_and_mean(site: Path, year: str, group: str, item: str) -> None:
    shown = rounded(counts(year, SCHOOL)[group, item])
    figure = page(site, f"results/{year}/schools/{SCHOOL}").get_element_by_id(f"ivet-{item.lower()}")
    mean = Fraction(sum(count * place for place, count in enumerate(shown, 1)), sum(shown))
    cells = [f"{count} {whole(Fraction(100 * count, sum(shown)))}" for count in shown]
    tenth = math.floor(mean * 10 + Fraction(1, 2)) / 10

    assert row_of(figure, group) == [*cells, str(sum(shown)), whole(percent(shown)), f"{tenth:.1f}"]


@pytest.mark.parametrize("group", list(GROUPS))
@pytest.mark.parametrize("area", list(AREAS))
def test_an_area_is_the_mean_of_its_items(site: Path, group: str, area: str) -> None:
    found = counts("2025", SCHOOL)
    mean = sum(percent(rounded(found[group, item])) for item in AREAS[area]) / len(AREAS[area])
    table = page(site, f"results/2025/schools/{SCHOOL}").find_class("gz-table-glance")[0]
    column = [words_of(head) for head in table.xpath(".//thead//th")].index(GROUPS[group])
    (row,) = (row for row in table.xpath(".//tbody/tr") if words_of(row[0]).startswith(area + " "))

    assert words_of(row[column]).split()[0] == whole(mean)


@pytest.mark.parametrize("group", list(GROUPS))
@pytest.mark.parametrize("item", ITEMS)
def test_the_system_report_adds_up_all_schools(site: Path, group: str, item: str) -> None:
    shown = rounded(counts("2025")[group, item])
    (figure,) = page(site, "results/2025").xpath(f"//section[starts-with(@aria-label, '{item} ')]")

    assert row_of(figure, group)[-2] == whole(percent(shown))


def test_the_change_since_the_round_before_follows_from_both_files(site: Path) -> None:
    text = words_of(page(site, f"results/2025/schools/{SCHOOL}").get_element_by_id("ivet-p1"))
    for group, title in GROUPS.items():
        then, now = (whole(percent(rounded(counts(year, SCHOOL)[group, "P1"]))) for year in ("2024", "2025"))
        assert f"{title} {then} → {now}" in text


def test_a_dimension_of_its_own_has_a_page_of_its_own(site: Path) -> None:
    text = words_of(page(site, "results/2025/by-sector"))

    assert "Food" in text
    assert "Metal" in text


def test_no_group_of_another_instrument_is_named(site: Path) -> None:
    for address in ("results/2025", f"results/2025/schools/{SCHOOL}"):
        text = words_of(page(site, address).xpath("//article")[0])
        assert not [word for word in ("Teachers", "School leaders", "Students") if word in text]
