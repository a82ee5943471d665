"""The strings of rounds that a reader sees: titles, sources, caveats, labels. Names of schools are never translated.

They belong to the catalogue of the guides, with contexts such as `round/2022/title` and `published/2021/totals/title`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from generator.model.catalogue import Domain, Language
from generator.model.released import ReleasedResults
from generator.model.round import DimensionSetting, PublishedFigure, PublishedPart, PublishedRound, RoundSetting
from generator.translation.wordings import wording_of


@dataclass(frozen=True, slots=True)
class RoundStringPlace:
    """Which string the walk has reached."""

    context: str
    """msgctxt, such as `round/2022/caveat`."""
    path: str
    """The string in its file: keys and positions from 0 joined by dots."""
    comment: str
    """What the translator is told."""


RoundVisit: TypeAlias = Callable[[RoundStringPlace, str], str]
"""Is given each string with its place and returns what shall stand there."""


def translate_setting(setting: RoundSetting, language: Language) -> RoundSetting:
    """The same round with each text as a Wording: in `language`, or in English where that lacks."""
    return map_setting_strings(setting, _translating(language))


def translate_published(published: PublishedRound, language: Language) -> PublishedRound:
    """The same published figures with each text as a Wording."""
    return map_published_strings(published, _translating(language))


def translate_results(released: ReleasedResults, language: Language) -> ReleasedResults:
    """The results with the texts of their round as Wordings."""
    return dataclasses.replace(released, setting=translate_setting(released.setting, language))


def map_setting_strings(setting: RoundSetting, visit: RoundVisit) -> RoundSetting:
    """A copy in which `visit` has replaced every string that a reader sees."""
    walk = _Walk(f"round/{setting.id}", visit)

    def dimension(name: str, dimension: DimensionSetting) -> DimensionSetting:
        return dimension.model_copy(
            update={
                "title": walk(
                    f"dimension/{name}", f"dimensions.{name}.title", "A way to group schools.", dimension.title
                ),
                "values": {
                    value: walk(
                        f"dimension/{name}/{value}",
                        f"dimensions.{name}.values.{value}",
                        f"One of the values of: {dimension.title}.",
                        label,
                    )
                    for value, label in dimension.values.items()
                },
            }
        )

    return setting.model_copy(
        update={
            "title": walk("title", "title", "Name of a round.", setting.title),
            "source": walk("source", "source", "Source of the figures, below every figure.", setting.source),
            "caveat": walk("caveat", "caveat", "What readers must keep in mind, below every figure.", setting.caveat),
            "dimensions": {name: dimension(name, found) for name, found in setting.dimensions.items()},
        }
    )


def map_published_strings(published: PublishedRound, visit: RoundVisit) -> PublishedRound:
    """A copy in which `visit` has replaced every string that a reader sees."""
    walk = _Walk(f"published/{published.id}", visit)
    sections = tuple(
        section.model_copy(
            update={
                "title": walk(
                    f"section/{section.id}", f"sections.{position}.title", "Heading above figures.", section.title
                ),
                "figures": tuple(
                    _map_figure(figure, f"sections.{position}.figures.{number}", walk)
                    for number, figure in enumerate(section.figures)
                ),
            }
        )
        for position, section in enumerate(published.sections)
    )
    return published.model_copy(
        update={
            "title": walk("title", "title", "Name of a round.", published.title),
            "source": walk("source", "source", "Source of the figures, below every figure.", published.source),
            "caveat": walk("caveat", "caveat", "What readers must keep in mind, below every figure.", published.caveat),
            "not_published": walk.each(
                "not_published", "not_published", "What the source does not state.", published.not_published
            ),
            "sections": sections,
        }
    )


def _map_figure(figure: PublishedFigure, path: str, walk: _Walk) -> PublishedFigure:
    def part(position: int, part: PublishedPart) -> PublishedPart:
        label = walk(f"{figure.id}/part/{position + 1}", f"{path}.parts.{position}.label", comment, part.label)
        return part.model_copy(update={"label": label})

    comment = f"Line of the figure: {figure.title}."
    return figure.model_copy(
        update={
            "title": walk(f"{figure.id}/title", f"{path}.title", "Title of a published figure.", figure.title),
            "place": walk(
                f"{figure.id}/place", f"{path}.place", "Where in the source the figure stands.", figure.place
            ),
            "parts": tuple(part(position, found) for position, found in enumerate(figure.parts)),
            "order": walk.each(f"{figure.id}/order", f"{path}.order", comment, figure.order),
            "note": figure.note and walk(f"{figure.id}/note", f"{path}.note", f"Note on: {figure.title}.", figure.note),
        }
    )


@dataclass(frozen=True, slots=True)
class _Walk:
    """The walk through one file; `prefix` opens every context."""

    prefix: str
    visit: RoundVisit

    def __call__(self, context: str, path: str, comment: str, text: str) -> str:
        return self.visit(RoundStringPlace(f"{self.prefix}/{context}", path, comment), text)

    def each(self, context: str, path: str, comment: str, texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(
            self(f"{context}/{position + 1}", f"{path}.{position}", comment, text)
            for position, text in enumerate(texts)
        )


def _translating(language: Language) -> RoundVisit:
    return lambda place, text: wording_of(language, Domain.GUIDES, place.context, text)
