"""Reading a file that somebody else wrote: its size, its encoding, and where it really lies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from generator.load.suggestions import did_you_mean
from generator.model.problem import Place, ProblemLog

MAX_TEXT_BYTES: Final = 1_000_000
_BOM: Final = "\ufeff"
_EXPECTED_STRANGERS: Final = frozenset({"README.md", "Thumbs.db"})


def shown_path(file: Path, root: Path) -> str:
    """The path as problems show it: relative to the project where it lies inside, else as it is."""
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else file.as_posix()


def read_text(
    file: Path,
    root: Path,
    log: ProblemLog,
    *,
    limit: int = MAX_TEXT_BYTES,
    large: str = "Y006",
    unreadable: str = "Y007",
    bom: str = "",
) -> str | None:
    """The file's text without byte order mark, or none with a problem noted.

    `large`, `unreadable` and `bom` are the codes of what can be wrong; without the last one a byte order mark is no
    fault.
    """
    content = read_bytes(file, root, log, limit=limit, large=large)
    if content is None:
        return None
    if bom and content.startswith(_BOM.encode()):
        place = Place(shown_path(file, root), 1, 1)
        log.add(bom, place, "The file starts with a byte order mark.", "Save it as UTF-8 without BOM.")
    try:
        return content.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        place = Place(shown_path(file, root), line, column)
        log.add(unreadable, place, "The file is not UTF-8 text.", "Save it with the encoding UTF-8.")
        return None


def read_bytes(file: Path, root: Path, log: ProblemLog, *, limit: int, large: str) -> bytes | None:
    """The file's content, or none with a problem noted. A link that leads out of the folder is not followed."""
    place = Place(shown_path(file, root))
    if file.is_symlink() and not file.resolve().is_relative_to(root.resolve()):
        log.add("P002", place, "The file is a link that leads out of the folder.", "Put the file itself here.")
        return None
    try:
        if not file.is_file():
            log.add("P002", place, "The file is missing.")
            return None
        if file.stat().st_size > limit:
            log.add(large, place, f"The file is larger than {limit:,} bytes.", "Split it, or look for a mistake.")
            return None
        return file.read_bytes()
    except OSError as error:
        log.add("P002", place, f"The file cannot be read ({error.strerror}).")
        return None


def listed(folder: Path) -> tuple[Path, ...]:
    """What a folder holds, sorted by name, without hidden files; nothing where the folder does not exist."""
    try:
        return tuple(sorted(entry for entry in folder.iterdir() if not entry.name.startswith(".")))
    except OSError:
        return ()


def files_of(folder: Path, root: Path, log: ProblemLog, suffix: str, known: Iterable[str] = ()) -> Iterator[Path]:
    """The files of a folder with this suffix; anything else but `known` names is noted as out of place (P003)."""
    for entry in listed(folder):
        if entry.suffix == suffix and not entry.is_dir() and entry.name not in _EXPECTED_STRANGERS:
            yield entry
        elif entry.name not in known and entry.name not in _EXPECTED_STRANGERS:
            note_stranger(entry, root, log, [entry.stem + suffix] if entry.suffix else [])


def note_stranger(entry: Path, root: Path, log: ProblemLog, expected: Iterable[str]) -> None:
    """Note a file or folder that the project does not read (P003)."""
    what = "folder" if entry.is_dir() else "file"
    log.add("P003", Place(shown_path(entry, root)), f"This {what} is not read.", did_you_mean(entry.name, expected))
