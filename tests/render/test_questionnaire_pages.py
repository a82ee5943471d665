"""A questionnaire can be read on the site as it stands on paper, and a version says what changed in it."""

from __future__ import annotations

import posixpath
import re
from html import unescape

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compute.comparison import compare_versions
from generator.model.catalogue import Wording
from generator.model.output import MarkdownPage
from generator.model.questionnaire import Questionnaire
from generator.render.markdown_parts import PageWords, untranslated_count
from generator.render.paper import form_pdf_path
from generator.render.paper_kinds import papers_of
from generator.render.paper_layout import form_layout
from generator.render.print_page import print_path
from generator.render.questionnaire_form import form_sections
from generator.render.questionnaire_pages import questionnaire_pages
from tests.render.page_project import environment, questionnaires

HREF = re.compile(r'href="([^"]+)"')


def pages(code: str = "en", *, with_pdfs: bool = True) -> dict[str, MarkdownPage]:
    found = questionnaires(code)
    changes = {"schools/2023": compare_versions(*questionnaires().values())}
    made = questionnaire_pages(environment(code), found, changes, with_pdfs=with_pdfs)
    return {page.path: page for page in made}


def forms() -> list[tuple[Questionnaire, str, str]]:
    return [
        (questionnaire, group.id, level.id)
        for questionnaire in questionnaires().values()
        for group in questionnaire.groups
        for level in questionnaire.levels
    ]


def test_every_form_that_asks_something_has_a_page() -> None:
    wanted = {
        f"questionnaires/{questionnaire.key}/{group}-{level}/index.md"
        for questionnaire, group, level in forms()
        if form_layout(questionnaire, group, level).questions
    }

    assert {path for path in pages() if path.count("/") == 4} == wanted


def test_question_has_the_number_it_has_on_paper() -> None:
    for questionnaire, group, level in forms():
        on_paper = {question.code: question.number for question in form_layout(questionnaire, group, level).questions}
        on_page = {
            question.code: question.number
            for section in form_sections(questionnaire, group, level)
            for part in section.parts
            for question in part.questions
        }

        assert on_page == on_paper


def test_answers_of_a_scale_are_written_once_on_a_page() -> None:
    body = pages()["questionnaires/schools/2023/teachers-isced3/index.md"].body

    assert body.count("Tick one box in every row.") == 1
    assert 'href="#scale-agreement"' in body
    assert 'id="scale-agreement"' in body


def test_form_shows_the_wording_of_its_level() -> None:
    body = pages()["questionnaires/schools/2023/teachers-isced3/index.md"].body

    assert "I have time to try digital technology in my subject." in body
    assert "A2" not in pages()["questionnaires/schools/2023/teachers-isced2/index.md"].body


def test_optional_question_is_marked_and_explained() -> None:
    body = pages()["questionnaires/schools/2023/teachers-isced3/index.md"].body

    assert body.count('<span class="gz-pill">optional</span>') == 1
    assert "“optional”" in body


def test_form_offers_every_answer_of_a_choice_and_of_a_score() -> None:
    body = pages()["questionnaires/schools/2023/teachers-isced2/index.md"].body

    assert all(answer in body for answer in ("A laptop", "A tablet", "A slow internet connection", "very useful"))
    assert body.count("gz-score__point") == 10


def test_help_stands_beside_its_question() -> None:
    assert "Tick all that are true for you." in pages()["questionnaires/schools/2023/students-isced2/index.md"].body


@pytest.mark.parametrize("code", ["az", "ru", "en"])
def test_print_version_is_linked_where_it_stands(code: str) -> None:
    made = pages(code)
    for questionnaire, group, level in forms():
        page = made.get(f"questionnaires/{questionnaire.key}/{group}-{level}/index.md")
        if page is None:
            continue
        folder = posixpath.join(code, posixpath.dirname(page.path))
        links = {posixpath.normpath(posixpath.join(folder, link)) for link in HREF.findall(page.body)}

        assert form_pdf_path(questionnaire, group, level, code) in links


