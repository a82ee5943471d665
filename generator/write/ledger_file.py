"""The ledger of a round on disk, beside the round's private tables."""

from __future__ import annotations

from pathlib import Path

from generator.write.whole_file import write_whole


def write_ledger(file: Path, text: str) -> None:
    """Write a ledger whole or not at all, for the eyes of those who may read the round's schools. Raises OSError."""
    mode = (file.parent / "schools.csv").stat().st_mode & 0o777
    write_whole(file, text.encode(), must_survive=True, mode=mode)
