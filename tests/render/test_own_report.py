"""A school's own report: a public page with softer rules, small groups told in classes, and files that agree."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import functools
import io
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import html as lxml_html

from generator.compute.disclosure import release_round
from generator.compute.findings import findings_by_slice
from generator.compute.own_report import release_own_reports
from generator.compute.publication import publish
from generator.load.project import load_project
from generator.model.output import LanguageSite, OwnReport
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Questionnaire
from generator.model.released import Audience, ReleasedResults
from generator.model.results import ANSWERED, Consent, ConsentScope, Participation, Round, School, Unit
from generator.render.downloads import report_downloads
from generator.render.language_site import render_language, render_own_reports
from generator.render.report_words import ReportWords
from generator.render.school_report import SchoolFacts, report_title, school_article, school_report_templates
from tests.compute.conftest import SETTING, SMALL
from tests.render.page_project import environment
from tests.small_project import make_small_project

RULES = DisclosureSettings()
QUESTIONNAIRE = Questionnaire.model_validate(SMALL, strict=False)
PUBLIC_ROOT = "../../../../../"
SPREAD = {"1": 1, "2": 1, "3": 1, "4": 1, "5": 1}
UNANIMOUS = {"4": 3, "5": 5}
ANSWERS: dict[tuple[str, str], tuple[int, dict[str, dict[str, int]]]] = {
    ("lower", "leaders"): (4, {"A1": {"4": 4}, "B1": {"1": 4}}),
    ("lower", "teachers"): (5, {"A1": SPREAD, "B1": {"1": 2, "4": 3}, "N1": {"net": 4, "none": 1, ANSWERED: 5}}),
    ("lower", "students"): (300, {"A1": {"1": 51, "2": 49, "3": 20, "4": 101, "5": 79}, "V1": {"7": 300}}),
    ("upper", "leaders"): (8, {"A1": UNANIMOUS, "B1": {"1": 4, "4": 4}}),
    ("upper", "teachers"): (10, {"A1": {"1": 3, "4": 7}, "B1": {"2": 3, "3": 4, "5": 3}, "B2": {"5": 10}}),
}
"""Groups of 4, 5, 8 that agree, 10 and 300, by level and group."""


@functools.cache
def small_round() -> Round:
    """The school S1 with these groups, and six like it that are a little larger."""
    people, answers = [], {}
    for number in range(1, 8):
        for (level, group), (completed, items) in ANSWERS.items():
            times = 1 if number == 1 else 4
            unit = Unit(f"S{number}", level, group)
            people.append(Participation(*unit, times * completed + 3, times * completed))
            answers[unit] = {item: {code: times * n for code, n in counts.items()} for item, counts in items.items()}
    schools = tuple(School(f"S{number}", f"School <No.> {number}", {}) for number in range(1, 8))
    return Round(SETTING, schools, tuple(people), answers)


def own_results() -> ReleasedResults:
    return next(release_own_reports(small_round(), QUESTIONNAIRE, (), RULES))


@functools.cache
def own_article(code: str = "en") -> str:
    templates = school_report_templates(environment(code), QUESTIONNAIRE, RULES, audience=Audience.SCHOOL)
    released = own_results()
    facts = SchoolFacts(
        system=release_round(small_round(), QUESTIONNAIRE, RULES),
        found=findings_by_slice(QUESTIONNAIRE, released, (), 1),
        links=[(kind, "") for kind in ("pdf", "csv", "xlsx", "json")],
        plan="plan",
    )
    return school_article(templates, released, facts)


def page() -> Any:
    return lxml_html.fromstring(own_article())


def words_of(node: Any) -> str:
    return " ".join(node.text_content().split())


def row_of(anchor: str, group: str) -> list[Any]:
    """The cells of a group's row in the table of an item."""
    for row in page().get_element_by_id(anchor).xpath(".//table/tbody/tr"):
        if words_of(row.find("th")) == group:
            return list(row.findall("td"))
    raise AssertionError(f"{anchor} has no row {group}")


def texts_of(anchor: str, group: str) -> list[str]:
    return [words_of(cell) for cell in row_of(anchor, group)]


def bar_of(anchor: str, group: str) -> Any:
    for row in page().get_element_by_id(anchor).find_class("gz-bar-row"):
        if words_of(row.find_class("gz-bar-group")[0]) == group:
            return row
    raise AssertionError(f"{anchor} has no bar {group}")


def parts_of(anchor: str, group: str) -> list[tuple[str, float, str]]:
    """The parts of a bar: class, width, label."""
    (bar,) = bar_of(anchor, group).find_class("gz-bar")
    pairs = zip(bar.findall("rect"), bar.findall("text"), strict=True)
    return [(rect.get("class"), float(rect.get("width")[:-1]), text.text or "") for rect, text in pairs]


