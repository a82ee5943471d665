"""Posters for tests: every one of a school, and the fullest there can be, in any language."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Final

from generator.compute.findings import Difference, Findings, Ranking, Statement
from generator.model.catalogue import Language
from generator.model.output import PrintDocument
from generator.model.project import Project
from generator.model.questionnaire import Questionnaire
from generator.model.released import ReleasedResults, Slice
from generator.render.environment import page_environment
from generator.render.report_words import PageEnvironment
from generator.render.result_poster import poster_places, poster_print
from generator.translation.questionnaire_strings import translate_questionnaire
from tests.conftest import ROOT
from tests.render.report_records import released, setting

_LEVEL: Final = Slice("level", "isced3v")


def posters(
    environment: PageEnvironment,
    questionnaire: Questionnaire,
    results: ReleasedResults,
    found: Mapping[Slice, Findings],
    base: int,
) -> Iterator[PrintDocument]:
    """Every poster of a school."""
    for group, slice_ in poster_places(questionnaire, results):
        yield poster_print(environment, questionnaire, results, found, base, group.id, slice_)


def fullest_poster(project: Project, language: Language, count: int = 12) -> PrintDocument:
    """A poster with `count` statements, the longest there are, and a long name; findings have 12 at most."""
    questionnaire = translate_questionnaire(project.questionnaires["schools/2023"], language)
    items = [item for area in questionnaire.areas for item in area.items if "students" in item.text]
    longest = sorted(items, key=lambda item: -len(item.text["students"]))
    statements = [Statement("students", item.id, 70, 1250) for item in longest[:count]]
    gap = Difference(longest[0].id, Statement("leaders", longest[0].id, 90, 40), statements[0])
    found = Findings(
        strongest={"students": Ranking(tuple(statements[: count // 2]), 3)},
        weakest={"students": Ranking(tuple(statements[count // 2 :]), 3)},
        gaps=(gap,),
        changes=(),
    )
    results = released(slices=(_LEVEL,))
    assert results.school
    school = dataclasses.replace(results.school, name="Bakı şəhəri, akademik Zərifə Əliyeva adına 132 nömrəli lisey")
    results = dataclasses.replace(results, school=school, setting=setting(title="2023-cü il mərhələsi (sintetik)"))
    made = page_environment(ROOT / "site_templates", project.interface, language)
    (document,) = posters(made, questionnaire, results, {_LEVEL: found}, 5)
    return document
