"""What is hidden when the audit finds places that could be worked out: something shown beside one of them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.compute.aggregation import Cell, Tally
from generator.compute.audit_table import Place
from generator.compute.partitions import Table
from generator.compute.round_protection import _protected
from generator.model.project import DisclosureSettings
from generator.model.released import Slice

FAR = Cell("low", (("region", "r3"),), "S1")
NEAR = Cell("low", (("region", "r1"),), "S2")
PARTS = tuple(Slice("region", name) for name in ("r1", "r2", "r3"))


def answered(schools: int) -> Tally:
    tally = Tally()
    for number in range(schools):
        tally.add(f"school {number}", {"1": 10, "2": 10}, 20, is_public=False)
    return tally


def test_a_place_beside_which_nothing_is_shown_does_not_keep_the_next_from_being_protected() -> None:
    """No shown part holds the first place, so it does not follow from this table; the second does."""
    others = {Cell("low", (("region", name),)): answered(20) for name in ("r1", "r2", "r3")}
    table = Table.of({**others, FAR: answered(1), NEAR: answered(1)}, PARTS)

    def audit(shown: frozenset[Slice]) -> Iterator[Place]:
        yield FAR
        if PARTS[0] in shown:
            yield NEAR

    assert _protected(table, frozenset(PARTS[:2]), audit, DisclosureSettings()) == {PARTS[1]}
