"""What a native reviewer signed: each translation by a digest, so that what changes later is seen not to be signed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Final

from generator.model.catalogue import Catalogue, MessageKey, SourceMessage

_LENGTH: Final = 12
"""Hexadecimal digits: among ten thousand translations two are alike by chance once in five million catalogues."""


def translation_digest(key: MessageKey, forms: tuple[str, ...]) -> str:
    """The digest of a message with its translation."""
    return hashlib.sha256(json.dumps([*key, *forms]).encode("ascii")).hexdigest()[:_LENGTH]


def is_reviewed(catalogue: Catalogue, key: MessageKey) -> bool:
    """Whether the reviewer signed this translation as it is now.

    A signature that says nothing of single translations, written by hand, covers them all.
    """
    if not catalogue.reviewer:
        return False
    if catalogue.reviewed is None:
        return True
    return translation_digest(key, catalogue.translations[key].forms) in catalogue.reviewed


def usable_digests(catalogue: Catalogue, messages: Iterable[SourceMessage]) -> frozenset[str]:
    """The digests of everything that is shown of these messages."""
    found = ((message.key, catalogue.translations.get(message.key)) for message in messages)
    return frozenset(translation_digest(key, each.forms) for key, each in found if each and each.is_usable)
