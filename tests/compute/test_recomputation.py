"""Every released number, computed a second time from the written files by other means: csv and exact fractions."""

from __future__ import annotations

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from generator.compute.disclosure import release_round, release_school
from generator.compute.round_files import round_files
from generator.compute.synthetic import DEMO_SEED, make_demo_rounds
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Item, OwnQuestions, Questionnaire
from generator.model.released import Mark, ReleasedResults
from generator.model.results import Round
from generator.write.demo import write_round

RULES = DisclosureSettings()


class Counted:
    """The files of a round, read with the csv module alone."""

    def __init__(self, folder: Path) -> None:
        def rows(name: str) -> list[dict[str, str]]:
            with (folder / name).open(encoding="utf-8", newline="") as file:
                return list(csv.DictReader(file))

        self.public = {row["school"] for row in rows("schools.csv") if row["consent_scope"] == "public"}
        self.people = {
            (row["school"], row["level"], row["group"]): (int(row["invited"]), int(row["completed"]))
            for row in rows("participation.csv")
        }
        self.answers: dict[tuple[str, str, str, str], Counter[str]] = defaultdict(Counter)
        for row in rows("answers.csv"):
            key = (row["school"], row["level"], row["group"], row["item"])
            self.answers[key][row["option"]] += int(row["count"])

    def summed(self, schools: set[str], level: str, group: str, item: str) -> Counter[str]:
        total: Counter[str] = Counter()
        for (school, at, of, what), counts in self.answers.items():
            if school in schools and of == group and what == item and level in {"", at}:
                total.update(counts)
        return total

    def invited_and_completed(self, schools: set[str], level: str, group: str) -> list[int]:
        pairs = [
            pair
            for (school, at, of), pair in self.people.items()
            if school in schools and of == group and level in {"", at}
        ]
        return [sum(each) for each in zip(*pairs, strict=True)]


def to_five(count: int) -> int:
    return 5 * ((count + 2) // 5)


def expected(item: Item, codes: list[str], apart: set[str], good: set[str], counts: Counter[str]) -> dict[str, object]:
    """Everything about one distribution, from counts rounded to five."""
    shown = {code: to_five(counts[code]) for code in codes}
    scale = [code for code in codes if code not in apart]
    n = to_five(counts["answered"]) if item.type == "multiple" else sum(shown[code] for code in scale)
    values = {code: int(code) if item.type == "score" else place for place, code in enumerate(scale, 1)}
    has_mean = item.type in {"scale", "score"}
    is_rated = item.type != "multiple" and good
    return {
        "counts": shown,
        "n": n,
        "not_applicable": sum(shown[code] for code in apart),
        "percents": {code: float(Fraction(100 * shown[code], n)) for code in scale},
        "percent_positive": float(Fraction(100 * sum(shown[code] for code in good), n)) if is_rated else None,
        "mean": float(Fraction(sum(values[code] * shown[code] for code in scale), n)) if has_mean else None,
    }


def check(found: ReleasedResults, counted: Counted, questionnaire: Questionnaire, items: list[Item]) -> int:
    """Compare every number, and return how many distributions were shown."""
    schools = {found.school.id} if found.school else {school for school, _, _ in counted.people}
    by_id, shown = {item.id: item for item in items}, 0
    for position, each in found.distributions.items():
        if each.mark is not Mark.SHOWN:
            continue
        shown += 1
        item = by_id[position.item]
        options = questionnaire.options_of(item)
        apart = {option.code for option in options if option.not_applicable}
        good = {option.code for option in options if option.positive}
        counts = counted.summed(schools, position.slice.value, position.group, position.item)
        wanted = expected(item, [option.code for option in options], apart, good, counts)
        assert {name: getattr(each, name) for name in wanted} == wanted, position
    check_areas(found, questionnaire)
    for (slice_, group), people in found.participation.items():
        if people.mark is Mark.SHOWN:
            wanted_people = counted.invited_and_completed(schools, slice_.value, group)
            assert [people.invited, people.completed] == [to_five(number) for number in wanted_people]
            check_minimum(people.invited or 0, people.completed or 0, people.needed, questionnaire, group)
    return shown


def check_areas(found: ReleasedResults, questionnaire: Questionnaire) -> None:
    """The mean over the shown items, from the table as it is published."""
    for position, area in found.areas.items():
        items = [item.id for each in questionnaire.areas if each.id == position.area for item in each.items]
        shown = [
            found.distributions[position.slice, position.group, item]  # type: ignore[index]
            for item in items
        ]
        percents = [each.percent_positive for each in shown if each.percent_positive is not None]
        assert (area.mark is Mark.SHOWN) == bool(percents)
        if percents:
            assert area.items == len(percents)
            assert area.percent_positive == pytest.approx(math.fsum(percents) / len(percents), abs=1e-12)


def check_minimum(invited: int, completed: int, needed: int | None, questionnaire: Questionnaire, group: str) -> None:
    if needed is None:
        return
    bands = questionnaire.group(group).minimum
    percent = next((band.percent for band in bands if band.up_to is None or invited <= band.up_to), bands[-1].percent)
    assert needed == math.ceil(Fraction(percent * invited, 100))
    assert completed >= 0


@pytest.mark.parametrize("which", [0, 1])
def test_every_number_of_the_system_and_of_every_public_school_comes_out_the_same(
    which: int,
    questionnaires: Mapping[str, Questionnaire],
    own_questions: tuple[OwnQuestions, ...],
    tmp_path: Path,
) -> None:
    round_: Round = make_demo_rounds(questionnaires, own_questions, DEMO_SEED)[which]
    write_round(tmp_path, round_files(round_))
    counted = Counted(tmp_path)
    questionnaire = questionnaires[round_.setting.questionnaire]
    items = list(questionnaire.items())
    assert check(release_round(round_, questionnaire, RULES), counted, questionnaire, items) > 500
    assert {school.id for school in round_.schools if school.is_public} == counted.public
    for school in round_.schools:
        if school.is_public:
            own = next(
                (each for each in own_questions if (each.school, each.version) == (school.id, questionnaire.version)),
                None,
            )
            found = release_school(round_, questionnaire, own, school, RULES)
            assert check(found, counted, questionnaire, [*items, *(own.items if own else ())]) > 50


@pytest.mark.parametrize("which", [0, 1])
def test_the_marks_follow_from_the_files_too(
    which: int,
    questionnaires: Mapping[str, Questionnaire],
    own_questions: tuple[OwnQuestions, ...],
    tmp_path: Path,
) -> None:
    """A group of a school is shown from ten completed questionnaires on; the demonstration has no other reason."""
    round_ = make_demo_rounds(questionnaires, own_questions, DEMO_SEED)[which]
    write_round(tmp_path, round_files(round_))
    counted = Counted(tmp_path)
    questionnaire = questionnaires[round_.setting.questionnaire]
    for school in (school for school in round_.schools if school.is_public):
        own = next((o for o in own_questions if (o.school, o.version) == (school.id, questionnaire.version)), None)
        found = release_school(round_, questionnaire, own, school, RULES)
        for (slice_, group), people in found.participation.items():
            completed = counted.people[school.id, slice_.value, group][1]
            assert (people.mark is Mark.SHOWN) == (completed >= 10)
