"""What the tests of pages share: a tiny project's content with the words and templates of this project."""

from __future__ import annotations

import functools

from generator.load.interface import load_interface
from generator.load.project import load_project
from generator.model.catalogue import SOURCE_LANGUAGE, Language
from generator.model.content import Interface
from generator.model.problem import ProblemLog
from generator.model.project import Project
from generator.model.questionnaire import Questionnaire
from generator.render.environment import page_environment
from generator.render.report_words import PageEnvironment
from generator.translation.questionnaire_strings import translate_questionnaire
from tests.conftest import ROOT

TINY = ROOT / "tests" / "projects" / "tiny"


@functools.cache
def tiny_project() -> Project:
    """The tiny project as loaded."""
    return load_project(TINY)


@functools.cache
def interface() -> Interface:
    """The interface strings of this project."""
    return load_interface(ROOT, ProblemLog())


def language(code: str) -> Language:
    """A language of the tiny project; its catalogues hold a few strings only."""
    return next((each for each in tiny_project().languages if each.code == code), Language(code))


@functools.cache
def environment(code: str = SOURCE_LANGUAGE) -> PageEnvironment:
    """The environment of one language, with the real templates."""
    return page_environment(ROOT / "site_templates", interface(), language(code))


def questionnaires(code: str = SOURCE_LANGUAGE) -> dict[str, Questionnaire]:
    """The tiny project's questionnaires in a language, oldest version first."""
    return {key: translate_questionnaire(each, language(code)) for key, each in tiny_project().questionnaires.items()}
