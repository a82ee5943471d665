"""Earlier catalogues out of git's history. The door to git.

git is given a list of arguments, never a line for a shell; it reads what is on this machine and asks nobody for more.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from generator.load.catalogues import MAX_BYTES, catalogue_path, read_catalogue
from generator.model.catalogue import Catalogue, Domain, Language
from generator.model.problem import ProblemLog

_REVISION: Final = re.compile(r"[0-9A-Za-z@][0-9A-Za-z._/@{}~^+-]{0,199}")
"""Names of commits as people write them: `main`, `v1.2`, `HEAD~3`, `main@{yesterday}`; never an option or a path."""
_COMMIT: Final = re.compile(r"[0-9a-f]{40,64}")
_TIMEOUT: Final = 30.0
_SURROUNDINGS: Final = ("PATH", "HOME", "LANG", "SYSTEMROOT")
"""What git gets of our environment: no GIT_DIR that would name another repository."""


class RevisionError(ValueError):
    """There is no git, no repository or no such revision; the message says which."""


def commit_of(root: Path, revision: str) -> str:
    """The commit that a revision names in the repository that the project lies in. Raises RevisionError."""
    if not _REVISION.fullmatch(revision):
        raise RevisionError(f"{revision!r} is not the name of a revision, such as main, v1.2 or HEAD~3")
    if _git(root, "rev-parse", "--is-inside-work-tree").returncode:
        raise RevisionError(f"{root} is not in a git repository, so it has no earlier revisions")
    found = _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    commit = found.stdout.decode("ascii", "replace").strip()
    if found.returncode or not _COMMIT.fullmatch(commit):
        raise RevisionError(f"the repository has no revision {revision}")
    return commit


def language_at(root: Path, commit: str, code: str) -> Language:
    """A language with the catalogues that it had in a commit; what may not be shown is left out, as it is today.

    Problems of earlier catalogues are not told: nobody can mend the past. Raises RevisionError.
    """
    catalogues: dict[Domain, Catalogue] = {}
    with tempfile.TemporaryDirectory(prefix="guzgu-") as folder:
        for domain in Domain:
            path = catalogue_path(code, domain)
            content = _file_at(root, commit, path)
            if content is not None:
                file = Path(folder) / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
                catalogues[domain] = read_catalogue(file, Path(folder), ProblemLog())
    return Language(code, catalogues)


def _file_at(root: Path, commit: str, path: str) -> bytes | None:
    """A file as it was in a commit; None where there was none. Raises RevisionError for one that is too large."""
    name = f"{commit}:./{path}"
    size = _git(root, "cat-file", "-s", name)
    if size.returncode:
        return None
    if int(size.stdout) > MAX_BYTES:
        raise RevisionError(f"{path} of {commit[:12]} is larger than {MAX_BYTES:,} bytes")
    found = _git(root, "cat-file", "blob", name)
    return None if found.returncode else found.stdout


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    surroundings = {name: os.environ[name] for name in _SURROUNDINGS if name in os.environ}
    offline = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    command = ["git", "-C", str(root), *arguments]
    try:
        return subprocess.run(  # noqa: S603 - arguments were checked, and no shell reads them
            command, capture_output=True, timeout=_TIMEOUT, env=surroundings | offline, check=False
        )
    except FileNotFoundError as error:
        raise RevisionError("git is not installed, and earlier revisions cannot be read without it") from error
    except subprocess.TimeoutExpired as error:
        raise RevisionError(f"git did not answer within {_TIMEOUT:g} seconds") from error
