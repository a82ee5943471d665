"""What a template must know of an item: its wordings as each group read them, its answers with their colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.model.questionnaire import Item, ItemType, Level, Option, Questionnaire, ScoreRange, Section

_PALETTE = 5
"""The colours gz-scale-1 to gz-scale-5 of report.css; scales with fewer or more points share them out."""
_GROUP_COLOURS = 6


@dataclass(frozen=True, slots=True)
class WordingView:
    """One wording and who read it. No levels: all of them."""

    groups: tuple[str, ...]
    levels: tuple[str, ...]
    stem: str
    text: str
    help: str


@dataclass(frozen=True, slots=True)
class OptionView:
    """An answer with its colour, and where its column stands in a histogram (percent of the width)."""

    code: str
    text: str
    positive: bool
    css_class: str
    left: str = "0"
    middle: str = "0"
    width: str = "0"


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group with its colour."""

    id: str
    title: str
    css_class: str
    dot: str = "gz-dot-1"
    """The id of its shape: colour never stands alone."""


@dataclass(frozen=True, slots=True)
class FigureView:
    """All that the figure of an item says before any number is known."""

    code: str
    title: str
    status: str
    kind: str
    anchor: str
    heading: int
    wordings: tuple[WordingView, ...]
    options: tuple[OptionView, ...]
    not_applicable: Option | None
    score: ScoreRange | None
    groups: tuple[GroupView, ...]
    """The groups that are asked."""
    has_positive: bool
    codes: tuple[str, ...]
    """The codes of the options."""
    chart: str = ""
    """The key of the specification that a reader can explore; empty: none."""
    number: str = ""
    """What the figure is called on pages whose figures are numbered (see figure_numbers)."""

    @property
    def columns(self) -> int:
        """How many columns the table of a scale or score has, without the heading of the row."""
        return len(self.options) + bool(self.not_applicable) + 2 + self.has_positive


@dataclass(frozen=True, slots=True)
class FigurePlace:
    """Where figures stand: the levels they are about, the depth of their headings, and the start of their anchors."""

    levels: tuple[Level, ...]
    heading: int
    prefix: str = ""
    is_explorable: bool = False
    is_numbered: bool = False


def figure_view(questionnaire: Questionnaire, section: Section, item: Item, place: FigurePlace) -> FigureView:
    """The view of an item, for the groups that are asked it at one of the place's levels."""
    options = questionnaire.options_of(item)
    apart = [option for option in options if option.not_applicable]
    points = [option for option in options if not option.not_applicable]
    return FigureView(
        codes=tuple(option.code for option in points),
        code=item.id,
        title=item.title,
        status=item.status.value,
        kind=item.type.value,
        anchor=f"{place.prefix}{item.id.lower()}",
        heading=place.heading,
        wordings=_wordings(questionnaire, section, item, place.levels),
        options=option_views(points, item.type),
        not_applicable=apart[0] if apart else None,
        score=item.score,
        groups=tuple(view for view in group_views(questionnaire) if _is_asked(item, view.id, place.levels)),
        has_positive=any(option.positive for option in points) and item.type is ItemType.SCALE,
        chart=chart_key(item) if place.is_explorable else "",
        number=item.id if place.is_numbered else "",
    )


def chart_key(item: Item) -> str:
    """Which specification draws the item's answers: items with the same answers share one."""
    if item.type is ItemType.SCALE:
        return scale_key(item.scale or "")
    return "score" if item.type is ItemType.SCORE else "choice"


def scale_key(scale_id: str) -> str:
    """Which specification draws the answers on a scale."""
    return f"scale-{scale_id}"


def group_views(questionnaire: Questionnaire) -> tuple[GroupView, ...]:
    """All groups with their colours, in the order of the questionnaire."""
    return tuple(
        GroupView(
            group.id, group.title, f"gz-group-{index % _GROUP_COLOURS + 1}", f"gz-dot-{index % _GROUP_COLOURS + 1}"
        )
        for index, group in enumerate(questionnaire.groups)
    )


def option_views(points: Sequence[Option], kind: ItemType) -> tuple[OptionView, ...]:
    """The options on the scale with their colours, lowest first."""
    step = 100 / max(len(points), 1)
    return tuple(
        OptionView(
            option.code,
            option.text,
            option.positive,
            f"gz-scale-{palette_index(index, len(points))}" if kind is ItemType.SCALE else "gz-column",
            f"{index * step + step * 0.08:.2f}",
            f"{(index + 0.5) * step:.2f}",
            f"{step * 0.84:.2f}",
        )
        for index, option in enumerate(points)
    )


def palette_index(index: int, points: int) -> int:
    """Which of the five colours a point gets: the ends always the outer ones, an odd scale's middle the neutral."""
    if points <= 1:
        return (_PALETTE + 1) // 2
    exact = index * (_PALETTE - 1) / (points - 1)
    is_lower_half = exact < (_PALETTE - 1) / 2
    # An even scale has no middle, so both sides round away from it.
    return 1 + (int(exact) if is_lower_half else -int(-exact // 1))


def _wordings(
    questionnaire: Questionnaire, section: Section, item: Item, levels: Sequence[Level]
) -> tuple[WordingView, ...]:
    views: list[WordingView] = []
    for group in questionnaire.groups:
        asked = [level for level in levels if item.is_asked_of(group.id, level.id)]
        for text in dict.fromkeys(item.wording(group.id, level.id) for level in asked):
            at = [level for level in asked if item.wording(group.id, level.id) == text]
            shorts = tuple(level.short for level in at) if len(at) < len(levels) else ()
            stem, help_text = section.stem.get(group.id, ""), item.help.get(group.id, "")
            _add(views, WordingView((group.title,), shorts, stem, text, help_text))
    return tuple(views)


def _add(views: list[WordingView], new: WordingView) -> None:
    for index, old in enumerate(views):
        if replace(old, groups=()) == replace(new, groups=()):
            views[index] = replace(old, groups=old.groups + new.groups)
            return
    views.append(new)


def _is_asked(item: Item, group: str, levels: Sequence[Level]) -> bool:
    return any(item.is_asked_of(group, level.id) for level in levels)
