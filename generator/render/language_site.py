"""One language's part of the site: every page, report, print document and download, from what may be published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.compute.publication import Publication
from generator.load.guide_links import site_addresses
from generator.model.catalogue import Domain
from generator.model.output import LanguageSite, MarkdownPage, OutputFile, OwnReport, PrintDocument
from generator.model.project import Project
from generator.model.released import ReleasedResults
from generator.render.breakdown_pages import breakdown_pages
from generator.render.chart_drawing import BUNDLE_NAME, explore_bundle
from generator.render.downloads import download_paths, report_downloads
from generator.render.edition import Edition, edition_in
from generator.render.environment import page_environment
from generator.render.guide_pages import guide_pages
from generator.render.guide_pictures import picture_files
from generator.render.locale_format import text_direction
from generator.render.print_orders import site_order
from generator.render.print_page import print_pages
from generator.render.print_papers import listed_papers
from generator.render.published_report import published_report_page
from generator.render.questionnaire_pages import questionnaire_pages
from generator.render.results_index import results_index_page
from generator.render.round_comments import translated_comment
from generator.render.round_page import RoundHistory
from generator.render.school_reports import READING_GUIDE, PublicReport, own_reports, public_reports
from generator.render.sealed_report_page import sealed_report_page
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
from generator.render.translation_links import catalogue_link, sealed_page_link, with_translation_links
from generator.translation.guide_blocks import translate_guide
from generator.translation.round_strings import translate_published
from generator.translation.status import CatalogueStatus


def render_language(
    publication: Publication,
    statuses: tuple[CatalogueStatus, ...],
    code: str,
    templates: Path,
    *,
    with_pdfs: bool,
) -> LanguageSite:
    """Everything that a language adds to the site. `templates` is the project's site_templates folder.

    The own reports of schools are there when the publication has own results.
    """
    edition = edition_in(publication, code, templates, with_pdfs=with_pdfs)
    content, environment, language = publication.content, edition.environment, edition.language
    reports = tuple(public_reports(edition))
    progress = _progress(edition, statuses)
    home = _home_page(edition, progress)
    others = (
        *questionnaire_pages(environment, edition.questionnaires, publication.changes, with_pdfs=with_pdfs),
        *print_pages(content, code, templates, with_pdfs=with_pdfs),
        *_result_pages(edition),
        translations_page(environment, progress, content.guides, content.settings.repository),
    )
    guides = [(guide, translate_guide(guide, language)) for guide in content.guides]
    guide_texts = guide_pages(environment, guides, [page.path for page in (home, *others)], content.pictures)
    pages = with_translation_links((home, *guide_texts, *others), content, language)
    articles = tuple(report.page for report in reports)
    papers = tuple(_papers(edition))
    return LanguageSite(
        language=code,
        site_name=str(edition.environment.globals["tp"]("site.name")),
        pages=pages,
        articles=articles,
        prints=(*(each for each in papers if isinstance(each, PrintDocument)), *_report_prints(edition, reports)),
        files=(
            *(file for report in reports for file in report.files),
            *_round_files(edition),
            *(each for each in papers if isinstance(each, OutputFile)),
            search_index(code, pages, articles),
            *_sealed_report_page(edition),
        ),
        extra=_theme_facts(edition),
        own_reports=tuple(own_reports(edition)),
    )


def render_own_reports(publication: Publication, code: str, templates: Path, *, with_pdfs: bool) -> Iterator[OwnReport]:
    """Every school's own report in a language, one after another, for whoever seals each before the next is made.

    Then `render_language` should get the publication without its own results.
    """
    return own_reports(edition_in(publication, code, templates, with_pdfs=with_pdfs))


def _sealed_report_page(edition: Edition) -> tuple[OutputFile, ...]:
    """The page on which schools open their own reports; none before the first round."""
    languages = alternates(edition.publication.content.settings.languages)
    link = sealed_page_link(edition.publication.content, edition.language)
    page = sealed_report_page(edition.environment, languages, link, is_draft=edition.language.is_draft)
    return (page,) if edition.publication.rounds else ()


def _theme_facts(edition: Edition) -> dict[str, object]:
    content = edition.publication.content
    return {
        "alternates": alternates(content.settings.languages),
        "strings": theme_strings(edition.environment, content.interface),
        "draft": edition.language.is_draft,
        "direction": text_direction(edition.language.code),
        "translation": catalogue_link(content, edition.language, Domain.QUESTIONNAIRES),
    }


def shared_files(content: Project, templates: Path) -> tuple[OutputFile, ...]:
    """What all languages share: the choice of language, the page for wrong addresses, the script that draws charts, and
    the pictures of guides.
    """
    environments = {
        code: page_environment(templates, content.interface, content.language(code))
        for code in content.settings.languages
    }
    return (
        language_choice(environments),
        not_found(environments),
        OutputFile(f"assets/{BUNDLE_NAME}", explore_bundle()),
        *picture_files(content.pictures),
    )


def _progress(edition: Edition, statuses: tuple[CatalogueStatus, ...]) -> tuple[LanguageProgress, ...]:
    content = edition.publication.content
    return language_progress([content.language(code) for code in content.settings.languages], statuses)


def _home_page(edition: Edition, progress: tuple[LanguageProgress, ...]) -> MarkdownPage:
    publication = edition.publication
    newest = max(publication.rounds, key=lambda each: each.setting.closed, default=None)
    latest = None
    if newest is not None:
        translated = edition.translated(newest)
        latest = latest_round(translated, edition.questionnaires[newest.setting.questionnaire], translated.setting)
    guides = publication.content.guides
    return home_page(edition.environment, edition.questionnaires, progress, latest, guides)


def _result_pages(edition: Edition) -> Iterator[MarkdownPage]:
    publication = edition.publication
    rounds = [edition.translated(each) for each in publication.rounds]
    schools = [edition.translated(each) for each in publication.schools]
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
            edition.environment, questionnaire, settings, released, edition.guide_path(READING_GUIDE)
        )
    for each in published:
        yield published_report_page(edition.environment, each)


def _company(edition: Edition, released: ReleasedResults) -> RoundCompany:
    """What stands on the page of a round beside its numbers."""
    content = edition.publication.content
    rounds = [each.setting.id for each in edition.publication.rounds] + [each.id for each in content.published]
    guides = [guide.slug for guide in content.guides]
    addresses = site_addresses(content.questionnaires, content.questionnaires, rounds, guides)
    pages = frozenset(f"{address}index.md" for address in addresses)
    comments = [each for each in content.commentaries if each.round == released.setting.id]
    earlier = edition.translated_history(edition.publication.earlier_of(released))
    return RoundCompany(
        history=RoundHistory(earlier, edition.questionnaires),
        comments={each.section: translated_comment(each, edition.language, pages) for each in comments},
        guide=edition.guide_path(READING_GUIDE),
    )


def _round_files(edition: Edition) -> Iterator[OutputFile]:
    for each in edition.publication.rounds:
        released = edition.translated(each)
        questionnaire = edition.questionnaires[released.setting.questionnaire]
        settings = edition.publication.content.settings.disclosure
        yield from report_downloads(edition.environment, questionnaire, released, settings)


def _report_prints(edition: Edition, reports: Iterable[PublicReport]) -> Iterator[PrintDocument]:
    if edition.with_pdfs:
        yield from (document for report in reports for document in report.documents)


def _papers(edition: Edition) -> Iterator[PrintDocument | OutputFile]:
    """The papers of every version that stand on the site."""
    content, language, environment = edition.publication.content, edition.language, edition.environment
    for questionnaire in edition.questionnaires.values():
        for paper in listed_papers(site_order(content, language, environment, questionnaire)):
            if paper.is_on_site and (edition.with_pdfs or not paper.is_pdf):
                yield paper.make()
