"""Merging brings a catalogue up to date and keeps the work of translators."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.catalogue import Domain, SourceMessage
from generator.model.problem import Place
from generator.translation.catalogue_file import CatalogueFile, Entry, Previous, canonical_headers, template
from generator.translation.format import catalogue_text
from generator.translation.merge import empty_catalogue, merge
from generator.translation.po_reading import parse_catalogue


def message(text: str, context: str = "", plural: str = "", path: str = "a.md") -> SourceMessage:
    return SourceMessage(Domain.GUIDES, context, text, plural, "A comment.", (Place(path, 3),))


def catalogue(*entries: Entry, language: str = "az") -> CatalogueFile:
    return CatalogueFile(language, Domain.GUIDES, canonical_headers(language, {}), entries)


def test_a_message_that_stays_keeps_its_translation_and_gets_new_comments() -> None:
    """Only what comes from the source is renewed."""
    old = catalogue(Entry("", "One.", forms=("Bir.",), remarks=("mine",), comment="old", paths=("old.md",)))
    (entry,) = merge(old, [message("One.")]).entries
    assert (entry.forms, entry.is_fuzzy, entry.remarks) == (("Bir.",), False, ("mine",))
    assert (entry.comment, entry.paths) == ("A comment.", ("a.md",))


def test_entries_stand_in_the_order_of_the_source() -> None:
    """Translators read a guide from the top."""
    old = catalogue(Entry("", "B", forms=("b",)), Entry("", "A", forms=("a",)))
    assert [entry.text for entry in merge(old, [message("A"), message("B")]).entries] == ["A", "B"]


def test_a_reworded_text_keeps_its_translation_as_a_proposal() -> None:
    """The same context with another text is fuzzy and shows the text before."""
    old = catalogue(Entry("s/A1", "We have a plan.", forms=("Planımız var.",), remarks=("mine",)))
    (entry,) = merge(old, [message("Nothing like it at all", "s/A1")]).entries
    assert (entry.forms, entry.is_fuzzy) == (("Planımız var.",), True)
    assert entry.previous == Previous("We have a plan.")
    assert entry.remarks == ("mine",)


def test_a_second_wording_of_an_item_gets_the_first_as_a_proposal() -> None:
    """The old version keeps its translation, the new one gets it as fuzzy."""
    old = catalogue(Entry("s/A1", "Old words.", forms=("Köhnə.",)))
    first, second = merge(old, [message("Old words.", "s/A1"), message("New words.", "s/A1")]).entries
    assert (first.forms, first.is_fuzzy) == (("Köhnə.",), False)
    assert (second.forms, second.is_fuzzy) == (("Köhnə.",), True)


def test_the_same_text_elsewhere_in_the_catalogue_is_copied() -> None:
    """One text, one translation: nothing is left to decide."""
    old = catalogue(Entry("s/A1", "Leadership", forms=("Rəhbərlik",)))
    _, copy = merge(old, [message("Leadership", "s/A1"), message("Leadership", "s/A")]).entries
    assert (copy.forms, copy.is_fuzzy, copy.previous) == (("Rəhbərlik",), False, None)


def test_the_same_text_in_another_catalogue_is_a_proposal() -> None:
    """Another subject may need another word."""
    other = CatalogueFile("az", Domain.INTERFACE, {}, (Entry("nav", "Home", forms=("Ana səhifə",)),))
    (entry,) = merge(empty_catalogue("az", Domain.GUIDES), [message("Home")], [other]).entries
    assert (entry.forms, entry.is_fuzzy) == (("Ana səhifə",), True)


def test_a_similar_text_is_a_proposal_when_the_old_one_is_gone() -> None:
    """A corrected comma does not cost a translation, but a translator looks again."""
    old = catalogue(Entry("", "Keep the box in a safe place, always.", forms=("Qutu.",)))
    (entry,) = merge(old, [message("Keep the box in a safe place always.")]).entries
    assert (entry.forms, entry.is_fuzzy) == (("Qutu.",), True)
    assert entry.previous == Previous("Keep the box in a safe place, always.")


def test_a_similar_text_that_is_still_used_gives_nothing_away() -> None:
    """Only what lost its place looks for a new one."""
    old = catalogue(Entry("", "Keep the box in a safe place, always.", forms=("Qutu.",)))
    texts = ["Keep the box in a safe place, always.", "Keep the box in a safe place always."]
    assert [entry.forms for entry in merge(old, [message(text) for text in texts]).entries] == [("Qutu.",), ("",)]


def test_a_reworded_sentence_of_a_guide_is_found_by_its_place() -> None:
    """Sentences of guides have no context; what stands between the same neighbours is the same sentence, said anew."""
    old = catalogue(
        Entry("", "One.", forms=("Bir.",)),
        Entry("", "Print the letter for parents.", forms=("Məktub.",)),
        Entry("", "Three.", forms=("Üç.",)),
    )
    merged = merge(old, [message("One."), message("Print the sheet for every parent."), message("Three.")]).entries
    assert [(entry.forms, entry.is_fuzzy) for entry in merged] == [
        (("Bir.",), False),
        (("Məktub.",), True),
        (("Üç.",), False),
    ]


def test_an_unlike_sentence_elsewhere_is_no_proposal() -> None:
    """A wrong proposal costs a translator more than none."""
    old = catalogue(Entry("", "Print the letter for parents.", forms=("Məktub.",)), Entry("", "One.", forms=("Bir.",)))
    merged = merge(old, [message("One."), message("Print the sheet for every parent.")]).entries
    assert [(entry.forms, entry.is_obsolete) for entry in merged] == [
        (("Bir.",), False),
        (("",), False),
        (("Məktub.",), True),
    ]


def test_a_text_reworded_twice_still_tells_what_was_translated() -> None:
    """A translator who comes late compares with the sentence that the translation says."""
    old = catalogue(Entry("s/A1", "First words.", forms=("Birinci.",)))
    twice = merge(merge(old, [message("Second words.", "s/A1")]), [message("Third words.", "s/A1")])
    assert twice.entries[0].previous == Previous("First words.")


def test_what_the_project_no_longer_has_stays_as_obsolete_and_comes_back() -> None:
    """A sentence that was taken out may return."""
    old = catalogue(Entry("", "One.", forms=("Bir.",)))
    without = merge(old, [])
    assert [(entry.text, entry.is_obsolete) for entry in without.entries] == [("One.", True)]
    (entry,) = merge(without, [message("One.")]).entries
    assert (entry.forms, entry.is_fuzzy, entry.is_obsolete) == (("Bir.",), False, False)


def test_an_untranslated_message_that_is_gone_leaves_nothing() -> None:
    """There is no work to keep."""
    assert merge(catalogue(Entry("", "One.")), []).entries == ()


def test_a_new_plural_makes_the_translation_a_proposal() -> None:
    """One form where two are needed is not shown."""
    old = catalogue(Entry("k", "{count} school", forms=("{count} məktəb",)))
    (entry,) = merge(old, [message("{count} school", "k", "{count} schools")]).entries
    assert (entry.forms, entry.is_fuzzy) == (("{count} məktəb", ""), True)


def test_forms_that_are_no_longer_needed_stay_as_remarks() -> None:
    """A message that lost its plural does not lose words."""
    old = catalogue(Entry("k", "Schools", "Schools", ("bir", "iki", "üç")), language="ru")
    (entry,) = merge(old, [message("Schools", "k")]).entries
    assert entry.forms == ("bir",)
    assert entry.is_fuzzy
    assert entry.remarks == ("Earlier form: iki", "Earlier form: üç")


TEXTS = st.sampled_from(
    ["One.", "One!", "Two words here.", "Two words there.", "Three", "Long text that goes on and on."]
)
CONTEXTS = st.sampled_from(["", "s/A1", "s/A2"])
KEYS = st.lists(st.tuples(CONTEXTS, TEXTS), unique=True, max_size=10)
FORMS = st.sampled_from(["", "Bir", "İki", "Üç", "Dörd"])


@st.composite
def catalogues(draw: st.DrawFn) -> CatalogueFile:
    return catalogue(
        *(
            Entry(context, text, forms=(draw(FORMS),), is_fuzzy=draw(st.booleans()), is_obsolete=draw(st.booleans()))
            for context, text in draw(KEYS)
        )
    )


@given(catalogues(), KEYS)
def test_merging_keeps_every_translation(old: CatalogueFile, keys: list[tuple[str, str]]) -> None:
    """Whatever changed, each text a translator wrote is still in the file."""
    merged = merge(old, [message(text, context) for context, text in keys])
    kept = {form for entry in merged.entries for form in entry.forms}
    assert {form for entry in old.entries for form in entry.forms if form} <= kept


@given(catalogues(), KEYS)
def test_merging_gives_exactly_the_messages_of_the_source(old: CatalogueFile, keys: list[tuple[str, str]]) -> None:
    """Each message once and in order, obsolete entries behind."""
    merged = merge(old, [message(text, context) for context, text in keys])
    current = [entry.key for entry in merged.entries if not entry.is_obsolete]
    assert current == keys
    assert [entry.is_obsolete for entry in merged.entries] == sorted(entry.is_obsolete for entry in merged.entries)


@given(catalogues(), KEYS)
def test_merging_twice_changes_nothing_more(old: CatalogueFile, keys: list[tuple[str, str]]) -> None:
    """An update of an updated file does not touch it."""
    messages = [message(text, context) for context, text in keys]
    once = merge(old, messages)
    unfilled = {entry.key for entry in once.entries if not any(entry.forms)}
    twice = merge(once, messages)
    for before, after in zip(once.entries, twice.entries, strict=False):
        assert before == after or before.key in unfilled


@pytest.mark.skipif(shutil.which("msgmerge") is None, reason="gettext is not installed")
@settings(max_examples=20, deadline=None)
@given(catalogues(), KEYS.filter(bool))
def test_exact_matches_agree_with_gnu_msgmerge(old: CatalogueFile, keys: list[tuple[str, str]]) -> None:
    """A message that stays has the translation and the fuzzy mark that msgmerge gives it."""
    messages = [message(text, context) for context, text in keys]
    known = {entry.key for entry in old.entries if entry.forms[0] and not entry.is_obsolete}
    theirs = {entry.key: entry for entry in _gnu_merge(old, messages).entries}
    for entry in merge(old, messages).entries:
        if entry.key in known and not entry.is_obsolete:
            assert (entry.forms, entry.is_fuzzy) == (theirs[entry.key].forms, theirs[entry.key].is_fuzzy)


def _gnu_merge(old: CatalogueFile, messages: list[SourceMessage]) -> CatalogueFile:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        po, pot = Path(folder, "a.po"), Path(folder, "a.pot")
        po.write_text(catalogue_text(old), encoding="utf-8")
        pot.write_text(catalogue_text(template(Domain.GUIDES, messages)), encoding="utf-8")
        command = ["msgmerge", "--quiet", "--no-wrap", "--previous", str(po), str(pot)]
        merged = subprocess.run(command, capture_output=True, text=True, check=True)
    return parse_catalogue(merged.stdout, "az", Domain.GUIDES)
