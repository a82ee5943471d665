"""A page gets the rules of the theme that it can use, and looks the same without the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.write.theme_styles import classes_of, trim_theme_styles, trimmed

USED = frozenset({"md-typeset", "note"})


@pytest.mark.parametrize(
    "rule",
    [
        "a{color:red}",
        ".md-typeset p{margin:0}",
        ".md-typeset>.note:hover{color:red}",
        "p:not(.absent){margin:0}",
        ":is(.absent,.md-typeset) p{margin:0}",
        "[data-kind='.absent']{margin:0}",
        r".\31 a{margin:0}",
        "@keyframes turn{0%{opacity:0}to{opacity:1}}",
        "@font-face{font-family:x;src:url(a.woff2)}",
        '@charset "UTF-8";',
        '.note:before{content:"}.absent{";color:red}',
        "@media print{.note{color:#000}}",
    ],
)
def test_rule_that_can_match_stays_as_it_is(rule: str) -> None:
    assert trimmed(rule, USED) == rule


@pytest.mark.parametrize(
    "rule",
    [
        ".absent{color:red}",
        ".md-typeset .absent{color:red}",
        ".note.absent:hover{color:red}",
        "@media print{.absent{color:#000}}",
        "@supports (a:b){@media print{.absent{color:#000}}}",
        '.absent:before{content:"}"}',
        ".absent{background:url(\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'>;{</svg>\")}",
    ],
)
def test_rule_for_a_class_that_no_page_has_goes(rule: str) -> None:
    assert trimmed(f"a{{b:c}}{rule}p{{d:e}}", USED) == "a{b:c}p{d:e}"


def test_of_several_selectors_those_that_can_match_stay() -> None:
    assert trimmed(".absent a,.note a,:is(.absent,b){color:red}", USED) == ".note a,:is(.absent,b){color:red}"


def test_drawing_in_a_variable_stays_only_where_a_rule_names_it() -> None:
    css = ":root{--a:url('data:,;');--b:url(b);--c:red}.note{mask:var(--a)}.absent{mask:var(--b)}"

    assert trimmed(css, USED) == ":root{--a:url('data:,;');--c:red}.note{mask:var(--a)}"


@given(st.lists(st.sampled_from([".note{a:b}", ".absent{a:b}", "@media print{.note{c:d}}", "p{e:'}'}"]), max_size=8))
def test_rules_keep_their_order(rules: list[str]) -> None:
    assert trimmed("".join(rules), USED) == "".join(rule for rule in rules if rule != ".absent{a:b}")


@given(st.text(alphabet="ab.,{}()[]'\":;@-/*\\ ", max_size=60))
def test_no_style_sheet_stops_the_build(css: str) -> None:
    trimmed(css, USED)


def test_classes_are_read_from_every_way_to_write_them() -> None:
    assert classes_of(["<p class='a b'>", '<p id=x class="c">', "<p class=d><b>"]) == {"a", "b", "c", "d"}


def test_style_sheets_of_a_rendered_site_are_trimmed_to_its_pages(tmp_path: Path) -> None:
    sheet = tmp_path / "assets/stylesheets/main.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text(".seen{a:b}.unseen{c:d}", encoding="utf-8")
    (tmp_path / "index.html").write_text('<p class="seen">ə</p>', encoding="utf-8")

    trim_theme_styles(tmp_path)

    assert sheet.read_text(encoding="utf-8") == ".seen{a:b}"
