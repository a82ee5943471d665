"""What stands out: nothing that rounding could have made, nothing hidden, ties together."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.compute.findings import (
    LONGEST,
    PLACES,
    SMALL,
    AreaPoint,
    AreaTrend,
    Findings,
    Statement,
    TopAnswer,
    area_trend,
    findings,
    percent_range,
    top_answer,
)
from generator.compute.history import histories
from generator.compute.measures import measure, rounded
from generator.model.questionnaire import ItemType, Questionnaire
from generator.model.released import (
    EVERYBODY,
    AreaPosition,
    Distribution,
    Mark,
    Position,
    ReleasedResults,
    Slice,
)
from tests.compute.conftest import SETTING

Changed = Callable[[Callable[[dict[str, Any]], None]], Questionnaire]
Numbers = tuple[int, int]
"""How many answered 5 (positive), and how many 1."""
Table = Mapping[tuple[str, str], Numbers | Mark]
"""By group and item, for everybody."""
GROUPS = ("leaders", "teachers", "students")
HIDDEN = Distribution(Mark.HIDDEN, {})


def statements_only(changed: Changed, count: int, version: str = "1") -> Questionnaire:
    """A questionnaire with one area A of as many statements, and an area B with one, asked of everybody."""

    def edit(raw: dict[str, Any]) -> None:
        first = raw["areas"][0]["items"][0]
        raw["areas"][0]["items"] = [{**first, "id": f"A{number}"} for number in range(1, count + 1)]
        raw["areas"][1]["items"] = [{**first, "id": "B1"}]
        raw["version"] = version

    return changed(edit)


def table_of(percents: Mapping[str, Sequence[int | None]], n: int = 100) -> Table:
    """Whole percents of A1, A2, ... by group, each over `n` answers; none is hidden."""
    return {
        (group, f"A{number}"): Mark.HIDDEN if percent is None else (percent * n // 100, n - percent * n // 100)
        for group, each in percents.items()
        for number, percent in enumerate(each, 1)
    }


def release(version: Questionnaire, table: Table, year: int = 2022, slice_: Slice = EVERYBODY) -> ReleasedResults:
    """Released results with these counts on the five points; everything else was not asked."""
    distributions = {}
    for group in GROUPS:
        for item in version.items():
            found = table.get((group, item.id), Mark.NOT_ASKED)
            shown = Distribution(found, {}) if isinstance(found, Mark) else _shown(version, item.id, found)
            distributions[Position(slice_, group, item.id)] = shown
    opened = datetime.date(year, 5, 2)
    setting = SETTING.model_copy(update={"id": str(year), "questionnaire": version.key, "opened": opened})
    return ReleasedResults(setting, None, (slice_,), GROUPS, {}, distributions, {})


def _shown(version: Questionnaire, item_id: str, numbers: Numbers) -> Distribution:
    options = version.options_of(version.item(item_id))
    found = measure(ItemType.SCALE, options, {"5": numbers[0], "1": numbers[1]})
    return Distribution(
        Mark.SHOWN,
        {option.code: found.counts.get(option.code, 0) for option in options},
        found.n,
        0,
        found.percents,
        found.percent_positive,
        found.mean,
    )


def found_in(version: Questionnaire, *tables: Table, base: int = 1) -> Findings:
    """The findings of the last table; the others are earlier rounds."""
    reports = [release(version, table, 2020 + number) for number, table in enumerate(tables)]
    earlier = histories(reports, {version.key: version})
    now = reports[-1]
    return findings(version, now, EVERYBODY, earlier[now.setting.id, ""], base)


def percents_of(statements: Sequence[Statement]) -> list[int]:
    return [each.percent for each in statements]


# What rounded counts can stand for


def nearest(count: int, base: int) -> int:
    """The nearest multiple of the base; of two the greater, by looking at all."""
    multiples = range(0, count + base + 1, base)
    return min(multiples, key=lambda each: (abs(each - count), -each))


def exact_counts(shown: int, base: int) -> list[int]:
    return [count for count in range(shown + base + 1) if nearest(count, base) == shown]


@st.composite
def shown_counts(draw: st.DrawFn) -> tuple[list[int], list[int], int]:
    base = draw(st.integers(1, 6))
    count = st.integers(0, 4).map(lambda number: number * base)
    positive = draw(st.lists(count, min_size=1, max_size=2))
    others = draw(st.lists(count, min_size=1, max_size=3 - len(positive) + 1))
    return positive, others, base


@settings(max_examples=200, deadline=None)
@given(shown_counts())
def test_the_range_of_a_percent_is_exactly_what_all_counts_behind_the_rounded_ones_give(
    made: tuple[list[int], list[int], int],
) -> None:
    positive, others, base = made
    shares = set()
    for counts in itertools.product(*(exact_counts(shown, base) for shown in (*positive, *others))):
        if sum(counts):
            shares.add(Fraction(100 * sum(counts[: len(positive)]), sum(counts)))
    least, greatest = percent_range(positive, others, base)
    if shares:
        assert (least, greatest) == (float(min(shares)), float(max(shares)))
    else:
        assert (least, greatest) == (0.0, 100.0)


def test_counts_that_are_not_rounded_stand_for_themselves() -> None:
    assert percent_range([3, 1], [4], 1) == (50.0, 50.0)


def test_a_rounded_count_of_nothing_may_be_a_few_people() -> None:
    assert percent_range([0], [5], 5) == (0.0, 40.0)


# Strongest and weakest


def test_the_strongest_are_the_first_three_places_and_the_weakest_the_last(changed: Changed) -> None:
    version = statements_only(changed, 7)
    found = found_in(version, table_of({"teachers": [50, 90, 10, 70, 30, 20, 80]}))
    assert [each.item for each in found.strongest["teachers"].statements] == ["A2", "A7", "A4"]
    assert [each.item for each in found.weakest["teachers"].statements] == ["A3", "A6", "A5"]
    assert percents_of(found.weakest["teachers"].statements) == [10, 20, 30]
    assert found.strongest["teachers"].left_out == 0


@pytest.mark.parametrize(
    ("percents", "strongest", "left_out"),
    [
        ([90, 90, 80, 70], [90, 90, 80], 0),  # two share the first place, so the third follows
        ([90, 80, 80, 70], [90, 80, 80], 0),
        ([90, 90, 90, 80], [90, 90, 90], 0),
        ([90, 80, 70, 70, 60], [90, 80, 70, 70], 0),
        ([90, 80, 70, 70, 70, 70], [90, 80, 70, 70, 70, 70], 0),
        ([90, 80, 70, 70, 70, 70, 70], [90, 80], 5),
        ([90] * 6, [90] * 6, 0),
        ([90] * 7, [], 7),
        ([90], [90], 0),
    ],
)
def test_equal_percents_share_a_place_and_a_place_that_is_too_long_is_counted_instead(
    changed: Changed, percents: list[int], strongest: list[int], left_out: int
) -> None:
    found = found_in(statements_only(changed, len(percents)), table_of({"teachers": percents}))
    ranking = found.strongest["teachers"]
    assert (percents_of(ranking.statements), ranking.left_out) == (strongest, left_out)


def test_equal_statements_stand_in_the_order_of_the_questionnaire(changed: Changed) -> None:
    found = found_in(statements_only(changed, 3), table_of({"students": [40, 40, 40]}))
    for ranking in (found.strongest["students"], found.weakest["students"]):
        assert [each.item for each in ranking.statements] == ["A1", "A2", "A3"]


def test_statements_that_the_page_shows_with_the_same_percent_are_equal(changed: Changed) -> None:
    table = {("teachers", "A1"): (334, 666), ("teachers", "A2"): (333, 667), ("teachers", "A3"): (326, 674)}
    found = found_in(statements_only(changed, 3), table)
    assert percents_of(found.strongest["teachers"].statements) == [33, 33, 33]


@pytest.mark.parametrize(("n", "is_listed"), [(SMALL, True), (SMALL - 1, False)])
def test_a_statement_with_few_answers_is_not_ranked_and_the_group_is_named(
    changed: Changed, n: int, is_listed: bool
) -> None:
    found = found_in(statements_only(changed, 1), {("leaders", "A1"): (n, 0), ("teachers", "A1"): (30, 0)})
    assert ("leaders" in found.strongest) is is_listed
    assert found.small == (() if is_listed else ("leaders",))
    assert "teachers" in found.weakest


def test_a_group_without_shown_numbers_is_neither_ranked_nor_small(changed: Changed) -> None:
    found = found_in(statements_only(changed, 1), {("leaders", "A1"): Mark.HIDDEN, ("teachers", "A1"): Mark.NOBODY})
    assert found == Findings({}, {}, (), ())


def test_only_statements_of_the_areas_are_ranked(changed: Changed) -> None:
    def edit(raw: dict[str, Any]) -> None:
        raw["blocks"][0]["items"].append({**raw["areas"][0]["items"][0], "id": "T1"})

    version = changed(edit)
    found = found_in(version, {("students", item): (50, 50) for item in ("A1", "A2", "T1")})
    assert [each.item for each in found.strongest["students"].statements] == ["A1", "A2"]


def test_a_hidden_number_is_not_named_even_if_it_were_there(changed: Changed) -> None:
    version = statements_only(changed, 1)
    reports = [release(version, table_of({"leaders": [20], "teachers": [90]}), year) for year in (2020, 2021)]
    for each in reports:
        place = Position(EVERYBODY, "teachers", "A1")
        shown = each.distributions[place]
        each.distributions[place] = replace(shown, mark=Mark.HIDDEN)  # type: ignore[index]
    found = findings(version, reports[1], EVERYBODY, histories(reports, {version.key: version})["2021", ""], 1)
    assert (list(found.strongest), found.gaps, found.changes) == (["leaders"], (), ())


# Gaps between groups


def test_a_gap_names_the_higher_group_first(changed: Changed) -> None:
    found = found_in(statements_only(changed, 1), table_of({"leaders": [20], "teachers": [50], "students": [90]}))
    (gap,) = found.gaps
    assert (gap.first.group, gap.second.group, gap.points) == ("students", "leaders", 70)


def test_the_widest_gap_is_one_that_rounding_cannot_have_made(changed: Changed) -> None:
    """Ten leaders can be anywhere; between teachers and students the difference is certain, so that one is named."""
    table = {("leaders", "A1"): (10, 0), ("teachers", "A1"): (400, 100), ("students", "A1"): (300, 200)}
    (gap,) = found_in(statements_only(changed, 1), table, base=5).gaps
    assert (gap.first.group, gap.second.group, gap.points) == ("teachers", "students", 20)


def test_a_difference_whose_ranges_touch_may_be_none(changed: Changed) -> None:
    """All of 20 may be 18 of 24, and 5 of 10 may be 9 of 12: both are 75 percent."""
    table = {("leaders", "A1"): (20, 0), ("teachers", "A1"): (5, 5)}
    assert found_in(statements_only(changed, 1), table, base=5).gaps == ()


def test_of_equal_gaps_in_one_statement_the_first_groups_are_named(changed: Changed) -> None:
    found = found_in(statements_only(changed, 1), table_of({"leaders": [80], "teachers": [80], "students": [50]}))
    assert [(gap.first.group, gap.second.group) for gap in found.gaps] == [("leaders", "students")]


def test_there_is_no_gap_between_percents_that_are_shown_alike(changed: Changed) -> None:
    table = {("leaders", "A1"): (50_300, 49_700), ("students", "A1"): (49_700, 50_300)}
    assert found_in(statements_only(changed, 1), table).gaps == ()


def test_the_three_largest_gaps_are_listed_and_those_that_equal_the_last(changed: Changed) -> None:
    percents = {"teachers": [50, 60, 70, 70, 80, 55], "students": [40] * 6}
    found = found_in(statements_only(changed, 6), table_of(percents))
    assert [(gap.item, gap.points) for gap in found.gaps] == [("A5", 40), ("A3", 30), ("A4", 30)]
    percents["teachers"][1] = 70
    found = found_in(statements_only(changed, 6), table_of(percents))
    assert [gap.item for gap in found.gaps] == ["A5", "A2", "A3", "A4"]


# Changes since a round


def test_a_change_is_now_against_then_whatever_its_direction(changed: Changed) -> None:
    version = statements_only(changed, 3)
    found = found_in(version, table_of({"teachers": [50, 50, 50]}), table_of({"teachers": [60, 20, 50]}))
    assert [(each.item, each.points) for each in found.changes] == [("A2", -30), ("A1", 10)]
    assert found.since == "2020"


def test_changes_are_counted_from_the_last_round_before(changed: Changed) -> None:
    tables = [table_of({"teachers": [percent]}) for percent in (10, 50, 60)]
    found = found_in(statements_only(changed, 1), *tables)
    assert ([each.points for each in found.changes], found.since) == ([10], "2021")


def test_the_first_round_has_no_changes(changed: Changed) -> None:
    found = found_in(statements_only(changed, 1), table_of({"teachers": [60]}))
    assert (found.changes, found.since) == ((), "")


def test_a_change_that_the_page_shows_as_none_is_not_listed(changed: Changed) -> None:
    """50.1 and 50.4 of a hundred thousand differ for certain, but both are shown as 50."""
    tables = [{("students", "A1"): (number, 100_000 - number)} for number in (50_100, 50_400)]
    assert found_in(statements_only(changed, 1), *tables).changes == ()


def test_a_question_that_does_not_compare_has_no_change(changed: Changed) -> None:
    first = statements_only(changed, 2)

    def edit(raw: dict[str, Any]) -> None:
        statement = raw["areas"][0]["items"][0]
        raw["areas"][0]["items"] = [
            {**statement, "text": {**statement["text"], "teachers": "We plan together."}},
            {**statement, "id": "A2"},
        ]
        raw["areas"][1]["items"] = [{**statement, "id": "B1"}]
        raw |= {"version": "2", "revises": "1"}

    second = changed(edit)
    old = release(first, table_of({"teachers": [20, 20], "students": [20, 20]}), 2020)
    new = release(second, table_of({"teachers": [80, 80], "students": [80, 80]}), 2021)
    earlier = histories([old, new], {each.key: each for each in (first, second)})["2021", ""]
    found = findings(second, new, EVERYBODY, earlier, 1)
    assert {(each.first.group, each.item) for each in found.changes} == {
        ("students", "A1"),
        ("teachers", "A2"),
        ("students", "A2"),
    }


# Whatever the numbers are

FIVES = st.integers(0, 12).map(lambda number: 5 * number)
cells = st.one_of(st.tuples(FIVES, FIVES).filter(any), st.just(Mark.HIDDEN), st.just(Mark.NOBODY))
tables = st.fixed_dictionaries({(group, f"A{number}"): cells for group in GROUPS for number in range(1, 6)})


def could_be_equal(one: Numbers, other: Numbers) -> bool:
    """Whether exact counts of all five points exist that round to these and give the same percent, by trying ends."""

    def shares(numbers: Numbers) -> tuple[Fraction, Fraction]:
        agree = [max(0, numbers[0] - 2), numbers[0] + 2 + 2]  # the points 4 and 5
        disagree = [max(0, numbers[1] - 2), numbers[1] + 2 + 2 + 2]  # the points 1 to 3
        return Fraction(agree[0], agree[0] + disagree[1]), Fraction(agree[1], agree[1] + disagree[0])

    first, second = sorted([shares(one), shares(other)])
    return first[1] >= second[0]


@settings(max_examples=150, deadline=None)
@given(tables, tables)
def test_every_difference_is_larger_than_rounding_and_no_larger_one_is_missing(
    changed: Changed, then: Table, now: Table
) -> None:
    version = statements_only(changed, 5)
    found = found_in(version, then, now, base=5)

    def points(one: Numbers, other: Numbers) -> int:
        shown = [int(rounded(Fraction(100 * good, good + bad))) for good, bad in (one, other)]
        return 0 if could_be_equal(one, other) else shown[0] - shown[1]

    gaps, changes = {}, {}
    for item in (f"A{number}" for number in range(1, 6)):
        shown = [now[group, item] for group in GROUPS]
        pairs = itertools.permutations([each for each in shown if not isinstance(each, Mark)], 2)
        gaps[item] = max((points(*pair) for pair in pairs), default=0)
        for group in GROUPS:
            new, old = now[group, item], then[group, item]
            both = not isinstance(new, Mark) and not isinstance(old, Mark)
            changes[group, item] = points(new, old) if both else 0  # type: ignore[arg-type]
    assert {each.item: each.points for each in found.gaps} == largest(gaps)
    assert {(each.first.group, each.item): each.points for each in found.changes} == largest(changes)


def largest(points: Mapping[Any, int]) -> dict[Any, int]:
    """Those with at most two larger ones."""
    return {
        key: each
        for key, each in points.items()
        if each and sum(abs(other) > abs(each) for other in points.values()) < PLACES
    }


@settings(max_examples=150, deadline=None)
@given(tables, tables)
def test_nothing_hidden_is_ever_named(changed: Changed, then: Table, now: Table) -> None:
    found = found_in(statements_only(changed, 5), then, now, base=5)
    named = [each for ranking in (found.strongest, found.weakest) for each in ranking.values()]
    statements = [statement for ranking in named for statement in ranking.statements]
    statements += [each for gap in found.gaps for each in (gap.first, gap.second)]
    statements += [each.first for each in found.changes]
    for source, each in (
        *((now, statement) for statement in statements),
        *((then, change.second) for change in found.changes),
    ):
        numbers = source[each.group, each.item]
        assert not isinstance(numbers, Mark)
        assert (each.n, each.percent) == (sum(numbers), int(rounded(Fraction(100 * numbers[0], sum(numbers)))))
    for group in found.small:
        assert any(not isinstance(now[group, f"A{number}"], Mark) for number in range(1, 6))


@settings(max_examples=150, deadline=None)
@given(tables)
def test_a_ranking_holds_whole_places_only_and_never_more_than_the_longest(changed: Changed, now: Table) -> None:
    found = found_in(statements_only(changed, 5), now, base=5)
    for group in GROUPS:
        large = {
            item: int(rounded(Fraction(100 * numbers[0], sum(numbers))))
            for (of, item), numbers in now.items()
            if of == group and not isinstance(numbers, Mark) and sum(numbers) >= SMALL
        }
        assert (group in found.strongest, group in found.weakest) == (bool(large), bool(large))
        for ranking, sign in ((found.strongest, 1), (found.weakest, -1)):
            if group not in ranking:
                continue
            listed = {each.item for each in ranking[group].statements}
            places = {item: sum(sign * other > sign * each for other in large.values()) for item, each in large.items()}
            first_places = {item for item, better in places.items() if better < PLACES}
            left_out = first_places - listed
            assert listed <= first_places
            assert (len(left_out), len(listed) <= LONGEST) == (ranking[group].left_out, True)
            assert not left_out or len(first_places) > LONGEST
            assert not {large[item] for item in left_out} & {large[item] for item in listed}


# The most frequent answer


def shares_of(**percents: float) -> Distribution:
    return Distribution(Mark.SHOWN, dict.fromkeys(percents, 1), n=100, percents=percents)


@pytest.mark.parametrize(
    ("found", "top"),
    [
        (shares_of(home=60.0, bus=40.0), TopAnswer(("home",), 60)),
        (shares_of(home=50.0, bus=50.0), TopAnswer(("home", "bus"), 50)),
        (shares_of(home=33.4, bus=32.6, park=33.6), TopAnswer(("park",), 34)),
        (shares_of(home=33.4, bus=32.6, park=33.3), TopAnswer(("home", "bus", "park"), 33)),
        (shares_of(home=0.0, bus=0.0), None),
        (Distribution(Mark.SHOWN, {}, n=0, percents={}), None),
        (Distribution(Mark.HIDDEN, {}, percents={"home": 60.0}), None),
        (Distribution(Mark.NOBODY, {}), None),
        (Distribution(Mark.NOT_ASKED, {}), None),
    ],
)
def test_answers_that_are_shown_with_the_same_percent_share_the_top(found: Distribution, top: TopAnswer | None) -> None:
    assert top_answer(found) == top


# Areas over rounds


def trend_of(version: Questionnaire, *tables: Table, group: str = "teachers") -> AreaTrend:
    reports = [release(version, table, 2020 + number) for number, table in enumerate(tables)]
    earlier = histories(reports, {version.key: version})
    now = reports[-1]
    return area_trend(version, now, AreaPosition(EVERYBODY, group, "A"), earlier[now.setting.id, ""])


def test_an_area_is_followed_over_the_same_items_in_all_rounds(changed: Changed) -> None:
    tables = [table_of({"teachers": each}) for each in ([10, 90, None], [20, 40, 60], [30, 50, 100])]
    found = trend_of(statements_only(changed, 3), *tables)
    assert found == AreaTrend((AreaPoint("2020", 50), AreaPoint("2021", 30), AreaPoint("2022", 40)), 2, 3)


def test_an_item_that_is_hidden_today_does_not_count_as_one_of_the_areas(changed: Changed) -> None:
    tables = [table_of({"teachers": each}) for each in ([10, 90], [20, None])]
    found = trend_of(statements_only(changed, 2), *tables)
    assert found == AreaTrend((AreaPoint("2020", 10), AreaPoint("2021", 20)), 1, 1)


def test_a_round_that_has_none_of_the_items_is_left_out_of_the_trend(changed: Changed) -> None:
    tables = [table_of({"teachers": each}) for each in ([None, None], [20, 40], [40, 80])]
    found = trend_of(statements_only(changed, 2), *tables)
    assert found == AreaTrend((AreaPoint("2021", 30), AreaPoint("2022", 60)), 2, 2)


@pytest.mark.parametrize(
    "tables",
    [
        [[[20, 40]]],
        [[[None, None]], [[20, 40]]],
        [[[20, 40]], [[None, None]]],
        [[[20, None]], [[None, 40]]],
        [[[20, None]], [[None, 40]], [[20, 40]]],
    ],
)
def test_there_is_no_trend_without_two_rounds_that_share_an_item(
    changed: Changed, tables: list[list[list[int | None]]]
) -> None:
    found = trend_of(statements_only(changed, 2), *(table_of({"teachers": each[0]}) for each in tables))
    assert (found.points, found.items) == ((), 0)


def test_a_mean_on_the_half_is_rounded_up_as_the_page_of_the_round_does_it(changed: Changed) -> None:
    """The mean is 62.5 exactly; the same mean of binary numbers is a little less."""
    counts = [(45, 0), (40, 5), (40, 50), (10, 50)]
    table = {("teachers", f"A{number}"): each for number, each in enumerate(counts, 1)}
    found = trend_of(statements_only(changed, 4), table, table)
    assert [point.percent for point in found.points] == [63, 63]


@settings(max_examples=150, deadline=None)
@given(st.lists(tables, min_size=1, max_size=3), st.sampled_from(GROUPS))
def test_the_trend_is_the_mean_of_exact_fractions_rounded_half_up(
    changed: Changed, made: list[Table], group: str
) -> None:
    found = trend_of(statements_only(changed, 5), *made, group=group)
    items = [f"A{number}" for number in range(1, 6)]
    rounds = {}
    today = [item for item in items if not isinstance(made[-1][group, item], Mark)]
    for number, table in enumerate(made):
        shares = {
            item: Fraction(numbers[0], sum(numbers))
            for item in today
            if not isinstance(numbers := table[group, item], Mark)
        }
        if shares:
            rounds[str(2020 + number)] = shares
    common = set(today).intersection(*rounds.values()) if rounds else set()
    assert found.of == len(today)
    if len(rounds) < 2 or not common:
        assert (found.points, found.items) == ((), 0)
        return
    assert found.items == len(common)
    assert found.points == tuple(
        AreaPoint(name, int(100 * sum(shares[item] for item in common) / len(common) + Fraction(1, 2)))
        for name, shares in rounds.items()
    )
