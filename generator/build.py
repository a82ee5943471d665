"""The story of a build, in one short function: load, compute, per language translate and render, write, show."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Final

from generator import __version__
from generator.compute.consent import public_schools
from generator.compute.ledger import ledger_problems
from generator.compute.publication import Publication, publish
from generator.load.project import load_project
from generator.model.output import LanguageSite, PrintDocument
from generator.model.problem import Place, Problem, ProblemLog, Severity
from generator.model.project import Project
from generator.progress import ProgressReport, SilentProgress
from generator.render.language_site import render_language, shared_files
from generator.sealed_build import Sealer, codes_of_rounds, sealing_note, with_codes_only
from generator.translation.checks import check_translations
from generator.translation.glossary import load_glossary
from generator.translation.status import CatalogueStatus, status
from generator.write.assets import asset_files
from generator.write.cache import Cache, digest, digest_of_files
from generator.write.code_vault import RoundCodes
from generator.write.fonts import font_digest, installed_fonts, undrawn_letters
from generator.write.frame import Frame
from generator.write.late_pages import late_pages, late_paths, printed_file
from generator.write.mkdocs_site import MkDocsError, is_published, render_site, tree_folder
from generator.write.pdf import PdfJob, lost_job, pdf_key, pdf_unavailable, render_files
from generator.write.release import (
    SiteIsNotALinkError,
    Staging,
    build_folder,
    build_lock,
    is_up_to_date,
    remove_older,
)
from generator.write.verify import verify_site
from generator.write.withdrawal import forget_withdrawn, is_settled, settle, shown_schools
from generator.write.workers import WorkerLostError, Workers

_INPUT_FOLDERS: Final = ("questionnaires", "content", "translations", "site_templates")
_LIBRARIES: Final = ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "jinja2", "altair",
                     "vl-convert-python", "weasyprint", "babel", "segno", "xlsxwriter", "nh3",
                     "cryptography")  # fmt: skip
"""Libraries whose version shows in the output."""
_PRIVACY_GATES: Final = frozenset({"R022", "R024"})
"""Problems with which nothing at all is published: publishing less would also tell (safety.md section 6)."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What to build, from where, with how many processes."""

    root: Path
    results: Path | None = None
    jobs: int | None = None
    with_pdfs: bool = True
    languages: tuple[str, ...] = ()
    """Only these; all when empty."""
    vault: Path | None = None
    """The folder with the keys of rounds; without one, schools' own reports are not sealed."""

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
    note: str = ""
    """What was left out without a problem, or added, for the summary; one sentence or none."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that kept something from being published."""
        return tuple(each for each in self.problems if each.severity is Severity.ERROR)

    @property
    def own_warnings(self) -> tuple[Problem, ...]:
        """What only a build finds and `guzgu check` does not tell."""
        return tuple(each for each in self.problems if each.severity is Severity.WARNING and each.code[0] == "B")

    @property
    def exit_code(self) -> int:
        """0 clean, 1 published with problems, 2 nothing published."""
        if not self.published:
            return 2
        return 1 if self.errors else 0

    @property
    def _leaves_withdrawn(self) -> bool:
        return any(problem.code == "B008" for problem in self.errors)

    @property
    def summary(self) -> str:
        """One sentence for the terminal."""
        if not self.published:
            shown = " and still shows schools that are not to be public" if self._leaves_withdrawn else ""
            return f"Nothing was published: {counted(len(self.errors), 'error')}. The site is as it was{shown}."
        said = f"; {counted(len(self.errors), 'error')}, see above" if self.errors else ""
        hints = len(self.problems) - len(self.errors) - len(self.own_warnings)
        said += f"; {counted(hints, 'warning')}, see guzgu check" if hints else ""
        said += f". {self.note}" if self.note else "."
        if not self.changed:
            return f"Nothing changed; site/ is up to date ({self.seconds:.1f} s){said}"
        return f"site/ has {self.pages} pages and {self.documents} PDFs ({self.seconds:.1f} s){said}"


@dataclass
class _Run:
    """One build under way."""

    options: BuildOptions
    progress: ProgressReport
    cache: Cache
    executor: Workers
    codes: Mapping[str, RoundCodes]
    """By round: what seals the own reports of its schools."""
    problems: list[Problem] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    """The keys of the cache that this build uses."""

    @property
    def makes_pdfs(self) -> bool:
        """Whether PDFs are wanted and this machine can make them."""
        return self.options.with_pdfs and not pdf_unavailable()


