"""A problem found in somebody's file, told so that the person can mend it."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final


class Severity(enum.StrEnum):
    """How much a problem costs: an error keeps something from being published, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a file: a path relative to the project, and line and column from 1 (0: the whole file)."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.path
        return f"{self.path}:{self.line}:{self.column}" if self.column else f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: its place, its code (see `CODES`), what is wrong and what to do about it."""

    place: Place
    code: str
    message: str
    remedy: str = ""
    severity: Severity = field(default=Severity.ERROR, compare=False)

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise KeyError(f"unknown problem code {self.code}")

    def __str__(self) -> str:
        mark = " warning:" if self.severity is Severity.WARNING else ""
        return f"{self.place}: {self.code}{mark} {self.message}" + (f" {self.remedy}" if self.remedy else "")


class ProblemLog:
    """Gathers the problems of a run, so that all are shown at once. The only mutable record."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def add(self, code: str, place: Place, message: str, remedy: str = "") -> None:
        """Note an error, or a warning where `code` says so in `CODES`."""
        self._problems.append(Problem(place, code, message, remedy, CODES[code].severity))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note problems that another log or a pure function found."""
        self._problems.extend(problems)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, each once, sorted by file, line and column."""
        return tuple(sorted(set(self._problems)))

    @property
    def has_errors(self) -> bool:
        """Whether anything noted so far keeps something from being published."""
        return any(problem.severity is Severity.ERROR for problem in self._problems)


@dataclass(frozen=True, slots=True)
class CodeMeaning:
    """What a code stands for, in one line, for `guzgu explain` and the documentation."""

    summary: str
    severity: Severity = Severity.ERROR


_WARNING = Severity.WARNING

