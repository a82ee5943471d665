"""A small questionnaire with every type of item, the project's own questionnaires, and rounds made of few numbers."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from generator.load.own_questions import load_own_questions
from generator.load.questionnaires import load_questionnaires
from generator.model.problem import ProblemLog
from generator.model.questionnaire import OwnQuestions, Questionnaire
from generator.model.results import Answers, Consent, ConsentScope, Participation, Round, School, Unit
from generator.model.round import RoundSetting

ROOT = Path(__file__).parent.parent.parent

_AGREEMENT = [
    {"code": "1", "text": "Strongly disagree"},
    {"code": "2", "text": "Disagree"},
    {"code": "3", "text": "Neither"},
    {"code": "4", "text": "Agree", "positive": True},
    {"code": "5", "text": "Strongly agree", "positive": True},
    {"code": "na", "text": "Does not apply", "not_applicable": True},
]


def _scale_item(item_id: str, groups: str, **more: object) -> dict[str, object]:
    text = {group: f"{item_id} as {group} read it." for group in groups.split()}
    return {
        "id": item_id,
        "title": item_id,
        "status": "core",
        "type": "scale",
        "scale": "agreement",
        "text": text,
        **more,
    }


SMALL = {
    "instrument": "schools",
    "version": "1",
    "title": "Small",
    "summary": "Small.",
    "languages": ["en"],
    "groups": [
        {
            "id": group,
            "title": group,
            "reader": "adult",
            "welcome": "Welcome.",
            "minutes": 5,
            "minimum": [{"up_to": 10, "percent": 80}, {"up_to": 30, "percent": 60}, {"percent": 33}],
        }
        for group in ("leaders", "teachers", "students")
    ],
    "levels": [{"id": level, "title": level, "short": level} for level in ("lower", "upper")],
    "scales": [{"id": "agreement", "instruction": "Tick one.", "options": _AGREEMENT}],
    "areas": [
        {
            "id": "A",
            "title": "A",
            "summary": "A.",
            "items": [
                _scale_item("A1", "leaders teachers students"),
                _scale_item("A2", "leaders teachers students", status="optional"),
            ],
        },
        {
            "id": "B",
            "title": "B",
            "summary": "B.",
            "items": [_scale_item("B1", "leaders teachers"), _scale_item("B2", "teachers", levels=["upper"])],
        },
    ],
    "blocks": [
        {
            "id": "obstacles",
            "title": "N",
            "summary": "N.",
            "items": [
                {
                    "id": "N1",
                    "title": "N1",
                    "status": "core",
                    "type": "multiple",
                    "text": {"leaders": "Which?", "teachers": "Which?"},
                    "options": [{"code": "net", "text": "Internet"}, {"code": "none", "text": "None of these"}],
                },
                {
                    "id": "S1",
                    "title": "S1",
                    "status": "core",
                    "type": "single",
                    "text": {"students": "Where?"},
                    "options": [{"code": "home", "text": "At home"}, {"code": "bus", "text": "On the bus"}],
                },
                {
                    "id": "V1",
                    "title": "V1",
                    "status": "core",
                    "type": "score",
                    "text": {"leaders": "How good?", "teachers": "How good?", "students": "How good?"},
                    "score": {"from": 1, "to": 10, "low": "Bad", "high": "Good"},
                },
            ],
        }
    ],
}

Rows = Mapping[tuple[str, str, str], tuple[int, Mapping[str, Mapping[str, int]]]]
"""(school, level, group) -> (completed, counts by item)."""


@pytest.fixture(scope="session")
def small() -> Questionnaire:
    """The small questionnaire."""
    return Questionnaire.model_validate(SMALL, strict=False)


@pytest.fixture(scope="session")
def changed() -> Callable[[Callable[[dict], None]], Questionnaire]:  # type: ignore[type-arg]
    """Make a version of the small questionnaire after a function changed its raw data."""
    import copy

    def make(change: Callable[[dict], None]) -> Questionnaire:  # type: ignore[type-arg]
        raw = copy.deepcopy(SMALL)
        change(raw)
        return Questionnaire.model_validate(raw, strict=False)

    return make


@pytest.fixture(scope="session")
def make_small_round() -> Callable[..., Round]:
    """Make a round from rows; `public` names the schools that agreed to a public page."""

    def make(rows: Rows, public: str = "", others: str = "") -> Round:
        ids = dict.fromkeys([*(school for school, _, _ in rows), *others.split()])
        schools = tuple(
            School(
                each,
                f"School {each}",
                {},
                Consent(ConsentScope.PUBLIC, "headteacher", datetime.date(2022, 1, 1))
                if each in public.split()
                else Consent(),
            )
            for each in ids
        )
        people = tuple(Participation(*unit, completed + 3, completed) for unit, (completed, _) in rows.items())
        answers: Answers = {Unit(*unit): counts for unit, (_, counts) in rows.items()}
        return Round(SETTING, schools, people, answers)

    return make


SETTING = RoundSetting(
    id="2022",
    title="Round",
    questionnaire="schools/1",
    opened=datetime.date(2022, 5, 2),
    closed=datetime.date(2022, 5, 20),
    synthetic=True,
    source="Made up",
    caveat="Not representative",
)


@pytest.fixture(scope="session")
def questionnaires() -> Mapping[str, Questionnaire]:
    """The project's own versions."""
    return load_questionnaires(ROOT, ProblemLog()).by_key


@pytest.fixture(scope="session")
def own_questions() -> tuple[OwnQuestions, ...]:
    """The project's files of schools with own questions."""
    log = ProblemLog()
    return tuple(each.record for each in load_own_questions(ROOT, load_questionnaires(ROOT, log), log))
