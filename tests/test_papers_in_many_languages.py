"""Every kind of paper holds a language of long words, of another script, from right to left: whole, in our fonts.

And every kind keeps the rules of PDF/UA. The kinds come from tests/every_paper.py: a new one is tried without a new
line here.
"""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import lxml.html
import openpyxl
import page
import pikepdf
import pytest
import weasyprint

from generator.model.output import OutputFile, PrintDocument
from generator.render.locale_format import text_direction
from generator.render.paper_text import WIDTH
from generator.write.fonts import installed_fonts, undrawn_letters
from generator.write.pdf import PdfJob, render_job
from tests import every_paper
from tests.conftest import IS_NIGHTLY, ROOT
from tests.every_paper import ALIKE, FILES, PAPERS, document, every_listed_kind
from tests.printed_text import read_aloud, text_faults, unembedded_fonts
from tests.pseudo_site import LANGUAGES

pytestmark = pytest.mark.slow

STYLES = ROOT / "site_templates" / "print"
_OF_ONE_PAGE = (
    "words",
    "in-class",
    "invitation",
    "poster",
    "fullest poster",
    "code sheet",
    "code sheet of the ministry",
)
_OF_TWO = ("plan", "plan-example", "plan-begun", "action plan", "own action plan")
LONGEST = {**dict.fromkeys(_OF_ONE_PAGE, 1), **dict.fromkeys(_OF_TWO, 2)}
"""How many pages these papers may have, in any language."""
FIELDS = re.compile(r"<(textarea|select)\b.*?</\1>", re.DOTALL)
OTHER_SCRIPT = re.compile(r"[\u0590-\u06ff\u10a0-\u10ff]")
STYLE_SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
NOT_SAID = re.compile(r"<(svg|style|select|textarea)\b.*?</\1>", re.DOTALL)
DRAWN: Final = frozenset({"school report", "own report"})
"""Papers that leave out words beside drawings, since the table below has them."""
MADE_TWICE: Final = "tally-class"
"""The others are made twice nightly."""


@dataclass(frozen=True)
class Paper:
    """A paper of a kind in a language."""

    kind: str
    language: str
    document: PrintDocument
    content: bytes


def tried() -> Iterator[tuple[str, str]]:
    """Each kind in one language, from right to left and of long words in turn; nightly in all."""
    for number, kind in enumerate(kind for kind in PAPERS if IS_NIGHTLY or kind not in ALIKE):
        for each in LANGUAGES if IS_NIGHTLY else (LANGUAGES[number % 2],):
            yield kind, each


@functools.cache
def printed(kind: str, language: str) -> bytes:
    made = document(kind, language)
    _, content = render_job(PdfJob.of(made, STYLES))
    assert isinstance(content, bytes), content
    return content


@pytest.fixture(scope="module", params=tried(), ids="-".join)
def paper(request: pytest.FixtureRequest) -> Paper:
    kind, language = request.param
    return Paper(kind, language, document(kind, language), printed(kind, language))


def test_paper_is_whole_and_in_embedded_fonts(paper: Paper) -> None:
    assert list(undrawn_letters([paper.document], installed_fonts())) == []
    assert text_faults(paper.content) == []
    assert unembedded_fonts(paper.content) == []


def test_paper_keeps_the_rules_of_pdf_ua_and_says_title_and_language(paper: Paper) -> None:
    report = page.validate_pdf_bytes(paper.content, profile="ua1")

    assert report.is_compliant, [failure.message for failure in report.failures]
    with pikepdf.open(io.BytesIO(paper.content)) as opened:
        assert str(opened.Root.Lang) == paper.language
        assert str(opened.docinfo["/Title"])
        assert len(opened.pages) <= LONGEST.get(paper.kind, 99)
        with opened.open_outline() as outline:
            assert outline.root or len(opened.pages) == 1


def test_same_paper_has_the_same_bytes(paper: Paper) -> None:
    if paper.kind == MADE_TWICE or (IS_NIGHTLY and paper.language == LANGUAGES[0]):
        assert printed.__wrapped__(paper.kind, paper.language) == paper.content


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", FILES)
def test_paper_that_is_no_pdf_reads_in_its_direction(kind: str, language: str) -> None:
    made = every_paper.listed(language)[kind].make()
    assert isinstance(made, OutputFile)

    AS_FILE[made.path.rpartition(".")[2]](made.content, language)


def _text_in_lines(content: bytes, _language: str) -> None:
    assert max(map(len, content.decode().splitlines())) <= WIDTH


def _first_column_where_reading_begins(content: bytes, language: str) -> None:
    is_rtl = text_direction(language) == "rtl"

    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        assert bool(sheet.sheet_view.rightToLeft) == is_rtl, sheet.title


AS_FILE: Final[dict[str, Callable[[bytes, str], None]]] = {
    "txt": _text_in_lines,
    "xlsx": _first_column_where_reading_begins,
}


def test_every_kind_that_is_listed_is_tried() -> None:
    """Whatever is listed for the site, or for a school that asks everybody; so is what the print page has words for."""
    named = set(every_paper.named_kinds())

    assert set(every_listed_kind()) <= {*PAPERS, *FILES}
    assert named <= {*PAPERS, *FILES}
    assert named


