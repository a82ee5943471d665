"""Random national rounds, made to be attacked: small groups, few schools in some parts, one school that dominates.

Everything here is invented by a machine from a seed; no real school stands behind it. A set is one round of an
instrument of its own, so that rounds do not compare themselves with each other and pages stay short. One project holds
many sets. The exact counts stay in `NationalSet`, for the judge; the attacker sees the built site only.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final, TypeAlias

Rng: TypeAlias = Random
Unit: TypeAlias = tuple[str, str, str]
"""School, level, group."""
Slice: TypeAlias = tuple[str, str]
"""Dimension (empty: everybody; `level`; region, ...) and part."""

ROOT: Final = Path(__file__).resolve().parents[2]
ANSWERED: Final = "answered"
LEVELS: Final = ("isced1", "isced2", "isced3")
GROUPS: Final = ("leaders", "teachers", "students")
SIZES: Final = {"leaders": (1, 6), "teachers": (2, 22), "students": (4, 45)}
"""The smallest and the largest number of invited people of a school's group at one level."""
DIMENSIONS: Final = ("region", "kind")


@dataclass(frozen=True, slots=True)
class RandomItem:
    """A question: its type and option codes, and who answers it."""

    id: str
    type: str
    options: tuple[str, ...]
    """Codes on the scale or list; `na` is apart and last where there is one."""
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RandomSchool:
    """A school and its value of each dimension."""

    id: str
    parts: Mapping[str, str]
    scope: str

    @property
    def is_public(self) -> bool:
        """Whether everybody may see its page."""
        return self.scope == "public"


@dataclass(frozen=True, slots=True)
class NationalSet:
    """The truth about a round: exact counts, as the project's tables have them."""

    seed: int
    shape: str
    """What makes this set hard: see `SHAPES`."""
    levels: tuple[str, ...]
    groups: tuple[str, ...]
    dimensions: Mapping[str, tuple[str, ...]]
    items: tuple[RandomItem, ...]
    schools: tuple[RandomSchool, ...]
    invited: Mapping[Unit, int]
    completed: Mapping[Unit, int]
    answers: Mapping[Unit, Mapping[str, Mapping[str, int]]]

    @property
    def round(self) -> str:
        """The id of the round."""
        return f"r{self.seed}"

    @property
    def instrument(self) -> str:
        """The id of its questionnaire."""
        return f"q{self.seed}"

    def slices(self) -> Iterator[Slice]:
        """Every part of the round that a report can show."""
        yield ("", "")
        yield from (("level", level) for level in self.levels)
        yield from ((dimension, part) for dimension, parts in self.dimensions.items() for part in parts)

    def units_of(self, group: str, part: Slice) -> Iterator[Unit]:
        """The units of a group that belong to a slice and that at least one person belongs to."""
        by_id = {school.id: school for school in self.schools}
        for unit, completed in self.completed.items():
            school, level, of = unit
            dimension, value = part
            if of != group or not completed:
                continue
            if not dimension or (level if dimension == "level" else by_id[school].parts[dimension]) == value:
                yield unit


SHAPES: Final = ("even", "skewed", "nested", "dominated", "unanimous", "sparse", "public", "tiny")
"""`skewed`: some parts have one to six schools. `nested`: a kind of school exists in one region only. `dominated`: one
school is many times larger. `unanimous`: schools answer alike. `sparse`: many schools lack a level or a group.
`public`: nearly all schools of some parts are public. `tiny`: one or two people a school and group: sums are
near the limits of the rules."""


