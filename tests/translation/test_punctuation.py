"""Marks of the source are there, as the language writes them."""

from __future__ import annotations

import pytest

from generator.translation.punctuation import QUOTES, check_ending, check_quotes


@pytest.mark.parametrize(
    ("source", "form", "language"),
    [
        ('Say "yes".', "De “hə”.", "az"),
        ('Say "yes".', "Скажи «да».", "ru"),
        ('Say "yes".', "«Скажи „да“ сейчас».", "ru"),
        ("The schools’ plan", "Məktəbin planı", "az"),
        ("Press Open", "“Aç” düyməsini basın", "az"),
        ('A `"` here', 'Burada `"` var', "az"),
        ('[x](a.md "T")', '[y](a.md "T")', "az"),
        ('Say "yes".', "O‘zbek “ha”", "xx"),
        ('Say "yes".', "Sag „ja“.", "de"),
        ('Say "yes".', "თქვი „კი“.", "ka"),
        ("It's so", "C’est ainsi", "fr"),
    ],
)
def test_quotation_marks_of_the_language_are_right(source: str, form: str, language: str) -> None:
    assert list(check_quotes(source, form, language)) == []


@pytest.mark.parametrize(
    ("source", "form", "language"),
    [
        ('Say "yes".', 'De "hə".', "az"),
        ('Say "yes".', "De «hə».", "az"),
        ('Say "yes".', "Скажи “да”.", "ru"),
        ('Say "yes".', "Скажи «да.", "ru"),
        ('Say "yes".', "Скажи да».", "ru"),
        ('Say "yes".', "Скажи »да«.", "ru"),
        ('Say "yes".', "Скажи «„да»“.", "ru"),
        ('Say "yes".', "De hə.", "az"),
    ],
)
def test_other_quotation_marks_are_found(source: str, form: str, language: str) -> None:
    """Of another language, without their partner, crossed or lost."""
    assert [finding.code for finding in check_quotes(source, form, language)] == ["T023"]


def test_every_language_of_the_table_names_pairs() -> None:
    assert all(len(pair) == 2 for pairs in QUOTES.values() for pair in pairs)


@pytest.mark.parametrize(
    ("source", "form", "language"),
    [
        ("How?", "كيف؟", "ar"),
        ("We plan.", "我们计划。", "zh"),
        ("How?", "Πώς;", "el"),
        ("We plan.", "เราวางแผน", "th"),
        ("We plan.", "እናቅዳለን።", "am"),
        ("Extra", "Доп.", "ru"),
        ("**Now.**", "**İndi.**", "az"),
    ],
)
def test_the_end_mark_of_another_script_is_the_same_mark(source: str, form: str, language: str) -> None:
    assert list(check_ending(source, form, language)) == []


@pytest.mark.parametrize(("source", "form"), [("How?", "Necə."), ("The plan", "Bu plan."), ("We plan.", "Biz plan")])
def test_another_end_mark_is_found(source: str, form: str) -> None:
    assert [finding.code for finding in check_ending(source, form, "az")] == ["T015"]
