"""The schools of the benchmark: made by a machine, all of them public, as disclosure releases them."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.compute.disclosure import release_school
from generator.compute.synthetic import DEMO_SEED, make_round
from generator.compute.synthetic_targets import SECOND_ROUND
from generator.load.project import load_project
from generator.model.project import Project
from generator.model.questionnaire import Level, Questionnaire, Section
from generator.model.released import ReleasedResults
from generator.model.results import Consent, ConsentScope, Round, School
from generator.render.environment import page_environment
from generator.render.item_views import FigurePlace, FigureView, figure_view, group_views
from generator.render.questionnaire_form import section_anchor
from generator.render.report_words import Macros, ReportWords
from generator.translation.questionnaire_strings import translate_questionnaire
from tests.benchmarks.data_files import Order, Shared, write_school, write_shared

QUESTIONNAIRE = "schools/2023"
ROUND = "2023"


def write_data(root: Path, folder: Path, count: int) -> None:
    """Write the data files of `count` schools into a folder, in the questionnaire and the words of the project."""
    project = load_project(root)
    questionnaire = translate_questionnaire(project.questionnaires[QUESTIONNAIRE], project.source)
    figures = ReportWords(page_environment(root / "site_templates", project.interface, project.source)).figures
    order = Order.of(questionnaire)
    for number, released in enumerate(_invented_schools(project, questionnaire, count)):
        if not number:
            shared = Shared(questionnaire, released.setting, project.settings.disclosure, project.interface)
            write_shared(folder, shared, _views(questionnaire, figures))
        write_school(folder, order, released)


def _invented_schools(project: Project, questionnaire: Questionnaire, count: int) -> Iterator[ReleasedResults]:
    round_ = make_round(questionnaire, (), ROUND, count, seed=DEMO_SEED, targets=SECOND_ROUND)
    consent = Consent(ConsentScope.PUBLIC, "benchmark", datetime.date(2023, 12, 1))
    for each in round_.schools:
        school = dataclasses.replace(each, consent=consent)
        yield release_school(_alone(round_, school), questionnaire, None, school, project.settings.disclosure)


def _alone(round_: Round, school: School) -> Round:
    """The round with one school: `release_school` looks through all participations for each school."""
    people = tuple(each for each in round_.participations if each.school == school.id)
    return dataclasses.replace(round_, schools=(school,), participations=people)


def _views(questionnaire: Questionnaire, figures: Macros) -> dict[str, Any]:
    """What our first step works out from the questionnaire, so that Hugo's templates need not."""
    return {
        "groups": [dataclasses.asdict(view) for view in group_views(questionnaire)],
        "areas": [
            {"id": area.id, "title": area.title, "slug": f"area-{area.id.lower()}"} for area in questionnaire.areas
        ],
        "levels": {level.id: _level(questionnaire, figures, level) for level in questionnaire.levels},
    }


def _level(questionnaire: Questionnaire, figures: Macros, level: Level) -> dict[str, Any]:
    areas = {area.id for area in questionnaire.areas}
    sections = [
        {
            "id": section.id,
            "anchor": f"{level.id}-{section_anchor(questionnaire, section)}",
            "title": section.title,
            "summary": section.summary,
            "is_area": section.id in areas,
            "items": list(_items(questionnaire, figures, level, section)),
        }
        for section in questionnaire.sections
    ]
    return {"id": level.id, "title": level.title, "short": level.short, "sections": sections}


def _items(questionnaire: Questionnaire, figures: Macros, level: Level, section: Section) -> Iterator[dict[str, Any]]:
    place = FigurePlace((level,), heading=4, prefix=f"{level.id}-", is_explorable=True)
    for item in section.items:
        if any(item.is_asked_of(group.id, level.id) for group in questionnaire.groups):
            view = figure_view(questionnaire, section, item, place)
            yield {**_plain(view), "name": figures.html("item_name", view)}


def _plain(view: FigureView) -> dict[str, Any]:
    return {
        **dataclasses.asdict(view),
        "columns": view.columns,
        "not_applicable": view.not_applicable and view.not_applicable.model_dump(mode="json"),
        "score": view.score and view.score.model_dump(mode="json", by_alias=True),
    }
