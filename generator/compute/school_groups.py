"""What both kinds of school reports ask of a group at a level: the public page and the own report.

Exact counts: only `disclosure` and `own_report` may use it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.compute.aggregation import Question
from generator.compute.measures import nearest
from generator.compute.participation import requirement
from generator.model.questionnaire import Group, ItemStatus, ItemType, OwnQuestions, Questionnaire
from generator.model.released import Mark, ReleasedParticipation
from generator.model.results import OptionCounts, Participation, School


def check_own(own: OwnQuestions | None, school: School, questionnaire: Questionnaire) -> None:
    """Raises ValueError for own questions of another school or version."""
    if own is None:
        return
    if (own.school, own.questionnaire) != (school.id, questionnaire.key):
        raise ValueError(f"own questions of {own.school} for {own.questionnaire} are not those of {school.id}")


def fewest_answers(asked: Iterable[Question], answers: Mapping[str, OptionCounts]) -> int | None:
    """The smallest number of answers to a scale item that got any, "not applicable" among them."""
    sums = (sum(answers.get(each.item.id, {}).values()) for each in asked if each.item.type is ItemType.SCALE)
    return min((answered for answered in sums if answered), default=None)


def group_size(asked: Iterable[Question], completed: int, answers: Mapping[str, OptionCounts]) -> int:
    """The number that decides over a whole group: those who completed, or the fewest answers to a scale item.

    Own items do not decide: the aggregate must reach the same verdict without knowing them.
    """
    fewest = fewest_answers((each for each in asked if each.item.status is not ItemStatus.OWN), answers)
    return completed if fewest is None else min(completed, fewest)


def group_mark(people: int, answers: Mapping[str, OptionCounts], *, is_asked: bool, is_enough: bool) -> Mark:
    """The mark of a whole group in a slice."""
    if not is_asked:
        return Mark.NOT_ASKED
    if not people and not any(any(counts.values()) for counts in answers.values()):
        return Mark.NOBODY
    return Mark.SHOWN if is_enough else Mark.HIDDEN


def school_participation(
    mark: Mark, group: Group, people: Participation | None, rounding_base: int
) -> ReleasedParticipation:
    """Rounded numbers, and the minimum as it follows from them; nothing where the group is hidden."""
    if mark is not Mark.SHOWN or people is None:
        return ReleasedParticipation(mark)
    invited, completed = nearest(people.invited, rounding_base), nearest(people.completed, rounding_base)
    least = requirement(group, invited)
    return ReleasedParticipation(
        mark=mark,
        invited=invited,
        completed=completed,
        rate=completed / invited if invited else None,
        needed=least.needed,
        band_percent=least.percent,
        is_met=completed >= least.needed,
        note=people.note,
        registered=None if people.registered is None else nearest(people.registered, rounding_base),
        corrected_on=people.corrected_on,
        correction=people.correction,
    )
