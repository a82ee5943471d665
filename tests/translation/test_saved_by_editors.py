"""Whatever a translator's editor made of a file's form, formatting it leaves no difference but the words."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cli import main
from generator.load.catalogues import catalogue_path
from generator.model.catalogue import Domain, SourceMessage
from generator.model.problem import Place
from generator.translation.catalogue_file import CatalogueFile
from generator.translation.format import canonical_text, catalogue_text
from tests.conftest import IS_NIGHTLY, ROOT
from tests.small_project import make_small_project
from tests.translation.test_format import catalogues

PO = catalogue_path("az", Domain.GUIDES)
EXAMPLES = 1_000 if IS_NIGHTLY else 40
OTHER_FIELDS = (
    "POT-Creation-Date: 2026-01-01 10:00+0400",
    "PO-Revision-Date: 2026-01-02 10:00+0400",
    "Last-Translator: Somebody <somebody@example.org>",
    "Language-Team: ",
    "X-Generator: Poedit 3.6",
    "X-Poedit-SourceCharset: UTF-8",
)


def rewrapped(quoted: str, start: str, chance: random.Random) -> list[str]:
    """The lines of a keyword with its text, broken where an editor pleases, but never inside an escape."""
    keyword, _, text = quoted.partition(" ")
    characters, position = [], 0
    text = text[1:-1]
    while position < len(text):
        length = 2 if text[position] == "\\" else 1
        characters.append(text[position : position + length])
        position += length
    width = chance.randint(1, 12)
    parts = ["".join(characters[place : place + width]) for place in range(0, len(characters), width)]
    return [f'{start}{keyword} ""', *(f'{start}"{part}"' for part in parts)]


def saved_by_an_editor(text: str, chance: random.Random) -> str:
    """The same catalogue: wrapped, fields and comments in another order, places with lines, CRLF, a byte order mark."""
    blocks = []
    for number, block in enumerate(text.rstrip("\n").split("\n\n")):
        lines = block.split("\n")
        if number == 0:
            fields = [line for line in lines if line.startswith('"')]
            head = [line for line in lines if not line.startswith('"')]
            fields += [f'"{field}\\n"' for field in OTHER_FIELDS if chance.random() < 0.5]
            chance.shuffle(fields)
            blocks.append("\n".join([*head, *fields]))
            continue
        kinds: dict[str, list[str]] = {}
        statements: list[str] = []
        for line in lines:
            if line.startswith(("#~", "#|")) or not line.startswith("#"):
                start = next((each for each in ("#~| ", "#~ ", "#| ") if line.startswith(each)), "")
                quoted = line.removeprefix(start)
                is_whole = not quoted.startswith('"') and not quoted.endswith('""')
                statements += rewrapped(quoted, start, chance) if is_whole else [line]
            else:
                kinds.setdefault(line[:2], []).append(line)
        if "#:" in kinds:
            kinds["#:"] = ["#: " + " ".join(f"{line[3:]}:{chance.randint(1, 99)}" for line in kinds["#:"])]
        comments = list(kinds.values())
        chance.shuffle(comments)
        blocks.append("\n".join([*(line for lines in comments for line in lines), *statements]))
    gap = "\n" * chance.randint(2, 3)
    saved = gap.join(blocks) + "\n" * chance.randint(0, 2)
    return chance.choice(["", "\ufeff"]) + (saved.replace("\n", "\r\n") if chance.random() < 0.5 else saved)


@settings(max_examples=EXAMPLES)
@given(catalogues(), st.randoms(use_true_random=False))
def test_a_catalogue_that_any_editor_saved_gets_its_form_back(catalogue: CatalogueFile, chance: random.Random) -> None:
    text = catalogue_text(catalogue)
    assert canonical_text(saved_by_an_editor(text, chance), "az", Domain.GUIDES) == text


@settings(max_examples=EXAMPLES)
@given(catalogues(), st.randoms(use_true_random=False))
def test_entries_that_an_editor_sorted_go_back_to_the_order_of_the_source(
    catalogue: CatalogueFile, chance: random.Random
) -> None:
    """And comments that it wrapped or dropped are those of the source again."""
    current = [entry for entry in catalogue.entries if not entry.is_obsolete]
    messages = [
        SourceMessage(
            Domain.GUIDES, entry.context, entry.text, entry.plural, entry.comment, tuple(map(Place, entry.paths))
        )
        for entry in current
    ]
    text = catalogue_text(catalogue)
    blocks = text.split("\n\n")
    middle = blocks[1 : len(current) + 1]
    chance.shuffle(middle)
    bare = ["\n".join(line for line in block.split("\n") if not line.startswith(("#.", "#:"))) for block in middle]
    shuffled = "\n\n".join([blocks[0], *bare, *blocks[len(current) + 1 :]])
    assert canonical_text(shuffled, "az", Domain.GUIDES, messages) == text


def msgcat(path: Path) -> None:
    subprocess.run(["msgcat", "--width=80", "--add-location=full", "--output", str(path), str(path)], check=True)


def polib_wrapped(path: Path) -> None:
    found = polib.pofile(path.read_text(encoding="utf-8"), wrapwidth=78)
    found.metadata["X-Generator"] = "Poedit 3.6"
    path.write_text("\ufeff" + str(found).replace("\n", "\r\n"), encoding="utf-8", newline="")


@pytest.mark.parametrize(
    "save",
    [
        pytest.param(
            msgcat, marks=pytest.mark.skipif(shutil.which("msgcat") is None, reason="gettext is not installed")
        ),
        polib_wrapped,
    ],
)
def test_our_own_catalogue_comes_back_from_real_tools_without_a_difference(
    tmp_path: Path, save: Callable[[Path], None]
) -> None:
    """As a translator would do it: save with the tool, run `guzgu translations format`."""
    root = make_small_project(tmp_path / "project")
    shutil.copy(ROOT / PO, root / PO)
    runner = CliRunner()
    runner.invoke(main, ["translations", "update", "--project", str(root)], catch_exceptions=False)
    before = (root / PO).read_bytes()
    save(root / PO)
    assert (root / PO).read_bytes() != before

    assert runner.invoke(main, ["translations", "format", "az", "--project", str(root)]).exit_code == 0
    assert (root / PO).read_bytes() == before
