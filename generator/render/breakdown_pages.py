"""A round broken down: one static page for the education level and one for each dimension of round.yaml.

What is on a page follows from the data alone: a new column of schools.csv that round.yaml names has its page. Readers
choose a group or a part of the questionnaire by radio buttons; the style sheet hides the rest, no script is needed, and
without style sheet everything is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace

from generator.model.output import MarkdownPage
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Item, ItemType, Questionnaire, Section
from generator.model.released import ReleasedResults, Slice
from generator.render.breakdown_tables import BreakdownTables
from generator.render.figure_numbers import RoundFigure, item_number, round_number, section_number
from generator.render.markdown_parts import without_blank_lines
from generator.render.report_tables import participation_frames
from generator.render.report_words import Macros, PageEnvironment
from generator.render.round_page import ROOT, RoundPage, dimensions_of, everybody_and, page_body, round_page, slices_of
from generator.render.school_count_table import dimension_title, school_count_figure
from generator.render.slots import finished

_OVERVIEW = ' data-gz-section="0"'
_CHOICES = (ItemType.SINGLE, ItemType.MULTIPLE)
MOST_GROUPS, MOST_SECTIONS = 8, 24
"""So many the style sheet (report.css) can choose from; questionnaires with more have no filter."""


@dataclass(frozen=True, slots=True)
class DimensionLink:
    """The page of one dimension. `title` is HTML, `href` empty for the page itself."""

    title: str
    href: str


@dataclass(frozen=True)
class _Breakdown:
    """One page while it is made."""

    page: RoundPage
    dimension: str
    slices: tuple[Slice, ...]
    """Everybody, then the values of the dimension."""
    macros: Macros
    tables: BreakdownTables


def dimension_links(page: RoundPage, prefix: str, anchor: str = "", current: str = "") -> list[DimensionLink]:
    """A link to the page of each dimension; `prefix` is the way to the round's folder."""
    return [
        DimensionLink(
            dimension_title(page, name), "" if name == current else f"{prefix}{page_folder(name)}/index.html{anchor}"
        )
        for name in dimensions_of(page.released)
    ]


def page_folder(dimension: str) -> str:
    """The folder of a dimension's page within that of its round."""
    return f"by-{dimension}"


def breakdown_pages(
    environment: PageEnvironment,
    questionnaire: Questionnaire,
    settings: DisclosureSettings,
    released: ReleasedResults,
    guide: str = "",
) -> tuple[MarkdownPage, ...]:
    """The pages of all dimensions that have several values. Questionnaire and setting are translated already.

    `guide` is the path of the reader's guide below the site's root; empty when there is none.
    """
    page = round_page(environment, questionnaire, settings, released)
    macros = page.words.macros("pages/round_breakdown.html")
    made = []
    for dimension in dimensions_of(released):
        slices = everybody_and(slices_of(released, dimension))
        tables = BreakdownTables(page, dimension, slices, macros)
        made.append(_page(_Breakdown(page, dimension, slices, macros, tables), guide))
    return tuple(made)


def _page(by: _Breakdown, guide: str) -> MarkdownPage:
    page, words = by.page, by.page.words
    setting = page.released.setting
    dimension = setting.dimensions.get(by.dimension)
    name = str(dimension.title) if dimension else words.plain("system.level")
    body = page_body([_opening(by, guide), _filter(by), *_overview(by), *_sections(by)])
    results = words.plain("theme.nav.results")
    trail = [
        {"title": results, "address": "results/index.html"},
        {"title": setting.title, "address": f"results/{setting.id}/index.html"},
    ]
    return MarkdownPage(
        path=f"results/{setting.id}/{page_folder(by.dimension)}/index.md",
        title=words.plain("system.by.title", dimension=name, round=str(setting.title)),
        body=body,
        summary=words.plain("system.by.summary", dimension=name, round=str(setting.title)),
        meta={"report": True, "trail": trail, **page.markdown.facts(body, "")},
    )


