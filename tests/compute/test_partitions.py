"""Parts of a whole: whoever subtracts the shown ones from everybody is left with nothing, or with enough."""

from __future__ import annotations

import dataclasses
import itertools
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.compute.aggregation import Cell, Tally
from generator.compute.disclosure import release_round, release_school
from generator.compute.partitions import Table, hidden_besides
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Questionnaire
from generator.model.released import EVERYBODY, Mark, Position, ReleasedResults, Slice
from generator.model.results import ANSWERED, Round
from generator.model.round import DimensionSetting
from tests.compute.conftest import SETTING

MakeRound = Callable[..., Round]
Changed = Callable[[Callable[[dict[str, Any]], None]], Questionnaire]
Part: TypeAlias = Iterable[tuple[str, int, bool]]
"""School, respondents, and whether a public page says them: for each of its groups at a level."""
PLAIN = {"insider_schools": 0, "dominance_percent": 0, "audit_least_range": 0}
RULES = DisclosureSettings(**PLAIN)
"""Without the rules that tests elsewhere are about: numbers stay small."""
FEW = DisclosureSettings(public_min_respondents=4, public_min_schools=2, rounding_base=1, **PLAIN)
ALL_RULES = DisclosureSettings(audit_least_range=0)
DIMENSIONS = {"region": ("north", "south", "east", "west"), "type": ("general", "vet")}
WHOLES = (
    tuple(Slice("level", level) for level in ("lower", "upper")),
    *(tuple(Slice(name, value) for value in values) for name, values in DIMENSIONS.items()),
)


def regions(*parts: Part) -> Table:
    """A table of a round with one level, and a region for each part."""
    cells: dict[Cell, Tally] = {}
    for number, part in enumerate(parts):
        tally = cells.setdefault(Cell("lower", (("region", str(number)),)), Tally())
        for school, respondents, is_public in part:
            tally.add(school, {"1": respondents}, respondents, is_public=is_public)
    return Table.of(cells, [EVERYBODY, *(Slice("region", str(number)) for number in range(len(parts)))])


def besides(table: Table, *hidden: int) -> set[int]:
    """The regions that must be hidden besides these; everybody is shown."""
    shown = [slice_ for slice_ in table.masks if slice_ not in {Slice("region", str(number)) for number in hidden}]
    return {int(slice_.value or "-1") for slice_ in hidden_besides(table, shown, RULES)}


def schools(count: int, respondents: int, first: str = "S", is_public: bool = False) -> list[tuple[str, int, bool]]:
    return [(f"{first}{number}", respondents, is_public) for number in range(count)]


# The rule


def test_where_nothing_is_hidden_nothing_is_hidden_besides() -> None:
    assert besides(regions(schools(9, 20), schools(9, 20, "T"))) == set()


def test_the_smallest_part_is_hidden_with_one_that_may_not_be_known() -> None:
    parts = regions(schools(9, 30), schools(6, 20, "T"), schools(1, 6, "U"))
    assert besides(parts, 2) == {1}


def test_no_more_is_hidden_than_until_the_sum_may_be_known() -> None:
    parts = regions(schools(9, 30), schools(1, 6, "T"), schools(2, 20, "U"), schools(2, 20, "V"), schools(8, 20, "W"))
    assert besides(parts, 1, 2, 3) == set()
    assert besides(parts, 1, 2) == {3}


def test_of_parts_of_one_size_the_first_is_hidden() -> None:
    parts = regions(schools(1, 6), schools(5, 20, "T"), schools(5, 20, "U"))
    assert besides(parts, 0) == {1}


def test_parts_without_respondents_leave_nothing_over_and_hide_nothing() -> None:
    parts = regions(schools(1, 0), schools(5, 20, "T"), [])
    assert besides(parts, 0, 2) == set()
    assert besides(regions(schools(1, 6), [], schools(5, 20, "T")), 0) == {2}


def test_everything_is_hidden_when_the_sum_never_becomes_enough() -> None:
    parts = regions(schools(1, 6), schools(1, 20, "T"), schools(1, 30, "U"))
    assert besides(parts, 0) == {1, 2}


