"""A translation says the numbers of its source."""

from __future__ import annotations

import pytest

from generator.translation.numbers import check_numbers


@pytest.mark.parametrize(
    ("text", "plural", "form"),
    [
        ("5,694 of 93.9%", "", "93,9%-dən 5.694"),
        ("1,000,000 people", "", "1\u00a0000\u00a0000 человек"),
        ("In 2021", "", "٢٠٢١"),
        ("{count} school in 2021", "{count} schools in 2021", "{count} школы в 2021"),
        ("1 school", "{count} schools", "{count} школ"),
        ("{count} school", "{count} schools", "1 школа"),
        ("See `a1.csv` and [x](a2.md)", "", "`a1.csv`, [y](a2.md)"),
    ],
)
def test_the_same_numbers_may_be_written_in_the_languages_way(text: str, plural: str, form: str) -> None:
    assert list(check_numbers(text, plural, form)) == []


@pytest.mark.parametrize(
    ("text", "plural", "form", "told"),
    [
        ("7 days", "", "17 gün", "lacks 7 and says 17"),
        ("7 days", "", "bir həftə", "lacks 7."),
        ("Some days", "", "7 gün", "says 7"),
        ("{count} day in 7", "{count} days in 7", "{count} gün 8", "lacks 7 and says 8"),
    ],
)
def test_another_number_is_named(text: str, plural: str, form: str, told: str) -> None:
    (finding,) = check_numbers(text, plural, form)
    assert finding.code == "T016"
    assert told in finding.message
