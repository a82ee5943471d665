"""The settings say how complete a catalogue must be."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.model.catalogue import Domain, Language
from generator.model.problem import Place, Severity
from generator.model.project import MinCoverage, Project
from generator.translation.checks import check_translations
from generator.translation.glossary import Glossary
from tests.load.conftest import PROJECTS, overlaid


def asking(project: Project, language: Language, percent: int) -> Project:
    settings = project.settings.model_copy(update={"min_coverage": {"az": MinCoverage(interface=percent)}})
    return dataclasses.replace(project, settings=settings, languages=(language, Language("en")))


@pytest.mark.parametrize(("percent", "is_told"), [(0, False), (50, False), (51, True), (100, True)])
def test_a_catalogue_below_its_least_coverage_fails(
    project: Project, speaking: Callable[..., Language], percent: int, is_told: bool
) -> None:
    """One of the two messages of the interface is translated."""
    language = speaking("az", {("nav.home", "Home"): "Ana səhifə"}, Domain.INTERFACE)
    told = [each for each in check_translations(asking(project, language, percent), Glossary()) if each.code == "T024"]
    place = Place("translations/az/LC_MESSAGES/interface.po", 1, 1)
    assert [(each.place, each.severity) for each in told] == ([(place, Severity.ERROR)] if is_told else [])


def test_a_fuzzy_translation_does_not_count(project: Project, speaking: Callable[..., Language]) -> None:
    """Readers see English there."""
    language = speaking("az", {("nav.home", "Home"): "Ana səhifə"}, Domain.INTERFACE, fuzzy=True)
    (told,) = check_translations(asking(project, language, 1), Glossary())
    assert told.message.startswith("0% ")
    assert "fuzzy (1)" in told.remedy


def test_without_a_setting_no_catalogue_must_be_complete(project: Project) -> None:
    assert list(check_translations(project, Glossary())) == []


@pytest.mark.parametrize("command", [("check",), ("translations", "check")])
def test_a_project_below_its_least_coverage_does_not_pass_the_check(tmp_path: Path, command: tuple[str, ...]) -> None:
    """With how much is there, how much is asked for, and what to do."""
    case = PROJECTS / "broken" / "catalogue_less_complete_than_asked"
    project = overlaid(case, tmp_path / "project")
    result = CliRunner().invoke(main, [*command, "--project", str(project)])

    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "translations/az/LC_MESSAGES/questionnaires.po:1:1: T024 1% of the texts are translated; "
        "the settings ask for 50%. Translate what is missing (52) and settle what is fuzzy (0).",
        "1 error, 0 warnings.",
    ]


def test_a_project_at_its_least_coverage_passes_the_check(tmp_path: Path) -> None:
    """What is asked for is enough."""
    project = overlaid(PROJECTS / "broken" / "catalogue_less_complete_than_asked", tmp_path / "project")
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("questionnaires: 50", "questionnaires: 1"), encoding="utf-8")
    assert CliRunner().invoke(main, ["check", "--project", str(project)]).exit_code == 0
