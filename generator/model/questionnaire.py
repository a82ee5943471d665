"""A questionnaire version: who is asked what, in which words, on which scale.

The records follow DESIGN.md section 5. Groups, levels, areas and scales are data: a new group or a four-point scale
needs no code. Ids fit the survey tools that people already use (LimeSurvey's limits: item ids at most 20 letters and
digits starting with a letter, option codes at most 5).
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from typing import Annotated, Final, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, Field

ItemId = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9]{0,19}$")]
"""A stable id, never reused for another question."""
OptionCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,5}$")]
"""The code of an answer option: what results files count by."""
KeyId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{0,19}$")]
"""The id of a group, a level, a scale or a block."""
Text = Annotated[str, Field(min_length=1, max_length=2000)]
"""A text that a reader sees, in English, the source language."""
LANGUAGE_CODE_PATTERN: Final = r"^[a-z]{2,3}(-[A-Z]{2})?$"
LanguageCode = Annotated[str, Field(pattern=LANGUAGE_CODE_PATTERN)]
"""A language tag such as `az`: it becomes a folder and a part of addresses."""
SCHOOL_ID_PATTERN: Final = r"^[A-Za-z0-9][A-Za-z0-9-]{0,39}$"
SchoolId = Annotated[str, Field(pattern=SCHOOL_ID_PATTERN)]
"""The id of a school in results and own files: it becomes a folder and a part of addresses."""


class Record(BaseModel):
    """A frozen record that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ItemStatus(enum.StrEnum):
    """Whether every school asks an item, a school may choose it, or a school wrote it."""

    CORE = "core"
    OPTIONAL = "optional"
    OWN = "own"


class ItemType(enum.StrEnum):
    """How an item is answered."""

    SCALE = "scale"
    """One option of a named scale."""
    SINGLE = "single"
    """One option of the item's own list."""
    MULTIPLE = "multiple"
    """Any number of the item's own options; shares may add up to more than 100 %."""
    SCORE = "score"
    """A whole number on a range such as 1 to 10."""


class Option(Record):
    """One answer that can be ticked."""

    code: OptionCode
    text: Text
    positive: bool = False
    """Whether it counts towards percent positive (SELFIE country report, note 8: 4 and 5 count)."""
    not_applicable: bool = False
    """Whether it stands apart from the scale and is left out of percentages and means."""
    go_to: ItemId | None = None
    """The item that whoever gives this answer goes on with; those between are not for them. For single choices."""


class Scale(Record):
    """Named, ordered answer options, from lowest to highest."""

    id: KeyId
    instruction: Text
    """What the form tells the respondent to do, once above the rows."""
    options: Annotated[tuple[Option, ...], Field(min_length=2)]

    @property
    def points(self) -> tuple[Option, ...]:
        """The options on the scale, without those that do not apply."""
        return tuple(option for option in self.options if not option.not_applicable)


class ScoreRange(Record):
    """A score from `lowest` to `highest`, both included, with words for its ends."""

    lowest: int = Field(alias="from")
    highest: int = Field(alias="to")
    low: Text
    high: Text


class ParticipationBand(Record):
    """The least share of invited people that should answer, up to a number of invited people."""

    up_to: Annotated[int, Field(gt=0)] | None = None
    """The largest number of invited people the band holds for; none for the last band."""
    percent: Annotated[int, Field(gt=0, le=100)]


class Group(Record):
    """A group of respondents."""

    id: KeyId
    title: Text
    reader: Literal["adult", "student"]
    welcome: Text
    """The sentences that open the form."""
    minutes: Annotated[int, Field(gt=0)]
    """Our estimate of the time that answering takes."""
    minimum: Annotated[tuple[ParticipationBand, ...], Field(min_length=1)]


class Level(Record):
    """An education level (ISCED)."""

    id: KeyId
    title: Text
    short: Text


class Change(Record):
    """What an item says about itself compared with the version before."""

    comparable: bool
    """Whether a trend may be drawn over this change."""
    reason: Text
    was: ItemId | None = None
    """The id it had in the version before, when it moved."""


