"""A filled-in entry workbook to counts: what it belongs to, every cell checked, every fault told with sheet and cell.

Nothing of a workbook with an error is used: half a school is worse than none.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from generator.load.csv_rows import is_personal
from generator.load.entry_cells import cell_at, shown
from generator.load.entry_faults import UNDO, Faults, ReadSheet, UnusableError
from generator.load.entry_people import PeopleRow
from generator.load.round_to_fill import EntryFile, RoundToFill
from generator.load.suggestions import did_you_mean
from generator.load.xlsx_cells import SheetCells, WorkbookError, read_cells
from generator.model.asked import as_asked
from generator.model.entry import (
    CODES_ROW,
    FACTS_SHEET,
    FIRST_COLUMN,
    FORMAT,
    ITEM_COLUMN,
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
from generator.model.problem import Problem
from generator.model.results import ANSWERED, OptionCounts, Unit

_ASK_FOR_NEW: Final = "Make the workbook anew with `guzgu results workbook`, and copy the numbers into it."


def read_entry_workbook(content: bytes, path: str, round_: RoundToFill, school: str = "") -> EntryFile:
    """What a workbook brings, or why it brings nothing. `path` names it in messages.

    With `school`, a workbook of any other school is refused.
    """
    faults = Faults(path)
    entry = EntryFile(path)
    told: list[Unit] = []
    with contextlib.suppress(UnusableError):
        entry = _Reader(faults, round_, _sheets(content, faults), school, told).entry()
    if faults.has_errors:
        return EntryFile(path, refused=tuple(told), problems=tuple(faults.noted))
    entry.problems = tuple(faults.noted)
    return entry


def unreadable(content: bytes, path: str) -> tuple[Problem, ...]:
    """Why a file is no workbook at all (W001); nothing when it is some workbook. `path` names it in messages."""
    faults = Faults(path)
    with contextlib.suppress(UnusableError):
        _sheets(content, faults)
    return tuple(faults.noted)


def named_round(content: bytes) -> str:
    """The round that a workbook says it is for; empty when it is no entry workbook."""
    with contextlib.suppress(WorkbookError):
        hidden = read_cells(content).get(FACTS_SHEET)
        for row in range(1, 20) if hidden is not None else ():
            if hidden is not None and hidden.text(row, 1) == "round":
                return hidden.text(row, 2)
    return ""


def _sheets(content: bytes, faults: Faults) -> Mapping[str, SheetCells]:
    try:
        return read_cells(content)
    except WorkbookError as error:
        raise faults.stop("W001", str(error), error.remedy) from error


class _Reader:
    """Reads one workbook. Units of which it tells are put into `told`, whatever becomes of it."""

    def __init__(
        self,
        faults: Faults,
        round_: RoundToFill,
        sheets: Mapping[str, SheetCells],
        wanted_school: str,
        told: list[Unit],
    ) -> None:
        self.faults, self.round, self.sheets, self.wanted_school = faults, round_, sheets, wanted_school
        self.told = told

    def entry(self) -> EntryFile:
        """What the workbook brings. Raises UnusableError."""
        facts, rows = self._facts()
        self._check_facts(facts)
        units = [(row[1], row[2]) for row in rows[UNIT_KEY]]
        plan = self._plan(facts, units)
        people = self._sheet(rows[PEOPLE_KEY][0][1])
        if people is None:
            raise UnusableError
        people.expect(PEOPLE_CODES_ROW, 1, facts.codes())
        self._refuse_merged(people)
        entry = EntryFile(self.faults.path)
        for index, (sheet, row) in enumerate(zip(plan, rows[UNIT_KEY], strict=True)):
            *_, name, known = row
            if found := self._sheet(name):
                self._read_unit(entry, facts, sheet, found, PeopleRow(people, PEOPLE_FIRST_ROW + index, known))
        entry.is_untouched = not entry.people and not self.faults.noted
        return entry

    def _facts(self) -> tuple[EntryFacts, Mapping[str, list[tuple[str, ...]]]]:
        """The hidden sheet. Raises UnusableError for a workbook of another kind."""
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
            texts = tuple(hidden.text(row, column) for column in range(1, 6))
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
        """The workbook is for this round and a school of it (W002, R003). Raises UnusableError."""
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
        """The sheets as we would make them today (W002). Raises UnusableError."""
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

    def _sheet(self, name: str) -> ReadSheet | None:
        """A sheet of the workbook; none when it is not there, which is noted (W003)."""
        cells = self.sheets.get(name)
        if cells is None:
            others = [other for other in self.sheets if other != FACTS_SHEET]
            message = f"Sheet '{shown(name)}', cell A1: the sheet is missing, or it was renamed."
            self.faults.add("W003", message, did_you_mean(name, others))
            return None
        return ReadSheet(name, cells, self.faults)

    def _refuse_merged(self, sheet: ReadSheet) -> None:
        """We merge nothing, so whoever did may have lost numbers (W004)."""
        for area in sheet.cells.merged:
            self.faults.add("W004", f"Sheet '{shown(sheet.name)}', cell {shown(area)}: cells were merged.", UNDO)

    def _read_unit(
        self, entry: EntryFile, facts: EntryFacts, plan: EntrySheet, sheet: ReadSheet, people: PeopleRow
    ) -> None:
        """One group at one level: people, then every row of its sheet. All faults of both are told at once."""
        unit = Unit(facts.school, plan.level, plan.group)
        in_place = people.is_in_place(plan)
        if not (sheet.expect(CODES_ROW, 1, facts.codes(plan.group, plan.level)) and in_place):
            return
        self._refuse_merged(sheet)
        numbers = people.numbers()
        lines, note = _Lines(sheet, plan, numbers.forms), people.note()
        is_told = people.is_told(numbers) or lines.is_told or bool(note)
        if is_told:
            self.told.append(unit)
            people.check(numbers, note, has_counts=lines.is_told)
        counts = dict(lines.read())
        if not is_told:
            entry.left_out += (unit,)
        elif numbers.invited is not None and numbers.forms is not None:
            entry.people[unit] = {"invited": str(numbers.invited), "completed": str(numbers.forms), "note": note}
            entry.answers[unit] = counts


@dataclass(frozen=True, slots=True)
class _Lines:
    """The rows of one sheet of items."""

    sheet: ReadSheet
    plan: EntrySheet
    forms: int | None
    """None when nobody said."""

    @property
    def is_told(self) -> bool:
        """Whether somebody typed anything, judged by the rows that stand where we wrote them."""
        return any(
            (line.row, column) in self.sheet.cells.cells
            for line in self.plan.lines
            if self.sheet.cells.text(line.row, ITEM_COLUMN) == line.item
            for column in range(FIRST_COLUMN, line.last_column + 1)
        )

    @property
    def needs_all(self) -> bool:
        """Whether no row may be empty: forms came back, though perhaps nobody said how many yet."""
        return self.is_told if self.forms is None else self.forms > 0

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
            if self.needs_all and not line.is_optional:
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
