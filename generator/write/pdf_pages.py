"""How many pages a finished PDF of ours has, read from the file itself: what the print page says is what was made."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

_OBJECT_STREAM: Final = re.compile(rb"/Type\s*/ObjStm\b.*?stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_PAGES: Final = re.compile(rb"/Type\s*/Pages\b")
_COUNT: Final = re.compile(rb"/Count\s+(\d+)")
_DICTIONARY: Final = re.compile(rb"<<.*?>>", re.DOTALL)


def page_count(pdf: bytes) -> int:
    """The number of pages of a PDF that write/pdf.py made: the count of its page tree (ISO 32000-1, 7.7.3.2).

    Such a file keeps its dictionaries in compressed object streams (7.5.7), and its tree has one node. Raises
    ValueError for a file that has none.
    """
    for part in (pdf, *_unpacked(pdf)):
        for found in _DICTIONARY.finditer(part):
            count = _COUNT.search(found[0])
            if count and _PAGES.search(found[0]):
                return int(count[1])
    raise ValueError("a PDF without a page tree")


def _unpacked(pdf: bytes) -> Iterator[bytes]:
    for stream in _OBJECT_STREAM.finditer(pdf):
        yield zlib.decompressobj().decompress(stream[1])
