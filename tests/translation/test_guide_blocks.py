"""A guide in another language keeps its structure, whatever a translator writes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import markdown
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.model.catalogue import Language
from generator.model.content import Guide, GuideFrontMatter
from generator.translation.guide_blocks import guide_messages, translate_guide
from generator.translation.guide_inline import inline_translation, link_targets, slug

EXTENSIONS = [
    "admonition", "attr_list", "def_list", "footnotes", "abbr", "tables", "toc",
    "pymdownx.details", "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist",
]  # fmt: skip
BODY = """\
Intro with a [link](read.md) and `code`.

## First steps

- One **bold** item
    1. Nested

| Name | Number |
|---|---|
| School | 5 |

!!! note "Remember"
    Inside the box.

!!! tip
    Untitled.

=== "On paper"

    Print it.

Term
:   Definition

> Quoted.

## First steps

Last.[^1]

[^1]: A footnote.
"""
ATTACKS = [
    "<script>x</script>", "<img src=x onerror=y>", "\n\n# H", "\n- item", "# H", "- item", "1. item", "> q", "!!! note",
    '??? a "b"', "=== \"t\"", "```", "~~~", "`<b>`", "\\", "|", "| a | b |", "[x](javascript:alert(1))", "[x](read.md)",
    "![x](read.md)", "<https://evil.example>", "https://evil.example", "[a]: http://e.example", "[^1]", "[^9]: n",
    "{: onclick=x }", "{ .x }", "{#id}", ":   def", "*[a]: b", "---", "===", "***", "[ ] t", '" onclick="',
    "&lt;b&gt;", "&#x202e;", "{{ x }}", "--8<-- 'f'", "\u2028# H", "\x0c", "</span>", "<!-- ", "]]>", "<?php", "*", "_",
    "ə", " ", "a",
]  # fmt: skip


class _Skeleton(HTMLParser):
    """The tags of a document with their attributes, without inline marks and text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, Any]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"em", "strong", "span", "code"}:
            self.tags.append((tag, sorted((name, value) for name, value in attrs if name not in {"alt", "title"})))


def skeleton(body: str) -> list[tuple[str, Any]]:
    parser = _Skeleton()
    parser.feed(markdown.markdown(body, extensions=EXTENSIONS))
    return parser.tags


def a_guide(body: str) -> Guide:
    front = GuideFrontMatter(title="A title", summary="A summary.", audience="school", order=1, minutes=1)
    return Guide("a-guide", front, body, 8, "content/guides/a-guide.md")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_translation_changes_the_structure_of_a_page(speaking: Callable[..., Language], data: st.DataObject) -> None:
    """With hostile translations of every block, the page has the tags, links and classes of the English page."""
    hostile = st.lists(st.sampled_from(ATTACKS), min_size=1, max_size=4).map("".join)
    texts = {
        message.key: data.draw(st.one_of(hostile, hostile.map(lambda text, old=message.text: f"{text}{old}")))
        for message in guide_messages(a_guide(BODY))
    }
    translated = translate_guide(a_guide(BODY), speaking("az", texts))
    english = translate_guide(a_guide(BODY), Language("en"))
    # The untitled box has its English default title only in English.
    assert skeleton(translated.markdown) == skeleton(english.markdown)
    assert "<script" not in markdown.markdown(translated.markdown, extensions=EXTENSIONS)


def test_a_guide_in_english_is_the_guide_with_ids(guide: Callable[[str], Guide]) -> None:
    """English is not changed but for the ids of its headings."""
    english = translate_guide(guide(BODY), Language("en"))
    assert re.sub(r" \{ #[\w-]+ \}", "", english.markdown) == BODY
    assert english.missing == 0


def test_headings_have_the_same_ids_in_every_language(
    guide: Callable[[str], Guide], speaking: Callable[..., Language]
) -> None:
    """Ids come from the English text; a second equal heading gets a number."""
    azerbaijani = speaking("az", {("", "First steps"): "İlk addımlar"})
    shown = translate_guide(guide(BODY), azerbaijani).markdown
    assert re.findall(r"^#+ .*{ #(\S+) }$", shown, re.MULTILINE) == ["first-steps", "first-steps_1"]
    assert "## İlk addımlar { #first-steps_1 }" in shown


def test_an_id_that_the_author_gave_is_kept(guide: Callable[[str], Guide]) -> None:
    """Attributes of a heading stay, and the id is added only where none is."""
    found = translate_guide(guide("## One { #own .x }\n\n## Two { .y }\n"), Language("en"))
    assert found.markdown == "## One { #own .x }\n\n## Two { #two .y }\n"


def test_blocks_without_translation_are_english_and_marked(
    guide: Callable[[str], Guide], speaking: Callable[..., Language]
) -> None:
    """Title, summary and every block fall back one by one and are counted."""
    found = translate_guide(guide("One.\n\nTwo.\n"), speaking("az", {("", "One."): "Bir.", ("", "A title"): "Ad"}))
    assert found.markdown == "Bir.\n\n<span lang='en'>Two.</span>\n"
    assert (found.title, found.title.language) == ("Ad", "az")
    assert (found.summary, found.summary.language) == ("A summary.", "en")
    assert found.missing == 2


def test_a_translation_that_leads_elsewhere_falls_back(
    guide: Callable[[str], Guide], speaking: Callable[..., Language]
) -> None:
    """Link targets are the author's, not the translator's."""
    source = "See [the page](a.md)."
    found = translate_guide(guide(source), speaking("az", {("", source): "Bax: [səhifə](b.md)."}))
    assert found.markdown == f"<span lang='en'>{source}</span>"


