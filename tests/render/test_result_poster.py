"""The poster for students says what the report says, no number more, and is kind where nothing may be said."""

from __future__ import annotations

import dataclasses
import functools
import io
import re
from typing import Any

import page
import pdfplumber
import pytest
from hypothesis import given, settings
from lxml import html as lxml_html

from generator.compute.findings import Difference, Findings, Ranking, Statement, findings_by_slice
from generator.model.released import Audience, Mark, ReleasedParticipation, ReleasedResults
from generator.render.result_poster import poster_path
from generator.write.pdf import render_pdf
from tests.conftest import IS_NIGHTLY, LANGUAGES, ROOT, this_project
from tests.render.full_poster import fullest_poster, posters
from tests.render.page_project import environment
from tests.render.pseudo_language import pseudo_language
from tests.render.report_records import HIGH, LOW, QUESTIONNAIRE, any_released, released, system

PROJECT = this_project()
NUMBER = re.compile(r"\d[\d,]*")


def poster(results: ReleasedResults, base: int = 5, found: Findings | None = None) -> Any:
    by_slice = findings_by_slice(QUESTIONNAIRE, results, (), base) if found is None else {LOW: found}
    (document,) = posters(environment(), QUESTIONNAIRE, results, by_slice, base)
    return lxml_html.document_fromstring(document.html)


def words(document: Any) -> str:
    return " ".join(document.find("body").text_content().split())


def bars(document: Any) -> list[str]:
    return [" ".join(each.text_content().split()) for each in document.xpath("//*[@class='figure']")]


def test_statements_percents_and_n_are_those_of_the_report() -> None:
    results = released()
    document = poster(results)
    (found,) = findings_by_slice(QUESTIONNAIRE, results, (), 5).values()
    wanted = [each for ranking in (found.strongest, found.weakest) for each in ranking["students"].statements]

    assert bars(document)
    assert set(bars(document)) == {f"{each.percent}% (n {each.n})" for each in wanted}
    assert "About 60 of you answered." in words(document)
    assert "A1 for students?" in words(document)


@settings(max_examples=40, deadline=None)
@given(any_released())
def test_no_number_stands_on_a_poster_that_the_findings_have_not(results: ReleasedResults) -> None:
    document = poster(results)
    (found,) = findings_by_slice(QUESTIONNAIRE, results, (), 5).values()
    rankings = [each for ranking in (found.strongest, found.weakest) for each in ranking.values()]
    statements = [each for ranking in rankings for each in ranking.statements]
    statements += [side for gap in found.gaps for side in (gap.first, gap.second)]
    allowed = {str(value) for each in statements for value in (each.percent, f"{each.n:,}")}

    for bar in bars(document):
        assert set(NUMBER.findall(bar)) <= allowed


def test_hidden_results_show_no_number_and_kind_words() -> None:
    results = released(
        counts=lambda *_: Mark.HIDDEN, participation=lambda *_: ReleasedParticipation(Mark.HIDDEN, 100, 3)
    )
    text = words(poster(results))

    assert "Only a few of you answered, so we show no numbers." in text
    assert "Thank you for your answers!" in text
    assert not bars(poster(results))
    assert "3" not in text.replace("Round one", "")


def test_where_nobody_answered_nobody_is_thanked_for_answers() -> None:
    text = words(poster(released(counts=lambda *_: Mark.NOBODY)))

    assert "This time none of you answered." in text
    assert "Thank you" not in text


def test_no_statement_is_told_twice() -> None:
    """With few statements the strongest are the weakest too."""
    one = Statement("students", "A1", 50, 40)
    two = Statement("students", "A3", 40, 40)
    found = Findings(strongest={"students": Ranking((one, two))}, weakest={"students": Ranking((two, one))}, gaps=(),
                     changes=())  # fmt: skip

    assert bars(poster(released(), found=found)) == ["50% (n 40)", "40% (n 40)"]


def test_a_gap_is_shown_with_both_groups_the_students_first() -> None:
    gap = Difference("A3", Statement("teachers", "A3", 90, 40), Statement("students", "A3", 30, 60))
    document = poster(released(), found=Findings(strongest={}, weakest={}, gaps=(gap,), changes=()))

    assert [each.text for each in document.xpath("//*[@class='name']")] == ["Students & pupils", "Teachers"]
    assert bars(document) == ["30% (n 60)", "90% (n 40)"]


def test_what_adults_say_is_not_on_a_poster_of_students() -> None:
    own = Findings(strongest={"teachers": Ranking((Statement("teachers", "A1", 99, 88),))}, weakest={}, gaps=(),
                   changes=())  # fmt: skip

    assert not bars(poster(released(), found=own))


def test_ties_that_are_left_out_are_counted() -> None:
    found = Findings(strongest={"students": Ranking((Statement("students", "A1", 50, 40),), 7)}, weakest={}, gaps=(),
                     changes=())  # fmt: skip

    assert "7 more statements have the same percentage." in words(poster(released(), found=found))


def test_rounding_is_named_where_numbers_are_rounded_and_nowhere_else() -> None:
    public, own = released(), dataclasses.replace(released(), audience=Audience.SCHOOL)

    assert "rounded to the nearest 5" in words(poster(public))
    assert "rounded" not in words(poster(own, 1))
    assert "60 of you answered. Thank you!" in words(poster(own, 1))


def test_invented_data_is_called_so() -> None:
    assert "Invented data." in words(poster(released()))
    assert "Invented data." not in words(poster(released(synthetic=False)))


def test_each_level_has_its_own_poster_and_a_round_none() -> None:
    results = released(slices=(LOW, HIGH))
    found = findings_by_slice(QUESTIONNAIRE, results, (), 5)
    paths = [each.path for each in posters(environment(), QUESTIONNAIRE, results, found, 5)]

    assert paths == [f"files/results/r1/S1_poster-students-{level}-en.pdf" for level in ("low", "high")]
    with pytest.raises(ValueError, match="not of a school"):
        poster_path(system(), "students", "low", "en")
    with pytest.raises(ValueError, match="not of a school"):
        list(posters(environment(), QUESTIONNAIRE, system(), {}, 5))


@functools.cache
def fullest(code: str, count: int = 12) -> bytes:
    language = PROJECT.language(code) if code in LANGUAGES else pseudo_language(PROJECT, code)
    return render_pdf(fullest_poster(PROJECT, language, count).html, ROOT / "site_templates" / "print")


@pytest.mark.parametrize("count", [2, 4, 6, 8, 10])
@pytest.mark.parametrize("code", ["az", *(["ru", "en", "kk"] if IS_NIGHTLY else [])])
def test_a_poster_of_fewer_statements_fills_its_page_with_larger_letters(code: str, count: int) -> None:
    with pdfplumber.open(io.BytesIO(fullest(code, count))) as document:
        assert len(document.pages) == 1
        lowest = max(word["bottom"] for word in document.pages[0].extract_words())
        assert lowest > 0.7 * document.pages[0].height


@pytest.mark.parametrize("code", ["az", "kk", *(["ru", "en"] if IS_NIGHTLY else [])])
def test_the_fullest_poster_is_one_page(code: str) -> None:
    with pdfplumber.open(io.BytesIO(fullest(code))) as document:
        assert len(document.pages) == 1
        assert len(re.findall("1.?250", document.pages[0].extract_text())) == 13


def test_poster_keeps_the_rules_of_pdf_ua() -> None:
    report = page.validate_pdf_bytes(fullest("az"), profile="ua1")
    assert report.is_compliant, report.failures
