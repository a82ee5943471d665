"""Letters that only look right are told apart."""

from __future__ import annotations

import unicodedata

import pytest

from generator.translation.letters import check_alphabet, check_dots, check_spelling, usual_spellings


def alphabet(source: str, form: str, language: str) -> list[str]:
    return [finding.code for finding in check_alphabet(source, form, language)]


@pytest.mark.parametrize(
    ("source", "form", "language"),
    [
        ("School", "mәktəb", "az"),  # Cyrillic ә
        ("School", "mǝktəb", "az"),  # the turned e of phonetics
        ("School", "məktäb", "az"),
        ("School", "мəktəb", "az"),
        ("Lesson", "dərș", "az"),  # a comma for the cedilla
        ("School", "шкoла", "ru"),
        ("A plan", "план a отчёт", "ru"),  # a Latin letter for a whole word
        ("With us", "c нами", "ru"),
        ("School", "школі", "ru"),
        ("Item C8", "Пункт С8", "ru"),
        ("Areas B and D", "Области В и D", "ru"),
        ("The file as PDF", "Файл РDF", "ru"),
        ("School", "σχoλή", "el"),
        ("School", "школa", "uk"),
        ("School", unicodedata.normalize("NFD", "məktəbçi"), "az"),
        ("Which", unicodedata.normalize("NFD", "какой"), "ru"),
    ],
)
def test_a_letter_of_another_alphabet_is_found(source: str, form: str, language: str) -> None:
    """Search does not find such a word, and a screen reader spells it."""
    assert alphabet(source, form, language) == ["T010"]


@pytest.mark.parametrize(
    ("source", "form", "language"),
    [
        ("Schools in Baku", "Bakıda Çöl və Əhməd məktəbləri, İş", "az"),
        ("See Besançon", "Bax: Besançon", "az"),
        ("A CSV file of SELFIE", "Файл CSV проекта SELFIE, ещё раз", "ru"),
        ("the letters А and ә", "А və ә hərfləri", "az"),
        ("areas from A to H", "области от A до H", "ru"),
        ("Ms A. explains", "Госпожа А. объясняет", "ru"),
        ("Scan the code", "Отсканируйте код QR или cookie", "ru"),
        ("[a](publish-a-plan.md)", "[план](publish-a-plan.md)", "ru"),
        ("School", "σχολή", "el"),
        ("School", "école", "fr"),
    ],
)
def test_names_codes_and_foreign_words_may_stay(source: str, form: str, language: str) -> None:
    """What the source has is no mistake of the translator."""
    assert alphabet(source, form, language) == []


@pytest.mark.parametrize(
    "form",
    ["qrupIar", "TƏHSIL", "Iki gün", "ıki gün", "i̇ki", "məktəblərın", "bİrinci"],
)
def test_the_wrong_i_is_found(form: str) -> None:
    """Programs that do not know Azerbaijani write these."""
    assert [finding.code for finding in check_dots("Text", form, "az")] == ["T022"]


@pytest.mark.parametrize(
    "form", ["İki qrupun TƏHSİL planı", "ISCED və SELFIE", "JavaScript", "xatırladır", "tarixi kitab", "QIZIL"]
)
def test_the_right_i_is_left_alone(form: str) -> None:
    """So are names that the source has."""
    assert list(check_dots("ISCED, SELFIE and JavaScript", form, "az")) == []


def test_other_languages_have_one_i() -> None:
    assert list(check_dots("Text", "In Italia", "it")) == []


def test_a_word_written_otherwise_everywhere_else_is_found() -> None:
    """Where both letters could stand, the other texts tell which one does."""
    usual = usual_spellings(["Bakıda tarix", "tarix dərsi", "Tarix", "TARİX", "tarıx"])
    assert usual == {"tarıx": "tarix"}
    assert [finding.code for finding in check_spelling("History", "tarıx", usual)] == ["T022"]
    assert list(check_spelling("History", "tarix", usual)) == []


def test_two_words_that_are_both_usual_are_left_alone() -> None:
    assert usual_spellings(["adını", "adını", "adını", "adini", "adini"]) == {}