class Item(Record):
    """One question with one stable id."""

    id: ItemId
    title: Text
    status: ItemStatus = Field(strict=False)
    code_source: Literal["verified", "chosen"] = "chosen"
    """Whether code and short name are those of the SELFIE questionnaire or were chosen by us."""
    type: ItemType = Field(strict=False)
    scale: str | None = None
    score: ScoreRange | None = None
    options: tuple[Option, ...] = ()
    levels: tuple[str, ...] = ()
    """The levels it is asked of; none listed means all."""
    text: Annotated[Mapping[str, Text], Field(min_length=1)]
    """The wording by group: the keys say who is asked."""
    text_by_level: Mapping[str, Mapping[str, Text]] = {}
    """Wording that differs at a level: level, then group."""
    help: Mapping[str, Text] = {}
    """An explanation of a hard word, by group."""
    change: Change | None = None

    def is_asked_of(self, group: str, level: str) -> bool:
        """Whether this group at this level answers the item."""
        return group in self.text and (not self.levels or level in self.levels)

    def wording(self, group: str, level: str) -> str:
        """The question as this group reads it at this level (KeyError when it is not asked)."""
        return self.text_by_level.get(level, {}).get(group) or self.text[group]


class OwnItem(Item):
    """A question that one school wrote, shown in an area of the questionnaire."""

    area: ItemId


class Section(Record):
    """Items that belong together: an area (A to H) or a block of other questions."""

    id: ItemId
    title: Text
    summary: Text
    stem: Mapping[str, Text] = {}
    """The question that all rows of the section share, by group."""
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


class Removal(Record):
    """An item of the version before that was dropped."""

    id: ItemId
    reason: Text


class Questionnaire(Record):
    """One version of an instrument. A version that was used never changes."""

    instrument: KeyId
    version: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$")]
    revises: str | None = None
    title: Text
    summary: Text
    languages: Annotated[tuple[LanguageCode, ...], Field(min_length=1)]
    groups: Annotated[tuple[Group, ...], Field(min_length=1)]
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    scales: tuple[Scale, ...] = ()
    areas: Annotated[tuple[Section, ...], Field(min_length=1)]
    blocks: tuple[Section, ...] = ()
    removed: tuple[Removal, ...] = ()

    @property
    def key(self) -> str:
        """`instrument/version`, as rounds and addresses name it."""
        return f"{self.instrument}/{self.version}"

    @property
    def sections(self) -> tuple[Section, ...]:
        """Areas, then blocks: the order of paper and report."""
        return self.areas + self.blocks

    @property
    def previous_key(self) -> str | None:
        """The key of the version that this one revises; none for a first version."""
        return f"{self.instrument}/{self.revises}" if self.revises is not None else None

    def items(self) -> Iterator[Item]:
        """Every item in the order of the questionnaire."""
        for section in self.sections:
            yield from section.items

    def items_asked_of(self, group: str, level: str) -> tuple[Item, ...]:
        """The items that this group at this level answers, in order; empty when it has no form."""
        return tuple(item for item in self.items() if item.is_asked_of(group, level))

    def item(self, item_id: str) -> Item:
        """The item with this id (KeyError when there is none)."""
        return next((item for item in self.items() if item.id == item_id), None) or _missing(item_id)

    def options_of(self, item: Item) -> tuple[Option, ...]:
        """The answers an item offers; a score's are its whole numbers."""
        if item.type is ItemType.SCALE:
            return self.scale(item.scale or "").options
        if item.score is not None:
            numbers = range(item.score.lowest, item.score.highest + 1)
            return tuple(Option(code=str(number), text=str(number)) for number in numbers)
        return item.options

    def scale(self, scale_id: str) -> Scale:
        """The scale with this id (KeyError when there is none)."""
        return next((scale for scale in self.scales if scale.id == scale_id), None) or _missing(scale_id)

    def group(self, group_id: str) -> Group:
        """The group with this id (KeyError when there is none)."""
        return next((group for group in self.groups if group.id == group_id), None) or _missing(group_id)

    def level(self, level_id: str) -> Level:
        """The level with this id (KeyError when there is none)."""
        return next((level for level in self.levels if level.id == level_id), None) or _missing(level_id)


class OwnQuestions(Record):
    """The optional items a school chose and the questions it wrote, for one version."""

    school: SchoolId
    instrument: KeyId
    version: str
    chosen: tuple[ItemId, ...] = ()
    items: tuple[OwnItem, ...] = ()

    @property
    def questionnaire(self) -> str:
        """The key of the version they belong to, as `Questionnaire.key`."""
        return f"{self.instrument}/{self.version}"


MAX_OWN_ITEMS = 10
"""How many questions a school may add (the later SELFIE booklet's limit; an earlier copy says eight)."""


def _missing(name: str) -> NoReturn:
    raise KeyError(name)
