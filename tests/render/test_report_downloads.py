"""The files of a report hold exactly the numbers of its page, with codes and labels."""

from __future__ import annotations

import csv
import io
import json

from hypothesis import HealthCheck, given, settings

from generator.compute.measures import rounded
from generator.model.released import Mark, Position, ReleasedResults
from generator.render.downloads import COLUMNS, download_paths, report_downloads
from tests.render.page_project import environment
from tests.render.report_records import LOW, OWN, QUESTIONNAIRE, any_released, released, system


def rows_of(results: ReleasedResults) -> list[dict[str, str]]:
    content = report_downloads(environment(), QUESTIONNAIRE, results)[0].content
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_codes_stand_beside_labels_in_the_language_of_the_file() -> None:
    row = next(row for row in rows_of(released()) if row["item"] == "A1" and row["option"] == "2")

    assert tuple(row) == COLUMNS
    assert (row["part"], row["part_label"], row["group_label"], row["option_label"]) == (
        "low",
        "Lower level",
        "Teachers",
        "Rather <no>",
    )


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_released())
def test_table_and_data_hold_the_shown_numbers_and_none_where_a_mark_stands(results: ReleasedResults) -> None:
    data = json.loads(report_downloads(environment(), QUESTIONNAIRE, results)[1].content)

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
    content = report_downloads(environment(), changed, released())[0].content.decode("utf-8-sig")

    assert next(csv.DictReader(io.StringIO(content)))["item_label"] == "'=HYPERLINK(1)"


def test_own_questions_are_in_the_files_of_their_school() -> None:
    files = report_downloads(environment(), QUESTIONNAIRE, released(own=(OWN,)), [OWN])

    assert all(b"OWN1" in file.content for file in files)


def test_data_says_whether_it_was_made_up_and_what_its_marks_mean() -> None:
    data = json.loads(report_downloads(environment(), QUESTIONNAIRE, system())[1].content)

    assert data["round"]["synthetic"] is True
    assert set(data["marks"]) == {"hidden", "nobody", "not_asked"}
    assert (data["source"], data["caveat"]) == ("Our own count", "Not a sample.")


def test_no_school_can_take_the_name_of_the_file_of_all_schools() -> None:
    assert download_paths(system(), "az")["csv"] == "files/results/r1/all_schools-az.csv"
    assert download_paths(released(), "az")["csv"] == "files/results/r1/S1-az.csv"


def test_the_same_results_give_the_same_bytes() -> None:
    assert report_downloads(environment(), QUESTIONNAIRE, system()) == report_downloads(
        environment(), QUESTIONNAIRE, system()
    )
