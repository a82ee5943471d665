"""The data files that both sides of the benchmark start from: one a school, and one for what all schools share.

`schools/<id>.json` holds the released numbers of a school by level, item and group. The options of an item have their
numbers in the order of the questionnaire. `shared.json` holds the questionnaire, the round, the interface texts, and
for Hugo alone what our first step works out from them: who read which wording, which colour an answer has.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.model.content import Interface, InterfaceEntry, InterfaceString
from generator.model.problem import Place
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Questionnaire
from generator.model.released import (
    LEVEL_DIMENSION,
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
from generator.model.round import RoundSetting

ROOT = Path(__file__).resolve().parents[2]
"""The project whose questionnaire, words and templates are measured."""
SHARED = "shared.json"
SCHOOLS = "schools"
_MARKED = {mark.value: Distribution(mark, {}) for mark in Mark if mark is not Mark.SHOWN}
KINDS = ("csv", "json", "pdf")
"""The downloads that a report links to, in their order on the page."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What all schools share."""

    questionnaire: Questionnaire
    setting: RoundSetting
    settings: DisclosureSettings
    interface: Interface


@dataclass(frozen=True, slots=True)
class Order:
    """The order of things in a school's file."""

    groups: tuple[str, ...]
    options: Mapping[str, tuple[str, ...]]
    """The codes on the scale by item."""

    @classmethod
    def of(cls, questionnaire: Questionnaire) -> Order:
        """The groups, and the codes of every item's options."""
        codes = {
            item.id: tuple(option.code for option in questionnaire.options_of(item) if not option.not_applicable)
            for item in questionnaire.items()
        }
        return cls(tuple(group.id for group in questionnaire.groups), codes)


def download_path(shared: Shared, school: str, kind: str) -> str:
    """Where a school's download stands below the site's root."""
    return f"files/results/{shared.setting.id}/{school}-en.{kind}"


def write_shared(folder: Path, shared: Shared, views: Mapping[str, Any]) -> None:
    """Write `shared.json`; `views` are the facts for Hugo."""
    record = {
        "questionnaire": shared.questionnaire.model_dump(mode="json", by_alias=True),
        "setting": shared.setting.model_dump(mode="json"),
        "settings": shared.settings.model_dump(mode="json"),
        "interface": {key: string.entry.model_dump() for key, string in shared.interface.items()},
        "views": views,
    }
    (folder / SCHOOLS).mkdir(parents=True, exist_ok=True)
    _write(folder / SHARED, record)


def read_shared(folder: Path) -> Shared:
    """What `write_shared` wrote, as records."""
    text = (folder / SHARED).read_text(encoding="utf-8")
    record = json.loads(text)
    interface = {
        key: InterfaceString(key, InterfaceEntry.model_validate(entry), Place(SHARED))
        for key, entry in record["interface"].items()
    }
    return Shared(
        Questionnaire.model_validate_json(json.dumps(record["questionnaire"])),
        RoundSetting.model_validate_json(json.dumps(record["setting"])),
        DisclosureSettings.model_validate_json(json.dumps(record["settings"])),
        interface,
    )


def write_school(folder: Path, order: Order, released: ReleasedResults) -> None:
    """Write a school's file. Raises ValueError when `released` is not about a school."""
    if released.school is None:
        raise ValueError("results of a round, not of a school")
    levels = [
        {
            "id": slice_.value,
            "participation": {
                group: dataclasses.asdict(released.participation[slice_, group]) for group in order.groups
            },
            "areas": _areas(released, slice_),
            "items": {item: _item(released, order, slice_, item) for item in order.options},
        }
        for slice_ in released.slices
    ]
    _write(folder / SCHOOLS / f"{released.school.id}.json", {**dataclasses.asdict(released.school), "levels": levels})


def read_school(path: Path, shared: Shared, order: Order) -> ReleasedResults:
    """What `write_school` wrote, as the record that the renderer takes."""
    record = json.loads(path.read_bytes())
    participation: dict[tuple[Slice, str], ReleasedParticipation] = {}
    distributions: dict[Position, Distribution] = {}
    areas: dict[AreaPosition, AreaMeasure] = {}
    for level in record["levels"]:
        slice_ = Slice(LEVEL_DIMENSION, level["id"])
        for group, facts in level["participation"].items():
            corrected_on = facts["corrected_on"] and datetime.date.fromisoformat(facts["corrected_on"])
            participation[slice_, group] = ReleasedParticipation(
                **{**facts, "mark": Mark(facts["mark"]), "corrected_on": corrected_on}
            )
        for area, groups in level["areas"].items():
            for group, (mark, percent, items) in groups.items():
                areas[AreaPosition(slice_, group, area)] = AreaMeasure(Mark(mark), percent, items)
        for item, groups in level["items"].items():
            codes = order.options[item]
            for group, facts in groups.items():
                distributions[Position(slice_, group, item)] = _distribution(codes, facts)
    return ReleasedResults(
        setting=shared.setting,
        school=ReleasedSchool(record["id"], record["name"], record["dimensions"]),
        slices=tuple(Slice(LEVEL_DIMENSION, level["id"]) for level in record["levels"]),
        groups=order.groups,
        participation=participation,
        distributions=distributions,
        areas=areas,
    )


def _areas(released: ReleasedResults, slice_: Slice) -> dict[str, dict[str, tuple[object, ...]]]:
    found: dict[str, dict[str, tuple[object, ...]]] = {}
    for (of, group, area), measure in released.areas.items():
        if of == slice_:
            found.setdefault(area, {})[group] = (measure.mark, measure.percent_positive, measure.items)
    return found


def _item(released: ReleasedResults, order: Order, slice_: Slice, item: str) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for group in order.groups:
        each = released.distributions[Position(slice_, group, item)]
        found[group] = {"mark": each.mark}
        if each.mark is Mark.SHOWN:
            percents = each.percents or {}
            found[group] |= {
                "counts": [each.counts.get(code, 0) for code in order.options[item]],
                "percents": [percents.get(code, 0.0) for code in order.options[item]],
                "n": each.n,
                "na": each.not_applicable,
                "positive": each.percent_positive,
                "mean": each.mean,
            }
    return found


def _distribution(codes: tuple[str, ...], facts: Mapping[str, Any]) -> Distribution:
    if facts["mark"] != Mark.SHOWN.value:
        return _MARKED[facts["mark"]]
    return Distribution(
        Mark.SHOWN,
        dict(zip(codes, facts["counts"], strict=True)),
        facts["n"],
        facts["na"],
        dict(zip(codes, facts["percents"], strict=True)),
        facts["positive"],
        facts["mean"],
    )


def _write(path: Path, record: object) -> None:
    path.write_text(json.dumps(record, ensure_ascii=False, separators=(",", ":"), default=str), encoding="utf-8")
