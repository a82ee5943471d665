"""Commentaries: `content/results/<round>/commentary/<section>.md`, what an analyst says about the numbers of a round.

The file has the id of its area or block in small letters, or the name `overview`. The text is put into the report of
the round, below headings of the third level, so it may hold nothing that would clash with the page around it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from generator.load.files import files_of, shown_path
from generator.load.markdown_files import MarkdownFile, read_markdown
from generator.load.markdown_lines import prose_lines
from generator.load.suggestions import did_you_mean
from generator.model.content import OVERVIEW, Commentary, CommentaryFrontMatter
from generator.model.problem import Place, ProblemLog

FOLDER: Final = "commentary"
"""The folder's name within that of a round."""
TOP_HEADING: Final = 4
_ATTRIBUTES: Final = re.compile(r"\{:?([^{}\n]*)\}")
_ID: Final = re.compile(r"(?:^|\s)(?:#|id\s*=)")
_DEFINITION: Final = re.compile(r" {0,3}(?P<name>\[[^\]\n]+\]):")


def load_commentaries(
    folder: Path, root: Path, round_id: str, sections: Sequence[str] | None, log: ProblemLog
) -> tuple[Commentary, ...]:
    """The sound commentaries in a round's folder: the one on the whole round, then those on `sections`, in their order.

    `sections` are the ids of the questionnaire's areas and blocks; none when the round cannot be used: its texts are
    checked all the same, but for whether there is such a section (G006). Links are checked later.
    """
    known = {name.lower(): name for name in reversed(sections or ())} | {OVERVIEW: OVERVIEW}
    found = []
    for file in files_of(folder / FOLDER, root, log, ".md"):
        own_log = ProblemLog()
        read = read_markdown(file, root, CommentaryFrontMatter, own_log, top_heading=TOP_HEADING)
        if read is not None:
            _check_surroundings(read, own_log)
        if sections is not None and file.stem not in known:
            message = f"The questionnaire has no section '{file.stem}'."
            remedy = did_you_mean(file.stem, known)
            own_log.add("G006", Place(shown_path(file, root)), message, remedy or "Name the file after its section.")
        log.extend(own_log.problems)
        if sections is not None and read is not None and read.front_matter is not None and not own_log.has_errors:
            section = known[file.stem]
            found.append(Commentary(round_id, section, read.front_matter, read.body, read.body_line, read.path))
    order = [OVERVIEW, *(sections or ())]
    return tuple(sorted(found, key=lambda commentary: order.index(commentary.section)))


def _check_surroundings(read: MarkdownFile[CommentaryFrontMatter], log: ProblemLog) -> None:
    """Ids and definitions count for a whole page, where other commentaries may have the same ones (G007)."""
    for number, line in prose_lines(read.body, read.body_line):
        for attributes in _ATTRIBUTES.finditer(line):
            if _ID.search(attributes[1]):
                place = Place(read.path, number, attributes.start() + 1)
                log.add("G007", place, "This id may stand elsewhere on the page.", "Delete it: headings get one.")
        if definition := _DEFINITION.match(line):
            place = Place(read.path, number, definition.start("name") + 1)
            message = f"The definition of {definition['name']} would count for the whole page."
            log.add("G007", place, message, "Write the address at the link itself, or the note into the text.")
