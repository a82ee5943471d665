"""What an analyst says stands apart from the numbers and is signed."""

from __future__ import annotations

import datetime

from generator.model.catalogue import Language
from generator.model.content import Commentary, CommentaryFrontMatter
from generator.render.markdown_parts import untranslated_count
from generator.render.round_comments import Comment, comment_block, translated_comment
from generator.render.round_page import round_page
from tests.render.page_project import environment
from tests.render.report_records import QUESTIONNAIRE, SETTINGS
from tests.render.round_records import round_of, shown, words_of

FRONT = CommentaryFrontMatter(author="A. [Analyst] <b>", date=datetime.date(2023, 6, 15))


def commentary(body: str) -> Commentary:
    return Commentary("r1", "A", FRONT, body, 5, "content/results/r1/commentary/a.md")


def test_a_comment_names_author_and_date_in_its_heading() -> None:
    page = round_page(environment(), QUESTIONNAIRE, SETTINGS, round_of())
    comment = translated_comment(commentary("Some *words*.\n\n#### More\n\nThe end."), Language("en"), frozenset())
    (node,) = shown(comment_block(page, comment)).find_class("gz-commentary")

    assert words_of(node.xpath("h3")[0]) == "Comment by A. [Analyst] <b>, June 15, 2023"
    assert node.xpath("h3/@id") == ["commentary-a"]
    assert node.xpath("h4/@id") == ["commentary-a-more"]
    assert words_of(node.xpath("p")[0]) == "Some words."


def test_a_link_leads_from_the_page_of_the_round_and_an_unknown_one_becomes_words() -> None:
    text = "[Gaps](site:guides/read/#gap) and [nothing](site:guides/gone/)."
    comment = translated_comment(commentary(text), Language("en"), frozenset({"guides/read/index.md"}))

    assert comment.markdown == "[Gaps](../../guides/read/index.md#gap) and nothing."


def test_a_comment_without_translation_is_marked_as_english() -> None:
    comment = translated_comment(commentary("Some words."), Language("az"), frozenset())

    assert "<span lang='en'>Some words.</span>" in comment.markdown
    assert untranslated_count(comment.markdown, "az") == 1


def test_a_section_without_comment_has_no_block() -> None:
    page = round_page(environment(), QUESTIONNAIRE, SETTINGS, round_of())
    nothing: Comment | None = None

    assert comment_block(page, nothing) == ""
