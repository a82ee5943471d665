"""A fault in one school's rows: the school is left out and named, and nobody else's pages or files change by a byte."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html as lxml_html

from generator.compute.publication import publish
from generator.load.project import load_project
from generator.model.problem import Problem
from generator.render.language_site import render_language
from tests.conftest import ROOT

pytestmark = pytest.mark.slow
ROUND = "content/results/2023"
BAD = "S07"


@dataclass(frozen=True, slots=True)
class Output:
    """What a project's schools get in English."""

    problems: tuple[Problem, ...]
    articles: Mapping[str, str]
    """By school."""
    files: Mapping[str, bytes]
    """By path."""


def without_compared(article: str) -> bytes:
    """An article without the section that holds the numbers of all schools."""
    page = lxml_html.fromstring(article)
    (section,) = page.xpath("//section[@aria-labelledby='compared']")
    section.drop_tree()
    return bytes(lxml_html.tostring(page))


@pytest.fixture(scope="module")
def output_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Output]:
    """Renders the project's newest round after an edit of its tables."""

    def make(edit: Callable[[Path], None] = lambda _: None) -> Output:
        root = tmp_path_factory.mktemp("project")
        for name in ("questionnaires", ROUND, "site_templates", "content/activities", "content/guides"):
            shutil.copytree(ROOT / name, root / name)
        (root / "mkdocs.yml").write_text("extra:\n  guzgu:\n    languages: [en]\n", encoding="utf-8")
        edit(root / ROUND)
        project = load_project(root)
        site = render_language(publish(project), (), "en", root / "site_templates", with_pdfs=False)
        return Output(
            project.problems,
            {page.path.split("/")[-2]: page.article for page in site.articles},
            {file.path: file.content for file in site.files if file.path.startswith("files/results/")},
        )

    return make


def break_one_count(folder: Path) -> None:
    """Write a word where a count belongs, once."""
    table = folder / "answers.csv"
    text = table.read_text(encoding="utf-8")
    broken, times = re.subn(rf"^({BAD},.*),\d+$", r"\1,many", text, count=1, flags=re.MULTILINE)
    assert times == 1
    table.write_text(broken, encoding="utf-8")


def leave_out(folder: Path) -> None:
    """Take the school's rows out of every table."""
    for table in folder.glob("*.csv"):
        lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
        table.write_text("".join(line for line in lines if not line.startswith(f"{BAD},")), encoding="utf-8")


@pytest.fixture(scope="module")
def broken(output_of: Callable[..., Output]) -> Output:
    return output_of(break_one_count)


@pytest.fixture(scope="module")
def sound(output_of: Callable[..., Output]) -> Output:
    return output_of()


def test_the_school_is_left_out_and_named_with_file_and_line(broken: Output, sound: Output) -> None:
    (problem,) = broken.problems
    line = next(
        number
        for number, text in enumerate((ROOT / ROUND / "answers.csv").read_text(encoding="utf-8").splitlines(), 1)
        if text.startswith(f"{BAD},")
    )

    assert (problem.code, str(problem.place)) == ("R008", f"{ROUND}/answers.csv:{line}")
    assert "left out" in problem.remedy
    assert sound.articles.keys() - broken.articles.keys() == {BAD}
    assert not [path for path in broken.files if f"/{BAD}-" in path]


def test_everything_is_as_if_the_school_had_not_been_in_the_tables(
    broken: Output, output_of: Callable[..., Output]
) -> None:
    absent = output_of(leave_out)

    assert absent.problems == ()
    assert broken.articles == absent.articles
    assert broken.files == absent.files


def test_the_files_of_the_other_schools_are_those_of_a_build_without_the_fault(broken: Output, sound: Output) -> None:
    theirs = {path: content for path, content in broken.files.items() if re.search(r"/S\d\d-", path)}

    assert len(theirs) == 3 * len(broken.articles) >= 15
    assert {path: sound.files[path] for path in theirs} == theirs


def test_the_pages_of_the_other_schools_are_those_of_a_build_without_the_fault(broken: Output, sound: Output) -> None:
    """All but the comparison with the round, in which the school that was left out no longer counts."""
    for school, article in broken.articles.items():
        assert without_compared(article) == without_compared(sound.articles[school]), school
