"""A file is written whole or not at all."""

import os
from pathlib import Path

import pytest

from generator.write.whole_file import write_whole


@pytest.mark.parametrize("must_survive", [True, False])
def test_file_is_replaced_with_its_folders_made_and_nothing_left_beside_it(tmp_path: Path, must_survive: bool) -> None:
    path = tmp_path / "a" / "b.txt"
    write_whole(path, b"old")
    write_whole(path, b"new", must_survive=must_survive)

    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]


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
