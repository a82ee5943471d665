"""Worker processes whose death costs one job, not the build.

A hostile document can end its process: Pango aborts when there is no memory, and the kernel ends a process whose
processor time is over. Python's pool is then broken as a whole, with every job that waited.
"""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, TypeVar

_Job = TypeVar("_Job")
_Result = TypeVar("_Result")
_Arguments = ParamSpec("_Arguments")


class WorkerLostError(OSError):
    """A worker process was ended from outside while it did something that nothing can replace."""


class Workers(Executor):
    """A pool of fresh processes. Use it as a context."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool = _fresh_pool(processes)

    def submit(
        self,
        fn: Callable[_Arguments, _Result],
        /,
        *args: _Arguments.args,
        **kwargs: _Arguments.kwargs,
    ) -> Future[_Result]:
        """Like `Executor.submit`; a pool that is broken already gives a future that says so."""
        try:
            return self._pool.submit(fn, *args, **kwargs)
        except BrokenProcessPool as error:
            return _failed(error)

    def map(
        self, fn: Callable[..., _Result], *iterables: Iterable[object], timeout: float | None = None, chunksize: int = 1
    ) -> Iterator[_Result]:
        """Like `Executor.map`. Raises WorkerLostError when a process dies; the next call finds a whole pool."""
        try:
            yield from self._pool.map(fn, *iterables, timeout=timeout, chunksize=chunksize)
        except BrokenProcessPool as error:
            self._restart()
            raise WorkerLostError("a worker process was ended by the system") from error

    def each(
        self, function: Callable[[_Job], _Result], jobs: Sequence[_Job], lost: Callable[[_Job], _Result]
    ) -> Iterator[_Result]:
        """The result of every job in order, and `lost(job)` for a job that ends its process.

        Nobody says which job that was. So those that may have been under way are done again, each alone.
        """
        futures = [self.submit(function, job) for job in jobs]
        for number in range(len(jobs)):
            if _is_broken(futures[number]):
                self._restart()
                broken = [at for at in range(number, len(jobs)) if _is_broken(futures[at])]
                # Under way: one for each process, and those that lie ready for them.
                suspects = 2 * self._processes + 1
                for at in broken[:suspects]:
                    futures[at] = _done_alone(function, jobs[at], lost)
                for at in broken[suspects:]:
                    futures[at] = self.submit(function, jobs[at])
            yield futures[number].result()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Like `Executor.shutdown`."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def _restart(self) -> None:
        self._pool.shutdown()
        self._pool = _fresh_pool(self._processes)


def _done_alone(function: Callable[[_Job], _Result], job: _Job, lost: Callable[[_Job], _Result]) -> Future[_Result]:
    with _fresh_pool(1) as pool:
        future = pool.submit(function, job)
        if not _is_broken(future):
            return future
    replaced: Future[_Result] = Future()
    replaced.set_result(lost(job))
    return replaced


def _is_broken(future: Future[_Result]) -> bool:
    """Whether a job was lost with its pool; waits until it is done or lost."""
    return isinstance(future.exception(), BrokenProcessPool)


def _failed(error: BaseException) -> Future[_Result]:
    future: Future[_Result] = Future()
    future.set_exception(error)
    return future


def _fresh_pool(processes: int) -> ProcessPoolExecutor:
    # A fresh process knows nothing of DuckDB's threads, which a fork would inherit broken.
    return ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), initializer=_leave_no_core)


def _leave_no_core() -> None:
    """A process that dies must not write its memory, with private reports in it, onto the disk."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
