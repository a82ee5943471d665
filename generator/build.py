"""The story of a build, in one short function: load, compute, per language translate and render, write, show."""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Final

from generator import __version__
from generator.compute.publication import Publication, publish
from generator.load.project import load_project
from generator.model.output import LanguageSite, PrintDocument
from generator.model.problem import Place, Problem, ProblemLog, Severity
from generator.model.project import Project
from generator.progress import ProgressReport, SilentProgress
from generator.render.language_site import render_language, shared_files
from generator.translation.checks import check_translations
from generator.translation.glossary import load_glossary
from generator.translation.status import CatalogueStatus, status
from generator.write.assets import asset_files
from generator.write.cache import Cache, digest, digest_of_files
from generator.write.fonts import font_digest
from generator.write.frame import Frame
from generator.write.mkdocs_site import MkDocsError, is_published, render_site, tree_folder
from generator.write.pdf import PdfJob, pdf_key, pdf_unavailable, render_job
from generator.write.release import SiteIsNotALinkError, Staging, build_folder, build_lock, is_up_to_date
from generator.write.verify import verify_site

_INPUT_FOLDERS: Final = ("questionnaires", "content", "translations", "site_templates")
_LIBRARIES: Final = ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "jinja2", "altair",
                     "vl-convert-python", "weasyprint", "babel", "segno", "xlsxwriter")  # fmt: skip
"""Libraries whose version shows in the output."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What to build, from where, with how many processes."""

    root: Path
    results: Path | None = None
    jobs: int | None = None
    with_pdfs: bool = True
    languages: tuple[str, ...] = ()
    """Only these; all when empty."""

    @property
    def processes(self) -> int:
        """How many processes work at a time."""
        return self.jobs or os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class BuildOutcome:
    """What came out: the problems, and whether the shown site is a new one."""

    problems: tuple[Problem, ...]
    published: bool
    """Whether a site is shown that was made from these inputs."""
    changed: bool
    """Whether it differs from the one shown before."""
    pages: int = 0
    documents: int = 0
    seconds: float = 0.0

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that kept something from being published."""
        return tuple(each for each in self.problems if each.severity is Severity.ERROR)

    @property
    def exit_code(self) -> int:
        """0 clean, 1 published with problems, 2 nothing published."""
        if not self.published:
            return 2
        return 1 if self.errors else 0

    @property
    def summary(self) -> str:
        """One sentence for the terminal."""
        if not self.published:
            return f"Nothing was published: {len(self.errors)} errors. The site is as it was."
        said = f"; {len(self.errors)} errors, see above" if self.errors else ""
        hints = len(self.problems) - len(self.errors)
        said += f"; {hints} warnings, see guzgu check" if hints else ""
        if not self.changed:
            return f"Nothing changed; site/ is up to date ({self.seconds:.1f} s){said}."
        return f"site/ has {self.pages} pages and {self.documents} PDFs ({self.seconds:.1f} s){said}."


@dataclass
class _Run:
    """One build under way."""

    options: BuildOptions
    progress: ProgressReport
    cache: Cache
    executor: Executor
    problems: list[Problem] = field(default_factory=list)


def build(options: BuildOptions, progress: ProgressReport | None = None) -> BuildOutcome:
    """Build the site of a project. Raises BuildRunningError when another build of it runs."""
    started = time.monotonic()
    with build_lock(options.root):
        project = _only_languages(checked_project(options.root, options.results), options.languages)
        if not project.settings.languages or not (project.questionnaires or project.guides):
            return BuildOutcome(project.problems, published=False, changed=False)
        inputs = inputs_digest(options)
        if is_up_to_date(options.root, inputs):
            return BuildOutcome(project.problems, True, False, seconds=time.monotonic() - started)
        with _pool(options.processes) as executor:
            run = _Run(options, progress or SilentProgress(), Cache(build_folder(options.root) / "cache"), executor)
            publication = publish(project)
            sites = _render_languages(run, publication, status(project))
            outcome = _write_release(run, publication, sites, inputs) if sites else None
    problems = tuple(sorted({*project.problems, *run.problems}))
    if outcome is None:
        return BuildOutcome(problems, published=False, changed=False)
    pages, documents, changed = outcome
    return BuildOutcome(problems, True, changed, pages, documents, time.monotonic() - started)


def checked_project(root: Path, results: Path | None) -> Project:
    """The project with every problem that can be found without rendering: what `guzgu check` tells."""
    project = load_project(root, results)
    log = ProblemLog()
    log.extend(project.problems)
    log.extend(check_translations(project, load_glossary(root, log)))
    return dataclasses.replace(project, problems=log.problems)


def _only_languages(project: Project, wanted: tuple[str, ...]) -> Project:
    """The project as if it had only the wanted languages (all when none are named), so that no page links to others."""
    languages = tuple(code for code in project.settings.languages if not wanted or code in wanted)
    unknown = [
        Problem(Place("mkdocs.yml"), "T012", f"'{code}' is not a language of this project.")
        for code in wanted
        if code not in project.settings.languages
    ]
    settings = project.settings.model_copy(update={"languages": languages})
    return dataclasses.replace(project, settings=settings, problems=(*project.problems, *unknown))


def watched_paths(options: BuildOptions) -> tuple[Path, ...]:
    """The files and folders that a build reads."""
    inputs = [options.root / "mkdocs.yml", *(options.root / name for name in _INPUT_FOLDERS)]
    return (*inputs, *([options.results] if options.results else []))


def inputs_digest(options: BuildOptions) -> str:
    """The digest of everything that decides a site's bytes: files, this program, its libraries, fonts, options."""
    code = Path(__file__).parent
    files = [path for top in watched_paths(options) for path in _files_below(top)]
    return digest([
        digest_of_files(files, options.root),
        digest_of_files(code.rglob("*.py"), code),
        __version__,
        *(f"{name} {metadata.version(name)}" for name in _LIBRARIES),
        pdf_unavailable() or font_digest() if options.with_pdfs else "no pdf",
        ",".join(options.languages),
    ])  # fmt: skip


