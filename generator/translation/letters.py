"""Letters that look right and are not: of another alphabet, made of two characters, and the two i of Azerbaijani.

A reader sees no difference, but search, sorting and screen readers do. A word that stands in the English text is left
alone: names, codes, and the guide that shows such letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from generator.load.characters import describe
from generator.load.message_checks import Finding
from generator.translation.plain_words import offset_of_word, shortened, spoken, words

_STRANGE: Final[Mapping[str, re.Pattern[str]]] = {
    "az": re.compile(r"[^\W\d_abcçdeəfgğhxıijkqlmnoöprsştuüvyzwABCÇDEƏFGĞHXIİJKQLMNOÖPRSŞTUÜVYZW]"),
    "ru": re.compile(r"[^\W\d_а-яёА-ЯЁ]"),
}
"""A letter that the language does not have; Azerbaijani has the w of foreign names."""
_TWINS: Final = str.maketrans("асеорхукАВСЕНКМОРТХУ", "aceopxykABCEHKMOPTXY")
"""Russian letters to the Latin ones that look like them."""
_RUSSIAN_TWINS: Final = frozenset("aceopxykABCEHKMOPTXY")
_ARTICLE: Final = re.compile(r"\ba\b|(?:^|(?<=[.:?!*] ))A(?= [a-z])(?! (?:to|is|and|or)\b)")
"""English "a" is a word, not a code."""
_CODE: Final = re.compile(r"\b[^\W\d_]+\d*\b(?!\.)")
"""Not what a full stop follows: the initial of a name."""
_WHOLE_WORD: Final = re.compile(r"[^\W\d_]+")
_LATIN: Final = re.compile(r"[A-Za-z\u00aa-\u024f\u0250-\u02af]")
_LATIN_WORD: Final = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_OTHER_SCRIPT: Final = re.compile(r"[\u0370-\u052f]")
"""Greek and Cyrillic."""

_DOT_ABOVE: Final = "\u0307"
_DOTLESS_BESIDE_FRONT: Final = re.compile(r"[eəiöü][^aeəıioöuü]*ı|ı[^aeəıioöuü]*[eəiöü]")
_CAPITAL_INSIDE: Final = re.compile(r"[a-zçəğıöşü][A-ZÇƏĞİÖŞÜ]")
_DOTLESS_AT_START: Final = re.compile(r"[Iı][a-zçəğıöşü]")
_MIN_USUAL: Final = 3
_MIN_LETTERS: Final = 5
_I_REMEDY: Final = "Type İ and i with a dot, I and ı without one, as the word is spoken."


def check_alphabet(source: str, form: str, language: str) -> Iterator[Finding]:
    """Words with letters of another alphabet, and letters made of two characters (T010)."""
    base = language.partition("-")[0]
    strange, english = _STRANGE.get(base), _ARTICLE.sub(" ", source)
    known = set(_WHOLE_WORD.findall(english))
    for word in dict.fromkeys(words(form) if strange is None or strange.search(form) else ()):
        if word not in known and (letter := _stranger(word, base)):
            message = f"The word '{shortened(word)}' has a letter of another alphabet: {describe(letter)}."
            offset = offset_of_word(form, word) + word.index(letter)
            yield Finding("T010", message, "Type the word anew, on the keyboard of your language.", offset)
    if base == "ru":
        yield from _check_codes(english, form)
    if base in _STRANGE and _DOT_ABOVE not in form:
        yield from _check_composed(form)


def check_dots(source: str, form: str, language: str) -> Iterator[Finding]:
    """Azerbaijani words in which a dotted and a dotless i were mistaken for each other (T022).

    No Azerbaijani word begins with ı, none has an ı beside a front vowel, and none has a capital after a small letter.
    Programs that do not know the language make I of i, ı of I and an i with a second dot of İ.
    """
    if language.partition("-")[0] != "az":
        return
    if _DOT_ABOVE in form:
        offset = max(form.index(_DOT_ABOVE) - 1, 0)
        message = f"'{shortened(form, offset)}' has an i with a second dot above it."
        yield Finding("T022", message, _I_REMEDY, offset)
    known = set(words(source))
    for word in dict.fromkeys(words(form)):
        if word not in known and (wrong := _wrong_dot(word)) is not None:
            offset = offset_of_word(form, word) + wrong
            yield Finding("T022", f"The word '{shortened(word)}' has an i with the wrong dot.", _I_REMEDY, offset)


def usual_spellings(texts: Iterable[str]) -> Mapping[str, str]:
    """Words that stand once in the texts of a language, but often with other i's: the rare spelling to the usual one.

    Both are in small letters (`lowered`). Short words are left out: two of them may differ by nothing but an i.
    """
    found = Counter(lowered(word) for text in texts for word in words(text) if len(word) >= _MIN_LETTERS)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for word in found:
        groups[word.replace("ı", "i")].append(word)
    usual: dict[str, str] = {}
    for spellings in groups.values():
        best = max(spellings, key=lambda word: found[word])
        if found[best] >= _MIN_USUAL:
            usual |= {word: best for word in spellings if found[word] == 1}
    return usual


def check_spelling(source: str, form: str, usual: Mapping[str, str]) -> Iterator[Finding]:
    """Words that `usual_spellings` knows as rare (T022)."""
    known = set(words(source))
    for word in dict.fromkeys(words(form)):
        if word not in known and _wrong_dot(word) is None and (other := usual.get(lowered(word))):
            message = f"'{shortened(word)}' is written '{other}' everywhere else."
            unlike = next(at for at, letter in enumerate(lowered(word)) if letter != other[at])
            yield Finding("T022", message, _I_REMEDY, offset_of_word(form, word) + unlike)


def lowered(word: str) -> str:
    """An Azerbaijani word in small letters: İ becomes i and I becomes ı, which Python's lower() does not know."""
    return word.replace("İ", "i").replace("I", "ı").lower()


