"""answers.csv or answers.parquet: counts of answers. The only importer of DuckDB.

DuckDB reads the table in one pass and hands over one row for each school, level, group and item, so millions of rows
are checked in seconds. Lines are looked up afterwards, and only when there is something to report.
"""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TextIO, TypeAlias

from generator.load.answer_rules import (
    AnswerRules,
    AskedItem,
    Fault,
    RowKey,
    ask_fault,
    is_possible,
    unit_fault,
    unit_faults,
)
from generator.load.csv_rows import Columns, check_header, with_table
from generator.load.files import shown_path
from generator.model.problem import Place, ProblemLog
from generator.model.results import OptionCounts, Unit

if TYPE_CHECKING:
    import duckdb

COLUMNS: Final = ("school", "level", "group", "item", "option", "count")
_MANY: Final = 100
"""From so many rows on, a table in which every count is 1 is taken for single answers."""
_BATCH: Final = 10_000
_MAX_REPORTED: Final = 100
_LEFT_OUT: Final = "The school is left out until this is mended."


_SEPARATOR: Final = "\x1f"
"""Stands between the options, and between the counts, that DuckDB hands over as one text: lists take twice the time."""
_MAX_DIGITS: Final = 9
_ItemRow: TypeAlias = tuple[str, str, str, str, str, str]
"""School, level, group, item, options, counts."""


class LoadedAnswers(NamedTuple):
    """The counts by unit and item, and the schools that have faulty rows."""

    answers: dict[Unit, dict[str, OptionCounts]]
    faulty: frozenset[str]


@dataclass(slots=True)
class _Faults:
    """The faults of a table; a broken export has millions, of which the first of each kind are told."""

    told: dict[tuple[str, RowKey], Fault] = field(default_factory=dict)
    number: Counter[str] = field(default_factory=Counter)
    schools: set[str] = field(default_factory=set)

    def add(self, fault: Fault) -> None:
        """Remember a fault and whose it is."""
        self.schools.add(fault.key.school)
        if (fault.code, fault.key) in self.told:
            return
        self.number[fault.code] += 1
        if self.number[fault.code] <= _MAX_REPORTED:
            self.told[fault.code, fault.key] = fault


def read_answers(file: Path, root: Path, rules: AnswerRules, log: ProblemLog) -> LoadedAnswers | None:
    """All counts that pass the rules; none when the table cannot be used. Every fault is noted with its line."""
    import duckdb

    path = shown_path(file, root)
    if not file.is_file() or not file.resolve().is_relative_to(root.resolve()):
        log.add("P002", Place(path), "The table of answers is missing.", "Put answers.csv or answers.parquet here.")
        return None
    is_parquet = file.suffix == ".parquet"
    if not is_parquet and not _has_header(file, path, log):
        return None
    settings: dict[str, Any] = {"threads": 2, "temp_directory": "", "autoinstall_known_extensions": False}
    try:
        with duckdb.connect(":memory:", config=settings) as connection:
            if is_parquet and not _has_columns(connection, file, path, log):
                return None
            _open(connection, file)
            return None if _are_single_answers(connection, path, log) else _read(connection, file, path, rules, log)
    except duckdb.Error as error:
        _note_unreadable(file, path, str(error), log)
        return None


def _has_header(file: Path, path: str, log: ProblemLog) -> bool:
    """Whether a CSV file names exactly our columns."""
    header = with_table(file, path, log, lambda lines: next(csv.reader(lines, strict=True), []))
    return header is not None and check_header([name.strip() for name in header], path, Columns(COLUMNS), log)


def _has_columns(connection: duckdb.DuckDBPyConnection, file: Path, path: str, log: ProblemLog) -> bool:
    """Whether a Parquet file has exactly our columns."""
    rows = connection.execute("SELECT column_name FROM (DESCRIBE FROM read_parquet($1))", [_pattern(file)]).fetchall()
    return check_header([str(name) for (name,) in rows], path, Columns(COLUMNS), log)


def _pattern(file: Path) -> str:
    """The path as DuckDB takes it, which reads `*`, `?` and `[` as wildcards."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(file))


def _open(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Make the file known as the view `answers`, all columns as texts, nothing read yet."""
    source = "'" + _pattern(file).replace("'", "''") + "'"
    if file.suffix == ".parquet":
        table = f"read_parquet({source})"
    else:
        table = (
            f"read_csv({source}, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', "
            f"strict_mode = true, null_padding = false, columns = {{{_csv_types(file)}}})"
        )
    cells = ", ".join(f'{_cell(name)} AS "{name}"' for name in COLUMNS)
    connection.execute(f"CREATE VIEW answers AS SELECT {cells} FROM {table}")  # noqa: S608 (quoted above)


