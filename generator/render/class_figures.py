"""The bar and the row of a small group in a school's own report, whose answers are told in classes.

Frames are compiled once for each scale and each way in which its answers stand together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from generator.model.released import AnswerClass, Bound, Distribution, Mark
from generator.render.item_views import FigureView
from generator.render.report_words import ReportWords

_OPEN: Final = "gz-open"
"""The part of a bar of which only a bound is told."""
_LETTER_WIDTH: Final = 2.4
"""Percent of a bar's width that a letter of its labels takes on a phone."""


class _Part(NamedTuple):
    """A part of a bar: its class of style, its width in percent, and its label as HTML without tags."""

    css_class: str
    width: float
    label: str = ""


def codes_of(found: AnswerClass) -> str:
    """The options of a class as one code: 1+2."""
    return "+".join(found.codes)


def share_text(words: ReportWords, found: AnswerClass) -> str:
    """The share of a class as HTML, with its bound where it has one."""
    values = {"percent": words.percent(found.percent)}
    if found.bound is Bound.AT_LEAST:
        return words.sentence("report.at_least", values)
    return words.sentence("report.at_most", values) if found.bound else values["percent"]


def positive_text(words: ReportWords, found: Distribution) -> str:
    """Percent positive as HTML; a bound, or the mark of what has none, where it is not told exactly."""
    if found.percent_positive is not None:
        return words.percent(found.percent_positive)
    told = found.positive_bound
    return share_text(words, told) if told else words.mark(Mark.NOBODY)


def class_bar(words: ReportWords, group: str, view: FigureView, found: Distribution) -> str:
    """The bar of a group whose answers are told in classes."""
    parts = [*_parts(words, view, found)]
    values: list[str] = []
    left = 0.0
    for part in parts:
        middle = left + part.width / 2
        values += (words.coordinate(left), words.coordinate(part.width), words.coordinate(middle), part.label)
        left += part.width
    if view.has_positive:
        values.append(positive_text(words, found))
    values.append(words.whole(found.n))
    frame = words.figures.frame("class_bar", group, tuple(part.css_class for part in parts), view.has_positive)
    return frame.fill_in_order(values)


def class_row(words: ReportWords, group: str, view: FigureView, found: Distribution) -> str:
    """The row of the table: a cell for each class, over the columns of its answers."""
    values = [_cell(words, each) for each in found.classes]
    if view.not_applicable:
        values.append(words.whole(found.not_applicable))
    values.append(words.whole(found.n))
    if view.has_positive:
        values.append(positive_text(words, found))
    values.append(words.mark(Mark.HIDDEN))  # the mean
    spans = tuple(len(each.codes) for each in found.classes)
    frame = words.figures.frame("class_row", group, spans, view.not_applicable is not None, view.has_positive)
    return frame.fill_in_order(values)


def _cell(words: ReportWords, found: AnswerClass) -> str:
    values = {"codes": words.html(codes_of(found)), "share": share_text(words, found)}
    if found.count is None:
        return words.figures.frame("class_bound").fill(values)
    return words.figures.frame("class_cell").fill({**values, "count": words.whole(found.count)})


def _parts(words: ReportWords, view: FigureView, found: Distribution) -> Iterator[_Part]:
    """The parts of a bar. With a bound, only what is certain is filled: where the class lies whatever the rest is."""
    for each in found.classes:
        colour = _colour(view, each)
        if each.bound is None:
            label = f"{codes_of(each)} {words.percent(each.percent)}"
            fits = len(label) * _LETTER_WIDTH <= each.percent
            yield _Part(colour, each.percent, words.html(label) if fits else "")
        elif each.bound is Bound.AT_LEAST:
            sides = (each is not found.classes[0]) + (each is not found.classes[-1])
            width = 100 - sides * (100 - each.percent)
            # In a drawing no tag can stand, not even one that says which language a text is in.
            share = words.plain("report.at_least", percent=words.percent(each.percent))
            yield _Part(colour, width, words.html(f"{codes_of(each)} {share}"))
        elif each in (found.classes[0], found.classes[-1]):
            yield _Part(_OPEN, each.percent)


def _colour(view: FigureView, found: AnswerClass) -> str:
    """The colour of the answer that is nearest to the middle of the scale: the mildest that the class holds."""
    middle = (len(view.codes) - 1) / 2
    place = min((view.codes.index(code) for code in found.codes), key=lambda place: abs(place - middle))
    return view.options[place].css_class
