"""How wide the columns of a form are, so that no answer word is cut and the boxes stand in one place all through it.

Widths are estimates from the letters (never too small for Noto Sans, which a test measures); no font file is read here,
so a form is laid out alike on every machine.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.model.catalogue import Wording
from generator.model.questionnaire import Option
from generator.render.paper_layout import FormLayout, Grid

SHEET_WIDTH = 182.0
"""Millimetres between the margins of A4 (print/base.css)."""
GAP_WIDTH = 4.0
"""Millimetres of white before "does not apply"."""
WORD_SIZES = (10.0, 9.5, 9.0, 8.5)
"""The sizes that answer words may have, in points, best first."""
HYPHENATED_FROM = 10
"""Words of so many letters may be hyphenated where they do not fit (print/questionnaire.css says the same)."""
_MIN_STATEMENT = 55.0
_MIN_OPTION = 14.0
_MAX_OPTION = 21.0
_CELL_PADDING = 1.8
"""White beside the longest word where the sheet has room for it."""
_LEAST_PADDING = 0.8
_NUMBER_WIDTH = 8.0
_CODE_SIZE = 8.0
_FRAME = 5.0
"""Around a label: its frame, and the white beside it."""
_MM_PER_POINT = 25.4 / 72
_EM_BY_LETTERS = {
    0.20: "’ ",
    0.24: "'",
    0.28: "ijlıJ,.:;!",
    0.32: "()",
    0.36: "fIİ-",
    0.40: "t/",
    0.44: "rг?",
    0.48: "cszşçст",
    0.52: "vyFзуэ–",
    0.56: "kxELSTŞкхяГЕЁТ",
    0.60: "aeəVXYZабвдеёльЗХ0123456789",
    0.64: "bdghnopquğöüACKPRÇнопрцчАБКРСУЭЯ",
    0.68: "BийВЬ",
    0.72: "ъДЛЧЪ",
    0.76: "DGHNUƏĞÜжмфНПЦ",
    0.80: "wOQÖыИЙО",
    0.84: "юФ",
    0.88: "ЖЫ",
    0.92: "MшщМ",
    0.96: "mW",
    1.04: "Ш",
    1.08: "ЩЮ",
}
"""The width of letters in parts of the type size: Noto Sans Regular, rounded up."""
_EM = {letter: width for width, letters in _EM_BY_LETTERS.items() for letter in letters}
_EM_OTHER = 1.1
_BREAKS = re.compile(r"(?<=\w)(?=\()|(?<=\w/)(?=\w)")


@dataclass(frozen=True, slots=True)
class WordFit:
    """How the answer words of a grid are set."""

    size: float
    """In points."""
    is_tight: bool
    """Whether a word is too wide even at the smallest size, and may be hyphenated."""


@dataclass(frozen=True, slots=True)
class ColumnWidths:
    """The columns of every grid of a form, in millimetres."""

    number: float
    """The running number with the stable code beside it."""
    option: float
    not_applicable: float
    asides: int
    """How many answers stand apart from the scale, at most: the number of such columns in every grid."""

    def words(self, grid: Grid) -> WordFit:
        """The largest size at which each answer word of a grid fits its column, long ones hyphenated if need be."""
        for is_tight, letters in ((False, None), (True, HYPHENATED_FROM)):
            for size in WORD_SIZES:
                if self._holds(grid, size, letters):
                    return WordFit(size, is_tight)
        return WordFit(WORD_SIZES[-1], is_tight=True)

    def _holds(self, grid: Grid, size: float, letters: int | None) -> bool:
        columns = ((grid.points, self.option), (grid.not_applicable, self.not_applicable))
        return all(
            longest((option.text for option in options), size, letters) + _LEAST_PADDING <= width
            for options, width in columns
        )


def column_widths(layout: FormLayout, labels: Iterable[str] = ()) -> ColumnWidths:
    """One set of columns for the whole form: wide enough for its longest code and, where the sheet has room for it, for
    its longest answer word at the best size. Statements keep at least 55 mm.

    `labels` are the words in the small frames below the numbers.
    """
    code = _NUMBER_WIDTH + longest((question.code for question in layout.questions), _CODE_SIZE) + 1
    label = max((_em(each) * _CODE_SIZE * _MM_PER_POINT + _FRAME for each in labels), default=0.0)
    number = float(math.ceil(max(code, label)))
    points = max((len(grid.points) for grid in layout.grids), default=1)
    aside = max((len(grid.not_applicable) for grid in layout.grids), default=0)
    gap = GAP_WIDTH if aside else 0.0
    most = min(_MAX_OPTION, (SHEET_WIDTH - number - gap - _MIN_STATEMENT) / (points + aside))
    option = max((_needed(grid.points, WORD_SIZES[0]) for grid in layout.grids), default=_MIN_OPTION)
    other = max((_needed(grid.not_applicable, WORD_SIZES[0]) for grid in layout.grids), default=_MIN_OPTION)
    option = min(option, most)
    return ColumnWidths(number, option, max(option, min(other, most)), aside)


def breakable(text: str) -> str:
    """The same text, which may also be broken before a bracket or after a stroke: согласен(на), he/she."""
    marked = _BREAKS.sub("\u200b", text)
    return Wording(marked, text.language) if isinstance(text, Wording) else marked


def longest(texts: Iterable[str], size: float, letters: int | None = None) -> float:
    """The width in millimetres of the widest word of all texts, set at `size` points (0 when there is none).

    With `letters`, words of so many letters and more are left out.
    """
    words = (word for text in texts for word in _words(text) if letters is None or len(word) < letters)
    return max((_em(word) for word in words), default=0.0) * size * _MM_PER_POINT


def _words(text: str) -> list[str]:
    return breakable(text).replace("\u200b", " ").split()


def _em(word: str) -> float:
    return sum(_EM.get(letter, _EM_OTHER) for letter in word)


def _needed(options: Iterable[Option], size: float) -> float:
    width = longest((option.text for option in options), size) + _CELL_PADDING
    return max(_MIN_OPTION, math.ceil(width * 10) / 10)
