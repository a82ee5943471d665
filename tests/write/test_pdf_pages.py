"""What the print page says of a PDF is read from the PDF."""

from __future__ import annotations

import io

import pikepdf
import pytest

from generator.render.paper import questionnaire_print
from generator.render.paper_kinds import PaperKind
from generator.write.late_pages import printed_file
from generator.write.pdf import pdf_unavailable, render_pdf
from generator.write.pdf_pages import page_count
from tests.conftest import ROOT
from tests.render.page_project import environment, questionnaires

STYLES = ROOT / "site_templates" / "print"
needs_pango = pytest.mark.skipif(pdf_unavailable() is not None, reason="no PDFs on this machine")


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


@needs_pango
@pytest.mark.parametrize("kind", [PaperKind.FORM, PaperKind.BOOKLET])
def test_pages_of_a_form_are_those_that_a_reader_of_pdfs_finds(kind: PaperKind) -> None:
    """A booklet's pages are sides of its sheets: what its printer counts."""
    document = questionnaire_print(environment(), questionnaires()["schools/2023"], "teachers", "isced3", kind)
    pdf = render_pdf(document.html, STYLES, sheet=document.sheet)

    assert page_count(pdf) == pages_of(pdf) > 0
    assert printed_file("form.pdf", pdf).sheets == page_count(pdf) // 2


@needs_pango
def test_bookmarks_are_no_pages() -> None:
    headings = "".join(f"<h1>{number}</h1><h2>again</h2>" for number in range(30))
    html = f'<html lang="en"><head><title>/Type /Pages /Count 9</title></head><body>{headings}</body></html>'
    pdf = render_pdf(html, STYLES)

    assert page_count(pdf) == pages_of(pdf) < 30


def test_what_is_no_pdf_of_ours_is_refused() -> None:
    with pytest.raises(ValueError, match="page tree"):
        page_count(b"%PDF-1.7\nnothing")


def test_a_file_that_is_no_pdf_has_a_size_and_no_pages() -> None:
    found = printed_file("form.txt", b"x" * 1001)

    assert (found.pages, found.sheets, found.kilobytes) == (0, 0, 2)
