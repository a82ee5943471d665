"""Two translators' changes to one catalogue are joined entry by entry, and nobody's words are lost."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from generator.model.catalogue import Domain
from generator.translation.catalogue_file import CatalogueFile, Entry, Previous, canonical_headers
from generator.translation.format import catalogue_text
from generator.translation.three_way import join, join_texts


def catalogue(*entries: Entry, **headers: str) -> CatalogueFile:
    return CatalogueFile("", Domain.INTERFACE, canonical_headers("az", {}) | headers, entries)


ONE, TWO, THREE = (Entry("", text, paths=("a.md",)) for text in ("One.", "Two.", "Three."))


def said(entry: Entry, text: str) -> Entry:
    return replace(entry, forms=(text,))


def test_neighbours_that_two_people_translated_are_both_translated() -> None:
    """A merge by lines would stop here."""
    joined, conflicts = join(catalogue(ONE, TWO), catalogue(said(ONE, "Bir."), TWO), catalogue(ONE, said(TWO, "İki.")))
    assert (joined.entries, conflicts) == ((said(ONE, "Bir."), said(TWO, "İki.")), ())


def test_what_two_people_translated_in_two_ways_is_fuzzy_with_both_texts() -> None:
    joined, conflicts = join(catalogue(ONE, TWO), catalogue(said(ONE, "Bir."), TWO), catalogue(said(ONE, "Tək."), TWO))
    (entry, other) = joined.entries
    assert (entry.forms, entry.is_fuzzy, conflicts) == (("Bir.",), True, ("One.",))
    assert entry.remarks == ('The other version says: "Tək."',)
    assert other == TWO


def test_a_decided_translation_wins_over_a_proposal_of_a_program() -> None:
    """An update made it fuzzy on one side, a translator dealt with it on the other."""
    proposal = replace(said(ONE, "Bir!"), is_fuzzy=True, previous=Previous("One!"))
    for ours, theirs in ((proposal, said(ONE, "Bir.")), (said(ONE, "Bir."), proposal)):
        joined, conflicts = join(catalogue(ONE), catalogue(ours), catalogue(theirs))
        assert (joined.entries, conflicts) == ((said(ONE, "Bir."),), ())


def test_a_new_message_comes_behind_the_one_it_follows() -> None:
    joined, _ = join(catalogue(ONE, THREE), catalogue(ONE, THREE), catalogue(ONE, TWO, THREE))
    assert joined.entries == (ONE, TWO, THREE)


def test_a_better_translation_of_a_sentence_that_was_reworded_meanwhile_is_the_proposal() -> None:
    """The English text changed on one side, its translation on the other: neither is lost."""
    old = said(ONE, "Bir.")
    reworded = Entry("", "The one.", forms=("Bir.",), is_fuzzy=True, previous=Previous("One."))
    joined, conflicts = join(catalogue(old), catalogue(reworded), catalogue(said(ONE, "Birinci.")))
    assert conflicts == ()
    assert [(each.text, each.forms, each.is_fuzzy, each.is_obsolete) for each in joined.entries] == [
        ("The one.", ("Birinci.",), True, False),
        ("One.", ("Birinci.",), False, True),
    ]


def test_a_signature_of_one_side_stays() -> None:
    before, signed = catalogue(ONE, **{"X-Reviewer": ""}), catalogue(ONE, **{"X-Reviewer": "Leyla"})
    for ours, theirs in ((before, signed), (signed, before)):
        assert join(before, ours, theirs)[0].headers["X-Reviewer"] == "Leyla"


TEXTS = st.sampled_from(["One.", "Two.", "Three.", "Four.", "Five."])
ENTRIES = st.builds(
    Entry,
    st.sampled_from(["", "k"]),
    TEXTS,
    forms=st.sampled_from([("",), ("Bir",), ("İki",), ("Üç",), ('Dörd "4"\n',)]),
    is_fuzzy=st.booleans(),
    previous=st.one_of(st.none(), st.builds(Previous, TEXTS)),
    remarks=st.sampled_from([(), ("mine",), ("yours", "mine")]),
    is_obsolete=st.booleans(),
)


@st.composite
def catalogues(draw: st.DrawFn) -> CatalogueFile:
    entries = draw(st.lists(ENTRIES, unique_by=lambda entry: entry.key, max_size=6))
    return catalogue(*sorted(entries, key=lambda entry: entry.is_obsolete))


@given(catalogues(), catalogues())
def test_what_one_side_alone_changed_is_taken_as_it_is(before: CatalogueFile, changed: CatalogueFile) -> None:
    assert join(before, changed, before) == (changed, ())
    theirs, conflicts = join(before, before, changed)
    assert ({each.key: each for each in theirs.entries}, conflicts) == (
        {each.key: each for each in changed.entries},
        (),
    )


@given(catalogues(), catalogues(), catalogues())
def test_both_sides_find_the_same_conflicts(before: CatalogueFile, one: CatalogueFile, other: CatalogueFile) -> None:
    assert set(join(before, one, other)[1]) == set(join(before, other, one)[1])


def in_own_words(side: CatalogueFile, before: CatalogueFile, name: str) -> CatalogueFile:
    """The side with translations that stand nowhere else, where it changed something."""
    known = {each.key: each for each in before.entries}
    entries = (
        replace(each, forms=(f"{each.forms[0].strip()} by {name} {place}",)) if known.get(each.key) != each else each
        for place, each in enumerate(side.entries)
    )
    return replace(side, entries=tuple(entries))


@given(catalogues(), catalogues(), catalogues())
def test_what_a_translator_decided_is_in_the_joined_file(
    before: CatalogueFile, one: CatalogueFile, other: CatalogueFile
) -> None:
    """Every decided translation that is new on a side stands there, as a translation or in a remark."""
    sides = [in_own_words(side, before, name) for side, name in ((one, "A"), (other, "B"))]
    joined, _ = join(before, *sides)
    kept = "\n".join(text for entry in joined.entries for text in (*entry.forms, *entry.remarks))
    for side in sides:
        for entry in side.entries:
            if not entry.is_fuzzy and " by " in entry.forms[0]:
                assert entry.forms[0].replace("\n", "\\n") in kept


@given(catalogues(), catalogues(), catalogues())
def test_the_joined_file_is_a_catalogue_again(before: CatalogueFile, one: CatalogueFile, other: CatalogueFile) -> None:
    text = join_texts(*map(catalogue_text, (before, one, other))).text
    assert join_texts(text, text, text).text == text
