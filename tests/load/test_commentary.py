"""Commentaries: who says something about which section of which round, and nothing that disturbs the page."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.load.commentary import load_commentaries
from generator.load.project import load_project
from generator.model.content import OVERVIEW, CommentaryFrontMatter
from generator.model.problem import ProblemLog

FRONT = '---\nauthor: "A. Analyst"\ndate: 2023-06-15\n---\n'
FOLDER = "content/results/2023/commentary"


def codes(root: Path) -> list[str]:
    return [problem.code for problem in load_project(root).problems]


def test_commentaries_come_overview_first_then_in_the_order_of_the_questionnaire(
    project_with: Callable[..., Path],
) -> None:
    names = ["overall", "overview", "a", "devices", "c"]
    project = load_project(project_with({f"{FOLDER}/{name}.md": f"{FRONT}About {name}.\n" for name in names}))
    assert project.problems == ()
    assert [each.section for each in project.commentaries] == [OVERVIEW, "A", "C", "devices", "overall"]
    assert {each.round for each in project.commentaries} == {"2023"}


def test_a_commentary_knows_its_author_its_date_and_its_place(project_with: Callable[..., Path]) -> None:
    project = load_project(project_with({f"{FOLDER}/c.md": f"{FRONT}First line.\n"}))
    found = project.commentary("2023", "C")
    assert found is not None
    assert found.front_matter == CommentaryFrontMatter(author="A. Analyst", date=datetime.date(2023, 6, 15))
    assert (found.body, found.body_line, found.path) == ("First line.\n", 5, f"{FOLDER}/c.md")


def test_a_section_without_commentary_has_none(tiny: Path) -> None:
    assert load_project(tiny).commentary("2023", "C") is None


def test_commentaries_may_lie_with_a_round_elsewhere(project_with: Callable[..., Path], tmp_path: Path) -> None:
    root = project_with({f"{FOLDER}/c.md": f"{FRONT}Words.\n", f"{FOLDER}/a.md": f"{FRONT}[x](site:nowhere/)\n"})
    (tmp_path / "private").mkdir()
    (root / "content/results/2023").rename(tmp_path / "private/2023")
    project = load_project(root, results_dir=tmp_path / "private")
    assert [each.section for each in project.commentaries] == ["A", "C"]
    assert [str(problem.place) for problem in project.problems] == ["private/2023/commentary/a.md:5:5"]


def test_a_faulty_commentary_is_left_out_and_its_neighbour_stays(project_with: Callable[..., Path]) -> None:
    project = load_project(project_with({f"{FOLDER}/a.md": FRONT + "<b>", f"{FOLDER}/c.md": FRONT + "Words."}))
    assert [each.section for each in project.commentaries] == ["C"]
    assert [problem.code for problem in project.problems] == ["G003"]


def test_a_commentary_on_a_round_that_cannot_be_used_is_checked_and_left_out(
    project_with: Callable[..., Path],
) -> None:
    root = project_with({f"{FOLDER}/c.md": FRONT + "## High", f"{FOLDER}/zebra.md": FRONT + "Words."})
    (root / "content/results/2023/answers.csv").unlink()
    assert load_project(root).commentaries == ()
    assert codes(root) == ["P002", "G005"]


def test_published_figures_take_no_commentary(project_with: Callable[..., Path], tiny: Path) -> None:
    published = (
        'id: "2021"\ntitle: Pilot\nopened: 2021-05-03\nclosed: 2021-05-21\nsource: A report\ncaveat: Old.\nsections:\n'
        "  - id: who\n    title: Who\n    figures:\n      - {id: n, title: N, kind: number, place: p. 1, value: 5}\n"
    )
    root = project_with(
        {"content/results/2021/published.yaml": published, "content/results/2021/commentary/who.md": FRONT + "Words."}
    )
    assert [(str(problem.place), problem.code) for problem in load_project(root).problems] == [
        ("content/results/2021/commentary", "P003")
    ]


def test_a_file_named_like_the_folder_is_not_read(project_with: Callable[..., Path]) -> None:
    assert codes(project_with({FOLDER: "Words."})) == ["P003"]


@pytest.mark.parametrize(
    "words",
    ["#### A heading", "##### `code { .wide }` in one", "Text\n\n---\n\nText", "```\n# code\n```", "a {x} b {1}"],
)
def test_what_does_not_disturb_the_page_is_allowed(project_with: Callable[..., Path], words: str) -> None:
    assert codes(project_with({f"{FOLDER}/c.md": FRONT + words})) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("# One", "G005"),
        ("#One without a blank", "G005"),
        ("## Two", "G005"),
        ("### Three", "G005"),
        ("- ### In a list", "G005"),
        ("> 1. ### In a quoted list", "G005"),
        ("Underlined\n===", "G005"),
        ("Underlined\n---", "G005"),
        ("#### Four { #c3 }", "G007"),
        ("Words { .a }", "G003"),
        ("[a]: https://example.org", "G007"),
        ("  [^1]: note", "G007"),
    ],
)
def test_what_would_disturb_the_page_is_named(project_with: Callable[..., Path], words: str, code: str) -> None:
    assert codes(project_with({f"{FOLDER}/c.md": f"{FRONT}{words}\n"})) == [code]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=200), st.text("-#={}[]:^> \na1.", max_size=80).map(str.encode)))
def test_no_file_makes_the_loader_raise(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "commentary").mkdir(exist_ok=True)
    for start in (b"", FRONT.encode()):
        (tmp_path / "commentary/c.md").write_bytes(start + content)
        log = ProblemLog()
        found = load_commentaries(tmp_path, tmp_path, "2023", ["C"], log)
        assert len(found) == (0 if log.has_errors else 1)
