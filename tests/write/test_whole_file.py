"""A file is written whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.write.release import build_folder, build_lock
from generator.write.whole_file import write_whole
from tests.conftest import ROOT


@pytest.mark.parametrize("must_survive", [True, False])
def test_file_is_replaced_with_its_folders_made_and_nothing_left_beside_it(tmp_path: Path, must_survive: bool) -> None:
    path = tmp_path / "a" / "b.txt"
    write_whole(path, b"old")
    write_whole(path, b"new", must_survive=must_survive)

    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]


def test_what_a_killed_process_left_half_written_is_removed_by_the_next_build(tmp_path: Path) -> None:
    """Killed for good in the moment before the file gets its name."""
    program = (
        "import os, pathlib, signal, sys\n"
        "from generator.write.whole_file import write_whole\n"
        "pathlib.Path.chmod = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "write_whole(pathlib.Path(sys.argv[1]), b'new')\n"
    )
    path = build_folder(tmp_path) / "schools.json"
    write_whole(path, b"old")
    subprocess.run([sys.executable, "-c", program, str(path)], cwd=ROOT, check=False)
    assert len(list(path.parent.iterdir())) == 2
    with build_lock(tmp_path):
        assert sorted(each.name for each in path.parent.iterdir()) == ["lock", "schools.json"]

    assert path.read_bytes() == b"old"


def test_failure_leaves_the_old_file_and_no_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "b.txt"
    write_whole(path, b"old")

    def fail(_handle: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="no space"):
        write_whole(path, b"new", must_survive=True)

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
