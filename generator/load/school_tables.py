"""schools.csv and participation.csv of a round.

A school with an error in any of its rows is left out and named; the others stay.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from generator.load.csv_rows import Columns, Row, read_rows, whole_number
from generator.load.suggestions import did_you_mean
from generator.model.problem import ProblemLog
from generator.model.questionnaire import SCHOOL_ID_PATTERN, Questionnaire
from generator.model.results import Consent, ConsentScope, Participation, School, Unit
from generator.model.round import RoundSetting

SCHOOLS: Final = "schools.csv"
PARTICIPATION: Final = "participation.csv"
CONSENT_COLUMNS: Final = ("consent_scope", "consent_by", "consent_on")
PLAN_COLUMN: Final = "plan_made"
CORRECTION_COLUMNS: Final = ("corrected_invited", "corrected_on", "correction_reason")
_PARTICIPATION_COLUMNS: Final = Columns(
    ("school", "level", "group", "invited", "completed"), ("note", *CORRECTION_COLUMNS)
)
_PLAN_MADE: Final[Mapping[str, bool | None]] = {"yes": True, "no": False, "": None}
_MAX_NAME: Final = 200
_LEFT_OUT: Final = "The school is left out until this is mended."


@dataclass(slots=True)
class Schools:
    """The schools of a round while it is being checked."""

    by_id: dict[str, School] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    """Ids of schools with an error somewhere."""
    known: set[str] = field(default_factory=set)
    """Every id that has a row, sound or not."""


@dataclass(frozen=True, slots=True)
class _Table:
    """Checks rows, and remembers whose they were."""

    log: ProblemLog
    schools: Schools

    def fault(self, code: str, row: Row, message: str, remedy: str = "") -> None:
        """Note an error of a row: its school is left out."""
        self.log.add(code, row.place, message, f"{remedy} {_LEFT_OUT}".strip())
        self.schools.faulty.add(row["school"])


def read_schools(file: Path, root: Path, setting: RoundSetting, log: ProblemLog) -> Schools | None:
    """The schools with their dimensions and consent; none when the table cannot be used."""
    more = "A column of your own is listed under `dimensions:` in round.yaml."
    columns = Columns(("school", "name", *setting.dimensions), (*CONSENT_COLUMNS, PLAN_COLUMN), more)
    rows = read_rows(file, root, columns, log)
    if rows is None:
        return None
    schools = Schools()
    table = _Table(log, schools)
    for row in rows:
        school_id = row["school"]
        if not re.fullmatch(SCHOOL_ID_PATTERN, school_id):
            remedy = "It is made of letters, digits and hyphens."
            table.fault("S005", row, f"The id '{school_id}' of the school breaks the rules for ids.", remedy)
        elif school_id in schools.known:
            table.fault("R011", row, f"The school {school_id} already has a row.", "Delete one of the two.")
        else:
            schools.by_id[school_id] = _school(row, setting, table)
        schools.known.add(school_id)
    return schools


def _school(row: Row, setting: RoundSetting, table: _Table) -> School:
    """One school; its faults are noted."""
    if not 0 < len(row["name"]) <= _MAX_NAME:
        table.fault("S004", row, f"The name of the school {row['school']} is empty or too long.")
    for name, dimension in setting.dimensions.items():
        if row[name] not in dimension.values:
            remedy = did_you_mean(row[name], dimension.values)
            message = f"round.yaml lists no {name} '{row[name]}'." if row[name] else f"The cell '{name}' is empty."
            table.fault("R014", row, message, remedy)
    dimensions = {name: row[name] for name in setting.dimensions}
    return School(row["school"], row["name"], dimensions, _consent(row, table), _plan_made(row, table))


def _consent(row: Row, table: _Table) -> Consent:
    """To whom the school opened its results. Whoever opens anything is named, with a date (R015).

    A missing or empty scope is none, and so is every consent with a fault: nothing is opened by mistake.
    """
    scope_text, given_by, on_text = (row[column] for column in CONSENT_COLUMNS)
    scopes = [scope.value for scope in ConsentScope]
    if scope_text and scope_text not in scopes:
        table.fault("R015", row, f"There is no consent '{scope_text}'.", did_you_mean(scope_text, scopes))
        return Consent()
    scope = ConsentScope(scope_text) if scope_text else ConsentScope.NONE
    given_on = _date(on_text)
    if on_text and given_on is None:
        table.fault("R015", row, f"The date of consent '{on_text}' is not a date.", "Write it as 2023-05-31.")
        return Consent()
    if scope is not ConsentScope.NONE and not (given_by and given_on):
        message = f"The school {row['school']} agreed, but it is not said who agreed and when."
        table.fault("R015", row, message, "Fill consent_by and consent_on.")
        return Consent()
    return Consent(scope, given_by, given_on)


def _plan_made(row: Row, table: _Table) -> bool | None:
    """Whether the school made a plan; any other word than yes and no is a fault (S004)."""
    answer = row[PLAN_COLUMN]
    if answer not in _PLAN_MADE:
        table.fault("S004", row, f"`{PLAN_COLUMN}` is '{answer}'.", "Write yes or no, or leave it empty.")
    return _PLAN_MADE.get(answer)


def _date(text: str) -> datetime.date | None:
    """An ISO date, or none."""
    try:
        return datetime.date.fromisoformat(text) if len(text) == len("2023-05-31") else None
    except ValueError:
        return None


def read_participation(
    file: Path, root: Path, questionnaire: Questionnaire, schools: Schools, log: ProblemLog
) -> Mapping[Unit, Participation] | None:
    """Participation by unit; none when the table cannot be used. Faults are added to `schools.faulty`."""
    rows = read_rows(file, root, _PARTICIPATION_COLUMNS, log)
    if rows is None:
        return None
    table = _Table(log, schools)
    groups = [group.id for group in questionnaire.groups]
    levels = [level.id for level in questionnaire.levels]
    found: dict[Unit, Participation] = {}
    for row in rows:
        school, level, group = unit = Unit(row["school"], row["level"], row["group"])
        if school not in schools.known:
            remedy = did_you_mean(school, schools.known)
            log.add("R003", row.place, f"The school '{school}' is not in {SCHOOLS}.", remedy)
            continue
        if group not in groups:
            table.fault("R006", row, f"{questionnaire.key} has no group '{group}'.", did_you_mean(group, groups))
        if level not in levels:
            table.fault("R007", row, f"{questionnaire.key} has no level '{level}'.", did_you_mean(level, levels))
        if unit in found:
            table.fault("R011", row, f"{school}, {level}, {group} already has a row.", "Delete one of the two.")
        participation = _participation(row, unit, table)
        if participation is not None:
            found.setdefault(unit, participation)
    return found


def _participation(row: Row, unit: Unit, table: _Table) -> Participation | None:
    """One row; more completed than invited needs a note, or a reader takes it for a mistake (R016)."""
    invited, completed = whole_number(row["invited"]), whole_number(row["completed"])
    for name, number in (("invited", invited), ("completed", completed)):
        if number is None:
            message = f"`{name}` is '{row[name]}', not a whole number of zero or more."
            table.fault("R008", row, message, "Write plain digits.")
    if invited is None or completed is None:
        return None
    people = _corrected(Participation(*unit, invited, completed, row["note"]), row, table)
    if completed > people.invited and not people.note:
        message = f"{', '.join(unit)}: {completed} completed, but {people.invited} were invited."
        table.log.add("R016", row.place, message, "Correct the numbers, or say why in `note`.")
    return people


def _corrected(people: Participation, row: Row, table: _Table) -> Participation:
    """The row with its corrected number of invited people, if it has one; a date and a reason belong to it (R021)."""
    number_text, on_text, reason = (row[column] for column in CORRECTION_COLUMNS)
    if not (number_text or on_text or reason):
        return people
    if missing := [f"`{column}`" for column in CORRECTION_COLUMNS if not row[column]]:
        message = f"The correction of the number of invited people lacks {' and '.join(missing)}."
        table.fault("R021", row, message, f"Fill all of {', '.join(CORRECTION_COLUMNS)}, or none.")
    number, corrected_on = whole_number(number_text), _date(on_text)
    if number_text and number is None:
        message = f"`{CORRECTION_COLUMNS[0]}` is '{number_text}', not a whole number of zero or more."
        table.fault("R008", row, message, "Write plain digits.")
    if on_text and corrected_on is None:
        message = f"The date of the correction '{on_text}' is not a date."
        table.fault("R021", row, message, "Write it as 2023-05-31.")
    if number is None or corrected_on is None or not reason:
        return people
    return dataclasses.replace(
        people, invited=number, registered=people.invited, corrected_on=corrected_on, correction=reason
    )
