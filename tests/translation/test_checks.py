"""What is wrong with a translation is named with its place."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.catalogue import Domain, Language, SourceMessage, TextPlace, Translation, WrittenLine
from generator.model.content import InterfaceEntry, InterfaceString
from generator.model.problem import Place
from generator.model.project import Project
from generator.translation.checks import check_message, check_translations
from generator.translation.glossary import Glossary, Term
from generator.translation.messages import source_messages

AGREEMENT = "schools/agreement"


def codes(text: str, translation: str, language: str = "az", plural: str = "") -> list[str]:
    message = SourceMessage(Domain.GUIDES, "", text, plural)
    found = Translation((translation,), place=Place("a.po", 7))
    return [problem.code for problem in check_message(message, found, language, Glossary())]


@pytest.mark.parametrize(
    ("text", "translation", "language"),
    [
        ("We have a plan.", "Planımız var.", "az"),
        ("ISCED 2", "ISCED 2", "az"),
        ("In 2021, 5,694 students took part.", "2021-ci ildə 5.694 şagird iştirak edib.", "az"),
        ("It was 93.9%.", "Это 93,9 %.", "ru"),
        ("How are you?", "Как дела?", "ru"),
        ('Say "yes".', "De “hə”.", "az"),
        ("See **SELFIE**.", "См. **SELFIE**.", "ru"),
        ("Open `a.csv` now", "`a.csv` açın", "az"),
        ("Plan", "Plan", "az"),
        ("PDF", "PDF", "ru"),
        ("15 may 2022 / 31 may 2022", "15 may 2022 / 31 may 2022", "az"),
        (
            "SELFIE is short for Self-reflection on Effective Learning by Fostering Innovation",
            "SELFIE qısaltmadır: Self-reflection on Effective Learning by Fostering Innovation",
            "az",
        ),
    ],
)
def test_good_translations_have_no_problem(text: str, translation: str, language: str) -> None:
    """Numbers may be written in the language's way, names may stay."""
    assert codes(text, translation, language) == []


@pytest.mark.parametrize(
    ("text", "translation", "language", "code"),
    [
        ("We have a plan.", "We have a plan.", "az", "T014"),
        ("We have a plan.", "Planımız var", "az", "T015"),
        ("Really?", "Doğrudan.", "az", "T015"),
        ("At least 7 days", "Ən azı 17 gün", "az", "T016"),
        ("Look at it.", "Bax: www.elsewhere.example.", "az", "T005"),
        ("Look at **it**.", "Buna *baxın*.", "az", "T006"),
        ("School", "mәktəb", "az", "T010"),
        ("School", "Шкoла", "ru", "T010"),
        ("School", "School", "ru", "T014"),
        ("Written plan", "written plan.", "az", "T014"),
        ("We always write down what we have seen.", "Biz always write down what we have seen.", "az", "T014"),
        ("Look at it.", "**Buna** baxın.", "az", "T006"),
        ('Say "yes".', "De «hə».", "az", "T023"),
        ("Two days", "Iki gün", "az", "T022"),
    ],
)
def test_bad_translations_are_named(text: str, translation: str, language: str, code: str) -> None:
    """English left over, other punctuation, other numbers, letters of another alphabet."""
    assert codes(text, translation, language) == [code]


@given(
    st.text(max_size=40),
    st.text(st.sampled_from('aıİIi\u0307ə әшш1٣.,;؟。"“”«»„‘’`*_{}[]()<>|\n\u202e') | st.characters(), max_size=40),
    st.sampled_from(["az", "ru", "uk", "ar", "zh", "ka", "el", "th", "tr", "pt-BR", "xx"]),
    st.sampled_from(Domain),
)
def test_no_text_of_any_language_is_too_strange_for_the_checks(
    text: str, form: str, language: str, domain: Domain
) -> None:
    """A problem is told on one line, whatever it quotes."""
    message = SourceMessage(domain, "", text)
    for problem in check_message(message, Translation((form,), place=Place("a.po", 7)), language, Glossary()):
        assert "\n" not in str(problem)


@given(st.text(st.sampled_from("Aabcd .?!"), min_size=1, max_size=30), st.sampled_from(["az", "ka", "fr"]))
def test_a_copy_of_the_source_has_no_other_fault_than_being_one(text: str, language: str) -> None:
    """What the source has in letters, numbers and marks is no mistake of the translator."""
    message = SourceMessage(Domain.INTERFACE, "", text)
    assert {each.code for each in check_message(message, Translation((text,)), language, Glossary())} <= {"T014"}


def test_a_problem_names_the_line_of_the_catalogue() -> None:
    """The translator finds it at once."""
    found = Translation(("Planımız var",), place=Place("a.po", 7))
    (problem,) = check_message(SourceMessage(Domain.GUIDES, "", "We have a plan."), found, "az", Glossary())
    assert problem.place == Place("a.po", 7)


def test_a_problem_of_a_plural_form_names_the_line_of_that_form() -> None:
    """Russian has three lines, and only one of them is wrong."""
    forms = ("{count} школа", "{count} школы", "{count} шкoл")
    places = tuple(TextPlace("a.po", (WrittenLine(line, 12, form),)) for line, form in enumerate(forms, 7))
    found = Translation(forms, False, places[0].start, places)
    message = SourceMessage(Domain.INTERFACE, "", "{count} school", "{count} schools")
    (problem,) = check_message(message, found, "ru", Glossary())
    assert (problem.code, problem.place) == ("T010", Place("a.po", 9, 22))


