"""Print documents to PDF: tagged (PDF/UA-1), fonts embedded, the same bytes every time. The one door to WeasyPrint.

A document may use the files of the print folder and `data:` images, nothing else: no network, no other file. Jobs are
small records that travel to worker processes: `executor.map(render_job, jobs)`.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib.metadata
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import unquote, urlsplit

from generator.model.output import FormSheet, OutputFile, PrintDocument
from generator.model.problem import Place, Problem
from generator.write.cache import digest, digest_of_files
from generator.write.fonts import FontToolError, font_digest, installed_fonts, missing_faces
from generator.write.pdf_form import finish_form
from generator.write.pdf_sheets import boxes_file, finish_sheets, whole_sheets

MIN_WEASYPRINT = 70
"""Versions before let redirects, EPS images and metadata pass by the fetcher (CVE-2025-68616, CVE-2026-55073)."""
DOCUMENT_MEMORY = 2**30
"""Bytes that a worker may take for a document; a large report needs about a quarter of it."""
DOCUMENT_SECONDS = 120.0
"""Seconds of processor time for a document: a report of 50 pages takes 13, on a machine of half the speed 26.

Processor time, not the clock: what else a machine does makes no document hostile.
"""
_LAST_SECONDS = 10
"""How much longer a document may sit in a call that hears no signal, before the kernel ends its process."""
_RECIPE = "2"
"""Raise it when this module, pdf_form.py or pdf_sheets.py makes other bytes from the same input."""
_FORM_LIBRARIES = ("pydyf", "fonttools")
"""Libraries that decide the bytes of forms beside WeasyPrint."""
_SHEET_LIBRARIES = ("pydyf", "segno")
"""The same for forms on paper."""
_PRINT_FILES = frozenset({".css", ".svg", ".png", ".ttf", ".otf", ".woff2"})


class PdfError(Exception):
    """A document could not be made into a PDF; the message says why."""


class PdfRefusedError(PdfError):
    """A document asked for a file or an address that print documents may not use."""


class PdfTimeoutError(PdfError):
    """A document took too much processor time."""


@dataclass(frozen=True, slots=True)
class PdfJob:
    """One document on its way to a worker process."""

    path: str
    """Where the PDF will stand; names it in messages."""
    html: str
    language: str
    styles: Path
    """The folder of the style sheets: site_templates/print."""
    seconds: float = DOCUMENT_SECONDS
    """Of processor time."""
    is_form: bool = False
    """Whether its input elements become fields that can be filled in."""
    sheet: FormSheet | None = None
    """For forms that are filled in by hand."""

    @classmethod
    def of(cls, document: PrintDocument, styles: Path) -> PdfJob:
        """The job of a document."""
        return cls(
            document.path, document.html, document.language, styles, is_form=document.is_form, sheet=document.sheet
        )


def rendered_by(executor: Executor, documents: Iterable[PrintDocument], styles: Path) -> Iterator[OutputFile | Problem]:
    """The PDF of each document, one after another, or why there is none."""
    for path, pdf in executor.map(render_job, [PdfJob.of(document, styles) for document in documents]):
        yield Problem(Place(path), "B002", pdf) if isinstance(pdf, str) else OutputFile(path, pdf)


def render_files(job: PdfJob) -> tuple[str, tuple[OutputFile, ...] | str]:
    """Render one job: its path and its files, the PDF first, or the reason why there are none.

    A form on paper has a second file: the coordinates of its boxes. What a worker process is given.
    """
    try:
        with _time_limit(job.seconds), _memory_limit(DOCUMENT_MEMORY):
            pdf, boxes = _rendered(job)
    except PdfError as error:
        return job.path, f"The PDF could not be made: {error}."
    coordinates = (OutputFile(job.sheet.boxes, boxes),) if job.sheet else ()
    return job.path, (OutputFile(job.path, pdf), *coordinates)


def render_job(job: PdfJob) -> tuple[str, bytes | str]:
    """Render one job: its path and the PDF, or the reason why there is none. What a worker process is given."""
    path, files = render_files(job)
    return path, files if isinstance(files, str) else files[0].content


def lost_job(job: PdfJob) -> tuple[str, str]:
    """What stands in the place of an answer when the document ended its process."""
    return job.path, "The PDF could not be made: the document took so much memory or time that its process was ended."


def render_pdf(html: str, styles: Path, *, is_form: bool = False, sheet: FormSheet | None = None) -> bytes:
    """A whole HTML document as PDF/UA-1; its `lang` attribute becomes the language of the PDF.

    `styles` is the folder that relative addresses start from and must stay in. With `is_form`, input elements become
    fields: `name` names them, `title` is what a screen reader says. With a `sheet`, pages get marks and codes. No date
    and no random identifier go into the file, so equal input gives equal bytes. Raises PdfError.
    """
    return _rendered(PdfJob("", html, "", styles, is_form=is_form, sheet=sheet))[0]


def _rendered(job: PdfJob) -> tuple[bytes, bytes]:
    """The PDF, and the coordinates of its boxes (empty without a sheet)."""
    weasyprint, urls = _weasyprint()
    folder = job.styles.resolve()
    refused: list[str] = []
    failures = _Failures()
    logging.getLogger("weasyprint").addHandler(failures)
    try:
        document = weasyprint.HTML(string=job.html, base_url=f"{folder}/", url_fetcher=_fetcher(folder, refused))
        with _garbage_collected_after():
            made = _made(document, job)
    except urls.FatalURLFetchingError as error:
        raise PdfRefusedError(str(error)) from error
    except (MemoryError, RecursionError) as error:
        raise PdfError(f"the document is too large or nested too deep ({type(error).__name__})") from error
    except PdfError:
        raise
    except Exception as error:
        # WeasyPrint raises many kinds; one document that fails must not take the others with it.
        raise PdfError(f"WeasyPrint failed with {type(error).__name__}: {_first_line(error)}") from error
    finally:
        logging.getLogger("weasyprint").removeHandler(failures)
    if refused:
        # An image inside inline SVG is refused without an exception.
        raise PdfRefusedError(f"the document may not use {refused[0]}")
    if failures.messages:
        told = failures.messages[0].replace(f"{folder.as_uri()}/", "")
        raise PdfError(f"a part of the document would be missing: {told}")
    return made


def _made(document: Any, job: PdfJob) -> tuple[bytes, bytes]:
    options = {"pdf_variant": "pdf/ua-1", "presentational_hints": False, "pdf_forms": job.is_form}
    if job.sheet is None:
        finisher = finish_form if job.is_form else None
        return bytes(document.write_pdf(font_config=_font_configuration(), finisher=finisher, **options)), b""
    pages = whole_sheets(document.render(font_config=_font_configuration(), **options), job.sheet)
    boxes = boxes_file(pages, job.sheet, Path(job.path).name)
    return bytes(pages.write_pdf(finisher=finish_sheets(job.sheet), **options)), boxes


def pdf_unavailable() -> str | None:
    """None when PDFs can be made here, otherwise the reason in one sentence. Never raises."""
    try:
        found = importlib.metadata.version("weasyprint")
        if int(found.split(".")[0]) < MIN_WEASYPRINT:
            return f"WeasyPrint {found} is too old: at least {MIN_WEASYPRINT} is needed."
        problem = system_libraries().problem
        if problem:
            return f"WeasyPrint cannot find a system library (Pango, HarfBuzz or Fontconfig): {problem}"
        missing = missing_faces(installed_fonts())
    except importlib.metadata.PackageNotFoundError:
        return "WeasyPrint is not installed."
    except FontToolError as error:
        return f"The fonts of this machine cannot be listed: {_first_line(error)}"
    return f"A font is missing: {', '.join(missing)}." if missing else None


@dataclass(frozen=True, slots=True)
class SystemLibraries:
    """What WeasyPrint found of the libraries that its wheel does not bring."""

    version: str = ""
    """Pango's version."""
    problem: str = ""
    """Why WeasyPrint cannot start; empty when it can."""


