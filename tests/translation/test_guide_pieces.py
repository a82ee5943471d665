"""Guides are cut into texts and structure."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.translation.guide_pieces import PieceKind, cut

GUIDES = sorted(Path("content/guides").glob("*.md"))
FRAGMENTS = [
    "a", "word. ", "\n", "\n\n", "    ", "  ", "\t", "# ", "## H {#x}", "- ", "* ", "1. ", "[ ] ", "> ", "| ",
    "|---|\n",
    "`", "```\n", "~~~\n", "!!! note", '!!! tip "T"\n', '??? a "b"', '=== "Tab"\n', ":   ", "[^1]: ", "*[AB]: ",
    "[r]: u",
    "---", "===\n", "{: .x }", "<div>", "<!-- ", "\\", "\\|", "  \n", "\r\n", "ə", "5", "[t](u)", "\u2028", "\x0c",
]  # fmt: skip


def texts(body: str) -> list[tuple[PieceKind, int, str]]:
    """Kind, line and message of what is translated."""
    return [(piece.kind, piece.line, piece.message) for piece in cut(body) if piece.message]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
def test_joined_pieces_are_the_guide_byte_for_byte(body: str) -> None:
    """Whatever the Markdown, nothing is lost or changed."""
    assert "".join(piece.text for piece in cut(body)) == body


@given(st.text(max_size=200))
def test_any_text_can_be_cut(body: str) -> None:
    """No text makes the segmenter fail."""
    assert "".join(piece.text for piece in cut(body)) == body


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
def test_a_message_stands_on_the_line_it_names(body: str) -> None:
    """The line number of a piece is the line on which its first character stands."""
    line = 1
    for piece in cut(body):
        assert piece.line == line or not piece.text
        line += piece.text.count("\n")


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_the_projects_guides_survive_cutting(path: Path) -> None:
    """The guides of this project come back byte for byte, and have texts."""
    body = path.read_text(encoding="utf-8")
    assert "".join(piece.text for piece in cut(body)) == body
    assert texts(body)


def test_a_heading_is_its_text_without_marks_and_attributes() -> None:
    """Number signs and attribute lists are structure."""
    pieces = [piece for piece in cut("# One\n\n### Two words ### \n\n## Three { #three .x }\n") if piece.message]
    assert [(piece.message, piece.line, piece.attributes) for piece in pieces] == [
        ("One", 1, ""),
        ("Two words", 3, ""),
        ("Three", 5, "#three .x"),
    ]


def test_an_underlined_heading_is_a_heading() -> None:
    """The other way of writing a heading."""
    assert texts("Title\n=====\n\nSub { #s }\n---\n") == [
        (PieceKind.HEADING, 1, "Title"),
        (PieceKind.HEADING, 4, "Sub"),
    ]


def test_a_paragraph_of_several_lines_is_one_message_on_one_line() -> None:
    """Lines of a paragraph are joined by single spaces."""
    assert texts("\nOne\n   two  three\nfour.\n\nFive.") == [
        (PieceKind.PARAGRAPH, 2, "One two  three four."),
        (PieceKind.PARAGRAPH, 6, "Five."),
    ]


def test_a_hard_line_break_separates_messages() -> None:
    """Two spaces or a backslash at the end of a line are structure."""
    assert [text for _, _, text in texts("One  \ntwo\\\nthree")] == ["One", "two", "three"]


def test_list_items_are_messages_at_every_depth() -> None:
    """Bullets, numbers, boxes to tick and indentation are structure."""
    body = "- One\n    - Two\n      goes on\n        1. Three\n\n        Deep paragraph.\n- [ ] Four\n12. Five\n"
    assert texts(body) == [
        (PieceKind.LIST_ITEM, 1, "One"),
        (PieceKind.LIST_ITEM, 2, "Two goes on"),
        (PieceKind.LIST_ITEM, 4, "Three"),
        (PieceKind.PARAGRAPH, 6, "Deep paragraph."),
        (PieceKind.LIST_ITEM, 7, "Four"),
        (PieceKind.LIST_ITEM, 8, "Five"),
    ]


def test_every_cell_of_a_table_is_a_message_of_its_own() -> None:
    """Cells with digits or symbols only are left out; bars in code or after a backslash do not divide."""
    body = "| Name | n |\n|:---|---:|\n| A `a|b` c | 12 % |\n| d \\| e | – |\nlast | cell\n\nText."
    assert texts(body) == [
        (PieceKind.CELL, 1, "Name"),
        (PieceKind.CELL, 1, "n"),
        (PieceKind.CELL, 3, "A `a|b` c"),
        (PieceKind.CELL, 4, "d \\| e"),
        (PieceKind.CELL, 5, "last"),
        (PieceKind.CELL, 5, "cell"),
        (PieceKind.PARAGRAPH, 7, "Text."),
    ]


def test_the_title_and_the_body_of_a_box_are_messages() -> None:
    """Admonitions and collapsible blocks, with their content indented."""
    body = '!!! warning "Before you print"\n    Check it.\n\n    - Twice\n\n???+ note inline "More"\n    Text.\n'
    assert texts(body) == [
        (PieceKind.BOX_TITLE, 1, "Before you print"),
        (PieceKind.PARAGRAPH, 2, "Check it."),
        (PieceKind.LIST_ITEM, 4, "Twice"),
        (PieceKind.BOX_TITLE, 6, "More"),
        (PieceKind.PARAGRAPH, 7, "Text."),
    ]


def test_a_box_without_title_asks_for_the_title_that_would_be_printed() -> None:
    """Python-Markdown would print the English class name."""
    assert texts('!!! note\n    Text.\n\n!!! tip ""\n    Text two.\n') == [
        (PieceKind.DEFAULT_TITLE, 1, "Note"),
        (PieceKind.PARAGRAPH, 2, "Text."),
        (PieceKind.PARAGRAPH, 5, "Text two."),
    ]


def test_titles_and_texts_of_tabs_are_messages() -> None:
    """Tabs indent their content like boxes."""
    assert texts('=== "On paper"\n\n    Print it.\n\n=== "Online"\n\n    Open it.\n') == [
        (PieceKind.TAB_TITLE, 1, "On paper"),
        (PieceKind.PARAGRAPH, 3, "Print it."),
        (PieceKind.TAB_TITLE, 5, "Online"),
        (PieceKind.PARAGRAPH, 7, "Open it."),
    ]


def test_terms_and_definitions_are_messages() -> None:
    """A definition list."""
    assert texts("Term\n:   Meaning\n    goes on.\n\n    More.\n\nOther\n:   Else\n") == [
        (PieceKind.TERM, 1, "Term"),
        (PieceKind.DEFINITION, 2, "Meaning goes on."),
        (PieceKind.PARAGRAPH, 5, "More."),
        (PieceKind.TERM, 7, "Other"),
        (PieceKind.DEFINITION, 8, "Else"),
    ]


def test_footnotes_and_abbreviations_are_messages() -> None:
    """Their names are structure."""
    assert texts("[^1]: A note.\n\n*[CPD]: Learning at work\n") == [
        (PieceKind.FOOTNOTE, 1, "A note."),
        (PieceKind.DEFINITION, 3, "Learning at work"),
    ]


def test_a_quote_is_a_message_without_its_marks() -> None:
    """The marks of a quote are structure on every line."""
    assert texts("> One\n> two.\n>\n> Three.") == [
        (PieceKind.PARAGRAPH, 1, "One two."),
        (PieceKind.PARAGRAPH, 4, "Three."),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "```\ncode words\n\n## no heading\n```\n",
        "~~~~ python\n```\nwords\n~~~~\n",
        "    indented code\n\n    more words\n",
        "---\n",
        "[ref]: https://example.org Title words\n",
        "{: .some-class }\n",
        "`only_code`\n",
        "<!-- a comment\nof two lines -->\n",
        "<div class='x'>\nwords\n</div>\n",
        "12 %\n",
    ],
)
def test_what_is_no_text_for_readers_is_structure(body: str) -> None:
    """Code, rules, link addresses, attributes, comments and numbers are not translated."""
    assert texts(body) == []


def test_code_in_a_list_item_is_structure() -> None:
    """A fence or an indented block inside an item belongs to the item."""
    body = "- Item\n\n    ```\n    code words\n    ```\n\n        code words\n\n    Text.\n"
    assert [text for _, _, text in texts(body)] == ["Item", "Text."]
