"""The poster "What you told us": one page for the students of one education level, filled from a school's report.

It shows no number of its own: percents and n are those of the released results that the report shows, and what is
picked out follows the rules of `compute/findings.py`, which the report prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.compute.findings import SMALL, Difference, Findings, Ranking, Statement
from generator.model.output import PrintDocument
from generator.model.questionnaire import Group, Level, Questionnaire
from generator.model.released import LEVEL_DIMENSION, Audience, Mark, ReleasedResults, Slice
from generator.render.handouts import STUDENT
from generator.render.locale_format import format_percent
from generator.render.one_page import Size, one_page
from generator.render.report_words import PageEnvironment

_POSTER: Final = (
    Size(2490, 14, 5.4),
    Size(3030, 12.4, 4.8),
    Size(3330, 11.6, 4.2),
    Size(3990, 10.8, 3.6),
    Size(4470, 10, 3.2),
    Size(5290, 8.5, 2.6),
    Size(5700, 8.2, 2.3),
)
"""Measured in az, ru, en and an invented language, with 2 to 12 statements, short ones and the longest."""
_BAR: Final = 100
"""A bar takes the room of so many letters."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A group's percent positive."""

    group: str
    """The group's title; empty where all bars are those of the students."""
    percent: int
    shown: str
    """The percent as it is written in the language."""
    n: int


@dataclass(frozen=True, slots=True)
class PosterRow:
    """A statement with its bars."""

    text: str
    """As students read it."""
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class PosterPart:
    """Statements under a heading."""

    heading: str
    """Key of the interface string."""
    rows: tuple[PosterRow, ...]
    left_out: int = 0
    """How many more statements have the percent of the next place."""


def poster_path(released: ReleasedResults, group_id: str, level_id: str, language: str) -> str:
    """Where a poster stands below the site's root. Raises ValueError when this is about no school.

    No school's id has an underscore, so no other file has this name.
    """
    if released.school is None:
        raise ValueError("results of a round, not of a school")
    name = f"{released.school.id}_poster-{group_id}-{level_id}-{language}"
    return f"files/results/{released.setting.id}/{name}.pdf"


def poster_places(questionnaire: Questionnaire, released: ReleasedResults) -> Iterator[tuple[Group, Slice]]:
    """What has a poster: each group of students at each level of a school that asks them."""
    for group in questionnaire.groups:
        for slice_ in released.slices if group.reader == STUDENT else ():
            if slice_.dimension == LEVEL_DIMENSION and questionnaire.items_asked_of(group.id, slice_.value):
                yield group, slice_


def poster_print(
    environment: PageEnvironment,
    questionnaire: Questionnaire,
    released: ReleasedResults,
    found: Mapping[Slice, Findings],
    rounding_base: int,
    group_id: str,
    slice_: Slice,
) -> PrintDocument:
    """The poster of one group of students at one level, which is `slice_`.

    Questionnaire and setting are translated; `found` is what stands out by level in the same released results, whose
    audience decides who may read the poster. Raises ValueError when `released` is not about a school.
    """
    if released.school is None:
        raise ValueError("results of a round, not of a school")
    language = str(environment.globals["language"])
    group, level = questionnaire.group(group_id), questionnaire.level(slice_.value)
    writer = _PosterWriter(questionnaire, group, level, language)
    parts = tuple(writer.parts(found.get(slice_)))
    took_part = released.participation.get((slice_, group_id))
    answers = _positive_answers(questionnaire, _statements(found.get(slice_), group_id))
    facts = {
        "school": released.school.name,
        "setting": released.setting,
        "level": level,
        "answered": took_part.completed if took_part and took_part.mark is Mark.SHOWN else None,
        "is_rounded": released.audience is Audience.PUBLIC and rounding_base > 1,
        "rounding_base": rounding_base,
        "parts": parts,
        "is_nobody": _nobody_answered(released, slice_, group_id),
        "answers": answers,
        "small": SMALL,
    }
    html = one_page(
        environment.get_template("print/poster.html"),
        facts,
        _POSTER,
        drawn=_BAR * sum(len(row.bars) for part in parts for row in part.rows),
    )
    return PrintDocument(poster_path(released, group_id, slice_.value, language), html, language)


def _statements(found: Findings | None, group_id: str) -> tuple[Statement, ...]:
    """The strongest and the weakest statements of a group, none twice."""
    if found is None:
        return ()
    rankings = [ranking[group_id] for ranking in (found.strongest, found.weakest) if group_id in ranking]
    return tuple(dict.fromkeys(statement for ranking in rankings for statement in ranking.statements))


@dataclass(frozen=True, slots=True)
class _PosterWriter:
    """Writes what stands out for one group of students at one level."""

    questionnaire: Questionnaire
    group: Group
    level: Level
    language: str

    def parts(self, found: Findings | None) -> Iterator[PosterPart]:
        """Headings with their statements: only those that have some."""
        if found is None:
            return
        strongest = found.strongest.get(self.group.id, Ranking(()))
        weakest = found.weakest.get(self.group.id, Ranking(()))
        # With few statements both lists have the same ones: nobody is told the same thing twice.
        rest = tuple(statement for statement in weakest.statements if statement not in strongest.statements)
        if strongest.statements:
            yield PosterPart("poster.strongest", self._rows(strongest.statements), strongest.left_out)
        if rest:
            yield PosterPart("poster.weakest", self._rows(rest), weakest.left_out)
        if gap := next((gap for gap in found.gaps if self._is_ours(gap)), None):
            yield PosterPart("poster.gap", (self._gap_row(gap),))

    def _is_ours(self, gap: Difference) -> bool:
        groups = {gap.first.group, gap.second.group}
        return self.group.id in groups and len(groups) > 1

    def _rows(self, statements: Sequence[Statement]) -> tuple[PosterRow, ...]:
        return tuple(PosterRow(self._wording(each), (self._bar(each, ""),)) for each in statements)

    def _gap_row(self, gap: Difference) -> PosterRow:
        ours, theirs = sorted((gap.first, gap.second), key=lambda each: each.group != self.group.id)
        bars = tuple(self._bar(each, self.questionnaire.group(each.group).title) for each in (ours, theirs))
        return PosterRow(self._wording(ours), bars)

    def _wording(self, statement: Statement) -> str:
        return self.questionnaire.item(statement.item).wording(self.group.id, self.level.id)

    def _bar(self, statement: Statement, title: str) -> Bar:
        return Bar(title, statement.percent, format_percent(statement.percent, self.language), statement.n)


def _positive_answers(questionnaire: Questionnaire, statements: Sequence[Statement]) -> tuple[str, ...]:
    """The answers that count as positive for these statements, each once."""
    items = [questionnaire.item(statement.item) for statement in statements]
    return tuple(
        dict.fromkeys(option.text for item in items for option in questionnaire.options_of(item) if option.positive)
    )


def _nobody_answered(released: ReleasedResults, slice_: Slice, group_id: str) -> bool:
    """Whether a group was asked and no answer came at all."""
    marks = {
        found.mark
        for position, found in released.distributions.items()
        if (position.slice, position.group) == (slice_, group_id)
    }
    return Mark.NOBODY in marks and not marks & {Mark.SHOWN, Mark.HIDDEN}
