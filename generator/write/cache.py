"""What was rendered before and has not changed: bytes by the digest of everything they were made from."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable
from pathlib import Path

from generator.write.whole_file import write_whole

_DIGEST_LENGTH = 64


def digest(parts: Iterable[bytes | str]) -> str:
    """The sha256 of parts, each with its length, so that no two lists of parts give the same."""
    state = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()


def digest_of_files(paths: Iterable[Path], root: Path) -> str:
    """The digest of files' names (relative to `root`) and contents, whatever order they come in."""

    def parts() -> Iterable[bytes | str]:
        for path in sorted(paths):
            yield path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
            yield path.read_bytes()

    return digest(parts())


class Cache:
    """Bytes on disk by key. What is read is checked; a rotten entry counts as missing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """The bytes stored under a key, or none."""
        path = self._path(key)
        try:
            stored = path.read_bytes()
        except OSError:
            return None
        expected, content = stored[:_DIGEST_LENGTH], stored[_DIGEST_LENGTH:]
        if hashlib.sha256(content).hexdigest().encode() != expected:
            path.unlink(missing_ok=True)
            return None
        return content

    def put(self, key: str, content: bytes) -> None:
        """Store bytes under a key, whole or not at all."""
        write_whole(self._path(key), hashlib.sha256(content).hexdigest().encode() + content)

    def keep_only(self, keys: Iterable[str]) -> None:
        """Remove every entry but these, so that nothing withdrawn stays on the disk."""
        wanted = {self._path(key) for key in keys}
        if not self._folder.is_dir():
            return
        for path in self._folder.rglob("*"):
            if path.is_file() and path not in wanted:
                with contextlib.suppress(FileNotFoundError):
                    path.unlink()

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:]
