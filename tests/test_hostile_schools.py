"""What schools write is text and nothing else: names, notes, reasons of corrections, own questions, words of a round.

The hostile strings stand in the tables and files of a small project; the control has plain words at the same places.
"""

from __future__ import annotations

import csv
import itertools
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest

from generator.load.characters import forbidden
from generator.load.project import load_project
from generator.model.problem import Severity
from generator.render.name_order import name_key
from tests.hostile_output import Seen
from tests.hostile_project import LANGUAGE, ROUND, make_hostile_project, rendered, write_schools
from tests.hostile_strings import HOSTILE
from tests.test_hostile_strings import differences, skeletons

pytestmark = pytest.mark.slow

PUT_IN: Final = tuple(
    number
    for number, text in enumerate(HOSTILE)
    if not any(forbidden(text)) and len(text) < 1_000 and text == " ".join(text.split())
)
"""Those that a table can hold: on one line, without characters that nobody sees."""
NAME: Final = 200
OWN: Final = 2
"""Own questions of a school."""


def marked(number: int) -> str:
    """A hostile string with the token by which it is found again."""
    return f"{HOSTILE[number]} q0x{number}q"


def names() -> list[str]:
    """Every string in the name of a school: as many in one as fit, in turns at its beginning."""
    waiting, found = [number for number in PUT_IN if len(marked(number)) <= NAME], []
    while waiting:
        name = marked(waiting.pop(0))
        while waiting and len(name) + 1 + len(marked(waiting[0])) <= NAME:
            name += f" {marked(waiting.pop(0))}"
        found.append(name)
    return found


def write_texts(root: Path, texts: Iterator[str], school_names: Sequence[str]) -> None:
    """The tables of the schools, the own questions of each, and the words of the round, from a stream of texts."""
    write_schools(root, school_names, list(itertools.islice(texts, 4 * len(school_names))), public=len(school_names))
    for number in range(1, len(school_names) + 1):
        items = [
            {
                "id": f"own{place}",
                "area": "C",
                "title": next(texts),
                "status": "own",
                "type": "scale",
                "scale": "agreement",
                "text": {"students": next(texts)},
            }
            for place in range(1, OWN + 1)
        ]
        own = {"school": f"S{number:02}", "instrument": "schools", "version": "2023", "items": items}
        file = root / f"questionnaires/schools/own/S{number:02}.yaml"
        file.write_text(json.dumps(own, ensure_ascii=False, indent=1), encoding="utf-8")
    setting = {
        "id": "2023",
        "title": next(texts),
        "questionnaire": "schools/2023",
        "synthetic": True,
        "source": next(texts),
        "caveat": next(texts),
        "dimensions": {"region": {"title": next(texts), "values": {"baku": next(texts), "regions": next(texts)}}},
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in setting.items()]
    dates = ["opened: 2023-05-02", "closed: 2023-05-23"]
    (root / ROUND / "round.yaml").write_text("\n".join([*lines, *dates, ""]), encoding="utf-8")


def made(folder: Path, texts: Iterator[str], school_names: Sequence[str], seen: Seen) -> dict[str, object]:
    root = make_hostile_project(folder, areas=0, blocks=1)
    write_texts(root, texts, school_names)
    project = load_project(root)
    assert [problem for problem in project.problems if problem.severity is Severity.ERROR] == []
    return skeletons(rendered(project), seen)


def test_no_text_of_a_school_changes_a_page_or_a_file(tmp_path: Path) -> None:
    seen: Seen = defaultdict(set)
    hostile_names = names()
    hostile = made(tmp_path / "hostile", map(marked, itertools.cycle(PUT_IN)), hostile_names, seen)
    words = (f"word{number}" for number in itertools.count())
    # Schools are listed by name: the plain names stand in the same order.
    order = sorted(range(len(hostile_names)), key=lambda number: name_key(hostile_names[number].strip(), LANGUAGE))
    plain_names = [f"School {order.index(number)}" for number in range(len(hostile_names))]
    plain = made(tmp_path / "plain", words, plain_names, seen)

    assert differences(hostile, plain) == []
    missing = {HOSTILE[number]: {"text", "attribute", "search", "table"} - seen[number] for number in PUT_IN}
    assert {text: contexts for text, contexts in missing.items() if contexts} == {}


@pytest.mark.parametrize("is_visible", [True, False], ids=["letters", "characters that nobody sees"])
@pytest.mark.parametrize("column", ["name", "note"])
def test_what_a_table_cannot_hold_is_told_with_its_line(tmp_path: Path, column: str, is_visible: bool) -> None:
    """Each string as a cell of its own: it is read as it is, but for blanks, or its line is named."""
    texts = [text for text in HOSTILE if any(forbidden(text)) != is_visible]
    root = make_hostile_project(tmp_path / "project", areas=0, blocks=1)
    plain = [f"School {number}" for number in range(len(texts))]
    twice = [text for text in texts for _ in range(4)]
    write_schools(root, texts if column == "name" else plain, twice if column == "note" else ())
    project = load_project(root)

    kept = {blank(school.name) for round_ in project.rounds for school in round_.schools}
    kept |= {blank(people.note) for round_ in project.rounds for people in round_.participations}
    table = root / ROUND / ("schools.csv" if column == "name" else "participation.csv")
    told = {problem.place.line for problem in project.problems if problem.place.path.endswith(table.name)}
    lines = dict(cells(table, column))
    assert [text for text, line in lines.items() if blank(text) not in kept and line not in told] == []


def blank(text: str) -> str:
    """A text with its blanks and line ends made equal."""
    return " ".join(text.split())


def cells(file: Path, column: str) -> Iterator[tuple[str, int]]:
    """Each cell of a column with the line of the file on which its row ends."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        for row in rows:
            yield row[column], rows.line_num
