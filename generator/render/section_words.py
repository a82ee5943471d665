"""The sentences that open a section of a report: an area, or a block of other questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.model.questionnaire import Item, ItemType, Questionnaire, Section
from generator.model.released import AreaMeasure, AreaPosition, Distribution, Mark, ReleasedResults, Slice
from generator.render.report_sentences import (
    Share,
    area_sentence,
    block_sentence,
    choice_sentence,
    gap_sentence,
    widest_gap,
)
from generator.render.report_words import ReportWords

Answers = Mapping[str, Distribution]
"""The answers of every group to one item in one slice."""
_NO_MEASURE = AreaMeasure(Mark.NOT_ASKED)


@dataclass(frozen=True, slots=True)
class AnsweredItem:
    """An item with the answers of all groups, and its name as HTML."""

    item: Item
    name: str
    answers: Answers

    def positive(self, group: str) -> float | None:
        """The percent positive of a group, or none where it is not told exactly."""
        found = self.answers.get(group)
        return found.percent_positive if found and found.mark is Mark.SHOWN else None


@dataclass(frozen=True, slots=True)
class SectionWriter:
    """Writes the sentences of a questionnaire's sections in one language."""

    words: ReportWords
    groups: tuple[tuple[str, str], ...]
    """Id and title (HTML) of every group."""
    areas: frozenset[str]

    def sentences(
        self, released: ReleasedResults, slice_: Slice, section: Section, items: Sequence[AnsweredItem]
    ) -> list[str]:
        """The sentences of a section, some of which may be empty."""
        if section.id not in self.areas:
            return list(self._block(items))
        measures = {
            group: released.areas.get(AreaPosition(slice_, group, section.id), _NO_MEASURE) for group, _ in self.groups
        }
        return list(self._area(measures, items))

    def _area(self, measures: Mapping[str, AreaMeasure], items: Sequence[AnsweredItem]) -> Iterator[str]:
        """For each group its mean and extremes, then the widest gap between groups."""
        small = {group for group, _ in self.groups if any(_is_told_in_classes(each, group) for each in items)}
        by_group: dict[str, list[Share]] = {group: [] for group, _ in self.groups}
        by_item: dict[str, list[Share]] = {}
        for answered in items:
            by_item[answered.name] = of_item = []
            for group, title in self.groups:
                percent = answered.positive(group)
                if percent is not None:
                    by_group[group].append(Share(answered.name, percent))
                    if group not in small:
                        of_item.append(Share(title, percent))
        for group, title in self.groups:
            percent = measures[group].percent_positive
            if measures[group].mark is Mark.SHOWN and percent is not None:
                yield area_sentence(self.words, title, percent, by_group[group])
        yield gap_sentence(self.words, widest_gap(by_item))

    def _block(self, items: Sequence[AnsweredItem]) -> Iterator[str]:
        """For each group which rows of a scale stand out, or which answers to a multiple choice were given most."""
        for group, title in self.groups:
            if not any(_is_bounded(each, group) for each in items):
                yield block_sentence(self.words, title, _shares(items, group))
            for answered in items:
                found = answered.answers.get(group)
                if answered.item.type is ItemType.MULTIPLE and found and found.mark is Mark.SHOWN:
                    options = {option.code: self.words.html(option.text) for option in answered.item.options}
                    shares = [Share(options[code], share) for code, share in (found.percents or {}).items()]
                    yield choice_sentence(self.words, title, shares)


def section_writer(words: ReportWords, questionnaire: Questionnaire) -> SectionWriter:
    """The writer for a translated questionnaire."""
    groups = tuple((group.id, words.html(group.title)) for group in questionnaire.groups)
    return SectionWriter(words, groups, frozenset(area.id for area in questionnaire.areas))


def _is_told_in_classes(answered: AnsweredItem, group: str) -> bool:
    """Whether the group is too small to be set against others (see `compute/own_report.py`)."""
    found = answered.answers.get(group)
    return bool(found and found.classes)


def _is_bounded(answered: AnsweredItem, group: str) -> bool:
    """Whether nobody knows if this item is the highest or the lowest."""
    found = answered.answers.get(group)
    return bool(found and found.positive_bound)


def _shares(items: Sequence[AnsweredItem], group: str) -> list[Share]:
    found = ((item.name, item.positive(group)) for item in items)
    return [Share(name, percent) for name, percent in found if percent is not None]