def build(options: BuildOptions, progress: ProgressReport | None = None) -> BuildOutcome:
    """Build the site of a project.

    Raises BuildRunningError when another build of it runs, PrivateFolderError and VaultError for an unfit vault.
    """
    started = time.monotonic()
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(build_lock(options.root))
        except OSError as error:
            return BuildOutcome((_unwritable(error),), published=False, changed=False)
        project = _only_languages(checked_project(options.root, options.results), options.languages)
        public = public_schools(project)
        codes, without_key = codes_of_rounds(project, options.vault)
        project = dataclasses.replace(project, problems=(*project.problems, *without_key))
        outcome = _build(options, progress or SilentProgress(), project, public, codes)
        remains = _what_remains(options.root, public, is_published=outcome.published)
    problems = tuple(sorted({*outcome.problems, *remains}))
    note = sealing_note(project, options.vault, codes)
    return dataclasses.replace(outcome, problems=problems, seconds=time.monotonic() - started, note=note)


def _build(
    options: BuildOptions,
    progress: ProgressReport,
    project: Project,
    public: frozenset[str],
    codes: Mapping[str, RoundCodes],
) -> BuildOutcome:
    """The build itself, alone with the project; `public` are the schools that have a public page."""
    root, is_empty = options.root, not (project.questionnaires or project.guides)
    nothing = BuildOutcome(project.problems, published=False, changed=False)
    is_refused = any(problem.code in _PRIVACY_GATES for problem in project.problems)
    if not project.settings.languages or is_empty or is_refused:
        return nothing
    inputs = inputs_digest(options, codes)
    if is_up_to_date(root, inputs) and is_settled(root, public):
        return dataclasses.replace(nothing, published=True)
    try:
        keeps_pdfs = options.with_pdfs and not pdf_unavailable()
        forget_withdrawn(root, public, project.settings.languages, keeps_pdfs=keeps_pdfs)
        with Workers(options.processes) as executor:
            run = _Run(options, progress, Cache(build_folder(root) / "cache"), executor, codes)
            publication = with_codes_only(publish(project, with_own=bool(codes)), codes)
            sites = _render_languages(run, publication, status(project))
            written = _write_release(run, publication, sites, inputs) if sites else None
    except OSError as error:
        if error.errno is None and not isinstance(error, WorkerLostError):
            raise  # a template that is not there: a fault of the program
        return dataclasses.replace(nothing, problems=(*project.problems, _unwritable(error)))
    problems = (*project.problems, *run.problems)
    if written is None:
        return dataclasses.replace(nothing, problems=problems)
    settle(root, public)
    pages, documents, changed = written
    return BuildOutcome(problems, True, changed, pages, documents)


def _unwritable(error: OSError) -> Problem:
    """What a full or broken disk, or a worker ended by the system, does to a build."""
    return Problem(Place(".build"), "B006", f"the site could not be written: {error}.")


def _what_remains(root: Path, public: frozenset[str], *, is_published: bool) -> Iterator[Problem]:
    """What a school may have withdrawn and is still there (B008): said by number, since a build's words are kept."""
    if is_published:
        for name in remove_older(root):
            message = "An older release could not be removed; it may show what was withdrawn."
            yield Problem(Place(f".build/releases/{name}"), "B008", message, "Delete it.")
    elif withdrawn := shown_schools(root) - public:
        message = f"The site still shows school reports that are not, or no longer, to be public: {len(withdrawn)}."
        remedy = "Mend the errors and build again. Until then take the site down, on its host too."
        yield Problem(Place("site"), "B008", message, remedy)


def counted(count: int, word: str) -> str:
    """A number with its English word, such as `1 page` and `2 pages`."""
    return f"{count} {word}{'' if count == 1 else 's'}"


def checked_project(root: Path, results: Path | None) -> Project:
    """The project with every problem that can be found without rendering: what `guzgu check` tells."""
    project = load_project(root, results)
    log = ProblemLog()
    log.extend(project.problems)
    log.extend(check_translations(project, load_glossary(root, log)))
    log.extend(ledger_problems(project))
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


