"""Key elements: for every question the answer that each group gave most often, in this round and in earlier ones."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

from generator.compute.findings import top_answer
from generator.compute.history import Continuity, EarlierRound
from generator.model.questionnaire import Item, Questionnaire, Section
from generator.model.released import EVERYBODY, Distribution, Mark, Position
from generator.render.figure_numbers import RoundFigure, round_number
from generator.render.round_page import RoundPage
from generator.render.slots import finished

_ABSENT = (Mark.NOBODY, Mark.NOT_ASKED)
_REMARKS = {Continuity.REWORDED: "system.mark.reworded", Continuity.BROKEN: "system.mark.broken"}


def key_element_chapter(page: RoundPage) -> Iterator[str]:
    """The blocks of the chapter: one table, newest round first."""
    sections = [
        SimpleNamespace(title=finished(f"{page.section_title_html(section)}"), items=items)
        for section in page.questionnaire.sections
        if (items := [*_items(page, section)])
    ]
    if not sections:
        return
    number = round_number(RoundFigure.KEY_ELEMENTS)
    facts = SimpleNamespace(
        id=number.anchor,
        number=finished(page.number_html(number)),
        count=sum(len(section.items) for section in sections),
        rounds=[page.released.setting.title, *(each.released.setting.title for each in _newest_first(page))],
        sections=sections,
    )
    yield page.heading(2, page.markdown.heading("system.key_elements"), "key-elements")
    yield page.html("note", finished(page.words.text("system.key_elements.rule")))
    yield page.figure(number, page.html("key_elements", facts))


def _newest_first(page: RoundPage) -> list[EarlierRound]:
    return [*reversed(page.history.earlier)]


def _items(page: RoundPage, section: Section) -> Iterator[SimpleNamespace]:
    for item in section.items:
        places = [Position(EVERYBODY, group.id, item.id) for group in page.groups]
        found = {place: page.released.distributions.get(place) for place in places}
        asked = {place: each for place, each in found.items() if each and each.mark is not Mark.NOT_ASKED}
        if asked and any(each.mark not in _ABSENT for each in asked.values()):
            rows = [_row(page, item, place, each) for place, each in asked.items()]
            link = page.macros.html("item_link", item, f"#{item.id.lower()}")
            yield SimpleNamespace(name=finished(link), rows=rows)


def _row(page: RoundPage, item: Item, place: Position, now: Distribution) -> SimpleNamespace:
    group = next(view.title for view in page.groups if view.id == place.group)
    then = [_before(page, place, before) for before in _newest_first(page)]
    return SimpleNamespace(group=group, cells=[_answer(page, page.questionnaire, item, now), *then])


def _before(page: RoundPage, place: Position, before: EarlierRound) -> str:
    levels = [level.id for level in page.questionnaire.levels]
    continuity = before.continuity_of(place, levels)
    found = before.distribution(place)
    if continuity is Continuity.NEW or found is None:
        return finished(page.macros.html("continuity", finished(page.words.text("system.mark.new"))))
    version = page.history.versions.get(before.released.setting.questionnaire, page.questionnaire)
    item = version.item(before.origins[place.item])
    remark = _REMARKS.get(continuity, "")
    return _answer(page, version, item, found, page.words.text(remark) if remark else "")


def _answer(page: RoundPage, questionnaire: Questionnaire, item: Item, found: Distribution, remark: str = "") -> str:
    """The most frequent answer in the words of its version, or the mark that stands in its place."""
    top = top_answer(found)
    if top is None:
        mark = Mark.NOBODY if found.mark is Mark.SHOWN else found.mark
        return finished(page.words.mark(mark))
    texts = {option.code: option.text for option in questionnaire.options_of(item)}
    percent = finished(page.words.percent(top.percent))
    return finished(page.macros.html("top_answer", [texts[code] for code in top.options], percent, finished(remark)))
