"""The theme around a school's report: MkDocs renders it once per language, each report is put into it."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from html import escape
from pathlib import Path

from generator.model.output import HtmlPage
from generator.write.mkdocs_site import FRAME_ARTICLE, FRAME_PATH, FRAME_SUMMARY, FRAME_TITLE

_FRAME_ADDRESS = posixpath.dirname(FRAME_PATH)


@dataclass(frozen=True, slots=True)
class Frame:
    """A rendered page with places for title, summary, address and article."""

    html: str

    @classmethod
    def taken_from(cls, rendered: Path) -> Frame:
        """Take the frame out of MkDocs' output, so that it is never published itself."""
        path = rendered / _FRAME_ADDRESS / "index.html"
        html = path.read_text(encoding="utf-8")
        return cls(html)

    def page(self, page: HtmlPage) -> str:
        """The whole page of one report."""
        address = posixpath.dirname(page.path).removeprefix(f"{page.language}/")
        html = self.html.replace(_FRAME_ADDRESS, address)
        html = html.replace(FRAME_TITLE, escape(str(page.title))).replace(FRAME_SUMMARY, escape(str(page.summary)))
        before, _, after = html.partition(f"<div>{FRAME_ARTICLE}</div>")
        return "".join((before, page.article, after))
