"""Runs the jobs of a workflow here, as the code host does: each `run` step whole, with the variables it would have.

Actions of others are played: a checkout is the folder that the test made, an uploaded file goes into a folder. So is
`gh`, which only notes what it was asked (`tests/fake_gh.py`). Expressions are worked out as far as ours need it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

import yaml

from tests.conftest import ROOT

WORKFLOWS: Final = ROOT / ".github" / "workflows"
_EXPRESSION: Final = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
_NAME: Final = re.compile(r"[a-z_][\w.-]*", re.IGNORECASE)


def read_workflow(name: str) -> dict[str, Any]:
    """A workflow as data. The key `on` stays a word, which YAML 1.1 would read as a truth value."""
    text = (WORKFLOWS / name).read_text(encoding="utf-8")
    loaded = yaml.safe_load(re.sub(r"^on:", '"on":', text, flags=re.MULTILINE))
    assert isinstance(loaded, dict)
    return loaded


@dataclass
class Step:
    """A step that ran."""

    name: str
    exit_code: int
    output: str


@dataclass
class Machine:
    """One machine of the code host: what jobs see of it, and what they leave."""

    workspace: Path
    folder: Path
    """For everything else."""
    event: Mapping[str, Any]
    artifacts: Path
    """Uploaded files by name; shared by machines."""
    pulls: str = "[]"
    """What the code host answers when asked for pull requests."""
    needs: Mapping[str, Any] = field(default_factory=dict)

    def run(self, workflow: str, job: str) -> tuple[list[Step], dict[str, str]]:
        """The steps of a job up to its end, and its outputs. No steps when its condition does not hold."""
        described = read_workflow(workflow)["jobs"][job]
        context = {"github": {**self.event, "token": "a-token"}, "needs": self.needs, "steps": {}}
        context["runner"] = {"temp": str(self._made("temp"))}
        if not _holds(described.get("if", ""), context, is_failed=False):
            return [], {}
        done: list[Step] = []
        for step in described["steps"]:
            is_failed = any(each.exit_code for each in done)
            if _holds(step.get("if", ""), context, is_failed=is_failed):
                done.append(self._step(step, context))
        return done, {name: _filled(text, context) for name, text in described.get("outputs", {}).items()}

    @property
    def summary(self) -> str:
        """What the page of the run shows."""
        file = self.folder / "summary"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    @property
    def asked(self) -> list[list[str]]:
        """What `gh` was asked, with the text of each comment instead of its file."""
        file = self.folder / "asked"
        lines = file.read_text(encoding="utf-8").split("\0\0")[:-1] if file.exists() else []
        return [line.split("\0") for line in lines]

    def _step(self, step: Mapping[str, Any], context: dict[str, Any]) -> Step:
        given = {name: _filled(str(value), context) for name, value in step.get("with", {}).items()}
        if "uses" in step:
            if "upload-artifact" in step["uses"]:
                kept, path = self._made_in(self.artifacts, given["name"]), Path(given["path"])
                if path.is_dir():
                    shutil.copytree(path, kept, dirs_exist_ok=True)
                else:
                    shutil.copy(path, kept)
            return Step(step["uses"], 0, "")
        script, output = self.folder / "script.sh", self.folder / "output"
        script.write_text(step["run"], encoding="utf-8")
        output.write_text("", encoding="utf-8")
        variables = {name: _filled(str(value), context) for name, value in step.get("env", {}).items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.workspace, env=self._variables() | variables, capture_output=True, text=True, check=False,
        )  # fmt: skip
        context["steps"][step.get("id", "")] = {"outputs": _outputs(output.read_text(encoding="utf-8"))}
        return Step(step.get("name", ""), done.returncode, done.stdout + done.stderr)

    def _variables(self) -> dict[str, str]:
        tools = self._made("tools")
        _tool(tools / "gh", f'exec "{sys.executable}" "{ROOT}/tests/fake_gh.py" "$@"')
        # Without what is installed: a program that runs before anything is set up needs nothing.
        _tool(tools / "python3", f'exec "{sys.executable}" -S "$@"')
        return {
            "CI": "true",
            "FAKE_GH_ARTIFACTS": str(self.artifacts),
            "FAKE_GH_ASKED": str(self.folder / "asked"),
            "FAKE_GH_PULLS": self.pulls,
            "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "HOME": str(self._made("home")),
            "LANG": "C.UTF-8",
            "PATH": f"{tools}:{os.environ['PATH']}",
            "RUNNER_TEMP": str(self._made("temp")),
        }

    def _made(self, name: str) -> Path:
        return self._made_in(self.folder, name)

    @staticmethod
    def _made_in(folder: Path, name: str) -> Path:
        (folder / name).mkdir(parents=True, exist_ok=True)
        return folder / name


def _tool(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    path.chmod(0o755)


def _outputs(text: str) -> dict[str, str]:
    """What a step wrote into GITHUB_OUTPUT: `name<<end`, lines, `end`; or `name=value`."""
    found: dict[str, str] = {}
    lines = iter(text.split("\n"))
    for line in lines:
        name, mark, end = line.partition("<<")
        if mark:
            found[name] = "\n".join(iter(partial(next, lines), end))
        elif "=" in line:
            found[line.partition("=")[0]] = line.partition("=")[2]
    return found


def _filled(text: str, context: Mapping[str, Any]) -> str:
    return _EXPRESSION.sub(lambda found: str(_value(found[1], context)), text)


def _holds(condition: str, context: Mapping[str, Any], *, is_failed: bool) -> bool:
    """Whether a job or step runs: comparisons joined by `&&`. Without any it runs where nothing failed before."""
    inside = _EXPRESSION.fullmatch(condition)
    parts = [part.strip() for part in (inside[1] if inside else condition).split("&&") if part.strip()]
    if "!cancelled()" not in parts and is_failed:
        return False
    return all(_is_true(part, context) for part in parts if part != "!cancelled()")


def _is_true(part: str, context: Mapping[str, Any]) -> bool:
    for operator, wanted in (("==", True), ("!=", False)):
        left, found, right = part.partition(operator)
        if found:
            return (_value(left.strip(), context) == _value(right.strip(), context)) is wanted
    raise ValueError(f"an expression that is not known here: {part}")


def _value(name: str, context: Mapping[str, Any]) -> Any:
    if name.startswith("'"):
        return name.strip("'")
    if not _NAME.fullmatch(name):
        raise ValueError(f"an expression that is not known here: {name}")
    value: Any = context
    for part in name.split("."):
        value = value.get(part, "") if isinstance(value, Mapping) else ""
    return value
