"""The workbook in which a school sends the counted answers of its paper forms (model/entry.py says what stands where).

It checks itself while it is filled in: each row against the number of forms, each sheet for rows that are still empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from generator.model.entry import (
    CHECK_COLUMN,
    CODES_ROW,
    DONE_COLUMN,
    FACTS_SHEET,
    FIRST_COLUMN,
    FORMAT,
    FORMS_COLUMN,
    FORMS_ROW,
    GROUP_COLUMN,
    INVITED_COLUMN,
    ITEM_COLUMN,
    LEVEL_COLUMN,
    NOTE_COLUMN,
    NUMBER_COLUMN,
    PEOPLE_CODES_ROW,
    PEOPLE_FIRST_ROW,
    PEOPLE_KEY,
    STATE_ROW,
    SUM_COLUMN,
    TEXT_COLUMN,
    UNIT_KEY,
    EntryBlock,
    EntryFacts,
    EntryLine,
    EntrySheet,
    entry_sheets,
    plan_digest,
)
from generator.model.questionnaire import Questionnaire, Section
from generator.model.round import RoundSetting
from generator.render.locale_format import language_name
from generator.render.report_words import PageEnvironment
from generator.render.xlsx import DocumentFacts
from generator.render.xlsx_form import (
    Alarm,
    Area,
    FormCell,
    FormSheet,
    Formula,
    WholeNumbers,
    area_name,
    cell_name,
    form_xlsx_bytes,
    quoted,
    sheet_names,
    sheet_reference,
)

_FORMS: Final = cell_name(FORMS_ROW, SUM_COLUMN)
"""How many forms, in a sheet of items."""
_MOST_PEOPLE: Final = "99999"
"""Larger numbers are a slip of the hand."""
_ITEM_WIDTHS: Final = (5.0, 9.0, 58.0, 8.0, 25.0)
_COUNT_WIDTH: Final = 13.0
_PEOPLE_WIDTHS: Final = (28.0, 46.0, 13.0, 13.0, 40.0, 34.0, 10.0, 10.0)
_ABOUT_WIDTHS: Final = (18.0, 100.0)


@dataclass(frozen=True, slots=True)
class EntrySchool:
    """Whose forms a workbook is for."""

    id: str
    name: str
    invited: tuple[tuple[str, str, int], ...] = ()
    """Group, level and number of people, for each group and level that is known to be invited; 0 where nobody knows."""

    def known(self, sheet: EntrySheet) -> int | None:
        """How many were invited of a sheet's group and level; none where nobody knows."""
        return next((number for *unit, number in self.invited if unit == [sheet.group, sheet.level] and number), None)


def workbook_name(round_id: str, school: str, language: str) -> str:
    """What a workbook is called."""
    return f"{round_id}-{school}-{language}.xlsx"


def entry_workbook(
    environment: PageEnvironment,
    questionnaire: Questionnaire,
    setting: RoundSetting,
    school: EntrySchool,
    levels: Iterable[str] = (),
) -> bytes:
    """An XLSX file in the environment's language.

    `questionnaire` is as the school asks it (model/asked.py) and translated, `setting` is translated. `levels` are
    those that it is for; when none is named, those at which the school invited people, or all where nobody knows.
    Raises KeyError, and ValueError where nobody is asked.
    """
    plan = entry_sheets(questionnaire, tuple(levels) or [level for _, level, _ in school.invited])
    if not plan:
        raise ValueError("nobody is asked anything at these levels")
    book = _Book(environment, questionnaire, setting, school, plan)
    facts = DocumentFacts(
        title=book.say("entry.title", school=school.name, round=str(setting.title)),
        description=book.facts.codes(),
        language=book.language,
        date=setting.closed,
    )
    return form_xlsx_bytes(facts, tuple(book.sheets()))