def system_libraries() -> SystemLibraries:
    """Whether Pango, HarfBuzz and Fontconfig are there. Never raises."""
    try:
        _weasyprint()
        from weasyprint.text.ffi import pango

        number = int(pango.pango_version())
    except (ImportError, OSError) as error:
        return SystemLibraries(problem=_first_line(error))
    return SystemLibraries(version=f"{number // 10_000}.{number // 100 % 100}.{number % 100}")


def pdf_key(html: str, styles: Path, is_form: bool = False, sheet: FormSheet | None = None) -> str:
    """The name under which a finished PDF is kept, sha256 in hex: anything that changes its bytes changes the key.

    That is the document, whether it is a form, its sheet, the files of the print folder, the fonts, Pango and
    WeasyPrint. Raises FontToolError.
    """
    version = f"guzgu-pdf {_RECIPE} weasyprint {importlib.metadata.version('weasyprint')}"
    libraries = (_FORM_LIBRARIES if is_form else ()) + (_SHEET_LIBRARIES if sheet else ())
    form = [f"form {name} {importlib.metadata.version(name)}" for name in libraries]
    sheets = [repr(sheet)] if sheet else []
    files = [path for path in styles.rglob("*") if path.is_file() and path.suffix in _PRINT_FILES]
    parts = [version, *form, *sheets, system_libraries().version, html, digest_of_files(files, styles), font_digest()]
    return digest(parts)


