"""A school's report in two steps (DESIGN.md section 3): frames once per language and version, then numbers by school.

The page sees only what disclosure released. It is an article for the frame that MkDocs rendered; its h1 is its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.compute.findings import Findings
from generator.compute.history import EarlierRound
from generator.model.activities import ActivityList
from generator.model.output import HtmlPage
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Item, Level, OwnItem, Questionnaire, Section
from generator.model.released import LEVEL_DIMENSION, Audience, ReleasedResults, ReleasedSchool, Slice
from generator.render import locale_format
from generator.render.compared import ComparedFrames, compared_frames
from generator.render.item_changes import item_changes
from generator.render.item_figures import FigureMaker, ItemFigure
from generator.render.item_views import FigurePlace
from generator.render.next_steps import NextStepsFrames, next_steps_frames
from generator.render.questionnaire_form import section_anchor
from generator.render.report_tables import (
    GlanceFrames,
    ParticipationFrames,
    answers_by_item,
    glance_frames,
    listed,
    participation_frames,
    source_line,
)
from generator.render.report_words import Macros, PageEnvironment, ReportWords
from generator.render.round_charts import page_data, school_specifications
from generator.render.section_words import AnsweredItem, Answers, SectionWriter, section_writer
from generator.render.slots import SlottedHtml, in_lines
from generator.render.stand_outs import StandOutFrames, stand_out_frames

_ROOTS: Final = {Audience.PUBLIC: "../../../../../", Audience.SCHOOL: "../../"}
"""To the root of the site: from <lang>/results/<round>/schools/<school>/, and from <lang>/report/."""


@dataclass(frozen=True)
class SectionFrames:
    """A section of one level."""

    section: Section
    html: SlottedHtml
    figures: tuple[ItemFigure, ...]


@dataclass(frozen=True)
class LevelFrames:
    """One education level of the report."""

    level: Level
    html: SlottedHtml
    glance: GlanceFrames
    sections: tuple[SectionFrames, ...]
    maker: FigureMaker
    name: str
    """Its short name, as HTML."""
    link: str
    """A link to it."""

    @property
    def slice(self) -> Slice:
        """The respondents of the level."""
        return Slice(LEVEL_DIMENSION, self.level.id)


@dataclass(frozen=True)
class SchoolReportTemplates:
    """All that the reports of a questionnaire's schools share in one language."""

    words: ReportWords
    parts: Macros
    questionnaire: Questionnaire
    guides: ReportGuides
    page: SlottedHtml
    header: SlottedHtml
    contents: SlottedHtml
    contents_levels: Mapping[str, str]
    participation: ParticipationFrames
    participation_section: SlottedHtml
    glance: SlottedHtml
    stands_out: StandOutFrames
    levels: Mapping[str, LevelFrames]
    compared: ComparedFrames
    next_steps: NextStepsFrames
    writer: SectionWriter
    audience: Audience

    @property
    def is_own(self) -> bool:
        """Whether the reports are read by the school alone."""
        return self.audience is Audience.SCHOOL

    def address(self, path: str) -> str:
        """How a report refers to a path below the site's root; empty for none."""
        return _address(self.audience, path)


@dataclass(frozen=True, slots=True)
class ReportGuides:
    """Where the guides that a report leads to stand below the site's root; empty when the project lacks one."""

    reading: str = ""
    planning: str = ""


def school_report_templates(
    environment: PageEnvironment,
    questionnaire: Questionnaire,
    settings: DisclosureSettings,
    guides: ReportGuides = ReportGuides(),
    activities: ActivityList | None = None,
    audience: Audience = Audience.PUBLIC,
) -> SchoolReportTemplates:
    """Step one: everything that does not depend on the school. Questionnaire and activities are translated already."""
    words, is_own = ReportWords(environment), audience is Audience.SCHOOL
    parts = words.macros("pages/report_parts.html")
    charts = page_data(words, school_specifications(words, questionnaire))
    return SchoolReportTemplates(
        words=words,
        parts=parts,
        questionnaire=questionnaire,
        guides=guides,
        page=parts.compiled(
            "school_page", settings, charts, guides.reading and _ROOTS[audience] + guides.reading, is_own
        ),
        header=parts.compiled("school_header"),
        contents=parts.compiled("contents"),
        contents_levels={level.id: _contents(parts, questionnaire, level) for level in questionnaire.levels},
        participation=participation_frames(words, parts, questionnaire, has_minimum=True),
        participation_section=parts.compiled("section_of_participation"),
        glance=parts.compiled("glance"),
        stands_out=stand_out_frames(words, questionnaire, settings, audience),
        compared=compared_frames(words, questionnaire),
        next_steps=next_steps_frames(words, questionnaire, activities),
        levels={level.id: _level_frames(words, parts, questionnaire, level) for level in questionnaire.levels},
        writer=section_writer(words, questionnaire),
        audience=audience,
    )


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """What stands beside a school's own numbers. All texts are translated already."""

    system: ReleasedResults
    """The results of all schools of the round."""
    found: Mapping[Slice, Findings]
    """What stands out, by level."""
    earlier: Sequence[EarlierRound] = ()
    """The school's earlier rounds, oldest first."""
    own: Sequence[OwnItem] = ()
    """The school's own items."""
    links: Sequence[tuple[str, str]] = ()
    """The downloads: kind (csv, json, pdf) and the file's path below the site's root."""
    plan: str = ""
    """The path of the action plan below the site's root; empty when there is none."""