class _Book:
    """A workbook while it is put together."""

    def __init__(
        self,
        environment: PageEnvironment,
        questionnaire: Questionnaire,
        setting: RoundSetting,
        school: EntrySchool,
        plan: Sequence[EntrySheet],
    ) -> None:
        self._tp: Any = environment.globals["tp"]
        self.language = str(environment.globals["language"])
        self.questionnaire, self.setting, self.school, self.plan = questionnaire, setting, school, plan
        self.facts = EntryFacts(FORMAT, questionnaire.key, setting.id, school.id, self.language, plan_digest(plan))
        units = [f"{questionnaire.group(each.group).title} {questionnaire.level(each.level).short}" for each in plan]
        self.about_name, self.people_name, *self.names = sheet_names(
            [self.say("entry.sheet.about"), self.say("entry.sheet.people"), *units], {FACTS_SHEET}
        )

    def say(self, key: str, **values: object) -> str:
        """An interface string as plain text."""
        return str(self._tp(key, **values))

    @property
    def wrong_words(self) -> tuple[str, ...]:
        """What a row's check says while its numbers cannot be right."""
        keys = ("entry.check.many", "entry.check.answered", "entry.check.unsaid", "entry.check.words")
        return tuple(map(self.say, keys))

    def sheets(self) -> Iterator[FormSheet]:
        """All sheets in order."""
        yield self._about()
        yield self._people()
        for index, (sheet, name) in enumerate(zip(self.plan, self.names, strict=True)):
            yield _ItemSheet(self, sheet, name, PEOPLE_FIRST_ROW + index).form()
        yield self._facts_sheet()

    def _about(self) -> FormSheet:
        """What this is, and what to do, step by step."""
        facts = (
            (self.say("entry.school"), f"{self.school.name} ({self.school.id})"),
            (self.say("entry.round"), str(self.setting.title)),
            (self.say("entry.questionnaire"), f"{self.questionnaire.title} ({self.questionnaire.key})"),
            (self.say("entry.language"), language_name(self.language, self.language)),
        )
        cells = [FormCell(1, 1, self.say("entry.about"), "title")]
        for row, (label, text) in enumerate(facts, start=3):
            cells += [FormCell(row, 1, label, "label"), FormCell(row, 2, text)]
        first = 4 + len(facts)
        for index, step in enumerate(self._steps()):
            cells += [FormCell(first + index, 1, index + 1, "number"), FormCell(first + index, 2, step)]
        cells.append(FormCell(first + len(self._steps()) + 1, 2, self.say("entry.privacy"), "state"))
        return FormSheet(self.about_name, cells, _ABOUT_WIDTHS)

    def _steps(self) -> Sequence[str]:
        return (
            self.say("entry.step.count"),
            self.say("entry.step.people", sheet=self.people_name),
            self.say("entry.step.items"),
            self.say("entry.step.multiple"),
            self.say("entry.step.empty"),
            self.say("entry.step.check", check=self.say("entry.check")),
            self.say("entry.step.cells"),
            self.say("entry.step.send"),
        )

    def _people(self) -> FormSheet:
        """How many were invited and how many forms came back, a row for each group and level."""
        head = PEOPLE_FIRST_ROW - 1
        headings = (
            self.say("entry.people.group"),
            self.say("entry.people.level"),
            self.say("entry.people.invited"),
            self.say("entry.people.forms"),
            f"{self.say('entry.people.note')}\n{self.say('entry.people.note.shown')}",
            self.say("entry.people.state"),
        )
        cells = [
            FormCell(1, 1, self.say("entry.people"), "title"),
            FormCell(2, 1, self.school.name, "label"),
            FormCell(PEOPLE_CODES_ROW, 1, self.facts.codes(), "codes"),
            *(FormCell(head, column, heading, "heading") for column, heading in enumerate(headings, start=1)),
        ]
        for row, (sheet, name) in enumerate(zip(self.plan, self.names, strict=True), start=PEOPLE_FIRST_ROW):
            cells += self._people_row(sheet, row, name)
        last = PEOPLE_FIRST_ROW + len(self.plan) - 1
        below = ["entry.people.note.why"]
        if any(map(self.school.known, self.plan)):
            below.append("entry.people.known")
        cells += [FormCell(last + 2 + index, 1, self.say(key), "state") for index, key in enumerate(below)]
        area = Area(PEOPLE_FIRST_ROW, INVITED_COLUMN, last, FORMS_COLUMN)
        done = Area(PEOPLE_FIRST_ROW, DONE_COLUMN, last, DONE_COLUMN)
        return FormSheet(
            self.people_name,
            cells,
            _PEOPLE_WIDTHS,
            frozen=(head, 0),
            numbers=[WholeNumbers(area, _MOST_PEOPLE, self.say("entry.refused"), self.say("entry.refused.people"))],
            alarms=[Alarm(done, self.say("entry.check.good"), "good")],
        )

    def _people_row(self, sheet: EntrySheet, row: int, name: str) -> Iterator[FormCell]:
        yield FormCell(row, 1, str(self.questionnaire.group(sheet.group).title), "label")
        yield FormCell(row, 2, str(self.questionnaire.level(sheet.level).title))
        yield FormCell(row, INVITED_COLUMN, self.school.known(sheet), "count")
        yield FormCell(row, FORMS_COLUMN, None, "count")
        yield FormCell(row, NOTE_COLUMN, None, "note")
        yield FormCell(row, DONE_COLUMN, Formula(self._state(sheet, row, name)), "state")
        yield FormCell(row, LEVEL_COLUMN, sheet.level, "codes")
        yield FormCell(row, GROUP_COLUMN, sheet.group, "codes")

    def _state(self, sheet: EntrySheet, row: int, name: str) -> str:
        """What is still to do for a group and level; empty while nothing was said of it."""
        invited, forms = cell_name(row, INVITED_COLUMN), cell_name(row, FORMS_COLUMN)
        wrong, empty = (number(sheet, self, sheet_reference(name)) for number in (wrong_rows, empty_rows))
        good = quoted(self.say("entry.check.good"))
        told = (
            f"IF({wrong}>0,{quoted(self.say('entry.state.wrong') + ' ')}&{wrong},"
            f"IF({empty}>0,{quoted(self.say('entry.state.empty') + ' ')}&{empty},{good}))"
        )
        missing, known = quoted(self.say("entry.state.forms")), self.school.known(sheet)
        unsaid = f'{invited}=""' if known is None else f'OR({invited}="",{invited}={known})'
        return f'=IF(AND({unsaid},{forms}="",{wrong}=0),"",IF({forms}="",{missing},{told}))'

    def _facts_sheet(self) -> FormSheet:
        facts = self.facts
        rows: list[tuple[str, ...]] = [
            ("format", facts.format),
            ("questionnaire", facts.questionnaire),
            ("round", facts.round),
            ("school", facts.school),
            ("language", facts.language),
            ("plan", facts.plan),
            (PEOPLE_KEY, self.people_name),
            *(
                (UNIT_KEY, each.level, each.group, name, str(self.school.known(each) or ""))
                for each, name in zip(self.plan, self.names, strict=True)
            ),
        ]
        cells = [
            FormCell(row, column, text, "codes")
            for row, texts in enumerate(rows, start=1)
            for column, text in enumerate(texts, start=1)
        ]
        return FormSheet(FACTS_SHEET, cells, (14, 20, 20, 34, 10), is_hidden=True)


