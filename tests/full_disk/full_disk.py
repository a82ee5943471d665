"""A disk that is full after some writes, for the process that imports this and for those it starts.

Python tells an audit hook of everything that makes or opens a file; the hook counts what happens below a folder and,
from a certain count on, answers as a full disk does. The count is kept in a file, so that processes share it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_TARGET = {"os.mkdir": 0, "os.link": 1, "os.rename": 1, "os.symlink": 1}
"""Which argument of an event is the path that comes into being."""


@dataclass
class Disk:
    """What is full, when, and where the count is kept."""

    folder: str
    writes: int
    """How many writes succeed."""
    count: Path
    is_deadly: bool = False
    """Whether the write after those kills the process, instead of failing."""


_disks: list[Disk] = []


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if not _disks or (event != "open" and event not in _TARGET):
        return
    disk = _disks[-1]
    if event == "open":
        flags = arguments[2]
        path = arguments[0] if isinstance(flags, int) and flags & _WRITING else None
    else:
        path = arguments[_TARGET[event]]
    if not isinstance(path, (str, os.PathLike)) or not str(path).startswith(disk.folder):
        return
    _disks.clear()  # the count itself is written without being counted
    try:
        with disk.count.open("ab") as stream:
            stream.write(b".")
        used = disk.count.stat().st_size
    finally:
        _disks.append(disk)
    if used > disk.writes and disk.is_deadly:
        os.kill(os.getpid(), signal.SIGKILL)
    if used > disk.writes:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


def start(disk: Disk) -> None:
    """Watch a disk from now on."""
    if not getattr(sys, "_watches_a_disk", False):
        sys.addaudithook(_hook)
        sys._watches_a_disk = True  # type: ignore[attr-defined]
    _disks[:] = [disk]


@contextlib.contextmanager
def full_after(writes: int, folder: Path, count: Path, *, deadly: bool = False) -> Iterator[None]:
    """A disk that is full after so many writes below a folder, in this process; or one that kills it."""
    count.unlink(missing_ok=True)
    start(Disk(str(folder), writes, count, deadly))
    try:
        yield
    finally:
        _disks.clear()


def environment(writes: int, folder: Path, count: Path) -> dict[str, str]:
    """What makes it so in a process of its own."""
    facts = {"FULL_DISK_FOLDER": str(folder), "FULL_DISK_WRITES": str(writes), "FULL_DISK_COUNT": str(count)}
    return os.environ | facts | {"PYTHONPATH": str(Path(__file__).parent)}


if "FULL_DISK_FOLDER" in os.environ:
    start(
        Disk(
            os.environ["FULL_DISK_FOLDER"],
            int(os.environ["FULL_DISK_WRITES"]),
            Path(os.environ["FULL_DISK_COUNT"]),
        )
    )
