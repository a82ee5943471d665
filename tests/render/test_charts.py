"""Charts: drawn without anything the content policy forbids, explored from the bundle of this site."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from generator.render import charts
from generator.render.chart_drawing import BUNDLE_NAME, DrawingError, draw_svg, explore_bundle
from generator.render.charts import ChartWords, Palette
from generator.render.item_views import palette_index
from generator.render.report_words import ReportWords
from generator.render.round_charts import chart_words
from generator.render.system_report import system_report_page
from generator.write.content_policy import with_content_policy
from tests.conftest import ROOT
from tests.render.page_project import environment
from tests.render.report_records import QUESTIONNAIRE, SETTINGS, system

NAMES = ("area", "group", "answer", "label", "count", "level")
WORDS = ChartWords("Percent", {name: name for name in NAMES}, ("", " %"), ",")
GROUPS = ["Müəllimlər", "Şagirdlər <və> əyanilər"]
AREAS = ["A İnfrastruktur və avadanlıq: çox uzun bir ad ki, kəsilməməlidir", "B Ünsiyyət"]
ROWS = [
    {"area": area, "group": group, "percent": 50 + 10 * index, "label": f"{50 + 10 * index} %"}
    for area in AREAS
    for index, group in enumerate(GROUPS)
]


def drawn(width: int = 760) -> str:
    return draw_svg(charts.area_dots(ROWS, AREAS, Palette(GROUPS), WORDS, width), "fig", "Title <1>", "What it shows")


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in parsed(svg).iter() if node.tag.endswith("text")]


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - we drew it


def test_a_drawing_is_one_image_with_a_name_and_a_sentence_for_screen_readers() -> None:
    root = parsed(drawn())

    assert root.get("role") == "img"
    assert [root.find("title").text, root.find("desc").text] == ["Title <1>", "What it shows"]  # type: ignore[union-attr]
    assert root.get("aria-labelledby") == "fig-title fig-description"
    assert not [node for node in root.iter() if node is not root and (node.get("role") or node.get("aria-label"))]


@pytest.mark.parametrize("width", [340, 760])
def test_a_drawing_has_neither_style_attributes_nor_style_elements_nor_colours_of_its_own(width: int) -> None:
    svg = drawn(width)

    assert "style" not in svg
    fills = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg))
    assert all(fill == "none" or fill.startswith("var(--gz-") for fill in fills)


@pytest.mark.parametrize("width", [340, 760])
def test_no_label_of_a_drawing_is_cut(width: int) -> None:
    assert set(AREAS) | set(GROUPS) <= set(texts(drawn(width)))


def test_percents_on_an_axis_are_written_as_the_language_writes_them() -> None:
    assert "40 %" in texts(drawn())


def test_two_drawings_on_a_page_share_no_id() -> None:
    spec = charts.area_dots(ROWS, AREAS, Palette(GROUPS), WORDS, 760)
    ids = [set(re.findall(r'id="([^"]+)"', draw_svg(spec, name, "t", "d"))) for name in ("one", "two")]

    assert ids[0]
    assert not ids[0] & ids[1]


def test_participation_has_a_bar_for_every_group_of_every_level_and_shows_more_than_100_percent() -> None:
    rows = [
        {"level": level, "group": group, "percent": percent, "label": f"{percent} %", "minimum": None}
        for level in ("Low", "High")
        for group, percent in zip(GROUPS, (40, 230), strict=True)
    ]
    svg = draw_svg(charts.participation(rows, Palette(GROUPS), WORDS, 760), "p", "t", "d")

    assert texts(svg).count("230 %") == 2
    assert {"Low", "High"} <= set(texts(svg))


def test_a_specification_that_makes_no_sense_is_an_error() -> None:
    with pytest.raises(DrawingError):
        draw_svg({"mark": "nothing at all"}, "x", "t", "d")


@pytest.mark.parametrize(
    ("code", "pattern", "decimal"), [("en", ("", "%"), "."), ("az", ("", "%"), ","), ("ru", ("", "\u00a0%"), ",")]
)
def test_charts_take_the_signs_of_their_language_from_babel(code: str, pattern: tuple[str, str], decimal: str) -> None:
    words = chart_words(ReportWords(environment(code)), "charts.percent", "")

    assert (words.percent_pattern, words.decimal) == (pattern, decimal)


@pytest.mark.parametrize(
    ("points", "expected"),
    [(2, [1, 5]), (3, [1, 3, 5]), (4, [1, 2, 4, 5]), (5, [1, 2, 3, 4, 5]), (7, [1, 1, 2, 3, 4, 5, 5]), (1, [3])],
)
def test_a_scale_of_any_length_has_the_outer_colours_at_its_ends_and_grey_only_in_the_middle(
    points: int, expected: list[int]
) -> None:
    assert [palette_index(index, points) for index in range(points)] == expected


def luminance(colour: str) -> float:
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def palettes() -> list[dict[str, str]]:
    sheet = (ROOT / "site_templates" / "assets" / "report.css").read_text(encoding="utf-8")
    blocks = re.findall(r'\[data-md-color-scheme="(?:default|slate)"\] \{(.*?)\}', sheet, re.DOTALL)
    return [dict(re.findall(r"--(gz-[a-z0-9-]+): (#[0-9a-f]{6})", block)) for block in blocks]


@pytest.mark.parametrize("scheme", [0, 1])
def test_labels_on_bars_can_be_read_and_colours_differ_without_colour(scheme: int) -> None:
    colours = palettes()[scheme]
    greys = [luminance(colours[f"gz-scale-{index}"]) for index in range(1, 6)]

    for index, grey in enumerate(greys, start=1):
        label = luminance(colours[f"gz-on-scale-{index}"])
        assert (max(label, grey) + 0.05) / (min(label, grey) + 0.05) >= 4.5
    for first, second in pairwise(greys):
        assert (max(first, second) + 0.05) / (min(first, second) + 0.05) >= 1.2


def test_the_colours_of_specifications_are_those_of_the_style_sheet() -> None:
    colours = palettes()[0]

    for kind in ("scale", "group"):
        palette = Palette([str(index) for index in range(5)], kind)
        assert palette.colours == [f"var(--gz-{kind}-{i}, {colours[f'gz-{kind}-{i}']})" for i in range(1, 6)]


def test_the_bundle_is_a_classic_script_so_that_it_loads_from_a_disk() -> None:
    bundle = explore_bundle().decode()

    assert bundle.startswith("(function () {")
    assert "window.guzguEmbed" in bundle
    assert "import.meta" not in bundle


@pytest.mark.browser
def test_every_kind_of_chart_can_be_explored_from_a_disk_under_the_content_policy(
    tmp_path: Path, chromium: Any
) -> None:
    body = system_report_page(environment(), QUESTIONNAIRE, SETTINGS, system()).body
    (tmp_path / "explore.js").write_bytes((ROOT / "site_templates" / "assets" / "explore.js").read_bytes())
    (tmp_path / BUNDLE_NAME).write_bytes(explore_bundle())
    head = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title></head>'
    html = f'{head}<body>{body}<script src="explore.js"></script></body></html>'
    (tmp_path / "page.html").write_text(with_content_policy(html), encoding="utf-8")
    page = chromium.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((tmp_path / "page.html").as_uri())
    assert page.evaluate("window.guzguEmbed") is None

    for figure in page.query_selector_all("figure[data-gz-chart]"):
        figure.query_selector("[data-gz-explore]").click()
        page.wait_for_function("figure => figure.querySelector('.gz-live svg')", arg=figure)

    live = page.evaluate(
        "[...document.querySelectorAll('.gz-live svg')].map(svg => svg.querySelectorAll('path').length)"
    )
    assert len(live) == len(page.query_selector_all("figure[data-gz-chart]"))
    assert all(live)
    assert complaints == []
    page.close()


def test_specifications_are_plain_data() -> None:
    specs = [
        charts.stacked_bars(Palette(["1 No", "2 Yes"], "scale"), GROUPS, WORDS),
        charts.multiple_choice_bars(Palette(GROUPS), WORDS),
        charts.score_histogram(Palette(GROUPS), WORDS),
    ]

    assert all(spec["data"] == {"name": "table"} and json.dumps(spec) for spec in specs)
