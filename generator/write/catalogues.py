"""Catalogues and templates on disk. A file that cannot be understood is left as it is and named in a problem."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.load.catalogues import MAX_BYTES, catalogue_path
from generator.load.files import read_text
from generator.model.catalogue import SOURCE_LANGUAGE, Domain, SourceMessage
from generator.model.problem import Place, Problem, ProblemLog, Severity
from generator.model.project import Project
from generator.model.questionnaire import LANGUAGE_CODE_PATTERN
from generator.translation.batches import Refusal, export_batch, import_batch
from generator.translation.catalogue_file import CatalogueFile
from generator.translation.extract import template_texts
from generator.translation.format import canonical_text, catalogue_text
from generator.translation.glossary import load_glossary, with_terms
from generator.translation.merge import empty_catalogue, merge
from generator.translation.messages import messages_outside, source_messages
from generator.translation.po_reading import CatalogueSyntaxError, parse_catalogue
from generator.write.private_folder import PRIVATE_FILE
from generator.write.whole_file import write_whole


@dataclass(frozen=True, slots=True)
class Written:
    """What a run did."""

    changed: tuple[str, ...]
    """The files that were written, relative to the project; beside rounds elsewhere, whole paths. Files that were right
    already are not touched."""
    problems: tuple[Problem, ...] = ()
    """Catalogues that were left alone because they cannot be understood (T001), and faults of rounds elsewhere."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    path: str
    refusals: tuple[Refusal, ...]


def write_templates(project: Project) -> Written:
    """Bring `translations/templates/*.pot` up to date."""
    return Written(_write_changed(project.root, template_texts(project).items()))


def update_catalogues(project: Project, languages: Iterable[str] = ()) -> Written:
    """Bring templates and the catalogues of the languages (all but English by default) up to date.

    A language that has no catalogues gets empty ones. Raises ValueError for what is no language code.
    """
    log = ProblemLog()
    messages = source_messages(project)
    texts = dict(template_texts(project))
    for language in _wanted(project, languages):
        told = _with_terms(messages, project.root, language, log)
        texts |= _updated(_catalogues(project.root, language, log), told)
    return Written(_write_changed(project.root, texts.items()), log.problems)


def update_words_of_rounds(project: Project, home: Path, languages: Iterable[str] = ()) -> Written:
    """Bring the catalogues of the rounds in `home`, outside the project, up to date: they stand beside the rounds.

    What the project has translated is taken over. While a round is faulty nothing is written: its translations would
    become obsolete. What is wrong with rounds is told. Raises ValueError for what is no language code.
    """
    log = ProblemLog()
    log.extend(each for each in project.problems if each.code[0] != "T" and _is_below(home, each, project.root))
    messages = messages_outside(project)
    is_sound = not any(each.severity is Severity.ERROR for each in log.problems)
    texts: dict[str, str] = {}
    for language in _wanted(project, languages) if messages and is_sound else ():
        told = _with_terms(messages, project.root, language, log)
        beside = _catalogues(home, language, log, (Domain.GUIDES,), shown=f"{home}/")
        texts |= _updated(beside, told, _catalogues(project.root, language, log).values())
    changed = _write_changed(home, texts.items(), mode=PRIVATE_FILE)
    return Written(tuple(str(home / path) for path in changed), log.problems)


def _is_below(home: Path, problem: Problem, root: Path) -> bool:
    """Whether a problem is one of the rounds in `home`, which are named from the folder above it."""
    base = root if home.is_relative_to(root) else home.parent
    return (base / problem.place.path).is_relative_to(home)


def format_catalogues(project: Project, languages: Iterable[str] = ()) -> Written:
    """Put catalogues into their canonical form, for instance after an editor wrapped or sorted them.

    Raises ValueError for what is no language code.
    """
    log = ProblemLog()
    messages = source_messages(project)
    texts: dict[str, str] = {}
    for language in _wanted(project, languages):
        told = _with_terms(messages, project.root, language, log)
        for domain in Domain:
            path = catalogue_path(language, domain)
            file = project.root / path
            text = _text(file, project.root, log) if file.exists() else None
            if text is None:
                continue
            try:
                texts[path] = canonical_text(text, language, domain, told)
            except CatalogueSyntaxError as error:
                _note(log, path, error)
    return Written(_write_changed(project.root, texts.items()), log.problems)


