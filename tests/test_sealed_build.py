"""Every school's own report is on the site, sealed; in clear it is nowhere, not even for a moment on the disk."""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import gzip
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator import sealed_build
from generator.build import BuildOptions, build
from generator.cli import main
from generator.compute.publication import Publication, publish
from generator.load.project import load_project
from generator.model.problem import Problem, ProblemLog
from generator.model.project import Project
from generator.model.report_code import ReportCode
from generator.progress import SilentProgress
from generator.sealed_build import Sealer, codes_of_rounds, sealing_note, with_codes_only
from generator.write import sealed_reports
from generator.write.cache import Cache
from generator.write.code_vault import CodeVault, RoundCodes, open_vault
from generator.write.fonts import installed_fonts
from generator.write.release import Staging
from generator.write.sealed_reports import BLOBS_ROUNDED_TO, BlobFacts, SealedReports, decoys, render_sealed
from generator.write.sealing import locator, open_sealed, school_code
from tests.conftest import IS_NIGHTLY, ROOT
from tests.small_project import make_small_project, snapshot

pytestmark = pytest.mark.slow

KILLS_OF_SEALING, KILLS_OF_BUILDS = (50, 20) if IS_NIGHTLY else (6, 0)
PUBLIC, PRIVATE = "S01", "S02"
CANARY = "Kanareyka 7319"
"""The name of the school that agreed to nothing; nobody else is called so."""
KINDS = ("report", "pdf", "plan", "csv", "json", "xlsx")


class OneByOne:
    """An executor that does its work here and now, and counts it."""

    def __init__(self) -> None:
        self.jobs: list[str] = []
        self.rendered: list[SealedReports] = []

    def map(self, work: Callable[..., Any], jobs: Iterable[Any]) -> Iterator[Any]:
        for job in jobs:
            self.jobs.append(work.__name__)
            done = work(job)
            if isinstance(done, SealedReports):
                self.rendered.append(done)
            yield done


class FromTheReports(OneByOne):
    """An executor for which the reports are rendered already, and PDFs are not."""

    def __init__(self, rendered: list[SealedReports]) -> None:
        super().__init__()
        self.rendered = rendered

    def map(self, work: Callable[..., Any], jobs: Iterable[Any]) -> Iterator[Any]:
        return super().map(work, jobs) if work is render_sealed else iter(self.rendered)


@dataclass
class Bench:
    """A small project with a vault, apart from a whole build."""

    root: Path
    vault: CodeVault
    problems: tuple[Problem, ...] = ()
    executor: OneByOne = dataclasses.field(default_factory=OneByOne)

    @property
    def codes(self) -> RoundCodes:
        found = self.vault.codes("2023")
        assert found is not None
        return found

    def sealer(self, project: Project, cache: Path | None = None) -> tuple[Sealer, Publication]:
        codes, _ = codes_of_rounds(project, self.vault.folder)
        publication = with_codes_only(publish(project, with_own=True), codes)
        kept = Cache(cache or self.root / ".build" / "cache")
        progress, log = SilentProgress(), ProblemLog()
        return Sealer(self.root, codes, self.executor, progress, kept, log, set()), publication  # type: ignore[arg-type]

    def sealed(self, *, with_pdfs: bool = False, cache: Path | None = None) -> dict[str, bytes]:
        """All sealed files by path."""
        sealer, publication = self.sealer(english(self.root), cache)
        files = {file.path: file.content for file in sealer.files(publication, with_pdfs=with_pdfs)}
        self.problems = sealer.log.problems
        return files

    def edit_schools(self, edit: Callable[[dict[str, str]], dict[str, str] | None]) -> None:
        """Change the rows of schools.csv; none takes a row out."""
        path = self.root / "content" / "results" / "2023" / "schools.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            names, rows = list(reader.fieldnames or ()), [edit(row) for row in reader]
        text = io.StringIO()
        writer = csv.DictWriter(text, names)
        writer.writeheader()
        writer.writerows(row for row in rows if row)
        path.write_text(text.getvalue(), encoding="utf-8")


def english(root: Path) -> Project:
    project = load_project(root)
    settings = project.settings.model_copy(update={"languages": ("en",)})
    return dataclasses.replace(project, settings=settings)


