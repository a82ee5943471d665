"""How long merging takes beside GNU gettext's `msgmerge --previous`: 3,000 messages, every tenth reworded.

    python -m tests.benchmarks.merging

Both read the catalogue and the template as text and give the merged catalogue as text. `msgmerge` is a process of its
own, so its time has the start of a small C program in it; ours runs in this process. Both run once unmeasured, then the
median counts. The sentences are those of our own catalogues, over and over with numbers, so that their lengths and
likeness are real.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from generator.model.catalogue import Domain, SourceMessage
from generator.translation.catalogue_file import CatalogueFile, Entry, canonical_headers, template
from generator.translation.format import catalogue_text
from generator.translation.merge import merge
from generator.translation.po_reading import parse_catalogue
from tests.conftest import ROOT

MESSAGES = 3_000
RUNS = 5
_SOURCE = ROOT / "translations" / "az" / "LC_MESSAGES" / "guides.po"


def main(count: int = MESSAGES, runs: int = RUNS) -> None:
    """Print both medians, their ratio, and what each found for the reworded messages."""
    chance = random.Random(1)
    entries = _entries(count)
    old = CatalogueFile("az", Domain.GUIDES, canonical_headers("az", {}), entries)
    changed = set(chance.sample(range(count), count // 10))
    messages = [
        SourceMessage(Domain.GUIDES, "", _reworded(entry.text, chance) if place in changed else entry.text)
        for place, entry in enumerate(entries)
    ]
    texts = {message.text for place, message in enumerate(messages) if place in changed}
    with tempfile.TemporaryDirectory() as folder:
        po, pot = Path(folder, "old.po"), Path(folder, "new.pot")
        po.write_text(catalogue_text(old), encoding="utf-8")
        pot.write_text(catalogue_text(template(Domain.GUIDES, messages)), encoding="utf-8")
        ours = _Side("Güzgü", lambda: _ours(po, messages), runs)
        theirs = _Side("msgmerge --previous", lambda: _theirs(po, pot), runs) if shutil.which("msgmerge") else None
    _tell(count, [side for side in (ours, theirs) if side], texts)


class _Side:
    """One contestant: the seconds of its runs, and the catalogue that it gave."""

    def __init__(self, name: str, run: Callable[[], str], runs: int) -> None:
        self.name = name
        run()
        times = []
        for _ in range(runs):
            started = time.perf_counter()
            text = run()
            times.append(time.perf_counter() - started)
        self.seconds = statistics.median(times)
        self.entries = [entry for entry in parse_catalogue(text, "az", Domain.GUIDES).entries if not entry.is_obsolete]


def _tell(count: int, sides: list[_Side], texts: set[str]) -> None:
    for side in sides:
        proposed = sum(entry.is_fuzzy and entry.text in texts for entry in side.entries)
        wrong = sum(entry.is_fuzzy and entry.text in texts and not _is_right(entry) for entry in side.entries)
        sys.stdout.write(
            f"{side.name}: {count:,} messages, {len(texts)} reworded, {1000 * side.seconds:.0f} ms; "
            f"{proposed} got a proposal, {wrong} of them another message's.\n"
        )
    if len(sides) == 2:
        exact = [{entry.key: entry.forms for entry in side.entries if not entry.is_fuzzy} for side in sides]
        if exact[0] != exact[1]:
            raise SystemExit("The two do not agree on the messages that stayed.")
        sys.stdout.write(f"The same messages stayed. Ratio: {sides[0].seconds / sides[1].seconds:.2f}.\n")
    else:
        sys.stdout.write("gettext is not installed: nothing to compare with.\n")


def _is_right(entry: Entry) -> bool:
    """Every invented message carries its number, which its translation and its reworded text keep."""
    return entry.text.rpartition(" ")[2] == entry.forms[0].rpartition(" ")[2]


def _entries(count: int) -> tuple[Entry, ...]:
    found = parse_catalogue(_SOURCE.read_text(encoding="utf-8"), "az", Domain.GUIDES).entries
    real = [entry for entry in found if "\n" not in entry.text and len(entry.text.split()) > 3]
    made = (real[number % len(real)] for number in range(count))
    return tuple(
        Entry("", f"{entry.text} {number}", forms=(f"{entry.forms[0]} {number}",)) for number, entry in enumerate(made)
    )


def _reworded(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    words[chance.randrange(len(words) - 1)] = "somewhat"
    return " ".join(words)


def _ours(po: Path, messages: list[SourceMessage]) -> str:
    return catalogue_text(merge(parse_catalogue(po.read_text(encoding="utf-8"), "az", Domain.GUIDES), messages))


def _theirs(po: Path, pot: Path) -> str:
    command = ["msgmerge", "--quiet", "--no-wrap", "--previous", str(po), str(pot)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="What merging costs.")
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--runs", type=int, default=RUNS)
    given = parser.parse_args()
    main(given.messages, given.runs)
