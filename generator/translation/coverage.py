"""Whether each catalogue is as complete as the settings of the site ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.load.catalogues import catalogue_path
from generator.model.catalogue import SourceMessage
from generator.model.problem import CODES, Place, Problem
from generator.model.project import Project
from generator.translation.status import catalogue_status


def check_coverage(project: Project, messages: Sequence[SourceMessage]) -> Iterator[Problem]:
    """Catalogues with fewer usable translations than `min_coverage` of the settings (T024)."""
    for language in project.languages:
        asked = project.settings.min_coverage.get(language.code)
        if asked is None or language.is_source:
            continue
        for domain, percent in asked.by_domain.items():
            found = catalogue_status(language, domain, [each for each in messages if each.domain is domain])
            if 100 * found.translated < percent * found.messages:
                place = Place(catalogue_path(language.code, domain), 1, 1)
                message = f"{found.percent}% of the texts are translated; the settings ask for {percent}%."
                remedy = f"Translate what is missing ({found.missing}) and settle what is fuzzy ({found.fuzzy})."
                yield Problem(place, "T024", message, remedy, CODES["T024"].severity)
