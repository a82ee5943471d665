"""What a translation may change, and what not: words, but no placeholders, link targets or markup (T004 to T006, T013).

A translation that breaks a rule is not shown; the source text is. Names of placeholders are compared as sets, because
a language may need a number twice; targets and markup are compared with their number.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final, NamedTuple

_PLACEHOLDER: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_TARGET: Final = re.compile(r"\]\(\s*<?([^)\s>]*)|(?<![\w(<])<?((?:https?|ftp|mailto|javascript|data):[^\s)>]+)")
_TAG: Final = re.compile(r"<\s*((?:/\s*)?[a-zA-Z][\w-]*|!--|!\[|\?)")
_FOREIGN: Final = re.compile(
    r"\{\{|\}\}|\{%|%\}|\{#|(?<!-)-+8<-+|\{:|\{\s*[.#]|\{[^{}\n=.]{0,99}[=.][^{}\n]{0,99}\}|\]\s*\["
)
_SPECIAL: Final = re.compile(r"[{}<\[\]:]|8<")
"""Without any of these there is nothing to compare."""
MAX_GROWTH: Final = 4
SLACK: Final = 200
"""A translation is at most 4 times as long as its source, and 200 characters: longer is an accident or an attack."""


class Finding(NamedTuple):
    """A broken rule: its code, what is wrong, and what to do."""

    code: str
    message: str
    remedy: str


def check_form(text: str, plural: str, form: str, *, is_for_one: bool = True) -> list[Finding]:
    """What is wrong with one form of a translation of `text` (and `plural`, empty where there is none).

    A form that is not for a single number (`is_for_one_number`) must have every placeholder of the plural.
    """
    sources = [text, plural] if plural else [text]
    findings = []
    if any(_SPECIAL.search(each) for each in (*sources, form)):
        needed = sources if is_for_one else sources[-1:]
        findings = [
            *_check_placeholders(sources, needed, form),
            *_check_markup(sources, form),
            *_check_targets(sources, form),
        ]
    if any(_edges(each) != _edges(form) for each in sources):
        message = "A line break at the beginning or end differs from the source."
        findings.append(Finding("T006", message, "Keep it the same."))
    elif "\n" in form.strip() and not any("\n" in source.strip() for source in sources):
        message = "A line break stands where the source has none."
        findings.append(Finding("T006", message, "Write it on one line, without \\n."))
    limit = MAX_GROWTH * max(map(len, sources)) + SLACK
    if len(form) > limit:
        message = f"The translation has {len(form)} characters, more than {limit}."
        findings.append(Finding("T013", message, "Say it shorter."))
    return findings


def _edges(text: str) -> tuple[bool, bool]:
    """Whether a text begins and ends with a line break."""
    return text.startswith("\n"), text.endswith("\n")


def _check_placeholders(sources: list[str], needed: list[str], form: str) -> list[Finding]:
    """The placeholders that all texts of `needed` have, and none that no source has."""
    found = set(_PLACEHOLDER.findall(form))
    required = set.intersection(*(set(_PLACEHOLDER.findall(source)) for source in needed))
    allowed = set.union(*(set(_PLACEHOLDER.findall(source)) for source in sources))
    lost, gained = sorted(required - found), sorted(found - allowed)
    if lost:
        shown = ", ".join(f"{{{name}}}" for name in lost)
        return [Finding("T004", f"The translation lost {shown}.", "Put it where the value belongs, letter by letter.")]
    if gained:
        shown = ", ".join(f"{{{name}}}" for name in gained)
        known = ", ".join(f"{{{name}}}" for name in sorted(allowed)) or "none"
        return [Finding("T004", f"The source has no {shown}.", f"Known here: {known}.")]
    return []


def _check_markup(sources: list[str], form: str) -> list[Finding]:
    """The same tags, and none of another tool's marks."""
    if not any(_tags(source) == _tags(form) for source in sources):
        return [Finding("T006", "The translation has other HTML tags than the source.", "Keep those of the source.")]
    foreign = _marks(form)
    if foreign and not any(_marks(source) == foreign for source in sources):
        message = f"The translation has '{next(iter(foreign))}', which the source does not have so."
        return [Finding("T006", message, "Write words only.")]
    return []


def _check_targets(sources: list[str], form: str) -> list[Finding]:
    """The same addresses: translators change the words of a link."""
    if any(_targets(source) == _targets(form) for source in sources):
        return []
    wanted = ", ".join(sorted(_targets(sources[0]))) or "none"
    return [Finding("T005", "The link targets differ from the source's.", f"Keep them: {wanted}.")]


def _targets(text: str) -> Counter[str]:
    """Link targets, images and bare addresses with their number."""
    return Counter(one or other for one, other in _TARGET.findall(text))


def _tags(text: str) -> Counter[str]:
    return Counter(re.sub(r"\s", "", tag).lower() for tag in _TAG.findall(text))


def _marks(text: str) -> Counter[str]:
    return Counter(_FOREIGN.findall(text))