def _opening(by: _Breakdown, guide: str) -> str:
    page, setting = by.page, by.page.released.setting
    facts = SimpleNamespace(
        synthetic=setting.synthetic,
        round=setting.title,
        settings=page.settings,
        links=dimension_links(page, "../", current=by.dimension),
        reading=finished(page.parts.html("reading", page.settings, guide and f"../{ROOT}{guide}")),
    )
    return without_blank_lines(by.macros.html("opening", facts))


def _filter(by: _Breakdown) -> str:
    sections = by.page.questionnaire.sections
    if len(sections) > MOST_SECTIONS or len(by.page.groups) > MOST_GROUPS:
        return ""
    titles = [finished(by.page.section_title_html(section)) for section in sections]
    facts = SimpleNamespace(groups=[view.title for view in by.page.groups], sections=titles)
    return without_blank_lines(by.macros.html("filter", facts))


def _overview(by: _Breakdown) -> Iterator[str]:
    """Who answered, schools, areas."""
    page = by.page
    yield page.heading(2, page.markdown.heading("report.participation"), "participation", _OVERVIEW)
    counts = school_count_figure(page, round_number(RoundFigure.SCHOOLS, by.dimension), [by.dimension])
    yield _held(_OVERVIEW, [_participation(by), counts])
    yield page.heading(2, page.markdown.heading("report.glance"), "areas", _OVERVIEW)
    rule = page.html("note", finished(page.words.text("system.by.areas")))
    number = round_number(RoundFigure.AREAS, by.dimension)
    title = f"{page.words.text('report.glance')} · {dimension_title(page, by.dimension)}"
    yield _held(_OVERVIEW, [rule, page.figure(number, by.tables.areas(number), title=title)])


def _participation(by: _Breakdown) -> str:
    page, title = by.page, dimension_title(by.page, by.dimension)
    number = round_number(RoundFigure.PARTICIPATION, by.dimension)
    frames = participation_frames(page.words, page.parts, page.questionnaire, has_minimum=False)
    caption = finished(page.words.text("system.caption.participation", dimension=title))
    facts = (number.anchor, finished(page.number_html(number)), caption)
    frames = replace(frames, table=page.macros.compiled("participation_table", *facts))
    narrowed = replace(page.released, slices=by.slices)
    content = without_blank_lines(frames.fill(page.questionnaire, narrowed, page.source))
    return page.figure(number, content, has_source=True)


def _sections(by: _Breakdown) -> Iterator[str]:
    for index, section in enumerate(by.page.questionnaire.sections, 1):
        blocks = [*_figures(by, section), *_left_out(by, section)]
        chosen = f' data-gz-section="{index}"'
        anchor = by.page.section_anchor(section)
        yield by.page.heading(2, by.page.section_title(section), anchor, chosen)
        yield _held(chosen, blocks)


def _held(chosen: str, blocks: Sequence[str]) -> str:
    """Blocks that are hidden together when a reader chooses another part of the questionnaire."""
    inside = "\n".join(block for block in blocks if block)
    return f"<div{chosen}>\n{inside}\n</div>"


def _figures(by: _Breakdown, section: Section) -> Iterator[str]:
    """The figure on the items with a scale or score, then one for each choice."""
    page, title = by.page, dimension_title(by.page, by.dimension)
    measured = [item for item in section.items if item.type not in _CHOICES and by.tables.is_shown(item)]
    if measured:
        number = section_number(page.questionnaire, section, by.dimension)
        subject = f"{page.section_title_html(section)} · {title}"
        yield page.figure(number, by.tables.measures(number, measured), title=subject)
    for item in _choices(by, section):
        number = item_number(item, by.dimension)
        subject = f"{by.tables.item_link(item)} · {title}"
        yield page.figure(number, by.tables.choice(number, item), title=subject)


def _left_out(by: _Breakdown, section: Section) -> Iterator[str]:
    names = [by.page.item_name(item) for item in section.items if not by.tables.is_shown(item)]
    if names:
        yield by.page.parts.frame("left_out").fill({"items": by.page.words.listing(names)})


def _choices(by: _Breakdown, section: Section) -> Sequence[Item]:
    return [item for item in section.items if item.type in _CHOICES and by.tables.is_shown(item)]
