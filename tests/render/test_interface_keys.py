"""Every interface string is used somewhere, and every interface string that is used exists."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from generator.compute.comparison import EXPLANATION_KEYS
from generator.load.interface import load_interface
from generator.model.catalogue import Domain
from generator.model.content import Interface
from generator.model.problem import ProblemLog
from generator.model.questionnaire import ItemStatus, ItemType
from generator.model.released import Bound
from generator.render.certificates import Role
from generator.render.guide_pages import AUDIENCES
from generator.render.paper_kinds import PaperKind
from generator.render.report_about import OWN_COLUMNS
from generator.render.report_rows import COLUMNS
from generator.render.report_words import MARKED
from generator.render.site_pages import STEPS

ROOT = Path(__file__).parents[2]
CALL = re.compile(
    r"(?:\bt|\btp|\.plain|\.html|\.text|\.sentence|\.heading|heading_of)"
    r"\(\s*(['\"])([a-z_]+(?:\.[a-zA-Z_0-9]+)+)\1\s*[,)}]"
)
LITERAL = re.compile(r"['\"]([a-z_]+(?:\.[a-zA-Z_0-9]+)+)['\"]")

EXPLAINED_COLUMNS = {
    column for columns in COLUMNS.values() for column in columns if column == "item_label" or column[-6:] != "_label"
} | {"options"}
KINDS = [kind.value for kind in ItemType]
PAPERS = (
    *PaperKind,
    *(
        "tally-class",
        "tally-school",
        "workbook",
        "words",
        "in-class",
        "invitation",
        "plan",
        "plan-example",
        "plan-begun",
    ),
    "poster",
)
"""The kinds of papers that `render/print_papers.py` lists."""
FAMILIES: dict[str, tuple[str, Iterable[str]]] = {
    # How the code writes the key -> the keys that come of it.
    '"home.step." ~ step': ("home.step.{}", STEPS),
    '"home.step." ~ step ~ ".about"': ("home.step.{}.about", STEPS),
    'f"guides.audience.{': ("guides.audience.{}", AUDIENCES),
    '"guides.audience." ~ shelf.audience': ("guides.audience.{}", AUDIENCES),
    '"questionnaire.changes." ~ part.name': ("questionnaire.changes.{}", ("added", "changed", "removed")),
    '"questionnaire.form." ~ part.kind': ("questionnaire.form.{}", ("single", "multiple")),
    "t(kind)": ("{}", EXPLANATION_KEYS),
    "'report.mark.' ~ kind": ("report.mark.{}", MARKED),
    "'report.mark.' ~ kind ~ '.meaning'": ("report.mark.{}.meaning", MARKED),
    'f"report.mark.{mark.value}.meaning"': ("report.mark.{}.meaning", MARKED),
    "'report.status.' ~ view.status": ("report.status.{}", set(ItemStatus) - {ItemStatus.CORE}),
    "'report.caption.' ~ view.kind": ("report.caption.{}", KINDS),
    "'report.download.' ~ kind": ("report.download.{}", ("csv", "json", "package", "pdf", "xlsx")),
    'f"download.table.{name}"': ("download.table.{}", COLUMNS),
    'f"download.column.{column}"': ("download.column.{}", EXPLAINED_COLUMNS),
    'f"download.own.column.{column}"': ("download.own.column.{}", OWN_COLUMNS),
    'f"download.own.mark.{bound.value}"': ("download.own.mark.{}", Bound),
    'f"report.published.unit.{figure.unit or': (
        "report.published.unit.{}",
        ("persons", "schools", "percent", "points", "none"),
    ),
    'f"report.change.{continuity.value}"': ("report.change.{}", ("broken", "new")),
    '_extremes(words, "report.glance"': ("report.glance.{}", ("extremes", "equal")),
    '_extremes(words, "report.area"': ("report.area.{}", ("extremes", "equal")),
    '_extremes(words, "report.block"': ("report.block.{}", ("extremes", "equal")),
    'f"charts.column.{name}"': (
        "charts.column.{}",
        ("area", "item", "group", "level", "round", "answer", "count", "points", "label", "all"),
    ),
    'f"charts.note.{name}"': ("charts.note.{}", ("minimum", "break")),
    'f"charts.{name}"': (
        "charts.{}",
        ("explore", "back", "loading", "failed", "arrangement", "stacked", "diverging"),
    ),
    'f"charts.{name}.title"': ("charts.{}.title", ("areas", "participation")),
    'f"charts.{name}.description"': ("charts.{}.description", ("areas", "participation")),
    'f"{prefix}.title"': ("{}.title", ("choice", "notfound")),
    'f"{prefix}.about"': ("{}.about", ("choice", "notfound")),
    '"print.kind." ~ row.paper.kind': ("print.kind.{}", PAPERS),
    '"print.kind." ~ kind ~ ".about"': ("print.kind.{}.about", PAPERS),
    '"status.domain." ~ row.domain': ("status.domain.{}", Domain),
    "'certificate.for.' ~ role": ("certificate.for.{}", Role),
}
"""Keys that are put together while a page is made. Each line dies with the code it names."""


@pytest.fixture(scope="module")
def interface() -> Interface:
    log = ProblemLog()
    found = load_interface(ROOT, log)
    assert not log.problems
    return found


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    folders = (ROOT / "generator" / "render", ROOT / "site_templates")
    paths = (path for folder in folders for path in folder.rglob("*") if path.suffix in {".py", ".html"})
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def family_keys() -> set[str]:
    return {pattern.format(value) for pattern, values in FAMILIES.values() for value in values}


def test_every_interface_string_is_used(interface: Interface, sources: dict[str, str]) -> None:
    """A string that nobody shows costs every translator a sentence."""
    written = {key for text in sources.values() for key in LITERAL.findall(text)}

    assert sorted(interface.keys() - written - family_keys()) == []


def test_every_key_that_a_page_asks_for_exists(interface: Interface, sources: dict[str, str]) -> None:
    asked = {(key, path) for path, text in sources.items() for _, key in CALL.findall(text)}

    assert len(asked) > 100
    assert sorted((key, path) for key, path in asked if key not in interface) == []


def test_every_key_that_is_put_together_exists(interface: Interface) -> None:
    assert sorted(family_keys() - interface.keys()) == []


@pytest.mark.parametrize("code", FAMILIES)
def test_keys_are_still_put_together_as_this_test_says(code: str, sources: dict[str, str]) -> None:
    assert any(code in text for text in sources.values())
