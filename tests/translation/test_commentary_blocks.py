"""A commentary is translated block by block, as a guide is."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Callable

from generator.model.catalogue import Domain, Language
from generator.model.content import Commentary, CommentaryFrontMatter
from generator.model.project import Project
from generator.translation.commentary_blocks import commentary_messages, translate_commentary
from generator.translation.messages import source_messages
from generator.translation.status import catalogue_status

BODY = "One with 5%.\n\n#### Why?\n\n- Two.\n"


def a_commentary(body: str = BODY, section: str = "C") -> Commentary:
    front = CommentaryFrontMatter(author="A. Analyst", date=datetime.date(2023, 6, 15))
    return Commentary("2023", section, front, body, 5, f"content/results/2023/commentary/{section.lower()}.md")


def test_a_commentary_in_english_is_its_text_with_ids_of_its_own() -> None:
    """Two commentaries on one page may have the same heading."""
    english = Language("en")
    assert translate_commentary(a_commentary(), english) == BODY.replace("Why?", "Why? { #commentary-c-why }")
    assert "{ #commentary-overview-why }" in translate_commentary(a_commentary(section="overview"), english)


def test_blocks_are_translated_and_the_others_are_english_and_marked(speaking: Callable[..., Language]) -> None:
    azerbaijani = speaking("az", {("", "Why?"): "Niyə?", ("", "Two."): "İki."})
    assert translate_commentary(a_commentary(), azerbaijani) == (
        "<span lang='en'>One with 5%.</span>\n\n#### Niyə? { #commentary-c-why }\n\n- İki.\n"
    )


def test_a_translation_cannot_bring_html(speaking: Callable[..., Language]) -> None:
    shown = translate_commentary(a_commentary(), speaking("az", {("", "Two."): "<script>x</script>\n\n# H"}))
    assert not re.search(r"<script|^# H", shown, re.MULTILINE)


def test_messages_name_round_section_and_line() -> None:
    found = [(message.text, str(message.places[0]), message.comment) for message in commentary_messages(a_commentary())]
    path, comment = "content/results/2023/commentary/c.md", "Commentary on the round 2023: C"
    assert found == [
        ("One with 5%.", f"{path}:5", f"{comment}\nParagraph."),
        ("Why?", f"{path}:7", f"{comment}\nHeading."),
        ("Two.", f"{path}:9", f"{comment}\nList item."),
    ]


def test_commentaries_are_counted_with_the_guides(project: Project) -> None:
    """`guzgu translations status` does not forget them."""
    commented = dataclasses.replace(project, commentaries=(a_commentary(),))
    before, after = (
        [message for message in source_messages(each) if message.domain is Domain.GUIDES]
        for each in (project, commented)
    )
    assert [message.text for message in after if message not in before] == ["One with 5%.", "Why?", "Two."]
    assert catalogue_status(Language("az"), Domain.GUIDES, after).messages == len(before) + 3
