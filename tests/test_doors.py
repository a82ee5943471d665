"""Each third-party library has one door, and exact counts have none into the pages."""

import ast
from pathlib import Path

import pytest

GENERATOR = Path(__file__).parent.parent / "generator"

DOORS = {
    "yaml": {"load/strict_yaml.py"},
    "polib": {"load/catalogues.py"},
    "scipy": {"compute/audit_program.py"},
    "numpy": {"compute/audit_program.py"},
    "duckdb": {"load/results.py"},
    "jinja2": {"render/environment.py"},
    "altair": {"render/charts.py"},
    "vl_convert": {"render/chart_drawing.py"},
    "babel": {"render/locale_format.py"},
    "segno": {"render/qr.py"},
    "xlsxwriter": {"render/xlsx.py"},
    "openpyxl": {"load/xlsx_cells.py"},
    "weasyprint": {"write/pdf.py"},
    "pydyf": {"write/pdf_form.py"},
    "mkdocs": {"write/mkdocs_site.py"},
    "cryptography": {"write/sealing.py"},
    "nh3": {"write/sanitising.py"},
    "watchdog": {"serve.py"},
    # Commands stand in several files, since one would be too long.
    "click": {
        "cli.py",
        "cli_certificates.py",
        "cli_codes.py",
        "cli_entry.py",
        "cli_options.py",
        "cli_print.py",
        "cli_results.py",
        "cli_review.py",
        "cli_translations.py",
    },
}


def imports_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


@pytest.mark.parametrize("library", DOORS)
def test_library_is_imported_through_its_door_only(library: str) -> None:
    importers = {
        path.relative_to(GENERATOR).as_posix()
        for path in GENERATOR.rglob("*.py")
        if any(name.split(".")[0] == library for name in imports_of(path))
    }

    assert importers == DOORS[library]


def test_pages_and_files_are_made_without_the_records_of_exact_counts() -> None:
    importers = [
        path.relative_to(GENERATOR).as_posix()
        for folder in ("render", "write")
        for path in (GENERATOR / folder).glob("*.py")
        if imports_of(path) & {"generator.model.results", "generator.model.ledger"}
    ]

    assert importers == []
