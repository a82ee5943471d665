"""Printed questionnaires and printed reports: whole HTML documents that WeasyPrint turns into PDF.

The rules of the form are those of the universal layout (US Census RSM2007-42; Morrison, Dillman & Christian 2010):
DESIGN.md section 9.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from generator.model.asked import core_only
from generator.model.output import CODE_SIZE, FormSheet, PrintDocument
from generator.model.questionnaire import Group, ItemStatus, Level, Questionnaire
from generator.render.locale_format import language_name
from generator.render.paper_fit import GAP_WIDTH, HYPHENATED_LANGUAGES, breakable, column_widths
from generator.render.paper_kinds import DESIGNS, PaperKind, papers_of
from generator.render.paper_layout import FormLayout, form_layout
from generator.render.paper_report import article_for_print
from generator.render.report_words import PageEnvironment

_MOST_PAGES = 240
"""Up to so many, the footer counts pages in whole sheets; a form of 77 questions in large print has some 20."""
_LABELS = {ItemStatus.OPTIONAL: "paper.extra"}
"""Labels that stand below the number, and so may widen its column."""


def form_pdf_path(questionnaire: Questionnaire, group_id: str, level_id: str, language: str) -> str:
    """Where the printed form of a group and level stands below the site's root: a stable name."""
    return next(
        paper.path for paper in papers_of(questionnaire, group_id, level_id, language) if paper.kind is PaperKind.FORM
    )


def questionnaire_print(
    environment: PageEnvironment,
    questionnaire: Questionnaire,
    group_id: str,
    level_id: str,
    kind: PaperKind = PaperKind.FORM,
    school: str = "",
) -> PrintDocument:
    """The paper form of one group at one level, in the environment's language: any kind but plain text.

    `questionnaire` is already translated: its texts are Wordings. For a school's own form it comes out of
    `as_asked`, and `school` is its id. Raises KeyError for an unknown group or level, and for plain text.
    """
    language = str(environment.globals["language"])
    design = DESIGNS[kind]
    (paper,) = [
        each for each in papers_of(questionnaire, group_id, level_id, language, school=school) if each.kind is kind
    ]
    asked = core_only(questionnaire) if kind is PaperKind.SHORT else questionnaire
    group, level = questionnaire.group(group_id), questionnaire.level(level_id)
    layout = form_layout(asked, group_id, level_id, has_grids=design.has_grids, has_headings=design.has_headings)
    sheet = FormSheet(
        boxes=paper.boxes,
        code=page_code(questionnaire, group_id, level_id, language, kind, school),
        facts=_facts(questionnaire, group_id, level_id, language, kind, school),
        mark=design.mark,
        side=design.side,
        sides=design.sides,
        is_booklet=kind is PaperKind.BOOKLET,
        is_rtl=environment.globals["direction"] == "rtl",
    )
    html = environment.get_template("print/questionnaire.html").render(
        questionnaire=questionnaire,
        group=group,
        level=level,
        layout=layout,
        kind=kind.value,
        design=design,
        size=design.size(group.reader),
        columns=column_widths(
            layout, design, _labels(environment, layout), has_hyphens=language in HYPHENATED_LANGUAGES
        ),
        gap_width=GAP_WIDTH,
        breakable=breakable,
        footer_width=design.width - design.side - sheet.code_margin - CODE_SIZE - 2,
        whole_sheets=[str(number // design.sides * design.sides) for number in range(1, _MOST_PAGES + 1)],
        footer=_footer(questionnaire, group, level, language, kind, school),
    )
    return PrintDocument(paper.path, html, language, sheet=sheet)


def report_print(
    environment: PageEnvironment,
    path: str,
    title: str,
    article: Markup | str,
    footer: Sequence[Sequence[str]],
) -> PrintDocument:
    """A report's article as a document for print, with a running footer and page numbers.

    `article` is finished HTML: what the page of the site shows, headings from h1. `footer` is one to three lines, each
    of facts that stand side by side: school, round, source, caveat. `path` stands below the site's root.
    """
    language = str(environment.globals["language"])
    # Safe: the article came out of the same escaping environment.
    shown = Markup(article_for_print(str(article)))  # noqa: S704
    html = environment.get_template("print/report.html").render(title=title, article=shown, footer=footer)
    return PrintDocument(path, html, language)


def page_code(
    questionnaire: Questionnaire,
    group_id: str,
    level_id: str,
    language: str,
    kind: PaperKind = PaperKind.FORM,
    school: str = "",
) -> str:
    """What the square code of a form says; `/page/pages` follow.

    In capitals, which make a smaller code: `GUZGU:SCHOOLS/2023/STUDENTS/ISCED2/AZ`. Where boxes stand elsewhere than
    on the usual form it says so: `.../AZ+SHORT`, `.../AZ+OWN-S03`.
    """
    variant = "".join(
        f"+{each}" for each in (f"own-{school}" if school else "", "" if kind is PaperKind.FORM else kind.value) if each
    )
    return f"guzgu:{questionnaire.key}/{group_id}/{level_id}/{language}{variant}".upper()


def _footer(
    questionnaire: Questionnaire, group: Group, level: Level, language: str, kind: PaperKind, school: str
) -> tuple[tuple[str, ...], ...]:
    """The lines at the bottom of every page: for people, and in ids for whoever sorts the forms."""
    ids = [f"{questionnaire.instrument} {questionnaire.version}", group.id, level.id, language]
    ids += [each for each in (f"own-{school}" if school else "", "" if kind is PaperKind.FORM else kind.value) if each]
    level_name = level.short if DESIGNS[kind].has_short_footer else level.title
    return (group.title, level_name, language_name(language, language)), tuple(ids)


def sheet_footer(
    questionnaire: Questionnaire, language: str, whom: Sequence[str], ids: Sequence[str]
) -> tuple[tuple[str, ...], ...]:
    """The same of a sheet beside the forms: title, whom it is for, and in ids which sheet it is."""
    return (
        (questionnaire.title,),
        (*whom, language_name(language, language)),
        (f"{questionnaire.instrument} {questionnaire.version}", *ids),
    )


def _facts(
    questionnaire: Questionnaire, group_id: str, level_id: str, language: str, kind: PaperKind, school: str
) -> dict[str, str]:
    return {
        "instrument": questionnaire.instrument,
        "version": questionnaire.version,
        "group": group_id,
        "level": level_id,
        "language": language,
        "kind": kind.value,
        **({"school": school} if school else {}),
    }


def _labels(environment: PageEnvironment, layout: FormLayout) -> list[str]:
    plain: Any = environment.globals["tp"]
    return [str(plain(key)) for status, key in _LABELS.items() if status in layout.statuses]
