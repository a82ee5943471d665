"""The chapter "What next" of a school's report: evidence by area, activities, and the way to the action plan."""

from __future__ import annotations

from typing import Any

from lxml import html as lxml_html

from generator.compute.findings import Difference, Findings, Ranking, Statement
from generator.model.activities import Activity, ActivityList
from generator.model.questionnaire import Questionnaire
from generator.model.released import Slice
from generator.render.item_views import FigurePlace, figure_view
from generator.render.next_steps import next_steps_frames
from generator.render.paper_report import article_for_print
from generator.render.report_words import ReportWords
from tests.render.page_project import environment
from tests.render.report_records import HIGH, LOW, QUESTIONNAIRE

ACTIVITIES = ActivityList(
    instrument="schools",
    areas={
        "A": (
            Activity(id="a1", text="Buy <two> tablets.", indicator="Number of tablets & cables"),
            Activity(id="a2", text="Meet once a month.", indicator="Number of meetings"),
        )
    },
)
WEAK = Statement("students", "A1", 20, 60)
GAP = Difference("A3", Statement("teachers", "A3", 90, 40), Statement("students", "A3", 30, 65))
OTHER = Statement("teachers", "B1", 45, 20)
FOUND = Findings(
    strongest={},
    weakest={"students": Ranking((WEAK,)), "teachers": Ranking((OTHER,))},
    gaps=(GAP,),
    changes=(),
)
NOTHING = Findings(strongest={}, weakest={}, gaps=(), changes=())


def chapter(
    found: dict[Slice, Findings],
    plan: str = "../plan.pdf",
    guide: str = "../guide/",
    activities: ActivityList | None = ACTIVITIES,
    questionnaire: Questionnaire = QUESTIONNAIRE,
) -> Any:
    frames = next_steps_frames(ReportWords(environment()), questionnaire, activities)
    return lxml_html.fromstring(frames.fill(found, plan, guide))


def words_of(node: Any) -> str:
    return " ".join(node.text_content().split())


def lines_of(node: Any) -> list[str]:
    return [words_of(line) for line in node.xpath(".//ul[@class='gz-words']/li")]


def test_the_chapter_prints_its_rule_and_names_the_areas_in_their_order() -> None:
    page = chapter({LOW: FOUND})

    assert page.get("aria-labelledby") == page.find("h2").get("id") == "next"
    assert "The area with the most of them stands first" in words_of(page)
    assert [words_of(heading) for heading in page.iter("h3")] == ["A First *area*", "B Second area"]


def test_each_statement_stands_with_group_percent_n_and_gap() -> None:
    assert lines_of(chapter({LOW: FOUND})) == [
        "A1 Title A1: Students & pupils 20% positive (n 60)",
        "A3 Title A3: Students & pupils 30% positive (n 65), Teachers 90% (n 40), a gap of 60 percentage points",
        "B1 Title B1: Teachers 45% positive (n 20)",
    ]


def test_groups_that_are_weak_in_the_same_statement_share_a_line() -> None:
    both = Findings(
        strongest={},
        weakest={group: Ranking((Statement(group, "B1", 30, 50),)) for group in ("teachers", "students")},
        gaps=(),
        changes=(),
    )

    assert lines_of(chapter({LOW: both})) == [
        "B1 Title B1: Teachers 30% positive (n 50); Students & pupils 30% positive (n 50)"
    ]


def test_each_statement_leads_to_the_figure_of_its_level() -> None:
    links = chapter({LOW: FOUND, HIGH: FOUND}).xpath(".//ul[@class='gz-words']//a/@href")
    anchors = {
        "#" + figure_view(QUESTIONNAIRE, area, item, FigurePlace((level,), 4, f"{level.id}-")).anchor
        for level in QUESTIONNAIRE.levels
        for area in QUESTIONNAIRE.areas
        for item in area.items
    }

    assert set(links) == {"#low-a1", "#low-a3", "#low-b1", "#high-a1", "#high-a3", "#high-b1"}
    assert set(links) <= anchors


def test_statements_stand_under_the_name_of_their_level_where_there_are_several() -> None:
    assert [words_of(each) for each in chapter({LOW: NOTHING, HIGH: FOUND}).iter("h4")] == ["Higher level"] * 2
    one_level = QUESTIONNAIRE.model_copy(update={"levels": QUESTIONNAIRE.levels[:1]})
    assert not [*chapter({LOW: FOUND}, questionnaire=one_level).iter("h4")]


def test_the_activities_of_an_area_stand_once_with_their_indicators() -> None:
    page = chapter({LOW: FOUND, HIGH: FOUND})
    activities = page.find_class("gz-activities")

    assert [words_of(each) for each in activities[0].iter("li")] == [
        "Buy <two> tablets. Indicator: Number of tablets & cables",
        "Meet once a month. Indicator: Number of meetings",
    ]
    assert words_of(page).count("Meet once a month.") == 1


def test_the_activities_of_the_first_area_stand_open() -> None:
    more = ACTIVITIES.model_copy(update={"areas": {"A": ACTIVITIES.of("A"), "B": ACTIVITIES.of("A")}})
    opened = [
        each.get("open") is not None for each in chapter({LOW: FOUND}, activities=more).find_class("gz-activities")
    ]

    assert opened == [True, False]


def test_an_area_without_activities_says_so() -> None:
    assert words_of(chapter({LOW: FOUND})).count("There are no suggestions for this area yet.") == 1
    assert words_of(chapter({LOW: FOUND}, activities=None)).count("There are no suggestions for this area yet.") == 2


def test_the_chapter_leads_to_the_plan_and_to_the_guide() -> None:
    assert chapter({LOW: FOUND}).xpath(".//ul[@class='gz-next-links']//a/@href") == ["../plan.pdf", "../guide/"]
    assert chapter({LOW: FOUND}, plan="").xpath(".//ul[@class='gz-next-links']//a/@href") == ["../guide/"]
    assert not chapter({LOW: FOUND}, plan="", guide="").find_class("gz-next-links")


def test_a_report_without_evidence_says_so_and_still_leads_to_the_plan() -> None:
    page = chapter({LOW: NOTHING})

    assert "There is nothing to list" in words_of(page)
    assert words_of(page.xpath(".//a[@href='../plan.pdf']")[0]) == "Your action plan as a PDF form"
    assert not page.find_class("gz-part")


def test_on_paper_links_become_words() -> None:
    frames = next_steps_frames(ReportWords(environment()), QUESTIONNAIRE, ACTIVITIES)
    printed = lxml_html.fromstring(article_for_print(frames.fill({LOW: FOUND}, "../plan.pdf", "../guide/")))

    assert not [*printed.iter("a")]
    assert "A1 Title A1: Students & pupils 20% positive (n 60)" in words_of(printed)
    assert "Guide: write an action plan" in words_of(printed)
