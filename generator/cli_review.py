"""`guzgu translations review` and `pages`: what a translation says, and where, for those who read it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from generator.build import counted
from generator.cli_options import plain_errors, project_option, results_option
from generator.compute.publication import publish
from generator.load.project import load_project
from generator.model.catalogue import Domain, Language
from generator.model.project import Project
from generator.render.review_document import review_name, review_page, review_print
from generator.render.touched_pages import touched_pages
from generator.translation.review import review as review_of
from generator.write.pdf import PdfJob, pdf_unavailable, render_job
from generator.write.revisions import commit_of, language_at
from generator.write.whole_file import write_whole


@click.command()
@project_option
@click.argument("language")
@click.option("--domain", "domains", multiple=True, type=click.Choice([str(domain) for domain in Domain]),
              help="Only this catalogue; may be given more than once.")  # fmt: skip
@click.option("--since", metavar="REVISION", help="A git revision: mark what changed since then, with the text before.")
@click.option("--only-changes", is_flag=True, help="Leave out what did not change; needs --since.")
@click.option("--no-pdf", is_flag=True, help="Only the pages for a screen.")
@click.option("--output", required=True, type=click.Path(path_type=Path, file_okay=False), help="Where to write.")
def review(
    root: Path,
    language: str,
    domains: tuple[str, ...],
    since: str | None,
    output: Path,
    *,
    only_changes: bool,
    no_pdf: bool,
) -> None:
    """Write source and translation side by side, as a page and a PDF, for reviewers who work on paper."""
    if only_changes and not since:
        raise click.UsageError("--only-changes needs --since REVISION: changes since when?")
    reasons = []
    with plain_errors():
        project, spoken = _translated(root, language)
        earlier = language_at(project.root, commit_of(project.root, since), language) if since else None
        reason = "" if no_pdf else pdf_unavailable() or ""
        for domain in Domain:
            if domains and str(domain) not in domains:
                continue
            found = review_of(project, spoken, domain, earlier)
            page = review_page(project, found, since or "", is_changes_only=only_changes)
            _write(output / f"{review_name(found)}.html", page.encode())
            if no_pdf or reason:
                continue
            document = review_print(project, found, since or "", is_changes_only=only_changes)
            styles = project.root / "site_templates" / "print"
            _, pdf = render_job(PdfJob.of(document, styles))
            if isinstance(pdf, bytes):
                _write(output / document.path, pdf)
            else:
                reasons.append(f"{document.path}: {pdf}")
    _tell(reasons + ([reason] if reason else []))


@click.command()
@project_option
@results_option
@click.argument("language")
@click.option("--since", metavar="REVISION", required=True, help="A git revision whose catalogues are compared with.")
def pages(root: Path, results: Path | None, language: str, since: str) -> None:
    """List the pages, PDFs and files that changed translations touch."""
    with plain_errors():
        project, spoken = _translated(root, language, results)
        earlier = language_at(project.root, commit_of(project.root, since), language)
        touched = touched_pages(publish(project), spoken, earlier, project.root / "site_templates")
    for path in (*touched.pages, *touched.documents):
        click.echo(path)
    frame = "; words around every page changed too" if touched.is_frame_touched else ""
    numbers = (("page", len(touched.pages)), ("file", len(touched.documents)))
    told = " and ".join(counted(number, word) for word, number in numbers)
    click.echo(f"Changed since {since}: {told}{frame}.", err=True)


REVIEW_COMMANDS: Final = (review, pages)
"""What `guzgu translations` takes from here."""


def _translated(root: Path, code: str, results: Path | None = None) -> tuple[Project, Language]:
    project = load_project(root.resolve(), results)
    known = {each.code: each for each in project.languages if not each.is_source}
    if code not in known:
        raise ValueError(f"{code} is not a translated language of this project; there are {', '.join(known)}")
    return project, known[code]


def _write(path: Path, content: bytes) -> None:
    write_whole(path, content)
    click.echo(path)


def _tell(reasons: Iterable[str]) -> None:
    """Say which documents are missing; they end the command with 1."""
    told = list(reasons)
    for reason in told:
        click.echo(reason, err=True)
    sys.exit(1 if told else 0)
