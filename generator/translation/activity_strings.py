"""The strings of suggested activities, and of the worked example of a plan that is made of them.

They belong to the catalogue of the guides, with contexts such as `activity/schools/C/a1/text` and
`plan/schools/C/a1/personnel`: an activity may move within its area without losing its translation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from generator.model.activities import Activity, ActivityList, ExampleStep, PlanExample
from generator.model.catalogue import Domain, Language
from generator.translation.wordings import wording_of

_TEXT_COMMENT = "Suggested activity for the action plan of a school, area {area}: what the school does."
_INDICATOR_COMMENT = "How the school sees that the activity is done and helps. The activity: {text}"

_EXAMPLE_COMMENTS: Final = {
    "school": "Worked example of an action plan: the name of the made-up school, which must sound made up.",
    "goal": "Worked example of an action plan: the goal, what shall be better and for whom.",
    "target": "Worked example of an action plan: how it is measured, and by when.",
    "discussed": "Worked example of an action plan: in which council and when it was discussed.",
    "resources": "Worked example of an action plan, a narrow column: what is needed.",
    "finance": "Worked example of an action plan, a narrow column: how much money, from where.",
    "personnel": "Worked example of an action plan, a narrow column: who is responsible, a role.",
    "timeframe": "Worked example of an action plan, a narrow column: by when.",
}


@dataclass(frozen=True, slots=True)
class ActivityStringPlace:
    """Which string the walk has reached."""

    context: str
    """msgctxt, such as `activity/schools/C/a1/indicator`."""
    path: str
    """The string in its file: keys and positions from 0 joined by dots, such as `areas.C.0.indicator`."""
    comment: str
    """What the translator is told."""


ActivityVisit: TypeAlias = Callable[[ActivityStringPlace, str], str]
"""Is given each string with its place and returns what shall stand there."""


def activities_in(activities: Mapping[str, ActivityList], instrument: str, language: Language) -> ActivityList | None:
    """What a project suggests to those who are asked an instrument, translated; none when it has nothing for it."""
    return translate_activities(activities[instrument], language) if instrument in activities else None


def translate_activities(activities: ActivityList, language: Language) -> ActivityList:
    """The same activities with each text as a Wording: in `language`, or in English where that lacks."""
    return map_activity_strings(
        activities, lambda place, text: wording_of(language, Domain.GUIDES, place.context, text)
    )


def map_activity_strings(activities: ActivityList, visit: ActivityVisit) -> ActivityList:
    """A copy in which `visit` has replaced every string that a reader sees, in the order of the file."""
    return activities.model_copy(
        update={
            "areas": {
                area: tuple(
                    _map_activity(activity, f"activity/{activities.instrument}/{area}", f"areas.{area}.{index}", visit)
                    for index, activity in enumerate(suggestions)
                )
                for area, suggestions in activities.areas.items()
            },
            "example": activities.example and _map_example(activities.example, activities.instrument, visit),
        }
    )


def _map_example(example: PlanExample, instrument: str, visit: ActivityVisit) -> PlanExample:
    prefix = f"plan/{instrument}/{example.area}"

    def replaced(context: str, path: str, text: str) -> str:
        comment = _EXAMPLE_COMMENTS[context.rpartition("/")[2]]
        return visit(ActivityStringPlace(f"{prefix}/{context}", f"example.{path}", comment), text)

    def step(index: int, each: ExampleStep) -> ExampleStep:
        return each.model_copy(
            update={
                field: replaced(f"{each.activity}/{field}", f"steps.{index}.{field}", getattr(each, field))
                for field in ("resources", "finance", "personnel", "timeframe")
            }
        )

    fields = {
        field: replaced(field, field, getattr(example, field)) for field in ("school", "goal", "target", "discussed")
    }
    return example.model_copy(
        update={**fields, "steps": tuple(step(index, each) for index, each in enumerate(example.steps))}
    )


def _map_activity(activity: Activity, prefix: str, path: str, visit: ActivityVisit) -> Activity:
    def replaced(field: str, comment: str, text: str) -> str:
        return visit(ActivityStringPlace(f"{prefix}/{activity.id}/{field}", f"{path}.{field}", comment), text)

    area = prefix.rpartition("/")[2]
    return activity.model_copy(
        update={
            "text": replaced("text", _TEXT_COMMENT.format(area=area), activity.text),
            "indicator": replaced("indicator", _INDICATOR_COMMENT.format(text=activity.text), activity.indicator),
        }
    )
