"""The numbers of a report as files: exactly what the page shows, with codes and labels."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from generator.model.output import OutputFile
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Item, OwnItem, Questionnaire
from generator.model.released import (
    AnswerClass,
    AreaPosition,
    Bound,
    Distribution,
    Mark,
    Position,
    ReleasedResults,
    SchoolCounts,
    Slice,
)
from generator.render.data_package import data_package
from generator.render.report_about import protection_rules
from generator.render.report_rows import ReportData, answer_table, shown
from generator.render.report_words import PageEnvironment, ReportWords
from generator.render.table_csv import BYTE_ORDER_MARK, csv_bytes
from generator.render.workbook import workbook

_KINDS = ("pdf", "csv", "xlsx", "json")


def download_paths(released: ReleasedResults, language: str) -> dict[str, str]:
    """Paths below the site's root by kind: pdf, csv, xlsx, json; for a whole round also package.

    No school's id has an underscore as `all_schools` has, and no school has an archive.
    """
    folder = f"files/results/{released.setting.id}"
    name = released.school.id if released.school else "all_schools"
    paths = {kind: f"{folder}/{name}-{language}.{kind}" for kind in _KINDS}
    if released.school is None:
        paths["package"] = f"{folder}/datapackage-{released.setting.id}-{language}.zip"
    return paths


def report_downloads(
    environment: PageEnvironment,
    questionnaire: Questionnaire,
    released: ReleasedResults,
    settings: DisclosureSettings,
    own: Sequence[OwnItem] = (),
) -> tuple[OutputFile, ...]:
    """CSV, workbook and JSON of one report, and the data package of a round.

    `questionnaire`, `own` and the setting are translated already.
    """
    data = ReportData(ReportWords(environment), questionnaire, released, tuple(own))
    paths = download_paths(released, data.words.language)
    answers = answer_table(data)
    files = [
        OutputFile(paths["csv"], BYTE_ORDER_MARK + csv_bytes(answers)),
        OutputFile(paths["xlsx"], workbook(data, settings, answers)),
        OutputFile(paths["json"], _json(data, settings)),
    ]
    if "package" in paths:
        files.append(OutputFile(paths["package"], data_package(data, settings, answers)))
    return tuple(files)


def _json(data: ReportData, settings: DisclosureSettings) -> bytes:
    released, words = data.released, data.words
    setting, school = released.setting, released.school
    record: dict[str, Any] = {
        "language": words.language,
        "round": {"id": setting.id, "title": setting.title, "opened": setting.opened.isoformat(),
                  "closed": setting.closed.isoformat(), "synthetic": setting.synthetic},
        "school": {"id": school.id, "name": school.name} if school else None,
        "schools": released.schools,
        "questionnaire": data.questionnaire.key,
        "source": setting.source,
        "caveat": setting.caveat,
        "marks": {mark.value: words.plain(f"report.mark.{mark.value}.meaning") for mark in Mark if mark != Mark.SHOWN},
        "groups": {group.id: group.title for group in data.questionnaire.groups},
        "items": [_item(data.questionnaire, item) for item in data.items],
        "parts": [_part(data, slice_) for slice_ in released.slices],
    }  # fmt: skip
    if data.is_own:
        record["rules"] = protection_rules(data, settings)
        record["bounds"] = {bound.value: words.plain(f"download.own.mark.{bound.value}") for bound in Bound}
    # Without indents, which take ten times as long: programs read this file.
    return (json.dumps(record, ensure_ascii=False) + "\n").encode()


def _item(questionnaire: Questionnaire, item: Item) -> dict[str, Any]:
    options = {option.code: option.text for option in questionnaire.options_of(item) if not option.not_applicable}
    return {"id": item.id, "title": item.title, "type": item.type.value, "text": dict(item.text), "options": options}


def _part(data: ReportData, slice_: Slice) -> dict[str, Any]:
    released = data.released
    digits = {item.id: data.mean_digits(item) for item in data.items}
    groups = {}
    for group in data.questionnaire.groups:
        found = {
            item: _distribution(released.distributions[position], places)
            for item, places in digits.items()
            if (position := Position(slice_, group.id, item)) in released.distributions
        }
        groups[group.id] = {
            "participation": _participation(released, slice_, group.id),
            "areas": _areas(data.questionnaire, released, slice_, group.id),
            "items": found,
        }
    part = {"dimension": slice_.dimension, "part": slice_.value, "label": data.part_label(slice_), "groups": groups}
    schools = released.school_counts.get(slice_)
    return part if schools is None else {**part, "schools": _schools(schools)}


def _schools(found: SchoolCounts) -> dict[str, Any]:
    if found.mark is not Mark.SHOWN:
        return {"mark": found.mark.value}
    return {"mark": found.mark.value, "schools": found.schools, "minimum_met": dict(found.minimum_met),
            "plans": found.plans}  # fmt: skip


def _participation(released: ReleasedResults, slice_: Slice, group: str) -> dict[str, Any] | None:
    found = released.participation.get((slice_, group))
    if found is None:
        return None
    if found.mark is not Mark.SHOWN:
        return {"mark": found.mark.value}
    percent = None if found.rate is None else shown(100 * found.rate)
    facts = {"mark": found.mark.value, "invited": found.invited, "completed": found.completed, "percent": percent,
             "needed": found.needed, "is_met": found.is_met, "note": found.note}  # fmt: skip
    if found.corrected_on is not None:
        facts |= {"registered": found.registered, "corrected_on": found.corrected_on.isoformat(),
                  "correction": found.correction}  # fmt: skip
    return facts


def _areas(questionnaire: Questionnaire, released: ReleasedResults, slice_: Slice, group: str) -> dict[str, Any]:
    areas: dict[str, Any] = {}
    for area in questionnaire.areas:
        found = released.areas.get(AreaPosition(slice_, group, area.id))
        if found is not None:
            measures = {"percent_positive": shown(found.percent_positive), "mean": shown(found.mean, 1)}
            areas[area.id] = {"mark": found.mark.value, **measures}
            if found.percent_range is not None:
                areas[area.id]["percent_range"] = [shown(end) for end in found.percent_range]
    return areas


def _distribution(found: Distribution, digits: int) -> dict[str, Any]:
    if found.mark is not Mark.SHOWN:
        return {"mark": found.mark.value}
    percents = {code: shown(percent) for code, percent in (found.percents or {}).items()}
    facts = {"mark": found.mark.value, "counts": dict(found.counts), "percents": percents, "n": found.n,
            "not_applicable": found.not_applicable, "percent_positive": shown(found.percent_positive),
            "mean": shown(found.mean, digits)}  # fmt: skip
    return facts | {"classes": [_class(each) for each in found.classes]} if found.classes else facts


def _class(found: AnswerClass) -> dict[str, Any]:
    facts: dict[str, Any] = {"options": list(found.codes), "percent": shown(found.percent)}
    return facts | ({"bound": found.bound.value} if found.bound else {"count": found.count})
