"""Which charts the report of a round has: rows and words for `charts`, from what was released."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from generator.model.questionnaire import ItemType, Option, Questionnaire
from generator.model.released import EVERYBODY, AreaPosition, Mark, ReleasedResults
from generator.render import charts, locale_format
from generator.render.chart_drawing import draw_svg
from generator.render.chart_labels import title_of_column
from generator.render.charts import ChartWords, Palette, Row, Spec
from generator.render.item_views import option_views, scale_key
from generator.render.report_tables import slice_title
from generator.render.report_words import ReportWords, whole_percent
from generator.render.slots import finished

WIDE, NARROW = 760, 340
DIVERGING = "-diverging"
"""What follows the key of a scale for its bars around the middle; explore.js looks for it."""
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart drawn for wide and for narrow screens, and the specifications for those who explore."""

    wide: Markup
    narrow: Markup
    wide_spec: Spec
    narrow_spec: Spec


@dataclass(frozen=True, slots=True)
class Middle:
    """Where the answers on a scale part: places in the order of the scale, from 0."""

    positive_from: int
    neutral: int | None


def area_drawing(words: ReportWords, questionnaire: Questionnaire, released: ReleasedResults) -> Drawing | None:
    """Areas by group over all respondents; none when every number is hidden."""
    areas = {area.id: f"{area.id} {area.title}" for area in questionnaire.areas}
    rows: list[Row] = []
    for area in questionnaire.areas:
        for group in questionnaire.groups:
            measure = released.areas.get(AreaPosition(EVERYBODY, group.id, area.id))
            if measure and measure.mark is Mark.SHOWN and measure.percent_positive is not None:
                percent = whole_percent(measure.percent_positive)
                label = words.percent(measure.percent_positive)
                rows.append({"area": areas[area.id], "group": str(group.title), "percent": percent, "label": label})
    if not rows:
        return None
    named = list(dict.fromkeys(str(row["area"]) for row in rows))
    said = chart_words(words, "charts.percent_positive", "charts.areas.description")

    def spec(width: int) -> Spec:
        return charts.area_dots(rows, named, _groups(questionnaire), said, width)

    return _drawing(words, "areas", spec)


def participation_drawing(
    words: ReportWords, questionnaire: Questionnaire, released: ReleasedResults
) -> Drawing | None:
    """Participation by slice and group; none when every number is hidden."""
    rows: list[Row] = []
    for slice_ in released.slices:
        title = finished(slice_title(words, questionnaire, released, slice_)).striptags()
        for group in questionnaire.groups:
            found = released.participation.get((slice_, group.id))
            if found and found.mark is Mark.SHOWN and found.rate is not None:
                percent = 100 * found.rate
                rows.append(
                    {
                        "level": title,
                        "group": str(group.title),
                        "percent": whole_percent(percent),
                        "label": words.percent(percent),
                        "minimum": None,
                    }
                )
    if not rows:
        return None
    said = chart_words(words, "charts.rate", "charts.participation.description")

    def spec(width: int) -> Spec:
        return charts.participation(rows, _groups(questionnaire), said, width)

    return _drawing(words, "participation", spec)


def item_specifications(words: ReportWords, questionnaire: Questionnaire) -> dict[str, Spec]:
    """The specifications that draw items, by their key; their data is the table of each item.

    There is one for every kind of answer, also for those that only a school's own questions use.
    """
    said = chart_words(words, "charts.percent", "")
    groups = [str(group.title) for group in questionnaire.groups]
    scales: dict[str, Spec] = {}
    for scale in questionnaire.scales:
        answers = _answers(scale.points)
        scales[scale_key(scale.id)] = charts.stacked_bars(answers, groups, said)
        if middle := middle_of(scale.points):
            diverging = charts.diverging_bars(answers, groups, said, middle.neutral, middle.positive_from)
            scales[scale_key(scale.id) + DIVERGING] = diverging
    return {
        **scales,
        "score": charts.score_histogram(_groups(questionnaire), said),
        "choice": charts.multiple_choice_bars(_groups(questionnaire), said),
    }


def school_specifications(words: ReportWords, questionnaire: Questionnaire) -> dict[str, Spec]:
    """The specifications of a school's page: those of its items, areas, who answered, and what stands out."""
    groups, positive = _groups(questionnaire), chart_words(words, "charts.percent_positive", "")
    areas = [f"{area.id} {area.title}" for area in questionnaire.areas]
    levels = [str(level.title) for level in questionnaire.levels]
    return {
        **item_specifications(words, questionnaire),
        "areas": charts.area_bars(groups, positive, areas),
        "compared": charts.compared_bars(groups, positive, areas),
        "statements": charts.statement_bars(groups, positive),
        "participation": charts.participation_bars(groups, chart_words(words, "charts.rate", ""), levels),
    }


def middle_of(points: Sequence[Option]) -> Middle | None:
    """Where the bars of a scale part, lowest option first; none where positive options are not its upper end.

    The middle option of an odd scale is neutral when the positive ones start right above it.
    """
    positive = [option.positive for option in points]
    if not any(positive) or all(positive) or sorted(positive) != positive:
        return None
    first = positive.index(True)
    is_odd_middle = len(points) % 2 == 1 and first - 1 == len(points) // 2
    return Middle(first, first - 1 if is_odd_middle else None)


def chart_words(words: ReportWords, axis: str, description: str) -> ChartWords:
    """A chart's words and signs. `axis` and `description` are keys of interface strings."""
    names = ("area", "item", "group", "level", "round", "answer", "count", "points", "label", "all")
    before, after = _DIGIT.split(locale_format.format_percent(1, words.language), maxsplit=1)
    return ChartWords(
        percent=title_of_column(words.plain(axis)),
        columns={name: title_of_column(words.plain(f"charts.column.{name}")) for name in names},
        percent_pattern=(before, after),
        decimal=locale_format.format_number(0.5, words.language, 1)[1],
        description=words.plain(description) if description else "",
        notes={name: words.plain(f"charts.note.{name}") for name in ("minimum", "break")},
    )


def page_data(words: ReportWords, specs: Mapping[str, Spec]) -> Markup:
    """What explore.js reads: words and specifications, as JSON that cannot end its script element."""
    names = ("explore", "back", "loading", "failed", "arrangement", "stacked", "diverging")
    said = {name: words.plain(f"charts.{name}") for name in names}
    data: dict[str, Any] = {"words": said, "charts": specs}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return finished(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _drawing(words: ReportWords, name: str, spec: Any) -> Drawing:
    title, description = words.plain(f"charts.{name}.title"), words.plain(f"charts.{name}.description")
    wide = draw_svg(spec(WIDE), f"drawing-{name}-wide", title, description)
    narrow = draw_svg(spec(NARROW), f"drawing-{name}-narrow", title, description)
    return Drawing(finished(wide), finished(narrow), charts.fluid(spec(WIDE)), charts.fluid(spec(NARROW)))


def _groups(questionnaire: Questionnaire) -> Palette:
    return Palette([str(group.title) for group in questionnaire.groups])


def _answers(options: Sequence[Option]) -> Palette:
    views = option_views(options, ItemType.SCALE)
    classes = [int(view.css_class.rsplit("-", 1)[1]) for view in views]
    return Palette([f"{view.code} {view.text}" for view in views], "scale", classes)
