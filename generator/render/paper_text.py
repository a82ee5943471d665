"""The form as plain text: for screen readers and Braille, for messages, for whoever types it into another tool.

The same questions, numbers and answers as on paper, in the same order; `[ ]` stands for a box.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, Final

from generator.model.output import OutputFile
from generator.model.questionnaire import ItemStatus, Option, Questionnaire
from generator.render.locale_format import language_name
from generator.render.paper_kinds import PaperKind, papers_of
from generator.render.paper_layout import Choice, Grid, Heading, Part, Question, Score, form_layout
from generator.render.report_words import PageEnvironment

WIDTH: Final = 80
"""Letters in a line, where words allow it."""
_LABELS: Final = {ItemStatus.OPTIONAL: "paper.extra", ItemStatus.OWN: "paper.own"}
_NO_ROUTES: Final[Mapping[str, Question]] = {}


def questionnaire_text(
    environment: PageEnvironment, questionnaire: Questionnaire, group_id: str, level_id: str, school: str = ""
) -> OutputFile:
    """The form of one group at one level as a text file in UTF-8, in the environment's language.

    `questionnaire` and `school` as for `questionnaire_print`. Raises KeyError for an unknown group or level.
    """
    language = str(environment.globals["language"])
    papers = papers_of(questionnaire, group_id, level_id, language, school=school)
    path = next(paper.path for paper in papers if paper.kind is PaperKind.TEXT)
    lines = _Lines(environment).of_form(questionnaire, group_id, level_id, language)
    return OutputFile(path, ("\n".join(lines) + "\n").encode())


class _Lines:
    """Writes the lines of a form with the words of one language."""

    def __init__(self, environment: PageEnvironment) -> None:
        self._say: Any = environment.globals["tp"]

    def of_form(self, questionnaire: Questionnaire, group_id: str, level_id: str, language: str) -> Iterator[str]:
        group, level = questionnaire.group(group_id), questionnaire.level(level_id)
        layout = form_layout(questionnaire, group_id, level_id)
        yield from _wrapped(questionnaire.title)
        yield from _wrapped(f"{group.title} · {level.title} · {language_name(language, language)}")
        yield f"{questionnaire.instrument} {questionnaire.version} · {group_id} · {level_id} · {language}"
        yield ""
        yield from _wrapped(group.welcome)
        yield ""
        yield f"{self._say('paper.before')}:"
        yield from self._points(
            self._say("paper.time", count=group.minutes),
            self._say("paper.no_name"),
            self._say("paper.voluntary"),
            self._say("paper.no_wrong_answer"),
            self._say("paper.text_how"),
        )
        for status, note in ((ItemStatus.OPTIONAL, "paper.extra_note"), (ItemStatus.OWN, "paper.own_note")):
            if status in layout.statuses:
                yield from self._points(f"{self._say(_LABELS[status])}: {self._say(note)}")
        for part in layout.parts:
            yield from self._part(part)
        yield ""
        yield from _wrapped(f"{self._say('paper.comments')} {self._say('paper.comments_hint')}")
        yield ""
        yield str(self._say("paper.thanks"))

    def _part(self, part: Part) -> Iterator[str]:
        if isinstance(part, Grid):
            for rows in part.groups:
                yield from _heading(rows.heading)
                for question in rows.questions:
                    yield from self._question(question)
                    yield from self._answers((*part.points, *part.not_applicable))
            return
        yield from _heading(part.heading)
        yield from self._question(part.question)
        yield from self._instruction(part)
        if isinstance(part, Choice):
            yield from self._answers((*part.options, *part.not_applicable), part.routes)
        else:
            yield from self._answers(part.options)

    def _instruction(self, part: Choice | Score) -> Iterator[str]:
        if isinstance(part, Score):
            ends = f"{part.options[0].text} = {part.low}, {part.options[-1].text} = {part.high}"
            yield from _wrapped(f"{self._say('paper.one_number')} {ends}", "    ")
        else:
            yield from _wrapped(self._say("paper.all_answers" if part.is_multiple else "paper.one_answer"), "    ")

    def _question(self, question: Question) -> Iterator[str]:
        label = f" [{self._say(_LABELS[question.status])}]" if question.status in _LABELS else ""
        yield ""
        yield from _wrapped(f"{question.number}. ({question.code}){label} {question.text}")
        if question.help:
            yield from _wrapped(question.help, "    ")

    def _answers(self, options: tuple[Option, ...], routes: Mapping[str, Question] = _NO_ROUTES) -> Iterator[str]:
        for option in options:
            there = routes.get(option.code)
            way = f" -> {self._say('paper.go_to', number=there.number, code=there.code)}" if there else ""
            yield from _wrapped(f"[ ] {option.text}{way}", "    ", "        ")

    def _points(self, *texts: str) -> Iterator[str]:
        for text in texts:
            yield from _wrapped(f"- {text}", "", "  ")


def _heading(heading: Heading | None) -> Iterator[str]:
    if heading is None:
        return
    title = f"{heading.letter}. {heading.title}" if heading.letter else str(heading.title)
    yield from ("", "", *_wrapped(title), "-" * min(len(title), WIDTH))
    yield from _wrapped(heading.summary)
    if heading.stem:
        yield from ("", *_wrapped(heading.stem))


def _wrapped(text: str, indent: str = "", hanging: str | None = None) -> list[str]:
    """A text in lines of at most WIDTH letters; a longer word has a line of its own."""
    return textwrap.wrap(
        str(text),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