def _cell(column: str) -> str:
    """The SQL of a cell: a text without blanks around it, and without what we put between texts."""
    text = f"trim(coalesce(CAST(\"{column}\" AS VARCHAR), ''))"
    return f"replace({text}, chr({ord(_SEPARATOR)}), ' ')" if column in {"option", "count"} else text


def _csv_types(file: Path) -> str:
    """The columns in the order of the file's header, which was checked to hold only ours."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        header = [name.strip() for name in next(csv.reader(lines), [])]
    return ", ".join(f"'{name}': 'VARCHAR'" for name in header if name in COLUMNS)


def _are_single_answers(connection: duckdb.DuckDBPyConnection, path: str, log: ProblemLog) -> bool:
    """Whether the rows look like persons, not counts (R012)."""
    query = "SELECT count(*), count(*) FILTER (WHERE \"count\" = '1') FROM answers"
    total, ones = connection.execute(query).fetchone() or (0, 0)
    if total < _MANY or ones < total:
        return False
    message = f"Every count in {total:,} rows is 1, as if each row were a person's answer."
    log.add("R012", Place(path), message, "Count the answers first: one row for each option, with its number.")
    return True


def _read(
    connection: duckdb.DuckDBPyConnection, file: Path, path: str, rules: AnswerRules, log: ProblemLog
) -> LoadedAnswers:
    """Check every unit's items, and gather their counts."""
    faults = _Faults()
    answers: dict[Unit, dict[str, OptionCounts]] = {}
    reader = _Reader(rules, faults)
    for key, rows in itertools.groupby(_groups(connection), key=lambda row: row[:3]):
        unit = rules.unit(*key)
        fault = unit_fault(rules, unit)
        if fault is not None:
            faults.add(fault)
            continue
        items = reader.read_unit(unit, rows)
        if items:
            answers[unit] = items
    _tell(faults, connection, file, path, log)
    return LoadedAnswers(answers, frozenset(faults.schools))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads units one by one, and remembers what most of their rows share."""

    rules: AnswerRules
    faults: _Faults
    orders: dict[tuple[int, str], tuple[str, ...]] = field(default_factory=dict)
    """The codes by item and by text of options, where all are known.

    Items by identity: two schools may give their own items the same id.
    """

    def read_unit(self, unit: Unit, rows: Iterator[_ItemRow]) -> dict[str, OptionCounts]:
        """The sound items of one unit."""
        asked = self.rules.items_of(unit.school)
        participation = self.rules.participation.get(unit)
        limit = participation.completed if participation is not None else -1
        items: dict[str, OptionCounts] = {}
        for *_, item_id, options, numbers in rows:
            fault = ask_fault(self.rules, unit, item_id)
            if fault is not None:
                self.faults.add(fault)
                continue
            item = asked[item_id]
            counts = self._sound_counts(item, options, numbers, limit)
            items[item.id] = self._faulty_counts(unit, item, options, numbers) if counts is None else counts
        return items

    def _sound_counts(self, item: AskedItem, options: str, numbers: str, limit: int) -> OptionCounts | None:
        """The counts of an item without any fault; none where something must be looked at row by row."""
        codes = self.orders.get((id(item), options)) or _known_codes(item, options)
        found = _whole_numbers(numbers)
        if not codes or found is None:
            return None
        self.orders[id(item), options] = codes
        counts = dict(zip(codes, found, strict=True))
        return counts if is_possible(item, counts, limit) else None

    def _faulty_counts(self, unit: Unit, item: AskedItem, options: str, numbers: str) -> OptionCounts:
        """The counts that can be read; what is wrong with the others is noted."""
        counts: dict[str, int] = {}
        rows = zip(options.split(_SEPARATOR), map(_whole_number, numbers.split(_SEPARATOR)), strict=True)
        for found in unit_faults(self.rules, unit, item, rows, counts):
            self.faults.add(found)
        return counts


def _known_codes(item: AskedItem, options: str) -> tuple[str, ...]:
    """The options of a row as the item has them; nothing when one is unknown or stands twice."""
    codes = [item.options.get(option, "") for option in options.split(_SEPARATOR)]
    return tuple(codes) if all(codes) and len(set(codes)) == len(codes) else ()


def _whole_numbers(texts: str) -> list[int] | None:
    """Several counts; none when one of them is no whole number."""
    digits = texts.replace(_SEPARATOR, "")
    if not (digits.isascii() and digits.isdigit()):
        return None
    parts = texts.split(_SEPARATOR)
    return list(map(int, parts)) if all(parts) and len(max(parts, key=len)) <= _MAX_DIGITS else None


def _whole_number(text: str) -> int | None:
    """A count, or none."""
    found = _whole_numbers(text)
    return found[0] if found else None


def _groups(connection: duckdb.DuckDBPyConnection) -> Iterator[_ItemRow]:
    """One row for each unit and item, in order."""
    cursor = connection.execute(
        f'SELECT school, level, "group", item, string_agg("option", chr({ord(_SEPARATOR)})), '  # noqa: S608 (a constant)
        f'string_agg("count", chr({ord(_SEPARATOR)})) '
        'FROM answers GROUP BY school, level, "group", item ORDER BY school, level, "group", item'
    )
    while rows := cursor.fetchmany(_BATCH):
        yield from rows


def _tell(faults: _Faults, connection: duckdb.DuckDBPyConnection, file: Path, path: str, log: ProblemLog) -> None:
    """Note the faults with their lines."""
    if not faults.told:
        return
    wanted = {fault.key for fault in faults.told.values()}
    rows = _parquet_rows(connection) if file.suffix == ".parquet" else _csv_lines(file)
    lines = _lines(rows, wanted)
    for fault in faults.told.values():
        line = lines.get(fault.key, [0])[-1 if fault.is_repeated else 0]
        log.add(fault.code, Place(path, line), fault.message, f"{fault.remedy} {_LEFT_OUT}".strip())
    for code, number in faults.number.items():
        if number > _MAX_REPORTED:
            log.add(code, Place(path), f"{number - _MAX_REPORTED:,} more rows have this fault.")


def _lines(rows: Iterator[tuple[int, Sequence[str]]], wanted: set[RowKey]) -> Mapping[RowKey, list[int]]:
    """The lines at which each key stands; a key with an empty option or item stands for all rows of the rest."""
    found: dict[RowKey, list[int]] = {}
    for line, cells in rows:
        unit, item, option = tuple(cells[:3]), cells[3], cells[4]
        for key in ((*unit, item, option), (*unit, item, ""), (*unit, "", "")):
            if key in wanted:
                found.setdefault(RowKey(*key), []).append(line)
    return found


def _csv_lines(file: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """(line, cells in our order) of a CSV file that DuckDB has read."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines)
        header = [name.strip() for name in next(reader, [])]
        order = [header.index(name) for name in COLUMNS]
        for cells in reader:
            if len(cells) == len(COLUMNS):
                yield reader.line_num, [cells[index].strip() for index in order]


