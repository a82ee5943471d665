"""A changed English sentence costs exactly its translations, and readers see English there until somebody looks."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.load.catalogues import catalogue_path
from generator.load.project import load_project
from generator.model.catalogue import Domain, SourceMessage
from generator.translation.catalogue_file import CatalogueFile, Entry
from generator.translation.guide_blocks import translate_guide
from generator.translation.merge import merge
from generator.translation.po_reading import parse_catalogue
from tests.conftest import IS_NIGHTLY, ROOT
from tests.small_project import make_small_project

CHANGES = 200 if IS_NIGHTLY else 4
READ = "Read [the second guide]"
REREAD = "First read [the second guide]"


def catalogue(language: str, domain: Domain) -> CatalogueFile:
    return parse_catalogue((ROOT / catalogue_path(language, domain)).read_text(encoding="utf-8"), language, domain)


def message_of(entry: Entry, domain: Domain) -> SourceMessage:
    return SourceMessage(domain, entry.context, entry.text, entry.plural, entry.comment)


def reworded(text: str, chance: random.Random) -> str:
    """The same text with another word at one place."""
    words = text.split(" ")
    words[chance.randrange(len(words))] = "somewhat"
    return " ".join(words)


@pytest.mark.parametrize("language", ["az", "ru"])
@pytest.mark.parametrize("domain", Domain)
def test_a_changed_sentence_makes_exactly_its_translation_fuzzy(language: str, domain: Domain) -> None:
    """Our own catalogues, a sentence of three words or more at a time."""
    chance = random.Random(f"{language} {domain}")
    old = catalogue(language, domain)
    current = [entry for entry in old.entries if not entry.is_obsolete]
    messages = [message_of(entry, domain) for entry in current]
    long = [
        place for place, entry in enumerate(current) if len(entry.text.split()) > 2 and not entry.is_fuzzy
        and "\n" not in entry.text
    ]  # fmt: skip
    for place in chance.sample(long, CHANGES):
        text = reworded(current[place].text, chance)
        changed = SourceMessage(domain, current[place].context, text, current[place].plural)
        merged = merge(old, [*messages[:place], changed, *messages[place + 1 :]])
        mine = merged.entries[place]

        assert (mine.is_fuzzy, mine.forms, mine.text) == (True, current[place].forms, text)
        assert mine.previous is not None
        assert mine.previous.text == current[place].text
        others = [entry for entry in merged.entries if entry is not mine and not entry.is_obsolete]
        expected = [entry for entry in current if entry is not current[place]]
        assert [(each.key, each.forms, each.is_fuzzy) for each in others] == [
            (each.key, each.forms, each.is_fuzzy) for each in expected
        ]


def run(*arguments: str) -> str:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False).stdout


def waiting(root: Path) -> dict[tuple[str, str], int]:
    rows = json.loads(run("translations", "status", "--json", "--project", str(root)))
    return {(row["language"], row["domain"]): row["fuzzy"] for row in rows}


def test_status_counts_it_and_the_guide_shows_english_there_and_marks_it(tmp_path: Path) -> None:
    root = make_small_project(tmp_path / "project")
    run("translations", "update", "--project", str(root))
    before = waiting(root)
    guide = root / "content" / "guides" / "start.md"
    guide.write_text(guide.read_text(encoding="utf-8").replace(READ, REREAD), encoding="utf-8")
    run("translations", "update", "--project", str(root))
    project = load_project(root)

    after = waiting(root)
    assert {key: count - before[key] for key, count in after.items() if count != before[key]} == {("az", "guides"): 1}
    assert f"<span lang='en'>{REREAD}" in translate_guide(project.guides[0], project.language("az")).markdown
