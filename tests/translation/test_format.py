"""Catalogues are written in one form and read without loss."""

from __future__ import annotations

import contextlib
import shutil
import subprocess

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.catalogue import Domain
from generator.model.plural_forms import plural_categories
from generator.translation.catalogue_file import CatalogueFile, Entry, Previous, canonical_headers
from generator.translation.format import canonical_text, catalogue_text
from generator.translation.plural_header import plural_header
from generator.translation.po_reading import CatalogueSyntaxError, parse_catalogue

HEADER = 'msgid ""\nmsgstr ""\n"Language: az\\n"\n\n'
TEXT = st.text(st.sampled_from('aəш "\\\n\t#~|msgid:'), max_size=12)
SOME_TEXT = TEXT.filter(bool)
LINE = st.text(st.sampled_from("aə :,|~."), max_size=6).map(lambda text: f"x{text}".strip())
PATHS = st.lists(st.sampled_from(["a.md", "b/c.yaml"]), unique=True, max_size=2).map(tuple)


@st.composite
def entries(draw: st.DrawFn, *, is_obsolete: bool) -> Entry:
    plural = draw(st.one_of(st.just(""), SOME_TEXT))
    previous = draw(st.one_of(st.none(), st.builds(Previous, SOME_TEXT, TEXT, TEXT)))
    return Entry(
        draw(TEXT),
        draw(SOME_TEXT),
        plural,
        tuple(draw(TEXT) for _ in range(2 if plural else 1)),
        is_fuzzy=draw(st.booleans()),
        previous=previous,
        remarks=tuple(draw(st.lists(LINE, max_size=2))),
        comment="" if is_obsolete else "\n".join(draw(st.lists(LINE, max_size=2))),
        paths=() if is_obsolete else draw(PATHS),
        flags=draw(st.sampled_from([(), ("no-wrap",)])),
        is_obsolete=is_obsolete,
    )


@st.composite
def catalogues(draw: st.DrawFn) -> CatalogueFile:
    current = draw(st.lists(entries(is_obsolete=False), unique_by=lambda entry: entry.key, max_size=5))
    obsolete = draw(st.lists(entries(is_obsolete=True), max_size=3))
    headers = canonical_headers("az", {"X-Reviewer": "A B"})
    return CatalogueFile("az", Domain.GUIDES, headers, (*current, *obsolete), tuple(draw(st.lists(LINE, max_size=2))))


@given(catalogues())
def test_what_is_written_is_read_back_whole(catalogue: CatalogueFile) -> None:
    """Nothing in a catalogue is lost by writing and reading it."""
    assert parse_catalogue(catalogue_text(catalogue), "az", Domain.GUIDES) == catalogue


@given(catalogues())
def test_the_canonical_form_of_a_canonical_file_is_the_file(catalogue: CatalogueFile) -> None:
    """Formatting twice changes nothing."""
    text = catalogue_text(catalogue)
    assert canonical_text(text, "az", Domain.GUIDES) == text


@given(catalogues())
def test_polib_reads_the_same_messages(catalogue: CatalogueFile) -> None:
    """The reader of the site sees what we wrote."""
    read = polib.pofile(catalogue_text(catalogue))
    found = [
        (entry.msgctxt or "", entry.msgid, tuple(entry.msgstr_plural.values()) or (entry.msgstr,), entry.fuzzy)
        for entry in read
        if not entry.obsolete
    ]
    assert found == [
        (entry.context, entry.text, entry.forms, entry.is_fuzzy) for entry in catalogue.entries if not entry.is_obsolete
    ]


@pytest.mark.skipif(shutil.which("msgcat") is None, reason="gettext is not installed")
def test_gnu_gettext_writes_the_same_bytes() -> None:
    """Editors built on gettext leave our files alone."""
    long_text = "A sentence that is much longer than the eighty columns at which gettext would like to break its lines."
    entries = (
        Entry("s/A1", long_text, forms=("Uzun “cümlə”.",), comment="Area A.\nItem A1.", paths=("q/a.yaml",)),
        Entry("", "{n} school", "{n} schools", ("{n} məktəb", "{n} məktəb"), remarks=("mine",), paths=("b.md",)),
        Entry("", "Two\nlines", forms=("İki\nsətir",), is_fuzzy=True, previous=Previous("Two lines", "s/A2")),
        Entry("", 'A "quoted" \\ word', flags=("no-wrap",)),
        Entry("s/A3", "Gone", forms=("Getdi",), is_fuzzy=True, is_obsolete=True),
    )
    text = catalogue_text(CatalogueFile("az", Domain.GUIDES, canonical_headers("az", {}), entries, ("Top.",)))
    command = ["msgcat", "--no-wrap", "-"]
    assert subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout == text


