"""Rounds outside the project: their words are translated beside them, and nothing of them enters the project."""

from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.load.project import load_project
from generator.model.catalogue import Domain, Wording
from generator.model.round import RoundSetting
from generator.serve_entries import entries_json
from generator.translation.round_strings import translate_setting
from generator.translation.status import status
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


def test_while_a_round_is_faulty_its_translations_stay_and_the_fault_is_told(project: Path, private: Path) -> None:
    run(project, private, "translations", "update")
    translate(private / CATALOGUE, "The regions", "Bölgələr")
    before = snapshot(private / "translations")
    replace(private / "2024/round.yaml", "opened: 2024-05-02", "opened: 20x4-05-02")
    result = run(project, private, "translations", "update")

    assert result.exit_code == 1
    assert "private/2024/round.yaml:4" in result.stderr
    assert "up to date" not in result.stderr
    assert snapshot(private / "translations") == before


def test_a_round_without_answers_is_told_and_does_no_harm(project: Path, private: Path) -> None:
    shutil.copytree(private / "2024", private / "2025")
    replace(private / "2025/round.yaml", "2024", "2025")
    (private / "2025/answers.csv").unlink()
    (private / "2025/participation.csv").unlink()
    result = run(project, private, "translations", "update")

    assert result.exit_code == 0
    assert "private/2025: P004" in result.stderr
    assert "Round 2024 (synthetic)" in (private / CATALOGUE).read_text(encoding="utf-8")


def test_the_folder_of_one_round_instead_of_all_is_told(project: Path, private: Path) -> None:
    result = run(project, private / "2024", "translations", "update")

    assert result.exit_code == 1
    assert "P002" in result.stderr
    assert not (private / "2024/translations").exists()


def test_only_their_owner_may_read_them(project: Path, private: Path) -> None:
    run(project, private, "translations", "update")

    assert stat.S_IMODE((private / CATALOGUE).stat().st_mode) == 0o600


def test_one_that_cannot_be_understood_is_named_with_its_whole_path(project: Path, private: Path) -> None:
    run(project, private, "translations", "update")
    with (private / CATALOGUE).open("a", encoding="utf-8") as file:
        file.write('\nmsgid "Open\n')
    result = run(project, private, "translations", "update")

    assert result.exit_code == 1
    assert f"{private / CATALOGUE}:" in result.stderr


def test_what_the_project_has_not_translated_yet_may_be_translated_there(project: Path, private: Path) -> None:
    """A sentence of a commentary that a guide of the project has too."""
    run(project, private, "translations", "update")
    with (private / CATALOGUE).open("a", encoding="utf-8") as file:
        file.write('\nmsgid "First"\nmsgstr "Birinci"\n')
    found = load_project(project, private).language("az").translation(Domain.GUIDES, "", "First")

    assert found is not None
    assert found.forms == ("Birinci",)


def test_files_that_are_not_read_are_named(project: Path, private: Path) -> None:
    run(project, private, "translations", "update")
    shutil.copy(private / CATALOGUE, private / "translations/az/guides.po")
    shutil.copy(private / CATALOGUE, private / "translations/az/LC_MESSAGES/interface.po")
    told = run(project, private, "check").stderr

    assert "private/translations/az/guides.po: P003" in told
    assert "private/translations/az/LC_MESSAGES/interface.po: P003" in told


def test_the_projects_own_folder_as_that_of_rounds_changes_no_catalogue(project: Path, private: Path) -> None:
    run(project, None, "translations", "update")
    shutil.move(private / "2024", project / "2024")
    before = snapshot(project / "translations")
    run(project, project, "translations", "update")

    assert snapshot(project / "translations") == before


def test_how_complete_a_language_is_does_not_depend_on_them(project: Path, private: Path) -> None:
    alone, beside = load_project(project), load_project(project, private)

    assert status(beside) == status(alone)


def test_the_served_site_tells_where_their_entries_stand(project: Path, private: Path) -> None:
    replace(project / "mkdocs.yml", "repository: null", "repository: https://example.org/code")
    run(project, private, "translations", "update")
    translate(private / CATALOGUE, "Round 2024 (synthetic)", "2024-cü il mərhələsi (sintetik)")
    entries = json.loads(entries_json(load_project(project, private), "az"))
    (entry,) = (each for each in entries if each["context"] == "round/2024/title")

    assert entry["place"].startswith(f"private/{CATALOGUE}:")
    assert entry["link"] == ""
