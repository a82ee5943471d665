"""All reports of schools in one language, with their PDFs and files: the public ones, and each school's own.

Both are filled from the same frames (`school_report`). A public report is a page of the site; an own one is never
written in clear: it becomes an `OwnReport`, which the build seals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from generator.compute.findings import Findings, findings_by_slice
from generator.compute.history import EarlierRound
from generator.compute.own_report import EXACT
from generator.compute.publication import OwnResults
from generator.model.activities import ActivityList
from generator.model.output import HtmlPage, OutputFile, OwnReport, PrintDocument
from generator.model.questionnaire import OwnItem, OwnQuestions, Questionnaire
from generator.model.released import Audience, ReleasedResults, Slice
from generator.render.action_plan import action_plan_print, plan_path
from generator.render.downloads import download_paths, report_downloads
from generator.render.edition import Edition
from generator.render.markdown_parts import PageWords, untranslated_count
from generator.render.paper import report_print
from generator.render.report_words import PageEnvironment
from generator.render.school_report import (
    ReportGuides,
    SchoolFacts,
    SchoolReportTemplates,
    report_title,
    school_article,
    school_report,
    school_report_templates,
)
from generator.translation.questionnaire_strings import translate_own_questions

READING_GUIDE, PLANNING_GUIDE = "read-your-report", "action-plan"
"""The guides that a report leads to, when the project has them."""


@dataclass(frozen=True, slots=True)
class PublicReport:
    """A report that stands on the site."""

    page: HtmlPage
    documents: tuple[PrintDocument, ...]
    """The report, and the action plan."""
    files: tuple[OutputFile, ...]


def public_reports(edition: Edition) -> Iterator[PublicReport]:
    """The reports of schools that agreed to publish, by round and school."""
    shared = _Shared(edition, Audience.PUBLIC)
    for each in edition.publication.schools:
        yield _public_report(shared, each)


def own_reports(edition: Edition) -> Iterator[OwnReport]:
    """Every school's own report, by round and school; none when the publication has no own results.

    One after another: thousands of them do not fit in memory, so whoever seals them should not keep them.
    """
    shared = _Shared(edition, Audience.SCHOOL)
    for each in edition.publication.own:
        yield _own_report(shared, each)


class _Shared:
    """What the reports of all schools have in common, made once for each questionnaire and each round."""

    def __init__(self, edition: Edition, audience: Audience) -> None:
        self.edition, self._audience = edition, audience
        self._templates: dict[str, SchoolReportTemplates] = {}
        self._activities: dict[str, ActivityList | None] = {}
        self._systems = {each.setting.id: edition.translated(each) for each in edition.publication.rounds}

    def templates(self, questionnaire: Questionnaire) -> SchoolReportTemplates:
        if questionnaire.key not in self._templates:
            edition = self.edition
            guides = ReportGuides(edition.guide_path(READING_GUIDE), edition.guide_path(PLANNING_GUIDE))
            self._templates[questionnaire.key] = school_report_templates(
                edition.environment,
                questionnaire,
                edition.settings,
                guides,
                self.activities(questionnaire),
                self._audience,
            )
        return self._templates[questionnaire.key]

    def activities(self, questionnaire: Questionnaire) -> ActivityList | None:
        if questionnaire.key not in self._activities:
            self._activities[questionnaire.key] = self.edition.activities(questionnaire)
        return self._activities[questionnaire.key]

    def system(self, released: ReleasedResults) -> ReleasedResults:
        """The results of all schools of the same round."""
        return self._systems[released.setting.id]


@dataclass(frozen=True, slots=True)
class _Subject:
    """One report on its way: all texts are translated."""

    questionnaire: Questionnaire
    released: ReleasedResults
    earlier: tuple[EarlierRound, ...]
    own: tuple[OwnItem, ...]
    found: Mapping[Slice, Findings]


def _subject(
    shared: _Shared,
    released: ReleasedResults,
    earlier: Sequence[EarlierRound],
    questions: OwnQuestions | None,
    rounding_base: int,
) -> _Subject:
    edition = shared.edition
    questionnaire = edition.questionnaires[released.setting.questionnaire]
    translated, history = edition.translated(released), edition.translated_history(earlier)
    return _Subject(
        questionnaire=questionnaire,
        released=translated,
        earlier=history,
        own=translate_own_questions(questions, edition.language).items if questions else (),
        found=findings_by_slice(questionnaire, translated, history, rounding_base),
    )


def _facts(shared: _Shared, subject: _Subject, links: Mapping[str, str], plan: str) -> SchoolFacts:
    """`links` are paths by kind; a PDF is left out where none is made, and so is the plan."""
    with_pdfs = shared.edition.with_pdfs
    return SchoolFacts(
        system=shared.system(subject.released),
        found=subject.found,
        earlier=subject.earlier,
        own=subject.own,
        links=[(kind, path) for kind, path in links.items() if kind != "pdf" or with_pdfs],
        plan=plan if with_pdfs else "",
    )


def _documents(
    shared: _Shared, subject: _Subject, title: str, article: str, path_of: Callable[[str], str]
) -> dict[str, PrintDocument]:
    """The report and the action plan for print, by kind; `path_of` says where each stands."""
    environment, setting = shared.edition.environment, subject.released.setting
    footer = ((title,), (setting.source, setting.caveat))
    return {
        "pdf": report_print(environment, path_of("pdf"), title, article, footer),
        "plan": action_plan_print(
            environment,
            subject.questionnaire,
            subject.released,
            subject.found,
            shared.activities(subject.questionnaire),
            path_of("plan"),
        ),
    }


def _files(shared: _Shared, subject: _Subject) -> tuple[OutputFile, ...]:
    edition = shared.edition
    return report_downloads(edition.environment, subject.questionnaire, subject.released, edition.settings, subject.own)


def _public_report(shared: _Shared, released: ReleasedResults) -> PublicReport:
    edition, content = shared.edition, shared.edition.publication.content
    questions = (
        content.own_questions_of(released.school.id, released.setting.questionnaire) if released.school else None
    )
    earlier = edition.publication.earlier_of(released)
    subject = _subject(shared, released, earlier, questions, edition.settings.rounding_base)
    paths = download_paths(released, edition.language.code)
    plan = plan_path(released, edition.language.code)
    page = school_report(
        shared.templates(subject.questionnaire), subject.released, _facts(shared, subject, paths, plan)
    )
    documents = _documents(shared, subject, page.title, page.article, (paths | {"plan": plan}).__getitem__)
    return PublicReport(_with_notice(page, edition.environment), tuple(documents.values()), _files(shared, subject))


def _with_notice(page: HtmlPage, environment: PageEnvironment) -> HtmlPage:
    """The page with a word on the parts that stand in English, as the theme has it on pages of Markdown."""
    missing = untranslated_count(page.article, page.language)
    if not missing:
        return page
    told = PageWords(environment).html("theme.untranslated", count=missing)
    notice = Markup('<p class="gz-notice gz-notice--language">{}</p>').format(told)
    return replace(page, article=page.article.replace("</header>", f"</header>{notice}", 1))


def _own_report(shared: _Shared, results: OwnResults) -> OwnReport:
    edition, school = shared.edition, results.released.school
    if school is None:
        raise ValueError("own results of no school")
    subject = _subject(shared, results.released, results.earlier, results.questions, EXACT)
    files = {file.path.rpartition(".")[2]: file.content for file in _files(shared, subject)}
    templates = shared.templates(subject.questionnaire)
    # Sealed files have no address: the page knows them by kind.
    links = dict.fromkeys(download_paths(results.released, edition.language.code), "")
    article = school_article(templates, subject.released, _facts(shared, subject, links, "plan"))
    title = report_title(templates.words, subject.released)
    report = OwnReport(
        round=results.released.setting.id,
        school=school.id,
        name=school.name,
        language=edition.language.code,
        title=title,
        article=article,
        prints={},
        files=files,
        is_for_ministry=results.is_for_ministry,
    )
    if not edition.with_pdfs:
        return report
    return replace(report, prints=_documents(shared, subject, title, article, report.file_name))
