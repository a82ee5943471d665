"""The last gate lets through what guides may say, byte for byte, and nothing that runs, loads or reaches around it."""

from __future__ import annotations

from pathlib import Path

import markdown
import pytest

from generator.model.output import FOREIGN_END, FOREIGN_START
from generator.write.sanitising import sanitised, sanitised_page
from tests.conftest import ROOT
from tests.hostile_strings import HOSTILE, PROBE

GUIDES = sorted((ROOT / "content" / "guides").glob("*.md"))


def as_mkdocs(body: str) -> str:
    """Markdown as the settings of this project render it."""
    extensions = ["admonition", "attr_list", "def_list", "md_in_html", "tables", "toc", "pymdownx.details"]
    settings = {"toc": {"permalink": "#", "permalink_title": "#"}}
    return markdown.markdown(
        body, extensions=[*extensions, "pymdownx.superfences"], extension_configs=settings, output_format="html"
    )


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_a_guide_of_this_project_passes_without_a_change(guide: Path) -> None:
    html = as_mkdocs(guide.read_text(encoding="utf-8").split("---\n", 2)[2].replace("site:", "../../"))
    assert sanitised(html).dropped == ()
    assert sanitised(html).html == html


@pytest.mark.parametrize(
    ("html", "left"),
    [
        (f"<p>a<script>{PROBE}</script></p>", "<p>a</p>"),
        (f"<p onclick={PROBE}>a</p>", "<p>a</p>"),
        ("<p style='position:fixed'>a</p>", "<p>a</p>"),
        ("<p id='gz-content'>a</p>", "<p>a</p>"),
        ("<p class='gz-banner'>a</p>", "<p>a</p>"),
        ("<div class='admonition gz-banner note'>a</div>", '<div class="admonition note">a</div>'),
        ("<a href='javascript:x'>a</a>", "<a>a</a>"),
        ("<a href='java&#10;script:x'>a</a>", "<a>a</a>"),
        ("<a href='data:text/html,x'>a</a>", "<a>a</a>"),
        ("<a href='//elsewhere.example'>a</a>", "<a>a</a>"),
        ("<a href='/\\elsewhere.example'>a</a>", "<a>a</a>"),
        ("<a href='https:elsewhere.example'>a</a>", "<a>a</a>"),
        ("<a href='ftp://elsewhere.example'>a</a>", "<a>a</a>"),
        ("<a name='x' target='_top' ping='x'>a</a>", "<a>a</a>"),
        ("<img src='https://elsewhere.example/pixel.png' alt=''>", '<img alt="">'),
        ("<iframe src='x'>a</iframe>", ""),
        ("<form action='x'><input name='code'></form>", ""),
        ("<!-- a comment -->", ""),
        ("<span lang='x\" onclick'>a</span>", "<span>a</span>"),
    ],
)
def test_what_no_guide_may_have_is_taken_out_and_told(html: str, left: str) -> None:
    safe = sanitised(html)
    assert safe.html == left
    assert safe.dropped


@pytest.mark.parametrize(
    "html",
    [
        '<a href="../other/index.html#part">a</a>',
        '<a class="headerlink" href="#part" title="#">#</a>',
        '<span class="l l-Scalar l-Scalar-Plain">2024-05-06</span>',
        '<a href="https://www.etf.europa.eu/en?a=b&amp;c=d">a</a>',
        '<a href="mailto:a@example.org?subject=A%20question">a</a>',
        '<h2 id="sual-1">Şagirdlər</h2>',
        '<span lang="en" dir="ltr">a</span>',
        '<ol start="3"><li>a</li></ol>',
    ],
)
def test_links_of_guides_ids_and_languages_stay(html: str) -> None:
    assert sanitised(html).html == html
    assert sanitised(html).dropped == ()


@pytest.mark.parametrize("html", ["</div></article><h1>a</h1>", "<div>", "<table><p>a</p></table>", "<b>a"])
def test_tags_cannot_reach_around_the_gate(html: str) -> None:
    safe = sanitised(html)
    assert sanitised(safe.html).html == safe.html
    assert safe.html.count("<div>") == safe.html.count("</div>")
    assert safe.dropped


@pytest.mark.parametrize("text", HOSTILE)
def test_no_hostile_string_leaves_anything_that_runs(text: str) -> None:
    """As HTML and as Markdown: what is left is a fixed point, without handlers, scripts and addresses elsewhere."""
    for html in (text, f"<p>{text}</p>", as_mkdocs(text)):
        safe = sanitised(html).html
        assert sanitised(safe).html == safe
        assert not sanitised(safe).dropped


def test_only_what_stands_between_the_marks_is_touched() -> None:
    ours = '<div class="gz-block" style="x"><button hidden>ours</button></div>'
    page = f"{ours}{FOREIGN_START}<p onclick=x>a</p>{FOREIGN_END}{ours}{FOREIGN_START}<p>b</p>{FOREIGN_END}"
    assert sanitised_page(page).html == f"{ours}<p>a</p>{ours}<p>b</p>"
    assert sanitised_page(page).dropped == ("onclick='x' in <p>",)


@pytest.mark.parametrize(
    ("article", "left"),
    [
        (f"<p>a</p>{FOREIGN_END}<p>b</p>", "<p>a</p><p>b</p>"),
        (f"<p>a</p>{FOREIGN_START}<p onclick=x>b</p>", "<p>a</p><p>b</p>"),
        (f"{FOREIGN_START}a{FOREIGN_END}<script>x</script>{FOREIGN_START}", "a"),
        (f"{FOREIGN_START}{FOREIGN_START}a{FOREIGN_END}<b>x</b>{FOREIGN_END}", "ax"),
    ],
)
def test_where_the_marks_are_no_pairs_all_that_follows_is_sanitised(article: str, left: str) -> None:
    page = f"<main><article>{article}</article></main>"
    assert sanitised_page(page).html == f"<main><article>{left}</article></main>"
    assert sanitised_page(page).dropped
