"""The commands. Thin: each reads its options, calls one stage and says what came out.

Exit codes: 0 clean, 1 problems (what was sound is published), 2 nothing published, 3 another build runs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from generator import __version__
from generator.build import BuildOptions, build, checked_project
from generator.load.project import load_project
from generator.load.schemas import schemas
from generator.model.problem import CODES, Problem, Severity
from generator.progress import progress_bars
from generator.render.problem_lines import FORMATS
from generator.serve import serve as serve_site
from generator.write.release import BuildRunningError, build_folder

_out = Console()
_error = Console(stderr=True)

_project_option = click.option(
    "--project",
    "root",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path(),
    help="The project's folder; this folder by default.",
)
_results_option = click.option(
    "--results",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    envvar="GUZGU_RESULTS",
    help="A folder with further rounds, kept outside the repository.",
)
_format_option = click.option(
    "--format", "form", type=click.Choice(sorted(FORMATS)), default="text", help="How problems are told."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="guzgu")
def main() -> None:
    """Güzgü: questionnaires, catalogues, guides and results in; a site, paper and school reports out."""


@main.command()
@_project_option
@_results_option
@_format_option
def check(root: Path, results: Path | None, form: str) -> None:
    """Check every file of the project without building anything."""
    problems = checked_project(root.resolve(), results).problems
    _tell(problems, form)
    errors = _count(problems, Severity.ERROR)
    if form == "text":
        warnings = _count(problems, Severity.WARNING)
        _error.print(f"{errors} errors, {warnings} warnings." if problems else "Everything is in order.")
    sys.exit(1 if errors else 0)


@main.command("build")
@_project_option
@_results_option
@_format_option
@click.option("--jobs", type=click.IntRange(1), help="How many processes work at a time; all cores by default.")
@click.option("--no-pdf", is_flag=True, help="Leave the PDFs out, for a quick look.")
@click.option("--language", "languages", multiple=True, help="Build only this language; may be given more than once.")
def build_command(
    root: Path, results: Path | None, form: str, jobs: int | None, no_pdf: bool, languages: tuple[str, ...]
) -> None:
    """Build the site into site/."""
    options = BuildOptions(root.resolve(), results, jobs=jobs, with_pdfs=not no_pdf, languages=languages)
    try:
        with progress_bars(_error) as progress:
            outcome = build(options, progress)
    except BuildRunningError:
        _error.print("Another build of this project is running. Wait for it, then try again.")
        sys.exit(3)
    _tell(outcome.problems, form)
    _error.print(outcome.summary)
    sys.exit(outcome.exit_code)


@main.command()
@_project_option
@_results_option
@click.option("--host", default="127.0.0.1", help="The address to listen on; this machine only by default.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000)
@click.option("--pdf/--no-pdf", "with_pdfs", default=False, help="Make the PDFs too; slower.")
def serve(root: Path, results: Path | None, host: str, port: int, with_pdfs: bool) -> None:
    """Show the site here, rebuild on every change, and show problems in the page."""
    try:
        serve_site(BuildOptions(root.resolve(), results, with_pdfs=with_pdfs), host, port, _error.print)
    except KeyboardInterrupt:
        _error.print("Stopped.")


@main.command()
@_project_option
def doctor(root: Path) -> None:
    """Say what this machine has and what it lacks, and what to do about it."""
    from generator.write.machine import examine_machine

    project = load_project(root.resolve())
    report = examine_machine(project.settings.languages)
    table = Table("what", "found", "to do", box=None, pad_edge=False)
    for each in report.checks:
        table.add_row(each.name, ("✓ " if each.is_ok else "✗ ") + each.found, "" if each.is_ok else each.remedy)
    _out.print(table)
    sys.exit(0 if report.is_complete else 1)


@main.command()
@_project_option
def schema(root: Path) -> None:
    """Write the JSON Schemas that let an editor check and complete the YAML files."""
    folder = build_folder(root.resolve()) / "schemas"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in schemas().items():
        path = folder / f"{name}.schema.json"
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        _out.print(str(path.relative_to(root.resolve())), soft_wrap=True)


@main.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what a problem's code means; all of them without one."""
    if code and code.upper() not in CODES:
        _error.print(f"There is no code {code}.")
        sys.exit(2)
    for name, meaning in CODES.items():
        if not code or name == code.upper():
            _out.print(f"{name}  {meaning.severity:8} {meaning.summary}", highlight=False)


def _tell(problems: Iterable[Problem], form: str) -> None:
    lines = FORMATS[form](problems)
    if lines:
        # Problems are data for programs too: no colours, no wrapping.
        click.echo(lines, err=form == "text")


def _count(problems: Iterable[Problem], severity: Severity) -> int:
    return sum(problem.severity is severity for problem in problems)
