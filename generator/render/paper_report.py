"""A report's article made fit for paper: drawings become plain boxes, links plain words, repetitions go.

The article is our own HTML (pages/report_parts.html, report_figures.html). On paper each of its small SVG charts would
be a picture without a description, and WeasyPrint draws a report's SVGs in four times the time that boxes placed by
style take. The numbers of every chart stand in the table below it; the source stands at the bottom of every page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SVG = re.compile(r"<svg\b([^>]*)>(.*?)</svg>", re.DOTALL)
_SHAPE = re.compile(r"<(rect|line|circle|use|text)\b([^>]*?)/?>(?:([^<]*)</text>)?")
_TERMS = re.compile(r"<(/?)d([ltd])\b([^>]*)>")
_RECT = re.compile(r"<rect\b([^>]*?)/?>")
_ATTRIBUTE = re.compile(r'([a-z][a-z0-9-]*)="([^"]*)"')
_LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.DOTALL)
_TRAILING_SPACE = re.compile(r"\s+(?=</(?:p|li|td|th|dt|dd|h[1-6]|caption|figcaption|summary)>)")
_SCREEN_ONLY = re.compile(
    r'<(nav|p|figcaption) class="gz-(?:contents|downloads|explore|levels|label|source)"[^>]*>.*?</\1>', re.DOTALL
)
_FOR_SCREENS = re.compile(
    r'<div class="gz-charts-data".*?</div>|<svg class="gz-dots-shapes".*?</svg>|<a class="gz-how".*?</a>'
    r'| data-[a-z-]+="[^"]*"| role="img" aria-label="[^"]*"',
    re.DOTALL,
)
_ITEM_CAPTION = re.compile(
    r'(<table class="gz-table(?: gz-table-score| gz-table-choice)?">\s*)<caption\b.*?</caption>', re.DOTALL
)
_DRAWN_HEAD = re.compile(r'<td class="gz-drawn"[^>]*></td>')
_LEGEND_OR_SECTION = re.compile(r'<section class="gz-area".*?>|<ul class="gz-legend">.*?</ul>', re.DOTALL)
_LABEL_WIDTH = 20.0
_TEXT_HEIGHT = 12.0
_DENSE = 0.66
"""How high rows of points are, of what they are on a screen, where fingers need room."""


def article_for_print(article: str) -> str:
    """The same article with boxes for drawings, and without what paper cannot use or says elsewhere.

    That is: links, contents, downloads; the caption of an item's table, which is the heading above it; the source line,
    which every page carries; the legend of a scale after the first in a section. Headings, texts and tables stay as
    they are. Nothing is unescaped: texts pass through untouched.
    """
    quiet = _SCREEN_ONLY.sub("", _FOR_SCREENS.sub("", article))
    kept = _ITEM_CAPTION.sub(r"\1", _first_legends(quiet))
    # On a page a screen reader skips a column of drawings; a PDF hides no cell, so the column needs a head.
    kept = _DRAWN_HEAD.sub('<th class="gz-drawn" scope="col"></th>', kept)
    drawn = _SVG.sub(lambda match: _drawing(_attributes(match[1]), match[2]), kept)
    # WeasyPrint 70 breaks some lines one word too early where a space ends the text.
    return _TRAILING_SPACE.sub("", _TERMS.sub(_term, _LINK.sub(r"<span>\1</span>", drawn)))


def _term(match: re.Match[str]) -> str:
    # A list of terms with groups in it is not a list that PDF/UA knows.
    closing, kind, attributes = match[1], match[2], match[3]
    if closing:
        return "</div>"
    return f"<div{attributes}>" if kind == "l" else f'<div class="d{kind}">'


def _first_legends(article: str) -> str:
    last = ""

    def keep(match: re.Match[str]) -> str:
        nonlocal last
        found = match[0]
        is_repeated, last = found == last, found
        return "" if is_repeated and found.startswith("<ul") else found

    return _LEGEND_OR_SECTION.sub(keep, article)


def _drawing(svg: dict[str, str], content: str) -> str:
    height = _number(svg.get("height", "")) or 1.0
    width = svg.get("width", "100%")
    classes = svg.get("class", "").split()
    shown = height * _DENSE if "gz-dots" in classes else height
    style = f"height:{shown:g}px" + ("" if width.endswith("%") else f";width:{_number(width):g}px")
    if "gz-bar" in classes:
        style += f";background:linear-gradient(to right,{','.join(_stops(content))})"
        content = _RECT.sub("", content)
    shapes = "".join(_shapes(content, height))
    return f'<span class="drawing {svg.get("class", "")}" style="{style}">{shapes}</span>'


def _stops(content: str) -> Iterator[str]:
    # One background instead of a box for each part of a bar: a report has a thousand of them.
    end = 0.0
    for match in _RECT.finditer(content):
        rect = _attributes(match[1])
        start, width = _number(rect.get("x", "0")), _number(rect.get("width", "0"))
        if width > 0:
            end = start + width
            # WeasyPrint 70 knows no stop with two places.
            yield from (f"var(--{rect.get('class', '')}) {place:g}%" for place in (start, end))
    yield from (f"transparent {place:g}%" for place in (end, 100))


def _shapes(content: str, height: float) -> Iterator[str]:
    for match in _SHAPE.finditer(content):
        kind, attributes, text = match[1], _attributes(match[2]), (match[3] or "").strip()
        if kind == "text" and not text:
            continue
        style = _STYLES[kind](attributes, height)
        shape = f"{kind} {attributes['href'].removeprefix('#')}" if kind == "use" and "href" in attributes else kind
        yield f'<span class="{shape} {attributes.get("class", "")}" style="{style}">{text}</span>'


def _rect(rect: dict[str, str], height: float) -> str:
    top = _number(rect.get("y", "0")) / height
    tall = _number(rect.get("height", "0")) / height
    return f"left:{_length(rect.get('x', '0'))};width:{_length(rect.get('width', '0'))};top:{top:.1%};height:{tall:.1%}"


def _line(line: dict[str, str], height: float) -> str:
    top = _number(line.get("y1", "0")) / height
    left, right = _number(line.get("x1", "0")), _number(line.get("x2", "0"))
    if left == right:
        bottom = line.get("y2", "0")
        tall = (1.0 if bottom.endswith("%") else _number(bottom) / height) - top
        return f"left:{left:g}%;width:1.6pt;top:{top:.1%};height:{tall:.1%}"
    return f"left:{left:g}%;width:{right - left:g}%;top:{top:.1%};height:0.8pt"


def _circle(circle: dict[str, str], height: float) -> str:
    radius = _number(circle.get("r", "0"))
    top = _number(circle.get("cy", "0")) - radius
    return (
        f"left:{_length(circle.get('cx', '0'))};margin-left:-{radius:g}px;top:{top / height:.1%};"
        f"width:{2 * radius:g}px;height:{2 * radius:g}px"
    )


def _use(use: dict[str, str], height: float) -> str:
    # The classes `use` and that of the group give shape, size and colour.
    return f"left:{_length(use.get('x', '0'))};top:{_number(use.get('y', '0')) / height:.1%}"


def _text(text: dict[str, str], height: float) -> str:
    left = _number(text.get("x", "0")) - _LABEL_WIDTH / 2
    top = (_number(text.get("y", "0")) - _TEXT_HEIGHT) / height
    return f"left:{left:g}%;width:{_LABEL_WIDTH:g}%;top:{top:.1%}"


_STYLES = {"rect": _rect, "line": _line, "circle": _circle, "use": _use, "text": _text}


def _attributes(text: str) -> dict[str, str]:
    return dict(_ATTRIBUTE.findall(text))


def _length(value: str) -> str:
    return f"{_number(value):g}{'%' if value.endswith('%') else 'px'}"


def _number(value: str) -> float:
    try:
        return float(value.removesuffix("%"))
    except ValueError:
        return 0.0
