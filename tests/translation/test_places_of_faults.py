"""A problem names line and column of the faulty piece itself, however an editor wrote the text into its file."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.load.catalogues import read_catalogue
from generator.model.catalogue import Domain, SourceMessage
from generator.model.problem import Place, Problem, ProblemLog
from generator.translation.checks import check_message
from generator.translation.glossary import Glossary, Term

ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\t": "\\t"}
WORDS: Final = ("məktəb", "və", "İş", "“söz”", 'de"', "a\\b", "ı\tı", "uşaqlar,", "ÇÖŞ", "😀")
GLOSSARY: Final = Glossary(terms=(Term(term="dashboard", forms={"az": ("lövhə",)}, note="Not a board of wood."),))


class Fault(NamedTuple):
    """A mistake: its code, what a translator wrote, and at which character of that the fault is."""

    code: str
    written: str
    at: int = 0
    source: str = "A school has a plan"
    domain: Domain = Domain.INTERFACE


FAULTS: Final = (
    Fault("T004", "{say}"),
    Fault("T004", "{Count}", source="{count} schools"),
    Fault("T004", "%(count)s", source="{count} schools"),
    Fault("T005", "[bax](https://example.org)", 6),
    Fault("T005", "[bax](other.md)", 6, "See [it](this.md)", Domain.GUIDES),
    Fault("T005", "www.example.org", 0, "See it", Domain.GUIDES),
    Fault("T006", "<b>söz"),
    Fault("T006", "{{ söz }}"),
    Fault("T006", "**söz**"),
    Fault("T006", "`b.csv`", 0, "Open `a.csv` now", Domain.GUIDES),
    Fault("T006", "**söz**", 0, "An *old* school", Domain.GUIDES),
    Fault("T010", "mәktəb", 1),
    Fault("T010", "u\u0308c"),
    Fault("T014", "one two three four five six seven", 0, "one two three four five six seven eight"),
    Fault("T016", "17"),
    Fault("T016", "5.694", 0, "In 2021"),
    Fault("T020", "Dashboard", 0, "The dashboard"),
    Fault("T022", "məktəblərı", 9),
    Fault("T022", "bİrinci", 1),
    Fault("T023", "«söz", 0, "A school"),
    Fault("T023", "”", 0, "A school"),
)


@st.composite
def files(draw: st.DrawFn) -> tuple[Fault, str, str, tuple[int, int]]:
    """A fault, the text around it, the lines of its msgstr as some editor writes them, and where in them it stands."""
    fault = draw(st.sampled_from(FAULTS))
    quiet = [word for word in WORDS if fault.code != "T023" or not set(word) & set('“”"')]
    before, after = (draw(st.lists(st.sampled_from(quiet), max_size=6)) for _ in "ab")
    text = " ".join([*before, fault.written, *after])
    place = len(" ".join([*before, ""])) if before else 0
    breaks = draw(st.sets(st.integers(0, len(text)), max_size=4))
    indent = draw(st.sampled_from(["", " ", "\t  "]))
    lines, found = ['msgstr "'], (0, 0)
    for offset, character in enumerate(text):
        if offset in breaks:
            lines[-1] += '"'
            lines.append(f'{indent}"')
        if offset == place + fault.at:
            found = (len(lines), len(lines[-1]) + 1)
        lines[-1] += ESCAPES.get(character, character)
    return fault, text, "\n".join([*lines[:-1], f'{lines[-1]}"']), found


def problems_of(folder: Path, fault: Fault, msgstr: str) -> list[Problem]:
    """What reading the catalogue and the checks say of it."""
    file = folder / f"translations/az/LC_MESSAGES/{fault.domain.value}.po"
    file.parent.mkdir(parents=True, exist_ok=True)
    header = 'msgid ""\nmsgstr "Language: az\\nContent-Type: text/plain; charset=UTF-8\\n"\n'
    source = "".join(ESCAPES.get(character, character) for character in fault.source)
    file.write_text(f'{header}\nmsgid "{source}"\n{msgstr}\n', encoding="utf-8")
    log = ProblemLog()
    catalogue = read_catalogue(file, folder, log)
    found = catalogue.translations.get(("", fault.source))
    message = SourceMessage(fault.domain, "", fault.source)
    return [*log.problems, *(check_message(message, found, "az", GLOSSARY) if found else ())]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the catalogues are written, one over the other."""
    return tmp_path_factory.mktemp("catalogues")


@given(files())
@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_character_at_a_problem_is_the_first_of_the_faulty_piece(
    folder: Path, written: tuple[Fault, str, str, tuple[int, int]]
) -> None:
    """Through several lines, escapes and indents."""
    fault, text, msgstr, (line, column) = written
    problems = [each for each in problems_of(folder, fault, msgstr) if each.code == fault.code]
    path = f"translations/az/LC_MESSAGES/{fault.domain.value}.po"
    assert Place(path, 5 + line - 1, column) in [each.place for each in problems], (text, problems)
    piece = msgstr.split("\n")[line - 1][column - 1 :]
    assert ESCAPES.get(fault.written[fault.at], fault.written[fault.at])[0] == piece[0]


@pytest.mark.parametrize("end", ["", "!", ".”"])
def test_a_wrong_end_is_told_where_the_text_ends(folder: Path, end: str) -> None:
    """At the mark, or at the quotation mark of the file where a mark lacks."""
    fault = Fault("T015", "", source="How is it?")
    (problem,) = [each for each in problems_of(folder, fault, f'msgstr "Bu necədir{end}"') if each.code == "T015"]
    assert problem.place.column == len('msgstr "Bu necədir') + 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault("T004", "məktəb", source="{count} schools"),
        Fault("T005", "Bax", source="See [it](this.md)"),
        Fault("T016", "gün", source="7 days"),
        Fault("T020", "taxta", source="The dashboard"),
        Fault("T023", "De hə", source='Say "yes"'),
    ],
)
def test_what_only_lacks_is_told_at_the_beginning_of_the_text(folder: Path, fault: Fault) -> None:
    """There is no piece to point at."""
    (problem,) = [each for each in problems_of(folder, fault, f'msgstr "{fault.written}"') if each.code == fault.code]
    assert (problem.place.line, problem.place.column) == (5, 8)
