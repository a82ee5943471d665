"""Sums over the schools of a round, and what is left of them when public pages are subtracted.

Exact counts: only `disclosure` may use them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Item, ItemType, Option, Questionnaire
from generator.model.released import EVERYBODY, LEVEL_DIMENSION, Slice
from generator.model.results import ANSWERED, OptionCounts, Round, Unit

INVITED: Final = "invited"
COMPLETED: Final = "completed"


class Cell(NamedTuple):
    """The finest part of a round: one level of the schools that have the same value in every dimension.

    A school with a public page has cells of its own.
    """

    level: str
    values: tuple[tuple[str, str], ...]
    """Dimension and value."""
    school: str = ""
    """A school with a public page; empty for all others together."""

    def is_in(self, place: Slice | Cell) -> bool:
        """Whether the cell's respondents belong to the slice; a cell holds none but itself."""
        if isinstance(place, Cell):
            return self == place
        if place == EVERYBODY:
            return True
        if place.dimension == LEVEL_DIMENSION:
            return place.value == self.level
        return tuple(place) in self.values


@dataclass(frozen=True, slots=True)
class PublicPages:
    """What stands on public pages of schools."""

    schools: frozenset[str]
    """Those that have a page."""
    groups: frozenset[Unit]
    """Those that their pages show; of the others the pages say that they are hidden."""


@dataclass(frozen=True, slots=True)
class Question:
    """An item with the answers it offers."""

    item: Item
    options: tuple[Option, ...]
    apart: frozenset[str]
    """The codes of the options that are not on the scale."""

    def base(self, counts: OptionCounts) -> int:
        """The answers on the item's scale, or the people who answered a multiple choice item."""
        if self.item.type is ItemType.MULTIPLE:
            return counts.get(ANSWERED, 0)
        return sum(count for code, count in counts.items() if code not in self.apart)


def questions(questionnaire: Questionnaire, items: Iterable[Item] | None = None) -> tuple[Question, ...]:
    """The items of the questionnaire, or those given, each with its options."""
    chosen = questionnaire.items() if items is None else items
    return tuple(_question(item, questionnaire.options_of(item)) for item in chosen)


@dataclass(slots=True)
class Tally:
    """Sums over schools. Grows while schools are added; whoever receives it only reads."""

    counts: dict[str, int] = field(default_factory=dict)
    """By option code, or `INVITED` and `COMPLETED`."""
    left_counts: dict[str, int] = field(default_factory=dict)
    """As much of `counts` as stands on no public page."""
    half_counts: dict[str, int] = field(default_factory=dict)
    """As much of `left_counts` as comes from groups that a public page shows without this item."""
    schools: dict[str, int] = field(default_factory=dict)
    """Respondents by school, for schools with at least one."""
    left_schools: dict[str, int] = field(default_factory=dict)
    """As many of them as stand on no public page."""
    respondents: int = 0
    left_respondents: int = 0

    def add(
        self, school: str, counts: OptionCounts, respondents: int, *, is_public: bool, is_group_public: bool = False
    ) -> None:
        """Add one school's group at one level; `is_public` when these numbers stand on the school's public page.

        `is_group_public` when the page shows the group, if not these numbers.
        """
        _add(self.counts, counts)
        if not is_public:
            _add(self.left_counts, counts)
            if is_group_public:
                _add(self.half_counts, counts)
        if not respondents:
            return
        self.respondents += respondents
        self.schools[school] = self.schools.get(school, 0) + respondents
        if not is_public:
            self.left_respondents += respondents
            self.left_schools[school] = self.left_schools.get(school, 0) + respondents

    def merge(self, other: Tally) -> None:
        """Add the sums of another part of the round."""
        self.respondents += other.respondents
        self.left_respondents += other.left_respondents
        _add(self.counts, other.counts)
        _add(self.left_counts, other.left_counts)
        _add(self.half_counts, other.half_counts)
        _add(self.schools, other.schools)
        _add(self.left_schools, other.left_schools)

    @property
    def is_empty(self) -> bool:
        """Whether nobody answered, not even "not applicable"."""
        return not any(self.counts.values())

    def may_be_shown(self, settings: DisclosureSettings) -> bool:
        """The rules of few people, few schools, dominance, the insider and what is left (see `disclosure`)."""
        return is_enough(self.schools.values(), settings) and self.may_be_left(settings)

    def may_be_left(self, settings: DisclosureSettings) -> bool:
        """Whether somebody may learn these sums and then subtract the public pages of schools.

        Who answered "not applicable" is not nobody: answers that are left need respondents who hide them.
        """
        return not any(self.left_counts.values()) or is_enough(self.left_schools.values(), settings)


