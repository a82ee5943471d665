"""Who appears where, and how many answered: told to the coordinator before anything is built, never written.

Consent is given by school and round (`schools.csv`): `public`, `ministry`, or `none`, which is also what a missing word
means. It is judged by its presence, not by its date: a build knows no today.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.compute.ledger import released_now
from generator.compute.participation import requirement
from generator.model.problem import Problem
from generator.model.project import Project
from generator.model.questionnaire import Questionnaire
from generator.model.released import EVERYBODY, LEVEL_DIMENSION, Mark, ReleasedResults, Slice
from generator.model.results import Consent, ConsentScope, Participation, Round, School


@dataclass(frozen=True, slots=True)
class HiddenGroup:
    """A group that is not shown on its school's public page, because too few people answered."""

    level: str
    group: str
    completed: int


@dataclass(frozen=True, slots=True)
class Turnout:
    """A group about whose numbers its school should be asked: too few answered, or more than were invited."""

    level: str
    group: str
    invited: int
    completed: int
    needed: int
    """The least number of answers that the questionnaire asks for."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """Where one school stands."""

    school: str
    name: str
    consent: Consent
    is_dated_ahead: bool
    """Whether the consent bears a date that is still to come."""
    invited: int
    """People of all its groups."""
    completed: int
    """How many of them answered; may be more than were invited."""
    to_ask_about: tuple[Turnout, ...]
    hidden: tuple[HiddenGroup, ...]
    """The groups that its public page hides; empty for a school without one."""
    counted_in: int
    """The aggregates of the round in which its answers are counted: groups in slices."""
    shown_in: int
    """Those of them that are shown."""

    @property
    def scope(self) -> ConsentScope:
        """To whom the school opened its results."""
        return self.consent.scope


@dataclass(frozen=True, slots=True)
class RoundAppearances:
    """Where the schools of one round stand, in the order of `schools.csv`."""

    round: str
    title: str
    schools: tuple[Appearance, ...]
    aggregates: int
    """All groups in slices of the round that somebody belongs to."""
    aggregates_shown: int
    problems: tuple[Problem, ...]
    """What is wrong with the round's files."""

    @property
    def by_scope(self) -> Mapping[ConsentScope, int]:
        """How many schools agreed to what."""
        counts = Counter(each.scope for each in self.schools)
        return {scope: counts[scope] for scope in reversed(ConsentScope)}


def public_schools(project: Project) -> frozenset[str]:
    """The schools that have a public page, each as `round/school`."""
    return frozenset(f"{each.id}/{school.id}" for each in project.rounds for school in each.schools if school.is_public)


def appearances(project: Project, round_: Round, problems: Iterable[Problem], today: datetime.date) -> RoundAppearances:
    """Where the schools of a round will stand after the next build. `problems` are those of its files."""
    system, *schools = released_now(project, round_)
    pages = {results.school.id: results for results in schools if results.school}
    people: dict[str, list[Participation]] = {}
    for each in round_.participations:
        people.setdefault(each.school, []).append(each)
    groups = _Groups(project.questionnaire_of(round_), system)
    rows = tuple(
        groups.row(school, people.get(school.id, []), pages.get(school.id), today) for school in round_.schools
    )
    marks = [each.mark for each in system.participation.values() if each.mark in {Mark.SHOWN, Mark.HIDDEN}]
    shown = marks.count(Mark.SHOWN)
    return RoundAppearances(round_.id, round_.setting.title, rows, len(marks), shown, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Groups:
    """The groups of a round: what is asked of them, and what the round says of them as a whole."""

    questionnaire: Questionnaire
    system: ReleasedResults

    def row(
        self, school: School, invited: Sequence[Participation], page: ReleasedResults | None, today: datetime.date
    ) -> Appearance:
        """One school's place."""
        people = [each for each in invited if each.completed]
        slices = [EVERYBODY, *map(Slice._make, school.dimensions.items())]
        inside = {(slice_, each.group) for each in people for slice_ in (*slices, Slice(LEVEL_DIMENSION, each.level))}
        found = [self.system.participation[key].mark for key in inside if key in self.system.participation]
        return Appearance(
            school=school.id,
            name=school.name,
            consent=school.consent,
            is_dated_ahead=school.consent.given_on is not None and school.consent.given_on > today,
            invited=sum(each.invited for each in invited),
            completed=sum(each.completed for each in invited),
            to_ask_about=tuple(self._to_ask_about(invited)),
            hidden=tuple(_hidden(people, page)) if page else (),
            counted_in=len(found),
            shown_in=found.count(Mark.SHOWN),
        )

    def _to_ask_about(self, invited: Iterable[Participation]) -> Iterable[Turnout]:
        for each in invited:
            needed = requirement(self.questionnaire.group(each.group), each.invited).needed
            if not needed <= each.completed <= each.invited:
                yield Turnout(each.level, each.group, each.invited, each.completed, needed)


def _hidden(people: Iterable[Participation], page: ReleasedResults) -> Iterable[HiddenGroup]:
    for each in people:
        released = page.participation.get((Slice(LEVEL_DIMENSION, each.level), each.group))
        if released is not None and released.mark is Mark.HIDDEN:
            yield HiddenGroup(each.level, each.group, each.completed)