def test_a_group_of_four_is_hidden_in_chart_and_table() -> None:
    assert texts_of("lower-a1", "leaders") == ["hidden"]
    assert words_of(bar_of("lower-a1", "leaders")) == "leaders hidden"


def test_a_group_of_five_is_told_in_classes_over_the_columns_of_their_answers() -> None:
    assert texts_of("lower-a1", "teachers") == ["1+2 2 40%", "3 1 20%", "4+5 2 40%", "0", "5", "40%", "hidden"]
    assert [cell.get("colspan") for cell in row_of("lower-a1", "teachers")[:3]] == ["2", None, "2"]


def test_the_bar_of_a_small_group_has_a_part_for_each_class() -> None:
    assert [(width, label) for _, width, label in parts_of("lower-a1", "teachers")] == [
        (40, "1+2 40%"), (20, "3 20%"), (40, "4+5 40%"),
    ]  # fmt: skip
    assert "mean" not in words_of(bar_of("lower-a1", "teachers"))


def test_a_group_of_eight_that_agrees_is_told_as_eighty_percent_or_more() -> None:
    expected = ["1+2 20% or less", "3 20% or less", "4+5 80% or more", "0", "8", "80% or more", "hidden"]
    assert texts_of("upper-a1", "leaders") == expected
    assert words_of(bar_of("upper-a1", "leaders").find_class("gz-bar-figures")[0]) == "80% or more positive n 8"


def test_the_bar_of_a_bound_is_filled_only_as_far_as_is_certain() -> None:
    assert [(kind == "gz-open", width) for kind, width, _ in parts_of("upper-a1", "leaders")] == [
        (True, 20),
        (False, 80),
    ]
    assert parts_of("upper-a1", "leaders")[1][2] == "4+5 80% or more"


def test_groups_of_ten_and_of_three_hundred_are_told_in_full_and_exactly() -> None:
    assert texts_of("upper-a1", "teachers") == ["3 30%", "0 0%", "0 0%", "7 70%", "0 0%", "0", "10", "70%", "3.1"]
    assert texts_of("lower-a1", "students")[:5] == ["51 17%", "49 16%", "20 7%", "101 34%", "79 26%"]


def test_every_row_of_a_table_is_as_wide_as_its_head() -> None:
    for table in page().xpath("//section[contains(@class, 'gz-item')]//table"):
        widths = {sum(int(cell.get("colspan", 1)) for cell in row) for row in table.xpath(".//tr")}
        assert len(widths) == 1


def test_parts_of_every_bar_fill_its_width() -> None:
    bars = page().find_class("gz-bar")
    assert len(bars) > 5
    for bar in bars:
        assert sum(float(rect.get("width")[:-1]) for rect in bar.findall("rect")) == pytest.approx(100, abs=0.05)


def test_an_area_with_a_bound_shows_its_range_in_table_chart_and_comparison() -> None:
    table = page().get_element_by_id("glance-upper").getparent()
    cells = [words_of(cell) for row in table.xpath("./tbody/tr") for cell in row.findall("td")]
    compared = page().get_element_by_id("compared-upper").getparent()

    assert cells[0] == "80% to 100%"
    assert [node.get("width") for node in page().xpath("//*[contains(@class, 'gz-dots')]/rect")] == ["20%"]
    assert "80% to 100% All schools: 100%" in [words_of(cell) for cell in compared.xpath(".//td")]
    assert "80% or more All schools: 100%" in [words_of(cell) for cell in compared.xpath(".//td")]


def test_no_sentence_ranks_what_is_only_told_as_a_bound() -> None:
    said = [words_of(node) for node in page().xpath("//ul[contains(@class, 'gz-words')]/li")]

    assert not [text for text in said if text.startswith("leaders: most positive")]
    assert any(text.startswith("teachers: most positive") for text in said)


def test_gaps_are_told_between_groups_of_ten_and_more() -> None:
    gaps = page().find_class("gz-table-gaps")
    said = [words_of(node) for node in page().xpath("//ul[contains(@class, 'gz-words')]/li")]

    assert not gaps
    assert not [text for text in said if "Widest gap" in text]


def test_the_report_says_that_it_is_the_schools_own_and_by_which_rules() -> None:
    (box,) = page().find_class("gz-own")

    assert words_of(box).startswith("This is your school's own report.")
    for rule in ("fewer than 5 people answered", "fewer than 10 answers", "80% or more", "20% or less"):
        assert rule in words_of(box)
    assert "rounded to the nearest" not in words_of(page())


