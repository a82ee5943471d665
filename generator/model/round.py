"""What a round is, and rounds that are known only by published figures. No counts of answers stand here."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from generator.model.questionnaire import KeyId, Record, Text

RoundId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,19}$")]
"""The id of a round, which is also its folder and its address."""


class DimensionSetting(Record):
    """A way to break results down: a column of schools.csv and what its values mean."""

    title: Text
    values: Annotated[Mapping[str, Text], Field(min_length=1)]
    """Label by value, in the order of the report."""


class RoundSetting(Record):
    """round.yaml: what a round is, and the lines that must stand under every figure."""

    id: RoundId
    title: Text
    questionnaire: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*/[A-Za-z0-9.-]+$")]
    opened: datetime.date
    closed: datetime.date
    synthetic: bool
    """Whether the data was made by a machine; says so on every page it feeds."""
    source: Text
    caveat: Text
    dimensions: Mapping[KeyId, DimensionSetting] = {}


class PublishedPart(Record):
    """One line of a published table."""

    label: Text
    value: float = Field(strict=False)
    percent: float | None = Field(default=None, strict=False)


class PublishedFigure(Record):
    """One figure that a report states in words or in a table, with its place there."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    title: Text
    kind: Literal["number", "table", "ordering"]
    place: Text
    """Where in the source: chapter, table or chart."""
    value: float | None = Field(default=None, strict=False)
    unit: Literal["persons", "schools", "percent", "points", ""] = ""
    parts: tuple[PublishedPart, ...] = ()
    """The lines of a table; their sum must be `value` when `value` is given."""
    order: tuple[Text, ...] = ()
    """The labels of an ordering, highest first; only those that the source names."""
    note: Text | None = None


class PublishedSection(Record):
    """Published figures about one subject."""

    id: KeyId
    title: Text
    figures: Annotated[tuple[PublishedFigure, ...], Field(min_length=1)]


class PublishedRound(Record):
    """published.yaml: a round known only by its published figures."""

    id: RoundId
    title: Text
    questionnaire: str | None = None
    opened: datetime.date
    closed: datetime.date
    source: Text
    caveat: Text
    not_published: tuple[Text, ...] = ()
    """What the source does not state, said on the page."""
    sections: Annotated[tuple[PublishedSection, ...], Field(min_length=1)]
