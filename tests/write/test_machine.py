"""What `guzgu doctor` finds."""

import subprocess
from pathlib import Path

import pytest

from generator.write import fonts, machine
from generator.write.fonts import (
    EAST_ASIAN_FAMILY,
    FontFile,
    FontToolError,
    installed_fonts,
    missing_faces,
    missing_letters,
)
from generator.write.machine import ALPHABETS, State, examine_machine, letters_of


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_every_letter_of_our_languages_can_be_printed(language: str) -> None:
    assert missing_letters(letters_of(language), installed_fonts()) == ""


def test_the_letters_that_azerbaijani_adds_are_looked_for() -> None:
    assert set("əğıİşçöüƏĞIŞÇÖÜ") <= set(ALPHABETS["az"])


def test_this_machine_can_build_the_site() -> None:
    report = examine_machine(["az", "ru", "en"])

    assert report.is_complete, report.remedies
    assert all(check.found for check in report.checks)


@pytest.mark.parametrize("language", ["zh", "ja", "ko"])
def test_east_asian_languages_name_the_package_with_their_letters(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """It is large, so a machine gets it only when somebody prints one of them."""
    others = tuple(font for font in installed_fonts() if font.family != EAST_ASIAN_FAMILY)
    monkeypatch.setattr(machine, "installed_fonts", lambda: others)

    (check,) = [check for check in examine_machine([language]).checks if check.name == f"letters of {language}"]

    assert check.state is State.MISSING
    assert check.remedy == "sudo apt-get install -y fonts-noto-cjk"
    assert check.needed_for == f"PDFs in {language}"


def test_a_script_without_any_font_of_ours_asks_for_a_family() -> None:
    (check,) = [check for check in examine_machine(["my"]).checks if check.name == "letters of my"]

    assert check.remedy == machine.ADD_FAMILY


def test_a_code_that_is_no_language_is_told_and_not_raised() -> None:
    (check,) = [check for check in examine_machine(["xx"]).checks if check.name == "letters of xx"]

    assert not check.is_ok


def test_a_language_without_a_list_of_letters_is_checked_by_names_in_it() -> None:
    assert set("აბგ") <= set(letters_of("ka"))


def test_missing_fonts_come_with_the_command_that_installs_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "installed_fonts", lambda: ())

    report = examine_machine(["az"])

    assert not report.is_complete
    assert machine.INSTALL_FONTS in report.remedies


def test_a_machine_without_fontconfig_is_told_and_not_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> tuple[FontFile, ...]:
        raise FontToolError("no fc-list")

    monkeypatch.setattr(machine, "installed_fonts", fails)

    (check,) = [check for check in examine_machine(["az"]).checks if check.name == "fonts"]

    assert "no fc-list" in check.found


def test_an_fc_list_that_fails_is_a_font_tool_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("fc-list", 1)

    monkeypatch.setattr(subprocess, "run", fails)

    with pytest.raises(FontToolError):
        fonts._all_fonts.__wrapped__()


def test_each_face_that_print_needs_is_named_when_missing() -> None:
    bold = FontFile("Noto Sans", "Bold", Path("x.ttf"))

    assert missing_faces([bold]) == ("Noto Sans Regular", "Noto Sans Italic", "Noto Serif Bold")
