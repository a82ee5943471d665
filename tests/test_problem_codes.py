"""The list of problem codes says what can happen, no more and no less."""

import re
from pathlib import Path

from generator.model.problem import CODES

GENERATOR = Path(__file__).parent.parent / "generator"
CODE = re.compile(r'"([A-Z]\d{3})"')


def raised_codes() -> set[str]:
    files = (path for path in GENERATOR.rglob("*.py") if path.name != "problem.py")
    return {code for path in files for code in CODE.findall(path.read_text(encoding="utf-8"))}


def test_every_code_is_raised_somewhere() -> None:
    """`guzgu explain` tells of nothing that cannot happen."""
    assert sorted(CODES.keys() - raised_codes()) == []


def test_every_code_that_is_raised_has_a_meaning() -> None:
    assert sorted(raised_codes() - CODES.keys()) == []
