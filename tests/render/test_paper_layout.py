"""What stands on a paper form, and how wide its columns are."""

import json
from collections.abc import Sequence
from typing import Any

import pyphen
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from generator.model.catalogue import Wording
from generator.model.questionnaire import ItemStatus, Questionnaire
from generator.render.paper_fit import (
    GAP_WIDTH,
    HYPHENATED_FROM,
    HYPHENATED_LANGUAGES,
    breakable,
    column_widths,
    longest,
)
from generator.render.paper_kinds import DESIGNS, PaperKind
from generator.render.paper_layout import MAX_ROWS_PER_HEADER, Choice, Grid, Score, even_chunks, form_layout
from generator.write.fonts import installed_fonts
from tests.conftest import LANGUAGES
from tests.render.paper_forms import translated

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

    (part,) = form_layout(form, "students", "low").parts

    assert isinstance(part, Grid)
    assert [(group.heading.letter, len(group.questions)) for group in part.groups if group.heading] == [("B", 1)]
    assert part.rows[0].code == "B1"


def test_short_areas_share_a_grid_and_each_keeps_its_heading() -> None:
    form = questionnaire([
        {"id": "A", "items": [scale_item("A1"), scale_item("A2")]},
        {"id": "B", "items": [scale_item("B1")]},
    ])  # fmt: skip

    (part,) = form_layout(form, "students", "low").parts

    assert isinstance(part, Grid)
    assert [group.heading.letter for group in part.groups if group.heading] == ["A", "B"]


def test_rows_below_a_question_of_their_own_share_no_grid() -> None:
    form = questionnaire([
        {"id": "A", "items": [scale_item("A1")]},
        {"id": "B", "stem": {"students": "How often?"}, "items": [scale_item("B1")]},
    ])  # fmt: skip

    assert [len(grid.rows) for grid in form_layout(form, "students", "low").grids] == [1, 1]


def test_without_headings_only_questions_that_rows_share_are_left() -> None:
    form = questionnaire([
        {"id": "A", "items": [scale_item("A1")]},
        {"id": "B", "stem": {"students": "How often?"}, "items": [scale_item("B1")]},
    ])  # fmt: skip

    groups = [group for grid in form_layout(form, "students", "low", has_headings=False).grids for group in grid.groups]

    assert [group.heading and (group.heading.title, group.heading.stem) for group in groups] == [
        None,
        ("", "How often?"),
    ]


@given(st.lists(st.integers(min_value=1, max_value=30), min_size=1, max_size=8))
def test_grids_have_at_most_eight_rows_and_keep_the_order(sizes: list[int]) -> None:
    areas = [
        {"id": letter, "items": [scale_item(f"{letter}{number}") for number in range(1, size + 1)]}
        for letter, size in zip("ABCDEFGH", sizes, strict=False)
    ]

    grids = form_layout(questionnaire(areas), "students", "low").grids

    assert all(1 <= len(grid.rows) <= MAX_ROWS_PER_HEADER for grid in grids)
    numbers = [question.number for grid in grids for question in grid.rows]
    assert numbers == list(range(1, sum(sizes) + 1))
    assert sum(bool(group.heading) for grid in grids for group in grid.groups) == len(sizes)


def test_large_print_lists_the_answers_below_each_question() -> None:
    form = questionnaire([{"id": "A", "items": [scale_item("A1"), scale_item("A2")]}])

    parts = form_layout(form, "students", "low", has_grids=False).parts

    assert [(type(part), len(part.options)) for part in parts if isinstance(part, Choice)] == [(Choice, 2)] * 2


def test_the_wording_of_the_level_is_printed() -> None:
    item = scale_item("A1", text_by_level={"high": {"students": "In training."}})

    (question,) = form_layout(questionnaire([{"id": "A", "items": [item]}]), "students", "high").questions

    assert question.text == "In training."


def test_other_kinds_of_questions_stand_between_the_grids() -> None:
    options = [{"code": "a", "text": "One"}, {"code": "b", "text": "Two"}]
    single = {"type": "single", "scale": None, "options": options}
    score = {"type": "score", "scale": None, "score": {"from": 1, "to": 10, "low": "Bad", "high": "Good"}}
    items = [scale_item("A1"), scale_item("A2", **single), scale_item("A3"), scale_item("A4", **score)]

    parts = form_layout(questionnaire([{"id": "A", "items": items}]), "students", "low").parts

    assert [type(part) for part in parts] == [Grid, Choice, Grid, Score]


