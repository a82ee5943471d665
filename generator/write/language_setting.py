"""The list of languages in the settings, changed without touching anything else that people wrote there."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Final

from generator.load.settings import FILE, load_settings
from generator.model.problem import ProblemLog
from generator.write.whole_file import write_whole

_LIST: Final = re.compile(r"^(?P<indent>[ ]+)languages:[ ]*\[[^\[\]#\n]*\](?P<rest>.*)$", re.MULTILINE)
_ABOUT_OTHERS: Final = re.compile(r"^(?P<indent>[ ]+)min_coverage:.*\n(?:(?P=indent)[ ]+.*\n)*", re.MULTILINE)
"""What the settings ask of the languages of the real site."""


def write_languages(root: Path, languages: tuple[str, ...], *, is_pseudo: bool = False) -> bool:
    """Write the list where it stands on one line; whether the settings then say so.

    `is_pseudo` also says that invented translations may be shown.
    """
    try:
        text = (root / FILE).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    if is_pseudo:
        text = _ABOUT_OTHERS.sub("", text)
    for found in _LIST.finditer(text):
        lines = [f"{found['indent']}languages: [{', '.join(languages)}]{found['rest']}"]
        if is_pseudo:
            lines.append(
                f"{found['indent']}pseudo_translations: true # a copy for trying the layout, never a real site"
            )
        changed = text[: found.start()] + "\n".join(lines) + text[found.end() :]
        if _says(changed, languages, is_pseudo=is_pseudo):
            write_whole(root / FILE, changed.encode("utf-8"))
            return True
    return False


def _says(text: str, languages: tuple[str, ...], *, is_pseudo: bool) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, FILE).write_bytes(text.encode("utf-8"))
        settings = load_settings(Path(folder), ProblemLog())
    return (settings.languages, settings.pseudo_translations) == (languages, is_pseudo)
