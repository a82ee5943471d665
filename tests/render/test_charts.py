"""Charts: drawn without anything the content policy forbids, explored from the bundle of this site."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from generator.model.questionnaire import Option
from generator.render import charts
from generator.render.chart_drawing import BUNDLE_NAME, DrawingError, draw_svg, explore_bundle
from generator.render.charts import ChartWords, Palette, Spec
from generator.render.item_views import palette_index
from generator.render.report_words import ReportWords
from generator.render.round_charts import Middle, chart_words, item_specifications, middle_of
from generator.render.system_report import system_report_page
from generator.write.content_policy import with_content_policy
from tests.conftest import ROOT
from tests.render.page_project import environment
from tests.render.report_records import QUESTIONNAIRE, SETTINGS, system

NAMES = ("area", "item", "group", "level", "round", "answer", "count", "points", "label", "all")
NOTES = {"minimum": "The minimum", "break": "The question changed"}
WORDS = ChartWords("Percent", {name: name for name in NAMES}, ("", " %"), ",", notes=NOTES)
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
    return [" ".join(node.itertext()) for node in parsed(svg).iter() if node.tag.endswith("text")]


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
    lines = texts(drawn(width))

    for name in (*AREAS, *GROUPS):
        assert name in " ".join(lines)


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


def series_row(round_: str, group: str, percent: int | None, segment: int = 0) -> dict[str, object]:
    return {"round": round_, "group": group, "percent": percent, "label": f"{percent} %", "segment": segment}


def marks(svg: str, attribute: str, colour: str) -> list[ElementTree.Element]:
    """The marks of a drawing without those of its legend, which stand in text groups of their own."""
    return [node for node in parsed(svg).iter("path") if colour in node.get(attribute, "")]


def test_participation_says_hidden_in_words_and_draws_no_bar_for_it() -> None:
    rows = [
        {"level": "Low", "group": GROUPS[0], "percent": 40, "label": "40 %", "minimum": None},
        {"level": "Low", "group": GROUPS[1], "percent": None, "label": "too few", "minimum": None},
    ]
    svg = draw_svg(charts.participation(rows, Palette(GROUPS), WORDS, 760), "p", "t", "d")

    assert "too few" in texts(svg)
    assert "--gz-group-2" not in svg


def test_the_least_number_of_answers_is_a_line_that_is_explained() -> None:
    row = {"level": "Low", "group": GROUPS[0], "percent": 40, "label": "40 %"}
    with_minimum, without = (
        draw_svg(charts.participation([row | {"minimum": minimum}], Palette(GROUPS), WORDS, 760), "p", "t", "d")
        for minimum in (50, None)
    )

    assert NOTES["minimum"] in texts(with_minimum)
    assert NOTES["minimum"] not in texts(without)


@pytest.mark.parametrize("width", [340, 760])
def test_a_gap_tells_its_ends_and_its_size_in_the_order_of_the_rows(width: int) -> None:
    rows = [
        {"item": item, "group": group, "percent": percent, "label": f"{percent} %", "points": f"+{points}"}
        for item, points, percents in (("C5 Support", 24, (61, 37)), ("A1 Strategy", 3, (50, 53)))
        for group, percent in zip(GROUPS, percents, strict=True)
    ]
    told = texts(draw_svg(charts.gaps(rows, Palette(GROUPS), WORDS, width), "g", "t", "d"))

    assert {"61 %", "37 %", "50 %", "53 %", "+24", "+3"} <= set(told)
    assert told.index("C5 Support") < told.index("A1 Strategy")


def test_a_group_whose_number_is_hidden_has_no_dot() -> None:
    rows = [{**row, "percent": None if row["group"] == GROUPS[1] else row["percent"]} for row in ROWS]
    spec = charts.area_dots(rows, AREAS, Palette(GROUPS), WORDS, 760)
    shown = draw_svg(charts.area_dots(ROWS, AREAS, Palette(GROUPS), WORDS, 760), "a", "t", "d")

    # The legend keeps the group.
    assert len(marks(draw_svg(spec, "a", "t", "d"), "fill", "--gz-group-2")) == 1
    assert len(marks(shown, "fill", "--gz-group-2")) == 1 + len(AREAS)


def test_a_line_stops_where_the_question_changed_and_starts_anew_with_an_open_mark() -> None:
    rounds = ["2021", "2022", "2023", "2024"]
    rows = [series_row(name, GROUPS[0], 40 + at, at // 2) for at, name in enumerate(rounds)]
    svg = draw_svg(charts.time_series(rows, rounds, Palette(GROUPS), WORDS, 760), "s", "t", "d")
    lines = [node.get("d", "") for node in marks(svg, "stroke", "--gz-group-1") if node.get("fill") is None]

    assert [line.count("L") for line in lines] == [1, 1]
    assert (
        len([node for node in marks(svg, "fill", "--gz-paper") if node.get("stroke", "").startswith("var(--gz-g")]) == 1
    )
    assert NOTES["break"] in texts(svg)
    assert {*rounds, "43 %"} <= set(texts(svg))


def test_a_series_of_one_round_is_marks_without_lines() -> None:
    rows = [series_row("2023", group, 40) for group in GROUPS]
    svg = draw_svg(charts.time_series(rows, ["2023"], Palette(GROUPS), WORDS, 340), "s", "t", "d")

    assert texts(svg).count("40 %") == 1 + len(GROUPS), "one on the axis, one for each group"
    assert NOTES["break"] not in texts(svg)


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


def shares_of(spec: Spec, answers: Sequence[str], percents: Sequence[int]) -> dict[str, tuple[float, float]]:
    """Where the parts of one bar start and end when it is drawn, in pixels, by colour."""
    rows = [
        {"group": GROUPS[0], "answer": answer, "order": at, "percent": percent, "label": "", "count": ""}
        for at, (answer, percent) in enumerate(zip(answers, percents, strict=True), start=1)
    ]
    svg = draw_svg({**spec, "data": {"values": rows}, "width": 1012, "height": 60}, "b", "t", "d")
    found = {}
    for node in parsed(svg).iter("path"):
        if bar := re.fullmatch(r"M([\d.]+),[\d.]+h([\d.]+)v26h-[\d.]+Z", node.get("d", "")):
            start, length = float(bar[1]), float(bar[2])
            found[node.get("fill", "")[len("var(--gz-scale-")]] = (start, start + length)
    return found


FIVE = ["1 No", "2 Rather no", "3 Neither", "4 Rather yes", "5 Yes"]


def test_the_middle_of_the_neutral_answer_stands_on_the_middle_line() -> None:
    spec = charts.diverging_bars(Palette(FIVE, "scale"), GROUPS, WORDS, 2, 3)
    bar = shares_of(spec, FIVE, (10, 20, 20, 30, 20))

    whole = bar["5"][1] - bar["1"][0]
    # 40 of 100 stand left of the middle: 10, 20 and half of 20.
    assert sum(bar["3"]) / 2 - bar["1"][0] == pytest.approx(0.4 * whole, abs=1)


def test_an_even_scale_parts_between_its_halves() -> None:
    four = ["1 No", "2 Rather no", "3 Rather yes", "4 Yes"]
    spec = charts.diverging_bars(Palette(four, "scale", (1, 2, 4, 5)), GROUPS, WORDS, None, 2)
    rows = [
        {"group": group, "answer": answer, "order": 1, "percent": percent, "label": "", "count": ""}
        for group, percents in zip(GROUPS, ((10, 20, 30, 40), (40, 30, 20, 10)), strict=True)
        for answer, percent in zip(four, percents, strict=True)
    ]
    svg = draw_svg({**spec, "data": {"values": rows}, "width": 1012, "height": 120}, "b", "t", "d")
    starts = [re.match(r"M([\d.]+),", node.get("d", "")) for node in marks(svg, "fill", "--gz-scale-4")]

    # The first is in the legend.
    assert len({start[1] for start in starts[1:] if start}) == 1


@pytest.mark.parametrize(
    ("positive", "expected"),
    [
        ("nnnpp", Middle(3, 2)),
        ("nnpp", Middle(2, None)),
        ("nnp", Middle(2, 1)),
        ("npp", Middle(1, None)),
        ("nnnnp", Middle(4, None)),
        ("np", Middle(1, None)),
        ("nnn", None),
        ("ppnn", None),
        ("npn", None),
    ],
)
def test_bars_part_below_the_positive_answers_and_only_a_middle_right_below_them_is_neutral(
    positive: str, expected: Middle | None
) -> None:
    options = [Option(code=str(at), text="x", positive=sign == "p") for at, sign in enumerate(positive)]

    assert middle_of(options) == expected


def test_a_scale_with_positive_answers_can_be_seen_around_the_middle() -> None:
    specs = item_specifications(ReportWords(environment()), QUESTIONNAIRE)

    assert {"scale-likert", "scale-likert-diverging"} <= set(specs)


@pytest.mark.browser
def test_a_reader_switches_between_bars_to_100_percent_and_bars_around_the_middle_with_the_keyboard(
    tmp_path: Path, chromium: Any
) -> None:
    page, complaints = explorable_page(tmp_path, chromium)
    figure = page.locator("figure[data-gz-chart='scale-likert']").first
    figure.locator("[data-gz-explore]").focus()
    page.keyboard.press("Enter")
    figure.locator(".gz-live svg").wait_for()
    pressed = figure.locator(".gz-arrangements [aria-pressed=true]")
    assert pressed.inner_text() == "One bar to 100%"
    before = figure.locator(".gz-live svg").inner_html()

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_function("before => document.querySelector('.gz-live svg')?.innerHTML !== before", arg=before)

    assert pressed.inner_text() == "Around the middle"
    assert page.evaluate("document.activeElement.textContent") == "Around the middle"
    figure.locator("[data-gz-explore]").click()
    assert figure.locator(".gz-live, .gz-arrangements").count() == 0
    assert complaints == []
    page.close()


def explorable_page(folder: Path, chromium: Any) -> tuple[Any, list[str]]:
    """A system report opened from a disk under the content policy, and what the browser complains of."""
    body = system_report_page(environment(), QUESTIONNAIRE, SETTINGS, system()).body
    (folder / "explore.js").write_bytes((ROOT / "site_templates" / "assets" / "explore.js").read_bytes())
    (folder / BUNDLE_NAME).write_bytes(explore_bundle())
    head = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title></head>'
    html = f'{head}<body>{body}<script src="explore.js"></script></body></html>'
    (folder / "page.html").write_text(with_content_policy(html), encoding="utf-8")
    page = chromium.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((folder / "page.html").as_uri())
    return page, complaints


@pytest.mark.browser
def test_every_kind_of_chart_can_be_explored_from_a_disk_under_the_content_policy(
    tmp_path: Path, chromium: Any
) -> None:
    page, complaints = explorable_page(tmp_path, chromium)
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
        charts.diverging_bars(Palette(["1 No", "2 Yes"], "scale"), GROUPS, WORDS, None, 1),
        charts.multiple_choice_bars(Palette(GROUPS), WORDS),
        charts.score_histogram(Palette(GROUPS), WORDS),
        charts.statement_bars(Palette(GROUPS), WORDS),
        charts.compared_bars(Palette(GROUPS), WORDS, ["A One"]),
    ]

    assert all(spec["data"] == {"name": "table"} and json.dumps(spec) for spec in specs)
    assert not any("data" in layer for spec in specs for layer in spec["layer"])
