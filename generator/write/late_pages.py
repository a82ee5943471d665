"""Pages whose article is put in after the PDFs are made: those that say what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator.model.output import LATE_ARTICLE, LanguageSite, OutputFile, PrintedFile
from generator.model.project import Project
from generator.render.print_page import print_articles
from generator.write.mkdocs_site import tree_folder
from generator.write.pdf_pages import page_count


def late_paths(site: LanguageSite) -> frozenset[str]:
    """The pages of a language that wait for their article, as MkDocs names them."""
    return frozenset(_html(page.path) for page in site.pages if page.body == LATE_ARTICLE)


def late_pages(
    content: Project, sites: Iterable[LanguageSite], printed: Mapping[str, PrintedFile], *, with_pdfs: bool
) -> Iterator[OutputFile]:
    """Those pages, whole. `printed`: what the build made, by path below the site's root."""
    for site in sites:
        rendered = tree_folder(content.root, site.language) / "site"
        templates = content.root / "site_templates"
        for path, article in print_articles(content, site.language, templates, printed, with_pdfs=with_pdfs).items():
            html = late_page(rendered, _html(path), article)
            yield OutputFile(f"{site.language}/{_html(path)}", html.encode())


def late_page(rendered: Path, path: str, article: str) -> str:
    """A page that MkDocs rendered around nothing, with its article. `path` is below `rendered`."""
    before, _, after = (rendered / path).read_text(encoding="utf-8").partition(LATE_ARTICLE)
    return "".join((before, article, after))


def printed_file(path: str, content: bytes) -> PrintedFile:
    """What the print page says of a file."""
    return PrintedFile(len(content), page_count(content) if path.endswith(".pdf") else 0)


def _html(path: str) -> str:
    return path.replace(".md", ".html")
