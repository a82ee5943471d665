"""Texts go out as JSON lines and come back checked."""

from __future__ import annotations

import json

import pytest

from generator.model.catalogue import Domain
from generator.translation.batches import export_batch, import_batch
from generator.translation.catalogue_file import CatalogueFile, Entry, Previous

ENTRIES = (
    Entry("a", "Home", comment="The menu."),
    Entry("b", "Done", forms=("Hazır",)),
    Entry("c", "{count} school", "{count} schools", ("", "")),
    Entry("d", "Home"),
    Entry("e", "Look", forms=("Bax",), is_fuzzy=True, previous=Previous("See")),
    Entry("g", "Look", forms=("Bax",), is_fuzzy=True),
    Entry("f", "Gone", forms=("Yox",), is_obsolete=True),
)
CATALOGUE = CatalogueFile("az", Domain.INTERFACE, {}, ENTRIES)


def batch(*answers: dict[str, object]) -> str:
    return "\n".join(json.dumps(answer) for answer in answers)


def test_each_missing_text_goes_out_once() -> None:
    """Translated and obsolete messages stay; a fuzzy one goes with its proposal."""
    assert [json.loads(line) for line in export_batch(CATALOGUE).splitlines()] == [
        {"context": "a", "text": "Home", "plural": "", "comment": "The menu."},
        {"context": "c", "text": "{count} school", "plural": "{count} schools", "comment": "", "forms_wanted": 2},
        {"context": "e", "text": "Look", "plural": "", "comment": "", "proposal": ["Bax"]},
    ]
    assert len(export_batch(CATALOGUE, limit=2).splitlines()) == 2


def test_translations_come_back_to_every_entry_of_the_text() -> None:
    """Fuzzy entries are decided, others with the same text are filled."""
    answers = batch(
        {"context": "a", "text": "Home", "forms": [" Ana səhifə "]},
        {"context": "c", "text": "{count} school", "forms": ["{count} məktəb", "{count} məktəb"]},
        {"context": "e", "text": "Look", "forms": ["Baxın"]},
    )
    filled, refusals = import_batch(CATALOGUE, answers)
    assert refusals == ()
    assert [entry.forms[0] for entry in filled.entries] == [
        "Ana səhifə", "Hazır", "{count} məktəb", "Ana səhifə", "Baxın", "Baxın", "Yox",
    ]  # fmt: skip
    assert not any(entry.is_fuzzy or entry.previous for entry in filled.entries)
    assert export_batch(filled) == ""


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("{", "not a JSON object"),
        ("[]", "no text"),
        ('{"context": "a", "text": "Nothing", "forms": ["x"]}', "the project has no such message"),
        ('{"context": "a", "text": "Home", "forms": "x"}', "forms must be a list of texts"),
        ('{"context": "c", "text": "{count} school", "forms": ["{count} x"]}', "1 forms, but 2 are needed"),
        ('{"context": "a", "text": "Home", "forms": [" "]}', "an empty form"),
        ('{"context": "a", "text": "Home", "forms": ["a\\nb"]}', "a line end that the source does not have"),
        ('{"context": "a", "text": "Home", "forms": ["a\\u0007b"]}', "a control character"),
    ],
)
def test_a_line_that_would_not_be_shown_is_refused(answer: str, reason: str) -> None:
    """With its number, and without touching anything."""
    filled, (refusal,) = import_batch(CATALOGUE, f"\n{answer}")
    assert (refusal.line, refusal.reason) == (2, reason)
    assert filled == CATALOGUE


@pytest.mark.parametrize("form", ["{number} məktəb", "<b>x</b> {count}", "[x](http://e.example) {count}"])
def test_placeholders_tags_and_links_must_be_those_of_the_source(form: str) -> None:
    """The same rules as for loading."""
    answer = batch({"context": "c", "text": "{count} school", "forms": [form, form]})
    assert len(import_batch(CATALOGUE, answer)[1]) == 1


def test_a_guide_block_must_keep_its_links() -> None:
    """Else it would fall back to English on the page."""
    catalogue = CatalogueFile("az", Domain.GUIDES, {}, (Entry("", "See [it](a.md)."),))
    refused = import_batch(catalogue, batch({"context": "", "text": "See [it](a.md).", "forms": ["[Bax](b.md)."]}))[1]
    taken = import_batch(catalogue, batch({"context": "", "text": "See [it](a.md).", "forms": ["[Bax](a.md)."]}))
    assert len(refused) == 1
    assert taken[1] == ()
