"""Rounds for tests of a round's pages: with a dimension, counts of schools, an earlier round and an older version."""

from __future__ import annotations

import dataclasses
import datetime
import json
from typing import Any

import markdown
from hypothesis import strategies as st
from lxml import html as lxml_html

from generator.compute.history import EarlierRound, histories
from generator.model.questionnaire import Item, ItemType, Questionnaire
from generator.model.released import EVERYBODY, Mark, Position, ReleasedResults, SchoolCounts, Slice
from generator.model.results import ANSWERED
from generator.model.round import DimensionSetting
from generator.render.round_page import RoundHistory
from tests.render.report_records import HIGH, LOW, QUESTIONNAIRE, item, released

NORTH, SOUTH = Slice("region", "north"), Slice("region", "south")
SLICES = (EVERYBODY, LOW, HIGH, NORTH, SOUTH)
REGION = DimensionSetting(title="Region", values={"north": "The <north>", "south": "The south"})


def round_of(**more: Any) -> ReleasedResults:
    """A round with the dimension "region"."""
    facts = {"dimensions": {"region": REGION}} | more
    return released(slices=SLICES, is_school=False, **facts)


def counted(results: ReleasedResults, plans: int | None = 5) -> ReleasedResults:
    """The same with counts of schools; those of the south are hidden."""
    shown = SchoolCounts(Mark.SHOWN, 10, {"teachers": 5, "students": 0}, plans)
    counts = {slice_: SchoolCounts(Mark.HIDDEN) if slice_ == SOUTH else shown for slice_ in results.slices}
    return dataclasses.replace(results, school_counts=counts)


OLD = QUESTIONNAIRE
_AREA = OLD.areas[0]
_A1, _A2, _A3 = _AREA.items
NEW = Questionnaire.model_validate_json(
    json.dumps(
        json.loads(OLD.model_dump_json(by_alias=True))
        | {
            "version": "2",
            "revises": "1",
            "areas": [
                {
                    "id": "A",
                    "title": "First *area*",
                    "summary": "About the first.",
                    "items": [
                        item("A1"),
                        item("A2", groups=("teachers",), change={"comparable": False, "reason": "Asks <more>."})
                        | {"text": {"teachers": "Quite another question?"}},
                        item("A4", change={"comparable": True, "reason": "Moved.", "was": "A3"})
                        | {"text": {"teachers": "A3 in other words?", "students": "A3 for students?"}},
                        item("A5"),
                    ],
                },
                json.loads(OLD.areas[1].model_dump_json(by_alias=True)),
            ],
        }
    )
)
"""A2 broke, A3 moved to A4 with other words for teachers, A5 is new."""
VERSIONS = {OLD.key: OLD, NEW.key: NEW}


def of_new_version(results: ReleasedResults) -> ReleasedResults:
    """The same answers as if the new version had been asked: A4 got those of A3, and A5 those of A1."""
    sources = {"A4": "A3", "A5": "A1"}
    found = {
        Position(slice_, group, each.id): results.distributions[slice_, group, sources.get(each.id, each.id)]
        for slice_ in results.slices
        for group in results.groups
        for each in NEW.items()
    }
    setting = results.setting.model_copy(update={"questionnaire": NEW.key})
    return dataclasses.replace(results, setting=setting, distributions=found)


def earlier(**more: Any) -> ReleasedResults:
    """A round before the others, of the same version."""
    facts = {"id": "r0", "title": "Round zero", "opened": datetime.date(2022, 5, 3)} | more
    return round_of(**facts)


def history(now: ReleasedResults, *before: ReleasedResults) -> RoundHistory:
    """What came before `now`."""
    found: tuple[EarlierRound, ...] = histories([*before, now], VERSIONS)[now.setting.id, ""]
    return RoundHistory(found, VERSIONS)


def shown(body: str) -> Any:
    """A page's Markdown as MkDocs shows it."""
    converter = markdown.Markdown(extensions=["admonition", "attr_list", "def_list", "md_in_html", "tables", "toc"])
    return lxml_html.fromstring(f"<main>{converter.convert(body)}</main>")


def words_of(node: Any) -> str:
    """The text of an element on one line."""
    return " ".join(node.text_content().split())


@st.composite
def any_round(draw: st.DrawFn) -> ReleasedResults:
    """A round with any counts and any marks."""

    def counts(_: Position, each: Item) -> dict[str, int] | Mark:
        if draw(st.integers(0, 3)) == 0:
            return draw(st.sampled_from((Mark.HIDDEN, Mark.NOBODY)))
        codes = [option.code for option in QUESTIONNAIRE.options_of(each)]
        values = draw(st.lists(st.integers(0, 60), min_size=len(codes), max_size=len(codes)))
        rounded = {code: 5 * value for code, value in zip(codes, values, strict=True)}
        if each.type is ItemType.MULTIPLE:
            return rounded | {ANSWERED: max(rounded.values()) + 5}
        return rounded if any(rounded[code] for code in codes if code != "na") else Mark.NOBODY

    return round_of(counts=counts)
