"""The report of a whole round: Markdown headings for the theme's contents, blocks of HTML for the figures.

The figures of items are filled from the same frames as in a school's report (item_figures.py), so a reader learns one
form. Charts over the whole questionnaire are drawn by Vega; all charts can be explored (explore.js).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

from generator.model.content import OVERVIEW
from generator.model.output import EXPLORE_SCRIPT, MarkdownPage
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Questionnaire, Section
from generator.model.released import EVERYBODY, LEVEL_DIMENSION, Distribution, ReleasedResults, ReleasedSchool, Slice
from generator.render.breakdown_pages import dimension_links
from generator.render.figure_numbers import RoundFigure, round_number, section_number
from generator.render.item_changes import item_changes
from generator.render.item_figures import FigureMaker, ItemFigure
from generator.render.item_views import FigurePlace
from generator.render.key_elements import key_element_chapter
from generator.render.markdown_parts import without_blank_lines
from generator.render.name_order import name_key
from generator.render.over_time import over_time_chapter, over_time_key
from generator.render.report_tables import answers_by_item, glance_frames, listed, participation_frames
from generator.render.report_words import Macros, PageEnvironment
from generator.render.round_charts import area_drawing, item_specifications, page_data, participation_drawing
from generator.render.round_comments import Comment, comment_block
from generator.render.round_page import ROOT, RoundHistory, RoundPage, everybody_and, page_body, round_page, slices_of
from generator.render.school_count_table import school_count_figure
from generator.render.school_report import download_links
from generator.render.section_words import AnsweredItem, SectionWriter, section_writer
from generator.render.slots import finished
from generator.render.stand_outs_of_round import stand_out_chapter

_SCORE_DIGITS = 2
"""A mean score of thousands of people: 8.07, as the country reports write it."""

Answers = Mapping[tuple[Slice, str], dict[str, Distribution]]


@dataclass(frozen=True)
class RoundCompany:
    """What stands on a round's page besides its own numbers; all translated."""

    history: RoundHistory = field(default_factory=RoundHistory)
    comments: Mapping[str, Comment] = field(default_factory=dict)
    """By section; `OVERVIEW` for the whole round."""
    guide: str = ""
    """The path of the reader's guide below the site's root; empty when there is none."""


@dataclass(frozen=True)
class _Report:
    """What the parts of the page share."""

    page: RoundPage
    macros: Macros
    """Of round_report.html."""
    writer: SectionWriter
    answers: Answers
    company: RoundCompany


def system_report_page(
    environment: PageEnvironment,
    questionnaire: Questionnaire,
    settings: DisclosureSettings,
    released: ReleasedResults,
    schools: Sequence[ReleasedSchool] = (),
    links: Sequence[tuple[str, str]] = (),
    company: RoundCompany = RoundCompany(),
) -> MarkdownPage:
    """The report of a round. `questionnaire` and the setting of `released` are translated already.

    `schools` are those with a public report; `links` the downloads: kind (csv, json) and path below the site's root.
    """
    page = round_page(environment, questionnaire, settings, released, company.history)
    words = page.words
    report = _Report(
        page=page,
        macros=words.macros("pages/round_report.html"),
        writer=section_writer(words, questionnaire),
        answers=answers_by_item(released),
        company=company,
    )
    specs = item_specifications(words, questionnaire)
    blocks = [_opening(report, links), *_overview(report), *_participation(report, specs), *_areas(report, specs)]
    blocks += [*stand_out_chapter(page, specs), *key_element_chapter(page), *over_time_chapter(page, specs)]
    for section in questionnaire.sections:
        blocks += _section(report, section, has_trend=over_time_key(section) in specs)
    blocks += [
        *_schools(report, schools),
        without_blank_lines(page.parts.html("specifications", page_data(words, specs))),
    ]
    setting = released.setting
    body = page_body(blocks)
    return MarkdownPage(
        path=f"results/{setting.id}/index.md",
        title=setting.title,
        body=body,
        summary=words.plain("report.system_summary", round=str(setting.title)),
        meta={"report": True, "scripts": [EXPLORE_SCRIPT], **page.markdown.facts(body, setting.title)},
        nav_section=words.plain("theme.nav.results"),
    )


def _opening(report: _Report, links: Sequence[tuple[str, str]]) -> str:
    page, setting = report.page, report.page.released.setting
    facts = SimpleNamespace(
        synthetic=setting.synthetic,
        opened=setting.opened,
        closed=setting.closed,
        schools=page.released.schools,
        questionnaire=page.questionnaire.title,
        questionnaire_href=f"../../questionnaires/{page.questionnaire.key}/index.html",
        settings=page.settings,
        downloads=finished(download_links(page.parts, [(kind, ROOT + path) for kind, path in links])),
        guide_href=report.company.guide and ROOT + report.company.guide,
        dimensions=dimension_links(page, ""),
    )
    return without_blank_lines(report.macros.html("opening", facts))


