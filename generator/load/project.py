"""A whole project: every file read, every problem noted, nothing raised because of somebody's file."""

from __future__ import annotations

from pathlib import Path

from generator.load.activities import load_activities
from generator.load.catalogues import load_languages, with_words_of_rounds
from generator.load.files import listed
from generator.load.guide_links import check_links, site_addresses
from generator.load.guide_pictures import FOLDER as PICTURES
from generator.load.guide_pictures import load_pictures, picture_targets
from generator.load.guides import FOLDER as GUIDES
from generator.load.guides import load_guides
from generator.load.interface import load_interface
from generator.load.own_questions import load_own_questions
from generator.load.questionnaires import FOLDER as QUESTIONNAIRES
from generator.load.questionnaires import load_questionnaires
from generator.load.rounds import load_rounds, places_of
from generator.load.settings import DEFAULT, FILE, load_settings
from generator.model.problem import Place, ProblemLog
from generator.model.project import Project


def load_project(root: Path, results_dir: Path | None = None) -> Project:
    """Everything a build reads, with the problems found. `results_dir` holds further rounds, outside the project."""
    root = root.resolve()
    log = ProblemLog()
    if not (root / FILE).exists() and not (root / QUESTIONNAIRES).is_dir():
        message = f"The folder {root.name} has neither {FILE} nor {QUESTIONNAIRES}/."
        log.add(
            "P001", Place("."), message, "Name a project with --project, or make one with `guzgu demo --output DIR`."
        )
        return Project(root, DEFAULT, {}, (), (), (), (), {}, (), {}, log.problems)
    settings = load_settings(root, log)
    questionnaires = load_questionnaires(root, log)
    own = load_own_questions(root, questionnaires, log)
    own_questions = tuple(loaded.record for loaded in own)
    activities = load_activities(root, questionnaires, log)
    rounds = load_rounds(root, results_dir.resolve() if results_dir else None, questionnaires, own_questions, log)
    guides = load_guides(root, log)
    guide_files = [file.name for file in listed(root / GUIDES) if file.name != PICTURES]
    slugs = [Path(name).stem for name in guide_files]
    pictures = load_pictures(root / GUIDES, root, settings.languages, log)
    addresses = site_addresses(questionnaires.by_key, questionnaires.known, rounds.folders, slugs)
    check_links(guides, (*guide_files, *picture_targets(pictures)), addresses, log)
    check_links(rounds.commentaries, (), addresses, log)
    languages = load_languages(root, settings.languages, log, with_pseudo=settings.pseudo_translations)
    if results_dir is not None:
        languages = with_words_of_rounds(languages, results_dir.resolve(), root, log)
    own_documents = {f"{o.record.questionnaire}/{o.record.school}": o.document for o in own}
    return Project(
        root=root,
        settings=settings,
        questionnaires=questionnaires.by_key,
        own_questions=own_questions,
        rounds=tuple(rounds.rounds),
        published=tuple(rounds.published),
        guides=guides,
        pictures=pictures,
        activities=activities.by_instrument,
        interface=load_interface(root, log),
        languages=languages,
        places=places_of({**questionnaires.documents, **own_documents, **rounds.documents, **activities.documents}),
        problems=log.problems,
        commentaries=tuple(rounds.commentaries),
        ledgers=rounds.ledgers,
        round_folders=rounds.folders,
    )