def _render_languages(
    run: _Run, publication: Publication, statuses: tuple[CatalogueStatus, ...]
) -> tuple[LanguageSite, ...]:
    """Every language's site; none when one of them failed, because their pages link to each other."""
    with_pdfs = run.options.with_pdfs and not pdf_unavailable()
    jobs = [
        _LanguageJob(publication, statuses, code, run.options.root, with_pdfs)
        for code in publication.content.settings.languages
    ]
    sites = []
    for result in run.progress.track(run.executor.map(_render_one, jobs), "Pages", len(jobs)):
        site, problems = result
        run.problems.extend(problems)
        sites.append(site)
    return tuple(site for site in sites if site) if all(sites) else ()


@dataclass(frozen=True, slots=True)
class _LanguageJob:
    """What a worker process needs to render a language."""

    publication: Publication
    statuses: tuple[CatalogueStatus, ...]
    code: str
    root: Path
    with_pdfs: bool


def _render_one(job: _LanguageJob) -> tuple[LanguageSite | None, tuple[Problem, ...]]:
    templates = job.root / "site_templates"
    site = render_language(job.publication, job.statuses, job.code, templates, with_pdfs=job.with_pdfs)
    place = Place(f"{job.code}/")
    try:
        warnings = render_site(site, job.root)
    except MkDocsError as error:
        return None, (Problem(place, "B003", str(error)),)
    return site, tuple(Problem(place, "B003", warning) for warning in warnings)


def _write_release(
    run: _Run, publication: Publication, sites: tuple[LanguageSite, ...], inputs: str
) -> tuple[int, int, bool] | None:
    """Stage everything, verify, show: numbers of pages and PDFs, and whether the site changed. None when refused."""
    root = run.options.root
    staging = Staging(root)
    try:
        for site in sites:
            _stage_language(staging, site, tree_folder(root, site.language) / "site")
        for file in (*shared_files(publication.content, root / "site_templates"), *asset_files(root)):
            staging.add(file.path, file.content)
        documents = 0
        for path, content in _pdfs(run, [document for site in sites for document in site.prints]):
            staging.add(path, content)
            documents += 1
        faults = verify_site(staging.folder, run.executor)
        run.problems.extend(faults)
        if faults:
            return None
        pages = sum(path.endswith(".html") for path in staging.paths)
        sound = not any(problem.severity is Severity.ERROR for problem in run.problems)
        return pages, documents, staging.publish(inputs if sound else "")
    except (OSError, SiteIsNotALinkError) as error:
        run.problems.append(Problem(Place("site"), "B006", f"the site could not be written: {error}."))
        return None
    finally:
        staging.discard()


def _stage_language(staging: Staging, site: LanguageSite, rendered: Path) -> None:
    frame = Frame.taken_from(rendered)
    staging.add_rendered(rendered, f"{site.language}/", is_published)
    for page in site.articles:
        staging.add_page(page.path, frame.page(page))
    for file in site.files:
        staging.add(file.path, file.content)


def _pdfs(run: _Run, documents: list[PrintDocument]) -> Iterator[tuple[str, bytes]]:
    """Every document's PDF by path, from the cache where nothing changed."""
    if not run.options.with_pdfs:
        return
    if reason := pdf_unavailable():
        run.problems.append(Problem(Place("files"), "B001", reason, "Run guzgu doctor to see what is missing."))
        return
    styles = run.options.root / "site_templates" / "print"
    keys = {document.path: pdf_key(document.html, styles, document.is_form) for document in documents}
    missing = [document for document in documents if run.cache.get(keys[document.path]) is None]
    jobs = [
        PdfJob(document.path, document.html, document.language, styles, is_form=document.is_form)
        for document in missing
    ]
    for path, content in run.progress.track(run.executor.map(render_job, jobs), "PDFs", len(jobs)):
        if isinstance(content, str):
            run.problems.append(Problem(Place(path), "B002", content))
        else:
            run.cache.put(keys[path], content)
    run.cache.keep_only(keys.values())
    for path, key in keys.items():
        pdf = run.cache.get(key)
        if pdf is not None:
            yield path, pdf


def _pool(processes: int) -> ProcessPoolExecutor:
    # A fresh process knows nothing of DuckDB's threads, which a fork would inherit broken.
    return ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"))


def _files_below(top: Path) -> Iterator[Path]:
    if top.is_file():
        yield top
    elif top.is_dir():
        yield from (path for path in top.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
