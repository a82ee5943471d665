"""What stands on a paper form, and how wide its columns are."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from generator.model.catalogue import Wording
from generator.model.questionnaire import ItemStatus, Option, Questionnaire
from generator.render.paper_fit import HYPHENATED_FROM, SHEET_WIDTH, WORD_SIZES, breakable, column_widths, longest
from generator.render.paper_layout import Choice, Grid, Score, even_chunks, form_layout
from generator.write.fonts import installed_fonts

AGREEMENT = {
    "id": "agreement",
    "instruction": "Tick one box in each row.",
    "options": [
        {"code": "1", "text": "Disagree"},
        {"code": "2", "text": "Agree", "positive": True},
        {"code": "na", "text": "Does not apply", "not_applicable": True},
    ],
}


def scale_item(item_id: str, **fields: Any) -> dict[str, Any]:
    item = {"id": item_id, "title": item_id, "status": "core", "type": "scale", "scale": "agreement"}
    return {**item, "text": {"students": f"Statement of {item_id}."}, **fields}


def questionnaire(areas: list[dict[str, Any]], scales: Sequence[dict[str, Any]] = (AGREEMENT,)) -> Questionnaire:
    group = {"title": "Students", "reader": "student", "welcome": "Hello.", "minutes": 5, "minimum": [{"percent": 50}]}
    return Questionnaire.model_validate_json(
        json.dumps({
            "instrument": "demo",
            "version": "1",
            "title": "Demo",
            "summary": "A demo.",
            "languages": ["en"],
            "groups": [{"id": "students", **group}, {"id": "teachers", **group}],
            "levels": [{"id": "low", "title": "Low", "short": "L"}, {"id": "high", "title": "High", "short": "H"}],
            "scales": list(scales),
            "areas": [{"title": "Area", "summary": "About.", **area} for area in areas],
        })
    )  # fmt: skip


def test_numbers_run_on_through_all_sections() -> None:
    form = questionnaire([
        {"id": "A", "items": [scale_item("A1"), scale_item("A2")]},
        {"id": "B", "items": [scale_item("B1")]},
    ])  # fmt: skip

    questions = form_layout(form, "students", "low").questions

    assert [(question.number, question.code) for question in questions] == [(1, "A1"), (2, "A2"), (3, "B1")]


def test_a_section_that_asks_the_group_nothing_is_left_out() -> None:
    form = questionnaire([
        {"id": "A", "items": [scale_item("A1", text={"teachers": "For teachers."})]},
        {"id": "B", "items": [scale_item("B1"), scale_item("B2", levels=["high"])]},
    ])  # fmt: skip

    (section,) = form_layout(form, "students", "low").sections

    assert section.letter == "B"
    assert [part.rows[0].code for part in section.parts if isinstance(part, Grid)] == ["B1"]


def test_the_wording_of_the_level_is_printed() -> None:
    item = scale_item("A1", text_by_level={"high": {"students": "In training."}})

    (question,) = form_layout(questionnaire([{"id": "A", "items": [item]}]), "students", "high").questions

    assert question.text == "In training."


def test_other_kinds_of_questions_stand_between_the_grids() -> None:
    options = [{"code": "a", "text": "One"}, {"code": "b", "text": "Two"}]
    single = {"type": "single", "scale": None, "options": options}
    score = {"type": "score", "scale": None, "score": {"from": 1, "to": 10, "low": "Bad", "high": "Good"}}
    items = [scale_item("A1"), scale_item("A2", **single), scale_item("A3"), scale_item("A4", **score)]

    (section,) = form_layout(questionnaire([{"id": "A", "items": items}]), "students", "low").sections

    assert [type(part) for part in section.parts] == [Grid, Choice, Grid, Score]


def test_a_scale_too_long_for_a_row_is_listed_below_each_question() -> None:
    long = {**AGREEMENT, "options": [{"code": str(n), "text": f"Step {n}"} for n in range(1, 10)]}

    (section,) = form_layout(
        questionnaire([{"id": "A", "items": [scale_item("A1")]}], [long]), "students", "low"
    ).sections

    assert [type(part) for part in section.parts] == [Choice]


def test_only_the_marks_that_the_form_uses_are_explained() -> None:
    form = questionnaire([{"id": "A", "items": [scale_item("A1"), scale_item("A2", status="optional")]}])

    assert form_layout(form, "students", "low").statuses == {ItemStatus.CORE, ItemStatus.OPTIONAL}


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(KeyError):
        form_layout(questionnaire([{"id": "A", "items": [scale_item("A1")]}]), "students", "none")


@given(st.lists(st.integers(), min_size=1, max_size=60), st.integers(min_value=1, max_value=9))
def test_chunks_keep_order_and_are_as_even_as_can_be(values: list[int], at_most: int) -> None:
    chunks = [list(chunk) for chunk in even_chunks(values, at_most)]

    assert [value for chunk in chunks for value in chunk] == values
    assert max(map(len, chunks)) <= at_most
    assert max(map(len, chunks)) - min(map(len, chunks)) <= 1


OPTION_TEXT = st.text(alphabet="abcdefgmwəğışçöüİƏщшюйжШЩЮ ", min_size=1, max_size=40).filter(str.strip)


@given(st.lists(OPTION_TEXT, min_size=2, max_size=7))
def test_the_columns_always_leave_room_for_statements(texts: list[str]) -> None:
    options = [{"code": str(index), "text": text} for index, text in enumerate(texts, start=1)]
    form = questionnaire([{"id": "A", "items": [scale_item("A1")]}], [{**AGREEMENT, "options": options}])
    layout = form_layout(form, "students", "low")

    columns = column_widths(layout)
    fit = columns.words(layout.grids[0])

    assert SHEET_WIDTH - columns.number - len(texts) * columns.option >= 54.99
    assert fit.size in WORD_SIZES
    if not fit.is_tight:
        assert longest(texts, fit.size) <= columns.option
    assert isinstance(layout.grids[0].points[0], Option)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzəğışçöüABCQWMƏĞİŞабвгдежзийклмнопрстуфхцчшщъыьэюяЩШЮЖ", max_size=30))
def test_a_word_is_never_wider_than_its_estimate(word: str) -> None:
    (regular,) = [font for font in installed_fonts() if (font.family, font.style) == ("Noto Sans", "Regular")]
    with TTFont(regular.path) as font:
        glyphs, widths = font.getBestCmap(), font["hmtx"]
        measured = sum(widths[glyphs[ord(letter)]][0] for letter in word) / font["head"].unitsPerEm

    assert measured * 10 * 25.4 / 72 <= longest([word], 10) + 1e-9


def test_an_answer_may_be_broken_before_its_bracket() -> None:
    broken = breakable(Wording("Не согласен(на)", "ru"))

    assert broken.split("\u200b") == ["Не согласен", "(на)"]
    assert isinstance(broken, Wording)
    assert longest(["согласен(на)"], 10) == longest(["согласен"], 10)


def test_words_that_may_be_hyphenated_do_not_make_the_others_small() -> None:
    options = [{"code": "1", "text": "Совершеннейшим образом"}, {"code": "2", "text": "Нет"}]
    many = options + [{"code": str(n), "text": "Да"} for n in range(3, 8)]
    form = questionnaire([{"id": "A", "items": [scale_item("A1")]}], [{**AGREEMENT, "options": many}])
    layout = form_layout(form, "students", "low")

    fit = column_widths(layout).words(layout.grids[0])

    assert len("Совершеннейшим") >= HYPHENATED_FROM
    assert fit.is_tight
