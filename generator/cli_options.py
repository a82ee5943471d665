"""What the commands of several files share: options, and how problems and refusals are told."""

from __future__ import annotations

import contextlib
import multiprocessing
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import click

from generator.build import counted
from generator.model.output import OutputFile
from generator.model.problem import Problem, Severity
from generator.model.project import Project
from generator.model.results import Round, School
from generator.render.problem_lines import FORMATS
from generator.write.private_folder import PRIVATE_FILE
from generator.write.whole_file import write_whole

_LANGUAGE = "language"
"""The column of schools.csv that says in which language a school teaches, where a round has it."""
_OUR_FAULT = (
    "This is a fault of Güzgü, not of your files, and what was published before is as it was. Please report it with "
    "the lines above; see first that no school's name is in them."
)


class Commands(click.Group):
    """Commands of which one that fails by a fault of ours or of the machine ends with 2: 1 is for faults in files."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; see `click.Group.invoke`."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except OSError as error:
            click.echo(f"This machine refused something: {error}.", err=True)
            sys.exit(2)
        except Exception:
            traceback.print_exc()
            click.echo(_OUR_FAULT, err=True)
            sys.exit(2)


project_option = click.option(
    "--project",
    "root",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path(),
    help="The project's folder; this folder by default.",
)
results_option = click.option(
    "--results",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    envvar="GUZGU_RESULTS",
    help="A folder with further rounds, kept outside the repository.",
)

format_option = click.option(
    "--format", "form", type=click.Choice(sorted(FORMATS)), default="text", help="How problems are told."
)


def tell_problems(problems: Iterable[Problem], form: str) -> None:
    """Print problems in a form of `problem_lines`: for people on stderr, for programs on stdout."""
    lines = FORMATS[form](problems)
    if lines:
        # Problems are data for programs too: no colours, no wrapping.
        click.echo(lines, err=form == "text")


@contextlib.contextmanager
def plain_errors() -> Iterator[None]:
    """What a command refuses to do is said in one line, not in a traceback; it ends with 2."""
    try:
        yield
    except PermissionError as error:
        where = Path(error.filename).parent if error.filename else "a folder"
        click.echo(f"Nothing was written: this user lacks a permission in {where}.", err=True)
        sys.exit(2)
    except (OSError, ValueError) as error:
        click.echo(f"Nothing was written: {error}.", err=True)
        sys.exit(2)


def summed_up(problems: Sequence[Problem]) -> str:
    """The last line: how many errors and warnings."""
    if not problems:
        return "Everything is in order."
    numbers = ((str(severity), count(problems, severity)) for severity in Severity)
    return ", ".join(counted(number, word) for word, number in numbers) + "."


def count(problems: Iterable[Problem], severity: Severity) -> int:
    """How many problems are of this severity."""
    return sum(problem.severity is severity for problem in problems)


def write_private(folder: Path, files: Iterable[OutputFile | Problem]) -> list[Problem]:
    """Write files that only their owner may read, and say the name of each; what could not be made comes back."""
    problems = []
    for file in files:
        if isinstance(file, Problem):
            problems.append(file)
        else:
            write_whole(folder / file.path, file.content, mode=PRIVATE_FILE)
            click.echo(file.path)
    return problems


def worker_pool(processes: int | None) -> ProcessPoolExecutor:
    """Worker processes for what a command makes many of; as many as there are cores unless said."""
    return ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"))


def refuse_unknown_languages(project: Project, languages: Iterable[str]) -> None:
    """Raise ValueError for a language that the project has not."""
    known = project.settings.languages
    for language in languages:
        if language not in known:
            raise ValueError(f"{language} is no language of this project; there are {', '.join(known)}")


def languages_of_school(project: Project, school: School, wanted: Sequence[str]) -> tuple[str, ...]:
    """The languages named, or the school's own, or the project's first. Raises ValueError for unknown ones."""
    refuse_unknown_languages(project, wanted)
    known = project.settings.languages
    own = school.dimensions.get(_LANGUAGE, "")
    return tuple(dict.fromkeys(wanted)) or ((own,) if own in known else tuple(known[:1]))


def problems_of_round(project: Project, round_id: str) -> Sequence[Problem]:
    """What is wrong with a round's files."""
    folder = project.round_folders.get(round_id)
    part = f"/{folder.parent.name}/{folder.name}/" if folder else "//"
    return [problem for problem in project.problems if part in f"/{problem.place.path}/"]


def round_with_results(project: Project, round_id: str) -> Round:
    """The round with this id (ValueError when there is none)."""
    for each in project.rounds:
        if each.id == round_id:
            return each
    raise ValueError(f"there is no round {round_id} with results; there are {', '.join(r.id for r in project.rounds)}")
