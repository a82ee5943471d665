"""A code survives being read from paper and typed, and no mistake in one symbol passes."""

from __future__ import annotations

import contextlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.report_code import ALPHABET, ReportCode, ReportCodeError, parse_code

codes = st.binary(min_size=15, max_size=15).map(ReportCode)


@given(codes)
def test_code_that_is_typed_as_it_is_shown_is_the_code(code: ReportCode) -> None:
    assert parse_code(code.shown) == parse_code(code.compact) == code


@given(codes)
def test_code_has_six_groups_of_four_and_a_check_symbol(code: ReportCode) -> None:
    assert [len(group) for group in code.groups] == [4] * 6 + [1]
    assert set(code.compact) <= set(ALPHABET)


@given(codes, st.integers(0, 10**6))
def test_case_spaces_and_letters_like_digits_make_no_difference(code: ReportCode, seed: int) -> None:
    lookalikes, chance = {"0": "0Oo", "1": "1IiLl"}, random.Random(seed)
    typed = "".join(
        chance.choice(lookalikes.get(symbol, symbol + symbol.lower())) + chance.choice(["", "", " ", "-"])
        for symbol in code.shown
    )

    assert parse_code(f" {typed}\n") == code


@given(codes, st.integers(0, 24), st.integers(1, 31))
def test_every_single_wrong_symbol_is_found(code: ReportCode, place: int, shift: int) -> None:
    symbols = list(code.compact)
    symbols[place] = ALPHABET[(ALPHABET.index(symbols[place]) + shift) % 32]

    with pytest.raises(ReportCodeError, match="check symbol"):
        parse_code("".join(symbols))


@given(codes, st.lists(st.integers(0, 24), min_size=2, max_size=2, unique=True))
def test_every_exchange_of_two_different_symbols_is_found(code: ReportCode, places: list[int]) -> None:
    symbols = list(code.compact)
    first, second = places
    symbols[first], symbols[second] = symbols[second], symbols[first]
    if symbols == list(code.compact):
        return

    with pytest.raises(ReportCodeError):
        parse_code("".join(symbols))


@pytest.mark.parametrize("typed", ["", "-", "0000-0000", "0" * 26, "0" * 24 + "U", "0" * 24 + "Ə", "0" * 24 + "٠"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(ReportCodeError):
        parse_code(typed)


@given(st.text())
def test_any_text_is_a_code_or_refused(typed: str) -> None:
    with contextlib.suppress(ReportCodeError):
        assert len(parse_code(typed).secret) == 15


def test_code_does_not_show_in_a_log() -> None:
    code = ReportCode(b"secret of fifte")

    assert code.compact not in repr(code)
    assert "secret" not in f"{code} {[code]}"


def test_code_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="15 bytes"):
        ReportCode(b"short")
