"""The sheets that are the same for all schools, made with the site: those of each instrument's newest version."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.catalogue import Language
from generator.model.output import PrintDocument
from generator.model.project import Project
from generator.model.questionnaire import Questionnaire
from generator.render.action_plan import blank_plan_print, example_plan_print
from generator.render.edition import Edition
from generator.render.handouts import administrator_print, explainer_print, invitation_print, student_forms
from generator.translation.guide_terms import STUDENT_WORDS, GuideTerm, guide_terms, terms_in


def shared_handouts(edition: Edition) -> Iterator[PrintDocument]:
    """Explainers, administrator's sheets, invitations, blank plans and worked examples, in the edition's language.

    Only of the newest version of each instrument: nobody runs an older one again.
    """
    content, environment = edition.publication.content, edition.environment
    newest = {questionnaire.instrument: key for key, questionnaire in edition.questionnaires.items()}
    for key in newest.values():
        questionnaire = edition.questionnaires[key]
        forms = tuple(student_forms(questionnaire))
        for group, level in forms:
            words = explainer_words(content, content.questionnaires[key], group.id, level.id, edition.language)
            yield explainer_print(environment, questionnaire, group.id, level.id, words)
        if forms:
            yield administrator_print(environment, questionnaire, forms[0][0].id)
        for group in questionnaire.groups:
            yield invitation_print(environment, questionnaire, group.id, content.settings.address or "")
        yield blank_plan_print(environment, questionnaire)
        activities = edition.activities(questionnaire)
        if activities and activities.example and activities.example.fits(questionnaire):
            yield example_plan_print(environment, questionnaire, activities)


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
