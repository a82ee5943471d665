"""How far each language is."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from generator.model.catalogue import Catalogue, Domain, Language, Translation
from generator.model.project import Project
from generator.translation.status import status


def test_each_language_has_a_row_for_each_catalogue(project: Project) -> None:
    """English is the source and has none."""
    rows = [(row.language, row.domain) for row in status(project)]
    assert rows == [(code, domain) for code in ("az", "ru") for domain in Domain]


def test_translated_fuzzy_and_missing_add_up_to_all(project: Project, speaking: Callable[..., Language]) -> None:
    """Every message is in exactly one of the three."""
    translations = {
        ("", "Print"): Translation(("Çap",)),
        ("", "A title"): Translation(("Ad",), fuzzy=True),
        ("", "Gone"): Translation(("Yox",)),
        ("", "A summary."): Translation(("",), fuzzy=True),
    }
    language = Language("az", {Domain.GUIDES: Catalogue("az", Domain.GUIDES, translations, reviewer="Leyla")})
    row = status(dataclasses.replace(project, languages=(language,)))[2]
    assert (row.messages, row.translated, row.fuzzy, row.missing, row.percent) == (4, 1, 1, 2, 25)
    assert (row.words, row.translated_words, row.reviewer) == (8, 1, "Leyla")


def test_a_language_is_at_100_percent_only_when_nothing_is_missing(project: Project) -> None:
    """Percent are rounded down."""
    rows = [row for row in status(project) if row.language == "ru"]
    assert [row.percent for row in rows] == [0, 0, 0]
