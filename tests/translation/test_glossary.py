"""The glossary tells translators their terms and sees when one is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.model.catalogue import Domain, SourceMessage
from generator.model.problem import ProblemLog
from generator.translation.glossary import Glossary, Term, load_glossary, uses_form, with_terms

PROJECT = Path(__file__).parents[2]


def term(name: str, **more: object) -> Term:
    forms = {"az": ["söz"], "ru": ["слово"]}
    return Term.model_validate({"term": name, "forms": forms, "note": "A note."} | more, strict=False)


def names(glossary: Glossary, text: str) -> list[str]:
    return [found.term for found in glossary.terms_in(text)]


def test_a_term_is_found_in_singular_and_plural_and_any_case() -> None:
    """English plurals are regular here."""
    glossary = Glossary(terms=(term("teacher"), term("family"), term("process")))
    assert names(glossary, "Teachers and their families like processes.") == ["teacher", "family", "process"]


def test_a_term_inside_a_longer_one_does_not_count() -> None:
    """A school leader is neither any leader nor the school."""
    glossary = Glossary(terms=(term("school"), term("school leader", also=["leader"])))
    assert names(glossary, "School leaders decide.") == ["school leader"]
    assert names(glossary, "The schools decide; preschool does not.") == ["school"]


def test_a_common_word_counts_only_in_the_phrases_given() -> None:
    """The mean is a term, to mean is not."""
    glossary = Glossary(terms=(term("mean", match=["the mean"]),))
    assert names(glossary, "What does it mean?") == []
    assert names(glossary, "The mean is 4.") == ["mean"]


@pytest.mark.parametrize(
    ("forms", "language", "text"),
    [
        (["məktəb"], "az", "Məktəblərimizin planı"),
        (["şagird"], "az", "ŞAGİRDLƏR"),
        (["təhsil pilləsi"], "az", "təhsil pillələri üzrə"),
        (["infrastruktur"], "az", "İnfrastrukturun"),
        (["tədris", "dərs"], "az", "dərslərdə"),
        (["цифровые технологии"], "ru", "с помощью цифровых технологий"),
        (["отчёт"], "ru", "в отчете школы"),
        (["учащийся"], "ru", "Устройства для учащихся"),
        (["доля положительных ответов"], "ru", "Доли положительных ответов"),
    ],
)
def test_endings_do_not_matter(forms: list[str], language: str, text: str) -> None:
    """Azerbaijani and Russian words change their endings."""
    assert uses_form(term("x", forms={language: forms}), language, text)


def test_another_word_is_not_the_term() -> None:
    """Only the allowed forms count."""
    assert not uses_form(term("x", forms={"az": ["sahə"]}), "az", "Bu rayon böyükdür.")


def test_the_translator_is_told_the_terms_of_a_message() -> None:
    """One line behind the other comments."""
    message = SourceMessage(Domain.GUIDES, "", "The teacher.", comment="Guide: A")
    told = with_terms(message, Glossary(terms=(term("teacher"), term("other"))), "az")
    assert told.comment == "Guide: A\nGlossary: teacher = söz"


def test_the_projects_glossary_is_sound() -> None:
    """Every term has forms in both languages and a note."""
    log = ProblemLog()
    glossary = load_glossary(PROJECT, log)
    assert log.problems == ()
    assert len(glossary.terms) >= 25
    assert all({"az", "ru"} <= set(found.forms) for found in glossary.terms)
    assert len({found.term for found in glossary.terms}) == len(glossary.terms)


def test_every_form_of_the_projects_glossary_counts_as_its_term() -> None:
    """A translator who copies a form from the glossary gets no warning."""
    for found in load_glossary(PROJECT, ProblemLog()).terms:
        for language, forms in found.forms.items():
            assert all(uses_form(found, language, form) for form in forms)


def test_a_project_without_glossary_has_an_empty_one(tmp_path: Path) -> None:
    """The glossary is optional."""
    log = ProblemLog()
    assert load_glossary(tmp_path, log).terms == ()
    assert log.problems == ()
