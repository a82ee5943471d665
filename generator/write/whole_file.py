"""A file is written whole or not at all: a reader, or a crash, never meets half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, content: bytes, *, must_survive: bool = False, mode: int = 0o644) -> None:
    """Put `content` at `path` in one step; folders above it are made. Raises OSError.

    `must_survive`: wait until the content is on the disk, so that a power cut too leaves the old file or the new one.
    `mode`: who may read it, everybody unless said; until it has its name, nobody but its owner.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            if must_survive:
                stream.flush()
                os.fsync(stream.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def remove_halves(folder: Path) -> None:
    """Remove what a killed `write_whole` left in a folder. Only for folders in which nobody else writes now."""
    for half in folder.glob(".*.*"):
        half.unlink(missing_ok=True)
