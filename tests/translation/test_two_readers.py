"""The reader that shows catalogues and the reader that rewrites them understand the same texts."""

from pathlib import Path

import pytest

from generator.load.catalogues import catalogue_path, read_catalogue
from generator.model.catalogue import Domain, Translation
from generator.model.problem import ProblemLog
from generator.translation.catalogue_file import Entry
from generator.translation.po_reading import parse_catalogue

ROOT = Path(__file__).parents[2]
EVERY_KIND = r"""# A remark.
msgid ""
msgstr ""
"Language: ru\n"
"Content-Type: text/plain; charset=UTF-8\n"

#. What the translator is told.
#: a.yaml
msgctxt "a"
msgid "School \"{name}\"\n"
"in two lines"
msgstr "Школа \"{name}\"\n"
"в две строки"

#, fuzzy
#| msgid "Before"
msgid "After"
msgstr "После"

msgid "{count} school"
msgid_plural "{count} schools"
msgstr[0] "{count} школа"
msgstr[1] "{count} школы"
msgstr[2] "{count} школ"

msgid "Missing"
msgstr ""

#~ msgid "Gone"
#~ msgstr "Ушло"
"""


def shown(path: Path, root: Path) -> dict[tuple[str, str], Translation]:
    return dict(read_catalogue(path, root, ProblemLog()).translations)


def kept(path: Path) -> dict[tuple[str, str], Entry]:
    found = parse_catalogue(path.read_text(encoding="utf-8"), path.parent.parent.name, Domain(path.stem))
    return {entry.key: entry for entry in found.entries if not entry.is_obsolete}


def test_both_readers_find_the_same_texts_of_every_kind(tmp_path: Path) -> None:
    path = tmp_path / catalogue_path("ru", Domain.INTERFACE)
    path.parent.mkdir(parents=True)
    path.write_text(EVERY_KIND, encoding="utf-8")

    one, other = shown(path, tmp_path), kept(path)

    assert len(other) == 4
    assert {key: (each.forms, each.fuzzy) for key, each in one.items()} == {
        key: (each.forms, each.is_fuzzy) for key, each in other.items()
    }


@pytest.mark.parametrize("language", ["az", "ru"])
@pytest.mark.parametrize("domain", Domain)
def test_what_the_site_shows_is_what_a_rewriting_keeps(language: str, domain: Domain) -> None:
    """Our own catalogues: the site may leave out a faulty translation, but never read another text."""
    path = ROOT / catalogue_path(language, domain)
    entries = kept(path)

    for key, translation in shown(path, ROOT).items():
        assert (entries[key].forms, entries[key].is_fuzzy) == (translation.forms, translation.fuzzy)
