"""`guzgu translations review` and `pages`, as they are called."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.small_project import make_small_project
from tests.write.test_revisions import git

GUIDES = "translations/az/LC_MESSAGES/guides.po"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project in a repository; since its tag `first` one sentence of a guide was translated anew."""
    root = make_small_project(tmp_path_factory.mktemp("review"))
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=one")
    git(root, "tag", "first")
    path = root / GUIDES
    text = path.read_text(encoding="utf-8")
    assert 'msgstr "' in text
    start = text.index('msgstr "', text.index("content/guides/start.md")) + len('msgstr "')
    path.write_text(text[:start] + "Yeni: " + text[start:], encoding="utf-8")
    return root


def run(root: Path, *arguments: object) -> Result:
    return CliRunner().invoke(main, ["translations", *map(str, arguments), "--project", str(root)])


def test_a_page_is_written_for_each_catalogue(root: Path, tmp_path: Path) -> None:
    result = run(root, "review", "az", "--no-pdf", "--output", tmp_path)

    assert result.exit_code == 0, result.output
    names = ["review-az-guides.html", "review-az-interface.html", "review-az-questionnaires.html"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_changes_alone_are_listed_when_asked(root: Path, tmp_path: Path) -> None:
    arguments = ("--domain", "guides", "--since", "first", "--only-changes", "--no-pdf", "--output", tmp_path)

    result = run(root, "review", "az", *arguments)

    assert result.exit_code == 0, result.output
    assert (tmp_path / "review-az-guides.html").read_text(encoding="utf-8").count('<th scope="row">') == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("az", "--since", "second"), "the repository has no revision second"),
        (("az", "--since=--all"), "is not the name of a revision"),
        (("xx",), "xx is not a translated language"),
        (("en",), "en is not a translated language"),
        (("az", "--only-changes"), "--only-changes needs --since"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    root: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    result = run(root, "review", *arguments, "--no-pdf", "--output", tmp_path / "out")

    assert result.exit_code == 2
    assert said in result.output
    assert not (tmp_path / "out").exists()


def test_pages_that_a_change_touches_are_listed_and_no_others(root: Path) -> None:
    result = run(root, "pages", "az", "--since", "first")

    assert result.exit_code == 0, result.output
    listed = [line for line in result.output.splitlines() if line.startswith(("az/", "files/"))]
    assert "az/guides/start/index.html" in listed
    assert not any(path.startswith(("az/questionnaires/", "az/results/", "files/")) for path in listed)
