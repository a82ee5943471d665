"""The server for writers: it reloads pages after a change, and shows a broken file in the page instead of dying."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.build import BuildOptions, build
from generator.cli import main
from tests.conftest import ROOT
from tests.small_project import make_small_project, snapshot

pytestmark = pytest.mark.slow

WAIT = 120


class Served:
    """A running `guzgu serve` and the news that it sends to open pages."""

    def __init__(self, project: Path, address: str) -> None:
        self.project = project
        self.address = address
        self._events = urllib.request.urlopen(f"{address}guzgu-serve/events", timeout=WAIT)

    def news(self) -> dict[str, Any]:
        """The next state that open pages are told."""
        while True:
            line = self._events.readline().decode()
            if line.startswith("data: "):
                state: dict[str, Any] = json.loads(line.removeprefix("data: "))
                return state

    def close(self) -> None:
        self._events.close()

    def page(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=WAIT) as answer:
            text: str = answer.read().decode()
        return text


@contextlib.contextmanager
def serving(project: Path, *options: str) -> Iterator[str]:
    """The address of `guzgu serve` while it runs."""
    command = [sys.executable, "-u", "-m", "generator", "serve", "--port", "0", "--project", str(project), *options]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert process.stderr is not None
    try:
        yield next(match[0] for line in process.stderr if (match := re.search(r"http://[\d.]+:\d+/", line)))
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    project = make_small_project(tmp_path / "project")
    with serving(project) as address:
        running = Served(project, address)
        yield running
        running.close()


def test_server_rebuilds_reloads_and_survives_a_fault(served: Served) -> None:
    first = served.news()
    (guide, *_) = sorted((served.project / "content" / "guides").glob("*.md"))
    sound = guide.read_text(encoding="utf-8")

    assert first["problems"] == []
    assert "guzgu-serve/reload.js" in served.page("en/index.html")
    assert "EventSource" in served.page("guzgu-serve/reload.js")
    with urllib.request.urlopen(f"{served.address}en/index.html", timeout=WAIT) as answer:
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]

    guide.write_text(sound + "\nA sentence that is new.\n", encoding="utf-8")
    second = served.news()
    assert second["build"] > first["build"]
    assert "A sentence that is new." in served.page(f"en/guides/{guide.stem}/index.html")

    guide.write_text("no front matter\n", encoding="utf-8")
    third = served.news()
    assert [problem["code"] for problem in third["problems"]] == ["G001"]
    assert "<h1" in served.page("en/index.html")

    guide.write_text(sound, encoding="utf-8")
    assert served.news()["problems"] == []


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with its site in one language."""
    project = make_small_project(tmp_path_factory.mktemp("built") / "project")
    assert build(BuildOptions(project, with_pdfs=False, languages=("en",))).published
    return project


def test_server_gives_nothing_outside_the_site(built: Path) -> None:
    with serving(built, "--built") as address:
        for path in ("../mkdocs.yml", "..%2fmkdocs.yml", "%2e%2e/mkdocs.yml"):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(address + path, timeout=WAIT)

            assert refused.value.code == 404


def test_site_that_was_built_is_shown_as_it_is(built: Path) -> None:
    """Whoever looks before the upload uploads what they saw."""
    project = built
    before = snapshot(project)
    with serving(project, "--built") as address:
        (project / "content" / "guides" / "start.md").write_text("no front matter", encoding="utf-8")
        with urllib.request.urlopen(f"{address}en/index.html", timeout=WAIT) as answer:
            assert b"<html" in answer.read()
    (project / "content" / "guides" / "start.md").unlink()

    after = snapshot(project)
    assert {path: after.get(path) for path in before if not path.startswith("content/guides/start")} == {
        path: content for path, content in before.items() if not path.startswith("content/guides/start")
    }


def test_without_a_site_there_is_nothing_to_show(tmp_path: Path) -> None:
    project = make_small_project(tmp_path / "project")
    told = CliRunner().invoke(main, ["serve", "--built", "--project", str(project)])

    assert told.exit_code != 0
    assert "run guzgu build first" in told.stderr
