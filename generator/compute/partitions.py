"""What the parts of a whole leave over: whoever subtracts the shown parts must not be left with a hidden one.

Complementary suppression: where a part is hidden, others are hidden with it until their sum may be known (Hundepool and
others, Statistical Disclosure Control, 2012, chapter 4; ONS disclosure control for tables, secondary suppression).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from generator.compute.aggregation import Tally, merged
from generator.model.project import DisclosureSettings

_Part = TypeVar("_Part")


def hidden_besides(
    parts: Mapping[_Part, Tally], hidden: Iterable[_Part], settings: DisclosureSettings
) -> frozenset[_Part]:
    """The parts of one whole that must be hidden besides those in `hidden`: the smallest first.

    Parts without respondents leave nothing over and hide nothing.
    """
    tallies = [parts[part] for part in hidden if parts[part].respondents]
    shown = sorted(
        (part for part in parts if part not in set(hidden) and parts[part].respondents),
        key=lambda part: parts[part].respondents,
    )
    besides = []
    while tallies and shown and not merged(tallies).may_be_shown(settings):
        besides.append(shown.pop(0))
        tallies.append(parts[besides[-1]])
    return frozenset(besides)
