"""The blank entry workbook: what is locked, what checks itself, what it says of itself, in each language."""

from __future__ import annotations

import dataclasses
import io
import re
from typing import Any

import openpyxl
import pytest

from generator.entry_handouts import entry_workbooks
from generator.load.round_to_fill import RoundToFill, open_round, people_so_far
from generator.model.output import OutputFile
from generator.model.problem import ProblemLog
from generator.model.project import Project
from generator.model.questionnaire import Option
from generator.render.print_orders import SchoolSet, school_order
from generator.render.print_papers import workbook_papers
from tests.conftest import LANGUAGES, this_project
from tests.entry_files import cells_of, people_sheet, unit_sheet


@pytest.fixture(scope="module")
def opened() -> tuple[Project, RoundToFill]:
    project = this_project()
    round_ = open_round(project, "2023", ProblemLog())
    assert round_ is not None
    return project, round_


def content_of(opened: tuple[Project, RoundToFill], language: str) -> bytes:
    (file,) = entry_workbooks(*opened, {"S03": language}, ("isced2",))
    assert file.path == f"2023-S03-{language}.xlsx"
    return file.content


@pytest.fixture(scope="module", params=LANGUAGES)
def book(request: pytest.FixtureRequest, opened: tuple[Project, RoundToFill]) -> Any:
    found = openpyxl.load_workbook(io.BytesIO(content_of(opened, request.param)))
    found.code = request.param
    return found


def test_every_cell_is_locked_but_those_to_fill_in(book: Any) -> None:
    people = people_sheet(book)
    inputs = {cell.coordinate for row in range(6, 9) for cell in people[row][2:5]}
    assert {cell.coordinate for row in people.iter_rows() for cell in row if not cell.protection.locked} == inputs
    for group in ("leaders", "teachers", "students"):
        sheet = unit_sheet(book, "isced2", group)
        assert sheet.protection.sheet
        counted = {cell.coordinate for _, _, cell in cells_of(sheet)}
        assert {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked} == counted


def test_every_cell_to_fill_in_takes_whole_numbers_up_to_the_number_of_forms(book: Any) -> None:
    sheet = unit_sheet(book, "isced2", "teachers")
    rules = sheet.data_validations.dataValidation
    for _, _, cell in cells_of(sheet):
        (rule,) = [rule for rule in rules if cell.coordinate in rule.sqref]
        assert (rule.type, rule.operator or "between", rule.formula1) == ("whole", "between", "0")
        first = f"$F${cell.row}"
        assert rule.formula2 in {"$D$3", first}
        assert 0 < len(rule.errorTitle) <= 32
        assert 0 < len(rule.error) <= 255
        assert not rule.error.endswith("…"), "the translation is too long for a spreadsheet"
    assert sheet["D3"].value == f"=N('{people_sheet(book).title}'!$D$7)"


def test_it_says_what_it_belongs_to_hidden_and_in_sight(book: Any) -> None:
    facts = {row[0].value: row[1].value for row in book["guzgu"].iter_rows() if row[0].value != "unit"}
    assert book["guzgu"].sheet_state == "veryHidden"
    assert facts | {"plan": ""} == {
        "format": "1", "questionnaire": "schools/2023", "round": "2023", "school": "S03", "language": book.code,
        "plan": "", "people": people_sheet(book).title,
    }  # fmt: skip
    line = f"schools/2023 · 2023 · S03 · {book.code}"
    assert people_sheet(book)["A3"].value == line
    assert unit_sheet(book, "isced2", "students")["A5"].value == f"{line} · students · isced2"
    about = "\n".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value)
    assert "(S03)" in about
    assert "(schools/2023)" in about


def test_a_schools_own_questions_stand_in_its_workbook_with_their_answers(
    book: Any, opened: tuple[Project, RoundToFill]
) -> None:
    own = opened[1].own_of("S03")
    assert own is not None
    for group in ("leaders", "teachers", "students"):
        found: dict[str, list[str]] = {}
        for item, option, _ in cells_of(unit_sheet(book, "isced2", group)):
            found.setdefault(item, []).append(option)
        for item in own.items:
            options = opened[1].questionnaire.options_of(item)
            assert found.get(item.id, []) == ([each.code for each in options] if group in item.text else [])


