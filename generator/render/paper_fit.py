"""How wide the columns of a form are, so that no answer word is cut and the boxes stand in one place all through it.

Widths are estimates from the letters (never too small for Noto Sans, which a test measures); no font file is read here,
so a form is laid out alike on every machine.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.catalogue import Wording
from generator.model.questionnaire import Option
from generator.render.paper_kinds import Design
from generator.render.paper_layout import FormLayout, Grid

GAP_WIDTH = 3.0
"""Millimetres of white before "does not apply"."""
HYPHENATED_FROM = 10
"""Words of so many letters may be hyphenated where they do not fit."""
HYPHENATED_LANGUAGES = frozenset({
    *("be", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "fr", "hr", "hu", "id", "is", "it", "lt", "lv", "nb"),
    *("nl", "nn", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "uk"),
})  # fmt: skip
"""Languages whose words WeasyPrint can divide (a test asks Pyphen's dictionaries); elsewhere words stay whole."""
_MIN_OPTION = 14.0
_MAX_OPTION = 19.8
_MAX_ASIDE = 21.0
_CELL_PADDING = 1.2
"""White beside the longest word where the sheet has room for it."""
_LEAST_PADDING = 0.8
_NUMBER_EM = 1.4
"""Room for the running number (`.running` of print/questionnaire.css)."""
_NUMBER_PADDING = 2.3
"""White before the number and behind the code, in millimetres."""
_FRAME = 4.4
"""Around a label: its frame, and the white beside it."""
_MM_PER_POINT = 25.4 / 72
_EM_BY_LETTERS = {
    0.18: "’",
    0.24: "'",
    0.26: " ijlı",
    0.28: "!,.:;J",
    0.30: "()",
    0.34: "-Iİ",
    0.36: "f",
    0.38: "/t",
    0.42: "r",
    0.44: "?г",
    0.48: "cszçşст",
    0.50: "зэ–",
    0.52: "Fvyу",
    0.54: "LkxГкх",
    0.56: "ESTŞЁЕТя",
    0.58: "0123456789YZaeəавелё",
    0.60: "VXЗХбдь",
    0.62: "KPbdghnopquöüğБКРорч",
    0.64: "ACRÇАСУЭЯнпц",
    0.66: "BВЬий",
    0.70: "ДЧЪъ",
    0.72: "Л",
    0.74: "DGUÜĞƏПф",
    0.76: "HNНЦжм",
    0.78: "ИЙы",
    0.80: "OQwÖО",
    0.82: "Ф",
    0.84: "ю",
    0.86: "ЖЫ",
    0.90: "ш",
    0.92: "MМщ",
    0.94: "Wm",
    1.04: "Ш",
    1.06: "ЩЮ",
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
    hyphenated_from: int | None = None
    """Words of so many letters may be hyphenated: the shortest that is too wide has so many. None: all words fit."""


@dataclass(frozen=True, slots=True)
class ColumnWidths:
    """The columns of every grid of a form, in millimetres."""

    number: float
    """The running number with the stable code beside it."""
    option: float
    not_applicable: float
    asides: int
    """How many answers stand apart from the scale, at most: the number of such columns in every grid."""

    sizes: tuple[float, ...] = (10.0,)
    """The sizes that answer words may have, in points, best first."""
    has_hyphens: bool = True
    """Whether long words may be divided: the language is one of HYPHENATED_LANGUAGES."""

    def words(self, grid: Grid) -> WordFit:
        """The largest size at which each answer word of a grid fits its column, long ones hyphenated if need be."""
        for size in self.sizes:
            too_wide = [len(word) for word in self._too_wide(grid, size)]
            if not too_wide:
                return WordFit(size)
            if self.has_hyphens and min(too_wide) >= HYPHENATED_FROM:
                return WordFit(size, min(too_wide))
        return WordFit(self.sizes[-1], HYPHENATED_FROM)

    def _too_wide(self, grid: Grid, size: float) -> Iterator[str]:
        for options, width in ((grid.points, self.option), (grid.not_applicable, self.not_applicable)):
            for word in _words_of(options):
                if longest([word], size) + _LEAST_PADDING > width:
                    yield word


def column_widths(
    layout: FormLayout, design: Design, labels: Iterable[str] = (), *, has_hyphens: bool = True
) -> ColumnWidths:
    """One set of columns for the whole form: wide enough for its longest code and, where the sheet has room for it, for
    its longest answer word at the best size.

    Where that leaves statements less than `design.measure`, long words of the scales that few rows have may be
    hyphenated, in languages that can be. `labels` are the words in the small frames below the numbers.
    """
    code = longest((question.code for question in layout.questions), design.code)
    running = _NUMBER_PADDING + _NUMBER_EM * design.student * _MM_PER_POINT
    label = max((_em(each) * design.code * _MM_PER_POINT + _FRAME for each in labels), default=0.0)
    number = math.ceil(max(running + code, label) * 10) / 10
    points = max((len(grid.points) for grid in layout.grids), default=1)
    aside = max((len(grid.not_applicable) for grid in layout.grids), default=0)
    room = design.text_width - number - (GAP_WIDTH if aside else 0.0)
    if design.is_stacked:
        even = math.floor(room / (points + aside) * 10) / 10
        return ColumnWidths(number, even, even, aside, design.words, has_hyphens)
    size = design.words[0]
    option = max((_needed(grid.points, size) for grid in layout.grids), default=_MIN_OPTION)
    if has_hyphens:
        option = min(option, _squeezed(layout, size, (room - max(design.measure, design.statement)) / (points + aside)))
    other = max((_needed(grid.not_applicable, size) for grid in layout.grids), default=_MIN_OPTION)
    room -= design.statement
    option = min(option, _MAX_OPTION, room / (points + aside))
    most = min(_MAX_ASIDE, (room - points * option) / max(aside, 1))
    return ColumnWidths(number, option, max(option, min(other, most)), aside, design.words, has_hyphens)


def _squeezed(layout: FormLayout, size: float, limit: float) -> float:
    """The width of a column that holds the scale that most rows have and every short word of the others.

    Long words of the others make it wider up to `limit` millimetres; those that do not fit then are hyphenated.
    """
    rows: Counter[tuple[Option, ...]] = Counter()
    for grid in layout.grids:
        rows[grid.points] += len(grid.rows)
    least = max((_needed(points, size) for points, _ in rows.most_common(1)), default=_MIN_OPTION)
    wishes = [0.0]
    for word in (word for points in rows for word in _words_of(points)):
        width = math.ceil((longest([word], size) + _LEAST_PADDING) * 10) / 10
        if len(word) < HYPHENATED_FROM:
            least = max(least, width)
        else:
            wishes.append(width)
    return max(least, *(wish for wish in wishes if wish <= limit))


def breakable(text: str) -> str:
    """The same text, which may also be broken before a bracket or after a stroke: согласен(на), he/she."""
    marked = _BREAKS.sub("\u200b", text)
    return Wording(marked, text.language) if isinstance(text, Wording) else marked


def longest(texts: Iterable[str], size: float) -> float:
    """The width in millimetres of the widest word of all texts, set at `size` points (0 when there is none)."""
    words = (word for text in texts for word in _words(text))
    return max((_em(word) for word in words), default=0.0) * size * _MM_PER_POINT


def _words(text: str) -> list[str]:
    return breakable(text).replace("\u200b", " ").split()


def _words_of(options: Iterable[Option]) -> Iterator[str]:
    for option in options:
        yield from _words(option.text)


def _em(word: str) -> float:
    return sum(_EM.get(letter, _EM_OTHER) for letter in word)


def _needed(options: Iterable[Option], size: float) -> float:
    width = longest((option.text for option in options), size) + _CELL_PADDING
    return max(_MIN_OPTION, math.ceil(width * 10) / 10)
