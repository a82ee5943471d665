"""`guzgu certificates`: for the coordinator's own machine. Names are read from outside the project and stay there."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click

from generator.certificate_handouts import CertificateOrder, certificate_files, undrawn_names
from generator.cli_options import (
    plain_errors,
    problems_of_round,
    project_option,
    refuse_unknown_languages,
    results_option,
    round_with_results,
    tell_problems,
    worker_pool,
    write_private,
)
from generator.load.certificate_names import ListedName, load_names
from generator.load.project import load_project
from generator.load.school_tables import SCHOOLS
from generator.model.problem import ProblemLog, Severity
from generator.model.project import Project
from generator.model.results import Round
from generator.render.certificates import Role
from generator.write.fonts import FontFile, installed_fonts
from generator.write.pdf import pdf_unavailable
from generator.write.private_folder import private_folder, refuse_shared_place


@click.command()
@project_option
@results_option
@click.option("--round", "round_id", required=True, help="The round, such as 2023.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help="Whom they are for.")
@click.option("--language", help="Any language of the project; its first by default.")
@click.option(
    "--names",
    "names_file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A list outside the project: CSV with the column name, and school if wanted. Without it: lines to write on.",
)
@click.option(
    "--output",
    "--out",
    "output",
    type=click.Path(path_type=Path),
    required=True,
    help="A private folder outside the project; it is made when it is missing.",
)
@click.option("--one-file", is_flag=True, help="All certificates in one PDF; else one each, numbered as in the list.")
@click.option("--jobs", type=click.IntRange(1), help="How many processes work at a time.")
def certificates(
    root: Path,
    results: Path | None,
    round_id: str,
    role: str,
    language: str | None,
    names_file: Path | None,
    output: Path,
    jobs: int | None,
    *,
    one_file: bool,
) -> None:
    """Write certificates (PDF) for those who took part, into a private folder. Delete the list of names afterwards."""
    root = root.resolve()
    with plain_errors():
        if names_file:
            refuse_shared_place(names_file, root)
        if reason := pdf_unavailable():
            raise click.ClickException(f"{reason} Run guzgu doctor to see what is missing.")
        project, fonts = load_project(root, results), installed_fonts()
        spoken = _language(project, language)
        setting = round_with_results(project, round_id).setting
        order = CertificateOrder(project, setting, Role(role), spoken, is_one_file=one_file)
        names = _names(names_file, fonts, project, order) if names_file else ()
        folder = private_folder(output, root, is_made=True)
        with worker_pool(jobs) as executor:
            problems = write_private(folder, certificate_files(order, names, fonts, executor))
    tell_problems(problems, "text")
    also = " and the list of names" if names_file else ""
    click.echo(f"Written into {folder}. Hand them out, then delete them{also}.", err=True)
    sys.exit(1 if problems else 0)


def _names(
    file: Path, fonts: tuple[FontFile, ...], project: Project, order: CertificateOrder
) -> tuple[ListedName, ...]:
    """The names of a sound list. With a fault in it the command ends: nobody would miss one certificate of many.

    So it does where a school of the round is faulty and therefore unknown: its id would be printed as its name.
    """
    log = ProblemLog()
    round_ = round_with_results(project, order.setting.id)
    names = _with_names_of_schools(load_names(file, log), round_, order.role)
    log.extend(undrawn_names(names, fonts))
    found = problems_of_round(project, round_.id)
    log.extend(each for each in found if each.severity is Severity.ERROR and each.place.path.endswith(f"/{SCHOOLS}"))
    if log.problems:
        tell_problems(log.problems, "text")
        click.echo("Nothing was written: mend this first.", err=True)
        sys.exit(2)
    return names


def _with_names_of_schools(names: Iterable[ListedName], round_: Round, role: Role) -> tuple[ListedName, ...]:
    """Schools by their names where the list has their ids, as in schools.csv, in capitals or not."""
    known = {school.id.casefold(): school.name for school in round_.schools}
    named = (replace(each, school=known.get(each.school.casefold(), each.school)) for each in names)
    if role is Role.SCHOOL:
        named = (replace(each, name=known.get(each.name.casefold(), each.name)) for each in named)
    return tuple(named)


def _language(project: Project, language: str | None) -> str:
    refuse_unknown_languages(project, [language] if language is not None else [])
    return language or project.settings.languages[0]
