"""The chapter "What stands out" of a round: strongest, weakest, gaps and changes, over all respondents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from generator.compute.findings import LONGEST, PLACES, SMALL, Difference, Findings, Ranking, Statement, findings
from generator.model.released import EVERYBODY
from generator.render.figure_numbers import FigureNumber, RoundFigure, round_number
from generator.render.item_changes import signed
from generator.render.round_page import RoundPage
from generator.render.slots import finished
from generator.render.system_charts import gap_drawing


def stand_out_chapter(page: RoundPage, specs: dict[str, Any]) -> Iterator[str]:
    """The blocks of the chapter. The specification of its chart is added to `specs`."""
    found = findings(page.questionnaire, page.released, EVERYBODY, page.history.earlier, page.settings.rounding_base)
    yield page.heading(2, page.markdown.heading("report.stands_out"), "stands-out")
    small = page.words.listing([page.words.html(_titles(page)[group]) for group in found.small])
    rules = SimpleNamespace(
        places=PLACES, longest=LONGEST, small=SMALL, base=page.settings.rounding_base, small_groups=finished(small)
    )
    yield page.html("stands_out_rules", rules)
    if found.strongest:
        yield from _ranked(page, "report.strongest", RoundFigure.STRONGEST, found.strongest)
        yield from _ranked(page, "report.weakest", RoundFigure.WEAKEST, found.weakest)
    yield from _gaps(page, found, specs)
    yield from _changes(page, found)


def _ranked(page: RoundPage, key: str, figure: RoundFigure, rankings: Mapping[str, Ranking]) -> Iterator[str]:
    words, number = page.words, round_number(figure)
    groups = {view.id: view for view in page.groups}
    bodies = [
        SimpleNamespace(group=groups[group], rows=[_ranked_row(page, each) for each in ranking.statements])
        for group, ranking in rankings.items()
    ]
    ties = [
        finished(words.text("report.ties", group=groups[group].title, count=ranking.left_out))
        for group, ranking in rankings.items()
        if ranking.left_out
    ]
    caption = "report.caption.strongest" if figure is RoundFigure.STRONGEST else "report.caption.weakest"
    facts = _facts(page, number, bodies=bodies, ties=ties, caption=caption)
    yield page.heading(3, page.markdown.heading(key), key.partition(".")[2])
    yield page.figure(number, page.html("ranking", facts))


def _ranked_row(page: RoundPage, statement: Statement) -> SimpleNamespace:
    return SimpleNamespace(
        item=_link(page, statement.item),
        percent=finished(page.words.percent(statement.percent)),
        width=statement.percent,
        n=finished(page.words.whole(statement.n)),
    )


def _gaps(page: RoundPage, found: Findings, specs: dict[str, Any]) -> Iterator[str]:
    yield page.heading(3, page.markdown.heading("report.gaps"), "gaps")
    if not found.gaps:
        yield page.html("note", finished(page.words.text("report.gaps.none")))
        return
    number = round_number(RoundFigure.GAPS)
    drawing = gap_drawing(page.words, page.questionnaire, found.gaps)
    if drawing:
        specs |= {"gaps": drawing.wide_spec, "gaps-narrow": drawing.narrow_spec}
    facts = _facts(page, number, rows=[_gap(page, gap) for gap in found.gaps])
    title = page.words.text("report.gaps")
    yield page.figure(number, page.html("gaps", facts), title=title, drawing=drawing, chart="gaps")


def _gap(page: RoundPage, gap: Difference) -> SimpleNamespace:
    words = page.words
    return SimpleNamespace(
        item=_link(page, gap.item),
        higher=_of_group(page, gap.first),
        n_higher=finished(words.whole(gap.first.n)),
        lower=_of_group(page, gap.second),
        n_lower=finished(words.whole(gap.second.n)),
        points=_points(page, words.whole(gap.points)),
    )


def _changes(page: RoundPage, found: Findings) -> Iterator[str]:
    words = page.words
    if not found.since:
        yield page.html("note", finished(words.text("system.no_earlier_round")))
        return
    setting = page.history.earlier[-1].released.setting
    yield page.heading(3, page.markdown.heading("report.largest_changes", round=setting.title), "largest-changes")
    if not found.changes:
        text = words.text("report.largest_changes.none", round=setting.title)
        yield page.html("note", finished(text))
        return
    number = round_number(RoundFigure.CHANGES)
    facts = _facts(page, number, rows=[_change(page, each) for each in found.changes], round=setting.title)
    yield page.figure(number, page.html("changes", facts))


def _change(page: RoundPage, change: Difference) -> SimpleNamespace:
    words, now, then = page.words, change.first, change.second
    return SimpleNamespace(
        item=_link(page, change.item),
        group=_titles(page)[now.group],
        before=finished(words.percent(then.percent)),
        n_before=finished(words.whole(then.n)),
        now=finished(words.percent(now.percent)),
        n_now=finished(words.whole(now.n)),
        points=_points(page, signed(words, change.points)),
    )


def _facts(page: RoundPage, number: FigureNumber, **more: object) -> SimpleNamespace:
    """What every table of the chapter needs: its id and number, and whom it is about."""
    part = finished(page.words.text("report.everybody"))
    return SimpleNamespace(id=number.anchor, number=finished(page.number_html(number)), part=part, **more)


def _of_group(page: RoundPage, statement: Statement) -> str:
    values = {
        "group": page.words.html(_titles(page)[statement.group]),
        "percent": page.words.percent(statement.percent),
    }
    return finished(page.words.sentence("report.gap.cell", values))


def _points(page: RoundPage, points: str) -> str:
    return finished(page.words.sentence("report.points", {"points": points}))


def _link(page: RoundPage, item_id: str) -> str:
    item = page.questionnaire.item(item_id)
    return finished(page.macros.html("item_link", item, f"#{item.id.lower()}"))


def _titles(page: RoundPage) -> dict[str, str]:
    return {view.id: view.title for view in page.groups}
