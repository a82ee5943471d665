"""Style sheets, scripts and the libraries that pages load: copied from this project and from installed packages.

Nothing is vendored: lunr comes with the installed MkDocs, Vega with the installed vl-convert.
"""

from __future__ import annotations

from pathlib import Path

from generator.model.output import OutputFile
from generator.render.offline_report import OfflineAssets
from generator.render.sealed_report_page import STYLES
from generator.write.mkdocs_site import search_engine, theme_sheets
from generator.write.theme_styles import trimmed

_TEXT_SUFFIXES = {".css", ".js", ".svg"}
SEALED_THEME = STYLES[0]
"""The page for sealed reports does not come out of MkDocs, and takes the theme's rules from here."""


def asset_files(root: Path) -> tuple[OutputFile, ...]:
    """Everything below `assets/` of the site."""
    folder = root / "site_templates" / "assets"
    own = (path for path in sorted(folder.rglob("*")) if path.suffix in _TEXT_SUFFIXES)
    return (
        *(OutputFile(f"assets/{path.relative_to(folder).as_posix()}", path.read_bytes()) for path in own),
        OutputFile("assets/lunr.js", search_engine()),
        OutputFile(f"assets/{SEALED_THEME}", _sealed_theme().encode()),
    )


def offline_assets(root: Path) -> OfflineAssets:
    """What a sealed report's file for offline use carries inside. Raises OSError when a file is missing."""
    folder = root / "site_templates" / "assets"
    sheets = [_sealed_theme() if name == SEALED_THEME else _text(folder / name) for name in STYLES]
    scripts = (_text(folder / name) for name in ("report.js", "scheme.js", "site.js"))
    return OfflineAssets("\n".join(sheets), *scripts)


def _sealed_theme() -> str:
    """Material's rules for running text: a report has no other part of it."""
    return "\n".join(trimmed(sheet, frozenset({"md-typeset"})) for sheet in theme_sheets())


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
