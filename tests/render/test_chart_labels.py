"""Labels of charts: no letter is lost, no line is wider than its place."""

from __future__ import annotations

import functools

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from generator.render.chart_drawing import draw_svg
from generator.render.chart_labels import (
    LINE_HEIGHT,
    label_height,
    names_above_expression,
    text_width,
    title_of_column,
    wrap_expression,
    wrapped,
)
from generator.write.fonts import installed_fonts

LETTERS = "abcdefghijklmnopqrstuvwxyzçəğıöşüABCÇƏĞİIÖŞÜMWабвгдежзийклмнопрстуфхцчшщъыьэюяАБЖШЩЮ0123456789(),:%-"
TEXTS = st.lists(st.text(LETTERS, min_size=1, max_size=40), min_size=1, max_size=12).map(" ".join)
REAL = [
    "F Pedagogy: Implementation in the classroom",
    "D Непрерывное профессиональное развитие",
    "H Şagirdlərin rəqəmsal səriştəsi",
    "Müəllimlərin rəqəmsal bacarıqlarının zəifliyi",
    "100 %",
    "Руководители школы",
]


@functools.cache
def font(style: str) -> TTFont:
    return next(TTFont(each.path) for each in installed_fonts() if (each.family, each.style) == ("Noto Sans", style))


def true_width(text: str, style: str) -> float:
    """The width in Noto Sans without kerning, which makes lines narrower."""
    face = font(style)
    glyphs = face.getBestCmap()
    return 13 / face["head"].unitsPerEm * sum(face["hmtx"][glyphs[ord(letter)]][0] for letter in text)


@given(TEXTS, st.integers(30, 400))
def test_wrapping_loses_no_letter_and_keeps_their_order(text: str, width: int) -> None:
    assert "".join(wrapped(text, width)).replace(" ", "") == text.replace(" ", "")


@given(TEXTS, st.integers(30, 400))
def test_no_line_is_wider_than_its_place(text: str, width: int) -> None:
    assert all(text_width(line) <= width for line in wrapped(text, width))


@given(st.text(LETTERS, min_size=12))
def test_a_label_is_never_taken_for_narrower_than_it_is_by_more_than_a_twentieth(text: str) -> None:
    assert text_width(text) >= 0.95 * true_width(text, "Regular")
    assert text_width(text, is_bold=True) >= 0.95 * true_width(text, "Bold")


def test_real_labels_are_taken_for_at_most_a_fifth_wider_than_they_are() -> None:
    for text in REAL:
        assert true_width(text, "Bold") <= text_width(text, is_bold=True) <= 1.2 * true_width(text, "Bold")


def test_words_stay_whole_where_they_fit_and_a_hyphen_may_end_a_line() -> None:
    assert wrapped("Tez-tez kəsilən internet", 60) == ["Tez-tez", "kəsilən", "internet"]
    assert wrapped("very-long-hyphenated", 82) == ["very-long-", "hyphenated"]


def test_a_no_break_space_never_ends_a_line() -> None:
    assert wrapped("minus 100\u00a0% less", 50) == ["minus", "100\u00a0%", "less"]


def test_a_label_of_no_words_is_one_empty_line() -> None:
    assert wrapped("", 100) == [""]


def test_the_height_of_labels_is_that_of_the_tallest() -> None:
    assert label_height([["one"], ["one", "two"]]) == 2 * LINE_HEIGHT


def test_labels_that_fit_need_no_expression() -> None:
    assert wrap_expression(["A", "B"], 100) is None
    assert names_above_expression(["A", "B"], 100) is None


def test_an_expression_gives_the_lines_of_each_label() -> None:
    assert wrap_expression(["A", "one two"], 40) == '{"A": ["A"], "one two": ["one", "two"]}[datum.label]'


def test_names_above_their_rows_end_at_the_same_height() -> None:
    assert (
        names_above_expression(["A", "one two"], 40) == '{"A": ["\u00a0", "A"], "one two": ["one", "two"]}[datum.label]'
    )


@pytest.mark.parametrize("text", ["a\\", '\\"', 'a\\": datum.constructor, "b', "a\nb", 'a"b', "a'b", "\\\\"])
def test_no_title_ends_the_literal_that_vega_lite_makes_of_it(text: str) -> None:
    """Vega-Lite writes titles into expressions by itself and does not escape backslashes: then it draws nothing."""
    title = title_of_column(text)
    place = {"field": "g", "type": "nominal", "title": title}
    encoding = {"x": {"field": "v", "type": "quantitative", "title": title}, "y": place, "tooltip": [place]}
    spec = {"data": {"values": [{"g": "a", "v": 1}]}, "mark": "bar", "encoding": encoding}
    assert draw_svg(spec, "drawing", "A title", "A description").startswith("<svg")
