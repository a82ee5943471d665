"""No hidden count can be worked out from a built site, and every number on it follows from rounded counts.

Random national rounds are built into sites by the users' command; a program that reads the site only attacks them. Here
twenty rounds, in `make nightly` a thousand.
"""

from __future__ import annotations

import dataclasses
import itertools
import logging
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random

import pytest

from tests.attack import numbers, page_tables, program
from tests.attack.attacker import (
    EVERYBODY,
    HIDDEN,
    NOBODY,
    SHOWN,
    AskedItem,
    Cell,
    PublicRound,
    Report,
    Slice,
    Taken,
)
from tests.attack.examination import Found, attack_round, build_site, examine, pages_of, read_everything
from tests.attack.facts import data_file_facts
from tests.attack.judge import FEWEST_SCHOOLS, ShownUnit, Truth, _left, weaknesses
from tests.attack.program import COMPLETED, FEWEST, build_program
from tests.attack.random_rounds import NationalSet, random_set
from tests.attack.squeeze import Attack, Insider
from tests.attack.twins import differences, twin_of
from tests.conftest import IS_NIGHTLY

pytestmark = pytest.mark.slow

ROUNDS = 1000 if IS_NIGHTLY else 20
IN_A_PROJECT = 50 if IS_NIGHTLY else 10
TWINS = range(5001, 5041) if IS_NIGHTLY else range(5001, 5003)
NAIVE = range(6001, 6009)
ZEROS_FOR_INSIDERS = 0.001
"""The share of hidden numbers that a school may know to be zero because it fills a rounded count alone."""
MOST_BEYOND_RULES = 0.03
"""The share of units that the search for recoverable counts may hide."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Found]:
    """What the attack found, round by round. The sums are logged: `--log-cli-level=INFO` shows them."""
    folder = tmp_path_factory.mktemp("attack")
    jobs = [range(first, first + IN_A_PROJECT) for first in range(1, ROUNDS + 1, IN_A_PROJECT)]
    with ProcessPoolExecutor(2) as pool:
        running = [
            pool.submit(
                examine,
                folder / f"project{seeds[0]}",
                seeds,
                insiders=2,
                insiders_every=1 if IS_NIGHTLY else 10,
                read_every=10,
                guessing=IS_NIGHTLY,
            )
            for seeds in jobs
        ]
        rounds = [each for job in running for each in job.result()]
    logging.getLogger("attack").info("%s", summary(rounds))
    return rounds


def summary(rounds: list[Found]) -> dict[str, int | list[int]]:
    """Figures to state, and the rounds in which something was found."""
    hidden = sum((each.hidden for each in rounds), Counter[str]())
    return {
        "rounds": len(rounds),
        "hidden numbers": sum(each.targets for each in rounds),
        "integer programs": sum(each.solves for each in rounds),
        "pinned": sum(len(each.pinned) for each in rounds),
        "insiders": sum(each.insiders for each in rounds),
        "hidden numbers times insiders": sum(each.targets * each.insiders for each in rounds),
        "pinned by insiders": sum(len(each.pinned_by_insiders) for each in rounds),
        "zeros known to insiders": sum(each.zeros_by_insiders for each in rounds),
        "pinned by a guess": sum(each.guessed for each in rounds),
        "pinned by a guess, and right": sum(each.guessed_right for each in rounds),
        "weaknesses": sum(len(each.weaknesses) for each in rounds),
        "units": sum(each.units for each in rounds),
        **{f"hidden: {reason}": number for reason, number in sorted(hidden.items())},
        "something found in": [
            each.seed for each in rounds if each.pinned or each.pinned_by_insiders or each.weaknesses
        ],
    }


def test_what_the_attacker_takes_for_granted_is_true(found: list[Found]) -> None:
    assert [(each.seed, each.false_rules) for each in found if each.false_rules] == []


def test_every_round_has_hidden_numbers_to_attack(found: list[Found]) -> None:
    assert len(found) == ROUNDS
    assert sum(each.targets > 0 for each in found) > 0.95 * ROUNDS


def test_no_hidden_number_can_be_worked_out(found: list[Found]) -> None:
    assert [(each.seed, each.shape, each.pinned) for each in found if each.pinned] == []


def test_no_hidden_number_can_be_worked_out_by_a_school_that_knows_its_own_counts(found: list[Found]) -> None:
    assert [(each.seed, each.shape, each.pinned_by_insiders) for each in found if each.pinned_by_insiders] == []


def test_a_school_rarely_learns_that_nobody_else_chose_an_answer(found: list[Found]) -> None:
    """A school that gave all answers of a kind that the rounding leaves room for knows that the others gave none."""
    squeezed = sum(each.targets * each.insiders for each in found)

    assert sum(each.zeros_by_insiders for each in found) <= ZEROS_FOR_INSIDERS * squeezed


def test_no_shown_number_speaks_of_few_schools_or_people_or_of_one_school(found: list[Found]) -> None:
    assert [(each.seed, each.shape, each.weaknesses) for each in found if each.weaknesses] == []


def test_the_search_for_recoverable_counts_hides_few_units(found: list[Found]) -> None:
    hidden = sum((each.hidden for each in found), Counter[str]())
    units = sum(each.units for each in found)

    assert hidden["search"] <= MOST_BEYOND_RULES * units, (units, hidden)


def test_pages_and_files_tell_the_same_numbers(found: list[Found]) -> None:
    assert [(each.seed, each.disagreements[:3]) for each in found if each.disagreements] == []


def test_every_number_of_a_page_follows_from_the_rounded_table(found: list[Found]) -> None:
    assert [(each.seed, each.underivable[:3]) for each in found if each.underivable] == []


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[NationalSet], Path, Path]]:
    """Rounds with their site, and the site of other exact counts that round to the same table."""
    folder = tmp_path_factory.mktemp("twins")
    sets = [random_set(seed) for seed in TWINS]
    with ProcessPoolExecutor(2) as pool:
        site = pool.submit(build_site, folder / "one", sets, "--no-pdf")
        other = pool.submit(build_site, folder / "other", [twin_of(each) for each in sets], "--no-pdf")
        yield sets, site.result(), other.result()


def test_a_site_is_the_same_byte_for_byte_when_exact_counts_change_within_the_rounding(
    twins: tuple[list[NationalSet], Path, Path],
) -> None:
    sets, site, other = twins

    assert all(differences(each, twin_of(each)) > 10 for each in sets)
    assert files_of(site) == files_of(other)


def files_of(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.mark.skipif(
    not IS_NIGHTLY, reason="a build with PDFs; the numbers of the real site's PDFs are tested in tests/site"
)
def test_a_school_s_paper_report_tells_no_number_that_its_page_does_not(tmp_path: Path) -> None:
    national = random_set(5016)
    site = build_site(tmp_path / "project", [national])
    folder = site / "files" / "results" / national.round
    papers = sorted(folder.glob("*.pdf"))
    assert papers
    for paper in papers:
        school = re.split("[-_]", paper.name)[0]
        words = page_tables.names_of(folder / f"{school}-en.json").words
        (page,) = pages_of(site, national.round, school)
        text = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout
        pages = {str(number + 1) for number in range(text.count("\f"))}

        told = numbers.of_text(text, words)

        assert (
            told - {each.number for each in numbers.measurable(page, words)} - numbers.NO_MEASUREMENTS - pages == set()
        )


# The checks themselves: each must be able to fail.


def test_exact_counts_with_small_units_hidden_are_recovered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The attack works: one in six hidden counts is found where exact counts stand beside them."""
    monkeypatch.setattr(program, "NEAR", 0)
    pinned = targets = 0
    for seed in NAIVE:
        national = without_public_schools(random_set(seed))
        found = attack_round(naive_round(national), national, 0, guessing=False)
        assert found.false_rules == []
        pinned, targets = pinned + len(found.pinned), targets + found.targets

    assert pinned > targets / 10, (pinned, targets)


