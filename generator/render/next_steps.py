"""The chapter "What next" of a school's report: weak statements and wide gaps by area, and what a school can do.

Compiled once per language and questionnaire, then filled with a school's evidence (`compute/evidence.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.compute.evidence import AreaEvidence, Evidence, evidence
from generator.compute.findings import Findings, Statement
from generator.model.activities import ActivityList
from generator.model.questionnaire import Questionnaire, Section
from generator.model.released import Slice
from generator.render.report_words import Macros, ReportWords
from generator.render.slots import SlottedHtml


@dataclass(frozen=True)
class NextStepsFrames:
    """The chapter with its slots."""

    words: ReportWords
    parts: Macros
    questionnaire: Questionnaire
    chapter: SlottedHtml
    empty: SlottedHtml
    areas: Mapping[str, SlottedHtml]
    activities: Mapping[tuple[str, bool], str]
    """What a school can do, by area and whether the list is open."""
    levels: Mapping[str, SlottedHtml]
    """The evidence of a level, headed by its name where there are several."""
    line: SlottedHtml
    links: Mapping[tuple[str, str], str]
    """A link to the figure of an item of the areas, by level and item."""
    groups: Mapping[str, str]

    def fill(self, found: Mapping[Slice, Findings], plan_href: str, guide_href: str, *, is_sealed: bool = False) -> str:
        """The chapter as HTML. `found` has what stands out by level; an empty address leaves its link out.

        A sealed plan has no address: the page finds it by its kind.
        """
        gathered = evidence(self.questionnaire, found)
        values = {"plan": plan_href, "guide": guide_href}
        links = self.parts.frame("links", bool(plan_href), bool(guide_href), bool(gathered), is_sealed).fill(values)
        if not gathered:
            return self.empty.fill({"links": links})
        areas = [self._area(each, is_first=index == 0) for index, each in enumerate(gathered)]
        return self.chapter.fill({"areas": "\n".join(areas), "links": links})

    def _area(self, each: AreaEvidence, *, is_first: bool) -> str:
        lines: dict[str, list[str]] = {}
        for entries in each.by_item():
            level = entries[0].slice.value
            said = "; ".join(self._text(entry) for entry in entries)
            text = self.words.sentence("next.item", {"item": self.links[level, entries[0].low.item], "evidence": said})
            lines.setdefault(level, []).append(self.line.fill({"text": text}))
        levels = [self.levels[level].fill({"lines": "\n".join(those)}) for level, those in lines.items()]
        values = {"evidence": "\n".join(levels), "activities": self.activities[each.area, is_first]}
        return self.areas[each.area].fill(values)

    def _text(self, entry: Evidence) -> str:
        values = self._values(entry.low)
        if entry.high is None:
            return self.words.sentence("next.weak", values)
        other = {f"other_{name}": value for name, value in self._values(entry.high).items()}
        return self.words.sentence("next.gap", {**values, **other, "points": self.words.whole(entry.points)})

    def _values(self, statement: Statement) -> dict[str, str]:
        return {
            "group": self.groups[statement.group],
            "percent": self.words.percent(statement.percent),
            "n": self.words.whole(statement.n),
        }


def next_steps_frames(
    words: ReportWords, questionnaire: Questionnaire, activities: ActivityList | None
) -> NextStepsFrames:
    """Compile the chapter. Questionnaire and activities are translated already."""
    parts = words.macros("pages/next_steps.html")
    linked = words.macros("pages/report_chapters.html")
    has_levels = len(questionnaire.levels) > 1
    return NextStepsFrames(
        words=words,
        parts=parts,
        questionnaire=questionnaire,
        chapter=parts.compiled("chapter"),
        empty=parts.compiled("empty_chapter"),
        areas={area.id: parts.compiled("area", area, f"next-{area.id.lower()}") for area in questionnaire.areas},
        activities={
            (area.id, is_open): _activities(parts, area, activities, is_open=is_open)
            for area in questionnaire.areas
            for is_open in (True, False)
        },
        levels={
            level.id: parts.compiled("evidence", level.title if has_levels else "") for level in questionnaire.levels
        },
        line=parts.compiled("line"),
        links={
            (level.id, item.id): linked.html("item_link", level.id, item)
            for level in questionnaire.levels
            for area in questionnaire.areas
            for item in area.items
        },
        groups={group.id: words.html(group.title) for group in questionnaire.groups},
    )


def _activities(parts: Macros, area: Section, activities: ActivityList | None, *, is_open: bool) -> str:
    suggested = activities.of(area.id) if activities else ()
    return parts.html("activities", suggested, is_open) if suggested else parts.html("no_activities")
