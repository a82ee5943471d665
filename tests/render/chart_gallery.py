"""Every kind of chart in every width, colour scheme and language, with the cases that break charts, on one page.

`make gallery` writes .build/gallery.html. The page is for us and is never published; it says that its numbers are made
up.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.model.questionnaire import Questionnaire
from generator.render import charts, locale_format
from generator.render.chart_drawing import BUNDLE_NAME, draw_svg, explore_bundle
from generator.render.charts import ChartWords, Palette, Row, Spec
from generator.render.environment import page_environment
from generator.render.report_words import ReportWords
from generator.render.round_charts import NARROW, WIDE, chart_words, page_data
from generator.translation.questionnaire_strings import translate_questionnaire
from tests.conftest import LANGUAGES, ROOT, this_project
from tests.render.page_project import interface

USUAL = "usual"
LONG_NAMES = "names of 120 letters"
ONE_ROUND = "one round only"
WIDTHS = {"wide": WIDE, "narrow": NARROW}
SCHEMES = {"light": "default", "dark": "slate"}
LONG = (
    "A name that nobody would choose and that a translator may still need, because it says everything twice, "
    "and everything again"
)
assert len(LONG) >= 120


@dataclass(frozen=True)
class Case:
    """What a chart is drawn of: names in one language, and numbers by a rule."""

    name: str
    language: str
    words: ChartWords
    groups: tuple[str, ...]
    areas: tuple[str, ...]
    items: tuple[str, ...]
    levels: tuple[str, ...]
    answers: tuple[str, ...]
    choices: tuple[str, ...]
    rounds: tuple[str, ...]
    percent: Callable[[int, int], int | None]
    """The made-up percent of a row and a group; none: hidden."""

    def label(self, percent: int | None) -> str:
        """A percent as the page of the language writes it."""
        return "▪" if percent is None else locale_format.format_percent(percent, self.language)


@dataclass(frozen=True)
class Picture:
    """One drawing of the gallery."""

    kind: str
    case: str
    language: str
    width: str
    svg: str

    @property
    def name(self) -> str:
        """What stands above it, and in the messages of tests."""
        return f"{self.kind} | {self.case} | {self.language} | {self.width}"


def usual(row: int, group: int) -> int | None:
    """Numbers that are near each other here and far from each other there."""
    return (row * 17 + group * 11 + row * group * 7) % 88 + 6


RULES: dict[str, Callable[[int, int], int | None]] = {
    "0 and 100": lambda row, group: 100 * ((row + group) % 2),
    "hidden values": lambda row, group: None if (row + group) % 3 == 0 else usual(row, group),
}


def cases(language: str) -> Iterator[Case]:
    """The usual case of a language, then those that break charts."""
    base = _usual_case(language)
    six = base.groups + tuple(f"{group} 2" for group in base.groups)
    yield base
    yield replace(base, name="one group", groups=base.groups[:1])
    yield replace(base, name="six groups", groups=six[:6])
    yield replace(base, name="six groups, all equal", groups=six[:6], percent=lambda _, __: 50)
    for name, rule in RULES.items():
        yield replace(base, name=name, percent=rule)
    yield replace(base, name=ONE_ROUND, rounds=base.rounds[:1])
    yield _with_long_names(base)


def pictures(breaking: Sequence[str] = LANGUAGES) -> Iterator[Picture]:
    """All drawings, drawn once for both colour schemes; cases that break charts in the languages `breaking`."""
    number = 0
    for language in LANGUAGES:
        for case in cases(language):
            if case.name != USUAL and language not in breaking:
                continue
            for kind, make in KINDS.items():
                if case.name == ONE_ROUND and kind != "series":
                    continue
                for width, pixels in WIDTHS.items():
                    number += 1
                    svg = draw_svg(make(case, pixels), f"picture-{number}", kind, case.name)
                    yield Picture(kind, case.name, language, width, svg)


def gallery_page(drawn: Sequence[Picture]) -> str:
    """One page that needs no other file."""
    sheets = "".join(_asset(name) for name in ("tokens.css", "report.css"))
    blocks = [
        f'<section data-md-color-scheme="{value}" class="scheme"><h2>{scheme}</h2>{_figures(drawn, scheme)}</section>'
        for scheme, value in SCHEMES.items()
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Gallery of charts</title>'
        f"<style>{sheets}{_STYLE}</style></head><body><h1>Gallery of charts</h1>"
        f"<p>Every number on this page is made up.</p>{''.join(blocks)}</body></html>"
    )


def live_page(folder: Path, language: str) -> Path:
    """A page whose charts are explored, with the files that it needs: answers with usual and with long names."""
    figures, specs = [], {}
    for case in cases(language):
        if case.name not in (USUAL, LONG_NAMES):
            continue
        palette, groups = Palette(case.answers, "scale"), Palette(case.groups)
        scores = tuple(str(score) for score in range(1, 11))
        kinds = {
            "scale": (charts.stacked_bars(palette, case.groups, case.words), _shares(case, case.answers)),
            "score": (charts.score_histogram(groups, case.words), _shares(case, scores)),
            "choice": (charts.multiple_choice_bars(groups, case.words), _rows(case, "answer", case.choices)),
        }
        at = len(figures)
        specs[f"scale-{at}-diverging"] = charts.diverging_bars(palette, case.groups, case.words, 2, 3)
        for kind, (spec, rows) in kinds.items():
            specs[f"{kind}-{at}"] = spec
            figures.append(_live_figure(f"{kind}-{at}", f"{kind} | {case.name} | {language}", kind, rows))
    data = page_data(_words(language), specs)
    (folder / "explore.js").write_text(_asset("explore.js"), encoding="utf-8")
    (folder / BUNDLE_NAME).write_bytes(explore_bundle())
    sheets = "".join(_asset(name) for name in ("tokens.css", "report.css"))
    path = folder / f"{language}.html"
    path.write_text(
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>t</title>'
        f'<meta name="viewport" content="width=device-width"><style>{sheets}body {{ margin: 16px }}</style></head>'
        f'<body>{"".join(figures)}<script type="application/json" id="gz-charts">{data}</script>'
        '<script src="explore.js"></script></body></html>',
        encoding="utf-8",
    )
    return path


def _live_figure(key: str, name: str, kind: str, rows: Sequence[Row]) -> str:
    across = "group" if kind == "choice" else "answer"
    down = "answer" if kind == "choice" else "group"
    columns = list(dict.fromkeys(str(row[across]) for row in rows))
    values = {(row[down], row[across]): row for row in rows}
    head = "".join(f"<th>{column}</th>" for column in columns)
    body = ""
    for line in dict.fromkeys(str(row[down]) for row in rows):
        found = [values[line, column] for column in columns]
        cells = "".join(
            f'<td data-percent="{row["percent"]}">12 <span class="gz-share">{row["label"]}</span></td>' for row in found
        )
        body += f"<tr><th>{line}</th>{cells}</tr>"
    return (
        f'<figure class="gz-figure" data-gz-chart="{key}" data-name="{name}" style="margin: 0">'
        '<div class="gz-chart"></div><p class="gz-explore" hidden><button data-gz-explore></button> '
        '<span data-gz-status role="status"></span></p><div style="overflow: auto">'
        f'<table data-gz-rows="{down}" data-gz-columns="{across}"><thead><tr><td></td>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div></figure>"
    )


def filled(spec: Spec, rows: Sequence[Row], width: int) -> Spec:
    """A chart for exploring with rows and a width, as explore.js fills it."""
    plan = spec["usermeta"]
    names = list(dict.fromkeys(str(row[plan["rows"]]) for row in rows))
    bars = {row[plan["bars"]] for row in rows} if "bars" in plan else set()
    height = plan["step"] + plan.get("bar", 0) * len(bars)
    values: dict[str, int] = {}
    if "letter" in plan:
        letters = int(width / plan["letter"])
        lines = max(len(_broken(name, letters)) for name in names)
        values = {"letters": letters, "lines": lines}
        height += plan["line"] * lines
    params = [{**each, "value": values.get(each["name"], each["value"])} for each in spec.get("params", [])]
    data = {"values": list(rows)}
    return {**spec, "data": data, "params": params, "width": width, "height": height * len(names)}


def _broken(name: str, letters: int) -> list[str]:
    return re.sub(rf"(.{{1,{letters}}})(?:\s+|$)", r"\1\n", name).strip().split("\n")


def _areas(case: Case, width: int) -> Spec:
    return charts.area_dots(_rows(case, "area", case.areas), case.areas, Palette(case.groups), case.words, width)


def _gaps(case: Case, width: int) -> Spec:
    rows = []
    for row in _rows(case, "item", case.items):
        shown = [other["percent"] for other in _rows(case, "item", case.items) if other["item"] == row["item"]]
        numbers = [int(str(percent)) for percent in shown if percent is not None]
        rows.append({**row, "points": f"+{max(numbers) - min(numbers)}"})
    return charts.gaps(rows, Palette(case.groups), case.words, width)


def _participation(case: Case, width: int) -> Spec:
    rows = [{**row, "minimum": 50} for row in _rows(case, "level", case.levels)]
    if case.name == "0 and 100":
        rows = [{**row, "percent": 665, "label": case.label(665)} if row["percent"] else row for row in rows]
    return charts.participation(rows, Palette(case.groups), case.words, width)


def _series(case: Case, width: int) -> Spec:
    rows = [{**row, "segment": case.rounds.index(str(row["round"])) // 2} for row in _rows(case, "round", case.rounds)]
    return charts.time_series(rows, case.rounds, Palette(case.groups), case.words, width)


def _stacked(case: Case, width: int) -> Spec:
    palette = Palette(case.answers, "scale")
    return filled(charts.stacked_bars(palette, case.groups, case.words), _shares(case, case.answers), width)


def _diverging(case: Case, width: int) -> Spec:
    palette = Palette(case.answers, "scale")
    spec = charts.diverging_bars(palette, case.groups, case.words, 2, 3)
    return filled(spec, _shares(case, case.answers), width)


def _diverging_even(case: Case, width: int) -> Spec:
    answers = case.answers[:2] + case.answers[3:]
    spec = charts.diverging_bars(Palette(answers, "scale", (1, 2, 4, 5)), case.groups, case.words, None, 2)
    return filled(spec, _shares(case, answers), width)


def _choice(case: Case, width: int) -> Spec:
    rows = [{**row, "count": "12"} for row in _rows(case, "answer", case.choices) if row["percent"] is not None]
    return filled(charts.multiple_choice_bars(Palette(case.groups), case.words), rows, width)


def _score(case: Case, width: int) -> Spec:
    scores = tuple(str(score) for score in range(1, 11))
    return filled(charts.score_histogram(Palette(case.groups), case.words), _shares(case, scores), width)


KINDS: Mapping[str, Callable[[Case, int], Spec]] = {
    "areas": _areas,
    "gaps": _gaps,
    "participation": _participation,
    "series": _series,
    "stacked": _stacked,
    "diverging": _diverging,
    "diverging, even scale": _diverging_even,
    "choice": _choice,
    "score": _score,
}


def _rows(case: Case, field: str, names: Sequence[str]) -> list[dict[str, object]]:
    return [
        {field: name, "group": group, "percent": case.percent(at, index), "label": case.label(case.percent(at, index))}
        for at, name in enumerate(names)
        for index, group in enumerate(case.groups)
    ]


def _shares(case: Case, answers: Sequence[str]) -> list[Row]:
    """Shares of 100 percent by group, without hidden groups."""
    rows: list[Row] = []
    for index, group in enumerate(case.groups):
        weights = [case.percent(at, index) for at in range(len(answers))]
        if weights[0] is None:
            continue
        known = [weight or 0 for weight in weights]
        total = sum(known) or 1
        for at, (answer, weight) in enumerate(zip(answers, known, strict=True)):
            percent = round(100 * weight / total)
            told = {"percent": percent, "label": case.label(percent), "count": str(weight)}
            rows.append({"group": group, "answer": answer, "order": at + 1, **told})
    return rows


@functools.cache
def _usual_case(language: str) -> Case:
    project = this_project()
    found = next(each for each in project.languages if each.code == language)
    questionnaire = translate_questionnaire(list(project.questionnaires.values())[-1], found)
    words = _words(language)
    scale = questionnaire.scales[0].points
    return Case(
        name=USUAL,
        language=language,
        words=chart_words(words, "charts.percent_positive", ""),
        groups=tuple(str(group.title) for group in questionnaire.groups),
        areas=tuple(f"{area.id} {area.title}" for area in questionnaire.areas),
        items=tuple(f"{item.id} {item.title}" for item in questionnaire.areas[2].items)[:5],
        levels=tuple(str(level.title) for level in questionnaire.levels),
        answers=tuple(f"{option.code} {option.text}" for option in scale),
        choices=_choices(questionnaire),
        rounds=("2021", "2022", "2023", "2024"),
        percent=usual,
    )


@functools.cache
def _words(language: str) -> ReportWords:
    found = next(each for each in this_project().languages if each.code == language)
    return ReportWords(page_environment(ROOT / "site_templates", interface(), found))


def _choices(questionnaire: Questionnaire) -> tuple[str, ...]:
    longest = max((item for item in questionnaire.items() if item.options), key=lambda item: len(item.options))
    return tuple(str(option.text) for option in longest.options)[:6]


def _with_long_names(case: Case) -> Case:
    def longer(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(f"{name[:8].strip()} {LONG}" for name in names)

    return replace(
        case,
        name=LONG_NAMES,
        groups=longer(case.groups),
        areas=longer(case.areas[:3]),
        items=longer(case.items[:3]),
        levels=longer(case.levels[:2]),
        answers=longer(case.answers),
        choices=longer(case.choices[:3]),
        rounds=tuple(f"{name} {LONG}" for name in case.rounds),
    )


def _figures(drawn: Sequence[Picture], scheme: str) -> str:
    return "".join(
        f'<figure data-name="{picture.name} | {scheme}" data-kind="{picture.kind}" data-width="{picture.width}" '
        f'data-case="{picture.case}" data-language="{picture.language}">'
        f'<figcaption>{picture.name}</figcaption><div class="gz-drawing">{picture.svg}</div></figure>'
        for picture in drawn
    )


def _asset(name: str) -> str:
    return (ROOT / "site_templates" / "assets" / name).read_text(encoding="utf-8")


_STYLE = """
body { margin: 0; font-family: var(--gz-font); }
h1, p { margin: 1rem; }
.scheme { padding: 1rem; background: var(--gz-paper); color: var(--gz-ink); }
figure { display: inline-block; margin: 0 1.5rem 2rem 0; vertical-align: top; }
figcaption { margin-bottom: 0.25rem; color: var(--gz-muted); font-size: 0.75rem; }
.gz-drawing { overflow: visible; }
"""


def write(path: Path, breaking: Sequence[str] = LANGUAGES) -> int:
    """Write the gallery; the number of drawings in it."""
    drawn = list(pictures(breaking))
    path.parent.mkdir(exist_ok=True)
    path.write_text(gallery_page(drawn), encoding="utf-8")
    return len(drawn)


if __name__ == "__main__":
    GALLERY = ROOT / ".build" / "gallery.html"
    print(f"{write(GALLERY)} drawings in {GALLERY.relative_to(ROOT)}")  # noqa: T201 - a tool for the terminal
