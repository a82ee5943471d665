"""Every kind of mistake is found where it is made, and sound catalogues are left in peace."""

from __future__ import annotations

import dataclasses
import itertools
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest

from generator.load.catalogues import load_languages
from generator.model.problem import Problem, ProblemLog
from generator.model.project import Project
from generator.translation.checks import check_translations
from generator.translation.glossary import Glossary, load_glossary
from generator.translation.messages import source_messages
from tests.conftest import IS_NIGHTLY, ROOT, this_project
from tests.translation.seeded_faults import LANGUAGES, OTHER_KINDS, SEVEN_KINDS, Fault, plant

SEED: Final = 2021
FAULTS: Final = 500 if IS_NIGHTLY else 28
IN_ONE_COPY: Final = 56
"""Few, so that most of a catalogue stays sound, and fewer plural messages than there are."""
MAX_FALSE_ALARMS: Final = 0.01

CODES: Final[Mapping[str, frozenset[str]]] = {
    "placeholder": frozenset({"T004"}),
    "link": frozenset({"T005"}),
    "plural": frozenset({"T007"}),
    "markup": frozenset({"T006"}),
    "number": frozenset({"T016"}),
    "glossary": frozenset({"T020"}),
    "look-alike": frozenset({"T010"}),
    "ending": frozenset({"T015"}),
    "quotes": frozenset({"T023"}),
    "english": frozenset({"T014"}),
    "invisible": frozenset({"T010"}),
    "dots": frozenset({"T022"}),
}
"""The codes that name a mistake of each kind."""


@pytest.fixture(scope="module")
def ours() -> Project:
    """This project, as it is."""
    return this_project()


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    """Its terms."""
    return load_glossary(ROOT, ProblemLog())


def problems_of(root: Path, project: Project, glossary: Glossary) -> Sequence[Problem]:
    """What loading and the checks say of the catalogues in a folder."""
    log = ProblemLog()
    languages = load_languages(root, LANGUAGES, log)
    return [*log.problems, *check_translations(dataclasses.replace(project, languages=languages), glossary)]


def missed(folder: Path, project: Project, glossary: Glossary, kinds: Sequence[str], seed: int = SEED) -> list[Fault]:
    """Of planted mistakes those that are not told in their own line by a code of their kind."""
    chance = random.Random(seed)
    left: list[Fault] = []
    for start in range(0, len(kinds), IN_ONE_COPY):
        copy = folder / f"copy-{start}"
        faults = plant(copy, kinds[start : start + IN_ONE_COPY], chance)
        told = {(each.place.path, each.place.line, each.code) for each in problems_of(copy, project, glossary)}
        left += [
            fault
            for fault in faults
            if not any((fault.path, line, code) in told for line in fault.lines for code in CODES[fault.kind])
        ]
    return left


@pytest.mark.slow
def test_planted_mistakes_are_all_found_each_in_its_own_line(ours: Project, glossary: Glossary, tmp_path: Path) -> None:
    """Nightly 500 of the seven kinds that cost most, and as many again of the others; in CI a few of each."""
    kinds = [
        *itertools.islice(itertools.cycle(SEVEN_KINDS), FAULTS),
        *itertools.islice(itertools.cycle(OTHER_KINDS), FAULTS),
    ]
    random.Random(SEED).shuffle(kinds)
    assert missed(tmp_path, ours, glossary, kinds) == []


def test_sound_catalogues_are_left_in_peace(ours: Project, glossary: Glossary) -> None:
    """At most one message in a hundred is suspected wrongly."""
    problems = problems_of(ROOT, ours, glossary)
    assert len(problems) <= MAX_FALSE_ALARMS * len(LANGUAGES) * len(source_messages(ours)), problems
