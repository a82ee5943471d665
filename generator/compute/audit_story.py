"""The stories that the audit tells of one hidden slice: steps that need no search, and an integer program.

Exact counts: only `audit` may use it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.compute.aggregation import Cell
from generator.compute.audit_program import Program
from generator.compute.audit_table import FREE, TOOK_PART, WERE_INVITED, Asked, Part, Slack


class Story:
    """What else could be true of one hidden slice of a table."""

    def __init__(
        self,
        asked: Asked,
        parts: Sequence[Part],
        slack: Slack,
        of_people: Slack,
        least_range: int,
        others: Iterable[Mapping[Cell, int]] = (),
    ) -> None:
        """`others` are stories of the people in each cell, told only when they are needed."""
        self._asked = asked
        self._parts = parts
        self._inside = [part for part in parts if part.is_inside]
        self._slack = slack
        self._of_people = of_people
        self._least_range = least_range
        self._others = others
        self._is_people = asked in (TOOK_PART, WERE_INVITED)
        self._pairs = tuple(_pairs(parts))

    def reach(self) -> tuple[int, int]:
        """By how much n can at least fall and rise, by steps that need no search."""
        return max(self._exchanged(0), self._shifted(-1)), max(self._exchanged(1), self._shifted(1))

    def is_safe(self) -> bool:
        """Whether neither n nor a count of the hidden slice can be worked out."""
        down, up = self.reach()
        pending = [code for code in self._asked.codes if len(self._asked.codes) > 1 and not self._may_differ(code)]
        if up + down >= self._least_range and not pending:
            return True
        for numbers in self._programs():
            down, up = self._further(numbers, down, up)
            pending = [code for code in pending if not self._is_open(numbers, code)]
            if up + down >= self._least_range and not pending:
                return True
        return False

    def _programs(self) -> Iterator[Numbers]:
        """All that is known, as integer programs: with the people that there are, then with those of other stories."""
        numbers = known_numbers(self._asked, self._parts, self._slack)
        if self._asked is WERE_INVITED:
            yield numbers
            return
        bound_by_people(numbers, self._asked, self._parts, self._of_people)
        yield numbers
        for people in self._others:
            numbers = known_numbers(self._asked, self._parts, self._slack)
            numbers.bound_answers([self._most(part, people) for part in self._parts])
            yield numbers

    def _most(self, part: Part, people: Mapping[Cell, int]) -> int:
        """How many can have answered in a part where so many more people took part, by cell."""
        answers = self._asked.answers(part.counts)
        if part.is_on_page:
            return answers
        return max(answers, part.people) + sum(people.get(cell, 0) for cell in part.cells)

    def _exchanged(self, place: int) -> int:
        """How many people of n the first or second of each pair can give to the other."""
        return sum(self._may_leave(pair[place], self._asked.n(pair[place].counts)) for pair in self._pairs)

    def _may_leave(self, part: Part, most: int) -> int:
        """How many people can leave a part with all their answers."""
        answers = self._asked.answers(part.counts)
        if self._asked is WERE_INVITED:
            return min(most, answers)
        return max(0, min(most, answers - part.least, part.people - max(part.certain, part.least)))

    def _shifted(self, sign: int) -> int:
        """By how much n can rise or fall within the roundings."""
        slack, of_people, moved = self._slack.copy(), self._of_people.copy(), 0
        for part in self._inside:
            open_ = self._room(part, sign)
            lifted = 0
            if sign > 0 and not self._is_people and not part.is_on_page:
                lifted = of_people.room(part, TOOK_PART.codes[0], 1)
            for code in self._asked.base:
                by = min(slack.room(part, code, sign), open_ + lifted)
                by = max(0, by if sign > 0 else min(by, part.counts.get(code, 0)))
                slack.move(part, code, sign * by)
                of_people.move(part, TOOK_PART.codes[0], max(0, by - open_) if sign > 0 else 0)
                lifted -= max(0, by - open_)
                open_ = max(0, open_ - by)
                moved += by
        return moved

    def _room(self, part: Part, sign: int) -> int:
        """How many answers a part can get (1) or lose (-1) with the people that it has."""
        answers = self._asked.answers(part.counts)
        if self._asked is TOOK_PART:  # who leaves takes answers along: `audit_people` looks after them
            return FREE if sign > 0 else 0
        if self._asked is WERE_INVITED:
            return FREE if sign > 0 else answers
        if sign > 0:
            return 0 if part.is_on_page else max(0, part.people - answers)
        others = [part.counts.get(code, 0) for code in self._asked.codes if code != self._asked.whole]
        return answers - max(part.least, max(others, default=0) if self._asked.whole else 0)

    def _may_differ(self, code: str) -> bool:
        """Whether a step from the true story changes a count."""
        for pair in self._pairs:
            if any(part.counts.get(code) and self._may_leave(part, 1) for part in pair):
                return True
        if any(self._may_rise(part, code) or self._may_fall(part, code) for part in self._inside):
            return True
        outside = [part for part in self._parts if not part.is_inside]
        return any(
            self._may_swap(part, code, other) or self._may_swap(other, code, part)
            for part in self._inside
            for other in outside
        )

    def _may_swap(self, part: Part, code: str, other: Part) -> bool:
        """Whether one part can give such an answer to another, for another answer if it cannot do without one."""
        if not part.counts.get(code) or not self._slack.is_open(part, code, other):
            return False
        whole = self._asked.whole
        if whole:
            return code != whole and other.counts.get(code, 0) < other.counts.get(whole, 0)
        return any(
            each != code and other.counts.get(each) and self._slack.is_open(other, each, part)
            for each in self._asked.codes
        )

    def _may_rise(self, part: Part, code: str) -> bool:
        if not self._slack.room(part, code, 1):
            return False
        if self._asked.whole and code != self._asked.whole:
            return part.counts.get(code, 0) < part.counts.get(self._asked.whole, 0)
        if self._room(part, 1) or (not part.is_on_page and self._of_people.room(part, TOOK_PART.codes[0], 1)):
            return True
        others = (each for each in self._asked.codes if each != code)
        return not self._asked.whole and any(
            part.counts.get(each) and self._slack.room(part, each, -1) for each in others
        )

    def _may_fall(self, part: Part, code: str) -> bool:
        if not part.counts.get(code) or not self._slack.room(part, code, -1):
            return False
        if self._asked.whole and code != self._asked.whole:
            return True
        if self._room(part, -1) > 0:
            return True
        others = (each for each in self._asked.codes if each != code)
        return not self._asked.whole and any(self._slack.room(part, each, 1) for each in others)

    def _further(self, numbers: Numbers, down: int, up: int) -> tuple[int, int]:
        """By how much n can fall and rise, as far as it matters; so much is known."""
        n = numbers.inside(self._asked.base)
        true = sum(self._asked.n(part.counts) for part in self._inside)
        for rise in range(self._least_range - down, up, -1):
            if numbers.program.is_possible(n, true + rise, math.inf):
                up = rise
                break
        for fall in range(self._least_range - up, down, -1):
            if numbers.program.is_possible(n, -math.inf, true - fall):
                down = fall
                break
        return down, up

    def _is_open(self, numbers: Numbers, code: str) -> bool:
        count = numbers.inside((code,))
        true = sum(part.counts.get(code, 0) for part in self._inside)
        return numbers.program.is_possible(count, true + 1, math.inf) or numbers.program.is_possible(
            count, -math.inf, true - 1
        )


def _pairs(parts: Sequence[Part]) -> Iterator[tuple[Part, Part]]:
    """Parts inside and outside of which the site says the same: their people can change places."""
    outside = {part.seen: part for part in parts if not part.is_inside and not part.is_on_page}
    for part in parts:
        if part.is_inside and not part.is_on_page and part.seen in outside:
            yield part, outside[part.seen]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The integer program of a table, and which of its numbers are counts inside the hidden slice."""

    asked: Asked
    program: Program
    counts: Sequence[Mapping[str, int]]
    """By part, the number of each code."""
    inside_by_code: Mapping[str, tuple[int, ...]]

    def inside(self, codes: Collection[str]) -> dict[int, int]:
        """The sum of these counts inside the hidden slice."""
        return {number: 1 for code in codes for number in self.inside_by_code[code]}

    def bound_answers(self, most: Sequence[int]) -> None:
        """How many can have answered in each part."""
        for numbers, greatest in zip(self.counts, most, strict=True):
            self.program.bound(answers_of(self.asked, numbers), -math.inf, greatest)


