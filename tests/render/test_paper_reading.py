"""What a paper says can be read on the print page: all its words in their order, and nothing but words."""

from __future__ import annotations

import re

import pytest
from lxml import html as lxml_html

from generator.model.output import PrintDocument
from generator.render.environment import page_environment
from generator.render.paper_reading import reading_of
from generator.render.print_orders import ListedPaper, site_order
from generator.render.print_page import print_article
from generator.render.print_papers import listed_papers
from tests.conftest import LANGUAGES, ROOT
from tests.render.paper_forms import language, project, translated

KEY = "schools/2023"
NOT_READ = "//h1|//style|//svg|//*[@aria-hidden='true']|//*[contains(@class,'blanks') or contains(@class,'record')]"
HEADERS = "//*[contains(@class,'who') or @class='questionnaire' or self::option[not(@selected)]]"


def papers(code: str) -> list[ListedPaper]:
    environment = page_environment(ROOT / "site_templates", project().interface, language(code))
    order = site_order(project(), language(code), environment, translated(KEY, code))
    return [paper for paper in listed_papers(order) if paper.is_on_site]


def words(document: lxml_html.HtmlElement) -> list[str]:
    return re.findall(r"\w+", " ".join(document.itertext()))


@pytest.mark.parametrize("code", LANGUAGES)
def test_reading_has_every_word_of_the_paper_in_its_order(code: str) -> None:
    read = {paper.kind: paper for paper in papers(code) if paper.is_read_here}

    assert set(read) == {"words", "in-class", "invitation", "plan-example"}
    for paper in read.values():
        made = paper.make()
        assert isinstance(made, PrintDocument)
        (main,) = lxml_html.document_fromstring(made.html).xpath("//main")
        for unread in main.xpath(f".{NOT_READ.replace('|//', '|.//')}|.{HEADERS}"):
            unread.drop_tree()
        found = words(lxml_html.fragment_fromstring(reading_of(made.html), create_parent="div"))
        assert found == words(main)
        assert len(found) > 80, paper.kind


def test_hostile_words_stay_words() -> None:
    html = (
        "<main><h1>x</h1><p class='a' onclick='b()'>1 &lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;</p>"
        "<textarea>one\n&lt;img src=x&gt;</textarea><span class='blank'></span><script>bad()</script></main>"
    )

    assert reading_of(html) == (
        "<p>1 &lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;</p><p>one<br>&lt;img src=x&gt;</p><p>…</p> "
    )


def test_print_page_shows_the_words_of_each_paper_that_has_no_page_of_its_own() -> None:
    environment = page_environment(ROOT / "site_templates", project().interface, language("en"))
    order = site_order(project(), language("en"), environment, translated(KEY, "en"))
    article = lxml_html.document_fromstring(print_article(order, {}, with_pdfs=False))
    opened = article.xpath("//details[@class='gz-paper']")

    assert len(opened) == len([paper for paper in papers("en") if paper.is_read_here])
    assert all(len(words(each)) > 80 for each in opened)
    assert not article.xpath("//details//*[@id or @style or self::svg or self::img]")
    assert {level.tag for level in article.xpath("//details//*[self::h1 or self::h2 or self::h3 or self::h4]")} == {
        "h3",
        "h4",
    }
