"""What several tests share: the project as a visitor has it, built once."""

from __future__ import annotations

import fcntl
import functools
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.load.project import load_project
from generator.model.project import Project

ROOT = Path(__file__).parent.parent
LANGUAGES = ("az", "ru", "en")
IS_NIGHTLY = bool(os.environ.get("GUZGU_NIGHTLY"))
"""Whether the long checks run in full (`make nightly`); else a smaller number of the same."""


@functools.cache
def this_project() -> Project:
    """The project of this repository, read once in a process: nobody changes a record."""
    return load_project(ROOT)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, so that no worker waits for one at the end; one builds the site, and others need it later."""
    ranks = {(True, True): 0, (False, True): 1, (True, False): 2, (False, False): 3}
    items.sort(key=lambda item: ranks[bool(item.get_closest_marker("site")), bool(item.get_closest_marker("slow"))])


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the whole site, built by the command that users run; the workers of a test run share it.

    GUZGU_TEST_SITE names a site that was built elsewhere, to test that one instead.
    """
    if built_elsewhere := os.environ.get("GUZGU_TEST_SITE"):
        return Path(built_elsewhere).resolve()
    (ROOT / ".build").mkdir(exist_ok=True)
    with (ROOT / ".build" / "test-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        built = subprocess.run(
            [sys.executable, "-m", "generator", "build"], cwd=ROOT, capture_output=True, text=True, check=False
        )
    assert built.returncode == 0, built.stderr
    return (ROOT / "site").resolve()


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """The system's Chromium."""
    from playwright.sync_api import sync_playwright

    from generator.write.machine import chromium_path

    path = chromium_path()
    assert path, "no Chromium on this machine: run make test, which installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[*(["--no-sandbox"] if os.geteuid() == 0 else []), "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()
