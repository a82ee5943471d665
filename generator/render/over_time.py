"""Over time: every area over the rounds by group, and the questions that cannot be compared, with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from generator.compute.comparison import origins
from generator.compute.findings import AreaTrend, area_trend
from generator.compute.history import Continuity, EarlierRound
from generator.model.questionnaire import Item, Questionnaire, Section
from generator.model.released import EVERYBODY, AreaPosition, Mark, Position
from generator.render.figure_numbers import RoundFigure, round_number, section_number
from generator.render.item_changes import signed
from generator.render.item_views import GroupView
from generator.render.round_page import RoundPage
from generator.render.slots import finished
from generator.render.system_charts import trend_drawing


def over_time_chapter(page: RoundPage, specs: dict[str, Any]) -> Iterator[str]:
    """The blocks of the chapter. The specifications of its charts are added to `specs`."""
    yield page.heading(2, page.markdown.heading("system.over_time"), "over-time")
    if not page.history.earlier:
        yield page.html("note", finished(page.words.text("system.no_earlier_round")))
        return
    yield page.html("note", finished(page.words.text("system.over_time.rule")))
    for area in page.questionnaire.areas:
        yield from _area(page, area, specs)
    yield _breaks(page)


def over_time_key(section: Section) -> str:
    """Under which key a section's chart over time is found, and where it stands on the page."""
    return f"over-time-{section.id.lower()}"


def break_reason(versions: Mapping[str, Questionnaire], now: Questionnaire, item_id: str, since: str) -> str:
    """What the questionnaires say of the change that broke an item since the version with the key `since`.

    The newest reason counts; empty when none of the versions between gives one.
    """
    version: Questionnaire | None = now
    name = item_id
    while version is not None and version.key != since:
        item = next((each for each in version.items() if each.id == name), None)
        if item is None:
            return ""
        if item.change and not item.change.comparable:
            return item.change.reason
        before = versions.get(version.previous_key or "")
        name = origins(before, version).get(name, "") if before else ""
        version = before
    return ""


def _area(page: RoundPage, area: Section, specs: dict[str, Any]) -> Iterator[str]:
    words, number = page.words, section_number(page.questionnaire, area)
    trends = {group.id: _trend(page, group.id, area.id) for group in page.groups}
    rounds = [*(each.released.setting for each in page.history.earlier), page.released.setting]
    titles = {setting.id: str(setting.title) for setting in rounds}
    yield page.heading(3, page.section_title(area), over_time_key(area))
    drawing = trend_drawing(words, page.questionnaire, area, trends, titles)
    if drawing is None:
        yield page.html("note", finished(words.text("system.over_time.none")))
        return
    chart = over_time_key(area)
    specs |= {chart: drawing.wide_spec, f"{chart}-narrow": drawing.narrow_spec}
    facts = SimpleNamespace(
        id=number.anchor,
        rounds=[setting.title for setting in rounds],
        last=rounds[-2].title,
        rows=[_row(page, view, area, trends[view.id]) for view in page.groups],
    )
    title = words.text("system.chart.over_time.title", code=area.id, title=area.title)
    yield page.figure(number, page.html("trend", facts), title=title, drawing=drawing, chart=chart)


def _trend(page: RoundPage, group: str, area: str) -> AreaTrend:
    place = AreaPosition(EVERYBODY, group, area)
    return area_trend(page.questionnaire, page.released, place, page.history.earlier)


def _row(page: RoundPage, group: GroupView, area: Section, trend: AreaTrend) -> SimpleNamespace:
    words = page.words
    if not trend.points:
        measure = page.released.areas.get(AreaPosition(EVERYBODY, group.id, area.id))
        is_shown = trend.of > 0 and measure is not None and measure.mark is Mark.SHOWN
        mark = words.text("system.over_time.none") if is_shown else words.mark(_mark(page, group.id, area))
        return SimpleNamespace(group=group.title, mark=finished(mark))
    percents = [point.percent for point in trend.points]
    points = signed(words, percents[-1] - percents[-2])
    return SimpleNamespace(
        group=group.title,
        mark="",
        percents=[finished(words.percent(percent)) for percent in percents],
        points=finished(words.sentence("report.points", {"points": points})),
        items=trend.items,
        of=trend.of,
    )


def _mark(page: RoundPage, group: str, area: Section) -> Mark:
    """Why a group has no number in an area: the most telling of its items' marks."""
    found = {page.released.distributions[Position(EVERYBODY, group, item.id)].mark for item in area.items}
    return next((mark for mark in (Mark.HIDDEN, Mark.NOBODY) if mark in found), Mark.NOT_ASKED)


def _breaks(page: RoundPage) -> str:
    rows = [row for item in page.questionnaire.items() for row in _breaks_of(page, item)]
    if not rows:
        return page.html("note", finished(page.words.text("system.breaks.none")))
    number = round_number(RoundFigure.BREAKS)
    facts = SimpleNamespace(id=number.anchor, number=finished(page.number_html(number)), rows=rows)
    return page.figure(number, page.html("breaks", facts))


def _breaks_of(page: RoundPage, item: Item) -> Iterator[SimpleNamespace]:
    for before in reversed(page.history.earlier):
        groups = [group.title for group in page.groups if _is_broken(page, before, group.id, item)]
        if groups:
            setting = before.released.setting
            reason = break_reason(page.history.versions, page.questionnaire, item.id, setting.questionnaire)
            names = page.words.listing([page.words.html(title) for title in groups])
            yield SimpleNamespace(
                item=finished(page.macros.html("item_link", item, f"#{item.id.lower()}")),
                round=setting.title,
                groups=finished(names),
                reason=reason,
            )


def _is_broken(page: RoundPage, before: EarlierRound, group: str, item: Item) -> bool:
    levels = [level.id for level in page.questionnaire.levels]
    return before.continuity_of(Position(EVERYBODY, group, item.id), levels) is Continuity.BROKEN
