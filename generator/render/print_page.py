"""The print page of a questionnaire version: its files with pages, paper and size, and a calculator for a print run.

Its numbers are those of the PDFs that the build made. So MkDocs renders the page around an empty article, and the
article is put in after the PDFs (`LATE_ARTICLE`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from markupsafe import Markup

from generator.model.catalogue import Wording
from generator.model.output import LATE_ARTICLE, MarkdownPage, PrintDocument, PrintedFile
from generator.model.project import Project
from generator.model.questionnaire import Group, Level
from generator.render.environment import page_environment
from generator.render.locale_format import language_name
from generator.render.markdown_parts import PageWords
from generator.render.paper_kinds import PaperKind
from generator.render.paper_reading import reading_of
from generator.render.print_orders import Copies, ListedPaper, PrintOrder, site_order
from generator.render.print_papers import listed_papers
from generator.render.print_readme import PACK
from generator.translation.questionnaire_strings import translate_questionnaire

GUIDE: Final = "on-paper"
SCRIPT: Final = "print_run.js"
EXAMPLES: Final = (10, 24, 100)
"""Numbers of people in the table that shows how much paper is needed."""
_SHOWN_EXAMPLE: Final = 24
_TO_ROOT: Final = "../../../../../"
"""From the folder of the page to the site's root."""


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A file in the table: a paper that stands on the site."""

    paper: ListedPaper
    address: str
    """Empty when it could not be made."""
    printed: PrintedFile | None

    @property
    def reading(self) -> Markup:
        """Its words, where the print page shows them; else empty."""
        made = self.paper.make() if self.paper.is_read_here else None
        return reading_of(made.html) if isinstance(made, PrintDocument) else Markup()

    @property
    def is_printed(self) -> bool:
        """Whether its pages are known."""
        return self.printed is not None and self.printed.pages > 0


@dataclass(frozen=True, slots=True)
class PaperUnit:
    """The files of a group at a level; of all levels or all groups where it has none."""

    group: Group | None
    level: Level | None
    form: str
    """The address of the page on which the form can be read; empty without form."""
    rows: tuple[PaperRow, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Group and level in words."""
        return tuple(each.title for each in (self.group, self.level) if each)

    @property
    def plain_names(self) -> str:
        """The same in one plain text; empty for what is for everybody."""
        return ", ".join(map(str, self.names))

    @property
    def usual(self) -> PaperRow | None:
        """The usual form, when its pages are known."""
        return self._of_kind(PaperKind.FORM)

    @property
    def short(self) -> PaperRow | None:
        """The short form, when there is one."""
        return self._of_kind(PaperKind.SHORT)

    @property
    def others(self) -> tuple[PaperRow, ...]:
        """What is printed beside the form."""
        return tuple(
            row
            for row in self.rows
            if row.is_printed and row.paper.kind != PaperKind.FORM and row.paper.copies is not Copies.INSTEAD
        )

    def _of_kind(self, kind: PaperKind) -> PaperRow | None:
        return next((row for row in self.rows if row.paper.kind == kind and row.is_printed), None)


def print_pages(content: Project, code: str, templates: Path, *, with_pdfs: bool) -> tuple[MarkdownPage, ...]:
    """The print page of every version, newest first, without its article. `templates`: the site_templates folder."""
    return tuple(_empty_page(order, with_pdfs) for order in _orders(content, code, templates))


def print_articles(
    content: Project, code: str, templates: Path, printed: Mapping[str, PrintedFile], *, with_pdfs: bool
) -> dict[str, str]:
    """The article of every print page, by the page's path as `print_pages` has it.

    `printed`: the files that the build made, by path below the site's root; without PDFs no page shows their numbers.
    """
    orders = _orders(content, code, templates)
    return {_path(order): print_article(order, printed, with_pdfs=with_pdfs) for order in orders}


