"""The report of a whole round: Markdown headings for the theme's contents, blocks of HTML for the figures.

Every figure is filled from the same frames as in a school's report (item_figures.py), so a reader learns one form. The
two charts over the whole questionnaire are drawn by Vega; all charts can be explored (explore.js).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from generator.model.output import EXPLORE_SCRIPT, MarkdownPage
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Questionnaire, Section
from generator.model.released import EVERYBODY, Distribution, ReleasedResults, ReleasedSchool, Slice
from generator.render.item_figures import FigureMaker, ItemFigure
from generator.render.item_views import FigurePlace
from generator.render.markdown_parts import PageWords, without_blank_lines
from generator.render.questionnaire_form import section_anchor, section_code
from generator.render.report_tables import (
    answers_by_item,
    glance_frames,
    listed,
    participation_frames,
    slice_title,
    source_line,
)
from generator.render.report_words import Macros, PageEnvironment, ReportWords
from generator.render.round_charts import Drawing, area_drawing, item_specifications, page_data, participation_drawing
from generator.render.school_report import download_links
from generator.render.section_words import AnsweredItem, SectionWriter, section_writer
from generator.render.slots import finished

_ROOT = "../../../"
"""From <lang>/results/<round>/ to the root of the site."""
_SCORE_DIGITS = 2
"""A mean score of thousands of people: 8.07, as the country reports write it."""

Answers = Mapping[tuple[Slice, str], dict[str, Distribution]]


@dataclass(frozen=True)
class _Report:
    """What the parts of one page share."""

    words: ReportWords
    markdown: PageWords
    macros: Macros
    parts: Macros
    writer: SectionWriter
    questionnaire: Questionnaire
    released: ReleasedResults
    settings: DisclosureSettings
    source: str
    answers: Answers


def system_report_page(
    environment: PageEnvironment,
    questionnaire: Questionnaire,
    settings: DisclosureSettings,
    released: ReleasedResults,
    schools: Sequence[ReleasedSchool] = (),
    links: Sequence[tuple[str, str]] = (),
) -> MarkdownPage:
    """The report of a round. `questionnaire` and the setting of `released` are translated already.

    `schools` are those with a public report; `links` the downloads: kind (csv, json) and path below the site's root.
    """
    words = ReportWords(environment)
    report = _Report(
        words=words,
        markdown=PageWords(environment),
        macros=words.macros("pages/round_report.html"),
        parts=words.macros("pages/report_parts.html"),
        writer=section_writer(words, questionnaire),
        questionnaire=questionnaire,
        released=released,
        settings=settings,
        source=source_line(words, released),
        answers=answers_by_item(released),
    )
    specs = item_specifications(words, questionnaire)
    blocks = [_opening(report, links), *_participation(report, specs), *_areas(report, specs)]
    for section in questionnaire.sections:
        blocks += _section(report, section)
    blocks += [*_schools(report, schools), report.parts.html("specifications", page_data(words, specs))]
    setting = released.setting
    body = "\n\n".join(without_blank_lines(block) for block in blocks if block) + "\n"
    return MarkdownPage(
        path=f"results/{setting.id}/index.md",
        title=setting.title,
        body=body,
        summary=words.plain("report.system_summary", round=str(setting.title)),
        meta={"report": True, "scripts": [EXPLORE_SCRIPT], **report.markdown.facts(body, setting.title)},
        nav_section=words.plain("theme.nav.results"),
    )


def _opening(report: _Report, links: Sequence[tuple[str, str]]) -> str:
    setting, questionnaire = report.released.setting, report.questionnaire
    facts = SimpleNamespace(
        synthetic=setting.synthetic,
        opened=setting.opened,
        closed=setting.closed,
        schools=report.released.schools,
        questionnaire=questionnaire.title,
        questionnaire_href=f"../../questionnaires/{questionnaire.key}/index.html",
        settings=report.settings,
        downloads=finished(download_links(report.parts, [(kind, _ROOT + path) for kind, path in links])),
    )
    return report.macros.html("opening", facts)


def _participation(report: _Report, specs: dict[str, Any]) -> Iterator[str]:
    yield f"## {report.markdown.heading('report.participation')} {{#participation}}"
    frames = participation_frames(report.words, report.parts, report.questionnaire, has_minimum=False)
    table = frames.fill(report.questionnaire, report.released, report.source)
    drawing = participation_drawing(report.words, report.questionnaire, report.released)
    yield _drawn(report, "participation", drawing, table, specs)


def _areas(report: _Report, specs: dict[str, Any]) -> Iterator[str]:
    yield f"## {report.markdown.heading('report.glance')} {{#areas}}"
    anchors = {area.id: section_anchor(report.questionnaire, area) for area in report.questionnaire.areas}
    frames = glance_frames(report.words, report.parts, report.questionnaire, anchors)
    table = frames.fill(report.released, EVERYBODY, report.source)
    yield f'<p class="gz-note">{report.words.text("report.glance.rule")}</p>'
    yield _drawn(report, "areas", area_drawing(report.words, report.questionnaire, report.released), table, specs)


def _drawn(report: _Report, name: str, drawing: Drawing | None, table: str, specs: dict[str, Any]) -> str:
    if drawing is None:
        return f'<div class="gz-figure">{table}</div>'
    specs |= {name: drawing.wide_spec, f"{name}-narrow": drawing.narrow_spec}
    return report.macros.html("drawing", f"figure-{name}", name, drawing.wide, drawing.narrow, finished(table))


def _section(report: _Report, section: Section) -> Iterator[str]:
    words, questionnaire = report.words, report.questionnaire
    title = f"{section_code(questionnaire, section)} {report.markdown.heading_text(section.title)}".lstrip()
    yield f"## {title} {{#{section_anchor(questionnaire, section)}}}"
    place = FigurePlace(questionnaire.levels, heading=0, is_explorable=True, has_breakdown=True)
    maker = FigureMaker(words, questionnaire, place, _SCORE_DIGITS)
    answered = [
        (figure, report.answers.get((EVERYBODY, figure.item.id), {}))
        for figure in (maker.figure(section, item) for item in section.items)
    ]
    shown = [(figure, found) for figure, found in answered if not figure.is_left_out(found)]
    items = [AnsweredItem(figure.item, figure.name, found) for figure, found in shown]
    sentences = report.writer.sentences(report.released, EVERYBODY, section, items)
    yield report.macros.html("section_opening", section, finished(listed(report.parts, sentences)))
    for figure, found in shown:
        yield f"### {figure.item.id} {report.markdown.heading_text(figure.item.title)} {{#{figure.view.anchor}}}"
        yield figure.fill(words, found, report.source, _slices(report, figure))
    left_out = [figure.name for figure, found in answered if figure.is_left_out(found)]
    if left_out:
        yield report.parts.frame("left_out").fill({"items": words.listing(left_out)})


def _slices(report: _Report, figure: ItemFigure) -> list[tuple[str, dict[str, Distribution]]]:
    """The parts of the breakdown: every slice but all respondents, if anybody there is asked the item."""
    found = []
    for slice_ in report.released.slices:
        answers = report.answers.get((slice_, figure.item.id), {})
        if slice_ != EVERYBODY and not figure.is_not_asked(answers):
            title = slice_title(report.words, report.questionnaire, report.released, slice_)
            found.append((title, answers))
    return found


def _schools(report: _Report, schools: Sequence[ReleasedSchool]) -> Iterator[str]:
    if schools:
        yield f"## {report.markdown.heading('report.school_reports')} {{#schools}}"
        links = [SimpleNamespace(name=school.name, href=f"schools/{school.id}/index.html") for school in schools]
        yield report.macros.html("schools", links)