def known_numbers(asked: Asked, parts: Sequence[Part], slack: Slack) -> Numbers:
    """All that the shown numbers of a table say, as bounds of sums of whole numbers."""
    program = Program()
    counts = [{code: program.number(0) for code in asked.codes} for _ in parts]
    for part, numbers in zip(parts, counts, strict=True):
        most = asked.answers(part.counts) if part.is_on_page else math.inf
        least = 0 if asked is WERE_INVITED else part.least
        program.bound(answers_of(asked, numbers), min(least, asked.answers(part.counts)), most)
        for code in asked.codes if asked.whole else ():
            program.bound({numbers[code]: 1, numbers[asked.whole]: -1}, -math.inf, 0)
    for code in asked.codes:
        _bound_sums(program, parts, [numbers[code] for numbers in counts], code, slack)
    for slice_ in slack.shown:
        within = [(part, numbers) for part, numbers in zip(parts, counts, strict=True) if slice_ in part.seen]
        true = sum(asked.n(part.counts) for part, _ in within)
        base = {numbers[code]: 1 for _, numbers in within for code in asked.base}
        program.bound(base, true - slack.spare[slice_], math.inf)
    inside = [numbers for part, numbers in zip(parts, counts, strict=True) if part.is_inside]
    return Numbers(asked, program, counts, {code: tuple(numbers[code] for numbers in inside) for code in asked.codes})


