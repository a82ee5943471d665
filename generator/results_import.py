"""What schools counted, brought into a round: files read and checked, tables merged and checked again, then written.

All or nothing: nothing is written while a file has an error, unless whoever imports says to leave such files out. Of a
round's folder only participation.csv and answers.csv are ever touched.
"""

from __future__ import annotations

import copy
import csv
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from generator.compute.entry_merge import Change, merged_answers, merged_people
from generator.load.answer_rules import rules_of
from generator.load.entry_tables import has_answers, read_entry_table
from generator.load.entry_workbooks import named_round, read_entry_workbook, unreadable
from generator.load.files import read_bytes
from generator.load.results import read_answers
from generator.load.round_to_fill import EntryFile, RoundToFill, open_round, people_so_far
from generator.load.rounds import ANSWERS
from generator.load.school_tables import PARTICIPATION, read_participation
from generator.load.xlsx_cells import MAX_BYTES
from generator.model.problem import Place, Problem, ProblemLog, Severity
from generator.model.project import Project
from generator.model.results import Participation, Unit
from generator.progress import ProgressReport, SilentProgress
from generator.write.private_folder import PRIVATE_FILE
from generator.write.whole_file import write_whole

_TABLE: Final = ".csv"
_MAX_TABLE_BYTES: Final = 200_000_000


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What is to be brought in."""

    files: Sequence[Path]
    round: str = ""
    """The round's id; where it is empty, the first workbook says it."""
    school: str = ""
    """When given, workbooks of other schools are refused."""
    skips_faulty: bool = False
    """Whether files without error come in although others have some."""
    is_trial: bool = False
    """Whether to tell only, and write nothing."""