def test_a_school_in_two_parts_counts_once() -> None:
    parts = regions(schools(3, 20), schools(3, 30), schools(5, 40))
    assert besides(parts, 0) == {1, 2}


def test_what_public_pages_leave_of_the_hidden_sum_counts_too() -> None:
    """Five more schools are enough for the sum, but they are public: subtracting their pages leaves the one."""
    parts = regions(schools(1, 6), schools(5, 20, "T", is_public=True), schools(5, 30, "U"))
    assert besides(parts, 0) == {1, 2}


# Whole rounds


@pytest.fixture(scope="session")
def make_divided_round(make_small_round: MakeRound) -> MakeRound:
    """Make a round from rows whose schools have a region and a type, by school."""

    def make(rows: Any, values: Mapping[str, Mapping[str, str]], public: str = "") -> Round:
        plain = make_small_round(rows, public=public)
        dimensions = {
            name: DimensionSetting(title=name, values={value: value for value in each})
            for name, each in DIMENSIONS.items()
        }
        return dataclasses.replace(
            plain,
            setting=SETTING.model_copy(update={"dimensions": dimensions}),
            schools=tuple(
                dataclasses.replace(school, dimensions=values.get(school.id, {"region": "north", "type": "general"}))
                for school in plain.schools
            ),
        )

    return make


def students(first: str, count: int, completed: int = 20, level: str = "lower", **items: int) -> dict[Any, Any]:
    """Rows of students of as many schools, each of whom agreed to everything."""
    answers = {item: {"4": number} for item, number in {"A1": completed, **items}.items()}
    return {(f"{first}{number}", level, "students"): (completed, answers) for number in range(count)}


def marks(found: ReleasedResults, slices: Iterable[Slice], group: str = "students", item: str = "") -> list[Mark]:
    if not item:
        return [found.participation[slice_, group].mark for slice_ in slices]
    return [found.distributions[Position(slice_, group, item)].mark for slice_ in slices]


def test_a_hidden_level_hides_another_level_whole(small: Questionnaire, make_small_round: MakeRound) -> None:
    rows = students("S", 7) | students("T", 1, 20, "upper")
    found = release_round(make_small_round(rows), small, RULES)
    assert marks(found, [EVERYBODY, *WHOLES[0]]) == [Mark.SHOWN, Mark.HIDDEN, Mark.HIDDEN]
    assert marks(found, [EVERYBODY, *WHOLES[0]], item="A1") == [Mark.SHOWN, Mark.HIDDEN, Mark.HIDDEN]


def test_a_level_without_answers_hides_no_other(small: Questionnaire, make_small_round: MakeRound) -> None:
    found = release_round(make_small_round(students("S", 7)), small, RULES)
    assert marks(found, WHOLES[0]) == [Mark.SHOWN, Mark.NOBODY]


def test_a_hidden_region_hides_the_smallest_other_one(small: Questionnaire, make_divided_round: MakeRound) -> None:
    rows = students("N", 7) | students("S", 6) | students("E", 1)
    regions = {"N": "north", "S": "south", "E": "east"}
    round_ = make_divided_round(rows, {row[0]: {"region": regions[row[0][0]], "type": "vet"} for row in rows})
    found = release_round(round_, small, RULES)
    assert marks(found, WHOLES[1]) == [Mark.SHOWN, Mark.HIDDEN, Mark.HIDDEN, Mark.HIDDEN]
    assert marks(found, WHOLES[2]) == [Mark.HIDDEN, Mark.SHOWN]


def test_an_item_that_one_region_may_not_show_is_hidden_alone_in_another(
    small: Questionnaire, make_divided_round: MakeRound
) -> None:
    rows = students("N", 7, V1=20) | students("S", 6, V1=20) | students("E", 4) | students("F", 1, V1=20)
    regions = {"N": "north", "S": "south", "E": "east", "F": "east"}
    round_ = make_divided_round(rows, {row[0]: {"region": regions[row[0][0]], "type": "vet"} for row in rows})
    found = release_round(round_, small, RULES)
    assert marks(found, WHOLES[1]) == [Mark.SHOWN, Mark.SHOWN, Mark.SHOWN, Mark.HIDDEN]
    assert marks(found, WHOLES[1], item="V1") == [Mark.SHOWN, Mark.HIDDEN, Mark.HIDDEN, Mark.HIDDEN]
    assert marks(found, WHOLES[1], item="A1")[:3] == [Mark.SHOWN] * 3


