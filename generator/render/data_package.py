"""A round's numbers as a Data Package (datapackage.org, version 2): tables, code book, descriptions, a README."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from generator.model.project import DisclosureSettings
from generator.model.released import Mark
from generator.render.archive import archive
from generator.render.report_about import (
    Paragraphs,
    about_report,
    column_meaning,
    mark_meaning,
    report_title,
    synthetic_notice,
)
from generator.render.report_rows import (
    ReportData,
    Table,
    area_table,
    item_table,
    kind_of,
    option_table,
    participation_table,
    school_table,
    wording_table,
)
from generator.render.table_csv import csv_bytes

_PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
_LICENCE: Final = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}
_ORIGINS: Final = ("synthetic", "collected")
_NEVER_MISSING: Final = frozenset({"dimension", "part", "level"})
"""Columns of codes in which an empty cell says something: all respondents, all levels."""
_FOREIGN_KEYS: Final[Mapping[str, Sequence[tuple[Sequence[str], str]]]] = {
    "answers": ((("item",), "items"), (("item", "option"), "options")),
    "wordings": ((("item",), "items"),),
    "options": ((("item",), "items"),),
}
"""By table: its columns, and the table in which they name a row."""


def data_package(data: ReportData, settings: DisclosureSettings, answers: Table) -> bytes:
    """A ZIP archive: datapackage.json, README.md and one CSV a table. The same results give the same bytes."""
    tables = (participation_table(data), school_table(data), area_table(data), answers, item_table(data),
              wording_table(data), option_table(data))  # fmt: skip
    contents = [(table, csv_bytes(table)) for table in tables]
    described = json.dumps(_descriptor(data, contents), ensure_ascii=False, indent=1) + "\n"
    return archive([
        ("datapackage.json", described.encode()),
        ("README.md", _readme(data, settings, tables).encode()),
        *((_path(table), content) for table, content in contents),
    ])  # fmt: skip


def _descriptor(data: ReportData, contents: Iterable[tuple[Table, bytes]]) -> dict[str, Any]:
    setting = data.released.setting
    return {
        "$schema": _PROFILE,
        "name": f"guzgu-{setting.id}-{data.words.language.lower()}",
        "title": _title(data),
        "description": " ".join(filter(None, (synthetic_notice(data), str(setting.caveat)))),
        "language": data.words.language,
        "licenses": [_LICENCE],
        "sources": [{"title": str(setting.source)}],
        "resources": [_resource(data, table, content) for table, content in contents],
    }


def _resource(data: ReportData, table: Table, content: bytes) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        "path": _path(table),
        "description": data.words.plain(f"download.table.{table.name}"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": _schema(data, table),
    }


def _schema(data: ReportData, table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(data, column, is_key=column in table.key) for column in table.columns],
        "missingValues": [{"value": "", "label": data.words.plain("download.missing")}],
        "primaryKey": list(table.key),
    }
    if table.name in _FOREIGN_KEYS:
        schema["foreignKeys"] = [
            {"fields": list(columns), "reference": {"resource": other, "fields": list(columns)}}
            for columns, other in _FOREIGN_KEYS[table.name]
        ]
    return schema


def _field(data: ReportData, column: str, *, is_key: bool) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column,
        "type": kind_of(column),
        "description": column_meaning(data.words, column),
    }
    if column in _NEVER_MISSING:
        field["missingValues"] = []
    if column == "mark":
        field["categories"] = [{"value": mark.value, "label": mark_meaning(data.words, mark)} for mark in Mark]
        field["constraints"] = {"required": True, "enum": [mark.value for mark in Mark]}
    elif column == "data":
        field["constraints"] = {"required": True, "enum": list(_ORIGINS)}
    elif is_key and column not in _NEVER_MISSING:
        field["constraints"] = {"required": True}
    return field


def _title(data: ReportData) -> str:
    return data.words.plain("download.package.title", round=report_title(data))


def _path(table: Table) -> str:
    return f"{table.name}.csv"


def _readme(data: ReportData, settings: DisclosureSettings, tables: Sequence[Table]) -> str:
    notice = synthetic_notice(data)
    parts = [f"# {_title(data)}", *([f"**{notice}**"] if notice else []), data.words.plain("download.package.how")]
    parts += (_markdown(each) for each in about_report(data, settings, [table.name for table in tables]))
    return "\n\n".join(map(_harmless, parts)) + "\n"


def _markdown(paragraphs: Paragraphs) -> str:
    lines = (f"- **{name}**: {text}" if name else f"- {text}" for name, text in paragraphs.lines)
    return "\n".join(" ".join(line.splitlines()) for line in (f"## {paragraphs.heading}", "", *lines))


def _harmless(markdown: str) -> str:
    """Without what a viewer of Markdown would read as HTML or as a link: no text of ours has any."""
    return markdown.replace("<", "\\<").replace("](", "]\\(")