@dataclass(slots=True)
class ImportOutcome:
    """What came in."""

    round: str = ""
    problems: list[Problem] = field(default_factory=list)
    """In the order of files; in a workbook in the order of its sheets and rows."""
    people: dict[Unit, dict[str, str]] = field(default_factory=dict)
    """Every group that was told of, with its numbers."""
    new: frozenset[Unit] = frozenset()
    """Groups of which the round's tables told nobody who answered before."""
    changes: tuple[Change, ...] = ()
    """Numbers and notes of all other groups that are others now."""
    notes: Mapping[Unit, str] = field(default_factory=dict)
    """Those that come in or change: reports show them."""
    left_out: tuple[Unit, ...] = ()
    """Groups of which a workbook that tells of others says nothing."""
    untouched: frozenset[str] = frozenset()
    """Schools of whose workbook nothing is filled in, though no other file tells of all its groups."""
    faulty_files: int = 0
    sound_files: int = 0
    written: tuple[Path, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether a file could not be used."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def import_results(project: Project, request: ImportRequest, progress: ProgressReport | None = None) -> ImportOutcome:
    """Read, check, merge and write. Raises OSError when the tables cannot be written."""
    outcome, log = ImportOutcome(), ProblemLog()
    contents = {path: _content(path, log) for path in request.files}
    outcome.round = request.round or _named_round(contents)
    if not outcome.round and not log.has_errors:
        _say_why_no_round(contents, log)
    round_ = open_round(project, outcome.round, log) if outcome.round else None
    if round_ is None or log.has_errors or _has_parquet(round_, log):
        outcome.problems += log.problems
        outcome.faulty_files = len(contents)
        return outcome
    entries = list(_entries(round_, contents, request, progress or SilentProgress()))
    sound = _gather(entries, outcome)
    if sound and (request.skips_faulty or not outcome.has_errors):
        _merge(round_, sound, outcome, is_trial=request.is_trial)
    return outcome


def _is_table(path: Path) -> bool:
    return path.suffix.lower() == _TABLE


def _content(path: Path, log: ProblemLog) -> bytes:
    limit = _MAX_TABLE_BYTES if _is_table(path) else MAX_BYTES + 1
    return read_bytes(path, path.parent, log, limit=limit, large="W001") or b""


def _named_round(contents: Mapping[Path, bytes]) -> str:
    named = (named_round(content) for path, content in contents.items() if not _is_table(path))
    return next((name for name in named if name), "")


def _say_why_no_round(contents: Mapping[Path, bytes], log: ProblemLog) -> None:
    """Which files are no workbooks at all (W001), and that no other one names its round (W002)."""
    faults = {path: () if _is_table(path) else unreadable(content, str(path)) for path, content in contents.items()}
    for each in faults.values():
        log.extend(each)
    if readable := [path for path, each in faults.items() if not each]:
        log.add("W002", Place(str(readable[0])), "No file says which round it is for.", "Say --round.")


def _has_parquet(round_: RoundToFill, log: ProblemLog) -> bool:
    """Whether the round's answers are a table that we do not write (R020)."""
    found = (round_.folder / ANSWERS[1]).exists()
    if found:
        message = "The answers of this round are a Parquet table, and counts come into answers.csv."
        log.add("R020", Place(f"{round_.setting.id}/{ANSWERS[1]}"), message, "Save it as answers.csv first.")
    return found


def _entries(
    round_: RoundToFill, contents: Mapping[Path, bytes], request: ImportRequest, progress: ProgressReport
) -> Iterator[EntryFile]:
    """What each file brings: workbooks, then tables of people, then tables of answers, checked against both."""
    people = dict(people_so_far(round_))
    order = sorted(contents, key=lambda path: _is_table(path) + (_is_table(path) and has_answers(contents[path])))
    for path in progress.track(order, "Files", len(order)):
        if _is_table(path):
            entry = read_entry_table(path, contents[path], round_, people)
        else:
            entry = read_entry_workbook(contents[path], str(path), round_, request.school)
        people |= {unit: _participation(unit, cells) for unit, cells in entry.people.items()}
        yield entry


def _participation(unit: Unit, cells: Mapping[str, str]) -> Participation:
    return Participation(*unit, int(cells["invited"]), int(cells["completed"]), cells.get("note", ""))


def _gather(entries: Sequence[EntryFile], outcome: ImportOutcome) -> list[EntryFile]:
    """Note what is wrong and what nobody filled in; the files that can be used: without errors, and each group once."""
    sources: dict[tuple[str, Unit], list[str]] = {}
    for entry in entries:
        for told in _told(entry):
            sources.setdefault(told, []).append(entry.path)
    sound = []
    for entry in entries:
        problems = [*entry.problems, *_told_twice(entry, sources)]
        outcome.problems += problems
        if any(problem.severity is Severity.ERROR for problem in problems):
            outcome.faulty_files += 1
        elif not entry.is_untouched:
            sound.append(entry)
    known = {unit for entry in sound for unit in entry.people}
    untouched = {unit for entry in entries if entry.is_untouched for unit in entry.left_out}
    outcome.untouched = frozenset(unit.school for unit in untouched - known)
    outcome.sound_files = len(sound)
    return sound


def _told(entry: EntryFile) -> Iterator[tuple[str, Unit]]:
    """The kinds of numbers that a file brings, or would bring without its errors, with their groups."""
    for kind, units in (("people", entry.people), ("answers", entry.answers)):
        for unit in (*units, *entry.refused):
            yield kind, unit


def _told_twice(entry: EntryFile, sources: Mapping[tuple[str, Unit], Sequence[str]]) -> Iterator[Problem]:
    """The first group of which another file brings numbers too (W006): nobody but a person knows which are right."""
    for kind, unit in _told(entry):
        if other := next((path for path in sources[kind, unit] if path != entry.path), ""):
            message = f"{', '.join(unit)}: {other} brings the same numbers of {kind}."
            yield Problem(Place(entry.path), "W006", message, "Leave one of the two files out.")
            return


def _merge(round_: RoundToFill, entries: Sequence[EntryFile], outcome: ImportOutcome, *, is_trial: bool) -> None:
    """Put what came in into the round's tables, check these as a build does, and write what changed."""
    for entry in entries:
        outcome.people |= entry.people
        outcome.left_out += entry.left_out
    answers = {unit: items for entry in entries for unit, items in entry.answers.items()}
    try:
        people = merged_people(_rows(round_.folder / PARTICIPATION), outcome.people)
        counts = merged_answers(_rows(round_.folder / ANSWERS[0]), answers)
    except (csv.Error, UnicodeDecodeError, KeyError) as error:
        message = f"The round's tables cannot be read ({type(error).__name__}: {error})."
        outcome.problems.append(Problem(Place(str(round_.folder)), "R020", message, "Mend them first: guzgu check."))
        return
    changes, told = (*people.changes, *counts.changes), people.told | counts.told
    outcome.new = frozenset(change.unit for change in changes if change.unit not in told)
    outcome.changes = tuple(change for change in changes if change.unit in told)
    outcome.notes = {change.unit: change.after for change in people.changes if change.option == "note"}
    texts = {PARTICIPATION: people.text, ANSWERS[0]: counts.text}
    schools = {unit.school for unit in (*outcome.people, *answers)}
    if faults := _faults_of(round_, texts, schools):
        outcome.problems += faults
    elif changes and not is_trial:
        outcome.written = tuple(_write(round_.folder, texts))


def _rows(file: Path) -> Iterator[Sequence[str]]:
    """The rows of a table, its header first; nothing where there is no table."""
    if file.is_file():
        with file.open(encoding="utf-8-sig", newline="") as lines:
            yield from csv.reader(lines, strict=True)


def _faults_of(round_: RoundToFill, texts: Mapping[str, str], imported: set[str]) -> tuple[Problem, ...]:
    """What a build would say of the merged tables, where it would leave one of the imported schools out."""
    log, schools = ProblemLog(), copy.deepcopy(round_.schools)
    before = set(schools.faulty)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / round_.setting.id
        folder.mkdir()
        for table, text in texts.items():
            (folder / table).write_text(text, encoding="utf-8", newline="")
        people = read_participation(folder / PARTICIPATION, folder.parent, round_.questionnaire, schools, log)
        if people is None:
            return log.problems
        rules = rules_of(round_.questionnaire, tuple(round_.own.values()), schools, people)
        found = read_answers(folder / ANSWERS[0], folder.parent, rules, log)
    left_out = (schools.faulty | (found.faulty if found else set())) - before
    return log.problems if found is None or left_out & imported else ()


def _write(folder: Path, texts: Mapping[str, str]) -> Iterator[Path]:
    """Replace tables that differ. People come first: without them answers would be a fault."""
    for name, text in texts.items():
        file, content = folder / name, text.encode()
        if not file.is_file() or file.read_bytes() != content:
            mode = file.stat().st_mode & 0o777 if file.is_file() else PRIVATE_FILE
            write_whole(file, content, must_survive=True, mode=mode)
            yield file