def export_missing(project: Project, language: str, domain: Domain, limit: int | None = None) -> str:
    """The texts without usable translation as JSON lines (`translation/batches.py`).

    Raises ValueError for what is no language code, and its kind CatalogueSyntaxError, which names path and line, when
    the catalogue cannot be understood.
    """
    log = ProblemLog()
    return export_batch(_merged(project, language, domain, log), limit)


def import_translations(project: Project, language: str, domain: Domain, batch: str) -> Imported:
    """Put the translations of JSON lines into the catalogue, and bring it up to date.

    Raises ValueError for what is no language code, and its kind CatalogueSyntaxError, which names path and line, when
    the catalogue cannot be understood.
    """
    filled, refusals = import_batch(_merged(project, language, domain, ProblemLog()), batch)
    path = catalogue_path(language, domain)
    _write_changed(project.root, [(path, catalogue_text(filled))])
    return Imported(path, refusals)


def checked_code(language: str) -> str:
    """The code of a language to translate into, which becomes a folder's name. Raises ValueError for what is none."""
    if not re.fullmatch(LANGUAGE_CODE_PATTERN, language) or language == SOURCE_LANGUAGE:
        raise ValueError(f"'{language}' is not the code of a language to translate into, such as az")
    return language


def read_catalogue_file(root: Path, language: str, domain: Domain) -> CatalogueFile:
    """A catalogue with all that stands in it; an empty one where there is none. Raises CatalogueSyntaxError."""
    return _read(root, language, domain, ProblemLog())


def _wanted(project: Project, languages: Iterable[str]) -> tuple[str, ...]:
    translated = tuple(language.code for language in project.languages if not language.is_source)
    return tuple(checked_code(language) for language in languages) or translated


def _merged(project: Project, language: str, domain: Domain, log: ProblemLog) -> CatalogueFile:
    found = _read(project.root, checked_code(language), domain, log)
    return merge(found, _with_terms(source_messages(project), project.root, language, log))


def _catalogues(
    root: Path, language: str, log: ProblemLog, domains: Iterable[Domain] = tuple(Domain), shown: str = ""
) -> dict[Domain, CatalogueFile]:
    """Those that can be understood; the others are noted, with `shown` before their paths."""
    found: dict[Domain, CatalogueFile] = {}
    for domain in domains:
        try:
            found[domain] = _read(root, language, domain, log)
        except CatalogueSyntaxError as error:
            _note(log, f"{shown}{catalogue_path(language, domain)}", error)
    return found


def _updated(
    found: Mapping[Domain, CatalogueFile], messages: Sequence[SourceMessage], others: Iterable[CatalogueFile] = ()
) -> dict[str, str]:
    """The new texts of catalogues by their paths; `others` too may have translations to propose."""
    known = (*found.values(), *others)
    return {
        catalogue_path(catalogue.language, domain): catalogue_text(
            merge(catalogue, messages, (other for other in known if other is not catalogue))
        )
        for domain, catalogue in found.items()
    }


def _with_terms(messages: Iterable[SourceMessage], root: Path, language: str, log: ProblemLog) -> list[SourceMessage]:
    glossary = load_glossary(root, log)
    return [with_terms(message, glossary, language) for message in messages]


def _read(root: Path, language: str, domain: Domain, log: ProblemLog) -> CatalogueFile:
    file = root / catalogue_path(language, domain)
    if not file.exists():
        return empty_catalogue(language, domain)
    text = _text(file, root, log)
    path = catalogue_path(language, domain)
    if text is None:
        raise CatalogueSyntaxError(0, "the file cannot be read as text", path)
    try:
        return parse_catalogue(text, language, domain)
    except CatalogueSyntaxError as error:
        raise CatalogueSyntaxError(error.line, error.message, path) from error


def _text(file: Path, root: Path, log: ProblemLog) -> str | None:
    return read_text(file, root, log, limit=MAX_BYTES, large="T001", unreadable="T001")


def _note(log: ProblemLog, path: str, error: CatalogueSyntaxError) -> None:
    message = f"The catalogue was left as it is: {error.message}."
    log.add("T001", Place(path, error.line), message, "Correct the line, or open the file in Poedit and save it.")


def _write_changed(root: Path, texts: Iterable[tuple[str, str]], mode: int = 0o644) -> tuple[str, ...]:
    return tuple(path for path, text in texts if _write(root / path, text, mode))


def _write(file: Path, text: str, mode: int) -> bool:
    """Write a file that is not so already; whether it differed."""
    content = text.encode("utf-8")
    if file.is_file() and file.read_bytes() == content:
        return False
    write_whole(file, content, mode=mode)
    return True
