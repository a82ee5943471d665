"""Spoiled copies of a real catalogue, and what GNU gettext makes of a file: judge and witness for our reader."""

from __future__ import annotations

import functools
import random
import re
import struct
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

REAL: Final = Path(__file__).parent / "some_of_interface.po"
"""Messages of the real Russian catalogue as they were in issue 4: a copy, so that mutants stay the same."""
MESSAGES_OF_A_MUTANT: Final = 24
_BLOCKS: Final = re.compile(r"\n\n+")
_TOKENS: Final = (
    '"', "\\", "\n", "\n\n", "\r", "\r\n", "\t", "\f", "\v", "\x00", "\x1a", "\x85", "\xa0", "\u202e", "\u200b",
    "\u2028", "\ufeff", "#", "#~ ", "#, fuzzy\n", '#| msgid "x"\n', "msgid ", 'msgid "x"\n', 'msgid ""\n', "msgstr ",
    'msgctxt "x"\n', 'msgid_plural "x"\n', 'msgstr[0] "x"\n', 'msgstr[3] "x"\n', "[1]", "\\q", "\\x41", "\\101", "\\r",
    "\\\\", "{", "}", "{count}", "%", "<b>", "](x)", "ə", "Ж", 'domain "x"\n', "<<<<<<< HEAD\n", "=======\n",
    "nplurals=9", "plural=", "charset=", "Language: ",
)  # fmt: skip


@functools.cache
def _real_blocks() -> tuple[str, ...]:
    return tuple(_BLOCKS.split(REAL.read_text(encoding="utf-8").strip()))


def real_catalogue(chance: random.Random) -> str:
    """Some messages of the real catalogue under its header: with plurals, a fuzzy one and an obsolete one."""
    header, *blocks = _real_blocks()
    plurals = [block for block in blocks if "msgid_plural" in block]
    chosen = [*chance.sample(blocks, MESSAGES_OF_A_MUTANT), *chance.sample(plurals, 3)]
    chosen = list(dict.fromkeys(chosen))
    chance.shuffle(chosen)
    fuzzy = '#, fuzzy\n#| msgid "Before"\nmsgctxt "x.fuzzy"\nmsgid "Now"\nmsgstr "Прежде"'
    obsolete = '#~ msgctxt "x.gone"\n#~ msgid "Gone"\n#~ msgstr "Ушло"'
    return "\n\n".join([header, *chosen[:9], fuzzy, *chosen[9:], obsolete]) + "\n"


def mutant(number: int) -> bytes:
    """The `number`th spoiled catalogue, always the same."""
    chance = random.Random(f"catalogue {number}")
    text = real_catalogue(chance)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        text = chance.choice(_CHANGES)(text, chance)
    content = text.encode("utf-8", "surrogatepass")
    if chance.random() < 0.08:
        at = chance.randrange(len(content) + 1)
        content = content[:at] + chance.randbytes(chance.randint(1, 4)) + content[at + chance.randint(0, 4) :]
    return content


def _insert(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(_TOKENS) + text[at:]


def _delete(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at + chance.choice((1, 1, 2, 5, 40, 300)) :]


def _replace(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(_TOKENS) + text[at + chance.choice((1, 1, 2, 8)) :]


def _insert_at_line(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    lines[at] = chance.choice(_TOKENS) + lines[at]
    return "\n".join(lines)


def _spoil_end_of_line(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    lines[at] = lines[at][:-1] + chance.choice(("", '\\"', '""', '"x', "\\", '" "', '"\t', '" #x'))
    return "\n".join(lines)


def _move_lines(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at, length = chance.randrange(len(lines)), chance.choice((1, 1, 2, 4))
    taken, lines[at : at + length] = lines[at : at + length], []
    to = chance.randrange(len(lines) + 1)
    lines[to:to] = taken
    return "\n".join(lines)


def _repeat_lines(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at, length = chance.randrange(len(lines)), chance.choice((1, 1, 2, 5))
    to = chance.choice((at, chance.randrange(len(lines) + 1)))
    lines[to:to] = lines[at : at + length]
    return "\n".join(lines)


def _drop_lines(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    lines[at : at + chance.choice((1, 1, 2, 3))] = []
    return "\n".join(lines)


def _cut(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text) // 2, len(text))]


def _change_line_ends(text: str, chance: random.Random) -> str:
    start, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    return text[:start] + text[start:end].replace("\n", chance.choice(("\r\n", "\r", "\n\n", "\f\n"))) + text[end:]


_CHANGES: Final[tuple[Callable[[str, random.Random], str], ...]] = (
    _insert, _insert, _delete, _delete, _replace, _insert_at_line, _insert_at_line, _spoil_end_of_line, _move_lines,
    _repeat_lines, _drop_lines, _cut, _change_line_ends,
)  # fmt: skip


class Judgement(NamedTuple):
    """What `msgfmt -c` says of a file."""

    is_accepted: bool
    texts: Mapping[tuple[str, str], tuple[str, ...]]
    """Forms by (msgctxt, msgid) of what a program would show: no fuzzy, obsolete or empty ones."""
    said: str


def judged(content: bytes, folder: Path) -> Judgement:
    """Ask `msgfmt -c`; the texts are read from the file that programs would load."""
    source, target = folder / "judged.po", folder / "judged.mo"
    source.write_bytes(content)
    target.unlink(missing_ok=True)
    command = ["msgfmt", "-c", "-o", str(target), str(source)]
    done = subprocess.run(command, capture_output=True, check=False, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})
    said = done.stderr.decode(errors="replace")
    if done.returncode or not target.exists():
        return Judgement(done.returncode == 0, {}, said)
    return Judgement(True, _compiled_texts(target.read_bytes()), said)


def _compiled_texts(compiled: bytes) -> dict[tuple[str, str], tuple[str, ...]]:
    """The messages of a .mo file (GNU gettext manual, "The Format of GNU MO Files")."""
    _, _, count, originals, translations = struct.unpack_from("<5I", compiled)

    def text(table: int, index: int) -> str:
        length, start = struct.unpack_from("<2I", compiled, table + 8 * index)
        return compiled[start : start + length].decode("utf-8", "replace")

    found = {}
    for index in range(count):
        context, _, message = text(originals, index).rpartition("\x04")
        found[context, message.partition("\0")[0]] = tuple(text(translations, index).split("\0"))
    return found
