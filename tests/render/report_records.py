"""A small questionnaire with every type of item, and released results for it, made by hand or by hypothesis."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable
from typing import Any

from hypothesis import strategies as st

from generator.compute.measures import measure
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Item, ItemType, OwnItem, Questionnaire
from generator.model.released import (
    EVERYBODY,
    AreaMeasure,
    AreaPosition,
    Distribution,
    Mark,
    Position,
    ReleasedParticipation,
    ReleasedResults,
    ReleasedSchool,
    Slice,
)
from generator.model.results import ANSWERED
from generator.model.round import RoundSetting

SETTINGS = DisclosureSettings()
_GROUP: dict[str, Any] = {"welcome": "Welcome.", "minutes": 5, "minimum": [{"percent": 50}]}
_OPTIONS: list[dict[str, Any]] = [
    {"code": "1", "text": "No"},
    {"code": "2", "text": "Rather <no>"},
    {"code": "3", "text": "Rather yes", "positive": True},
    {"code": "4", "text": "Yes", "positive": True},
    {"code": "na", "text": "Not for me", "not_applicable": True},
]


def item(
    item_id: str, kind: str = "scale", groups: Iterable[str] = ("teachers", "students"), **more: Any
) -> dict[str, Any]:
    """An item as a questionnaire file has it."""
    texts = {group: f"{item_id} for {group}?" for group in groups}
    scale = {"scale": "likert"} if kind == "scale" else {}
    return {"id": item_id, "title": f"Title {item_id}", "status": "core", "type": kind, "text": texts, **scale, **more}


QUESTIONNAIRE = Questionnaire.model_validate_json(
    json.dumps(
        {
            "instrument": "schools",
            "version": "1",
            "title": "Small questionnaire",
            "summary": "For tests.",
            "languages": ["en", "az"],
            "groups": [
                {"id": "teachers", "title": "Teachers", "reader": "adult", **_GROUP},
                {"id": "students", "title": "Students & pupils", "reader": "student", **_GROUP},
            ],
            "levels": [
                {"id": "low", "title": "Lower level", "short": "Lower"},
                {"id": "high", "title": "Higher level", "short": "Higher"},
            ],
            "scales": [{"id": "likert", "instruction": "Tick one.", "options": _OPTIONS}],
            "areas": [
                {
                    "id": "A",
                    "title": "First *area*",
                    "summary": "About the first.",
                    "items": [item("A1"), item("A2", groups=("teachers",)), item("A3", status="optional")],
                },
                {"id": "B", "title": "Second area", "summary": "About the second.", "items": [item("B1")]},
            ],
            "blocks": [
                {
                    "id": "block",
                    "title": "Obstacles",
                    "summary": "What is in the way.",
                    "stem": {"teachers": "Think of last year."},
                    "items": [
                        item("N1", "multiple", options=[{"code": "a", "text": "Time"}, {"code": "b", "text": "Money"}]),
                        item("V1", "score", score={"from": 1, "to": 10, "low": "bad", "high": "good"}),
                    ],
                }
            ],
        }
    )
)
OWN = OwnItem.model_validate_json(json.dumps({**item("OWN1", status="own"), "area": "B"}))
ITEMS = {each.id: each for each in QUESTIONNAIRE.items()}
GROUPS = ("teachers", "students")
LOW, HIGH = Slice("level", "low"), Slice("level", "high")


def setting(**more: Any) -> RoundSetting:
    """The setting of a round."""
    facts: dict[str, Any] = {
        "id": "r1",
        "title": "Round one",
        "questionnaire": "schools/1",
        "opened": datetime.date(2023, 5, 3),
        "closed": datetime.date(2023, 5, 21),
        "synthetic": True,
        "source": "Our own count",
        "caveat": "Not a sample.",
    }
    return RoundSetting(**(facts | more))


def distribution(each: Item, counts: dict[str, int]) -> Distribution:
    """A shown distribution with these counts, measured as disclosure does."""
    found = measure(each.type, QUESTIONNAIRE.options_of(each), counts)
    return Distribution(
        Mark.SHOWN, found.counts, found.n, found.not_applicable, found.percents, found.percent_positive, found.mean
    )


def some_counts(each: Item) -> dict[str, int]:
    """Counts that give a full report."""
    codes = [option.code for option in QUESTIONNAIRE.options_of(each)]
    counts = {code: 5 * (index + 1) for index, code in enumerate(codes)}
    return counts | ({ANSWERED: 40} if each.type is ItemType.MULTIPLE else {})


def released(
    *,
    slices: tuple[Slice, ...] = (LOW,),
    is_school: bool = True,
    counts: Callable[[Position, Item], dict[str, int] | Mark] = lambda _, each: some_counts(each),
    participation: Callable[[Slice, str], ReleasedParticipation] | None = None,
    own: tuple[OwnItem, ...] = (),
    **facts: Any,
) -> ReleasedResults:
    """Released results: `counts` says for every position what was counted, or why nothing is shown."""
    distributions, areas = {}, {}
    for slice_ in slices:
        for group in GROUPS:
            for each in (*QUESTIONNAIRE.items(), *own):
                position = Position(slice_, group, each.id)
                found = counts(position, each) if group in each.text else Mark.NOT_ASKED
                is_mark = isinstance(found, Mark)
                distributions[position] = Distribution(found, {}) if is_mark else distribution(each, found)
            for area in QUESTIONNAIRE.areas:
                shares = [distributions[slice_, group, each.id].percent_positive for each in area.items]
                shown = [share for share in shares if share is not None]
                measure_ = AreaMeasure(Mark.SHOWN, sum(shown) / len(shown), len(shown)) if shown else None
                areas[AreaPosition(slice_, group, area.id)] = measure_ or AreaMeasure(Mark.HIDDEN)
    took_part = participation or (lambda *_: ReleasedParticipation(Mark.SHOWN, 100, 60, 0.6, 50, 50, True))
    return ReleasedResults(
        setting=setting(**facts),
        school=ReleasedSchool("S1", "School <No.> 1", {}) if is_school else None,
        slices=slices,
        groups=GROUPS,
        participation={(slice_, group): took_part(slice_, group) for slice_ in slices for group in GROUPS},
        distributions={Position(*position): found for position, found in distributions.items()},
        areas=areas,
        schools=None if is_school else 12,
    )


def system(**more: Any) -> ReleasedResults:
    """The results of a whole round."""
    return released(slices=(EVERYBODY, LOW, HIGH), is_school=False, **more)


@st.composite
def any_released(draw: st.DrawFn) -> ReleasedResults:
    """Results with any counts and any marks."""
    marks = st.sampled_from((Mark.HIDDEN, Mark.NOBODY))

    def counts(_: Position, each: Item) -> dict[str, int] | Mark:
        if draw(st.integers(0, 4)) == 0:
            return draw(marks)
        codes = [option.code for option in QUESTIONNAIRE.options_of(each)]
        values = draw(st.lists(st.integers(0, 60), min_size=len(codes), max_size=len(codes)))
        rounded = {code: 5 * value for code, value in zip(codes, values, strict=True)}
        if each.type is ItemType.MULTIPLE:
            return rounded | {ANSWERED: max(rounded.values()) + 5}
        return rounded if any(rounded[code] for code in codes if code != "na") else Mark.NOBODY

    return released(counts=counts)
