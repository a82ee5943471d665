"""Ways through a form: an answer says beside its box with which question its giver goes on."""

import io

import pdfplumber
import pytest

from generator.model.questionnaire import Questionnaire
from generator.render.environment import page_environment
from generator.render.paper import questionnaire_print
from generator.render.paper_layout import Choice, form_layout
from generator.render.paper_selection import core_questionnaire
from generator.render.paper_text import questionnaire_text
from generator.render.questionnaire_form import form_sections
from tests.conftest import ROOT
from tests.render.paper_forms import project, rendered

KEY, GROUP, LEVEL = "schools/2023", "teachers", "isced2"
OPTIONS = [{"code": "yes", "text": "Yes"}, {"code": "no", "text": "No", "go_to": "C3"}]


def with_route(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire with a choice as C1, one of whose answers skips C2."""
    plain = questionnaire.model_dump(by_alias=True, mode="json")
    (item,) = [item for area in plain["areas"] for item in area["items"] if item["id"] == "C1"]
    item |= {"type": "single", "scale": None, "options": OPTIONS}
    routed = Questionnaire.model_validate_json(
        Questionnaire.model_validate(plain, strict=False).model_dump_json(by_alias=True)
    )
    assert routed.item("C1").options[1].go_to == "C3"
    return routed


@pytest.fixture(scope="module")
def routed() -> Questionnaire:
    return with_route(project().questionnaires[KEY])


def number_of(questionnaire: Questionnaire, code: str) -> int:
    questions = form_layout(questionnaire, GROUP, LEVEL).questions
    return next(question.number for question in questions if question.code == code)


def test_the_way_stands_beside_the_box_of_its_answer(routed: Questionnaire) -> None:
    environment = page_environment(ROOT / "site_templates", project().interface, project().source)
    pdf, facts = rendered(questionnaire_print(environment, core_questionnaire(routed), GROUP, LEVEL))

    place = next((each["pdf_page"], box) for each in facts["pages"] for box in each["boxes"] if box["option"] == "no")
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        top = place[1]["y"] * 72 / 25.4
        line = opened.pages[place[0] - 1].crop((0, top - 3, 595, top + 18)).extract_text()

    assert f"No → go to question {number_of(core_questionnaire(routed), 'C3')} (C3)" in line


def test_the_page_and_the_text_say_the_same_way(routed: Questionnaire) -> None:
    environment = page_environment(ROOT / "site_templates", project().interface, project().source)
    text = questionnaire_text(environment, routed, GROUP, LEVEL).content.decode()
    parts = [part for section in form_sections(routed, GROUP, LEVEL) for part in section.parts if part.routes]

    assert f"[ ] No -> go to question {number_of(routed, 'C3')} (C3)" in text
    assert [(part.questions[0].code, part.routes["no"].code) for part in parts] == [("C1", "C3")]


def test_a_way_to_an_item_that_a_paper_leaves_out_is_not_printed(routed: Questionnaire) -> None:
    """C11 is optional: the short form cannot lead there."""
    option = routed.item("C1").options[1].model_copy(update={"go_to": "C11"})
    area = next(area for area in routed.areas if area.id == "C")
    items = tuple(
        item.model_copy(update={"options": (item.options[0], option)}) if item.id == "C1" else item
        for item in area.items
    )
    areas = tuple(each.model_copy(update={"items": items}) if each.id == "C" else each for each in routed.areas)
    short = core_questionnaire(routed.model_copy(update={"areas": areas}))

    (choice,) = [p for p in form_layout(short, GROUP, LEVEL).parts if isinstance(p, Choice) and p.question.code == "C1"]

    assert choice.routes == {}
