"""The comment on a pull request, made of the list of problems that its check left.

Code of the pull request wrote that list, so it is read as hostile: what is no such list is not shown at all, and what
is one is shown by `problem_lines`, where every text is code. Needs nothing but Python: the code host runs
`python3 -m generator.render.pull_request_comment ADDRESS < problems.json` without setting anything up.
"""

from __future__ import annotations

import json
import sys
from typing import Final

from generator.model.problem import Place, Problem, Severity
from generator.render.problem_lines import markdown_comment

MAX_BYTES: Final = 2_000_000
"""A longer list is no list of ours."""
MAX_COMMENT: Final = 100_000
"""Bytes: a job hands the comment to the next one in an environment variable, which takes 131,072."""
_UNREADABLE: Final = "The check left no list of problems that can be read. Its page says why."


def pull_request_comment(found: bytes, page: str) -> str:
    """The comment for a list as `problem_lines.json_text` writes it; `page` is the address of the run that made it."""
    try:
        body = markdown_comment(_problems(found))
    except (ValueError, TypeError, KeyError, RecursionError):
        body = _UNREADABLE
    body = body if len(body.encode()) <= MAX_COMMENT else _UNREADABLE
    hints = f"[The page of the check]({page}) has the site with this change to look at: a file under *Artifacts*."
    return f"## Translations\n\n{body}\n\n{hints}\n"


def _problems(found: bytes) -> list[Problem]:
    """Raises ValueError, TypeError, KeyError or RecursionError for anything but a list of ours."""
    if len(found) > MAX_BYTES:
        raise ValueError("too long")
    return [_problem(row) for row in json.loads(found.decode("utf-8"))]


def _problem(row: dict[str, object]) -> Problem:
    text = {name: _text(row[name]) for name in ("path", "code", "message", "remedy", "severity")}
    place = Place(text["path"], _number(row["line"]), _number(row["column"]))
    return Problem(place, text["code"], text["message"], text["remedy"], Severity(text["severity"]))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value < MAX_BYTES:
        raise TypeError("no line or column")
    return value


if __name__ == "__main__":
    sys.stdout.write(pull_request_comment(sys.stdin.buffer.read(MAX_BYTES + 1), sys.argv[1]))
