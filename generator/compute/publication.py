"""All that may leave the computer: content without exact counts, released numbers, what changed between versions.

`render` gets this record and nothing else. Exact counts, and all that belongs to a school which did not agree to be
named, stay behind here (DESIGN.md section 7).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.compute.comparison import ItemChange, compare_versions
from generator.compute.history import EarlierRound, histories
from generator.compute.ledger import released_now
from generator.compute.own_report import release_own_reports
from generator.model.project import Project
from generator.model.questionnaire import OwnQuestions
from generator.model.released import ReleasedResults
from generator.model.results import ConsentScope


@dataclass(frozen=True, slots=True)
class OwnResults:
    """The results of one school for itself alone: whoever gets this record must seal what is made of it."""

    released: ReleasedResults
    """By the rules of `own_report`."""
    earlier: tuple[EarlierRound, ...]
    """Its earlier rounds, oldest first, by the same rules."""
    questions: OwnQuestions | None
    """Those that the school wrote or chose."""
    is_for_ministry: bool
    """Whether the school agreed that the ministry reads it (scope `ministry` or `public`)."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What the pages of every language are made from."""

    content: Project
    """The project without its rounds and ledgers, and without the own questions of schools that are not public."""
    rounds: tuple[ReleasedResults, ...]
    """The system's results, oldest round first."""
    schools: tuple[ReleasedResults, ...]
    """The results of schools that agreed to publish, by round and school."""
    earlier: Mapping[tuple[str, str], tuple[EarlierRound, ...]]
    """For each report, by the id of its round and its school (empty: the round as a whole), what came before it."""
    changes: Mapping[str, tuple[ItemChange, ...]]
    """What changed since the version before, by questionnaire key; versions that revise none are left out."""
    own: tuple[OwnResults, ...] = ()
    """Every school's results for itself, by round and school; empty when nothing is to be sealed."""

    def earlier_of(self, released: ReleasedResults) -> tuple[EarlierRound, ...]:
        """The rounds before a report, oldest first."""
        return self.earlier[released.setting.id, released.school.id if released.school else ""]

    def system_of(self, released: ReleasedResults) -> ReleasedResults:
        """The results of the whole round in which a school took part (KeyError when there are none)."""
        found = {each.setting.id: each for each in self.rounds}
        return found[released.setting.id]


def publish(project: Project, *, with_own: bool = False) -> Publication:
    """Let go what may be shown, and nothing else; `with_own` also what each school may read of itself."""
    released = [released_now(project, round_) for round_ in project.rounds]
    rounds = tuple(whole for whole, *_ in released)
    schools = tuple(each for _, *of_schools in released for each in of_schools)
    public = {(each.school.id, each.setting.questionnaire) for each in schools if each.school}
    return Publication(
        content=dataclasses.replace(
            project,
            rounds=(),
            ledgers={},
            round_folders={},
            own_questions=tuple(own for own in project.own_questions if (own.school, own.questionnaire) in public),
        ),
        rounds=rounds,
        schools=schools,
        earlier=histories((*rounds, *schools), project.questionnaires),
        changes=dict(_changes(project)),
        own=tuple(_own_results(project)) if with_own else (),
    )


def own_results_of(project: Project, school_id: str) -> Iterator[OwnResults]:
    """What one school may read of itself, in each round that it was in, oldest first: the same as in `Publication.own`.

    Made of this school's data alone, so it takes the same time in a large round.
    """
    rounds = (
        dataclasses.replace(round_, schools=tuple(school for school in round_.schools if school.id == school_id))
        for round_ in project.rounds
    )
    return _own_results(dataclasses.replace(project, rounds=tuple(rounds)))


def _own_results(project: Project) -> Iterator[OwnResults]:
    rules = project.settings.disclosure
    released = [
        each
        for round_ in project.rounds
        for each in release_own_reports(round_, project.questionnaire_of(round_), project.own_questions, rules)
    ]
    before = histories(released, project.questionnaires)
    scopes = {(round_.id, school.id): school.consent.scope for round_ in project.rounds for school in round_.schools}
    questions = {(own.school, own.questionnaire): own for own in project.own_questions}
    for each in released:
        key = (each.setting.id, each.school.id if each.school else "")
        yield OwnResults(
            released=each,
            earlier=before[key],
            questions=questions.get((key[1], each.setting.questionnaire)),
            is_for_ministry=scopes[key] is not ConsentScope.NONE,
        )


def _changes(project: Project) -> Iterator[tuple[str, tuple[ItemChange, ...]]]:
    for questionnaire in project.questionnaires.values():
        before = project.previous_version(questionnaire)
        if before is not None:
            yield questionnaire.key, compare_versions(before, questionnaire)
