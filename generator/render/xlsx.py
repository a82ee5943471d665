"""The file format of workbooks (ECMA-376, Office Open XML): sheets of texts and numbers to bytes.

Written here because openpyxl takes eight times as long and stamps the hour into every file
(decisions/workbooks-without-a-library.md). The tests read what is written with openpyxl.

Texts are shared strings, which no program takes for a formula, whatever they start with.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import escape

from generator.render.archive import archive
from generator.render.report_rows import FORMULA_STARTS, Cell

_MAX_TEXT: Final = 32_767
"""Letters that a cell can hold."""
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""`_x0041_` in a file means `A`."""
_HEADING, _DECIMAL, _QUOTED, _WRAPPED, _TITLE = 1, 2, 3, 4, 5
"""Styles, by their place in `_STYLES`."""

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_CONTENT: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES: Final = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0#"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EDF3"/></patternFill></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. With a header, the first row stays in sight and filters the others."""

    name: str
    """At most 31 letters, none of `[]:*?/\\`."""
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int]
    """Of each column, in letters."""
    has_header: bool = True
    is_wrapped: bool = False
    """Whether long texts are broken into lines. In a sheet without a header, a row of one cell is a heading."""


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What the properties of the file say."""

    title: str
    description: str
    language: str
    date: datetime.date
    """When its content is from: the hour of writing would make the same content another file."""


def xlsx_bytes(facts: DocumentFacts, sheets: Sequence[Sheet]) -> bytes:
    """A workbook. The same sheets give the same bytes."""
    strings = _SharedStrings()
    written = [(f"xl/worksheets/sheet{number}.xml", _sheet(sheet, strings)) for number, sheet in enumerate(sheets, 1)]
    members = [
        ("[Content_Types].xml", _content_types(len(sheets))),
        ("_rels/.rels", _relations([
            (f"{_DOCUMENT}/officeDocument", "xl/workbook.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ])),
        ("docProps/core.xml", _properties(facts)),
        ("xl/workbook.xml", _workbook(sheets)),
        ("xl/_rels/workbook.xml.rels", _relations([
            *((f"{_DOCUMENT}/worksheet", name.removeprefix("xl/")) for name, _ in written),
            (f"{_DOCUMENT}/styles", "styles.xml"),
            (f"{_DOCUMENT}/sharedStrings", "sharedStrings.xml"),
        ])),
        ("xl/styles.xml", _STYLES),
        *written,
        ("xl/sharedStrings.xml", strings.xml()),
    ]  # fmt: skip
    return archive((name, (_HEAD + text).encode()) for name, text in members)


class _SharedStrings(dict[str, str]):
    """The end of a cell's XML by text: style, type and number of the string."""

    def __missing__(self, text: str) -> str:
        style = f' s="{_QUOTED}"' if text.startswith(FORMULA_STARTS) else ""
        self[text] = end = f'{style} t="s"><v>{len(self)}</v></c>'
        return end

    def styled(self, text: str, style: int) -> str:
        """The same, in a style."""
        return f' s="{style}"' + self[text].removeprefix(f' s="{_QUOTED}"')

    def xml(self) -> str:
        """All texts, in the order of their numbers."""
        texts = "".join(f'<si><t xml:space="preserve">{_text(text)}</t></si>' for text in self)
        return f'<sst xmlns="{_MAIN}" uniqueCount="{len(self)}">{texts}</sst>'


def _text(text: str) -> str:
    """A text as XML holds it, without what XML cannot hold."""
    clean = _NO_XML.sub("", text[:_MAX_TEXT].replace("\r\n", "\n").replace("\r", "\n"))
    return str(escape(_ESCAPE_LIKE.sub("_x005F_", str(clean))))


def _sheet(sheet: Sheet, strings: _SharedStrings) -> str:
    columns = [_letters(index) for index in range(max(map(len, sheet.rows), default=1))]
    last = f"{columns[-1]}{max(len(sheet.rows), 1)}"
    widths = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(sheet.widths, 1))
    frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' if sheet.has_header else ""
    return "".join((
        f'<worksheet xmlns="{_MAIN}"><dimension ref="A1:{last}"/>',
        f'<sheetViews><sheetView workbookViewId="0">{frozen}</sheetView></sheetViews>',
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols><sheetData>',
        *_rows(sheet, columns, strings),
        "</sheetData>",
        f'<autoFilter ref="A1:{last}"/>' if sheet.has_header else "",
        "</worksheet>",
    ))  # fmt: skip


def _rows(sheet: Sheet, columns: Sequence[str], strings: _SharedStrings) -> Iterator[str]:
    for number, row in enumerate(sheet.rows, 1):
        is_heading = sheet.has_header and number == 1
        style = _HEADING if is_heading else _TITLE if _is_title(sheet, row) else _WRAPPED if sheet.is_wrapped else 0
        cells = _styled_cells(row, strings, style) if style else _cells(row, strings)
        written = [f'<c r="{column}{number}"{end}' for column, end in zip(columns, cells, strict=False) if end]
        yield f'<row r="{number}">{"".join(written)}</row>'


def _is_title(sheet: Sheet, row: Sequence[Cell]) -> bool:
    return not sheet.has_header and len(row) == 1


def _cells(row: Sequence[Cell], strings: _SharedStrings) -> Iterator[str]:
    """The end of each cell's XML; empty for a cell that holds nothing."""
    for value in row:
        if isinstance(value, str):
            yield strings[value] if value else ""
        else:
            yield "" if value is None else _number(value)


def _number(value: float) -> str:
    if isinstance(value, bool):
        return f' t="b"><v>{value:d}</v></c>'
    return f' s="{_DECIMAL}"><v>{value!r}</v></c>' if isinstance(value, float) else f"><v>{value}</v></c>"


def _styled_cells(row: Sequence[Cell], strings: _SharedStrings, style: int) -> Iterator[str]:
    for value, plain in zip(row, _cells(row, strings), strict=True):
        yield strings.styled(value, style) if isinstance(value, str) and value else plain


def _letters(index: int) -> str:
    """A column's name: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _workbook(sheets: Sequence[Sheet]) -> str:
    entries = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    filters = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{index}" hidden="1">'
        f"'{escape(sheet.name)}'!$A$1:${_letters(len(sheet.rows[0]) - 1)}${len(sheet.rows)}</definedName>"
        for index, sheet in enumerate(sheets)
        if sheet.has_header
    )
    names = f"<definedNames>{filters}</definedNames>" if filters else ""
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{entries}</sheets>{names}</workbook>"
    )


def _properties(facts: DocumentFacts) -> str:
    date = f"{facts.date.isoformat()}T00:00:00Z"
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_text(facts.title)}</dc:title><dc:description>{_text(facts.description)}</dc:description>"
        f"<dc:language>{escape(facts.language)}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{date}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{date}</dcterms:modified></cp:coreProperties>'
    )


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _content_types(sheets: int) -> str:
    parts = [
        ("/xl/workbook.xml", f"{_CONTENT}.sheet.main+xml"),
        *((f"/xl/worksheets/sheet{number}.xml", f"{_CONTENT}.worksheet+xml") for number in range(1, sheets + 1)),
        ("/xl/styles.xml", f"{_CONTENT}.styles+xml"),
        ("/xl/sharedStrings.xml", f"{_CONTENT}.sharedStrings+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    ]
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{overrides}</Types>"
    )
