"""Releases on disk: a build is staged, sealed by a manifest, and shown by turning one link.

A crash at any moment leaves the old site whole, because nothing is ever changed in place (safety.md section 6: MkDocs
alone left 13 of 20 killed builds incomplete). Older releases are removed, so that nothing withdrawn stays public.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.model.output import OutputFile
from generator.write.content_policy import HEADERS_FILE, header_rules, headers_file, script_digests, with_content_policy
from generator.write.whole_file import remove_halves, write_whole

_STAGING_PREFIX = "tmp-"
_LINK = "site"


class BuildRunningError(Exception):
    """Another build of this project holds the lock."""


class SiteIsNotALinkError(Exception):
    """`site` exists and is not the link that a build turns: it was made by someone else and is left alone."""


@contextlib.contextmanager
def build_lock(root: Path) -> Iterator[None]:
    """Keep a second build of the same project out. Raises BuildRunningError at once when one runs.

    The lock goes with the process: a killed build leaves none behind. Files that it had half written go here.
    """
    build_folder(root).mkdir(parents=True, exist_ok=True)
    with (build_folder(root) / "lock").open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BuildRunningError from error
        remove_halves(build_folder(root))
        yield


def build_folder(root: Path) -> Path:
    """Where builds keep what they need: never published, never committed."""
    return root / ".build"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release consists of."""

    inputs: str
    """The digest of everything the release was made from."""
    files: Mapping[str, str]
    """sha256 by path, sorted by path."""

    @property
    def release_id(self) -> str:
        """The release's folder name: the same content has the same id."""
        return hashlib.sha256(json.dumps(list(self.files.items())).encode()).hexdigest()[:20]


class Staging:
    """A release in the making. Each path is written once; files that did not change are links to the old release's."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._releases = build_folder(root) / "releases"
        self._old = current_manifest(root)
        self._old_folder = current_release(root)
        self._files: dict[str, str] = {}
        self._script_digests: set[str] = set()
        self._made: Path | None = None
        self.folder = self._releases / f"{_STAGING_PREFIX}{os.getpid()}"
        self._remove_leftovers()
        self.folder.mkdir(parents=True)

    def add(self, path: str, content: bytes) -> None:
        """Add one file. Raises FileExistsError when the path was written before."""
        if path in self._files:
            raise FileExistsError(path)
        checksum = hashlib.sha256(content).hexdigest()
        target = self._target(path)
        if not (self._old and self._old.files.get(path) == checksum and self._link_old(path, target)):
            target.write_bytes(content)
        self._files[path] = checksum

    @property
    def paths(self) -> tuple[str, ...]:
        """What was staged so far."""
        return tuple(self._files)

    def add_page(self, path: str, html: str) -> None:
        """Add a page, with its content policy."""
        self._script_digests |= script_digests(html)
        self.add(path, with_content_policy(html, path).encode())

    def add_file(self, file: OutputFile) -> None:
        """Add a finished file; a page gets its content policy."""
        if file.path.endswith(".html"):
            self.add_page(file.path, file.content.decode())
        else:
            self.add(file.path, file.content)

    def add_headers(self, languages: Iterable[str]) -> None:
        """Add `_headers`, what hosts shall send with the files: after all pages, because it names their scripts."""
        self.add(HEADERS_FILE, headers_file(header_rules(languages, self._script_digests)))

    def add_rendered(self, folder: Path, prefix: str, is_wanted: Callable[[str], bool]) -> None:
        """Add the wanted files that MkDocs rendered into a folder, under a prefix such as `az/`."""
        for source in sorted(folder.rglob("*")):
            path = source.relative_to(folder).as_posix()
            if not source.is_file() or not is_wanted(path):
                continue
            if source.suffix == ".html":
                self.add_page(prefix + path, source.read_text(encoding="utf-8"))
            else:
                self.add(prefix + path, source.read_bytes())

    def publish(self, inputs: str) -> bool:
        """Seal the release and show it. False when it equals the one that is shown already.

        Raises SiteIsNotALinkError when `site` is somebody's folder.
        """
        manifest = Manifest(inputs, dict(sorted(self._files.items())))
        release = self._releases / manifest.release_id
        if release.is_dir() and not _has_all_files(release, manifest):
            release = release.with_name(f"{release.name}-{os.getpid()}")
        is_new = current_release(self._root) != release
        if release.is_dir():
            shutil.rmtree(self.folder)
        else:
            self.folder.rename(release)
            self._made = release
        _write_manifest(release.with_name(f"{release.name}.json"), manifest)
        _turn_link(self._root, release)
        remove_older(self._root)
        return is_new

    def discard(self) -> None:
        """Throw away what is not shown: the staged files, or a release that could not be shown. The site stays."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._made is not None and current_release(self._root) != self._made:
            _is_removed(self._made)
            _is_removed(self._made.with_name(f"{self._made.name}.json"))

    def _target(self, path: str) -> Path:
        target = self.folder / path
        if not target.resolve().is_relative_to(self.folder.resolve()):
            raise ValueError(f"a path outside the site: {path}")
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def _link_old(self, path: str, target: Path) -> bool:
        if self._old_folder is None:
            return False
        try:
            os.link(self._old_folder / path, target)
        except OSError:
            return False
        return True

    def _remove_leftovers(self) -> None:
        if self._releases.is_dir():
            for leftover in self._releases.glob(f"{_STAGING_PREFIX}*"):
                shutil.rmtree(leftover, ignore_errors=True)


