"""Every number of an item's table on a report page, worked out again from the CSV files by the csv module alone."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.site

ROUNDS = {"2022": "2021", "2023": "2023"}
"""The questionnaire version of each synthetic round."""
FEWEST, BASE = 10, 5


def half_up(value: Fraction, digits: int) -> str:
    quantum = Decimal(1).scaleb(-digits)
    return str((Decimal(value.numerator) / Decimal(value.denominator)).quantize(quantum, ROUND_HALF_UP))


def to_five(count: int) -> int:
    return BASE * ((count + BASE // 2) // BASE)


def counts_of(round_id: str) -> dict[tuple[str, str, str, str], Counter[str]]:
    """Counts by option, for each school, level, group and item."""
    found: dict[tuple[str, str, str, str], Counter[str]] = defaultdict(Counter)
    with (ROOT / "content/results" / round_id / "answers.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found[row["school"], row["level"], row["group"], row["item"]][row["option"]] += int(row["count"])
    return found


def public_schools(round_id: str) -> list[str]:
    with (ROOT / "content/results" / round_id / "schools.csv").open(encoding="utf-8", newline="") as stream:
        return [row["school"] for row in csv.DictReader(stream) if row["consent_scope"] == "public"]


def article_of(path: Path) -> Any:
    return lxml.html.fromstring(path.read_text(encoding="utf-8"))


def cells(row: Any) -> list[str]:
    return [re.sub(r"\s+", " ", cell.text_content()).strip() for cell in row.xpath("./td")]


def five_point_row(counts: Counter[str]) -> list[str]:
    """Count and share of the five answers, not applicable apart, n, percent positive, mean."""
    shown = {code: to_five(counts[code]) for code in ("1", "2", "3", "4", "5")}
    n = sum(shown.values())
    shares = [f"{shown[code]:,} {half_up(Fraction(100 * shown[code], n), 0)}%" for code in shown]
    positive = half_up(Fraction(100 * (shown["4"] + shown["5"]), n), 0)
    mean = half_up(Fraction(sum(int(code) * count for code, count in shown.items()), n), 1)
    return [*shares, f"{to_five(counts['na']):,}", f"{n:,}", f"{positive}%", mean]


GROUPS = {"School leaders": "leaders", "Teachers": "teachers", "Students": "students"}


@pytest.mark.parametrize("round_id", ROUNDS)
def test_every_row_of_every_public_school_agrees_with_the_csv(site: Path, round_id: str) -> None:
    counts, checked = counts_of(round_id), 0
    for school in public_schools(round_id):
        page = article_of(site / "en/results" / round_id / "schools" / school / "index.html")
        for figure in page.xpath("//*[contains(concat(' ', @class, ' '), ' gz-item ')][@id]"):
            level, _, item = figure.get("id").partition("-")
            for row in figure.xpath(".//table//tbody/tr[count(td) = 9]"):
                group = GROUPS[row.xpath("string(./th)").strip()]
                answers = counts[school, level, group, item.upper()]

                assert cells(row) == five_point_row(answers), (school, figure.get("id"), group)
                checked += 1

    assert checked > 200


@pytest.mark.parametrize("round_id", ROUNDS)
def test_every_row_of_the_system_report_agrees_with_the_csv(site: Path, round_id: str) -> None:
    counts, checked = counts_of(round_id), 0
    page = article_of(site / "en/results" / round_id / "index.html")
    for figure in page.xpath("//*[contains(concat(' ', @class, ' '), ' gz-item ')][@aria-label]"):
        item = figure.get("aria-label").split()[0]
        table = figure.xpath(".//table")[0]
        for row in table.xpath(".//tbody/tr[count(td) = 9]"):
            group = GROUPS[row.xpath("string(./th)").strip()]
            total: Counter[str] = Counter()
            for (_, _, of, what), answers in counts.items():
                if (of, what) == (group, item):
                    total.update(answers)

            assert cells(row) == five_point_row(total), (item, group)
            checked += 1

    assert checked > 100


@pytest.mark.parametrize("round_id", ROUNDS)
def test_no_school_without_public_consent_is_anywhere_in_the_site(site: Path, round_id: str) -> None:
    public = {name for each in ROUNDS for name, scope in consents(each).items() if scope == "public"}
    private = [name for name, scope in consents(round_id).items() if scope != "public"]
    files = {path: path.read_bytes() for path in site.rglob("*") if path.suffix in {".html", ".json", ".csv", ".js"}}
    of_round = {path: text for path, text in files.items() if f"/results/{round_id}/" in path.as_posix()}

    assert set(private) - public
    assert of_round
    for name in private:
        # A school that is public in another round is named there. "school 1 (" is not "school 12 (".
        assert not [path for path, text in (of_round if name in public else files).items() if name.encode() in text]


def consents(round_id: str) -> dict[str, str]:
    with (ROOT / "content/results" / round_id / "schools.csv").open(encoding="utf-8", newline="") as stream:
        return {row["name"]: row["consent_scope"] for row in csv.DictReader(stream)}


def test_frame_of_reports_is_not_part_of_the_site(site: Path) -> None:
    assert not [path for path in site.rglob("*") if "frame" in path.name]
    assert not [path for path in site.rglob("*.html") if "GUZGU-FRAME" in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("round_id", ROUNDS)
def test_every_page_and_file_of_synthetic_data_says_so(site: Path, round_id: str) -> None:
    words = {"az": "sintetik", "ru": "синтетич", "en": "ynthetic"}
    pages = [path for language in words for path in (site / language / "results" / round_id).rglob("index.html")]
    files = [path for path in (site / "files/results" / round_id).rglob("*") if path.suffix in {".csv", ".json"}]

    assert pages
    assert files
    for path in pages:
        language = path.relative_to(site).parts[0]
        assert words[language] in path.read_text(encoding="utf-8").lower().replace("synthetic", "ynthetic"), path
    for path in files:
        assert "synthetic" in path.read_text(encoding="utf-8-sig").lower(), path
