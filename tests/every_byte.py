"""Every byte below a folder, as somebody could read it: packed files unpacked, PDFs as text and as their streams."""

from __future__ import annotations

import base64
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

_DATA_ADDRESS: Final = re.compile(rb"data:[\w/+.-]*;base64,([A-Za-z0-9+/=]{16,})")
_SEPARATORS: Final = "[,.\\s\u00a0\u202f']"
_NUMBER: Final = re.compile(rf"(?<![\w.,-])(?:\d{{7}}|\d{{1,3}}(?:{_SEPARATORS}\d{{3}}){{2}})(?![\w]|[.,]\d)")
_NO_DIGITS: Final = re.compile(r"\D")


def readable(folders: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """Each name and each content below folders, the packed ones unpacked too; (where, bytes)."""
    seen: set[bytes] = set()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            where = path.relative_to(folder).as_posix()
            yield f"name of {where}", where.encode()
            if path.is_symlink():
                yield f"link {where}", str(path.readlink()).encode()
            elif path.is_file():
                yield from unpacked(where, path.read_bytes(), seen)


def unpacked(where: str, content: bytes, seen: set[bytes] | None = None) -> Iterator[tuple[str, bytes]]:
    """A file's bytes, and all that is packed into them; PDFs that were `seen` are not taken apart again."""
    yield where, content
    if content.startswith(b"\x1f\x8b"):
        yield from unpacked(f"{where} unpacked", gzip.decompress(content))
    elif content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield f"name in {where}", name.encode()
                yield from unpacked(f"{where}/{name}", archive.read(name))
    elif b"%PDF-" in content[:1024]:  # the cache puts a checksum before it
        pdf = content[content.index(b"%PDF-") :]
        if seen is None or pdf not in seen:
            yield from _pdf(where, pdf)
        if seen is not None:
            seen.add(pdf)
    for found in _DATA_ADDRESS.finditer(content):
        yield from unpacked(f"{where} data:", base64.b64decode(found[1] + b"==="))


def _pdf(where: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The strings, the streams and the text of a PDF: its letters are drawn by number and stand in no stream."""
    import pdfplumber
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        for number, each in enumerate(pdf.objects):
            yield f"{where} object {number}", each.unparse()
            if isinstance(each, pikepdf.Stream):
                try:
                    yield f"{where} stream {number}", each.read_bytes()
                except (pikepdf.PdfError, zlib.error):
                    yield f"{where} raw stream {number}", each.read_raw_bytes()
    with pdfplumber.open(io.BytesIO(content)) as pages:
        for number, page in enumerate(pages.pages, 1):
            yield f"{where} page {number}", page.extract_text().encode()


def numbers_of_seven_digits(content: bytes) -> frozenset[int]:
    """The whole numbers of seven digits that stand in a text on their own, however their thousands are parted."""
    text = content.decode("utf-8", errors="replace")
    found = (_NO_DIGITS.sub("", match[0]) for match in _NUMBER.finditer(text))
    return frozenset(int(digits) for digits in found if len(digits) == 7)
