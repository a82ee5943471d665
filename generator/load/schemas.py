"""JSON Schemas for editors: while a file is written, the editor says what `guzgu check` would say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.load.records import record_schema
from generator.model.activities import ActivityList
from generator.model.content import CommentaryFrontMatter, GuideFrontMatter, InterfaceEntry
from generator.model.questionnaire import OwnQuestions, Questionnaire
from generator.model.round import PublishedRound, RoundSetting


def schemas() -> Mapping[str, dict[str, Any]]:
    """The schema of every kind of file that people write: draft-07, by the kind's name."""
    kinds = {
        "questionnaire": Questionnaire,
        "own": OwnQuestions,
        "round": RoundSetting,
        "published": PublishedRound,
        "interface": dict[str, InterfaceEntry],
        "guide": GuideFrontMatter,
        "commentary": CommentaryFrontMatter,
        "activities": ActivityList,
    }
    return {kind: record_schema(record_type) for kind, record_type in kinds.items()}
