"""The workflows of the code host, run here step by step for a pull request from a fork and the branch it is for."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from markdown_it import MarkdownIt

from generator.load.project import load_project
from generator.render.pull_request_comment import MAX_BYTES, pull_request_comment
from generator.write.catalogues import update_catalogues
from tests.conftest import IS_NIGHTLY, ROOT
from tests.small_project import make_small_project
from tests.workflow_runs import WORKFLOWS, Machine, Step, read_workflow

NAMES: Final = sorted(path.name for path in WORKFLOWS.glob("*.yml"))
CHECK: Final = "translations.yml"
COMMENT: Final = "translations-comment.yml"
PO: Final = "translations/az/LC_MESSAGES/guides.po"
COMMIT: Final = "c0ffee" * 6 + "c0ff"
KEYS: Final = {
    "workflow": {"name", "on", "permissions", "concurrency", "jobs"},
    "job": {"runs-on", "timeout-minutes", "permissions", "outputs", "steps", "needs", "if"},
    "step": {"name", "id", "if", "env", "run", "uses", "with"},
}
"""The keys of the workflow syntax that we use; the code host refuses a workflow with one that it does not know."""
EVENT: Final[Mapping[str, Any]] = {
    "repository": "school/guzgu",
    "event": {
        "pull_request": {"number": 7, "head": {"repo": {"full_name": "stranger/guzgu"}}},
        "workflow_run": {
            "id": 42,
            "event": "pull_request",
            "conclusion": "failure",
            "html_url": "https://example.org/runs/42",
            "head_branch": "$(touch spoiled)`touch spoiled`",
            "head_sha": COMMIT,
            "head_repository": {"full_name": "stranger/guzgu", "owner": {"login": "stranger"}},
        },
    },
}
PULLS: Final = json.dumps([{"number": 6, "head": {"sha": "0" * 40}}, {"number": 7, "head": {"sha": COMMIT}}])


def steps(name: str) -> Iterator[dict[str, Any]]:
    for job in read_workflow(name)["jobs"].values():
        yield from job["steps"]


@pytest.mark.parametrize("name", NAMES)
def test_code_of_a_pull_request_never_meets_a_token_that_may_write(name: str) -> None:
    """What may write runs no action and nothing that is checked out; what runs such code may only read."""
    found = read_workflow(name)
    assert found["permissions"] == {}
    assert set(found["on"]) <= {"pull_request", "workflow_run"}
    for job in found["jobs"].values():
        runs = " ".join(step.get("run", "") for step in job["steps"])
        if "write" in job["permissions"].values():
            assert "pull_request" not in found["on"]
            assert job["permissions"] == {"pull-requests": "write"}
            assert not any("uses" in step for step in job["steps"])
            assert not re.search(r"guzgu|python|make|download", runs)
        else:
            assert set(job["permissions"].values()) == {"read"}
        if "pull_request" in found["on"]:
            assert job["permissions"] == {"contents": "read"}
    for step in steps(name):
        assert "secrets." not in json.dumps(step)
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False
            # The default is what the event is about: never a commit that somebody names.
            assert not {"ref", "repository"} & step["with"].keys()


@pytest.mark.parametrize("name", NAMES)
def test_steps_of_others_are_pinned_and_no_text_of_a_stranger_becomes_a_command(name: str) -> None:
    lines = (WORKFLOWS / name).read_text(encoding="utf-8").splitlines()
    for line in lines:
        if "uses:" in line:
            assert re.search(r"uses: actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line)
    for step in steps(name):
        if "run" in step:
            assert "${{" not in step["run"]
            subprocess.run(["bash", "-n"], input=step["run"], text=True, check=True)


@pytest.mark.parametrize("name", NAMES)
def test_a_workflow_has_only_keys_that_the_code_host_knows(name: str) -> None:
    found = read_workflow(name)
    assert found.keys() <= KEYS["workflow"]
    for job in found["jobs"].values():
        assert job.keys() <= KEYS["job"]
        assert set(job.get("needs", "").split()) <= found["jobs"].keys()
        for step in job["steps"]:
            assert step.keys() <= KEYS["step"]
            assert ("run" in step) != ("uses" in step)


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    environment = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of the small project with its Makefile, set up already: nothing is fetched."""
    root = make_small_project(tmp_path_factory.mktemp("base") / "project")
    update_catalogues(load_project(root))
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, root)
    (root / ".gitignore").write_text(".venv/\n.build/\nsite\n", encoding="utf-8")
    (root / ".venv/bin").mkdir(parents=True)
    guzgu = root / ".venv/bin/guzgu"
    guzgu.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m generator "$@"\n', encoding="utf-8")
    guzgu.chmod(0o755)
    (root / ".venv/installed").touch()
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Begin")
    return root


