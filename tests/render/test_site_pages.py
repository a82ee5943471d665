"""The pages around the content: where visitors start, how far each language is, and which languages there are."""

from __future__ import annotations

import dataclasses
import datetime
import re

import pytest

from generator.model.catalogue import Catalogue, Domain, Language
from generator.model.released import EVERYBODY, Mark, ReleasedParticipation, ReleasedResults
from generator.model.round import RoundSetting
from generator.render.site_pages import (
    LanguageProgress,
    LatestRound,
    PeopleFigure,
    alternates,
    home_page,
    language_choice,
    language_progress,
    latest_round,
    not_found,
    own_name,
    theme_strings,
    translations_page,
)
from generator.translation.status import CatalogueStatus
from tests.render.page_project import environment, interface, questionnaires, tiny_project

CODES = ("az", "ru", "en")
SETTING = RoundSetting(
    id="2023",
    title="Round 2023",
    questionnaire="schools/2023",
    opened=datetime.date(2023, 5, 1),
    closed=datetime.date(2023, 5, 30),
    synthetic=True,
    source="Made by a computer",
    caveat="No real school",
)
LATEST = LatestRound(
    "Round <2023>", "results/2023/index.html", SETTING.closed, True, 12, (PeopleFigure("Teachers", 640),)
)


def reviewed(*domains: Domain) -> Language:
    return Language("az", {each: Catalogue("az", each, {}, "Leyla" if each in domains else "") for each in Domain})


def progress(language: Language | None = None) -> tuple[LanguageProgress, ...]:
    az = language or reviewed()
    statuses = [CatalogueStatus("az", each, 100, 90, 4, 500, 450, az.catalogues[each].reviewer) for each in Domain]
    return language_progress([az, Language("en")], statuses)


@pytest.mark.parametrize(
    ("code", "name"), [("az", "Azərbaycan"), ("ru", "Русский"), ("en", "English"), ("tr", "Türkçe")]
)
def test_language_is_called_as_it_calls_itself(code: str, name: str) -> None:
    assert own_name(code) == name


def test_switcher_gets_every_language_in_order() -> None:
    assert [each["code"] for each in alternates(CODES)] == list(CODES)


def test_theme_gets_its_own_words_only_and_they_say_their_language() -> None:
    words = theme_strings(environment("az"), interface())

    assert set(words) == {key for key in interface() if key.startswith("theme.")}
    assert words["theme.search.found"] == '<span lang="en" dir="ltr">Found: {count}</span>'


def test_start_page_shows_the_released_numbers_of_the_latest_round() -> None:
    body = home_page(environment(), questionnaires(), progress(), LATEST).body

    assert "<strong>640</strong> <span>Teachers</span>" in body
    assert "<strong>12</strong> <span>schools took part</span>" in body
    assert "Round &lt;2023&gt;, closed on" in body
    assert "Synthetic data" in body


def test_start_page_without_rounds_has_no_numbers() -> None:
    body = home_page(environment(), questionnaires(), progress()).body

    assert "gz-latest" not in body


def test_start_page_leads_to_the_first_guide_and_else_to_the_list() -> None:
    assert (
        'href="guides/start/index.html"'
        in home_page(environment(), questionnaires(), progress(), guides=tiny_project().guides).body
    )
    assert 'href="guides/index.html"' in home_page(environment(), questionnaires(), progress()).body


def test_start_page_has_one_h1_and_leads_to_every_questionnaire() -> None:
    body = home_page(environment(), questionnaires(), progress()).body

    assert body.count("<h1") == 1
    assert all(f'href="questionnaires/{key}/index.html"' in body for key in questionnaires())


def test_hidden_number_does_not_reach_the_start_page() -> None:
    shown = ReleasedParticipation(Mark.SHOWN, 50, 40)
    hidden = ReleasedParticipation(Mark.HIDDEN)
    released = ReleasedResults(
        SETTING, None, (EVERYBODY,), ("teachers", "students"),
        {(EVERYBODY, "teachers"): shown, (EVERYBODY, "students"): hidden}, {}, {}, 12,
    )  # fmt: skip
    latest = latest_round(released, questionnaires()["schools/2023"], SETTING)

    assert latest.people == (PeopleFigure("Teachers", 40),)
    assert latest.schools == 12


def test_translations_page_shows_every_catalogue_and_their_sum() -> None:
    body = translations_page(environment(), progress()).body

    assert body.count('<td class="gz-number">90</td>') == 3
    assert '<td class="gz-number">270</td>' in body
    assert body.count('<td class="gz-number">90%</td>') == 4


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (reviewed(), "Draft."),
        (reviewed(Domain.GUIDES), "Reviewed in part by Leyla"),
        (reviewed(*Domain), "Reviewed by Leyla."),
    ],
)
def test_translations_page_is_honest_about_the_review(language: Language, said: str) -> None:
    assert said in translations_page(environment(), progress(language)).body


def test_translations_page_tells_the_day_and_what_changed_since() -> None:
    rows = [CatalogueStatus("az", each, 9, 9, 0, 9, 9, "Leyla", "2026-11-22", 0) for each in Domain]
    changed = [*rows[1:], dataclasses.replace(rows[0], unreviewed=1)]
    pages = [
        translations_page(environment(), language_progress([reviewed(*Domain), Language("en")], each)).body
        for each in (rows, changed)
    ]

    assert "Reviewed by Leyla (2026-11-22)." in pages[0]
    assert "Reviewed in part by Leyla (2026-11-22); the rest is a draft." in pages[1]


def test_translations_page_links_the_catalogues_where_the_code_host_is_known() -> None:
    with_host = translations_page(environment(), progress(), repository="https://code.example.org/guzgu").body

    assert 'href="https://code.example.org/guzgu/tree/HEAD/translations/az/LC_MESSAGES"' in with_host
    assert "tree/HEAD" not in translations_page(environment(), progress()).body


def test_share_of_a_language_is_never_rounded_up() -> None:
    statuses = [CatalogueStatus("az", Domain.GUIDES, 1000, 999, 0, 1, 1, "")]

    assert language_progress([Language("az")], statuses)[0].percent == 99


def test_every_language_can_be_chosen_in_its_own_words() -> None:
    page = language_choice({code: environment(code) for code in CODES}).content.decode()

    for code in CODES:
        assert (
            f'<li lang="{code}" dir="ltr"><a href="{code}/index.html" hreflang="{code}"><strong>{own_name(code)}'
            in page
        )


def test_page_of_languages_is_relative_and_runs_nothing_of_its_own() -> None:
    page = language_choice({code: environment(code) for code in CODES}).content.decode()

    assert not re.search(r"<script(?![^>]*src=)|<style| style=| on\w+=|https?://", page)
    assert page.startswith("<!doctype html>\n")


def test_page_for_wrong_addresses_loads_and_links_nothing() -> None:
    """It is shown at any depth, so no relative address would fit."""
    page = not_found({code: environment(code) for code in CODES}).content.decode()

    assert not re.search(r"href=|src=|<script|<style", page)
    assert all(f'<section lang="{code}"' in page for code in CODES)
