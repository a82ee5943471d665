"""The one way a catalogue is written: no wrapped lines, source order, no dates.

One physical line for one text keeps the differences in a pull request to the words that changed. The form is that of
`msgcat --no-wrap`, but for one file on each `#:` line, so that a file more is a line more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from generator.model.catalogue import Domain, SourceMessage
from generator.translation.catalogue_file import CatalogueFile, Entry
from generator.translation.merge import in_source_order
from generator.translation.po_reading import parse_catalogue

_ESCAPES: Final = str.maketrans(
    {
        "\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r",
        "\a": "\\a", "\b": "\\b", "\f": "\\f", "\v": "\\v",
    }
)  # fmt: skip


def catalogue_text(catalogue: CatalogueFile) -> str:
    """The text of a catalogue file, ending with a line end."""
    blocks = [_header_block(catalogue), *("\n".join(_entry_lines(entry)) for entry in catalogue.entries)]
    return "\n\n".join(blocks) + "\n"


def canonical_text(text: str, language: str, domain: Domain, messages: Sequence[SourceMessage] = ()) -> str:
    """The canonical form of a catalogue's text: comments and order are those of the messages that it has.

    Raises CatalogueSyntaxError when it cannot be understood.
    """
    return catalogue_text(in_source_order(parse_catalogue(text, language, domain), messages))


def _header_block(catalogue: CatalogueFile) -> str:
    fields = "".join(f"{name}: {value}\n" for name, value in catalogue.headers.items())
    return "\n".join(
        [*_prefixed("#", catalogue.remarks), *_statement("", "msgid", ""), *_statement("", "msgstr", fields)]
    )


def _entry_lines(entry: Entry) -> Iterator[str]:
    yield from _prefixed("#", entry.remarks)
    yield from _prefixed("#.", entry.comment.split("\n") if entry.comment else ())
    yield from _prefixed("#:", entry.paths)
    flags = (["fuzzy"] if entry.is_fuzzy else []) + list(entry.flags)
    if flags:
        yield f"#, {', '.join(flags)}"
    start = "#~ " if entry.is_obsolete else ""
    if entry.previous:
        previous_start = "#~| " if entry.is_obsolete else "#| "
        yield from _names(previous_start, entry.previous.context, entry.previous.text, entry.previous.plural)
    yield from _names(start, entry.context, entry.text, entry.plural)
    if not entry.plural:
        yield from _statement(start, "msgstr", entry.forms[0])
        return
    for index, form in enumerate(entry.forms):
        yield from _statement(start, f"msgstr[{index}]", form)


def _names(start: str, context: str, text: str, plural: str) -> Iterator[str]:
    if context:
        yield from _statement(start, "msgctxt", context)
    yield from _statement(start, "msgid", text)
    if plural:
        yield from _statement(start, "msgid_plural", plural)


def _prefixed(mark: str, lines: tuple[str, ...] | list[str]) -> Iterator[str]:
    return (f"{mark} {line}".rstrip() for line in lines)


def _statement(start: str, keyword: str, text: str) -> Iterator[str]:
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    if len(lines) > 1 or (keyword == "msgstr" and text.endswith("\n") and lines):
        yield f'{start}{keyword} ""'
        yield from (f'{start}"{line.translate(_ESCAPES)}"' for line in lines)
    else:
        yield f'{start}{keyword} "{text.translate(_ESCAPES)}"'
