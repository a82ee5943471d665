"""Markdown files with front matter: guides and commentaries are read and checked alike."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Generic, TypeVar

from generator.load.characters import forbidden
from generator.load.files import read_text, shown_path
from generator.load.markdown_lines import check_constructs
from generator.load.records import read_record
from generator.load.strict_yaml import parse_yaml
from generator.model.problem import Place, ProblemLog
from generator.model.questionnaire import Record

FENCE: Final = "---"
FrontMatter = TypeVar("FrontMatter", bound=Record)


@dataclass(frozen=True, slots=True)
class MarkdownFile(Generic[FrontMatter]):
    """A file as it is written. It may still hold faults, which are noted."""

    front_matter: FrontMatter | None
    body: str
    body_line: int
    """The line of the file (from 1) at which `body` starts."""
    path: str


def read_markdown(
    file: Path,
    root: Path,
    front_matter_type: type[FrontMatter],
    log: ProblemLog,
    *,
    top_heading: int = 2,
    with_pictures: bool = False,
) -> MarkdownFile[FrontMatter] | None:
    """The parts of the file, or none without front matter; every fault is noted (G001, G003, G005, Y005 and others).

    `top_heading` is the highest level of headings that its text may have; `with_pictures`: whether it may show any.
    """
    path = shown_path(file, root)
    text = read_text(file, root, log)
    if text is None:
        return None
    lines = text.splitlines(keepends=True)
    end = next((index for index, line in enumerate(lines) if index and line.rstrip() == FENCE), None)
    if not lines or lines[0].rstrip() != FENCE or end is None:
        *first, last = front_matter_type.model_fields
        remedy = f"Begin with a line `{FENCE}`, then {', '.join(first)} and {last}, then `{FENCE}`."
        log.add("G001", Place(path, 1, 1), "The file has no front matter.", remedy)
        return None
    document = parse_yaml("".join(lines[1:end]), path, log, first_line=2)
    front_matter = read_record(document, front_matter_type, log) if document is not None else None
    body, body_line = "".join(lines[end + 1 :]), end + 2
    for found in forbidden(body):
        place = Place(path, found.line + body_line - 1, found.column)
        log.add("Y005", place, f"The character {found.name} cannot be seen or reorders text.", "Delete it.")
    check_constructs(body, path, body_line, log, top_heading=top_heading, with_pictures=with_pictures)
    return MarkdownFile(front_matter, body, body_line, path)
