"""One walk over the strings of a questionnaire serves extraction and translation."""

from __future__ import annotations

from collections.abc import Callable

from generator.model.catalogue import Domain, Language, Wording
from generator.model.questionnaire import OwnQuestions, Questionnaire
from generator.translation.questionnaire_comments import ROLES, translator_comment
from generator.translation.questionnaire_strings import (
    StringPlace,
    map_own_strings,
    map_strings,
    translate_own_questions,
    translate_questionnaire,
)


def visited(questionnaire: Questionnaire) -> dict[str, tuple[StringPlace, str]]:
    """Place and text by context."""
    found: dict[str, tuple[StringPlace, str]] = {}

    def note(place: StringPlace, text: str) -> str:
        found[place.context] = (place, text)
        return text

    map_strings(questionnaire, note)
    return found


def texts_of(value: object) -> list[str]:
    """Every text in dumped data, however deep."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts_of(part)]
    if isinstance(value, (list, tuple)):
        return [text for part in value for text in texts_of(part)]
    return [value] if isinstance(value, str) else []


def test_contexts_name_the_string_without_the_version(questionnaire: Questionnaire) -> None:
    """A text that stays in the next version stays the same message."""
    assert {context: text for context, (_, text) in visited(questionnaire).items()} == {
        "schools/title": "Self-reflection",
        "schools/summary": "How a school uses digital technology.",
        "schools/group/leaders": "School leaders",
        "schools/group/leaders/welcome": "Welcome, School leaders.",
        "schools/group/students": "Students",
        "schools/group/students/welcome": "Welcome, Students.",
        "schools/level/isced4": "Post-secondary",
        "schools/level/isced4/short": "ISCED 4",
        "schools/agreement/instruction": "How far do you agree?",
        "schools/agreement/1": "Disagree",
        "schools/agreement/4": "Agree",
        "schools/A/title": "Leadership",
        "schools/A/summary": "How the school plans.",
        "schools/A/stem/teachers": "In my school:",
        "schools/A1/title": "Digital strategy",
        "schools/A1/text/leaders": "We have a written plan.",
        "schools/A1/text/students": "Our school has a plan.",
        "schools/A1/text/students/isced4": "Our college has a plan.",
        "schools/A1/help/students": "A plan says what comes next.",
        "schools/A1/change": "Simpler words.",
        "schools/A2/title": "Satisfaction",
        "schools/A2/low": "Not at all",
        "schools/A2/high": "Very much",
        "schools/A2/text/leaders": "How useful was it?",
        "schools/A3/title": "Devices",
        "schools/A3/option/1": "Tablet",
        "schools/A3/option/2": "2",
        "schools/A3/text/leaders": "What do you use?",
        "schools/A9/removed": "Nobody understood it.",
    }


def test_a_walk_that_changes_nothing_gives_the_same_record(questionnaire: Questionnaire) -> None:
    """The walk replaces texts and nothing else."""
    assert map_strings(questionnaire, lambda _, text: text) == questionnaire


def test_the_walk_reaches_every_text_with_its_path(questionnaire: Questionnaire) -> None:
    """Each visited path leads to its text in the dumped record, and no sentence is left out."""
    data = questionnaire.model_dump(by_alias=True)
    for place, text in visited(questionnaire).values():
        value = data
        for step in place.path.split("."):
            value = value[int(step)] if isinstance(value, (list, tuple)) else value[step]
        assert value == text
    sentences = {text for text in texts_of(data) if text.endswith((".", "?", ":"))}
    assert sentences <= {text for _, text in visited(questionnaire).values()}


def test_a_translated_questionnaire_has_wordings_in_place_of_texts(
    questionnaire: Questionnaire, speaking: Callable[..., Language]
) -> None:
    """Translated where the catalogue has it, English where not; both know their language."""
    key = ("schools/A1/text/leaders", "We have a written plan.")
    azerbaijani = speaking("az", {key: "Yazılı planımız var."}, Domain.QUESTIONNAIRES)
    item = translate_questionnaire(questionnaire, azerbaijani).item("A1")
    leaders, students = item.text["leaders"], item.text["students"]
    assert isinstance(leaders, Wording)
    assert isinstance(students, Wording)
    assert (leaders, leaders.language) == ("Yazılı planımız var.", "az")
    assert (students, students.language) == ("Our school has a plan.", "en")
    assert item.type == questionnaire.item("A1").type


def test_a_text_without_words_belongs_to_every_language(questionnaire: Questionnaire) -> None:
    """A number needs no translation and is not marked as English."""
    option = translate_questionnaire(questionnaire, Language("az")).item("A3").options[1].text
    assert isinstance(option, Wording)
    assert (option, option.language) == ("2", "az")


def test_a_schools_own_questions_have_contexts_of_their_own(
    own_questions: OwnQuestions, speaking: Callable[..., Language]
) -> None:
    """Two schools may use the same id for different questions."""
    key = ("schools/own/S1/X1/text/students", "Our garden helps us learn.")
    translated = translate_own_questions(own_questions, speaking("az", {key: "Bağ."}, Domain.QUESTIONNAIRES))
    assert translated.items[0].text["students"] == "Bağ."
    assert map_own_strings(own_questions, lambda _, text: text) == own_questions


def test_the_comment_says_where_who_and_how(questionnaire: Questionnaire) -> None:
    """Area, item, readers, level and answer scale are told to the translator."""
    place, _ = visited(questionnaire)["schools/A1/text/students/isced4"]
    assert translator_comment(questionnaire, place).splitlines() == [
        "Statement or question.",
        "At most 140 characters, to fit on paper.",
        "Area A: Leadership.",
        "Item A1: Digital strategy.",
        "Read by: students (students: simple words, informal address).",
        "Only at: Post-secondary.",
        "Answered with: Disagree / Agree.",
    ]


def test_every_kind_of_string_is_explained(questionnaire: Questionnaire) -> None:
    """No comment is empty, and no role is unknown."""
    places = [place for place, _ in visited(questionnaire).values()]
    assert {place.role for place in places} == set(ROLES)
    assert all(translator_comment(questionnaire, place) for place in places)
