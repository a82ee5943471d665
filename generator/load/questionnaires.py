"""Questionnaires: `questionnaires/<instrument>/<version>.yaml`, checked one by one and then against each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from generator.load.files import files_of, listed, note_stranger
from generator.load.questionnaire_checks import check_questionnaire
from generator.load.records import Codes, read_record
from generator.load.strict_yaml import Document, load_document
from generator.load.version_checks import check_revision
from generator.model.problem import ProblemLog
from generator.model.questionnaire import Questionnaire

FOLDER: Final = "questionnaires"
OWN_FOLDER: Final = "own"
ITEM_CODES: Final[Codes] = {("text", "too_short"): "Q019"}
"""Faults of items with a code of their own."""


@dataclass(frozen=True, slots=True)
class LoadedQuestionnaires:
    """The sound versions, and what the checks of other files need to know about all of them."""

    by_key: Mapping[str, Questionnaire] = field(default_factory=dict)
    """Sound versions by `instrument/version`, in the order of versions."""
    documents: Mapping[str, Document] = field(default_factory=dict)
    faulty: frozenset[str] = frozenset()
    """Keys of versions that have a file with errors: they exist, but are not published."""

    @property
    def known(self) -> frozenset[str]:
        """Every key that has a file."""
        return frozenset(self.by_key) | self.faulty


def load_questionnaires(root: Path, log: ProblemLog) -> LoadedQuestionnaires:
    """All versions of all instruments of a project. A version with an error is left out."""
    sound: dict[str, tuple[Questionnaire, Document]] = {}
    faulty: set[str] = set()
    for folder in listed(root / FOLDER):
        if not folder.is_dir():
            note_stranger(folder, root, log, ())
            continue
        for file in files_of(folder, root, log, ".yaml", {OWN_FOLDER}):
            loaded = _load_version(file, root, log)
            if loaded is None:
                faulty.add(f"{folder.name}/{file.stem}")
            else:
                sound[loaded[0].key] = loaded
    faulty |= _unsound_revisions(sound, frozenset(faulty), log)
    kept = {key: pair for key, pair in sound.items() if key not in faulty}
    by_key = {key: kept[key][0] for key in sorted(kept)}
    return LoadedQuestionnaires(by_key, {key: kept[key][1] for key in by_key}, frozenset(faulty))


def _load_version(file: Path, root: Path, log: ProblemLog) -> tuple[Questionnaire, Document] | None:
    document = load_document(file, root, log)
    if document is None:
        return None
    own_log = ProblemLog()
    questionnaire = read_record(document, Questionnaire, own_log, codes=ITEM_CODES)
    if questionnaire is not None:
        named = (
            ("instrument", questionnaire.instrument, file.parent.name),
            ("version", questionnaire.version, file.stem),
        )
        check_names(document, f"{file.parent.name}/{file.name}", named, own_log)
        check_questionnaire(questionnaire, document, own_log)
    log.extend(own_log.problems)
    return None if questionnaire is None or own_log.has_errors else (questionnaire, document)


def check_names(document: Document, path: str, named: Iterable[tuple[str, str, str]], log: ProblemLog) -> None:
    """What a file says of itself must be what its path says (Q008): the path becomes the address.

    `named` has for each field its name, what the file says, and what the path says.
    """
    for name, said, actual in named:
        if said != actual:
            message = f"The {name} is '{said}', but the file stands at {path}."
            log.add("Q008", document.place((name,)), message, f'Write `{name}: "{actual}"`, or move the file.')


def _unsound_revisions(
    sound: Mapping[str, tuple[Questionnaire, Document]], faulty: frozenset[str], log: ProblemLog
) -> set[str]:
    """Check every version against the one it revises; the keys of those with errors."""
    unsound = set()
    records = {key: questionnaire for key, (questionnaire, _) in sound.items()}
    for key, (questionnaire, document) in sound.items():
        own_log = ProblemLog()
        check_revision(questionnaire, document, records, faulty, own_log)
        log.extend(own_log.problems)
        if own_log.has_errors:
            unsound.add(key)
    return unsound
