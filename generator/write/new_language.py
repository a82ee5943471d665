"""A new language: empty catalogues, and the entry in the settings that puts it on the site."""

from __future__ import annotations

from dataclasses import dataclass

from generator.load.catalogues import catalogue_path
from generator.load.settings import FILE
from generator.model.catalogue import Domain
from generator.model.problem import Problem
from generator.model.project import Project
from generator.render.locale_format import UnknownLocaleError, language_name
from generator.write.catalogues import checked_code, update_catalogues
from generator.write.language_setting import write_languages


@dataclass(frozen=True, slots=True)
class NewLanguage:
    """What was made."""

    name: str
    """The language's English name."""
    changed: tuple[str, ...]
    """The files that were written, relative to the project."""
    is_in_settings: bool
    """Whether the settings name the language now; a list that is not on one line is left to people."""
    problems: tuple[Problem, ...] = ()


def start_language(project: Project, code: str) -> NewLanguage:
    """Make empty catalogues for a language and add it to the settings.

    Raises ValueError for a code that is none or that nobody knows, and FileExistsError when there are catalogues.
    """
    name = known_name(checked_code(code))
    folder = (project.root / catalogue_path(code, Domain.INTERFACE)).parent
    if folder.is_dir() and any(folder.glob("*.po")):
        raise FileExistsError(f"there are catalogues for {code} already: run `guzgu translations update {code}`")
    written = update_catalogues(project, [code])
    is_in_settings = code in project.settings.languages
    changed = written.changed
    if not is_in_settings and write_languages(project.root, (*project.settings.languages, code)):
        is_in_settings, changed = True, (*changed, FILE)
    return NewLanguage(name, changed, is_in_settings, written.problems)


def known_name(code: str) -> str:
    """The English name of a language. Raises ValueError when CLDR knows no such language."""
    try:
        return language_name(code, "en")
    except (UnknownLocaleError, ValueError) as error:
        raise ValueError(
            f"nobody knows a language '{code}'; codes are those of ISO 639, such as ka for Georgian"
        ) from error
