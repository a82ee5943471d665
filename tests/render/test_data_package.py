"""The data package of a round: valid by its own standard, complete, the same as the loose files."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import frictionless
import pytest

from generator.model.released import Mark, ReleasedResults
from generator.render.downloads import report_downloads
from tests.render.page_project import environment
from tests.render.report_records import OWN, QUESTIONNAIRE, SETTINGS, released, system


def package_of(results: ReleasedResults, language: str = "en") -> bytes:
    files = report_downloads(environment(language), QUESTIONNAIRE, results, SETTINGS)
    return next(file.content for file in files if file.path.endswith(".zip"))


@pytest.fixture(scope="module")
def members() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package_of(system()))) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))


def described(members: dict[str, bytes]) -> Any:
    return json.loads(members["datapackage.json"])


@pytest.mark.parametrize("language", ["en", "az", "ru"])
def test_the_package_is_valid(language: str, tmp_path: Path) -> None:
    def marked(position: Any, each: Any) -> Any:
        return Mark.HIDDEN if each.id == "B1" else {"1": 5, "2": 10}

    for number, results in enumerate((system(), system(counts=marked))):
        file = tmp_path / f"package-{number}.zip"
        file.write_bytes(package_of(results, language))
        report = frictionless.validate(str(file))

        assert report.valid, report.flatten(["path", "rowNumber", "type", "note"])
        assert len(report.tasks) == 7


def test_a_wrong_number_or_an_unknown_item_would_be_found(members: dict[str, bytes], tmp_path: Path) -> None:
    """The description is strict enough to notice what it should."""
    for name, content in members.items():
        (tmp_path / name).write_bytes(content)
    descriptor = described(members)
    for resource in descriptor["resources"]:
        del resource["hash"], resource["bytes"]
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    head, first, *rows = members["answers.csv"].decode().split("\r\n")
    for old, new, kind in ((",5,", ",five,", "type-error"), (",A1,", ",Z9,", "foreign-key")):
        assert old in first
        (tmp_path / "answers.csv").write_text("\r\n".join((head, first.replace(old, new), *rows)), newline="")
        report = frictionless.validate(str(tmp_path / "datapackage.json"))

        assert kind in {error for (error,) in report.flatten(["type"])}


def test_the_code_book_lists_every_item_option_and_wording(members: dict[str, bytes]) -> None:
    items = list(QUESTIONNAIRE.items())
    options = {(row["item"], row["option"]): row for row in rows_of(members["options.csv"])}
    wordings = {(row["item"], row["group"]): row["text"] for row in rows_of(members["wordings.csv"])}

    assert [row["item"] for row in rows_of(members["items.csv"])] == [item.id for item in items]
    assert list(options) == [(item.id, option.code) for item in items for option in QUESTIONNAIRE.options_of(item)]
    assert wordings == {(item.id, group): text for item in items for group, text in item.text.items()}
    assert (options["A1", "4"]["position"], options["A1", "4"]["is_positive"]) == ("4", "true")
    assert (options["A1", "na"]["position"], options["A1", "na"]["is_apart"]) == ("", "true")
    assert (options["V1", "7"]["position"], options["N1", "a"]["position"]) == ("7", "")


def test_every_code_of_the_numbers_is_in_the_code_book(members: dict[str, bytes]) -> None:
    known = {(row["item"], row["option"]) for row in rows_of(members["options.csv"])}

    assert {(row["item"], row["option"]) for row in rows_of(members["answers.csv"])} <= known


def test_the_table_in_the_package_is_the_loose_one(members: dict[str, bytes]) -> None:
    loose = report_downloads(environment(), QUESTIONNAIRE, system(), SETTINGS)[0].content

    assert loose.removeprefix(b"\xef\xbb\xbf") == members["answers.csv"]


def test_every_table_and_column_is_described_in_words(members: dict[str, bytes]) -> None:
    resources = described(members)["resources"]

    assert {resource["path"] for resource in resources} == {name for name in members if name.endswith(".csv")}
    for resource in resources:
        content = members[resource["path"]]
        head = content.decode().partition("\r\n")[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == head
        assert all(field["description"] for field in resource["schema"]["fields"])
        assert resource["description"]
        assert (resource["bytes"], resource["hash"]) == (
            len(content),
            "sha256:" + hashlib.sha256(content).hexdigest(),
        )


def test_the_package_says_licence_source_caveat_and_that_its_numbers_are_made_up(members: dict[str, bytes]) -> None:
    package, readme = described(members), members["README.md"].decode()

    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["sources"] == [{"title": "Our own count"}]
    assert "Not a sample." in package["description"]
    assert "Invented data" in package["description"]
    for text in ("Our own count", "Not a sample.", "Invented data", "CC BY 4.0", "not_asked", "datapackage.json"):
        assert text in readme


def test_a_reason_stands_where_a_number_is_missing(members: dict[str, bytes]) -> None:
    answers = next(each for each in described(members)["resources"] if each["name"] == "answers")
    mark = next(field for field in answers["schema"]["fields"] if field["name"] == "mark")

    assert [each["value"] for each in mark["categories"]] == [each.value for each in Mark]
    assert answers["schema"]["missingValues"][0]["label"]


def test_schools_have_no_package() -> None:
    files = report_downloads(environment(), QUESTIONNAIRE, released(own=(OWN,)), SETTINGS, [OWN])

    assert not [file.path for file in files if file.path.endswith(".zip")]


def test_the_same_results_give_the_same_bytes() -> None:
    assert package_of(system()) == package_of(system())
