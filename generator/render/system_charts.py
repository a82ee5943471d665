"""The drawings of a round's findings: the widest gaps, and areas over the rounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from generator.compute.findings import AreaTrend, Difference
from generator.model.questionnaire import Questionnaire, Section
from generator.render import charts
from generator.render.chart_drawing import draw_svg
from generator.render.charts import Palette, Row, Spec
from generator.render.report_words import ReportWords
from generator.render.round_charts import NARROW, WIDE, Drawing, chart_words
from generator.render.slots import finished

_COLOURS = 6
"""The colours of groups in report.css."""


def gap_drawing(words: ReportWords, questionnaire: Questionnaire, gaps: Sequence[Difference]) -> Drawing | None:
    """The two groups of each gap as dumbbells; none when there are no gaps."""
    titles = {item.id: f"{item.id} {item.title}" for item in questionnaire.items()}
    groups = {group.id: str(group.title) for group in questionnaire.groups}
    rows: list[Row] = [
        {
            "item": titles[gap.item],
            "group": groups[end.group],
            "percent": end.percent,
            "label": words.percent(end.percent),
            "points": words.whole(gap.points),
        }
        for gap in gaps
        for end in (gap.first, gap.second)
    ]
    if not rows:
        return None
    description = words.plain("system.chart.gaps.description")
    said = replace(chart_words(words, "charts.percent_positive", ""), description=description)
    palette = _palette(groups, rows)

    def spec(width: int) -> Spec:
        return charts.gaps(rows, palette, said, width)

    return _drawing("gaps", words.plain("system.chart.gaps.title"), description, spec)


def trend_drawing(
    words: ReportWords,
    questionnaire: Questionnaire,
    area: Section,
    trends: Mapping[str, AreaTrend],
    rounds: Mapping[str, str],
) -> Drawing | None:
    """An area over the rounds, a line a group; none when no group can be compared.

    `trends` are by group; `rounds` has the plain titles of the rounds by id, oldest first.
    """
    groups = {group.id: str(group.title) for group in questionnaire.groups}
    rows: list[Row] = [
        {
            "round": rounds[point.round],
            "group": groups[group],
            "percent": point.percent,
            "label": words.percent(point.percent),
            "segment": 0,
        }
        for group, trend in trends.items()
        for point in trend.points
    ]
    if not rows:
        return None
    facts = {"code": area.id, "title": str(area.title)}
    description = words.plain("system.chart.over_time.description", **facts)
    said = replace(chart_words(words, "charts.percent_positive", ""), description=description)
    palette = _palette(groups, rows)

    def spec(width: int) -> Spec:
        return charts.time_series(rows, list(rounds.values()), palette, said, width)

    title = words.plain("system.chart.over_time.title", **facts)
    return _drawing(f"over-time-{area.id.lower()}", title, description, spec)


def _palette(groups: Mapping[str, str], rows: Sequence[Row]) -> Palette:
    """The groups that are drawn, each in the colour that it has in all charts of the round."""
    drawn = {row["group"] for row in rows}
    places = {title: place for place, title in enumerate(groups.values()) if title in drawn}
    return Palette(list(places), classes=[place % _COLOURS + 1 for place in places.values()])


def _drawing(name: str, title: str, description: str, spec: Callable[[int], Spec]) -> Drawing:
    wide, narrow = spec(WIDE), spec(NARROW)
    return Drawing(
        finished(draw_svg(wide, f"drawing-{name}-wide", title, description)),
        finished(draw_svg(narrow, f"drawing-{name}-narrow", title, description)),
        charts.fluid(wide),
        charts.fluid(narrow),
    )
