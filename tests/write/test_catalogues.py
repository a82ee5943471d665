"""Catalogues on disk are brought up to date without touching what is right or broken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.load.catalogues import read_catalogue
from generator.model.catalogue import Domain, Language
from generator.model.content import Guide, GuideFrontMatter, InterfaceEntry, InterfaceString
from generator.model.problem import Place, ProblemLog
from generator.model.project import Project, SiteSettings
from generator.write.catalogues import (
    export_missing,
    format_catalogues,
    import_translations,
    update_catalogues,
    write_templates,
)

GUIDES_PO = "translations/az/LC_MESSAGES/guides.po"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with one guide and one interface string, in Azerbaijani and English."""
    front = GuideFrontMatter(title="A title", summary="A summary.", audience="school", order=1, minutes=1)
    place = Place("site_templates/interface/common.yaml", 1, 1)
    return Project(
        root=tmp_path,
        settings=SiteSettings(languages=("az", "en")),
        questionnaires={},
        own_questions=(),
        rounds=(),
        published=(),
        guides=(Guide("a", front, "Read the report.\n", 8, "content/guides/a.md"),),
        interface={"nav.home": InterfaceString("nav.home", InterfaceEntry(text="Home"), place)},
        languages=(Language("az"), Language("en")),
        places={},
    )


def test_templates_have_every_message_and_no_date(project: Project) -> None:
    """The same project gives the same bytes."""
    assert len(write_templates(project).changed) == 3
    text = (project.root / "translations/templates/guides.pot").read_text(encoding="utf-8")
    assert '#: content/guides/a.md\nmsgid "Read the report."\nmsgstr ""\n' in text
    assert "Date" not in text


def test_an_update_makes_the_catalogues_that_are_missing(project: Project) -> None:
    """English needs none."""
    update_catalogues(project)
    assert sorted(path.name for path in (project.root / "translations").iterdir()) == ["az", "templates"]
    log = ProblemLog()
    assert read_catalogue(project.root / GUIDES_PO, project.root, log).language == "az"
    assert log.problems == ()


def test_a_second_update_writes_nothing(project: Project) -> None:
    """Files that are right already are not touched."""
    update_catalogues(project)
    assert update_catalogues(project).changed == ()
    assert format_catalogues(project).changed == ()


def test_a_broken_catalogue_is_left_as_it_is_and_named(project: Project) -> None:
    """Rewriting it could lose a translator's work."""
    update_catalogues(project)
    file = project.root / GUIDES_PO
    broken = file.read_text(encoding="utf-8") + '\nmsgid "x\n'
    file.write_text(broken, encoding="utf-8")
    written = update_catalogues(project)
    assert file.read_text(encoding="utf-8") == broken
    assert [(problem.code, problem.place.path) for problem in written.problems] == [("T001", GUIDES_PO)]
    assert format_catalogues(project).problems[0].place.line == broken.count("\n")


def test_a_batch_goes_out_and_its_translations_come_in(project: Project) -> None:
    """What was imported is what the site loads."""
    texts = [json.loads(line)["text"] for line in export_missing(project, "az", Domain.GUIDES).splitlines()]
    assert texts == ["A title", "A summary.", "Read the report."]
    answer = json.dumps({"context": "", "text": "Read the report.", "forms": ["Hesabatı oxuyun."]})
    assert import_translations(project, "az", Domain.GUIDES, answer).refusals == ()
    catalogue = read_catalogue(project.root / GUIDES_PO, project.root, ProblemLog())
    assert catalogue.translations["", "Read the report."].forms == ("Hesabatı oxuyun.",)
    assert len(export_missing(project, "az", Domain.GUIDES).splitlines()) == 2


@pytest.mark.parametrize("code", ["../x", "en", "AZ", "az/../../x", ""])
def test_only_a_language_code_becomes_a_folder(project: Project, code: str) -> None:
    """English is the source and has no catalogue."""
    with pytest.raises(ValueError, match="code of a language"):
        update_catalogues(project, [code])
    with pytest.raises(ValueError, match="code of a language"):
        import_translations(project, code, Domain.GUIDES, "")


def test_an_export_from_a_broken_catalogue_names_its_line(project: Project) -> None:
    """The translator finds the line."""
    update_catalogues(project)
    with (project.root / GUIDES_PO).open("a", encoding="utf-8") as file:
        file.write('\nmsgid "x\n')
    with pytest.raises(ValueError, match=r"translations/az/LC_MESSAGES/guides\.po:\d+: "):
        export_missing(project, "az", Domain.GUIDES)