def without_public_schools(national: NationalSet) -> NationalSet:
    schools = tuple(dataclasses.replace(school, scope="none") for school in national.schools)
    return dataclasses.replace(national, schools=schools)


def naive_round(national: NationalSet) -> PublicRound:
    """A round's report by the primary rule alone, with exact counts, and no school's page."""
    truth = Truth(national)

    def mark_of(group: str, place: Slice, item: str) -> str:
        people = truth.by_school(group, place, item)
        if not people:
            return NOBODY
        return SHOWN if people.total() >= FEWEST and len(people) >= FEWEST_SCHOOLS else HIDDEN

    participation, cells = {}, {}
    for place, group in itertools.product(national.slices(), national.groups):
        completed = truth.by_school(group, place).total()
        mark = mark_of(group, place, "")
        participation[place, group] = Taken(mark, completed if mark == SHOWN else None)
        for item in (each for each in national.items if group in each.groups):
            units = [unit for unit in national.units_of(group, place) if item.id in national.answers[unit]]
            counts = {
                code: sum(national.answers[unit][item.id].get(code, 0) for unit in units) for code in item.options
            }
            n = truth.by_school(group, place, item.id).total()
            mark = mark_of(group, place, item.id)
            cells[place, group, item.id] = Cell(mark, counts, n) if mark == SHOWN else Cell(mark, {}, None)
    items = tuple(AskedItem(item.id, item.type, item.options) for item in national.items)
    return PublicRound(national.round, national.groups, items, Report("", cells, participation, {}), {})


