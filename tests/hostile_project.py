"""A small project in which every text can be a hostile one, and all that is made of it in one language."""

from __future__ import annotations

import csv
import dataclasses
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.compute.publication import publish
from generator.load.project import load_project
from generator.model.catalogue import Catalogue, Domain, Language, SourceMessage, Translation
from generator.model.output import PrintDocument
from generator.model.problem import Problem
from generator.model.project import Project
from generator.render.language_site import render_language
from generator.translation.guide_inline import inline_translation
from generator.translation.messages import source_messages
from generator.write.frame import Frame
from generator.write.mkdocs_site import is_published, render_site, tree_folder
from tests.small_project import make_small_project

LANGUAGE: Final = "az"
FORMS: Final = 2
"""Plural forms of Azerbaijani."""
ROUND: Final = "content/results/2023"
SCHOOLS: Final = 24
BLOCKS: Final = (
    "## Heading {n}",
    "A paragraph with the number {n}.",
    "- A point {n} of a list\n    1. A step {n} of a list\n",
    '!!! note "The title {n} of a box"\n    The text {n} of a box.\n',
    "| Head {n} | Other {n} |\n|---|---|\n| Cell {n} | Cell {n} `code` |\n",
    "Term {n}\n:   Definition {n}\n",
    "> A quotation {n}.",
    "A link {n} to [the second guide](second.md) with **strong words** and `code`.",
    '??? tip "A closed box {n}"\n    Its text {n}.\n',
    "### Smaller heading {n} with `code`",
)
"""What guides are made of."""


_AREA: Final = """\
  - id: Z{n}
    title: Area {n}
    summary: What area {n} is about.
    items:
      - id: Z{n}a
        title: Item {n}
        status: core
        type: scale
        scale: agreement
        text:
          teachers: "We do what area {n} asks for."
"""


def make_hostile_project(folder: Path, *, areas: int = 160, blocks: int = 8) -> Path:
    """The tiny project with enough schools for numbers to be shown, `areas` more areas to fill charts with texts,
    a commentary, and a guide that has `blocks` times each of `BLOCKS`.
    """
    root = make_small_project(folder)
    newest = root / "questionnaires/schools/2023.yaml"
    more = "".join(_AREA.format(n=number) for number in range(areas))
    newest.write_text(newest.read_text(encoding="utf-8").replace("\nblocks:", f"{more}\nblocks:"), encoding="utf-8")
    body = "\n\n".join(block.format(n=f"{number} x") for number in range(blocks) for block in BLOCKS)
    front = "---\ntitle: The long guide\nsummary: All that guides are made of.\naudience: school\norder: 30\n"
    (root / "content/guides/long.md").write_text(f"{front}minutes: 1\n---\n{body}\n", encoding="utf-8")
    comment = "---\nauthor: A. Analyst (synthetic)\ndate: 2023-06-15\n---\n"
    for name, text in (
        ("overview", "#### What stands out\n\nA word on the round.\n"),
        ("a", "- A point on the area.\n"),
    ):
        file = root / ROUND / "commentary" / f"{name}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(comment + text, encoding="utf-8")
    write_schools(root, [f"Sample school {number} (synthetic)" for number in range(1, SCHOOLS + 1)], areas=areas)
    return root


def write_schools(root: Path, names: Sequence[str], notes: Sequence[str] = (), public: int = 1, areas: int = 0) -> None:
    """Tables of synthetic schools with these names: the first `public` ones agreed to publish."""
    ids = [f"S{number:02}" for number in range(1, len(names) + 1)]
    schools = [
        [
            id_,
            name,
            ("baku", "regions")[index % 2],
            *(("public", "The head", "2023-04-20") if index < public else ("none", "", "")),
        ]
        for index, (id_, name) in enumerate(zip(ids, names, strict=True))
    ]
    said = itertools.cycle(notes or ["synthetic"])
    people = [
        [id_, "isced2", group, 60, 40, next(said), 50, "2023-06-01", next(said)]
        for id_ in ids
        for group in ("teachers", "students")
    ]
    asked = [*_ANSWERS, *(("teachers", f"Z{number}a", "3", 40) for number in range(areas))]
    answers = [[id_, "isced2", *row] for id_ in ids for row in asked]
    own = [["S01", "isced2", "students", "own1", "3", 39]]
    _write(root, "schools", ["school", "name", "region", "consent_scope", "consent_by", "consent_on"], schools)
    _write(
        root,
        "participation",
        [
            "school",
            "level",
            "group",
            "invited",
            "completed",
            "note",
            "corrected_invited",
            "corrected_on",
            "correction_reason",
        ],
        people,
    )
    _write(root, "answers", ["school", "level", "group", "item", "option", "count"], [*answers, *own])


