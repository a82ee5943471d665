"""Pictures of guides: their files, and their places in the text, each in the reader's language where there is one."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Final

from generator.model.catalogue import SOURCE_LANGUAGE
from generator.model.output import OutputFile

_CODE_OR_PICTURE: Final = re.compile(
    r"^(?P<fence>```+|~~~+).*?^(?P=fence)"
    r"|^(?P<before>(?:<span [^<>]*>)?)!\[(?P<words>[^\[\]]*)\]\(pictures/(?P<name>[a-z0-9-]+\.png)\)",
    re.DOTALL | re.MULTILINE,
)
_SIZE: Final = slice(16, 24)
"""Where a PNG file says its width and height, four bytes each."""


def picture_files(pictures: Mapping[tuple[str, str], bytes]) -> Iterator[OutputFile]:
    """The files of pictures, given by language and name."""
    for (language, name), content in pictures.items():
        yield OutputFile(_path(language, name), content)


def with_pictures(markdown: str, pictures: Mapping[tuple[str, str], bytes], language: str) -> str:
    """A guide's text for the page `<language>/guides/<slug>/index.html`, with a picture where its source names one.

    MkDocs would look for the file beside the page, so the tag is written here. A picture that does not exist is left
    out: its fault is told where it stands.
    """

    def tag(found: re.Match[str]) -> str:
        if found["name"] is None:
            return found[0]
        known = ((each, found["name"]) for each in (language, SOURCE_LANGUAGE))
        key = next((key for key in known if key in pictures), None)
        if key is None:
            return found["before"]
        width, height = (int.from_bytes(side) for side in _halves(pictures[key][_SIZE]))
        words = html.escape(html.unescape(found["words"]))
        address = f"../../../{_path(*key)}"
        size = f'width="{width}" height="{height}"'
        return f'{found["before"]}<img src="{address}" alt="{words}" {size} loading="lazy">'

    return _CODE_OR_PICTURE.sub(tag, markdown)


def _path(language: str, name: str) -> str:
    return f"assets/guides/{language}/{name}"


def _halves(content: bytes) -> tuple[bytes, bytes]:
    return content[:4], content[4:]