def small_round(everybody: int, first: int | None, second: int | None) -> PublicRound:
    """A round of two levels: rounded people who completed, none where hidden; its item is hidden everywhere."""
    shown = {EVERYBODY: everybody, ("level", "one"): first, ("level", "two"): second}
    taken = {
        (place, "teachers"): Taken("hidden" if count is None else "shown", count) for place, count in shown.items()
    }
    cells = {(place, "teachers", "A1"): Cell("hidden", {}, None) for place in shown}
    item = AskedItem("A1", "single", ("yes", "no"))
    return PublicRound("r1", ("teachers",), (item,), Report("", cells, taken, {}), {})


def left_open(public: PublicRound, level: str, insider: Insider | None = None) -> tuple[int, int]:
    built = build_program(public, "teachers", public.items[0], {}, {})
    squeezed = Attack(built, insider).squeeze(Random(1))
    return next((each.low, each.high) for each in squeezed if each.target[:] == (COMPLETED, "", ("level", level)))


def test_a_hidden_number_between_two_rounded_ones_is_squeezed_as_far_as_it_goes() -> None:
    """Everybody is 10 to 12, because shown units have ten people, and so is the first level: the second is 0 to 2."""
    low, high = left_open(small_round(10, 10, None), "two")

    assert (low, high) == (0, 2)


def test_a_hidden_number_with_room_is_left_open() -> None:
    low, high = left_open(small_round(40, 20, None), "two")

    assert high - low >= program.NEAR * 2


def test_a_school_that_is_all_of_a_rounded_number_knows_that_nobody_else_is_in_it() -> None:
    own = Insider({}, {(COMPLETED, "one"): 12})

    assert left_open(small_round(10, None, None), "two", own) == (0, 0)


def test_the_judge_sees_units_that_should_have_been_hidden() -> None:
    kinds = {
        weakness.kind
        for seed in range(6001, 6081)
        for national in [without_public_schools(random_set(seed))]
        for weakness in weaknesses(Truth(national), naive_round(national))
    }

    assert kinds == {
        "residual without a school",
        "one school above 80 %",
        "one school above 80 % without another",
        "difference",
    }


