"""A report's article on paper."""

import io
import re

import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from generator.render.paper_report import article_for_print
from generator.write.pdf import render_pdf
from tests.conftest import ROOT

BAR = (
    '<svg class="gz-bar" width="100%" height="28" aria-hidden="true">'
    '<rect x="0%" width="40%" height="28" class="gz-scale-1"/>'
    '<text x="20%" y="19" class="gz-scale-1-label">40%</text><rect x="40%" width="60%" height="28" class="gz-scale-2"/>'
    '<text x="70%" y="19" class="gz-scale-2-label"></text></svg>'
)


def test_the_parts_of_a_bar_become_a_background_with_the_same_places() -> None:
    html = article_for_print(BAR)

    assert "<svg" not in html
    assert "var(--gz-scale-1) 0%,var(--gz-scale-1) 40%,var(--gz-scale-2) 40%,var(--gz-scale-2) 100%" in html


def test_other_drawings_become_boxes_at_the_same_place() -> None:
    html = article_for_print(
        '<svg class="gz-thin" width="100%" height="10"><rect width="25%" height="10" class="a"/></svg>'
    )

    assert '<span class="rect a" style="left:0px;width:25%;top:0.0%;height:100.0%"></span>' in html


def test_the_labels_of_a_drawing_stay_and_empty_ones_go() -> None:
    html = article_for_print(BAR)

    assert re.findall(r'class="text [^>]*>([^<]*)<', html) == ["40%"]


def test_lines_and_points_keep_their_place() -> None:
    html = article_for_print(
        '<svg class="gz-dotline" width="100%" height="14"><line x1="0" x2="30%" y1="7" y2="7" class="gz-stem-line"/>'
        '<line x1="50%" x2="50%" y1="0" y2="14" class="gz-minimum"/>'
        '<circle cx="30%" cy="7" r="5" class="gz-group-1"/></svg>'
    )

    assert 'style="left:0%;width:30%;top:50.0%;height:0.8pt"' in html
    assert 'style="left:50%;width:1.6pt;top:0.0%;height:100.0%"' in html
    assert 'style="left:30%;margin-left:-5px;top:14.3%;width:10px;height:10px"' in html


def test_a_column_of_drawings_has_a_head_since_a_pdf_hides_no_cell() -> None:
    drawn = '<td class="gz-drawn" aria-hidden="true">'

    html = article_for_print(f"<thead><tr><th>A</th>{drawn}</td></tr></thead><tr><th>B</th>{drawn}{BAR}</td></tr>")

    assert '<tr><th>A</th><th class="gz-drawn" scope="col"></th></tr>' in html
    assert f"<tr><th>B</th>{drawn}<span" in html


def test_a_legend_is_said_once_in_a_section() -> None:
    legend, section = '<ul class="gz-legend"><li>1 Never</li></ul>', '<section class="gz-area">'

    html = article_for_print(section + legend + "<p>A1</p>" + legend + "</section>" + section + legend + "</section>")

    assert html.count("gz-legend") == 2
    assert html.index("gz-legend") < html.index("A1")


def test_sections_without_a_legend_stay_whole() -> None:
    sections = 2 * '<section class="gz-area"><p>A1</p></section>'

    assert article_for_print(sections) == sections


def test_what_only_a_screen_can_use_is_left_out() -> None:
    html = article_for_print(
        '<nav class="gz-contents" aria-label="x"><p class="gz-label">Contents</p></nav><p class="gz-downloads">CSV</p>'
        '<figcaption class="gz-source">Source</figcaption><p class="gz-note">A note</p>'
    )

    assert html == '<p class="gz-note">A note</p>'


def test_a_list_of_terms_becomes_blocks() -> None:
    html = article_for_print('<dl class="gz-marks"><div><dt>hidden</dt><dd>too few</dd></div></dl>')

    assert html == '<div class="gz-marks"><div><div class="dt">hidden</div><div class="dd">too few</div></div></div>'


@pytest.mark.parametrize(
    "figures", [("100 % положительных", "среднее 5,0", "n 1250"), ("100% müsbət", "orta qiymət 5,0", "n 1250")]
)
def test_the_figures_beside_a_bar_stay_inside_the_margin(figures: tuple[str, ...]) -> None:
    said = " ".join(f"<span>{each}</span>" for each in figures)
    figures_html = f'<div class="gz-bar-figures">{said}</div>'
    row = f'<div class="gz-bar-row"><div class="gz-bar-group">A</div>\n{BAR}\n{figures_html}</div>'
    styles = '<link rel="stylesheet" href="base.css"><link rel="stylesheet" href="report.css">'

    content = render_pdf(f'<html lang="ru">{styles}<p>x</p>{article_for_print(row)}', ROOT / "site_templates" / "print")

    with pdfplumber.open(io.BytesIO(content)) as pdf:
        ends = [word["x1"] for word in pdf.pages[0].extract_words()]
        assert max(ends) <= pdf.pages[0].width - 14 * 72 / 25.4


def test_links_become_words() -> None:
    html = article_for_print('<a href="#x"><span class="gz-id">A</span> Leadership</a>')

    assert html == '<span><span class="gz-id">A</span> Leadership</span>'


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Z"])))
def test_texts_pass_through_untouched(text: str) -> None:
    html = f"<p>{escape(text)}</p>"

    assert article_for_print(html) == html
