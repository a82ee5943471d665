"""Every released number, computed a second time from the written files by other means: csv and exact fractions."""

from __future__ import annotations

import csv
import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from generator.compute.disclosure import release_round, release_school
from generator.compute.round_files import round_files
from generator.compute.synthetic import DEMO_SEED, make_demo_rounds
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Item, OwnQuestions, Questionnaire
from generator.model.released import Mark, Position, ReleasedResults, Slice
from generator.model.results import Round
from generator.write.demo import write_round

RULES = DisclosureSettings()


class Counted:
    """The files of a round, read with the csv module alone."""

    def __init__(self, folder: Path) -> None:
        def rows(name: str) -> list[dict[str, str]]:
            with (folder / name).open(encoding="utf-8", newline="") as file:
                return list(csv.DictReader(file))

        self.schools = {row["school"]: row for row in rows("schools.csv")}
        self.public = {school for school, row in self.schools.items() if row["consent_scope"] == "public"}
        self.people = {
            (row["school"], row["level"], row["group"]): (
                int(row["corrected_invited"] or row["invited"]),
                int(row["completed"]),
            )
            for row in rows("participation.csv")
        }
        self.answers: dict[tuple[str, str], dict[tuple[str, str], Counter[str]]] = defaultdict(dict)
        """By group and item, then by school and level."""
        for row in rows("answers.csv"):
            place = (row["school"], row["level"])
            counts = self.answers[row["group"], row["item"]].setdefault(place, Counter())
            counts[row["option"]] += int(row["count"])

    def is_in(self, slice_: Slice, school: str, level: str) -> bool:
        """Whether a school's level belongs to a slice: all, one level, or one value of a column of schools.csv."""
        if not slice_.dimension:
            return True
        return slice_.value == (level if slice_.dimension == "level" else self.schools[school][slice_.dimension])

    def summed(self, schools: Collection[str], slice_: Slice, group: str, item: str) -> Counter[str]:
        total: Counter[str] = Counter()
        for (school, level), counts in self.answers[group, item].items():
            if school in schools and self.is_in(slice_, school, level):
                total.update(counts)
        return total

    def invited_and_completed(self, schools: Collection[str], slice_: Slice, group: str) -> list[int]:
        pairs = [
            pair
            for (school, at, of), pair in self.people.items()
            if school in schools and of == group and self.is_in(slice_, school, at)
        ]
        return [sum(each) for each in zip(*pairs, strict=True)]

    def has_page(self, school: str, level: str, group: str) -> bool:
        """Whether the school's public page shows the group."""
        return school in self.public and self.people[school, level, group][1] >= 10

    def parts(
        self, slice_: Slice, group: str, item: str, apart: Collection[str] = ()
    ) -> Iterator[tuple[str, int, int]]:
        """The school, the answers on the scale, and as many of them as stand on no public page; no item: people."""
        if item:
            everything = {
                place: counts.get("answered", sum(count for code, count in counts.items() if code not in apart))
                for place, counts in self.answers[group, item].items()
            }
        else:
            everything = {(school, level): pair[1] for (school, level, of), pair in self.people.items() if of == group}
        for (school, level), base in everything.items():
            if self.is_in(slice_, school, level):
                yield school, base, 0 if self.has_page(school, level, group) and base >= 10 else base


def may_be_known(parts: Iterable[tuple[str, int, int]]) -> bool:
    """Ten people of five schools, and as many or nobody after the public pages are subtracted."""
    found = list(parts)
    everybody = {school for school, base, _ in found if base}
    rest = {school for school, _, left in found if left}
    is_enough = sum(base for _, base, _ in found) >= 10 and len(everybody) >= 5
    return is_enough and (not rest or (sum(left for _, _, left in found) >= 10 and len(rest) >= 5))


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
        counts = counted.summed(schools, position.slice, position.group, position.item)
        wanted = expected(item, [option.code for option in options], apart, good, counts)
        assert {name: getattr(each, name) for name in wanted} == wanted, position
    check_areas(found, questionnaire)
    for (slice_, group), people in found.participation.items():
        if people.mark is Mark.SHOWN:
            wanted_people = counted.invited_and_completed(schools, slice_, group)
            assert [people.invited, people.completed] == [to_five(number) for number in wanted_people]
            check_minimum(people.invited or 0, people.completed or 0, people.needed, questionnaire, group)
    return shown