def test_a_level_that_is_asked_nothing_is_not_given_away_by_the_others(
    changed: Changed, make_small_round: MakeRound
) -> None:
    """Six people of one school who had no form count among everybody; so nothing else may be subtracted."""

    def ask_upper_only(raw: dict[str, Any]) -> None:
        for item in (item for section in raw["areas"] + raw["blocks"] for item in section["items"]):
            if "students" in item["text"]:
                item["levels"] = ["upper"]

    rows = students("S", 7, 20, "upper") | {("T0", "lower", "students"): (6, {})}
    found = release_round(make_small_round(rows), changed(ask_upper_only), RULES)
    assert marks(found, WHOLES[0]) == [Mark.NOT_ASKED, Mark.HIDDEN]


@pytest.mark.parametrize("level", ["lower", "upper"])
@pytest.mark.parametrize("chosen", [{}, {"A2": 20}])
def test_whether_a_region_with_few_schools_has_any_is_not_said(
    small: Questionnaire, make_divided_round: MakeRound, level: str, chosen: Mapping[str, int]
) -> None:
    """Neither what its school teaches nor what it chose can be seen: everything is hidden as in a region without."""
    values = {"T0": {"region": "west", "type": "general"}}
    some = students("S", 7, A2=20)
    alone = {(school, at, "teachers"): row for (school, at, _), row in students("T", 1, 20, level, **chosen).items()}
    without = release_round(make_divided_round(some, values), small, RULES)
    found = release_round(make_divided_round(some | alone, values), small, RULES)
    west = Slice("region", "west")
    for group in found.groups:
        assert found.participation[west, group] == without.participation[west, group]
    of_west, of_nobody = (
        {place: each for place, each in results.items() if place.slice == west}
        for results in (found.distributions | found.areas, without.distributions | without.areas)
    )
    assert of_west == of_nobody


# Random rounds, judged by other code


class Answered(NamedTuple):
    """What one school's group at one level answered to an item (or: that it took part)."""

    school: str
    level: str
    people: int
    """On the scale."""
    answers: int
    """With those apart from the scale; of a participation the invited: where nobody came they are told by nobody."""
    is_on_page: bool


