"""What paper cannot draw is told before somebody prints it."""

from __future__ import annotations

import pytest

from generator.model.output import PrintDocument
from generator.write.fonts import MOST_TOLD, installed_fonts, undrawn_letters


def told(*documents: tuple[str, str, str]) -> list[tuple[str, str]]:
    found = undrawn_letters(
        (PrintDocument(path, html, language) for path, language, html in documents), installed_fonts()
    )
    return [(problem.place.path, problem.message) for problem in found]


@pytest.mark.parametrize(
    "text", ["Əlçatan İnternet, ığışəçöü", "Съешь же ещё", "საქართველო", "العربية", "עברית", "Հայերեն", "−5 № ₼"]
)
def test_the_alphabets_of_our_neighbours_are_drawn(text: str) -> None:
    assert told(("a.pdf", "az", f"<p>{text}</p>")) == []


def test_a_letter_without_font_is_told_with_its_document_and_code() -> None:
    ((path, message),) = told(("a.pdf", "az", "<p>Salam</p>"), ("b.pdf", "az", "<p>\U0001f9ff</p>"))

    assert path == "b.pdf"
    assert "U+1F9FF" in message


def test_each_language_is_told_once() -> None:
    """A language without font would otherwise be told at every document and letter."""
    many = "".join(map(chr, range(0x13000, 0x13000 + MOST_TOLD + 5)))  # hieroglyphs
    found = told(("a.pdf", "zh", many), ("b.pdf", "zh", many), ("c.pdf", "ja", many))

    assert [path for path, _ in found] == ["a.pdf", "c.pdf"]
    assert "and 5 more" in found[0][1]


def test_signs_without_shape_need_no_font() -> None:
    assert told(("a.pdf", "fa", "a\u200c\u200d\u200e\u2066b\u00ad\ufe0f\n")) == []
