"""The sheets beside the forms: what words mean, how to run it in class, invitations, plans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from generator.model.catalogue import Language
from generator.model.output import PrintDocument
from generator.model.project import Project
from generator.model.questionnaire import Group, Level, Questionnaire
from generator.render.action_plan import blank_plan_path, blank_plan_print, example_plan_print
from generator.render.handouts import (
    administrator_path,
    administrator_print,
    explainer_path,
    explainer_print,
    invitation_path,
    invitation_print,
    student_forms,
)
from generator.render.print_orders import Copies, ListedPaper, PrintOrder
from generator.translation.activity_strings import activities_in
from generator.translation.guide_terms import STUDENT_WORDS, GuideTerm, guide_terms, terms_in


def handout_papers(order: PrintOrder) -> Iterator[ListedPaper]:
    """Explainers, administrator's sheets, invitations, the blank plan and its worked example."""
    questionnaire, environment, code = order.questionnaire, order.environment, order.language.code
    on_site = order.is_newest and not order.school

    def listed(
        kind: str,
        path: str,
        copies: Copies,
        make: Callable[[], PrintDocument],
        group: Group | None = None,
        level: Level | None = None,
    ) -> ListedPaper:
        return ListedPaper(kind, path, copies, group, level, on_site, make, is_read_here=kind != "plan")

    asked = set(order.forms)
    students = [form for form in student_forms(questionnaire) if form in asked]
    for group, level in students:
        path = explainer_path(questionnaire, group.id, level.id, code)
        yield listed("words", path, Copies.ROOM, partial(_explainer, order, group.id, level.id), group, level)
    for group in dict.fromkeys(group for group, _ in students[:1]):
        make = partial(administrator_print, environment, questionnaire, group.id)
        yield listed("in-class", administrator_path(questionnaire, code), Copies.ROOM, make)
    for group in dict.fromkeys(group for group, _ in order.forms):
        path = invitation_path(questionnaire, group.id, code)
        make = partial(invitation_print, environment, questionnaire, group.id, order.content.settings.address or "")
        yield listed("invitation", path, Copies.ROOM, make, group)
    plan = partial(blank_plan_print, environment, questionnaire)
    yield listed("plan", blank_plan_path(questionnaire, code), Copies.SCHOOL, plan)
    activities = activities_in(order.content.activities, questionnaire.instrument, order.language)
    if activities and activities.example and activities.example.fits(questionnaire):
        example = partial(example_plan_print, environment, questionnaire, activities)
        path = blank_plan_path(questionnaire, code, is_example=True)
        yield listed("plan-example", path, Copies.SCHOOL, example)


def _explainer(order: PrintOrder, group_id: str, level_id: str) -> PrintDocument:
    source = order.content.questionnaires[order.questionnaire.key]
    words = explainer_words(order.content, source, group_id, level_id, order.language)
    return explainer_print(order.environment, order.questionnaire, group_id, level_id, words)


def explainer_words(
    content: Project, source: Questionnaire, group_id: str, level_id: str, language: Language
) -> tuple[GuideTerm, ...]:
    """The words of the glossary that stand in the questions of a group at a level, in a language.

    `source` is the questionnaire as it was written, in English. Raises KeyError for an unknown group or level.
    """
    glossary = next((guide for guide in content.guides if guide.slug == "glossary"), None)
    terms = guide_terms(glossary, STUDENT_WORDS, language) if glossary else ()
    return terms_in(terms, _texts(source, group_id, level_id))


def _texts(questionnaire: Questionnaire, group_id: str, level_id: str) -> Iterator[str]:
    """What a group at a level reads on its form, without the explanations."""
    for section in questionnaire.sections:
        asked = [item for item in section.items if item.is_asked_of(group_id, level_id)]
        if asked and group_id in section.stem:
            yield section.stem[group_id]
        for item in asked:
            yield item.wording(group_id, level_id)
            yield from (option.text for option in item.options or ())
