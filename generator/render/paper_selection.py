"""Which items of a questionnaire stand on a paper: the core ones only, or those that one school asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.model.questionnaire import Item, ItemStatus, OwnQuestions, Questionnaire, Section


def core_questionnaire(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire with nothing but what every school asks."""
    return _selected(questionnaire, lambda section: [item for item in section.items if item.status is ItemStatus.CORE])


def school_questionnaire(questionnaire: Questionnaire, own: OwnQuestions) -> Questionnaire:
    """The questionnaire as one school asks it: without the optional items that it did not choose, and with its own
    items at the end of their areas. Both are in one language.
    """
    chosen = frozenset(own.chosen)

    def items(section: Section) -> Sequence[Item]:
        asked = [item for item in section.items if item.status is not ItemStatus.OPTIONAL or item.id in chosen]
        return [*asked, *(item for item in own.items if item.area == section.id)]

    return _selected(questionnaire, items)


def _selected(questionnaire: Questionnaire, items: Callable[[Section], Sequence[Item]]) -> Questionnaire:
    """The same questionnaire with other items; sections without any are left out."""

    def sections(given: Sequence[Section]) -> tuple[Section, ...]:
        kept = [(section, tuple(items(section))) for section in given]
        return tuple(section.model_copy(update={"items": found}) for section, found in kept if found)

    return questionnaire.model_copy(
        update={"areas": sections(questionnaire.areas), "blocks": sections(questionnaire.blocks)}
    )
