"""Guides: `content/guides/<slug>.md`, front matter and English Markdown without an h1."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Final

from generator.load.characters import forbidden
from generator.load.files import files_of, read_text, shown_path
from generator.load.markdown_lines import check_constructs
from generator.load.records import read_record
from generator.load.strict_yaml import parse_yaml
from generator.model.content import Guide, GuideFrontMatter
from generator.model.problem import Place, ProblemLog

FOLDER: Final = "content/guides"
_FENCE: Final = "---"
_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def load_guides(root: Path, log: ProblemLog) -> tuple[Guide, ...]:
    """The sound guides in menu order. Their links are checked later, when all addresses are known."""
    guides = []
    for file in files_of(root / FOLDER, root, log, ".md"):
        own_log = ProblemLog()
        guide = _load_guide(file, root, own_log)
        log.extend(own_log.problems)
        if guide is not None and not own_log.has_errors:
            guides.append(guide)
    guides.sort(key=lambda guide: (guide.front_matter.order, guide.slug))
    for one, other in itertools.pairwise(guides):
        if one.front_matter.order == other.front_matter.order:
            message = f"The guide {one.slug} has the same place {one.front_matter.order} in the menu."
            log.add("G004", _order_place(other, root), message, "Give each guide its own `order`.")
    return tuple(guides)


def _load_guide(file: Path, root: Path, log: ProblemLog) -> Guide | None:
    path = shown_path(file, root)
    text = read_text(file, root, log)
    if text is None:
        return None
    if not _SLUG.fullmatch(file.stem):
        remedy = "Small letters and digits, joined by hyphens: it becomes the address."
        log.add("S005", Place(path), f"The name '{file.stem}' breaks the rules for names.", remedy)
    lines = text.splitlines(keepends=True)
    end = next((index for index, line in enumerate(lines) if index and line.rstrip() == _FENCE), None)
    if not lines or lines[0].rstrip() != _FENCE or end is None:
        remedy = "Begin with a line `---`, then title, summary, audience, order and minutes, then `---`."
        log.add("G001", Place(path, 1, 1), "The guide has no front matter.", remedy)
        return None
    document = parse_yaml("".join(lines[1:end]), path, log, first_line=2)
    front_matter = read_record(document, GuideFrontMatter, log) if document is not None else None
    body, body_line = "".join(lines[end + 1 :]), end + 2
    for found in forbidden(body):
        place = Place(path, found.line + body_line - 1, found.column)
        log.add("Y005", place, f"The character {found.name} cannot be seen or reorders text.", "Delete it.")
    check_constructs(body, path, body_line, log)
    return Guide(file.stem, front_matter, body, body_line, path) if front_matter is not None else None


def _order_place(guide: Guide, root: Path) -> Place:
    """Where `order` stands; the guide was sound a moment ago."""
    text = read_text(root / guide.path, root, ProblemLog()) or ""
    document = parse_yaml(text.split(f"\n{_FENCE}", 1)[0].removeprefix(_FENCE), guide.path, ProblemLog())
    return document.place(("order",)) if document is not None else Place(guide.path)
