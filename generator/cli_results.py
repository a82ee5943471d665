"""`guzgu results`: who appears where before anything is built, and the freezing of published rounds.

For the coordinator's own terminal: these commands print names and exact numbers, and write nothing but the ledger.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NoReturn

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from generator.build import checked_project
from generator.cli_options import plain_errors, problems_of_round, project_option, results_option, tell_problems
from generator.compute.consent import Appearance, RoundAppearances, Turnout, appearances
from generator.compute.ledger import changed_numbers, frozen_ledger, released_now, unit_name
from generator.model.ledger import FILE, Ledger
from generator.model.problem import Problem, Severity
from generator.model.results import ConsentScope, Round
from generator.render.problem_lines import json_text
from generator.write.ledger_file import write_ledger

_STANDS_IN: Final[Mapping[ConsentScope, str]] = {
    ConsentScope.PUBLIC: "public, ministry, own",
    ConsentScope.MINISTRY: "ministry, own",
    ConsentScope.NONE: "own",
}
_MEANING: Final = (
    "public: a page of its own, files, search. ministry: the ministry's sealed bundle. "
    "own: a sealed report that the school opens with its code."
)
_WIDE: Final = 170
"""Letters in a line of the table; the lines of narrow terminals wrap."""
_MOST_CHANGES: Final = 20


@click.group()
def results() -> None:
    """Results of rounds: who appears where, and what was published of them."""


@results.command("check")
@project_option
@results_option
@click.option("--round", "round_id", help="Only this round.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How it is told.")
def check_results(root: Path, results: Path | None, round_id: str | None, form: str) -> None:
    """Say who will appear where, before anything is built. Prints names, writes nothing."""
    project = checked_project(root.resolve(), results)
    ids = [name for name in project.round_folders if round_id in (None, name)]
    if round_id and not ids:
        _refuse(f"There is no round {round_id}. There are: {', '.join(project.round_folders)}.")
    of_round = {name: problems_of_round(project, name) for name in ids}
    today = datetime.datetime.now().astimezone().date()
    told = [appearances(project, each, of_round[each.id], today) for each in project.rounds if each.id in of_round]
    unusable = {name: problems for name, problems in of_round.items() if name not in {each.round for each in told}}
    if form == "json":
        rest = [problem for problems in unusable.values() for problem in problems]
        click.echo(
            json.dumps({"rounds": [*map(_facts, told)], "problems": _as_json(rest)}, ensure_ascii=False, indent=1)
        )
    else:
        for each in told:
            _print_round(each)
        for name, problems in unusable.items():
            if problems:
                click.echo(f"Round {name}", err=True)
                tell_problems(problems, "text")
    found = [problem for problems in of_round.values() for problem in problems]
    sys.exit(1 if any(problem.severity is Severity.ERROR for problem in found) else 0)


@results.command()
@project_option
@results_option
@click.argument("round_id", metavar="ROUND")
def freeze(root: Path, results: Path | None, round_id: str) -> None:
    """Note what is public of a round now: run this when its site was uploaded.

    Later builds refuse to publish the round with a few people more or less, which would give those few away.
    """
    project = checked_project(root.resolve(), results)
    round_ = next((each for each in project.rounds if each.id == round_id), None)
    file = project.round_folders.get(round_id, Path()) / FILE
    if round_ is None:
        tell_problems(problems_of_round(project, round_id), "text")
        _refuse(f"There is no sound round {round_id}. There are: {', '.join(each.id for each in project.rounds)}.")
    if refused := [each for each in problems_of_round(project, round_id) if each.code in {"R022", "R024"}]:
        tell_problems(refused, "text")
        _refuse("Nothing was frozen, and the ledger is as it was.")
    frozen = project.ledgers.get(round_id)
    old = frozen.ledger if frozen else None
    new = frozen_ledger(round_, released_now(project, round_), project.settings.disclosure, old)
    if old is not None and new.text == old.text:
        click.echo(f"Round {round_id} is frozen as it is: nothing to do.")
        return
    with plain_errors():
        write_ledger(file, new.text)
    _tell_freezing(round_, old, new, file)


def _tell_freezing(round_: Round, old: Ledger | None, new: Ledger, file: Path) -> None:
    """Say what a ledger holds, and what differs from the one before."""
    shown = sum(bool(unit.shown) for unit in new.units)
    click.echo(f"Round {round_.id} is frozen: {len(round_.schools)} schools, {shown} published groups.")
    for key, (before, after) in list(changes := changed_numbers(old, new).items() if old else ())[:_MOST_CHANGES]:
        click.echo(f"  {unit_name(key)}: {before} people before, {after} now")
    if len(changes) > _MOST_CHANGES:
        click.echo(f"  and {len(changes) - _MOST_CHANGES} more groups changed")
    click.echo(f"{file}  holds exact numbers: keep it with the round's tables, as private as they are.")


def _refuse(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(2)


def _print_round(told: RoundAppearances) -> None:
    """A table of the round's schools by what they agreed to, then the totals and the problems."""
    out = Console(highlight=False)
    if out.width < _WIDE or not out.is_terminal:
        # A terminal wraps long lines; the table would drop columns instead.
        out = Console(highlight=False, width=_WIDE)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, width in (("school", 14), ("name", 34), ("agreed to", 9), ("who agreed", 24), ("when", 11)):
        table.add_column(name, no_wrap=True, max_width=width, overflow="ellipsis")
    table.add_column("answered", no_wrap=True)
    for name in ("will stand in", "round's groups"):
        table.add_column(name, no_wrap=True)
    for scope in reversed(ConsentScope):
        for each in told.schools:
            if each.scope is scope:
                table.add_row(*map(Text, _cells(each)))
        table.add_section()
    out.print(Text(f"Round {told.round}: {told.title}", style="bold"))
    out.print(table)
    for line in (*_hidden(told.schools), *_to_ask_about(told.schools), *_totals(told)):
        out.print(Text(line), soft_wrap=True)
    tell_problems(told.problems, "text")


