"""A filled-in entry workbook to counts: what it belongs to, every cell checked, every fault told with sheet and cell.

Nothing of a workbook with an error is used: half a school is worse than none.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from generator.load.characters import forbidden
from generator.load.csv_rows import is_personal
from generator.load.entry_cells import CellError, cell_at, shown, whole_number_of
from generator.load.round_to_fill import EntryFile, RoundToFill
from generator.load.suggestions import did_you_mean
from generator.load.xlsx_cells import SheetCells, WorkbookError, read_cells
from generator.model.asked import as_asked
from generator.model.entry import (
    CODES_ROW,
    FACTS_SHEET,
    FIRST_COLUMN,
    FORMAT,
    FORMS_COLUMN,
    GROUP_COLUMN,
    INVITED_COLUMN,
    ITEM_COLUMN,
    LEVEL_COLUMN,
    NOTE_COLUMN,
    PEOPLE_CODES_ROW,
    PEOPLE_FIRST_ROW,
    PEOPLE_KEY,
    UNIT_KEY,
    EntryBlock,
    EntryFacts,
    EntryLine,
    EntrySheet,
    entry_sheets,
    plan_digest,
)
from generator.model.problem import CODES, Place, Problem, Severity
from generator.model.results import ANSWERED, OptionCounts, Unit

_MAX_NOTE: Final = 500
_MAX_FAULTS: Final = 60
"""After so many faults a workbook is not read on: it was damaged as a whole."""
_ASK_FOR_NEW: Final = "Make the workbook anew with `guzgu results workbook`, and copy the numbers into it."
_UNDO: Final = "Put it back as it was, or copy the numbers into a new workbook."


class _UnusableError(Exception):
    """Reading cannot go on; the faults are noted."""


@dataclass(slots=True)
class _Faults:
    """The faults of one workbook, in the order of its sheets and rows."""

    path: str
    noted: list[Problem] = field(default_factory=list)

    def add(self, code: str, message: str, remedy: str = "") -> None:
        """Note a fault. Raises _UnusableError when there are too many."""
        self.noted.append(Problem(Place(self.path), code, message, remedy, CODES[code].severity))
        if len(self.noted) >= _MAX_FAULTS:
            raise _UnusableError

    def stop(self, code: str, message: str, remedy: str = "") -> _UnusableError:
        """Note a fault after which nothing can be read."""
        self.add(code, message, remedy)
        return _UnusableError()

    @property
    def has_errors(self) -> bool:
        """Whether the workbook cannot be used."""
        return any(each.severity is Severity.ERROR for each in self.noted)


def read_entry_workbook(content: bytes, path: str, round_: RoundToFill, school: str = "") -> EntryFile:
    """What a workbook brings, or why it brings nothing. `path` names it in messages.

    With `school`, a workbook of any other school is refused.
    """
    faults = _Faults(path)
    entry = EntryFile(path)
    with contextlib.suppress(_UnusableError):
        entry = _Reader(faults, round_, _sheets(content, faults), school).entry()
    if faults.has_errors:
        return EntryFile(path, problems=tuple(faults.noted))
    entry.problems = tuple(faults.noted)
    return entry


def named_round(content: bytes) -> str:
    """The round that a workbook says it is for; empty when it is no entry workbook."""
    with contextlib.suppress(WorkbookError):
        hidden = read_cells(content).get(FACTS_SHEET)
        for row in range(1, 20) if hidden is not None else ():
            if hidden is not None and hidden.text(row, 1) == "round":
                return hidden.text(row, 2)
    return ""


def _sheets(content: bytes, faults: _Faults) -> Mapping[str, SheetCells]:
    try:
        return read_cells(content)
    except WorkbookError as error:
        raise faults.stop("W001", str(error), error.remedy) from error


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet that is being read."""

    name: str
    cells: SheetCells
    faults: _Faults

    def fault(self, code: str, row: int, column: int, message: str, remedy: str = "") -> None:
        """Note a fault of a cell."""
        self.faults.add(code, f"Sheet '{shown(self.name)}', cell {cell_at(row, column)}: {message}.", remedy)

    def number(self, row: int, column: int) -> int | None:
        """The count in a cell; none when it is empty or something else stands there, which is noted (R008)."""
        cell = self.cells.cells.get((row, column))
        if cell is None:
            return None
        try:
            return whole_number_of(cell)
        except CellError as error:
            self.fault("R008", row, column, str(error), "Only whole numbers of zero or more come in.")
            return None

    def expect(self, row: int, column: int, wanted: str) -> bool:
        """Whether a cell says what we wrote into it (W004)."""
        found = self.cells.text(row, column)
        if found != wanted:
            said = f"'{shown(found, max(len(wanted), 20))}' stands here" if found else "nothing stands here"
            self.fault("W004", row, column, f"{said}, where '{wanted}' should stand", _UNDO)
        return found == wanted


