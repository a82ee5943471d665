"""Git merges catalogues with our driver: real repositories, real branches."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.model.catalogue import Domain
from generator.translation.catalogue_file import Entry
from generator.translation.po_reading import parse_catalogue
from tests.conftest import ROOT

PO = "translations/az/LC_MESSAGES/guides.po"
HEADER = 'msgid ""\nmsgstr ""\n"Language: az\\n"\n'


class Repository:
    """A git repository with one catalogue, and our driver switched on as CONTRIBUTING.md says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / PO
        self.file.parent.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch", "main")
        (folder / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
        driver = f'"{sys.executable}" -m generator translations merge-driver %O %A %B'
        self.git("config", "merge.guzgu-po.driver", driver)

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
        environment = os.environ | {"PYTHONPATH": str(ROOT), "GIT_CONFIG_GLOBAL": "/dev/null"}
        command = ["git", *identity, *arguments]
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)

    def commit(self, text: str, branch: str = "") -> None:
        if branch:
            self.git("checkout", "--quiet", "-B", branch, "main")
        self.file.write_text(text, encoding="utf-8")
        self.git("add", "--all")
        assert self.git("commit", "--quiet", "--message", "Words").returncode == 0

    def merged(self, before: str, ours: str, theirs: str) -> subprocess.CompletedProcess[str]:
        self.commit(before)
        self.commit(theirs, "theirs")
        self.commit(ours, "ours")
        return self.git("merge", "theirs")

    def entries(self) -> tuple[Entry, ...]:
        return parse_catalogue(self.file.read_text(encoding="utf-8"), "az", Domain.GUIDES).entries


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def po(**forms: str) -> str:
    return HEADER + "".join(f'\nmsgid "{text}"\nmsgstr "{form}"\n' for text, form in forms.items())


def test_git_joins_translations_of_neighbours(repository: Repository) -> None:
    merge = repository.merged(po(One="", Two=""), po(One="Bir", Two=""), po(One="", Two="İki"))

    assert merge.returncode == 0, merge.stderr
    assert [entry.forms for entry in repository.entries()] == [("Bir",), ("İki",)]
    assert repository.git("status", "--porcelain").stdout == ""


def test_a_true_conflict_stays_visible_as_fuzzy_with_both_texts(repository: Repository) -> None:
    merge = repository.merged(po(One="", Two=""), po(One="Bir", Two=""), po(One="Tək", Two="İki"))
    one, two = repository.entries()

    assert merge.returncode == 0
    assert "Translated in two ways" in merge.stdout + merge.stderr
    assert (one.forms, one.is_fuzzy, one.remarks) == (("Bir",), True, ('The other version says: "Tək"',))
    assert (two.forms, two.is_fuzzy) == (("İki",), False)


def test_a_file_that_is_no_catalogue_is_left_to_git_and_stops_the_merge(repository: Repository) -> None:
    """A driver that guessed would lose what it did not understand."""
    broken = po(One="Tək").replace('"Tək"', '"Tək')
    merge = repository.merged(po(One=""), po(One="Bir"), broken)
    text = repository.file.read_text(encoding="utf-8")

    assert merge.returncode == 1
    assert "<<<<<<<" in text
    assert "Bir" in text
    assert "Tək" in text