def test_its_files_are_known_by_kind_and_its_other_links_start_from_two_folders_down() -> None:
    files = page().xpath("//a[@data-gz-file]")

    assert [each.get("data-gz-file") for each in files] == ["pdf", "csv", "xlsx", "json", "plan"]
    assert {each.get("href") for each in files} == {"#"}
    assert PUBLIC_ROOT not in own_article()


def test_all_ids_are_different_and_all_links_inside_lead_somewhere() -> None:
    ids = page().xpath("//@id")
    inside = page().xpath("//a[not(@data-gz-file)]/@href")

    assert len(ids) == len(set(ids))
    assert {href[1:] for href in inside if href.startswith("#")} <= set(ids)


def test_words_without_translation_bring_no_markup_into_a_drawing() -> None:
    drawings = re.findall(r"<svg.*?</svg>", own_article("az"), re.DOTALL)

    assert not [each for each in drawings if "<span" in each]


def test_texts_of_the_school_stay_texts() -> None:
    assert "School &lt;No.&gt; 1" in own_article()
    assert report_title(ReportWords(environment()), own_results()).startswith("School <No.> 1")


@functools.cache
def files() -> dict[str, bytes]:
    found = report_downloads(environment(), QUESTIONNAIRE, own_results(), RULES)
    return {file.path.rpartition(".")[2]: file.content for file in found}


def json_answers() -> dict[tuple[str, str, str, str], tuple[Any, ...]]:
    """Mark, count, percent, n, percent positive and mean by level, group, item and option."""
    found = {}
    for part in json.loads(files()["json"])["parts"]:
        for group, facts in part["groups"].items():
            for item, told in facts["items"].items():
                figures = (told.get("n"), told.get("percent_positive"), told.get("mean"))
                for each in told.get("classes", ()):
                    key = (part["part"], group, item, "+".join(each["options"]))
                    found[key] = (each.get("bound", "shown"), each.get("count"), each["percent"], *figures)
                for code, percent in told.get("percents", {}).items():
                    found[part["part"], group, item, code] = ("shown", told["counts"][code], percent, *figures)
    return found


def table_answers(rows: list[dict[str, Any]]) -> dict[tuple[str, str, str, str], tuple[Any, ...]]:
    names = ("mark", "count", "percent", "n", "percent_positive", "mean")
    told = [row for row in rows if row["mark"] in ("shown", "at_least", "at_most")]
    return {(row["part"], row["group"], row["item"], row["option"]): tuple(row[name] for name in names) for row in told}


def csv_answers() -> dict[tuple[str, str, str, str], tuple[Any, ...]]:
    rows = list(csv.DictReader(io.StringIO(files()["csv"].decode("utf-8-sig"))))
    numbers = {"count": int, "percent": int, "n": int, "percent_positive": int, "mean": float}
    return table_answers(
        [row | {name: kind(row[name]) if row[name] else None for name, kind in numbers.items()} for row in rows]
    )


def sheet_rows(sheet: str) -> list[dict[str, Any]]:
    head, *rows = openpyxl.load_workbook(io.BytesIO(files()["xlsx"]))[sheet].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_files_carry_the_same_numbers_and_the_classes_by_their_codes() -> None:
    found = json_answers()

    assert csv_answers() == found
    assert table_answers(sheet_rows("answers")) == found
    assert found["lower", "teachers", "A1", "1+2"] == ("shown", 2, 40, 5, 40, None)
    assert found["upper", "leaders", "A1", "4+5"] == ("at_least", None, 80, 8, None, None)
    assert found["lower", "students", "A1", "1"][:3] == ("shown", 51, 17)
    assert not [key for key in found if key[:2] == ("lower", "leaders")]


def test_every_number_of_an_items_table_is_that_of_the_files() -> None:
    """Read back from the page: whatever stands in a cell stands in the JSON."""
    found = json_answers()
    for (level, group, item, option), (mark, count, percent, n, positive, mean) in found.items():
        if option in ("net", "none", "home", "bus") or not re.fullmatch(r"[A-B]\d", item):
            continue
        cells = texts_of(f"{level}-{item.lower()}", group)
        told = {"shown": f"{count} {percent}%", "at_least": f"{percent}% or more", "at_most": f"{percent}% or less"}[
            mark
        ]
        assert (f"{option} {told}" if not option.isdigit() or len(cells) == 7 else told) in cells
        assert cells[-3:][0] == str(n)
        assert cells[-2] == (f"{positive}%" if positive is not None else cells[-2])
        assert cells[-1] == ("hidden" if mean is None else f"{mean:.1f}")