def current_release(root: Path) -> Path | None:
    """The folder that `site` shows, when it is a release of ours."""
    link = root / _LINK
    if not link.is_symlink():
        return None
    release = Path(os.path.normpath(root / link.readlink()))
    return release if release.is_dir() else None


def current_manifest(root: Path) -> Manifest | None:
    """The manifest of the shown release; none when there is none or it cannot be read."""
    release = current_release(root)
    if release is None:
        return None
    try:
        stored = json.loads(release.with_name(f"{release.name}.json").read_text(encoding="utf-8"))
        return Manifest(stored["inputs"], stored["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def shown_paths(root: Path) -> tuple[str, ...]:
    """The path of every file of the shown site, below its root."""
    manifest, release = current_manifest(root), current_release(root)
    if manifest is not None:
        return tuple(manifest.files)
    files = (path for path in release.rglob("*") if path.is_file()) if release else ()
    return tuple(path.relative_to(release).as_posix() for path in files if release)


def remove_older(root: Path) -> tuple[str, ...]:
    """Remove all releases but the shown one, and what killed builds left behind.

    Also a build that changes nothing does so: one that was killed after it turned the link did not come to it. Gives
    the names of what could not be removed, because a withdrawn page may lie in it.
    """
    shown = current_release(root)
    if shown is None:
        return ()
    with contextlib.suppress(OSError):
        (root / f"{_LINK}.new").unlink(missing_ok=True)
    kept = {shown.name, f"{shown.name}.json"}
    others = [path for path in shown.parent.iterdir() if path.name not in kept]
    return tuple(path.name for path in others if not _is_removed(path))


def is_up_to_date(root: Path, inputs: str) -> bool:
    """Whether the shown site was made from exactly these inputs and still has all its files."""
    manifest, release = current_manifest(root), current_release(root)
    return (
        manifest is not None and release is not None and manifest.inputs == inputs and _has_all_files(release, manifest)
    )


def _has_all_files(release: Path, manifest: Manifest) -> bool:
    return all((release / path).is_file() for path in manifest.files)


def _write_manifest(path: Path, manifest: Manifest) -> None:
    text = json.dumps({"inputs": manifest.inputs, "files": dict(manifest.files)}, indent=0, ensure_ascii=False)
    write_whole(path, text.encode(), must_survive=True)


def _turn_link(root: Path, release: Path) -> None:
    link = root / _LINK
    if link.exists() and not link.is_symlink():
        raise SiteIsNotALinkError(str(link))
    fresh = root / f"{_LINK}.new"
    fresh.unlink(missing_ok=True)
    try:
        fresh.symlink_to(release.relative_to(root), target_is_directory=True)
        fresh.replace(link)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def _is_removed(path: Path) -> bool:
    """Remove a file or folder; whether it is gone."""
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return not path.exists()
