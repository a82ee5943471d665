"""Every paper of a questionnaire, listed before it is made: for the site, its print page and `guzgu print`.

A new kind of paper is a line in `SOURCES`: a function that lists papers, each with how to make it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from generator.model.output import OutputFile, PrintDocument
from generator.render.entry_workbook import EntrySchool, entry_workbook, workbook_name
from generator.render.handout_sets import handout_papers
from generator.render.paper import questionnaire_print
from generator.render.paper_kinds import PaperKind, papers_of
from generator.render.paper_text import questionnaire_text
from generator.render.print_orders import Copies, ListedPaper, PrintOrder, SchoolSet
from generator.render.result_papers import result_papers
from generator.render.tally_sheet import TallyKind, tally_pdf_path, tally_sheet_print
from generator.translation.round_strings import translate_setting


def listed_papers(order: PrintOrder) -> tuple[ListedPaper, ...]:
    """Every paper of an order, those of a group and level together."""
    units: dict[tuple[str, str], list[ListedPaper]] = {}
    is_small = order.school is None and order.content.settings.papers == "forms"
    for paper in (paper for source in (SOURCES[:1] if is_small else SOURCES) for paper in source(order)):
        units.setdefault((paper.group.id if paper.group else "", paper.level.id if paper.level else ""), []).append(
            paper
        )
    return tuple(paper for papers in units.values() for paper in papers)


def form_papers(order: PrintOrder) -> Iterator[ListedPaper]:
    """The form of each group and level, in every kind."""
    questionnaire, environment, school = order.questionnaire, order.environment, order.school_id
    for group, level in order.forms:
        papers = papers_of(
            questionnaire, group.id, level.id, order.language.code, is_newest=order.is_newest, school=school
        )
        for paper in papers:
            make: Callable[[], PrintDocument | OutputFile] = (
                partial(questionnaire_text, environment, questionnaire, group.id, level.id, school)
                if paper.kind is PaperKind.TEXT
                else partial(questionnaire_print, environment, questionnaire, group.id, level.id, paper.kind, school)
            )
            copies = Copies.PERSON if paper.kind is PaperKind.FORM else Copies.INSTEAD
            yield ListedPaper(paper.kind.value, paper.path, copies, group, level, paper.is_on_site, make)


def tally_papers(order: PrintOrder) -> Iterator[ListedPaper]:
    """The sheets on which a class and a school count what stands on the forms of a group and level.

    The school's goes with its workbook, so it is in its set and not on the site.
    """
    name = order.school.name if order.school else ""
    for group, level in order.forms:
        for kind, copies in ((TallyKind.CLASS, Copies.ROOM), (TallyKind.SCHOOL, Copies.SCHOOL)):
            path = tally_pdf_path(order.questionnaire, group.id, level.id, order.language.code, kind)
            make = partial(
                tally_sheet_print, order.environment, order.questionnaire, group.id, level.id, kind, school=name
            )
            is_on_site = kind is TallyKind.CLASS and order.is_newest and not order.school
            yield ListedPaper(f"tally-{kind.value}", path, copies, group, level, is_on_site, make)


def workbook_papers(order: PrintOrder) -> Iterator[ListedPaper]:
    """The workbook into which a school types what it counted; none without a school."""
    if order.school:
        path = workbook_name(order.school.setting.id, order.school.id, order.language.code)
        make = partial(_workbook, order, order.school, path)
        yield ListedPaper("workbook", path, Copies.SCHOOL, None, None, False, make)


def _workbook(order: PrintOrder, school: SchoolSet, path: str) -> OutputFile:
    setting = translate_setting(school.setting, order.language)
    whose = EntrySchool(school.id, school.name, school.invited)
    return OutputFile(path, entry_workbook(order.environment, order.questionnaire, setting, whose))


SOURCES: Final[tuple[Callable[[PrintOrder], Iterator[ListedPaper]], ...]] = (
    form_papers,
    tally_papers,
    workbook_papers,
    handout_papers,
    result_papers,
)
"""What lists papers, in the order of the print page; the forms come first (see `SiteSettings.papers`)."""
