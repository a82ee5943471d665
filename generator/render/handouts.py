"""Sheets that every school prints beside the forms: what the words mean, how to run it in class, the invitation.

Each is one page. They say the same as the guides on paper forms and on preparing a school; a change of one is a change
of the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from generator.model.output import PrintDocument
from generator.model.questionnaire import Group, Item, Level, Option, Questionnaire
from generator.render.one_page import Size, one_page
from generator.render.paper import sheet_footer
from generator.render.paper_layout import form_layout
from generator.render.qr import qr_data_uri
from generator.render.report_words import PageEnvironment
from generator.translation.guide_terms import GuideTerm

STUDENT: Final = "student"
"""The `reader` of groups whose members go to school."""
_EXPLAINER: Final = (
    Size(2900, 11.5, 5),
    Size(3670, 10.3, 3),
    Size(3890, 10, 2.6),
    Size(4800, 8.7, 2.6),
    Size(5200, 8.1, 2.2),
)
_ADMINISTRATOR: Final = (
    Size(3150, 10.6, 3),
    Size(3390, 9.8, 3),
    Size(3740, 9.2, 3),
    Size(4400, 8.3, 3),
    Size(4800, 7.7, 2.5),
)
_INVITATION: Final = (Size(1880, 12.5, 6), Size(2060, 11.3, 5), Size(2260, 10.2, 3.5), Size(2400, 9, 3.5))
"""Measured in az, ru, en and invented languages."""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """The answers of a scale, as the explainer shows them."""

    points: tuple[Option, ...]
    not_applicable: tuple[Option, ...]


def explainer_path(questionnaire: Questionnaire, group_id: str, level_id: str, language: str) -> str:
    """Where the sheet with the meanings of words stands below the site's root."""
    return _path(questionnaire, f"words-{group_id}-{level_id}", language)


def administrator_path(questionnaire: Questionnaire, language: str) -> str:
    """Where the sheet for the person who runs it in class stands below the site's root."""
    return _path(questionnaire, "in-class", language)


def invitation_path(questionnaire: Questionnaire, group_id: str, language: str) -> str:
    """Where the invitation of a group stands below the site's root."""
    return _path(questionnaire, f"invitation-{group_id}", language)


def explainer_print(
    environment: PageEnvironment, questionnaire: Questionnaire, group_id: str, level_id: str, words: Sequence[GuideTerm]
) -> PrintDocument:
    """What the words of a form mean: the answers, `words` of the glossary, and the questions that have a help text.

    `questionnaire` and `words` are translated. Raises KeyError for an unknown group or level.
    """
    language = _language(environment)
    group, level = questionnaire.group(group_id), questionnaire.level(level_id)
    layout = form_layout(questionnaire, group_id, level_id)
    facts = {
        "group": group,
        "level": level,
        "answers": tuple(answer_rows(questionnaire, questionnaire.items_asked_of(group_id, level_id))),
        "words": words,
        "questions": [question for question in layout.questions if question.help],
        "footer": sheet_footer(
            questionnaire, language, (group.title, level.title), ("words", group_id, level_id, language)
        ),
        "square": _square("guzgu", questionnaire.key, "words", group_id, level_id, language),
    }
    html = one_page(environment.get_template("print/explainer.html"), facts, _EXPLAINER)
    return PrintDocument(explainer_path(questionnaire, group_id, level_id, language), html, language)


def administrator_print(environment: PageEnvironment, questionnaire: Questionnaire, group_id: str) -> PrintDocument:
    """How to run it in class, for the teacher; `group_id` is the group of students, whose time is named.

    Raises KeyError for an unknown group.
    """
    language = _language(environment)
    group = questionnaire.group(group_id)
    facts = {
        "questionnaire": questionnaire,
        "group": group,
        "footer": sheet_footer(questionnaire, language, (group.title,), ("class", language)),
        "square": _square("guzgu", questionnaire.key, "class", language),
    }
    html = one_page(environment.get_template("print/administrator.html"), facts, _ADMINISTRATOR)
    return PrintDocument(administrator_path(questionnaire, language), html, language)


def invitation_print(
    environment: PageEnvironment, questionnaire: Questionnaire, group_id: str, site: str = "", online: str = ""
) -> PrintDocument:
    """The invitation of a group: on paper or online.

    `site` is the site's address with a slash at its end: a square then leads to the questions; `online` is the address
    of the form on the internet. Without them there are lines to write on. Raises KeyError for an unknown group.
    """
    language = _language(environment)
    group = questionnaire.group(group_id)
    address = f"{site}{language}/questionnaires/{questionnaire.key}/index.html" if site else ""
    facts = {
        "questionnaire": questionnaire,
        "group": group,
        "address": address,
        "online": online,
        "square": qr_data_uri(address) if address else "",
        "footer": sheet_footer(questionnaire, language, (group.title,), ("invitation", group_id, language)),
    }
    html = one_page(environment.get_template("print/invitation.html"), facts, _INVITATION)
    return PrintDocument(invitation_path(questionnaire, group_id, language), html, language)


def answer_rows(questionnaire: Questionnaire, items: Iterable[Item]) -> Iterator[AnswerRow]:
    """The scales that these items are answered on, each once, in the order of the form."""
    for scale_id in dict.fromkeys(item.scale for item in items if item.scale):
        scale = questionnaire.scale(scale_id)
        yield AnswerRow(scale.points, tuple(option for option in scale.options if option.not_applicable))


def student_forms(questionnaire: Questionnaire) -> Iterator[tuple[Group, Level]]:
    """The groups of students with every level at which they are asked anything."""
    for group in questionnaire.groups:
        if group.reader == STUDENT:
            for level in questionnaire.levels:
                if questionnaire.items_asked_of(group.id, level.id):
                    yield group, level


def _path(questionnaire: Questionnaire, name: str, language: str) -> str:
    # No id has an underscore, so no form has this name.
    return f"files/questionnaires/{questionnaire.instrument}-{questionnaire.version}_{name}-{language}.pdf"


def _square(*parts: str) -> Markup:
    """The square code that says which sheet this is, like that of the forms (`paper.page_code`)."""
    first, *others = parts
    return qr_data_uri(f"{first}:{'/'.join(others)}".upper())


def _language(environment: PageEnvironment) -> str:
    return str(environment.globals["language"])
