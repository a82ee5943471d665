"""What is sealed opens with its own code, kind and language, and with nothing else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.report_code import ReportCode, parse_code
from generator.write.sealing import (
    KINDS,
    SealError,
    key_and_nonce,
    locator,
    open_sealed,
    pad,
    padded_length,
    school_code,
    seal,
)
from tests.conftest import IS_NIGHTLY

VECTORS = json.loads((Path(__file__).parent / "sealed_vectors.json").read_text(encoding="utf-8"))
WRONG_CODES = 10_000
REBUILDS, SCHOOLS = (20, 5_000) if IS_NIGHTLY else (2, 500)
CODE = ReportCode(bytes(range(15)))
codes = st.binary(min_size=15, max_size=15).map(ReportCode)
kinds = st.sampled_from(KINDS)
languages = st.sampled_from(["az", "ru", "en"])


def derived(secret: bytes, info: str, length: int) -> bytes:
    """HKDF-SHA256 with an empty salt, written down from RFC 5869."""
    pseudorandom = hmac.digest(b"", secret, "sha256")
    block, found = b"", b""
    for number in range(1, 1 + -(-length // 32)):
        block = hmac.digest(pseudorandom, block + info.encode() + bytes([number]), "sha256")
        found += block
    return found[:length]


def near_misses(code: ReportCode) -> list[ReportCode]:
    """Codes that differ in one bit."""
    number = int.from_bytes(code.secret, "big")
    return [ReportCode((number ^ 1 << bit).to_bytes(15, "big")) for bit in range(120)]


@pytest.mark.parametrize("case", VECTORS["sealed"], ids=lambda case: case["what"])
def test_known_content_is_sealed_to_known_bytes(case: dict[str, str]) -> None:
    """The same file is opened by the browser's tests."""
    code, kind, language = parse_code(case["code"]), case["kind"], case["language"]
    content, blob = base64.b64decode(case["content"]), base64.b64decode(case["blob"])

    assert seal(code, kind, language, content) == blob
    assert open_sealed(code, kind, language, blob) == content
    assert locator(code, kind, language) == case["locator"]


def test_the_ministry_has_a_code_of_its_own_for_each_school() -> None:
    known = VECTORS["ministry"]
    ministry = parse_code(known["code"])

    assert school_code(ministry, known["school"]) == parse_code(known["school_code"])
    assert len({school_code(ministry, f"S{number}") for number in range(1000)} | {ministry}) == 1001


@given(codes, kinds, languages)
def test_names_of_files_follow_from_the_code_by_the_standard(code: ReportCode, kind: str, language: str) -> None:
    assert locator(code, kind, language) == derived(code.secret, f"guzgu/v1/locator/{kind}/{language}", 16).hex()


@given(codes, kinds, languages, st.binary(max_size=3000))
def test_what_was_sealed_comes_back(code: ReportCode, kind: str, language: str, content: bytes) -> None:
    blob = seal(code, kind, language, content)

    assert open_sealed(code, kind, language, blob) == content
    assert seal(code, kind, language, content) == blob


@given(codes, st.lists(st.tuples(kinds, languages), min_size=2, max_size=2, unique=True), st.binary(max_size=300))
def test_file_in_the_place_of_another_of_the_same_code_does_not_open(
    code: ReportCode, names: list[tuple[str, str]], content: bytes
) -> None:
    (kind, language), other = names
    blob = seal(code, kind, language, content)

    assert locator(code, kind, language) != locator(code, *other)
    with pytest.raises(SealError):
        open_sealed(code, *other, blob)


def test_wrong_codes_open_nothing_and_lead_nowhere() -> None:
    chance = random.Random(1)
    blob, name = seal(CODE, "report", "az", b"The report of a school."), locator(CODE, "report", "az")
    wrong = near_misses(CODE)
    wrong += [ReportCode(chance.randbytes(15)) for _ in range(WRONG_CODES - len(wrong))]
    opened = 0
    for code in wrong:
        opened += locator(code, "report", "az") == name
        with pytest.raises(SealError):
            open_sealed(code, "report", "az", blob)

    assert opened == 0


def test_no_flipped_bit_goes_unnoticed() -> None:
    """Every bit of every byte: format, salt, content, zeros, tag."""
    blob = seal(CODE, "report", "az", random.Random(2).randbytes(1200))
    flips = 0
    for place in range(len(blob)):
        for bit in range(8):
            damaged = blob[:place] + bytes([blob[place] ^ 1 << bit]) + blob[place + 1 :]
            flips += 1
            with pytest.raises(SealError):
                open_sealed(CODE, "report", "az", damaged)

    assert flips >= 10_000


@given(st.binary(max_size=200))
def test_bytes_that_nobody_sealed_are_refused(blob: bytes) -> None:
    for found in (blob, b"GZS1" + blob):
        with pytest.raises(SealError):
            open_sealed(CODE, "report", "az", found)


@given(st.binary(max_size=500), st.integers(0, 600))
def test_file_that_was_cut_is_refused(content: bytes, length: int) -> None:
    blob = seal(CODE, "pdf", "ru", content)

    with pytest.raises(SealError):
        open_sealed(CODE, "pdf", "ru", blob[: min(length, len(blob) - 1)])


def test_no_key_and_nonce_are_used_for_two_contents() -> None:
    """Builds of all schools again and again; each time half of the reports changed."""
    chance = random.Random(3)
    used: dict[bytes, bytes] = {}
    contents: dict[int, bytes] = {}
    for _ in range(REBUILDS):
        for school in range(SCHOOLS):
            code = ReportCode(hashlib.sha256(str(school).encode()).digest()[:15])
            if school not in contents or chance.random() < 0.5:
                contents[school] = chance.randbytes(40)
            blob = seal(code, "report", "az", contents[school])
            pair = b"".join(key_and_nonce(code, "report", "az", blob[4:20]))
            assert used.setdefault(pair, contents[school]) == contents[school]

    assert len(used) > REBUILDS * SCHOOLS * 0.45


@given(st.integers(0, 2**32 - 5))
def test_padding_costs_at_most_an_eighth_and_leaves_few_lengths(length: int) -> None:
    padded = padded_length(length)

    assert length <= padded <= length * 9 / 8 + 1
    assert padded_length(padded) == padded
    # As many significant binary digits as the magnitude has binary digits (Padmé).
    assert len(bin(padded).rstrip("0")) - 2 <= max(length.bit_length().bit_length(), 1) + 1


def test_reports_of_nearly_the_same_length_have_the_same_length() -> None:
    lengths = {len(seal(CODE, "report", "az", bytes(length))) for length in range(98_400, 100_300)}

    assert len(lengths) == 1


@given(st.binary(max_size=5000))
def test_padded_content_begins_with_its_length(content: bytes) -> None:
    padded = pad(content)

    assert padded == len(content).to_bytes(4, "big") + content + bytes(len(padded) - 4 - len(content))
    assert len(padded) == padded_length(4 + len(content))


def test_length_that_a_code_s_holder_made_up_is_refused() -> None:
    """Whoever has the code can seal; a length beyond the end must not be read."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt = bytes(16)
    key, nonce = key_and_nonce(CODE, "report", "az", salt)
    head = b"GZS1" + salt
    blob = head + AESGCM(key).encrypt(nonce, (5).to_bytes(4, "big") + b"abcd", head + b"report/az")

    with pytest.raises(SealError, match="longer"):
        open_sealed(CODE, "report", "az", blob)


def test_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="kind"):
        seal(CODE, "letter", "az", b"")