def test_it_is_in_its_language_with_the_words_of_the_form(book: Any, opened: tuple[Project, RoundToFill]) -> None:
    project, _ = opened
    word = {"az": "Necə doldurmalı", "ru": "Как заполнять", "en": "How to"}[book.code]
    assert book.sheetnames[0] == word
    texts = {str(cell.value) for row in unit_sheet(book, "isced2", "teachers").iter_rows() for cell in row}
    assert not any(re.search(r"\{\w+\}", text) for text in texts)
    (scale,) = [scale for scale in project.questionnaires["schools/2023"].scales if scale.id == "agreement"]
    catalogue = project.language(book.code)
    for option in scale.options:
        assert option_text(catalogue, option) in texts


def option_text(language: Any, option: Option) -> str:
    from generator.model.catalogue import Domain

    found = language.translation(Domain.QUESTIONNAIRES, f"schools/agreement/{option.code}", option.text)
    return str(found.forms[0]) if found else option.text


def test_the_workbook_of_a_printed_set_has_the_known_numbers_and_is_the_one_of_the_command(
    opened: tuple[Project, RoundToFill],
) -> None:
    project, round_ = opened
    invited = tuple(
        (each.group, each.level, each.invited) for each in people_so_far(round_).values() if each.school == "S03"
    )
    school = SchoolSet("S03", round_.schools.by_id["S03"].name, round_.setting, invited)
    (paper,) = workbook_papers(school_order(project, "ru", school, round_.own_of("S03")))
    made = paper.make()
    assert isinstance(made, OutputFile)
    (alone,) = entry_workbooks(project, round_, {"S03": "ru"})
    assert (made.path, made.content) == (alone.path, alone.content)
    people = people_sheet(openpyxl.load_workbook(io.BytesIO(made.content)))
    found = {(row[7].value, row[6].value): row[2].value for row in people.iter_rows(min_row=6) if row[7].value}
    assert found == {(group, level): number for group, level, number in invited}


def test_it_is_said_beside_the_cell_that_a_note_is_shown(book: Any) -> None:
    words = {"az": "Hesabatda görünəcək", "ru": "Будет видно в отчёте", "en": "Shown with the report"}
    assert words[book.code] in people_sheet(book)["E5"].value


def test_names_of_sheets_are_such_as_every_program_takes(book: Any) -> None:
    names = book.sheetnames
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


def test_the_same_workbook_has_the_same_bytes(opened: tuple[Project, RoundToFill]) -> None:
    assert content_of(opened, "az") == content_of(opened, "az")


def test_a_level_at_which_nobody_is_asked_has_no_workbook(opened: tuple[Project, RoundToFill]) -> None:
    project, round_ = opened
    nobody = [
        area.model_copy(update={"items": [item.model_copy(update={"levels": ("isced2",)}) for item in area.items]})
        for area in round_.questionnaire.areas
    ]
    emptied = round_.questionnaire.model_copy(update={"areas": nobody, "blocks": ()})
    with pytest.raises(ValueError, match="nobody is asked anything at these levels"):
        list(entry_workbooks(project, dataclasses.replace(round_, questionnaire=emptied), {"S01": "en"}, ("isced4",)))


def test_no_text_of_a_school_becomes_a_formula(opened: tuple[Project, RoundToFill]) -> None:
    project, round_ = opened
    school = round_.schools.by_id["S03"]
    named = dataclasses.replace(school, name='=HYPERLINK("https://example.org")')
    schools = dataclasses.replace(round_.schools, by_id={"S03": named})
    content = content_of((project, dataclasses.replace(round_, schools=schools)), "en")
    found = openpyxl.load_workbook(io.BytesIO(content))
    formulas = [cell for sheet in found for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert not any("HYPERLINK" in str(cell.value) for cell in formulas)