def with_canary(row: dict[str, str]) -> dict[str, str]:
    return row | {"name": CANARY} if row["school"] == PRIVATE else row


def make_bench(folder: Path) -> Bench:
    root = make_small_project(folder / "project")
    bench = Bench(root, open_vault(folder / "vault", root, is_made=True))
    bench.vault.issue("2023")
    bench.edit_schools(with_canary)
    return bench


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return make_bench(tmp_path_factory.mktemp("original"))


@pytest.fixture(scope="module")
def with_pdfs(original: Bench) -> tuple[Bench, dict[str, bytes]]:
    """What was sealed with PDFs."""
    files = original.sealed(with_pdfs=True)
    assert original.problems == ()
    return original, files


@pytest.fixture(scope="module")
def before(original: Bench) -> dict[str, bytes]:
    """What was sealed without PDFs."""
    return Bench(original.root, original.vault).sealed()


@pytest.fixture
def bench(original: Bench, tmp_path: Path) -> Bench:
    """A copy with the same keys, which a test may spoil; nothing was built in it yet."""
    return copied(original, tmp_path)


@pytest.fixture(scope="module")
def later(original: Bench, tmp_path_factory: pytest.TempPathFactory) -> tuple[Bench, dict[str, bytes]]:
    """The private school got another code and opened its report to the ministry; the public one took its word back."""
    bench = copied(original, tmp_path_factory.mktemp("later"))
    consents = {PUBLIC: ("none", "", ""), PRIVATE: ("ministry", "The head", "2023-04-20")}
    names = ("consent_scope", "consent_by", "consent_on")
    bench.edit_schools(lambda row: row | dict(zip(names, consents[row["school"]], strict=True)))
    bench.vault.rotate("2023", PRIVATE)
    return bench, bench.sealed()


def copied(original: Bench, folder: Path) -> Bench:
    shutil.copytree(original.root, folder / "project", ignore=shutil.ignore_patterns(".build"))
    shutil.copytree(original.vault.folder, folder / "vault")
    return Bench(folder / "project", open_vault(folder / "vault", folder / "project"))


def opened(files: Mapping[str, bytes], code: ReportCode, kind: str) -> bytes:
    content = open_sealed(code, kind, "en", files[path_of(code, kind)])
    return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content


def path_of(code: ReportCode, kind: str = "report", language: str = "en") -> str:
    return f"r/{locator(code, kind, language)}.bin"


def holds_canary(content: bytes) -> bool:
    """Whether bytes tell the name: as they are, in wide letters, compressed, or in the streams of a PDF."""
    pieces = [content, *(inflated(content, window) for window in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS))]
    if b"%PDF" in content:
        pieces += [inflated(part.lstrip(b"\r\n"), zlib.MAX_WBITS) for part in content.split(b"stream")]
    wanted = (CANARY.encode(), CANARY.encode("utf-16-be"), CANARY.encode().hex().encode())
    return any(each in piece for piece in pieces for each in wanted)


def inflated(content: bytes, window: int) -> bytes:
    try:
        return zlib.decompressobj(window).decompress(content)
    except zlib.error:
        return b""


