"""A language begins with one command, and a mistake in its code is answered in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.load.project import load_project
from generator.model.catalogue import Domain
from generator.translation.plural_header import plural_header
from tests.small_project import make_small_project


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_small_project(tmp_path / "project")


def new(root: Path, code: str) -> Result:
    return CliRunner().invoke(main, ["translations", "new", code, "--project", str(root)], catch_exceptions=False)


@pytest.mark.parametrize("code", ["ka", "ar", "zh", "pt-BR"])
def test_a_new_language_has_catalogues_and_a_place_in_the_settings(root: Path, code: str) -> None:
    before = (root / "mkdocs.yml").read_text(encoding="utf-8")
    result = new(root, code)
    project = load_project(root)

    assert result.exit_code == 0
    assert project.problems == ()
    assert project.settings.languages == ("az", "ru", "en", code)
    assert set(project.language(code).catalogues) == set(Domain)
    for domain in Domain:
        text = (root / f"translations/{code}/LC_MESSAGES/{domain}.po").read_text(encoding="utf-8")
        assert f'"Language: {code}\\n"' in text
        assert f'"Plural-Forms: {plural_header(code)}\\n"' in text
    after = (root / "mkdocs.yml").read_text(encoding="utf-8")
    assert after.replace(f"en, {code}]", "en]") == before


def test_the_next_steps_are_told(root: Path) -> None:
    said = new(root, "ka").stdout
    assert "Georgian has begun" in said
    assert "guzgu translations check" in said
    assert "guzgu translations sign ka" in said


def test_settings_in_another_form_are_left_to_people(root: Path) -> None:
    file = root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8").replace("[az, ru, en]", "\n      - az\n      - ru\n      - en")
    file.write_text(text, encoding="utf-8")
    result = new(root, "ka")

    assert file.read_text(encoding="utf-8") == text
    assert "1. Add ka to `languages`" in result.stdout


def test_settings_that_are_missing_do_not_stop_the_catalogues(root: Path) -> None:
    (root / "mkdocs.yml").unlink()
    result = new(root, "ka")

    assert (root / "translations/ka/LC_MESSAGES/interface.po").is_file()
    assert "1. Add ka to `languages`" in result.stdout


@pytest.mark.parametrize(
    ("code", "reason"),
    [("xx", "nobody knows"), ("KA", "not the code"), ("en", "not the code"), ("../ka", "not the code"),
     ("az", "already")],
)  # fmt: skip
def test_a_code_that_cannot_be_used_is_refused_in_one_line(root: Path, code: str, reason: str) -> None:
    result = new(root, code)

    assert (result.exit_code, len(result.output.splitlines())) == (2, 1)
    assert reason in result.output
