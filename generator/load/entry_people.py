"""A group's row in the people sheet of an entry workbook: how many were invited, how many forms came back, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from generator.load.characters import forbidden
from generator.load.entry_faults import ReadSheet
from generator.model.entry import FORMS_COLUMN, GROUP_COLUMN, INVITED_COLUMN, LEVEL_COLUMN, NOTE_COLUMN, EntrySheet

_MAX_NOTE: Final = 500
_WRITE_ZERO: Final = "Write 0 if there are none."


class Numbers(NamedTuple):
    """How many people of a group were invited, and how many forms came back; none where no number stands."""

    invited: int | None
    forms: int | None


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """A group's row in the sheet of people."""

    sheet: ReadSheet
    row: int
    known: str
    """The number of invited people that stood in the workbook when it was made; empty when none was known."""

    def is_in_place(self, plan: EntrySheet) -> bool:
        """Whether the codes of level and group stand where we wrote them (W004)."""
        return self.sheet.expect(self.row, LEVEL_COLUMN, plan.level) and self.sheet.expect(
            self.row, GROUP_COLUMN, plan.group
        )

    def numbers(self) -> Numbers:
        """Both numbers; what is no number is noted (R008)."""
        return Numbers(self.sheet.number(self.row, INVITED_COLUMN), self.sheet.number(self.row, FORMS_COLUMN))

    def is_told(self, numbers: Numbers) -> bool:
        """Whether somebody typed anything here: more than the number that we wrote."""
        return self._has(FORMS_COLUMN) or (self._has(INVITED_COLUMN) and str(numbers.invited) != self.known)

    def check(self, numbers: Numbers, note: str, *, has_counts: bool) -> None:
        """Both numbers stand there (W005), and no more forms than people without a reason (R016).

        `has_counts`: the group's own sheet has numbers, so none can be the answer here.
        """
        if not self._has(INVITED_COLUMN):
            remedy = "Type how many people were invited." if has_counts or numbers.forms else _WRITE_ZERO
            self.sheet.fault("W005", self.row, INVITED_COLUMN, "the number of invited people is missing", remedy)
        if not self._has(FORMS_COLUMN):
            but = ", but the group's own sheet has numbers" if has_counts else ""
            remedy = "Type how many forms came back." if has_counts else _WRITE_ZERO
            self.sheet.fault("W005", self.row, FORMS_COLUMN, f"the number of forms is missing{but}", remedy)
        invited, forms = numbers
        if invited is not None and forms is not None and forms > invited and not note:
            message = f"{forms} forms came back, but {invited} people were invited"
            remedy = "Ask the school to correct it, or to say why in the note."
            self.sheet.fault("R016", self.row, FORMS_COLUMN, message, remedy)

    def note(self) -> str:
        """What the school says of the numbers, on one line; what cannot be shown is noted (Y005, S004)."""
        text = " ".join(self.sheet.cells.text(self.row, NOTE_COLUMN).split())
        if found := next(forbidden(text), None):
            message = f"the character {found.name} cannot be seen"
            self.sheet.fault("Y005", self.row, NOTE_COLUMN, message, "Write the note anew.")
        if len(text) > _MAX_NOTE:
            message = f"the note has more than {_MAX_NOTE} letters"
            self.sheet.fault("S004", self.row, NOTE_COLUMN, message, "Shorten it.")
        return text

    def _has(self, column: int) -> bool:
        return (self.row, column) in self.sheet.cells.cells
