"""What the readable form of one group at one level shows, in order. No words of its own, no HTML.

Numbers come from render/paper_layout.py, so that "question 12" is the same question here and on paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from generator.model.questionnaire import Item, ItemType, Option, Questionnaire, Scale, ScoreRange, Section
from generator.render.paper_layout import Question, form_layout, routes_of


@dataclass(frozen=True, slots=True)
class FormPart:
    """Questions that are answered in the same way, one after another."""

    kind: str
    """scale, single, multiple or score."""
    questions: tuple[Question, ...]
    scale: Scale | None = None
    is_new: bool = False
    """Whether the scale's answers are shown here; later parts refer to them."""
    anchor: str = ""
    """Where on the page the scale's answers stand."""
    options: tuple[Option, ...] = ()
    score: ScoreRange | None = None
    routes: Mapping[str, Question] = field(default_factory=dict)
    """By the code of an answer, the question that whoever gives it goes on with."""

    @property
    def apart(self) -> tuple[Option, ...]:
        """The scale's answers that stand apart from it."""
        return tuple(option for option in self.scale.options if option.not_applicable) if self.scale else ()


@dataclass(frozen=True, slots=True)
class FormSection:
    """An area or block with what is asked in it."""

    anchor: str
    code: str
    """The letter of an area; empty for a block."""
    title: str
    summary: str
    stem: str
    parts: tuple[FormPart, ...]


def form_sections(questionnaire: Questionnaire, group: str, level: str) -> tuple[FormSection, ...]:
    """The form of one group at one level; empty when nothing is asked of it (KeyError for unknown ids)."""
    questions = {question.code: question for question in form_layout(questionnaire, group, level).questions}
    shown: set[str] = set()
    return tuple(
        FormSection(
            section_anchor(questionnaire, section),
            section_code(questionnaire, section),
            section.title,
            section.summary,
            section.stem.get(group, ""),
            tuple(_parts(questionnaire, section, questions, shown)),
        )
        for section in questionnaire.sections
        if any(item.id in questions for item in section.items)
    )


def section_code(questionnaire: Questionnaire, section: Section) -> str:
    """The letter of an area; empty for a block, whose id says nothing to a reader."""
    return section.id if section in questionnaire.areas else ""


def section_anchor(questionnaire: Questionnaire, section: Section) -> str:
    """The id of a section's heading, the same in every language."""
    return f"{'area' if section in questionnaire.areas else 'block'}-{section.id.lower()}"


def _parts(
    questionnaire: Questionnaire, section: Section, questions: Mapping[str, Question], shown: set[str]
) -> Iterator[FormPart]:
    asked = [item for item in section.items if item.id in questions]
    for scale_id, run in groupby(asked, key=_scale_id):
        items = list(run)
        if scale_id:
            yield _scale_part(questionnaire.scale(scale_id), [questions[item.id] for item in items], shown)
        else:
            yield from (_single_part(questionnaire, item, questions) for item in items)


def _scale_id(item: Item) -> str:
    return item.scale or "" if item.type is ItemType.SCALE else ""


def _scale_part(scale: Scale, questions: Sequence[Question], shown: set[str]) -> FormPart:
    is_new = scale.id not in shown
    shown.add(scale.id)
    return FormPart("scale", tuple(questions), scale, is_new, f"scale-{scale.id}")


def _single_part(questionnaire: Questionnaire, item: Item, questions: Mapping[str, Question]) -> FormPart:
    options = questionnaire.options_of(item)
    routes = routes_of(options, questions)
    return FormPart(item.type.value, (questions[item.id],), options=options, score=item.score, routes=routes)