@dataclasses.dataclass
class Observer:
    """Who knows the files, and can say for any part of a round whether it may be known."""

    round_: Round
    questionnaire: Questionnaire
    rules: DisclosureSettings

    def __post_init__(self) -> None:
        self.places = {school.id: school.dimensions for school in self.round_.schools}
        self.pages = {
            school.id: release_school(self.round_, self.questionnaire, None, school, self.rules)
            for school in self.round_.schools
            if school.is_public
        }

    def is_in(self, slice_: Slice, school: str, level: str) -> bool:
        values = {"level": level, "": "", **self.places[school]}
        return values[slice_.dimension] == slice_.value

    def people(self, slice_: Slice, group: str) -> list[Answered]:
        return [
            Answered(each.school, each.level, each.completed, each.invited, self.has_page(each, group))
            for each in self.round_.participations
            if each.group == group and self.is_in(slice_, each.school, each.level)
        ]

    def answers(self, slice_: Slice, group: str, item: str) -> list[Answered]:
        return list(self._answers(slice_, group, item))

    def _answers(self, slice_: Slice, group: str, item: str) -> Iterator[Answered]:
        for unit, answers in self.round_.answers.items():
            counts = answers.get(item, {})
            if unit.group == group and counts and self.is_in(slice_, unit.school, unit.level):
                all_ = counts.get(ANSWERED, sum(counts.values()))
                base = all_ - counts.get("na", 0)
                on_page = self.has_page(unit, group) and base >= self.rules.public_min_respondents
                yield Answered(unit.school, unit.level, base, all_, on_page)

    def has_page(self, unit: Any, group: str) -> bool:
        page = self.pages.get(unit.school)
        return page is not None and page.participation[Slice("level", unit.level), group].mark is Mark.SHOWN

    def may_know(self, part: Iterable[Answered]) -> bool:
        """Enough respondents and schools, and as many or nothing after the public pages are subtracted."""
        known = [each for each in part if each.answers]
        left = [each for each in known if not each.is_on_page]
        return all(self.may_be_read(some) for some in ([known, left] if left else [known]))

    def may_be_read(self, part: Iterable[Answered]) -> bool:
        """Whichever school takes itself out: enough people and schools, none of which another can nearly read."""
        people: dict[str, int] = {}
        for each in part:
            people[each.school] = people.get(each.school, 0) + each.people
        people = {school: count for school, count in people.items() if count}
        for taken in itertools.combinations(people, min(len(people), self.rules.insider_schools)):
            rest = sorted(count for school, count in people.items() if school not in taken)
            if len(rest) < self.rules.public_min_schools or sum(rest) < self.rules.public_min_respondents:
                return False
            if len(rest) > 1 and 100 * sum(rest[:-2]) < self.rules.dominance_percent * rest[-1]:
                return False
        return bool(people)

    def may_know_group(self, slice_: Slice, group: str) -> bool:
        """The same of the group, with enough answers to each statement that all of it was asked, if it got any."""
        people = self.people(slice_, group)
        levels = {each.level for each in people} if slice_.dimension in DIMENSIONS else set()
        levels = levels or ({slice_.value} if slice_.dimension == "level" else {"lower", "upper"})
        for item in self.questionnaire.items():
            if item.type == "scale" and item.status == "core" and all(item.is_asked_of(group, each) for each in levels):
                answers = sum(each.answers for each in self.answers(slice_, group, item.id))
                if 0 < answers < self.rules.public_min_respondents:
                    return False
        return self.may_know(people)


