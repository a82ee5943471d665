"""Catalogues: one faulty message never costs another, and nothing is lost in silence."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.load.catalogues import read_catalogue
from generator.load.message_checks import check_form
from generator.model.catalogue import Catalogue
from generator.model.plural_forms import is_for_one_number, plural_categories, plural_count
from generator.model.problem import ProblemLog

HEADER = (
    'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);\\n"\n'
)
GOOD = '\nmsgid "Good"\nmsgstr "Хорошо"\n'


def read(folder: Path, text: str | bytes, language: str = "ru") -> tuple[Catalogue, list[str]]:
    """The catalogue and its problems as `line:column CODE`."""
    file = folder / "translations" / language / "LC_MESSAGES" / "interface.po"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    log = ProblemLog()
    catalogue = read_catalogue(file, folder, log)
    return catalogue, [f"{p.place.line}:{p.place.column} {p.code}" for p in log.problems]


BAD_MESSAGES = {
    "unterminated": 'msgid "a"\nmsgstr "b',
    "unknown escape": 'msgid "a"\nmsgstr "b\\q"',
    "escaped end": 'msgid "a"\nmsgstr "b\\"',
    "inner quote": 'msgid "a"\nmsgstr "b"c"',
    "no quotes": 'msgid "a"\nmsgstr b',
    "garbage": 'msgid "a"\nwhat is this\nmsgstr "b"',
    "conflict": 'msgid "a"\n<<<<<<< HEAD\nmsgstr "b"\n=======\nmsgstr "c"\n>>>>>>> x',
    "no msgstr": 'msgid "a"',
    "no msgid": 'msgstr "b"',
    "msgid twice": 'msgid "a"\nmsgid "b"\nmsgstr "c"',
    "msgstr twice": 'msgid "a"\nmsgstr "b"\nmsgstr "c"',
    "context after msgid": 'msgid "a"\nmsgctxt "b"\nmsgstr "c"',
    "forms with a gap": 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[2] "d"',
    "forms from one": 'msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"',
    "too few forms": 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"',
    "too many forms": 'msgid "a"\nmsgid_plural "b"\n' + "\n".join(f'msgstr[{n}] "c"' for n in range(4)),
    "a plural without forms": 'msgid "a"\nmsgid_plural "b"\nmsgstr "c"',
    "forms without a plural": 'msgid "a"\nmsgstr[0] "c"',
    "bidi": 'msgid "a"\nmsgstr "b\u202e"',
    "zero width": 'msgid "a"\nmsgstr "b\u200b"',
    "line separator": 'msgid "a"\nmsgstr "b\u2028c"',
    "next line": 'msgid "a"\nmsgstr "b\x85c"',
    "nul": 'msgid "a"\nmsgstr "b\x00"',
    "carriage return inside": 'msgid "a"\nmsgstr "b\rc"',
    "carriage return escape": 'msgid "a"\nmsgstr "b\\r"',
    "obsolete broken": '#~ msgid "a"\n#~ msgstr "b',
    "continuation of nothing": '# note\n"a"',
    "placeholder lost": 'msgid "a {x}"\nmsgstr "b"',
    "attribute access": 'msgid "a {x}"\nmsgstr "b {x.__class__}"',
    "template": 'msgid "a"\nmsgstr "b {{ x }}"',
    "snippet": 'msgid "a"\nmsgstr "--8<-- \\"/etc/passwd\\""',
    "attribute list": 'msgid "a"\nmsgstr "b {: onclick=x }"',
    "script": 'msgid "a"\nmsgstr "<script>b</script>"',
    "script link": 'msgid "[a](b.md)"\nmsgstr "[a](javascript:b)"',
    "image": 'msgid "a"\nmsgstr "![b](https://example.org/pixel.png)"',
    "bare address": 'msgid "a"\nmsgstr "b https://example.org"',
    "line break lost": 'msgid "a\\n"\nmsgstr "b"',
}


@pytest.mark.parametrize("name", BAD_MESSAGES)
def test_a_faulty_message_is_told_and_its_neighbours_stay(name: str, tmp_path: Path) -> None:
    neighbour = GOOD.replace("Good", "Also")
    catalogue, problems = read(tmp_path, f"{HEADER}{GOOD}\n{BAD_MESSAGES[name]}\n\n#: b\n{neighbour}")
    assert problems
    assert all(int(problem.partition(":")[0]) > HEADER.count("\n") for problem in problems)
    assert {("", "Good"), ("", "Also")} <= set(catalogue.translations)
    assert ("", "a") not in catalogue.translations


def test_the_first_of_two_equal_messages_is_used(tmp_path: Path) -> None:
    catalogue, problems = read(tmp_path, HEADER + GOOD + GOOD.replace("Хорошо", "Плохо"))
    assert problems == ["11:8 T003"]
    assert catalogue.translations["", "Good"].forms == ("Хорошо",)


def test_fuzzy_messages_are_kept_but_not_usable_and_obsolete_ones_are_neither(tmp_path: Path) -> None:
    text = f'{HEADER}\n#, fuzzy\n#| msgid "Well"\nmsgid "Good"\nmsgstr "Х"\n\n#~ msgid "Gone"\n#~ msgstr "Y"\n'
    catalogue, problems = read(tmp_path, text)
    assert problems == []
    assert list(catalogue.translations) == [("", "Good")]
    assert not catalogue.translations["", "Good"].is_usable


def test_the_place_of_a_translation_is_where_its_text_starts(tmp_path: Path) -> None:
    catalogue, _ = read(tmp_path, HEADER + '\n# note\nmsgctxt "c"\nmsgid "a"\nmsgstr ""\n"b"\n')
    place = catalogue.translations["c", "a"].place
    assert (place.line, place.column) == (10, 8)


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    catalogue, problems = read(tmp_path, (HEADER + GOOD).replace("\n", "\r\n"))
    assert problems == []
    assert catalogue.translations["", "Good"].forms == ("Хорошо",)


def test_a_proposal_that_waits_is_not_judged(tmp_path: Path) -> None:
    """It is not shown, and often a program made it from an English text that was reworded."""
    faulty = '\nmsgctxt "p"\nmsgid "{n} a"\nmsgstr "c"\n'
    _, judged = read(tmp_path, HEADER + faulty)
    catalogue, spared = read(tmp_path, HEADER + "\n#, fuzzy" + faulty)
    assert [problem.rpartition(" ")[2] for problem in judged] == ["T004"]
    assert spared == []
    assert not catalogue.translations["p", "{n} a"].is_usable


def test_the_reviewer_of_the_header_signs_the_catalogue(tmp_path: Path) -> None:
    catalogue, _ = read(tmp_path, HEADER + '"X-Reviewer: Somebody\\n"\n' + GOOD)
    assert catalogue.reviewer == "Somebody"


def test_a_catalogue_of_another_language_shows_nothing(tmp_path: Path) -> None:
    catalogue, problems = read(tmp_path, HEADER + GOOD, language="az")
    assert problems == ["1:1 T002"]
    assert catalogue.translations == {}


def test_the_expression_in_the_header_is_never_evaluated(tmp_path: Path) -> None:
    evil = HEADER.replace("n%10==1", "__import__('os').abort()")
    assert ("", "Good") in read(tmp_path, evil + GOOD)[0].translations


def test_a_catalogue_over_two_million_bytes_is_not_read(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER + "#" * 2_000_000)[1] == ["0:0 T001"]


SEED = (
    HEADER
    + GOOD
    + '\n#, fuzzy\nmsgctxt "c"\nmsgid "{n} a"\nmsgid_plural "{n} b"\n'
    + "".join(f'msgstr[{n}] "{{n}} c"\n' for n in range(3))
    + '\n#~ msgid "x"\n#~ msgstr "y"\n'
)
EDITS = st.lists(
    st.tuples(
        st.integers(0, len(SEED)),
        st.integers(0, 12),
        st.sampled_from(["", '"', "\\", "\n", "msgid", "msgstr ", "#", "#~ ", "[0]", "\u202e", "\r", "\x00", '"\n"']),
    ),
    min_size=1,
    max_size=6,
)


def mutated(edits: list[tuple[int, int, str]]) -> str:
    text = SEED
    for start, length, new in edits:
        text = text[:start] + new + text[start + length :]
    return text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(EDITS)
def test_no_mutation_makes_reading_raise(tmp_path: Path, edits: list[tuple[int, int, str]]) -> None:
    read(tmp_path, mutated(edits))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(EDITS)
def test_what_msgfmt_refuses_is_refused_here(tmp_path: Path, edits: list[tuple[int, int, str]]) -> None:
    """GNU gettext is the judge of the format; we may be stricter, never laxer."""
    _, problems = read(tmp_path, mutated(edits))
    file = tmp_path / "translations/ru/LC_MESSAGES/interface.po"
    judged = subprocess.run(["msgfmt", "-o", "/dev/null", str(file)], capture_output=True, check=False)
    if judged.returncode:
        assert problems, judged.stderr.decode(errors="replace")


@pytest.mark.parametrize("language", ["az", "ru", "en", "ar", "ka", "tr", "zh", "pl", "lt", "sl", "ga"])
def test_plural_forms_are_those_of_cldr_for_whole_numbers(language: str) -> None:
    rule = Locale.parse(language).plural_form
    assert {rule(number) for number in range(300)} == set(plural_categories(language))


def test_a_form_is_for_one_number_where_cldr_says_so() -> None:
    """In every language that Babel knows: "one" is 1 in English, but also 21 in Russian and 0 in French."""
    for language in {name.partition("_")[0] for name in locale_identifiers()}:
        rule = Locale.parse(language).plural_form
        numbers = Counter(rule(number) for number in range(300))
        single = [each for each in plural_categories(language) if each in {"zero", "one", "two"} and numbers[each]]
        found = [is_for_one_number(language, form) for form, _ in enumerate(plural_categories(language))]
        if all(numbers[category] == 1 for category in single):
            assert sum(found) >= len(single), language
        else:
            assert not any(found), language


def test_a_form_for_several_numbers_must_have_its_number() -> None:
    """The words "one school" are enough in Azerbaijani, but not in Russian, where the same form is for 21."""
    assert check_form("One school", "{count} schools", "Bir məktəb", is_for_one=is_for_one_number("az", 0)) == []
    (finding,) = check_form("One school", "{count} schools", "Школа", is_for_one=is_for_one_number("ru", 0))
    assert finding.code == "T004"


def test_azerbaijani_has_two_forms_and_russian_three() -> None:
    assert (plural_count("az"), plural_count("ru"), plural_count("pt-BR")) == (2, 3, 2)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("{a} of {b}", "{b}: {a}"),
        ("[x](a.md) and ![y](b.png)", "![y](b.png) və [x](a.md)"),
        ("See <https://example.org>.", "Baxın: <https://example.org>."),
        ("Write `<b>` here", "`<b>` yazın"),
        ("2 < 3", "2 < 3"),
        ("Agree (4 or 5)", "Razıyam (4 və ya 5)"),
    ],
)
def test_a_sound_translation_is_not_suspected(text: str, form: str) -> None:
    assert check_form(text, "", form) == []


def test_a_plural_form_may_say_one_in_words() -> None:
    assert check_form("one school", "{count} schools", "bir məktəb") == []
    assert check_form("{count} school", "{count} schools", "bir məktəb")[0].code == "T004"


def test_a_line_break_where_the_source_has_none_is_refused() -> None:
    """It could begin a heading or a block of code where Markdown reads the page."""
    assert [finding.code for finding in check_form("One line.", "", "Bir\n# sətir.")] == ["T006"]
    assert check_form("Two\nlines.", "", "İki\nsətir.") == []
