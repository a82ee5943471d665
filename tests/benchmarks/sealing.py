"""How long sealing takes: 5,000 schools, each with a report of 100 kB and a PDF of 300 kB, on one core.

    python -m tests.benchmarks.sealing

Contents are chance, as compressed pages and PDFs nearly are. The clock runs for what a build does with a finished
content: the name of the file, the salt over all its bytes, key and nonce, padding, AES-256-GCM. Rendering is not in it.
"""

from __future__ import annotations

import argparse
import random
import sys
import time

from generator.model.report_code import ReportCode
from generator.write.code_vault import KEY_BYTES, RoundCodes
from generator.write.sealing import locator, open_sealed, seal

SCHOOLS = 5_000
_SIZES = {"report": 100_000, "pdf": 300_000}


def main(schools: int = SCHOOLS) -> None:
    """Print the seconds of one core, a school and in all, and what padding costs."""
    chance = random.Random(1)
    codes = RoundCodes("2023", chance.randbytes(KEY_BYTES))
    contents = {kind: chance.randbytes(size) for kind, size in _SIZES.items()}
    names, sealed, spent = set(), 0, 0.0
    for number in range(schools):
        # No two schools have the same content.
        mine = {kind: number.to_bytes(8, "big") + content for kind, content in contents.items()}
        started = time.process_time()
        code = codes.code_of(f"S{number}")
        blobs = {kind: (locator(code, kind, "az"), seal(code, kind, "az", content)) for kind, content in mine.items()}
        spent += time.process_time() - started
        names |= {name for name, _ in blobs.values()}
        sealed += sum(len(blob) for _, blob in blobs.values())
        if number % 500 == 0:
            _check(code, mine, blobs)
    plain = schools * sum(_SIZES.values())
    sys.stdout.write(
        f"Sealing {schools:,} reports of 100 kB with PDFs of 300 kB: {spent:.1f} s of one core, "
        f"{1000 * spent / schools:.2f} ms a school; {len(names):,} files, {sealed / 1e6:,.0f} MB, "
        f"{100 * (sealed / plain - 1):.1f} % more than the contents.\n"
    )


def _check(code: ReportCode, contents: dict[str, bytes], blobs: dict[str, tuple[str, bytes]]) -> None:
    for kind, (_, blob) in blobs.items():
        if open_sealed(code, kind, "az", blob) != contents[kind]:
            raise RuntimeError("a sealed file does not open")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="What sealing costs.")
    parser.add_argument("--schools", type=int, default=SCHOOLS)
    main(parser.parse_args().schools)
