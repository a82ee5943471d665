"""All that may leave the computer: content without exact counts, released numbers, what changed between versions.

`render` gets this record and nothing else. Exact counts, and all that belongs to a school which did not agree to be
named, stay behind here (DESIGN.md section 7).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.compute.comparison import ItemChange, compare_versions
from generator.compute.disclosure import release_round, release_school
from generator.compute.history import EarlierRound, histories
from generator.model.project import Project
from generator.model.released import ReleasedResults


@dataclass(frozen=True, slots=True)
class Publication:
    """What the pages of every language are made from."""

    content: Project
    """The project without its rounds, and without the own questions of schools that are not public."""
    rounds: tuple[ReleasedResults, ...]
    """The system's results, oldest round first."""
    schools: tuple[ReleasedResults, ...]
    """The results of schools that agreed to publish, by round and school."""
    earlier: Mapping[tuple[str, str], tuple[EarlierRound, ...]]
    """For each report, by the id of its round and its school (empty: the round as a whole), what came before it."""
    changes: Mapping[str, tuple[ItemChange, ...]]
    """What changed since the version before, by questionnaire key; versions that revise none are left out."""

    def earlier_of(self, released: ReleasedResults) -> tuple[EarlierRound, ...]:
        """The rounds before a report, oldest first."""
        return self.earlier[released.setting.id, released.school.id if released.school else ""]

    def system_of(self, released: ReleasedResults) -> ReleasedResults:
        """The results of the whole round in which a school took part (KeyError when there are none)."""
        found = {each.setting.id: each for each in self.rounds}
        return found[released.setting.id]


def publish(project: Project) -> Publication:
    """Let go what may be shown, and nothing else."""
    schools = tuple(_released_schools(project))
    public = {each.school.id for each in schools if each.school}
    rounds = tuple(
        release_round(each, project.questionnaire_of(each), project.settings.disclosure) for each in project.rounds
    )
    return Publication(
        content=dataclasses.replace(
            project, rounds=(), own_questions=tuple(own for own in project.own_questions if own.school in public)
        ),
        rounds=rounds,
        schools=schools,
        earlier=histories((*rounds, *schools), project.questionnaires),
        changes=dict(_changes(project)),
    )


def _released_schools(project: Project) -> Iterator[ReleasedResults]:
    for round_ in project.rounds:
        questionnaire = project.questionnaire_of(round_)
        for school in round_.schools:
            if school.is_public:
                own = project.own_questions_of(school.id, questionnaire.key)
                yield release_school(round_, questionnaire, own, school, project.settings.disclosure)


def _changes(project: Project) -> Iterator[tuple[str, tuple[ItemChange, ...]]]:
    for questionnaire in project.questionnaires.values():
        before = project.previous_version(questionnaire)
        if before is not None:
            yield questionnaire.key, compare_versions(before, questionnaire)
