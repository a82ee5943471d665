"""From right to left a paper is the mirror image of itself from left to right: tables, blanks, boxes, signatures."""

from __future__ import annotations

from typing import Final, TypeAlias

import pytest
import weasyprint
from weasyprint.formatting_structure import boxes

from tests.conftest import IS_NIGHTLY, ROOT
from tests.every_paper import ALIKE, PAPERS, document

STYLES = ROOT / "site_templates" / "print"
_INSIDE_LINES: Final = (boxes.InlineBox, boxes.TextBox, boxes.LineBox)
"""Where words stand in a line is decided by their letters."""
DRAWN: Final = frozenset({"school report", "own report"})
"""Drawings are not mirrored."""
NIGHTLY: Final = ALIKE | {"form", "short", "large", "booklet", "tally-school"}
"""Long papers too; one of many tables is laid out below."""
CLOSE: Final = 5
"""CSS pixels: a mark before a line may stand a millimetre from where its mirror image is."""
Element: TypeAlias = tuple[int, str, str]
"""Page, tag and class."""
Sides: TypeAlias = tuple[int, int]


def placed(html: str) -> dict[Element, list[Sides]]:
    """How far from the side where reading begins the boxes of each kind of element begin and end, in CSS pixels."""
    is_rtl = '<html lang="ar" dir="rtl"' in html
    found: dict[Element, list[Sides]] = {}
    for number, page in enumerate(weasyprint.HTML(string=html, base_url=f"{STYLES.as_uri()}/").render().pages):
        seen = set()
        width = page._page_box.margin_width()
        for box in page._page_box.children[0].descendants():
            if box.element is None or isinstance(box, _INSIDE_LINES) or box.element in seen:
                continue
            seen.add(box.element)
            left, right = box.border_box_x(), box.border_box_x() + box.border_width()
            kind = number, box.element.tag, box.element.get("class") or ""
            sides = (width - right, width - left) if is_rtl else (left, right)
            found.setdefault(kind, []).append((round(sides[0]), round(sides[1])))
    return found


@pytest.mark.parametrize("kind", [each for each in PAPERS if each not in DRAWN and (IS_NIGHTLY or each not in NIGHTLY)])
def test_paper_is_mirrored_but_for_its_letters(kind: str) -> None:
    html = document(kind, "ar").html
    mirrored, plain = placed(html), placed(html.replace('<html lang="ar" dir="rtl"', '<html lang="ar" dir="ltr"'))

    assert mirrored.keys() == plain.keys()
    for element, sides in mirrored.items():
        faults = [
            (one, other)
            for one, other in zip(sorted(sides), sorted(plain[element]), strict=True)
            if any(abs(a - b) > CLOSE for a, b in zip(one, other, strict=True))
        ]
        assert faults == [], (element, faults[:3])
