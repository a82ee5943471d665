"""A picture stands in a guide as its source names it, in the reader's language where there is one."""

from __future__ import annotations

from typing import Final

from generator.model.content import Guide, GuideFrontMatter
from generator.model.output import OutputFile
from generator.render.guide_pages import guide_pages
from generator.render.guide_pictures import picture_files, with_pictures
from generator.translation.guide_blocks import translate_guide
from generator.write.sanitising import sanitised
from tests.conftest import this_project
from tests.render.page_project import environment, language


def png(width: int, height: int) -> bytes:
    """The beginning of a picture, which says its size."""
    return b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + width.to_bytes(4) + height.to_bytes(4)


PICTURES: Final = {("en", "page.png"): png(640, 400), ("az", "page.png"): png(600, 300), ("en", "list.png"): png(9, 9)}


def test_a_picture_is_shown_in_the_language_of_the_page_or_in_english() -> None:
    """With its size, so that the text does not jump when it comes, and only when the reader gets there."""
    text = "Look:\n\n![A “page” & a list](pictures/page.png)\n\n![A list](pictures/list.png)\n"
    assert with_pictures(text, PICTURES, "az") == (
        'Look:\n\n<img src="../../../assets/guides/az/page.png" alt="A “page” &amp; a list" width="600" height="300"'
        ' loading="lazy">\n\n<img src="../../../assets/guides/en/list.png" alt="A list" width="9" height="9"'
        ' loading="lazy">\n'
    )


def test_words_of_a_picture_cannot_leave_their_place() -> None:
    """A translator wrote them: a quotation mark or a tag stays a sign."""
    shown = with_pictures('![&#60;b&#62; " onerror="x](pictures/page.png)', PICTURES, "ru")
    assert 'alt="&lt;b&gt; &quot; onerror=&quot;x"' in shown
    assert sanitised(shown).dropped == ()


def test_code_that_shows_how_a_picture_is_written_stays_code() -> None:
    text = "```md\n![A page](pictures/page.png)\n```\n\n`![A page](pictures/page.png)`\n"
    assert with_pictures(text, PICTURES, "az") == text


def test_a_picture_that_does_not_exist_is_left_out() -> None:
    assert with_pictures("![A page](pictures/other.png)", PICTURES, "az") == ""


def test_every_picture_is_a_file_of_the_site() -> None:
    assert next(picture_files(PICTURES)) == OutputFile("assets/guides/en/page.png", PICTURES["en", "page.png"])
    assert len(list(picture_files(PICTURES))) == len(PICTURES)


def test_english_words_of_a_picture_say_their_language_on_another_page() -> None:
    front = GuideFrontMatter(title="A title", summary="A summary.", audience="school", order=1, minutes=1)
    guide = Guide("a-guide", front, "![What it shows](pictures/page.png)\n", 8, "content/guides/a-guide.md")
    translated = translate_guide(guide, language("az"))
    page = guide_pages(environment("az"), [(guide, translated)], (), PICTURES)[-1]
    assert '<span lang=\'en\'><img src="../../../assets/guides/az/page.png" alt="What it shows"' in page.body


def test_each_picture_of_our_guides_is_there_in_each_language_and_shown() -> None:
    """A reader of Russian sees pages in Russian."""
    project = this_project()
    names = {name for _, name in project.pictures}
    assert set(project.pictures) == {(code, name) for code in project.settings.languages for name in names}
    bodies = "".join(guide.body for guide in project.guides)
    assert names
    assert all(f"](pictures/{name})" in bodies for name in names)
