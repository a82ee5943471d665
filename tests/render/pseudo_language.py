"""A language of invented translations, 40 percent longer and made in memory: for papers that must stay one page."""

from __future__ import annotations

from generator.model.catalogue import Catalogue, Domain, Language, Translation
from generator.model.plural_forms import plural_categories
from generator.model.project import Project
from generator.translation.messages import source_messages
from generator.translation.pseudo import pseudo_text


def pseudo_language(project: Project, code: str) -> Language:
    """Every message of the project, grown; the letters are those of the language `code`."""
    catalogues = {}
    for domain in Domain:
        found = {}
        for message in source_messages(project):
            if message.domain is domain:
                count = len(plural_categories(code)) if message.plural else 1
                found[message.key] = Translation((pseudo_text(message.plural or message.text, code),) * count)
        catalogues[domain] = Catalogue(code, domain, found)
    return Language(code, catalogues)
