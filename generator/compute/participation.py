"""How many people should answer before a school reads its results."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.questionnaire import Group, ParticipationBand


@dataclass(frozen=True, slots=True)
class Requirement:
    """The least participation of one group at one education level."""

    percent: int
    """The share that the band asks for."""
    needed: int
    """`percent` of the invited people, rounded up to a whole person."""
    up_to: int | None
    """The largest number of invited people the band holds for; none for the last band."""


def requirement(group: Group, invited: int) -> Requirement:
    """What a group's bands ask of this number of invited people.

    The bands are the questionnaire's data (for the pilot: the SELFIE tables of minimum participation, by education
    level and number of eligible persons). Bands follow each other, so the number needed falls at their edges: 500
    students need 150 answers, 501 need 126. Above the last limit the last band goes on. Raises ValueError for a
    negative number of invited people.
    """
    if invited < 0:
        raise ValueError(f"a negative number of invited people: {invited}")
    band = _band(group.minimum, invited)
    return Requirement(band.percent, -(-band.percent * invited // 100), band.up_to)


def _band(bands: tuple[ParticipationBand, ...], invited: int) -> ParticipationBand:
    fitting = (band for band in bands if band.up_to is None or invited <= band.up_to)
    return next(fitting, bands[-1])
