"""What stands around the repository for people who translate: the hook."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.load.project import load_project
from generator.write.catalogues import update_catalogues
from tests.conftest import IS_NIGHTLY, ROOT
from tests.small_project import make_small_project

PO = "translations/az/LC_MESSAGES/guides.po"


class Clone:
    """A repository of the small project with our hook switched on."""

    def __init__(self, folder: Path) -> None:
        self.root = make_small_project(folder / "project")
        tools = folder / "tools"
        tools.mkdir()
        guzgu = tools / "guzgu"
        guzgu.write_text(
            f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m generator "$@"\n', encoding="utf-8"
        )
        guzgu.chmod(0o755)
        self.path = f"{tools}:{os.environ['PATH']}"
        self.git("init", "--quiet")
        self.git("config", "core.hooksPath", str(ROOT / ".githooks"))
        update_catalogues(load_project(self.root))
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--message", "Begin")

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
        environment = os.environ | {"PATH": self.path, "GIT_CONFIG_GLOBAL": "/dev/null"}
        command = ["git", *identity, *arguments]
        return subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, check=False)

    def committed(self, text: str) -> subprocess.CompletedProcess[str]:
        (self.root / PO).write_text(text, encoding="utf-8")
        self.git("add", PO)
        return self.git("commit", "--message", "Words")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    return Clone(tmp_path_factory.mktemp("clone"))


@pytest.mark.skipif(not IS_NIGHTLY, reason="one of the two is enough by day")
def test_the_hook_commits_a_catalogue_in_its_form(clone: Clone) -> None:
    before = (clone.root / PO).read_text(encoding="utf-8")
    wrapped = before.replace('msgid "Old"', 'msgid ""\n"Ol"\n"d"').replace('msgid "First"', 'msgid ""\n"Fi"\n"rst"')
    changed = wrapped.replace("oxuyun", "açın")
    assert changed not in (wrapped, before)
    result = clone.committed(changed)

    assert result.returncode == 0, result.stderr
    assert clone.git("show", f"HEAD:{PO}").stdout == before.replace("oxuyun", "açın")


def test_the_hook_names_what_is_wrong_and_commits_nothing(clone: Clone) -> None:
    before = (clone.root / PO).read_text(encoding="utf-8")
    commit = clone.git("rev-parse", "HEAD").stdout
    result = clone.committed(before.replace("təlimatı](second.md", "təlimatı](other.md"))

    assert result.returncode != 0
    assert f"{PO}:" in result.stderr
    assert clone.git("rev-parse", "HEAD").stdout == commit
