"""The numbers of a report as files: exactly what the page shows, with codes and labels."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

from generator.compute.measures import rounded
from generator.model.output import OutputFile
from generator.model.questionnaire import Item, ItemType, OwnItem, Questionnaire
from generator.model.released import (
    AreaPosition,
    Distribution,
    Mark,
    Position,
    ReleasedResults,
    Slice,
)
from generator.render.report_tables import slice_title
from generator.render.report_words import PageEnvironment, ReportWords
from generator.render.slots import finished

COLUMNS = (
    "round", "data", "school", "dimension", "part", "part_label", "group", "group_label", "item", "item_label",
    "option", "option_label", "mark", "count", "percent", "n", "not_applicable", "percent_positive", "mean",
)  # fmt: skip
"""The columns of the CSV. Names are codes, the same in every language; the labels are in the language of the file.

`data` is `synthetic` or `collected`, in every row: a row that is copied elsewhere still says what it is.
"""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to a spreadsheet."""


def download_paths(released: ReleasedResults, language: str) -> dict[str, str]:
    """Paths below the site's root by kind: pdf, csv, json. No school's id has an underscore as `all_schools` has."""
    name = released.school.id if released.school else "all_schools"
    stem = f"files/results/{released.setting.id}/{name}-{language}"
    return {kind: f"{stem}.{kind}" for kind in ("pdf", "csv", "json")}


def report_downloads(
    environment: PageEnvironment,
    questionnaire: Questionnaire,
    released: ReleasedResults,
    own: Sequence[OwnItem] = (),
) -> tuple[OutputFile, ...]:
    """The CSV and the JSON of one report. `questionnaire`, `own` and the setting are translated already."""
    words = ReportWords(environment)
    paths = download_paths(released, words.language)
    items = [*questionnaire.items(), *own]
    return (
        OutputFile(paths["csv"], _csv(words, questionnaire, released, items)),
        OutputFile(paths["json"], _json(words, questionnaire, released, items)),
    )


