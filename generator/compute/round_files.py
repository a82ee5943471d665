"""The files of a round, as the project's results folder holds them: round.yaml and three tables."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from generator.model.results import ANSWERED, Consent, ConsentScope, Participation, Round
from generator.model.round import RoundSetting

_CORRECTION_HEADER: Final = ("corrected_invited", "corrected_on", "correction_reason")
_PLAN_MADE: Final = {True: "yes", False: "no", None: ""}


def round_files(round_: Round) -> Mapping[str, str]:
    """The text of each file of a round by its name: what `load` reads back as the same round.

    Options that nobody chose have no row, apart from the number of people who answered a multiple choice item.
    """
    dimensions = list(round_.setting.dimensions)
    schools_header = ["school", "name", *dimensions, "consent_scope", "consent_by", "consent_on", "plan_made"]
    return {
        "round.yaml": _setting_text(round_.setting),
        "schools.csv": _table(schools_header, _school_rows(round_, dimensions)),
        "participation.csv": _table(
            ["school", "level", "group", "invited", "completed", "note", *_CORRECTION_HEADER],
            map(_participation_cells, round_.participations),
        ),
        "answers.csv": _table(["school", "level", "group", "item", "option", "count"], _answer_rows(round_)),
    }


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _school_rows(round_: Round, dimensions: Sequence[str]) -> Iterator[Sequence[str]]:
    for school in round_.schools:
        values = [school.dimensions.get(dimension, "") for dimension in dimensions]
        yield [school.id, school.name, *values, *_consent_cells(school.consent), _PLAN_MADE[school.plan_made]]


def _consent_cells(consent: Consent) -> tuple[str, str, str]:
    if consent.scope is ConsentScope.NONE:
        return (consent.scope.value, "", "")
    given_on = consent.given_on.isoformat() if consent.given_on else ""
    return (consent.scope.value, consent.given_by, given_on)


def _participation_cells(people: Participation) -> Sequence[object]:
    """A row: the number of invited people as it was first given, then the corrected one with its date and reason."""
    first = (people.school, people.level, people.group)
    if people.registered is None or people.corrected_on is None:
        return (*first, people.invited, people.completed, people.note, "", "", "")
    correction = (people.invited, people.corrected_on.isoformat(), people.correction)
    return (*first, people.registered, people.completed, people.note, *correction)


def _answer_rows(round_: Round) -> Iterator[tuple[str, str, str, str, str, int]]:
    for unit, items in round_.answers.items():
        for item, counts in items.items():
            for option, count in counts.items():
                if count or option == ANSWERED:
                    yield (*unit, item, option, count)


def _setting_text(setting: RoundSetting) -> str:
    """round.yaml. A JSON text is a YAML text in double quotes, so nothing in it can become structure."""
    lines = ["# Written by `guzgu demo`: the next run overwrites it."] if setting.synthetic else []
    lines += [
        f"id: {_quoted(setting.id)}",
        f"title: {_quoted(setting.title)}",
        f"questionnaire: {_quoted(setting.questionnaire)}",
        f"opened: {setting.opened.isoformat()}",
        f"closed: {setting.closed.isoformat()}",
        f"synthetic: {'true' if setting.synthetic else 'false'}",
        f"source: {_quoted(setting.source)}",
        f"caveat: {_quoted(setting.caveat)}",
        "dimensions:" if setting.dimensions else "dimensions: {}",
    ]
    for key, dimension in setting.dimensions.items():
        lines += [f"  {key}:", f"    title: {_quoted(dimension.title)}", "    values:"]
        lines += [f"      {_quoted(value)}: {_quoted(label)}" for value, label in dimension.values.items()]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
