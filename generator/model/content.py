"""Guides and interface strings: what people read around questionnaires and results."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Field

from generator.model.problem import Place
from generator.model.questionnaire import Record, Text


class GuideFrontMatter(Record):
    """What stands between the two `---` lines of a guide."""

    title: Text
    summary: Text
    audience: Literal["coordinator", "school", "translator", "national", "everyone"]
    order: int
    """Its place in the menu, unique."""
    minutes: Annotated[int, Field(gt=0)]
    """Reading time."""


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide: English Markdown without an h1."""

    slug: str
    front_matter: GuideFrontMatter
    body: str
    body_line: int
    """The line of the file (from 1) at which `body` starts."""
    path: str


class CommentaryFrontMatter(Record):
    """What stands between the two `---` lines of a commentary: whose words these are."""

    author: Text
    """Shown as it is written, in every language: names are not translated."""
    date: datetime.date


@dataclass(frozen=True, slots=True)
class Commentary:
    """What an analyst says about one round: English Markdown whose headings begin at the fourth level."""

    round: str
    section: str
    """The id of the area or block that it is about; `OVERVIEW` for the round as a whole."""
    front_matter: CommentaryFrontMatter
    body: str
    body_line: int
    """The line of the file (from 1) at which `body` starts."""
    path: str


OVERVIEW: Final = "overview"
"""The section of a commentary on a whole round."""


class InterfaceEntry(Record):
    """An interface string in `site_templates/interface/*.yaml`."""

    text: Text
    plural: Text | None = None
    comment: Text | None = None
    room: Annotated[int, Field(gt=0)] | None = None
    """How many characters fit where its place on paper cannot grow."""


@dataclass(frozen=True, slots=True)
class InterfaceString:
    """An interface string with its key (msgctxt) and place."""

    key: str
    entry: InterfaceEntry
    place: Place


Interface: TypeAlias = Mapping[str, InterfaceString]
"""Interface strings by key."""
