"""Which area to work on: what stands out, gathered by area."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.compute.evidence import Evidence, evidence
from generator.compute.findings import Difference, Findings, Ranking, Statement
from generator.model.released import Slice
from tests.render.report_records import HIGH, LOW, QUESTIONNAIRE


def weak(item: str, percent: int, group: str = "students") -> Statement:
    return Statement(group, item, percent, 60)


def found(*statements: Statement, gaps: tuple[Difference, ...] = ()) -> Findings:
    groups = dict.fromkeys(each.group for each in statements)
    weakest = {group: Ranking(tuple(each for each in statements if each.group == group)) for group in groups}
    return Findings(strongest={}, weakest=weakest, gaps=gaps, changes=())


def gap(item: str, high: int, low: int) -> Difference:
    return Difference(item, weak(item, high, "teachers"), weak(item, low))


def areas(findings: dict[Slice, Findings]) -> list[str]:
    return [each.area for each in evidence(QUESTIONNAIRE, findings)]


def test_the_area_with_the_most_evidence_stands_first() -> None:
    assert areas({LOW: found(weak("A1", 20), weak("B1", 40), weak("B1", 60, "teachers"))}) == ["B", "A"]


def test_of_areas_with_equally_much_evidence_the_lowest_percent_stands_first() -> None:
    assert areas({LOW: found(weak("A1", 40), weak("B1", 20))}) == ["B", "A"]


def test_areas_that_are_equal_stand_in_the_order_of_the_questionnaire() -> None:
    assert areas({LOW: found(weak("B1", 40), weak("A1", 40))}) == ["A", "B"]


def test_a_weak_statement_that_is_the_lower_side_of_a_gap_counts_once() -> None:
    (area,) = evidence(QUESTIONNAIRE, {LOW: found(weak("A1", 20), gaps=(gap("A1", 70, 20),))})

    assert [(entry.low.percent, entry.points) for entry in area.entries] == [(20, 50)]


def test_entries_stand_by_level_then_by_percent() -> None:
    findings = {LOW: found(weak("A1", 40), weak("A3", 30)), HIGH: found(weak("A1", 10))}
    (area,) = evidence(QUESTIONNAIRE, findings)

    assert [(entry.slice, entry.low.item) for entry in area.entries] == [(LOW, "A3"), (LOW, "A1"), (HIGH, "A1")]
    assert area.lowest == 10


def test_entries_about_one_item_at_one_level_stand_together() -> None:
    (area,) = evidence(QUESTIONNAIRE, {LOW: found(weak("A1", 20), weak("A3", 30), weak("A1", 40, "teachers"))})

    assert [[entry.low.percent for entry in entries] for entries in area.by_item()] == [[20, 40], [30]]


def test_an_area_that_nothing_speaks_for_is_left_out() -> None:
    assert areas({LOW: found(weak("B1", 40))}) == ["B"]
    assert areas({LOW: found()}) == []


ITEMS = st.sampled_from([item.id for area in QUESTIONNAIRE.areas for item in area.items])
STATEMENTS = st.builds(weak, ITEMS, st.integers(0, 100), st.sampled_from(["students", "teachers"]))


@given(st.lists(STATEMENTS, max_size=8, unique_by=lambda each: (each.group, each.item)))
def test_every_weak_statement_is_in_its_area_once(statements: list[Statement]) -> None:
    gathered = evidence(QUESTIONNAIRE, {LOW: found(*statements)})
    entries = [(area.area, entry) for area in gathered for entry in area.entries]

    assert sorted(entry.low for _, entry in entries) == sorted(statements)
    assert all(entry == Evidence(LOW, entry.low) and entry.low.item.startswith(area) for area, entry in entries)
    assert [len(area.entries) for area in gathered] == sorted((len(area.entries) for area in gathered), reverse=True)
