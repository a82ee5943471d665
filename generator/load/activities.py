"""Suggested activities: `content/activities/<instrument>.yaml`, one file for all versions of an instrument.

An activity may belong to an area that only some versions have: old reports keep their suggestions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.load.files import files_of
from generator.load.questionnaires import LoadedQuestionnaires
from generator.load.records import read_record
from generator.load.strict_yaml import Document, load_document
from generator.load.suggestions import did_you_mean
from generator.model.activities import ActivityList
from generator.model.problem import ProblemLog

FOLDER: Final = "content/activities"


@dataclass(frozen=True, slots=True)
class LoadedActivities:
    """The sound files, with their places."""

    by_instrument: Mapping[str, ActivityList]
    documents: Mapping[str, Document]
    """By path in the project, as `activities_path` has it."""


def activities_path(instrument: str) -> str:
    """Where the activities for an instrument stand, relative to the project."""
    return f"{FOLDER}/{instrument}.yaml"


def load_activities(root: Path, questionnaires: LoadedQuestionnaires, log: ProblemLog) -> LoadedActivities:
    """The sound files of a project, by name. A file with an error is left out."""
    by_instrument: dict[str, ActivityList] = {}
    documents: dict[str, Document] = {}
    for file in files_of(root / FOLDER, root, log, ".yaml"):
        document = load_document(file, root, log)
        if document is None:
            continue
        own_log = ProblemLog()
        activities = read_record(document, ActivityList, own_log)
        if activities is not None:
            _check(activities, document, file.stem, questionnaires, own_log)
        log.extend(own_log.problems)
        if activities is not None and not own_log.has_errors:
            by_instrument[activities.instrument] = activities
            documents[activities_path(activities.instrument)] = document
    return LoadedActivities(by_instrument, documents)


def _check(
    activities: ActivityList, document: Document, name: str, questionnaires: LoadedQuestionnaires, log: ProblemLog
) -> None:
    """What the record cannot say of itself (G010 to G014)."""
    if activities.instrument != name:
        message = f"The instrument is '{activities.instrument}', but the file is {activities_path(name)}."
        log.add(
            "G010",
            document.place(("instrument",)),
            message,
            f"Rename it to {activities.instrument}.yaml, or correct the field.",
        )
    _check_instrument(activities, document, questionnaires, log)
    _check_example(activities, document, questionnaires, log)
    for area, suggestions in activities.areas.items():
        ids = [activity.id for activity in suggestions]
        for index, activity_id in enumerate(ids):
            if activity_id in ids[:index]:
                message = f"The area {area} already has an activity '{activity_id}'."
                remedy = "Give one of the two an id that was never used."
                log.add("G013", document.place(("areas", area, index, "id")), message, remedy)


def _check_instrument(
    activities: ActivityList, document: Document, questionnaires: LoadedQuestionnaires, log: ProblemLog
) -> None:
    """Instrument (G011) and areas (G012) exist. With a faulty version nobody knows all areas: they are not judged."""
    instrument = activities.instrument
    instruments = {key.split("/")[0] for key in questionnaires.known}
    if instrument not in instruments:
        message = f"There is no questionnaire '{instrument}'."
        log.add("G011", document.place(("instrument",)), message, did_you_mean(instrument, instruments))
        return
    if any(key.startswith(f"{instrument}/") for key in questionnaires.faulty):
        return
    versions = [version for version in questionnaires.by_key.values() if version.instrument == instrument]
    known = {area.id for version in versions for area in version.areas}
    for area in activities.areas:
        if area not in known:
            message = f"No version of {instrument} has an area '{area}'."
            log.add("G012", document.key_place(("areas", area)), message, did_you_mean(area, known))


def _check_example(
    activities: ActivityList, document: Document, questionnaires: LoadedQuestionnaires, log: ProblemLog
) -> None:
    """The worked example (G014) speaks of an item that two groups are asked, and takes its steps from its area."""
    example = activities.example
    if example is None:
        return
    known = [activity.id for activity in activities.of(example.area)]
    for index, step in enumerate(example.steps):
        if step.activity not in known:
            message = f"The area {example.area} has no activity '{step.activity}'."
            remedy = did_you_mean(step.activity, known)
            log.add("G014", document.place(("example", "steps", index, "activity")), message, remedy)
    keys = [key for key in questionnaires.known if key.startswith(f"{activities.instrument}/")]
    versions = [questionnaires.by_key[key] for key in keys if key in questionnaires.by_key]
    if len(versions) == len(keys) and versions and not any(example.fits(version) for version in versions):
        message = f"No version of {activities.instrument} asks {example.low.group} and {example.high.group} the item "
        remedy = "Choose an item of the area that both groups are asked."
        log.add("G014", document.place(("example", "item")), f"{message}{example.area} '{example.item}'.", remedy)
