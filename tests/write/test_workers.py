"""A process that dies costs its own job."""

from __future__ import annotations

import os
import resource
import signal
import time

import pytest

from generator.write.workers import WorkerLostError, Workers

DEADLY = {"7", "8"}


def done(job: str) -> str:
    """Ends its process for some jobs, as a kernel without memory would."""
    if job in DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    return f"done {job}"


def lost(job: str) -> str:
    return f"lost {job}"


def slow_or_deadly(job: float) -> float:
    if job < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(job)
    return job


def core_limit(_: object) -> tuple[int, int]:
    return resource.getrlimit(resource.RLIMIT_CORE)


def fails(_: object) -> str:
    raise KeyError("a fault of the program")


def test_jobs_that_end_their_process_are_replaced_and_the_others_are_done() -> None:
    jobs = [str(number) for number in range(20)]
    with Workers(2) as workers:
        results = list(workers.each(done, jobs, lost))
        later = list(workers.map(done, ["a", "b"]))

    assert results == [lost(job) if job in DEADLY else f"done {job}" for job in jobs]
    assert later == ["done a", "done b"]


def test_what_was_done_before_a_death_is_not_done_again() -> None:
    """The first job is still under way when the last one dies; those between are done."""
    with Workers(2) as workers:
        results = list(workers.each(slow_or_deadly, [1.0, 0.0, 0.0, 0.0, -1.0], lambda _: 99.0))

    assert results == [1.0, 0.0, 0.0, 0.0, 99.0]


def test_a_death_that_nothing_can_replace_is_told_as_a_fault_of_the_system() -> None:
    with Workers(1) as workers:
        with pytest.raises(WorkerLostError):
            list(workers.map(done, ["7"]))
        assert list(workers.map(done, ["1"])) == ["done 1"]


def test_a_fault_of_the_program_is_raised_as_it_is() -> None:
    with Workers(1) as workers, pytest.raises(KeyError):
        list(workers.each(fails, [1], str))


def test_a_dead_process_leaves_no_memory_on_the_disk() -> None:
    with Workers(1) as workers:
        assert list(workers.map(core_limit, [None])) == [(0, 0)]
