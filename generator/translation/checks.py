"""What can be seen to be wrong with a translation without knowing the language.

Loading has already left out what may not be shown (placeholders, links, markup). These checks are for translators.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.catalogue import Domain, Language, SourceMessage, Translation
from generator.model.problem import CODES, Place, Problem
from generator.model.project import Project
from generator.model.questionnaire import Questionnaire
from generator.translation.glossary import Glossary, uses_form
from generator.translation.guide_inline import inline_translation, link_targets
from generator.translation.messages import source_messages
from generator.translation.questionnaire_strings import StringPlace, map_strings

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_THOUSANDS = re.compile(r"(?<=\d)[ .,\u00a0\u202f](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_HIDDEN_PARTS = re.compile(r"\{[a-z_]+\}|`[^`]*`|\]\([^)]*\)")
_END = re.compile(r"([.?!:;…]+)[\s\"'»”“)\]*_]*$")
MIN_WORDS_TO_TRANSLATE = 3
"""Shorter texts may be the same in two languages: names, abbreviations."""


def check_translations(project: Project, glossary: Glossary) -> tuple[Problem, ...]:
    """The problems of all catalogues, in the order of languages and messages."""
    messages = source_messages(project)
    problems: list[Problem] = []
    for language in project.languages:
        if language.is_source:
            continue
        for message in messages:
            found = language.translation(message.domain, message.context, message.text)
            if found:
                problems += check_message(message, found, language.code, glossary)
        for questionnaire in project.questionnaires.values():
            problems += _check_questionnaire(questionnaire, language)
    return tuple(dict.fromkeys(problems))


def check_message(message: SourceMessage, found: Translation, language: str, glossary: Glossary) -> Iterator[Problem]:
    """The problems of one translation."""
    text = found.forms[-1]
    source = message.plural or message.text
    if text == source and len(_WORD.findall(_HIDDEN_PARTS.sub(" ", source))) >= MIN_WORDS_TO_TRANSLATE:
        yield _problem("T014", found.place, f"'{_short(source)}' stands there in English.", "Translate it.")
        return
    if message.domain is Domain.GUIDES and inline_translation(message.text, text) is None:
        yield _unlike_its_source(message.text, text, found.place)
        return
    if _ending(source) != _ending(text):
        message_text = f"'{_short(text)}' ends differently from '{_short(source)}'."
        yield _problem("T015", found.place, message_text, "End it with the same mark.")
    if not message.plural and _numbers(source) != _numbers(text):
        yield _problem("T016", found.place, f"'{_short(text)}' has other numbers than the source.", "Compare them.")
    for form in found.forms:
        yield from _check_letters(form, language, found.place)
    for term in glossary.terms_in(message.text):
        if language in term.forms and not uses_form(term, language, " ".join(found.forms)):
            forms = ", ".join(term.forms[language])
            yield _problem(
                "T020", found.place, f"The term '{term.term}' is missing in '{_short(text)}'.", f"Say: {forms}."
            )


def _unlike_its_source(source: str, text: str, place: Place) -> Problem:
    """Why a guide shows English instead of this translation."""
    if link_targets(source) != link_targets(text):
        message = f"'{_short(text)}' leads elsewhere than the source, so the English text is shown."
        return _problem("T005", place, message, "Keep links and addresses as they are, and add none.")
    message = f"'{_short(text)}' has other marks (code, emphasis) than the source, so the English text is shown."
    remedy = "Keep `code` and what stands in { } as they are, and put as many * and ** around words as the source has."
    return _problem("T006", place, message, remedy)


def _check_letters(text: str, language: str, place: Place) -> Iterator[Problem]:
    for word in _WORD.findall(text):
        if language == "az" and _CYRILLIC.search(word):
            yield _problem(
                "T010", place, f"The word '{word}' has a Cyrillic letter.", "Type it with the Latin letters."
            )
        if language == "ru" and _CYRILLIC.search(word) and _LATIN.search(word):
            yield _problem(
                "T010", place, f"The word '{word}' has a Latin letter.", "Type it with the Cyrillic letters."
            )


@dataclass(frozen=True, slots=True)
class _Said:
    """A string of a questionnaire and how a language says it."""

    at: StringPlace
    source: str
    found: Translation

    @property
    def text(self) -> str:
        return self.found.forms[0]


def _check_questionnaire(questionnaire: Questionnaire, language: Language) -> Iterator[Problem]:
    said: list[_Said] = []

    def collect(place: StringPlace, text: str) -> str:
        found = language.translation(Domain.QUESTIONNAIRES, place.context, text)
        if found:
            said.append(_Said(place, text, found))
        return text

    map_strings(questionnaire, collect)
    yield from _check_option_lists(said)
    yield from _check_same_options([each for each in said if each.at.role == "scale_option"])
    yield from _check_questions([each for each in said if each.at.role == "question"])


def _check_option_lists(said: Sequence[_Said]) -> Iterator[Problem]:
    lists: defaultdict[str, dict[str, _Said]] = defaultdict(dict)
    for each in said:
        if each.at.role in {"scale_option", "item_option"}:
            options = lists[each.at.context.rpartition("/")[0]]
            twin = options.setdefault(each.text.casefold(), each)
            if twin is not each:
                message = f"'{twin.source}' and '{each.source}' are both '{_short(each.text)}'."
                yield _problem("T018", each.found.place, message, "Make the options clearly different.")


def _check_same_options(said: Sequence[_Said]) -> Iterator[Problem]:
    first: dict[str, _Said] = {}
    for each in said:
        twin = first.setdefault(each.source, each)
        if twin.text != each.text:
            message = f"The option '{each.source}' is '{_short(each.text)}' here and '{_short(twin.text)}' elsewhere."
            yield _problem("T017", each.found.place, message, "Use one translation.")


def _check_questions(said: Sequence[_Said]) -> Iterator[Problem]:
    first: dict[tuple[str, str], _Said] = {}
    for each in said:
        twin = first.setdefault((each.at.group, each.text.casefold()), each)
        if twin.source != each.source:
            message = f"'{_short(each.source)}' and '{_short(twin.source)}' became the same sentence."
            yield _problem("T019", each.found.place, message, "Say what makes them different.")


def _ending(text: str) -> str:
    end = _END.search(text)
    return end[1] if end else ""


def _numbers(text: str) -> Counter[str]:
    joined = _THOUSANDS.sub("", _HIDDEN_PARTS.sub(" ", text))
    return Counter(number.replace(",", ".") for number in _NUMBER.findall(joined))


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."


def _problem(code: str, place: Place, message: str, remedy: str) -> Problem:
    return Problem(place, code, message, remedy, CODES[code].severity)