def _overview(report: _Report) -> Iterator[str]:
    comment = report.company.comments.get(OVERVIEW)
    if comment:
        yield report.page.heading(2, report.page.markdown.heading("system.comment"), "comment")
        yield comment_block(report.page, comment)


def _participation(report: _Report, specs: dict[str, Any]) -> Iterator[str]:
    """Everybody and the levels: other dimensions have pages of their own."""
    page = report.page
    yield page.heading(2, page.markdown.heading("report.participation"), "participation")
    number = round_number(RoundFigure.PARTICIPATION)
    narrowed = replace(page.released, slices=everybody_and(slices_of(page.released, LEVEL_DIMENSION)))
    frames = participation_frames(page.words, page.parts, page.questionnaire, has_minimum=False)
    caption = finished(page.words.text("report.caption.participation"))
    facts = (number.anchor, "", caption)
    frames = replace(frames, table=page.macros.compiled("participation_table", *facts))
    table = without_blank_lines(frames.fill(page.questionnaire, narrowed, page.source))
    drawing = participation_drawing(page.words, page.questionnaire, narrowed)
    if drawing:
        specs |= {"participation": drawing.wide_spec, "participation-narrow": drawing.narrow_spec}
    title = page.words.text("charts.participation.title")
    yield page.figure(number, table, title=title, drawing=drawing, chart="participation", has_source=True)
    yield school_count_figure(page, round_number(RoundFigure.SCHOOLS))


def _areas(report: _Report, specs: dict[str, Any]) -> Iterator[str]:
    page = report.page
    yield page.heading(2, page.markdown.heading("report.glance"), "areas")
    number = round_number(RoundFigure.AREAS)
    anchors = {area.id: page.section_anchor(area) for area in page.questionnaire.areas}
    frames = glance_frames(page.words, page.parts, page.questionnaire, anchors)
    caption = finished(page.words.text("report.caption.glance"))
    facts = (number.anchor, "", caption, page.groups)
    frames = replace(frames, table=page.macros.compiled("glance_table", *facts))
    table = without_blank_lines(frames.fill(page.released, EVERYBODY, page.source))
    yield page.html("note", finished(page.words.text("report.glance.rule")))
    drawing = area_drawing(page.words, page.questionnaire, page.released)
    if drawing:
        specs |= {"areas": drawing.wide_spec, "areas-narrow": drawing.narrow_spec}
    title = page.words.text("charts.areas.title")
    yield page.figure(number, table, title=title, drawing=drawing, chart="areas", has_source=True)


def _section(report: _Report, section: Section, *, has_trend: bool) -> Iterator[str]:
    page, words = report.page, report.page.words
    anchor = page.section_anchor(section)
    yield page.heading(2, page.section_title(section), anchor)
    place = FigurePlace(page.questionnaire.levels, heading=0, is_explorable=True, is_numbered=True)
    maker = FigureMaker(words, page.questionnaire, place, _SCORE_DIGITS)
    answered = [
        (figure, report.answers.get((EVERYBODY, figure.item.id), {}))
        for figure in (maker.figure(section, item) for item in section.items)
    ]
    shown = [(figure, found) for figure, found in answered if not figure.is_left_out(found)]
    items = [AnsweredItem(figure.item, figure.name, found) for figure, found in shown]
    sentences = report.writer.sentences(page.released, EVERYBODY, section, items)
    facts = (section, finished(listed(page.parts, sentences)), finished(_links(page, section, has_trend=has_trend)))
    yield without_blank_lines(report.macros.html("section_opening", *facts))
    yield comment_block(page, report.company.comments.get(section.id))
    for figure, found in shown:
        yield f"### {figure.item.id} {page.markdown.heading_text(figure.item.title)} {{#{figure.view.anchor}}}"
        yield without_blank_lines(_item(report, figure, found))
    left_out = [figure.name for figure, found in answered if figure.is_left_out(found)]
    if left_out:
        yield without_blank_lines(page.parts.frame("left_out").fill({"items": words.listing(left_out)}))


def _item(report: _Report, figure: ItemFigure, found: Mapping[str, Distribution]) -> str:
    page = report.page
    changes = item_changes(page.words, page.questionnaire, page.released, EVERYBODY, figure.item, page.history.earlier)
    return figure.fill(page.words, found, page.source, changes)


def _links(page: RoundPage, section: Section, *, has_trend: bool) -> str:
    """The way to the section over time, and to its tables by part."""
    number = section_number(page.questionnaire, section)
    trend = finished(page.number_html(number)) if has_trend else ""
    links = dimension_links(page, "", f"#{page.section_anchor(section)}")
    return page.html("section_links", links, trend) if links or trend else ""


def _schools(report: _Report, schools: Sequence[ReleasedSchool]) -> Iterator[str]:
    if schools:
        yield report.page.heading(2, report.page.markdown.heading("report.school_reports"), "schools")
        language = report.page.words.language
        by_name = sorted(schools, key=lambda school: (name_key(school.name, language), school.id))
        links = [SimpleNamespace(name=school.name, href=f"schools/{school.id}/index.html") for school in by_name]
        yield without_blank_lines(report.macros.html("schools", links))
