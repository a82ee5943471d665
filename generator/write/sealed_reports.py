"""The schools' own reports as sealed files `r/<locator>.bin`: each report, its files, the ministry's list, decoys.

Nothing of a report stands on a disk in clear: it is sealed in the process that rendered it, PDFs in the process that
made them, and the cache keeps sealed bytes only, under names that nobody can work out without the code.
"""

from __future__ import annotations

import base64
import dataclasses
import gzip
import hashlib
import hmac
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.model.output import OutputFile, OwnReport, PrintDocument
from generator.model.released import ReleasedSchool
from generator.model.report_code import CODE_BYTES, ReportCode
from generator.render.name_order import name_key
from generator.write.code_vault import RoundCodes
from generator.write.pdf import PdfJob, pdf_key, render_job
from generator.write.sealing import OVERHEAD, locator, school_code, seal

BLOBS_ROUNDED_TO: Final = 64
"""Decoys fill the number of sealed files up to a multiple of this."""
_PACKED: Final = frozenset({"csv", "json"})
"""Kinds of files that are compressed before they are sealed; the others are compressed already."""
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class SealedPrint:
    """A document of an own report that is still to become a PDF and be sealed, on its way to a worker process."""

    document: PrintDocument
    """Its `html` has each character once, which is enough to look for letters without font (`undrawn_letters`)."""
    packed: bytes = dataclasses.field(repr=False)
    """The HTML, compressed: thousands of documents wait in memory."""
    kind: str
    key: str
    """Changes with everything that decides the PDF's bytes."""
    codes: tuple[ReportCode, ...]
    """Those under which it is sealed."""

    @property
    def cache_keys(self) -> tuple[str, ...]:
        """Under what the sealed PDF is kept, for each code: without the code, nobody can tell whose document it is."""
        message = f"cache|{self.kind}|{self.document.language}|{self.key}".encode()
        return tuple(hmac.digest(code.secret, message, "sha256").hex() for code in self.codes)

    def files(self, blobs: Sequence[bytes]) -> Iterator[OutputFile]:
        """The sealed PDFs, one for each code, in their places."""
        for code, blob in zip(self.codes, blobs, strict=True):
            yield OutputFile(_path(code, self.kind, self.document.language), blob)


@dataclass(frozen=True, slots=True)
class SealedReports:
    """Own reports on their way to the site."""

    files: tuple[OutputFile, ...] = ()
    prints: tuple[SealedPrint, ...] = ()


@dataclass(frozen=True, slots=True)
class BlobFacts:
    """What anybody can see of a sealed file."""

    path: str
    size: int
    digest: bytes

    @classmethod
    def of(cls, file: OutputFile) -> BlobFacts:
        """The facts of a sealed file."""
        return cls(file.path, len(file.content), hashlib.sha256(file.content).digest())


def seal_reports(reports: Iterable[OwnReport], codes: Mapping[str, RoundCodes], styles: Path) -> SealedReports:
    """Seal reports one after another, each under its school's code and, where the school agreed, under the ministry's.

    `codes` are by round (KeyError for a round without); `styles` is the folder of print styles, see `pdf_key`.
    """
    files: list[OutputFile] = []
    prints: list[SealedPrint] = []
    for report in reports:
        readers = _codes_of(report, codes[report.round])
        files += _sealed_parts(report, readers)
        prints += (_packed(kind, document, readers, styles) for kind, document in report.prints.items())
    return SealedReports(tuple(files), tuple(prints))


def seal_ministry_list(codes: RoundCodes, language: str, title: str, schools: Iterable[ReleasedSchool]) -> OutputFile:
    """The sealed list of the schools that opened their reports to the ministry. `title` is in the language."""
    code = codes.code_of_ministry
    return OutputFile(
        _path(code, "bundle", language), seal(code, "bundle", language, ministry_list(code, language, title, schools))
    )


def report_content(report: OwnReport) -> bytes:
    """What is sealed as kind `report`: title, article, and what its files are called, as compressed JSON."""
    kinds = sorted({*report.prints, *report.files})
    return _compressed_json({
        "version": _FORMAT,
        "title": report.title,
        "article": report.article,
        "files": {kind: report.file_name(kind) for kind in kinds},
    })  # fmt: skip


def ministry_list(code: ReportCode, language: str, title: str, schools: Iterable[ReleasedSchool]) -> bytes:
    """What is sealed as kind `bundle`: the schools by name, each with the code under which the ministry reads it."""
    listed = [
        {
            "id": school.id,
            "name": school.name,
            "code": base64.urlsafe_b64encode(school_code(code, school.id).secret).decode(),
        }
        for school in sorted(schools, key=lambda each: (name_key(each.name, language), each.id))
    ]
    return _compressed_json({"version": _FORMAT, "title": title, "schools": listed})


def render_sealed(job: tuple[SealedPrint, Path]) -> tuple[bytes, ...] | str:
    """Make and seal one PDF: a sealed file for each code, or the reason why there is none. For a worker process."""
    task, styles = job
    document, html = task.document, zlib.decompress(task.packed).decode()
    _, pdf = render_job(dataclasses.replace(PdfJob.of(document, styles), html=html))
    if isinstance(pdf, str):
        return pdf
    return tuple(seal(code, task.kind, document.language, pdf) for code in task.codes)


def decoys(blobs: Sequence[BlobFacts], secret: bytes) -> Iterator[OutputFile]:
    """Sealed files that nobody can open, up to the next multiple of `BLOBS_ROUNDED_TO`, to hide the number of schools.

    Each takes after one true file: as long, and another one whenever that one is another one. `secret` decides after
    which, and what they are called.
    """
    ordered = sorted(blobs, key=lambda each: each.path)
    for number in range(-len(ordered) % BLOBS_ROUNDED_TO):
        seed = hmac.digest(secret, str(number).encode(), "sha256")
        model = ordered[int.from_bytes(seed[CODE_BYTES:], "big") % len(ordered)]
        code = ReportCode(seed[:CODE_BYTES])
        # The language "" is none, so that a decoy never takes the place of a true file.
        length = model.size - OVERHEAD
        content = model.digest.ljust(length, b"\0")[:length]
        yield OutputFile(_path(code, "report", ""), seal(code, "report", "", content))


def _sealed_parts(report: OwnReport, readers: Sequence[ReportCode]) -> Iterator[OutputFile]:
    parts = {"report": report_content(report)}
    parts |= {kind: gzip.compress(file, mtime=0) if kind in _PACKED else file for kind, file in report.files.items()}
    for kind, content in parts.items():
        for code in readers:
            yield OutputFile(_path(code, kind, report.language), seal(code, kind, report.language, content))


def _codes_of(report: OwnReport, codes: RoundCodes) -> tuple[ReportCode, ...]:
    own = codes.code_of(report.school)
    return (own, school_code(codes.code_of_ministry, report.school)) if report.is_for_ministry else (own,)


def _packed(kind: str, document: PrintDocument, codes: tuple[ReportCode, ...], styles: Path) -> SealedPrint:
    key = pdf_key(document.html, styles, document.is_form)
    packed = zlib.compress(document.html.encode(), level=1)
    letters = "".join(sorted(set(document.html)))
    return SealedPrint(dataclasses.replace(document, html=letters), packed, kind, key, codes)


def _path(code: ReportCode, kind: str, language: str) -> str:
    return f"r/{locator(code, kind, language)}.bin"


def _compressed_json(content: Mapping[str, object]) -> bytes:
    return gzip.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), mtime=0)
