"""What can be seen to be wrong with a translation without knowing the language.

Loading has already left out what may not be shown (placeholders, links, tags). These checks are for translators.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from generator.load.message_checks import Finding, first_surplus
from generator.model.catalogue import Domain, Language, SourceMessage, Translation
from generator.model.problem import CODES, Place, Problem
from generator.model.project import Project
from generator.translation.coverage import check_coverage
from generator.translation.glossary import Glossary, uses_form
from generator.translation.guide_inline import inline_translation, link_pieces, link_targets, strange_mark
from generator.translation.letters import check_alphabet, check_dots, check_spelling, usual_spellings
from generator.translation.messages import source_messages, without_rounds_outside
from generator.translation.numbers import check_numbers
from generator.translation.pairs import check_questionnaire
from generator.translation.plain_words import shortened, word_offsets, words
from generator.translation.punctuation import check_ending, check_quotes

_MARK: Final = re.compile(r"\*+|`+")
MIN_WORDS_TO_TRANSLATE: Final = 2
"""In an alphabet of its own a language shares no words with English; in Latin letters a single word may be the same in
both ("Plan").
"""
MIN_ENGLISH_RUN: Final = 7
"""So many English words one after another, most of them in small letters, are no name."""
_OTHER_SCRIPTS: Final = frozenset({
    "am", "ar", "be", "bg", "bn", "el", "fa", "gu", "he", "hi", "hy", "ja", "ka", "kk", "km", "kn", "ko", "ky", "lo",
    "mk", "ml", "mn", "mr", "my", "ne", "pa", "ps", "ru", "si", "sr", "ta", "te", "tg", "th", "uk", "ur", "yi", "zh",
})  # fmt: skip
"""Languages that are not written in Latin letters."""


def check_translations(project: Project, glossary: Glossary) -> tuple[Problem, ...]:
    """The problems of all catalogues, in the order of languages and messages."""
    messages = source_messages(project)
    problems: list[Problem] = []
    for language in project.languages:
        if language.is_source:
            continue
        said = [
            (message, found)
            for message in messages
            if (found := language.translation(message.domain, message.context, message.text))
        ]
        for message, found in said:
            problems += check_message(message, found, language.code, glossary)
        problems += _check_spellings(said, language)
        for key, questionnaire in project.questionnaires.items():
            own = [each for each in project.own_questions if each.questionnaire == key]
            problems += check_questionnaire(questionnaire, own, language)
    problems += check_coverage(project, source_messages(without_rounds_outside(project)))
    return tuple(dict.fromkeys(problems))


def check_message(message: SourceMessage, found: Translation, language: str, glossary: Glossary) -> Iterator[Problem]:
    """The problems of one translation, each at its form."""
    for number, form in enumerate(found.forms):
        for finding in _check_form(message, form, language, glossary):
            yield _problem(finding, found.place_of(number, finding.offset))


def _check_form(message: SourceMessage, form: str, language: str, glossary: Glossary) -> Iterator[Finding]:
    source = message.plural or message.text
    everything = f"{message.text} {message.plural}"
    if _is_english(source, form, language):
        yield Finding("T014", f"'{shortened(form)}' stands there in English.", "Translate it.")
        return
    if message.domain is Domain.GUIDES and inline_translation(message.text, form) is None:
        yield _unlike_its_source(message.text, form)
        return
    if message.room and len(form) > max(message.room, len(source)):
        told = f"'{shortened(form)}' has {len(form)} characters; on paper there is room for {message.room}."
        yield Finding("T021", told, "Say it shorter.", message.room)
    yield from _check_marks(source, form)
    if run := _english_run(source, form):
        told = shortened(" ".join(run))
        yield Finding("T014", f"'{told}' stands there in English.", "Translate it too.", _offset_of_run(form, run))
    yield from check_ending(source, form, language)
    yield from check_numbers(message.text, message.plural, form)
    yield from check_quotes(source, form, language)
    yield from check_alphabet(everything, form, language)
    yield from check_dots(everything, form, language)
    for term in glossary.terms_in(message.text):
        if language in term.forms and not uses_form(term, language, form):
            forms = ", ".join(term.forms[language])
            told = f"The term '{term.term}' is missing in '{shortened(form)}'."
            # What stands there for it nobody can tell, unless it is the English word.
            yield Finding("T020", told, f"Say: {forms}.", glossary.offset_of(term, form))


def _is_english(source: str, form: str, language: str) -> bool:
    """Whether nothing was translated but perhaps the punctuation. Names in capitals may stay."""
    english = words(source)
    if [word.lower() for word in words(form)] != [word.lower() for word in english]:
        return False
    plain = {word for word in english if word.isascii() and not word.isupper() and len(word) > 1}
    return len(plain) >= (MIN_WORDS_TO_TRANSLATE if _has_latin_letters(language) else 1)


def _english_run(source: str, form: str) -> Sequence[str]:
    """The first words of English that were left in a translation; empty when there are none, or only names."""
    if len(set(words(source)) & set(words(form))) < MIN_ENGLISH_RUN // 2:
        return ()
    english, said = [word.lower() for word in words(source)], words(form)
    starts = range(len(english) - MIN_ENGLISH_RUN + 1)
    runs = {tuple(english[start : start + MIN_ENGLISH_RUN]) for start in starts}
    for start in range(len(said) - MIN_ENGLISH_RUN + 1):
        run = said[start : start + MIN_ENGLISH_RUN]
        if tuple(map(str.lower, run)) in runs and sum(map(str.islower, run)) > MIN_ENGLISH_RUN - 2:
            return run
    return ()


def _offset_of_run(form: str, run: Sequence[str]) -> int:
    """Where words that follow each other begin."""
    said = words(form)
    start = next(start for start in range(len(said)) if said[start : start + len(run)] == run)
    return word_offsets(form)[start]


def _unlike_its_source(source: str, text: str) -> Finding:
    """Why a guide shows English instead of this translation."""
    if link_targets(source) != link_targets(text):
        message = f"'{shortened(text)}' leads elsewhere than the source, so the English text is shown."
        offset = first_surplus(link_pieces(text), link_targets(source))
        return Finding("T005", message, "Keep links and addresses as they are, and add none.", offset)
    message = f"'{shortened(text)}' has other marks (code, emphasis) than the source, so the English text is shown."
    remedy = "Keep `code` and what stands in { } as they are, and put as many * and ** around words as the source has."
    return Finding("T006", message, remedy, strange_mark(source, text))


def _check_marks(source: str, form: str) -> Iterator[Finding]:
    """Stars and backquotes of Markdown that readers would see as such."""
    if Counter(_MARK.findall(source)) != Counter(_MARK.findall(form)):
        marks = ((mark[0], mark.start()) for mark in _MARK.finditer(form))
        offset = first_surplus(marks, Counter(_MARK.findall(source)))
        message = f"'{shortened(form, offset or 0)}' has other stars or backquotes than the source."
        yield Finding("T006", message, "Keep its marks.", offset)


def _check_spellings(said: Sequence[tuple[SourceMessage, Translation]], language: Language) -> Iterator[Problem]:
    """What only all texts of a language together show: a word that is written otherwise everywhere else."""
    if language.code.partition("-")[0] != "az":
        return
    usual = usual_spellings(_forms(said))
    for message, found in said:
        for number, form in enumerate(found.forms):
            for finding in check_spelling(f"{message.text} {message.plural}", form, usual):
                yield _problem(finding, found.place_of(number, finding.offset))


def _forms(said: Iterable[tuple[SourceMessage, Translation]]) -> Iterator[str]:
    for _, found in said:
        yield from found.forms


def _has_latin_letters(language: str) -> bool:
    return language.partition("-")[0] not in _OTHER_SCRIPTS


def _problem(finding: Finding, place: Place) -> Problem:
    return Problem(place, finding.code, finding.message, finding.remedy, CODES[finding.code].severity)
