"""What a guide shows to be typed works as it stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from generator.cli import main
from generator.load.project import load_project
from generator.model.problem import CODES
from tests.conftest import ROOT
from tests.small_project import make_small_project

GUIDES = sorted((ROOT / "content" / "guides").glob("*.md"))
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
PROBLEM = re.compile(r"\b[YPQRGTBW]\d{3}\b")
"""Not those with S: schools of examples have such ids."""


def blocks(guide: Path, kind: str) -> list[str]:
    return [text for found, text in FENCE.findall(guide.read_text(encoding="utf-8")) if found == kind]


def commands() -> list[str]:
    """Whole lines of consoles, and what stands in the text as code with options."""
    found = [line for guide in GUIDES for block in blocks(guide, "console") for line in block.splitlines()]
    inline = [text for guide in GUIDES for text in re.findall(r"`(guzgu [^`]+)`", guide.read_text(encoding="utf-8"))]
    return sorted({line for line in (*found, *inline) if line.startswith("guzgu ")})


@pytest.mark.parametrize("line", commands())
def test_command_of_a_guide_exists_with_its_options(line: str) -> None:
    """Files and folders of the example need not be there: only names are looked up."""
    command: click.Command = main
    words = shlex.split(line)[1:]
    while words and isinstance(command, click.Group) and words[0] in command.commands:
        command = command.commands[words.pop(0)]
    known = {name for parameter in command.params for name in parameter.opts}
    used = {word.partition("=")[0] for word in words if word.startswith("--")}

    assert command is not main, line
    assert used <= known | {"--help"}


def test_round_of_the_guide_is_a_sound_round(tmp_path: Path) -> None:
    (example,) = (
        text for text in blocks(ROOT / "content/guides/publish-a-round.md", "yaml") if "questionnaire:" in text
    )
    project = make_small_project(tmp_path / "project")
    folder = tmp_path / "rounds" / "2024"
    folder.mkdir(parents=True)
    (folder / "round.yaml").write_text(example, encoding="utf-8")
    (folder / "schools.csv").write_text("school,name,region\nM1,Sample (synthetic),north\n", encoding="utf-8")

    problems = [each for each in load_project(project, folder.parent).problems if "2024" in each.place.path]
    assert [each.code for each in problems] == ["P004"]


def test_problem_codes_of_the_guides_exist() -> None:
    named = {code for guide in GUIDES for code in PROBLEM.findall(guide.read_text(encoding="utf-8"))}
    assert named <= set(CODES)
