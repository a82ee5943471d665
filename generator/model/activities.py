"""Suggested activities for the action plan: what a school can do about an area, and how it sees that it helped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from generator.model.questionnaire import ItemId, KeyId, Questionnaire, Record, Text

ActivityId = Annotated[str, Field(pattern=r"^[a-z0-9]{1,20}$")]
"""The id of an activity within its area: stable, and never given to another activity, since translations hang on it."""


class Activity(Record):
    """One suggestion: a line of the action plan."""

    id: ActivityId
    text: Text
    """What the school does, in one sentence."""
    indicator: Text
    """How the school sees that it is done and helps: a number, or a thing that exists."""


class ExampleFigure(Record):
    """What a group of the made-up school said."""

    group: KeyId
    percent: Annotated[int, Field(ge=0, le=100)]
    """Percent positive."""
    n: Annotated[int, Field(ge=1)]


class ExampleStep(Record):
    """A line of the example: one of the suggested activities, with what a school adds to it."""

    activity: ActivityId
    """Of the example's area."""
    resources: Text
    finance: Text
    personnel: Text
    """A role, never a name."""
    timeframe: Text


class PlanExample(Record):
    """A worked example of an action plan, of a made-up school."""

    school: Text
    year: Text
    area: ItemId
    item: ItemId
    """What the evidence is about: an item of the area."""
    low: ExampleFigure
    high: ExampleFigure
    """Both about the item: a gap is the evidence."""
    goal: Text
    target: Text
    discussed: Text
    steps: Annotated[tuple[ExampleStep, ...], Field(min_length=1, max_length=6)]

    def fits(self, questionnaire: Questionnaire) -> bool:
        """Whether a version has the area, the item in it, and asks both groups."""
        return any(
            item.id == self.item and {self.low.group, self.high.group} <= set(item.text)
            for area in questionnaire.areas
            if area.id == self.area
            for item in area.items
        )


class ActivityList(Record):
    """The suggestions for all versions of an instrument."""

    instrument: KeyId
    areas: Annotated[Mapping[ItemId, Annotated[tuple[Activity, ...], Field(min_length=1)]], Field(min_length=1)]
    """By area of the questionnaire, in the order in which they are suggested."""
    example: PlanExample | None = None

    def of(self, area: str) -> tuple[Activity, ...]:
        """The suggestions for an area; none when nobody wrote any."""
        return self.areas.get(area, ())
