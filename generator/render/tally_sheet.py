"""Tally sheets: the items of a paper form in its order, with room to count the ticks of a class or to add up classes.

A class makes strokes in fives; the school writes the numbers of its classes one after another. Every row that allows
one answer has a field for forms without a valid one, so its sum must be the number of forms: the check that finds a
stroke too few. The school adds up its columns too. Tables go on over pages, each time below their answer words.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from generator.model.output import PrintDocument
from generator.model.questionnaire import Option, Questionnaire
from generator.render.paper import form_pdf_path, page_code, sheet_footer
from generator.render.paper_fit import breakable, longest
from generator.render.paper_layout import (
    Choice,
    FormLayout,
    Grid,
    Heading,
    Part,
    Question,
    Rows,
    form_layout,
)
from generator.render.qr import qr_data_uri
from generator.render.report_words import PageEnvironment

SHEET_WIDTH: Final = 269.0
"""Millimetres between the margins of A4 across."""
HEAD_WIDTH, SUM_WIDTH = 66.0, 16.0
"""Of number, code and title together, and of the sum."""
_RUNNING_WIDTH, _CODE_SIZE = 9.5, 8.0
"""Millimetres of the running number with the white around the code, and points of the code."""
_WIDEST_FIELD: Final = 34.0
_WORD_SIZES: Final = (9.0, 8.5, 8.0, 7.5, 7.0)
_WORD_PADDING: Final = 1.8
_CLASSES: Final = 18
"""Lines for classes on the school's sheet, in two columns."""
_LEAST_ROWS_PER_PAGE: Final = 4
_PAGES_AROUND: Final = 3


class TallyKind(enum.StrEnum):
    """Who counts."""

    CLASS = "class"
    SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class TallyRow:
    """An item."""

    number: int
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class TallyTable:
    """Items that share their answers: rows of fields."""

    rows: tuple[TallyRow, ...]
    options: tuple[Option, ...]
    """In the order of the form."""
    width: float
    """Of a field, in millimetres."""
    word_size: float
    """Of the answer words, in points."""

    @property
    def is_list(self) -> bool:
        """Whether it is a list of answers below a question."""
        return False


@dataclass(frozen=True, slots=True)
class TallyList:
    """One item with its answers below each other, each with a long field."""

    row: TallyRow
    options: tuple[Option, ...]
    is_multiple: bool

    @property
    def is_list(self) -> bool:
        """Whether it is a list of answers below a question."""
        return True


@dataclass(frozen=True, slots=True)
class TallySection:
    """An area or block."""

    letter: str
    title: str
    parts: tuple[TallyTable | TallyList, ...]


def tally_pdf_path(questionnaire: Questionnaire, group_id: str, level_id: str, language: str, kind: TallyKind) -> str:
    """Where a tally sheet stands: beside its form."""
    form = form_pdf_path(questionnaire, group_id, level_id, language)
    return f"{form.removesuffix('.pdf')}-tally-{kind}.pdf"


def tally_code(questionnaire: Questionnaire, group_id: str, level_id: str, language: str, kind: TallyKind) -> str:
    """What the square code says; `/` and the page number follow."""
    return f"{page_code(questionnaire, group_id, level_id, language)}/TALLY/{kind}".upper()


