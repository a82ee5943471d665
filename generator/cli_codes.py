"""`guzgu codes`: the codes that open schools' own reports, and what is handed out with them.

For the coordinator's own machine: what these commands write goes into private folders outside the project.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from generator.cli_options import (
    languages_of_school,
    plain_errors,
    project_option,
    refuse_unknown_languages,
    results_option,
    round_with_results,
    tell_problems,
    worker_pool,
    write_private,
)
from generator.code_handouts import Recipients, offline_files, sheets
from generator.load.project import load_project
from generator.model.problem import Problem
from generator.model.project import Project
from generator.model.results import Round
from generator.render.code_sheets import CodeSheet, site_address
from generator.write.code_vault import RoundCodes, open_vault
from generator.write.pdf import pdf_unavailable
from generator.write.private_folder import private_folder

_vault_option = click.option(
    "--vault",
    type=click.Path(path_type=Path),
    envvar="GUZGU_VAULT",
    required=True,
    help="The private folder with the keys of rounds; also GUZGU_VAULT.",
)
_round_option = click.option("--round", "round_id", required=True, help="The round, such as 2023.")
_schools_option = click.option(
    "--school", "schools", multiple=True, help="Only this school; may be given more than once."
)
_languages_option = click.option(
    "--language",
    "languages",
    multiple=True,
    help="In this language; may be given more than once. By default the school's own, where schools.csv names it.",
)
_output_option = click.option(
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="A private folder outside the project; it is made when it is missing.",
)
_jobs_option = click.option("--jobs", type=click.IntRange(1), help="How many processes work at a time.")


@click.group()
def codes() -> None:
    """The codes that open schools' own reports: make them, replace them, hand them out."""


@codes.command()
@project_option
@results_option
@_round_option
@_vault_option
def issue(root: Path, results: Path | None, round_id: str, vault: Path) -> None:
    """Make the key of a round, once: every code of the round follows from it. Keep a copy of the vault offline."""
    root = root.resolve()
    with plain_errors():
        round_with_results(load_project(root, results), round_id)
        is_new = open_vault(vault, root, is_made=True).issue(round_id)
    click.echo(f"Round {round_id} has a key now." if is_new else f"Round {round_id} has a key already; it stays.")


@codes.command()
@project_option
@results_option
@_round_option
@_vault_option
@click.option("--school", help="The school that gets another code.")
@click.option("--ministry", is_flag=True, help="The ministry gets another code.")
def rotate(root: Path, results: Path | None, round_id: str, vault: Path, school: str | None, *, ministry: bool) -> None:
    """Replace one code. The old one opens nothing on the site any more once it is built and uploaded again."""
    if bool(school) == ministry:
        raise click.UsageError("Say --school ID or --ministry.")
    root = root.resolve()
    with plain_errors():
        project = load_project(root, results)
        _recipients(project, round_with_results(project, round_id), (school,) if school else (), ())
        version = open_vault(vault, root).rotate(round_id, school)
    who = "The ministry" if ministry else f"School {school}"
    click.echo(f"{who} has code number {version} now. Build and upload the site, then hand out a new sheet.")


@codes.command("sheets")
@project_option
@results_option
@_round_option
@_vault_option
@_schools_option
@_languages_option
@_output_option
@_jobs_option
@click.option("--address", required=True, help="Where the site stands, such as https://example.org/guzgu/.")
@click.option("--contact", default="", help="Whom schools may ask; printed on the sheet.")
@click.option("--no-code-in-qr", is_flag=True, help="The square leads to the page, where the code is typed.")
def sheets_command(
    root: Path,
    results: Path | None,
    round_id: str,
    vault: Path,
    schools: tuple[str, ...],
    languages: tuple[str, ...],
    output: Path,
    jobs: int | None,
    address: str,
    contact: str,
    *,
    no_code_in_qr: bool,
) -> None:
    """Write a sheet (PDF) with the code for each school, and one for the ministry, into a private folder."""
    root = root.resolve()
    with plain_errors():
        project, found, recipients = _prepared(root, results, round_id, vault, schools, languages)
        template = CodeSheet(
            setting=recipients.setting,
            school="",
            code=found.code_of_ministry,
            site=site_address(address),
            is_code_in_square=not no_code_in_qr,
            contact=contact,
        )
        folder = private_folder(output, root, is_made=True)
        if reason := pdf_unavailable():
            _refuse(f"{reason} Run guzgu doctor to see what is missing")
        with worker_pool(jobs) as executor:
            problems = write_private(folder, sheets(project, found, recipients, template, executor))
    _tell(problems, folder)


@codes.command()
@project_option
@results_option
@_round_option
@_vault_option
@_schools_option
@_languages_option
@_output_option
@_jobs_option
@click.option("--address", default="", help="Where the site stands; links in the reports then lead there.")
@click.option("--no-pdf", is_flag=True, help="Leave the PDFs out: smaller files.")
def offline(
    root: Path,
    results: Path | None,
    round_id: str,
    vault: Path,
    schools: tuple[str, ...],
    languages: tuple[str, ...],
    output: Path,
    jobs: int | None,
    address: str,
    *,
    no_pdf: bool,
) -> None:
    """Write a file for each school that opens its report without internet; it needs the school's code."""
    root = root.resolve()
    with plain_errors():
        project, found, recipients = _prepared(root, results, round_id, vault, schools, languages)
        site = site_address(address) if address else ""
        folder = private_folder(output, root, is_made=True)
        with_pdfs = not no_pdf and not pdf_unavailable()
        with worker_pool(jobs) as executor:
            made = offline_files(project, found, recipients, site, executor, with_pdfs=with_pdfs)
            problems = write_private(folder, made)
    _tell(problems, folder)


def _prepared(
    root: Path,
    results: Path | None,
    round_id: str,
    vault: Path,
    schools: tuple[str, ...],
    languages: tuple[str, ...],
) -> tuple[Project, RoundCodes, Recipients]:
    """What sheets and files are made from. Raises ValueError for what does not exist."""
    project = load_project(root, results)
    refuse_unknown_languages(project, languages)
    found = open_vault(vault, root).codes(round_id)
    round_ = round_with_results(project, round_id)
    if found is None:
        raise ValueError(f"round {round_id} has no key yet: run guzgu codes issue --round {round_id}")
    return project, found, _recipients(project, round_, schools, languages)


def _recipients(project: Project, round_: Round, schools: tuple[str, ...], languages: tuple[str, ...]) -> Recipients:
    """The schools that were named, or all and the ministry. Raises ValueError for a school that is not there."""
    found = {school.id: school for school in round_.schools}
    for school in schools:
        if school not in found:
            raise ValueError(f"school {school} is not in round {round_.id}")
    chosen = [found[school] for school in (schools or found)]
    return Recipients(
        round_.setting,
        [(school.id, school.name) for school in chosen],
        {school.id: languages_of_school(project, school, languages) for school in chosen},
        () if schools else languages or project.settings.languages[:1],
    )


def _tell(problems: list[Problem], folder: Path) -> None:
    tell_problems(problems, "text")
    click.echo(f"Written into {folder}. Hand them out, then delete them.", err=True)
    sys.exit(1 if problems else 0)


def _refuse(reason: str) -> NoReturn:
    raise ValueError(reason)
