"""Every number on a report's page: in text, in attributes, in drawings, in data for charts.

Each must be a rounded count, follow from rounded counts (percent, mean, gap), or be no measurement (a date, a name, a
figure's number, a rule's limit). A small exact count can look like a percent; `twins.py` finds those.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import accumulate, combinations, pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

from lxml import html

from tests.attack.facts import Fact, Facts

_NUMBER: Final = re.compile(r"(?<![\w.#])[-−+]?\d+(?:,\d{3})*(?:\.\d+)?(?![\w])")
_NO_MEASURE: Final = {"class", "id", "href", "src", "for", "name", "colspan", "rowspan", "tabindex", "content", "lang"}
_GEOMETRY: Final = {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "d", "width", "height", "viewbox", "transform"}
_PLACES: Final = {"y", "bottom", "middle", "row", "order"}
"""Fields of a chart's data that say how far down something stands."""
_LOOKS: Final = {"font-size", "font-weight", "stroke", "stroke-width", "fill", "opacity", "stroke-miterlimit", "style"}


NO_MEASUREMENTS: Final = {*map(str, range(11)), *map(str, range(20, 101, 20)), "25", "50", "75"}
"""Numbers of lists, figures, answers and rules, and the marks of an axis."""


class Told(NamedTuple):
    """A number that a page tells, and where."""

    where: str
    number: str


def measurable(page: Path, names: Iterable[str]) -> Iterator[Told]:
    """Every number of a page's article that could be a measurement. `names`: words with numbers of their own."""
    article = html.fromstring(page.read_text(encoding="utf-8")).find(".//article")
    word = _pattern(names)
    for node in article.iter():
        if not isinstance(node.tag, str) or node.tag == "style":
            continue
        if node.tag == "script":
            yield from (Told("chart data", number) for number in _in_json(json.loads(node.text or "{}")))
            continue
        texts = [("text", node.text), ("text", node.tail)]
        texts += [(f"attribute {name}", value) for name, value in node.attrib.items() if _may_measure(name)]
        for where, text in texts:
            yield from (Told(where, number) for number in numbers_in(word.sub(" ", _plain(text or ""))))


def _may_measure(attribute: str) -> bool:
    return attribute not in _NO_MEASURE | _GEOMETRY | _LOOKS and not attribute.startswith(
        ("aria-labelledby", "aria-desc", "data-gz-")
    )


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def of_text(text: str, names: Iterable[str]) -> set[str]:
    """The numbers of a text, such as that of a PDF, whose lines may break anywhere."""
    word = _pattern(names)
    return set(numbers_in(word.sub(" ", " ".join(_plain(text).split()))))


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))


def numbers_in(text: str) -> Iterator[str]:
    """The numbers of a text, without sign and separators of thousands."""
    for found in _NUMBER.findall(text):
        yield f"{float(found.replace(',', '').lstrip('-−+')):g}"


def _in_json(value: Any) -> Iterator[str]:
    """The numbers in the rows of data of a chart; what says how to draw is left out."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key == "values" and isinstance(each, list):
                yield from _in_rows(each)
            else:
                yield from _in_json(each)
    elif isinstance(value, list):
        for each in value:
            yield from _in_json(each)


def _in_rows(rows: list[Any]) -> Iterator[str]:
    for row in rows:
        for key, each in row.items() if isinstance(row, dict) else ():
            if isinstance(each, int | float) and not isinstance(each, bool) and key not in _PLACES:
                yield f"{abs(each):g}"


def bars(page: Path) -> Iterator[str]:
    """Places and widths in percent of bars and dots that the page draws itself."""
    for node in html.fromstring(page.read_text(encoding="utf-8")).iter("rect", "text", "use", "line", "circle"):
        for name in ("x", "width", "x1", "x2", "cx"):
            if (value := node.get(name, "")).endswith("%"):
                yield f"{float(value[:-1]):g}"


def derivable(facts: Facts, others: Iterable[Facts] = ()) -> set[str]:
    """All numbers that follow from a report's own table; `others`: tables that it is compared with."""
    allowed = {value for fact, value in facts.items() if fact.column != "mark"}
    percents = _percents(facts)
    for table in others:
        allowed |= {value for fact, value in table.items() if fact.column in _COMPARED}
        theirs = _percents(table)
        allowed |= {_gap(value, theirs[fact]) for fact, value in percents.items() if fact in theirs}
    for one, other in _pairs(percents):
        allowed.add(_gap(one, other))
    return {f"{abs(float(value)):g}" for value in allowed if re.fullmatch(r"-?[\d.]+", value)}


_COMPARED: Final = {"percent_positive", "percent", "mean", "rate"}


def _percents(facts: Facts) -> dict[Fact, str]:
    found = {fact: value for fact, value in facts.items() if fact.column in {"percent_positive", "percent", "mean"}}
    return {fact._replace(school=""): value for fact, value in found.items()}


def _pairs(percents: Mapping[Fact, str]) -> Iterator[tuple[str, str]]:
    """Two groups about the same thing in the same slice."""
    by_thing: dict[Fact, list[str]] = {}
    for fact, value in percents.items():
        by_thing.setdefault(fact._replace(group=""), []).append(value)
    for values in by_thing.values():
        yield from combinations(values, 2)


def _gap(one: str, other: str) -> str:
    return f"{abs(float(one) - float(other)):g}"


def said_of_round(data_file: Path) -> set[str]:
    """What else may stand on a page: how many schools took part, as the data file says, and no measurement."""
    schools = json.loads(data_file.with_name("all_schools-en.json").read_text(encoding="utf-8"))["schools"]
    return NO_MEASUREMENTS | {f"{schools:g}" if schools else "0"}


def drawable(facts: Facts) -> set[str]:
    """Places and widths, in percent, that bars of rounded counts can have."""
    by_item: dict[Fact, list[int]] = {}
    for fact, value in facts.items():
        if fact.column == "count" and fact.option != "na":
            by_item.setdefault(fact._replace(option="", column=""), []).append(int(float(value)))
    allowed = {f"{percent:g}" for percent in range(101)}
    for fact, counts in by_item.items():
        ends = [0, *accumulate(counts)]
        places = [*map(Fraction, ends + counts), *(Fraction(low + high, 2) for low, high in pairwise(ends))]
        for total in {ends[-1], int(float(facts.get(fact._replace(column="n"), 0)))} - {0}:
            allowed |= {_two_digits(Fraction(place * 100, total)) for place in places}
    for fact, value in facts.items():
        if fact.column == "completed":
            invited = int(float(facts.get(fact._replace(column="invited"), 0)))
            allowed |= {_two_digits(Fraction(int(float(value)) * 100, invited))} if invited else set()
    return allowed


def _two_digits(value: Fraction) -> str:
    return f"{float(round(value, 2)):g}"