def empty_rows(sheet: EntrySheet, book: _Book, reference: str) -> str:
    """A formula's part: how many rows of a sheet are still empty. `reference` names the sheet; empty inside it."""
    return f"SUMPRODUCT(--({reference}{_check_area(sheet)}={quoted(book.say('entry.check.empty'))}))"


def wrong_rows(sheet: EntrySheet, book: _Book, reference: str) -> str:
    """A formula's part: how many rows of a sheet cannot be right."""
    area = f"{reference}{_check_area(sheet)}"
    return "SUMPRODUCT(" + "+".join(f"({area}={quoted(text)})" for text in book.wrong_words) + ")"


def _check_area(sheet: EntrySheet) -> str:
    return area_name(Area(sheet.lines[0].row, CHECK_COLUMN, sheet.lines[-1].row, CHECK_COLUMN))


class _ItemSheet:
    """The sheet of one group at one level while it is put together."""

    def __init__(self, book: _Book, sheet: EntrySheet, name: str, people_row: int) -> None:
        self.book, self.sheet, self.name, self.people_row = book, sheet, name, people_row
        self.questionnaire = book.questionnaire
        self.sections: Mapping[str, Section] = {section.id: section for section in self.questionnaire.sections}
        self.areas = {area.id for area in self.questionnaire.areas}

    def form(self) -> FormSheet:
        """The sheet."""
        counts = self.sheet.last_column - FIRST_COLUMN + 1
        cells = [*self._head(), *(cell for block in self.sheet.blocks for cell in self._block(block))]
        return FormSheet(
            self.name,
            cells,
            (*_ITEM_WIDTHS, *[_COUNT_WIDTH] * counts),
            frozen=(STATE_ROW, TEXT_COLUMN - 1),
            numbers=[rule for line in self.sheet.lines for rule in self._rules(line)],
            alarms=list(self._alarms()),
        )

    def _head(self) -> Iterator[FormCell]:
        book, sheet = self.book, self.sheet
        group, level = self.questionnaire.group(sheet.group), self.questionnaire.level(sheet.level)
        people = sheet_reference(book.people_name) + cell_name(self.people_row, FORMS_COLUMN)
        yield FormCell(1, 1, f"{group.title}, {level.title}", "title")
        yield FormCell(2, 1, book.school.name, "label")
        yield FormCell(FORMS_ROW, 1, book.say("entry.forms"), "label")
        yield FormCell(FORMS_ROW, SUM_COLUMN, Formula(f"=N({people})", 0), "total")
        yield FormCell(STATE_ROW, 1, self._state(), "state")
        yield FormCell(CODES_ROW, 1, book.facts.codes(sheet.group, sheet.level), "codes")

    def _state(self) -> Formula:
        empty, wrong = (number(self.sheet, self.book, "") for number in (empty_rows, wrong_rows))
        first, second = (self.book.say(key) for key in ("entry.state.empty", "entry.state.wrong"))
        text = f"={quoted(first + ' ')}&{empty}&{quoted('   ' + second + ' ')}&{wrong}"
        return Formula(text, f"{first} 0   {second} 0")

    def _block(self, block: EntryBlock) -> Iterator[FormCell]:
        """A section's title where it begins, the words of the options with their codes, and the rows."""
        section, row = self.sections[block.section], block.heading_row
        if block.is_first:
            letter = f"{section.id}  " if section.id in self.areas and len(section.id) <= 2 else ""
            for column in range(1, self.sheet.last_column + 1):
                yield FormCell(row - 1, column, f"{letter}{section.title}" if column == 1 else None, "section")
        stem = section.stem.get(self.sheet.group)
        for column in (NUMBER_COLUMN, ITEM_COLUMN):
            yield FormCell(row, column, None, "heading")
        yield FormCell(row, TEXT_COLUMN, str(stem or self.book.say("entry.item")), "heading")
        for column, text in enumerate(self._option_words(block.lines[0]), start=FIRST_COLUMN):
            yield FormCell(row, column, text, "option")
        for column, code in enumerate(block.lines[0].codes, start=FIRST_COLUMN):
            yield FormCell(block.codes_row, column, code, "code")
        yield FormCell(row, SUM_COLUMN, self.book.say("entry.sum"), "option")
        yield FormCell(row, CHECK_COLUMN, self.book.say("entry.check"), "heading")
        for line in block.lines:
            yield from self._line(line)

    def _option_words(self, line: EntryLine) -> Iterator[str]:
        item = next(item for section in self.questionnaire.sections for item in section.items if item.id == line.item)
        if line.is_multiple:
            yield self.book.say("entry.answered")
        options = self.questionnaire.options_of(item)
        for option in options:
            text = str(option.text)
            if item.score is not None and option in (options[0], options[-1]):
                text = f"{text}\n{item.score.low if option is options[0] else item.score.high}"
            yield text

    def _line(self, line: EntryLine) -> Iterator[FormCell]:
        item = self.questionnaire.item(line.item)
        yield FormCell(line.row, NUMBER_COLUMN, line.number, "number")
        yield FormCell(line.row, ITEM_COLUMN, line.item, "label")
        text = str(item.wording(self.sheet.group, self.sheet.level))
        extra = f" ({self.book.say('paper.extra')})" if line.is_optional else ""
        yield FormCell(line.row, TEXT_COLUMN, text + extra)
        for column in range(FIRST_COLUMN, line.last_column + 1):
            yield FormCell(line.row, column, None, "count")
        area = _area(line)
        total = None if line.is_multiple else Formula(f'=IF(COUNT({area})=0,"",SUM({area}))')
        yield FormCell(line.row, SUM_COLUMN, total, "total")
        yield FormCell(line.row, CHECK_COLUMN, Formula(self._check(line)), "check")

    def _check(self, line: EntryLine) -> str:
        """What is wrong with a row so far; nothing while no forms are there and nothing was written."""
        say, area = self.book.say, _area(line)
        good, many = quoted(say("entry.check.good")), quoted(say("entry.check.many"))
        if line.is_multiple:
            answered = cell_name(line.row, FIRST_COLUMN)
            options = area_name(Area(line.row, FIRST_COLUMN + 1, line.row, line.last_column))
            right = (
                f'IF({answered}="",{quoted(say("entry.check.unsaid"))},IF({answered}>{_FORMS},{many},'
                f"IF(MAX({options})>{answered},{quoted(say('entry.check.answered'))},{good})))"
            )
        else:
            right = f"IF(SUM({area})>{_FORMS},{many},{good})"
        empty = '""' if line.is_optional else f'IF({_FORMS}>0,{quoted(say("entry.check.empty"))},"")'
        words = quoted(say("entry.check.words"))
        return f"=IF(COUNTA({area})=0,{empty},IF(COUNT({area})<COUNTA({area}),{words},{right}))"

    def _rules(self, line: EntryLine) -> Iterator[WholeNumbers]:
        """No number is larger than that of the forms, and in a choice of several no option larger than the first."""
        title, sheet = self.book.say("entry.refused"), self.book.people_name
        first = Area(line.row, FIRST_COLUMN, line.row, FIRST_COLUMN if line.is_multiple else line.last_column)
        yield WholeNumbers(first, f"={_FORMS}", title, self.book.say("entry.refused.count", sheet=sheet))
        if line.is_multiple:
            options = Area(line.row, FIRST_COLUMN + 1, line.row, line.last_column)
            limit = f"={cell_name(line.row, FIRST_COLUMN)}"
            yield WholeNumbers(options, limit, title, self.book.say("entry.refused.option"))

    def _alarms(self) -> Iterator[Alarm]:
        lines, say = self.sheet.lines, self.book.say
        area = Area(lines[0].row, CHECK_COLUMN, lines[-1].row, CHECK_COLUMN)
        yield Alarm(area, say("entry.check.empty"), "missing")
        yield Alarm(area, say("entry.check.good"), "good")
        for text in self.book.wrong_words:
            yield Alarm(area, text, "wrong")


def _area(line: EntryLine) -> str:
    """The counts of a row, inside a formula."""
    return area_name(Area(line.row, FIRST_COLUMN, line.row, line.last_column))
