"""The page that lists all rounds, newest first."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from generator.model.output import MarkdownPage
from generator.model.released import ReleasedResults
from generator.model.round import PublishedRound
from generator.render.markdown_parts import PageWords, without_blank_lines
from generator.render.report_words import PageEnvironment, ReportWords


@dataclass(frozen=True, slots=True)
class RoundCard:
    """A round in the list."""

    href: str
    title: str
    opened: datetime.date
    closed: datetime.date
    kind: str
    synthetic: bool = False
    schools: int | None = None
    """Rounded; none where it is hidden."""
    reports: tuple[str, ...] = ()


def results_index_page(
    environment: PageEnvironment,
    rounds: Sequence[ReleasedResults],
    published: Sequence[PublishedRound],
    schools: Sequence[ReleasedResults] = (),
) -> MarkdownPage:
    """The overview of results. Settings are translated already; `schools` are the results of public schools."""
    words = ReportWords(environment)
    cards = [_card(released, schools) for released in rounds] + [
        RoundCard(f"{each.id}/index.html", each.title, each.opened, each.closed, "published") for each in published
    ]
    cards.sort(key=lambda card: (card.opened, card.href), reverse=True)
    body = words.macros("pages/round_report.html").html("rounds", cards)
    tight = without_blank_lines(body)
    return MarkdownPage(
        path="results/index.md",
        title=words.plain("report.index.title"),
        body=tight + "\n",
        summary=words.plain("report.index.summary"),
        meta=PageWords(environment).facts(tight, ""),
        nav_section=words.plain("theme.nav.results"),
    )


def _card(released: ReleasedResults, schools: Sequence[ReleasedResults]) -> RoundCard:
    setting = released.setting
    reports = tuple(each.school.name for each in schools if each.school and each.setting.id == setting.id)
    return RoundCard(
        href=f"{setting.id}/index.html",
        title=setting.title,
        opened=setting.opened,
        closed=setting.closed,
        kind="released",
        synthetic=setting.synthetic,
        schools=released.schools,
        reports=reports,
    )
