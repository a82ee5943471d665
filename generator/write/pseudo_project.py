"""A copy of a project with invented translations, to try the layout in any number of languages.

Always a copy, outside the project, with synthetic rounds: nothing in it is true, so nothing of it may be published. The
copy's settings allow invented translations; in any other project loading refuses them (T030), so that a file which
strays back is never shown to a reader.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from generator.load.catalogues import catalogue_path
from generator.load.project import load_project
from generator.model.catalogue import SOURCE_LANGUAGE, Domain
from generator.translation.format import catalogue_text
from generator.translation.glossary import GLOSSARY_PATH
from generator.translation.messages import source_messages
from generator.translation.pseudo import pseudo_catalogue
from generator.write.catalogues import checked_code
from generator.write.demo import write_project
from generator.write.language_setting import write_languages
from generator.write.new_language import known_name
from generator.write.whole_file import write_whole


def write_pseudo_project(root: Path, output: Path, languages: tuple[str, ...], schools: int, seed: int) -> None:
    """Write the copy, whose languages are these and English.

    Raises ValueError for what is no language, for an output inside the project and for settings that are not
    understood, FileExistsError when `output` is not empty.
    """
    codes = tuple(dict.fromkeys(checked_code(code) for code in languages))
    for code in codes:
        known_name(code)
    if output.resolve().is_relative_to(root.resolve()):
        raise ValueError(f"{output} lies in the project; invented translations belong outside")
    write_project(root, output, schools, seed)
    for language in load_project(output).languages:
        if not language.is_source:
            shutil.rmtree((output / catalogue_path(language.code, Domain.GUIDES)).parents[1], ignore_errors=True)
    (output / GLOSSARY_PATH).unlink(missing_ok=True)  # no invented word is one of the field
    if not write_languages(output, (*codes, SOURCE_LANGUAGE), is_pseudo=True):
        raise ValueError("the list of languages in mkdocs.yml is not on one line")
    messages = source_messages(load_project(output))
    for code in codes:
        for domain in Domain:
            file = output / catalogue_path(code, domain)
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, catalogue_text(pseudo_catalogue(code, domain, messages)).encode("utf-8"))