class _Reader:
    """Reads one workbook."""

    def __init__(
        self, faults: _Faults, round_: RoundToFill, sheets: Mapping[str, SheetCells], wanted_school: str
    ) -> None:
        self.faults, self.round, self.sheets, self.wanted_school = faults, round_, sheets, wanted_school

    def entry(self) -> EntryFile:
        """What the workbook brings. Raises _UnusableError."""
        facts, rows = self._facts()
        self._check_facts(facts)
        units = [(row[1], row[2]) for row in rows[UNIT_KEY]]
        plan = self._plan(facts, units)
        names = [row[3] for row in rows[UNIT_KEY]]
        people = self._sheet(rows[PEOPLE_KEY][0][1])
        people.expect(PEOPLE_CODES_ROW, 1, facts.codes())
        self._refuse_merged(people)
        entry = EntryFile(self.faults.path)
        for index, (sheet, name) in enumerate(zip(plan, names, strict=True)):
            self._read_unit(entry, facts, sheet, self._sheet(name), people, PEOPLE_FIRST_ROW + index)
        if not entry.people and not self.faults.noted:
            row = cell_at(PEOPLE_FIRST_ROW, INVITED_COLUMN)
            message = f"Sheet '{shown(people.name)}', cell {row}: the workbook is empty; no group has a number."
            self.faults.add("W005", message, "Fill in the workbook first.")
        return entry

    def _facts(self) -> tuple[EntryFacts, Mapping[str, list[tuple[str, ...]]]]:
        """The hidden sheet. Raises _UnusableError for a workbook of another kind."""
        hidden = self.sheets.get(FACTS_SHEET)
        if hidden is None:
            self._refuse_single_answers()
            raise self.faults.stop(
                "W002",
                f"The file is not an entry workbook: its hidden sheet '{FACTS_SHEET}' is missing.",
                f"{_ASK_FOR_NEW} Not every program keeps hidden sheets.",
            )
        rows: dict[str, list[tuple[str, ...]]] = {PEOPLE_KEY: [], UNIT_KEY: []}
        for row in sorted({row for row, _ in hidden.cells}):
            texts = tuple(hidden.text(row, column) for column in range(1, 5))
            rows.setdefault(texts[0], []).append(texts)
        values = {key: found[0][1] for key, found in rows.items() if found}
        names = ("format", "questionnaire", "round", "school", "language", "plan")
        if missing := [name for name in (*names, PEOPLE_KEY, UNIT_KEY) if not values.get(name)]:
            message = f"The hidden sheet '{FACTS_SHEET}' does not say: {', '.join(missing)}."
            raise self.faults.stop("W002", message, _ASK_FOR_NEW)
        return EntryFacts(**{name: values[name] for name in names}), rows

    def _refuse_single_answers(self) -> None:
        """Say so when the first sheet is a table of persons (R012)."""
        for name, sheet in self.sheets.items():
            for column in range(1, 30):
                head = sheet.text(1, column)
                if head and is_personal(head):
                    where = f"Sheet '{shown(name)}', cell {cell_at(1, column)}"
                    message = f"{where}: the column '{shown(head)}' looks like something about single persons."
                    raise self.faults.stop("R012", message, "Only counts come in: count the answers first.")

    def _check_facts(self, facts: EntryFacts) -> None:
        """The workbook is for this round and a school of it (W002, R003). Raises _UnusableError."""
        setting, languages = self.round.setting, self.round.languages
        wanted = (
            ("format", facts.format, FORMAT, _ASK_FOR_NEW),
            ("round", facts.round, setting.id, "Say --round, or leave the file out."),
            ("questionnaire", facts.questionnaire, setting.questionnaire, _ASK_FOR_NEW),
        )
        for name, found, needed, remedy in wanted:
            if found != needed:
                message = f"The workbook's {name} is '{shown(found)}', not '{needed}' (sheet '{FACTS_SHEET}')."
                raise self.faults.stop("W002", message, remedy)
        if facts.language not in languages:
            message = f"The workbook's language is '{shown(facts.language)}' (sheet '{FACTS_SHEET}')."
            raise self.faults.stop("W002", message, did_you_mean(facts.language, languages))
        if self.wanted_school and facts.school != self.wanted_school:
            message = f"The workbook is of school '{shown(facts.school)}', not of {self.wanted_school}."
            raise self.faults.stop("W002", message, "Ask the school for its own workbook.")
        if facts.school not in self.round.schools.known:
            remedy = did_you_mean(facts.school, self.round.schools.known)
            raise self.faults.stop("R003", f"The school '{shown(facts.school)}' is not in schools.csv.", remedy)

    def _plan(self, facts: EntryFacts, units: list[tuple[str, str]]) -> tuple[EntrySheet, ...]:
        """The sheets as we would make them today (W002). Raises _UnusableError."""
        own = self.round.own_of(facts.school)
        questionnaire = as_asked(self.round.questionnaire, own)
        known = {level.id for level in questionnaire.levels}
        levels = [level for level, _ in units if level in known]
        plan = entry_sheets(questionnaire, levels) if levels else ()
        if [(sheet.level, sheet.group) for sheet in plan] != units or plan_digest(plan) != facts.plan:
            message = f"The workbook was made for other questions than {facts.school} is asked today."
            remedy = "Were the school's own questions changed since? " if own is not None else ""
            raise self.faults.stop("W002", message, remedy + _ASK_FOR_NEW)
        return plan

    def _sheet(self, name: str) -> _Sheet:
        """A sheet of the workbook (W003). Raises _UnusableError."""
        cells = self.sheets.get(name)
        if cells is None:
            others = [other for other in self.sheets if other != FACTS_SHEET]
            message = f"Sheet '{shown(name)}', cell A1: the sheet is missing, or it was renamed."
            raise self.faults.stop("W003", message, did_you_mean(name, others))
        return _Sheet(name, cells, self.faults)

    def _refuse_merged(self, sheet: _Sheet) -> None:
        """We merge nothing, so whoever did may have lost numbers (W004)."""
        for area in sheet.cells.merged:
            self.faults.add("W004", f"Sheet '{shown(sheet.name)}', cell {shown(area)}: cells were merged.", _UNDO)

    def _read_unit(
        self, entry: EntryFile, facts: EntryFacts, plan: EntrySheet, sheet: _Sheet, people: _Sheet, row: int
    ) -> None:
        """One group at one level: people, then every row of its sheet."""
        unit = Unit(facts.school, plan.level, plan.group)
        in_place = people.expect(row, LEVEL_COLUMN, plan.level) and people.expect(row, GROUP_COLUMN, plan.group)
        if not (sheet.expect(CODES_ROW, 1, facts.codes(plan.group, plan.level)) and in_place):
            return
        self._refuse_merged(sheet)
        invited, forms = people.number(row, INVITED_COLUMN), people.number(row, FORMS_COLUMN)
        note = self._note(people, row)
        before = len(self.faults.noted)
        lines = dict(_Lines(sheet, plan, forms).read())
        if len(self.faults.noted) > before:
            return
        if invited is None and forms is None and not lines:
            if note:
                people.fault("W005", row, INVITED_COLUMN, "a note, but no number of people", "Write the numbers.")
            entry.left_out += (unit,)
            return
        for number, column, name in ((invited, INVITED_COLUMN, "invited people"), (forms, FORMS_COLUMN, "forms")):
            if number is None and (row, column) not in people.cells.cells:
                people.fault("W005", row, column, f"the number of {name} is missing", "Write 0 if there are none.")
        if invited is None or forms is None:
            return
        if forms > invited and not note:
            message = f"{forms} forms came back, but {invited} people were invited"
            people.fault("R016", row, FORMS_COLUMN, message, "Ask the school to correct it, or to say why in the note.")
        entry.people[unit] = {"invited": str(invited), "completed": str(forms), "note": note}
        entry.answers[unit] = lines

    def _note(self, people: _Sheet, row: int) -> str:
        text = " ".join(people.cells.text(row, NOTE_COLUMN).split())
        if found := next(forbidden(text), None):
            people.fault("Y005", row, NOTE_COLUMN, f"the character {found.name} cannot be seen", "Write the note anew.")
        if len(text) > _MAX_NOTE:
            people.fault("S004", row, NOTE_COLUMN, f"the note has more than {_MAX_NOTE} letters", "Shorten it.")
        return text