def test_a_scale_too_long_for_a_row_is_listed_below_each_question() -> None:
    long = {**AGREEMENT, "options": [{"code": str(n), "text": f"Step {n}"} for n in range(1, 10)]}

    parts = form_layout(questionnaire([{"id": "A", "items": [scale_item("A1")]}], [long]), "students", "low").parts

    assert [type(part) for part in parts] == [Choice]


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

    for kind in (PaperKind.FORM, PaperKind.SHORT):
        design = DESIGNS[kind]
        columns = column_widths(layout, design)
        fit = columns.words(layout.grids[0])
        gap = GAP_WIDTH if columns.asides else 0

        assert design.text_width - columns.number - gap - len(texts) * columns.option >= design.statement - 0.01
        assert fit.size in design.words
        if fit.hyphenated_from is None:
            assert longest(texts, fit.size) <= columns.option


@given(st.lists(OPTION_TEXT, min_size=2, max_size=7))
def test_the_columns_of_a_booklet_share_its_whole_width(texts: list[str]) -> None:
    options = [{"code": str(index), "text": text} for index, text in enumerate(texts, start=1)]
    form = questionnaire([{"id": "A", "items": [scale_item("A1")]}], [{**AGREEMENT, "options": options}])
    design = DESIGNS[PaperKind.BOOKLET]

    columns = column_widths(form_layout(form, "students", "low"), design)

    assert columns.number + len(texts) * columns.option == pytest.approx(design.text_width, abs=0.1 * len(texts))


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

    fit = column_widths(layout, DESIGNS[PaperKind.FORM]).words(layout.grids[0])

    assert len("Совершеннейшим") >= HYPHENATED_FROM
    assert fit.hyphenated_from == len("Совершеннейшим")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", ["leaders", "teachers", "students"])
def test_statements_have_a_third_of_a_form_and_answer_words_ten_points(group: str, language: str) -> None:
    design = DESIGNS[PaperKind.FORM]
    layout = form_layout(translated("schools/2023", language), group, "isced2")
    columns = column_widths(layout, design, has_hyphens=language in HYPHENATED_LANGUAGES)
    options = sum(columns.option for _ in layout.grids[0].points) + columns.asides * columns.not_applicable

    assert design.text_width - columns.number - GAP_WIDTH - options >= design.measure
    assert {columns.words(grid).size for grid in layout.grids} == {10.0}


def test_long_words_of_a_rare_scale_are_hyphenated_where_those_of_the_usual_one_get_room() -> None:
    long, short = ([{"code": str(n), "text": text} for n in range(1, 8)] for text in ("Reasonably", "Agree"))
    areas = [
        {"id": "A", "items": [scale_item("A1"), scale_item("A2")]},
        {"id": "B", "items": [scale_item("B1", scale="rare")]},
    ]
    design = DESIGNS[PaperKind.FORM]
    widths, fits = [], []
    for usual, rare in ((short, long), (long, short)):
        scales = [{**AGREEMENT, "options": usual}, {**AGREEMENT, "id": "rare", "options": rare}]
        layout = form_layout(questionnaire(areas, scales), "students", "low")
        columns = column_widths(layout, design)
        widths.append(columns.option)
        fits.append([columns.words(grid).hyphenated_from for grid in layout.grids])

    assert widths[0] < widths[1]
    assert fits[0] == [None, len("Reasonably")]


def test_words_of_a_language_that_cannot_be_divided_get_smaller_instead() -> None:
    options = [{"code": str(n), "text": "Müvəffəqiyyətsizlik"[: 9 + n]} for n in range(1, 7)]
    form = questionnaire([{"id": "A", "items": [scale_item("A1")]}], [{**AGREEMENT, "options": options}])
    layout = form_layout(form, "students", "low")

    divided = column_widths(layout, DESIGNS[PaperKind.FORM], has_hyphens=True).words(layout.grids[0])
    whole = column_widths(layout, DESIGNS[PaperKind.FORM], has_hyphens=False).words(layout.grids[0])

    assert divided.hyphenated_from
    assert whole.size < divided.size


def test_the_languages_said_to_be_divided_have_a_dictionary() -> None:
    assert {code.partition("_")[0] for code in pyphen.LANGUAGES} >= HYPHENATED_LANGUAGES
    assert "az" not in HYPHENATED_LANGUAGES
