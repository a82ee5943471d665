"""The vault: a folder outside the project with the secrets that codes are made from. Nothing in it is ever published.

For each round `<round>.key`, 32 bytes of chance, and `<round>.rotations.json`, how often a code was replaced. A code is
computed from both, so there is no list of codes to lose; whoever has the key has every code of that round.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hmac
import json
import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.model.report_code import CODE_BYTES, ReportCode
from generator.write.private_folder import PRIVATE_FILE, private_folder
from generator.write.whole_file import write_whole

KEY_BYTES = 32
FIRST_VERSION = 1
_MOST_BYTES = 10_000_000
_OTHERS = 0o077


class VaultError(ValueError):
    """The vault cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class RoundCodes:
    """Makes the codes of one round."""

    round: str
    key: bytes = field(repr=False)
    schools: Mapping[str, int] = field(default_factory=dict)
    """The version of each school's code that was replaced; `FIRST_VERSION` for the others."""
    ministry: int = FIRST_VERSION
    """The version of the ministry's code."""

    def code_of(self, school: str) -> ReportCode:
        """The code of a school's report. Raises ValueError for an empty id."""
        if not school:
            raise ValueError("a school has an id")
        return self._code(school, self.schools.get(school, FIRST_VERSION))

    @property
    def code_of_ministry(self) -> ReportCode:
        """The code of the list of schools that opened their reports to the ministry."""
        # The empty name is no school's id.
        return self._code("", self.ministry)

    @property
    def digest(self) -> str:
        """Changes with every code of the round, and tells none of them."""
        versions = json.dumps([self.round, dict(sorted(self.schools.items())), self.ministry])
        return hmac.digest(self.key, f"digest|{versions}".encode(), "sha256").hex()

    @property
    def decoy_secret(self) -> bytes:
        """What sealed files that nobody can open are made from."""
        return hmac.digest(self.key, b"decoys", "sha256")

    def _code(self, name: str, version: int) -> ReportCode:
        if "|" in self.round + name:
            raise ValueError("ids of rounds and schools have no |")
        message = f"{self.round}|{name}|{version}"
        return ReportCode(hmac.digest(self.key, message.encode(), "sha256")[:CODE_BYTES])


@dataclass(frozen=True, slots=True)
class CodeVault:
    """A vault that was found to be private."""

    folder: Path
    """Behind all links."""

    def codes(self, round_id: str) -> RoundCodes | None:
        """What makes the codes of a round; none when it has no key yet. Raises VaultError."""
        key = _read_private(self._key_path(round_id))
        if key is None:
            return None
        if len(key) != KEY_BYTES:
            raise VaultError(f"{self._key_path(round_id)} has {len(key)} bytes instead of {KEY_BYTES}: restore it")
        schools, ministry = self._rotations(round_id)
        return RoundCodes(round_id, key, schools, ministry)

    def issue(self, round_id: str) -> bool:
        """Make a round's key. False when it has one: a key is never replaced. Raises VaultError and OSError."""
        with self._locked():
            if self.codes(round_id) is not None:
                return False
            if _read_private(self._rotations_path(round_id)) is not None:
                # Codes were replaced, so there was a key: another one would make every sheet worthless.
                raise VaultError(f"the key of {round_id} is lost, its rotations are still there: restore the key")
            _write(self._key_path(round_id), secrets.token_bytes(KEY_BYTES))
        return True

    def rotate(self, round_id: str, school: str | None) -> int:
        """Replace the code of a school, or of the ministry (none): its new version. Raises VaultError and OSError."""
        with self._locked():
            codes = self.codes(round_id)
            if codes is None:
                raise VaultError(f"round {round_id} has no key yet: run guzgu codes issue")
            versions, ministry = dict(codes.schools), codes.ministry
            if school is None:
                version = ministry = ministry + 1
            else:
                version = versions[school] = versions.get(school, FIRST_VERSION) + 1
            kept = {"schools": dict(sorted(versions.items())), "ministry": ministry}
            _write(self._rotations_path(round_id), (json.dumps(kept, indent=1) + "\n").encode())
        return version

    def _rotations(self, round_id: str) -> tuple[dict[str, int], int]:
        path = self._rotations_path(round_id)
        stored = _read_private(path)
        if stored is None:
            return {}, FIRST_VERSION
        try:
            found = json.loads(stored)
            schools, ministry = found["schools"], found["ministry"]
            versions = [*schools.values(), ministry]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise VaultError(f"{path} cannot be read: restore it") from error
        if not all(_is_version(each) for each in versions):
            raise VaultError(f"{path} has a version that is no whole number from {FIRST_VERSION} on: restore it")
        return schools, ministry

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Two commands at a time must not both make a key, or lose each other's rotation."""
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _key_path(self, round_id: str) -> Path:
        return self.folder / f"{round_id}.key"

    def _rotations_path(self, round_id: str) -> Path:
        return self.folder / f"{round_id}.rotations.json"


def open_vault(folder: Path, project: Path, *, is_made: bool = False) -> CodeVault:
    """The vault in a folder, made there with `is_made`. Raises PrivateFolderError where it is not private enough."""
    return CodeVault(private_folder(folder, project, is_made=is_made))


def _write(path: Path, content: bytes) -> None:
    write_whole(path, content, must_survive=True, mode=PRIVATE_FILE)


def _read_private(path: Path) -> bytes | None:
    """The content of a file that is its owner's alone; none when there is no such file."""
    try:
        # Not through a link: it could lead to a file that others change, or that is published.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = "it is a link" if error.errno == errno.ELOOP else error.strerror
        raise VaultError(f"{path} cannot be read: {reason}") from error
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise VaultError(f"{path} is no plain file")
        if status.st_uid != os.geteuid():
            raise VaultError(f"{path} belongs to another user")
        if status.st_mode & _OTHERS:
            raise VaultError(f"others may read or change {path}: run chmod 600 {path}")
        return os.read(handle, _MOST_BYTES)
    finally:
        os.close(handle)


def _is_version(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= FIRST_VERSION
