"""What was published of a round, so that a second publication cannot be set against the first.

Whoever keeps an old page and reads the new one learns the difference. If a group grew from 40 to 43 people, that is the
answers of three latecomers (Eurostat, Integrated Farm Statistics manual, 9.1.2: suppression must hold across
publications; ONS 10-5 rule for what counts as few). A round's ledger keeps every number of people that was ever shown.

Exact numbers: a ledger lies beside the tables of its round and is as private as they are. Only `compute` may read it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import Field

from generator.model.problem import Place
from generator.model.questionnaire import Record
from generator.model.released import Mark, Slice
from generator.model.round import RoundId

VERSION: Final = 1
FILE: Final = "ledger.json"
_Count = Annotated[int, Field(ge=0, le=10**12)]
_Shown = tuple[_Count, ...]
_Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class LedgerUnit(Record):
    """One group in one slice: of the round as a whole, or of one school's public page."""

    school: str
    """The school's id; empty for the round as a whole."""
    dimension: str
    value: str
    group: str
    mark: Mark
    """What became of the group when the round was frozen last; hidden when its school had withdrawn by then."""
    completed: _Count
    """How many people completed the questionnaire then, exactly."""
    shown: _Shown
    """Every number of people with which the group was ever shown, oldest first."""
    items: Mapping[str, _Shown]
    """The same for the answers to each item that was shown."""

    @property
    def key(self) -> tuple[str, Slice, str]:
        """School, slice and group: each stands once in a ledger."""
        return self.school, Slice(self.dimension, self.value), self.group


class Ledger(Record):
    """The ledger of one round, as `<results>/<round>/ledger.json` holds it."""

    guzgu_ledger: Literal[1]
    """The version of the format, `VERSION`."""
    round: RoundId
    content: _Sha256
    """The digest of the round's tables without what schools agreed to."""
    rules: Mapping[str, int | float]
    """The thresholds of public pages under which the round was shown."""
    units: tuple[LedgerUnit, ...]
    digest: _Sha256 = "0" * 64
    """As it was read. It finds damage and careless edits; whoever means to deceive can compute it anew."""

    @property
    def text(self) -> str:
        """The file: one unit a line, then the digest of all before it. The same ledger gives the same bytes."""
        facts = {"guzgu_ledger": self.guzgu_ledger, "round": self.round, "content": self.content, "rules": self.rules}
        units = ",\n".join(_json(unit.model_dump(mode="json")) for unit in self.units)
        above = "{\n" + "".join(f"{_json(key)}: {_json(value)},\n" for key, value in facts.items())
        above += f'"units": [\n{units}\n],\n'
        digest = hashlib.sha256(above.encode()).hexdigest()
        return f'{above}"digest": "{digest}"\n}}\n'


@dataclass(frozen=True, slots=True)
class FrozenRound:
    """A ledger and where it stands."""

    place: Place
    ledger: Ledger


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
