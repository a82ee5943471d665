"""The files of a report hold exactly the numbers of its page, with codes and labels."""

from __future__ import annotations

import csv
import datetime
import io
import json
from typing import Any

from hypothesis import HealthCheck, given, settings

from generator.compute.measures import rounded
from generator.model.output import OutputFile
from generator.model.questionnaire import OwnItem, Questionnaire
from generator.model.released import Mark, Position, ReleasedParticipation, ReleasedResults
from generator.render.downloads import download_paths, report_downloads
from generator.render.report_rows import COLUMNS
from tests.render.page_project import environment
from tests.render.report_records import LOW, OWN, QUESTIONNAIRE, SETTINGS, any_released, released, system


def files_of(
    results: ReleasedResults, questionnaire: Questionnaire = QUESTIONNAIRE, own: tuple[OwnItem, ...] = ()
) -> tuple[OutputFile, ...]:
    return report_downloads(environment(), questionnaire, results, SETTINGS, own)


def rows_of(results: ReleasedResults) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files_of(results)[0].content.decode("utf-8-sig"))))


def data_of(results: ReleasedResults) -> Any:
    return json.loads(next(file.content for file in files_of(results) if file.path.endswith(".json")))


def test_codes_stand_beside_labels_in_the_language_of_the_file() -> None:
    row = next(row for row in rows_of(released()) if row["item"] == "A1" and row["option"] == "2")

    assert tuple(row) == COLUMNS["answers"]
    assert (row["part"], row["part_label"], row["group_label"], row["option_label"]) == (
        "low",
        "Lower level",
        "Teachers",
        "Rather <no>",
    )


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_released())
def test_table_and_data_hold_the_shown_numbers_and_none_where_a_mark_stands(results: ReleasedResults) -> None:
    data = data_of(results)

    for row in rows_of(results):
        found = results.distributions[Position(LOW, row["group"], row["item"])]
        same = data["parts"][0]["groups"][row["group"]]["items"][row["item"]]
        assert row["mark"] == same["mark"] == found.mark.value
        if found.mark is not Mark.SHOWN:
            assert set(same) == {"mark"}
            assert not any(
                row[name] for name in ("count", "percent", "n", "not_applicable", "percent_positive", "mean")
            )
            continue
        assert int(row["count"]) == same["counts"][row["option"]] == found.counts[row["option"]]
        assert int(row["percent"]) == same["percents"][row["option"]] == rounded((found.percents or {})[row["option"]])
        assert int(row["n"]) == same["n"] == found.n


def test_a_text_that_a_spreadsheet_would_run_is_kept_a_text() -> None:
    area = QUESTIONNAIRE.areas[0]
    evil = area.items[0].model_copy(update={"title": "=HYPERLINK(1)"})
    changed = QUESTIONNAIRE.model_copy(update={"areas": (area.model_copy(update={"items": (evil,)}),), "blocks": ()})
    content = files_of(released(), changed)[0].content.decode("utf-8-sig")

    assert next(csv.DictReader(io.StringIO(content)))["item_label"] == "'=HYPERLINK(1)"


def test_own_questions_are_in_the_files_of_their_school() -> None:
    files = [file for file in files_of(released(own=(OWN,)), own=(OWN,)) if not file.path.endswith(".xlsx")]

    assert len(files) == 2
    assert all(b"OWN1" in file.content for file in files)


def test_data_says_whether_it_was_made_up_and_what_its_marks_mean() -> None:
    data = data_of(system())

    assert data["round"]["synthetic"] is True
    assert set(data["marks"]) == {"hidden", "nobody", "not_asked"}
    assert (data["source"], data["caveat"]) == ("Our own count", "Not a sample.")


def test_no_school_can_take_the_name_of_a_file_of_all_schools() -> None:
    assert download_paths(system(), "az") == {
        "pdf": "files/results/r1/all_schools-az.pdf",
        "csv": "files/results/r1/all_schools-az.csv",
        "xlsx": "files/results/r1/all_schools-az.xlsx",
        "json": "files/results/r1/all_schools-az.json",
        "package": "files/results/r1/datapackage-r1-az.zip",
    }
    assert download_paths(released(), "az")["csv"] == "files/results/r1/S1-az.csv"
    assert not [path for path in download_paths(released(), "az").values() if path.endswith(".zip")]


def test_every_link_but_the_pdf_has_its_file() -> None:
    for results in (released(), system()):
        paths = download_paths(results, "en")

        assert {file.path for file in files_of(results)} == set(paths.values()) - {paths["pdf"]}


def test_a_corrected_number_of_invited_people_is_told_with_reason_and_date() -> None:
    found = ReleasedParticipation(
        Mark.SHOWN, 100, 60, 0.6, 50, 50, True, registered=80,
        corrected_on=datetime.date(2023, 5, 30), correction="a class was forgotten",
    )  # fmt: skip
    data = data_of(released(participation=lambda *_: found))

    told = data["parts"][0]["groups"]["teachers"]["participation"]
    assert (told["invited"], told["registered"]) == (100, 80)
    assert (told["corrected_on"], told["correction"]) == ("2023-05-30", "a class was forgotten")


def test_the_same_results_give_the_same_bytes() -> None:
    assert files_of(system()) == files_of(system())
