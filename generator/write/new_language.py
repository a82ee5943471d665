"""A new language: empty catalogues, and the entry in the settings that puts it on the site."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.load.catalogues import catalogue_path
from generator.load.settings import FILE, load_settings
from generator.model.catalogue import Domain
from generator.model.problem import Problem, ProblemLog
from generator.model.project import Project
from generator.render.locale_format import UnknownLocaleError, language_name
from generator.write.catalogues import checked_code, update_catalogues
from generator.write.whole_file import write_whole

_LIST: Final = re.compile(r"^(\s+languages:\s*\[[^\[\]#\n]*)(\].*)$", re.MULTILINE)


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
    if not is_in_settings and _add_to_settings(project.root, project.settings.languages, code):
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


def _add_to_settings(root: Path, languages: tuple[str, ...], code: str) -> bool:
    """Add the code to the end of the list where that is one line; whether the settings then say so and nothing else."""
    text = (root / FILE).read_bytes().decode("utf-8")
    for found in _LIST.finditer(text):
        changed = f"{found[1].rstrip(', ')}, {code}{found[2]}".join((text[: found.start()], text[found.end() :]))
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, FILE).write_bytes(changed.encode("utf-8"))
            is_right = load_settings(Path(folder), ProblemLog()).languages == (*languages, code)
        if is_right:
            write_whole(root / FILE, changed.encode("utf-8"))
            return True
    return False
