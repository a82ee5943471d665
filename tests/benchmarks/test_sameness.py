"""The benchmark compares like with like: pages that differ are found out."""

import pytest

from tests.benchmarks.sameness import first_difference

PAGE = '<html><body><article class="gz-report"><p id="a">Five &amp; <b>{}</b> six</p></article></body></html>'


def test_white_space_and_the_writing_of_numbers_in_attributes_make_no_difference() -> None:
    one = PAGE.format('<rect width="12.50%"/>')
    other = PAGE.format(' <rect\n width="12.5%"></rect>\n').replace("six", "\n six ")

    assert first_difference(one, other) == ""


@pytest.mark.parametrize("other", ["6", "<i>5</i>", '<i class="x"></i>5', ""])
def test_another_word_element_or_attribute_is_found(other: str) -> None:
    assert "after" in first_difference(PAGE.format("5"), PAGE.format(other))


def test_another_width_is_found() -> None:
    found = first_difference(PAGE.format('<rect width="12.50%"/>'), PAGE.format('<rect width="12.51%"/>'))

    assert "12.5%" in found
    assert "12.51%" in found


def test_a_page_without_a_report_is_not_taken_for_an_empty_one() -> None:
    with pytest.raises(ValueError, match="0 articles"):
        first_difference("<html><body><p>5</p></body></html>", PAGE.format("5"))
