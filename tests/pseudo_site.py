"""The small project in invented languages, as a site and as papers: whether every page and every paper holds them."""

from __future__ import annotations

import functools
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from generator.build import BuildOptions, build
from generator.load.project import load_project
from generator.model.report_code import ReportCode
from generator.write.code_vault import RoundCodes, open_vault
from generator.write.pseudo_project import write_pseudo_project
from tests.conftest import IS_NIGHTLY, ROOT
from tests.small_project import make_small_project

LANGUAGES = ("ar", "de", "ka", "he") if IS_NIGHTLY else ("ar", "de")
"""From right to left with six plural forms; accented Latin letters; a script of wide letters. All are 40 % longer."""
ROUND, SCHOOL = "2023", "S01"


@dataclass(frozen=True)
class PseudoSite:
    """A site in invented languages."""

    root: Path
    """The project's folder."""
    folder: Path
    codes: RoundCodes

    @property
    def code(self) -> ReportCode:
        """Opens the own report of `SCHOOL`."""
        return self.codes.code_of(SCHOOL)

    @functools.cached_property
    def untranslated(self) -> frozenset[str]:
        """Names of schools, what a coordinator wrote about a number, the titles of links in guides, codes of items.

        As patterns: they are the same in every language.
        """
        project = load_project(self.root)
        said = {school.name for each in project.rounds for school in each.schools} | {"The second guide"}
        said |= {text for each in project.rounds for row in each.participations for text in (row.note, row.correction)}
        own = {item.id for each in project.own_questions for item in each.items}
        items = {item.id for each in project.questionnaires.values() for item in each.items()}
        return frozenset({re.escape(each) for each in said if each} | {rf"\b{each}\b" for each in items | own})


def make_pseudo_project(folder: Path) -> Path:
    """The small project, with the round that is known by published figures, in `LANGUAGES` and English."""
    source = make_small_project(folder / "source")
    published = Path("content/results/2021/published.yaml")
    (source / published).parent.mkdir()
    shutil.copy(ROOT / published, source / published)
    write_pseudo_project(source, folder / "project", LANGUAGES, schools=2, seed=1)
    return folder / "project"


def build_pseudo_site(folder: Path) -> PseudoSite:
    """Build it with sealed reports, without PDFs."""
    root = make_pseudo_project(folder)
    vault = open_vault(folder / "vault", root, is_made=True)
    vault.issue(ROUND)
    outcome = build(BuildOptions(root, jobs=1, with_pdfs=False, vault=vault.folder))
    assert outcome.published, outcome.problems
    codes = vault.codes(ROUND)
    assert codes is not None
    return PseudoSite(root, (root / "site").resolve(), codes)
