"""Suggested activities for the action plan: what a school can do about an area, and how it sees that it helped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from generator.model.questionnaire import ItemId, KeyId, Record, Text

ActivityId = Annotated[str, Field(pattern=r"^[a-z0-9]{1,20}$")]
"""The id of an activity within its area: stable, and never given to another activity, since translations hang on it."""


class Activity(Record):
    """One suggestion: a line of the action plan."""

    id: ActivityId
    text: Text
    """What the school does, in one sentence."""
    indicator: Text
    """How the school sees that it is done and helps: a number, or a thing that exists."""


class ActivityList(Record):
    """The suggestions for all versions of an instrument."""

    instrument: KeyId
    areas: Annotated[Mapping[ItemId, Annotated[tuple[Activity, ...], Field(min_length=1)]], Field(min_length=1)]
    """By area of the questionnaire, in the order in which they are suggested."""

    def of(self, area: str) -> tuple[Activity, ...]:
        """The suggestions for an area; none when nobody wrote any."""
        return self.areas.get(area, ())