def found_in(*folders: Path) -> list[Path]:
    """The files below folders that tell the name, by content or by their own name."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return [path for path in files if CANARY in path.name or holds_canary(path.read_bytes())]


def test_each_school_s_code_opens_its_own_report(with_pdfs: tuple[Bench, dict[str, bytes]]) -> None:
    bench, files = with_pdfs
    for school, name in ((PUBLIC, "Sample school 1"), (PRIVATE, CANARY)):
        report = json.loads(opened(files, bench.codes.code_of(school), "report"))

        assert report["version"] == 1
        assert name in report["title"]
        assert name in report["article"]
        assert report["files"] == {kind: report["files"][kind] for kind in sorted(KINDS[1:])}


def test_the_same_code_opens_every_file_that_the_report_names(with_pdfs: tuple[Bench, dict[str, bytes]]) -> None:
    bench, files = with_pdfs
    begins = {"pdf": b"%PDF-", "plan": b"%PDF-", "xlsx": b"PK", "csv": b"", "json": b"{"}
    for school in (PUBLIC, PRIVATE):
        code = bench.codes.code_of(school)
        names = json.loads(opened(files, code, "report"))["files"]

        assert all(opened(files, code, kind).startswith(begins[kind]) for kind in names)
        assert len({opened(files, code, kind) for kind in names}) == len(names)


def test_the_ministry_s_code_lists_and_opens_the_schools_that_agreed(
    with_pdfs: tuple[Bench, dict[str, bytes]],
) -> None:
    bench, files = with_pdfs
    ministry = bench.codes.code_of_ministry
    bundle = json.loads(opened(files, ministry, "bundle"))

    assert bundle["title"] == "Reports of the schools that agreed, Round 2023 (synthetic)"
    assert [school["id"] for school in bundle["schools"]] == [PUBLIC]
    for kind in KINDS:
        own = opened(files, bench.codes.code_of(PUBLIC), kind)
        assert opened(files, school_code(ministry, PUBLIC), kind) == own
    assert path_of(school_code(ministry, PRIVATE)) not in files


def test_number_of_files_does_not_tell_the_number_of_schools(with_pdfs: tuple[Bench, dict[str, bytes]]) -> None:
    bench, files = with_pdfs
    readers = [bench.codes.code_of(PUBLIC), bench.codes.code_of(PRIVATE)]
    readers.append(school_code(bench.codes.code_of_ministry, PUBLIC))
    true = {path_of(code, kind) for code in readers for kind in KINDS} | {
        path_of(bench.codes.code_of_ministry, "bundle")
    }

    assert true <= files.keys()
    assert len(files) == BLOBS_ROUNDED_TO
    assert {len(files[path]) for path in files.keys() - true} <= {len(files[path]) for path in true}
    assert all(content.startswith(b"GZS1") for content in files.values())


def test_no_sealed_file_tells_the_name(with_pdfs: tuple[Bench, dict[str, bytes]]) -> None:
    bench, files = with_pdfs

    assert holds_canary(opened(files, bench.codes.code_of(PRIVATE), "pdf"))  # the search finds what there is to find
    assert not [path for path, content in files.items() if holds_canary(content)]


def test_cache_holds_sealed_bytes_only_and_saves_the_work(with_pdfs: tuple[Bench, dict[str, bytes]]) -> None:
    bench, files = with_pdfs
    kept = [path.read_bytes()[64:] for path in (bench.root / ".build" / "cache").rglob("*") if path.is_file()]
    executor = FromTheReports(bench.executor.rendered)
    again = Bench(bench.root, bench.vault, executor=executor).sealed(with_pdfs=True)

    assert len(kept) == 6
    assert all(content in files.values() for content in kept)
    assert again == files
    assert executor.jobs == []


def test_the_same_inputs_give_the_same_files_elsewhere(bench: Bench, before: dict[str, bytes]) -> None:
    assert bench.sealed() == before


def test_rotated_code_opens_nothing_and_nobody_else_gets_other_files(
    original: Bench, before: dict[str, bytes], later: tuple[Bench, dict[str, bytes]]
) -> None:
    bench, after = later
    old, new = original.codes.code_of(PRIVATE), bench.codes.code_of(PRIVATE)

    assert path_of(old) not in after
    assert opened(after, new, "report") == opened(before, old, "report")
    assert after[path_of(bench.codes.code_of(PUBLIC))] == before[path_of(original.codes.code_of(PUBLIC))]


def test_ministry_reads_no_longer_what_a_school_took_back(later: tuple[Bench, dict[str, bytes]]) -> None:
    bench, files = later

    assert path_of(school_code(bench.codes.code_of_ministry, PUBLIC)) not in files
    assert path_of(bench.codes.code_of(PUBLIC)) in files


def test_consent_to_the_ministry_alone_opens_the_report_to_it(later: tuple[Bench, dict[str, bytes]]) -> None:
    bench, files = later
    ministry = bench.codes.code_of_ministry
    schools = json.loads(opened(files, ministry, "bundle"))["schools"]

    assert [school["name"] for school in schools] == [CANARY]
    assert CANARY.encode() in opened(files, school_code(ministry, PRIVATE), "report")


def test_document_that_cannot_be_rendered_is_named_without_the_school_s_name(
    with_pdfs: tuple[Bench, dict[str, bytes]], bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.executor = FromTheReports(with_pdfs[0].executor.rendered)
    monkeypatch.setattr(sealed_reports, "render_job", lambda job: (job.path, "The PDF could not be made: no ink."))
    files = bench.sealed(with_pdfs=True)

    assert {problem.code for problem in bench.problems} == {"B002"}
    assert [problem.place.path for problem in bench.problems if PRIVATE in problem.place.path]
    assert not any(CANARY in str(problem) for problem in bench.problems)
    assert CANARY.encode() in opened(files, bench.codes.code_of(PRIVATE), "report")
    assert path_of(bench.codes.code_of(PRIVATE), "pdf") not in files


def test_letter_without_font_is_told_of_own_reports_too(
    with_pdfs: tuple[Bench, dict[str, bytes]], bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the document that has it, without the school's name."""
    bench.executor = FromTheReports(with_pdfs[0].executor.rendered)
    monkeypatch.setattr(sealed_reports, "render_job", lambda job: (job.path, b"a PDF"))
    fonts = [font for font in installed_fonts() if font.family == "Noto Sans Georgian"]
    monkeypatch.setattr(sealed_build, "installed_fonts", lambda: fonts)
    bench.sealed(with_pdfs=True)

    assert {problem.code for problem in bench.problems} == {"B010"}
    assert len(bench.problems) == 1
    assert not any(CANARY in str(problem) for problem in bench.problems)


