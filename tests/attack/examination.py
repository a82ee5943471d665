"""One examination: random rounds become a project, the project a site by the users' command, and it is attacked."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.attack import numbers, page_tables
from tests.attack.attacker import PublicRound, read_rounds
from tests.attack.facts import Disagreement, data_file_facts, disagreements, files_disagree
from tests.attack.judge import Truth, Weakness, hidden_units, people_of, solution_of, weaknesses
from tests.attack.program import ANSWERED, COMPLETED, Program, programs
from tests.attack.random_rounds import NationalSet, random_set, write_project
from tests.attack.squeeze import Attack, Insider, NoSolutionError, Squeezed
from tests.conftest import ROOT


@dataclass
class Found:
    """What the attack on one round found. Lists are empty when nothing leaks."""

    seed: int
    shape: str
    targets: int = 0
    """Hidden numbers that were squeezed."""
    solves: int = 0
    false_rules: list[str] = field(default_factory=list)
    """Programs whose rows the truth does not satisfy: the attacker assumed too much."""
    pinned: list[str] = field(default_factory=list)
    pinned_by_insiders: list[str] = field(default_factory=list)
    zeros_by_insiders: int = 0
    """Options that nobody chose in a hidden unit, as a school knows that gave all shown answers of that kind itself."""
    insiders: int = 0
    guessed: int = 0
    """Hidden numbers that are pinned by the guess that hidden units have one to nine people, where it can be true."""
    guessed_right: int = 0
    weaknesses: list[Weakness] = field(default_factory=list)
    units: int = 0
    hidden: Counter[str] = field(default_factory=Counter)
    """Hidden units by reason."""
    disagreements: list[Disagreement] = field(default_factory=list)
    underivable: list[str] = field(default_factory=list)
    """Numbers on pages that do not follow from the rounded table."""


def build_site(folder: Path, sets: Sequence[NationalSet], *options: str) -> Path:
    """The site of a new project with these rounds, built by `guzgu build` in English."""
    write_project(folder, sets)
    command = [sys.executable, "-m", "generator", "build", "--project", str(folder), "--language", "en", "--jobs", "1"]
    built = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr + built.stdout
    return folder / "site"


def examine(
    folder: Path, seeds: Sequence[int], *, insiders: int, insiders_every: int, read_every: int, guessing: bool
) -> list[Found]:
    """Build the sets of these seeds as one project, attack its site, and take it away again.

    `insiders`: how many schools that are not public attack one of every `insiders_every` rounds with their own counts.
    `read_every`: of so many rounds one has all its pages and files read and compared. `guessing`: see `squeeze.Attack`.
    """
    sets = {each.round: each for each in map(random_set, seeds)}
    site = build_site(folder, list(sets.values()), "--no-pdf")
    results = []
    for place, (round_id, public) in enumerate(read_rounds(site).items()):
        curious = 0 if place % insiders_every else insiders
        found = attack_round(public, sets[round_id], curious, guessing=guessing)
        if place % read_every == 0:
            found.disagreements, found.underivable = read_everything(site, round_id)
        results.append(found)
    shutil.rmtree(folder)
    return results


def attack_round(public: PublicRound, national: NationalSet, insiders: int, *, guessing: bool) -> Found:
    """Squeeze every hidden number of a round, then let the judge look."""
    found = Found(national.seed, national.shape)
    truth = Truth(national)
    rng = Random(f"attack {national.seed}")
    directory = {school.id: school.parts for school in national.schools if school.is_public}
    curious = _curious_schools(truth, insiders, rng)
    found.insiders = len(curious)
    for group, item, program in programs(public, directory):
        attack = Attack(program)
        if not attack.fits(solution_of(program, truth, group, item)):
            found.false_rules.append(f"{group} {item}")
        found.pinned += _told(group, item, attack.squeeze(rng))
        found.targets += len(attack.targets)
        for school in curious:
            inside = Attack(program, _insider(national, school, group, program))
            inside.learn_from(attack)
            learned = [each for each in inside.squeeze(rng) if each.is_pinned]
            telling = [each for each in learned if each.high > 0 or each.target.quantity in {COMPLETED, ANSWERED}]
            found.pinned_by_insiders += [f"{school}: {told}" for told in _told(group, item, telling)]
            found.zeros_by_insiders += len(learned) - len(telling)
            found.solves += inside.solves
        if guessing:
            _guess(found, attack, truth, (group, item), rng)
        found.solves += attack.solves
    found.weaknesses = list(weaknesses(truth, public))
    hidden = hidden_units(truth, public)
    found.units, found.hidden = hidden.units, hidden.by_reason
    return found


def _told(group: str, item: str, squeezed: Sequence[Squeezed]) -> list[str]:
    return [f"{group} {item} {each}" for each in squeezed if each.is_pinned]


def _curious_schools(truth: Truth, number: int, rng: Random) -> list[str]:
    """Schools without a public page that attack: those with the most people first, then by chance."""
    people: Counter[str] = Counter()
    for (school, _, _), completed in truth.national.completed.items():
        if school not in truth.public:
            people[school] += completed
    largest = [school for school, _ in people.most_common((number + 1) // 2)]
    others = sorted(set(people) - set(largest))
    return [*largest, *rng.sample(others, min(number - len(largest), len(others)))]


def _insider(national: NationalSet, school: str, group: str, program: Program) -> Insider:
    parts = next(each.parts for each in national.schools if each.id == school)
    counts = {}
    for level in national.levels:
        unit = (school, level, group)
        for quantity in program.quantities:
            asked = "" if quantity == COMPLETED else program.item.id
            option = "" if quantity in {COMPLETED, ANSWERED} else quantity
            counts[quantity, level] = people_of(national, unit, asked, option)
    return Insider(parts, counts)


def _guess(found: Found, attack: Attack, truth: Truth, key: tuple[str, str], rng: Random) -> None:
    guess = Attack(attack.program, guessing=True)
    try:
        squeezed = guess.squeeze(rng)
    except NoSolutionError:
        return
    exact = guess.goals @ solution_of(attack.program, truth, *key)
    for each, count in zip(squeezed, exact, strict=True):
        found.guessed += each.is_pinned
        found.guessed_right += each.is_pinned and bool(each.low <= count <= each.high)


def read_everything(site: Path, round_id: str) -> tuple[list[Disagreement], list[str]]:
    """Compare every file and page of a round with its data files, number by number."""
    folder = site / "files" / "results" / round_id
    differ: list[Disagreement] = []
    strange: list[str] = []
    whole = data_file_facts(folder / "all_schools-en.json")
    for file in sorted(folder.glob("*-en.json")):
        names = page_tables.names_of(file)
        data = data_file_facts(file)
        differ += files_disagree(folder, file.stem)
        allowed = numbers.derivable(data, [whole] if names.school else ()) | numbers.said_of_round(file)
        for page in pages_of(site, round_id, names.school):
            told = page_tables.page_facts(page, names)
            differ += disagreements(page.relative_to(site).as_posix(), told, data, is_whole=False)
            strange += underivable(page, names.words, allowed, numbers.drawable(data))
    return differ, strange


def underivable(page: Path, words: Sequence[str], allowed: set[str], drawn: set[str]) -> Iterator[str]:
    """The numbers of a page that follow from nothing."""
    for told in numbers.measurable(page, words):
        if told.number not in allowed:
            yield f"{page}: {told.number} in {told.where}"
    for place in numbers.bars(page):
        if place not in drawn:
            yield f"{page}: {place} % in a drawing"


def pages_of(site: Path, round_id: str, school: str) -> list[Path]:
    """The pages of a report: of a school, or of the round with its breakdowns."""
    folder = site / "en" / "results" / round_id
    if school:
        return [folder / "schools" / school / "index.html"]
    return [folder / "index.html", *sorted(folder.glob("by-*/index.html"))]
