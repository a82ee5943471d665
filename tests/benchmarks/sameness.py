"""Whether two pages say the same: every element, attribute and word of their articles, in order.

White space may differ, and so may the way a number is written in an attribute (`12.50%` and `12.5%`). What
only our pages carry is not compared: the chapters that point out and compare, means of areas, the data for exploring.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

_NUMBER = re.compile(r"-?\d+\.\d+")
_OURS_CLASSES = (
    "gz-chapter",
    "gz-correction",
    "gz-charts-data",
    "gz-dots-chart",
    "gz-dots-shapes",
    "gz-how",
    "gz-mean",
)
_OURS_ALONE = f".//*[{' or '.join(f'contains(@class, {name!r})' for name in _OURS_CLASSES)}]"
_ARTICLE = "//article[contains(@class, 'gz-report')]"


def first_difference(one: str, other: str) -> str:
    """The first difference between the articles of two pages, in words; empty when there is none."""
    pairs = itertools.zip_longest(_facts(one), _facts(other), fillvalue="nothing")
    seen: list[str] = []
    for mine, theirs in pairs:
        if mine != theirs:
            return f"after {' '.join(seen[-3:])}: {mine!r} is not {theirs!r}"
        seen.append(mine)
    return ""


def _facts(page: str) -> Iterator[str]:
    """The article as a list of tags, ends of tags and texts. Raises ValueError when the page has no article."""
    articles = lxml_html.document_fromstring(page).xpath(_ARTICLE)
    if len(articles) != 1:
        raise ValueError(f"{len(articles)} articles")
    for extra in articles[0].xpath(_OURS_ALONE):
        extra.drop_tree()
    for event, node in etree.iterwalk(articles[0], events=("start", "end")):
        if not isinstance(node.tag, str):
            continue
        if event == "start":
            attributes = (f"{name}={_NUMBER.sub(_plain_number, value)}" for name, value in sorted(node.attrib.items()))
            yield f"<{' '.join([node.tag, *attributes])}>"
            yield from _words(node.text)
        else:
            yield f"</{node.tag}>"
            yield from _words(node.tail)


def _words(text: str | None) -> Iterator[str]:
    joined = " ".join((text or "").split())
    if joined:
        yield joined


def _plain_number(match: re.Match[str]) -> str:
    return match[0].rstrip("0").rstrip(".")