def _parquet_rows(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, Sequence[str]]]:
    """(row number from 1, cells) of a Parquet file."""
    cursor = connection.execute('SELECT school, level, "group", item, "option", "count" FROM answers')
    number = 0
    while rows := cursor.fetchmany(_BATCH):
        for row in rows:
            number += 1
            yield number, row


def _note_unreadable(file: Path, path: str, reason: str, log: ProblemLog) -> None:
    """Note why DuckDB gave up: every row with a wrong number of cells, or its own words (R020)."""
    found = with_table(file, path, log, _ragged_lines) if file.suffix == ".csv" else []
    for line, cells in found or ():
        message = f"The row has {cells} cells, the header {len(COLUMNS)}."
        log.add("R020", Place(path, line), message, "Add the missing commas.")
    if found or found is None:
        return
    first_line = reason.splitlines()[0].replace(str(file), path) if reason else "unknown"
    log.add("R020", Place(path), f"The table cannot be read ({first_line}).", "Save it anew as CSV UTF-8.")


def _ragged_lines(lines: TextIO) -> list[tuple[int, int]]:
    """(line, cells) of the first rows that have a wrong number of cells."""
    reader = csv.reader(lines, strict=True)
    ragged = ((reader.line_num, len(cells)) for cells in reader if cells and len(cells) != len(COLUMNS))
    return list(itertools.islice(ragged, _MAX_REPORTED))
