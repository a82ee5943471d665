"""The commands: each says what it did, and a mistake is answered in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.model.problem import CODES
from tests.conftest import ROOT
from tests.small_project import make_small_project


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_small_project(tmp_path / "project")


def test_check_of_this_project_finds_no_error() -> None:
    result = run("check", "--project", str(ROOT))

    assert result.exit_code == 0
    assert "0 errors" in result.output or "in order" in result.output


def test_check_tells_every_fault_with_its_place(project: Path) -> None:
    (project / "content" / "guides" / "broken.md").write_text("no front matter\n", encoding="utf-8")
    (project / "questionnaires" / "schools" / "broken.yaml").write_text("a: [\n", encoding="utf-8")
    result = run("check", "--project", str(project), "--format", "json")
    problems = json.loads(result.stdout)

    assert result.exit_code == 1
    assert {"content/guides/broken.md", "questionnaires/schools/broken.yaml"} <= {each["path"] for each in problems}


def test_check_annotates_a_pull_request(project: Path) -> None:
    (project / "content" / "guides" / "broken.md").write_text("no front matter\n", encoding="utf-8")
    result = run("check", "--project", str(project), "--format", "github")

    assert "::error file=content/guides/broken.md,line=1," in result.stdout


@pytest.mark.parametrize(
    ("error", "said"),
    [(RuntimeError("odd"), "a fault of Güzgü, not of your files"), (PermissionError(13, "no"), "This machine refused")],
)
def test_a_fault_that_is_not_in_the_files_ends_with_2_since_nothing_was_published(
    project: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("generator.cli.build", fail)
    result = run("build", "--project", str(project))

    assert result.exit_code == 2
    assert said in result.output


def test_schema_writes_a_json_schema_for_each_kind_of_file(project: Path) -> None:
    result = run("schema", "--project", str(project))
    written = {Path(line).name: project / line for line in result.output.splitlines()}

    assert {"questionnaire.schema.json", "own.schema.json", "round.schema.json"} <= set(written)
    for path in written.values():
        assert json.loads(path.read_text(encoding="utf-8"))["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_compare_names_what_was_removed_and_why() -> None:
    result = run("compare", "schools/2021", "schools/2023", "--project", str(ROOT))

    assert result.exit_code == 0
    assert "C10  removed" in result.output
    assert "a major step" in result.output.splitlines()[-1]


def test_compare_with_an_unknown_version_names_the_known_ones() -> None:
    result = run("compare", "schools/2021", "schools/2022", "--project", str(ROOT))

    assert result.exit_code == 2
    assert "schools/2023" in result.output


def test_demo_makes_a_whole_project_of_any_size(tmp_path: Path) -> None:
    result = run("demo", "--schools", "3", "--output", str(tmp_path / "new"), "--project", str(ROOT))
    schools = (tmp_path / "new" / "content" / "results" / "2023" / "schools.csv").read_text(encoding="utf-8")

    assert result.exit_code == 0
    assert len(schools.splitlines()) == 1 + 3
    assert run("check", "--project", str(tmp_path / "new")).exit_code == 0


def test_demo_never_writes_into_a_folder_with_files(project: Path) -> None:
    result = run("demo", "--output", str(project), "--project", str(ROOT))

    assert result.exit_code == 2
    assert "not empty" in result.output


def test_explain_knows_every_code() -> None:
    result = run("explain")

    assert [line.split()[0] for line in result.output.splitlines()] == list(CODES)


def test_status_of_translations_comes_as_json() -> None:
    rows = json.loads(run("translations", "status", "--json", "--project", str(ROOT)).stdout)

    assert {row["language"] for row in rows} == {"az", "ru"}
    assert all(row["percent"] == 100 for row in rows)


def test_catalogues_and_templates_are_up_to_date(tmp_path: Path) -> None:
    """Whoever changes an English sentence also runs `guzgu translations update`."""
    import shutil

    for name in ("questionnaires", "content", "translations", "site_templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    result = run("translations", "update", "--project", str(tmp_path))

    assert "up to date" in result.output


def test_unknown_language_is_refused_in_one_line() -> None:
    result = run("translations", "export", "xx", "interface", "--project", str(ROOT))

    assert (result.exit_code, len(result.output.splitlines())) == (2, 1)
