"""Catalogues of two million bytes, each shaped to be slow or greedy to read.

As a program, `python -m tests.load.huge_catalogues MEMORY SECONDS NAME` reads one of them with at most MEMORY bytes and
SECONDS of processor time, and prints what it took.
"""

from __future__ import annotations

import itertools
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from generator.load.catalogues import MAX_BYTES, read_catalogue
from generator.model.problem import ProblemLog

HEADER: Final = (
    'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);\\n"\n\n'
)
_ROOM: Final = MAX_BYTES - len(HEADER) - 100


def _filled(units: Iterator[str], room: int = _ROOM) -> str:
    """As many units as there is room for."""
    taken, size = [], 0
    for unit in units:
        size += len(unit.encode())
        if size > room:
            break
        taken.append(unit)
    return "".join(taken)


def same(unit: str, before: str = "", after: str = "") -> Callable[[], str]:
    """A unit again and again."""
    return lambda: before + unit * ((_ROOM - len(before)) // len(unit.encode())) + after


def numbered(unit: str) -> Callable[[], str]:
    """A unit again and again, `@` each time another number."""
    return lambda: _filled(unit.replace("@", str(number)) for number in itertools.count())


def message(text: str, unit: str, start: str = "") -> Callable[[], str]:
    """One message whose translation is a long text."""
    return same(unit, f'msgid "{text}"\nmsgstr "{start}', '"\n')


def both(of_text: str, of_form: str) -> Callable[[], str]:
    """One message whose text and translation are both long."""

    def half(unit: str) -> str:
        return _filled((unit.replace("@", str(number)) for number in itertools.count()), _ROOM // 2 - 100)

    return lambda: f'msgid "{half(of_text)}"\nmsgstr "{half(of_form)}"\n'


SHAPES: Final[dict[str, Callable[[], str]]] = {
    "continuation lines": same('"b"\n', 'msgid "a"\nmsgstr ""\n'),
    "empty continuation lines": same('""\n', 'msgid "a"\nmsgstr ""\n'),
    "many messages": numbered('msgid"@"\nmsgstr"b"\n'),
    "many contexts": numbered('msgctxt"@"\nmsgid"@"\nmsgstr"b"\n'),
    "many plurals": numbered('msgid"@"\nmsgid_plural"b"\nmsgstr[0]"b"\nmsgstr[1]"b"\nmsgstr[2]"b"\n'),
    "many plurals without a form": numbered('msgid"@"\nmsgid_plural"b"\nmsgstr[0]"b"\n'),
    "the same message": same('msgid"a"\nmsgstr"b"\n'),
    "many obsolete": numbered('#~msgid"@"\n#~msgstr"b"\n'),
    "many fuzzy": numbered('#,fuzzy\nmsgid"@"\nmsgstr"b"\n'),
    "many earlier texts": numbered('#|msgid"a"\nmsgid"@"\nmsgstr"b"\n'),
    "many lost placeholders": numbered('msgid"@{a}"\nmsgstr"b"\n'),
    "msgid only": same('msgid"a"\n'),
    "msgstr only": same('msgstr""\n\n'),
    "words": same("a\n\n"),
    "words without empty lines": same("a\n"),
    "empty lines": same("\n"),
    "empty lines of Windows": same("\r\n"),
    "returns": same("\r"),
    "blanks": same(" "),
    "blanks after a keyword": same(" ", "msgid"),
    "comments": same("#\n"),
    "flags": same("a,", "#,", '\nmsgid "a"\nmsgstr "b"\n'),
    "empty obsolete lines": same("#~\n"),
    "obsolete words": same("#~a\n\n"),
    "NUL in one line": same("\0"),
    "NUL in many lines": same("\0\n\n"),
    "quotation marks": same('"\n\n'),
    "backslashes": same("\\", '"'),
    "escaped marks": same('\\"', 'msgid "', "\n"),
    "escaped line breaks": same("\\n", 'msgid "', '"\nmsgstr "a"\n'),
    "unterminated": numbered('msgid "@"\nmsgstr "b\n'),
    "one long line": message("a", "b"),
    "emoji": message("a", "😀"),
    "dashes": message("{", "-"),
    "dashes on both sides": both("{-", "-"),
    "scissors": message("{", "-8"),
    "blanks of a tag": message("<", " ", "<"),
    "tags": message("<", "<a"),
    "slashes of tags": message("<", "< / "),
    "comments of HTML": message("<", "<!--"),
    "links": both("[](", "]("),
    "other links": both("](a@)", "](b@)"),
    "blanks of a link": message("[x](y)", " ", "]("),
    "braces": both("{", "{ "),
    "attribute braces": message("{a}", "{" + "a" * 98 + "="),
    "short attribute braces": message("{a}", "{="),
    "other placeholders": both("{a@}", "{b@}"),
    "the same placeholders": both("{a@}", "{a@}"),
    "addresses": message("http:a", "http:"),
    "brackets": message("{", "] "),
    "bytes": lambda: random.Random(1).randbytes(700_000).decode("latin1"),
}


def content(name: str) -> bytes:
    """The whole file of a shape, with a header."""
    return (HEADER + SHAPES[name]()).encode()


def _read_within(memory: int, seconds: int, name: str) -> str:
    folder = Path(tempfile.mkdtemp())
    file = folder / "translations" / "ru" / "LC_MESSAGES" / "interface.po"
    file.parent.mkdir(parents=True)
    file.write_bytes(content(name))
    # Data, not address space: libraries map files that need no memory of their own.
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    started = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (int(started) + seconds + 1, int(started) + seconds + 1))
    log = ProblemLog()
    catalogue = read_catalogue(file, folder, log)
    taken = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    file.unlink()
    found = f"{len(catalogue.translations)} messages, {len(log.problems)} problems"
    return f"{name}: {taken:.2f} s, {peak} MB at most, {found}"


if __name__ == "__main__":
    sys.stdout.write(_read_within(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]) + "\n")
