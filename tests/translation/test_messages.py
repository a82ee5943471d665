"""All messages of a project, each once."""

from __future__ import annotations

from generator.model.catalogue import Domain
from generator.model.project import Project
from generator.translation.messages import source_messages


def test_messages_come_domain_by_domain_in_source_order(project: Project) -> None:
    """Interface, questionnaires, guides, as translators meet them."""
    domains = [message.domain for message in source_messages(project)]
    assert list(dict.fromkeys(domains)) == [Domain.INTERFACE, Domain.QUESTIONNAIRES, Domain.GUIDES]
    guide = [message.text for message in source_messages(project) if message.domain is Domain.GUIDES]
    assert guide == ["A title", "A summary.", "Read the report.", "Print"]


def test_each_message_stands_once(project: Project) -> None:
    """No two messages of a catalogue have the same key."""
    keys = [(message.domain, message.key) for message in source_messages(project)]
    assert len(keys) == len(set(keys))


def test_the_same_text_in_two_versions_is_one_message_with_both_places(project: Project) -> None:
    """Versions share their translations."""
    found = next(message for message in source_messages(project) if message.context == "schools/A1/text/students")
    assert [place.path for place in found.places] == [
        "questionnaires/schools/2021.yaml",
        "questionnaires/schools/2023.yaml",
    ]
    assert found.comment.endswith("Version 2023.")


def test_a_changed_text_is_a_second_message_with_the_same_context(project: Project) -> None:
    """Both versions stay translated."""
    texts = [message.text for message in source_messages(project) if message.context == "schools/A1/text/leaders"]
    assert texts == ["We have a plan on paper.", "We have a written plan."]


def test_texts_without_words_are_no_messages(project: Project) -> None:
    """Nobody translates a number."""
    assert "2" not in {message.text for message in source_messages(project)}


def test_interface_strings_keep_key_plural_and_comment(project: Project) -> None:
    """The key is the context."""
    home, count = source_messages(project)[:2]
    assert (home.context, home.text, home.comment) == ("nav.home", "Home", "The menu.")
    assert (count.context, count.text, count.plural) == ("count.schools", "{count} school", "{count} schools")


def test_own_questions_are_messages_of_the_questionnaires(project: Project) -> None:
    """A school's own question is translated like any other."""
    contexts = {message.context for message in source_messages(project) if message.domain is Domain.QUESTIONNAIRES}
    assert "schools/own/S1/X1/text/students" in contexts
