"""Guides: `content/guides/<slug>.md`, front matter and English Markdown without an h1."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Final

from generator.load.files import files_of, read_text, shown_path
from generator.load.guide_pictures import FOLDER as PICTURES
from generator.load.markdown_files import FENCE, read_markdown
from generator.load.strict_yaml import parse_yaml
from generator.model.content import Guide, GuideFrontMatter
from generator.model.problem import Place, ProblemLog

FOLDER: Final = "content/guides"
_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def load_guides(root: Path, log: ProblemLog) -> tuple[Guide, ...]:
    """The sound guides in menu order. Their links are checked later, when all addresses are known."""
    guides = []
    for file in files_of(root / FOLDER, root, log, ".md", (PICTURES,)):
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
    if not _SLUG.fullmatch(file.stem):
        remedy = "Small letters and digits, joined by hyphens: it becomes the address."
        log.add("S005", Place(shown_path(file, root)), f"The name '{file.stem}' breaks the rules for names.", remedy)
    read = read_markdown(file, root, GuideFrontMatter, log, with_pictures=True)
    if read is None or read.front_matter is None:
        return None
    return Guide(file.stem, read.front_matter, read.body, read.body_line, read.path)


def _order_place(guide: Guide, root: Path) -> Place:
    """Where `order` stands; the guide was sound a moment ago."""
    text = read_text(root / guide.path, root, ProblemLog()) or ""
    document = parse_yaml(text.split(f"\n{FENCE}", 1)[0].removeprefix(FENCE), guide.path, ProblemLog())
    return document.place(("order",)) if document is not None else Place(guide.path)
