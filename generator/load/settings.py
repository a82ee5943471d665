"""The settings of the site: `extra.guzgu` in mkdocs.yml. The rest of that file is the theme's and is not judged."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from generator.load.records import read_record
from generator.load.strict_yaml import Document, load_document
from generator.model.catalogue import SOURCE_LANGUAGE
from generator.model.problem import Place, ProblemLog
from generator.model.project import SiteSettings
from generator.model.questionnaire import LANGUAGE_CODE_PATTERN

FILE: Final = "mkdocs.yml"
PART: Final = ("extra", "guzgu")
DEFAULT: Final = SiteSettings(languages=(SOURCE_LANGUAGE,))
"""What holds when the settings cannot be read: English only, and the strictest rules we know."""


def load_settings(root: Path, log: ProblemLog) -> SiteSettings:
    """The settings, or `DEFAULT` with the reason noted."""
    file = root / FILE
    document = load_document(file, root, log, part=PART)
    if document is None:
        return DEFAULT
    data = document.data
    extra = data.get(PART[0]) if isinstance(data, dict) else None
    if not isinstance(extra, dict) or PART[1] not in extra:
        place = document.place(PART[:1]) if extra is not None else Place(document.path)
        log.add("S001", place, "The settings `extra.guzgu` are missing.", "Add them with `languages: [en]`.")
        return DEFAULT
    settings = read_record(document, SiteSettings, log, at=PART)
    return DEFAULT if settings is None or not _are_codes(settings, document, log) else settings


def _are_codes(settings: SiteSettings, document: Document, log: ProblemLog) -> bool:
    """Language codes become folders and addresses, so they are codes and nothing else, each once."""
    is_sound = True
    for index, code in enumerate(settings.languages):
        place = document.place((*PART, "languages", index))
        if not re.fullmatch(LANGUAGE_CODE_PATTERN, code):
            log.add("S005", place, f"'{code}' is not a language code.", "Write a code such as az, ru or en.")
            is_sound = False
        elif code in settings.languages[:index]:
            log.add("S004", place, f"The language '{code}' stands twice.", "Delete one of the two.")
            is_sound = False
    for code in settings.min_coverage:
        if code not in settings.languages:
            place = document.key_place((*PART, "min_coverage", code))
            log.add("S004", place, f"'{code}' is not a language of the site.", "Add it to `languages`, or delete it.")
    return is_sound
