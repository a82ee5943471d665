"""Whatever happens to a file of a project, loading names it and goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.load.project import load_project
from tests.load.conftest import TINY

FILES = sorted(path.relative_to(TINY) for path in TINY.rglob("*") if path.is_file())
MARKS = st.sampled_from(["", "\n", "\n\n", '"', "'", ",", ":", "- ", "  ", "#", "---\n", "{", "}", "[", "]", "\\", "`"])
WORDS = st.sampled_from(["0", "-1", "null", "yes", "ə", "A1", "S02", "none", "<b>", "msgid ", "{{", "999999999999"])
UNSEEN = st.sampled_from(["\x00", "\u202e", "\t", "\r"])
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 20), MARKS | WORDS | UNSEEN), min_size=1, max_size=4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(st.sampled_from(FILES), EDITS)
def test_no_mutation_of_any_file_makes_loading_raise(
    tmp_path: Path, name: Path, edits: list[tuple[float, int, str]]
) -> None:
    project = tmp_path / "project"
    shutil.copytree(TINY, project, dirs_exist_ok=True)
    text = (TINY / name).read_text(encoding="utf-8")
    for position, length, new in edits:
        start = int(position * len(text))
        text = text[:start] + new + text[start + length :]
    (project / name).write_text(text, encoding="utf-8", newline="")
    for problem in load_project(project).problems:
        assert problem.place.path
        assert problem.message


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
@given(st.sampled_from(FILES), st.binary(max_size=60))
def test_no_bytes_in_any_file_make_loading_raise(tmp_path: Path, name: Path, content: bytes) -> None:
    project = tmp_path / "project"
    shutil.copytree(TINY, project, dirs_exist_ok=True)
    (project / name).write_bytes(content)
    load_project(project)