def pull_request(base: Path, folder: Path, old: str, new: str) -> Machine:
    """A machine with the commit that joins the branch and a pull request from a fork."""
    workspace = Path(shutil.copytree(base, folder / "workspace"))
    file = workspace / PO
    text = file.read_text(encoding="utf-8")
    assert old in text
    git(workspace, "switch", "--quiet", "--create", "theirs")
    file.write_text(text.replace(old, new), encoding="utf-8")
    git(workspace, "commit", "--quiet", "--all", "--message", "Words")
    git(workspace, "switch", "--quiet", "--detach", "HEAD^")
    git(workspace, "merge", "--quiet", "--no-ff", "--message", "Merge", "theirs")
    return Machine(workspace, folder, EVENT, folder / "artifacts")


def failed(done: list[Step]) -> list[str]:
    return [step.name for step in done if step.exit_code]


def our_code(folder: Path, machine: Machine, needs: Mapping[str, Any] | None = None) -> Machine:
    """A machine of the comment: the default branch, and nothing of the pull request but what it left."""
    workspace = folder / "ours"
    workspace.mkdir(exist_ok=True)
    if not (workspace / "generator").exists():
        (workspace / "generator").symlink_to(ROOT / "generator")
    return Machine(workspace, folder / "comment", EVENT, machine.artifacts, PULLS, needs or {})


def commented(folder: Path, machine: Machine) -> list[list[str]]:
    """What `gh` was asked by both jobs that write the comment."""
    (folder / "comment").mkdir()
    done, outputs = our_code(folder, machine).run(COMMENT, "write")
    assert failed(done) == []
    posting = our_code(folder, machine, {"write": {"outputs": outputs}})
    done, _ = posting.run(COMMENT, "post")
    assert failed(done) == []
    return posting.asked


def test_a_mistake_of_a_fork_fails_the_check_beside_its_line_and_is_told_in_a_comment(
    base: Path, tmp_path: Path
) -> None:
    """Every step of both workflows, in the order in which the code host runs them."""
    machine = pull_request(base, tmp_path, "təlimatı](second.md", "təlimatı](https://example.org")
    done, _ = machine.run(CHECK, "check")
    line = (machine.workspace / PO).read_text(encoding="utf-8").split("(https://example.org")[0].count("\n") + 1

    assert failed(done) == ["Remarks beside the lines"]
    remarks = next(step.output for step in done if step.name == "Remarks beside the lines")
    assert f"::error file={PO},line={line},col=27,title=T005::" in remarks
    assert f"`{PO}:{line}:27`" in machine.summary
    download, api, comment = commented(tmp_path, machine)
    assert download[:3] == ["run", "download", "42"]
    assert f"head=stranger:{EVENT['event']['workflow_run']['head_branch']}" in api
    assert comment[:5] == ["pr", "comment", "7", "--repo", "school/guzgu"]
    assert f"`{PO}:{line}:27` | **T005**" in comment[6]
    assert not list(tmp_path.rglob("spoiled"))


@pytest.mark.skipif(not IS_NIGHTLY, reason="one check is enough by day")
def test_a_catalogue_that_an_editor_wrapped_passes(base: Path, tmp_path: Path) -> None:
    """A translator with Poedit cannot run our commands; a notice tells whoever merges."""
    old = 'msgstr "[İkinci təlimatı](second.md \\"İkinci təlimat\\") oxuyun."'
    new = 'msgstr ""\n"[İkinci təlimatı](second.md \\"İkinci "\n"təlimat\\") açın."'
    machine = pull_request(base, tmp_path, old, new)
    done, _ = machine.run(CHECK, "check")

    assert failed(done) == []
    assert "::notice::" in next(step.output for step in done if step.name == "The form of catalogues")
    *_, comment = commented(tmp_path, machine)
    assert "No problems were found." in comment[6]


