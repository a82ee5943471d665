"""A project with many invented schools, 30 % of them public, and a canary in everything private (nothing here is real).

A canary is a word that stands nowhere else: if it turns up in anything that a build made, something private got out.
Private numbers have seven digits and end with 783, which no rounded number does, and no public one here rounds to 785.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.small_project import make_small_project

CANARY: Final = "zqkanarya"
"""Every private word begins so, ids as well; then come twelve letters and digits of its own."""
OPEN: Final = "zqaçıq"
"""Stands in the names of public schools: it must turn up, or the search would find nothing at all."""
ROUND: Final = "content/results/2023"
_LEVELS: Final = ("isced2", "isced3")
_ANSWER_CODES: Final = {"A1": ("1", "2", "3"), "C3": ("1", "2", "3", "na"), "device": ("lap", "tab")}
_ASKED: Final = {"teachers": ("A1", "C3", "device", "hinder", "overall"), "students": ("C3", "hinder")}
_HINDERS: Final = ("net", "dev", "none")


@dataclass(frozen=True, slots=True)
class ManySchools:
    """A project on disk and whose schools are private."""

    root: Path
    public: tuple[str, ...]
    """Ids of schools with a public page, in the order of the table."""
    private: tuple[str, ...]

    @property
    def folder(self) -> Path:
        """The folder of its one round."""
        return self.root / ROUND


def make_many_schools(root: Path, count: int, seed: int = 2023) -> ManySchools:
    """Write a project with `count` schools, of which every third public one has a group that is too small to show."""
    make_small_project(root)
    chance = random.Random(seed)
    public = [index % 10 in {0, 4, 7} for index in range(count)]
    ids = [f"P{index:04}" if is_public else _canary(chance) for index, is_public in enumerate(public)]
    maker = _Maker(chance)
    schools, people, answers = [], [], []
    for index, (school, is_public) in enumerate(zip(ids, public, strict=True)):
        schools.append(maker.school(school, index, is_public=is_public))
        for level in _LEVELS:
            for group in _ASKED:
                is_few = is_public and index % 3 == 0 and (level, group) == ("isced3", "teachers")
                completed = maker.number(is_public=is_public) if not is_few else 7
                people.append(maker.people((school, level, group), completed, is_open=is_public and not is_few))
                answers += maker.answers((school, level, group), completed, is_public=is_public)
    folder = root / ROUND
    _write(folder / "schools.csv", "school name region consent_scope consent_by consent_on plan_made", schools)
    header = "school level group invited completed note corrected_invited corrected_on correction_reason"
    _write(folder / "participation.csv", header, people)
    _write(folder / "answers.csv", "school level group item option count", answers)
    found = ManySchools(
        root,
        tuple(each for each, is_public in zip(ids, public, strict=True) if is_public),
        tuple(each for each, is_public in zip(ids, public, strict=True) if not is_public),
    )
    _write_own_questions(root, found, chance)
    return found


@dataclass(frozen=True, slots=True)
class _Maker:
    chance: random.Random

    def number(self, *, is_public: bool) -> int:
        """A number of people: of a public school it ends with 5 or 0, so that no private one rounds to it."""
        thousands = self.chance.randrange(2000, 8000)
        return thousands * 1000 + (self.chance.choice((120, 345, 450)) if is_public else 783)

    def school(self, school: str, index: int, *, is_public: bool) -> Sequence[object]:
        """A row of schools.csv. Who agreed is private, whatever the school agreed to."""
        scope = "public" if is_public else ("ministry", "none")[index % 2]
        name = f"{OPEN} {index}" if is_public else f"Məktəb {_canary(self.chance)}"
        consent = (_canary(self.chance), "2023-04-20") if scope != "none" else ("", "")
        return (school, name, ("baku", "regions")[index % 2], scope, *consent, ("yes", "no", "")[index % 3])

    def people(self, unit: Sequence[str], completed: int, *, is_open: bool) -> Sequence[object]:
        """A row of participation.csv; note and correction are private where the group is not shown."""
        note, reason = ("", "") if is_open else (_canary(self.chance), _canary(self.chance))
        first, invited = completed + 5000, completed + 10_000
        return (*unit, first, completed, note, invited, "2023-05-09", reason or "A class was forgotten")

    def answers(self, unit: tuple[str, str, str], completed: int, *, is_public: bool) -> Iterator[Sequence[object]]:
        """Rows of answers.csv. The options of an item add up to `completed`."""
        for item in _ASKED[unit[2]]:
            if item == "hinder":
                yield (*unit, item, "answered", completed)
                yield from (
                    (*unit, item, code, completed // 2 // 1000 * 1000 + 783) for code in _HINDERS if not is_public
                )
                yield from ((*unit, item, code, completed // 2) for code in _HINDERS if is_public)
            elif item == "overall":
                yield (*unit, item, "8", completed)
            else:
                yield from self._options(unit, item, completed)

    def _options(self, unit: tuple[str, str, str], item: str, completed: int) -> Iterator[Sequence[object]]:
        codes = _ANSWER_CODES[item]
        part = completed // (len(codes) + 1) // 1000 * 1000
        for code in codes[1:]:
            yield (*unit, item, code, part)
        yield (*unit, item, codes[0], completed - part * (len(codes) - 1))


def _write_own_questions(root: Path, found: ManySchools, chance: random.Random) -> None:
    """The first private school asks a question of its own."""
    own = root / "questionnaires/schools/own"
    (own / "S01.yaml").unlink()
    school, title, text = found.private[0], _canary(chance), _canary(chance)
    (own / f"{school}.yaml").write_text(
        f'school: {school}\ninstrument: schools\nversion: "2023"\nchosen: []\nitems:\n  - id: own1\n    area: C\n'
        f"    title: {title}\n    status: own\n    type: scale\n    scale: agreement\n"
        f'    text:\n      students: "{text} is what we ask."\n',
        encoding="utf-8",
    )


def _canary(chance: random.Random) -> str:
    return CANARY + "".join(chance.choices("0123456789abcdefghijkmnpqrstuvwxy", k=12))


def _write(file: Path, header: str, rows: Sequence[Sequence[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header.split())
        writer.writerows(rows)