def _cells(row: Appearance) -> tuple[str, ...]:
    consent = row.consent
    when = f"{consent.given_on or ''}{'*' if row.is_dated_ahead else ''}"
    counted = f"{row.shown_in} of {row.counted_in} shown" if row.counted_in else "none"
    stands_in = _STANDS_IN[row.scope]
    return (row.school, row.name, row.scope, consent.given_by, when, _turnout(row), stands_in, counted)


def _turnout(each: Appearance | Turnout) -> str:
    """How many answered, of how many, and the rate, which may exceed 100%."""
    rate = f", {each.completed / each.invited:.0%}" if each.invited else ""
    return f"{each.completed} of {each.invited}{rate}"


def _totals(told: RoundAppearances) -> Iterable[str]:
    scopes = ", ".join(f"{number} {scope}" for scope, number in told.by_scope.items())
    yield f"{len(told.schools)} schools: {scopes}."
    yield f"Of the round as a whole {told.aggregates_shown} of {told.aggregates} groups are shown."
    yield "Round's groups, such as the teachers of a region: in how many a school counts, how many of them are shown."
    if ahead := sum(each.is_dated_ahead for each in told.schools):
        yield f"* Consents with a date that is still to come: {ahead}. They count all the same: look at consent_on."
    yield _MEANING
    yield "These names are for you alone: nothing was written."


def _hidden(schools: Iterable[Appearance]) -> Iterable[str]:
    """The groups that public pages hide, a line each."""
    lines = [
        f"  {school.school}  {each.level} {each.group}: {each.completed} answered"
        for school in schools
        for each in school.hidden
    ]
    if lines:
        yield f"Groups that public pages hide, because few people answered: {len(lines)}"
        yield from lines


def _to_ask_about(schools: Iterable[Appearance]) -> Iterable[str]:
    """The groups about whose numbers the schools should be asked, a line each."""
    lines = [
        f"  {school.school}  {each.level} {each.group}: {_turnout(each)}; "
        + (f"at least {each.needed} should answer" if each.completed < each.needed else "more than were invited")
        for school in schools
        for each in school.to_ask_about
    ]
    if lines:
        yield f"Groups to ask schools about: {len(lines)}"
        yield from lines


def _facts(told: RoundAppearances) -> Mapping[str, object]:
    """A round for programs."""
    return {
        "round": told.round,
        "title": told.title,
        "schools": [_school_facts(each) for each in told.schools],
        "by_scope": {str(scope): number for scope, number in told.by_scope.items()},
        "aggregates": told.aggregates,
        "aggregates_shown": told.aggregates_shown,
        "problems": _as_json(told.problems),
    }


def _school_facts(row: Appearance) -> Mapping[str, object]:
    return {
        "school": row.school,
        "name": row.name,
        "scope": str(row.scope),
        "given_by": row.consent.given_by,
        "given_on": row.consent.given_on.isoformat() if row.consent.given_on else None,
        "is_dated_ahead": row.is_dated_ahead,
        "has_public_page": row.scope is ConsentScope.PUBLIC,
        "is_for_ministry": row.scope is not ConsentScope.NONE,
        "invited": row.invited,
        "completed": row.completed,
        "to_ask_about": [dataclasses.asdict(each) for each in row.to_ask_about],
        "hidden": [dataclasses.asdict(each) for each in row.hidden],
        "aggregates": row.counted_in,
        "aggregates_shown": row.shown_in,
    }


def _as_json(problems: Iterable[Problem]) -> object:
    """Problems in the shape that all commands use."""
    return json.loads(json_text(problems))
