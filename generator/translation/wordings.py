"""What is a message at all, and how one becomes a Wording."""

from __future__ import annotations

from generator.model.catalogue import Domain, Language, Wording


def has_words(text: str) -> bool:
    """Whether there is anything to translate: `5` and `-` are the same in every language."""
    return any(character.isalpha() for character in text)


def wording_of(language: Language, domain: Domain, context: str, text: str) -> Wording:
    """The text in `language`, or in English where that lacks; a text without words belongs to every language."""
    return language.wording(domain, context, text) if has_words(text) else Wording(text, language.code)
