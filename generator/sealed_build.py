"""The part of a build that needs a vault: every school's own report, sealed, among the files of the site.

Reports are rendered and sealed a hundred at a time in worker processes; what comes back is sealed, or a print document
on its way to another worker, which hands back a sealed PDF.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.compute.publication import OwnResults, Publication
from generator.model.output import OutputFile
from generator.model.problem import Place, Problem, ProblemLog
from generator.model.project import Project
from generator.progress import ProgressReport
from generator.render.code_sheets import ministry_title
from generator.render.language_site import render_own_reports
from generator.write.cache import Cache, digest
from generator.write.code_vault import RoundCodes, open_vault
from generator.write.fonts import installed_fonts, undrawn_letters
from generator.write.sealed_reports import (
    BlobFacts,
    SealedPrint,
    SealedReports,
    decoys,
    render_sealed,
    seal_ministry_list,
    seal_reports,
)

_REPORTS_AT_A_TIME: Final = 100
"""So few that they fit in memory, so many that what a job prepares for all of them pays."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """What sealing needs of a build under way."""

    root: Path
    codes: Mapping[str, RoundCodes]
    """By round."""
    executor: Executor
    progress: ProgressReport
    cache: Cache
    log: ProblemLog
    """Where PDFs that could not be made are noted, and letters without font."""
    kept: set[str]
    """The keys of the cache that this build uses."""

    def files(self, publication: Publication, *, with_pdfs: bool) -> Iterator[OutputFile]:
        """Every sealed file of the site."""
        facts = []
        for file in self._true_files(publication, with_pdfs=with_pdfs):
            facts.append(BlobFacts.of(file))
            yield file
        secret = digest(self.codes[round_id].decoy_secret for round_id in sorted(self.codes))
        yield from decoys(facts, bytes.fromhex(secret))

    def _true_files(self, publication: Publication, *, with_pdfs: bool) -> Iterator[OutputFile]:
        jobs = list(self._jobs(publication, with_pdfs=with_pdfs))
        prints: list[SealedPrint] = []
        for sealed in self.progress.track(self.executor.map(_seal_some, jobs), "Own reports", len(jobs)):
            yield from sealed.files
            prints += sealed.prints
        yield from self._ministry_lists(publication)
        yield from self._pdfs(prints)

    def _jobs(self, publication: Publication, *, with_pdfs: bool) -> Iterator[_SealingJob]:
        # What stands on public pages is not needed, and would travel with every job.
        shared = dataclasses.replace(publication, schools=(), earlier={}, changes={}, own=())
        for language in publication.content.settings.languages:
            content = publication.content.read_in(language)
            for start in range(0, len(publication.own), _REPORTS_AT_A_TIME):
                some = publication.own[start : start + _REPORTS_AT_A_TIME]
                sent = dataclasses.replace(shared, content=content, own=some)
                yield _SealingJob(sent, self.codes, language, self.root, with_pdfs=with_pdfs)

    def _ministry_lists(self, publication: Publication) -> Iterator[OutputFile]:
        settings = {each.released.setting.id: each.released.setting for each in publication.own}
        for language in publication.content.settings.languages:
            for round_id, setting in settings.items():
                title = ministry_title(publication.content, language, setting)
                schools = [
                    each.released.school
                    for each in publication.own
                    if _is_listed(each, round_id) and each.released.school
                ]
                yield seal_ministry_list(self.codes[round_id], language, title, schools)

    def _pdfs(self, prints: Sequence[SealedPrint]) -> Iterator[OutputFile]:
        if prints:
            self.log.extend(undrawn_letters((each.document for each in prints), installed_fonts()))
        self.kept.update(key for each in prints for key in each.cache_keys)
        missing = [each for each in prints if self._cached(each) is None]
        styles = self.root / "site_templates" / "print"
        results = self.executor.map(render_sealed, [(each, styles) for each in missing])
        made = self.progress.track(results, "Own PDFs", len(missing))
        for task, blobs in zip(missing, made, strict=True):
            if isinstance(blobs, str):
                self.log.add("B002", Place(task.document.path), blobs)
                continue
            for key, blob in zip(task.cache_keys, blobs, strict=True):
                self.cache.put(key, blob)
        for each in prints:
            found = self._cached(each)
            if found is not None:
                yield from each.files(found)

    def _cached(self, task: SealedPrint) -> tuple[bytes, ...] | None:
        found = tuple(blob for blob in map(self.cache.get, task.cache_keys) if blob is not None)
        return found if len(found) == len(task.codes) else None


def codes_of_rounds(project: Project, vault: Path | None) -> tuple[dict[str, RoundCodes], tuple[Problem, ...]]:
    """The codes of the project's rounds by round, and a warning for each without a key; both empty without a vault.

    Raises PrivateFolderError and VaultError.
    """
    log = ProblemLog()
    codes: dict[str, RoundCodes] = {}
    if vault is None:
        return codes, ()
    opened = open_vault(vault, project.root)
    for round_ in project.rounds:
        found = opened.codes(round_.id)
        if found:
            codes[round_.id] = found
        else:
            message = f"The vault has no key for round {round_.id}: the reports of its schools are not sealed."
            log.add("B007", Place(f"round {round_.id}"), message, f"Run guzgu codes issue --round {round_.id}.")
    return codes, log.problems


def sealing_note(project: Project, vault: Path | None, codes: Mapping[str, RoundCodes]) -> str:
    """One sentence on own reports for the summary of a build; none where no school took part."""
    if not any(round_.schools for round_ in project.rounds):
        return ""
    if vault is None:
        return "Own reports are not sealed: no vault."
    count = sum(len(round_.schools) for round_ in project.rounds if round_.id in codes)
    return f"Sealed: {count} own reports."


def with_codes_only(publication: Publication, codes: Mapping[str, RoundCodes]) -> Publication:
    """The publication without own results of rounds that have no codes."""
    own = tuple(each for each in publication.own if each.released.setting.id in codes)
    return dataclasses.replace(publication, own=own)


@dataclass(frozen=True, slots=True)
class _SealingJob:
    """What a worker process needs to seal some reports in one language."""

    publication: Publication
    codes: Mapping[str, RoundCodes]
    language: str
    root: Path
    with_pdfs: bool


def _seal_some(job: _SealingJob) -> SealedReports:
    templates = job.root / "site_templates"
    reports = render_own_reports(job.publication, job.language, templates, with_pdfs=job.with_pdfs)
    return seal_reports(reports, job.codes, templates / "print")


def _is_listed(results: OwnResults, round_id: str) -> bool:
    return results.is_for_ministry and results.released.setting.id == round_id
