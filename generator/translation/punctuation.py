"""Marks between words: how a text ends, and the quotation marks of the language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from generator.load.message_checks import Finding
from generator.translation.plain_words import shortened, spoken

_END: Final = re.compile(r"([.?!:;…؟؛۔।։።。？！：；]+)[\s\"'»”“’‹›」)\]*_]*$")
_SAME_MARK: Final = str.maketrans("؟؛۔।։።。？！：；", "?;....." + "?!:;")
_WITHOUT_FULL_STOP: Final = frozenset({"bo", "dz", "km", "lo", "my", "th"})
"""Languages that end a sentence with a blank, or with nothing."""

QUOTES: Final[Mapping[str, tuple[str, ...]]] = {
    "ar": ("«»", "“”"), "az": ("“”", "‘’"), "be": ("«»", "„“"), "cs": ("„“", "‚‘"), "de": ("„“", "‚‘"),
    "el": ("«»", "“”"), "es": ("«»", "“”"), "et": ("„“", "«»"), "fa": ("«»",), "fr": ("«»", "“”"),
    "hy": ("«»",), "it": ("«»", "“”"), "ka": ("„“", "‚‘"), "kk": ("«»", "„“"), "ky": ("«»", "„“"),
    "lt": ("„“", "‚‘"), "lv": ("“”", "„“"), "pl": ("„”", "«»"), "pt": ("“”", "«»", "‘’"), "ro": ("„”", "«»"),
    "ru": ("«»", "„“"), "sk": ("„“", "‚‘"), "sr": ("„“", "‚‘"), "tr": ("“”", "‘’"), "uk": ("«»", "„“"),
    "uz": ("“”", "«»"), "zh": ("“”", "‘’"),
}  # fmt: skip
"""Pairs of quotation marks by language, the usual one first. A language that is not named here may use any."""
_QUOTE: Final = re.compile('["“”„«»‹›‚‘]|(?<!\\w)’|’(?!\\w)')
_APOSTROPHE: Final = "’"
_TAG: Final = re.compile(r"<[^<>]*>")


def check_ending(source: str, form: str, language: str) -> Iterator[Finding]:
    """Another mark at the end than the source has (T015). A single word may be abbreviated."""
    base = language.partition("-")[0]
    wanted, found = _ending(source, "en"), _ending(form, base)
    is_abbreviation = found == "." and not wanted and len(form.split()) == 1
    if base not in _WITHOUT_FULL_STOP and wanted != found and not is_abbreviation:
        message = f"'{shortened(form)}' ends differently from '{shortened(source)}'."
        yield Finding("T015", message, "End it with the same mark.")


def check_quotes(source: str, form: str, language: str) -> Iterator[Finding]:
    """Quotation marks that the language does not use, that lack their partner, or that were lost (T023)."""
    pairs = QUOTES.get(language.partition("-")[0])
    if pairs is None:
        return
    marks = _quotes(form)
    shown = f"{pairs[0][0]}…{pairs[0][1]}"
    foreign = next((mark for mark in marks if mark != _APOSTROPHE and not any(mark in pair for pair in pairs)), None)
    if foreign is not None:
        yield Finding("T023", f"'{shortened(form)}' has {foreign} for a quotation mark.", f"Write {shown}.")
    elif not _are_paired(marks, pairs):
        yield Finding("T023", f"A quotation mark of '{shortened(form)}' has no partner.", f"Write {shown}.")
    elif not marks and any(mark != _APOSTROPHE for mark in _quotes(source)):
        yield Finding("T023", f"'{shortened(form)}' lacks the quotation marks of the source.", f"Write {shown}.")


def _ending(text: str, language: str) -> str:
    end = _END.search(text)
    marks = end[1].translate(_SAME_MARK) if end else ""
    return marks.replace(";", "?") if language == "el" else marks


def _quotes(text: str) -> list[str]:
    return _QUOTE.findall(_TAG.sub(" ", spoken(text)))


def _are_paired(marks: list[str], pairs: tuple[str, ...]) -> bool:
    """Whether each mark that opens is closed by its own, the inner ones first; an apostrophe may stand alone."""
    awaited: list[str] = []
    closing = {pair[0]: pair[1] for pair in pairs}
    for mark in marks:
        if awaited and mark == awaited[-1]:
            awaited.pop()
        elif mark in closing:
            awaited.append(closing[mark])
        elif mark != _APOSTROPHE:
            return False
    return not awaited
