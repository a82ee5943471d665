"""Everything that a language adds to the site, with catalogues full of holes."""

import dataclasses
import functools
import re

import pytest

from generator.compute.publication import publish
from generator.model.output import LanguageSite
from generator.render.language_site import render_language
from tests.conftest import ROOT
from tests.render.page_project import interface, tiny_project

TAG_IN_ATTRIBUTE = re.compile(r"<[a-z][^<>]*=\"[^\"<>]*<[^>]*>")
LANGUAGES = tiny_project().settings.languages


@functools.cache
def site(code: str, *, with_pdfs: bool = True) -> LanguageSite:
    """The tiny project's catalogues hold a few strings only, so nearly every text falls back to English."""
    project = dataclasses.replace(tiny_project(), interface=interface())
    return render_language(publish(project), (), code, ROOT / "site_templates", with_pdfs=with_pdfs)


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_attribute_and_no_title_holds_a_tag(code: str) -> None:
    """The mark of another language is for running text; where no tag can stand, the text is plain."""
    found = site(code)
    bodies = [page.body for page in found.pages] + [page.article for page in found.articles]
    bodies += [document.html for document in found.prints]
    heads = [text for page in (*found.pages, *found.articles) for text in (page.title, page.summary)]

    assert any(re.search(r'<span lang="en"', body) for body in bodies) == (code != "en")
    assert [match[0] for body in bodies for match in TAG_IN_ATTRIBUTE.finditer(body)] == []
    assert [text for text in heads if "<span" in text] == []


def test_no_two_files_of_a_language_have_the_same_address() -> None:
    found = site("en")
    paths = [page.path for page in (*found.pages, *found.articles, *found.prints, *found.files)]

    assert len(paths) == len(set(paths))


def test_without_pdfs_no_page_links_to_one() -> None:
    found = site("en", with_pdfs=False)

    assert not found.prints
    assert not any('.pdf"' in page.body for page in found.pages)
    assert not any('.pdf"' in page.article for page in found.articles)


def test_a_school_report_with_parts_in_english_says_how_many() -> None:
    """As the theme says it on the pages that MkDocs renders."""
    (article,) = site(LANGUAGES[0]).articles
    (english,) = site("en").articles

    assert re.search(r'</header><p class="gz-notice gz-notice--language">.*?: [\d.,]+\.', article.article)
    assert "gz-notice--language" not in english.article
