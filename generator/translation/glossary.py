"""The words of the field with their allowed forms in each language: `translations/glossary.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from generator.load.records import read_record
from generator.load.strict_yaml import load_document
from generator.model.catalogue import SourceMessage
from generator.model.problem import ProblemLog
from generator.model.questionnaire import LanguageCode, Record, Text
from generator.translation.plain_words import blanked

GLOSSARY_PATH: Final = "translations/glossary.yaml"

_NOT_WORDS = re.compile(r"`[^`]*`|\]\([^)]*\)|\{[^}]*\}")
"""Code, link targets and placeholders, which nobody translates."""
_FLEETING = re.compile(r"(?<=\w{3})(?:ень|ец|ок)$")
"""Russian endings that lose their vowel: уровень, уровня."""


class Term(Record):
    """One term."""

    term: Text
    """English, in the singular."""
    also: tuple[Text, ...] = ()
    """Other English words for the same thing."""
    match: tuple[Text, ...] = ()
    """Where the term is also a common word: the phrases that count instead of `term` and `also`."""
    forms: Mapping[LanguageCode, Annotated[tuple[Text, ...], Field(min_length=1)]]
    """Allowed forms by language, in the dictionary form; the first is the one to use."""
    note: Text
    """What it means here, and what not to use."""

    @property
    def phrases(self) -> tuple[str, ...]:
        """What in an English text counts as this term."""
        return self.match or (self.term, *self.also)


class Glossary(Record):
    """All terms, in the order of the file."""

    terms: tuple[Term, ...] = ()

    def terms_in(self, text: str) -> Iterator[Term]:
        """The terms that an English text uses, each once; a term inside a longer one does not count."""
        pattern, owners = self._matcher
        found = (owners[(match.lastindex or 1) - 1] for match in pattern.finditer(_NOT_WORDS.sub(" ", text)))
        yield from {term.term: term for term in found}.values()

    def offset_of(self, term: Term, text: str) -> int | None:
        """Where a text says one of the term's phrases in English; none where it says none."""
        phrases = "|".join(map(_phrase_pattern, sorted(term.phrases, key=len, reverse=True)))
        found = re.search(rf"(?<![\w-])(?:{phrases})(?![\w-])", blanked(_NOT_WORDS, text), re.IGNORECASE)
        return found.start() if found else None

    @cached_property
    def _matcher(self) -> tuple[re.Pattern[str], tuple[Term, ...]]:
        """A pattern with one group for each phrase, the longest first, and the term of each group."""
        phrases = [(phrase, term) for term in self.terms for phrase in term.phrases]
        phrases.sort(key=lambda pair: -len(pair[0]))
        groups = "|".join(f"({_phrase_pattern(phrase)})" for phrase, _ in phrases) or "(?!)"
        return re.compile(rf"(?<![\w-])(?:{groups})(?![\w-])", re.IGNORECASE), tuple(term for _, term in phrases)


def load_glossary(root: Path, log: ProblemLog) -> Glossary:
    """The glossary of a project; an empty one when there is none or it is broken (noted in `log`)."""
    file = root / GLOSSARY_PATH
    document = load_document(file, root, log) if file.is_file() else None
    glossary = read_record(document, Glossary, log) if document is not None else None
    return glossary or Glossary()


def with_terms(message: SourceMessage, glossary: Glossary, language: str) -> SourceMessage:
    """The message with a line in its comment that says how its terms are to be translated."""
    terms = [
        f"{term.term} = {', '.join(term.forms[language])}"
        for term in glossary.terms_in(message.text)
        if language in term.forms
    ]
    line = f"Glossary: {'; '.join(terms)}" if terms else ""
    return replace(message, comment="\n".join(filter(None, [message.comment, line])))


def uses_form(term: Term, language: str, translation: str) -> bool:
    """Whether a translation has one of the term's forms, whatever their endings."""
    words = _words(translation)
    return any(_has_phrase(words, _stems(form, language)) for form in term.forms.get(language, ()))


def _phrase_pattern(phrase: str) -> str:
    """The phrase in the singular or plural."""
    return f"{re.escape(phrase[:-1])}(?:y|ies)" if phrase.endswith("y") else f"{re.escape(phrase)}(?:s|es)?"


def _words(text: str) -> list[str]:
    return re.findall(r"\w+(?:-\w+)*", _folded(text))


def _folded(text: str) -> str:
    # Azerbaijani İ and I fold to i and ı, which Python's lower() does not know; both are compared as i.
    return text.replace("İ", "i").replace("I", "i").replace("ı", "i").lower().replace("ё", "е")


@lru_cache(maxsize=4096)
def _stems(form: str, language: str) -> tuple[str, ...]:
    return tuple(_stem(word, language) for word in _words(form))


def _stem(word: str, language: str) -> str:
    """What stays of a word under all its endings, roughly: enough for a warning."""
    if language == "az":
        # Endings are added. In the dictionary form of a compound the last word has one already (pilləsi, planı), and a
        # last k or q softens (uşaq, uşağı).
        return re.sub(r"(?<=\w{4})(?:s[iuü]|[kqiuüaə])$", "", word)
    word = _FLEETING.sub("", word.removesuffix("ся")) if language == "ru" else word
    dropped = 3 if len(word) > 8 else 2 if len(word) > 4 else 1
    return word[:-dropped] if len(word) > 3 else word


def _has_phrase(words: list[str], stems: tuple[str, ...]) -> bool:
    """Whether the words of a form follow one another; other words may stand between those of long sentences."""
    return any(
        all(words[start + offset].startswith(stem) for offset, stem in enumerate(stems))
        for start in range(len(words) - len(stems) + 1)
    )
