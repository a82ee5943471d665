"""The strings of suggested activities are translated one by one; ids stay."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from generator.model.activities import Activity, ActivityList, PlanExample
from generator.model.catalogue import Domain, Language, Wording
from generator.model.problem import Place
from generator.model.project import Project
from generator.translation.activity_strings import ActivityStringPlace, map_activity_strings, translate_activities
from generator.translation.messages import source_messages

LIST = ActivityList(
    instrument="schools",
    areas={
        "A": (
            Activity(id="a1", text="Write a plan.", indicator="The plan hangs on the wall"),
            Activity(id="a2", text="Ask students.", indicator="Number of answers"),
        ),
        "C": (Activity(id="a1", text="Count the devices.", indicator="Number of devices"),),
    },
)


def found_in(activities: ActivityList) -> dict[str, tuple[str, str]]:
    """The strings that the walk visits: context -> (path in the file, text)."""
    found: dict[str, tuple[str, str]] = {}

    def note(place: ActivityStringPlace, text: str) -> str:
        found[place.context] = (place.path, text)
        return text

    assert map_activity_strings(activities, note) == activities
    return found


def test_the_strings_have_stable_contexts_and_their_path_in_the_file() -> None:
    """Contexts name instrument, area and id."""
    assert found_in(LIST) == {
        "activity/schools/A/a1/text": ("areas.A.0.text", "Write a plan."),
        "activity/schools/A/a1/indicator": ("areas.A.0.indicator", "The plan hangs on the wall"),
        "activity/schools/A/a2/text": ("areas.A.1.text", "Ask students."),
        "activity/schools/A/a2/indicator": ("areas.A.1.indicator", "Number of answers"),
        "activity/schools/C/a1/text": ("areas.C.0.text", "Count the devices."),
        "activity/schools/C/a1/indicator": ("areas.C.0.indicator", "Number of devices"),
    }


def test_the_worked_example_is_translated_too() -> None:
    """Its school year is the same in every language."""
    figure = {"group": "teachers", "percent": 40, "n": 20}
    step = {"activity": "a1", "resources": "Paper", "finance": "None", "personnel": "Coordinator", "timeframe": "May"}
    example = PlanExample.model_validate_json(
        json.dumps({
            "school": "Made-up school", "year": "2025", "area": "C", "item": "C1", "low": figure, "high": figure,
            "goal": "Devices for all.", "target": "From 40% to 60%.", "discussed": "Council", "steps": [step],
        })
    )  # fmt: skip
    found = found_in(LIST.model_copy(update={"example": example}))
    assert {context: place for context, place in found.items() if context.startswith("plan/")} == {
        "plan/schools/C/school": ("example.school", "Made-up school"),
        "plan/schools/C/goal": ("example.goal", "Devices for all."),
        "plan/schools/C/target": ("example.target", "From 40% to 60%."),
        "plan/schools/C/discussed": ("example.discussed", "Council"),
        "plan/schools/C/a1/resources": ("example.steps.0.resources", "Paper"),
        "plan/schools/C/a1/finance": ("example.steps.0.finance", "None"),
        "plan/schools/C/a1/personnel": ("example.steps.0.personnel", "Coordinator"),
        "plan/schools/C/a1/timeframe": ("example.steps.0.timeframe", "May"),
    }


@given(st.permutations(LIST.areas["A"]))
def test_an_activity_keeps_its_contexts_when_it_moves_within_its_area(order: list[Activity]) -> None:
    """The order of suggestions may change without a new translation."""
    moved = found_in(LIST.model_copy(update={"areas": {"A": tuple(order)}}))
    assert {context: text for context, (_, text) in moved.items()} == {
        context: text for context, (_, text) in found_in(LIST).items() if "/A/" in context
    }


def test_a_translated_list_has_wordings(speaking: Callable[..., Language]) -> None:
    """Each text is translated or marked as English."""
    azerbaijani = speaking("az", {("activity/schools/A/a2/text", "Ask students."): "Şagirdlərdən soruşmaq."})
    activity = translate_activities(LIST, azerbaijani).of("A")[1]
    assert isinstance(activity.text, Wording)
    assert isinstance(activity.indicator, Wording)
    assert (activity.id, activity.text, activity.text.language) == ("a2", "Şagirdlərdən soruşmaq.", "az")
    assert (activity.indicator, activity.indicator.language) == ("Number of answers", "en")


def test_a_translation_of_an_older_wording_is_not_used(speaking: Callable[..., Language]) -> None:
    """What was translated is not what stands there now."""
    azerbaijani = speaking("az", {("activity/schools/A/a2/text", "Ask them."): "Soruşmaq."})
    assert translate_activities(LIST, azerbaijani).of("A")[1].text == "Ask students."


def test_activities_are_messages_of_the_guides_with_their_place(project: Project) -> None:
    """A translator finds the line."""
    path = "content/activities/schools.yaml"
    with_list = dataclasses.replace(
        project, activities={"schools": LIST}, places={path: {"areas.C.0.indicator": Place(path, 9, 18)}}
    )
    message = source_messages(with_list)[-1]
    assert (message.domain, message.context) == (Domain.GUIDES, "activity/schools/C/a1/indicator")
    assert message.places == (Place(path, 9, 18),)
    assert "Count the devices." in message.comment
