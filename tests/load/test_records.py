"""Documents become records strictly, and every disagreement has its place and its words."""

from __future__ import annotations

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.load.records import read_record, record_schema
from generator.load.schemas import schemas
from generator.load.strict_yaml import parse_yaml
from generator.model.problem import ProblemLog
from generator.model.questionnaire import Questionnaire
from generator.model.round import PublishedFigure, RoundSetting
from tests.load.conftest import TINY

QUOTES = "Take the quotes away."
ROUND = """\
id: "2023"
title: Round
questionnaire: schools/2023
opened: 2023-05-02
closed: "2023-05-23"
synthetic: true
source: A
caveat: B
"""


def problems_of(text: str, record_type: type = RoundSetting) -> list[str]:
    log = ProblemLog()
    document = parse_yaml(text, "f.yaml", log)
    if document is not None:
        record = read_record(document, record_type, log)
        assert (record is None) == log.has_errors
    return [str(problem) for problem in log.problems]


def test_a_date_may_be_quoted_or_not() -> None:
    assert problems_of(ROUND) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("title: Round", "titel: Round", "f.yaml:2:1: S002 The field `titel` is not known here. Did you mean 'title'?"),
        ("title: Round", "", "f.yaml:1:1: S001 The field `title` is missing. Add `title:` here."),
        ("title: Round", "title:", "f.yaml:2:7: S003 `title` should be a text, not nothing."),
        ("title: Round", 'title: ""', "f.yaml:2:8: S004 `title` is outside what is allowed. It must not be empty."),
        ("e: Round", "e: 7", 'f.yaml:2:8: Y008 `title` is a text, but 7 without quotes is a number. Write "7".'),
        ("true", '"true"', "f.yaml:6:12: Y008 `synthetic` should be true or false, not a quoted text. " + QUOTES),
        ("true", "1", "f.yaml:6:12: S003 `synthetic` should be true or false."),
        ("2023-05-02", "2023-02-30", "f.yaml:4:9: S003 `opened` should be a date such as 2021-05-03."),
    ],
)
def test_a_fault_is_told_in_plain_words_at_its_place(old: str, new: str, problem: str) -> None:
    assert problem in problems_of(ROUND.replace(old, new))


def test_a_value_that_was_told_once_is_not_told_again() -> None:
    assert problems_of(ROUND.replace("title: Round", "title: 012")) == [
        'f.yaml:2:8: Y008 The unquoted 012 is read differently by every tool. Write "012" for a text, or a number in '
        "plain digits."
    ]


def test_a_number_may_be_whole_where_a_decimal_is_allowed() -> None:
    figure = "id: a\ntitle: A\nkind: number\nplace: B\nvalue: 3\n"
    assert problems_of(figure, PublishedFigure) == []


def test_a_list_is_not_called_too_short_because_its_parts_are_wrong() -> None:
    text = (TINY / "questionnaires/schools/2021.yaml").read_text(encoding="utf-8")
    found = problems_of(text.replace("reader: adult", "reader: old"), Questionnaire)
    assert [problem.split()[1] for problem in found] == ["S004"]


@pytest.mark.parametrize("kind", sorted(schemas()))
def test_every_schema_is_draft_07(kind: str) -> None:
    schema = schemas()[kind]
    jsonschema.Draft7Validator.check_schema(schema)
    assert "$defs" not in str(schema)


def test_the_schema_and_the_loader_agree_on_the_good_project() -> None:
    for path in (TINY / "questionnaires/schools").glob("*.yaml"):
        document = parse_yaml(path.read_text(encoding="utf-8"), path.name, ProblemLog())
        assert document is not None
        jsonschema.validate(document.data, record_schema(Questionnaire))


@given(
    st.sampled_from(["title", "opened", "synthetic", "id", "questionnaire", "more"]),
    st.none() | st.booleans() | st.integers() | st.text(max_size=30) | st.lists(st.integers(), max_size=2),
)
def test_the_schema_and_the_loader_agree_on_altered_rounds(field: str, value: object) -> None:
    """What the editor accepts the build accepts. (Dates are checked as `format`, which draft-07 leaves open.)"""
    document = parse_yaml(ROUND, "f.yaml", ProblemLog())
    assert document is not None
    assert isinstance(document.data, dict)
    document.data[field] = value  # type: ignore[assignment]
    is_record = read_record(document, RoundSetting, ProblemLog()) is not None
    dates = jsonschema.FormatChecker(["date"])
    validator = jsonschema.Draft7Validator(record_schema(RoundSetting), format_checker=dates)
    if field != "opened" or not isinstance(value, str):
        assert is_record == validator.is_valid(document.data)
