"""The strings of rounds are translated; numbers and names of schools are not."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from generator.model.catalogue import Language, Wording
from generator.model.round import (
    DimensionSetting,
    PublishedFigure,
    PublishedPart,
    PublishedRound,
    PublishedSection,
    RoundSetting,
)
from generator.translation.round_strings import (
    RoundStringPlace,
    map_published_strings,
    map_setting_strings,
    translate_published,
    translate_setting,
)

DAY = datetime.date(2022, 5, 3)
SETTING = RoundSetting(
    id="2022",
    title="Round of 2022",
    questionnaire="schools/2021",
    opened=DAY,
    closed=DAY,
    synthetic=True,
    source="Made by a machine.",
    caveat="Not real.",
    dimensions={"region": DimensionSetting(title="Region", values={"r1": "Capital", "r2": "North"})},
)
FIGURE = PublishedFigure(
    id="total",
    title="Participants",
    kind="table",
    place="Table 1",
    value=3,
    parts=(PublishedPart(label="Teachers", value=1), PublishedPart(label="Students", value=2)),
    order=("Area D", "Area A"),
    note="Rounded.",
)
PUBLISHED = PublishedRound(
    id="2021",
    title="Pilot of 2021",
    opened=DAY,
    closed=DAY,
    source="The report.",
    caveat="A pilot.",
    not_published=("Means by item.",),
    sections=(PublishedSection(id="people", title="Who took part", figures=(FIGURE,)),),
)


def test_the_strings_of_a_round_have_stable_contexts() -> None:
    """Contexts name the round and the field."""
    found: dict[str, str] = {}

    def note(place: RoundStringPlace, text: str) -> str:
        found[place.context] = text
        return text

    assert map_setting_strings(SETTING, note) == SETTING
    assert map_published_strings(PUBLISHED, note) == PUBLISHED
    assert found == {
        "round/2022/title": "Round of 2022",
        "round/2022/source": "Made by a machine.",
        "round/2022/caveat": "Not real.",
        "round/2022/dimension/region": "Region",
        "round/2022/dimension/region/r1": "Capital",
        "round/2022/dimension/region/r2": "North",
        "published/2021/section/people": "Who took part",
        "published/2021/total/title": "Participants",
        "published/2021/total/place": "Table 1",
        "published/2021/total/part/1": "Teachers",
        "published/2021/total/part/2": "Students",
        "published/2021/total/order/1": "Area D",
        "published/2021/total/order/2": "Area A",
        "published/2021/total/note": "Rounded.",
        "published/2021/title": "Pilot of 2021",
        "published/2021/source": "The report.",
        "published/2021/caveat": "A pilot.",
        "published/2021/not_published/1": "Means by item.",
    }


def test_a_translated_round_has_wordings(speaking: Callable[..., Language]) -> None:
    """Each text is translated or marked as English."""
    azerbaijani = speaking("az", {("round/2022/dimension/region/r1", "Capital"): "Paytaxt"})
    values = translate_setting(SETTING, azerbaijani).dimensions["region"].values
    assert [(str(text), text.language) for text in values.values() if isinstance(text, Wording)] == [
        ("Paytaxt", "az"),
        ("North", "en"),
    ]


def test_translated_published_figures_keep_their_numbers(speaking: Callable[..., Language]) -> None:
    """Only words change."""
    azerbaijani = speaking("az", {("published/2021/total/part/1", "Teachers"): "Müəllimlər"})
    figure = translate_published(PUBLISHED, azerbaijani).sections[0].figures[0]
    assert [(part.label, part.value) for part in figure.parts] == [("Müəllimlər", 1), ("Students", 2)]
