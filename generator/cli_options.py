"""What the commands of several files share: options, and how problems and refusals are told."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from generator.model.problem import Problem
from generator.render.problem_lines import FORMATS

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
    except (OSError, ValueError) as error:
        click.echo(f"Nothing was written: {error}.", err=True)
        sys.exit(2)
