"""What is wrong with the text of a PDF in any script: letters that are not there, off the page, one over another."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pdfplumber
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

NO_LETTER: Final = frozenset({0, 0xFFFD, 0xFFFE, 0xFFFF})
"""What a PDF says of a glyph that stands for no letter."""
SAME_LINE: Final = 1.5
"""Points between the baselines of letters of one line."""
NEIGHBOURS: Final = 12
"""Letters of one word may join and lie over each other: so many in the order of the text."""
COVERED: Final = 0.4
"""How much of the smaller of two letters the other one covers, when that is a fault."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter with the box of its ink and its baseline, in points from the lower left corner of the page."""

    text: str
    number: int
    left: float
    bottom: float
    right: float
    top: float
    baseline: float

    def covered(self, other: Letter) -> float:
        """The part of the smaller box that both share, from 0 to 1."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        return wide * high / min(self.area, other.area) if wide > 0 and high > 0 else 0.0

    @property
    def area(self) -> float:
        return max((self.right - self.left) * (self.top - self.bottom), 0.01)


def text_faults(content: bytes) -> list[str]:
    """Every fault of a document's text, with its page and the words around it; none when all is well."""
    faults = [f"not embedded or not Noto: {name}" for name in foreign_fonts(content)]
    with pypdfium2.PdfDocument(content) as document:
        for number, page in enumerate(document, 1):
            faults += [f"page {number}: {fault}" for fault in _page_faults(page)]
    return faults


def foreign_fonts(content: bytes) -> list[str]:
    """Fonts that are no embedded Noto."""
    found = set()
    with pikepdf.open(io.BytesIO(content)) as document:
        for each in document.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor":
                name = str(each.FontName).split("+")[-1]
                if not name.startswith("Noto") or not ({"/FontFile2", "/FontFile3"} & set(each.keys())):
                    found.add(name)
    return sorted(found)


def unembedded_fonts(content: bytes) -> list[str]:
    """Fonts without their letters, those of fields too."""
    found = set()
    with pikepdf.open(io.BytesIO(content)) as document:
        for each in document.objects:
            is_font = isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font"
            # A font of many letters has its descriptor in the font that it descends to.
            if is_font and "/DescendantFonts" not in each:
                descriptor = each.get("/FontDescriptor", pikepdf.Dictionary())
                if not {"/FontFile2", "/FontFile3"} & set(descriptor.keys()):
                    found.add(str(each.get("/BaseFont", "a font without name")))
    return sorted(found)


def read_aloud(content: bytes) -> str:
    """The whole text in the order of the structure tree, which screen readers follow."""
    texts: dict[tuple[int, int], str] = {}
    with pdfplumber.open(io.BytesIO(content)) as document:
        for number, page in enumerate(document.pages):
            for char in page.chars:
                if char["mcid"] is not None:
                    place = number, char["mcid"]
                    texts[place] = texts.get(place, "") + char["text"]
    return "".join(texts.get(place, "") for place in marked_content(content))


def marked_content(content: bytes) -> Iterator[tuple[int, int]]:
    """Page, from 0, and number of each piece of marked content in the order of the structure tree."""
    with pikepdf.open(io.BytesIO(content)) as tree:
        numbers = {page.objgen: index for index, page in enumerate(tree.pages)}
        stack: list[tuple[Any, int]] = [(tree.Root.StructTreeRoot.K, 0)]
        while stack:
            each, page = stack.pop()
            if isinstance(each, int):
                yield page, int(each)
            elif isinstance(each, pikepdf.Array):
                stack.extend((kid, page) for kid in reversed(list(each)))
            elif "/K" in each:
                stack.append((each.K, numbers[each.Pg.objgen] if "/Pg" in each else page))


def _page_faults(page: Any) -> Iterator[str]:
    text, (width, height) = page.get_textpage(), page.get_size()
    letters = list(_letters(text.raw))
    whole = text.get_text_range()
    if any(ord(letter.text) in NO_LETTER for letter in letters):
        yield f"a glyph that stands for no letter: {whole[:60]!r}"
    for letter in letters:
        if letter.left < 0 or letter.bottom < 0 or letter.right > width or letter.top > height:
            yield f"off the page: {_around(letters, letter)}"
            break
    for one, other in _covering(letters):
        yield f"one over another: {_around(letters, one)!r} and {_around(letters, other)!r}"
        break


def _letters(text: Any) -> Iterator[Letter]:
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    for number in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, number)
        if pdfium.FPDFText_IsGenerated(text, number) == 1 or (code not in NO_LETTER and chr(code).isspace()):
            continue
        pdfium.FPDFText_GetCharBox(text, number, left, right, bottom, top)
        pdfium.FPDFText_GetCharOrigin(text, number, x, y)
        if right.value > left.value and top.value > bottom.value:
            yield Letter(chr(code), number, left.value, bottom.value, right.value, top.value, y.value)


def _covering(letters: list[Letter]) -> Iterator[tuple[Letter, Letter]]:
    """Letters of different words or lines that share their place. Marks of vowels belong to the letter below them."""
    rows = sorted(letters, key=lambda each: each.bottom)
    for index, one in enumerate(rows):
        for other in rows[index + 1 :]:
            if other.bottom >= one.top:
                break
            is_one_word = abs(one.baseline - other.baseline) < SAME_LINE and abs(one.number - other.number) < NEIGHBOURS
            if not is_one_word and one.covered(other) > COVERED:
                yield one, other


def _around(letters: list[Letter], letter: Letter) -> str:
    place = letters.index(letter)
    return "".join(each.text for each in letters[max(0, place - 12) : place + 12])
