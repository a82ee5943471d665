"""Every English string of a project that a reader sees, in the order of its files: what the catalogues are about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from generator.load.activities import activities_path
from generator.load.rounds import FOLDER as ROUNDS
from generator.model.activities import ActivityList
from generator.model.catalogue import Domain, MessageKey, SourceMessage
from generator.model.content import InterfaceString
from generator.model.problem import Place
from generator.model.project import Project
from generator.model.questionnaire import OwnQuestions, Questionnaire
from generator.model.round import PublishedRound, RoundSetting
from generator.translation.activity_strings import ActivityStringPlace, map_activity_strings
from generator.translation.commentary_blocks import commentary_messages
from generator.translation.guide_blocks import guide_messages
from generator.translation.questionnaire_comments import room_comment, room_on_paper, translator_comment
from generator.translation.questionnaire_strings import StringPlace, map_own_strings, map_strings
from generator.translation.round_strings import RoundStringPlace, map_published_strings, map_setting_strings
from generator.translation.wordings import has_words


def source_messages(project: Project) -> tuple[SourceMessage, ...]:
    """All messages, domain by domain, each once with all its places.

    A message that stands in several files keeps the comment of its last place: the newest version of a questionnaire.
    """
    return (*merged(_interface(project)), *merged(_questionnaires(project)), *merged(_guides(project)))


def messages_outside(project: Project) -> tuple[SourceMessage, ...]:
    """Those of rounds outside the project: their catalogues stand beside these rounds."""
    outside = _rounds_outside(project)
    return merged(_rounds(_with_rounds(project, lambda round_id: round_id in outside)))


def without_rounds_outside(project: Project) -> Project:
    """The project with the rounds alone that stand in it: what its own catalogues are about."""
    outside = _rounds_outside(project)
    return _with_rounds(project, lambda round_id: round_id not in outside)


def _rounds_outside(project: Project) -> frozenset[str]:
    inside = project.root / ROUNDS
    return frozenset(name for name, folder in project.round_folders.items() if folder.parent != inside)


def _with_rounds(project: Project, is_kept: Callable[[str], bool]) -> Project:
    return replace(
        project,
        rounds=tuple(each for each in project.rounds if is_kept(each.id)),
        published=tuple(each for each in project.published if is_kept(each.id)),
        commentaries=tuple(each for each in project.commentaries if is_kept(each.round)),
    )


def merged(messages: Iterable[SourceMessage]) -> tuple[SourceMessage, ...]:
    """The messages with equal context and text joined into one, at the place of the first."""
    found: dict[MessageKey, SourceMessage] = {}
    for message in messages:
        if not has_words(message.text):
            continue
        first = found.get(message.key)
        if first is None:
            found[message.key] = message
        else:
            places = (*first.places, *(place for place in message.places if place not in first.places))
            found[message.key] = replace(
                first, places=places, plural=first.plural or message.plural, comment=message.comment or first.comment
            )
    return tuple(found.values())


def _interface(project: Project) -> Iterator[SourceMessage]:
    for string in project.interface.values():
        yield interface_message(string)


def interface_message(string: InterfaceString) -> SourceMessage:
    """The message of one interface string."""
    entry, room = string.entry, string.entry.room or 0
    comment = "\n".join(filter(None, (entry.comment, room_comment(room) if room else "")))
    return SourceMessage(Domain.INTERFACE, string.key, entry.text, entry.plural or "", comment, (string.place,), room)


def _questionnaires(project: Project) -> Iterator[SourceMessage]:
    for key, questionnaire in project.questionnaires.items():
        places = project.places.get(key, {})
        file = Place(f"questionnaires/{key}.yaml")
        for message, path in _strings(questionnaire):
            yield replace(message, places=(places.get(path, file),))
    for own in project.own_questions:
        asked = project.questionnaires.get(own.questionnaire)
        if asked is not None:
            yield from _own_strings(own, asked)


def _strings(questionnaire: Questionnaire) -> list[tuple[SourceMessage, str]]:
    found: list[tuple[SourceMessage, str]] = []

    def collect(place: StringPlace, text: str) -> str:
        comment = translator_comment(questionnaire, place) + f"\nVersion {questionnaire.version}."
        room = room_on_paper(place.role)
        message = SourceMessage(Domain.QUESTIONNAIRES, place.context, text, comment=comment, room=room)
        found.append((message, place.path))
        return text

    map_strings(questionnaire, collect)
    return found


def _own_strings(own: OwnQuestions, asked: Questionnaire) -> list[SourceMessage]:
    found: list[SourceMessage] = []
    file = Place(f"questionnaires/{own.instrument}/own/{own.school}.yaml")

    def collect(place: StringPlace, text: str) -> str:
        comment = translator_comment(asked, place)
        room = room_on_paper(place.role)
        found.append(
            SourceMessage(Domain.QUESTIONNAIRES, place.context, text, comment=comment, places=(file,), room=room)
        )
        return text

    map_own_strings(own, collect)
    return found


def _guides(project: Project) -> Iterator[SourceMessage]:
    for guide in project.guides:
        yield from guide_messages(guide)
    yield from _rounds(project)
    for activities in project.activities.values():
        yield from _activity_strings(activities, project)


def _rounds(project: Project) -> Iterator[SourceMessage]:
    """The words of rounds: they belong to the domain of the guides."""
    for round_ in project.rounds:
        yield from _setting_strings(round_.setting, project)
    for published in project.published:
        yield from _published_strings(published, project)
    for commentary in project.commentaries:
        yield from commentary_messages(commentary)


def _setting_strings(setting: RoundSetting, project: Project) -> list[SourceMessage]:
    collected = _Collector(project, setting.id, f"content/results/{setting.id}/round.yaml")
    map_setting_strings(setting, collected.visit)
    return collected.messages


def _published_strings(published: PublishedRound, project: Project) -> list[SourceMessage]:
    collected = _Collector(project, published.id, f"content/results/{published.id}/published.yaml")
    map_published_strings(published, collected.visit)
    return collected.messages


def _activity_strings(activities: ActivityList, project: Project) -> list[SourceMessage]:
    path = activities_path(activities.instrument)
    collected = _Collector(project, path, path)
    map_activity_strings(activities, collected.visit)
    return collected.messages


class _Collector:
    """Gathers the strings of one file as messages; `key` is that of `Project.places`."""

    def __init__(self, project: Project, key: str, path: str) -> None:
        self.messages: list[SourceMessage] = []
        self._places = project.places.get(key, {})
        self._file = Place(path)

    def visit(self, place: RoundStringPlace | ActivityStringPlace, text: str) -> str:
        """Note the string and leave it as it is."""
        file = self._places.get(place.path, self._file)
        self.messages.append(SourceMessage(Domain.GUIDES, place.context, text, comment=place.comment, places=(file,)))
        return text
