"""Two steps to a page: cutting at slots and filling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from generator.render.slots import compile_slots, in_lines, slot

KEYS = st.text("abcdefgh.123", min_size=1)
TEXTS = st.text().filter(lambda text: "<slot" not in text)


@given(st.lists(st.tuples(TEXTS, KEYS)), TEXTS, st.data())
def test_filling_puts_every_value_where_its_slot_stood(
    parts: list[tuple[str, str]], end: str, data: st.DataObject
) -> None:
    values = {key: data.draw(st.text(), label=key) for _, key in parts}
    html = "".join(text + str(slot(key)) for text, key in parts) + end
    expected = "".join(text + values[key] for text, key in parts) + end

    assert compile_slots(html).fill(values) == expected


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        compile_slots(f"<p>{slot('a')}</p>").fill({"b": "1"})


def test_filling_in_order_wants_exactly_as_many_values_as_slots() -> None:
    slotted = compile_slots(f"{slot('a')}-{slot('a')}")

    assert slotted.fill_in_order(["1", "2"]) == "1-2"
    with pytest.raises(ValueError, match="2 slots, 1 values"):
        slotted.fill_in_order(["1"])


@given(st.text())
def test_no_text_of_content_can_become_a_slot(text: str) -> None:
    assert compile_slots(str(escape(text + "<slot a>"))).keys == ()


def test_a_value_that_looks_like_a_slot_stays_what_it_is() -> None:
    assert compile_slots(f"[{slot('a')}]").fill({"a": "<slot a>"}) == "[<slot a>]"


@pytest.mark.parametrize("key", ["", "a<b", "a>b"])
def test_a_key_that_could_be_markup_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="not a key"):
        slot(key)


@given(st.lists(st.tuples(TEXTS, KEYS)), TEXTS, st.data())
def test_pieces_joined_later_are_the_html_that_filling_gives(
    parts: list[tuple[str, str]], end: str, data: st.DataObject
) -> None:
    values = {key: data.draw(st.lists(st.text()), label=key) for _, key in parts}
    slotted = compile_slots("".join(text + str(slot(key)) for text, key in parts) + end)

    assert "".join(slotted.pieces_filled(values)) == slotted.fill(
        {key: "".join(value) for key, value in values.items()}
    )


@given(st.lists(st.lists(st.text(), min_size=1)))
def test_blocks_of_pieces_stand_one_below_the_other(blocks: list[list[str]]) -> None:
    assert "".join(in_lines(blocks)) == "\n".join("".join(block) for block in blocks)
