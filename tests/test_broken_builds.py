"""Whatever ends a build, a whole site is shown: a full disk, kill -9, a second build at the same moment."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import IS_NIGHTLY, ROOT
from tests.full_disk import full_disk
from tests.small_project import make_small_project, snapshot

pytestmark = pytest.mark.slow

FULL_DISKS = 20 if IS_NIGHTLY else 2
KILLS = 200 if IS_NIGHTLY else 4
PAIRS = 50 if IS_NIGHTLY else 1
DISK_SIZES = 20
_COMMAND = [sys.executable, "-m", "generator", "build", "--no-pdf", "--language", "en", "--jobs", "1", "--project"]
_ENDED = "site/ has"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A small project with its site, and how many writes a build makes."""
    folder = make_small_project(tmp_path_factory.mktemp("built") / "project")
    done, writes = build_on_full_disk(folder, 10**9)
    assert _ENDED in done.stderr, done.stderr
    return folder, writes


@pytest.fixture
def project(built: tuple[Path, int], tmp_path: Path) -> Path:
    """A copy of the built project that a test may spoil."""
    shutil.copytree(built[0], tmp_path / "project", symlinks=True)
    return tmp_path / "project"


def build_on_full_disk(project: Path, writes: int) -> tuple[subprocess.CompletedProcess[str], int]:
    """A build whose disk is full after so many writes, and how many it tried."""
    count = project.parent / f"{project.name}.count"
    count.unlink(missing_ok=True)
    environment = full_disk.environment(writes, project, count)
    done = subprocess.run(
        [*_COMMAND, str(project)], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return done, count.stat().st_size


def wordings(project: Path) -> Callable[[], None]:
    """Each call changes a word that stands on every page, to and fro."""
    words = project / "site_templates" / "interface" / "common.yaml"
    before = words.read_text(encoding="utf-8")
    texts = itertools.cycle([before.replace("Güzgü, comment", "Ayna, comment"), before])
    return lambda: words.write_text(next(texts), encoding="utf-8") and None


def shown(project: Path) -> dict[str, bytes]:
    return snapshot((project / "site").resolve())


def leftovers(project: Path) -> list[str]:
    """Temporary files and folders anywhere in the project."""
    names = (path.relative_to(project).as_posix() for path in project.rglob("*"))
    return [name for name in names if "tmp-" in name or name == "site.new" or "/." in name]


@pytest.mark.parametrize("position", range(FULL_DISKS))
def test_a_full_disk_leaves_the_old_site_whole_and_nothing_temporary(
    position: int, built: tuple[Path, int], project: Path
) -> None:
    """At positions from the first write to the last but one, which turns the link."""
    before = shown(project)
    wordings(project)()
    writes = round(position * (built[1] - 12) / max(FULL_DISKS - 1, 1))
    done, tried = build_on_full_disk(project, writes)

    assert tried > writes
    assert (done.returncode, "B006" in done.stderr) == (2, True), done.stderr
    assert "Traceback" not in done.stderr
    assert shown(project) == before
    assert leftovers(project) == []


@pytest.mark.skipif(not IS_NIGHTLY, reason="nightly")
@pytest.mark.parametrize("size", range(DISK_SIZES))
def test_a_disk_that_is_really_full_leaves_the_old_site_whole(size: int, project: Path, tmp_path: Path) -> None:
    """A file system in memory, with room for none to nearly all of what the build writes."""
    used = sum(path.lstat().st_blocks * 512 for path in project.rglob("*"))
    room = used + 400_000 + size * used // (2 * DISK_SIZES)
    disk, copy = tmp_path / "disk", tmp_path / "copy"
    disk.mkdir()
    steps = f"""
        mount -t tmpfs -o size={room} tmpfs {disk} || exit 77
        cp -a {project} {disk}/project
        sed -i 's/Güzgü, comment/Ayna, comment/' {disk}/project/site_templates/interface/common.yaml
        {" ".join(_COMMAND)} {disk}/project
        code=$?
        cp -a {disk}/project {copy}
        exit $code"""
    done = subprocess.run(["unshare", "-rm", "sh", "-c", steps], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("this machine lets nobody mount a file system")

    assert (done.returncode, shown(copy) == shown(project)) in {(2, True), (0, False), (1, False)}, done.stderr
    assert "Traceback" not in done.stderr
    assert leftovers(copy) == []


@pytest.mark.slow
def test_a_killed_build_leaves_one_of_two_whole_sites(project: Path) -> None:
    """At random moments of builds that change every page, half of them near the end, where the site is turned."""
    change = wordings(project)
    whole, started = [shown(project)], time.monotonic()
    change()
    _seconds_until_done(project, None)
    seconds = time.monotonic() - started
    whole.append(shown(project))
    assert whole[0] != whole[1]

    chance, kills = random.Random(2021), 0
    while kills < KILLS:
        change()
        start = chance.choice((0.05, 0.7 * seconds))
        needed = _seconds_until_done(project, chance.uniform(start, seconds))
        kills += needed is None
        # A machine that has become faster finishes before the kill: aim earlier.
        seconds = min(seconds, needed or seconds)

        assert shown(project) in whole

    subprocess.run([*_COMMAND, str(project)], cwd=ROOT, capture_output=True, check=False)
    assert shown(project) in whole
    assert leftovers(project) == []


def _seconds_until_done(project: Path, kill_after: float | None) -> float | None:
    """Start a build and kill it with all its processes; how long it took when it was done before, none when killed."""
    started = time.monotonic()
    running = subprocess.Popen(
        [*_COMMAND, str(project)],
        cwd=ROOT,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        running.wait(timeout=kill_after)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        return None
    return time.monotonic() - started


def test_of_two_builds_at_once_one_builds_and_the_other_stands_back(project: Path) -> None:
    change, sites = wordings(project), []
    for _ in range(PAIRS):
        change()
        pair = [
            subprocess.Popen([*_COMMAND, str(project)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            for _ in range(2)
        ]
        codes = [builder.wait() for builder in pair]
        for builder in pair:
            builder.communicate()
        assert sorted(codes) in ([0, 3], [1, 3], [0, 0], [1, 1])
        sites.append(shown(project))
    assert all(site in (sites[0], sites[min(1, PAIRS - 1)]) for site in sites)
    assert leftovers(project) == []