def _stranger(word: str, language: str) -> str:
    """The first letter that does not belong into a word of the language; empty when all do."""
    strange = _STRANGE.get(language)
    if strange is None:
        mixed = _LATIN.search(word) and _OTHER_SCRIPT.search(word)
        return mixed[0] if mixed else ""
    found = strange.search(word)
    if found is None or (
        language == "ru" and _LATIN_WORD.fullmatch(word) and not _RUSSIAN_TWINS.issuperset(word)
    ):  # a foreign word as a whole
        return ""
    return found[0]


def _check_codes(source: str, form: str) -> Iterator[Finding]:
    """Codes in capitals, such as A or C8, that were typed with Russian letters."""
    codes = {code for code in _CODE.findall(source) if code.isupper()}
    said = {found[0]: found.start() for found in reversed(list(_CODE.finditer(spoken(form))))}
    for code, offset in reversed(said.items()):
        latin = code.translate(_TWINS)
        if latin in codes and latin not in said and not _LATIN.search(code):
            message = f"The code '{code}' is typed with Russian letters."
            yield Finding("T010", message, f"Type {latin} in Latin letters.", offset)


def _check_composed(form: str) -> Iterator[Finding]:
    """A letter and its mark as two characters, as some keyboards and converters write й, ç and ü."""
    composed = unicodedata.normalize("NFC", form)
    if composed != form:
        position = next((at for at, (one, other) in enumerate(zip(form, composed, strict=False)) if one != other), 0)
        message = f"The letter {composed[position]} is written as two characters."
        yield Finding("T010", message, "Type it anew: search does not find it so.", position)


def _wrong_dot(word: str) -> int | None:
    """Where in a word an i has the wrong dot; none when all are right."""
    if _DOTLESS_AT_START.match(word):
        return 0
    if capital := _CAPITAL_INSIDE.search(word):
        return capital.end() - 1
    beside = _DOTLESS_BESIDE_FRONT.search(lowered(word))
    return beside.start() + beside[0].index("ı") if beside else None
