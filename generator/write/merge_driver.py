"""What git calls to merge a catalogue (`.gitattributes`; CONTRIBUTING.md says how to switch it on)."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from generator.translation.po_reading import CatalogueSyntaxError
from generator.translation.three_way import join_texts
from generator.write.whole_file import write_whole


@dataclass(frozen=True, slots=True)
class MergeOutcome:
    """What became of a merge."""

    conflicts: tuple[str, ...] = ()
    """English texts that have two translations now and wait for a decision."""
    is_clean: bool = True
    """Whether git may go on. Not so where a version could not be understood: git's own marks stand in the file then."""
    reason: str = ""


def merge_catalogues(base: Path, ours: Path, theirs: Path) -> MergeOutcome:
    """Merge into `ours`, as git wants it. A version that is no catalogue is left to git's merge by lines."""
    try:
        joined = join_texts(*(file.read_bytes().decode("utf-8") for file in (base, ours, theirs)))
    except (CatalogueSyntaxError, UnicodeDecodeError) as error:
        return _by_lines(base, ours, theirs, str(error))
    write_whole(ours, joined.text.encode("utf-8"))
    return MergeOutcome(joined.conflicts)


def _by_lines(base: Path, ours: Path, theirs: Path, reason: str) -> MergeOutcome:
    # Names of files that git itself gave, never a shell.
    command = ["git", "merge-file", "-L", "ours", "-L", "before", "-L", "theirs", "--", *map(str, (ours, base, theirs))]
    merged = subprocess.run(command, check=False)  # noqa: S603
    return MergeOutcome(is_clean=merged.returncode == 0, reason=reason)
