"""What changed in an item since earlier rounds: one line a round, under the chart of the item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.compute.history import Continuity, EarlierRound
from generator.compute.measures import rounded
from generator.model.questionnaire import Item, ItemType, Questionnaire
from generator.model.released import Distribution, Mark, Position, ReleasedResults, Slice
from generator.render.report_words import ReportWords

_ROUNDS = 3
"""So many earlier rounds at most, the newest first: a report is no archive."""


def item_changes(
    words: ReportWords,
    questionnaire: Questionnaire,
    released: ReleasedResults,
    slice_: Slice,
    item: Item,
    earlier: Sequence[EarlierRound],
) -> str:
    """The lines as HTML; empty for choices, for items without earlier round, and where nothing is shown now."""
    if item.type in (ItemType.SINGLE, ItemType.MULTIPLE) or not earlier:
        return ""
    lines = []
    for before in reversed(earlier[-_ROUNDS:]):
        groups = [*_groups(words, questionnaire, released, slice_, item, before)]
        if groups:
            title = words.html(before.released.setting.title)
            values = {"round": title, "groups": "; ".join(groups)}
            lines.append(words.figures.frame("change_round").fill(values))
    return words.figures.frame("changes").fill({"rounds": "\n".join(lines)}) if lines else ""


def signed(words: ReportWords, points: int) -> str:
    """A difference with its sign, as HTML: +5, −3, 0."""
    sign = "+" if points > 0 else "\N{MINUS SIGN}" if points < 0 else ""
    return sign + words.whole(abs(points))


def _groups(
    words: ReportWords,
    questionnaire: Questionnaire,
    released: ReleasedResults,
    slice_: Slice,
    item: Item,
    before: EarlierRound,
) -> Iterator[str]:
    levels = [level.id for level in questionnaire.levels]
    for group in questionnaire.groups:
        place = Position(slice_, group.id, item.id)
        now = released.distributions.get(place)
        if now is None or now.mark is not Mark.SHOWN or _measure(now) is None:
            continue
        kind, text = _change(words, words.html(group.title), now, before, place, levels)
        yield words.figures.frame("change_group", kind).fill({"text": text})


def _change(
    words: ReportWords,
    group: str,
    now: Distribution,
    before: EarlierRound,
    place: Position,
    levels: Sequence[str],
) -> tuple[str, str]:
    """The kind of the change, and the words on it."""
    continuity = before.continuity_of(place, levels)
    if continuity in (Continuity.BROKEN, Continuity.NEW):
        return continuity.value, words.sentence(f"report.change.{continuity.value}", {"group": group})
    then = before.distribution(place)
    if then is None or then.mark is not Mark.SHOWN or _measure(then) is None:
        return "absent", words.sentence("report.change.absent", {"group": group})
    old, new = _measure(then) or 0.0, _measure(now) or 0.0
    numbers = _means(words, old, new) if now.percent_positive is None else _percents(words, old, new)
    said = words.sentence("report.change.moved", {"group": group, **numbers})
    if continuity is Continuity.REWORDED:
        return "reworded", words.sentence("report.change.reworded", {"change": said})
    return "moved", said


def _percents(words: ReportWords, old: float, new: float) -> dict[str, str]:
    """Both percents as the tables show them, and the difference between what is shown."""
    points = int(rounded(new)) - int(rounded(old))
    return {"before": words.percent(old), "now": words.percent(new), "points": signed(words, points)}


def _means(words: ReportWords, old: float, new: float) -> dict[str, str]:
    """The same for means, to one decimal."""
    tenths = rounded(new, 1) - rounded(old, 1)
    sign = "+" if tenths > 0 else "\N{MINUS SIGN}" if tenths < 0 else ""
    points_text = sign + words.decimal(float(abs(tenths)))
    return {"before": words.decimal(old), "now": words.decimal(new), "points": points_text}


def _measure(found: Distribution) -> float | None:
    """What a change is counted in: percent positive, or the mean score."""
    return found.mean if found.percent_positive is None else found.percent_positive
