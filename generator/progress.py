"""How far a long piece of work is: bars on a terminal, nothing elsewhere."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

Work = TypeVar("Work")


class ProgressReport(Protocol):
    """Told about steps of work as they are done."""

    def track(self, work: Iterable[Work], title: str, total: int) -> Iterator[Work]:
        """Pass the work through, counting it."""
        ...


class SilentProgress:
    """Says nothing."""

    def track(self, work: Iterable[Work], title: str, total: int) -> Iterator[Work]:  # noqa: ARG002 # the protocol's
        """Pass the work through."""
        yield from work


class _Bars:
    def __init__(self, bars: Progress) -> None:
        self._bars = bars

    def track(self, work: Iterable[Work], title: str, total: int) -> Iterator[Work]:
        task = self._bars.add_task(title, total=total)
        for each in work:
            yield each
            self._bars.advance(task)


@contextlib.contextmanager
def progress_bars(console: Console) -> Iterator[ProgressReport]:
    """Bars on the console while it is a terminal; silence otherwise."""
    if not console.is_terminal:
        yield SilentProgress()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:
        yield _Bars(bars)