def answers_of(asked: Asked, numbers: Mapping[str, int]) -> dict[int, int]:
    """The sum that says how many people answered, of the numbers of one part."""
    return {numbers[asked.whole]: 1} if asked.whole else dict.fromkeys(numbers.values(), 1)


def _bound_sums(program: Program, parts: Sequence[Part], numbers: Sequence[int], code: str, slack: Slack) -> None:
    """What the shown numbers of one code say: between which sums they were rounded."""
    for slice_ in slack.shown:
        within = [(part, number) for part, number in zip(parts, numbers, strict=True) if slice_ in part.seen]
        true = sum(part.counts.get(code, 0) for part, _ in within)
        factors = {number: 1 for _, number in within}
        program.bound(factors, true - slack.down[slice_, code], true + slack.up[slice_, code])


def bound_by_people(known: Numbers, asked: Asked, parts: Sequence[Part], of_people: Slack) -> None:
    """Nobody answers without taking part; in cells of which the site says the same, no fewer take part than did."""
    if asked is WERE_INVITED:
        return
    program, code = known.program, TOOK_PART.codes[0]
    off = [(part, numbers) for part, numbers in zip(parts, known.counts, strict=True) if not part.is_on_page]
    people = [program.number(max(part.certain, part.least)) for part, _ in off]
    for number, (part, numbers) in zip(people, off, strict=True):
        beyond = max(0, asked.answers(part.counts) - part.people)
        program.bound({**answers_of(asked, numbers), number: -1}, -math.inf, beyond)
    for seen in {part.seen: None for part, _ in off}:
        same = [(number, part) for number, (part, _) in zip(people, off, strict=True) if part.seen == seen]
        program.bound({number: 1 for number, _ in same}, sum(part.people for _, part in same), math.inf)
    for slice_ in of_people.shown:
        within = {number: 1 for number, (part, _) in zip(people, off, strict=True) if slice_ in part.seen}
        true = sum(part.people for part, _ in off if slice_ in part.seen)
        program.bound(within, -math.inf, true + of_people.up[slice_, code])
