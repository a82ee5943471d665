"""Which pages a change of a translation touches: each language's site rendered with both catalogues, and compared.

Not guessed from where a message stands: a word of a questionnaire shows on forms, in reports and in tables.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.compute.publication import Publication
from generator.model.catalogue import Language
from generator.model.output import LanguageSite
from generator.render.language_site import render_language


@dataclass(frozen=True, slots=True)
class TouchedPages:
    """What differs between a language's site now and with its earlier catalogues."""

    pages: tuple[str, ...]
    """Addresses below the site's root, sorted."""
    documents: tuple[str, ...]
    """PDFs and other files, sorted."""
    is_frame_touched: bool
    """Whether words around every page changed too: menus, footer, notices."""


def touched_pages(publication: Publication, language: Language, earlier: Language, templates: Path) -> TouchedPages:
    """What a language's reader would see otherwise than with its `earlier` catalogues. `templates`: site_templates."""
    now, before = (_rendered(publication, each, templates) for each in (language, earlier))
    return TouchedPages(
        _differing(_pages(now), _pages(before)),
        _differing(_documents(now), _documents(before)),
        now.extra["strings"] != before.extra["strings"],
    )


def _rendered(publication: Publication, language: Language, templates: Path) -> LanguageSite:
    content = publication.content
    languages = tuple(language if each.code == language.code else each for each in content.languages)
    # The same status in both: the page about translations is no page that a translator changes.
    changed = dataclasses.replace(publication, content=dataclasses.replace(content, languages=languages), own=())
    return render_language(changed, (), language.code, templates, with_pdfs=True)


def _pages(site: LanguageSite) -> Mapping[str, object]:
    # Where an entry stands in its file is not seen on the page.
    pages = {
        f"{site.language}/{page.path.removesuffix('.md')}.html": (
            page.title,
            page.body,
            page.summary,
            {name: fact for name, fact in page.meta.items() if name != "translation"},
        )
        for page in site.pages
    }
    return {**pages, **{page.path: page for page in site.articles}}


def _documents(site: LanguageSite) -> Mapping[str, object]:
    files = {file.path: file.content for file in site.files if not file.path.endswith("search_index.js")}
    return {**files, **{document.path: document.html for document in site.prints}}


def _differing(now: Mapping[str, object], before: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(sorted(path for path, content in now.items() if before.get(path) != content))
