"""Workbooks that others filled in: what stands in their cells, whatever a file claims to be. The one door to openpyxl.

A workbook is a zip archive of XML, and this one may come from anybody. Before the library sees it, its parts are
counted and weighed; what has macros, links to other files, document types (entities) or more than any entry workbook
needs is refused. Cells are read row by row, so neither a declared size nor a merged million costs anything. A formula
is never computed: its cell holds no value.
"""

from __future__ import annotations

import datetime
import enum
import io
import itertools
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

MAX_BYTES: Final = 2_000_000
"""Of the file; an entry workbook for all five levels has 100,000."""
MAX_UNPACKED: Final = 12_000_000
"""Of all parts together; the same has 0.8 million."""
MAX_PARTS: Final = 300
MAX_TAGS: Final = 200_000
"""Opening brackets in all parts: each costs time and memory whatever it says. The same has 38,000."""
MAX_RULES: Final = 10_000
"""Rules for what a cell takes: the library makes much of each. The same has 515."""
MAX_ROWS, MAX_COLUMNS = 1_000, 64
"""No cell beyond these is read."""
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
"""The first bytes of old office files, and of new ones with a password."""
_FORBIDDEN_PARTS: Final[Mapping[str, str]] = {
    "vbaproject.bin": "it has macros",
    "/externallinks/": "it takes values from other files",
    "/activex/": "it has active controls",
    "/embeddings/": "it has other files inside",
}
_ENCODING: Final = re.compile(rb"""^\s*<\?xml[^>]*\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_MERGED: Final = re.compile(rb"""<(?:[A-Za-z]\w*:)?mergeCell\b[^>]{0,200}?\bref\s*=\s*["']([^"'<]{1,30})["']""")
_SAVE_ANEW: Final = "Open it in a spreadsheet program and save it anew as .xlsx."


class WorkbookError(ValueError):
    """A file is no workbook that we read; the message says why, and `remedy` what to do."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


class Kind(enum.Enum):
    """What a cell holds."""

    NUMBER = enum.auto()
    TEXT = enum.auto()
    FORMULA = enum.auto()
    DATE = enum.auto()
    TRUTH = enum.auto()
    FAULT = enum.auto()
    """Such as `#REF!`."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something."""

    kind: Kind
    value: int | float | str
    """A number; of everything else a text to show."""
    is_percent: bool = False


@dataclass(frozen=True, slots=True)
class SheetCells:
    """One sheet."""

    cells: Mapping[tuple[int, int], Cell]
    """By row and column from 1."""
    merged: tuple[str, ...]
    """Cells that were made one, such as `A1:C1`."""

    def text(self, row: int, column: int) -> str:
        """What a cell says, as text; empty where nothing stands."""
        cell = self.cells.get((row, column))
        return "" if cell is None else str(cell.value).strip()


def read_cells(content: bytes) -> Mapping[str, SheetCells]:
    """Every sheet by its name, in order. Raises WorkbookError."""
    _refuse_other_files(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_dangerous_parts(archive)
            with warnings.catch_warnings():
                # The library warns of parts that it leaves out; we read cells only.
                warnings.simplefilter("ignore")
                return _read(content, archive)
    except WorkbookError:
        raise
    except (MemoryError, RecursionError) as error:
        raise WorkbookError("The file is too large or nested too deep.") from error
    except Exception as error:
        # A damaged archive or part raises errors of many kinds, in zipfile, the XML parser and the library.
        reason = f"The file is damaged and cannot be read as a workbook ({type(error).__name__})."
        raise WorkbookError(reason, _SAVE_ANEW) from error


def _refuse_other_files(content: bytes) -> None:
    if not content:
        raise WorkbookError("The file is empty.", "Send it again.")
    if len(content) > MAX_BYTES:
        raise WorkbookError(f"The file is larger than {MAX_BYTES:,} bytes.", "Delete pictures and added sheets.")
    if content.startswith(_OLD_OFFICE):
        raise WorkbookError("The file is an old .xls, or it has a password.", "Save it as .xlsx without a password.")
    if not content.startswith(b"PK"):
        raise WorkbookError("The file is not a workbook (.xlsx).", _SAVE_ANEW)


def _refuse_dangerous_parts(archive: zipfile.ZipFile) -> None:
    """Look at every part before anything is made of it. Raises WorkbookError."""
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MAX_PARTS or len(set(names)) < len(names):
        raise WorkbookError("The file has too many parts.", _SAVE_ANEW)
    if "mimetype" in names and "content.xml" in names:
        raise WorkbookError("The file is an OpenDocument spreadsheet (.ods).", "Save it as .xlsx.")
    for name in names:
        for mark, reason in _FORBIDDEN_PARTS.items():
            if mark in f"/{name.casefold()}":
                raise WorkbookError(f"The file is not read, because {reason}.", "Save it as .xlsx without them.")
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise WorkbookError(f"Unpacked the file is larger than {MAX_UNPACKED:,} bytes.", _SAVE_ANEW)
    tags = rules = 0
    for part in parts:
        content = archive.read(part)
        if part.filename.casefold().endswith((".xml", ".rels", ".vml")):
            _refuse_strange_xml(content)
            tags += content.count(b"<")
            rules += content.count(b"dataValidation ")
    if tags > MAX_TAGS or rules > MAX_RULES:
        raise WorkbookError("The file holds far more than an entry workbook.", "Delete added sheets.")


def _refuse_strange_xml(content: bytes) -> None:
    """Entities can grow without end and read other files; no spreadsheet program writes a document type."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise WorkbookError("The file is not read, because it declares entities.", _SAVE_ANEW)
    declared = _ENCODING.match(content.removeprefix(b"\xef\xbb\xbf"))
    is_utf8 = declared is None or declared[1].lower() in {b"utf-8", b"us-ascii"}
    if not is_utf8 or content.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00")):
        raise WorkbookError("The file is not read, because its text is not UTF-8.", _SAVE_ANEW)
    content.decode("utf-8")


def _read(content: bytes, archive: zipfile.ZipFile) -> Mapping[str, SheetCells]:
    from openpyxl.reader.excel import ExcelReader

    reader = ExcelReader(io.BytesIO(content), read_only=True, keep_links=False)
    reader.read()
    paths = {sheet.name: relation.target for sheet, relation in reader.parser.find_sheets()}
    return {
        page.title: SheetCells(dict(_cells(page)), _merged(archive.read(paths[page.title])))
        for page in reader.wb.worksheets
    }


def _merged(xml: bytes) -> tuple[str, ...]:
    # The library forgets them when it reads row by row, and when it does not, it fills each with objects.
    return tuple(sorted({match[1].decode() for match in _MERGED.finditer(xml)}))


def _cells(page: Any) -> Iterator[tuple[tuple[int, int], Cell]]:
    """What stands in a sheet, row by row; its declared size is not believed."""
    page.reset_dimensions()
    for number, row in enumerate(itertools.islice(page.iter_rows(max_col=MAX_COLUMNS), MAX_ROWS), start=1):
        for column, cell in enumerate(row, start=1):
            if cell.value is not None and cell.value != "":
                yield (number, column), _cell(cell)


def _cell(cell: Any) -> Cell:
    value = cell.value
    if cell.data_type == "f":
        # Arrays and data tables come as objects.
        return Cell(Kind.FORMULA, value if isinstance(value, str) else "=…")
    if isinstance(value, bool):
        return Cell(Kind.TRUTH, "TRUE" if value else "FALSE")
    if cell.data_type == "e":
        return Cell(Kind.FAULT, str(value))
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return Cell(Kind.DATE, str(value))
    if isinstance(value, int | float):
        return Cell(Kind.NUMBER, value, is_percent="%" in str(cell.number_format))
    return Cell(Kind.TEXT, str(value))
