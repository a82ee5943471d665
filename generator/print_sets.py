"""A school's whole set of papers: every file that it prints, with its own questions, and how many copies of each.

Everything goes into one private folder. Nothing of a school enters the project, its cache or its site: what was made
before is known from the folder itself (`RECORD`).
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from generator.model.output import OutputFile, PrintDocument
from generator.model.problem import Place, Problem
from generator.model.project import Project
from generator.progress import ProgressReport
from generator.render.archive import archive
from generator.render.print_orders import ListedPaper, PrintOrder, SchoolSet, school_order
from generator.render.print_papers import listed_papers
from generator.render.print_readme import README, LanguageSet, SetPaper, readme
from generator.write.cache import digest
from generator.write.fonts import installed_fonts, undrawn_letters
from generator.write.late_pages import printed_file
from generator.write.pdf import PdfJob, lost_job, pdf_key, render_files
from generator.write.private_folder import PRIVATE_FILE, PRIVATE_FOLDER
from generator.write.whole_file import write_whole
from generator.write.workers import Workers

RECORD: Final = ".made.json"
"""In the folder of a set: what its files were made from, so that a second run makes only what changed."""
BOXES: Final = "boxes"
"""Below a language's folder: where the answer boxes of its forms stand."""


@dataclass
class PrintedSet:
    """What became of a set."""

    folder: Path
    made: int = 0
    """Files that are new or changed."""
    kept: int = 0
    """Files that were there already and did not change."""
    problems: list[Problem] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    """The whole set by name, as it is made."""
    filled_in: list[str] = field(default_factory=list)
    """Files into which somebody wrote since they were made: they stay as they are in the folder."""


@dataclass(frozen=True, slots=True)
class _Planned:
    """A paper on its way: a finished file, or a document with the key of its PDF."""

    listed: ListedPaper
    name: str
    """Below the folder of the set."""
    made: PrintDocument | OutputFile
    key: str

    @property
    def is_written_into(self) -> bool:
        """Whether people type into it where it lies: a plan, a workbook."""
        return self.made.is_form if isinstance(self.made, PrintDocument) else self.listed.kind == "workbook"

    @property
    def names(self) -> tuple[str, ...]:
        """All files that come of it, the paper itself first."""
        is_form = isinstance(self.made, PrintDocument) and self.made.sheet
        language, _, name = self.name.partition("/")
        return (self.name, f"{language}/{BOXES}/{name.removesuffix('.pdf')}-layout.json") if is_form else (self.name,)


def set_name(school: SchoolSet) -> str:
    """The name of a set: of its folder and its zip file."""
    return f"{school.setting.id}-school-{school.id}"


def print_set(
    project: Project,
    school: SchoolSet,
    languages: Sequence[str],
    folder: Path,
    workers: Workers,
    progress: ProgressReport,
) -> PrintedSet:
    """Make a school's set in `languages` into `folder`, which is private; files that did not change stay.

    Raises OSError when the folder cannot be written.
    """
    done = PrintedSet(folder / set_name(school))
    done.folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    own = project.own_questions_of(school.id, school.setting.questionnaire)
    orders = {code: school_order(project, code, school, own) for code in languages}
    plans = {code: tuple(_planned(order, project.root)) for code, order in orders.items()}
    planned = [each for some in plans.values() for each in some]
    done.problems += undrawn_letters([each.made for each in planned if isinstance(each.made, PrintDocument)],
                                     installed_fonts())  # fmt: skip
    record = _Record.of(done.folder)
    for each in planned:
        done.files |= record.kept(done.folder, each) or {}
    done.filled_in += [
        each.name for each in planned if each.is_written_into and record.is_changed(done.folder, each.name)
    ]
    for name, content in _made(done, planned, project.root, workers, progress):
        done.files[name] = content
        if name not in done.filled_in:
            done.made += _write(done.folder, name, content)
    sets = [_language_set(order, plans[code], done.files) for code, order in orders.items()]
    done.files[README] = readme(school, sets).encode()
    done.made += _write(done.folder, README, done.files[README])
    done.kept = len(done.files) - done.made - len(done.filled_in)
    record.replaced_by(done, planned)
    return done


