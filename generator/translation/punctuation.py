"""Marks between words: how a text ends, and the quotation marks of the language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from generator.load.message_checks import Finding
from generator.translation.plain_words import blanked, shortened, spoken

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
        end = _END.search(form)
        # Where a mark lacks: behind the last word.
        offset = end.start(1) if end else len(form.rstrip())
        message = f"'{shortened(form, offset)}' ends with {found or 'no mark'}, the source with {wanted or 'no mark'}"
        remedy = f"End it with {wanted}, as your language writes it." if wanted else "Delete the mark."
        yield Finding("T015", f"{message}.", remedy, offset)


def check_quotes(source: str, form: str, language: str) -> Iterator[Finding]:
    """Quotation marks that the language does not use, that lack their partner, or that were lost (T023)."""
    pairs = QUOTES.get(language.partition("-")[0])
    if pairs is None:
        return
    marks = _quotes(form)
    shown = f"{pairs[0][0]}…{pairs[0][1]}"
    foreign = (each for each in marks if each[0] != _APOSTROPHE and not any(each[0] in pair for pair in pairs))
    if (strange := next(foreign, None)) is not None:
        message = f"'{shortened(form, strange.start())}' has {strange[0]} for a quotation mark."
        yield Finding("T023", message, f"Write {shown}.", strange.start())
    elif (lone := _without_partner(marks, pairs)) is not None:
        message = f"A quotation mark of '{shortened(form, lone.start())}' has no partner."
        yield Finding("T023", message, f"Write {shown}.", lone.start())
    elif not marks and any(mark[0] != _APOSTROPHE for mark in _quotes(source)):
        yield Finding("T023", f"'{shortened(form)}' lacks the quotation marks of the source.", f"Write {shown}.")


def _ending(text: str, language: str) -> str:
    end = _END.search(text)
    marks = end[1].translate(_SAME_MARK) if end else ""
    return marks.replace(";", "?") if language == "el" else marks


def _quotes(text: str) -> list[re.Match[str]]:
    return list(_QUOTE.finditer(blanked(_TAG, spoken(text))))


def _without_partner(marks: list[re.Match[str]], pairs: tuple[str, ...]) -> re.Match[str] | None:
    """The mark that is not closed by its own, or closes none, inner ones first; an apostrophe may stand alone."""
    open_ones: list[re.Match[str]] = []
    closing = {pair[0]: pair[1] for pair in pairs}
    for mark in marks:
        if open_ones and mark[0] == closing[open_ones[-1][0]]:
            open_ones.pop()
        elif mark[0] in closing:
            open_ones.append(mark)
        elif mark[0] != _APOSTROPHE:
            return mark
    return open_ones[-1] if open_ones else None