CODES: Final[dict[str, CodeMeaning]] = {
    # Codes with Y are about the YAML itself (load/strict_yaml.py).
    "Y001": CodeMeaning("the file cannot be read as YAML"),
    "Y002": CodeMeaning("a key stands twice in one mapping"),
    "Y003": CodeMeaning("an anchor, alias, tag or merge key is used"),
    "Y004": CodeMeaning("an unquoted yes, no, on or off: say true or false, or quote it"),
    "Y005": CodeMeaning("a character that cannot be seen or that reorders text"),
    "Y006": CodeMeaning("the file is too large or nested too deep"),
    "Y007": CodeMeaning("the file is not UTF-8 text"),
    "Y008": CodeMeaning("an unquoted number or date where a text belongs, or the other way round"),
    # Codes with S are about the shape of a record (load/records.py).
    "S001": CodeMeaning("a required field is missing"),
    "S002": CodeMeaning("a field that the record does not have"),
    "S003": CodeMeaning("a value of the wrong kind"),
    "S004": CodeMeaning("a value outside what is allowed"),
    "S005": CodeMeaning("an id or code that breaks the rules for ids"),
    # Codes with P are about the project's folder and settings.
    "P001": CodeMeaning("the folder is not a Güzgü project"),
    "P002": CodeMeaning("a file or folder that is needed is missing"),
    "P003": CodeMeaning("a file stands where none of its kind is expected", _WARNING),
    "P004": CodeMeaning("a round in which nobody has answered yet: it is left out", _WARNING),
    # Codes with Q are about questionnaires.
    "Q001": CodeMeaning("an id stands twice in a version"),
    "Q002": CodeMeaning("an unknown respondent group"),
    "Q003": CodeMeaning("an unknown education level"),
    "Q004": CodeMeaning("an unknown scale"),
    "Q005": CodeMeaning("an item without what its type needs"),
    "Q006": CodeMeaning("two options of a scale have the same code or text"),
    "Q007": CodeMeaning("a scale without a positive option, or with nothing but them"),
    "Q008": CodeMeaning("the file's name or folder differs from its instrument or version"),
    "Q009": CodeMeaning("the version revises one that does not exist"),
    "Q010": CodeMeaning("an item changed but does not say whether it is still comparable"),
    "Q011": CodeMeaning("an item says it changed but did not, or was dropped without a reason", _WARNING),
    "Q012": CodeMeaning("two items ask a group the same thing in the same words", _WARNING),
    "Q013": CodeMeaning("a statement that students will find hard to read", _WARNING),
    "Q014": CodeMeaning("the bands of minimum participation are not in rising order"),
    "Q015": CodeMeaning("a school's own file chooses an item that is not optional or does not exist"),
    "Q016": CodeMeaning("a school's own file is for an instrument or version that does not exist"),
    "Q017": CodeMeaning("more own items than a school may add"),
    "Q018": CodeMeaning("an own item for an area that does not exist"),
    "Q019": CodeMeaning("an item is asked of nobody"),
    "Q020": CodeMeaning("an item says it is still comparable, but its answers are counted otherwise"),
    "Q021": CodeMeaning("an answer leads to an item that does not follow soon, or that not all are asked"),
    # Codes with R are about results.
    "R001": CodeMeaning("a round names a questionnaire version that does not exist"),
    "R002": CodeMeaning("a table lacks a column, or has one too many"),
    "R003": CodeMeaning("a school that is not in schools.csv"),
    "R004": CodeMeaning("an item that the questionnaire does not have"),
    "R005": CodeMeaning("an option that the item does not have"),
    "R006": CodeMeaning("a group that the questionnaire does not have"),
    "R007": CodeMeaning("an education level that the questionnaire does not have"),
    "R008": CodeMeaning("a count that is not a whole number of zero or more"),
    "R009": CodeMeaning("more answers than completed questionnaires"),
    "R010": CodeMeaning("answers to an item that was not asked of that group or level"),
    "R011": CodeMeaning("the same row twice"),
    "R012": CodeMeaning("rows that look like single persons' answers: only counts may come in"),
    "R013": CodeMeaning("answers of a school and group without a row in participation.csv"),
    "R014": CodeMeaning("a value of a dimension that round.yaml does not list"),
    "R015": CodeMeaning("a consent that does not say who agreed and when"),
    "R016": CodeMeaning("participation above 100 % without a note", _WARNING),
    "R017": CodeMeaning("a round with the id of another round, or an id that differs from its folder"),
    "R018": CodeMeaning("a published figure without its place in the source"),
    "R019": CodeMeaning("published parts that do not add up to their total"),
    "R020": CodeMeaning("a table that cannot be read"),
    "R021": CodeMeaning("a corrected number of invited people without its date or its reason"),
    "R022": CodeMeaning("a frozen round would give single people away: a group grew or shrank by one to nine"),
    "R023": CodeMeaning("a frozen round is not the one that was frozen: freeze it again", _WARNING),
    "R024": CodeMeaning("the ledger of a frozen round cannot be used"),
    # Codes with W are about entry workbooks and tables that `guzgu results import` reads (load/entry_workbooks.py).
    "W001": CodeMeaning("a file that cannot be read as a workbook"),
    "W002": CodeMeaning("a workbook that is no entry workbook, or one for another round, school or other questions"),
    "W003": CodeMeaning("a sheet of an entry workbook is missing or was renamed"),
    "W004": CodeMeaning("cells of an entry workbook were moved, merged or written over"),
    "W005": CodeMeaning("a part of an entry workbook is not filled in"),
    "W006": CodeMeaning("two files bring the same numbers"),
    # Codes with G are about guides and other pages under content/.
    "G001": CodeMeaning("a guide without front matter, or with broken front matter"),
    "G002": CodeMeaning("a link to a page that does not exist"),
    "G003": CodeMeaning("HTML in a guide, or attributes other than an id"),
    "G004": CodeMeaning("two guides with the same place in the menu"),
    "G005": CodeMeaning("a construct that cannot be cut into translatable blocks"),
    "G006": CodeMeaning("a commentary on a section that the questionnaire does not have"),
    "G007": CodeMeaning("a heading, id or footnote of a commentary that disturbs the page around it"),
    "G008": CodeMeaning("a picture of a guide that is no PNG, or too large"),
    "G010": CodeMeaning("a file of activities with another name than its instrument"),
    "G011": CodeMeaning("activities for an instrument that does not exist"),
    "G012": CodeMeaning("activities for an area that no version of the instrument has"),
    "G013": CodeMeaning("two activities of an area with the same id"),
    "G014": CodeMeaning("a worked example of a plan that names an activity or an item that does not exist"),
    # Codes with T are about catalogues.
    "T001": CodeMeaning("the catalogue cannot be read"),
    "T002": CodeMeaning("the catalogue's header is missing or names another language"),
    "T003": CodeMeaning("a message stands twice"),
    "T004": CodeMeaning("a translation lost or gained a placeholder"),
    "T005": CodeMeaning("a translation changed a link target"),
    "T006": CodeMeaning("a translation has markup that the source does not have, or lacks some"),
    "T007": CodeMeaning("a plural form is missing or one too many"),
    "T010": CodeMeaning("a character that cannot be seen, reorders text, or belongs to another alphabet"),
    "T012": CodeMeaning("a language without a catalogue"),
    "T013": CodeMeaning("a translation that is too long for its place"),
    "T014": CodeMeaning("a translation that is the English text, or has some of it left", _WARNING),
    "T015": CodeMeaning("a translation that ends with another mark than the source", _WARNING),
    "T016": CodeMeaning("a translation with other numbers than the source", _WARNING),
    "T017": CodeMeaning("the same answer option translated in two ways", _WARNING),
    "T018": CodeMeaning("two options of one list with the same translation"),
    "T019": CodeMeaning("two different questions or items with the same translation", _WARNING),
    "T020": CodeMeaning("a word of the glossary translated otherwise", _WARNING),
    "T021": CodeMeaning("a translation that is longer than its place on paper", _WARNING),
    "T022": CodeMeaning("an Azerbaijani word with a dotted i for a dotless one, or the other way round", _WARNING),
    "T023": CodeMeaning("quotation marks of another language, without their partner, or lost", _WARNING),
    "T024": CodeMeaning("a catalogue that is less complete than the settings ask for"),
    "T030": CodeMeaning("an invented translation, made to try the layout, among real ones"),
    # Codes with B are about building.
    "B001": CodeMeaning("PDFs were left out because a system library or font is missing"),
    "B002": CodeMeaning("one document could not be rendered and was left out"),
    "B003": CodeMeaning("MkDocs could not build a language"),
    "B005": CodeMeaning("the finished site failed its own checks and was not published"),
    "B006": CodeMeaning("the site could not be written"),
    "B007": CodeMeaning("a round without a key in the vault: its schools get no reports of their own", _WARNING),
    "B008": CodeMeaning("something that a school withdrew is still there"),
    "B009": CodeMeaning("words of a guide became something that no page may have, and it was taken out"),
    "B010": CodeMeaning("letters that no font of this machine draws: they are boxes on paper"),
}
"""Every code with its meaning. The letter names the kind of file, the number is never reused.

Messages without translation are no problems: `guzgu translations status` counts them. A second build that is kept out
is told by its exit code.
"""
