"""A guide becomes a page whose links work, and every guide is found under its readers."""

from __future__ import annotations

import pytest

from generator.model.catalogue import Language
from generator.model.output import MarkdownPage
from generator.render.guide_pages import guide_pages, page_links
from generator.translation.guide_blocks import translate_guide
from tests.render.page_project import environment, language, tiny_project


def pages(code: str = "en") -> dict[str, MarkdownPage]:
    spoken: Language = language(code)
    guides = [(guide, translate_guide(guide, spoken)) for guide in tiny_project().guides]
    return {page.path: page for page in guide_pages(environment(code), guides)}


KNOWN = frozenset(
    ["guides/other/index.md", "guides/b/index.md", "guides/c/index.md", "results/2023/index.md",
     "translations/index.md", "index.md"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("[a](other.md)", "[a](../other/index.md)"),
        ("[a](other.md#part)", "[a](../other/index.md#part)"),
        ('[a](other.md "Say so")', '[a](../other/index.md "Say so")'),
        ("[a](site:results/2023/)", "[a](../../results/2023/index.md)"),
        ("[a](site:results/2023/#area-a)", "[a](../../results/2023/index.md#area-a)"),
        ("[a](site:translations)", "[a](../../translations/index.md)"),
        ("[a](site:)", "[a](../../index.md)"),
        ("[a](#part)", "[a](#part)"),
        ("[a](https://example.org/other.md)", "[a](https://example.org/other.md)"),
    ],
)
def test_link_of_a_guide_becomes_a_link_between_pages(source: str, page: str) -> None:
    assert page_links(source, KNOWN) == page


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("See [a](gone.md#part).", "See a."),
        ('See [a *good* one](gone.md "Say so").', "See a *good* one."),
        ("See [a [b] c](site:results/2019/).", "See a [b] c."),
    ],
)
def test_link_to_a_page_that_was_left_out_becomes_plain_words(source: str, page: str) -> None:
    assert page_links(source, KNOWN) == page


@pytest.mark.parametrize("code", ["`[a](other.md)`", "``[a](other.md) ` ``", "```\n[a](other.md)\n\n[b](c.md)\n```"])
def test_link_shown_as_code_stays_as_it_is(code: str) -> None:
    assert page_links(f"See {code} and [b](b.md)", KNOWN).startswith(f"See {code} and ") or code.startswith("```\n")
    assert page_links(f"\n{code}\n\n[b](b.md)", KNOWN) == f"\n{code}\n\n[b](../b/index.md)"


def test_every_guide_has_a_page_and_stands_in_the_list_once() -> None:
    made = pages()
    listing = made["guides/index.md"].body

    for guide in tiny_project().guides:
        assert f"guides/{guide.slug}/index.md" in made
        assert listing.count(f'href="{guide.slug}/index.html"') == 1
        assert guide.front_matter.summary in listing


def test_guides_are_listed_by_reader() -> None:
    listing = pages()["guides/index.md"].body

    assert listing.index("{ #coordinator }") < listing.index("Start here") < listing.index("{ #everyone }")


def test_text_of_a_guide_is_never_read_as_a_template() -> None:
    assert "{{ nothing }}" in pages()["guides/start/index.md"].body


def test_guide_names_the_next_one_and_the_last_names_none() -> None:
    made = pages()

    assert '<a href="../second/index.html">The second guide</a>' in made["guides/start/index.md"].body
    assert "Next guide" not in made["guides/second/index.md"].body


def test_guide_says_how_much_of_it_is_untranslated() -> None:
    guide = tiny_project().guides[0]
    page = pages("az")[f"guides/{guide.slug}/index.md"]

    assert page.meta["untranslated"] == translate_guide(guide, language("az")).missing > 0
    assert "untranslated" not in pages()[f"guides/{guide.slug}/index.md"].meta


def test_reading_time_is_counted_in_the_language() -> None:
    assert "2 minutes to read" in pages()["guides/start/index.md"].body
    assert "1 minute to read" in pages()["guides/second/index.md"].body
