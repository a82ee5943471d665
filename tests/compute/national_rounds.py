"""Random rounds of a country: regions and types of schools, small groups, some schools public. All numbers invented."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator

from generator.model.results import ANSWERED, Consent, ConsentScope, Participation, Round, School, Unit
from generator.model.round import DimensionSetting
from tests.compute.conftest import SETTING

CODES = {"A1": tuple("12345"), "B1": tuple("12345"), "V1": ("1", "4", "7", "10"), "S1": ("home", "bus")}
"""Items of the small questionnaire, with the answers that are drawn."""
REGIONS = ("r1", "r2", "r3", "r4", "r5", "r6", "r7")
TYPES = ("t1", "t2", "t3", "t4")


def national_round(draws: random.Random, school_count: int, regions: int, types: int, public: float) -> Round:
    """A round of the small questionnaire. Most parts of the country have few schools, some many."""
    dimensions = {"region": REGIONS[:regions], "type": TYPES[:types]}
    schools = tuple(_school(draws, number, dimensions, public) for number in range(school_count))
    people, answers = [], {}
    for school in schools:
        size = draws.choice([0.3, 1, 1, 2])
        for level in draws.choice([("lower",), ("upper",), ("lower", "upper")]):
            for group in ("leaders", "teachers", "students"):
                usual = {"leaders": 3, "teachers": 14, "students": 60}[group]
                completed = round(draws.uniform(0.2, 1.5) * size * usual)
                unit = Unit(school.id, level, group)
                people.append(Participation(*unit, completed + draws.randint(0, 9), completed))
                answers[unit] = dict(_answers(draws, unit, completed))
    settings = {
        name: DimensionSetting(title=name, values={value: value for value in values})
        for name, values in dimensions.items()
    }
    return Round(SETTING.model_copy(update={"dimensions": settings}), schools, tuple(people), answers)


def _school(draws: random.Random, number: int, dimensions: dict[str, tuple[str, ...]], public: float) -> School:
    values = {
        name: draws.choices(each, [2.0**-place for place in range(len(each))])[0] for name, each in dimensions.items()
    }
    scope = ConsentScope.PUBLIC if draws.random() < public else ConsentScope.NONE
    return School(f"S{number}", f"School {number}", values, Consent(scope, "head", datetime.date(2022, 1, 1)))


def _answers(draws: random.Random, unit: Unit, completed: int) -> Iterator[tuple[str, dict[str, int]]]:
    asked = ["A1", "V1"] + (["S1"] if unit.group == "students" else ["B1"])
    for item in asked:
        silent = draws.choice([0, 0, 0, 1, 2])
        weights = [draws.uniform(0.1, 1) for _ in CODES[item]]
        drawn = draws.choices(CODES[item], weights, k=max(0, completed - silent))
        counts = {code: drawn.count(code) for code in CODES[item] if code in drawn}
        if item in {"A1", "B1"} and drawn and draws.random() < 0.2:
            counts["na"] = counts.pop(drawn[0])
        if counts:
            yield item, counts
    if unit.group != "students" and completed:
        yield "N1", {ANSWERED: completed, "net": draws.randint(0, completed), "none": draws.randint(0, completed // 3)}