def school_report(templates: SchoolReportTemplates, released: ReleasedResults, facts: SchoolFacts) -> HtmlPage:
    """Step two: the public page of one school. Raises ValueError when `released` is not about a school."""
    article = school_article(templates, released, facts)
    words, title, school = templates.words, str(released.setting.title), released.school
    return HtmlPage(
        path=f"{words.language}/results/{released.setting.id}/schools/{school.id if school else ''}/index.html",
        language=words.language,
        title=report_title(words, released),
        summary=words.plain("report.page_summary", school=school.name if school else "", round=title),
        article=article,
    )


def report_title(words: ReportWords, released: ReleasedResults) -> str:
    """What a report is called, as plain text. Raises ValueError when `released` is not about a school."""
    school = _school_of(released)
    return words.plain("report.page_title", school=school.name, round=str(released.setting.title))


def school_article(templates: SchoolReportTemplates, released: ReleasedResults, facts: SchoolFacts) -> str:
    """The report of one school as an article. Raises ValueError when `released` is not about a school."""
    school = _school_of(released)
    words = templates.words
    levels = [templates.levels[slice_.value] for slice_ in released.slices]
    source = source_line(words, released)
    filling = _Filling(templates, released, facts, levels, answers_by_item(released), source)
    article = templates.page.pieces_filled(
        {
            "header": [_header(words, templates.header, released, school)],
            "banner": [templates.parts.frame("synthetic_banner").fill({})] if released.setting.synthetic else [],
            "downloads": [_downloads(templates, facts.links)],
            **filling.parts(),
        }
    )
    return "".join(article)


def _school_of(released: ReleasedResults) -> ReleasedSchool:
    if released.school is None:
        raise ValueError("results of a round, not of a school")
    return released.school


def _downloads(templates: SchoolReportTemplates, links: Sequence[tuple[str, str]]) -> str:
    """Links to a report's files; those of an own report are sealed and known by their kind alone."""
    parts = templates.parts
    if templates.is_own:
        return _listed_links(parts, [parts.frame("sealed_link", kind).fill({}) for kind, _ in links])
    return download_links(parts, [(kind, templates.address(path)) for kind, path in links])


def download_links(parts: Macros, links: Sequence[tuple[str, str]]) -> str:
    """Links to a report's files, by kind and address; nothing when there are none."""
    return _listed_links(parts, [parts.compiled("download_link", kind).fill({"href": href}) for kind, href in links])


def _listed_links(parts: Macros, links: Sequence[str]) -> str:
    return parts.compiled("downloads").fill({"links": " ".join(links)}) if links else ""


def _address(audience: Audience, path: str) -> str:
    return _ROOTS[audience] + path if path else ""


def _contents(parts: Macros, questionnaire: Questionnaire, level: Level) -> str:
    areas = {area.id for area in questionnaire.areas}
    asked = [
        section
        for section in questionnaire.sections
        if any(_is_asked(questionnaire, item, level) for item in section.items)
    ]
    return parts.html("contents_level", level, asked, areas, _anchors(questionnaire, level))


def _anchors(questionnaire: Questionnaire, level: Level) -> dict[str, str]:
    """The id of each section's heading: an item of the same name has another."""
    return {each.id: f"{level.id}-{section_anchor(questionnaire, each)}" for each in questionnaire.sections}