@functools.cache
def _weasyprint() -> tuple[Any, Any]:
    import weasyprint  # heavy, and it fails where Pango is missing
    from weasyprint import urls

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return weasyprint, urls


class _Failures(logging.Handler):
    """Gathers what WeasyPrint only logs when it leaves an image or a style sheet out."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message.startswith("Failed to "):
            self.messages.append(message[:200])


@functools.cache
def _font_configuration() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def _fetcher(folder: Path, refused: list[str]) -> Any:
    """WeasyPrint's fetcher, shut: files of the print folder and images in `data:`. `refused` gathers the others."""
    _, urls = _weasyprint()

    class SealedFetcher(urls.URLFetcher):  # type: ignore[misc, name-defined]
        def fetch(self, url: str, headers: object = None) -> Any:
            if not is_allowed(url, folder):
                refused.append(url[:200])
                raise urls.FatalURLFetchingError(f"the document may not use {url[:200]}")
            return super().fetch(url, headers)

    return SealedFetcher(allowed_protocols=("file", "data"), allow_redirects=False, fail_on_errors=True)


def is_allowed(url: str, folder: Path) -> bool:
    """Whether a print document may use an address: an image in `data:`, or a file inside `folder` (resolved)."""
    if url.startswith(("data:image/svg+xml", "data:image/png")):
        return True
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme != "file" or parts.netloc or "\0" in unquote(parts.path):
        return False
    path = Path(unquote(parts.path)).resolve()
    return path.is_relative_to(folder) and path.suffix in _PRINT_FILES and path.is_file()


@contextlib.contextmanager
def _garbage_collected_after() -> Iterator[None]:
    """While a document is laid out, all of it is needed: to look for garbage takes a sixth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect()
        if was_enabled:
            gc.enable()


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    # Signals reach the main thread only: in worker processes that is where jobs run.
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    is_over = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal is_over
        is_over = True
        raise PdfTimeoutError(message)

    message = f"the document took more than {seconds:g} seconds of processor time"
    before = signal.signal(signal.SIGPROF, stop)
    # Again every second: what is raised inside a callback of the garbage collector or of cffi gets lost.
    signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)
    try:
        with _soft_limit("RLIMIT_CPU", int(time.process_time() + seconds) + _LAST_SECONDS):
            yield
    except PdfError:
        if not is_over:
            raise
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    if is_over:
        # While it draws an SVG, WeasyPrint takes whatever is raised for a fault of the image, and goes on without it.
        raise PdfTimeoutError(message)


def _memory_limit(memory: int) -> contextlib.AbstractContextManager[None]:
    # Not RLIMIT_AS: V8, which drew charts in this worker before, reserves terabytes without using them.
    statm = Path("/proc/self/statm")
    data_pages = int(statm.read_text(encoding="ascii").split()[5]) if statm.exists() else 0
    return _soft_limit("RLIMIT_DATA", data_pages * os.sysconf("SC_PAGE_SIZE") + memory)


@contextlib.contextmanager
def _soft_limit(name: str, value: int) -> Iterator[None]:
    """Bound what this process may take from the system, where it is a worker: nothing else runs beside it there."""
    if sys.platform != "linux" or multiprocessing.parent_process() is None:
        yield
        return
    import resource  # not on every system

    kind = getattr(resource, name)
    soft, hard = resource.getrlimit(kind)
    bounds = [value, *(bound for bound in (soft, hard) if bound != resource.RLIM_INFINITY)]
    resource.setrlimit(kind, (min(bounds), hard))
    try:
        yield
    finally:
        resource.setrlimit(kind, (soft, hard))


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
