"""Style sheets, scripts and the libraries that pages load: copied from this project and from installed packages.

Nothing is vendored: lunr comes with the installed MkDocs, Vega with the installed vl-convert.
"""

from __future__ import annotations

from pathlib import Path

from generator.model.output import OutputFile
from generator.write.mkdocs_site import search_engine

_TEXT_SUFFIXES = {".css", ".js", ".svg"}


def asset_files(root: Path) -> tuple[OutputFile, ...]:
    """Everything below `assets/` of the site."""
    folder = root / "site_templates" / "assets"
    own = (path for path in sorted(folder.rglob("*")) if path.suffix in _TEXT_SUFFIXES)
    return (
        *(OutputFile(f"assets/{path.relative_to(folder).as_posix()}", path.read_bytes()) for path in own),
        OutputFile("assets/lunr.js", search_engine()),
    )
