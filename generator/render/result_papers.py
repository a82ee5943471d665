"""The papers that a school's answers fill: the action plan that is begun, and the poster for students.

Both show what the school's own report shows, by its rules (`compute/own_report.py`), and no number more.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.compute.findings import findings_by_slice
from generator.compute.own_report import EXACT
from generator.compute.publication import OwnResults
from generator.model.released import Mark, ReleasedResults
from generator.render.action_plan import action_plan_print, plan_path
from generator.render.edition import translated_history
from generator.render.print_orders import Copies, ListedPaper, PrintOrder
from generator.render.result_poster import poster_path, poster_places, poster_print
from generator.translation.activity_strings import activities_in
from generator.translation.questionnaire_strings import translate_questionnaire
from generator.translation.round_strings import translate_results


def result_papers(order: PrintOrder) -> Iterator[ListedPaper]:
    """The plan and the posters of a school in which somebody answered; none for the site, and none before."""
    results = order.school.results if order.school else None
    if results and _answered(results.released):
        yield from _papers(order, results)


def _papers(order: PrintOrder, results: OwnResults) -> Iterator[ListedPaper]:
    content, language, environment = order.content, order.language, order.environment
    questionnaire = translate_questionnaire(content.questionnaires[order.questionnaire.key], language)
    released = translate_results(results.released, language)
    found = findings_by_slice(questionnaire, released, translated_history(results.earlier, language), EXACT)
    activities = activities_in(content.activities, questionnaire.instrument, language)
    path = plan_path(released, language.code)
    plan = partial(action_plan_print, environment, questionnaire, released, found, activities, path)
    yield ListedPaper("plan-begun", path, Copies.SCHOOL, None, None, False, plan)
    answered = _answered(released)
    for group, slice_ in poster_places(questionnaire, released):
        if (slice_, group.id) in answered:
            path, level = (
                poster_path(released, group.id, slice_.value, language.code),
                questionnaire.level(slice_.value),
            )
            poster = partial(poster_print, environment, questionnaire, released, found, EXACT, group.id, slice_)
            yield ListedPaper("poster", path, Copies.SCHOOL, group, level, False, poster)


def _answered(released: ReleasedResults) -> frozenset[object]:
    """The levels and groups from which an answer came, shown or hidden."""
    marks = released.participation.items()
    return frozenset(where for where, each in marks if each.mark in (Mark.SHOWN, Mark.HIDDEN))
