"""Sealing: bytes that only the holder of a code can read, where anybody can fetch them. The one door to cryptography.

Format GZS1. From the 15 bytes of a code, for each kind and language, HKDF-SHA256 (RFC 5869) gives the name of the file
and a base key. A salt that depends on the content gives the key and nonce of AES-256-GCM (NIST SP 800-38D): the same
content is the same file, and no key and nonce are ever used for two contents. The length is padded by Padmé (Nikitin
and others, PETS 2019), which hides all but its magnitude for at most 12 % more bytes. The browser's end of the same
format is `site_templates/assets/report.js`.
"""

from __future__ import annotations

import hmac
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from generator.model.report_code import CODE_BYTES, ReportCode

KINDS: Final = ("report", "pdf", "plan", "csv", "json", "xlsx", "bundle")
"""What can be sealed: a report, its files, and the ministry's list."""
MAGIC: Final = b"GZS1"
_SALT: Final = 16
_TAG: Final = 16
_KEY, _NONCE = 32, 12
_LENGTH: Final = 4
OVERHEAD: Final = len(MAGIC) + _SALT + _TAG + _LENGTH
"""How many bytes longer than its content, and the zeros behind it, a sealed file is."""


class SealError(Exception):
    """A sealed file does not open: another code, another kind or language, or a damaged file. It says not which."""


def locator(code: ReportCode, kind: str, language: str) -> str:
    """The name of a sealed file without folder and ending: 32 hexadecimal digits that tell nothing without the code."""
    return _derived(code.secret, f"guzgu/v1/locator/{_named(kind, language)}", 16).hex()


def seal(code: ReportCode, kind: str, language: str, content: bytes) -> bytes:
    """The sealed file. The same arguments give the same bytes. Raises ValueError for an unknown kind."""
    name = _named(kind, language)
    padded = pad(content)
    salt = hmac.digest(_derived(code.secret, f"guzgu/v1/salt/{name}", 32), padded, "sha256")[:_SALT]
    key, nonce = key_and_nonce(code, kind, language, salt)
    head = MAGIC + salt
    return head + AESGCM(key).encrypt(nonce, padded, head + name.encode())


def open_sealed(code: ReportCode, kind: str, language: str, blob: bytes) -> bytes:
    """The content of a sealed file. Raises SealError."""
    head, sealed = blob[: len(MAGIC) + _SALT], blob[len(MAGIC) + _SALT :]
    if len(blob) < OVERHEAD or not head.startswith(MAGIC):
        raise SealError("this is no sealed file")
    key, nonce = key_and_nonce(code, kind, language, head[len(MAGIC) :])
    try:
        padded = AESGCM(key).decrypt(nonce, sealed, head + _named(kind, language).encode())
    except InvalidTag as error:
        raise SealError("the file does not open with this code") from error
    length = int.from_bytes(padded[:_LENGTH], "big")
    if length > len(padded) - _LENGTH:
        raise SealError("the file says that it is longer than it is")
    return padded[_LENGTH : _LENGTH + length]


def key_and_nonce(code: ReportCode, kind: str, language: str, salt: bytes) -> tuple[bytes, bytes]:
    """The key (32 bytes) and nonce (12 bytes) that the salt at a sealed file's start stands for."""
    base = _derived(code.secret, f"guzgu/v1/seal/{_named(kind, language)}", 32)
    both = _derived(base, "guzgu/v1/aead", _KEY + _NONCE, salt)
    return both[:_KEY], both[_KEY:]


def school_code(ministry: ReportCode, school: str) -> ReportCode:
    """The code under which the ministry reads one school's report of a round; it gives neither of the others away."""
    return ReportCode(_derived(ministry.secret, f"guzgu/v1/school/{school}", CODE_BYTES))


def pad(content: bytes) -> bytes:
    """The content behind its length (4 bytes), with zeros up to `padded_length`. Raises OverflowError from 4 GB on."""
    stated = len(content).to_bytes(_LENGTH, "big")
    return b"".join((stated, content, bytes(padded_length(_LENGTH + len(content)) - _LENGTH - len(content))))


def padded_length(length: int) -> int:
    """Padmé: the next length whose binary number has no more significant digits than its magnitude has digits."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    free = exponent - exponent.bit_length()
    mask = (1 << max(free, 0)) - 1
    return length + mask & ~mask


def _named(kind: str, language: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"no kind of sealed file: {kind}")
    return f"{kind}/{language}"


def _derived(secret: bytes, info: str, length: int, salt: bytes | None = None) -> bytes:
    return HKDF(SHA256(), length, salt, info.encode()).derive(secret)
