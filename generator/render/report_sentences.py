"""What a report says in words. Every sentence follows a rule that is printed on the page, from the numbers shown there.

All comparisons are made between whole percents, as the reader sees them, so that no sentence contradicts its table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.render.report_words import ReportWords, whole_percent


class Share(NamedTuple):
    """A named percent: of an area, or of an item. `name` is HTML."""

    name: str
    percent: float

    @property
    def shown(self) -> int:
        """The whole percent that the page shows."""
        return whole_percent(self.percent)


@dataclass(frozen=True, slots=True)
class Gap:
    """The item in which two groups differ most, with both groups' whole percents."""

    item: str
    higher: Share
    lower: Share

    @property
    def points(self) -> int:
        """The difference in percentage points."""
        return self.higher.shown - self.lower.shown


def glance_sentence(words: ReportWords, group: str, areas: Sequence[Share]) -> str:
    """Which areas a group answered most and least positively; empty with fewer than two areas."""
    return _extremes(words, "report.glance", {"group": group}, areas)


def area_sentence(words: ReportWords, group: str, mean: float, items: Sequence[Share]) -> str:
    """The measure of an area for one group, and its items with the highest and lowest percent positive."""
    values = {"group": group, "percent": words.percent(mean)}
    if len(items) < 2:
        return words.sentence("report.area.one_item", values)
    return _extremes(words, "report.area", values | {"items": words.whole(len(items))}, items)


def block_sentence(words: ReportWords, group: str, items: Sequence[Share]) -> str:
    """Which rows of a block a group answered most and least positively; empty with fewer than two rows."""
    return _extremes(words, "report.block", {"group": group}, items)


def choice_sentence(words: ReportWords, group: str, options: Sequence[Share]) -> str:
    """Which answers a group gave most often; empty when nobody gave any."""
    shown = [share.shown for share in options]
    most = max(shown, default=0)
    if not most:
        return ""
    values = {"group": group, "options": _names_at(words, most, options, shown), "percent": words.percent(most)}
    return words.sentence("report.choice.most", values)


def gap_sentence(words: ReportWords, gap: Gap | None) -> str:
    """The widest difference between groups; empty when there is none."""
    if gap is None:
        return ""
    values = {
        "item": gap.item,
        "points": words.whole(gap.points),
        "higher_group": gap.higher.name,
        "higher": words.percent(gap.higher.percent),
        "lower_group": gap.lower.name,
        "lower": words.percent(gap.lower.percent),
    }
    return words.sentence("report.area.gap", values)


def widest_gap(items: Mapping[str, Sequence[Share]]) -> Gap | None:
    """The item whose groups' whole percents differ most, the first when several do; none without any difference.

    `items` has, by the name of the item, the percent positive of every group that is shown.
    """
    widest, found = 0, ""
    for name, shares in items.items():
        shown = [share.shown for share in shares]
        if len(shown) > 1 and (points := max(shown) - min(shown)) > widest:
            widest, found = points, name
    return Gap(found, max(items[found], key=_shown), min(items[found], key=_shown)) if widest else None


def _extremes(words: ReportWords, key: str, values: Mapping[str, str], shares: Sequence[Share]) -> str:
    if len(shares) < 2:
        return ""
    shown = [share.shown for share in shares]
    highest, lowest = max(shown), min(shown)
    if highest == lowest:
        return words.sentence(f"{key}.equal", {**values, "each": words.percent(highest)})
    extremes = {
        "highest": _names_at(words, highest, shares, shown),
        "highest_percent": words.percent(highest),
        "lowest": _names_at(words, lowest, shares, shown),
        "lowest_percent": words.percent(lowest),
    }
    return words.sentence(f"{key}.extremes", {**values, **extremes})


def _names_at(words: ReportWords, at: int, shares: Sequence[Share], shown: Sequence[int]) -> str:
    return words.listing([share.name for share, percent in zip(shares, shown, strict=True) if percent == at])


def _shown(share: Share) -> int:
    return share.shown
