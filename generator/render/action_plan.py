"""The action plan: the template of the pilot (country report, Annex III) with what is known filled in.

A fillable PDF that is also printed and written on by hand. Evidence and the line "Discussed in" are our additions. The
same form is there blank, and as the worked example of a made-up school.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from generator.compute.evidence import AreaEvidence, Evidence, evidence
from generator.compute.findings import Findings, Statement
from generator.model.activities import Activity, ActivityList, ExampleStep
from generator.model.output import PrintDocument
from generator.model.questionnaire import Questionnaire
from generator.model.released import ReleasedResults, Slice
from generator.render.environment import in_form_letters
from generator.render.locale_format import format_percent, language_name
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
    resources: str = ""
    finance: str = ""
    personnel: str = ""
    timeframe: str = ""


@dataclass(frozen=True, slots=True)
class _PlanFields:
    """What stands in the fields of a form before anybody writes."""

    rows: Sequence[PlanRow]
    school: str = ""
    year: str = ""
    area: str = ""
    evidence: str = ""
    goal: str = ""
    target: str = ""
    discussed: str = ""


def plan_path(released: ReleasedResults, language: str) -> str:
    """Where a school's action plan stands below the site's root. Raises ValueError when this is about no school.

    No school's id has an underscore, so no other file has this name.
    """
    if released.school is None:
        raise ValueError("results of a round, not of a school")
    return f"files/results/{released.setting.id}/{released.school.id}_plan-{language}.pdf"


def blank_plan_path(questionnaire: Questionnaire, language: str, *, is_example: bool = False) -> str:
    """Where the form that is the same for all schools stands below the site's root: blank, or the worked example."""
    name = f"{questionnaire.instrument}-{questionnaire.version}_plan{'-example' if is_example else ''}-{language}"
    return f"files/plans/{name}.pdf"


def blank_plan_print(environment: PageEnvironment, questionnaire: Questionnaire) -> PrintDocument:
    """The form with nothing in it, for any school. The questionnaire is translated already."""
    language = str(environment.globals["language"])
    title = environment.globals["tp"]("plan.blank.title", title=str(questionnaire.title))
    footer = _shared_footer(questionnaire, title, language)
    path = blank_plan_path(questionnaire, language)
    return _document(environment, questionnaire, path, _PlanFields(_filled_up([])), title, footer, kind="blank")


def example_plan_print(
    environment: PageEnvironment, questionnaire: Questionnaire, activities: ActivityList
) -> PrintDocument:
    """The worked example of the activities' file: it says on itself that the school and its numbers are made up.

    Questionnaire and activities are translated already. Raises ValueError for activities without an example, or with
    one that does not fit the questionnaire.
    """
    example = activities.example
    if example is None or not example.fits(questionnaire):
        raise ValueError("no worked example for this questionnaire")
    tp, language = environment.globals["tp"], str(environment.globals["language"])
    title = tp("plan.example.document_title", title=str(questionnaire.title))
    low, high = (Statement(each.group, example.item, each.percent, each.n) for each in (example.low, example.high))
    proof = AreaEvidence(example.area, (Evidence(Slice("", ""), low, high),))
    known = {activity.id: activity for activity in activities.of(example.area)}
    fields = _PlanFields(
        rows=_filled_up(
            [_example_row(number, step, known[step.activity]) for number, step in enumerate(example.steps, 1)]
        ),
        school=example.school,
        year=example.year,
        area=example.area,
        evidence="\n".join(_EvidenceWriter(tp, language, questionnaire, with_level=False).lines(proof)),
        goal=example.goal,
        target=example.target,
        discussed=example.discussed,
    )
    path = blank_plan_path(questionnaire, language, is_example=True)
    footer = _shared_footer(questionnaire, title, language)
    return _document(environment, questionnaire, path, fields, title, footer, kind="example")


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
    fields = _PlanFields(
        rows=_rows(activities, chosen),
        school=school.name,
        area=chosen,
        evidence="\n".join(_EvidenceWriter(tp, language, questionnaire).lines(first)) if first else "",
    )
    footer = ((title,), (setting.source, setting.caveat))
    return _document(
        environment, questionnaire, path, fields, title, footer, kind="synthetic" if setting.synthetic else "school"
    )


def _document(
    environment: PageEnvironment,
    questionnaire: Questionnaire,
    path: str,
    fields: _PlanFields,
    title: str,
    footer: Sequence[Sequence[str]],
    *,
    kind: Literal["school", "synthetic", "blank", "example"],
) -> PrintDocument:
    language = str(environment.globals["language"])
    html = environment.get_template("print/action_plan.html").render(
        title=title,
        fields=fields,
        areas=questionnaire.areas,
        kind=kind,
        footer=footer,
        can_be_typed=in_form_letters(language_name(language, language)),
    )
    return PrintDocument(path, html, language, is_form=True)


def _shared_footer(questionnaire: Questionnaire, title: str, language: str) -> tuple[tuple[str, ...], ...]:
    return (title,), (f"{questionnaire.instrument} {questionnaire.version}", language)


def _rows(activities: ActivityList | None, area: str) -> list[PlanRow]:
    suggested = activities.of(area)[:SUGGESTIONS] if activities else ()
    return _filled_up([PlanRow(number, each.text, each.indicator) for number, each in enumerate(suggested, 1)])


def _filled_up(rows: list[PlanRow]) -> list[PlanRow]:
    return rows + [PlanRow(number) for number in range(len(rows) + 1, ROWS + 1)]


def _example_row(number: int, step: ExampleStep, activity: Activity) -> PlanRow:
    return PlanRow(
        number, activity.text, activity.indicator, step.resources, step.finance, step.personnel, step.timeframe
    )


@dataclass(frozen=True, slots=True)
class _EvidenceWriter:
    """Writes evidence as plain text, which is all that a field can hold."""

    tp: Callable[..., str]
    language: str
    questionnaire: Questionnaire
    with_level: bool = True

    def lines(self, area: AreaEvidence) -> list[str]:
        statements = area.by_item()
        lowest = sorted(statements, key=lambda entries: min(entry.low.percent for entry in entries))[:STATEMENTS]
        lines = [self._line(entries) for entries in statements if entries in lowest]
        left_out = len(statements) - len(lines)
        return [*lines, self.tp("plan.evidence.more", count=left_out)] if left_out else lines

    def _line(self, entries: Sequence[Evidence]) -> str:
        item = self.questionnaire.item(entries[0].low.item)
        name = f"{item.id} {item.title}"
        if self.with_level and len(self.questionnaire.levels) > 1:
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
