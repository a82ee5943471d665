"""Print documents to PDF: tagged (PDF/UA-1), fonts embedded, the same bytes every time. The only importer of WeasyPrint.

A document may use the files of the print folder and `data:` images, nothing else: no network, no other file. Jobs are
small records that travel to worker processes:

    with ProcessPoolExecutor(initializer=prepare_worker) as pool:
        pdfs = list(pool.map(render_job, jobs))
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.metadata
import logging
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import unquote, urlsplit

from generator.write.fonts import FontToolError, installed_fonts, missing_faces

MIN_WEASYPRINT = 70
"""Versions before let redirects, EPS images and metadata pass by the fetcher (CVE-2025-68616, CVE-2026-55073)."""
WORKER_MEMORY = 3 * 2**30
"""Bytes of address space of a worker; a large report needs about a quarter of a gigabyte of real memory."""
DOCUMENT_SECONDS = 120.0
"""A document that takes longer is broken or hostile: a large report takes four seconds."""
_RECIPE = "1"
"""Raise it when this module makes other bytes from the same input."""
_PRINT_FILES = frozenset({".css", ".svg", ".png", ".ttf", ".otf", ".woff2"})


class PdfError(Exception):
    """A document could not be made into a PDF; the message says why."""


class PdfRefusedError(PdfError):
    """A document asked for a file or an address that print documents may not use."""


class PdfTimeoutError(PdfError):
    """A document took too long."""


@dataclass(frozen=True, slots=True)
class PdfJob:
    """One document on its way to a worker process."""

    html: str
    styles: Path
    """The folder of the style sheets: site_templates/print."""
    seconds: float = DOCUMENT_SECONDS


def render_job(job: PdfJob) -> bytes:
    """Render one job: what a worker process is given. Raises PdfError."""
    with _time_limit(job.seconds):
        return render_pdf(job.html, job.styles)


def render_pdf(html: str, styles: Path) -> bytes:
    """A whole HTML document as PDF/UA-1; its `lang` attribute becomes the language of the PDF.

    `styles` is the folder that relative addresses start from and must stay in. No date and no random identifier go
    into the file, so equal input gives equal bytes. Raises PdfError.
    """
    weasyprint, urls = _weasyprint()
    folder = styles.resolve()
    refused: list[str] = []
    try:
        document = weasyprint.HTML(string=html, base_url=f"{folder}/", url_fetcher=_fetcher(folder, refused))
        pdf = document.write_pdf(font_config=_font_configuration(), pdf_variant="pdf/ua-1", presentational_hints=False)
    except urls.FatalURLFetchingError as error:
        raise PdfRefusedError(str(error)) from error
    except (MemoryError, RecursionError) as error:
        raise PdfError(f"the document is too large or nested too deep ({type(error).__name__})") from error
    if refused:
        # An image inside inline SVG is refused without an exception.
        raise PdfRefusedError(f"the document may not use {refused[0]}")
    return bytes(pdf)


def pdf_available() -> str | None:
    """None when PDFs can be made here, otherwise the reason in one sentence. Never raises."""
    try:
        found = importlib.metadata.version("weasyprint")
        if int(found.split(".")[0]) < MIN_WEASYPRINT:
            return f"WeasyPrint {found} is too old: at least {MIN_WEASYPRINT} is needed."
        _weasyprint()
        missing = missing_faces(installed_fonts())
    except importlib.metadata.PackageNotFoundError:
        return "WeasyPrint is not installed."
    except (ImportError, OSError) as error:
        return f"WeasyPrint cannot find a system library (Pango, HarfBuzz or Fontconfig): {_first_line(error)}"
    except FontToolError as error:
        return f"The fonts of this machine cannot be listed: {_first_line(error)}"
    return f"A font is missing: {', '.join(missing)}." if missing else None


def prepare_worker(memory: int = WORKER_MEMORY) -> None:
    """Limit the memory of this worker process: hostile tables must not take the machine with them."""
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    if sys.platform == "linux":
        import resource  # not on every system

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def pdf_key(html: str, css: bytes, fonts: str) -> str:
    """The name under which a finished PDF is kept, sha256 in hex: anything that changes its bytes changes the key.

    `css` is `style_bytes(folder)`, `fonts` is `fonts.font_digest()`.
    """
    version = importlib.metadata.version("weasyprint")
    parts = (f"guzgu-pdf {_RECIPE} weasyprint {version}".encode(), html.encode(), css, fonts.encode())
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def style_bytes(styles: Path) -> bytes:
    """The names and contents of all files that a print document may use, for the key."""
    files = sorted(path for path in styles.rglob("*") if path.is_file() and path.suffix in _PRINT_FILES)
    return b"\0".join(path.relative_to(styles).as_posix().encode() + b"\0" + path.read_bytes() for path in files)


@functools.cache
def _weasyprint() -> tuple[Any, Any]:
    import weasyprint  # heavy, and it fails where Pango is missing
    from weasyprint import urls

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return weasyprint, urls


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
def _time_limit(seconds: float) -> Iterator[None]:
    # Signals reach the main thread only: in worker processes that is where jobs run.
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise PdfTimeoutError(f"the document took longer than {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
