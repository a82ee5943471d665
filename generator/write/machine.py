"""What this machine has for building a site: `guzgu doctor`. What is missing comes with the command that mends it."""

from __future__ import annotations

import enum
import importlib.metadata
import platform
import shutil
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from generator.render.locale_format import UnknownLocaleError, locale_of
from generator.write.fonts import (
    EAST_ASIAN_FAMILY,
    HEADING_FAMILIES,
    FontFile,
    FontToolError,
    installed_fonts,
    missing_faces,
    missing_letters,
)
from generator.write.pdf import system_libraries

MIN_PYTHON = (3, 11)
_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_PRINT_SIGNS = "0123456789.,:;!?%()-–—−±+=/·…«»„“”‘’"
ALPHABETS: Final = {
    "az": _LATIN + "əğıİşçöüƏĞIŞÇÖÜ",
    "en": _LATIN,
    "ru": "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя№",
}
"""Letters that print must be able to draw. Those of other languages: `letters_of`."""
PACKAGES = ("weasyprint", "mkdocs", "mkdocs-material", "altair", "vl-convert-python", "duckdb", "pydantic")
"""Packages whose version decides what comes out."""
_PANGO = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1 libglib2.0-0"
INSTALL_PANGO = f"sudo apt-get install -y {_PANGO}"
INSTALL_FONTS = "sudo apt-get install -y fontconfig fonts-noto-core"
INSTALL_EAST_ASIAN = "sudo apt-get install -y fonts-noto-cjk"
ADD_FAMILY = "Add a family that draws them to site_templates/print/base.css and generator/write/fonts.py."
INSTALL_CHROMIUM = "sudo apt-get install -y chromium"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_EAST_ASIAN = ("CJK ", "HIRAGANA ", "KATAKANA ", "HANGUL ")
_SHOWN_LETTERS = 12


class State(enum.StrEnum):
    """Whether a thing is there."""

    OK = "ok"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked for."""

    name: str
    state: State
    found: str
    """The version or place found, or what is wrong."""
    remedy: str = ""
    """A command to run, or one sentence; empty when all is well."""
    needed_for: str = ""
    """What does not work without it; empty: nothing works."""

    @property
    def is_ok(self) -> bool:
        """Whether the thing is there."""
        return self.state is State.OK


@dataclass(frozen=True, slots=True)
class MachineReport:
    """All checks, in the order to mend them."""

    checks: tuple[Check, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return all(check.is_ok for check in self.checks)

    @property
    def remedies(self) -> tuple[str, ...]:
        """The commands to run, each once, in order."""
        return tuple(dict.fromkeys(check.remedy for check in self.checks if check.remedy))


def examine_machine(languages: Sequence[str]) -> MachineReport:
    """Look for Python, packages, Pango, fonts, the letters of every language (codes), and a browser. Never raises."""
    checks = [_python(), *(_package(name) for name in PACKAGES), _pango()]
    try:
        fonts = installed_fonts()
    except FontToolError as error:
        checks.append(_missing("fonts", f"fc-list does not answer: {error}", INSTALL_FONTS, "PDFs"))
    else:
        checks.append(_faces(fonts))
        checks.extend(_letters(languages, fonts))
    return MachineReport((*checks, _browser()))


def chromium_path() -> str | None:
    """Where a Chromium stands on this machine, for the tests that open pages."""
    return next(filter(None, (shutil.which(name) for name in _BROWSERS)), None)


def letters_of(language: str) -> str:
    """The letters that print needs for a language: its alphabet and the usual signs, each once.

    The alphabet of a language that ALPHABETS lacks is taken from the names of languages, months and days in it, which
    Babel knows. Raises UnknownLocaleError or ValueError for a code that is not a language.
    """
    return "".join(dict.fromkeys((*(ALPHABETS.get(language) or _sample_letters(language)), *_PRINT_SIGNS)))


def _sample_letters(language: str) -> str:
    locale = locale_of(language)
    months, days = locale.months["format"]["wide"], locale.days["format"]["wide"]
    texts = [*locale.languages.values(), *locale.territories.values(), *months.values(), *days.values()]
    return "".join(sorted({letter for text in texts for letter in str(text) if letter.isalpha()}))


def _python() -> Check:
    version = platform.python_version()
    if sys.version_info[:2] >= MIN_PYTHON:
        return Check("Python", State.OK, version)
    needed = ".".join(str(part) for part in MIN_PYTHON)
    return Check("Python", State.MISSING, version, f"Install Python {needed} or newer.")


def _package(name: str) -> Check:
    try:
        return Check(name, State.OK, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Check(name, State.MISSING, "not installed", "python -m pip install -e .")


def _pango() -> Check:
    found = system_libraries()
    if found.problem:
        return _missing("Pango", found.problem, INSTALL_PANGO, "PDFs")
    return Check("Pango", State.OK, found.version, needed_for="PDFs")


def _faces(fonts: Sequence[FontFile]) -> Check:
    missing = missing_faces(fonts)
    if missing:
        return _missing("fonts", f"not installed: {', '.join(missing)}", INSTALL_FONTS, "PDFs")
    families = sorted({font.family for font in fonts})
    return Check("fonts", State.OK, ", ".join(families), needed_for="PDFs")


def _letters(languages: Sequence[str], fonts: Sequence[FontFile]) -> Iterator[Check]:
    for language in languages:
        name, needed_for = f"letters of {language}", f"PDFs in {language}"
        try:
            letters = letters_of(language)
        except (UnknownLocaleError, ValueError):
            yield _missing(
                name, "Babel knows no such language", "Mend the list of languages in mkdocs.yml.", needed_for
            )
            continue
        missing = missing_letters(letters, fonts) or missing_letters(letters, fonts, HEADING_FAMILIES)
        if missing:
            shown = " ".join(missing[:_SHOWN_LETTERS]) + (" …" if len(missing) > _SHOWN_LETTERS else "")
            yield _missing(name, f"no font draws {shown}", _remedy(missing, fonts), needed_for)
        else:
            yield Check(name, State.OK, f"{len(letters)} signs", needed_for=needed_for)


def _remedy(missing: str, fonts: Sequence[FontFile]) -> str:
    families = {font.family for font in fonts}
    if not families >= set(HEADING_FAMILIES) - {EAST_ASIAN_FAMILY}:
        return INSTALL_FONTS
    is_east_asian = any(unicodedata.name(letter, "").startswith(_EAST_ASIAN) for letter in missing)
    return INSTALL_EAST_ASIAN if is_east_asian and EAST_ASIAN_FAMILY not in families else ADD_FAMILY


def _browser() -> Check:
    path = chromium_path()
    if path is None:
        return _missing("Chromium", "not found", INSTALL_CHROMIUM, "the tests that open pages")
    return Check("Chromium", State.OK, path, needed_for="the tests that open pages")


def _missing(name: str, detail: str, remedy: str, needed_for: str) -> Check:
    return Check(name, State.MISSING, detail, remedy, needed_for)
