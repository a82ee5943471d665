"""A twin of a round: other exact counts, the same rounded table. A site that tells rounded counts only cannot differ.

Everything derived, drawn or said from exact counts would show as a difference between the sites of the two.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import TypeAlias

from tests.attack.random_rounds import ANSWERED, NationalSet, RandomItem, Slice, Unit

Sums: TypeAlias = "Counter[tuple[Slice, str]]"
"""By slice and option: how many people of a group chose it."""


def rounded(count: int) -> int:
    """The nearest multiple of five."""
    return (count + 2) // 5 * 5


def twin_of(national: NationalSet, tries: int = 60) -> NationalSet:
    """The same round in which people changed their answers so that no rounded count of a slice or public school moved.

    `tries`: attempts for every unit and item. Who answered stays the same, so no rule about few people sees another
    round. Lists of invited people change too, where the minimum of answers is far.
    """
    rng = Random(f"twin {national.seed}")
    answers = {unit: {item: dict(counts) for item, counts in of.items()} for unit, of in national.answers.items()}
    slices = {unit: _slices_of(national, unit) for unit in answers}
    public = {school.id for school in national.schools if school.is_public}
    for group in national.groups:
        for item in national.items:
            units = [unit for unit in answers if unit[2] == group and item.id in answers[unit]]
            sums: Sums = Counter()
            for unit in units:
                for place in slices[unit]:
                    sums.update({(place, option): count for option, count in answers[unit][item.id].items()})
            for unit in units * tries:
                places = [*slices[unit], ("school", unit[0])] if unit[0] in public else slices[unit]
                _change_an_answer(rng, item, answers[unit][item.id], sums, places)
    tidy = {
        unit: {item: {option: count for option, count in counts.items() if count} for item, counts in of.items()}
        for unit, of in answers.items()
    }
    return dataclasses.replace(national, answers=tidy, invited=_other_lists(national, rng, slices))


def _other_lists(national: NationalSet, rng: Random, slices: dict[Unit, list[Slice]]) -> dict[Unit, int]:
    invited = dict(national.invited)
    sums: Counter[tuple[str, Slice]] = Counter()
    for unit, number in invited.items():
        sums.update({(unit[2], place): number for place in slices[unit]})
    for unit in [*invited] * 3:
        change = rng.choice((-1, 1))
        number = invited[unit] + change
        is_far = national.completed[unit] > 0.9 * max(number, number - change) and number >= national.completed[unit]
        before = [invited[unit], *(sums[unit[2], place] for place in slices[unit])]
        if is_far and all(rounded(count) == rounded(count + change) for count in before):
            invited[unit] = number
            sums.update({(unit[2], place): change for place in slices[unit]})
    return invited


def _slices_of(national: NationalSet, unit: Unit) -> list[Slice]:
    school, level, _ = unit
    parts = next(each.parts for each in national.schools if each.id == school)
    return [("", ""), ("level", level), *parts.items()]


def _change_an_answer(rng: Random, item: RandomItem, counts: dict[str, int], sums: Sums, places: list[Slice]) -> None:
    for changes in _changes(rng, item, counts):
        before = {
            (place, option): counts.get(option, 0) if place[0] == "school" else sums[place, option]
            for place in places
            for option in changes
        }
        if all(rounded(count) == rounded(count + changes[option]) for (_, option), count in before.items()):
            for option, change in changes.items():
                counts[option] = counts.get(option, 0) + change
                sums.update({(place, option): change for place in places if place[0] != "school"})


def _changes(rng: Random, item: RandomItem, counts: dict[str, int]) -> Iterator[dict[str, int]]:
    """One person takes another option, or ticks one more or one less. Who is off the scale stays there: rules about few
    people may count those on it.
    """
    left, taken = rng.sample([option for option in item.options if option != "na"], 2)
    if item.type != "multiple":
        if counts.get(left, 0):
            yield {left: -1, taken: 1}
    elif rng.random() < 0.5:
        if counts.get(left, 0):
            yield {left: -1}
    elif counts.get(taken, 0) < counts[ANSWERED]:
        yield {taken: 1}


def differences(one: NationalSet, other: NationalSet) -> int:
    """How many exact counts of schools differ."""
    return sum(
        one.answers[unit][item].get(option, 0) != other.answers[unit][item].get(option, 0)
        for unit, of in one.answers.items()
        for item, counts in of.items()
        for option in {*counts, *other.answers[unit][item]}
    )