@dataclass(frozen=True, slots=True)
class _Lines:
    """The rows of one sheet of items."""

    sheet: _Sheet
    plan: EntrySheet
    forms: int | None

    def read(self) -> Iterator[tuple[str, OptionCounts]]:
        """The counts of every item that has some; faults are noted (W004, W005, R008, R009)."""
        for block in self.plan.blocks:
            if self._is_in_place(block):
                for line in block.lines:
                    if self.sheet.expect(line.row, ITEM_COLUMN, line.item):
                        yield from self._line(line)

    def _is_in_place(self, block: EntryBlock) -> bool:
        """Whether the codes of the options stand where we wrote them."""
        before = len(self.sheet.faults.noted)
        for column, code in enumerate(block.lines[0].codes, start=FIRST_COLUMN):
            self.sheet.expect(block.codes_row, column, code)
        return len(self.sheet.faults.noted) == before

    def _line(self, line: EntryLine) -> Iterator[tuple[str, OptionCounts]]:
        columns = range(FIRST_COLUMN, line.last_column + 1)
        is_empty = not any((line.row, column) in self.sheet.cells.cells for column in columns)
        for column in range(line.last_column + 1, self.plan.last_column + 1):
            if (line.row, column) in self.sheet.cells.cells:
                self.sheet.fault("W004", line.row, column, f"'{line.item}' has no answer here", "Empty the cell.")
        if is_empty:
            if self.forms and not line.is_optional:
                message = f"the row of '{line.item}' is empty"
                self.sheet.fault("W005", line.row, FIRST_COLUMN, message, "Write 0 if nobody answered.")
            return
        found = [self.sheet.number(line.row, column) for column in columns]
        counts = {code: number or 0 for code, number in zip(line.codes, found, strict=True)}
        unsound = any(
            number is None and (line.row, column) in self.sheet.cells.cells
            for number, column in zip(found, columns, strict=True)
        )
        if unsound:
            return
        if line.is_multiple and found[0] is None:
            message = f"how many people answered '{line.item}' is missing"
            self.sheet.fault("W005", line.row, FIRST_COLUMN, message, "It is the first number of the row.")
            return
        self._check_limits(line, counts)
        yield line.item, counts

    def _check_limits(self, line: EntryLine, counts: Mapping[str, int]) -> None:
        """No more answers than forms, and none chosen by more people than answered (R009)."""
        total = counts[ANSWERED] if line.is_multiple else sum(counts.values())
        if self.forms is not None and total > self.forms:
            what = "people answered" if line.is_multiple else "ticks"
            message = f"{total} {what} in the row of '{line.item}', but there are {self.forms} forms"
            self.sheet.fault("R009", line.row, FIRST_COLUMN, message, "Count again.")
        if line.is_multiple:
            for column, code in enumerate(line.codes, start=FIRST_COLUMN):
                if counts[code] > total:
                    message = f"{counts[code]} chose '{code}' of '{line.item}', but {total} answered it"
                    self.sheet.fault("R009", line.row, column, message, "Count again.")
