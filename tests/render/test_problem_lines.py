"""Problems as a comment on a pull request: short, whole, and harmless whatever a file says."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.model.problem import CODES, Place, Problem, Severity
from generator.render.problem_lines import MAX_CELL, MAX_FILES, MAX_ROWS, markdown_comment
from tests.hostile_strings import FAMILIES

COMMENT_LIMIT = 65_536
"""How many characters the code host takes."""
MARKDOWN = MarkdownIt("commonmark").enable("table")
HOSTILE = (
    *sorted({text for family in FAMILIES.values() for text in family}),
    *("@everyone look", "org/repo#12 and #12", "www.example.com", "https://example.com", "someone@example.com"),
    *("a | b |\n|---|---|", "`code` ``` and ` |", "\\", "\\| \\`", "`", " ", "|", "```\n"),
    *("![x](https://example.com/x.png)", "<!-- hidden -->"),
)


def problem(
    message: str = "Wrong.", path: str = "a.po", line: int = 1, code: str = "T016", remedy: str = ""
) -> Problem:
    return Problem(Place(path, line, 8), code, message, remedy, CODES[code].severity)


def cells(comment: str) -> Iterator[list[Token]]:
    """What stands in each cell of each table."""
    tokens = MARKDOWN.parse(comment)
    for before, token in itertools.pairwise(tokens):
        if before.type == "td_open":
            yield token.children or []


def test_a_comment_says_how_many_and_where() -> None:
    told = [problem("Lost {count}.", "b.po", 7, "T004", "Put it back."), problem("Other numbers."), problem("Too.")]
    assert markdown_comment(told) == (
        "1 error, 2 warnings.\n"
        "\n"
        "| File | Found |\n"
        "|---|---|\n"
        "| `b.po` | 1 error |\n"
        "| `a.po` | 2 warnings |\n"
        "\n"
        "| Place | Code | What is wrong | What to do |\n"
        "|---|---|---|---|\n"
        "| `b.po:7:8` | **T004** | `Lost {count}.` | `Put it back.` |\n"
        "| `a.po:1:8` | T016 | `Other numbers.` |  |\n"
        "| `a.po:1:8` | T016 | `Too.` |  |"
    )


def test_no_problem_is_said_in_words() -> None:
    assert markdown_comment([]) == "No problems were found."


def test_errors_stand_before_warnings() -> None:
    """A long list ends somewhere."""
    told = [problem(line=line) for line in range(1, MAX_ROWS + 10)] + [problem("Lost.", "z.po", code="T004")]
    rows = [line for line in markdown_comment(told).splitlines() if ":8`" in line]
    assert "**T004**" in rows[0]


def test_a_long_list_is_cut_and_the_rest_is_counted() -> None:
    told = [problem(path=f"{number}.po") for number in range(1_234)]
    lines = markdown_comment(told).splitlines()
    assert sum(":1:8`" in line for line in lines) == MAX_ROWS
    assert f"| {1_234 - MAX_FILES:,} more files | {1_234 - MAX_FILES:,} warnings |" in lines
    assert lines[-1].startswith(f"{1_234 - MAX_ROWS:,} more are not listed here")


def test_the_longest_comment_is_one_that_the_code_host_takes() -> None:
    told = [problem("ə" * 9_999, "p" * 999 + str(number), code="T004", remedy="щ" * 9_999) for number in range(999)]
    assert len(markdown_comment(told).encode()) < COMMENT_LIMIT


def holds(text: str) -> None:
    """A comment on a problem with this text has its tables whole, and the text nowhere but in code."""
    comment = markdown_comment([problem(text, text, code="T004", remedy=text), problem()])
    found = list(cells(comment))
    assert len(found) == 2 * 2 + 2 * 4
    for children in found:
        assert {token.type for token in children} <= {"code_inline", "text", "strong_open", "strong_close"}
        shown = "".join(token.content for token in children if token.type == "text")
        assert re.fullmatch(r"(T\d{3}|1 error|1 warning)?", shown), shown
    assert sum(token.type == "table_open" for token in MARKDOWN.parse(comment)) == 2


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_code_in_its_cell(text: str) -> None:
    """No person is named, nothing is linked, no row is broken."""
    holds(text)


@given(st.text(st.sampled_from("`|\\\n\r\t @#<>[]()*_!a:/\u202e\u2028\x85"), max_size=20))
def test_no_text_leaves_its_cell(text: str) -> None:
    holds(text)


def test_what_cannot_be_seen_is_named() -> None:
    assert "`a U+202Eb`" in markdown_comment([problem("a \u202eb")])


def test_a_long_message_is_cut() -> None:
    (row,) = [line for line in markdown_comment([problem("x" * 999)]).splitlines() if "T016" in line]
    assert f"`{'x' * (MAX_CELL - 3)}...`" in row


def test_every_severity_has_its_word() -> None:
    """`1 error`, `2 warnings`: the comment's sentence is made of them."""
    assert [str(each) for each in Severity] == ["error", "warning"]
