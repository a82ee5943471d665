"""A project whose Arabic is invented letter by letter: what runs from right to left is tried without a translator."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Final

from generator.load.catalogues import catalogue_path
from generator.load.project import load_project
from generator.model.catalogue import Domain
from generator.translation.format import catalogue_text
from generator.translation.merge import empty_catalogue, merge
from generator.translation.messages import source_messages
from tests.small_project import make_small_project

LANGUAGE: Final = "ar"
_KEPT: Final = re.compile(r"\{[a-z_]+\}|`[^`]*`|\]\([^)]*\)|<[^>]*>|https?://\S+|\S+@\S+")
_LETTERS: Final = str.maketrans(
    dict(zip("abcdefghijklmnopqrstuvwxyz", "ابثدهفجحيجكلمنوپقرستعڤوشيز", strict=True)) | {",": "،", ";": "؛", "?": "؟"}
)


def in_arabic(text: str) -> str:
    """The text with Arabic letters for Latin ones; placeholders, code, targets of links and tags stay."""
    parts = zip(_KEPT.split(text), [*_KEPT.findall(text), ""], strict=True)
    return "".join(shown.lower().translate(_LETTERS) + kept for shown, kept in parts)


def make_arabic_project(folder: Path, *, repository: str = "") -> Path:
    """The small project in Arabic and English; `repository` is the code host's address in its settings."""
    root = make_small_project(folder)
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    settings = re.sub(r"languages: \[.*?\]", f"languages: [{LANGUAGE}, en]", settings)
    settings = settings.replace("repository: null", f"repository: {repository or 'null'}")
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    for code in ("az", "ru"):
        for file in (root / "translations" / code).rglob("*.po") if (root / "translations" / code).exists() else ():
            file.unlink()
    messages = source_messages(load_project(root))
    for domain in Domain:
        catalogue = merge(empty_catalogue(LANGUAGE, domain), messages)
        entries = tuple(
            dataclasses.replace(entry, forms=(in_arabic(entry.plural or entry.text),) * len(entry.forms))
            for entry in catalogue.entries
        )
        path = root / catalogue_path(LANGUAGE, domain)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(catalogue_text(dataclasses.replace(catalogue, entries=entries)), encoding="utf-8")
    return root
