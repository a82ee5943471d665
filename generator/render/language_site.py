"""One language's part of the site: every page, report, print document and download, from what may be published."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.compute.findings import findings_by_slice
from generator.compute.history import EarlierRound
from generator.compute.publication import Publication
from generator.load.guide_links import site_addresses
from generator.model.activities import ActivityList
from generator.model.catalogue import Language
from generator.model.output import HtmlPage, LanguageSite, MarkdownPage, OutputFile, PrintDocument
from generator.model.project import Project
from generator.model.questionnaire import OwnItem, Questionnaire
from generator.model.released import ReleasedResults
from generator.render.action_plan import action_plan_print, plan_path
from generator.render.breakdown_pages import breakdown_pages
from generator.render.chart_drawing import BUNDLE_NAME, explore_bundle
from generator.render.downloads import download_paths, report_downloads
from generator.render.environment import page_environment
from generator.render.guide_pages import guide_pages
from generator.render.paper import questionnaire_print, report_print
from generator.render.published_report import published_report_page
from generator.render.questionnaire_pages import questionnaire_pages
from generator.render.report_words import PageEnvironment
from generator.render.results_index import results_index_page
from generator.render.round_comments import translated_comment
from generator.render.round_page import RoundHistory
from generator.render.school_report import (
    ReportGuides,
    SchoolFacts,
    SchoolReportTemplates,
    school_report,
    school_report_templates,
)
from generator.render.search_index import search_index
from generator.render.site_pages import (
    LanguageProgress,
    alternates,
    home_page,
    language_choice,
    language_progress,
    latest_round,
    not_found,
    theme_strings,
    translations_page,
)
from generator.render.system_report import RoundCompany, system_report_page
from generator.translation.activity_strings import translate_activities
from generator.translation.guide_blocks import translate_guide
from generator.translation.questionnaire_strings import translate_own_questions, translate_questionnaire
from generator.translation.round_strings import translate_published, translate_setting
from generator.translation.status import CatalogueStatus

READING_GUIDE, PLANNING_GUIDE = "read-your-report", "action-plan"
"""The guides that a report leads to, when the project has them."""


@dataclass(frozen=True)
class _Edition:
    """What every renderer of one language needs."""

    publication: Publication
    language: Language
    environment: PageEnvironment
    questionnaires: Mapping[str, Questionnaire]
    """Translated, by key."""
    with_pdfs: bool


def render_language(
    publication: Publication,
    statuses: tuple[CatalogueStatus, ...],
    code: str,
    templates: Path,
    *,
    with_pdfs: bool,
) -> LanguageSite:
    """Everything that a language adds to the site. `templates` is the project's site_templates folder."""
    content = publication.content
    language = content.language(code)
    environment = page_environment(templates, content.interface, language)
    edition = _Edition(
        publication=publication,
        language=language,
        environment=environment,
        questionnaires={key: translate_questionnaire(each, language) for key, each in content.questionnaires.items()},
        with_pdfs=with_pdfs,
    )
    reports = tuple(_school_reports(edition))
    progress = _progress(edition, statuses)
    home = _home_page(edition, progress)
    others = (
        *questionnaire_pages(environment, edition.questionnaires, publication.changes, with_pdfs=with_pdfs),
        *_result_pages(edition),
        translations_page(environment, progress, content.guides, content.settings.repository),
    )
    guides = [(guide, translate_guide(guide, language)) for guide in content.guides]
    pages = (home, *guide_pages(environment, guides, [page.path for page in (home, *others)]), *others)
    articles = tuple(report.page for report in reports)
    return LanguageSite(
        language=code,
        site_name=str(edition.environment.globals["tp"]("site.name")),
        pages=pages,
        articles=articles,
        prints=(*_forms(edition), *(each for report in reports for each in report.documents)) if with_pdfs else (),
        files=(
            *(file for report in reports for file in report.files),
            *_round_files(edition),
            search_index(code, pages, articles),
        ),
        extra=_theme_facts(edition),
    )


def _theme_facts(edition: _Edition) -> dict[str, object]:
    content = edition.publication.content
    return {
        "alternates": alternates(content.settings.languages),
        "strings": theme_strings(edition.environment, content.interface),
        "draft": edition.language.is_draft,
    }


def shared_files(content: Project, templates: Path) -> tuple[OutputFile, ...]:
    """What all languages share: the choice of language, the page for wrong addresses, the script that draws charts."""
    environments = {
        code: page_environment(templates, content.interface, content.language(code))
        for code in content.settings.languages
    }
    return (
        language_choice(environments),
        not_found(environments),
        OutputFile(f"assets/{BUNDLE_NAME}", explore_bundle()),
    )


@dataclass(frozen=True, slots=True)
class _SchoolReport:
    page: HtmlPage
    documents: tuple[PrintDocument, ...]
    """The report, and the action plan."""
    files: tuple[OutputFile, ...]


def _school_reports(edition: _Edition) -> Iterator[_SchoolReport]:
    settings = edition.publication.content.settings.disclosure
    templates: dict[str, SchoolReportTemplates] = {}
    for each in edition.publication.schools:
        released = _translated(edition, each)
        questionnaire = edition.questionnaires[released.setting.questionnaire]
        if questionnaire.key not in templates:
            guides = ReportGuides(_guide_path(edition, READING_GUIDE), _guide_path(edition, PLANNING_GUIDE))
            templates[questionnaire.key] = school_report_templates(
                edition.environment, questionnaire, settings, guides, _activities(edition, questionnaire)
            )
        yield _school_report(edition, templates[questionnaire.key], released)


