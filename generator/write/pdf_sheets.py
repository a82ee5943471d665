"""What a paper form needs that no style sheet can say: whole sheets, corner marks, square codes, where each box stands.

Works on WeasyPrint's pages after they were laid out, and on the PDF before it is written (`finisher`). The square code
says how many pages there are, so it cannot be drawn earlier. ISO 32000-1: 12.2 (duplex), 14.6 (marked content),
14.7.4.4 (parent tree).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from generator.model.output import CODE_SIZE, CORNER_SIZE, FormSheet
from generator.render.qr import qr_rows

FORMAT: Final = "guzgu-layout/1"
UNPRINTED: Final = 15.0
"""The lowest millimetres of a page: cheap printers lose them."""
_QUIET: Final = 2
_PX: Final = 25.4 / 96
_PT: Final = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a page, in millimetres from its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    def shown(self, right: float = 0.0) -> dict[str, float]:
        """For the file of coordinates, moved to the right."""
        places = {"x": self.x + right, "y": self.y, "width": self.width, "height": self.height}
        return {name: round(value, 2) for name, value in places.items()}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the form stands in the PDF."""

    pdf_page: int
    right: float
    """Millimetres from the sheet's left edge to the page's."""


def whole_sheets(document: Any, sheet: FormSheet) -> Any:
    """The document without the spare pages that are too many for whole sheets."""
    return document.copy(document.pages[: len(document.pages) // sheet.sides * sheet.sides])


def finish_sheets(sheet: FormSheet) -> Any:
    """WeasyPrint's finisher for a form: draw marks and codes on every page, then impose a booklet."""

    def finish(document: Any, pdf: Any) -> None:
        count = len(document.pages)
        for number, page in enumerate(document.pages, start=1):
            stream = _stream(pdf, number - 1)
            _draw(stream, [*corner_marks(page, sheet), *code_modules(page, sheet, code_text(sheet, number, count))])
        pdf.catalog["ViewerPreferences"]["Duplex"] = (
            "/DuplexFlipShortEdge" if sheet.is_booklet else "/DuplexFlipLongEdge"
        )
        if sheet.is_booklet:
            _impose(pdf, document.pages[0], list(booklet_pairs(count, is_rtl=sheet.is_rtl)))

    return finish


def code_text(sheet: FormSheet, number: int, count: int) -> str:
    """What the square code of a page says."""
    return f"{sheet.code}/{number}/{count}"


def corner_marks(page: Any, sheet: FormSheet) -> Iterator[Area]:
    """The four black squares, the lower ones above what printers lose."""
    for y in (sheet.mark, _height(page) - UNPRINTED - CORNER_SIZE):
        for x in (sheet.mark, _width(page) - sheet.mark - CORNER_SIZE):
            yield Area(x, y, CORNER_SIZE, CORNER_SIZE)


def code_area(page: Any, sheet: FormSheet) -> Area:
    """Where the square code stands, with the white around it."""
    right = _width(page) - sheet.code_margin
    return Area(right - CODE_SIZE, _height(page) - UNPRINTED - CODE_SIZE, CODE_SIZE, CODE_SIZE)


def code_modules(page: Any, sheet: FormSheet, text: str) -> Iterator[Area]:
    """The black runs of the square code."""
    rows, place = qr_rows(text), code_area(page, sheet)
    module = CODE_SIZE / (len(rows) + 2 * _QUIET)
    for y, row in enumerate(rows):
        start = 0
        while start < len(row):
            end = start
            while end < len(row) and row[end]:
                end += 1
            if end > start:
                left, top = place.x + (start + _QUIET) * module, place.y + (y + _QUIET) * module
                yield Area(left, top, (end - start) * module, module)
            start = end + 1


def boxes_file(document: Any, sheet: FormSheet, pdf_name: str) -> bytes:
    """Where marks, codes and answer boxes stand, as JSON: millimetres from the upper left corner of the PDF's page."""
    count = len(document.pages)
    places = _places(document.pages[0], count, sheet)
    pages = []
    for number, (page, place) in enumerate(zip(document.pages, places, strict=True), start=1):
        pages.append({
            "page": number,
            "pages": count,
            "pdf_page": place.pdf_page,
            "code": code_text(sheet, number, count),
            "code_area": code_area(page, sheet).shown(place.right),
            "marks": [mark.shown(place.right) for mark in corner_marks(page, sheet)],
            "boxes": [{**facts, **area.shown(place.right)} for facts, area in _boxes(page)],
            "writing": [{**facts, **area.shown(place.right)} for facts, area in _writing(page)],
        })  # fmt: skip
    told = {"format": FORMAT, "unit": "mm", "origin": "upper left corner of the page of the PDF", "pdf": pdf_name}
    return (json.dumps({**told, **sheet.facts, "pages": pages}, separators=(",", ":")) + "\n").encode()


def booklet_pairs(count: int, *, is_rtl: bool) -> Iterator[tuple[int, int]]:
    """Which pages stand left and right on each side of the folded sheets, from outside to inside; pages from 0.

    `count` is a multiple of four. Bound on the right, the two are swapped.
    """
    for first in range(0, count // 2, 2):
        for left, right in ((count - 1 - first, first), (first + 1, count - 2 - first)):
            yield (right, left) if is_rtl else (left, right)


def _places(page: Any, count: int, sheet: FormSheet) -> list[Place]:
    if not sheet.is_booklet:
        return [Place(number, 0.0) for number in range(1, count + 1)]
    found = {}
    for number, (left, right) in enumerate(booklet_pairs(count, is_rtl=sheet.is_rtl), start=1):
        found[left], found[right] = Place(number, 0.0), Place(number, _width(page))
    return [found[number] for number in range(count)]


def _boxes(page: Any) -> Iterator[tuple[dict[str, object], Area]]:
    for facts, area in _marked(page, "data-option"):
        yield {"number": int(facts["data-number"]), "item": facts["data-item"], "option": facts["data-option"]}, area


def _writing(page: Any) -> Iterator[tuple[dict[str, object], Area]]:
    for facts, area in _marked(page, "data-writing"):
        yield {"name": facts["data-writing"]}, area


def _marked(page: Any, attribute: str) -> Iterator[tuple[Any, Area]]:
    """Elements with an attribute, in their order on the page, with the outer edge of their frames."""
    seen = set()
    for box in page._page_box.descendants():  # noqa: SLF001 - WeasyPrint gives pages no other way to their content
        element = getattr(box, "element", None)
        if element is None or not getattr(element, "attrib", {}).get(attribute) or element in seen:
            continue
        seen.add(element)
        places = (box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height())
        yield element.attrib, Area(*(value * _PX for value in places))


def _width(page: Any) -> float:
    return float(page.width) * _PX


def _height(page: Any) -> float:
    return float(page.height) * _PX


def _draw(stream: Any, areas: list[Area]) -> None:
    """Fill areas with black. The stream's own space runs downwards, in points (WeasyPrint's first operator)."""
    drawn = [" ".join(f"{value * _PT:.3f}" for value in (a.x, a.y, a.width, a.height)) + " re" for a in areas]
    stream.stream.append("\n".join(["/Artifact BMC", "q 0 g", *drawn, "f Q", "EMC"]).encode())


def _stream(pdf: Any, index: int) -> Any:
    return pdf.objects[_number(_page(pdf, index)["Contents"])]


def _page(pdf: Any, index: int) -> Any:
    return pdf.objects[pdf.pages["Kids"][3 * index]]


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _impose(pdf: Any, page: Any, pairs: list[tuple[int, int]]) -> None:
    """Put two pages side by side: the left one grows, the right one goes into it.

    What was said of the right page is said of the left one from then on: its marked content with higher numbers, its
    bookmarks further to the right. The tree of contents stays in the order of reading.
    """
    width = float(page.width) * 0.75
    references = pdf.page_references
    said = pdf.objects[_number(pdf.objects[_number(pdf.catalog["StructTreeRoot"])]["ParentTree"])]
    marked = {index: said["Nums"][2 * index + 1] for index in range(len(references))}
    sheets: dict[bytes, tuple[bytes, int, float]] = {}
    kids: list[object] = []
    nums: list[object] = []
    for sheet, (left, right) in enumerate(pairs):
        sheets[references[right]] = (references[left], len(marked[left]), width)
        kept, gone = _page(pdf, left), _page(pdf, right)
        content, other = _stream(pdf, left), _stream(pdf, right)
        for part in other.stream:
            if isinstance(part, dict) and "MCID" in part:
                part["MCID"] += len(marked[left])
        beside = f"Q q 1 0 0 1 {width:.3f} 0 cm".encode()
        content.stream[:] = [b"q", *content.stream, beside, *other.stream, b"Q"]
        for box in ("MediaBox", "TrimBox", "BleedBox"):
            kept[box][2] = 2 * width
        kept["StructParents"] = sheet
        # Emptied, not freed: pydyf 0.13 counts freed objects wrongly.
        other.stream[:] = []
        gone.clear()
        kids += [kept.number, 0, "R"]
        nums += [sheet, type(said["Nums"])([*marked[left], *marked[right]])]
    pdf.pages["Kids"][:], pdf.pages["Count"] = kids, len(pairs)
    said["Nums"][:] = nums
    _point_to_sheets(pdf, sheets)


def _point_to_sheets(pdf: Any, sheets: dict[bytes, tuple[bytes, int, float]]) -> None:
    for each in pdf.objects:
        if not isinstance(each, dict):
            continue
        if each.get("Pg") in sheets:
            each["Pg"], more, _ = sheets[each["Pg"]]
            each["K"][:] = [kid + more if isinstance(kid, int) else kid for kid in each["K"]]
        elif "Dest" in each and each["Dest"][0] in sheets:
            page, _, right = sheets[each["Dest"][0]]
            each["Dest"][0] = page
            each["Dest"][2] += right
