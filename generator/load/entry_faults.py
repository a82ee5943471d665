"""An entry workbook while it is read: its sheets cell by cell, and its faults, each told with sheet and cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from generator.load.entry_cells import CellError, cell_at, shown, whole_number_of
from generator.load.xlsx_cells import SheetCells
from generator.model.problem import CODES, Place, Problem, Severity

_MAX_FAULTS: Final = 60
"""After so many faults a workbook is not read on: it was damaged as a whole."""
UNDO: Final = "Put it back as it was, or copy the numbers into a new workbook."


class UnusableError(Exception):
    """Reading cannot go on; the faults are noted."""


@dataclass(slots=True)
class Faults:
    """The faults of one workbook, in the order of its sheets and rows."""

    path: str
    noted: list[Problem] = field(default_factory=list)

    def add(self, code: str, message: str, remedy: str = "") -> None:
        """Note a fault. Raises UnusableError when there are too many."""
        self.noted.append(Problem(Place(self.path), code, message, remedy, CODES[code].severity))
        if len(self.noted) >= _MAX_FAULTS:
            raise UnusableError

    def stop(self, code: str, message: str, remedy: str = "") -> UnusableError:
        """Note a fault after which nothing can be read."""
        self.add(code, message, remedy)
        return UnusableError()

    @property
    def has_errors(self) -> bool:
        """Whether the workbook cannot be used."""
        return any(each.severity is Severity.ERROR for each in self.noted)


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet that is being read."""

    name: str
    cells: SheetCells
    faults: Faults

    def fault(self, code: str, row: int, column: int, message: str, remedy: str = "") -> None:
        """Note a fault of a cell."""
        self.faults.add(code, f"Sheet '{shown(self.name)}', cell {cell_at(row, column)}: {message}.", remedy)

    def number(self, row: int, column: int) -> int | None:
        """The count in a cell; none when it is empty or something else stands there, which is noted (R008)."""
        cell = self.cells.cells.get((row, column))
        if cell is None:
            return None
        try:
            return whole_number_of(cell)
        except CellError as error:
            self.fault("R008", row, column, str(error), "Only whole numbers of zero or more come in.")
            return None

    def expect(self, row: int, column: int, wanted: str) -> bool:
        """Whether a cell says what we wrote into it (W004)."""
        found = self.cells.text(row, column)
        if found != wanted:
            said = f"'{shown(found, max(len(wanted), 20))}' stands here" if found else "nothing stands here"
            self.fault("W004", row, column, f"{said}, where '{wanted}' should stand", UNDO)
        return found == wanted
