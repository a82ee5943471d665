"""What a translator is told about a string of a questionnaire: where it stands, who reads it, what it is answered with.

These comments are for translators of the catalogues; readers of the site never see them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from generator.model.questionnaire import ItemStatus, Questionnaire
from generator.translation.questionnaire_strings import StringPlace

ROLES: Final[Mapping[str, str]] = {
    "title": "Title of the questionnaire",
    "summary": "What the questionnaire is about",
    "group": "Name of a group of respondents",
    "welcome": "The sentences that open the form",
    "level": "Education level",
    "level_short": "Education level, short form for tables: keep it short",
    "instruction": "Instruction above the rows",
    "scale_option": "Answer option of a scale: keep the options clearly different from each other",
    "section": "Title of a part of the questionnaire",
    "section_summary": "What a part of the questionnaire is about",
    "stem": "Question that the rows below it share",
    "item": "Short name of an item, for tables and reports: keep it short",
    "question": "Statement or question",
    "help": "Explanation of a hard word",
    "item_option": "Answer option",
    "score_low": "Words for the lowest score",
    "score_high": "Words for the highest score",
    "change": "Why an item changed, for readers who compare versions",
    "removal": "Why an item was dropped, for readers who compare versions",
}
"""What each kind of string is."""

_ROOM: Final[Mapping[str, int]] = {
    "group": 30,
    "level_short": 30,
    "scale_option": 40,
    "item_option": 90,
    "section": 70,
    "item": 65,
    "question": 140,
    "score_low": 30,
    "score_high": 30,
}
"""How many characters fit on paper. The words of an answer stand in four or five lines of a column that holds nine
letters at 8.5 points, a statement in at most six lines of 50 mm (render/paper_fit.py), the title of an item in three
lines of the first column of a report's table.
"""

_READERS: Final = {"adult": "adults: formal address", "student": "students: simple words, informal address"}


def room_on_paper(role: str) -> int:
    """How many characters a string of this role may have on paper; 0 where it may run on."""
    return _ROOM.get(role, 0)


def translator_comment(questionnaire: Questionnaire, place: StringPlace) -> str:
    """One line for each fact that helps to translate the string at `place`."""
    return "\n".join(_facts(questionnaire, place))


def _facts(questionnaire: Questionnaire, place: StringPlace) -> Iterator[str]:
    yield f"{ROLES[place.role]}."
    if room := room_on_paper(place.role):
        yield f"At most {room} characters, to fit on paper."
    if place.section is not None:
        kind = "Area" if place.section in questionnaire.areas else "Part"
        yield f"{kind} {place.section.id}: {place.section.title}."
    if place.item is not None and place.role != "item":
        yield f"Item {place.item.id}: {place.item.title}."
    if place.item is not None and place.item.status is ItemStatus.OWN:
        yield "A question that one school wrote."
    if place.group:
        yield f"Read by: {_reader(questionnaire, place.group)}."
    if place.level:
        level = next((level.title for level in questionnaire.levels if level.id == place.level), place.level)
        yield f"Only at: {level}."
    if place.role == "question" and place.item is not None:
        options = _answers(questionnaire, place)
        if options:
            yield f"Answered with: {options}."
    if place.role == "scale_option" and place.scale is not None:
        yield f"The options in order: {' / '.join(option.text for option in place.scale.options)}."


def _reader(questionnaire: Questionnaire, group_id: str) -> str:
    group = next((group for group in questionnaire.groups if group.id == group_id), None)
    return f"{group.title.lower()} ({_READERS[group.reader]})" if group else group_id


def _answers(questionnaire: Questionnaire, place: StringPlace) -> str:
    item = place.item
    if item is None:
        return ""
    if item.score is not None:
        return f"a number from {item.score.lowest} to {item.score.highest}"
    scale = next((scale for scale in questionnaire.scales if scale.id == item.scale), None)
    options = scale.options if scale else item.options
    return " / ".join(option.text for option in options)
