"""What a translation may change, and what not: words, but no placeholders, link targets or markup (T004 to T006, T013).

A translation that breaks a rule is not shown; the source text is. Names of placeholders are compared as sets, because
a language may need a number twice; targets and markup are compared with their number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple, TypeVar

_PLACEHOLDER: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_LIKE_A_PLACEHOLDER: Final = re.compile(r"[%$]?[{(][^{}()\s]{1,40}[)}]s?|%\w+|[{}]")
"""What people and programs make of a placeholder: {Count}, %(count)s, {count."""
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


_Piece = TypeVar("_Piece")


class Finding(NamedTuple):
    """A broken rule: its code, what is wrong, what to do, and where."""

    code: str
    message: str
    remedy: str
    offset: int | None = None
    """Where in the text the faulty piece begins, from 0; none where the text as a whole is at fault."""


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
        at_start = any(_edges(each)[0] != _edges(form)[0] for each in sources)
        at_end = len(form) - form.endswith("\n")
        findings.append(Finding("T006", message, "Keep it the same.", 0 if at_start else at_end))
    elif "\n" in form.strip() and not any("\n" in source.strip() for source in sources):
        message = "A line break stands where the source has none."
        inner = form.index("\n", len(form) - len(form.lstrip()))
        findings.append(Finding("T006", message, "Write it on one line, without \\n.", inner))
    limit = MAX_GROWTH * max(map(len, sources)) + SLACK
    if len(form) > limit:
        message = f"The translation has {len(form)} characters, more than {limit}."
        findings.append(Finding("T013", message, "Say it shorter.", limit))
    return findings


def first_surplus(pieces: Iterable[tuple[_Piece, int]], allowed: Counter[_Piece]) -> int | None:
    """Where the first piece stands that is not allowed, or not so often; none when all are. A piece: (what, offset)."""
    left = allowed.copy()
    for piece, offset in pieces:
        if not left[piece]:
            return offset
        left[piece] -= 1
    return None


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
        # Often it is there, but misspelled.
        strange = (each.start() for each in _LIKE_A_PLACEHOLDER.finditer(form) if each[0][1:-1] not in allowed)
        remedy = "Put it where the value belongs, letter by letter."
        return [Finding("T004", f"The translation lost {shown}.", remedy, next(strange, None))]
    if gained:
        shown = ", ".join(f"{{{name}}}" for name in gained)
        known = ", ".join(f"{{{name}}}" for name in sorted(allowed)) or "none"
        offset = min(form.index(f"{{{name}}}") for name in gained)
        return [Finding("T004", f"The source has no {shown}.", f"Known here: {known}.", offset)]
    return []


def _check_markup(sources: list[str], form: str) -> list[Finding]:
    """The same tags, and none of another tool's marks."""
    if not any(_tags(source) == _tags(form) for source in sources):
        tags = ((_tag(found[1]), found.start()) for found in _TAG.finditer(form))
        offset = first_surplus(tags, _tags(sources[-1]))
        message = "The translation has other HTML tags than the source."
        return [Finding("T006", message, "Keep those of the source.", offset)]
    foreign = _marks(form)
    if foreign and not any(_marks(source) == foreign for source in sources):
        offset = first_surplus(((mark[0], mark.start()) for mark in _FOREIGN.finditer(form)), _marks(sources[-1]))
        mark = _FOREIGN.match(form, offset or 0) or _FOREIGN.search(form)
        message = f"The translation has '{mark[0] if mark else ''}', which the source does not have so."
        return [Finding("T006", message, "Write words only.", offset)]
    return []


def _check_targets(sources: list[str], form: str) -> list[Finding]:
    """The same addresses: translators change the words of a link."""
    if any(_targets(source) == _targets(form) for source in sources):
        return []
    pieces = ((found[1] or found[2] or "", found.start(found.lastindex or 0)) for found in _TARGET.finditer(form))
    offset = first_surplus(pieces, _targets(sources[-1]))
    targets = " and ".join(f"'{target}'" for target in sorted(_targets(sources[0])))
    remedy = f"Keep {targets} as in the source." if targets else "Write no link here."
    return [Finding("T005", "The link targets differ from the source's.", remedy, offset)]


def _targets(text: str) -> Counter[str]:
    """Link targets, images and bare addresses with their number."""
    return Counter(one or other for one, other in _TARGET.findall(text))


def _tags(text: str) -> Counter[str]:
    return Counter(map(_tag, _TAG.findall(text)))


def _tag(name: str) -> str:
    return re.sub(r"\s", "", name).lower()


def _marks(text: str) -> Counter[str]:
    return Counter(_FOREIGN.findall(text))
