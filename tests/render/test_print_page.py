"""The print page: every paper of a version with what is known of its file, and nothing that nobody knows."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterator

import pytest

from generator.model.output import LATE_ARTICLE, OutputFile, PrintedFile
from generator.render import print_papers
from generator.render.print_orders import Copies, ListedPaper, PrintOrder, site_order
from generator.render.print_page import print_article, print_articles, print_pages
from generator.render.print_papers import form_papers, listed_papers
from tests.conftest import ROOT
from tests.render.page_project import environment, interface, language, questionnaires, tiny_project

KEY = "schools/2023"
ROW = re.compile(r'<tr><td><a href="([^"]+)".*?</tr>', re.DOTALL)
NUMBER = re.compile(r'<td class="gz-number">(?:<bdi>)?([^<]+)')


def order(code: str = "en") -> PrintOrder:
    project = dataclasses.replace(tiny_project(), interface=interface())
    return site_order(project, language(code), environment(code), questionnaires(code)[KEY])


def on_site(of: PrintOrder) -> list[ListedPaper]:
    return [paper for paper in listed_papers(of) if paper.is_on_site]


def printed(of: PrintOrder, pages: int = 4) -> dict[str, PrintedFile]:
    """As if each PDF had so many pages."""
    return {paper.path: PrintedFile(12_345, pages if paper.path.endswith(".pdf") else 0) for paper in on_site(of)}


def article(pages: int = 4, **options: bool) -> str:
    return print_article(order(), printed(order(), pages), with_pdfs=options.get("with_pdfs", True))


def test_every_paper_of_the_site_is_named_once_with_pages_sheets_and_size() -> None:
    rows = {row[1].removeprefix("../../../../../"): NUMBER.findall(row[0]) for row in ROW.finditer(article())}

    assert list(rows) == [paper.path for paper in on_site(order())]
    assert {tuple(numbers) for path, numbers in rows.items() if path.endswith(".pdf")} == {("4", "2", "13 kB")}
    assert {numbers[-1] for path, numbers in rows.items() if path.endswith(".txt")} == {"13 kB"}


@pytest.mark.parametrize(("pages", "sheets"), [(1, 24), (2, 24), (3, 48), (6, 72)])
def test_example_says_how_much_paper_24_people_need(pages: int, sheets: int) -> None:
    assert f"24 people: {sheets} sheets" in article(pages)


def test_without_pdfs_the_page_says_so_and_shows_no_numbers_of_pages() -> None:
    texts = {path: file for path, file in printed(order()).items() if path.endswith(".txt")}
    found = print_article(order(), texts, with_pdfs=False)

    assert "made without PDF files" in found
    assert ".pdf" not in found
    assert "print-run" not in found
    assert {len(NUMBER.findall(row[0])) for row in ROW.finditer(found)} == {1}


def test_a_pdf_that_could_not_be_made_is_named_and_not_linked() -> None:
    files = printed(order())
    lost = next(path for path in files if path.endswith(".pdf"))
    del files[lost]
    found = print_article(order(), files, with_pdfs=True)

    assert lost not in found
    assert found.count("could not be made") == 1


def test_every_form_can_be_read_before_it_is_downloaded() -> None:
    forms = {
        f"../{paper.group.id}-{paper.level.id}/index.html" for paper in on_site(order()) if paper.group and paper.level
    }

    assert forms <= set(re.findall(r'href="([^"]+)"', article()))


def test_a_level_has_a_field_for_each_group_that_it_asks() -> None:
    fields = re.findall(r'<input type="number" id="people-([a-z0-9-]+)"', article())

    assert fields == ["teachers-isced2", "students-isced2", "teachers-isced3", "students-isced3"]


def room_paper(of: PrintOrder) -> Iterator[ListedPaper]:
    """A paper of everybody, one for each room; its name is that of the plain text, since it needs one."""
    yield ListedPaper("text", "files/x.pdf", Copies.ROOM, None, None, True, lambda: OutputFile("files/x.pdf", b""))


def test_another_paper_takes_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_papers, "SOURCES", (form_papers, room_paper))
    found = article()

    assert "For everybody" in found
    assert 'href="../../../../../files/x.pdf"' in found
    assert 'id="run-rooms"' in found
    assert 'data-gz-copies="room" data-gz-pages="4"' in found


def test_a_site_may_leave_all_papers_but_forms_to_guzgu_print() -> None:
    of = order()
    settings = of.content.settings.model_copy(update={"papers": "forms"})
    small = dataclasses.replace(of, content=dataclasses.replace(of.content, settings=settings))

    assert {paper.kind for paper in listed_papers(small)} == {paper.kind for paper in form_papers(of)}
    assert {paper.kind for paper in listed_papers(of)} > {"tally-class", "words", "in-class", "invitation", "plan"}


def test_titles_are_escaped_once() -> None:
    asked = order()
    groups = tuple(group.model_copy(update={"title": 'A & <b> "C"'}) for group in asked.questionnaire.groups)
    hostile = dataclasses.replace(asked, questionnaire=asked.questionnaire.model_copy(update={"groups": groups}))
    found = print_article(hostile, printed(hostile), with_pdfs=True)

    assert "<b>" not in found
    assert "amp;amp;" not in found
    assert any('A & <b> "C"' in html.unescape(label) for label in re.findall(r'aria-label="([^"]*)"', found))


def test_page_waits_for_its_article_and_says_what_is_not_translated() -> None:
    project = dataclasses.replace(tiny_project(), interface=interface())
    pages = print_pages(project, "az", ROOT / "site_templates", with_pdfs=True)
    articles = print_articles(project, "az", ROOT / "site_templates", {}, with_pdfs=True)

    assert {page.path for page in pages} == articles.keys() == {f"questionnaires/schools/{v}/print/index.md"
                                                               for v in ("2021", "2023")}  # fmt: skip
    assert {page.body for page in pages} == {LATE_ARTICLE}
    assert all(isinstance(page.meta["untranslated"], int) for page in pages)
