"""What one school asks, and the plan of its entry workbook."""

from __future__ import annotations

import pytest

from generator.model.asked import as_asked
from generator.model.entry import ANSWERED, entry_sheets, plan_digest
from generator.model.project import Project
from generator.model.questionnaire import ItemStatus, ItemType
from generator.render.paper_layout import form_layout
from tests.conftest import this_project


@pytest.fixture(scope="module")
def project() -> Project:
    return this_project()


def test_a_school_asks_its_own_and_chosen_items_and_no_other_optional_ones(project: Project) -> None:
    questionnaire, own = project.questionnaires["schools/2023"], project.own_questions_of("S03", "schools/2023")
    assert own is not None
    asked = as_asked(questionnaire, own)
    items = {item.id: item for item in asked.items()}
    assert {id_ for id_, item in items.items() if item.status is ItemStatus.OPTIONAL} == set(own.chosen)
    assert [items[item.id].status for item in own.items] == [ItemStatus.OWN] * len(own.items)
    for item in own.items:
        (area,) = [area.id for area in asked.areas if item in area.items]
        assert area == item.area
    core = [item.id for item in questionnaire.items() if item.status is ItemStatus.CORE]
    assert [item.id for item in asked.items() if item.status is ItemStatus.CORE] == core
    assert as_asked(questionnaire, None) is questionnaire
    with pytest.raises(ValueError, match="own questions for schools/2023 in schools/2021"):
        as_asked(project.questionnaires["schools/2021"], own)


@pytest.mark.parametrize("key", ["schools/2021", "schools/2023"])
def test_rows_stand_in_the_order_of_the_paper_form_with_its_numbers(project: Project, key: str) -> None:
    own = project.own_questions_of("S03", key)
    asked = as_asked(project.questionnaires[key], own)
    sheets = entry_sheets(asked)
    assert len(sheets) == len({(sheet.level, sheet.group) for sheet in sheets}) > 0
    for sheet in sheets:
        paper = form_layout(asked, sheet.group, sheet.level).questions
        assert [(line.item, line.number) for line in sheet.lines] == [(each.code, each.number) for each in paper]


def test_no_cell_of_a_sheet_is_used_twice_and_every_option_has_one(project: Project) -> None:
    questionnaire = project.questionnaires["schools/2023"]
    for sheet in entry_sheets(questionnaire):
        rows = [row for block in sheet.blocks for row in (block.heading_row, block.codes_row)]
        rows += [block.heading_row - 1 for block in sheet.blocks if block.is_first]
        rows += [line.row for line in sheet.lines]
        assert len(rows) == len(set(rows))
        for line in sheet.lines:
            item = questionnaire.item(line.item)
            codes = tuple(option.code for option in questionnaire.options_of(item))
            is_multiple = item.type is ItemType.MULTIPLE
            assert line.codes == (ANSWERED, *codes) if is_multiple else line.codes == codes


def test_a_plan_with_other_cells_has_another_digest(project: Project) -> None:
    questionnaire = project.questionnaires["schools/2023"]
    whole = plan_digest(entry_sheets(questionnaire))
    assert plan_digest(entry_sheets(questionnaire)) == whole
    assert plan_digest(entry_sheets(questionnaire, ["isced2"])) != whole
    assert plan_digest(entry_sheets(project.questionnaires["schools/2021"])) != whole
