"""The tables of a report's pages as facts, read by their headings as a reader would."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lxml import html

from tests.attack.attacker import EVERYBODY, Slice
from tests.attack.facts import Fact, Facts, normal

_MARKS: Final = {"hidden": "hidden", "nobody answered": "nobody", "not asked": "not_asked"}
_TAKEN: Final = ("invited", "completed", "rate", "needed", "is_met")


@dataclass(frozen=True, slots=True)
class Names:
    """What the headings of a page mean: titles of groups, parts and options. From the data file's own words."""

    school: str
    groups: Mapping[str, str]
    parts: Mapping[str, Slice]
    options: Mapping[str, Mapping[str, str]]
    """By item, code by title."""
    words: tuple[str, ...]
    """Names, titles, questions and dates, which have numbers that measure nothing."""


def names_of(data_file: Path) -> Names:
    """The words of a report."""
    file = json.loads(data_file.read_text(encoding="utf-8"))
    return Names(
        school=(file["school"] or {}).get("id", ""),
        groups={title: group for group, title in file["groups"].items()},
        parts={each["label"]: (each["dimension"], each["part"]) for each in file["parts"]}
        | {each["part"].upper(): (each["dimension"], each["part"]) for each in file["parts"]}
        | {"All": EVERYBODY, "All schools": EVERYBODY},
        options={item["id"]: {title: code for code, title in item["options"].items()} for item in file["items"]},
        words=tuple(_words(file)),
    )


def _words(file: Mapping[str, Any]) -> Iterator[str]:
    yield from (file["round"]["title"], (file["school"] or {}).get("name") or file["round"]["title"])
    for date in (file["round"]["opened"], file["round"]["closed"]):
        day = datetime.date.fromisoformat(date)
        yield f"{day:%B} {day.day}, {day.year}"
    yield from file["groups"].values()
    yield from (each["label"] for each in file["parts"])
    for item in file["items"]:
        yield from (item["id"], item["title"], *item["text"].values(), *item["options"].values())


def words_of(node: Any) -> str:
    """The text of an element, with single blanks."""
    return " ".join(node.text_content().split())


def page_facts(page: Path, names: Names) -> Facts:
    """The facts of every table of a page whose headings say what its numbers are about."""
    facts: Facts = {}
    for table in html.fromstring(page.read_text(encoding="utf-8")).iter("table"):
        read = _READERS.get(table.get("class", "").split()[-1])
        told = read(table, names) if read else ()
        facts |= {Fact(names.school, *place): normal(value) for place, value in told if normal(value)}
    return facts


def _rows(table: Any) -> Iterator[tuple[str, list[Any]]]:
    """The rows of the body: heading and cells; a heading over several rows is a row without cells."""
    for row in table.iterfind("tbody/tr"):
        heading = row.findall("th")
        yield words_of(heading[-1]), row.findall("td")


def _header(table: Any) -> list[str]:
    return [words_of(cell) for cell in table.iterfind("thead/tr[1]/th")][1:]


def _mark(cell: Any) -> str:
    marked = cell.find_class("gz-mark")
    return _MARKS.get(words_of(marked[0]), "") if marked else ""


def _number(cell: Any, kind: str) -> str:
    """A number inside a cell by the tag or class around it; `first` is the text before any other."""
    if kind == "first":
        return (cell.text or "").strip()
    found = cell.findall("b") if kind == "b" else cell.find_class(kind)
    return words_of(found[0]) if found else ""


def _participation(table: Any, names: Names) -> Iterator[tuple[tuple[str, ...], str]]:
    place = EVERYBODY
    for heading, cells in _rows(table):
        if not cells:
            place = names.parts[heading]
            continue
        key = ("participation", *place, names.groups[heading], "", "")
        if mark := _mark(cells[0]):
            yield (*key, "mark"), mark
            continue
        yield (*key, "mark"), "shown"
        for column, cell in zip(_TAKEN, cells, strict=False):
            yield (*key, column), words_of(cell).split(" (")[0]


def _schools(table: Any, names: Names) -> Iterator[tuple[tuple[str, ...], str]]:
    groups = [names.groups.get(words_of(cell), "") for cell in table.iterfind("thead/tr[2]/th")]
    for heading, cells in _rows(table):
        if not cells:
            continue
        place = names.parts[heading]
        if mark := _mark(cells[0]):
            yield ("schools", *place, "", "", "", "mark"), mark
            continue
        yield ("schools", *place, "", "", "", "schools"), words_of(cells[0])
        for group, cell in zip(groups, cells[1:], strict=False):
            if group and not _mark(cell):
                yield ("schools", *place, group, "", "", "minimum_met"), words_of(cell)


def _of_caption(table: Any, names: Names) -> Slice:
    """The part that a caption ends with, on pages of schools."""
    label = words_of(table.find("caption")).rpartition(": ")[2]
    return names.parts.get(label, EVERYBODY)


