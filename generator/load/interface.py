"""Interface strings: `site_templates/interface/*.yaml`, one flat mapping a file, no key in two files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from generator.load.files import files_of
from generator.load.records import read_record
from generator.load.strict_yaml import Document, load_document
from generator.model.content import Interface, InterfaceEntry, InterfaceString
from generator.model.problem import ProblemLog

FOLDER: Final = "site_templates/interface"
_PACKAGED_ROOT: Final = Path(__file__).resolve().parents[2]
_KEY: Final = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)*", re.IGNORECASE)


def load_interface(root: Path, log: ProblemLog) -> Interface:
    """All interface strings by key, in the order of files and lines.

    A project without templates of its own uses the words that come with the packaged ones.
    """
    home = root if (root / FOLDER).is_dir() else _PACKAGED_ROOT
    strings: dict[str, InterfaceString] = {}
    for file in files_of(home / FOLDER, home, log, ".yaml"):
        document = load_document(file, home, log)
        if document is not None and document.data is not None:
            _add(document, strings, log)
    return strings


def _add(document: Document, strings: dict[str, InterfaceString], log: ProblemLog) -> None:
    """Add the strings of one file. A faulty one is left out; the others stay."""
    if not isinstance(document.data, dict):
        log.add("S003", document.place(()), "The file should be a mapping of keys.", "Write `key: {text: ...}` lines.")
        return
    for key in document.data:
        place = document.key_place((key,))
        entry = read_record(document, InterfaceEntry, log, at=(key,))
        if not _KEY.fullmatch(key):
            remedy = "It is made of words joined by dots, such as site.name."
            log.add("S005", place, f"The key '{key}' breaks the rules for keys.", remedy)
        elif key in strings:
            message = f"The key `{key}` already stands in {strings[key].place}."
            log.add("Y002", place, message, "Delete one of the two, or give it another name.")
        elif entry is not None:
            strings[key] = InterfaceString(key, entry, document.place((key,)))