def test_a_fuzzy_translation_is_not_shown(guide: Callable[[str], Guide], speaking: Callable[..., Language]) -> None:
    """A translator must decide first."""
    found = translate_guide(guide("One."), speaking("az", {("", "One."): "Bir."}, fuzzy=True))
    assert found.markdown == "<span lang='en'>One.</span>"


def test_a_box_without_title_gets_a_translated_one(
    guide: Callable[[str], Guide], speaking: Callable[..., Language]
) -> None:
    """Python-Markdown would print the English class name."""
    found = translate_guide(guide("!!! note\n    One.\n"), speaking("az", {("", "Note"): "Qeyd", ("", "One."): "Bir."}))
    assert found.markdown == '!!! note "Qeyd"\n    Bir.\n'


def test_links_and_code_of_the_source_keep_their_meaning() -> None:
    """What the English block has may stand in the translation too."""
    source = "Open [the report](a.md#x){ .md-button } with `guzgu build` or <https://example.org>, *now*.[^1]"
    translation = "*İndi* `guzgu build` və ya <https://example.org> ilə [hesabatı](a.md#x){ .md-button } açın.[^1]"
    assert inline_translation(source, translation) == translation


@pytest.mark.parametrize(
    ("translation", "shown"),
    [
        ("<b>a</b>", "&#60;b&#62;a&#60;/b&#62;"),
        ("a\n\n# b", "a # b"),
        ("# a", "&#35; a"),
        ("- a", "&#45; a"),
        ("2021. a", "2021&#46; a"),
        ("a | b", "a &#124; b"),
        ("a {: .x }", "a &#123;: .x &#125;"),
        ("`a`", "&#96;a&#96;"),
        ("Bakı & Gəncə", "Bakı &#38; Gəncə"),
        ("**a** _b_", "&#42;&#42;a&#42;&#42; &#95;b&#95;"),
        ("a \\* b", "a &#42; b"),
    ],
)
def test_a_translation_is_put_in_as_text(translation: str, shown: str) -> None:
    """Marks that the source does not have become plain characters."""
    assert inline_translation("Plain source.", translation) == shown


@pytest.mark.parametrize(
    ("source", "translation", "shown"),
    [
        ("One **two** *three*.", "*Üç* bir **iki**.", "*Üç* bir **iki**."),
        ("One **two**.", "**Bir** **iki**.", None),
        ("One **two**.", "Bir _iki_.", None),
        ("One two.", "Bir *iki*.", "Bir &#42;iki&#42;."),
        ("Run `a` now.", "`a` `a`", "`a` &#96;a&#96;"),
        ("Run `a` now.", "İndi işlədin.", None),
        ("Run `a` or `b`.", "` x `a` və ya `b`.", None),
        ("Ten&nbsp;percent.", "On\N{NO-BREAK SPACE}faiz.", "On faiz."),
    ],
)
def test_emphasis_and_code_stand_as_often_as_in_the_source(source: str, translation: str, shown: str | None) -> None:
    assert inline_translation(source, translation) == shown


@pytest.mark.parametrize(
    ("translation", "shown"),
    [
        ('[Bax](a.md "Səhifə").', '[Bax](a.md "Səhifə").'),
        ("[Bax](a.md '<b> \"x\" *y*').", '[Bax](a.md "&#60;b&#62; &#34;x&#34; &#42;y&#42;").'),
        ("[Bax](a.md).", None),
        ('[Bax](b.md "The page").', None),
    ],
)
def test_the_words_of_a_title_are_translated_and_its_target_is_not(translation: str, shown: str | None) -> None:
    assert inline_translation('See [it](a.md "The page").', translation) == shown


def test_link_targets_are_links_images_references_and_bare_addresses() -> None:
    """Code does not count."""
    found = link_targets("[a](b.md) ![c](d.png) [e][f] https://g.example. `[h](i)`")
    assert sorted(found) == [("", "](b.md)"), ("", "][f]"), ("", "https://g.example"), ("!", "](d.png)")]


def test_the_id_of_a_heading_is_what_mkdocs_makes_of_it() -> None:
    """Links that authors wrote for the generated ids keep working."""
    heading = "What **does** `guzgu` do, and [why](x.md)? It's _easy_ – 100%"
    page = markdown.markdown(f"# {heading}", extensions=["toc"])
    found = re.search(r'id="([^"]*)"', page)
    assert found
    assert slug(heading) == found[1]


def test_messages_of_a_guide_name_their_line_in_the_file(guide: Callable[[str], Guide]) -> None:
    """Lines count from the top of the file, front matter included."""
    lines = {message.text: message.places[0].line for message in guide_messages(guide("One.\n\n## Two\n"))}
    assert lines == {"A title": 1, "A summary.": 1, "One.": 8, "Two": 10}


@pytest.mark.parametrize("path", sorted(Path("content/guides").glob("*.md")), ids=lambda path: path.stem)
def test_the_projects_guides_have_one_structure_in_all_languages(path: Path, speaking: Callable[..., Language]) -> None:
    """A page whose texts are all replaced has the tags of the English page."""
    body = path.read_text(encoding="utf-8").split("---\n", 2)[2]
    kept = r"`[^`]*`|\]\([^)]*\)|\{[^}]*\}|e"
    texts = {
        message.key: re.sub(kept, lambda found: "ə" if found[0] == "e" else found[0], message.text)
        for message in guide_messages(a_guide(body))
    }
    translated = translate_guide(a_guide(body), speaking("az", texts))
    assert translated.missing == 0
    assert skeleton(translated.markdown) == skeleton(translate_guide(a_guide(body), Language("en")).markdown)


def test_a_bracket_behind_a_backslash_begins_no_link() -> None:
    assert link_targets(r"\[x](read.md)") == Counter()
    assert link_targets(r"\\[x](read.md)") == link_targets("[x](read.md)")
    assert inline_translation("See [this](read.md).", r"Bax: \[bu](read.md).") is None