def _glance(table: Any, names: Names) -> Iterator[tuple[tuple[str, ...], str]]:
    place = _of_caption(table, names)
    for row in table.iterfind("tbody/tr"):
        area = words_of(row.find_class("gz-id")[0])
        for group, cell in zip(_header(table), row.findall("td"), strict=True):
            yield from _one_cell(cell, ("areas", *place, names.groups[group], area, ""))


def _one_cell(cell: Any, key: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Percent positive in bold and a small `mean` or `n`."""
    if mark := _mark(cell):
        yield (*key, "mark"), mark
        return
    value = _number(cell, "b")
    yield (*key, "percent_positive" if value.endswith("%") else "mean"), value
    name, _, small = _number(cell, "gz-share").partition(" ")
    if name in {"mean", "n"}:
        yield (*key, name), small


def _by(table: Any, names: Names) -> Iterator[tuple[tuple[str, ...], str]]:
    group = names.groups[words_of(table.find("caption")).partition(": ")[0]]
    parts = [names.parts[label] for label in _header(table)]
    what = words_of(table.find("thead/tr/th"))
    for row in table.iterfind("tbody/tr"):
        heading, cells = words_of(row.find("th")), row.findall("td")
        for place, cell in zip(parts, cells, strict=True):
            if what in {"Area", "Question"}:
                kind = "areas" if what == "Area" else "answers"
                yield from _one_cell(cell, (kind, *place, group, words_of(row.find_class("gz-id")[0]), ""))
            else:
                yield from _of_option(cell, (*place, group), _item_around(table), heading, names)


def _item_around(table: Any) -> str:
    """The item of the section or figure that a table stands in."""
    for around in table.iterancestors("section", "figure"):
        label = around.get("aria-label", "")
        if around.get("class") == "gz-item" and label:
            return str(label.split()[0])
        for heading in around.find_class("gz-id"):
            return words_of(heading)
    return ""


def _of_option(
    cell: Any, place: tuple[str, ...], item: str, heading: str, names: Names
) -> Iterator[tuple[tuple[str, ...], str]]:
    """A cell of an answer's row: count and percent, percent alone, or in the last row n."""
    if mark := _mark(cell):
        yield ("answers", *place, item, "", "mark"), mark
    elif heading.endswith("(n)"):
        yield ("answers", *place, item, "", "n"), words_of(cell)
    else:
        option = names.options[item][heading]
        percent = _number(cell, "b") or _number(cell, "gz-share")
        yield ("answers", *place, item, option, "percent"), percent
        yield ("answers", *place, item, option, "count"), _number(cell, "first")


def _level_around(table: Any, names: Names) -> Slice:
    for around in table.iterancestors("section"):
        if around.get("class") == "gz-level":
            return ("level", around.get("aria-labelledby", ""))
    return EVERYBODY


def _choices(table: Any, names: Names) -> Iterator[tuple[tuple[str, ...], str]]:
    item, place = _item_around(table), _level_around(table, names)
    groups = [names.groups[title] for title in _header(table)]
    for heading, cells in _rows(table):
        for group, cell in zip(groups, cells, strict=True):
            yield from _of_option(cell, (*place, group), item, heading, names)


def _scale(table: Any, names: Names) -> Iterator[tuple[tuple[str, ...], str]]:
    item, place = _item_around(table), _level_around(table, names)
    titles = [words_of(cell) for cell in table.iterfind("thead/tr/th")][1:]
    for heading, cells in _rows(table):
        key = (*place, names.groups[heading], item)
        if mark := _mark(cells[0]):
            yield ("answers", *key, "", "mark"), mark
            continue
        for title, cell in zip(titles, cells, strict=True):
            if "gz-apart" in cell.get("class", ""):
                yield ("answers", *key, "", "not_applicable"), words_of(cell)
            elif title in _SCALE_COLUMNS:
                yield ("answers", *key, "", _SCALE_COLUMNS[title]), words_of(cell)
            else:
                option = names.options[item][title.partition(" ")[2]]
                yield ("answers", *key, option, "count"), _number(cell, "first")
                yield ("answers", *key, option, "percent"), _number(cell, "gz-share")


def _ranking(table: Any, names: Names) -> Iterator[tuple[tuple[str, ...], str]]:
    caption = words_of(table.find("caption")).split(": ")[0]
    place = next(part for label, part in names.parts.items() if caption.endswith(label))
    group = ""
    for row in table.iterfind("tbody/tr"):
        cells = row.findall("td")
        if not cells:
            group = names.groups[words_of(row.find("th"))]
            continue
        item = words_of(row.find_class("gz-id")[0])
        for column, cell in zip(("percent_positive", "n"), cells, strict=True):
            yield ("answers", *place, group, item, "", column), words_of(cell)


_SCALE_COLUMNS: Final = {"n": "n", "Percent positive": "percent_positive", "Mean": "mean"}
_READERS: Final = {
    "gz-table-participation": _participation,
    "gz-table-schools": _schools,
    "gz-table-glance": _glance,
    "gz-table-by": _by,
    "gz-table-choice": _choices,
    "gz-table-ranking": _ranking,
    "gz-table": _scale,
}