def test_areas_with_a_range_have_both_ends_in_the_files() -> None:
    ((_, area),) = [
        (part["part"], part["groups"]["leaders"]["areas"]["A"])
        for part in json.loads(files()["json"])["parts"]
        if part["part"] == "upper"
    ]
    (row,) = [
        row for row in sheet_rows("areas") if (row["part"], row["group"], row["area"]) == ("upper", "leaders", "A")
    ]

    assert area == {"mark": "shown", "percent_positive": None, "mean": None, "percent_range": [80, 100]}
    assert (row["percent_positive"], row["percent_from"], row["percent_to"]) == (None, 80, 100)


def test_the_files_say_that_counts_are_exact_and_what_a_bound_means() -> None:
    about = " ".join(
        str(cell) for row in openpyxl.load_workbook(io.BytesIO(files()["xlsx"]))["about"].values for cell in row
    )
    record = json.loads(files()["json"])

    assert "Counts are exact, not rounded." in about
    assert "at_least" in about
    assert "nearest" not in about
    assert ", rounded" not in about
    assert "fewer than 5 people answered" in record["rules"]
    assert set(record["bounds"]) == {"at_least", "at_most"}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_project(tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="module")
def sites(tiny: Path) -> dict[bool, LanguageSite]:
    """The tiny project's site with own reports and without."""
    project = load_project(tiny)
    return {
        with_own: render_language(
            publish(project, with_own=with_own), (), "az", tiny / "site_templates", with_pdfs=True
        )
        for with_own in (True, False)
    }


def own_of(site: LanguageSite, school: str) -> OwnReport:
    (found,) = [each for each in site.own_reports if each.school == school]
    return found


def test_what_is_public_is_the_same_to_the_byte_with_own_reports_and_without(sites: dict[bool, LanguageSite]) -> None:
    assert dataclasses.replace(sites[True], own_reports=()) == sites[False]


def test_a_school_that_is_not_public_is_named_in_its_own_report_alone(sites: dict[bool, LanguageSite]) -> None:
    report = own_of(sites[True], "S02")
    shared = repr(dataclasses.replace(sites[True], own_reports=()))

    assert report.name in report.article
    for secret in (report.name, "S02", "the list was short"):
        assert secret not in shared
        assert secret not in repr(own_of(sites[True], "S01"))


def test_each_school_has_a_report_with_its_documents_and_files(sites: dict[bool, LanguageSite]) -> None:
    report = own_of(sites[True], "S02")

    assert [each.school for each in sites[True].own_reports] == ["S01", "S02"]
    assert set(report.prints) == {"pdf", "plan"}
    assert report.prints["plan"].is_form
    assert {kind: each.path for kind, each in report.prints.items()} == {
        kind: report.file_name(kind) for kind in ("pdf", "plan")
    }
    assert set(report.files) == {"csv", "xlsx", "json"}
    assert "data-gz-file" not in report.prints["pdf"].html


def test_a_public_school_reads_exact_numbers_in_its_own_report(sites: dict[bool, LanguageSite]) -> None:
    record = json.loads(own_of(sites[True], "S01").files["json"])
    (part,) = [each for each in record["parts"] if each["part"] == "isced3"]

    assert part["groups"]["teachers"]["participation"]["completed"] == 11


def test_the_question_that_a_school_wrote_stands_in_its_own_report(sites: dict[bool, LanguageSite]) -> None:
    assert "-own1-title" in own_of(sites[True], "S01").article
    assert "-own1-title" not in own_of(sites[True], "S02").article


def test_without_pdfs_no_report_links_to_one(tiny: Path) -> None:
    publication = publish(load_project(tiny), with_own=True)
    report = next(render_own_reports(publication, "en", tiny / "site_templates", with_pdfs=False))

    assert not report.prints
    assert 'data-gz-file="pdf"' not in report.article
    assert 'data-gz-file="plan"' not in report.article
    assert 'data-gz-file="csv"' in report.article


@pytest.mark.parametrize(
    ("scope", "is_for_ministry"),
    [(ConsentScope.NONE, False), (ConsentScope.MINISTRY, True), (ConsentScope.PUBLIC, True)],
)
def test_the_ministry_reads_what_a_school_opened_to_it(tiny: Path, scope: ConsentScope, is_for_ministry: bool) -> None:
    project = load_project(tiny)
    consent = Consent(scope, "The head", datetime.date(2023, 4, 20))
    (round_,) = project.rounds
    schools = tuple(dataclasses.replace(school, consent=consent) for school in round_.schools)
    changed = dataclasses.replace(project, rounds=(dataclasses.replace(round_, schools=schools),))

    assert {each.is_for_ministry for each in publish(changed, with_own=True).own} == {is_for_ministry}
