"""How wide the columns of a form are, so that no answer word is cut and the boxes stand in one place all through it.

Widths are estimates from the letters (never too small for Noto Sans, which the test measures); no font file is read
here, so a form is laid out alike on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from generator.render.paper_layout import FormLayout

SHEET_WIDTH = 182.0
"""Millimetres between the margins of A4 (print/base.css)."""
GAP_WIDTH = 4.0
"""Millimetres of white before "does not apply"."""
_MIN_STATEMENT = 58.0
_MIN_OPTION = 15.0
_MAX_OPTION = 21.0
_WORD_SIZES = (10.0, 9.5, 9.0, 8.5)
_CELL_PADDING = 1.4
_NUMBER_WIDTH = 8.0
_CODE_SIZE = 8.0
_MM_PER_POINT = 25.4 / 72
_EM_BY_LETTERS = {
    0.3: "'’.,:;!|ijlıJI",
    0.4: "İft()[]/-r",
    0.5: "гzsşтcçсзэvyуLГ",
    0.6: "FxхkкSŞETЕТaäяeəеYZ0123456789влдXХЗьV",
    0.65: "boöPоРчbdgpqğрnhuüпKКRCÇСЭБв",
    0.75: "AАЯЬийBВДЪъЧЛфGĞDUÜПУƏHНЦмжNИЙ",
    0.85: "ыOQÖОwФюЖЫ",
    1.0: "шщMМWm—",
}
"""Noto Sans Regular, rounded up: the width of letters in parts of the type size."""
_EM = {letter: width for width, letters in _EM_BY_LETTERS.items() for letter in letters}
_EM_OTHER = 1.1

@dataclass(frozen=True, slots=True)
class ColumnWidths:
    """The columns of every grid of a form, in millimetres, and the size of the answer words in points."""

    number: float
    """The running number with the stable code beside it."""
    option: float
    gap: float
    not_applicable: float
    words: float
    is_tight: bool
    """Whether some answer words do not fit even so, and must be hyphenated."""


def column_widths(layout: FormLayout) -> ColumnWidths:
    """One set of columns for the whole form, wide enough for the longest answer word and the longest code.

    Words that need more than the sheet can give are set smaller (8.5 pt at the least); the style sheet then hyphenates
    them, or breaks them, but never cuts.
    """
    number = _NUMBER_WIDTH + math.ceil(longest((q.code for q in layout.questions), _CODE_SIZE) + 1)
    points = max((len(grid.points) for grid in layout.grids), default=1)
    aside = max((len(grid.not_applicable) for grid in layout.grids), default=0)
    gap = GAP_WIDTH if aside else 0.0
    room = SHEET_WIDTH - number - gap - _MIN_STATEMENT
    most = min(_MAX_OPTION, room / (points + aside))
    for size in _WORD_SIZES:
        option = _width((o.text for grid in layout.grids for o in grid.points), size)
        other = _width((o.text for grid in layout.grids for o in grid.not_applicable), size)
        if option <= most and other <= max(most, (room - points * option) / max(aside, 1)):
            return ColumnWidths(number, option, gap, max(option, other), size, is_tight=False)
    return ColumnWidths(number, most, gap, most, _WORD_SIZES[-1], is_tight=True)


def longest(texts: Iterable[str], size: float) -> float:
    """The width in millimetres of the widest word of all texts, set at `size` points (0 when there is none)."""
    words = (word for text in texts for word in text.split())
    return max((sum(_EM.get(letter, _EM_OTHER) for letter in word) for word in words), default=0.0) * size * _MM_PER_POINT


def _width(texts: Iterable[str], size: float) -> float:
    return round(max(_MIN_OPTION, longest(texts, size) + _CELL_PADDING), 1)
