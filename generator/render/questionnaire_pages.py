"""Questionnaires to read on the site: the list, each version with what changed in it, and every form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator.compute.comparison import ItemChange
from generator.model.output import MarkdownPage
from generator.model.questionnaire import Group, ItemStatus, Level, Questionnaire, Section
from generator.render.markdown_parts import PageWords
from generator.render.paper import form_pdf_path
from generator.render.paper_kinds import PaperKind, newest_versions, papers_of
from generator.render.questionnaire_form import FormSection, form_sections, section_code
from generator.render.report_words import PageEnvironment
from generator.render.version_changes import change_parts

_FORM_TO_ROOT = "../../../../../"
"""From the folder of a form's page to the site's root."""
_VERSION_TO_ROOT = "../../../../"


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a neighbouring form."""

    title: str
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Switch:
    """Links to the same form of other groups, or at other levels."""

    label: str
    """Key of the interface string that names the links."""
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class FormLink:
    """A form in the table of a version."""

    group: Group
    count: int
    address: str
    pdf: str


@dataclass(frozen=True, slots=True)
class FormRow:
    """The forms of one level; none where a group is asked nothing."""

    level: Level
    forms: tuple[FormLink | None, ...]


@dataclass(frozen=True, slots=True)
class ItemCount:
    """How many items of a section a group is asked at any level."""

    core: int
    optional: int


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section in the table of what is asked of whom."""

    code: str
    section: Section
    counts: tuple[ItemCount, ...]


@dataclass(frozen=True, slots=True)
class VersionCard:
    """A version in the list of questionnaires."""

    version: str
    summary: str
    address: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class InstrumentCards:
    """An instrument with its versions, newest first."""

    id: str
    title: str
    versions: tuple[VersionCard, ...]


@dataclass(frozen=True, slots=True)
class PaperLink:
    """Another paper of a form."""

    kind: str
    address: str


def questionnaire_pages(
    environment: PageEnvironment,
    questionnaires: Mapping[str, Questionnaire],
    changes: Mapping[str, Sequence[ItemChange]],
    *,
    with_pdfs: bool = True,
) -> tuple[MarkdownPage, ...]:
    """Every page about questionnaires in the environment's language.

    `questionnaires` are translated, by key, oldest version of an instrument first; `changes` are those since the
    version that each revises, by key. Without PDFs no page links to one.
    """
    words = PageWords(environment)
    pages = [_index_page(words, questionnaires)]
    newest = newest_versions(questionnaires.values())
    for key, questionnaire in reversed(tuple(questionnaires.items())):
        previous = questionnaires.get(questionnaire.previous_key or "")
        writer = _VersionWriter(words, questionnaire, with_pdfs, key in newest)
        pages.append(writer.version_page(previous, changes.get(key, ())))
        pages.extend(writer.form_pages())
    return tuple(pages)


def _index_page(words: PageWords, questionnaires: Mapping[str, Questionnaire]) -> MarkdownPage:
    versions: dict[str, list[Questionnaire]] = {}
    for questionnaire in questionnaires.values():
        versions.setdefault(questionnaire.instrument, []).insert(0, questionnaire)
    instruments = tuple(
        InstrumentCards(
            instrument,
            found[0].title,
            tuple(VersionCard(each.version, each.summary, f"{each.key}/index.html", each.groups) for each in found),
        )
        for instrument, found in versions.items()
    )
    body = words.render("questionnaires_index.html", instruments=instruments)
    title, lead = words.plain("theme.nav.questionnaires"), words.plain("questionnaire.index.lead")
    return MarkdownPage("questionnaires/index.md", title, body, lead, words.facts(body, title), title)


@dataclass(frozen=True, slots=True)
class _VersionWriter:
    """Writes the pages of one version in one language."""

    words: PageWords
    questionnaire: Questionnaire
    with_pdfs: bool
    is_newest: bool

    def version_page(self, previous: Questionnaire | None, changes: Sequence[ItemChange]) -> MarkdownPage:
        """What the version asks whom, its forms, and what changed."""
        questionnaire = self.questionnaire
        body = self.words.render(
            "questionnaire_version.html",
            questionnaire=questionnaire,
            forms=tuple(self._form_row(level) for level in questionnaire.levels),
            areas=tuple(self._section_row(section) for section in questionnaire.sections),
            previous=previous,
            changes=change_parts(previous, questionnaire, changes) if previous else (),
        )
        return MarkdownPage(
            f"questionnaires/{questionnaire.key}/index.md",
            self._title,
            body,
            str(questionnaire.summary),
            {**self.words.facts(body, questionnaire.title), "trail": self._trail[:1]},
            self.words.plain("theme.nav.questionnaires"),
        )

    def form_pages(self) -> Iterator[MarkdownPage]:
        """A page for each group and level that is asked anything."""
        for group in self.questionnaire.groups:
            for level in self.questionnaire.levels:
                if sections := form_sections(self.questionnaire, group.id, level.id):
                    yield self._form_page(group, level, sections)

    def _form_page(self, group: Group, level: Level, sections: Sequence[FormSection]) -> MarkdownPage:
        questions = [question for section in sections for part in section.parts for question in part.questions]
        body = self.words.render(
            "questionnaire_form.html",
            questionnaire=self.questionnaire,
            group=group,
            count=len(questions),
            has_optional=any(question.status is ItemStatus.OPTIONAL for question in questions),
            pdf=self._pdf(group, level, _FORM_TO_ROOT),
            papers=tuple(self._other_papers(group, level)),
            sections=sections,
            headings={section.anchor: self._heading(section) for section in sections},
            switches=(
                Switch("questionnaire.form.switch.groups", tuple(self._group_links(group, level))),
                Switch("questionnaire.form.switch.levels", tuple(self._level_links(group, level))),
            ),
        )
        names = {"group": str(group.title), "level": str(level.title)}
        return MarkdownPage(
            f"questionnaires/{self.questionnaire.key}/{group.id}-{level.id}/index.md",
            self.words.plain("questionnaire.form.title", **names),
            body,
            str(group.welcome),
            {**self.words.facts(body, group.title), "trail": self._trail},
        )

    @property
    def _title(self) -> str:
        title = str(self.questionnaire.title)
        return self.words.plain("questionnaire.title", title=title, version=self.questionnaire.version)

    @property
    def _trail(self) -> list[dict[str, str]]:
        section = {"title": self.words.plain("theme.nav.questionnaires"), "address": "questionnaires/index.html"}
        version = {"title": self._title, "address": f"questionnaires/{self.questionnaire.key}/index.html"}
        return [section, version]

    def _heading(self, section: FormSection) -> Markup:
        title = self.words.heading_text(section.title)
        return self.words.heading_text(f"{section.code}: ") + title if section.code else title

    def _group_links(self, here: Group, level: Level) -> Iterator[Link]:
        for group in self.questionnaire.groups:
            if self._count(group, level):
                yield Link(group.title, f"../{group.id}-{level.id}/index.html", group == here)

    def _level_links(self, group: Group, here: Level) -> Iterator[Link]:
        for level in self.questionnaire.levels:
            if self._count(group, level):
                yield Link(level.short, f"../{group.id}-{level.id}/index.html", level == here)

    def _count(self, group: Group, level: Level) -> int:
        return len(self.questionnaire.items_asked_of(group.id, level.id))

    def _form_row(self, level: Level) -> FormRow:
        return FormRow(level, tuple(self._form_link(group, level) for group in self.questionnaire.groups))

    def _form_link(self, group: Group, level: Level) -> FormLink | None:
        count = self._count(group, level)
        if not count:
            return None
        return FormLink(group, count, f"{group.id}-{level.id}/index.html", self._pdf(group, level, _VERSION_TO_ROOT))

    def _pdf(self, group: Group, level: Level, to_root: str) -> str:
        if not self.with_pdfs:
            return ""
        return to_root + form_pdf_path(self.questionnaire, group.id, level.id, self.words.language)

    def _other_papers(self, group: Group, level: Level) -> Iterator[PaperLink]:
        """The other papers of a form that stand on the site."""
        papers = papers_of(self.questionnaire, group.id, level.id, self.words.language, is_newest=self.is_newest)
        for paper in papers:
            is_made = paper.is_on_site and (self.with_pdfs or paper.kind is PaperKind.TEXT)
            if is_made and paper.kind is not PaperKind.FORM:
                yield PaperLink(paper.kind.value, _FORM_TO_ROOT + paper.path)

    def _section_row(self, section: Section) -> SectionRow:
        counts = tuple(_item_count(section, group) for group in self.questionnaire.groups)
        return SectionRow(section_code(self.questionnaire, section), section, counts)


def _item_count(section: Section, group: Group) -> ItemCount:
    statuses = [item.status for item in section.items if group.id in item.text]
    return ItemCount(statuses.count(ItemStatus.CORE), statuses.count(ItemStatus.OPTIONAL))
