"""A release is whole or not there, and what was withdrawn does not stay."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.write.release import (
    BuildRunningError,
    SiteIsNotALinkError,
    Staging,
    build_lock,
    current_manifest,
    current_release,
    is_up_to_date,
)


def publish(root: Path, files: dict[str, bytes], inputs: str = "inputs") -> bool:
    staging = Staging(root)
    for path, content in files.items():
        staging.add(path, content)
    return staging.publish(inputs)


def test_site_shows_what_was_published(tmp_path: Path) -> None:
    assert publish(tmp_path, {"az/index.html": b"salam"})

    assert (tmp_path / "site" / "az" / "index.html").read_bytes() == b"salam"


def test_site_link_is_relative_so_that_the_project_can_be_moved(tmp_path: Path) -> None:
    publish(tmp_path, {"index.html": b"1"})

    assert not (tmp_path / "site").readlink().is_absolute()


def test_same_files_published_again_change_nothing_on_the_disk(tmp_path: Path) -> None:
    publish(tmp_path, {"index.html": b"1"})
    before = (tmp_path / "site" / "index.html").stat()

    assert not publish(tmp_path, {"index.html": b"1"})
    after = (tmp_path / "site" / "index.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_unchanged_file_of_a_changed_site_is_not_written_again(tmp_path: Path) -> None:
    publish(tmp_path, {"kept.html": b"same", "other.html": b"old"})
    before = (tmp_path / "site" / "kept.html").stat()

    assert publish(tmp_path, {"kept.html": b"same", "other.html": b"new"})
    after = (tmp_path / "site" / "kept.html").stat()
    assert before.st_ino == after.st_ino
    assert (tmp_path / "site" / "other.html").read_bytes() == b"new"


def test_older_release_is_removed_so_that_a_withdrawn_page_is_gone(tmp_path: Path) -> None:
    publish(tmp_path, {"index.html": b"1", "schools/S01.html": b"withdrawn"})
    publish(tmp_path, {"index.html": b"1"})

    assert not [path for path in tmp_path.rglob("*") if path.name == "S01.html"]


def test_discarded_staging_leaves_the_old_site_and_no_leftover(tmp_path: Path) -> None:
    publish(tmp_path, {"index.html": b"old"})
    staging = Staging(tmp_path)
    staging.add("index.html", b"new")
    staging.discard()

    assert (tmp_path / "site" / "index.html").read_bytes() == b"old"
    assert not list(tmp_path.rglob("tmp-*"))


def test_leftover_of_a_killed_build_is_removed_by_the_next_one(tmp_path: Path) -> None:
    leftover = tmp_path / ".build" / "releases" / "tmp-1"
    leftover.mkdir(parents=True)
    publish(tmp_path, {"index.html": b"1"})

    assert not leftover.exists()


def test_path_is_written_once(tmp_path: Path) -> None:
    staging = Staging(tmp_path)
    staging.add("index.html", b"1")

    with pytest.raises(FileExistsError):
        staging.add("index.html", b"2")


@pytest.mark.parametrize("path", ["../outside.html", "a/../../../outside.html", "/outside.html"])
def test_path_outside_the_site_is_refused(tmp_path: Path, path: str) -> None:
    staging = Staging(tmp_path)

    with pytest.raises(ValueError, match="outside"):
        staging.add(path, b"1")


def test_somebodys_own_site_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "mine.txt").write_text("mine")

    with pytest.raises(SiteIsNotALinkError):
        publish(tmp_path, {"index.html": b"1"})
    assert (tmp_path / "site" / "mine.txt").read_text() == "mine"


def test_release_with_a_lost_file_is_not_up_to_date_and_is_made_whole(tmp_path: Path) -> None:
    publish(tmp_path, {"index.html": b"1", "b.html": b"2"})
    (tmp_path / "site" / "b.html").unlink()
    assert not is_up_to_date(tmp_path, "inputs")

    publish(tmp_path, {"index.html": b"1", "b.html": b"2"})
    assert is_up_to_date(tmp_path, "inputs")
    assert (tmp_path / "site" / "b.html").read_bytes() == b"2"


def test_other_inputs_are_not_up_to_date(tmp_path: Path) -> None:
    publish(tmp_path, {"index.html": b"1"}, inputs="old")

    assert not is_up_to_date(tmp_path, "new")


def test_rotten_manifest_counts_as_none(tmp_path: Path) -> None:
    publish(tmp_path, {"index.html": b"1"})
    release = current_release(tmp_path)
    assert release is not None
    release.with_name(f"{release.name}.json").write_text("{")

    assert current_manifest(tmp_path) is None


def test_second_build_of_a_project_is_kept_out_at_once(tmp_path: Path) -> None:
    with build_lock(tmp_path), pytest.raises(BuildRunningError), build_lock(tmp_path):
        pass


def test_lock_goes_with_a_killed_process(tmp_path: Path) -> None:
    program = (
        "import sys, time, pathlib\n"
        "from generator.write.release import build_lock\n"
        "with build_lock(pathlib.Path(sys.argv[1])):\n"
        "    print('held', flush=True)\n"
        "    time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    os.kill(process.pid, 9)
    process.wait()

    with build_lock(tmp_path):
        pass
