"""The numbers of a report as a workbook: what they are, who answered, areas, answers, and the code book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Item
from generator.render.report_about import (
    Paragraphs,
    about_report,
    columns_explained,
    protection_rules,
    report_title,
    synthetic_notice,
)
from generator.render.report_rows import (
    ReportData,
    Row,
    Table,
    area_table,
    item_table,
    kind_of,
    participation_table,
    school_table,
)
from generator.render.xlsx import DocumentFacts, Sheet, xlsx_bytes

_WORDING: Final = "text_"
"""The column with a group's wording is named so, and after the group."""
_ABOUT_WIDTHS: Final = (28, 110)
_WIDTHS: Final[Mapping[str, int]] = {
    "part_label": 30, "group_label": 22, "item_label": 34, "option_label": 26, "area_label": 34, "section_label": 34,
    "note": 50, "correction": 50, "options": 50, "not_applicable": 15, "percent_positive": 17, "corrected_on": 13,
}  # fmt: skip
_WIDTH: Final = 11
_WORDING_WIDTH: Final = 60


def workbook(data: ReportData, settings: DisclosureSettings, answers: Table) -> bytes:
    """An XLSX file with the sheets about, participation, schools (of a round), areas, answers and items.

    The names of sheets and columns are codes, the same in every language; the first sheet explains them.
    """
    book = code_book(data)
    schools = school_table(data)
    counted = (participation_table(data), *([schools] if schools.rows else []))
    tables = (*counted, area_table(data), answers, book)
    notice = synthetic_notice(data)
    facts = DocumentFacts(
        title=report_title(data),
        description=f"{notice} {protection_rules(data, settings)}".strip(),
        language=data.words.language,
        date=data.released.setting.closed,
    )
    about = Sheet("about", tuple(_about_rows(data, settings, tables)), _ABOUT_WIDTHS, has_header=False, is_wrapped=True)
    return xlsx_bytes(facts, (about, *(_sheet(table, is_wrapped=table is book) for table in tables)))


def code_book(data: ReportData) -> Table:
    """One row for every item with its wordings and its answers, to be read by people."""
    items = item_table(data)
    groups = [group.id for group in data.questionnaire.groups]
    columns = (*items.columns, *(_WORDING + group for group in groups), "options")
    rows = (
        (*row, *(_wordings(data, item, group) for group in groups), _options(data, item))
        for row, item in zip(items.rows, data.items, strict=True)
    )
    return Table(items.name, columns, tuple(rows), items.key)


def _wordings(data: ReportData, item: Item, group: str) -> str | None:
    """The wording for a group; below it those of levels where it differs."""
    levels = {level.id: level.title for level in data.questionnaire.levels}
    others = [
        f"{levels.get(level, level)}: {texts[group]}" for level, texts in item.text_by_level.items() if group in texts
    ]
    first = item.text.get(group)
    return "\n".join([*([first] if first else []), *others]) or None


def _options(data: ReportData, item: Item) -> str:
    return "\n".join(f"{option.code} = {option.text}" for option in data.questionnaire.options_of(item))


def _about_rows(data: ReportData, settings: DisclosureSettings, tables: Sequence[Table]) -> Iterator[Row]:
    notice = synthetic_notice(data)
    yield (report_title(data),)
    if notice:
        yield (notice,)
    columns = [name for table in tables for name in table.columns]
    groups = {_WORDING + group.id: str(group.title) for group in data.questionnaire.groups}
    explained = columns_explained(data.words, columns, groups, is_own=data.is_own)
    for paragraphs in (*about_report(data, settings, [table.name for table in tables]), explained):
        yield from _paragraph_rows(paragraphs)


def _paragraph_rows(paragraphs: Paragraphs) -> Iterator[Row]:
    yield ()
    yield (paragraphs.heading,)
    yield from paragraphs.lines


def _sheet(table: Table, *, is_wrapped: bool) -> Sheet:
    return Sheet(table.name, (table.columns, *table.rows), [_width(name) for name in table.columns], True, is_wrapped)


def _width(column: str) -> int:
    if column.startswith(_WORDING):
        return _WORDING_WIDTH
    # Numbers are as wide as the name of their column, which a filter button stands on.
    return _WIDTHS.get(column, max(_WIDTH, len(column) + 3 if kind_of(column) != "string" else _WIDTH))
