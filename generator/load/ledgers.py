"""ledger.json of a round: read byte for byte, because a ledger that somebody changed protects nobody."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from generator.load.files import read_bytes, shown_path
from generator.model.ledger import FILE, VERSION, FrozenRound, Ledger
from generator.model.problem import Place, ProblemLog

_MAX_BYTES: Final = 200_000_000
_VERSION: Final = re.compile(rb'\{\s*"guzgu_ledger":\s*(\d{1,9})\b')
_RESTORE: Final = (
    "Put back the file as `guzgu results freeze` wrote it. Without it nobody can say whether late answers would be "
    "given away, and nothing is published."
)


def read_ledger(folder: Path, base: Path, log: ProblemLog) -> FrozenRound | None:
    """The ledger in a round's folder; none when there is none, or when it cannot be used (R024)."""
    file = folder / FILE
    if not file.exists() and not file.is_symlink():
        return None
    content = read_bytes(file, base, log, limit=_MAX_BYTES, large="R024")
    place = Place(shown_path(file, base))
    if content is None:
        log.add("R024", place, "The ledger cannot be read.", _RESTORE)
        return None
    ledger = _parsed(content)
    if ledger is None or ledger.text.encode() != content:
        log.add("R024", place, _fault(content), _RESTORE)
    elif ledger.round != folder.name:
        log.add("R024", place, f"The ledger is that of the round '{ledger.round}'.", _RESTORE)
    elif len({unit.key for unit in ledger.units}) < len(ledger.units):
        log.add("R024", place, "A group stands twice in the ledger.", _RESTORE)
    else:
        return FrozenRound(place, ledger)
    return None


def _parsed(content: bytes) -> Ledger | None:
    """The ledger that a file holds, whatever its digest says."""
    try:
        return Ledger.model_validate_json(content)
    except ValidationError:
        return None


def _fault(content: bytes) -> str:
    """What is wrong with a file that is not what `Ledger.text` would write."""
    version = _VERSION.match(content)
    if version and int(version[1]) != VERSION:
        return f"The ledger has the version {int(version[1])}; this Güzgü knows {VERSION}."
    return "The ledger is damaged or was changed by hand: its digest does not fit."