def test_summary_says_what_was_not_sealed(bench: Bench) -> None:
    project = english(bench.root)

    assert sealing_note(project, None, {}) == "Own reports are not sealed: no vault."
    assert sealing_note(project, bench.vault.folder, {"2023": bench.codes}) == "Sealed: 2 own reports."
    assert sealing_note(dataclasses.replace(project, rounds=()), None, {}) == ""


def test_round_without_a_key_is_named_and_left_out(bench: Bench) -> None:
    (bench.vault.folder / "2023.key").unlink()
    codes, problems = codes_of_rounds(english(bench.root), bench.vault.folder)

    assert codes == {}
    assert [(problem.code, "codes issue --round 2023" in problem.remedy) for problem in problems] == [("B007", True)]


def test_decoy_changes_when_the_file_that_it_takes_after_does() -> None:
    """A file that never changes while the others do would give itself away."""
    facts = [BlobFacts(f"r/{number:032x}.bin", 2000 + 1000 * number, bytes([number])) for number in range(5)]
    before = list(decoys(facts, b"secret"))
    facts[3] = dataclasses.replace(facts[3], digest=b"another")
    after = list(decoys(facts, b"secret"))
    changed = [len(old.content) for old, new in zip(before, after, strict=True) if old.content != new.content]

    assert [file.path for file in before] == [file.path for file in after]
    assert len(before) == BLOBS_ROUNDED_TO - 5
    assert changed
    assert set(changed) == {len(before[0].content)} or changed == [
        len(file.content) for file in before if len(file.content) == changed[0]
    ]


@pytest.mark.parametrize("size", [40, 41, 60, 76, 100])
def test_decoy_of_a_small_file_is_as_small(size: int) -> None:
    (model,) = [BlobFacts("r/a.bin", size, bytes(32))]
    found = {len(file.content) for file in decoys([model], b"secret")}

    assert len(found) == 1


