"""What a file of numbers says about itself in words: source, rules, marks, and the meaning of every column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from generator.model.project import DisclosureSettings
from generator.model.released import Bound, Mark
from generator.render.locale_format import format_date
from generator.render.report_rows import RANGE, ReportData
from generator.render.report_words import ReportWords

OWN_COLUMNS: Final = frozenset({"option", "count", "percent", "percent_positive", "mean", "invited", "completed",
                                 "registered", *RANGE})  # fmt: skip
"""Columns that hold something else in a school's own report."""


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Lines below a heading: a name, which may be empty, and a text."""

    heading: str
    lines: tuple[tuple[str, str], ...]


def report_title(data: ReportData) -> str:
    """The title of a report's files."""
    school, title = data.released.school, str(data.released.setting.title)
    return data.words.plain("report.page_title", school=school.name, round=title) if school else title


def synthetic_notice(data: ReportData) -> str:
    """The sentences that say so when a machine made the numbers up; else empty."""
    if not data.released.setting.synthetic:
        return ""
    return f"{data.words.plain('report.synthetic')} {data.words.plain('report.synthetic.meaning')}"


def about_report(data: ReportData, settings: DisclosureSettings, tables: Iterable[str]) -> tuple[Paragraphs, ...]:
    """What must be known before the numbers are used; `tables` are the names of those that the file holds."""
    words = data.words
    keys = ("area", "mean", "not_applicable")
    readings = (words.plain("report.rate.meaning"), *(words.plain(f"report.reading.{key}") for key in keys))
    return (
        Paragraphs(words.plain("download.about"), tuple(_facts(data, settings))),
        Paragraphs(words.plain("download.marks"), tuple(_marks(data))),
        Paragraphs(words.plain("download.reading"), tuple(("", text) for text in readings)),
        Paragraphs(
            words.plain("download.tables"), tuple((name, words.plain(f"download.table.{name}")) for name in tables)
        ),
    )


def _marks(data: ReportData) -> Iterator[tuple[str, str]]:
    yield from ((mark.value, mark_meaning(data.words, mark)) for mark in Mark)
    if data.is_own:
        yield from ((bound.value, data.words.plain(f"download.own.mark.{bound.value}")) for bound in Bound)


def columns_explained(
    words: ReportWords, columns: Iterable[str], groups: dict[str, str], *, is_own: bool = False
) -> Paragraphs:
    """The meaning of each column, once; `groups` has the title of a group by the column of its wording.

    In a school's own report (`is_own`) counts are exact and answers may stand together.
    """
    names = dict.fromkeys(columns)
    lines = ((name, column_meaning(words, name, groups.get(name, ""), is_own=is_own)) for name in names)
    return Paragraphs(words.plain("download.columns"), tuple(lines))


def column_meaning(words: ReportWords, column: str, group: str = "", *, is_own: bool = False) -> str:
    """What a column holds; `group` is the title of the group whose wording it holds."""
    if is_own and column in OWN_COLUMNS:
        return words.plain(f"download.own.column.{column}")
    if group:
        return words.plain("download.column.text_of_group", group=group)
    is_label = column.endswith("_label") and column != "item_label"
    return words.plain("download.column.label" if is_label else f"download.column.{column}")


def mark_meaning(words: ReportWords, mark: Mark) -> str:
    """Why a number stands or does not stand there."""
    return words.plain("download.mark.shown" if mark is Mark.SHOWN else f"report.mark.{mark.value}.meaning")


def protection_rules(data: ReportData, settings: DisclosureSettings) -> str:
    """By which rules numbers are rounded and hidden."""
    values: dict[str, object] = {"base": settings.rounding_base, "minimum": settings.public_min_respondents}
    if data.is_own:
        return _own_rules(data.words, settings)
    if data.released.school:
        return data.words.plain("download.rules", **values)
    return " ".join(_system_rules(data.words, settings, values))


def _system_rules(words: ReportWords, settings: DisclosureSettings, values: dict[str, object]) -> Iterator[str]:
    """Those of a whole round; a rule that the site switched off is not named."""
    yield words.plain("download.rules.system", **values, schools=settings.public_min_schools)
    yield words.plain("report.rules.subtraction")
    if settings.insider_schools:
        yield words.plain("report.rules.insider", insiders=settings.insider_schools)
    if settings.dominance_percent:
        yield words.plain("report.rules.dominance", percent=settings.dominance_percent)
    if settings.audit_least_range:
        yield words.plain("report.rules.audit", range=settings.audit_least_range)


def _own_rules(words: ReportWords, settings: DisclosureSettings) -> str:
    """The rules of a school's own report, as its page prints them."""
    least, full, most = settings.own_min_respondents, settings.own_full_respondents, settings.own_unanimous_percent
    return " ".join(
        (
            words.plain("report.own.meaning"),
            words.plain("report.own.hidden", minimum=least),
            words.plain("report.own.classes", minimum=least, full=full),
            words.plain("report.own.bounds", most=words.percent(most), rest=words.percent(100 - most)),
            words.plain("report.own.limits"),
        )
    )


def _facts(data: ReportData, settings: DisclosureSettings) -> Iterator[tuple[str, str]]:
    words, setting = data.words, data.released.setting
    opened, closed = (format_date(day, words.language) for day in (setting.opened, setting.closed))
    yield words.plain("download.about.round"), f"{setting.title} ({setting.id})"
    yield words.plain("download.about.dates"), words.plain("report.dates", opened=opened, closed=closed)
    yield words.plain("download.about.questionnaire"), f"{data.questionnaire.title} ({data.questionnaire.key})"
    if data.released.schools is not None:
        yield words.plain("download.about.schools"), str(data.released.schools)
    yield words.plain("download.about.source"), str(setting.source)
    yield words.plain("download.about.caveat"), str(setting.caveat)
    yield words.plain("download.about.rules"), protection_rules(data, settings)
    if data.released.school is None:
        yield words.plain("download.about.licence"), words.plain("download.licence")