def test_the_judge_subtracts_what_a_page_shows_of_a_school_and_keeps_the_rest() -> None:
    """A school whose page shows one level and hides another is left with those of the hidden one."""
    national = next(each for each in map(random_set, range(6001, 6200)) if has_two_levels(each))
    school, group, levels = two_levels(national)
    place = ("level", levels[0])
    marks = {(place, group): Taken(SHOWN, 10), (("level", levels[1]), group): Taken(HIDDEN, None)}
    found = naive_round(national)
    page = Report(school, {}, marks, {})
    paged = dataclasses.replace(found, schools={school: page})
    left = _left(Truth(national), paged, ShownUnit(group, EVERYBODY, ""))
    everybody = Truth(national).by_school(group, EVERYBODY)

    assert left[school] == everybody[school] - national.completed[school, levels[0], group] > 0
    assert left.total() == everybody.total() - national.completed[school, levels[0], group]


def two_levels(national: NationalSet) -> tuple[str, str, list[str]]:
    """A school and a group with people at two levels."""
    at: dict[tuple[str, str], list[str]] = {}
    for (school, level, group), people in national.completed.items():
        if people:
            at.setdefault((school, group), []).append(level)
    return next((school, group, levels[:2]) for (school, group), levels in at.items() if len(levels) > 1)


def has_two_levels(national: NationalSet) -> bool:
    units = [(school, group) for (school, _, group), people in national.completed.items() if people]
    return len(units) > len(set(units))


@pytest.fixture
def planted(twins: tuple[list[NationalSet], Path, Path], tmp_path: Path) -> tuple[NationalSet, Path, str]:
    """A copy of a site, a round in it, and an exact count of the whole round that no rounded table gives."""
    sets, site, _ = twins
    copy = tmp_path / "site"
    shutil.copytree(site, copy)
    for national in sets:
        file = copy / "files" / "results" / national.round / "all_schools-en.json"
        allowed = numbers.derivable(data_file_facts(file)) | numbers.said_of_round(file)
        truth = Truth(national)
        keys = itertools.product(national.groups, [item.id for item in national.items])
        exact = {str(sum(truth.by_school(group, EVERYBODY, item).values())) for group, item in keys}
        if exact - allowed:
            return national, copy, max(exact - allowed, key=int)
    pytest.fail("every exact count of these rounds could be a rounded one or a percent")


PLACES = {
    "text": (r"(</article>)", r"<p>{count} people</p>\1"),
    "label": (r'<table class="gz-table', r'<table aria-label="{count} people" class="gz-table'),
    "attribute": (r'data-percent="\d+"', 'data-percent="{count}"'),
    "cell": (r'<td class="gz-n">[\d,]+', '<td class="gz-n">{count}'),
    "chart data": (r'"values":\[\{{', r'"values":[{{"exact":{count},'),
    "drawing": (r'<rect width="\d+%"', '<rect width="{count}.123%"'),
}


@pytest.mark.parametrize("place", PLACES)
def test_an_exact_count_planted_in_a_page_is_found(planted: tuple[NationalSet, Path, str], place: str) -> None:
    national, site, count = planted
    assert read_everything(site, national.round) == ([], [])
    pattern, replacement = (part.format(count=count) for part in PLACES[place])
    pages = [
        page for page in pages_of(site, national.round, "") if re.search(pattern, page.read_text(encoding="utf-8"))
    ]
    text = pages[0].read_text(encoding="utf-8")
    pages[0].unlink()  # the release before has the same file
    pages[0].write_text(re.sub(pattern, replacement, text, count=1), encoding="utf-8")

    differ, strange = read_everything(site, national.round)

    assert differ or strange


def test_an_exact_count_planted_in_a_table_file_is_found(planted: tuple[NationalSet, Path, str]) -> None:
    national, site, count = planted
    table = site / "files" / "results" / national.round / "all_schools-en.csv"
    text = table.read_text(encoding="utf-8")
    table.unlink()
    table.write_text(re.sub(r",shown,\d+,", f",shown,{count},", text, count=1), encoding="utf-8")

    differ, _ = read_everything(site, national.round)

    assert [each.told for each in differ] == [count]