def _csv(words: ReportWords, questionnaire: Questionnaire, released: ReleasedResults, items: Sequence[Item]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for slice_ in released.slices:
        for group in questionnaire.groups:
            for item in items:
                found = released.distributions.get(Position(slice_, group.id, item.id))
                if found is not None:
                    where = _where(words, questionnaire, released, slice_, group.id)
                    for row in _option_rows(questionnaire, item, found, _score_digits(released, item)):
                        writer.writerow([_cell(value) for value in (*where, item.id, item.title, *row)])
    # The mark at the start tells spreadsheets that the file is UTF-8.
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _where(
    words: ReportWords, questionnaire: Questionnaire, released: ReleasedResults, slice_: Slice, group: str
) -> tuple[str, ...]:
    title = _plain(slice_title(words, questionnaire, released, slice_))
    school = released.school.id if released.school else ""
    data = "synthetic" if released.setting.synthetic else "collected"
    return (
        released.setting.id, data, school, slice_.dimension, slice_.value, title, group,
        questionnaire.group(group).title,
    )  # fmt: skip


def _option_rows(
    questionnaire: Questionnaire, item: Item, found: Distribution, digits: int
) -> Iterator[tuple[object, ...]]:
    """For every option: code, label, mark, count, percent, then the figures of the group, which every row repeats."""
    figures = (found.n, found.not_applicable, _shown(found.percent_positive), _shown(found.mean, digits))
    for option in questionnaire.options_of(item):
        if option.not_applicable:
            continue
        if found.mark is Mark.SHOWN:
            percent = (found.percents or {}).get(option.code)
            count = found.counts.get(option.code, 0)
            yield (option.code, option.text, found.mark.value, count, _shown(percent), *figures)
        else:
            yield (option.code, option.text, found.mark.value, "", "", "", "", "", "")


def _json(words: ReportWords, questionnaire: Questionnaire, released: ReleasedResults, items: Sequence[Item]) -> bytes:
    setting, school = released.setting, released.school
    data = {
        "language": words.language,
        "round": {"id": setting.id, "title": setting.title, "opened": setting.opened.isoformat(),
                  "closed": setting.closed.isoformat(), "synthetic": setting.synthetic},
        "school": {"id": school.id, "name": school.name} if school else None,
        "schools": released.schools,
        "questionnaire": questionnaire.key,
        "source": setting.source,
        "caveat": setting.caveat,
        "marks": {mark.value: words.plain(f"report.mark.{mark.value}.meaning") for mark in Mark if mark != Mark.SHOWN},
        "groups": {group.id: group.title for group in questionnaire.groups},
        "items": [_item(questionnaire, item) for item in items],
        "parts": [_part(words, questionnaire, released, slice_, items) for slice_ in released.slices],
    }  # fmt: skip
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _item(questionnaire: Questionnaire, item: Item) -> dict[str, Any]:
    options = {option.code: option.text for option in questionnaire.options_of(item) if not option.not_applicable}
    return {"id": item.id, "title": item.title, "type": item.type.value, "text": dict(item.text), "options": options}


def _part(
    words: ReportWords,
    questionnaire: Questionnaire,
    released: ReleasedResults,
    slice_: Slice,
    items: Sequence[Item],
) -> dict[str, Any]:
    label = _plain(slice_title(words, questionnaire, released, slice_))
    groups = {}
    for group in questionnaire.groups:
        found = {
            item.id: _distribution(released.distributions[position], _score_digits(released, item))
            for item in items
            if (position := Position(slice_, group.id, item.id)) in released.distributions
        }
        groups[group.id] = {
            "participation": _participation(released, slice_, group.id),
            "areas": _areas(questionnaire, released, slice_, group.id),
            "items": found,
        }
    return {"dimension": slice_.dimension, "part": slice_.value, "label": label, "groups": groups}


def _participation(released: ReleasedResults, slice_: Slice, group: str) -> dict[str, Any] | None:
    found = released.participation.get((slice_, group))
    if found is None:
        return None
    if found.mark is not Mark.SHOWN:
        return {"mark": found.mark.value}
    percent = None if found.rate is None else _shown(100 * found.rate)
    return {"mark": found.mark.value, "invited": found.invited, "completed": found.completed, "percent": percent,
            "needed": found.needed, "is_met": found.is_met, "note": found.note}  # fmt: skip


def _areas(questionnaire: Questionnaire, released: ReleasedResults, slice_: Slice, group: str) -> dict[str, Any]:
    areas = {}
    for area in questionnaire.areas:
        found = released.areas.get(AreaPosition(slice_, group, area.id))
        if found is not None:
            areas[area.id] = {"mark": found.mark.value, "percent_positive": _shown(found.percent_positive)}
    return areas


def _distribution(found: Distribution, digits: int) -> dict[str, Any]:
    if found.mark is not Mark.SHOWN:
        return {"mark": found.mark.value}
    percents = {code: _shown(percent) for code, percent in (found.percents or {}).items()}
    return {"mark": found.mark.value, "counts": dict(found.counts), "percents": percents, "n": found.n,
            "not_applicable": found.not_applicable, "percent_positive": _shown(found.percent_positive),
            "mean": _shown(found.mean, digits)}  # fmt: skip


def _score_digits(released: ReleasedResults, item: Item) -> int:
    """Decimals of a mean as the page shows it: one; two for scores of the whole system."""
    return 2 if item.type is ItemType.SCORE and released.school is None else 1


def _shown(value: float | None, digits: int = 0) -> int | float | None:
    """A number with the decimals that the page shows."""
    if value is None:
        return None
    return float(rounded(value, digits)) if digits else int(rounded(value))


def _cell(value: object) -> object:
    text = str(value) if isinstance(value, str) else value
    return "'" + text if isinstance(text, str) and text.startswith(_FORMULA) else "" if text is None else text


def _plain(html: str) -> str:
    return finished(html).striptags()