def check_areas(found: ReleasedResults, questionnaire: Questionnaire) -> None:
    """The means over the shown items of percent positive and of their means, as exact fractions of what is shown."""
    for position, area in found.areas.items():
        shares, means = [], []
        for item in next(each for each in questionnaire.areas if each.id == position.area).items:
            scale = [option for option in questionnaire.options_of(item) if not option.not_applicable]
            shown = found.distributions[Position(position.slice, position.group, item.id)]
            if shown.mark is Mark.SHOWN:
                shares.append(Fraction(sum(shown.counts[each.code] for each in scale if each.positive), shown.n))
                means.append(
                    sum(Fraction(place * shown.counts[each.code], shown.n) for place, each in enumerate(scale, 1))
                )
        assert (area.mark is Mark.SHOWN, area.items) == (bool(shares), len(shares))
        if shares:
            assert area.percent_positive == float(100 * sum(shares) / len(shares))
            assert area.mean == float(sum(means, Fraction()) / len(means))
        else:
            assert (area.percent_positive, area.mean) == (None, None)


def check_rules(found: ReleasedResults, counted: Counted, questionnaire: Questionnaire) -> int:
    """What a round shows may be known, and what its shown parts leave of the whole too; returns how many leave some."""
    levels = [Slice("level", level.id) for level in questionnaire.levels]
    dimensions = [[Slice(name, value) for value in each.values] for name, each in found.setting.dimensions.items()]
    assert found.slices == (Slice("", ""), *levels, *(part for parts in dimensions for part in parts))
    items = {"": set()} | {
        item.id: {option.code for option in questionnaire.options_of(item) if option.not_applicable}
        for item in questionnaire.items()
    }
    checked = 0
    for group, (item, apart) in itertools.product(found.groups, items.items()):
        marks = {
            slice_: found.distributions[Position(slice_, group, item)].mark
            if item
            else found.participation[slice_, group].mark
            for slice_ in found.slices
        }
        known = {slice_: list(counted.parts(slice_, group, item, apart)) for slice_ in found.slices}
        assert all(may_be_known(known[slice_]) for slice_, mark in marks.items() if mark is Mark.SHOWN), (group, item)
        for parts in (levels, *dimensions):
            hidden = [each for part in parts if marks[part] is Mark.HIDDEN for each in known[part]]
            if any(base for _, base, _ in hidden) and Mark.SHOWN in {marks[part] for part in (found.slices[0], *parts)}:
                assert may_be_known(hidden), (group, item, parts)
                checked += 1
    return checked


def check_school_counts(found: ReleasedResults, counted: Counted, questionnaire: Questionnaire) -> int:
    """Counts of schools, school by school; returns how many slices show theirs."""
    said = {row["plan_made"] for row in counted.schools.values()} != {""}
    for slice_ in found.slices:
        took_part: set[str] = set()
        missed: set[tuple[str, str]] = set()
        invited_some: set[tuple[str, str]] = set()
        for (school, level, group), (invited, completed) in counted.people.items():
            if not counted.is_in(slice_, school, level):
                continue
            took_part |= {school} if completed else set()
            invited_some |= {(group, school)} if invited else set()
            missed |= {(group, school)} if completed < minimum_of(invited, questionnaire, group) else set()
        shown = found.school_counts[slice_]
        assert (shown.mark is Mark.SHOWN) == (len(took_part) >= 5)
        if shown.mark is Mark.SHOWN:
            plans = [school for school in took_part if counted.schools[school]["plan_made"] == "yes"]
            assert (shown.schools, shown.plans) == (to_five(len(took_part)), to_five(len(plans)) if said else None)
            for group in found.groups:
                met = {school for of, school in invited_some - missed if of == group}
                assert shown.minimum_met[group] == to_five(len(met & took_part))
        else:
            assert (shown.schools, shown.plans, shown.minimum_met) == (None, None, {})
    return sum(each.mark is Mark.SHOWN for each in found.school_counts.values())


def minimum_of(invited: int, questionnaire: Questionnaire, group: str) -> int:
    """How many should answer: the band's share, to a whole person."""
    bands = questionnaire.group(group).minimum
    percent = next((band.percent for band in bands if band.up_to is None or invited <= band.up_to), bands[-1].percent)
    return math.ceil(Fraction(percent * invited, 100))


def check_minimum(invited: int, completed: int, needed: int | None, questionnaire: Questionnaire, group: str) -> None:
    if needed is None:
        return
    assert needed == minimum_of(invited, questionnaire, group)
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
    system = release_round(round_, questionnaire, RULES)
    assert check(system, counted, questionnaire, items) > 500
    assert check_rules(system, counted, questionnaire) > 50
    assert check_school_counts(system, counted, questionnaire) > 5
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
