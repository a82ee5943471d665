"""Folders for what must never be published or committed: keys, code sheets, reports for offline use."""

from __future__ import annotations

import os
from pathlib import Path

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
"""Modes: for the owner alone."""
_OTHERS = 0o077


class PrivateFolderError(ValueError):
    """A folder is not as private as it must be; the message says why and what to do."""


def private_folder(folder: Path, project: Path, *, is_made: bool = False) -> Path:
    """The folder behind all links, once it is known to be private; with `is_made` it is made where there is none.

    Raises PrivateFolderError when it is missing, inside the project or another git work tree (whoever commits the tree
    commits the secret), holds the project, belongs to somebody else, or others may read or change it.
    """
    try:
        # Before anything is made: a refused folder must not be left behind.
        refuse_shared_place(folder, project)
        if is_made:
            folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        resolved = folder.resolve(strict=True)
        _refuse_other_readers(resolved)
    except (OSError, RuntimeError) as error:
        # RuntimeError: links that lead round in a circle.
        raise PrivateFolderError(f"the folder {folder} cannot be used: {error}") from error
    return resolved


def refuse_shared_place(path: Path, project: Path) -> None:
    """Raise PrivateFolderError for a file or folder inside the project or a git work tree, or around the project."""
    folder, project = path.resolve(), project.resolve()
    if folder.is_relative_to(project) or project.is_relative_to(folder):
        raise PrivateFolderError(f"{folder} is not apart from the project {project}: choose a folder outside it")
    for above in (folder, *folder.parents):
        if (above / ".git").exists():
            raise PrivateFolderError(f"{folder} is inside the git work tree {above}: choose a folder outside it")


def _refuse_other_readers(folder: Path) -> None:
    if not folder.is_dir():
        raise PrivateFolderError(f"{folder} is not a folder")
    status = folder.stat()
    if status.st_uid != os.geteuid():
        raise PrivateFolderError(f"{folder} belongs to another user: choose a folder of your own")
    if status.st_mode & _OTHERS:
        raise PrivateFolderError(f"others may read or change {folder}: run chmod 700 {folder}")
