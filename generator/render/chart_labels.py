"""Labels of charts: how wide a text is, roughly, and where its lines end. No label is ever cut.

A specification is pure data, made without the fonts of a machine, so widths are estimated, and rather too wide than too
narrow: measured against Noto Sans, the typeface of every page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

LINE_HEIGHT: Final = 17
"""Pixels from line to line of a label of 13 pixels."""
_SIZE = 13
_WIDTHS = (
    (0.32, "'ijlıJ.,:;!|() \u00a0-"),
    (0.42, 'ftIİ[]“”/r"'),
    (0.52, "zг?csvyçşFLзстуэГ–«»"),
    (0.58, "0123456789"),
    (0.62, "bdghnopquğöüKPRVXбвдлопрчьБЗКРУХaekxəESTYZŞаеёкхяЕЁТ"),
    (0.75, "CABÇDGHNUƏĞÜийнцфъжмАВСЬЭЯДЛЧЪИЙНПЦ&"),
    (0.9, "wOQÖыОФюЖЫ%Mшщ"),
    (1.06, "mWМ—№ШЩЮ"),
)
"""Classes of letters by their advance in Noto Sans, as a part of the size of the type, the widest of each class."""
_LETTERS = {letter: width for width, letters in _WIDTHS for letter in letters}
_USUAL = 0.65
_EMPTY_LINE = "\u00a0"
"""SVG moves to the next line only after a letter."""
_BOLD = 1.09


def text_width(text: str, size: float = _SIZE, *, is_bold: bool = False) -> float:
    """About how many pixels a line of text takes in Noto Sans at `size` pixels; hardly ever too few."""
    return sum(map(_letter_width, text)) * size * (_BOLD if is_bold else 1)


def wrapped(text: str, width: float, *, is_bold: bool = False) -> list[str]:
    """The lines of a text that is `width` pixels wide at most; a word that is longer than a line is broken."""
    lines = [""]
    # Not at no-break spaces, which str.split takes for spaces.
    for word in filter(None, re.split(r"[ \t\r\n]+", text)):
        for part in _pieces(word, width, is_bold):
            longer = f"{lines[-1]} {part}".lstrip()
            if text_width(longer, is_bold=is_bold) <= width:
                lines[-1] = longer
            elif lines[-1]:
                lines.append(part)
            else:
                lines[-1] = part
    return lines


def label_height(lines: Iterable[Sequence[str]]) -> int:
    """The pixels that the tallest of some labels takes."""
    return LINE_HEIGHT * max((len(each) for each in lines), default=1)


def wrap_expression(texts: Iterable[str], width: float, *, is_bold: bool = False) -> str | None:
    """Vega's expression that gives the lines of the labels of an axis or a legend; none when all fit on one line."""
    lines = {text: wrapped(text, width, is_bold=is_bold) for text in texts}
    if all(len(each) == 1 for each in lines.values()):
        return None
    return _lookup(lines)


def names_above_expression(texts: Iterable[str], width: float) -> str | None:
    """The same for names in bold that stand above their rows: shorter ones end as low as the longest."""
    lines = {text: wrapped(text, width, is_bold=True) for text in texts}
    most = max(map(len, lines.values()), default=1)
    if most == 1:
        return None
    return _lookup({text: [*([_EMPTY_LINE] * (most - len(each))), *each] for text, each in lines.items()})


def unseen_names_expression() -> str:
    """Vega's expression for names above their rows that nobody has seen yet.

    It takes the parameters `letters`, the most of a line, and `lines`, the most of a name, from explore.js.
    """
    broken = "trim(replace(datum.label, regexp('(.{1,' + letters + '})(?:\\\\s+|$)', 'g'), '$1\\n'))"
    empty = json.dumps([_EMPTY_LINE] * 12, ensure_ascii=False)
    above = f"slice({empty}, 0, lines - length(split({broken}, '\\n')))"
    return f"split(join({above}, '\\n') + (length({above}) > 0 ? '\\n' : '') + {broken}, '\\n')"


def quoted(text: str) -> str:
    """A text as a literal of Vega's expression language."""
    return json.dumps(text, ensure_ascii=False)


def title_of_column(text: str) -> str:
    """A text that can be the title of a column or an axis.

    Vega-Lite 6 puts titles into the expressions of tooltips and descriptions by itself and escapes the quotation marks,
    but neither backslashes (they become slashes here) nor line ends: a translation could end its literal with them.
    """
    return " ".join(text.replace("\\", "/").splitlines())


def _lookup(lines: Mapping[str, Sequence[str]]) -> str:
    return f"{json.dumps(lines, ensure_ascii=False)}[datum.label]"


def _pieces(word: str, width: float, is_bold: bool) -> list[str]:
    if text_width(word, is_bold=is_bold) <= width:
        return [word]
    pieces = [""]
    # A hyphen is where a long word may end a line; anywhere else only where there is none.
    for part in re.findall(r"[^-]*-|[^-]+", word):
        if text_width(pieces[-1] + part, is_bold=is_bold) <= width:
            pieces[-1] += part
            continue
        pieces.append("")
        for letter in part:
            if pieces[-1] and text_width(pieces[-1] + letter, is_bold=is_bold) > width:
                pieces.append("")
            pieces[-1] += letter
    return [piece for piece in pieces if piece]


def _letter_width(letter: str) -> float:
    return _LETTERS.get(letter, _LETTERS["W"] if letter.isupper() else _USUAL)
