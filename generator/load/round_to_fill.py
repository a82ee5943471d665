"""A round into which answers come: its folder and what they are checked against, before there is any answer."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from generator.load.records import read_record
from generator.load.rounds import SETTING
from generator.load.school_tables import PARTICIPATION, SCHOOLS, Schools, read_participation, read_schools
from generator.load.strict_yaml import load_document
from generator.model.catalogue import SOURCE_LANGUAGE
from generator.model.problem import Place, Problem, ProblemLog
from generator.model.project import Project
from generator.model.questionnaire import OwnQuestions, Questionnaire
from generator.model.results import OptionCounts, Participation, Unit
from generator.model.round import RoundSetting


@dataclass(frozen=True, slots=True)
class RoundToFill:
    """A round's folder, and what came before its answers."""

    folder: Path
    base: Path
    """What problems show paths relative to."""
    setting: RoundSetting
    questionnaire: Questionnaire
    own: Mapping[str, OwnQuestions]
    """By school, of this version."""
    schools: Schools
    languages: tuple[str, ...]

    def own_of(self, school: str) -> OwnQuestions | None:
        """A school's own questions, when it has some."""
        return self.own.get(school)


@dataclass(slots=True)
class EntryFile:
    """What one file brings, once all of it was checked; nothing when its problems hold an error."""

    path: str
    people: dict[Unit, dict[str, str]] = field(default_factory=dict)
    """Cells of participation.csv by column, for each unit."""
    answers: dict[Unit, dict[str, OptionCounts]] = field(default_factory=dict)
    left_out: tuple[Unit, ...] = ()
    """Units of which it says nothing: what is known of them stays as it is."""
    refused: tuple[Unit, ...] = ()
    """Units of which a workbook with an error tells; older numbers of them in another file are not wanted either."""
    problems: tuple[Problem, ...] = ()
    is_untouched: bool = False
    """Whether it is a workbook into which nobody typed anything."""


ELSEWHERE: Final = "Rounds outside the project are found with --results or GUZGU_RESULTS."
"""What to tell somebody who names a round or school that is not there."""


def open_round(project: Project, round_id: str, log: ProblemLog) -> RoundToFill | None:
    """The round with this id as far as its folder is sound; none when it cannot be filled, which is noted.

    Tables of participation and answers need not be there yet.
    """
    folder = project.round_folders.get(round_id)
    if folder is None:
        known = ", ".join(project.round_folders) or "none"
        log.add("P002", Place(f"content/results/{round_id}"), "There is no such round.", f"Known: {known}. {ELSEWHERE}")
        return None
    base = project.root if folder.is_relative_to(project.root) else folder.parent.parent
    document = load_document(folder / SETTING, base, log)
    setting = read_record(document, RoundSetting, log) if document is not None else None
    if setting is None:
        return None
    questionnaire = project.questionnaires.get(setting.questionnaire)
    if questionnaire is None:
        place = document.place(("questionnaire",)) if document is not None else Place("")
        log.add("R001", place, f"There is no sound questionnaire '{setting.questionnaire}'.")
        return None
    schools = read_schools(folder / SCHOOLS, base, setting, log)
    if schools is None:
        return None
    own = {each.school: each for each in project.own_questions if each.questionnaire == questionnaire.key}
    languages = tuple(dict.fromkeys((*project.settings.languages, SOURCE_LANGUAGE)))
    return RoundToFill(folder, base, setting, questionnaire, own, schools, languages)


def rounds_with_schools(project: Project) -> tuple[str, ...]:
    """The ids of all rounds of schools, with answers or before them; not of those that are published figures only."""
    return tuple(name for name, folder in project.round_folders.items() if (folder / SETTING).is_file())


def people_so_far(round_: RoundToFill) -> Mapping[Unit, Participation]:
    """The numbers of people that the round has already; faults in them are told when all is checked again."""
    file = round_.folder / PARTICIPATION
    if not file.is_file():
        return {}
    schools = copy.deepcopy(round_.schools)
    return read_participation(file, round_.base, round_.questionnaire, schools, ProblemLog()) or {}
