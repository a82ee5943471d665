"""What synthetic rounds aim at: the orderings and the few values that the reports on the pilot state.

Only these are facts of the source: the order of areas and groups, the highest statement with its 93.9 %, the lowest
two, the order of factors, and the mean score 8.07. Every other number here is invented to fill the gaps.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Targets:
    """What a synthetic round aims at. Whatever is not named gets a steady level of its own, by its id."""

    opened: datetime.date
    closed: datetime.date
    areas: Mapping[str, float] = field(default_factory=dict)
    """Percent positive by area, for a group without offset."""
    items: Mapping[str, float] = field(default_factory=dict)
    """Percent positive by item: the mean over the groups that are asked."""
    choices: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Percent of people by item and option code."""
    scores: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Mean by item and group."""
    not_applicable: Mapping[str, float] = field(default_factory=dict)
    """Percent of answers that stand apart from the scale, by item."""
    offsets: Mapping[str, float] = field(default_factory=dict)
    """How many points a group lies above or below the others."""
    is_repeat: bool = False
    """Whether this is a later round of the same schools."""


_OFFSETS: Final = {"leaders": 6.0, "students": -9.0}
_TRAINING: Final = {"T1": 86.0, "T8": 78.0, "T5": 74.0, "T6": 71.0, "T7": 68.0, "T4": 64.0, "T3": 54.0, "T2": 49.0}
_CONFIDENCE: Final = {"K4": 85.0, "K3": 77.0, "K5": 69.0, "K2": 63.0, "K1": 57.0}
_TECHNOLOGY: Final = {"U3": 82.0, "U4": 62.0, "U2": 56.0, "U6": 45.0, "U5": 38.0, "U1": 24.0}
_NO_TRAINING: Final = {"T1": 12.0, "T2": 38.0, "T3": 34.0, "T4": 22.0, "T5": 14.0, "T6": 24.0, "T7": 26.0, "T8": 8.0}
_OBSTACLES: Final = {
    "equip": 68.0,
    "net": 59.0,
    "money": 44.0,
    "mater": 41.0,
    "sskil": 37.0,
    "lang": 34.0,
    "time": 32.0,
    "plan": 29.0,
    "tskil": 23.0,
    "supp": 20.0,
    "space": 16.0,
    "none": 5.0,
}
_REMOTE_OBSTACLES: Final = {
    "famsk": 63.0,
    "sdev": 57.0,
    "snet": 48.0,
    "motiv": 41.0,
    "place": 36.0,
    "texp": 31.0,
    "tdev": 27.0,
    "tmat": 18.0,
    "tfeed": 14.0,
    "none": 5.0,
}
_REMOTE_HELP: Final = {
    "vle": 66.0,
    "coop": 55.0,
    "train": 50.0,
    "mater": 45.0,
    "fam": 41.0,
    "plan": 37.0,
    "netw": 33.0,
    "lend": 27.0,
    "byod": 13.0,
    "none": 4.0,
}
_STUDENT_HELP: Final = {
    "apps": 62.0,
    "brows": 56.0,
    "dev": 50.0,
    "net": 46.0,
    "teach": 43.0,
    "place": 40.0,
    "peers": 36.0,
    "fam": 33.0,
    "mater": 29.0,
    "plan": 25.0,
    "none": 4.0,
}
_CHOICES: Final = {"N1": _OBSTACLES, "N2": _REMOTE_OBSTACLES, "P1": _REMOTE_HELP, "P2": _STUDENT_HELP}

FIRST_ROUND: Final = Targets(
    opened=datetime.date(2022, 5, 2),
    closed=datetime.date(2022, 5, 20),
    areas={"A": 78.0, "B": 67.0, "C": 55.0, "D": 83.0, "E": 69.0, "F": 71.0, "G": 72.0, "H": 68.0},
    items={"G7": 93.9, "C10": 36.0, "C16": 38.0, **_TRAINING, **_CONFIDENCE, **_TECHNOLOGY},
    choices=_CHOICES,
    # Few leaders and many students: weighted by people, these means make 8.07.
    scores={"V1": {"leaders": 8.3, "teachers": 8.15, "students": 8.057}},
    not_applicable=_NO_TRAINING,
    offsets=_OFFSETS,
)
"""The first demonstration round: it reproduces what the reports on the pilot state."""

SECOND_ROUND: Final = Targets(
    opened=datetime.date(2023, 5, 1),
    closed=datetime.date(2023, 5, 19),
    areas={"A": 80.0, "B": 70.0, "C": 59.0, "D": 84.5, "E": 71.0, "F": 72.0, "G": 73.0, "H": 71.0},
    items={"G7": 94.2, "C18": 43.0, "C16": 41.0, **_TRAINING, **_CONFIDENCE, **_TECHNOLOGY, "U1": 36.0, "K1": 60.0},
    choices={**_CHOICES, "N1": {**_OBSTACLES, "equip": 63.0, "net": 53.0}},
    scores={"V1": {"leaders": 8.4, "teachers": 8.2, "students": 8.1}},
    not_applicable=_NO_TRAINING,
    offsets=_OFFSETS,
    is_repeat=True,
)
"""The second demonstration round: the same schools a year later, a little further."""
