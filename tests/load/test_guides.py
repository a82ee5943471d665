"""Guides: what is code is left alone, what is a link is found at its place."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.load.markdown_lines import check_constructs, links, without_code
from generator.load.readability import hard_to_read
from generator.load.suggestions import did_you_mean
from generator.model.problem import ProblemLog


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[a](b.md)", [("b.md", 1, 5)]),
        ("![a](b.png 'title') and [c](<d e.md>)", [("b.png", 1, 6), ("d e.md", 1, 30)]),
        ("[a](b_(c).md)", [("b_(c).md", 1, 5)]),
        ("`[a](b.md)` and ``[`](c.md)``", []),
        ("```\n[a](b.md)\n```\n[c](d.md)", [("d.md", 4, 5)]),
        ("~~~~\n```\n[a](b.md)\n~~~~", []),
        ("[a]: b.md\n\n<https://example.org>", [("b.md", 1, 6), ("https://example.org", 3, 2)]),
        ("a [b]() c", [("", 1, 7)]),
    ],
)
def test_links_are_found_outside_of_code(body: str, expected: list[tuple[str, int, int]]) -> None:
    assert [tuple(link) for link in links(body, 1)] == expected


@pytest.mark.parametrize("html", ["<b>", "</p>", "<img/>", "<!-- x -->", "<svg onload=x>", "<?php", "<iframe\n>"])
def test_html_is_found(html: str) -> None:
    log = ProblemLog()
    check_constructs(f"Text {html} text\n", "g.md", 3, log)
    assert [(problem.code, problem.place.line) for problem in log.problems] == [("G003", 3)]


@pytest.mark.parametrize("text", ["1 < 2 and 3 > 2", "<https://example.org>", "<me@example.org>", "`<b>`", "x <- y"])
def test_what_is_no_html_is_no_html(text: str) -> None:
    log = ProblemLog()
    check_constructs(text, "g.md", 1, log)
    assert [problem.code for problem in log.problems] == []


def test_an_attribute_list_cannot_carry_a_script() -> None:
    log = ProblemLog()
    check_constructs('A paragraph\n{: onclick="alert(1)" }\n', "g.md", 1, log)
    assert [str(problem.place) for problem in log.problems] == ["g.md:2:4"]


@given(st.text("`ab ", max_size=40))
def test_blanking_code_keeps_columns(line: str) -> None:
    assert len(without_code(line)) == len(line)


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_no_body_makes_the_checks_raise(body: str) -> None:
    check_constructs(body, "g.md", 1, ProblemLog())
    list(links(body, 1))


@pytest.mark.parametrize("marks", ["-", "=", "{", "{ ", "#", "> ", "`", "["])
def test_a_very_long_line_of_marks_is_checked_at_once(marks: str) -> None:
    """Time grows with the length, not with its square: a file of a megabyte would take a minute."""
    started = time.process_time()
    check_constructs(f"a\n{marks * 300_000}", "g.md", 1, ProblemLog(), top_heading=4)
    assert time.process_time() - started < 3


def test_a_statement_of_one_short_sentence_is_easy() -> None:
    assert hard_to_read("We use tablets, e.g. for maths, at school.") == ""
    assert hard_to_read("Is it useful?") == ""
    assert hard_to_read("I like it. It works.") == "it has 2 sentences"
    assert hard_to_read("word " * 23) == "it has 23 words, more than 22"


def test_a_remedy_names_the_nearest_word_or_the_few_there_are() -> None:
    assert did_you_mean("agrement", ["agreement", "frequency"]) == "Did you mean 'agreement'?"
    assert did_you_mean("xyz", ["b", "a"]) == "Known: a, b."
    assert did_you_mean("xyz", [f"word{n}" for n in range(20)]) == ""
    assert did_you_mean("x", []) == ""
