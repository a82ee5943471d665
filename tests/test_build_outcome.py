"""What a build says at its end."""

from __future__ import annotations

from generator.build import BuildOutcome
from generator.model.problem import Place, ProblemLog


def test_only_warnings_that_check_tells_too_send_people_there() -> None:
    log = ProblemLog()
    log.add("B007", Place("content/results/2023"), "No key.")
    log.add("R016", Place("content/results/2023/participation.csv", 2), "More than were invited.")
    outcome = BuildOutcome(log.problems, published=True, changed=True, pages=3, documents=1, seconds=1)

    assert [each.code for each in outcome.own_warnings] == ["B007"]
    assert "; 1 warning, see guzgu check" in outcome.summary
    assert "warning" not in BuildOutcome(outcome.own_warnings, published=True, changed=True).summary