def tally_sheet_print(
    environment: PageEnvironment,
    questionnaire: Questionnaire,
    group_id: str,
    level_id: str,
    kind: TallyKind,
    school: str = "",
) -> PrintDocument:
    """The tally sheet of one group at one level, in the environment's language. Without `school` its name is written.

    `questionnaire` is translated, and as the school asks it (model/asked.py) when it is for one school. Raises KeyError
    for an unknown group or level.
    """
    language = str(environment.globals["language"])
    group, level = questionnaire.group(group_id), questionnaire.level(level_id)
    code = tally_code(questionnaire, group_id, level_id, language, kind)
    layout = form_layout(questionnaire, group_id, level_id)
    sections = tally_sections(questionnaire, layout, _none_words(environment))
    number_width = math.ceil(_RUNNING_WIDTH + longest((each.code for each in layout.questions), _CODE_SIZE))
    html = environment.get_template("print/tally.html").render(
        kind=kind.value,
        questionnaire=questionnaire,
        group=group,
        level=level,
        school=school,
        sections=sections,
        classes=range(_CLASSES // 2),
        number_width=number_width,
        title_width=HEAD_WIDTH - number_width,
        sum_width=SUM_WIDTH,
        breakable=breakable,
        footer=sheet_footer(
            questionnaire, language, (group.title, level.title), (group_id, level_id, language, f"tally {kind}")
        ),
        page_code=qr_data_uri(code),
        page_codes=[qr_data_uri(f"{code}/{page}") for page in range(1, _most_pages(sections) + 1)],
    )
    return PrintDocument(tally_pdf_path(questionnaire, group_id, level_id, language, kind), html, language)


def tally_sections(questionnaire: Questionnaire, layout: FormLayout, none: str) -> tuple[TallySection, ...]:
    """What a tally sheet has, in the order of the form. `none` are the words above the field for no valid answer."""
    sections: list[tuple[Heading, list[TallyTable | TallyList]]] = []
    for part in layout.parts:
        runs = part.groups if isinstance(part, Grid) else (Rows(part.heading, (part.question,)),)
        for run in runs:
            if run.heading is not None:
                sections.append((run.heading, []))
            sections[-1][1].extend(_tables(questionnaire, part, run.questions, none))
    return tuple(TallySection(heading.letter, heading.title, _joined(tables)) for heading, tables in sections)


def _joined(tables: Iterable[TallyTable | TallyList]) -> tuple[TallyTable | TallyList, ...]:
    """Rows that share their answers in one table: the form says the answer words more often."""
    joined: list[TallyTable | TallyList] = []
    for each in tables:
        last = joined[-1] if joined else None
        if isinstance(each, TallyTable) and isinstance(last, TallyTable) and each.options == last.options:
            joined[-1] = replace(last, rows=(*last.rows, *each.rows))
        else:
            joined.append(each)
    return tuple(joined)


def _tables(
    questionnaire: Questionnaire, part: Part, questions: Sequence[Question], none: str
) -> Iterable[TallyTable | TallyList]:
    if isinstance(part, Choice):
        options = (*part.options, *part.not_applicable)
        yield TallyList(_row(questionnaire, part.question.number, part.question.code), options, part.is_multiple)
        return
    options = (*part.points, *part.not_applicable) if isinstance(part, Grid) else part.options
    room = SHEET_WIDTH - HEAD_WIDTH - SUM_WIDTH
    width = math.floor(min(room / (len(options) + 1), _WIDEST_FIELD) * 10) / 10
    size = _word_size([*(option.text for option in options), none], width)
    rows = tuple(_row(questionnaire, question.number, question.code) for question in questions)
    yield TallyTable(rows, options, width, size)


def _row(questionnaire: Questionnaire, number: int, code: str) -> TallyRow:
    return TallyRow(number, code, questionnaire.item(code).title)


def _word_size(words: Sequence[str], width: float) -> float:
    """The largest size at which no answer word is wider than its field."""
    fitting = (size for size in _WORD_SIZES if longest(words, size) + _WORD_PADDING <= width)
    return next(fitting, _WORD_SIZES[-1])


def _none_words(environment: PageEnvironment) -> str:
    plain: Any = environment.globals["tp"]
    return str(plain("tally.none"))


def _most_pages(sections: Sequence[TallySection]) -> int:
    """More pages than the sheet will have; each has its own square code."""
    rows = sum(
        len(part.options) if isinstance(part, TallyList) else len(part.rows) for each in sections for part in each.parts
    )
    return _PAGES_AROUND + math.ceil(rows / _LEAST_ROWS_PER_PAGE)
