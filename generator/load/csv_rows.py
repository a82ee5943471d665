"""Rows of a small CSV table, each with its line. The large table, answers, is read by `results.py`."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO, TypeVar

from generator.load.characters import forbidden
from generator.load.files import shown_path
from generator.load.suggestions import did_you_mean
from generator.model.problem import Place, ProblemLog

MAX_BYTES: Final = 200_000_000
MAX_REPORTED: Final = 50
_PERSONAL: Final = frozenset(
    {
        "answered_at",
        "birthday",
        "created_at",
        "date",
        "email",
        "e-mail",
        "fullname",
        "gender",
        "id",
        "ip",
        "ip_address",
        "mail",
        "participant",
        "person",
        "phone",
        "pupil",
        "respondent",
        "responder",
        "response",
        "session",
        "student",
        "submission",
        "submitted",
        "submitted_at",
        "surname",
        "teacher",
        "time",
        "timestamp",
        "token",
        "user",
        "username",
        "uuid",
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells by column, without blanks around them."""

    place: Place
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """The cell of a column; empty where the table has no such column."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns a table may have."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    others: str = ""
    """How the table may have further columns, in a sentence; empty when it may not."""


def read_rows(file: Path, root: Path, columns: Columns, log: ProblemLog) -> tuple[Row, ...] | None:
    """All well-formed rows, or none when the table cannot be used; every fault is noted (R002, R012, R020, Y005)."""
    path = shown_path(file, root)
    if not _is_usable(file, root, path, log):
        return None
    return with_table(file, path, log, lambda lines: _rows(lines, path, columns, log))


Result = TypeVar("Result")


def with_table(file: Path, path: str, log: ProblemLog, read: Callable[[TextIO], Result]) -> Result | None:
    """What `read` makes of an open table; what goes wrong while it is read is noted (R020), and yields none."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return read(lines)
    except UnicodeDecodeError:
        log.add("R020", Place(path), "The table is not UTF-8 text.", "Save it as CSV UTF-8.")
    except csv.Error as error:
        log.add("R020", Place(path), f"The table cannot be read as CSV ({error}).", "Look for a stray quotation mark.")
    except OSError as error:
        log.add("R020", Place(path), f"The table cannot be read ({error.strerror}).")
    return None


def check_header(header: Sequence[str], path: str, columns: Columns, log: ProblemLog) -> bool:
    """Whether a table has exactly the columns it should have, in any order."""
    place = Place(path, 1)
    known = columns.required + columns.optional
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        log.add("R020", place, "The columns are not separated by commas.", "Save the table as CSV with commas.")
        return False
    is_sound = True
    for index, name in enumerate(header):
        if name in header[:index]:
            log.add("R002", place, f"The column '{name}' stands twice.", "Delete one of the two.")
        elif name not in known and is_personal(name):
            remedy = "Only counts come in: count the answers first, and delete the column."
            log.add("R012", place, f"The column '{name}' looks like something about single persons.", remedy)
        elif name not in known:
            log.add("R002", place, f"The column '{name}' is not known here.", _known(name, known, columns))
        else:
            continue
        is_sound = False
    for name in columns.required:
        if name not in header:
            log.add("R002", place, f"The column '{name}' is missing.", "The columns are: " + ", ".join(known) + ".")
            is_sound = False
    return is_sound


def _known(name: str, known: Iterable[str], columns: Columns) -> str:
    return " ".join(filter(None, (did_you_mean(name, known), columns.others)))


def is_personal(column: str) -> bool:
    """Whether a column's name sounds as if it told one person from another."""
    name = column.strip().lower().replace(" ", "_")
    return name in _PERSONAL or name.endswith(("_id", "_email", "_name", "_ip"))


def whole_number(cell: str) -> int | None:
    """A whole number of zero or more in plain digits, or none."""
    return int(cell) if cell.isascii() and cell.isdigit() and len(cell) <= 9 else None


def _is_usable(file: Path, root: Path, path: str, log: ProblemLog) -> bool:
    """Whether the file is there, inside the folder and of sensible size."""
    try:
        if not file.is_file():
            log.add("P002", Place(path), "The table is missing.")
        elif not file.resolve().is_relative_to(root.resolve()):
            log.add("P002", Place(path), "The file is a link that leads elsewhere.", "Put the file itself here.")
        elif file.stat().st_size > MAX_BYTES:
            log.add("R020", Place(path), f"The table is larger than {MAX_BYTES:,} bytes.")
        else:
            return True
    except OSError as error:
        log.add("R020", Place(path), f"The table cannot be read ({error.strerror}).")
    return False


def _rows(lines: TextIO, path: str, columns: Columns, log: ProblemLog) -> tuple[Row, ...] | None:
    reader = csv.reader(lines, strict=True)
    header = [name.strip() for name in next(reader, [])]
    if not check_header(header, path, columns, log):
        return None
    rows, faults = [], 0
    for cells in reader:
        place = Place(path, reader.line_num)
        if not cells:
            continue
        if len(cells) != len(header):
            faults += 1
            message = f"The row has {len(cells)} cells, the header {len(header)}."
            log.add("R020", place, message, "Add the missing commas, or quote a text with a comma.")
        elif found := next((found for cell in cells for found in forbidden(cell)), None):
            faults += 1
            message = f"The character {found.name} cannot be seen or reorders text."
            log.add("Y005", place, message, "Delete it; the row is left out until then.")
        else:
            rows.append(Row(place, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}))
        if faults == MAX_REPORTED:
            break
    return tuple(rows) if not faults else None
