"""The inline Markdown of one block of a guide: what a translation may contain, and how it is put into the guide.

A translation comes from somebody we do not know. It is put in as text: only the marks that the English block has keep
their meaning (code, link targets, attributes), everything that could begin a structure, a tag or another link is
written as a character reference, which a browser shows as the plain character.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final

from generator.load.message_checks import first_surplus
from generator.translation.plain_words import blanked
from generator.translation.wordings import has_words

_CODE: Final = r"(?<![`\\])(?P<marks>`+)(?!`).*?(?<!`)(?P=marks)(?!`)"
_AUTOLINK: Final = r"<(?:https?://|mailto:)[^<>\s]*>|<[^<>@\s]+@[^<>\s]+>"
_TARGET: Final = r"\]\((?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
_TITLED = re.compile(r"(\]\((?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*))\s+(?:\"([^\"\n]*)\"|'([^'\n]*)')\s*\)")
"""A target with a title, whose words are translated."""
_REFERENCE: Final = r"\]\[[^\[\]\n]*\]"
_FOOTNOTE: Final = r"\[\^[^\[\]\s]+\]"
_ATTRIBUTES: Final = r"\{:?[^{}\n]*\}"
_SHORTCODE: Final = r":[a-z][a-z0-9_+-]*:"
_ENTITY: Final = r"&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+|#[xX][0-9A-Fa-f]+);"
MARKS = re.compile("|".join((_CODE, _AUTOLINK, _TARGET, _REFERENCE, _FOOTNOTE, _ATTRIBUTES, _SHORTCODE, _ENTITY)))
"""What of a block nobody translates: code, addresses, attributes and the like."""

# A bracket behind an odd number of backslashes is a bracket.
_LINK = re.compile(rf"(?<!\\)(?:\\\\)*(?P<image>!?)\[(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*(?P<target>{_TARGET}|{_REFERENCE})")
_CODE_SPAN: Final = re.compile(_CODE)
_NOTE: Final = re.compile(_FOOTNOTE)
_BARE_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//[^\s<>\"')\]]+|\bwww\.[^\s<>\"')\]]+", re.IGNORECASE)

_CHARACTER_REFERENCES: Final = str.maketrans({character: f"&#{ord(character)};" for character in '<>{}`|"\\&'})
_ESCAPED = re.compile(r"\\([*_\[\]()#+.!-])")
_EMPHASIS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)")
_OPENING = re.compile(
    r"#|[+-]|~~~|===|///|\?\?\?|!!!|:\s|[*](?=[\s\[]|$)|\[(?=\^[^\]]*\]:|[ xX]\](?:\s|$))|(?:[*_]\s*){3,}$"
    r"|(?P<number>\d+)(?=[.)](?:\s|$))"
)
"""What would begin a heading, a list, a box, a table and so on at the beginning of a line."""


def has_inline_words(text: str) -> bool:
    """Whether a block has words besides code, addresses and attributes."""
    return has_words(MARKS.sub(" ", text))


def link_targets(text: str) -> Counter[tuple[str, str]]:
    """Everything a block leads to or shows: (`!` for an image, target), with how often it stands there.

    Of a title only that there is one counts. References and footnotes count by their names, a bare address by itself.
    """
    return Counter(piece for piece, _ in link_pieces(text))


def link_pieces(text: str) -> list[tuple[tuple[str, str], int]]:
    """What `link_targets` counts, each with where its target begins in the text, in order."""
    outside_code = blanked(_CODE_SPAN, text)
    found = [
        ((link["image"], _untitled(link["target"])), link.start("target") + 2) for link in _LINK.finditer(outside_code)
    ]
    found += ((("", note[0]), note.start()) for note in _NOTE.finditer(outside_code))
    found += ((("", each[0].rstrip(".,;:!?")), each.start()) for each in _BARE_ADDRESS.finditer(outside_code))
    return sorted(found, key=lambda piece: piece[1])


def inline_translation(source: str, translation: str) -> str | None:
    """The translation as inline Markdown that cannot change the structure around it, on one line.

    None when it leads elsewhere than the source, lacks code that the source has, emphasises where the source does
    otherwise, or says nothing.
    """
    text = " ".join(_visible(translation).split())
    if not text or link_targets(text) != link_targets(source):
        return None
    marks = Counter(_untitled(mark[0]) for mark in MARKS.finditer(source))
    parts = _cut_at_marks(text, marks)
    left_out = marks - Counter(map(_untitled, parts[1::2]))
    if not all(mark.startswith("&") for mark in left_out):  # a character may be written as itself
        return None
    wanted, found = _emphasis(MARKS.sub(" ", source)), _emphasis(" ".join(parts[::2]))
    if wanted and wanted != found:
        return None
    # Where the source has no emphasis, a star is a star.
    parts[::2] = map(_plain if wanted else _plain_without_emphasis, parts[::2])
    return _without_opening("".join(parts))


def strange_mark(source: str, translation: str) -> int | None:
    """Where the first mark stands for which `inline_translation` refuses a text; none where one only lacks."""
    allowed = Counter(_untitled(mark[0]) for mark in MARKS.finditer(source))
    pieces = [(_untitled(mark[0]), mark.start()) for mark in MARKS.finditer(translation)]
    left_out = allowed - Counter(piece for piece, _ in pieces)
    if not all(mark.startswith("&") for mark in left_out):
        return first_surplus(pieces, allowed)
    plain = blanked(_ESCAPED, blanked(MARKS, translation))
    return first_surplus(
        ((each[0], each.start()) for each in _EMPHASIS.finditer(plain)), _emphasis(MARKS.sub(" ", source))
    )


def _cut_at_marks(text: str, allowed: Counter[str]) -> list[str]:
    """Plain text, a mark, plain text, ..., plain text. Each mark stands at most as often as `allowed` says."""
    parts: list[str] = []
    left = allowed.copy()
    position = 0
    for mark in MARKS.finditer(text):
        if left[_untitled(mark[0])]:
            left[_untitled(mark[0])] -= 1
            parts += (text[position : mark.start()], _with_plain_title(mark[0]))
            position = mark.end()
    return [*parts, text[position:]]


def _untitled(mark: str) -> str:
    """A mark without the words of its title."""
    return _TITLED.sub(r'\1 "")', mark)


def _with_plain_title(mark: str) -> str:
    return _TITLED.sub(lambda found: f'{found[1]} "{_plain_without_emphasis(found[2] or found[3] or "")}")', mark)


def in_english(text: str) -> str:
    """English text on a page of another language, marked as such for screen readers and hyphenation."""
    return f"<span lang='en'>{text}</span>"


def slug(text: str) -> str:
    """The id of a heading, as MkDocs makes it from the English text."""
    shown = re.sub(r"(?<!\w)_+|_+(?!\w)", "", MARKS.sub(_shown, text))
    ascii_text = unicodedata.normalize("NFKD", shown).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", ascii_text).strip().lower())


def _shown(mark: re.Match[str]) -> str:
    return mark[0].strip("` ") if mark[0].startswith("`") else ""


def _visible(text: str) -> str:
    # Control characters and line separators would be line ends for some reader of the file.
    return "".join(" " if unicodedata.category(character) in {"Cc", "Zl", "Zp"} else character for character in text)


def _emphasis(text: str) -> Counter[str]:
    """The marks of emphasis of a text without code and links, with how often they stand there."""
    return Counter(_EMPHASIS.findall(_ESCAPED.sub(" ", text)))


def _plain_without_emphasis(text: str) -> str:
    return _plain(text).replace("*", "&#42;").replace("_", "&#95;")


def _plain(text: str) -> str:
    """Write as character references what means something to Markdown, but for emphasis."""
    parts = _ESCAPED.split(text)  # text, escaped character, text, ...
    return "".join(f"&#{ord(part)};" if position % 2 else _referenced(part) for position, part in enumerate(parts))


def _referenced(text: str) -> str:
    safe = text.translate(_CHARACTER_REFERENCES)
    safe = re.sub(r"\](?=[(\[:]|$)", "&#93;", safe)
    safe = safe.replace("[^", "&#91;^")
    return re.sub(r":(?=[a-z][a-z0-9_+-]*:)", "&#58;", safe)


def _without_opening(text: str) -> str:
    opening = _OPENING.match(text)
    if not opening:
        return text
    if number := opening["number"]:
        return f"{number}&#{ord(text[len(number)])};{text[len(number) + 1 :]}"
    return f"&#{ord(text[0])};{text[1:]}"
