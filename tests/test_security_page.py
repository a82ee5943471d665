"""SECURITY.md speaks of tests and commands that exist."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT

PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
PROMISES = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| promise")]


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:tests|generator)/[^`]*)`", PAGE))))
def test_every_file_that_the_page_names_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("promise", PROMISES, ids=lambda line: line[2:42])
def test_every_promise_names_a_test(promise: str) -> None:
    assert re.search(r"`tests/[\w/]+\.py` *(?:,|\|$)", promise)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_readers_find_the_page(page: str) -> None:
    assert "SECURITY.md" in (ROOT / page).read_text(encoding="utf-8")
