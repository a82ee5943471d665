"""Which papers a form has, what a school's own form asks, and the form as plain text."""

import re

import pytest

from generator.model.questionnaire import ItemStatus, Questionnaire
from generator.render.environment import page_environment
from generator.render.paper import page_code, questionnaire_print
from generator.render.paper_kinds import DESIGNS, PaperKind, newest_versions, papers_of
from generator.render.paper_layout import form_layout
from generator.render.paper_selection import core_questionnaire, school_questionnaire
from generator.render.paper_text import WIDTH, questionnaire_text
from generator.translation.questionnaire_strings import translate_own_questions
from tests.conftest import LANGUAGES, ROOT
from tests.render.paper_forms import language, project, rendered, translated

NEWEST = "schools/2023"


def own_form(code: str) -> Questionnaire:
    (own,) = project().own_questions
    return school_questionnaire(translated(NEWEST, code), translate_own_questions(own, language(code)))


def test_a_form_has_a_paper_of_each_kind_with_a_stable_name() -> None:
    papers = papers_of(project().questionnaires[NEWEST], "students", "isced2", "az")

    name = "files/questionnaires/schools-2023-students-isced2-az"
    assert {paper.kind.value: paper.path for paper in papers} == {
        "form": f"{name}.pdf",
        "short": f"{name}-short.pdf",
        "large": f"{name}-large.pdf",
        "booklet": f"{name}-booklet.pdf",
        "text": f"{name}.txt",
    }
    assert [paper.boxes for paper in papers][:2] == [f"{name}-layout.json", f"{name}-short-layout.json"]


@pytest.mark.parametrize(("is_newest", "kinds"), [(True, ["form", "short", "text"]), (False, ["form", "text"])])
def test_the_site_has_the_form_its_text_and_the_short_form_of_the_newest_version(
    is_newest: bool, kinds: list[str]
) -> None:
    papers = papers_of(project().questionnaires[NEWEST], "students", "isced2", "az", is_newest=is_newest)

    assert [paper.kind.value for paper in papers if paper.is_on_site] == kinds


def test_a_version_that_another_one_revises_is_not_the_newest() -> None:
    assert newest_versions(project().questionnaires.values()) == {NEWEST}


def test_a_form_of_core_items_only_has_no_shorter_one() -> None:
    core = core_questionnaire(project().questionnaires[NEWEST])

    assert PaperKind.SHORT not in {paper.kind for paper in papers_of(core, "students", "isced2", "az")}


def test_who_is_asked_nothing_has_no_paper() -> None:
    plain = project().questionnaires[NEWEST]
    silent = plain.model_copy(update={"areas": plain.areas[:1], "blocks": ()})

    assert papers_of(silent, "students", "isced2", "az") == ()


def test_the_short_form_asks_every_core_item_and_no_other() -> None:
    plain = project().questionnaires[NEWEST]

    short = [question.code for question in form_layout(core_questionnaire(plain), "teachers", "isced2").questions]

    asked = plain.items_asked_of("teachers", "isced2")
    assert short == [item.id for item in asked if item.status is ItemStatus.CORE]


@pytest.mark.parametrize("group", ["leaders", "teachers", "students"])
def test_the_form_of_a_school_asks_what_it_chose_and_what_it_wrote(group: str) -> None:
    (own,) = project().own_questions
    plain = project().questionnaires[NEWEST]

    questions = form_layout(own_form("en"), group, "isced2").questions

    expected = {
        item.id
        for item in plain.items_asked_of(group, "isced2")
        if item.status is ItemStatus.CORE or item.id in own.chosen
    }
    expected |= {item.id for item in own.items if item.is_asked_of(group, "isced2")}
    assert {question.code for question in questions} == expected
    assert [question.number for question in questions] == list(range(1, len(questions) + 1))


def test_a_school_finds_its_own_question_in_its_area() -> None:
    codes = [question.code for question in form_layout(own_form("en"), "students", "isced2").questions]

    assert codes.index("E3") < codes.index("OWN1") < codes.index("F1")


def test_the_paper_of_a_school_names_it_and_never_stands_on_the_site() -> None:
    environment = page_environment(ROOT / "site_templates", project().interface, language("az"))
    printed = questionnaire_print(environment, own_form("az"), "students", "isced2", school="S03")
    papers = papers_of(own_form("az"), "students", "isced2", "az", school="S03")

    pdf, facts = rendered(printed)

    assert printed.path == "files/questionnaires/schools-2023-students-isced2-az-own-S03.pdf"
    assert facts["school"] == "S03"
    assert facts["pages"][0]["code"] == f"GUZGU:SCHOOLS/2023/STUDENTS/ISCED2/AZ+OWN-S03/1/{len(facts['pages'])}"
    assert "OWN2" in {box["item"] for each in facts["pages"] for box in each["boxes"]}
    assert not any(paper.is_on_site for paper in papers)
    assert pdf.startswith(b"%PDF-")


def test_papers_whose_boxes_stand_elsewhere_have_other_codes() -> None:
    questionnaire = project().questionnaires[NEWEST]

    codes = {page_code(questionnaire, "students", "isced2", "az", kind) for kind in DESIGNS}

    assert len(codes) == len(DESIGNS)
    assert page_code(questionnaire, "students", "isced2", "az") == "GUZGU:SCHOOLS/2023/STUDENTS/ISCED2/AZ"


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("group", ["leaders", "teachers", "students"])
def test_the_plain_text_has_every_question_in_order_and_every_answer(group: str, code: str) -> None:
    environment = page_environment(ROOT / "site_templates", project().interface, language(code))
    questionnaire = translated(NEWEST, code)

    file = questionnaire_text(environment, questionnaire, group, "isced2")

    text = file.content.decode()
    questions = form_layout(questionnaire, group, "isced2").questions
    assert file.path.endswith(f"-{code}.txt")
    assert re.findall(r"^(\d+)\. \(([A-Z]+\d+)\)", text, re.MULTILINE) == [
        (str(question.number), question.code) for question in questions
    ]
    joined = " ".join(text.split())
    assert all(" ".join(question.text.split()) in joined for question in questions)
    answers = [
        option for question in questions for option in questionnaire.options_of(questionnaire.item(question.code))
    ]
    assert len(re.findall(r"^ {4}\[ \] ", text, re.MULTILINE)) == len(answers)
    assert max(len(line) for line in text.splitlines()) <= WIDTH
