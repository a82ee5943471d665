"""Problems as lines for people, for programs and for the code host's pull request view, and as a comment on one."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from generator.model.problem import Problem, Severity

MAX_FILES: Final = 20
"""How many files the table of a comment names."""
MAX_ROWS: Final = 40
"""How many problems a comment lists."""
MAX_CELL: Final = 240
"""How many characters of a message or remedy a comment has: 40 rows stay below the code host's 65,536 characters."""


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


def markdown_comment(problems: Iterable[Problem]) -> str:
    """A comment for a pull request: a sentence, how many problems each file has, and the first of them.

    What comes from files stands in code spans, where nothing is a link, a mark or the name of a person.
    """
    told = sorted(problems, key=lambda problem: (problem.severity is not Severity.ERROR, problem))
    if not told:
        return "No problems were found."
    lines = [f"{_counted(told)}.", "", *_file_table(told), "", *_problem_table(told[:MAX_ROWS])]
    if len(told) > MAX_ROWS:
        lines += ["", f"{len(told) - MAX_ROWS:,} more are not listed here; `guzgu check` lists all."]
    return "\n".join(lines)


FORMATS: Final[Mapping[str, Callable[[Iterable[Problem]], str]]] = {
    "text": text_lines,
    "json": json_text,
    "github": github_lines,
    "markdown": markdown_comment,
}


def _github_line(problem: Problem) -> str:
    place = problem.place
    facts = {"file": place.path, "line": place.line or 1, "col": place.column or 1, "title": problem.code}
    inside = ",".join(f"{key}={_escaped(str(value), is_property=True)}" for key, value in facts.items())
    return f"::{problem.severity} {inside}::{_escaped(f'{problem.message} {problem.remedy}'.strip())}"


def _escaped(text: str, *, is_property: bool = False) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.replace(":", "%3A").replace(",", "%2C") if is_property else escaped


def _counted(problems: Iterable[Problem]) -> str:
    """`1 error, 2 warnings`; what there is none of is left out."""
    count = Counter(problem.severity for problem in problems)
    parts = (f"{count[each]:,} {each}{'s' if count[each] > 1 else ''}" for each in Severity if count[each])
    return ", ".join(parts)


def _file_table(problems: Iterable[Problem]) -> Iterator[str]:
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.place.path, []).append(problem)
    yield "| File | Found |"
    yield "|---|---|"
    for path, its in list(found.items())[:MAX_FILES]:
        yield f"| {_code_span(path)} | {_counted(its)} |"
    if rest := [problem for its in list(found.values())[MAX_FILES:] for problem in its]:
        yield f"| {len(found) - MAX_FILES:,} more files | {_counted(rest)} |"


def _problem_table(problems: Iterable[Problem]) -> Iterator[str]:
    yield "| Place | Code | What is wrong | What to do |"
    yield "|---|---|---|---|"
    for problem in problems:
        code = f"**{problem.code}**" if problem.severity is Severity.ERROR else problem.code
        texts = [_code_span(each) for each in (str(problem.place), problem.message, problem.remedy)]
        yield f"| {texts[0]} | {code} | {texts[1]} | {texts[2]} |"


def _code_span(text: str) -> str:
    """The text as code in a table's cell: a stroke ends a cell even there, and what cannot be seen is named."""
    shown = "".join(_visible(character) for character in text).replace("`", "'").replace("|", "¦").strip()
    shown = shown if len(shown) <= MAX_CELL else f"{shown[: MAX_CELL - 3]}..."
    return f"`{shown}`" if shown else ""


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    return f"U+{ord(character):04X}" if unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs"} else character
