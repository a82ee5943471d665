"""Words and meanings come out of a definition list, below the heading that is asked for, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.model.catalogue import Language
from generator.model.content import Guide, GuideFrontMatter
from generator.translation.guide_terms import guide_terms, terms_in

BODY = """
## Elsewhere

Other
:   Not wanted.

## Words { #words }

A sentence.

Device, gadget
:   A thing.
:   Another meaning.

App
:   A program.

## After

Last
:   Not wanted either.
"""
FACTS = GuideFrontMatter(title="Glossary", summary="Words.", audience="everyone", order=1, minutes=1)
GUIDE = Guide("glossary", FACTS, BODY, 1, "content/guides/glossary.md")


def test_only_the_list_below_the_heading_counts() -> None:
    found = guide_terms(GUIDE, "words", Language("en"))

    assert [(term.phrases, term.term, term.meaning) for term in found] == [
        (("Device", "gadget"), "Device, gadget", "A thing."), (("App",), "App", "A program."),
    ]  # fmt: skip
    assert guide_terms(GUIDE, "nothing", Language("en")) == ()


def test_a_term_knows_its_language(speaking: Callable[..., Language]) -> None:
    (device, app) = guide_terms(GUIDE, "words", speaking("az", {("", "App"): "Tətbiq"}))

    assert (app.term, app.term.language, app.meaning.language) == ("Tətbiq", "az", "en")
    assert device.term.language == "en"
    assert app.phrases == ("App",)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I can use a digital device.", ["Device, gadget"]),
        ("Gadgets and apps", ["Device, gadget", "App"]),
        ("An appetite for devising things", []),
    ],
)
def test_a_word_is_found_in_singular_and_plural_but_not_inside_another(text: str, wanted: list[str]) -> None:
    found = terms_in(guide_terms(GUIDE, "words", Language("en")), ["Nothing.", text])

    assert [str(term.term) for term in found] == wanted