def test_no_page_links_a_pdf_where_none_is_made() -> None:
    assert not any(".pdf" in page.body for page in pages(with_pdfs=False).values())


def test_every_link_leads_to_a_page_or_a_print_version() -> None:
    made = pages()
    known = {f"en/{path.removesuffix('.md')}.html" for path in made}
    known |= {f"en/{print_path(key).removesuffix('.md')}.html" for key in questionnaires()}
    known |= {
        paper.path
        for questionnaire, group, level in forms()
        for paper in papers_of(questionnaire, group, level, "en")
        if paper.is_on_site
    }
    for path, page in made.items():
        folder = posixpath.join("en", posixpath.dirname(path))
        targets = [link for link in HREF.findall(page.body) if not link.startswith("#")]

        assert {posixpath.normpath(posixpath.join(folder, link)) for link in targets} <= known


def test_table_counts_core_and_optional_questions_by_group() -> None:
    body = pages()["questionnaires/schools/2023/index.md"].body
    row = body[body.index("Leadership</th>") :].split("</tr>")[0]

    assert re.findall(r"<td>(\d+)", row) == ["1"]
    assert "and 1 optional" in row
    assert "none" in row


def test_version_says_what_changed_why_and_whether_it_compares() -> None:
    body = pages()["questionnaires/schools/2023/index.md"].body

    assert "## What changed since 2021 { #changes }" in body
    changed = body[body.index("{ #changes-changed }") :]
    assert "The plan must be written." in changed
    assert "<del>Our school has a plan for digital technology.</del>" in changed
    assert "<ins>We have a written plan for digital technology.</ins>" in changed
    assert "Comparable: yes" in changed


def test_new_questions_stand_under_their_own_heading() -> None:
    body = pages()["questionnaires/schools/2023/index.md"].body
    added = body[body.index("{ #changes-added }") : body.index("{ #changes-changed }")]

    assert 'gz-id">A2<' in added
    assert "Comparable" not in added


def test_first_version_tells_of_no_changes() -> None:
    assert "changes" not in pages()["questionnaires/schools/2021/index.md"].body


def test_versions_are_in_the_menu_and_forms_are_not() -> None:
    in_menu = [path for path, page in pages().items() if page.nav_section]

    assert in_menu == [
        "questionnaires/index.md",
        "questionnaires/schools/2023/index.md",
        "questionnaires/schools/2021/index.md",
    ]


def test_page_knows_how_many_of_its_texts_are_untranslated() -> None:
    page = pages("az")["questionnaires/schools/2023/students-isced2/index.md"]

    assert page.meta["untranslated"] == untranslated_count(page.body, "az") > 0
    assert "untranslated" not in pages()["questionnaires/schools/2023/students-isced2/index.md"].meta


def test_title_in_another_language_is_told_to_the_theme() -> None:
    page = pages("az")["questionnaires/schools/2023/students-isced2/index.md"]

    assert page.meta["title_language"] == "en"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30))
def test_text_in_a_heading_stays_text(text: str) -> None:
    """Whatever a questionnaire calls an area, Markdown makes no markup of it."""
    heading = PageWords(environment()).heading_text(Wording(f"a {text} z", "en"))
    html = markdown.markdown(f"## {heading} {{ #area-a }}", extensions=["attr_list", "md_in_html", "tables"])

    found = re.fullmatch(r'<h2 id="area-a">([^<>]*)</h2>', html)
    assert found
    assert unescape(found[1]) == f"a {text} z"


def test_heading_in_another_language_is_marked() -> None:
    heading = PageWords(environment("az")).heading_text(Wording("Equipment", "en"))

    assert markdown.markdown(f"## {heading}") == '<h2><span lang="en" dir="ltr">Equipment</span></h2>'
