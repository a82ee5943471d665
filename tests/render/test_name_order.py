"""Names stand in the order of the reader's alphabet."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.released import ReleasedSchool
from generator.model.report_code import CODE_BYTES, ReportCode
from generator.render.name_order import name_key
from generator.write.sealed_reports import ministry_list


def ordered(names: list[str], language: str) -> list[str]:
    return sorted(names, key=lambda name: name_key(name, language))


@pytest.mark.parametrize(
    ("language", "names"),
    [
        (
            "az",
            "Ağdam Bakı Cəlilabad Çayqaraqoyunlu Daşkəsən Əli Füzuli Gəncə Hacıqabul Xızı İsmayıllı Qəbələ Lənkəran "
            "Oğuz Ördək Salyan Şəki Tovuz Ucar Üçtəpə Yardımlı Zaqatala",
        ),
        ("az", "Hacı Xan Işıq İşıq Jalə Kür Qax Lerik"),
        ("az", "ağ aq Ba"),
        ("ru", "Арбат Ёлка Елки Жуково Ивановка Йошка Казань Эхо Яма"),
        ("en", "Akron Echt École Élan Zug"),
        ("tr", "cam çam dam ılık ipek sal şal"),
    ],
)
def test_names_stand_in_the_order_of_the_alphabet(language: str, names: str) -> None:
    assert ordered(sorted(names.split()), language) == names.split()


def test_capitals_and_small_letters_stand_together() -> None:
    assert name_key("İSMAYILLI", "az") == name_key("ismayıllı", "az")
    assert name_key("IŞIQ", "az") == name_key("ışıq", "az")


def test_numbers_are_counted() -> None:
    names = ["2 nömrəli məktəb", "9 nömrəli məktəb", "10 nömrəli məktəb", "Məktəb №3", "Məktəb № 20"]

    assert ordered(sorted(names), "az")[:3] == names[:3]


def test_letters_of_another_alphabet_follow() -> None:
    assert ordered(["Школа", "Zaqatala", "სკოლა"], "az")[0] == "Zaqatala"


@given(st.text(max_size=30), st.sampled_from(["az", "ru", "en", "ar", "zh"]))
def test_every_name_has_a_place(name: str, language: str) -> None:
    assert min(name_key(name, language), name_key("a", language))


def test_the_ministry_reads_its_schools_in_the_order_of_its_language() -> None:
    schools = [ReleasedSchool(f"S{number}", name, {}) for number, name in enumerate(("Zirvə", "Çinar", "Cəhri"))]
    packed = ministry_list(ReportCode(b"\xef" * CODE_BYTES), "az", "Siyahı", schools)

    assert [each["name"] for each in json.loads(gzip.decompress(packed))["schools"]] == ["Cəhri", "Çinar", "Zirvə"]
