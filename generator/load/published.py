"""published.yaml: a round that is known only by figures which a report published."""

from __future__ import annotations

import math
from typing import Final

from generator.load.questionnaires import LoadedQuestionnaires
from generator.load.records import Codes, read_record
from generator.load.strict_yaml import Document, YamlPath
from generator.load.suggestions import did_you_mean
from generator.model.problem import ProblemLog
from generator.model.round import PublishedFigure, PublishedRound

_CODES: Final[Codes] = {("place", "missing"): "R018", ("place", "string_too_short"): "R018"}
_NEEDS: Final = {"number": "value", "table": "parts", "ordering": "order"}


def read_published(document: Document, questionnaires: LoadedQuestionnaires, log: ProblemLog) -> PublishedRound | None:
    """The round, or none when anything is wrong with it."""
    own_log = ProblemLog()
    published = read_record(document, PublishedRound, own_log, codes=_CODES)
    if published is not None:
        _check(published, document, questionnaires, own_log)
    log.extend(own_log.problems)
    return None if own_log.has_errors else published


def _check(
    published: PublishedRound, document: Document, questionnaires: LoadedQuestionnaires, log: ProblemLog
) -> None:
    if published.questionnaire is not None and published.questionnaire not in questionnaires.known:
        remedy = did_you_mean(published.questionnaire, questionnaires.known)
        message = f"There is no questionnaire '{published.questionnaire}'."
        log.add("R001", document.place(("questionnaire",)), message, remedy)
    if published.closed < published.opened:
        log.add("S004", document.place(("closed",)), "The round closed before it opened.", "Look at both dates.")
    seen: set[str] = set()
    for section_index, section in enumerate(published.sections):
        for index, figure in enumerate(section.figures):
            path = ("sections", section_index, "figures", index)
            if figure.id in seen:
                message = f"The figure '{figure.id}' stands twice."
                log.add("Q001", document.place((*path, "id")), message, "Give it an id of its own.")
            seen.add(figure.id)
            _check_figure(figure, path, document, log)


def _check_figure(figure: PublishedFigure, path: YamlPath, document: Document, log: ProblemLog) -> None:
    """A figure has what its kind needs (S001), and its parts make its total (R019)."""
    needed = _NEEDS[figure.kind]
    if not (figure.value is not None if needed == "value" else getattr(figure, needed)):
        message = f"A figure of the kind {figure.kind} needs `{needed}`."
        log.add("S001", document.place(path), message, f"Add `{needed}:` here.")
    if figure.parts and figure.value is not None:
        total = math.fsum(part.value for part in figure.parts)
        if not math.isclose(total, figure.value, rel_tol=0, abs_tol=1e-6):
            message = f"The parts add up to {total:g}, not to {figure.value:g}."
            log.add("R019", document.place((*path, "value")), message, "Compare them with the source once more.")
