"""A native reviewer signs what was read, on a day; what changes later is seen not to be signed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.load.catalogues import catalogue_path
from generator.load.project import load_project
from generator.model.catalogue import Domain
from generator.translation.messages import source_messages
from tests.small_project import make_small_project

QUESTIONNAIRES = catalogue_path("az", Domain.QUESTIONNAIRES)


def run(root: Path, command: str, *arguments: str) -> Result:
    options = ["translations", command, *arguments, "--project", str(root)]
    return CliRunner().invoke(main, options, catch_exceptions=False)


def sign(root: Path, *arguments: str) -> Result:
    return run(root, "sign", "az", "--reviewer", "Leyla Məmmədova", "--date", "2026-11-22", *arguments)


def row(root: Path, domain: Domain) -> dict[str, object]:
    rows = json.loads(run(root, "status", "--json").stdout)
    return next(each for each in rows if (each["language"], each["domain"]) == ("az", domain))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = make_small_project(tmp_path / "project")
    run(folder, "update")
    return folder


def test_a_signature_has_name_and_day_and_covers_what_is_translated(root: Path) -> None:
    result = sign(root, "--domain", "guides")
    guides = row(root, Domain.GUIDES)

    assert result.exit_code == 0
    assert f"{catalogue_path('az', Domain.GUIDES)}: {guides['translated']} translations signed" in result.stdout
    assert (guides["reviewer"], guides["reviewed_on"], guides["unreviewed"]) == ("Leyla Məmmədova", "2026-11-22", 0)
    assert row(root, Domain.INTERFACE)["reviewer"] == ""
    assert load_project(root).problems == ()


def test_a_translation_that_changed_later_is_not_signed(root: Path) -> None:
    sign(root)
    file = root / QUESTIONNAIRES
    before = row(root, Domain.QUESTIONNAIRES)
    text = file.read_text(encoding="utf-8")
    project = load_project(root)
    shown = next(
        found.forms[0]
        for message in source_messages(project)
        if (found := project.language("az").translation(Domain.QUESTIONNAIRES, message.context, message.text))
    )
    changed = text.replace(f'msgstr "{shown}"', f'msgstr "{shown} yeni"')
    assert changed.count(" yeni") == 1
    file.write_text(changed, encoding="utf-8")

    assert row(root, Domain.QUESTIONNAIRES)["unreviewed"] == 1
    assert "1 changed since" in " ".join(run(root, "status").stdout.split())
    file.write_text(text, encoding="utf-8")
    assert row(root, Domain.QUESTIONNAIRES) == before


def test_update_and_format_keep_the_signature(root: Path) -> None:
    sign(root)
    before = (root / QUESTIONNAIRES).read_bytes()
    run(root, "update")
    run(root, "format")

    assert (root / QUESTIONNAIRES).read_bytes() == before


def test_a_signature_written_by_hand_covers_all_and_tells_no_day(root: Path) -> None:
    """As catalogues of other projects have it."""
    file = root / QUESTIONNAIRES
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"X-Reviewer: \\n"', '"X-Reviewer: Leyla\\n"'), encoding="utf-8")
    found = row(root, Domain.QUESTIONNAIRES)

    assert (found["reviewer"], found["reviewed_on"], found["unreviewed"]) == ("Leyla", "", 0)


@pytest.mark.parametrize("name", ["", " ", "a" * 101, "A\x07B"])
def test_a_signature_needs_a_name(root: Path, name: str) -> None:
    assert run(root, "sign", "az", "--reviewer", name).exit_code == 2


def test_nobody_signs_a_catalogue_without_a_translation(root: Path) -> None:
    file = root / QUESTIONNAIRES
    file.write_text(file.read_text(encoding="utf-8").partition("\n\n")[0] + "\n", encoding="utf-8")

    assert sign(root, "--domain", "questionnaires").exit_code == 2
    assert row(root, Domain.QUESTIONNAIRES)["reviewer"] == ""


def test_nobody_signs_a_language_that_is_not_there(root: Path) -> None:
    assert run(root, "sign", "ka", "--reviewer", "Leyla").exit_code == 2