_ANSWERS: Final[Sequence[Sequence[object]]] = (
    ("teachers", "A1", "1", 5),
    ("teachers", "A1", "2", 10),
    ("teachers", "A1", "3", 25),
    ("teachers", "C3", "1", 15),
    ("teachers", "C3", "3", 20),
    ("teachers", "C3", "na", 5),
    ("teachers", "device", "lap", 25),
    ("teachers", "device", "tab", 15),
    ("teachers", "hinder", "answered", 40),
    ("teachers", "hinder", "net", 30),
    ("teachers", "hinder", "dev", 20),
    ("teachers", "overall", "8", 40),
    ("students", "C3", "1", 10),
    ("students", "C3", "3", 30),
    ("students", "hinder", "answered", 40),
    ("students", "hinder", "net", 10),
    ("students", "hinder", "none", 30),
)


def _write(root: Path, name: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with (root / ROUND / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


Speak = Callable[[int, SourceMessage], str | None]
"""What a translator makes of the message with this number; none: nothing."""


def spoken(project: Project, speak: Speak) -> Project:
    """The project with catalogues that say what `speak` says, past all checks of loading."""
    catalogues: dict[Domain, dict[tuple[str, str], Translation]] = {domain: {} for domain in Domain}
    for slot, message in enumerate(source_messages(project)):
        said = speak(slot, message)
        if said is not None:
            forms = (said,) * FORMS if message.plural else (said,)
            catalogues[message.domain][message.key] = Translation(forms)
    language = Language(LANGUAGE, {domain: Catalogue(LANGUAGE, domain, found) for domain, found in catalogues.items()})
    others = tuple(language if each.code == LANGUAGE else each for each in project.languages)
    return dataclasses.replace(project, languages=others)


@dataclass(frozen=True)
class Output:
    """All that one language adds to a site."""

    pages: Mapping[str, str]
    """The whole HTML of each page by its path below the language's folder, as MkDocs and the gate left it."""
    prints: tuple[PrintDocument, ...]
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def rendered(project: Project) -> Output:
    """What the project becomes in the hostile language."""
    root = project.root
    site = render_language(publish(project), (), LANGUAGE, root / "site_templates", with_pdfs=True)
    problems = render_site(site, root)
    folder = tree_folder(root, LANGUAGE) / "site"
    frame = Frame.taken_from(folder)
    pages = dict(_pages(folder)) | {page.path.removeprefix(f"{LANGUAGE}/"): frame.page(page) for page in site.articles}
    files = {file.path: file.content for file in site.files}
    pages |= {
        path.removeprefix(f"{LANGUAGE}/"): files.pop(path).decode() for path in [*files] if path.endswith(".html")
    }
    return Output(pages, site.prints, files, problems)


def _pages(folder: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(folder.rglob("*.html")):
        path = file.relative_to(folder).as_posix()
        if is_published(path):
            yield path, file.read_text(encoding="utf-8")


def fits(message: SourceMessage, said: str) -> bool:
    """Whether a guide takes the text in: else it shows the English block, as if there were no translation."""
    return message.domain is not Domain.GUIDES or inline_translation(message.text, said) is not None


def loaded(root: Path) -> Project:
    """The project, which must be sound."""
    project = load_project(root)
    assert project.problems == ()
    return project
