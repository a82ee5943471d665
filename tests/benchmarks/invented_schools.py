"""The schools of the benchmark: made by a machine, all of them public, with what Hugo is given beside the numbers."""

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
from generator.model.questionnaire import Questionnaire, Section
from generator.model.released import Mark, ReleasedResults, Slice
from generator.model.results import Consent, ConsentScope, Round, School
from generator.render.environment import page_environment
from generator.render.item_views import FigurePlace, FigureView, figure_view, group_views
from generator.render.report_sentences import Share, glance_sentence
from generator.render.report_tables import answers_by_item
from generator.render.school_report import LevelFrames, SchoolReportTemplates, school_report_templates
from generator.render.section_words import AnsweredItem
from generator.translation.questionnaire_strings import translate_questionnaire
from tests.benchmarks.data_files import Order, Shared, write_school, write_shared

QUESTIONNAIRE = "schools/2023"
ROUND = "2023"


def write_data(root: Path, folder: Path, count: int) -> None:
    """Write the data files of `count` schools into a folder, in the questionnaire and the words of the project."""
    project = load_project(root)
    questionnaire = translate_questionnaire(project.questionnaires[QUESTIONNAIRE], project.source)
    environment = page_environment(root / "site_templates", project.interface, project.source)
    templates = school_report_templates(environment, questionnaire, project.settings.disclosure)
    order = Order.of(questionnaire)
    shared = None
    for released in _invented_schools(project, questionnaire, count):
        if shared is None:
            shared = Shared(questionnaire, released.setting, project.settings.disclosure, project.interface)
            write_shared(folder, shared, _views(questionnaire))
        write_school(folder, order, released, _sentences(templates, released))


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


def _views(questionnaire: Questionnaire) -> dict[str, Any]:
    """What our first step works out from the questionnaire, so that Hugo's templates need not."""
    views: dict[str, Any] = {
        "groups": [dataclasses.asdict(view) for view in group_views(questionnaire)],
        "areas": [{"id": area.id, "title": area.title, "slug": area.id.lower()} for area in questionnaire.areas],
        "levels": {},
    }
    for level in questionnaire.levels:
        sections = []
        for index, section in enumerate(questionnaire.sections):
            place = FigurePlace((level,), heading=4, prefix=f"{level.id}-")
            asked = [
                item for item in section.items if any(item.is_asked_of(g.id, level.id) for g in questionnaire.groups)
            ]
            items = [_plain(figure_view(questionnaire, section, item, place)) for item in asked]
            sections.append(
                {
                    "id": section.id,
                    "anchor": f"{level.id}-{section.id.lower()}",
                    "title": section.title,
                    "summary": section.summary,
                    "is_area": index < len(questionnaire.areas),
                    "items": items,
                }
            )
        views["levels"][level.id] = {"id": level.id, "title": level.title, "short": level.short, "sections": sections}
    return views


def _plain(view: FigureView) -> dict[str, Any]:
    return {
        **dataclasses.asdict(view),
        "columns": view.columns,
        "not_applicable": view.not_applicable and view.not_applicable.model_dump(mode="json"),
        "score": view.score and view.score.model_dump(mode="json", by_alias=True),
    }


def _sentences(templates: SchoolReportTemplates, released: ReleasedResults) -> dict[str, dict[str, list[str]]]:
    """The sentences by level and section; those of the table of areas are under `glance`."""
    answers = answers_by_item(released)
    found: dict[str, dict[str, list[str]]] = {}
    for slice_ in released.slices:
        frames = templates.levels[slice_.value]
        found[slice_.value] = {"glance": _written(_glance(templates, frames, released))}
        for section in frames.sections:
            items = []
            for figure in section.figures:
                found_answers = answers[slice_, figure.item.id]
                if not figure.is_left_out(found_answers):
                    items.append(AnsweredItem(figure.item, figure.name, found_answers))
            texts = templates.writer.sentences(released, slice_, section.section, items)
            found[slice_.value][section.section.id] = _written(texts)
    return found


def _glance(templates: SchoolReportTemplates, frames: LevelFrames, released: ReleasedResults) -> Iterator[str]:
    for group in templates.questionnaire.groups:
        shares = [
            Share(templates.words.html(area.title), percent)
            for area in templates.questionnaire.areas
            if (percent := _area_percent(released, frames.slice, group.id, area)) is not None
        ]
        yield glance_sentence(templates.words, templates.words.html(group.title), shares)


def _area_percent(released: ReleasedResults, slice_: Slice, group: str, area: Section) -> float | None:
    measure = next(
        each for (of, who, what), each in released.areas.items() if (of, who, what) == (slice_, group, area.id)
    )
    return measure.percent_positive if measure.mark is Mark.SHOWN else None


def _written(texts: Iterator[str] | list[str]) -> list[str]:
    return [text for text in texts if text]
