"""The action plan of a school: the template of the pilot (country report, Annex III) with what is known filled in.

A fillable PDF that is also printed and written on by hand. Evidence and the line "Discussed in" are our additions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.compute.evidence import AreaEvidence, Evidence, evidence
from generator.compute.findings import Findings, Statement
from generator.model.activities import ActivityList
from generator.model.output import PrintDocument
from generator.model.questionnaire import Questionnaire
from generator.model.released import ReleasedResults, Slice
from generator.render.locale_format import format_percent
from generator.render.report_words import PageEnvironment

ROWS: Final = 6
"""Rows for activities; what fits on a page with room to write."""
SUGGESTIONS: Final = 5
"""So many rows are filled in at most: one stays free."""
STATEMENTS: Final = 8
"""So many items stand in the field for the evidence at most: those with the lowest percent."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row for an activity."""

    number: int
    activity: str = ""
    indicator: str = ""


def plan_path(released: ReleasedResults, language: str) -> str:
    """Where a school's action plan stands below the site's root. Raises ValueError when this is about no school.

    No school's id has an underscore, so no other file has this name.
    """
    if released.school is None:
        raise ValueError("results of a round, not of a school")
    return f"files/results/{released.setting.id}/{released.school.id}_plan-{language}.pdf"


def action_plan_print(
    environment: PageEnvironment,
    questionnaire: Questionnaire,
    released: ReleasedResults,
    found: Mapping[Slice, Findings],
    activities: ActivityList | None,
    path: str,
) -> PrintDocument:
    """The form for one school, its area of improvement the first that `compute/evidence.py` names.

    Questionnaire, setting and activities are translated already; `found` has what stands out by level. Raises
    ValueError when `released` is not about a school.
    """
    if released.school is None:
        raise ValueError("results of a round, not of a school")
    tp, language = environment.globals["tp"], str(environment.globals["language"])
    setting, school = released.setting, released.school
    first = next(iter(evidence(questionnaire, found)), None)
    chosen = first.area if first else ""
    title = tp("plan.document_title", school=school.name, round=str(setting.title))
    html = environment.get_template("print/action_plan.html").render(
        title=title,
        school=school.name,
        setting=setting,
        areas=questionnaire.areas,
        chosen=chosen,
        evidence="\n".join(_EvidenceWriter(tp, language, questionnaire).lines(first)) if first else "",
        rows=_rows(activities, chosen),
        footer=((title,), (setting.source, setting.caveat)),
    )
    return PrintDocument(path, html, language, is_form=True)


def _rows(activities: ActivityList | None, area: str) -> list[PlanRow]:
    suggested = activities.of(area)[:SUGGESTIONS] if activities else ()
    rows = [PlanRow(number, each.text, each.indicator) for number, each in enumerate(suggested, 1)]
    return rows + [PlanRow(number) for number in range(len(rows) + 1, ROWS + 1)]


@dataclass(frozen=True, slots=True)
class _EvidenceWriter:
    """Writes evidence as plain text, which is all that a field can hold."""

    tp: Callable[..., str]
    language: str
    questionnaire: Questionnaire

    def lines(self, area: AreaEvidence) -> list[str]:
        statements = area.by_item()
        lowest = sorted(statements, key=lambda entries: min(entry.low.percent for entry in entries))[:STATEMENTS]
        lines = [self._line(entries) for entries in statements if entries in lowest]
        left_out = len(statements) - len(lines)
        return [*lines, self.tp("plan.evidence.more", count=left_out)] if left_out else lines

    def _line(self, entries: Sequence[Evidence]) -> str:
        item = self.questionnaire.item(entries[0].low.item)
        name = f"{item.id} {item.title}"
        if len(self.questionnaire.levels) > 1:
            name = f"{self.questionnaire.level(entries[0].slice.value).short}, {name}"
        return self.tp("next.item", item=name, evidence="; ".join(self._text(entry) for entry in entries))

    def _text(self, entry: Evidence) -> str:
        values = self._values(entry.low)
        if entry.high is None:
            return self.tp("next.weak", **values)
        other = {f"other_{name}": value for name, value in self._values(entry.high).items()}
        return self.tp("next.gap", **values, **other, points=entry.points)

    def _values(self, statement: Statement) -> dict[str, object]:
        return {
            "group": str(self.questionnaire.group(statement.group).title),
            "percent": format_percent(statement.percent, self.language),
            "n": statement.n,
        }
