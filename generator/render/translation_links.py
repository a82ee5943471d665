"""From a page to the catalogue of its texts on the code host, where a reader can improve the translation.

Only where the settings name the code host, and only in languages that are translated. A link, and nothing that loads.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Final

from generator.load.catalogues import catalogue_path
from generator.model.catalogue import Domain, Language, MessageKey
from generator.model.output import MarkdownPage
from generator.model.project import Project

_SEALED_TITLE: Final = "sealed.title"
_OF_FOLDERS: Final[Mapping[str, Domain]] = {
    "guides": Domain.GUIDES,
    "questionnaires": Domain.QUESTIONNAIRES,
    "results": Domain.QUESTIONNAIRES,
}
"""What most texts of the pages in a folder come from; those of the other pages are words of the interface."""


def catalogue_link(project: Project, language: Language, domain: Domain, line: int = 0) -> str:
    """The address of a catalogue on the code host, at a line where one is given; empty without code host."""
    if not project.settings.repository or language.is_source:
        return ""
    anchor = f"#L{line}" if line else ""
    return f"{project.settings.repository.rstrip('/')}/blob/HEAD/{catalogue_path(language.code, domain)}{anchor}"


def sealed_page_link(project: Project, language: Language) -> str:
    """Where the words of the page for sealed reports are translated: the same address whatever report is open."""
    title = project.interface[_SEALED_TITLE].entry.text if _SEALED_TITLE in project.interface else ""
    line = _line_of(language, Domain.INTERFACE, (_SEALED_TITLE, title))
    return catalogue_link(project, language, Domain.INTERFACE, line)


def with_translation_links(
    pages: Iterable[MarkdownPage], project: Project, language: Language
) -> tuple[MarkdownPage, ...]:
    """The pages with the fact `translation`: where their texts are translated. Unchanged without code host."""
    return tuple(_with_link(page, project, language) for page in pages)


def _with_link(page: MarkdownPage, project: Project, language: Language) -> MarkdownPage:
    domain = _OF_FOLDERS.get(page.path.partition("/")[0], Domain.INTERFACE)
    address = catalogue_link(project, language, domain, _line(page.path, project, language))
    return dataclasses.replace(page, meta={**page.meta, "translation": address}) if address else page


def _line(path: str, project: Project, language: Language) -> int:
    """The line of a page's main text, the title of a guide or a questionnaire; 0 where it has none."""
    folder, _, rest = path.partition("/")
    for guide in project.guides:
        if folder == "guides" and rest == f"{guide.slug}/index.md":
            return _line_of(language, Domain.GUIDES, ("", guide.front_matter.title))
    for key, questionnaire in project.questionnaires.items():
        if folder == "questionnaires" and rest.startswith(f"{key}/"):
            title = (f"{questionnaire.instrument}/title", questionnaire.title)
            return _line_of(language, Domain.QUESTIONNAIRES, title)
    return 0


def _line_of(language: Language, domain: Domain, key: MessageKey) -> int:
    catalogue = language.catalogues.get(domain)
    found = catalogue.translations.get(key) if catalogue else None
    return found.place.line if found else 0