def guzgu(bench: Bench, *arguments: str, private: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A command with a temporary folder and a home of its own."""
    command = [sys.executable, "-m", "generator", *arguments, "--project", str(bench.root)]
    environment = dict(os.environ)
    if private:
        environment |= {"TMPDIR": str(private), "HOME": str(private), "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_built_site_has_sealed_reports_and_tells_no_name(bench: Bench, tmp_path: Path) -> None:
    private = tmp_path / "home"
    private.mkdir()
    quick = ("--no-pdf", "--language", "en", "--jobs", "1")
    done = guzgu(bench, "build", *quick, "--vault", str(bench.vault.folder), private=private)
    site = snapshot((bench.root / "site").resolve())
    sealed = {path: content for path, content in site.items() if path.startswith("r/")}

    assert done.returncode == 0, done.stderr
    assert "Sealed: 2 own reports." in " ".join(done.stderr.split())
    assert CANARY.encode() in opened(sealed, bench.codes.code_of(PRIVATE), "report")
    assert found_in(bench.root / ".build", private) == []
    assert CANARY not in done.stdout + done.stderr
    if IS_NIGHTLY:
        build(BuildOptions(bench.root, jobs=1, with_pdfs=False, languages=("en",)))
        assert snapshot((bench.root / "site").resolve()) == {
            path: content for path, content in site.items() if path not in sealed
        }


@pytest.mark.parametrize("spoil", ["missing", "inside", "readable"])
def test_unfit_vault_publishes_nothing_and_says_why(bench: Bench, tmp_path: Path, spoil: str) -> None:
    folder = {"missing": tmp_path / "none", "inside": bench.root / "content", "readable": bench.vault.folder}[spoil]
    if spoil == "readable":
        folder.chmod(0o755)
    done = CliRunner().invoke(main, ["build", "--project", str(bench.root), "--vault", str(folder)])

    assert done.exit_code == 2
    assert done.stderr.startswith("Nothing was published: ")
    assert len(done.stderr.splitlines()) == 1
    assert not (bench.root / "site").exists()


def seal_in_a_fork(bench: Bench, sealer: Sealer, publication: Publication, private: Path) -> int:
    """Start to seal with PDFs in a process of its own, whose id is returned."""
    child = os.fork()
    if child == 0:
        tempfile.tempdir = str(private)
        os.environ.update(TMPDIR=str(private), HOME=str(private))
        staging = Staging(bench.root)
        for file in sealer.files(publication, with_pdfs=True):
            staging.add(file.path, file.content)
        os._exit(0)
    return child


def test_killed_while_sealing_nothing_in_clear_is_left(
    with_pdfs: tuple[Bench, dict[str, bytes]], bench: Bench, tmp_path: Path
) -> None:
    """In CI the reports are rendered before, so that the kills meet the PDFs; nightly, whole builds are killed too."""
    private, chance, killed = tmp_path / "home", random.Random(4), 0
    private.mkdir()
    original, _ = with_pdfs
    bench.executor = OneByOne() if IS_NIGHTLY else FromTheReports(original.executor.rendered)
    sealer, publication = bench.sealer(english(bench.root))
    for number in range(KILLS_OF_SEALING):
        shutil.rmtree(bench.root / ".build" / "cache", ignore_errors=True)
        child = seal_in_a_fork(bench, sealer, publication, private)
        time.sleep(chance.uniform(0.5, 1) * (2.5 if IS_NIGHTLY else 1.5) * (number + 1) / KILLS_OF_SEALING)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status)

        assert found_in(bench.root / ".build", private) == []
    assert killed > KILLS_OF_SEALING / 2


@pytest.mark.skipif(not KILLS_OF_BUILDS, reason="nightly: whole builds, killed again and again")
def test_killed_build_leaves_nothing_in_clear(bench: Bench, tmp_path: Path) -> None:
    """Without PDFs, which the test above is about, so that the kills meet everything else."""
    private, chance = tmp_path / "home", random.Random(5)
    private.mkdir()
    command = [sys.executable, "-m", "generator", "build", "--language", "en", "--jobs", "1", "--no-pdf"]
    command += ["--vault", str(bench.vault.folder), "--project", str(bench.root)]
    environment = os.environ | {"TMPDIR": str(private), "HOME": str(private)}
    started = time.monotonic()
    subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    whole, killed = time.monotonic() - started, 0
    assert found_in(bench.root / ".build", private) == []
    for _ in range(KILLS_OF_BUILDS):
        shutil.rmtree(bench.root / ".build", ignore_errors=True)
        streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        with subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, **streams) as process:
            time.sleep(chance.uniform(0.1, 0.95) * whole)
            killed += process.poll() is None
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            said = process.stderr.read() if process.stderr else b""

        assert found_in(bench.root / ".build", private) == []
        assert CANARY.encode() not in said
    assert killed > KILLS_OF_BUILDS / 2