def random_set(seed: int) -> NationalSet:
    """The set of a seed: 15 to 80 schools, 2 or 3 groups, levels and items, 2 dimensions of 3 to 7 parts."""
    rng = Random(f"national {seed}")
    shape = SHAPES[seed % len(SHAPES)]
    levels = LEVELS[: rng.choice((2, 2, 3))]
    groups = tuple(sorted(rng.sample(GROUPS, rng.choice((2, 2, 3))), key=GROUPS.index))
    dimensions = {name: tuple(f"{name}{place}" for place in range(rng.randint(3, 7))) for name in DIMENSIONS}
    items = tuple(_items(rng, groups))
    schools = tuple(_schools(rng, shape, dimensions))
    invited: dict[Unit, int] = {}
    completed: dict[Unit, int] = {}
    answers: dict[Unit, dict[str, dict[str, int]]] = {}
    for unit, size in _sizes(rng, shape, schools, levels, groups):
        invited[unit] = size
        completed[unit] = _binomial(rng, size, rng.choice((0.3, 0.6, 0.8, 0.9, 1.0)))
        counted = {
            item.id: _counts(rng, item, completed[unit], shape)
            for item in items
            if unit[2] in item.groups and completed[unit]
        }
        answers[unit] = {item: counts for item, counts in counted.items() if counts}
    return NationalSet(seed, shape, levels, groups, dimensions, items, schools, invited, completed, answers)


def _items(rng: Rng, groups: Sequence[str]) -> Iterator[RandomItem]:
    for place in range(rng.choice((2, 2, 3))):
        kind = "scale" if not place else rng.choices(("scale", "single", "multiple"), (6, 1, 1))[0]
        asked = tuple(groups) if rng.random() < 0.7 else tuple(sorted(rng.sample(tuple(groups), 1)))
        codes = {
            "scale": ("1", "2", "3", "4", "na"),
            "single": ("one", "two", "three"),
            "multiple": ("some", "more", "none"),
        }
        yield RandomItem(f"A{place + 1}", kind, codes[kind], asked)


def _schools(rng: Rng, shape: str, dimensions: Mapping[str, Sequence[str]]) -> Iterator[RandomSchool]:
    public_share = rng.uniform(0.1, 0.4)
    weights = {
        name: [rng.choice((1, 1, 2, 6, 12)) if shape in {"skewed", "sparse"} else rng.choice((3, 4, 5)) for _ in parts]
        for name, parts in dimensions.items()
    }
    region, kind = (dimensions[name] for name in DIMENSIONS)
    for place in range(int(15 + 66 * rng.random() ** 2)):
        parts = {name: rng.choices(values, weights[name])[0] for name, values in dimensions.items()}
        if shape == "nested" and parts["kind"] == kind[-1]:
            parts["region"] = region[-1]
        share = 0.85 if shape == "public" and parts["region"] in region[:2] else public_share
        scope = "public" if rng.random() < share else rng.choice(("none", "none", "ministry"))
        yield RandomSchool(f"S{place + 1:02d}", parts, scope)


