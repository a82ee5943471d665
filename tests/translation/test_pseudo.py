"""Invented translations try the layout, pass every check that keeps pages whole, and never reach a reader."""

from __future__ import annotations

import dataclasses
import functools
import pickle
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from generator.cli import main
from generator.load.catalogues import catalogue_path
from generator.load.message_checks import check_form
from generator.load.project import load_project
from generator.model.catalogue import Domain, SourceMessage
from generator.model.plural_forms import plural_count
from generator.model.problem import Severity
from generator.translation.checks import check_translations
from generator.translation.glossary import Glossary
from generator.translation.guide_inline import inline_translation
from generator.translation.messages import source_messages
from generator.translation.pseudo import pseudo_catalogue, pseudo_text
from tests.conftest import IS_NIGHTLY, this_project
from tests.small_project import make_small_project

LANGUAGES = ["de", "ar", "he", "ka", "ru", "az"]
THIRTY_FIVE = (
    *("sq", "ar", "hy", "eu", "be", "bs", "bg", "ca", "hr", "cs", "da", "nl", "et", "fi", "fr", "gl", "ka", "de"),
    *("el", "he", "hu", "is", "it", "kk", "lv", "lt", "mk", "mt", "pl", "pt", "ro", "sr", "sk", "sl", "tr"),
)
MANY = THIRTY_FIVE if IS_NIGHTLY else ("ar", "de", "mt", "lv")
SHARE = 1 if IS_NIGHTLY else 30
"""Every how many-th of our messages is tried."""
PARTS = st.sampled_from(
    ["Read ", "{count}", "[the guide](second.md)", "`code here`", "**", "_word_", "<https://example.org/a?b=c>",
     "![a picture](x.png)", "{ #id }", "&nbsp;", "[^1]", " 12,5 %", "www.example.org/path", "<b>", "</b>", " (A1). ",
     "\\*", "a", "Güzgü"]
)  # fmt: skip


@functools.cache
def our_messages() -> tuple[SourceMessage, ...]:
    return source_messages(this_project())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_programs_read_in_a_text_survives(language: str) -> None:
    """Placeholders, links, code and markup of our own messages, as loading and guides judge them."""
    for message in our_messages()[::SHARE]:
        for source in filter(None, (message.text, message.plural)):
            text = pseudo_text(source, language)
            assert check_form(source, "", text) == []
            assert message.domain is not Domain.GUIDES or inline_translation(source, text) is not None


@given(st.lists(PARTS, max_size=8).map("".join), st.sampled_from(LANGUAGES))
def test_any_mixture_of_words_and_marks_survives(text: str, language: str) -> None:
    found = {each.code for each in check_form(text, "", pseudo_text(text, language))}
    assert found == set()


@given(st.text(st.sampled_from("abcdefghij klmnoprstu"), min_size=20, max_size=200), st.sampled_from(LANGUAGES))
def test_texts_grow_by_forty_percent(text: str, language: str) -> None:
    if any(character.isalpha() for character in text):
        assert abs(len(pseudo_text(text, language)) - 1.4 * len(text)) <= 1


def test_right_to_left_languages_are_written_in_their_letters() -> None:
    import unicodedata

    for language in ("ar", "he"):
        letters = [each for each in pseudo_text("A whole sentence of Güzgü.", language) if each.isalpha()]
        assert {unicodedata.bidirectional(each) for each in letters} <= {"R", "AL"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_letters_become_one(language: str) -> None:
    """Two different options of a list stay different."""
    assert len({pseudo_text(letter, language) for letter in "abcdefghijklmnopqrstuvwxyz"}) == 26


def test_every_form_is_there() -> None:
    message = SourceMessage(Domain.GUIDES, "k", "{count} school", "{count} schools")
    for language in THIRTY_FIVE:
        (entry,) = pseudo_catalogue(language, Domain.GUIDES, [message]).entries
        assert len(entry.forms) == plural_count(language)
        assert all("{count}" in form for form in entry.forms)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small project in many invented languages."""
    folder = tmp_path_factory.mktemp("pseudo")
    root = make_small_project(folder / "project")
    made = run("translations", "pseudo", *MANY, "--project", str(root), "--output", str(folder / "copy"))
    assert made.exit_code == 0, made.output
    return folder / "copy"


def test_a_copy_may_have_many_languages_and_passes_the_checks(copy: Path) -> None:
    project = load_project(copy)
    problems = (*project.problems, *check_translations(project, Glossary()))

    assert project.settings.languages == (*MANY, "en")
    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
    assert all(language.is_draft for language in project.languages if not language.is_source)
    messages = source_messages(project)
    for code in MANY:
        spoken = project.language(code)
        assert all(spoken.translation(each.domain, each.context, each.text) for each in messages)


def test_what_a_worker_process_gets_does_not_grow_with_the_number_of_languages(copy: Path) -> None:
    project = load_project(copy)
    alone = dataclasses.replace(project, languages=(project.language("de"),))
    sent = project.read_in("de")

    assert len(pickle.dumps(sent)) < 1.02 * len(pickle.dumps(alone)) < 0.7 * len(pickle.dumps(project))
    assert sent.language("de") == project.language("de")
    assert [each.is_draft for each in sent.languages] == [each.is_draft for each in project.languages]


def test_an_update_of_the_copy_keeps_the_header_that_says_so(copy: Path) -> None:
    run("translations", "update", "de", "--project", str(copy))
    text = (copy / catalogue_path("de", Domain.GUIDES)).read_text(encoding="utf-8")
    assert '"X-Guzgu-Pseudo: invented' in text


def test_an_invented_file_that_strays_into_a_real_project_is_an_error_and_never_shown(
    copy: Path, tmp_path: Path
) -> None:
    root = make_small_project(tmp_path / "project")
    path = catalogue_path("az", Domain.GUIDES)
    text = (
        (copy / catalogue_path("de", Domain.GUIDES)).read_text(encoding="utf-8").replace("Language: de", "Language: az")
    )
    (root / path).write_text(text, encoding="utf-8")
    project = load_project(root)

    assert [(problem.code, problem.place.path) for problem in project.problems] == [("T030", path)]
    assert project.language("az").catalogues[Domain.GUIDES].translations == {}


def test_a_copy_is_never_made_inside_the_project_or_over_files(tmp_path: Path) -> None:
    root = make_small_project(tmp_path / "project")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    for output in (root / "inside", tmp_path / "full"):
        result = run("translations", "pseudo", "--project", str(root), "--output", str(output))
        assert (result.exit_code, len(result.output.splitlines())) == (2, 1)
