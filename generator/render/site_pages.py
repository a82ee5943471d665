"""The pages around the content: start page, translations page, choice of language; and the theme's own words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.model.catalogue import SOURCE_LANGUAGE, Domain, Language
from generator.model.content import Guide, Interface
from generator.model.output import MarkdownPage, OutputFile
from generator.model.questionnaire import Questionnaire
from generator.model.released import EVERYBODY, Mark, ReleasedResults
from generator.model.round import RoundSetting
from generator.render.locale_format import language_name, preview_locale, text_direction
from generator.render.markdown_parts import PageWords
from generator.render.report_words import PageEnvironment
from generator.translation.status import CatalogueStatus

THEME_PREFIX: Final = "theme."
"""The interface strings that the theme prints begin so."""

STEPS: Final = ("prepare", "choose", "answer", "count", "read", "plan")


@dataclass(frozen=True, slots=True)
class PeopleFigure:
    """How many people of a group answered."""

    title: str
    completed: int


@dataclass(frozen=True, slots=True)
class LatestRound:
    """What the start page says about the newest round, from released numbers only."""

    title: str
    address: str
    closed: datetime.date
    is_synthetic: bool
    schools: int | None
    people: tuple[PeopleFigure, ...]
    """By group; groups whose number is hidden are left out."""


@dataclass(frozen=True, slots=True)
class LanguageProgress:
    """How far one language of the site is."""

    code: str
    name: str
    """Its own name."""
    is_source: bool
    is_draft: bool
    direction: str
    percent: int
    rows: tuple[CatalogueStatus, ...]
    reviewers: tuple[str, ...]
    """Names, with the day of the signature where it is known."""

    @property
    def total(self) -> CatalogueStatus:
        """All subjects together."""
        return CatalogueStatus(
            self.code,
            Domain.INTERFACE,
            sum(row.messages for row in self.rows),
            sum(row.translated for row in self.rows),
            sum(row.fuzzy for row in self.rows),
            sum(row.words for row in self.rows),
            sum(row.translated_words for row in self.rows),
            "",
        )


@dataclass(frozen=True, slots=True)
class QuestionnaireLink:
    """A questionnaire version on the start page."""

    title: str
    version: str
    summary: str
    address: str


def own_name(language: str) -> str:
    """What a language calls itself, with a capital letter: Azərbaycan, Русский, English.

    Georgian has capitals for whole words only, never for the first letter: ქართული.
    """
    name = language_name(language, language)
    first = {"i": "İ"}.get(name[0], name[0].title()) if language in {"az", "tr"} else name[0].title()
    return first + name[1:]


def theme_strings(environment: PageEnvironment, interface: Interface) -> dict[str, str]:
    """The theme's words by key, as safe HTML (a text that is not in the page's language is marked): `extra.strings`."""
    words = PageWords(environment)
    # The theme, or its script, fills in the number.
    return {key: str(words.html(key, count="{count}")) for key in interface if key.startswith(THEME_PREFIX)}


def alternates(languages: Iterable[str]) -> list[dict[str, str]]:
    """The languages as the theme's switcher and link previews want them: `extra.alternates`."""
    return [{"code": code, "name": own_name(code), "preview_locale": preview_locale(code)} for code in languages]


def latest_round(released: ReleasedResults, questionnaire: Questionnaire, setting: RoundSetting) -> LatestRound:
    """What the start page says about a round; questionnaire and setting are translated."""
    people = []
    for group in released.groups:
        participation = released.participation.get((EVERYBODY, group))
        if participation and participation.mark is Mark.SHOWN and participation.completed is not None:
            people.append(PeopleFigure(questionnaire.group(group).title, participation.completed))
    address = f"results/{setting.id}/index.html"
    return LatestRound(setting.title, address, setting.closed, setting.synthetic, released.schools, tuple(people))


def language_progress(
    languages: Sequence[Language], statuses: Sequence[CatalogueStatus]
) -> tuple[LanguageProgress, ...]:
    """The state of every language, in the order of the switcher; a language without messages counts as complete."""
    return tuple(_progress(language, statuses) for language in languages)


