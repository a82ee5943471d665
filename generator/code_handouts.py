"""What the coordinator hands out: sheets with codes, and reports as files for offline use. Never on the site."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from generator.compute.publication import OwnResults, Publication, publish
from generator.model.output import OutputFile, OwnReport
from generator.model.problem import Place, Problem
from generator.model.project import Project
from generator.model.round import RoundSetting
from generator.render.code_sheets import CodeSheet, code_sheet
from generator.render.environment import page_environment
from generator.render.language_site import render_own_reports
from generator.render.offline_report import offline_frame, offline_page
from generator.write.assets import offline_assets
from generator.write.code_vault import RoundCodes
from generator.write.fonts import installed_fonts, undrawn_letters
from generator.write.pdf import rendered_by
from generator.write.sealed_reports import render_sealed, seal_reports

_OFFLINE_AT_A_TIME: Final = 10
"""Reports that one job renders: a file is about a megabyte."""


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who gets something, in which languages."""

    setting: RoundSetting
    """Of the round."""
    schools: Sequence[tuple[str, str]]
    """Id and name."""
    languages: Mapping[str, Sequence[str]]
    """By the id of a school."""
    ministry: Sequence[str] = ()
    """The languages in which the ministry gets a sheet too."""


def sheets(
    project: Project,
    codes: RoundCodes,
    recipients: Recipients,
    template: CodeSheet,
    executor: Executor,
) -> Iterator[OutputFile | Problem]:
    """A sheet as PDF for each recipient and language, or why there is none; and letters that no font draws.

    `template` is a sheet with what all have in common; school and code are filled in.
    """
    people = [
        (f"school-{school}", name, codes.code_of(school), recipients.languages[school])
        for school, name in recipients.schools
    ]
    people.append(("ministry", "", codes.code_of_ministry, recipients.ministry))
    styles = project.root / "site_templates" / "print"
    documents = []
    for who, name, code, languages in people:
        for language in languages:
            sheet = dataclasses.replace(template, school=name, code=code)
            documents.append(code_sheet(project, language, sheet, f"{recipients.setting.id}-{who}-{language}.pdf"))
    yield from undrawn_letters(documents, installed_fonts())
    yield from rendered_by(executor, documents, styles)


def offline_files(
    project: Project,
    codes: RoundCodes,
    recipients: Recipients,
    site: str,
    executor: Executor,
    *,
    with_pdfs: bool,
) -> Iterator[OutputFile | Problem]:
    """A file for each school and language that opens its report without network, and PDFs that could not be made.

    `site` is the site's address, to which links in the reports then lead; it may be empty.
    """
    publication = publish(project, with_own=True)
    # Only the school's own code opens the file: it is the school that gets it.
    own: dict[str, list[OwnResults]] = {}
    for each in publication.own:
        school = each.released.school
        for language in recipients.languages.get(school.id, ()) if school else ():
            if each.released.setting.id == codes.round:
                own.setdefault(language, []).append(dataclasses.replace(each, is_for_ministry=False))
    shared = dataclasses.replace(publication, schools=(), earlier={}, changes={}, own=())
    jobs = [
        _OfflineJob(dataclasses.replace(shared, own=tuple(some)), codes, language, project.root, site, with_pdfs)
        for language, of_language in own.items()
        for some in _parts(of_language)
    ]
    told: set[str] = set()
    for done in executor.map(_some_offline_files, jobs):
        # Every job finds the same letters without font.
        yield from (each for each in done if not (isinstance(each, Problem) and each.message in told))
        told |= {each.message for each in done if isinstance(each, Problem) and each.code == "B010"}


@dataclass(frozen=True, slots=True)
class _OfflineJob:
    """What a worker process needs to make some files in one language."""

    publication: Publication
    codes: RoundCodes
    language: str
    root: Path
    site: str
    with_pdfs: bool


def _some_offline_files(job: _OfflineJob) -> list[OutputFile | Problem]:
    templates, content = job.root / "site_templates", job.publication.content
    language = content.language(job.language)
    environment = page_environment(templates, content.interface, language)
    frame = offline_frame(environment, offline_assets(job.root), job.site, is_draft=language.is_draft)
    done: list[OutputFile | Problem] = []
    for report in render_own_reports(job.publication, job.language, templates, with_pdfs=job.with_pdfs):
        blobs, problems = _sealed(report, job.codes, templates / "print")
        name = f"{report.round}-school-{report.school}-{report.language}.html"
        done += [*problems, OutputFile(name, offline_page(frame, blobs))]
    return done


def _sealed(report: OwnReport, codes: RoundCodes, styles: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """The sealed report and its files by locator."""
    sealed = seal_reports([report], {codes.round: codes}, styles)
    fonts = installed_fonts() if sealed.prints else ()
    files, problems = list(sealed.files), list(undrawn_letters((each.document for each in sealed.prints), fonts))
    for task in sealed.prints:
        blobs = render_sealed((task, styles))
        if isinstance(blobs, str):
            problems.append(Problem(Place(task.document.path), "B002", blobs))
        else:
            files += task.files(blobs)
    return {PurePosixPath(file.path).stem: file.content for file in files}, problems


def _parts(own: Sequence[OwnResults]) -> Iterable[Sequence[OwnResults]]:
    return (own[start : start + _OFFLINE_AT_A_TIME] for start in range(0, len(own), _OFFLINE_AT_A_TIME))
