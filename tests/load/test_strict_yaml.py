"""Strict YAML: one meaning, places from 1, no attack gets further than the log."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.load.strict_yaml import MAX_DEPTH, Document, parse_yaml
from generator.model.problem import ProblemLog


def parsed(text: str, **settings: object) -> tuple[Document | None, list[str]]:
    """The document, and the problems as `line:column CODE`."""
    log = ProblemLog()
    document = parse_yaml(text, "f.yaml", log, **settings)  # type: ignore[arg-type]
    return document, [f"{p.place.line}:{p.place.column} {p.code}" for p in log.problems]


def data(text: str) -> object:
    document, problems = parsed(text)
    assert problems == []
    assert document is not None
    return document.data


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("5", 5),
        ("-3", -3),
        ("1.5", 1.5),
        ("true", True),
        ("null", None),
        ("~", None),
        ("", None),
        ('"5"', "5"),
        ("2021-05-03", "2021-05-03"),
        ("No. 5", "No. 5"),
        ("1.2.3", "1.2.3"),
        ("isced3", "isced3"),
        ("y", "y"),
        ("=", "="),
    ],
)
def test_only_plain_numbers_truth_values_and_null_are_typed(written: str, meant: object) -> None:
    value = data(f"a: {written}\n")
    assert value == {"a": meant}
    assert isinstance(value, dict)
    assert type(value["a"]) is type(meant)


@pytest.mark.parametrize("word", ["yes", "No", "ON", "off", "True", "FALSE"])
def test_words_that_tools_read_as_truth_values_are_refused(word: str) -> None:
    assert parsed(f"a: {word}\n")[1] == ["1:4 Y004"]
    assert data(f'a: "{word}"\n') == {"a": word}


@pytest.mark.parametrize("number", ["012", "0x1F", "1e5", "1_000", "1:30", "+5", ".5", "5.", ".inf", ".nan", "9" * 30])
def test_numbers_that_tools_read_differently_are_refused(number: str) -> None:
    assert parsed(f"a: {number}\n")[1] == ["1:4 Y008"]


def test_places_count_characters_from_one_in_a_file_with_letters_of_many_bytes() -> None:
    document, problems = parsed("məktəb: [ə, 'ı', {ş: ğ}]\nson: |\n  mətn\n")
    assert document is not None
    assert problems == []
    assert str(document.place(("məktəb", 2, "ş"))) == "f.yaml:1:22"
    assert str(document.key_place(("məktəb", 2, "ş"))) == "f.yaml:1:19"
    assert str(document.place(("məktəb", 7))) == "f.yaml:1:9"
    assert document.place(("son",)).line == 2


def test_every_duplicate_key_of_a_file_is_told_and_the_first_value_stays() -> None:
    document, problems = parsed("a: 1\nb: {c: 1, c: 2}\na: {d: 1}\nb: 3\n")
    assert problems == ["2:11 Y002", "3:1 Y002", "4:1 Y002"]
    assert document is not None
    assert document.data == {"a": 1, "b": {"c": 1}}
    assert not document.is_sound


def test_ten_thousand_laughs_cost_nothing() -> None:
    laughs = "a: &a [x,x]\n" + "".join(f"b{n}: &b{n} [*a,*a,*a,*a,*a,*a,*a,*a]\n" for n in range(1000))
    start = time.perf_counter()
    problems = parsed(laughs)[1]
    assert time.perf_counter() - start < 2
    assert {problem.split()[1] for problem in problems} == {"Y003", "Y001"}


def test_nesting_ends_at_the_limit() -> None:
    fits = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert parsed(fits)[1] == []
    assert parsed(f"[{fits}]")[1] == [f"1:{MAX_DEPTH + 1} Y006"]
    assert parsed("[" * 100_000)[1][0].endswith("Y006")


def test_a_file_over_a_million_bytes_is_not_parsed() -> None:
    assert parsed("a: " + "ə" * 600_000)[1] == ["1:1 Y006"]


def test_only_our_part_of_a_foreign_file_is_judged() -> None:
    text = "x: &x !!python/name:os.system\ny: [*x, yes]\nextra:\n  other: no\n  ours: {a: yes, b: 1}\n"
    document, problems = parsed(text, part=("extra", "ours"))
    assert problems == ["5:13 Y004"]
    assert document is not None
    assert document.place(("extra", "ours", "b")).column == 21


def test_front_matter_keeps_the_lines_of_its_file() -> None:
    assert parsed("a: 1\nb: yes\n", first_line=2)[1] == ["3:4 Y004"]


def test_a_long_row_of_invisible_characters_is_told_fifty_times() -> None:
    assert len(parsed("a: '" + "\u200b" * 5000 + "'\n")[1]) == 50


TEXTS = st.text(st.characters(codec="utf-8"), max_size=60)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.from_regex(r"[a-zA-Zə ]{0,20}", fullmatch=True),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), VALUES))
def test_what_json_says_is_read_as_json_means_it(value: dict[str, object]) -> None:
    """JSON is YAML: quoted keys and texts, so nothing is left to guess."""
    assert data(json.dumps(value, ensure_ascii=False)) == value


@given(TEXTS)
def test_no_text_makes_the_parser_raise(text: str) -> None:
    parsed(text)


SPECIAL = "a:[]{}&*!|>'\"%@`\n\t #-,?\x00\u202e"
SEED = "a: &x 1\nb: [*x, {c: 'd', \"e\\n\": |\n f}]\n? [k]\n: !t yes\n<<: 012\n---\n# ə\n"


@given(
    st.lists(
        st.tuples(st.integers(0, len(SEED)), st.integers(0, 9), st.text(SPECIAL, max_size=4)),
        max_size=5,
    )
)
def test_no_mutation_makes_the_parser_raise(edits: list[tuple[int, int, str]]) -> None:
    text = SEED
    for start, length, new in edits:
        text = text[:start] + new + text[start + length :]
    document, problems = parsed(text)
    assert document is not None or problems
