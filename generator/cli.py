"""The commands. Thin: each reads its options, calls one stage and says what came out.

Exit codes: 0 clean, 1 problems (what was sound is published), 2 nothing published, also after a fault of ours,
3 another build runs.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from generator import __version__
from generator.build import BuildOptions, build, checked_project
from generator.cli_certificates import certificates
from generator.cli_codes import codes as codes_commands
from generator.cli_entry import ENTRY_COMMANDS
from generator.cli_options import (
    Commands,
    count,
    format_option,
    plain_errors,
    project_option,
    results_option,
    summed_up,
    tell_problems,
)
from generator.cli_print import print_command
from generator.cli_results import results as results_commands
from generator.cli_review import REVIEW_COMMANDS
from generator.cli_translations import translations as translations_commands
from generator.compute.comparison import compare_versions
from generator.compute.synthetic import DEMO_SCHOOLS, DEMO_SEED
from generator.load.project import load_project
from generator.load.schemas import schemas
from generator.model.problem import CODES, Severity
from generator.progress import progress_bars
from generator.render.change_lines import change_lines
from generator.render.environment import Interpreter
from generator.serve import serve as serve_site
from generator.write.code_vault import VaultError
from generator.write.demo import write_demo_rounds, write_project
from generator.write.machine import examine_machine
from generator.write.private_folder import PrivateFolderError
from generator.write.release import BuildRunningError, build_folder, current_release

_out = Console()
_error = Console(stderr=True)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="guzgu")
def main() -> None:
    """Güzgü: questionnaires, catalogues, guides and results in; a site, paper and school reports out."""


@main.command()
@project_option
@results_option
@format_option
def check(root: Path, results: Path | None, form: str) -> None:
    """Check every file of the project without building anything."""
    problems = checked_project(root.resolve(), results).problems
    tell_problems(problems, form)
    errors = count(problems, Severity.ERROR)
    if form == "text":
        _error.print(summed_up(problems))
    sys.exit(1 if errors else 0)


vault_option = click.option(
    "--vault",
    type=click.Path(path_type=Path),
    envvar="GUZGU_VAULT",
    help="The private folder with the keys of rounds: seals every school's own report; also GUZGU_VAULT.",
)


@main.command("build")
@project_option
@results_option
@format_option
@click.option("--jobs", type=click.IntRange(1), help="How many processes work at a time; all cores by default.")
@click.option("--no-pdf", is_flag=True, help="Leave the PDFs out, for a quick look.")
@click.option("--language", "languages", multiple=True, help="Build only this language; may be given more than once.")
@vault_option
def build_command(
    root: Path,
    results: Path | None,
    form: str,
    jobs: int | None,
    no_pdf: bool,
    languages: tuple[str, ...],
    vault: Path | None,
) -> None:
    """Build the site into site/."""
    options = BuildOptions(root.resolve(), results, jobs=jobs, with_pdfs=not no_pdf, languages=languages, vault=vault)
    try:
        with progress_bars(_error) as progress:
            outcome = build(options, progress)
    except BuildRunningError:
        _error.print("Another build of this project is running. Wait for it, then try again.")
        sys.exit(3)
    except (PrivateFolderError, VaultError) as error:
        _error.print(f"Nothing was published: {error}.", highlight=False, soft_wrap=True)
        sys.exit(2)
    tell_problems((*outcome.errors, *outcome.own_warnings) if form == "text" else outcome.problems, form)
    _error.print(outcome.summary, highlight=False)
    sys.exit(outcome.exit_code)


@main.command()
@project_option
@results_option
@click.option("--host", default="127.0.0.1", help="The address to listen on; this machine only by default.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000)
@vault_option
@click.option("--pdf/--no-pdf", "with_pdfs", default=False, help="Make the PDFs too; slower.")
@click.option("--built", "is_built", is_flag=True, help="Show site/ as it was built, and build nothing.")
@click.option(
    "--ids", "with_ids", is_flag=True, help="For translators: show the catalogue entry of the text under the pointer."
)
def serve(
    root: Path,
    results: Path | None,
    host: str,
    port: int,
    vault: Path | None,
    with_pdfs: bool,
    *,
    is_built: bool,
    with_ids: bool,
) -> None:
    """Show the site here, rebuild on every change, and show problems in the page."""
    options = BuildOptions(root.resolve(), results, with_pdfs=with_pdfs, vault=vault)
    try:
        if is_built and current_release(options.root) is None:
            raise click.ClickException("There is no site/ yet: run guzgu build first.")
        serve_site(options, host, port, _error.print, with_ids=with_ids, is_built=is_built)
    except (PrivateFolderError, VaultError) as error:
        raise click.ClickException(f"{error}.") from error
    except KeyboardInterrupt:
        _error.print("Stopped.")


@main.command()
@project_option
def doctor(root: Path) -> None:
    """Say what this machine has and what it lacks, and what to do about it."""
    report = examine_machine(load_project(root.resolve()).settings.languages)
    table = Table("what", "found", "needed for", box=None, pad_edge=False)
    for each in report.checks:
        table.add_row(each.name, ("✓ " if each.is_ok else "✗ ") + each.found, each.needed_for)
    _out.print(table)
    for remedy in report.remedies:
        _out.print(f"To do: {remedy}", highlight=False, soft_wrap=True)
    sys.exit(0 if report.is_complete else 1)


@main.command()
@project_option
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
            click.echo(f"{name}  {meaning.severity:8} {meaning.summary}")


@main.command()
@project_option
@click.option("--seed", type=int, default=DEMO_SEED, show_default=True, help="The same seed gives the same data.")
@click.option("--schools", type=click.IntRange(1), help="How many schools; needs --output.")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Make a whole new project here.")
def demo(root: Path, seed: int, schools: int | None, output: Path | None) -> None:
    """Make synthetic rounds: those of this project, or a whole project of any size with --output."""
    source = root.resolve()
    if schools and not output:
        raise click.UsageError("--schools makes a new project: say where with --output DIR.")
    with plain_errors():
        if output:
            folders = write_project(source, output.resolve(), schools or DEMO_SCHOOLS, seed)
        else:
            folders = write_demo_rounds(source, load_project(source), seed)
    for folder in folders:
        click.echo(folder)


@main.command()
@project_option
@click.argument("old")
@click.argument("new")
def compare(root: Path, old: str, new: str) -> None:
    """Say what changed between two versions, such as schools/2021 and schools/2023."""
    project = load_project(root.resolve())
    for key in (old, new):
        if key not in project.questionnaires:
            _error.print(f"There is no version {key}. There are: {', '.join(project.questionnaires)}.", highlight=False)
            sys.exit(2)
    interpreter = Interpreter(project.interface, project.source)
    changes = compare_versions(project.questionnaires[old], project.questionnaires[new])
    for line in change_lines(interpreter, changes):
        click.echo(line)


for _command in ENTRY_COMMANDS:
    results_commands.add_command(_command)
main.add_command(results_commands)
main.add_command(codes_commands)
main.add_command(certificates)
main.add_command(print_command)
for _command in REVIEW_COMMANDS:
    translations_commands.add_command(_command)
main.add_command(translations_commands)
