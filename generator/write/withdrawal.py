"""Nothing that a school withdrew stays on the disk, whatever became of the builds in between.

A build keeps rendered pages and PDFs to be fast. Which schools they may be about is noted before anything is rendered
(`.build/schools.json`), so that a build after one that was killed, failed, or made no PDFs still knows what to forget.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from generator.write.release import build_folder, shown_paths
from generator.write.whole_file import write_whole

_SCHOOL_PAGE: Final = re.compile(r"[^/]+/results/(?P<round>[^/]+)/schools/(?P<school>[^/]+)/index\.html")


def shown_schools(root: Path) -> frozenset[str]:
    """The schools with a page on the shown site, each as `round/school`."""
    pages = map(_SCHOOL_PAGE.fullmatch, shown_paths(root))
    return frozenset(f"{page['round']}/{page['school']}" for page in pages if page)


def is_settled(root: Path, public: frozenset[str]) -> bool:
    """Whether the last build came to its end, and what it kept is about exactly the schools that are public now."""
    kept = _kept(root)
    return kept is not None and kept == (True, public)


def forget_withdrawn(root: Path, public: frozenset[str], languages: Iterable[str], *, keeps_pdfs: bool) -> None:
    """Before a build: remove what may be about schools that are no longer public and would not be made anew.

    That is: rendered languages that this build does not have, and all PDFs when it makes none (`keeps_pdfs`: it
    removes those it does not need itself). Notes first whose texts the folder may hold from now on. Raises OSError.
    """
    kept = _kept(root)
    is_anything_kept = any((build_folder(root) / name).exists() for name in ("cache", "languages"))
    is_withdrawn = not kept[1] <= public if kept else is_anything_kept
    _note(root, public | (kept[1] if kept else frozenset()), is_finished=False)
    if not is_withdrawn:
        return
    if not keeps_pdfs:
        _remove(build_folder(root) / "cache")
    rendered = build_folder(root) / "languages"
    for folder in rendered.iterdir() if rendered.is_dir() else ():
        if folder.name not in set(languages):
            _remove(folder)


def settle(root: Path, public: frozenset[str]) -> None:
    """After a build that came to its end: what is kept is about these schools only."""
    with contextlib.suppress(OSError):  # the next build then does everything once more
        _note(root, public, is_finished=True)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _kept(root: Path) -> tuple[bool, frozenset[str]] | None:
    """Whether the last build came to its end, and whose texts it may have kept; none when nobody knows."""
    try:
        stored = json.loads(_file(root).read_text(encoding="utf-8"))
        return stored["finished"] is True, frozenset(map(str, stored["schools"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _note(root: Path, schools: frozenset[str], *, is_finished: bool) -> None:
    text = json.dumps({"finished": is_finished, "schools": sorted(schools)}, indent=0)
    write_whole(_file(root), text.encode(), must_survive=True)


def _file(root: Path) -> Path:
    return build_folder(root) / "schools.json"
