"""A release is whole or not there, and what was withdrawn does not stay."""

import errno
import os
import signal
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
from tests.full_disk.full_disk import full_after
from tests.small_project import snapshot


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


OLD = {"index.html": b"old", "kept.html": b"the same", "schools/S01/index.html": b"old"}
NEW = {"index.html": b"new", "kept.html": b"the same", "schools/S02/index.html": b"new"}


def shown(root: Path) -> dict[str, bytes]:
    return snapshot((root / "site").resolve())


def leftovers(root: Path) -> list[Path]:
    """What is neither the shown release, nor its manifest, nor the lock."""
    release = current_release(root)
    assert release is not None
    ours = {release.name, f"{release.name}.json"}
    return [path for path in release.parent.iterdir() if path.name not in ours] + list(root.glob("site.*"))


def succeeds(root: Path) -> bool:
    """Whether the new site could be published; if not, the disk was full."""
    try:
        publish_or_discard(root)
    except OSError as error:
        return error.errno != errno.ENOSPC
    return True


def publish_or_discard(root: Path) -> None:
    staging = Staging(root)
    try:
        for path, content in NEW.items():
            staging.add(path, content)
        staging.publish("inputs")
    finally:
        staging.discard()


def writes_of_a_release(folder: Path) -> int:
    publish(folder / "counted", OLD)
    with full_after(10**9, folder / "counted", folder / "count"):
        publish_or_discard(folder / "counted")
    return (folder / "count").stat().st_size


def test_a_disk_that_is_full_at_any_write_of_a_release_leaves_the_old_site_and_nothing_else(tmp_path: Path) -> None:
    """A link to an unchanged file may fail: then the file is written, and that is the next position."""
    failed = 0
    for position in range(writes_of_a_release(tmp_path)):
        root = tmp_path / str(position)
        publish(root, OLD)
        with full_after(position, root, tmp_path / "count"):
            is_published = succeeds(root)
        failed += not is_published
        assert shown(root) == (NEW if is_published else OLD)
        assert leftovers(root) == []
    assert failed >= 8


def test_a_build_killed_at_any_write_of_a_release_leaves_the_old_site_or_the_new_one(tmp_path: Path) -> None:
    """And the next one cleans up behind it."""
    for position in range(writes_of_a_release(tmp_path)):
        root = tmp_path / str(position)
        publish(root, OLD)
        child = os.fork()
        if not child:
            with full_after(position, root, tmp_path / f"count{position}", deadly=True):
                publish_or_discard(root)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        assert shown(root) in (OLD, NEW)

        publish(root, NEW)
        assert shown(root) == NEW
        assert leftovers(root) == []


def test_of_many_releases_at_once_each_is_whole(tmp_path: Path) -> None:
    """Two processes publish again and again, each its own files, one at a time by the lock."""
    program = (
        "import sys, pathlib\n"
        "from generator.write.release import BuildRunningError, Staging, build_lock\n"
        "root, word, kept_out = pathlib.Path(sys.argv[1]), sys.argv[2].encode(), 0\n"
        "for number in range(100):\n"
        "    try:\n"
        "        with build_lock(root):\n"
        "            staging = Staging(root)\n"
        "            for name in range(5):\n"
        "                staging.add(f'{name}.html', word + bytes([number % 2]))\n"
        "            staging.publish('inputs')\n"
        "    except BuildRunningError:\n"
        "        kept_out += 1\n"
        "print(kept_out)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    pair = [subprocess.Popen([*command, word], stdout=subprocess.PIPE, text=True) for word in ("a", "b")]
    seen = set()
    while any(builder.poll() is None for builder in pair):
        release = current_release(tmp_path)
        manifest = current_manifest(tmp_path)
        if release and manifest:
            seen.add(release.name)
    kept_out = sum(int(builder.communicate()[0]) for builder in pair)

    assert [builder.returncode for builder in pair] == [0, 0]
    assert len(set(shown(tmp_path).values())) == 1
    assert leftovers(tmp_path) == []
    assert kept_out
    assert seen
