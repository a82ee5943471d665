"""`guzgu results workbook` and `guzgu results import`: paper comes back as numbers.

For the coordinator's own machine: what comes in are exact counts, and the table of changes prints them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from generator.build import counted
from generator.cli_options import (
    format_option,
    languages_of_school,
    plain_errors,
    project_option,
    results_option,
    tell_problems,
)
from generator.entry_handouts import entry_workbooks
from generator.load.entry_workbooks import read_entry_workbook
from generator.load.project import load_project
from generator.load.round_to_fill import RoundToFill, open_round
from generator.model.output import OutputFile
from generator.model.problem import ProblemLog
from generator.model.project import Project
from generator.progress import progress_bars
from generator.render.problem_lines import json_text
from generator.results_import import ImportOutcome, ImportRequest, import_results
from generator.write.private_folder import PRIVATE_FILE
from generator.write.whole_file import write_whole

_MOST_TOLD: Final = 60
"""Rows of a table; a coordinator who changes more looks at the files."""
_WIDE: Final = 120
"""Letters in a line where no terminal says how many it has."""


@click.command()
@project_option
@results_option
@click.option("--round", "round_id", required=True, help="The round, such as 2023.")
@click.option("--school", "schools", multiple=True, help="For this school; may be given more than once. All if not.")
@click.option(
    "--level",
    "levels",
    multiple=True,
    help="Only this education level; may be given more than once. By default those in participation.csv, or all.",
)
@click.option("--language", help="In this language. By default the school's own, where schools.csv names it.")
@click.option("--output", type=click.Path(path_type=Path), default=Path(), help="The folder; this one by default.")
@click.option("--force", is_flag=True, help="Also write over workbooks in which somebody has typed.")
def workbook(
    root: Path,
    results: Path | None,
    round_id: str,
    schools: tuple[str, ...],
    levels: tuple[str, ...],
    language: str | None,
    output: Path,
    *,
    force: bool,
) -> None:
    """Write the workbooks in which schools send the counted answers of their paper forms.

    A workbook in which somebody has typed is kept, and told.
    """
    with plain_errors():
        project = load_project(root.resolve(), results.resolve() if results else None)
        round_ = _round(project, round_id)
        _refuse_unknown("school", schools, round_.schools.by_id)
        _refuse_unknown("level", levels, [level.id for level in round_.questionnaire.levels])
        wanted = (language,) if language else ()
        languages = {
            school: languages_of_school(project, round_.schools.by_id[school], wanted)[0]
            for school in schools or round_.schools.by_id
        }
        made = entry_workbooks(project, round_, languages, levels)
        kept = [file.path for file in made if not _written(file, output, round_, is_forced=force)]
    for name in kept:
        click.echo(f"kept: {name} is there already; --force replaces it", err=True)
    sys.exit(1 if kept else 0)


@click.command("import")
@project_option
@results_option
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILES..."
)
@click.option("--round", "round_id", default="", help="The round; needed when no workbook says it.")
@click.option("--school", default="", help="Refuse workbooks of any other school.")
@click.option("--skip-faulty", is_flag=True, help="Bring in the files without errors although others have some.")
@click.option("--dry-run", is_flag=True, help="Only tell what would change.")
@format_option
def import_entries(
    root: Path,
    results: Path | None,
    files: tuple[Path, ...],
    round_id: str,
    school: str,
    form: str,
    *,
    skip_faulty: bool,
    dry_run: bool,
) -> None:
    """Check filled-in workbooks (.xlsx) or tables (.csv), and write participation.csv and answers.csv of their round.

    A school's group that came in before is replaced; everything that is another number now is told.
    """
    project = load_project(root.resolve(), results.resolve() if results else None)
    request = ImportRequest(files, round_id, school, skips_faulty=skip_faulty, is_trial=dry_run)
    with progress_bars(Console(stderr=True)) as progress, plain_errors():
        outcome = import_results(project, request, progress)
    if form == "json":
        click.echo(json.dumps(_facts(outcome), ensure_ascii=False, indent=1))
    else:
        tell_problems(outcome.problems, form)
        _tell(outcome, len(set(files)), is_trial=dry_run)
    has_come = bool(outcome.written) or (skip_faulty and bool(outcome.people)) or dry_run
    sys.exit(0 if not outcome.has_errors else 1 if has_come else 2)


ENTRY_COMMANDS: Final = (workbook, import_entries)
"""What `guzgu results` takes from here."""


def _written(file: OutputFile, folder: Path, round_: RoundToFill, *, is_forced: bool) -> bool:
    """Write a blank workbook and say its name, unless one stands there in which somebody may have typed."""
    path = folder / file.path
    if path.exists() and not is_forced:
        old = path.read_bytes()
        if old != file.content and not read_entry_workbook(old, file.path, round_).is_untouched:
            return False
    write_whole(path, file.content, mode=PRIVATE_FILE)
    click.echo(str(path))
    return True


def _round(project: Project, round_id: str) -> RoundToFill:
    log = ProblemLog()
    round_ = open_round(project, round_id, log)
    if round_ is None:
        tell_problems(log.problems, "text")
        raise ValueError(f"round {round_id} cannot be used")
    return round_


def _refuse_unknown(what: str, wanted: Iterable[str], known: Iterable[str]) -> None:
    known = list(known)
    for each in wanted:
        if each not in known:
            raise ValueError(f"there is no {what} {each}; there are {', '.join(known)}")


def _tell(outcome: ImportOutcome, files: int, *, is_trial: bool) -> None:
    """What came in, for people."""
    faulty = f"{outcome.faulty_files} of {counted(files, 'file')}"
    if outcome.has_errors and not outcome.people:
        sound = outcome.sound_files
        advice = f" With --skip-faulty the other files come in ({sound})." if sound else ""
        click.echo(f"Nothing was written because of errors in {faulty}.{advice}", err=True)
    else:
        if outcome.has_errors:
            click.echo(f"Left out because of errors: {faulty}.", err=True)
        if outcome.sound_files:
            _tell_what_came(outcome)
        if is_trial:
            click.echo("Nothing was written: this was a trial.")
        elif not outcome.written:
            click.echo("Nothing changed, and nothing was written.")
    _tell_names("Not filled in yet", outcome.untouched)


def _tell_what_came(outcome: ImportOutcome) -> None:
    forms = sum(int(cells["completed"]) for cells in outcome.people.values())
    numbers = (
        (outcome.sound_files, "file"),
        (len({unit.school for unit in outcome.people}), "school"),
        (len(outcome.people), "group"),
        (forms, "form"),
    )
    click.echo(f"Round {outcome.round}: {', '.join(counted(number, word) for number, word in numbers)}.")
    _tell_names("New", map(" ".join, outcome.new))
    _tell_names("Empty in the workbook, so left as they were", map(" ".join, outcome.left_out))
    _tell_changes(outcome)
    if outcome.notes:
        click.echo(f"{counted(len(outcome.notes), 'note')} will be shown with the report:")
        for unit, note in outcome.notes.items():
            click.echo(f"  {' '.join(unit)}: {note}")
    for file in outcome.written:
        click.echo(f"Written: {file}")


def _tell_names(title: str, names: Iterable[str]) -> None:
    names = sorted(names)
    if names:
        more = f" and {len(names) - _MOST_TOLD} more" if len(names) > _MOST_TOLD else ""
        click.echo(f"{title}: {', '.join(names[:_MOST_TOLD])}{more}.")


def _tell_changes(outcome: ImportOutcome) -> None:
    if not outcome.changes:
        return
    out = Console(highlight=False)
    if not out.is_terminal:
        out = Console(highlight=False, width=_WIDE)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("school", "level", "group", "item", "option", "before", "now"):
        table.add_column(name, overflow="fold")
    for change in outcome.changes[:_MOST_TOLD]:
        cells = (*change.unit, change.item, change.option, change.before, change.after)
        table.add_row(*map(Text, cells))
    out.print(Text(f"{counted(len(outcome.changes), 'number')} changed:", style="bold"))
    out.print(table)
    if len(outcome.changes) > _MOST_TOLD:
        click.echo(f"and {len(outcome.changes) - _MOST_TOLD} more")


def _facts(outcome: ImportOutcome) -> dict[str, object]:
    """The same for programs."""
    return {
        "round": outcome.round,
        "groups": [{**unit._asdict(), **cells} for unit, cells in outcome.people.items()],
        "new": [unit._asdict() for unit in sorted(outcome.new)],
        "left_out": [unit._asdict() for unit in outcome.left_out],
        "changes": [
            {**change.unit._asdict(), "item": change.item, "option": change.option, "before": change.before,
             "after": change.after}
            for change in outcome.changes
        ],
        "notes": [{**unit._asdict(), "note": note} for unit, note in outcome.notes.items()],
        "untouched": sorted(outcome.untouched),
        "written": [str(file) for file in outcome.written],
        "problems": json.loads(json_text(outcome.problems)),
    }  # fmt: skip
