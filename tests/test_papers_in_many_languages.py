"""Every kind of paper holds a language of long words, of another script, from right to left: whole, in our fonts."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import weasyprint

from generator.compute.publication import publish
from generator.load.project import load_project
from generator.model.catalogue import Domain
from generator.model.output import PrintDocument
from generator.render.code_sheets import CodeSheet, code_sheet
from generator.render.edition import Edition, edition_in
from generator.render.paper import questionnaire_print
from generator.render.review_document import review_print
from generator.render.school_reports import own_reports, public_reports
from generator.translation.review import review
from generator.write.code_vault import open_vault
from generator.write.fonts import installed_fonts, undrawn_letters
from generator.write.pdf import PdfJob, render_job
from tests.conftest import IS_NIGHTLY, ROOT
from tests.printed_text import text_faults
from tests.pseudo_site import LANGUAGES, ROUND, SCHOOL, make_pseudo_project

STYLES = ROOT / "site_templates" / "print"
ROWS = 8
CONTACT = "Aynur Məmmədova, example@example.org"
LONGEST = {"code sheet": 1, "action plan": 2}
"""How many pages these papers may have, in any language."""
NIGHTLY = frozenset({("school report", "ar"), ("own report", "ar"), ("own report", "de")})
"""Long papers that differ little from each other; one in Arabic is laid out below."""
FIELDS = re.compile(r"<(textarea|select)\b.*?</\1>", re.DOTALL)
OTHER_SCRIPT = re.compile(r"[\u0590-\u06ff\u10a0-\u10ff]")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_pseudo_project(tmp_path_factory.mktemp("papers"))


def form(edition: Edition) -> PrintDocument:
    return questionnaire_print(edition.environment, edition.questionnaires["schools/2023"], "teachers", "isced2")


def public_documents(edition: Edition) -> Iterator[PrintDocument]:
    for report in public_reports(edition):
        if f"/{ROUND}/" in report.page.path:
            yield from report.documents


def school_report(edition: Edition) -> PrintDocument:
    return next(each for each in public_documents(edition) if not each.is_form)


def action_plan(edition: Edition) -> PrintDocument:
    return next(each for each in public_documents(edition) if each.is_form)


def own_report(edition: Edition) -> PrintDocument:
    reports = [each for each in own_reports(edition) if (each.round, each.school) == (ROUND, SCHOOL)]
    return next(each for report in reports for each in report.prints.values() if not each.is_form)


def sheet(edition: Edition) -> PrintDocument:
    project = edition.publication.content
    vault = open_vault(project.root.parent / "sheets" / edition.language.code, project.root, is_made=True)
    vault.issue(ROUND)
    codes = vault.codes(ROUND)
    assert codes is not None
    setting = next(each.setting for each in edition.publication.rounds if each.setting.id == ROUND)
    name = "Sumqayıt şəhəri, 132 nömrəli məktəb-lisey"
    filled = CodeSheet(setting, name, codes.code_of(SCHOOL), "https://example.org/guzgu/", True, CONTACT)
    return code_sheet(project, edition.language.code, filled, "sheet.pdf")


def first_rows_of_review(edition: Edition) -> PrintDocument:
    project = edition.publication.content
    found = review(project, edition.language, Domain.QUESTIONNAIRES)
    group = found.groups[0]
    return review_print(
        project, dataclasses.replace(found, groups=(dataclasses.replace(group, rows=group.rows[:ROWS]),))
    )


PAPERS: dict[str, Callable[[Edition], PrintDocument]] = {
    "form": form,
    "school report": school_report,
    "own report": own_report,
    "action plan": action_plan,
    "code sheet": sheet,
    "review": first_rows_of_review,
}


@pytest.fixture(scope="module")
def editions(root: Path) -> dict[str, Edition]:
    publication = publish(load_project(root), with_own=True)
    return {code: edition_in(publication, code, root / "site_templates", with_pdfs=True) for code in LANGUAGES}


@pytest.mark.parametrize(
    ("kind", "language"),
    [(kind, language) for kind in PAPERS for language in LANGUAGES if IS_NIGHTLY or (kind, language) not in NIGHTLY],
)
def test_paper_is_whole_and_in_embedded_fonts(editions: dict[str, Edition], kind: str, language: str) -> None:
    document = PAPERS[kind](editions[language])
    job = PdfJob(document.path, document.html, document.language, STYLES, is_form=document.is_form)
    _, content = render_job(job)

    assert list(undrawn_letters([document], installed_fonts())) == []
    assert isinstance(content, bytes), content
    assert text_faults(content) == []
    with pypdfium2.PdfDocument(content) as paper:
        assert len(paper) <= LONGEST.get(kind, 99)


def sides(box: Any) -> tuple[float, float]:
    """Where a box begins and ends, from the left edge of the page."""
    return box.position_x + box.margin_left, box.position_x + box.margin_left + box.width


def dots_rows(html: str) -> Iterator[dict[str, tuple[float, float]]]:
    """The sides of what stands in each row of dots, by class."""
    for page in weasyprint.HTML(string=html, base_url=f"{STYLES.as_uri()}/").render().pages:
        for row in page._page_box.descendants():
            if row.element is not None and row.element.get("class") == "gz-dots-row":
                parts = [each for each in row.descendants() if each.element is not None and each.element.get("class")]
                yield {each.element.get("class").split()[0]: sides(each) for each in parts}


@pytest.mark.parametrize("language", LANGUAGES if IS_NIGHTLY else LANGUAGES[:1])
def test_a_drawing_stands_beside_its_name_and_not_over_it(editions: dict[str, Edition], language: str) -> None:
    """Whichever side a script begins at."""
    rows = list(dots_rows(own_report(editions[language]).html))

    assert rows
    for row in rows:
        (name_left, name_right), (left, right) = row["gz-bar-group"], row["drawing"]
        assert name_right <= left + 1 or right <= name_left + 1


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "de"])
def test_what_a_field_cannot_show_is_printed(editions: dict[str, Edition], language: str) -> None:
    """Readers of PDFs leave a field empty whose letters its font has not."""
    html = action_plan(editions[language]).html
    filled = "".join(found[0] for found in FIELDS.finditer(html))
    values = re.sub(r'title="[^"]*"', "", filled)

    assert OTHER_SCRIPT.findall(values) == []
    assert len(OTHER_SCRIPT.findall("".join(re.findall(r'class="box printed">(.*?)</div>', html, re.DOTALL)))) > 100


def test_a_field_shows_letters_that_few_people_type(editions: dict[str, Edition]) -> None:
    """Those of the accented language: nothing is left for the reader of the PDF to draw."""
    document = action_plan(editions["de"])
    _, content = render_job(PdfJob("plan.pdf", document.html, "de", STYLES, is_form=True))

    assert isinstance(content, bytes), content
    with pikepdf.open(io.BytesIO(content)) as paper:
        assert not paper.Root.AcroForm.get("/NeedAppearances")
        fields = [each for each in paper.Root.AcroForm.Fields if len(str(each.get("/V", ""))) > 20]
        assert fields
        assert all("/AP" in each for each in fields)
