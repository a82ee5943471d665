"""Nothing private gets out: a canary in every private name and value, and a search through every byte a build left.

Searched are the site, the cache and the rendered languages below the project, the temporary folder, the home folder,
and all that the command said: names of files and folders, and contents, packed ones unpacked (`tests.every_byte`).
"""

from __future__ import annotations

import gzip
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import IS_NIGHTLY, ROOT
from tests.every_byte import numbers_of_seven_digits, readable, unpacked
from tests.many_schools import CANARY, OPEN, ManySchools, make_many_schools

pytestmark = pytest.mark.slow
SCHOOLS = 1000 if IS_NIGHTLY else 60
SCHOOLS_WITH_PDFS = 20 if IS_NIGHTLY else 2
_CANARY = re.compile(CANARY.encode(), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Built:
    """What can be read of all that a build left behind."""

    schools: ManySchools
    public: tuple[str, ...]
    """Where the name of a public school can be read."""
    private_words: tuple[str, ...]
    """Where a canary can be read."""
    private_numbers: tuple[str, ...]
    """Where an exact number of a private school can be read, or what it rounds to."""
    numbers: int
    """In how many places there are numbers as long as private ones."""


def has_canary(content: bytes) -> bool:
    return bool(_CANARY.search(content))


def private_among(numbers: Iterable[int]) -> set[int]:
    """Exact numbers of private schools, and what they round to."""
    return {number for number in numbers if number % 1000 in {783, 785}}


def private_numbers(content: bytes) -> set[int]:
    return private_among(numbers_of_seven_digits(content))


def build(folder: Path, count: int, *arguments: str) -> Built:
    """Build a project of many schools with a vault, in an environment whose every folder is known."""
    schools = make_many_schools(folder / "project", count)
    before = set(schools.root.rglob("*"))
    homes = {name: folder / name.lower() for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME")}
    for home in homes.values():
        home.mkdir()
    environment = os.environ | {name: str(home) for name, home in homes.items()}
    vault = str(folder / "vault")

    def guzgu(*words: str) -> bytes:
        command = [sys.executable, "-m", "generator", *words, "--project", str(schools.root), "--vault", vault]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout + done.stderr

    guzgu("codes", "issue", "--round", "2023")
    said = guzgu("build", *arguments)
    made = {path for path in schools.root.rglob("*") if path.parts[len(schools.root.parts)] not in {".build", "site"}}
    assert made == before, "the build wrote among the project's own files"
    # `site` is a link into `.build`.
    public, words, private, numbers = [], [], [], 0
    for where, content in [("what was said", said), *readable((schools.root / ".build", *homes.values()))]:
        found = numbers_of_seven_digits(content)
        numbers += bool(found)
        public += [where] * (OPEN.encode() in content)
        words += [where] * has_canary(content)
        private += [where] * bool(private_among(found))
    return Built(schools, tuple(public), tuple(words), tuple(private), numbers)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Many schools without PDFs, in English, at night in all languages."""
    languages = [] if IS_NIGHTLY else ["--language", "en"]
    return build(tmp_path_factory.mktemp("many"), SCHOOLS, "--no-pdf", "--jobs", "2", *languages)


@pytest.fixture(scope="module")
def with_pdfs(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A few schools in Azerbaijani, with all PDFs, those of sealed reports too."""
    return build(tmp_path_factory.mktemp("printed"), SCHOOLS_WITH_PDFS, "--language", "az", "--jobs", "2")


def test_what_is_searched_holds_every_public_school(many: Built) -> None:
    """Else a search that finds nothing would mean nothing."""
    assert len(many.schools.public) == 0.3 * SCHOOLS
    for school in many.schools.public:
        assert any(f"/schools/{school}/index.html" in where for where in many.public)
    assert many.numbers > len(many.schools.public)


def test_what_is_searched_holds_a_sealed_report_of_each_school(many: Built) -> None:
    assert len(list((many.schools.root / "site" / "r").glob("*.bin"))) >= SCHOOLS


def test_no_private_word_stands_in_any_byte(many: Built) -> None:
    assert many.private_words == ()


def test_no_private_number_stands_in_any_byte(many: Built) -> None:
    assert many.private_numbers == ()


def test_no_private_word_or_number_stands_in_any_pdf(with_pdfs: Built) -> None:
    pages = [where for where in with_pdfs.public if re.search(r" page \d+$", where)]
    assert pages, "no PDF names a public school: the search is blind"
    assert (with_pdfs.private_words, with_pdfs.private_numbers) == ((), ())


def _in_a_workbook() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<t>{CANARY}1</t>")
    return packed.getvalue()


def _in_a_pdf() -> bytes:
    from generator.write.pdf import PdfJob, render_job

    html = f"<!doctype html><html lang=en><head><title>T</title></head><body><p>{CANARY}1 2345783</p></body></html>"
    _, pdf = render_job(PdfJob("a.pdf", html, "en", ROOT / "site_templates/print"))
    assert isinstance(pdf, bytes)
    assert not has_canary(pdf)
    return pdf


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", f"<p title='{CANARY.upper()}1'>".encode),
        ("packed.json.gz", lambda: gzip.compress(f'{{"a":"{CANARY}1"}}'.encode())),
        ("book.xlsx", _in_a_workbook),
        ("report.pdf", _in_a_pdf),
        ("0a1b", lambda: b"checksum" + _in_a_pdf()),
        (f"{CANARY}1/index.html", lambda: b""),
        ("style.css", lambda: b"url(data:text/plain;base64,enFrYW5hcnlhMTIzNDU2Nzg5MA==)"),
    ],
)
def test_a_planted_word_is_found(tmp_path: Path, name: str, content: Callable[[], bytes]) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content())

    assert any(has_canary(each) for _, each in readable([tmp_path]))


@pytest.mark.parametrize(
    "text", ["<td>2345783</td>", "2,345,783 people", "2 345 783", "2.345.785", "[2345783,", "{'n': 2345785}"]
)
def test_a_planted_number_is_found(text: str) -> None:
    assert private_numbers(text.encode())


def test_a_planted_number_is_found_in_a_pdf() -> None:
    assert any(private_numbers(content) for _, content in unpacked("report.pdf", _in_a_pdf()))


@pytest.mark.parametrize("text", ["a12345783b", "0.2345783", "12345783", "2345780"])
def test_what_is_no_private_number_is_not_taken_for_one(text: str) -> None:
    assert not private_numbers(text.encode())
