"""Pictures of guides: `content/guides/pictures/<language>/<name>.png`, one in each language, or in English for all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from generator.load.files import listed, note_stranger, read_bytes, shown_path
from generator.model.catalogue import SOURCE_LANGUAGE
from generator.model.problem import Place, ProblemLog

FOLDER: Final = "pictures"
"""Beside the guides, and so in the targets of their pictures."""
MAX_BYTES: Final = 60_000
"""A guide must open on a slow line."""
_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.png")
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"


def load_pictures(guides: Path, root: Path, codes: Iterable[str], log: ProblemLog) -> Mapping[tuple[str, str], bytes]:
    """The pictures by language and file name. `guides` is the folder of the guides, `codes` the site's languages."""
    pictures = {}
    known = {*codes, SOURCE_LANGUAGE}
    for folder in listed(guides / FOLDER):
        if folder.name not in known or not folder.is_dir():
            note_stranger(folder, root, log, known)
            continue
        for file in listed(folder):
            content = _picture(file, root, log)
            if content is not None:
                pictures[folder.name, file.name] = content
    return pictures


def picture_targets(pictures: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """How guides name the pictures that every language has: its own, or the English one."""
    return tuple(f"{FOLDER}/{name}" for language, name in pictures if language == SOURCE_LANGUAGE)


def _picture(file: Path, root: Path, log: ProblemLog) -> bytes | None:
    place = Place(shown_path(file, root))
    if not _NAME.fullmatch(file.name):
        remedy = "Small letters and digits, joined by hyphens, and .png."
        log.add("S005", place, f"The name '{file.name}' breaks the rules for names.", remedy)
        return None
    content = read_bytes(file, root, log, limit=MAX_BYTES, large="G008")
    if content is not None and not content.startswith(_SIGNATURE):
        log.add("G008", place, "The file is no PNG picture.", "Save it as PNG.")
        return None
    return content