def print_article(order: PrintOrder, printed: Mapping[str, PrintedFile], *, with_pdfs: bool) -> str:
    """What stands on the print page of a version, as HTML."""
    words = PageWords(order.environment)
    code = order.language.code
    units = tuple(_units(order, printed))
    counted = [unit for unit in units if unit.usual]
    return words.render(
        "questionnaire_print.html",
        language_name=language_name(code, code),
        units=units,
        kinds=dict.fromkeys(row.paper.kind for unit in units for row in unit.rows if with_pdfs or row.printed),
        levels=tuple((level, [each for each in counted if each.level == level]) for level in _levels(counted)),
        counted=counted,
        example=_example(words, counted),
        examples=EXAMPLES,
        pack=PACK,
        has_short=any(unit.short for unit in units),
        has_rooms=any(row.paper.copies is Copies.ROOM for unit in units for row in unit.others),
        with_pdfs=with_pdfs,
        guide=_guide(order),
    )


def print_path(key: str) -> str:
    """Where the print page of a version stands below a language's folder, as Markdown."""
    return f"questionnaires/{key}/print/index.md"


def _orders(content: Project, code: str, templates: Path) -> Iterator[PrintOrder]:
    language = content.language(code)
    environment = page_environment(templates, content.interface, language)
    for questionnaire in reversed(tuple(content.questionnaires.values())):
        yield site_order(content, language, environment, translate_questionnaire(questionnaire, language))


def _path(order: PrintOrder) -> str:
    return print_path(order.questionnaire.key)


def _empty_page(order: PrintOrder, with_pdfs: bool) -> MarkdownPage:
    words, questionnaire = PageWords(order.environment), order.questionnaire
    names = {"title": str(questionnaire.title), "version": questionnaire.version}
    version = words.plain("questionnaire.title", **names)
    title = words.plain("print.title", **names)
    named = Wording(title, getattr(questionnaire.title, "language", words.language))
    # What is not translated is the same with and without numbers.
    facts = words.facts(print_article(order, {}, with_pdfs=with_pdfs), named)
    trail = [
        {"title": words.plain("theme.nav.questionnaires"), "address": "questionnaires/index.html"},
        {"title": version, "address": f"questionnaires/{questionnaire.key}/index.html"},
    ]
    meta = {**facts, "trail": trail, "scripts": [SCRIPT]}
    return MarkdownPage(_path(order), title, LATE_ARTICLE, words.plain("print.lead"), meta)


def _units(order: PrintOrder, printed: Mapping[str, PrintedFile]) -> Iterator[PaperUnit]:
    by_id: dict[tuple[str, str], list[ListedPaper]] = {}
    for paper in (each for each in listed_papers(order) if each.is_on_site):
        key = (paper.group.id if paper.group else "", paper.level.id if paper.level else "")
        by_id.setdefault(key, []).append(paper)
    for (group_id, level_id), listed in by_id.items():
        form = f"../{group_id}-{level_id}/index.html" if group_id and level_id else ""
        rows = tuple(_row(paper, printed.get(paper.path)) for paper in listed)
        yield PaperUnit(listed[0].group, listed[0].level, form, rows)


def _row(paper: ListedPaper, printed: PrintedFile | None) -> PaperRow:
    return PaperRow(paper, _TO_ROOT + paper.path if printed else "", printed)


def _levels(units: Sequence[PaperUnit]) -> list[Level]:
    return list({unit.level.id: unit.level for unit in units if unit.level}.values())


def _example(words: PageWords, units: Sequence[PaperUnit]) -> dict[str, str]:
    """What is said as an example: the last form of students, or of whomever there is."""
    by_students = [unit for unit in units if unit.group and unit.group.reader == "student"]
    for unit in reversed(by_students or units):
        if unit.usual and unit.usual.printed:
            return {
                "who": unit.plain_names,
                "people": words.plain("print.people", count=_SHOWN_EXAMPLE),
                "sheets": words.plain("print.sheets", count=_SHOWN_EXAMPLE * unit.usual.printed.sheets),
            }
    return {}


def _guide(order: PrintOrder) -> str:
    has_guide = any(guide.slug == GUIDE for guide in order.content.guides)
    return f"../../../../guides/{GUIDE}/index.html" if has_guide else ""