def test_a_missing_term_of_the_glossary_is_a_warning() -> None:
    """With the allowed forms in the remedy."""
    term = Term(term="area", forms={"az": ("sahə",)}, note="Not land.")
    message = SourceMessage(Domain.GUIDES, "", "Each area")
    (problem,) = check_message(message, Translation(("Hər rayon",)), "az", Glossary(terms=(term,)))
    assert (problem.code, problem.remedy) == ("T020", "Say: sahə.")
    assert list(check_message(message, Translation(("Hər sahədə",)), "az", Glossary(terms=(term,)))) == []


def in_project(project: Project, language: Language) -> list[str]:
    told = dataclasses.replace(project, languages=(language, Language("en")))
    return [problem.code for problem in check_translations(told, Glossary())]


def test_two_options_of_a_scale_must_differ(project: Project, speaking: Callable[..., Language]) -> None:
    """Else the answers cannot be told apart."""
    texts = {(f"{AGREEMENT}/1", "Disagree"): "Razıyam", (f"{AGREEMENT}/4", "Agree"): "razıyam"}
    assert in_project(project, speaking("az", texts, Domain.QUESTIONNAIRES)) == ["T018"]


def test_two_questions_must_not_become_the_same(project: Project, speaking: Callable[..., Language]) -> None:
    """Schools of the pilot complained about questions that were asked twice."""
    texts = {
        ("schools/A1/text/leaders", "We have a written plan."): "Bu var.",
        ("schools/A2/text/leaders", "How useful was it?"): "Bu var.",
    }
    assert "T019" in in_project(project, speaking("az", texts, Domain.QUESTIONNAIRES))


def test_two_items_must_not_get_the_same_title(project: Project, speaking: Callable[..., Language]) -> None:
    """Else the rows of a table cannot be told apart; capitals and dots do not tell them apart either."""
    texts = {("schools/A1/title", "Digital strategy"): "İş planı", ("schools/A2/title", "Satisfaction"): "iş planı."}
    assert "T019" in in_project(project, speaking("az", texts, Domain.QUESTIONNAIRES))


def test_two_groups_may_read_the_same_sentence(project: Project, speaking: Callable[..., Language]) -> None:
    """Nobody reads both."""
    texts = {
        ("schools/A1/text/leaders", "We have a written plan."): "Planımız var.",
        ("schools/A1/text/students", "Our school has a plan."): "Planımız var.",
    }
    assert in_project(project, speaking("az", texts, Domain.QUESTIONNAIRES)) == []


def test_one_item_may_say_the_same_at_two_levels(project: Project, speaking: Callable[..., Language]) -> None:
    """Not every language has a word of its own for a college."""
    texts = {
        ("schools/A1/text/students", "Our school has a plan."): "Planımız var.",
        ("schools/A1/text/students/isced4", "Our college has a plan."): "Planımız var.",
    }
    assert in_project(project, speaking("az", texts, Domain.QUESTIONNAIRES)) == []


def test_an_own_question_must_differ_from_those_of_the_questionnaire(
    project: Project, speaking: Callable[..., Language]
) -> None:
    """A student reads both."""
    texts = {
        ("schools/A1/text/students", "Our school has a plan."): "Bu var.",
        ("schools/own/S1/X1/text/students", "Our garden helps us learn."): "bu var.",
    }
    assert in_project(project, speaking("az", texts, Domain.QUESTIONNAIRES)) == ["T019"]


def test_an_answer_must_fit_its_place_on_paper(project: Project, speaking: Callable[..., Language]) -> None:
    """The translator is told how long it may be."""
    long = "Mən bununla heç bir halda razı ola bilmərəm, çünki"
    texts = {(f"{AGREEMENT}/1", "Disagree"): long}
    assert in_project(project, speaking("az", texts, Domain.QUESTIONNAIRES)) == ["T021"]
    told = {message.context: message.comment for message in source_messages(project)}
    assert "At most 40 characters, to fit on paper." in told[f"{AGREEMENT}/1"].splitlines()


def test_a_word_of_the_interface_must_fit_its_place_on_paper(
    project: Project, speaking: Callable[..., Language]
) -> None:
    """Where a form has a column of fixed width for it; the translator is told here too."""
    string = InterfaceString(
        "plan.year", InterfaceEntry(text="School year", comment="A label.", room=12), Place("a.yaml")
    )
    told = dataclasses.replace(project, interface={**project.interface, "plan.year": string})
    texts = {("plan.year", "School year"): "Tədris ili, məktəbdə"}
    assert in_project(told, speaking("az", texts, Domain.INTERFACE)) == ["T021"]
    assert in_project(told, speaking("az", {("plan.year", "School year"): "Tədris ili"}, Domain.INTERFACE)) == []
    comments = {message.context: message.comment for message in source_messages(told)}
    assert comments["plan.year"] == "A label.\nAt most 12 characters, to fit on paper."


def test_one_option_has_one_translation(project: Project, speaking: Callable[..., Language]) -> None:
    """The same English option in two scales is said in the same way."""
    newest = project.questionnaires["schools/2023"]
    second = newest.scales[0].model_copy(update={"id": "other"})
    both = newest.model_copy(update={"scales": (*newest.scales, second)})
    told = dataclasses.replace(project, questionnaires={"schools/2023": both})
    texts = {(f"{AGREEMENT}/4", "Agree"): "Razıyam", ("schools/other/4", "Agree"): "Bəli"}
    assert in_project(told, speaking("az", texts, Domain.QUESTIONNAIRES)) == ["T017"]
