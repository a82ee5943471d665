"""A school's own file: the optional items it chose and the questions it wrote (Q001, Q008, Q015 to Q018, Q021).

`questionnaires/<instrument>/own/<school>.yaml`, for one version of the instrument.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.load.files import files_of, listed
from generator.load.questionnaire_checks import Checker
from generator.load.questionnaires import FOLDER, ITEM_CODES, OWN_FOLDER, LoadedQuestionnaires, check_names
from generator.load.records import read_record
from generator.load.strict_yaml import Document, load_document
from generator.load.suggestions import did_you_mean
from generator.model.problem import ProblemLog
from generator.model.questionnaire import MAX_OWN_ITEMS, ItemStatus, OwnQuestions, Questionnaire


@dataclass(frozen=True, slots=True)
class LoadedOwnQuestions:
    """A sound file of a school, with its places."""

    record: OwnQuestions
    document: Document


def load_own_questions(
    root: Path, questionnaires: LoadedQuestionnaires, log: ProblemLog
) -> tuple[LoadedOwnQuestions, ...]:
    """The sound own files of all schools, by path."""
    loaded = []
    for instrument in listed(root / FOLDER):
        for file in files_of(instrument / OWN_FOLDER, root, log, ".yaml"):
            own = _load_file(file, root, questionnaires, log)
            if own is not None:
                loaded.append(own)
    return tuple(loaded)


def _load_file(
    file: Path, root: Path, questionnaires: LoadedQuestionnaires, log: ProblemLog
) -> LoadedOwnQuestions | None:
    document = load_document(file, root, log)
    if document is None:
        return None
    own_log = ProblemLog()
    own = read_record(document, OwnQuestions, own_log, codes=ITEM_CODES)
    if own is not None:
        named = (("school", own.school, file.stem), ("instrument", own.instrument, file.parts[-3]))
        check_names(document, "/".join(file.parts[-3:]), named, own_log)
        _check_against_version(own, document, questionnaires, own_log)
    log.extend(own_log.problems)
    return None if own is None or own_log.has_errors else LoadedOwnQuestions(own, document)


def _check_against_version(
    own: OwnQuestions, document: Document, questionnaires: LoadedQuestionnaires, log: ProblemLog
) -> None:
    key = own.questionnaire
    questionnaire = questionnaires.by_key.get(key)
    if questionnaire is None:
        if key in questionnaires.faulty:
            message, remedy = f"The questionnaire {key} has errors of its own.", "Mend them first."
        else:
            versions = [known.split("/")[1] for known in questionnaires.known if known.startswith(own.instrument + "/")]
            message, remedy = f"There is no questionnaire {key}.", did_you_mean(own.version, versions)
        log.add("Q016", document.place(("version",)), message, remedy)
        return
    _check_chosen(own, questionnaire, document, log)
    _check_items(own, questionnaire, document, log)


def _check_chosen(own: OwnQuestions, questionnaire: Questionnaire, document: Document, log: ProblemLog) -> None:
    """A school chooses among the optional items, each once (Q015, Q001)."""
    optional = [item.id for item in questionnaire.items() if item.status is ItemStatus.OPTIONAL]
    for index, item_id in enumerate(own.chosen):
        place = document.place(("chosen", index))
        if item_id not in optional:
            message = f"'{item_id}' is not an optional item of {questionnaire.key}."
            log.add("Q015", place, message, did_you_mean(item_id, optional))
        elif item_id in own.chosen[:index]:
            log.add("Q001", place, f"The item '{item_id}' is chosen twice.", "Delete one of the two.")


def _check_items(own: OwnQuestions, questionnaire: Questionnaire, document: Document, log: ProblemLog) -> None:
    """The questions a school wrote obey the rules of all items, and a few more."""
    if len(own.items) > MAX_OWN_ITEMS:
        message = f"The school adds {len(own.items)} questions; at most {MAX_OWN_ITEMS} are allowed."
        log.add("Q017", document.place(("items", MAX_OWN_ITEMS)), message, "Choose the most important ones.")
    checker = Checker(questionnaire, document, log)
    areas = [area.id for area in questionnaire.areas]
    taken = {item.id.casefold() for item in questionnaire.items()}
    for index, item in enumerate(own.items):
        path = ("items", index)
        if item.id.casefold() in taken:
            checker.note("Q001", (*path, "id"), f"The item '{item.id}' exists already.", "Give it an id of its own.")
        taken.add(item.id.casefold())
        if item.area not in areas:
            remedy = did_you_mean(item.area, areas)
            checker.note("Q018", (*path, "area"), f"There is no area '{item.area}'.", remedy)
        if item.status is not ItemStatus.OWN:
            message = "The status of a question that a school wrote is `own`."
            checker.note("S004", (*path, "status"), message, "Write `status: own`.")
        for number, option in enumerate(item.options):
            if option.go_to is not None:
                message = "The answers of a school's own questions lead nowhere."
                checker.note("Q021", (*path, "options", number, "go_to"), message, "Delete `go_to:`.")
        checker.item(item, path)
