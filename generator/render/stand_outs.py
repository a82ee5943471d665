"""The chapter "What stands out" of a school's report: lists by printed rules, compiled once per language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace

from generator.compute.findings import LONGEST, PLACES, SMALL, Difference, Findings, Ranking, Statement
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Level, Questionnaire
from generator.model.released import Audience, Slice
from generator.render.item_changes import signed
from generator.render.item_views import GroupView, group_views
from generator.render.report_words import Macros, ReportWords
from generator.render.slots import SlottedHtml

_MIDDLE = "10"
"""Where the dots of a gap stand: half the height of its drawing."""


@dataclass(frozen=True)
class StandOutFrames:
    """The chapter with its slots."""

    words: ReportWords
    parts: Macros
    chapter: SlottedHtml
    levels: Mapping[str, Level]
    groups: Mapping[str, GroupView]
    links: Mapping[tuple[str, str], str]
    """A link to the figure of an item of the areas, by level and item."""
    dots: Mapping[str, SlottedHtml]

    def fill(self, found: Mapping[Slice, Findings], rounds: Mapping[str, str], source: str) -> str:
        """The chapter as HTML: one part a level. `rounds` has the titles (HTML) of earlier rounds by id."""
        parts = [self._level(slice_.value, each, rounds, source) for slice_, each in found.items()]
        return self.chapter.fill({"levels": "\n".join(parts)})

    def _level(self, level: str, found: Findings, rounds: Mapping[str, str], source: str) -> str:
        small = ""
        if found.small:
            groups = self.words.listing([self.words.html(self.groups[group].title) for group in found.small])
            small = self._note(self.words.sentence("report.small_group", {"groups": groups}))
        lists = {kind: self._ranking(kind, level, each) for kind, each in _rankings(found)}
        frame = self.parts.frame("stands_out_level", self.levels[level])
        return frame.fill(
            {
                "small": small,
                "lists": self.parts.frame("lists").fill(lists) if found.strongest else "",
                "gaps": self._gaps(level, found.gaps),
                "changes": self._changes(level, found, rounds),
                "source": source,
            }
        )

    def _ranking(self, kind: str, level: str, rankings: Mapping[str, Ranking]) -> str:
        bodies, ties = [], []
        for group, ranking in rankings.items():
            view = self.groups[group]
            rows = "\n".join(self._ranked(level, view, each) for each in ranking.statements)
            if rows:
                bodies.append(self.parts.frame("ranking_body", view).fill({"rows": rows}))
            if ranking.left_out:
                values = {"group": self.words.html(view.title), "count": self.words.whole(ranking.left_out)}
                ties.append(self._note(self.words.sentence("report.ties", values)))
        # Where every statement ties there is nothing to list, only the note to say so.
        frame = self.parts.frame("ranking", kind, self.levels[level], bool(bodies))
        return frame.fill({"bodies": "\n".join(bodies), "ties": "\n".join(ties)})

    def _ranked(self, level: str, group: GroupView, statement: Statement) -> str:
        values = {
            "item": self.links[level, statement.item],
            "percent": self.words.percent(statement.percent),
            "width": str(statement.percent),
            "n": self.words.whole(statement.n),
        }
        return self.parts.frame("ranking_row", group).fill(values)

    def _gaps(self, level: str, gaps: Sequence[Difference]) -> str:
        if not gaps:
            return self._note(self.words.text("report.gaps.none"))
        rows = "\n".join(self._gap(level, gap) for gap in gaps)
        return self.parts.frame("gaps", self.levels[level]).fill({"rows": rows})

    def _gap(self, level: str, gap: Difference) -> str:
        ends = [self.dots[each.group].fill({"x": str(each.percent)}) for each in (gap.first, gap.second)]
        values = {
            "item": self.links[level, gap.item],
            "low": str(gap.second.percent),
            "high": str(gap.first.percent),
            "dots": "".join(ends),
            "higher": self._of_group(gap.first),
            "lower": self._of_group(gap.second),
            "points": self.words.sentence("report.points", {"points": self.words.whole(gap.points)}),
        }
        return self.parts.frame("gap_row").fill(values)

    def _of_group(self, statement: Statement) -> str:
        values = {
            "group": self.parts.frame("gap_group").fill({"group": self.words.html(self.groups[statement.group].title)}),
            "percent": self.parts.frame("gap_percent").fill({"percent": self.words.percent(statement.percent)}),
        }
        text = self.words.sentence("report.gap.cell", values)
        return self.parts.frame("gap_cell").fill({"text": text, "n": self.words.whole(statement.n)})

    def _changes(self, level: str, found: Findings, rounds: Mapping[str, str]) -> str:
        if not found.since:
            return self._note(self.words.text("report.no_earlier_round"))
        title = rounds[found.since]
        if not found.changes:
            return self._note(self.words.sentence("report.largest_changes.none", {"round": title}))
        rows = "\n".join(self._change(level, change) for change in found.changes)
        return self.parts.frame("changes", self.levels[level]).fill({"rows": rows, "round": title})

    def _change(self, level: str, change: Difference) -> str:
        words, now, then = self.words, change.first, change.second
        values = {
            "item": self.links[level, change.item],
            "group": words.html(self.groups[now.group].title),
            "before": words.percent(then.percent),
            "n_before": words.whole(then.n),
            "now": words.percent(now.percent),
            "n_now": words.whole(now.n),
            "points": words.sentence("report.points", {"points": signed(words, change.points)}),
        }
        return self.parts.frame("change_row").fill(values)

    def _note(self, text: str) -> str:
        return self.parts.frame("note").fill({"text": text})


def stand_out_frames(
    words: ReportWords,
    questionnaire: Questionnaire,
    settings: DisclosureSettings,
    audience: Audience = Audience.PUBLIC,
) -> StandOutFrames:
    """Compile the chapter. `questionnaire` is translated already; the rules are those of the audience."""
    parts = words.macros("pages/report_chapters.html")
    groups = group_views(questionnaire)
    items = [item for area in questionnaire.areas for item in area.items]
    rules = SimpleNamespace(places=PLACES, longest=LONGEST, small=SMALL, settings=settings)
    return StandOutFrames(
        words=words,
        parts=parts,
        chapter=parts.compiled("stands_out", rules, audience is Audience.SCHOOL),
        levels={level.id: level for level in questionnaire.levels},
        groups={group.id: group for group in groups},
        links={
            (level.id, item.id): parts.html("item_link", level.id, item)
            for level in questionnaire.levels
            for item in items
        },
        dots={group.id: words.figures.compiled("dot", group, _MIDDLE) for group in groups},
    )


def _rankings(found: Findings) -> Iterator[tuple[str, Mapping[str, Ranking]]]:
    yield "strongest", found.strongest
    yield "weakest", found.weakest