def inputs_digest(options: BuildOptions, codes: Mapping[str, RoundCodes]) -> str:
    """The digest of all that decides a site's bytes: files, this program, its libraries, fonts, options, codes."""
    code = Path(__file__).parent
    files = [path for top in watched_paths(options) for path in _files_below(top)]
    return digest([
        digest_of_files(files, options.root),
        digest_of_files(code.rglob("*.py"), code),
        __version__,
        *(f"{name} {metadata.version(name)}" for name in _LIBRARIES),
        pdf_unavailable() or font_digest() if options.with_pdfs else "no pdf",
        ",".join(options.languages),
        *(codes[round_id].digest for round_id in sorted(codes)),
    ])  # fmt: skip


def _render_languages(
    run: _Run, publication: Publication, statuses: tuple[CatalogueStatus, ...]
) -> tuple[LanguageSite, ...]:
    """Every language's site; none when one of them failed, because their pages link to each other."""
    public = dataclasses.replace(publication, own=())
    jobs = [
        _LanguageJob(
            dataclasses.replace(public, content=public.content.read_in(code)),
            statuses,
            code,
            run.options.root,
            run.makes_pdfs,
        )
        for code in public.content.settings.languages
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
    try:
        return site, render_site(site, job.root)
    except MkDocsError as error:
        return None, (Problem(Place(f"{job.code}/"), "B003", str(error)),)


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
            staging.add_file(file)
        documents = 0
        printed = {file.path: printed_file(file.path, file.content) for site in sites for file in site.files}
        for path, content in _pdfs(run, [document for site in sites for document in site.prints]):
            staging.add(path, content)
            documents += path.endswith(".pdf")
            printed[path] = printed_file(path, content)
        for page in late_pages(publication.content, sites, printed, with_pdfs=run.makes_pdfs):
            staging.add_file(page)
        staging.add_headers(publication.content.settings.languages)
        if run.codes:
            _stage_own_reports(run, staging, publication)
        if run.makes_pdfs:
            run.cache.keep_only(run.kept)
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
    late = late_paths(site)
    staging.add_rendered(rendered, f"{site.language}/", lambda path: is_published(path) and path not in late)
    for page in site.articles:
        staging.add_page(page.path, frame.page(page))
    for file in site.files:
        staging.add_file(file)


def _stage_own_reports(run: _Run, staging: Staging, publication: Publication) -> None:
    log = ProblemLog()
    sealer = Sealer(run.options.root, run.codes, run.executor, run.progress, run.cache, log, run.kept)
    for file in sealer.files(publication, with_pdfs=run.makes_pdfs):
        staging.add_file(file)
    run.problems.extend(log.problems)


def _pdfs(run: _Run, documents: list[PrintDocument]) -> Iterator[tuple[str, bytes]]:
    """Every document's PDF by path and where its answer boxes stand, from the cache where nothing changed."""
    if not run.options.with_pdfs:
        return
    if reason := pdf_unavailable():
        run.problems.append(Problem(Place("files"), "B001", reason, "Run guzgu doctor to see what is missing."))
        return
    run.problems.extend(undrawn_letters(documents, installed_fonts()))
    styles = run.options.root / "site_templates" / "print"
    keys: dict[str, str] = {}
    missing = []
    for document in documents:
        key = pdf_key(document.html, styles, document.is_form, document.sheet)
        files = {document.path: key, **({document.sheet.boxes: digest([key, "boxes"])} if document.sheet else {})}
        if any(run.cache.get(each) is None for each in files.values()):
            missing.append(document)
        keys |= files
    jobs = [PdfJob.of(each, styles) for each in missing]
    made = run.executor.each(render_files, jobs, lost_job)
    for path, content in run.progress.track(made, "PDFs", len(jobs)):
        if isinstance(content, str):
            run.problems.append(Problem(Place(path), "B002", content))
        else:
            for file in content:
                run.cache.put(keys[file.path], file.content)
    run.kept.update(keys.values())
    for path, key in keys.items():
        found = run.cache.get(key)
        if found is not None:
            yield path, found


def _files_below(top: Path) -> Iterator[Path]:
    if top.is_file():
        yield top
    elif top.is_dir():
        yield from (path for path in top.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