def _sizes(
    rng: Rng, shape: str, schools: Iterable[RandomSchool], levels: Sequence[str], groups: Sequence[str]
) -> Iterator[tuple[Unit, int]]:
    rare = rng.choice(levels)
    for school in schools:
        factor = rng.choice((1, 1, 1, 1, 8)) if shape == "dominated" else 1
        present = [level for level in levels if rng.random() < (0.35 if shape == "sparse" or level == rare else 0.7)]
        for level in present or [levels[0]]:
            for group in groups:
                if shape == "sparse" and rng.random() < 0.4:
                    continue
                low, high = (1, 2) if shape == "tiny" else SIZES[group]
                yield (school.id, level, group), rng.randint(low, max(low, high // rng.choice((1, 1, 2, 4)))) * factor


def _binomial(rng: Rng, number: int, chance: float) -> int:
    return sum(rng.random() < chance for _ in range(number))


def _counts(rng: Rng, item: RandomItem, completed: int, shape: str) -> dict[str, int]:
    number = completed if rng.random() < 0.7 else _binomial(rng, completed, 0.8)
    if item.type == "multiple":
        found = {code: _binomial(rng, number, rng.random()) for code in item.options[:-1]}
        found = {code: count for code, count in found.items() if count}
        return {ANSWERED: number} | found if number else {}
    weights = [rng.choice((0, 1, 1, 2, 5)) for _ in item.options[:-1]] + [rng.choice((0, 0.2, 1))]
    if shape == "unanimous":
        weights = [float(code == item.options[int(item.id[-1]) % 3]) for code in item.options]
        weights[0] += 0.03
    if not any(weights):
        weights[0] = 1
    return dict(Counter(rng.choices(item.options, weights, k=number)))


def write_project(folder: Path, sets: Sequence[NationalSet]) -> Path:
    """A project with the templates of this one, one language, and a round and an instrument for each set."""
    shutil.copytree(ROOT / "site_templates", folder / "site_templates")
    theme = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    _write(folder / "mkdocs.yml", theme.replace("[az, ru, en]", "[en]"))
    for national in sets:
        _write_questionnaire(folder / "questionnaires" / national.instrument / "1.yaml", national)
        _write_round(folder / "content" / "results" / national.round, national)
    return folder


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _write_questionnaire(path: Path, national: NationalSet) -> None:
    """JSON is YAML too."""
    agreement = [
        {"code": code, "text": f"Answer {code}", **({"positive": True} if code in "34" else {})} for code in "1234"
    ]
    apart = {"code": "na", "text": "Does not fit", "not_applicable": True}
    content = {
        "instrument": national.instrument,
        "version": "1",
        "title": f"Invented questionnaire {national.instrument}",
        "summary": "Made by a machine for a test.",
        "languages": ["en"],
        "groups": [_group(group) for group in national.groups],
        "levels": [{"id": level, "title": f"Level {level}", "short": level.upper()} for level in national.levels],
        "scales": [{"id": "agreement", "instruction": "Tick one box.", "options": [*agreement, apart]}],
        "areas": [
            {
                "id": "A",
                "title": "Invented area",
                "summary": "Invented.",
                "items": [_item(item) for item in national.items if item.type == "scale"],
            }
        ],
    }
    blocks = [
        {"id": f"b{item.id.lower()}", "title": f"Block of {item.id}", "summary": "Invented.", "items": [_item(item)]}
        for item in national.items
        if item.type != "scale"
    ]
    _write(path, json.dumps(content | ({"blocks": blocks} if blocks else {}), indent=1))


def _group(group: str) -> dict[str, object]:
    return {
        "id": group,
        "title": group.capitalize(),
        "reader": "student" if group == "students" else "adult",
        "welcome": "An invented questionnaire.",
        "minutes": 5,
        "minimum": [{"up_to": 10, "percent": 80}, {"percent": 50}],
    }


def _item(item: RandomItem) -> dict[str, object]:
    shared: dict[str, object] = {
        "id": item.id,
        "title": f"Question {item.id}",
        "status": "core",
        "type": item.type,
        "text": dict.fromkeys(item.groups, f"An invented question of number {item.id[1:]}."),
    }
    if item.type == "scale":
        return shared | {"scale": "agreement"}
    return shared | {"options": [{"code": code, "text": f"Choice {code}"} for code in item.options]}


def _write_round(folder: Path, national: NationalSet) -> None:
    setting = {
        "id": national.round,
        "title": f"Invented round {national.seed}",
        "questionnaire": f"{national.instrument}/1",
        "opened": "2024-05-02",
        "closed": "2024-05-23",
        "synthetic": True,
        "source": "Made by a machine for a test.",
        "caveat": "No real school stands behind these numbers.",
        "dimensions": {
            name: {"title": f"By {name}", "values": {part: f"Part {part}" for part in parts}}
            for name, parts in national.dimensions.items()
        },
    }
    text = json.dumps(setting)
    for date in ("2024-05-02", "2024-05-23"):
        text = text.replace(f'"{date}"', date)  # a date of YAML has no quotation marks
    _write(folder / "round.yaml", text)
    _write_table(
        folder / "schools.csv",
        ("school", "name", *national.dimensions, "consent_scope", "consent_by", "consent_on"),
        (
            (school.id, f"Invented school {school.id}", *school.parts.values(), school.scope, *_agreed(school))
            for school in national.schools
        ),
    )
    _write_table(
        folder / "participation.csv",
        ("school", "level", "group", "invited", "completed", "note"),
        ((*unit, invited, national.completed[unit], "") for unit, invited in national.invited.items()),
    )
    _write_table(
        folder / "answers.csv",
        ("school", "level", "group", "item", "option", "count"),
        (
            (*unit, item, option, count)
            for unit, answers in national.answers.items()
            for item, counts in answers.items()
            for option, count in counts.items()
        ),
    )


def _agreed(school: RandomSchool) -> tuple[str, str]:
    return ("", "") if school.scope == "none" else ("The head of the school", "2024-04-20")


def _write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((header, *rows))
