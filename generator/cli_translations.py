"""`guzgu translations`: what translators need.

Thin like the other commands: each reads its options, calls one stage and says what came out.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import sys
from pathlib import Path
from typing import Final, TextIO

import click
from rich.console import Console
from rich.table import Table

from generator.build import checked_project
from generator.cli_options import (
    count,
    format_option,
    plain_errors,
    project_option,
    results_option,
    summed_up,
    tell_problems,
)
from generator.compute.synthetic import DEMO_SCHOOLS, DEMO_SEED
from generator.load.project import load_project
from generator.model.catalogue import Domain
from generator.model.plural_forms import plural_count
from generator.model.problem import Severity
from generator.model.project import Project
from generator.translation.status import CatalogueStatus, status
from generator.write.catalogues import (
    Written,
    export_missing,
    format_catalogues,
    import_translations,
    update_catalogues,
    update_words_of_rounds,
    write_templates,
)
from generator.write.merge_driver import merge_catalogues
from generator.write.new_language import NewLanguage, start_language
from generator.write.pseudo_project import write_pseudo_project
from generator.write.signing import sign

_out = Console()
_error = Console(stderr=True)
_file = click.Path(path_type=Path, dir_okay=False, exists=True)
_PSEUDO_LANGUAGES: Final = ("de", "ar")
"""Long words, and writing from right to left with six plural forms."""


@click.group()
def translations() -> None:
    """What translators need: templates, catalogues, checks, how complete each language is."""


@translations.command()
@project_option
def extract(root: Path) -> None:
    """Bring the templates (.pot) up to date."""
    _tell_written(write_templates(load_project(root.resolve())))


@translations.command()
@project_option
@results_option
@click.argument("languages", nargs=-1)
def update(root: Path, results: Path | None, languages: tuple[str, ...]) -> None:
    """Bring templates and catalogues up to date; no translation is ever lost.

    With further rounds, also the catalogues of their words, which stand beside these rounds and not in the project.
    """
    with plain_errors():
        written = update_catalogues(load_project(root.resolve()), languages)
        if results is not None and results.resolve() != root.resolve():
            beside = update_words_of_rounds(load_project(root.resolve(), results), results.resolve(), languages)
            problems = dict.fromkeys((*written.problems, *beside.problems))
            written = Written((*written.changed, *beside.changed), tuple(problems))
    _tell_written(written)


@translations.command("format")
@project_option
@click.argument("languages", nargs=-1)
def format_command(root: Path, languages: tuple[str, ...]) -> None:
    """Put catalogues into their canonical form, for instance after an editor wrapped their lines."""
    with plain_errors():
        written = format_catalogues(load_project(root.resolve()), languages)
    _tell_written(written)


@translations.command("new")
@project_option
@click.argument("language")
def new_command(root: Path, language: str) -> None:
    """Start a language, such as ka: empty catalogues, and its place in the settings."""
    with plain_errors():
        started = start_language(load_project(root.resolve()), language)
    for path in started.changed:
        click.echo(path)
    tell_problems(started.problems, "text")
    click.echo(_next_steps(language, started))
    sys.exit(1 if started.problems else 0)


@translations.command("pseudo")
@project_option
@click.argument("languages", nargs=-1)
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), required=True, help="An empty folder for the copy."
)
@click.option("--schools", type=click.IntRange(1), default=DEMO_SCHOOLS, show_default=True, help="Invented schools.")
@click.option("--seed", type=int, default=DEMO_SEED, show_default=True, help="The same seed gives the same data.")
def pseudo_command(root: Path, languages: tuple[str, ...], output: Path, schools: int, seed: int) -> None:
    """Copy the project with invented translations, de and ar by default: to see what does not fit or stays English."""
    codes = languages or _PSEUDO_LANGUAGES
    with plain_errors():
        write_pseudo_project(root.resolve(), output.resolve(), codes, schools, seed)
    click.echo(f"Everything in {output} is invented. Try it: guzgu build --project {output}")


@translations.command("status")
@project_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def status_command(root: Path, as_json: bool) -> None:
    """Say how complete each language is."""
    rows = status(load_project(root.resolve()))
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(row) | {"percent": row.percent} for row in rows], indent=1))
        return
    table = Table("language", "catalogue", "translated", "fuzzy", "missing", "percent", "reviewer", box=None)
    for row in rows:
        numbers = (row.translated, row.fuzzy, row.missing, row.percent)
        table.add_row(row.language, row.domain, *map(str, numbers), _signature(row))
    _out.print(table)


@translations.command("check")
@project_option
@results_option
@format_option
def check_translations_command(root: Path, results: Path | None, form: str) -> None:
    """Check the catalogues alone."""
    problems = [each for each in checked_project(root.resolve(), results).problems if each.code.startswith("T")]
    tell_problems(problems, form)
    if form == "text":
        _error.print(summed_up(problems))
    sys.exit(1 if count(problems, Severity.ERROR) else 0)


@translations.command("export")
@project_option
@click.argument("language")
@click.argument("domain", type=click.Choice([str(domain) for domain in Domain]))
def export_command(root: Path, language: str, domain: str) -> None:
    """Write the texts without translation as JSON lines, for translators who work outside a .po file."""
    with plain_errors():
        click.echo(export_missing(_project_with(root, language), language, Domain(domain)), nl=False)


@translations.command("import")
@project_option
@click.argument("language")
@click.argument("domain", type=click.Choice([str(domain) for domain in Domain]))
@click.argument("batch", type=click.File(encoding="utf-8"))
def import_command(root: Path, language: str, domain: str, batch: TextIO) -> None:
    """Put translations from JSON lines into a catalogue; a line that could not be shown is refused and named."""
    with plain_errors():
        imported = import_translations(_project_with(root, language), language, Domain(domain), batch.read())
    for refusal in imported.refusals:
        click.echo(f"{batch.name}: {refusal}", err=True)
    click.echo(imported.path)
    sys.exit(1 if imported.refusals else 0)


@translations.command("merge-driver")
@click.argument("base", type=_file)
@click.argument("ours", type=_file)
@click.argument("theirs", type=_file)
def merge_driver_command(base: Path, ours: Path, theirs: Path) -> None:
    """Merge a catalogue entry by entry, for git, which calls this with three files; the result goes into OURS."""
    with plain_errors():
        outcome = merge_catalogues(base, ours, theirs)
    if outcome.reason:
        click.echo(f"Merged by lines, since a version is no whole catalogue: {outcome.reason}.", err=True)
    if outcome.conflicts:
        click.echo("Translated in two ways; both texts stand in the catalogue, fuzzy, until you decide:", err=True)
    for text in outcome.conflicts:
        click.echo(f"  {text}", err=True)
    sys.exit(0 if outcome.is_clean else 1)


@translations.command("sign")
@project_option
@click.argument("language")
@click.option(
    "--domain",
    "domains",
    multiple=True,
    type=click.Choice([str(domain) for domain in Domain]),
    help="Only this catalogue; may be given more than once.",
)
@click.option("--reviewer", required=True, help="The name of the native speaker who read it; the site shows it.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="When; today by default.")
def sign_command(
    root: Path, language: str, domains: tuple[str, ...], reviewer: str, day: datetime.datetime | None
) -> None:
    """Write down that a native speaker has read what is translated; what changes later is not covered."""
    signed_on = (day or datetime.datetime.now(datetime.UTC)).date()
    with plain_errors():
        project = _project_with(root, language)
        signed = sign(project, language, tuple(map(Domain, domains)) or tuple(Domain), reviewer, signed_on)
    for each in signed:
        left = f"; {each.open} are not translated and not signed" if each.open else ""
        click.echo(f"{each.path}: {each.signed} translations signed{left}")


def _signature(row: CatalogueStatus) -> str:
    if not row.reviewer:
        return "draft: awaits a native reviewer"
    said = ", ".join(filter(None, (row.reviewer, row.reviewed_on)))
    return f"{said}; {row.unreviewed} changed since" if row.unreviewed else said


def _next_steps(language: str, started: NewLanguage) -> str:
    steps = [
        f"Translate the files in translations/{language}/LC_MESSAGES with Poedit or in a browser. Begin with "
        "interface.po: its words stand on every page. What is missing is shown in English.",
        "Put the words of the field into translations/glossary.yaml, so that all translators use the same.",
        "Look for slips: guzgu translations check",
        f"See it: guzgu serve, then open {language}/",
        f"When a native speaker has read it: guzgu translations sign {language} --reviewer NAME",
    ]
    if not started.is_in_settings:
        steps.insert(0, f"Add {language} to `languages` under extra.guzgu in mkdocs.yml.")
    lines = (f"{number}. {step}" for number, step in enumerate(steps, 1))
    return "\n".join((f"{started.name} has begun; plural forms: {plural_count(language)}. What to do next:", *lines))


def _project_with(root: Path, language: str) -> Project:
    project = load_project(root.resolve())
    known = [each.code for each in project.languages if not each.is_source]
    if language not in known:
        raise ValueError(f"{language} is not a translated language of this project; there are {', '.join(known)}")
    return project


def _tell_written(written: Written) -> None:
    for path in written.changed:
        click.echo(path)
    tell_problems(written.problems, "text")
    is_faulty = any(each.severity is Severity.ERROR for each in written.problems)
    if not written.changed and not is_faulty:
        _error.print("Everything was up to date.")
    sys.exit(1 if is_faulty else 0)
