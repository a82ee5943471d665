"""What one school asks: the questionnaire's items without the optional ones it did not choose, and its own."""

from __future__ import annotations

from generator.model.questionnaire import Item, ItemStatus, OwnQuestions, Questionnaire, Section


def as_asked(questionnaire: Questionnaire, own: OwnQuestions | None) -> Questionnaire:
    """The questionnaire as one school asks it: own questions stand last in their area.

    A school without a file of its own gets every item: it says on its forms which optional ones to leave out. Both
    records may be translated. Raises ValueError when they are not of one version.
    """
    if own is None:
        return questionnaire
    if own.questionnaire != questionnaire.key:
        raise ValueError(f"own questions for {own.questionnaire} in {questionnaire.key}")
    return questionnaire.model_copy(
        update={
            "areas": tuple(section for area in questionnaire.areas if (section := _asked(area, own)) is not None),
            "blocks": tuple(section for block in questionnaire.blocks if (section := _asked(block, own)) is not None),
        }
    )


def _asked(section: Section, own: OwnQuestions) -> Section | None:
    """A section with what is asked of it; none when nothing is left."""
    kept = [item for item in section.items if item.status is not ItemStatus.OPTIONAL or item.id in own.chosen]
    items: tuple[Item, ...] = (*kept, *(item for item in own.items if item.area == section.id))
    return section.model_copy(update={"items": items}) if items else None