def is_enough(respondents: Iterable[int], settings: DisclosureSettings) -> bool:
    """Whether sums over schools with so many respondents each may be known, also to those inside.

    * `public_min_respondents` and `public_min_schools` must hold after any `insider_schools` schools took themselves
      out, the largest ones first: those know their own numbers (safety rule 6; ONS and PISA thresholds, see
      `DisclosureSettings`).
    * The p % rule, of the same rest: (total - largest - second) / largest >= `dominance_percent` / 100; else the second
      largest school could work out the largest to within that share (Hundepool and others, Statistical Disclosure
      Control, 2012, section 4.2; Eurostat, integrated farm statistics manual 9.1.2). Whoever takes out the third
      largest does the most harm, so with one school inside the three largest are subtracted.
    """
    ranked = sorted(respondents, reverse=True)
    inside = settings.insider_schools
    rest = ranked[inside:]
    if sum(rest) < settings.public_min_respondents or len(rest) < settings.public_min_schools:
        return False
    return 100 * sum(ranked[2 + inside :]) >= settings.dominance_percent * ranked[0]


def people_tallies(round_: Round, pages: PublicPages) -> dict[tuple[Cell, str], Tally]:
    """Invited and completed by cell and group."""
    cell_of = cells_of(round_, pages)
    tallies: dict[tuple[Cell, str], Tally] = {}
    for each in round_.participations:
        counts = {INVITED: each.invited, COMPLETED: each.completed}
        is_public = Unit(each.school, each.level, each.group) in pages.groups
        tally = tallies.setdefault((cell_of(each.school, each.level), each.group), Tally())
        tally.add(each.school, counts, each.completed, is_public=is_public)
    return tallies


def answer_tallies(
    round_: Round, asked: Sequence[Question], pages: PublicPages, settings: DisclosureSettings
) -> dict[tuple[Cell, str, str], Tally]:
    """Option counts by cell, group and item, for these items as far as they got an answer.

    An item with fewer than `public_min_respondents` answers is hidden on its school's page too, so nobody can subtract
    it.
    """
    by_id = {question.item.id: question for question in asked}
    cell_of = cells_of(round_, pages)
    tallies: dict[tuple[Cell, str, str], Tally] = {}
    for unit, answers in round_.answers.items():
        is_group_public = unit in pages.groups
        cell = cell_of(unit.school, unit.level)
        for item, counts in answers.items():
            question = by_id.get(item)
            if question is None or not any(counts.values()):
                continue
            base = question.base(counts)
            tally = tallies.setdefault((cell, unit.group, item), Tally())
            is_public = is_group_public and base >= settings.public_min_respondents
            tally.add(unit.school, counts, base, is_public=is_public, is_group_public=is_group_public)
    return tallies


def merged(tallies: Iterable[Tally | None]) -> Tally:
    """The sum of the parts that there are."""
    total = Tally()
    for tally in tallies:
        if tally is not None:
            total.merge(tally)
    return total


def cells_of(round_: Round, pages: PublicPages) -> Callable[[str, str], Cell]:
    """The cell of a school's respondents at a level."""
    names = tuple(round_.setting.dimensions)
    values = {
        school.id: tuple((name, school.dimensions[name]) for name in names if name in school.dimensions)
        for school in round_.schools
    }
    return lambda school, level: Cell(level, values[school], school if school in pages.schools else "")


def _question(item: Item, options: tuple[Option, ...]) -> Question:
    return Question(item, options, frozenset(option.code for option in options if option.not_applicable))


def _add(sums: dict[str, int], more: Mapping[str, int]) -> None:
    for key, count in more.items():
        sums[key] = sums.get(key, 0) + count
