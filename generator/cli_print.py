"""`guzgu print`: a school's whole set of papers, into a private folder on the coordinator's own machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click
from rich.console import Console

from generator.cli_options import languages_of_school, plain_errors, project_option, results_option, tell_problems
from generator.compute.publication import own_results_of
from generator.load.project import load_project
from generator.load.round_to_fill import ELSEWHERE, RoundToFill, open_round, people_so_far, rounds_with_schools
from generator.load.suggestions import did_you_mean
from generator.model.problem import ProblemLog
from generator.model.project import Project
from generator.print_sets import PrintedSet, print_set, set_name, zipped_set
from generator.progress import progress_bars
from generator.render.print_orders import SchoolSet
from generator.write.pdf import pdf_unavailable
from generator.write.private_folder import PRIVATE_FILE, private_folder
from generator.write.whole_file import write_whole
from generator.write.workers import Workers

_MOST_NAMED = 20
_error = Console(stderr=True)


@click.command("print")
@project_option
@results_option
@click.option("--school", "school_id", required=True, help="The school, as in schools.csv.")
@click.option("--round", "round_id", help="The round, such as 2023; the school's last one by default.")
@click.option(
    "--language",
    "languages",
    multiple=True,
    help="In this language; may be given more than once. By default the school's own, where schools.csv names it.",
)
@click.option(
    "--output",
    "--out",
    "output",
    type=click.Path(path_type=Path),
    help="A private folder outside the project; it is made when it is missing. By default guzgu-print beside the "
    "project.",
)
@click.option("--zip", "is_zipped", is_flag=True, help="Also one zip file with everything.")
@click.option("--jobs", type=click.IntRange(1), help="How many processes work at a time; all cores by default.")
def print_command(
    root: Path,
    results: Path | None,
    school_id: str,
    round_id: str | None,
    languages: tuple[str, ...],
    output: Path | None,
    jobs: int | None,
    *,
    is_zipped: bool,
) -> None:
    """Make all papers of one school: its forms with its own questions, in every kind, and how many copies to print."""
    root = root.resolve()
    with plain_errors():
        project = load_project(root, results)
        round_ = _round(project, school_id, round_id)
        school = _school_set(project, round_, school_id)
        wanted = languages_of_school(project, round_.schools.by_id[school_id], languages)
        if reason := pdf_unavailable():
            raise ValueError(f"{reason} Run guzgu doctor to see what is missing")
        folder = private_folder(output or root.parent / "guzgu-print", root, is_made=True)
        with Workers(jobs or os.cpu_count() or 1) as workers, progress_bars(_error) as progress:
            done = print_set(project, school, wanted, folder, workers, progress)
        if is_zipped:
            write_whole(folder / f"{set_name(school)}.zip", zipped_set(done), mode=PRIVATE_FILE)
    _tell(done, folder / f"{set_name(school)}.zip" if is_zipped else None)


def _round(project: Project, school_id: str, round_id: str | None) -> RoundToFill:
    """The round that was named, or the last one of the school. Raises ValueError for what does not exist.

    It may have no answers yet: papers are printed before.
    """
    rounds = rounds_with_schools(project)
    if round_id is not None and round_id not in rounds:
        raise ValueError(f"there is no round {round_id} with schools{_instead(round_id, rounds)}")
    log = ProblemLog()
    opened = [open_round(project, each, log) for each in ([round_id] if round_id is not None else rounds)]
    found = sorted((each for each in opened if each), key=lambda each: (each.setting.opened, each.setting.id))
    having = [each for each in found if school_id in each.schools.by_id]
    if not having:
        tell_problems(log.problems, "text")
        known = list(dict.fromkeys(school for each in found for school in each.schools.by_id))
        where = f"in round {round_id}" if round_id is not None else "in any round"
        raise ValueError(f"there is no school {school_id} {where}{_instead(school_id, known)}")
    return having[-1]


def _instead(word: str, known: Iterable[str]) -> str:
    """The end of a sentence: what was meant, most likely, and what there is."""
    names = list(known)
    suggestion = did_you_mean(word, names)
    similar = f". {suggestion} There are" if suggestion.startswith("Did") else "; there are"
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"{similar} {', '.join(names[:_MOST_NAMED]) or 'none'}{more}. {ELSEWHERE.rstrip('.')}"


def _school_set(project: Project, round_: RoundToFill, school_id: str) -> SchoolSet:
    """The school with the groups and levels it teaches: those that the round invited there, or all when none were."""
    people = people_so_far(round_).values()
    invited = tuple((each.group, each.level, each.invited) for each in people if each.school == school_id)
    if not invited:
        asked = round_.questionnaire
        invited = tuple((group.id, level.id, 0) for level in asked.levels for group in asked.groups)
    own = own_results_of(project, school_id)
    results = next((each for each in own if each.released.setting.id == round_.setting.id), None)
    return SchoolSet(school_id, round_.schools.by_id[school_id].name, round_.setting, invited, results)


def _tell(done: PrintedSet, zip_file: Path | None) -> None:
    tell_problems(done.problems, "text")
    for name in done.filled_in:
        click.echo(
            f"Kept as it is, because somebody wrote into it: {name}. Move it away to get an empty one.", err=True
        )
    click.echo(str(zip_file or done.folder))
    said = f"{len(done.files)} files in {done.folder}: {done.made} made, {done.kept} as they were."
    click.echo(f"{said} They are for this school only: hand them out, then delete them.", err=True)
    sys.exit(1 if done.problems else 0)
