"""Fillable PDFs: every field drawn in an embedded font, and letters that people type drawn in it too."""

from __future__ import annotations

import io
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.write.fonts import TEXT_FAMILIES, TYPED_LETTERS, installed_fonts, missing_letters
from generator.write.pdf import PdfJob, pdf_key, render_job, render_pdf
from generator.write.pdf_form import broken_lines

LETTERS = "Əlçatan ığışəçöü. Щука же ещё. 5 ₼ № −"
TYPED = "ığış Əə Щука ещё ₼"
FORM = """<!DOCTYPE html><html lang="az"><head><title>Forma</title><style>
html {{ font: 10pt "Noto Sans", "Noto Sans Math" }}
textarea, select {{ display: block; width: 100mm; height: 30mm; border: 0; font: 10pt "Noto Sans"; visibility: hidden;
  white-space: pre-wrap; text-indent: 0 }}
</style></head><body><h1>Forma</h1><p>Bütün</p><textarea name="text" title="Mətn">{}</textarea>
<select name="choice" title="Seçim"><option value="">-</option><option value="a" selected>Ə sahəsi</option></select>
</body></html>"""


@pytest.fixture
def styles(tmp_path: Path) -> Path:
    return tmp_path


def fields_of(content: bytes) -> tuple[bool, dict[str, tuple[str, str, bool]]]:
    """Whether readers must draw the fields; and value, name for screen readers and whether it is drawn, by field."""
    with pikepdf.open(io.BytesIO(content)) as document:
        form = document.Root.AcroForm
        fields = {str(field.T): (str(field.V), str(field.TU), "/AP" in field) for field in form.Fields}
        return bool(form.NeedAppearances), fields


def ink(content: bytes, typed: str = "") -> int:
    """How much black PDFium puts on the page, after somebody typed into the first field."""
    with pypdfium2.PdfDocument(content) as document:
        document.init_forms()
        sheet, form = document[0], document.formenv.raw
        if typed:
            x, y = 150.0, sheet.get_height() - 140
            pypdfium2.raw.FORM_OnLButtonDown(form, sheet.raw, 0, x, y)
            pypdfium2.raw.FORM_OnLButtonUp(form, sheet.raw, 0, x, y)
            for letter in typed:
                pypdfium2.raw.FORM_OnChar(form, sheet.raw, ord(letter), 0)
            pypdfium2.raw.FORM_ForceToKillFocus(form)
        bitmap = sheet.render(scale=2, may_draw_forms=True, grayscale=True)
        return sum(255 - shade for shade in bytes(bitmap.buffer))


def test_input_elements_become_fields_with_names_and_values(styles: Path) -> None:
    _, fields = fields_of(render_pdf(FORM.format("Salam\nsabah"), styles, is_form=True))

    assert fields["text"][:2] == ("Salam\nsabah", "Mətn")
    assert fields["choice"][:2] == ("a", "Seçim")


def test_a_document_that_is_no_form_has_no_fields(styles: Path) -> None:
    with pikepdf.open(io.BytesIO(render_pdf(FORM.format("Salam"), styles))) as document:
        assert "/AcroForm" not in document.Root


def test_every_field_is_drawn_so_that_no_reader_needs_to(styles: Path) -> None:
    needs_drawing, fields = fields_of(render_pdf(FORM.format(LETTERS.replace("−", "")), styles, is_form=True))

    assert not needs_drawing
    assert all(is_drawn for _, _, is_drawn in fields.values())


def test_what_is_drawn_are_the_letters_of_the_value(styles: Path) -> None:
    empty, filled, longer = (render_pdf(FORM.format(text), styles, is_form=True) for text in ("", "ə", "ə ə ə"))

    assert ink(empty) < ink(filled) < ink(longer)


def test_a_field_with_other_letters_is_left_to_the_reader(styles: Path) -> None:
    needs_drawing, fields = fields_of(render_pdf(FORM.format("გამარჯობა"), styles, is_form=True))

    assert needs_drawing
    assert not fields["text"][2]
    assert fields["choice"][2]


def test_typed_letters_are_drawn_in_the_font_of_the_form(styles: Path) -> None:
    """PDFium, Chrome's reader, draws them elsewhere in a font of the machine, or not at all."""
    typed = ink(render_pdf(FORM.format(""), styles, is_form=True), TYPED)
    filled = ink(render_pdf(FORM.format(TYPED), styles, is_form=True))
    empty = ink(render_pdf(FORM.format(""), styles, is_form=True))

    assert filled > empty
    assert typed - empty == pytest.approx(filled - empty, rel=0.002)


def test_a_form_is_small_although_its_font_has_all_letters_that_people_type(styles: Path) -> None:
    content = render_pdf(FORM.format("a"), styles, is_form=True)

    assert len(content) < 60_000
    assert missing_letters(TYPED_LETTERS, installed_fonts(), TEXT_FAMILIES[:1]) == ""
    assert set("əƏığİşçöüĞ₼№ЩёЁіЇґӘқ") <= set(TYPED_LETTERS)


def test_a_form_keeps_the_rules_of_pdf_ua(styles: Path) -> None:
    report = page.validate_pdf_bytes(render_pdf(FORM.format(LETTERS), styles, is_form=True), profile="ua1")

    assert report.is_compliant, report.failures


def test_a_form_is_the_same_bytes_every_time_and_another_pdf_than_the_document(styles: Path) -> None:
    job = PdfJob("x.pdf", FORM.format(LETTERS), "az", styles, is_form=True)

    assert render_job(job) == render_job(job)
    assert render_job(job)[1] == render_pdf(job.html, styles, is_form=True)
    assert pdf_key("a", styles, is_form=True) != pdf_key("a", styles)


WORDS = st.text(alphabet="ab  ə\n", max_size=60)


@given(WORDS, st.integers(1, 20))
def test_lines_hold_every_letter_in_order_and_are_never_too_long(text: str, width: int) -> None:
    lines = broken_lines(text, width, lambda _: 1.0)

    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(len(line) <= width for line in lines)


def test_lines_break_at_spaces_and_keep_the_breaks_of_the_text() -> None:
    assert broken_lines("eins zwei\ndrei", 6, lambda _: 1.0) == ("eins", "zwei", "drei")
    assert broken_lines("eins zwei\ndrei", 9, lambda _: 1.0) == ("eins zwei", "drei")
    assert broken_lines("abcdefgh ij", 3, lambda _: 1.0) == ("abc", "def", "gh", "ij")
