"""Texts of one questionnaire that must stay alike, or must not become alike, in a translation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from generator.model.catalogue import Domain, Language, Translation
from generator.model.problem import CODES, Problem
from generator.model.questionnaire import OwnQuestions, Questionnaire
from generator.translation.letters import lowered
from generator.translation.plain_words import shortened
from generator.translation.questionnaire_strings import StringPlace, Visit, map_own_strings, map_strings


@dataclass(frozen=True, slots=True)
class _Said:
    """A string of a questionnaire and how a language says it."""

    at: StringPlace
    source: str
    found: Translation

    @property
    def text(self) -> str:
        return self.found.forms[0]

    @property
    def item(self) -> str:
        return self.at.item.id if self.at.item else ""


def check_questionnaire(
    questionnaire: Questionnaire, own: Iterable[OwnQuestions], language: Language
) -> Iterator[Problem]:
    """What only a whole questionnaire shows (T017, T018, T019).

    Each school's own questions are compared with each other and with those of the questionnaire.
    """
    said = _said(partial(map_strings, questionnaire), language)
    yield from _check_all(said)
    for questions in own:
        more = _said(partial(map_own_strings, questions), language)
        yield from _check_all([*said, *more])


def _said(walk: Callable[[Visit], object], language: Language) -> list[_Said]:
    said: list[_Said] = []

    def collect(place: StringPlace, text: str) -> str:
        found = language.translation(Domain.QUESTIONNAIRES, place.context, text)
        if found:
            said.append(_Said(place, text, found))
        return text

    walk(collect)
    return said


def _check_all(said: Sequence[_Said]) -> Iterator[Problem]:
    yield from _check_option_lists([each for each in said if each.at.role in {"scale_option", "item_option"}])
    yield from _check_same_options([each for each in said if each.at.role == "scale_option"])
    yield from _check_items([each for each in said if each.at.role == "question"], "sentence")
    yield from _check_items([each for each in said if each.at.role == "item"], "title")


def _check_option_lists(said: Sequence[_Said]) -> Iterator[Problem]:
    lists: defaultdict[str, dict[str, _Said]] = defaultdict(dict)
    for each in said:
        twin = lists[each.at.context.rpartition("/")[0]].setdefault(_bare(each.text), each)
        if twin is not each and twin.at.context != each.at.context:
            message = f"'{shortened(twin.source)}' and '{shortened(each.source)}' are both '{shortened(each.text)}'."
            yield _problem("T018", each, message, "Make the options clearly different.")


def _check_same_options(said: Sequence[_Said]) -> Iterator[Problem]:
    first: dict[str, _Said] = {}
    for each in said:
        twin = first.setdefault(each.source, each)
        if twin.text != each.text:
            elsewhere = f"'{shortened(twin.text)}' in line {twin.found.place.line}"
            message = f"The option '{shortened(each.source)}' is '{shortened(each.text)}' here and {elsewhere}."
            yield _problem("T017", each, message, "Use one translation.")


def _check_items(said: Sequence[_Said], kind: str) -> Iterator[Problem]:
    """Items that English keeps apart and the translation does not, within what one group reads."""
    first: dict[tuple[str, str], _Said] = {}
    for each in said:
        twin = first.setdefault((each.at.group, _bare(each.text)), each)
        if twin.item != each.item and _bare(twin.source) != _bare(each.source):
            message = f"'{shortened(each.source)}' and '{shortened(twin.source)}' became the same {kind}."
            yield _problem("T019", each, message, f"Say what makes them different; line {twin.found.place.line} too.")


def _bare(text: str) -> str:
    """A text as a reader remembers it: without the mark at its end, and with all letters small."""
    return lowered(" ".join(text.split()).rstrip(".?!:;… "))


def _problem(code: str, said: _Said, message: str, remedy: str) -> Problem:
    return Problem(said.found.place, code, message, remedy, CODES[code].severity)