def _school_report(edition: _Edition, templates: SchoolReportTemplates, released: ReleasedResults) -> _SchoolReport:
    environment, questionnaire = edition.environment, templates.questionnaire
    settings = edition.publication.content.settings.disclosure
    own, earlier = _own_items(edition, released), _earlier(edition, released)
    paths, plan = download_paths(released, edition.language.code), plan_path(released, edition.language.code)
    found = findings_by_slice(questionnaire, released, earlier, settings.rounding_base)
    facts = SchoolFacts(
        system=_translated(edition, edition.publication.system_of(released)),
        found=found,
        earlier=earlier,
        own=own,
        links=[(kind, path) for kind, path in paths.items() if kind != "pdf" or edition.with_pdfs],
        plan=plan if edition.with_pdfs else "",
    )
    page = school_report(templates, released, facts)
    footer = ((page.title,), (released.setting.source, released.setting.caveat))
    activities = _activities(edition, questionnaire)
    return _SchoolReport(
        page,
        (
            report_print(environment, paths["pdf"], page.title, page.article, footer),
            action_plan_print(environment, questionnaire, released, found, activities, plan),
        ),
        report_downloads(environment, questionnaire, released, settings, own),
    )


def _activities(edition: _Edition, questionnaire: Questionnaire) -> ActivityList | None:
    """What the project suggests to schools that were asked this questionnaire."""
    found = edition.publication.content.activities.get(questionnaire.instrument)
    return translate_activities(found, edition.language) if found else None


def _earlier(edition: _Edition, released: ReleasedResults) -> tuple[EarlierRound, ...]:
    """The rounds before a report, with translated titles."""
    return tuple(
        dataclasses.replace(each, released=_translated(edition, each.released))
        for each in edition.publication.earlier_of(released)
    )


def _guide_path(edition: _Edition, slug: str) -> str:
    """Where a guide stands below the site's root; empty when the project has none of this name."""
    has_guide = any(guide.slug == slug for guide in edition.publication.content.guides)
    return f"{edition.language.code}/guides/{slug}/index.html" if has_guide else ""


def _own_items(edition: _Edition, released: ReleasedResults) -> tuple[OwnItem, ...]:
    if released.school is None:
        return ()
    own = edition.publication.content.own_questions_of(released.school.id, released.setting.questionnaire)
    return translate_own_questions(own, edition.language).items if own else ()


def _translated(edition: _Edition, released: ReleasedResults) -> ReleasedResults:
    return dataclasses.replace(released, setting=translate_setting(released.setting, edition.language))


def _progress(edition: _Edition, statuses: tuple[CatalogueStatus, ...]) -> tuple[LanguageProgress, ...]:
    content = edition.publication.content
    return language_progress([content.language(code) for code in content.settings.languages], statuses)


def _home_page(edition: _Edition, progress: tuple[LanguageProgress, ...]) -> MarkdownPage:
    publication = edition.publication
    newest = max(publication.rounds, key=lambda each: each.setting.closed, default=None)
    latest = None
    if newest is not None:
        translated = _translated(edition, newest)
        latest = latest_round(translated, edition.questionnaires[newest.setting.questionnaire], translated.setting)
    guides = publication.content.guides
    return home_page(edition.environment, edition.questionnaires, progress, latest, guides)


def _result_pages(edition: _Edition) -> Iterator[MarkdownPage]:
    publication = edition.publication
    rounds = [_translated(edition, each) for each in publication.rounds]
    schools = [_translated(edition, each) for each in publication.schools]
    published = [translate_published(each, edition.language) for each in publication.content.published]
    yield results_index_page(edition.environment, rounds, published, schools)
    for released in rounds:
        paths = download_paths(released, edition.language.code)
        links = [(kind, path) for kind, path in paths.items() if kind != "pdf"]
        questionnaire = edition.questionnaires[released.setting.questionnaire]
        settings = publication.content.settings.disclosure
        yield system_report_page(
            edition.environment,
            questionnaire,
            settings,
            released,
            [each.school for each in schools if each.school and each.setting.id == released.setting.id],
            links,
            _company(edition, released),
        )
        yield from breakdown_pages(
            edition.environment, questionnaire, settings, released, _guide_path(edition, READING_GUIDE)
        )
    for each in published:
        yield published_report_page(edition.environment, each)


def _company(edition: _Edition, released: ReleasedResults) -> RoundCompany:
    """What stands on the page of a round beside its numbers."""
    content = edition.publication.content
    rounds = [each.setting.id for each in edition.publication.rounds] + [each.id for each in content.published]
    guides = [guide.slug for guide in content.guides]
    addresses = site_addresses(content.questionnaires, content.questionnaires, rounds, guides)
    pages = frozenset(f"{address}index.md" for address in addresses)
    comments = [each for each in content.commentaries if each.round == released.setting.id]
    return RoundCompany(
        history=RoundHistory(_earlier(edition, released), edition.questionnaires),
        comments={each.section: translated_comment(each, edition.language, pages) for each in comments},
        guide=_guide_path(edition, READING_GUIDE),
    )


def _round_files(edition: _Edition) -> Iterator[OutputFile]:
    for each in edition.publication.rounds:
        released = _translated(edition, each)
        questionnaire = edition.questionnaires[released.setting.questionnaire]
        settings = edition.publication.content.settings.disclosure
        yield from report_downloads(edition.environment, questionnaire, released, settings)


def _forms(edition: _Edition) -> Iterator[PrintDocument]:
    for questionnaire in edition.questionnaires.values():
        for level in questionnaire.levels:
            for group in questionnaire.groups:
                if questionnaire.items_asked_of(group.id, level.id):
                    yield questionnaire_print(edition.environment, questionnaire, group.id, level.id)
