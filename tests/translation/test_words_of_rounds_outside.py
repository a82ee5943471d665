"""Rounds outside the project: their words are translated beside them, and nothing of them enters the project."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.load.project import load_project
from generator.model.catalogue import Domain, Wording
from generator.model.round import RoundSetting
from generator.translation.round_strings import translate_setting
from tests.small_project import make_small_project, snapshot

CATALOGUE = "translations/az/LC_MESSAGES/guides.po"
CYRILLIC = "B\u0430kı"
"""A word with a Cyrillic letter."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_small_project(tmp_path / "project")


@pytest.fixture
def private(project: Path, tmp_path: Path) -> Path:
    """A folder of rounds with one round: that of the project, a year later."""
    shutil.copytree(project / "content/results/2023", tmp_path / "private/2024")
    setting = tmp_path / "private/2024/round.yaml"
    setting.write_text(setting.read_text(encoding="utf-8").replace("2023", "2024"), encoding="utf-8")
    replace(setting, "questionnaire: schools/2024", "questionnaire: schools/2023")
    return tmp_path / "private"


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def run(project: Path, private: Path | None, *arguments: str) -> Result:
    more = ["--results", str(private)] if private else []
    return CliRunner().invoke(main, [*arguments, "--project", str(project), *more], catch_exceptions=False)


def translate(file: Path, text: str, translation: str) -> None:
    replace(file, f'msgid "{text}"\nmsgstr ""', f'msgid "{text}"\nmsgstr "{translation}"')


def shown(project: Path, private: Path) -> RoundSetting:
    """The round outside as readers of Azerbaijani see it."""
    loaded = load_project(project, private)
    return translate_setting(next(each.setting for each in loaded.rounds if each.id == "2024"), loaded.language("az"))


def test_their_catalogues_stand_beside_the_rounds_and_the_project_stays_as_it_is(project: Path, private: Path) -> None:
    run(project, None, "translations", "update")
    before = snapshot(project)
    result = run(project, private, "translations", "update")

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        str(private / f"translations/{language}/LC_MESSAGES/guides.po") for language in ("az", "ru")
    ]
    assert snapshot(project) == before
    assert "Round 2024 (synthetic)" in (private / CATALOGUE).read_text(encoding="utf-8")
    assert "Round 2023 (synthetic)" not in (private / CATALOGUE).read_text(encoding="utf-8")


def test_what_is_translated_there_is_shown(project: Path, private: Path) -> None:
    run(project, private, "translations", "update")
    translate(private / CATALOGUE, "Round 2024 (synthetic)", "2024-cü il mərhələsi (sintetik)")
    setting = shown(project, private)

    assert setting.title == Wording("2024-cü il mərhələsi (sintetik)", "az")
    assert isinstance(setting.title, Wording)
    assert setting.title.language == "az"
    assert isinstance(setting.source, Wording)
    assert setting.source.language == "en"


def test_words_that_the_project_has_translated_already_are_taken_over(project: Path, private: Path) -> None:
    run(project, None, "translations", "update")
    translate(project / CATALOGUE, "Baku", "Bakı")
    run(project, private, "translations", "update")

    assert shown(project, private).dimensions["region"].values["baku"] == "Bakı"


def test_a_second_update_changes_nothing_and_a_reworded_text_keeps_its_translation(
    project: Path, private: Path
) -> None:
    run(project, private, "translations", "update")
    translate(private / CATALOGUE, "The regions", "Bölgələr")

    assert run(project, private, "translations", "update").stdout == ""
    replace(private / "2024/round.yaml", "The regions", "All the regions")
    run(project, private, "translations", "update")
    assert '#| msgid "The regions"\n' in (private / CATALOGUE).read_text(encoding="utf-8")
    assert 'msgstr "Bölgələr"\n' in (private / CATALOGUE).read_text(encoding="utf-8")


def test_they_cannot_change_what_the_project_says(project: Path, private: Path) -> None:
    run(project, private, "translations", "update")
    source = 'Read [the second guide](second.md "The second guide").'
    with (private / CATALOGUE).open("a", encoding="utf-8") as file:
        file.write(f"\nmsgid {json.dumps(source)}\nmsgstr {json.dumps(source.replace('Read', 'Oxumayın'))}\n")
    found = load_project(project, private).language("az").translation(Domain.GUIDES, "", source)

    assert found is not None
    assert found.forms == ('[İkinci təlimatı](second.md "İkinci təlimat") oxuyun.',)


def test_a_fault_in_them_is_told_with_its_place(project: Path, private: Path) -> None:
    run(project, private, "translations", "update")
    translate(private / CATALOGUE, "Baku", CYRILLIC)
    result = run(project, private, "translations", "check")
    line = (private / CATALOGUE).read_text(encoding="utf-8").split(CYRILLIC)[0].count("\n") + 1

    assert result.exit_code == 1
    assert f"private/{CATALOGUE}:{line}:10: T010" in result.stderr


def test_the_coverage_that_the_settings_ask_for_is_that_of_the_project(project: Path, private: Path) -> None:
    run(project, None, "translations", "update")
    replace(project / "mkdocs.yml", "# min_coverage:\n    #   az:", "min_coverage:\n      az:")
    without = [line for line in run(project, None, "check").stderr.splitlines() if "T024" in line]
    beside = [line for line in run(project, private, "check").stderr.splitlines() if "T024" in line]

    assert without
    assert beside == without


def test_a_folder_of_a_language_that_the_site_has_not_is_named(project: Path, private: Path) -> None:
    (private / "translations/ka").mkdir(parents=True)

    assert "private/translations/ka: P003" in run(project, private, "check").stderr