def _level_frames(words: ReportWords, parts: Macros, questionnaire: Questionnaire, level: Level) -> LevelFrames:
    maker = FigureMaker(
        words, questionnaire, FigurePlace((level,), heading=4, prefix=f"{level.id}-", is_explorable=True)
    )
    anchors = _anchors(questionnaire, level)
    areas = len(questionnaire.areas)
    sections = []
    for index, section in enumerate(questionnaire.sections):
        html = parts.compiled("section", section, anchors[section.id], index < areas)
        items = [item for item in section.items if _is_asked(questionnaire, item, level)]
        sections.append(SectionFrames(section, html, tuple(maker.figure(section, i) for i in items)))
    return LevelFrames(
        level=level,
        html=parts.compiled("level", level),
        glance=glance_frames(words, parts, questionnaire, anchors, level),
        sections=tuple(sections),
        maker=maker,
        name=parts.html("level_name", level),
        link=parts.html("level_link", level),
    )


def _header(words: ReportWords, frame: SlottedHtml, released: ReleasedResults, school: ReleasedSchool) -> str:
    setting = released.setting
    dates = {
        "opened": locale_format.format_date(setting.opened, words.language),
        "closed": locale_format.format_date(setting.closed, words.language),
    }
    return frame.fill(
        {
            "school": words.html(school.name),
            "round": words.html(setting.title),
            "dates": words.sentence("report.dates", dates),
        }
    )


@dataclass(frozen=True)
class _Filling:
    """One school's numbers on their way into the frames."""

    templates: SchoolReportTemplates
    released: ReleasedResults
    facts: SchoolFacts
    levels: Sequence[LevelFrames]
    answers: Mapping[tuple[Slice, str], Answers]
    source: str

    def parts(self) -> dict[str, Sequence[str]]:
        """The slots of the page below its head."""
        templates = self.templates
        contents = [templates.contents_levels[frames.level.id] for frames in self.levels]
        table = templates.participation.fill(templates.questionnaire, self.released, self.source)
        rounds = {
            each.released.setting.id: templates.words.html(each.released.setting.title) for each in self.facts.earlier
        }
        glances = [frames.glance.fill(self.released, frames.slice, self.source) for frames in self.levels]
        return {
            "contents": [templates.contents.fill({"levels": "\n".join(contents)})],
            "participation": [templates.participation_section.fill({"table": table})],
            "glance": [templates.glance.fill({"tables": "\n".join(glances)})],
            "stands_out": [templates.stands_out.fill(self.facts.found, rounds, self.source)],
            "compared": [templates.compared.fill(self.released, self.facts.system, self.source)],
            "next": [self._next()],
            "levels": in_lines(
                frames.html.pieces_filled(
                    {"switch": [self._switch(frames)], "sections": in_lines(self._sections(frames))}
                )
                for frames in self.levels
            ),
        }

    def _next(self) -> str:
        templates = self.templates
        plan, guide = templates.address(self.facts.plan), templates.address(templates.guides.planning)
        return templates.next_steps.fill(self.facts.found, plan, guide, is_sealed=templates.is_own)

    def _switch(self, current: LevelFrames) -> str:
        if len(self.levels) < 2:
            return ""
        links = [each.name if each is current else each.link for each in self.levels]
        return self.templates.parts.frame("level_switch").fill({"levels": " ".join(links)})

    def _sections(self, frames: LevelFrames) -> Iterator[list[str]]:
        words, parts = self.templates.words, self.templates.parts
        for section in frames.sections:
            figures = [*section.figures, *self._own_figures(frames, section)]
            if not figures:
                continue
            shown, left_out = [], []
            for figure in figures:
                found = self.answers.get((frames.slice, figure.item.id), {})
                if figure.is_left_out(found):
                    left_out.append(figure.name)
                else:
                    shown.append((figure, found))
            items = [AnsweredItem(figure.item, figure.name, found) for figure, found in shown]
            texts = self.templates.writer.sentences(self.released, frames.slice, section.section, items)
            note = parts.frame("left_out").fill({"items": words.listing(left_out)}) if left_out else ""
            yield section.html.pieces_filled(
                {
                    "words": [listed(parts, texts)],
                    "items": in_lines(
                        [figure.fill(words, found, self.source, self._changes(frames.slice, figure))]
                        for figure, found in shown
                    ),
                    "left_out": [note],
                }
            )

    def _changes(self, slice_: Slice, figure: ItemFigure) -> str:
        templates = self.templates
        return item_changes(
            templates.words, templates.questionnaire, self.released, slice_, figure.item, self.facts.earlier
        )

    def _own_figures(self, frames: LevelFrames, section: SectionFrames) -> Iterator[ItemFigure]:
        for item in self.facts.own:
            if item.area == section.section.id and _is_asked(self.templates.questionnaire, item, frames.level):
                yield frames.maker.figure(section.section, item)


def _is_asked(questionnaire: Questionnaire, item: Item, level: Level) -> bool:
    return any(item.is_asked_of(group.id, level.id) for group in questionnaire.groups)