def zipped_set(done: PrintedSet) -> bytes:
    """The whole set as an archive: the same set gives the same bytes."""
    return archive((f"{done.folder.name}/{name}", done.files[name]) for name in sorted(done.files))


def _planned(order: PrintOrder, root: Path) -> Iterator[_Planned]:
    styles = root / "site_templates" / "print"
    for listed in listed_papers(order):
        made = listed.make()
        if isinstance(made, PrintDocument):
            key = pdf_key(made.html, styles, made.is_form, made.sheet)
        else:
            key = digest([made.content])
        yield _Planned(listed, f"{order.language.code}/{listed.name}", made, key)


def _made(
    done: PrintedSet, planned: Sequence[_Planned], root: Path, workers: Workers, progress: ProgressReport
) -> Iterator[tuple[str, bytes]]:
    """The files that are not there yet, as they are finished."""
    missing = [each for each in planned if each.name not in done.files]
    styles = root / "site_templates" / "print"
    jobs = []
    for each in missing:
        if isinstance(each.made, OutputFile):
            yield each.name, each.made.content
        else:
            jobs.append(dataclasses.replace(PdfJob.of(each.made, styles), path=each.name))
    names = {each.name: each.names for each in missing}
    for name, content in progress.track(workers.each(render_files, jobs, lost_job), "PDFs", len(jobs)):
        if isinstance(content, str):
            done.problems.append(Problem(Place(name), "B002", content))
        else:
            yield from zip(names[name], (file.content for file in content), strict=True)


def _language_set(order: PrintOrder, planned: Sequence[_Planned], files: Mapping[str, bytes]) -> LanguageSet:
    papers = tuple(
        SetPaper(each.listed, each.name, printed_file(each.name, files[each.name]))
        for each in planned
        if each.name in files
    )
    return LanguageSet(order, papers, f"{order.language.code}/{BOXES}")


@dataclass(frozen=True, slots=True)
class _Record:
    """What the files of a set were made from, and the digests that they had."""

    keys: Mapping[str, str]
    digests: Mapping[str, str]

    @classmethod
    def of(cls, folder: Path) -> _Record:
        """The record of a folder; an empty one where there is none that can be read."""
        try:
            stored = json.loads((folder / RECORD).read_text(encoding="utf-8"))
            return cls(dict(stored["keys"]), dict(stored["digests"]))
        except (OSError, ValueError, KeyError, TypeError):
            return cls({}, {})

    def kept(self, folder: Path, planned: _Planned) -> dict[str, bytes] | None:
        """The files of a paper, when they were made from the same and nobody touched them since."""
        if self.keys.get(planned.name) != planned.key:
            return None
        found = {name: content for name in planned.names if (content := self._untouched(folder, name)) is not None}
        return found if len(found) == len(planned.names) else None

    def is_changed(self, folder: Path, name: str) -> bool:
        """Whether a file is there and is not the one that was made."""
        return (folder / name).is_file() and self._untouched(folder, name) is None

    def replaced_by(self, done: PrintedSet, planned: Sequence[_Planned]) -> None:
        """Write the new record, and remove the files of the old one that the set has no more.

        A file that somebody changed by hand stays.
        """
        for name in self.digests.keys() - done.files.keys():
            if self._untouched(done.folder, name) is not None:
                (done.folder / name).unlink()
                with contextlib.suppress(OSError):
                    (done.folder / name).parent.rmdir()
        now = _Record(
            {each.name: each.key for each in planned if each.name in done.files},
            {name: digest([content]) for name, content in sorted(done.files.items())},
        )
        _write(done.folder, RECORD, json.dumps(dataclasses.asdict(now), indent=0).encode())

    def _untouched(self, folder: Path, name: str) -> bytes | None:
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
            return None
        content = path.read_bytes()
        return content if digest([content]) == self.digests.get(name) else None


def _write(folder: Path, name: str, content: bytes) -> bool:
    """Write a file of the set, unless it is there as it is; whether it was. Folders above it are private too."""
    path = folder / name
    for above in reversed(path.relative_to(folder).parents[:-1]):
        (folder / above).mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    is_new = not path.is_file() or path.read_bytes() != content
    if is_new:
        write_whole(path, content, mode=PRIVATE_FILE)
    return is_new
