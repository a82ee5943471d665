"""Invented translations, to see before a translator begins whether everything fits and nothing was forgotten.

Every letter becomes another one that still can be read, and texts grow by 40 percent, as from English into a language
of long words. Languages that are written from right to left, and some others, get letters of their script, so that
direction and fonts are tried too. Placeholders, code, tags, addresses, marks and the letters of areas stay as they are.
What is still English on a page made of this is a text that cannot be translated.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from generator.load.catalogues import PSEUDO_HEADER
from generator.model.catalogue import Domain, SourceMessage
from generator.model.plural_forms import plural_categories
from generator.translation.catalogue_file import CatalogueFile, Entry, canonical_headers, entry_of
from generator.translation.guide_inline import MARKS

GROWTH: Final = 0.4
_HEADER: Final = "invented to try the layout, not a translation"
_KEPT: Final = re.compile(
    rf"{MARKS.pattern}|\{{[^{{}}\n]*\}}|<[^<>\n]*>|(?:[A-Za-z][A-Za-z0-9+.-]*:)?//[^\s<>\"')\]]+|\bwww\.[^\s<>\"')\]]+"
    r"|\b(?:https?|ftp|mailto|javascript|data|site):[^\s)>\]]+|\\.|\b[A-Z](?:[0-9]+\b|\b(?!\s[a-z]))"
)
_PLAIN: Final = "abcdefghijklmnopqrstuvwxyz"
_ACCENTED: Final = "åƀçðéƒĝĥîĵķļṁñöþǫŕšţûṽŵẋýž", "ÅɃÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ"
_SCRIPTS: Final[Mapping[str, str]] = {
    "ابچدهفگحیجكلمنوپقرستعغطخزش": "ar fa ps ug ur",
    "אבצדהפגחיזכלמנוףקרסתעטשךםץ": "he yi",
    "აბცდეფგჰიჯკლმნოპქრსთუვწხყზ": "ka",
    "əbçdefğxüjqlmnöpkrştuvghyz": "az",
    "абцдефгчийклмнопщрстувшхыз": "be bg kk ky mk mn ru sr tg uk",
}
"""Letters for a to z, by the languages that are written with them, where checks know a language's alphabet or where the
script itself is to be tried."""
_LETTERS: Final = {language: letters for letters, languages in _SCRIPTS.items() for language in languages.split()}
_VOWELS: Final = frozenset("aeiouyAEIOUY")


def pseudo_catalogue(language: str, domain: Domain, messages: Iterable[SourceMessage]) -> CatalogueFile:
    """A whole catalogue of invented translations, whose header says so."""
    entries = tuple(_entry(message, language) for message in messages if message.domain is domain)
    return CatalogueFile(language, domain, canonical_headers(language, {PSEUDO_HEADER: _HEADER}), entries)


def pseudo_text(text: str, language: str) -> str:
    """The invented translation of a text."""
    parts: list[str] = []
    owed, position = 0.0, 0
    for kept in _KEPT.finditer(text):
        grown, owed = _grown(text[position : kept.start()], owed)
        parts += (_in_script(grown, language), kept[0])
        position = kept.end()
    grown, owed = _grown(text[position:], owed, is_last=True)
    return "".join((*parts, _in_script(grown, language)))


def _entry(message: SourceMessage, language: str) -> Entry:
    fresh = entry_of(message, language)
    if not message.plural:
        return replace(fresh, forms=(pseudo_text(message.text, language),))
    sources: Sequence[str] = [
        message.text if category == "one" else message.plural for category in plural_categories(language)
    ]
    return replace(fresh, forms=tuple(pseudo_text(source, language) for source in sources))


def _in_script(text: str, language: str) -> str:
    letters = _LETTERS.get(language.partition("-")[0])
    if not letters:
        return text.translate(str.maketrans(_PLAIN + _PLAIN.upper(), "".join(_ACCENTED)))
    # Any other letter would be a stranger in this alphabet: Güzgü.
    bare = unicodedata.normalize("NFD", text).translate({0x0131: "i", 0x0259: "e", 0x018F: "E"})
    plain = "".join(
        letters[0] if character.isalpha() and not character.isascii() else character
        for character in bare
        if not unicodedata.combining(character)
    )
    upper = letters if language == "ka" else letters.upper()  # Georgian writes no capitals
    return unicodedata.normalize("NFC", plain.translate(str.maketrans(_PLAIN + _PLAIN.upper(), letters + upper)))


def _grown(text: str, owed: float, *, is_last: bool = False) -> tuple[str, float]:
    """The text with vowels said longer, and how many letters it still owes to the next part."""
    grown: list[str] = []
    last_letter = -1
    for character in text:
        owed += GROWTH if character.isprintable() else 0
        grown.append(character)
        if character in _VOWELS and owed >= 1:
            grown.append(character.lower() * int(owed))
            owed -= int(owed)
        if character.isascii() and character.isalpha():
            last_letter = len(grown)
    if is_last and last_letter >= 0 and owed >= 1:
        grown.insert(last_letter, grown[last_letter - 1][-1].lower() * int(owed))
    return "".join(grown), owed