def test_a_file_that_an_editor_wrapped_gets_one_line_for_one_text() -> None:
    """Wrapped texts are joined; dates and the editor's name are left out."""
    wrapped = (
        'msgid ""\nmsgstr ""\n"POT-Creation-Date: 2023-01-01\\n"\n"X-Generator: Poedit 3\\n"\n"Language: az\\n"\n\n'
        '#: a.md:3 b.md:4\n#, fuzzy, no-wrap\n#| msgid "Old"\nmsgid ""\n"One "\n"two."\nmsgstr ""\n"Bir "\n"iki."\n'
    )
    assert canonical_text(wrapped, "az", Domain.GUIDES) == (
        'msgid ""\nmsgstr ""\n"Project-Id-Version: guzgu\\n"\n"Language: az\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n"X-Reviewer: \\n"\n\n'
        '#: a.md\n#: b.md\n#, fuzzy, no-wrap\n#| msgid "Old"\nmsgid "One two."\nmsgstr "Bir iki."\n'
    )


def test_newer_gettext_may_write_flags_in_its_own_way() -> None:
    """A fuzzy text must not become a shown one because a tool marks it with #=."""
    text = HEADER + '#= fuzzy\nmsgid "a"\nmsgstr "b"\n'
    assert parse_catalogue(text, "az", Domain.GUIDES).entries[0].is_fuzzy


def test_the_signature_of_a_reviewer_is_kept() -> None:
    """X-Reviewer makes a catalogue more than a draft."""
    text = 'msgid ""\nmsgstr ""\n"X-Reviewer: Leyla M.\\n"\n'
    assert '"X-Reviewer: Leyla M.\\n"' in canonical_text(text, "az", Domain.GUIDES)


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        (HEADER + 'msgid "a"\nmsgstr "b\n', 6),
        (HEADER + 'msgid "a"\nmsgstr "b" c"\n', 6),
        (HEADER + 'msgid "a"\nmsgstr "\\q"\n', 6),
        (HEADER + 'msgid "a"\n', 5),
        (HEADER + 'msgstr "a"\n', 5),
        (HEADER + 'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', 8),
        (HEADER + "<<<<<<< HEAD\n", 5),
        (HEADER + 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[2] "d"\n', 5),
        (HEADER + HEADER, 5),
    ],
)
def test_a_broken_file_is_refused_with_its_line(broken: str, line: int) -> None:
    """Rewriting a file that was not understood would lose text."""
    with pytest.raises(CatalogueSyntaxError) as error:
        parse_catalogue(broken, "az", Domain.GUIDES)
    assert error.value.line == line


def test_reading_takes_time_in_proportion_to_the_file() -> None:
    """A file of very many lines is read in a moment; polib needs a minute for it."""
    text = HEADER + 'msgid "a"\nmsgstr ""\n' + '"aaaa"\n' * 150_000
    assert len(parse_catalogue(text, "az", Domain.GUIDES).entries[0].forms[0]) == 600_000


@given(st.text(st.sampled_from('msgidtrcx_plu[0]" \\\n#~|,.:'), max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No file makes the reader fail in another way."""
    with contextlib.suppress(CatalogueSyntaxError):
        parse_catalogue(text, "az", Domain.GUIDES)


@pytest.mark.parametrize("language", ["az", "ru", "en", "uk", "pl", "de", "ja", "fr"])
def test_the_plural_header_is_gettexts(language: str) -> None:
    """Where Babel has gettext's usual expression, ours is the same, letter by letter."""
    from babel.messages.plurals import get_plural

    theirs = get_plural(language)
    assert plural_header(language) == f"nplurals={theirs.num_plurals}; plural={theirs.plural_expr};"


def languages_with_a_plural_rule() -> list[str]:
    from babel import Locale, localedata

    codes = [code for code in localedata.locale_identifiers() if code.isalpha() and len(code) <= 3]
    return [code for code in codes if Locale.parse(code).plural_form.rules]


def test_the_table_knows_every_language_that_has_a_plural_rule() -> None:
    assert len(languages_with_a_plural_rule()) > 120


@pytest.mark.parametrize("language", languages_with_a_plural_rule())
def test_the_plural_header_gives_the_form_that_cldr_gives(language: str) -> None:
    """A new language starts with forms in the order in which an editor asks for them."""
    from gettext import c2py

    from babel import Locale

    rule = Locale.parse(language).plural_form
    categories = plural_categories(language)
    count, _, expression = plural_header(language).partition("; plural=")
    form = c2py(expression.rstrip(";"))
    assert count == f"nplurals={len(categories)}"
    assert [categories[form(number)] for number in range(1_001)] == [rule(number) for number in range(1_001)]
