"""What a file of numbers says about itself."""

from __future__ import annotations

import pytest

from generator.model.released import Mark, ReleasedResults
from generator.render.report_about import about_report, column_meaning, protection_rules, report_title, synthetic_notice
from generator.render.report_rows import COLUMNS, ReportData
from generator.render.report_words import ReportWords
from tests.render.page_project import environment
from tests.render.report_records import QUESTIONNAIRE, SETTINGS, released, system


def data_of(results: ReleasedResults, language: str = "en") -> ReportData:
    return ReportData(ReportWords(environment(language)), QUESTIONNAIRE, results)


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_every_column_of_every_table_has_a_meaning_in_every_language(language: str) -> None:
    words = data_of(released(), language).words

    for columns in COLUMNS.values():
        assert all(column_meaning(words, column) for column in columns)


def test_the_wording_of_a_group_is_explained_with_the_name_of_the_group() -> None:
    words = data_of(released()).words

    assert "Students & pupils" in column_meaning(words, "text_students", "Students & pupils")


def test_a_file_is_titled_like_its_report() -> None:
    assert report_title(data_of(released())) == "School <No.> 1: results of Round one"
    assert report_title(data_of(system())) == "Round one"


def test_rules_name_schools_only_where_schools_are_added_up() -> None:
    of_school, of_round = (protection_rules(data_of(results), SETTINGS) for results in (released(), system()))

    assert "5 schools" in of_round
    assert "schools" not in of_school
    assert all("nearest 5" in text and "10 respondents" in text for text in (of_school, of_round))


def test_a_licence_is_given_for_a_round_only() -> None:
    """The numbers of a school are its own."""
    of_school, of_round = (about_report(data_of(results), SETTINGS, [])[0] for results in (released(), system()))

    assert "CC BY 4.0" in dict(of_round.lines)["Licence"]
    assert "Licence" not in dict(of_school.lines)


def test_only_invented_numbers_are_called_invented() -> None:
    assert "Invented data" in synthetic_notice(data_of(released()))
    assert synthetic_notice(data_of(released(synthetic=False))) == ""


def test_round_source_caveat_marks_and_tables_are_told() -> None:
    facts, marks, reading, tables = about_report(data_of(system()), SETTINGS, ["answers", "items"])
    texts = dict(facts.lines)

    assert (texts["Source"], texts["Please note"]) == ("Our own count", "Not a sample.")
    assert texts["Round"] == "Round one (r1)"
    assert texts["Schools that took part"] == "12"
    assert [name for name, _ in marks.lines] == [mark.value for mark in Mark]
    assert len(reading.lines) == 4
    assert [name for name, _ in tables.lines] == ["answers", "items"]
