"""Printed questionnaires and printed reports: whole HTML documents that WeasyPrint turns into PDF.

The rules of the form are those of the universal layout (US Census RSM2007-42; Morrison, Dillman & Christian 2010):
DESIGN.md section 9.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from generator.model.output import PrintDocument
from generator.model.questionnaire import ItemStatus, Questionnaire
from generator.render.locale_format import language_name
from generator.render.paper_fit import GAP_WIDTH, breakable, column_widths
from generator.render.paper_layout import FormLayout, form_layout
from generator.render.paper_report import article_for_print
from generator.render.qr import qr_data_uri
from generator.render.report_words import PageEnvironment

_LEAST_ROWS_PER_PAGE = 6
"""Few pages hold fewer questions. Pages beyond the estimate carry the code without a page number."""
_PAGES_AROUND = 4
"""Pages for the cover and the end, generously."""


def form_pdf_path(questionnaire: Questionnaire, group_id: str, level_id: str, language: str) -> str:
    """Where the printed form of a group and level stands below the site's root: a stable name."""
    name = f"{questionnaire.instrument}-{questionnaire.version}-{group_id}-{level_id}-{language}"
    return f"files/questionnaires/{name}.pdf"


def questionnaire_print(
    environment: PageEnvironment, questionnaire: Questionnaire, group_id: str, level_id: str
) -> PrintDocument:
    """The paper form of one group at one level, in the environment's language.

    `questionnaire` is already translated: its texts are Wordings. Raises KeyError for an unknown group or level.
    """
    language = str(environment.globals["language"])
    group, level = questionnaire.group(group_id), questionnaire.level(level_id)
    layout = form_layout(questionnaire, group_id, level_id)
    code = page_code(questionnaire, group_id, level_id, language)
    html = environment.get_template("print/questionnaire.html").render(
        questionnaire=questionnaire,
        group=group,
        level=level,
        layout=layout,
        columns=column_widths(layout, _labels(environment, layout)),
        gap_width=GAP_WIDTH,
        breakable=breakable,
        footer=(
            (questionnaire.title,),
            (group.title, level.title, language_name(language, language)),
            (f"{questionnaire.instrument} {questionnaire.version}", group_id, level_id, language),
        ),
        page_code=_image(code),
        page_codes=[_image(f"{code}/{page}") for page in range(1, most_pages(layout) + 1)],
    )
    return PrintDocument(form_pdf_path(questionnaire, group_id, level_id, language), html, language)


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


def page_code(questionnaire: Questionnaire, group_id: str, level_id: str, language: str) -> str:
    """What the square code of a form says; `/` and the page number follow.

    In capitals, which make a smaller code: `GUZGU:SCHOOLS/2023/STUDENTS/ISCED2/AZ`.
    """
    return f"guzgu:{questionnaire.key}/{group_id}/{level_id}/{language}".upper()


def most_pages(layout: FormLayout) -> int:
    """More pages than the form will have, unless its texts are very long: each has its own square code."""
    return _PAGES_AROUND + math.ceil(len(layout.questions) / _LEAST_ROWS_PER_PAGE)


def _labels(environment: PageEnvironment, layout: FormLayout) -> list[str]:
    keys = {ItemStatus.OPTIONAL: "paper.extra", ItemStatus.OWN: "paper.own"}
    plain: Any = environment.globals["tp"]
    return [str(plain(key)) for status, key in keys.items() if status in layout.statuses]


def _image(text: str) -> Markup:
    # Safe: the address is percent-encoded, so it holds no quote that could end the CSS string.
    return Markup(qr_data_uri(text))  # noqa: S704
