"""CSV tables of counts that somebody sends instead of a workbook: the columns of participation.csv or answers.csv."""

from __future__ import annotations

import copy
import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from generator.load.answer_rules import rules_of
from generator.load.csv_rows import Columns, check_header
from generator.load.results import COLUMNS, read_answers
from generator.load.round_to_fill import EntryFile, RoundToFill
from generator.load.school_tables import CORRECTION_COLUMNS, read_participation
from generator.model.problem import ProblemLog
from generator.model.results import Participation, Unit

_PEOPLE_COLUMNS: Final = frozenset({"invited", "completed"})
_HEADER_BYTES: Final = 2_000


def has_answers(content: bytes) -> bool:
    """Whether a table counts answers, not people: by the columns it names."""
    return bool({"item", "option", "count"} & set(_header(content)))


def read_entry_table(
    file: Path, content: bytes, round_: RoundToFill, people: Mapping[Unit, Participation]
) -> EntryFile:
    """What a table brings, or why it brings nothing. `people` are the round's, and those that came with other files."""
    log, entry = ProblemLog(), EntryFile(str(file))
    schools = copy.deepcopy(round_.schools)
    if has_answers(content):
        rules = rules_of(round_.questionnaire, tuple(round_.own.values()), schools, people)
        loaded = read_answers(file, file.parent, rules, log)
        answers = loaded.answers if loaded is not None else {}
        entry = EntryFile(str(file), answers={unit: dict(items) for unit, items in answers.items()})
    elif _PEOPLE_COLUMNS & set(_header(content)):
        found = read_participation(file, file.parent, round_.questionnaire, schools, log)
        entry = EntryFile(str(file), people={unit: _cells(each) for unit, each in (found or {}).items()})
    else:
        check_header(_header(content), str(file), Columns(COLUMNS), log)
    if log.has_errors:
        return EntryFile(str(file), problems=log.problems)
    entry.problems = log.problems
    return entry


def _header(content: bytes) -> list[str]:
    """The names of the columns, as far as they can be read."""
    first = content[:_HEADER_BYTES].decode("utf-8-sig", "replace").splitlines()[:1]
    try:
        return [name.strip() for name in next(csv.reader(first), [])]
    except csv.Error:
        return []


def _cells(people: Participation) -> dict[str, str]:
    """A row of participation.csv without its unit."""
    registered = people.invited if people.registered is None else people.registered
    cells = {"invited": str(registered), "completed": str(people.completed), "note": people.note}
    if people.registered is not None and people.corrected_on is not None:
        correction = (str(people.invited), people.corrected_on.isoformat(), people.correction)
        cells |= dict(zip(CORRECTION_COLUMNS, correction, strict=True))
    return cells