def test_every_template_of_a_document_is_tried() -> None:
    """A document is known by its style sheets: no two kinds have the same."""
    wanted = set()
    for path in (ROOT / "site_templates" / "print").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        sheets = STYLE_SHEET.findall(text)
        if "{% extends 'print/document.html' %}" in text:
            wanted.add(("base.css", *sheets))
        elif len(sheets) > 1:  # a frame of its own
            wanted.add(tuple(sheets))
    found = {tuple(STYLE_SHEET.findall(document(kind, language).html)) for kind, language in tried()}

    assert len(wanted) > 10
    assert wanted <= found


def test_paper_is_read_aloud_as_it_is_written(paper: Paper) -> None:
    """Word for word, but for the heads of tables, which are read again on the next page. Forms are tested in
    tests/render/test_paper.py; where letters run to the left, the PDF holds them from left to right.
    """
    if text_direction(paper.language) == "ltr" and paper.document.sheet is None and paper.kind not in DRAWN:
        body = written(paper.document.html)
        heads = re.compile("|".join(sorted({letters(head.text_content()) for head in body.iter("thead")}) or ["$"]))

        assert heads.sub("", letters(read_aloud(paper.content))) == heads.sub("", letters(body.text_content()))


def written(html: str) -> Any:
    """The body of a document, without what is drawn, typed or stands below every page."""
    body = lxml.html.document_fromstring(NOT_SAID.sub("", html)).find("body")
    for footer in body.find_class("page-footer"):
        footer.drop_tree()
    return body


def letters(text: str) -> str:
    """Without numbers and marks, which lists add, and without names in Arabic."""
    return re.sub(r"[\W\d_\u0600-\u06ff]", "", text)


def dots_rows(html: str) -> Iterator[dict[str, tuple[float, float]]]:
    """The sides of what stands in each row of dots, by class."""
    for each in weasyprint.HTML(string=html, base_url=f"{STYLES.as_uri()}/").render().pages:
        for row in each._page_box.descendants():
            if row.element is not None and row.element.get("class") == "gz-dots-row":
                parts = [each for each in row.descendants() if each.element is not None and each.element.get("class")]
                yield {each.element.get("class").split()[0]: sides(each) for each in parts}


def sides(box: Any) -> tuple[float, float]:
    """Where a box begins and ends, from the left edge of the page."""
    return box.position_x + box.margin_left, box.position_x + box.margin_left + box.width


@pytest.mark.parametrize("language", LANGUAGES if IS_NIGHTLY else LANGUAGES[:1])
def test_a_drawing_stands_beside_its_name_and_not_over_it(language: str) -> None:
    """Whichever side a script begins at."""
    rows = list(dots_rows(document("own report", language).html))

    assert rows
    for row in rows:
        (name_left, name_right), (left, right) = row["gz-bar-group"], row["drawing"]
        assert name_right <= left + 1 or right <= name_left + 1


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "de"])
def test_what_a_field_cannot_show_is_printed(language: str) -> None:
    """Readers of PDFs leave a field empty whose letters its font has not."""
    html = document("action plan", language).html
    filled = "".join(found[0] for found in FIELDS.finditer(html))
    values = re.sub(r'title="[^"]*"', "", filled)

    assert OTHER_SCRIPT.findall(values) == []
    assert len(OTHER_SCRIPT.findall("".join(re.findall(r'class="box printed">(.*?)</div>', html, re.DOTALL)))) > 100


def written_boxes(html: str) -> dict[str, float]:
    """How high the boxes of a plan's first page are, by the class of what belongs into them, in CSS pixels."""
    first = weasyprint.HTML(string=html, base_url=f"{STYLES.as_uri()}/").render().pages[0]._page_box
    fields = [box for box in first.descendants() if box.element is not None and "field" in kinds_of(box)]
    found = {}
    for number, field in enumerate(fields):
        found[f"{number} {' '.join(kinds_of(field))}"] = max(
            box.border_height() for box in field.descendants() if box.element is not None and "box" in kinds_of(box)
        )
    return found


def kinds_of(box: Any) -> list[str]:
    return str(box.element.get("class") or "").split()


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "de"])
@pytest.mark.parametrize("kind", ["plan", "plan-example"])
def test_a_box_is_as_high_in_letters_that_fields_do_not_show(kind: str, language: str) -> None:
    """There its text is printed, or a pen writes it."""
    drawn, typed = written_boxes(document(kind, language).html), written_boxes(document(kind, "en").html)

    assert len(typed) == 7
    assert drawn.keys() == typed.keys()
    assert all(drawn[field] >= typed[field] - 2 for field in typed)


def test_a_field_shows_letters_that_few_people_type() -> None:
    """Those of the accented language: nothing is left for the reader of the PDF to draw."""
    with pikepdf.open(io.BytesIO(printed("action plan", "de"))) as opened:
        assert not opened.Root.AcroForm.get("/NeedAppearances")
        fields = [each for each in opened.Root.AcroForm.Fields if len(str(each.get("/V", ""))) > 20]
        assert fields
        assert all("/AP" in each for each in fields)
