"""The same reports as Markdown pages for MkDocs with Material: front matter, then the article as one block of HTML.

A block of HTML is what Markdown passes on untouched, so this is the cheapest way to bring such a page to MkDocs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

_BEGIN, _END = '<article class="gz-report"', "</article>"
_CONFIG = {
    "site_name": "Güzgü",
    "theme": {"name": "material", "font": False},
    "plugins": [],
    "nav": [{"Start": "index.md"}],
    "not_in_nav": "/schools/",
}


def make_material_site(folder: Path, pages: Iterable[Path]) -> None:
    """Write a plain MkDocs project whose pages are the articles of finished HTML pages; search is off."""
    schools = folder / "docs" / "schools"
    schools.mkdir(parents=True)
    (folder / "docs" / "index.md").write_text("# Start\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(json.dumps(_CONFIG, ensure_ascii=False), encoding="utf-8")
    for page in pages:
        html = page.read_text(encoding="utf-8")
        article = html[html.index(_BEGIN) : html.rindex(_END) + len(_END)]
        title = json.dumps(page.parent.name)
        (schools / f"{page.parent.name}.md").write_text(f"---\ntitle: {title}\n---\n\n{article}\n", encoding="utf-8")