def home_page(
    environment: PageEnvironment,
    questionnaires: Mapping[str, Questionnaire],
    progress: Sequence[LanguageProgress],
    latest: LatestRound | None = None,
    guides: Sequence[Guide] = (),
) -> MarkdownPage:
    """The start page. Questionnaires are translated, by key, oldest version first; guides are in menu order."""
    words = PageWords(environment)
    links = tuple(
        QuestionnaireLink(each.title, each.version, each.summary, f"questionnaires/{each.key}/index.html")
        for each in reversed(tuple(questionnaires.values()))
    )
    body = words.render(
        "home.html",
        questionnaires=links,
        progress=progress,
        latest=latest,
        steps=STEPS,
        first_guide=f"guides/{guides[0].slug}/index.html" if guides else "guides/index.html",
    )
    title = words.plain("theme.home")
    return MarkdownPage("index.md", title, body, words.plain("home.lead"), {"layout": "wide"}, title)


def translations_page(
    environment: PageEnvironment,
    progress: Sequence[LanguageProgress],
    guides: Sequence[Guide] = (),
    repository: str | None = None,
) -> MarkdownPage:
    """How complete each language is, who reviewed it, and how to help: the first guide for translators says how.

    `repository` is the code host's address of the project, for links to the catalogues.
    """
    words = PageWords(environment)
    slug = next((guide.slug for guide in guides if guide.front_matter.audience == "translator"), None)
    guide = f"../guides/{slug}/index.html" if slug else None
    body = words.render("translations_status.html", progress=progress, repository=repository, guide=guide)
    title = words.plain("theme.nav.translations")
    return MarkdownPage(
        "translations/index.md", title, body, words.plain("status.lead"), words.facts(body, title), title
    )


def language_choice(environments: Mapping[str, PageEnvironment]) -> OutputFile:
    """The site's own first page, `index.html`: every language in its own words. Nothing is chosen by script."""
    return OutputFile("index.html", _in_all_languages(environments, "language_choice.html"))


def not_found(environments: Mapping[str, PageEnvironment]) -> OutputFile:
    """The page that a host shows for a wrong address. It may stand at any depth, so it links and loads nothing."""
    return OutputFile("404.html", _in_all_languages(environments, "not_found.html"))


@dataclass(frozen=True, slots=True)
class _Voice:
    """One language on a page of all languages."""

    code: str
    name: str
    preview_locale: str
    direction: str
    title: str
    about: str


def _in_all_languages(environments: Mapping[str, PageEnvironment], template: str) -> bytes:
    prefix = "choice" if template.startswith("language") else "notfound"
    first = next(iter(environments.values()))
    html = first.get_template(f"pages/{template}").render(voices=tuple(_voices(environments, prefix)))
    return (html.rstrip("\n") + "\n").encode()


def _voices(environments: Mapping[str, PageEnvironment], prefix: str) -> Iterator[_Voice]:
    for code, environment in environments.items():
        words = PageWords(environment)
        title, about = words.html(f"{prefix}.title"), words.html(f"{prefix}.about")
        yield _Voice(code, own_name(code), preview_locale(code), text_direction(code), title, about)


def _reviewer(row: CatalogueStatus) -> str:
    """Who signed, and when, in the one way of writing a date that every language reads alike."""
    return f"{row.reviewer} ({row.reviewed_on})" if row.reviewed_on else row.reviewer


def _progress(language: Language, statuses: Sequence[CatalogueStatus]) -> LanguageProgress:
    rows = tuple(row for row in statuses if row.language == language.code)
    messages = sum(row.messages for row in rows)
    translated = sum(row.translated for row in rows)
    return LanguageProgress(
        code=language.code,
        name=own_name(language.code),
        is_source=language.code == SOURCE_LANGUAGE,
        is_draft=language.is_draft or any(row.unreviewed for row in rows),
        direction=text_direction(language.code),
        percent=100 * translated // messages if messages else 100,
        rows=rows,
        reviewers=tuple(dict.fromkeys(_reviewer(row) for row in rows if row.reviewer)),
    )