@pytest.mark.skipif(not IS_NIGHTLY, reason="builds a site")
def test_the_preview_names_the_pages_that_change_and_leaves_the_site(base: Path, tmp_path: Path) -> None:
    machine = pull_request(base, tmp_path, 'təlimat\\") oxuyun', 'təlimat\\") açın')
    done, _ = machine.run(CHECK, "preview")

    assert failed(done) == []
    assert "## Pages that change: az" in machine.summary
    assert "az/guides/start/index.html" in machine.summary
    assert "change: ru" not in machine.summary
    assert (machine.artifacts / "site-to-look-at" / "az/guides/start/index.html").is_file()


@pytest.mark.parametrize("pulls", ["[]", '[{"number": 7, "head": {"sha": "1"}}]', '[{"number": "1 --web"}]'])
def test_without_a_pull_request_of_that_commit_nothing_is_posted(tmp_path: Path, pulls: str) -> None:
    """A newer commit has a check of its own."""
    needs = {"write": {"outputs": {"comment": "Words"}}}
    machine = Machine(tmp_path, tmp_path, EVENT, tmp_path / "artifacts", pulls, needs)
    done, _ = machine.run(COMMENT, "post")
    assert failed(done) == []
    assert [asked[0] for asked in machine.asked] == ["api"]


def test_a_check_that_left_nothing_gets_no_comment(tmp_path: Path) -> None:
    machine = our_code(tmp_path, Machine(tmp_path, tmp_path, EVENT, tmp_path / "artifacts"))
    machine.folder.mkdir()
    done, outputs = machine.run(COMMENT, "write")
    assert (failed(done), outputs) == ([], {"comment": ""})


ROW: Final = {"path": "a.po", "line": 1, "column": 1, "code": "T016", "severity": "error", "message": "M", "remedy": ""}
HOSTILE: Final = (
    b"",
    b"\xff",
    b"[" * 100_000,
    b"{}[]",
    b'{"a": "@everyone"}',
    b'["@everyone"]',
    json.dumps([ROW | {"code": "@everyone"}]).encode(),
    json.dumps([ROW | {"severity": "@everyone"}]).encode(),
    json.dumps([ROW | {"line": "@everyone"}]).encode(),
    json.dumps([ROW | {"message": ["@everyone"]}]).encode(),
    json.dumps([ROW | {"message": "x" * MAX_BYTES}]).encode(),
    json.dumps([ROW | {"path": "😀" * 300, "message": "😀" * 300, "remedy": "😀" * 300}] * 100).encode(),
)


@pytest.mark.parametrize("found", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_list_of_ours_is_not_shown(found: bytes) -> None:
    """Nor what is too long to be handed on."""
    comment = pull_request_comment(found, "https://example.org/runs/42")
    assert "no list of problems that can be read" in comment
    assert "@" not in comment


def test_texts_of_a_strangers_list_are_code() -> None:
    """No link, no picture, no name of a person."""
    text = "@everyone ![x](https://example.org/x.png) <b> ` `` ``` | #1\n\n# Heading"
    found = json.dumps([ROW | {"path": text, "message": text, "remedy": text}]).encode()
    tokens = MarkdownIt("commonmark").enable("table").parse(pull_request_comment(found, "https://example.org/runs/42"))
    inline = [child for token in tokens for child in token.children or ()]
    assert [token.content for token in inline if token.type == "code_inline"]
    assert {token.type for token in inline} <= {"text", "code_inline", "strong_open", "strong_close", "em_open",
                                                "em_close", "link_open", "link_close"}  # fmt: skip
    assert [token.attrs["href"] for token in inline if token.type == "link_open"] == ["https://example.org/runs/42"]
    assert not any("@" in token.content for token in inline if token.type == "text")
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h2"]
