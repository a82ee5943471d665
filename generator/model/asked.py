"""Which items of a questionnaire are asked: what one school asks, or the core ones only."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from generator.model.questionnaire import Item, ItemStatus, OwnQuestions, Questionnaire, Section


def core_only(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire with nothing but what every school asks."""
    return _selected(questionnaire, lambda section: (item for item in section.items if item.status is ItemStatus.CORE))


def as_asked(questionnaire: Questionnaire, own: OwnQuestions | None) -> Questionnaire:
    """The questionnaire as one school asks it: without optional items it did not choose, its own last in their area.

    A school without a file of its own gets every item: it says on its forms which optional ones to leave out. Both
    records may be translated. Raises ValueError when they are not of one version.
    """
    if own is None:
        return questionnaire
    if own.questionnaire != questionnaire.key:
        raise ValueError(f"own questions for {own.questionnaire} in {questionnaire.key}")

    def asked(section: Section) -> Iterable[Item]:
        yield from (item for item in section.items if item.status is not ItemStatus.OPTIONAL or item.id in own.chosen)
        yield from (item for item in own.items if item.area == section.id)

    return _selected(questionnaire, asked)


def _selected(questionnaire: Questionnaire, asked: Callable[[Section], Iterable[Item]]) -> Questionnaire:
    """The same questionnaire with other items; sections without any are left out."""

    def sections(given: Iterable[Section]) -> tuple[Section, ...]:
        found = ((section, tuple(asked(section))) for section in given)
        return tuple(section.model_copy(update={"items": items}) for section, items in found if items)

    return questionnaire.model_copy(
        update={"areas": sections(questionnaire.areas), "blocks": sections(questionnaire.blocks)}
    )
