"""The action plan: the document, and the PDF form that it becomes."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from typing import Any

import page
import pdfplumber
import pikepdf
import pytest
from lxml import html as lxml_html

from generator.compute.findings import Difference, Findings, Ranking, Statement
from generator.model.activities import Activity, ActivityList
from generator.model.output import PrintDocument
from generator.model.questionnaire import Questionnaire
from generator.model.released import Slice
from generator.render.action_plan import (
    ROWS,
    STATEMENTS,
    SUGGESTIONS,
    action_plan_print,
    blank_plan_print,
    example_plan_print,
    plan_path,
)
from generator.render.environment import page_environment
from generator.translation.activity_strings import translate_activities
from generator.translation.questionnaire_strings import translate_questionnaire
from generator.write.pdf import render_pdf
from tests.conftest import LANGUAGES, ROOT, this_project
from tests.render.page_project import environment
from tests.render.report_records import LOW, QUESTIONNAIRE, released, setting, system

PRINT = ROOT / "site_templates" / "print"
PROJECT = this_project()
COLUMNS = ("activity", "indicator", "resources", "finance", "personnel", "timeframe")
FIELDS = {"school", "school_year", "area", "evidence", "goal", "target", "discussed"} | {
    f"{column}_{row}" for column in COLUMNS for row in range(1, ROWS + 1)
}
ACTIVITIES = ActivityList(
    instrument="schools",
    areas={"A": tuple(Activity(id=f"a{n}", text=f"Do <{n}> & more.", indicator=f"Number {n}") for n in range(1, 8))},
)
NOTHING = Findings(strongest={}, weakest={}, gaps=(), changes=())


def findings(item: str = "A1", other: str = "A3") -> Findings:
    gap = Difference(other, Statement("teachers", other, 90, 40), Statement("students", other, 30, 1250))
    weakest = {"students": Ranking((Statement("students", item, 20, 60),))}
    return Findings(strongest={}, weakest=weakest, gaps=(gap,), changes=())


def form(found: Findings | None = None, activities: ActivityList | None = ACTIVITIES, **facts: Any) -> Any:
    document = action_plan_print(
        environment(), QUESTIONNAIRE, released(**facts), {LOW: found or findings()}, activities, "files/x.pdf"
    )
    assert document.is_form
    return lxml_html.document_fromstring(document.html)


def value(document: Any, name: str) -> str:
    (found,) = document.xpath(f"//*[@name='{name}']")
    if found.tag == "select":
        return str(found.xpath("string(option[@selected]/@value)"))
    return found.text or ""


def test_the_form_has_the_fields_of_the_pilots_template_and_two_more() -> None:
    """Annex III: school, school year, area, goal, target, and seven columns; ours: evidence, discussed in."""
    document = form()

    assert set(document.xpath("//*[@name and not(self::meta)]/@name")) == FIELDS
    assert [" ".join(each.text_content().split()) for each in document.xpath("//thead//th")] == [
        "No", "Activities", "Indicator", "Resources", "Finance", "Personnel", "Timeframe",
    ]  # fmt: skip


def test_school_area_and_evidence_are_filled_in() -> None:
    document = form()

    assert value(document, "school") == "School <No.> 1"
    assert value(document, "school_year") == value(document, "goal") == value(document, "target") == ""
    assert value(document, "area") == "A"
    assert value(document, "evidence").splitlines() == [
        "Lower, A1 Title A1: Students & pupils 20% positive (n 60)",
        "Lower, A3 Title A3: Students & pupils 30% positive (n 1,250), Teachers 90% (n 40), "
        "a gap of 60 percentage points",
    ]


def test_every_area_can_be_chosen_instead() -> None:
    options = form().xpath("//select/option")

    assert [(option.get("value"), option.text) for option in options] == [
        ("", None), ("A", "A First *area*"), ("B", "B Second area"),
    ]  # fmt: skip


def test_suggested_activities_fill_the_first_rows_and_leave_one_free() -> None:
    document = form()

    assert [value(document, f"activity_{row}") for row in range(1, ROWS + 1)] == [
        *(f"Do <{row}> & more." for row in range(1, SUGGESTIONS + 1)), "",
    ]  # fmt: skip
    assert value(document, "indicator_1") == "Number 1"
    assert not any(value(document, f"{column}_1") for column in COLUMNS[2:])


def test_without_evidence_nothing_is_chosen_and_all_rows_are_free() -> None:
    document = form(NOTHING)

    assert value(document, "area") == value(document, "evidence") == value(document, "activity_1") == ""


def test_without_a_file_of_activities_all_rows_are_free() -> None:
    assert not any(value(form(activities=None), f"activity_{row}") for row in range(1, ROWS + 1))


def test_statements_that_do_not_fit_are_counted() -> None:
    items = QUESTIONNAIRE.areas[0].items[0]
    many = tuple(items.model_copy(update={"id": f"A{n}"}) for n in range(1, STATEMENTS + 4))
    area = QUESTIONNAIRE.areas[0].model_copy(update={"items": many})
    questionnaire = QUESTIONNAIRE.model_copy(update={"areas": (area,)})
    weakest = {"students": Ranking(tuple(Statement("students", item.id, 50, 60) for item in many))}
    found = Findings(strongest={}, weakest=weakest, gaps=(), changes=())
    html = action_plan_print(environment(), questionnaire, released(), {LOW: found}, None, "files/x.pdf").html
    lines = value(lxml_html.document_fromstring(html), "evidence").splitlines()

    assert len(lines) == STATEMENTS + 1
    assert lines[-1] == "More statements of this area in the report: 3"


def test_invented_data_is_called_so_and_real_data_is_not() -> None:
    assert "Invented data." in form().text_content()
    assert "Invented data." not in form(synthetic=False).text_content()


def test_the_plan_stands_beside_the_report_under_a_name_that_no_school_can_take() -> None:
    assert plan_path(released(), "az") == "files/results/r1/S1_plan-az.pdf"


def test_only_schools_have_a_plan() -> None:
    with pytest.raises(ValueError, match="not of a school"):
        plan_path(system(), "az")
    with pytest.raises(ValueError, match="not of a school"):
        action_plan_print(environment(), QUESTIONNAIRE, system(), {}, None, "files/x.pdf")


@dataclass(frozen=True)
class Plan:
    """A plan of the real questionnaire as PDF, with the longest suggestions that the project has."""

    language: str
    questionnaire: Questionnaire
    activities: ActivityList
    pdf: bytes

    def fields(self) -> dict[str, Any]:
        with pikepdf.open(io.BytesIO(self.pdf)) as document:
            return {
                str(field.T): {
                    "value": str(field.get("/V", "")),
                    "title": str(field.get("/TU", "")),
                    "is_drawn": "/AP" in field,
                    "options": [[str(part) for part in option] for option in field.get("/Opt", [])],
                }
                for field in document.Root.AcroForm.Fields
            }


def plan(language: str, stretch: str = "", name: str = "Bakı şəhəri, 132 №-li məktəb-lisey") -> Plan:
    spoken = PROJECT.language(language)
    questionnaire = translate_questionnaire(PROJECT.questionnaires["schools/2023"], spoken)
    activities = translate_activities(PROJECT.activities["schools"], spoken)
    if stretch:
        longer = [each.model_copy(update={"text": each.text + stretch}) for each in activities.of("F")]
        activities = activities.model_copy(update={"areas": {**activities.areas, "F": tuple(longer)}})
    results = released(source="Mənbə: məktəblər", caveat="Съешь же ещё этих мягких булок.")
    school = results.school
    assert school is not None
    results = replace(results, school=replace(school, name=name), setting=setting(title="2023"))
    found = {Slice("level", "isced2"): findings("F1", "F4"), Slice("level", "isced3g"): findings("F4", "F1")}
    document = action_plan_print(
        page_environment(ROOT / "site_templates", PROJECT.interface, spoken),
        questionnaire, results, found, activities, plan_path(results, language),
    )  # fmt: skip
    return Plan(language, questionnaire, activities, render_pdf(document.html, PRINT, is_form=True))


@pytest.fixture(scope="module", params=["az", "ru", "en"])
def printed(request: pytest.FixtureRequest) -> Plan:
    return plan(request.param)


def test_the_form_has_two_pages(printed: Plan) -> None:
    with pikepdf.open(io.BytesIO(printed.pdf)) as document:
        assert len(document.pages) == 2


@pytest.mark.parametrize("times", [1, 40])
def test_longer_suggestions_still_fit_on_two_pages(times: int) -> None:
    with pikepdf.open(io.BytesIO(plan("en", stretch=" И ещё немного о том, как это сделать." * times).pdf)) as document:
        assert len(document.pages) == 2


def test_the_pdf_has_every_field_with_a_name_for_screen_readers(printed: Plan) -> None:
    fields = printed.fields()

    assert fields.keys() == FIELDS
    assert all(field["title"] for field in fields.values())
    assert len({field["title"] for field in fields.values()}) == len(FIELDS)


def test_fields_of_the_pdf_are_filled_and_drawn(printed: Plan) -> None:
    fields = printed.fields()
    area = next(area for area in printed.questionnaire.areas if area.id == "F")

    assert fields["school"]["value"] == "Bakı şəhəri, 132 №-li məktəb-lisey"
    assert fields["area"]["value"] == "F"
    assert ["F", f"F {area.title}"] in fields["area"]["options"]
    assert len(fields["area"]["options"]) == len(printed.questionnaire.areas) + 1
    assert str(printed.questionnaire.item("F1").title) in fields["evidence"]["value"]
    assert fields["activity_2"]["value"] == str(printed.activities.of("F")[1].text)
    assert all(field["is_drawn"] for field in fields.values())


def test_the_form_keeps_the_rules_of_pdf_ua_and_the_order_of_the_page(printed: Plan) -> None:
    report = page.validate_pdf_bytes(printed.pdf, profile="ua1")
    assert report.is_compliant, report.failures
    with pikepdf.open(io.BytesIO(printed.pdf)) as document:
        assert str(document.Root.Lang) == printed.language
        assert all(str(each["/Tabs"]) == "/S" for each in document.pages)


def test_labels_are_printed_in_embedded_noto_fonts(printed: Plan) -> None:
    with pdfplumber.open(io.BytesIO(printed.pdf)) as document:
        letters = [letter for each in document.pages for letter in each.chars]

    assert letters
    assert all("Noto" in letter["fontname"] for letter in letters)


def test_equal_plans_are_equal_bytes(printed: Plan) -> None:
    assert plan(printed.language).pdf == printed.pdf


def shared(language: str, *, is_example: bool) -> PrintDocument:
    """The form that is the same for all schools: blank, or the worked example of the project."""
    spoken = PROJECT.language(language)
    made = page_environment(ROOT / "site_templates", PROJECT.interface, spoken)
    questionnaire = translate_questionnaire(PROJECT.questionnaires["schools/2023"], spoken)
    if not is_example:
        return blank_plan_print(made, questionnaire)
    return example_plan_print(made, questionnaire, translate_activities(PROJECT.activities["schools"], spoken))


def test_the_blank_form_has_the_same_fields_and_nothing_in_them() -> None:
    document = lxml_html.document_fromstring(shared("en", is_example=False).html)

    assert set(document.xpath("//*[@name and not(self::meta)]/@name")) == FIELDS
    assert not any(value(document, name) for name in FIELDS)
    assert "filled in already" not in document.text_content()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_worked_example_fills_a_line_in_every_column_and_says_that_it_is_made_up(language: str) -> None:
    html = shared(language, is_example=True).html
    document = lxml_html.document_fromstring(html)
    example = PROJECT.activities["schools"].example
    assert example

    for name in ("school", "school_year", "evidence", "goal", "target", "discussed"):
        assert value(document, name)
    assert value(document, "area") == example.area
    rows = range(1, len(example.steps) + 1)
    assert all(value(document, f"{column}_{row}") for column in COLUMNS for row in rows)
    assert len(document.find_class("synthetic")) == 1
    assert language == "en" or 'lang="en"' not in html


def test_the_example_speaks_of_the_numbers_of_the_guide_on_reading_a_report() -> None:
    """Who has read the worked reading meets the same invented school again."""
    document = lxml_html.document_fromstring(shared("en", is_example=True).html)
    (guide,) = (each.body for each in PROJECT.guides if each.slug == "read-your-report")

    assert value(document, "evidence") == (
        "C5 Technical support: Students 40% positive (n 110), Teachers 64% (n 28), a gap of 24 percentage points"
    )
    for row in ("| Teachers | 28 | 64% |", "| Students | 110 | 40% |"):
        assert row in guide


def test_the_example_follows_the_advice_of_the_guide_on_plans() -> None:
    """Its target has a number, every activity an indicator and a person in charge, and sums name their currency."""
    example = PROJECT.activities["schools"].example
    assert example

    assert re.search(r"\d+%", example.target)
    assert all(step.personnel and step.timeframe for step in example.steps)
    assert all("AZN" in step.finance for step in example.steps if re.search(r"\d", step.finance))


def test_a_version_without_the_item_of_the_example_has_no_example() -> None:
    with pytest.raises(ValueError, match="no worked example"):
        example_plan_print(environment(), QUESTIONNAIRE, PROJECT.activities["schools"])
    with pytest.raises(ValueError, match="no worked example"):
        example_plan_print(environment(), QUESTIONNAIRE, ACTIVITIES)


@pytest.mark.parametrize("is_example", [False, True], ids=["blank", "example"])
def test_forms_for_all_schools_keep_the_rules_of_pdf_ua_on_two_pages(is_example: bool) -> None:
    pdf = render_pdf(shared("ru", is_example=is_example).html, PRINT, is_form=True)
    report = page.validate_pdf_bytes(pdf, profile="ua1")
    assert report.is_compliant, report.failures
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 2
        assert all("/AP" in field for field in document.Root.AcroForm.Fields)
        assert {str(field.T) for field in document.Root.AcroForm.Fields} == FIELDS
