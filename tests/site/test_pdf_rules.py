"""Every PDF that people download keeps the rules of PDF/UA-1, with the numbers of the real rounds in it."""

from __future__ import annotations

from pathlib import Path

import page
import pytest

from tests.conftest import IS_NIGHTLY

pytestmark = pytest.mark.site


def test_every_pdf_of_the_site_keeps_the_rules_of_pdf_ua(site: Path) -> None:
    """By day those of schools in English, whose tables differ with results; the others are of tests/every_paper.py."""
    found = sorted((site / "files").rglob("*.pdf" if IS_NIGHTLY else "results/**/*-en.pdf"))
    reports = {path.relative_to(site): page.validate_pdf_bytes(path.read_bytes(), profile="ua1") for path in found}

    assert len(reports) > 5
    assert {str(path): report.failures for path, report in reports.items() if not report.is_compliant} == {}
