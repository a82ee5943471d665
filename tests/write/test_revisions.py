"""Earlier catalogues are read out of git, and what is no revision is refused in plain words."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from generator.model.catalogue import Domain
from generator.write import revisions
from generator.write.revisions import RevisionError, commit_of, language_at

HEADER = 'msgid ""\nmsgstr ""\n"Language: az\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
GUIDES = "translations/az/LC_MESSAGES/guides.po"


def git(folder: Path, *arguments: str) -> None:
    person = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *person, *arguments], check=True, capture_output=True)


def write_catalogue(root: Path, entries: str) -> None:
    path = root / GUIDES
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + entries, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project in a folder of a repository, with two commits; the first is called `first`."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    root = tmp_path / "project"
    write_catalogue(root, 'msgid "Hello."\nmsgstr "Salam."\n\nmsgid "Bye {name}."\nmsgstr "Sağ ol {ad}."\n')
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message=one")
    git(tmp_path, "tag", "first")
    write_catalogue(root, 'msgid "Hello."\nmsgstr "Salamlar."\n')
    git(tmp_path, "commit", "--quiet", "--all", "--message=two")
    return root


def forms(root: Path, revision: str) -> dict[str, tuple[str, ...]]:
    catalogue = language_at(root, commit_of(root, revision), "az").catalogues[Domain.GUIDES]
    return {text: found.forms for (_, text), found in catalogue.translations.items()}


def test_a_catalogue_is_read_as_it_was(root: Path) -> None:
    assert forms(root, "first")["Hello."] == ("Salam.",)
    assert forms(root, "main")["Hello."] == ("Salamlar.",)
    assert forms(root, "HEAD~1") == forms(root, "first")


def test_what_may_not_be_shown_is_left_out_of_an_earlier_catalogue_too(root: Path) -> None:
    assert "Bye {name}." not in forms(root, "first")


def test_a_language_without_catalogues_at_that_time_is_empty(root: Path) -> None:
    assert language_at(root, commit_of(root, "first"), "ru").catalogues == {}


@pytest.mark.parametrize(
    "revision",
    ["--output=x", "-h", "first:README", "main;id", "$(id)", "a b", "", "main\nmain", "..", "x" * 300, "HEAD^{/`id`}"],
)
def test_what_is_no_name_of_a_revision_never_reaches_git(
    root: Path, revision: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("git was called")

    monkeypatch.setattr(revisions.subprocess, "run", never)

    with pytest.raises(RevisionError, match="is not the name of a revision"):
        commit_of(root, revision)


@pytest.mark.parametrize("revision", ["second", "first..main", "HEAD~9", f"{'0' * 40}"])
def test_a_revision_that_does_not_exist_is_told(root: Path, revision: str) -> None:
    with pytest.raises(RevisionError, match="no revision"):
        commit_of(root, revision)


def test_a_project_outside_a_repository_is_told(tmp_path: Path) -> None:
    with pytest.raises(RevisionError, match="not in a git repository"):
        commit_of(tmp_path, "main")


def test_a_machine_without_git_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(root))

    with pytest.raises(RevisionError, match="git is not installed"):
        commit_of(root, "main")


def test_the_repository_is_that_of_the_project_whatever_the_environment_says(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")

    assert forms(root, "first")["Hello."] == ("Salam.",)


def test_an_earlier_catalogue_that_is_too_large_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revisions, "MAX_BYTES", 10)

    with pytest.raises(RevisionError, match="larger than 10 bytes"):
        language_at(root, commit_of(root, "first"), "az")