def any_round(draws: random.Random) -> tuple[dict[Any, Any], dict[str, dict[str, str]], str]:
    """Rows, the values of the schools, and the public ones: small groups and empty parts are frequent."""
    rows: dict[Any, Any] = {}
    ids = [f"S{number}" for number in range(draws.randint(3, 14))]
    regions = draws.choice([("north", "south", "east"), ("north", "south"), ("north", "south", "east", "west")])
    values = {each: {"region": draws.choice(regions), "type": draws.choice(DIMENSIONS["type"])} for each in ids}
    small_share = draws.choice([0.05, 0.3, 0.8])
    for school in ids:
        for level in draws.choice([("lower",), ("lower",), ("upper",), ("lower", "upper")]):
            for group in ("teachers", "students"):
                few = draws.random() < small_share
                completed = draws.choice([0, 1, 2, 6, 9]) if few else draws.choice([10, 12, 25])
                rows[school, level, group] = (completed, dict(any_answers(draws, completed, group, level)))
    public = draws.choice([[], ids[: len(ids) // 2], ids, ids[::2]])
    return rows, values, " ".join(public)


def any_answers(draws: random.Random, completed: int, group: str, level: str) -> Iterator[tuple[str, dict[str, int]]]:
    items = {"A1": "145", "A2": "145", "V1": "1"} | ({"B1": "25", "B2": "5"} if group == "teachers" else {})
    for item, codes in items.items():
        if (item == "B2" and level == "lower") or (item == "A2" and draws.random() < 0.6):
            continue
        answered = completed if draws.random() < 0.8 else draws.randint(0, completed)
        apart = draws.randint(0, answered) if draws.random() < 0.2 and item[0] in "AB" else 0
        cuts = sorted(draws.randint(0, answered - apart) for _ in codes[1:])
        counts = dict(zip(codes, map(int.__sub__, [*cuts, answered - apart], [0, *cuts]), strict=True))
        if apart:
            counts["na"] = apart
        if any(counts.values()):
            yield item, counts
    if group == "teachers" and completed:
        yield "N1", {ANSWERED: completed, "net": draws.randint(0, completed)}


many_rounds = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
any_seed = st.randoms(use_true_random=False)
any_rules = st.sampled_from([RULES, FEW, ALL_RULES])


@many_rounds
@given(any_seed, any_rules)
def test_the_sum_of_the_hidden_parts_is_nothing_or_may_be_known(
    small: Questionnaire, make_divided_round: MakeRound, draws: random.Random, rules: DisclosureSettings
) -> None:
    """Or nobody knows what the parts make together, so that there is nothing to subtract from."""
    rows, values, public = any_round(draws)
    observer = Observer(make_divided_round(rows, values, public), small, rules)
    found = release_round(observer.round_, small, rules)
    for group in ("teachers", "students"):
        people = {slice_: observer.people(slice_, group) for slice_ in found.slices}
        assert_unknown_or_enough(observer, {place: marks(found, [place], group)[0] for place in people}, people)
        for item in small.items():
            answers = {slice_: observer.answers(slice_, group, item.id) for slice_ in found.slices}
            shown = {place: marks(found, [place], group, item.id)[0] for place in answers}
            assert_unknown_or_enough(observer, shown, answers)


def assert_unknown_or_enough(
    observer: Observer, shown: Mapping[Slice, Mark], parts: Mapping[Slice, list[Answered]]
) -> None:
    def is_open(slice_: Slice) -> bool:
        return shown[slice_] is Mark.SHOWN or not any(each.answers for each in parts[slice_])

    for whole in WHOLES:
        if not is_open(EVERYBODY) and not any(all(map(is_open, other)) for other in WHOLES):
            continue
        over = [each for part in whole if not is_open(part) for each in parts[part]]
        assert not any(each.answers for each in over) or observer.may_know(over)


@many_rounds
@given(any_seed, any_rules)
def test_in_one_dimension_nothing_is_hidden_besides_when_what_is_hidden_may_be_known(
    small: Questionnaire, make_divided_round: MakeRound, draws: random.Random, rules: DisclosureSettings
) -> None:
    """Every part that is hidden without a reason of its own was needed: without the largest it was not enough."""
    rows, values, public = any_round(draws)
    rows = {unit: row for unit, row in rows.items() if unit[1] == "lower"}
    values = {school: each | {"type": "general"} for school, each in values.items()}
    observer = Observer(make_divided_round(rows, values, public), small, rules)
    found = release_round(observer.round_, small, rules)
    parts = WHOLES[1]
    for group in ("teachers", "students"):
        people = {part: observer.people(part, group) for part in parts}
        hidden = {part for part in parts if found.participation[part, group].mark is Mark.HIDDEN}
        own = {part for part in hidden if not observer.may_know_group(part, group)}
        assert_needed(observer, people, hidden, own)
        for item in small.items():
            answers = {part: observer.answers(part, group, item.id) for part in parts}
            dark = {part for part in parts if found.distributions[Position(part, group, item.id)].mark is Mark.HIDDEN}
            vanished = {part for part in dark if vanishes_by_rounding(observer, part, group, item.id)}
            alone = {part for part in dark if part in hidden | vanished or not observer.may_know(answers[part])}
            assert_needed(observer, answers, dark, alone)


def assert_needed(
    observer: Observer, parts: Mapping[Slice, list[Answered]], hidden: set[Slice], own: set[Slice]
) -> None:
    besides = hidden - own
    if not besides:
        return
    sizes = {part: sum(each.people for each in parts[part]) for part in besides}
    last = [part for part in besides if sizes[part] == max(sizes.values())]
    assert any(each.answers for part in own for each in parts[part])
    assert any(
        not observer.may_know(each for part in hidden - {left_open} for each in parts[part]) for left_open in last
    )


def vanishes_by_rounding(observer: Observer, part: Slice, group: str, item: str) -> bool:
    """Whether every count of the part is rounded to nothing, which hides it too."""
    total: dict[str, int] = {}
    for unit, answers in observer.round_.answers.items():
        if unit.group == group and observer.is_in(part, unit.school, unit.level):
            for code, count in answers.get(item, {}).items():
                total[code] = total.get(code, 0) + count
    base = observer.rules.rounding_base
    known = [total[ANSWERED]] if ANSWERED in total else [count for code, count in total.items() if code != "na"]
    return all(2 * count < base for count in known)
