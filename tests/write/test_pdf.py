"""The door to WeasyPrint."""

import io
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import page
import pikepdf
import pytest

from generator.write import pdf
from generator.write.pdf import (
    PdfJob,
    PdfRefusedError,
    PdfTimeoutError,
    pdf_key,
    pdf_unavailable,
    render_job,
    render_pdf,
)

SAMPLE = "Bütün şagirdlər üçün: Əlçatan İnternet, ığışəçöü. Съешь же ещё этих мягких булок. −5"
DOCUMENT = """<!DOCTYPE html><html lang="az"><head><title>Sınaq</title><link rel="stylesheet" href="base.css"></head>
<body><h1>Güzgü</h1><p>{}</p></body></html>"""


@pytest.fixture
def styles(tmp_path: Path) -> Path:
    folder = tmp_path / "print"
    folder.mkdir()
    (folder / "base.css").write_text('html { font-family: "Noto Sans", "Noto Sans Math"; }', encoding="utf-8")
    (tmp_path / "secret.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    return folder


def fonts_in(content: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(content)) as document:
        fonts = [obj for obj in document.objects if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/Font"]
        return {str(font.BaseFont).split("+")[-1] for font in fonts}


def test_pdfs_can_be_made_here() -> None:
    assert pdf_unavailable() is None


def test_the_pdf_knows_its_language_and_title(styles: Path) -> None:
    with pikepdf.open(io.BytesIO(render_pdf(DOCUMENT.format(SAMPLE), styles))) as document:
        assert str(document.Root.Lang) == "az"
        assert str(document.docinfo["/Title"]) == "Sınaq"
        assert "/CreationDate" not in document.docinfo


def test_the_pdf_keeps_the_rules_of_pdf_ua(styles: Path) -> None:
    report = page.validate_pdf_bytes(render_pdf(DOCUMENT.format(SAMPLE), styles), profile="ua1")

    assert report.is_compliant, report.failures


def test_all_letters_are_drawn_by_embedded_noto_fonts(styles: Path) -> None:
    names = fonts_in(render_pdf(DOCUMENT.format(SAMPLE), styles))

    assert names
    assert all(name.startswith("Noto-Sans") for name in names)


def test_two_processes_make_the_same_bytes(styles: Path) -> None:
    job = PdfJob("x.pdf", DOCUMENT.format(SAMPLE), "az", styles)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        elsewhere = pool.submit(render_job, job).result()

    assert elsewhere == render_job(job)
    assert isinstance(elsewhere[1], bytes)


@pytest.mark.parametrize(
    "content",
    [
        '<img alt="x" src="file:///etc/hostname">',
        '<img alt="x" src="../secret.svg">',
        '<img alt="x" src="http://127.0.0.1:9/x.png">',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<a rel="attachment" href="file:///etc/hostname">x</a>',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/hostname"/></svg>',
        "<img alt=\"x\" src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/hostname'/></svg>\">",
        '<p style="background: url(https://example.org/x.png)">x</p>',
        '<style>@import "../other.css"; @font-face { font-family: x; src: url(file:///etc/hostname) }</style>',
        '<object data="file:///etc/hostname"></object>',
        '<embed src="//example.org/x">',
    ],
)
def test_a_document_cannot_reach_beyond_the_print_folder(styles: Path, content: str) -> None:
    with pytest.raises(PdfRefusedError):
        render_pdf(DOCUMENT.format(content), styles)


def test_a_link_out_of_the_print_folder_is_followed_nowhere(styles: Path) -> None:
    (styles / "out.svg").symlink_to(styles.parent / "secret.svg")

    with pytest.raises(PdfRefusedError):
        render_pdf(DOCUMENT.format('<img alt="x" src="out.svg">'), styles)


def test_a_job_that_fails_says_why_instead_of_raising(styles: Path) -> None:
    path, reason = render_job(PdfJob("x.pdf", DOCUMENT.format('<img alt="x" src="/etc/hostname">'), "az", styles))

    assert path == "x.pdf"
    assert isinstance(reason, str)
    assert "/etc/hostname" in reason


def test_a_job_that_takes_too_long_is_stopped(styles: Path) -> None:
    slow = DOCUMENT.format("<p>x</p>" * 20_000)
    started = time.process_time()

    _, reason = render_job(PdfJob("x.pdf", slow, "az", styles, seconds=0.2))

    assert isinstance(reason, str)
    assert "more than 0.2 seconds" in reason
    assert time.process_time() - started < 10
    assert issubclass(PdfTimeoutError, pdf.PdfError)


def test_a_document_nested_too_deep_is_told_and_not_raised(styles: Path) -> None:
    _, reason = render_job(PdfJob("x.pdf", DOCUMENT.format("<div>" * 3000), "az", styles))

    assert isinstance(reason, str)


def test_the_key_changes_with_everything_that_changes_the_bytes(styles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [pdf_key("a", styles), pdf_key("b", styles)]
    (styles / "base.css").write_text("p { color: red }", encoding="utf-8")
    keys.append(pdf_key("a", styles))
    monkeypatch.setattr(pdf, "font_digest", lambda: "other fonts")
    keys.append(pdf_key("a", styles))

    assert len(set(keys)) == 4


def test_a_machine_without_fonts_is_told_and_not_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "installed_fonts", lambda: ())

    assert "Noto Sans Regular" in (pdf_unavailable() or "")


def test_a_machine_without_pango_is_told_and_not_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise OSError("cannot load library 'libpango'")

    monkeypatch.setattr(pdf, "_weasyprint", fails)

    assert "libpango" in (pdf_unavailable() or "")
