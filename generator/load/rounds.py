"""Rounds: `content/results/<round>/` with data or with published figures, and the same shape in a folder elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from generator.load.answer_rules import rules_of
from generator.load.catalogues import FOLDER as CATALOGUES
from generator.load.commentary import FOLDER as COMMENTARY
from generator.load.commentary import load_commentaries
from generator.load.files import listed, note_stranger, shown_path
from generator.load.ledgers import read_ledger
from generator.load.published import read_published
from generator.load.questionnaires import LoadedQuestionnaires
from generator.load.records import read_record
from generator.load.results import read_answers
from generator.load.school_tables import PARTICIPATION, SCHOOLS, read_participation, read_schools
from generator.load.strict_yaml import Document, load_document
from generator.load.suggestions import did_you_mean
from generator.model.content import Commentary
from generator.model.ledger import FILE as LEDGER
from generator.model.ledger import FrozenRound
from generator.model.problem import Place, ProblemLog
from generator.model.questionnaire import OwnQuestions, Questionnaire
from generator.model.results import Round
from generator.model.round import PublishedRound, RoundSetting

FOLDER: Final = "content/results"
SETTING: Final = "round.yaml"
PUBLISHED: Final = "published.yaml"
ANSWERS: Final = ("answers.csv", "answers.parquet")
_FILES: Final = (SETTING, PUBLISHED, SCHOOLS, PARTICIPATION, *ANSWERS, LEDGER)
_RESERVED_DIMENSIONS: Final = frozenset({"school", "name", "level"})


@dataclass(slots=True)
class LoadedRounds:
    """The sound rounds, oldest first, and the ids of all that have a folder."""

    rounds: list[Round] = field(default_factory=list)
    published: list[PublishedRound] = field(default_factory=list)
    commentaries: list[Commentary] = field(default_factory=list)
    """Those on sound rounds with data, by round."""
    documents: dict[str, Document] = field(default_factory=dict)
    folders: dict[str, Path] = field(default_factory=dict)
    """Where each id was first seen."""
    ledgers: dict[str, FrozenRound] = field(default_factory=dict)


def load_rounds(
    root: Path,
    results_dir: Path | None,
    questionnaires: LoadedQuestionnaires,
    own_questions: Sequence[OwnQuestions],
    log: ProblemLog,
) -> LoadedRounds:
    """All rounds of the project and of `results_dir`. A round that cannot be used is left out, and named."""
    loaded = LoadedRounds()
    homes = [(root / FOLDER, root)]
    if results_dir is not None:
        homes.append((results_dir, root if results_dir.is_relative_to(root) else results_dir.parent))
        if not results_dir.is_dir():
            log.add("P002", Place(results_dir.as_posix()), "The folder of results does not exist.")
        elif (results_dir / SETTING).exists():
            message = "This is the folder of one round, not the folder of rounds."
            log.add("P002", Place(results_dir.as_posix()), message, "Name the folder above it.")
            homes.pop()
    for home, base in homes:
        for folder in listed(home):
            if home == results_dir and folder.name == CATALOGUES:
                continue  # the words of these rounds in other languages
            if folder.is_dir() and folder.resolve() != root / FOLDER:
                _Folder(folder, base, root, questionnaires, own_questions, log).load_into(loaded)
            elif not folder.is_dir():
                note_stranger(folder, base, log, ())
    loaded.rounds.sort(key=lambda round_: (round_.setting.opened, round_.id))
    order = {round_.id: index for index, round_ in enumerate(loaded.rounds)}
    loaded.commentaries.sort(key=lambda commentary: order[commentary.round])
    loaded.published.sort(key=lambda published: (published.opened, published.id))
    return loaded


@dataclass(frozen=True, slots=True)
class _Folder:
    """One round's folder."""

    folder: Path
    base: Path
    root: Path
    """The project's."""
    questionnaires: LoadedQuestionnaires
    own_questions: Sequence[OwnQuestions]
    log: ProblemLog

    def load_into(self, loaded: LoadedRounds) -> None:
        """Load the round, when it is sound."""
        names = {entry.name for entry in listed(self.folder)}
        has_commentary = PUBLISHED not in names and (self.folder / COMMENTARY).is_dir()
        for name in sorted(names - {*_FILES, "README.md", COMMENTARY if has_commentary else ""}):
            note_stranger(self.folder / name, self.base, self.log, _FILES)
        if ANSWERS[0] in names and ANSWERS[1] in names:
            note_stranger(self.folder / ANSWERS[1], self.base, self.log, ())
        is_new = self._claim(loaded)
        if PUBLISHED in names:
            document = self._document(PUBLISHED)
            published = read_published(document, self.questionnaires, self.log) if document else None
            if published and document and self._has_folder_name(published.id, document) and is_new:
                loaded.published.append(published)
                loaded.documents[published.id] = document
        elif SETTING in names:
            document = self._document(SETTING)
            round_ = self._round(document) if document else None
            commentaries = self._commentaries(round_)
            frozen = read_ledger(self.folder, self.base, self.log)
            if round_ and document and is_new:
                loaded.rounds.append(round_)
                loaded.ledgers.update({round_.id: frozen} if frozen else {})
                loaded.commentaries += commentaries
                loaded.documents[round_.id] = document
        else:
            message = f"The round has neither {SETTING} nor {PUBLISHED}."
            self.log.add("P002", self._place(""), message, "Write one of the two.")

    def _claim(self, loaded: LoadedRounds) -> bool:
        """Whether no other folder has this round's id (R017)."""
        first = loaded.folders.setdefault(self.folder.name, self.folder)
        if first == self.folder:
            return True
        message = f"The round '{self.folder.name}' already stands in {shown_path(first, self.base)}."
        self.log.add("R017", self._place(""), message, "Give one of the two another id.")
        return False

    def _place(self, name: str) -> Place:
        return Place(shown_path(self.folder / name, self.base))

    def _document(self, name: str) -> Document | None:
        return load_document(self.folder / name, self.base, self.log)

    def _has_folder_name(self, round_id: str, document: Document) -> bool:
        """The id of a round is the name of its folder (R017)."""
        if round_id == self.folder.name:
            return True
        message = f"The round's id is '{round_id}', but its folder is '{self.folder.name}'."
        self.log.add("R017", document.place(("id",)), message, f'Write `id: "{self.folder.name}"`, or move it.')
        return False

    def _round(self, document: Document) -> Round | None:
        """A round with its tables; none when one of them cannot be used."""
        setting = read_record(document, RoundSetting, self.log)
        if setting is None or not self._is_sound(setting, document):
            return None
        if not setting.synthetic and self.folder.resolve().is_relative_to(self.root.resolve()):
            message = "This round is real and stands inside the project: whoever gets the project gets exact counts."
            remedy = "Move it to a private folder, and name that folder with --results or GUZGU_RESULTS."
            self.log.add("R025", document.key_place(("synthetic",)), message, remedy)
        questionnaire = self._questionnaire(setting, document)
        return self._with_tables(setting, questionnaire) if questionnaire is not None else None

    def _is_sound(self, setting: RoundSetting, document: Document) -> bool:
        is_sound = self._has_folder_name(setting.id, document)
        if setting.closed < setting.opened:
            message = "The round closed before it opened."
            self.log.add("S004", document.place(("closed",)), message, "Look at both dates.")
            is_sound = False
        for name in _RESERVED_DIMENSIONS & setting.dimensions.keys():
            message = f"'{name}' is a column of its own, not a dimension."
            self.log.add("S004", document.key_place(("dimensions", name)), message, "Give it another name.")
            is_sound = False
        return is_sound

    def _questionnaire(self, setting: RoundSetting, document: Document) -> Questionnaire | None:
        """The version that was asked (R001)."""
        key, place = setting.questionnaire, document.place(("questionnaire",))
        if key in self.questionnaires.faulty:
            message = f"The questionnaire {key} has errors of its own; the round is left out."
            self.log.add("R001", place, message, "Mend the questionnaire first.")
        elif key not in self.questionnaires.by_key:
            remedy = did_you_mean(key, self.questionnaires.known)
            self.log.add("R001", place, f"There is no questionnaire '{key}'.", remedy)
        return self.questionnaires.by_key.get(key)

    def _commentaries(self, round_: Round | None) -> Sequence[Commentary]:
        """The texts on the round; those on one that cannot be used are checked and left out."""
        sections = None
        if round_ is not None:
            questionnaire = self.questionnaires.by_key[round_.setting.questionnaire]
            sections = [section.id for section in questionnaire.sections]
        return load_commentaries(self.folder, self.base, self.folder.name, sections, self.log)

    def _with_tables(self, setting: RoundSetting, questionnaire: Questionnaire) -> Round | None:
        schools = read_schools(self.folder / SCHOOLS, self.base, setting, self.log)
        if schools is None:
            return None
        file = self.folder / PARTICIPATION
        answers_file = next((self.folder / name for name in ANSWERS if (self.folder / name).exists()), None)
        may_be_early = answers_file is None and not (self.folder / LEDGER).exists()
        is_missing = may_be_early and not file.exists()
        participation = {} if is_missing else read_participation(file, self.base, questionnaire, schools, self.log)
        if participation is None:
            return None
        if may_be_early and not any(people.completed for people in participation.values()):
            # A frozen round had answers: there, they are lost.
            remedy = "guzgu print and guzgu results workbook make its papers; guzgu results import brings its answers."
            self.log.add("P004", self._place(""), "Nobody has answered yet, so the round is left out.", remedy)
            return None
        rules = rules_of(questionnaire, self.own_questions, schools, participation)
        loaded = read_answers(answers_file or self.folder / ANSWERS[0], self.base, rules, self.log)
        if loaded is None:
            return None
        faulty = schools.faulty | loaded.faulty
        return Round(
            setting,
            tuple(school for school in schools.by_id.values() if school.id not in faulty),
            tuple(row for unit, row in participation.items() if unit.school not in faulty),
            {unit: items for unit, items in loaded.answers.items() if unit.school not in faulty},
        )


def places_of(documents: Mapping[str, Document]) -> Mapping[str, Mapping[str, Place]]:
    """Where each text of each document stands, by the document's key and dotted path."""
    return {key: document.places() for key, document in documents.items()}
