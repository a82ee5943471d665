"""Every kind of chart, in the browser: all texts whole and apart, in one typeface; marks that every eye tells apart."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import altair
import jsonschema
import pytest

from tests.conftest import IS_NIGHTLY
from tests.render import chart_gallery
from tests.render.test_charts import luminance, palettes

in_browser = [pytest.mark.browser, pytest.mark.slow]

# The box of a line of text is higher than its letters.
TEXT_FAULTS = """(place) => {
  const found = [];
  for (const figure of document.querySelectorAll("figure")) {
    const svg = figure.querySelector(place + " svg");
    const edge = svg.getBoundingClientRect();
    const boxes = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim()).map((text) => {
      const box = text.getBoundingClientRect();
      return { words: text.textContent, left: box.left, right: box.right, top: box.top + 3, bottom: box.bottom - 3 };
    });
    const say = (fault) => found.push(figure.dataset.name + ": " + fault);
    for (const [index, a] of boxes.entries()) {
      if (a.left < edge.left - 0.5 || a.right > edge.right + 0.5) say("leaves the drawing sideways: " + a.words);
      if (a.top < edge.top || a.bottom > edge.bottom) say("leaves the drawing: " + a.words);
      if (a.words.includes("…")) say("cut: " + a.words);
      for (const b of boxes.slice(index + 1)) {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        if (wide > 0.5 && Math.min(a.bottom, b.bottom) > Math.max(a.top, b.top)) say(a.words + " | " + b.words);
      }
    }
  }
  return found;
}"""

# Lines of the grid, tracks and what hides the grid are no marks.
COLOURS_OF_MARKS = """(scheme) => {
  const section = document.querySelector(`.scheme[data-md-color-scheme=${scheme}]`);
  const quiet = /--gz-(?:line,|track|paper)/;
  const colour = (node, name) => {
    const written = node.getAttribute(name) || "none";
    return written === "none" || quiet.test(written) ? null : getComputedStyle(node)[name];
  };
  const found = {};
  for (const node of section.querySelectorAll("svg path, svg line, svg rect")) {
    const colours = [colour(node, "fill"), colour(node, "stroke")].filter(Boolean);
    if (colours.length) found[colours.join(" ")] = node.closest("figure").dataset.name;
  }
  return [getComputedStyle(section).backgroundColor, found];
}"""

LEAST_CONTRAST = 3.0
"""Of what a reader needs to see with the paper around it: WCAG 2.2, success criterion 1.4.11."""
# Viénot's and Brettel's methods need a display's primaries; these matrices stand for sRGB: Machado, Oliveira and
# Fernandes, A Physiologically-based Model for Simulation of Color Vision Deficiency, IEEE TVCG 15 (2009), severity 1.0.
# They are for linear light.
EYES = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
LEAST_DIFFERENCE = 20.0
"""Between two colours in CIELAB (CIE 1976); about 2.3 is just noticeable (Mahy, Van Eycken and Oosterlinck 1994)."""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, chromium: Any) -> Iterator[Any]:
    path: Path = tmp_path_factory.mktemp("gallery") / "gallery.html"
    chart_gallery.write(path, breaking=("az", "ru") if IS_NIGHTLY else ("az",))
    opened = chromium.new_page(viewport={"width": 1280, "height": 900})
    opened.goto(path.as_uri())
    yield opened
    opened.close()


def linear(colour: str) -> list[float]:
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    return [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]


def lab(light: Sequence[float]) -> tuple[float, float, float]:
    """CIELAB (D65) of linear sRGB."""
    red, green, blue = (min(1.0, max(0.0, channel)) for channel in light)
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen(colour: str, eye: str) -> tuple[float, float, float]:
    light = linear(colour)
    return lab([sum(weight * channel for weight, channel in zip(row, light, strict=True)) for row in EYES[eye]])


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def hexadecimal(colour: str) -> str:
    """`rgb(1, 2, 3)` as `#010203`."""
    return "#" + "".join(f"{int(channel):02x}" for channel in re.findall(r"\d+", colour)[:3])


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("eye", EYES)
def test_any_two_groups_are_told_apart_by_every_eye(eye: str, scheme: int) -> None:
    colours = [palettes()[scheme][f"gz-group-{index}"] for index in range(1, 7)]

    for one, other in combinations(colours, 2):
        assert math.dist(seen(one, eye), seen(other, eye)) >= LEAST_DIFFERENCE, (one, other)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("eye", EYES)
def test_neighbouring_answers_of_a_scale_are_told_apart_by_every_eye(eye: str, scheme: int) -> None:
    colours = [palettes()[scheme][f"gz-scale-{index}"] for index in range(1, 6)]

    for one, other in pairwise(colours):
        assert math.dist(seen(one, eye), seen(other, eye)) >= LEAST_DIFFERENCE, (one, other)


def test_groups_differ_without_colour_because_each_has_a_shape() -> None:
    groups = chart_gallery.Palette([str(index) for index in range(6)])

    assert len(set(groups.shapes)) == 6


@pytest.mark.parametrize("kind", chart_gallery.KINDS)
def test_the_specification_of_every_kind_is_valid_vega_lite(kind: str) -> None:
    for case in chart_gallery.cases("az"):
        altair.Chart.from_dict(chart_gallery.KINDS[kind](case, 360), validate=True)


def test_a_fault_in_a_specification_would_be_found() -> None:
    (case, *_) = chart_gallery.cases("az")
    spec = chart_gallery.KINDS["areas"](case, 360) | {"width": "wide"}
    with pytest.raises(jsonschema.ValidationError):
        altair.Chart.from_dict(spec, validate=True)


class TestGallery:
    pytestmark = in_browser

    def test_no_text_is_cut_or_overlaps_another_or_leaves_the_drawing(self, page: Any) -> None:
        assert page.evaluate(TEXT_FAULTS, ".gz-drawing") == []

    def test_every_kind_stands_in_every_width_scheme_and_language(self, page: Any) -> None:
        names = page.evaluate("[...document.querySelectorAll('figure')].map(figure => figure.dataset.name)")
        wanted = {
            f"{kind} | usual | {language} | {width} | {scheme}"
            for kind in chart_gallery.KINDS
            for language in chart_gallery.LANGUAGES
            for width in chart_gallery.WIDTHS
            for scheme in chart_gallery.SCHEMES
        }

        assert wanted <= set(names)

    def test_a_drawing_is_as_wide_as_asked_whatever_its_names(self, page: Any) -> None:
        widths = page.evaluate(
            "[...new Set([...document.querySelectorAll('figure')]"
            ".map(figure => figure.dataset.width + figure.querySelector('svg').getAttribute('width')))]"
        )

        assert sorted(widths) == ["narrow340", "wide760"]

    def test_all_letters_are_noto_sans(self, page: Any) -> None:
        """Chromium says which fonts of the machine it drew a text with."""
        session = page.context.new_cdp_session(page)
        session.send("DOM.enable")
        session.send("CSS.enable")
        root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
        found = {}
        for selector in ("[data-case=usual]", "[data-case='names of 120 letters']"):
            query = {"nodeId": root, "selector": f"figure{selector}[data-name$=light] text"}
            for node in session.send("DOM.querySelectorAll", query)["nodeIds"]:
                for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]:
                    found[font["familyName"]] = found.get(font["familyName"], 0) + font["glyphCount"]

        assert set(found) == {"Noto Sans"}
        assert found["Noto Sans"] > 10_000

    @pytest.mark.parametrize("scheme", chart_gallery.SCHEMES.values())
    def test_every_mark_or_its_edge_stands_out_from_the_paper(self, page: Any, scheme: str) -> None:
        paper, marks = page.evaluate(COLOURS_OF_MARKS, scheme)
        faint = {
            colours: name
            for colours, name in marks.items()
            if max(contrast(hexadecimal(each), hexadecimal(paper)) for each in re.findall(r"rgb\([^)]*\)", colours))
            < LEAST_CONTRAST
        }

        assert len(marks) > 10
        assert faint == {}


class TestLiveCharts:
    pytestmark = in_browser

    @pytest.mark.parametrize("language", chart_gallery.LANGUAGES)
    @pytest.mark.parametrize("width", [320, 1280])
    def test_no_text_of_an_explored_chart_is_cut_or_overlaps_another(
        self, tmp_path: Path, chromium: Any, width: int, language: str
    ) -> None:
        page = chromium.new_page(viewport={"width": width, "height": 900})
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(chart_gallery.live_page(tmp_path, language).as_uri())
        for figure in page.query_selector_all("figure"):
            figure.query_selector("[data-gz-explore]").click()
            page.wait_for_function("figure => figure.querySelector('.gz-live svg text')", arg=figure)
        first = page.evaluate(TEXT_FAULTS, ".gz-live")
        for button in page.query_selector_all(".gz-arrangements [aria-pressed=false]"):
            before = page.evaluate("button => button.closest('figure').querySelector('.gz-live svg').innerHTML", button)
            button.click()
            page.wait_for_function(
                "([button, before]) => {"
                " const svg = button.closest('figure').querySelector('.gz-live svg');"
                " return svg && svg.querySelector('text') && svg.innerHTML !== before; }",
                arg=[button, before],
            )

        assert first == []
        assert page.evaluate(TEXT_FAULTS, ".gz-live") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert complaints == []
        page.close()
