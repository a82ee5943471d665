"""Certificates: for a person who answered (one hour), for a coordinator (ten hours), for a school.

The hours are those of the pilot (country report, SELFIE pilot Azerbaijan 2021, L373). Names come from a list that never
enters the project, or are written by hand; the language is any of the project's.
"""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from generator.model.output import PrintDocument
from generator.model.project import Project
from generator.model.round import RoundSetting
from generator.render.environment import page_environment
from generator.render.report_words import PageEnvironment
from generator.translation.questionnaire_strings import translate_questionnaire
from generator.translation.round_strings import translate_setting


class Role(enum.StrEnum):
    """Whom a certificate is for."""

    PARTICIPANT = "participant"
    COORDINATOR = "coordinator"
    SCHOOL = "school"


HOURS: Final = {Role.PARTICIPANT: 1, Role.COORDINATOR: 10}
"""What a certificate counts; a school's counts none."""
_SIZES: Final = ("wide", "medium", "narrow", "least")
_NAME_STEPS: Final = (26, 46, 90)
_SCHOOL_STEPS: Final = (60, 90, 130)
"""Names of at most so many letters stand in letters of the first, second and third size; long lines wrap. Measured with
the widest capitals."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whose name stands on a certificate."""

    name: str
    """Of a person or a school; empty: a line to write on."""
    school: str = ""
    """Where the person works or learns; empty where it is not said."""


BLANK: Final = Recipient("")


def certificate_name(round_id: str, role: Role, language: str, number: int | None = None) -> str:
    """What a file is called: never by a person's name. Without number: the file of all, or the blank one."""
    ending = f"-{number:03}" if number is not None else ""
    return f"certificate-{round_id}-{role}-{language}{ending}.pdf"


def certificates_print(
    project: Project, setting: RoundSetting, role: Role, language: str, recipients: Sequence[Recipient], path: str
) -> PrintDocument:
    """Certificates in one document, one on each page; `setting` is not translated.

    Raises KeyError for a language that the project has not, ValueError without recipients.
    """
    if not recipients:
        raise ValueError("a document without certificates")
    spoken = project.language(language)
    environment: PageEnvironment = page_environment(project.root / "site_templates", project.interface, spoken)
    tp, translated = environment.globals["tp"], translate_setting(setting, spoken)
    only = recipients[0].name if len(recipients) == 1 else ""
    facts = {"round": str(translated.title)}
    title = (
        tp("certificate.document_title", name=only, **facts)
        if only
        else tp("certificate.document_title.blank", **facts)
    )
    html = environment.get_template("print/certificate.html").render(
        title=title,
        setting=translated,
        questionnaire=translate_questionnaire(project.questionnaires[setting.questionnaire], spoken).title,
        role=role.value,
        hours=HOURS.get(role),
        recipients=recipients,
        size_of=name_size,
        school_size_of=school_size,
        direction_of=name_direction,
    )
    return PrintDocument(path, html, language)


def name_size(name: str) -> str:
    """The class of the letters in which a name stands: the longer, the smaller, in steps."""
    return _size(name, _NAME_STEPS)


def school_size(name: str) -> str:
    """The same for the school below a person's name."""
    return _size(name, _SCHOOL_STEPS)


def name_direction(name: str) -> str:
    """`rtl` or `ltr`: the direction of a name's first letter, whatever the language of the certificate."""
    for letter in name:
        kind = unicodedata.bidirectional(letter)
        if kind in {"L", "R", "AL"}:
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def _size(name: str, steps: Sequence[int]) -> str:
    return _SIZES[sum(len(name) > most for most in steps)]
