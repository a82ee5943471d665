"""Numbers and dates look as the reader's language writes them."""

import datetime

import pytest

from generator.render.locale_format import (
    format_date,
    format_number,
    format_percent,
    format_signed,
    plural_form,
    preview_locale,
    text_direction,
)


@pytest.mark.parametrize(("language", "shown"), [("en", "6,425"), ("az", "6.425"), ("ru", "6\u00a0425")])
def test_thousands_follow_the_language(language: str, shown: str) -> None:
    assert format_number(6425, language) == shown


@pytest.mark.parametrize(("language", "shown"), [("en", "93.9%"), ("az", "93,9%"), ("ru", "93,9\u00a0%")])
def test_percent_follows_the_language(language: str, shown: str) -> None:
    assert format_percent(93.9, language, 1) == shown


@pytest.mark.parametrize(("value", "shown"), [(0.5, "1%"), (1.5, "2%"), (2.5, "3%"), (99.4999, "99%")])
def test_halves_are_rounded_up(value: float, shown: str) -> None:
    assert format_percent(value, "en") == shown


def test_participation_above_hundred_percent_is_shown_as_it_is() -> None:
    assert format_percent(665, "en") == "665%"


@pytest.mark.parametrize(("value", "shown"), [(4, "+4"), (-12, "−12"), (0, "±0"), (-0.2, "±0")])
def test_difference_carries_its_sign(value: float, shown: str) -> None:
    assert format_signed(value, "en") == shown


def test_date_is_written_in_words() -> None:
    day = datetime.date(2021, 5, 3)

    assert format_date(day, "az") == "3\u00a0may\u00a02021"
    assert format_date(day, "ru").startswith("3\u00a0мая\u00a02021")


@pytest.mark.parametrize(
    ("language", "count", "form"),
    [("en", 1, 0), ("en", 2, 1), ("az", 1, 0), ("az", 5, 1), ("ru", 1, 0), ("ru", 21, 0), ("ru", 2, 1), ("ru", 5, 2),
     ("ru", 11, 2), ("ar", 0, 0), ("ar", 1, 1), ("ar", 2, 2), ("ar", 3, 3), ("ar", 11, 4), ("ar", 100, 5),
     ("zh", 7, 0)],
)  # fmt: skip
def test_plural_form_is_gettexts(language: str, count: int, form: int) -> None:
    assert plural_form(language, count) == form


def test_a_form_that_catalogues_do_not_hold_falls_on_the_last_one() -> None:
    """CLDR has a form of its own for whole millions in French; gettext has two forms."""
    assert plural_form("fr", 1_000_000) == 1


def test_arabic_runs_from_right_to_left() -> None:
    assert (text_direction("ar"), text_direction("az")) == ("rtl", "ltr")


@pytest.mark.parametrize(
    ("language", "written"), [("az", "az_AZ"), ("ru", "ru_RU"), ("sr", "sr_RS"), ("pt-BR", "pt_BR"), ("eo", "eo")]
)
def test_link_previews_get_a_language_with_a_country(language: str, written: str) -> None:
    assert preview_locale(language) == written
