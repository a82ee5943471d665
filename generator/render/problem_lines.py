"""Problems as lines for people, for programs and for the code host's pull request view."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from generator.model.problem import Problem


def text_lines(problems: Iterable[Problem]) -> str:
    """One line a problem: `file:line:column: CODE message remedy`; warnings say so."""
    return "\n".join(map(str, problems))


def json_text(problems: Iterable[Problem]) -> str:
    """A JSON list of objects: path, line, column, code, severity, message, remedy. The shape is stable."""
    rows = [
        {
            "path": problem.place.path,
            "line": problem.place.line,
            "column": problem.place.column,
            "code": problem.code,
            "severity": str(problem.severity),
            "message": problem.message,
            "remedy": problem.remedy,
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def github_lines(problems: Iterable[Problem]) -> str:
    """Workflow commands that the code host shows beside the line in a pull request."""
    return "\n".join(_github_line(problem) for problem in problems)


FORMATS: Final[Mapping[str, Callable[[Iterable[Problem]], str]]] = {
    "text": text_lines,
    "json": json_text,
    "github": github_lines,
}


def _github_line(problem: Problem) -> str:
    place = problem.place
    facts = {"file": place.path, "line": place.line or 1, "col": place.column or 1, "title": problem.code}
    inside = ",".join(f"{key}={_escaped(str(value), is_property=True)}" for key, value in facts.items())
    return f"::{problem.severity} {inside}::{_escaped(f'{problem.message} {problem.remedy}'.strip())}"


def _escaped(text: str, *, is_property: bool = False) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.replace(":", "%3A").replace(",", "%2C") if is_property else escaped
