"""The list of names for certificates: a CSV that never enters the project, read from where its owner keeps it.

A row a line, with the columns `name` and, if wanted, `school`. Faults are told by line and column and never quote a
name: what a command says may be kept in a log.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.load.characters import forbidden
from generator.load.files import read_text
from generator.load.suggestions import did_you_mean
from generator.model.problem import Place, ProblemLog

NAME, SCHOOL = "name", "school"
MAX_LETTERS: Final = 200
"""A longer name has no room on a certificate."""
MAX_NAMES: Final = 5000
_COLUMNS: Final = (NAME, SCHOOL)


@dataclass(frozen=True, slots=True)
class ListedName:
    """A row of the list."""

    place: Place
    """Of the name."""
    name: str
    school: str = ""


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    column: int
    """Where it begins in its line, from 1."""


class _CellError(ValueError):
    """A line that is no CSV."""

    def __init__(self, column: int, message: str) -> None:
        super().__init__(message)
        self.column = column


def load_names(file: Path, log: ProblemLog) -> tuple[ListedName, ...]:
    """Every row with a name; faults are noted (R002, R020, S004, Y005), and their rows left out.

    The names are in the composed form (NFC), for which fonts have letters.
    """
    text = read_text(file, file.parent, log, large="R020", unreadable="R020")
    if text is None:
        return ()
    path = file.name
    # Not splitlines: it breaks lines at signs that no editor counts as their end.
    lines = re.split(r"\r\n|\r|\n", text) if text else []
    header = _cells(lines[0], Place(path, 1), log) if lines else []
    if header is None or not _is_header(header, path, log):
        return ()
    columns = [cell.text for cell in header]
    rows = []
    for number, line in enumerate(lines[1:], 2):
        if line.strip():
            rows.append(_row(line, Place(path, number), columns, log))
        if len(rows) > MAX_NAMES:
            message = f"The list has more than {MAX_NAMES:,} names."
            log.add("R020", Place(path, number), message, "Divide it into several files.")
            return ()
    if not rows:
        log.add("R020", Place(path), "The list has no names.", "Write one name a line below the line of the columns.")
    return tuple(row for row in rows if row)


def _is_header(header: list[_Cell], path: str, log: ProblemLog) -> bool:
    names = [cell.text for cell in header]
    remedy = f"The first line is {NAME}, or {NAME},{SCHOOL}."
    for index, cell in enumerate(header):
        place = Place(path, 1, cell.column)
        if any(sign in cell.text for sign in ";\t"):
            log.add("R020", place, "The columns are not separated by commas.", "Save the table as CSV with commas.")
            return False
        if cell.text not in _COLUMNS:
            log.add("R002", place, "This column is not known here.", did_you_mean(cell.text, _COLUMNS) or remedy)
            return False
        if cell.text in names[:index]:
            log.add("R002", place, f"The column '{cell.text}' stands twice.", "Delete one of the two.")
            return False
    if NAME not in names:
        log.add("R002", Place(path, 1), f"The column '{NAME}' is missing.", remedy)
        return False
    return True


def _row(line: str, place: Place, columns: list[str], log: ProblemLog) -> ListedName | None:
    cells = _cells(line, place, log)
    if cells is None:
        return None
    if len(cells) != len(columns):
        message = f"The row has {len(cells)} cells, the first line {len(columns)}."
        extra = cells[min(len(columns), len(cells) - 1)]
        remedy = "Add the missing comma, or put a text with a comma into quotation marks."
        log.add("R020", Place(place.path, place.line, extra.column), message, remedy)
        return None
    by_column = dict(zip(columns, cells, strict=True))
    sound = [_is_sound(cell, column, place, log) for column, cell in by_column.items()]
    if not all(sound):
        return None
    name, school = by_column[NAME], by_column.get(SCHOOL)
    return ListedName(Place(place.path, place.line, name.column), name.text, school.text if school else "")


def _is_sound(cell: _Cell, column: str, place: Place, log: ProblemLog) -> bool:
    at = Place(place.path, place.line, cell.column)
    if found := next(forbidden(cell.text), None):
        at = Place(place.path, place.line, cell.column + found.column - 1)
        log.add("Y005", at, f"The character {found.name} cannot be seen or reorders text.", "Delete it.")
    elif column == NAME and not any(letter.isalnum() for letter in cell.text):
        log.add("S004", at, "There is no name here.", "Write one, or delete the row.")
    elif len(cell.text) > MAX_LETTERS:
        log.add(
            "S004", at, f"This has {len(cell.text)} letters; a certificate has room for {MAX_LETTERS}.", "Shorten it."
        )
    else:
        return True
    return False


def _cells(line: str, place: Place, log: ProblemLog) -> list[_Cell] | None:
    try:
        return list(_cut(line))
    except _CellError as error:
        remedy = 'A text with a comma stands in quotation marks; a quotation mark in it is written twice: "".'
        log.add("R020", Place(place.path, place.line, error.column), str(error), remedy)
        return None


def _cut(line: str) -> Iterator[_Cell]:
    """The cells of one line of CSV (RFC 4180, but no cell goes over the end of its line), without blanks around."""
    position = 0
    while True:
        while line[position : position + 1] in {" ", "\t"}:
            position += 1
        start = position
        if line[position : position + 1] == '"':
            text, position = _quoted(line, position)
        else:
            end = line.find(",", position)
            position = len(line) if end < 0 else end
            text = line[start:position]
        yield _Cell(unicodedata.normalize("NFC", text.strip()), start + 1)
        if position >= len(line):
            return
        position += 1


def _quoted(line: str, start: int) -> tuple[str, int]:
    """The text of a cell in quotation marks, and where its comma or the end of the line is."""
    text, position = "", start + 1
    while True:
        end = line.find('"', position)
        if end < 0:
            raise _CellError(start + 1, "The quotation mark is not closed in this line.")
        text += line[position:end]
        if line[end + 1 : end + 2] != '"':
            break
        text, position = text + '"', end + 2
    position = end + 1
    while line[position : position + 1] == " ":
        position += 1
    if position < len(line) and line[position] != ",":
        raise _CellError(position + 1, "After a quotation mark comes a comma or the end of the line.")
    return text, position
