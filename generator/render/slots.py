"""Two steps to a page: what all schools share is rendered once with slots, a school's numbers are then joined in.

A slot is written by a template as `{{ slot("key") }}`. Its mark holds a bare `<`, which no content can bring in: the
environment escapes every value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

_MARK = re.compile(r"<slot ([^<>]+)>")


def slot(key: str) -> Markup:
    """The mark of a slot, for templates. `key` is ours (ids and codes), never a text of a reader.

    Raises ValueError when the key could be mistaken for markup.
    """
    if not key or "<" in key or ">" in key:
        raise ValueError(f"not a key of a slot: {key!r}")
    return finished(f"<slot {key}>")


def finished(html: str) -> Markup:
    """HTML that is finished, for a template that would escape it again.

    Only for what came out of the environment, of `fill`, or of drawings of ours: everything in it is escaped already.
    """
    return Markup(html)  # noqa: S704


@dataclass(frozen=True, slots=True)
class SlottedHtml:
    """A piece of HTML cut at its slots: a literal, a slot, a literal, ..., a literal."""

    pieces: tuple[str, ...]
    """The literals, with an empty place between each two."""
    keys: tuple[str, ...]
    """What fills the places."""

    def fill(self, values: Mapping[str, str]) -> str:
        """The HTML with every slot filled. All values must be HTML already; KeyError when one is missing."""
        return self.fill_in_order([values[key] for key in self.keys])

    def fill_in_order(self, values: Sequence[str]) -> str:
        """The HTML with its slots filled one after another; ValueError when there are too few or too many."""
        parts = list(self.pieces)
        try:
            parts[1::2] = values
        except ValueError:
            raise ValueError(f"{len(self.keys)} slots, {len(values)} values") from None
        return "".join(parts)

    def pieces_filled(self, values: Mapping[str, Sequence[str]]) -> list[str]:
        """The HTML in pieces that are joined later, with every slot filled by pieces; KeyError when one is missing.

        For what is large: a page that is joined once is not copied at each of its depths.
        """
        filled = [self.pieces[0]]
        for key, literal in zip(self.keys, self.pieces[2::2], strict=True):
            filled += values[key]
            filled.append(literal)
        return filled


def in_lines(blocks: Iterable[Sequence[str]]) -> list[str]:
    """Blocks of pieces, one below the other."""
    filled: list[str] = []
    for block in blocks:
        filled += block
        filled.append("\n")
    return filled[:-1]


def compile_slots(html: str) -> SlottedHtml:
    """Cut rendered HTML at its slots; neighbouring literals stay one string."""
    pieces = _MARK.split(html)
    keys = tuple(pieces[1::2])
    pieces[1::2] = [""] * len(keys)
    return SlottedHtml(tuple(pieces), keys)
