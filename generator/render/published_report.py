"""A round that is known only by its published figures, each with its place in the source. Nothing is worked out."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

from generator.model.output import MarkdownPage
from generator.model.round import PublishedFigure, PublishedRound
from generator.render.figure_numbers import FigureNumber
from generator.render.markdown_parts import PageWords, without_blank_lines
from generator.render.report_words import PageEnvironment, ReportWords
from generator.render.slots import finished


def published_report_page(environment: PageEnvironment, published: PublishedRound) -> MarkdownPage:
    """The page of a round known by published figures; `published` is translated already."""
    words = ReportWords(environment)
    markdown = PageWords(environment)
    macros = words.macros("pages/round_report.html")
    blocks = [macros.html("published_opening", published)]
    for section in published.sections:
        blocks.append(f"## {markdown.heading_text(section.title)} {{#{section.id}}}")
        for figure in section.figures:
            blocks.append(f"### {markdown.heading_text(figure.title)} {{#{figure.id}}}")
            blocks.append(macros.html("published_figure", _view(words, published, figure)))
    if published.not_published:
        blocks.append(f"## {markdown.heading('report.published.not_published')} {{#not-published}}")
        blocks.append(macros.html("not_published", published.not_published))
    body = "\n\n".join(without_blank_lines(block) for block in blocks) + "\n"
    return MarkdownPage(
        path=f"results/{published.id}/index.md",
        title=published.title,
        body=body,
        summary=words.plain("report.published.summary", round=str(published.title)),
        meta={"report": True, **markdown.facts(body, published.title)},
        nav_section=words.plain("theme.nav.results"),
    )


def _view(words: ReportWords, published: PublishedRound, figure: PublishedFigure) -> SimpleNamespace:
    unit = words.text(f"report.published.unit.{figure.unit or 'none'}")
    value = "" if figure.value is None else _number(words, figure.value, figure.unit)
    if figure.kind == "number" and figure.unit not in ("percent", ""):
        value = words.sentence("report.published.value", {"unit": unit, "number": value})
    number = FigureNumber(figure.id, f"figure-{figure.id}")
    return SimpleNamespace(
        id=number.anchor,
        number=number,
        kind=figure.kind,
        title=figure.title,
        unit=finished(unit),
        value=finished(value),
        parts=list(_parts(words, figure)),
        has_percents=any(part.percent is not None for part in figure.parts),
        order=figure.order,
        note=figure.note,
        place=figure.place,
        source=published.source,
        caveat=published.caveat,
    )


def _parts(words: ReportWords, figure: PublishedFigure) -> Iterator[SimpleNamespace]:
    whole = figure.value or max((part.value for part in figure.parts), default=0.0)
    for part in figure.parts:
        # A bar is as long as the share that the source gives; else the part of the total, or of the largest part.
        share = part.percent if part.percent is not None else part.value if figure.unit == "percent" else None
        width = share if share is not None else 100 * part.value / whole if whole else 0.0
        yield SimpleNamespace(
            label=part.label,
            value=finished(_number(words, part.value, figure.unit)),
            percent="" if part.percent is None else finished(_number(words, part.percent, "percent")),
            width=words.coordinate(min(max(width, 0.0), 100.0)),
        )


def _number(words: ReportWords, value: float, unit: str) -> str:
    """A published number with the decimals that the source gives it."""
    digits = 0 if float(value).is_integer() else len(repr(float(value)).partition(".")[2])
    return words.share(value, digits) if unit == "percent" else words.decimal(value, digits)
