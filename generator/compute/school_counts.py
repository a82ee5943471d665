"""How many schools took part, reached the minimum and made a plan: counts only, which name nobody.

The pilot's report asks for this monitoring (recommendations on a mechanism for results and action plans).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.compute.measures import nearest
from generator.compute.participation import requirement
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Questionnaire
from generator.model.released import EVERYBODY, LEVEL_DIMENSION, Mark, SchoolCounts, Slice
from generator.model.results import Participation, Round


def school_counts(
    round_: Round, questionnaire: Questionnaire, slices: Iterable[Slice], settings: DisclosureSettings
) -> dict[Slice, SchoolCounts]:
    """The counts of each slice, rounded half up to the base; hidden under `public_min_schools`.

    The values of a dimension add up to all schools: where the hidden ones together have fewer than
    `public_min_schools`, the smallest shown ones are hidden with them (see `partitions`). A school may have several
    levels, so levels do not add up. No audit is needed: every shown count may be three numbers or more, so a hidden sum
    may be three or more too; and that a school took part is no answer of a person. There is no exact number of schools
    beside these: with it, a rounded one could be exact.
    """
    dimensions = {school.id: school.dimensions for school in round_.schools}
    plans = {school.id: school.plan_made for school in round_.schools}
    rows_of = {
        slice_: [each for each in round_.participations if _is_in(slice_, each, dimensions[each.school])]
        for slice_ in slices
    }
    schools_of = {slice_: {each.school for each in rows if each.completed} for slice_, rows in rows_of.items()}
    hidden = _hidden({slice_: len(schools) for slice_, schools in schools_of.items()}, settings.public_min_schools)
    found = {}
    for slice_, rows in rows_of.items():
        schools = schools_of[slice_]
        if slice_ in hidden:
            found[slice_] = SchoolCounts(Mark.HIDDEN)
            continue
        made = sum(plans[school] is True for school in schools)
        found[slice_] = SchoolCounts(
            mark=Mark.SHOWN,
            schools=nearest(len(schools), settings.rounding_base),
            minimum_met={
                group: nearest(len(schools & met), settings.rounding_base)
                for group, met in _schools_that_met(questionnaire, rows).items()
            },
            plans=None if all(plan is None for plan in plans.values()) else nearest(made, settings.rounding_base),
        )
    return found


def _hidden(numbers: Mapping[Slice, int], least: int) -> set[Slice]:
    """The slices with few schools, and those that would give them away. `numbers` are schools by slice."""
    hidden = {slice_ for slice_, number in numbers.items() if number < least}
    for dimension in {slice_.dimension for slice_ in numbers} - {EVERYBODY.dimension, LEVEL_DIMENSION}:
        parts = [slice_ for slice_ in numbers if slice_.dimension == dimension]
        shown = sorted((part for part in parts if part not in hidden), key=lambda part: numbers[part])
        together = sum(numbers[part] for part in parts if part in hidden)
        while shown and 0 < together < least:
            hidden.add(shown[0])
            together += numbers[shown.pop(0)]
    return hidden


def _is_in(slice_: Slice, people: Participation, dimensions: Mapping[str, str]) -> bool:
    if slice_.dimension == LEVEL_DIMENSION:
        return people.level == slice_.value
    return slice_ == EVERYBODY or dimensions.get(slice_.dimension) == slice_.value


def _schools_that_met(questionnaire: Questionnaire, rows: Iterable[Participation]) -> dict[str, set[str]]:
    """By group, the schools in which enough people answered at every level at which somebody was invited."""
    met: dict[str, set[str]] = {group.id: set() for group in questionnaire.groups}
    missed: dict[str, set[str]] = {group.id: set() for group in questionnaire.groups}
    for people in rows:
        if not people.invited:
            continue
        needed = requirement(questionnaire.group(people.group), people.invited).needed
        (met if people.completed >= needed else missed)[people.group].add(people.school)
    return {group: met[group] - missed[group] for group in met}
