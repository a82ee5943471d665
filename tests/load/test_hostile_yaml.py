"""Questionnaires of an enemy, of a tired writer and of a bad editor: the right code at the right line and column."""

from __future__ import annotations

import copy
import functools
import random
import resource
import subprocess
import sys

import jsonschema  # type: ignore[import-untyped]
import pytest

from generator.load.records import read_record, record_schema
from generator.load.strict_yaml import MAX_FAULTS, MAX_VALUES, Document, YamlValue, parse_yaml
from generator.model.problem import Problem, ProblemLog
from generator.model.questionnaire import Questionnaire
from tests.conftest import IS_NIGHTLY, ROOT
from tests.load.conftest import TINY

MUTANTS = 10_000 if IS_NIGHTLY else 500
SHAPE_CHANGES = 5_000 if IS_NIGHTLY else 200
MOST_MEMORY = 100 * 2**20
BASE = (TINY / "questionnaires" / "schools" / "2023.yaml").read_text(encoding="utf-8")
REAL = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "questionnaires" / "schools").glob("*.yaml"))]


def read(text: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document, and everything that is wrong with it as YAML and as a questionnaire."""
    log = ProblemLog()
    document = parse_yaml(text, "f.yaml", log)
    if document is not None:
        record = read_record(document, Questionnaire, log)
        assert (record is None) == log.has_errors
    return document, log.problems


def places(problems: tuple[Problem, ...]) -> str:
    """`line:column CODE` of each."""
    return ", ".join(f"{problem.place.line}:{problem.place.column} {problem.code}" for problem in problems)


def alter(old: str, new: str) -> str:
    """The good questionnaire with one passage changed."""
    assert old in BASE
    return BASE.replace(old, new, 1)


NOT_YAML = {
    "duplicate key": (alter("title: A tiny", "title: Old\ntitle: A tiny"), "5:1 Y002"),
    "duplicate key in a flow mapping": (alter("{percent: 50}", "{percent: 50, percent: 60}"), "16:23 Y002"),
    "duplicate key in quotes": (alter("revises:", '"version": "2022"\nrevises:'), "3:1 Y002"),
    "merge key": (alter("  - id: students\n", "  - <<: {id: students}\n"), "17:5 S001, 17:5 Y003"),
    "anchor": (alter("summary: The second", "summary: &x The second"), "5:10 Y003"),
    "alias": (alter("summary: The second version, with an item of each type.", "summary: *x"), "5:10 Y003"),
    "alias of nothing as a key": (alter("summary: The second", "*x : The second"), "5:1 Y001, 5:1 Y003"),
    "recursive alias": (alter("levels:\n", "levels: &x [*x]\nlevel:\n"), "25:9 Y003, 25:13 Y003, 26:1 S002"),
    "laughs": (
        alter("languages: [az, ru, en]", "languages: &a [&b [x, x], *b, *b]"),
        "6:12 Y003, 6:16 Y003, 6:27 Y003, 6:31 Y003",
    ),
    "python tag": (alter('version: "2023"', 'version: !!python/object/apply:os.system ["true"]'), "2:10 Y003"),
    "string tag": (alter('version: "2023"', "version: !!str 2023"), "2:10 Y003"),
    "local tag": (alter('version: "2023"', 'version: !x "2023"'), "2:10 Y003"),
    "binary tag": (alter('version: "2023"', "version: !!binary MjAyMw=="), "2:10 Y003"),
    "set": (alter("languages: [az, ru, en]", "languages: !!set {az, ru}"), "6:12 Y003"),
    "yes": (alter("positive: true", "positive: yes"), "35:44 Y004"),
    "capital True": (alter("positive: true", "positive: True"), "35:44 Y004"),
    "Norway": (alter("languages: [az, ru, en]", "languages: [az, no]"), "6:17 Y004"),
    "on as a key": (alter("summary: The second", "on: The second"), "1:1 S001, 5:1 S002, 5:1 Y004"),
    "octal": (alter("minutes: 5", "minutes: 05"), "13:14 Y008"),
    "hexadecimal": (alter("minutes: 5", "minutes: 0x5"), "13:14 Y008"),
    "binary": (alter("minutes: 5", "minutes: 0b101"), "13:14 Y008"),
    "exponent": (alter("minutes: 5", "minutes: 5e0"), "13:14 Y008"),
    "underscore": (alter("minutes: 5", "minutes: 1_0"), "13:14 Y008"),
    "sexagesimal": (alter("minutes: 5", "minutes: 1:30"), "13:14 Y008"),
    "plus": (alter("minutes: 5", "minutes: +5"), "13:14 Y008"),
    "infinity": (alter("minutes: 5", "minutes: .inf"), "13:14 Y008"),
    "not a number": (alter("minutes: 5", "minutes: .NaN"), "13:14 Y008"),
    "number of twenty digits": (alter("minutes: 5", "minutes: 12345678901234567890"), "13:14 Y008"),
    "bidirectional override": (alter("title: Leadership", "title: Lead\u202eership"), "40:16 Y005"),
    "zero width space": (alter("id: A1", "id: A1\u200b"), "43:13 S005, 43:15 Y005"),
    "escaped zero width space": (alter("title: Leadership", 'title: "Lead\\u200bership"'), "40:12 Y005"),
    "soft hyphen": (alter("title: Leadership", "title: Leader\u00adship"), "40:18 Y005"),
    "NUL": (alter("title: Leadership", "title: Lead\0ership"), "40:16 Y005"),
    "escape to a terminal": (alter("title: Leadership", "title: Lead\x1b[31mership"), "40:16 Y005"),
    "next line": (alter("title: Leadership", "title: Lead\x85ership"), "40:16 Y005, 41:1 Y001"),
    "line separator": (alter("title: Leadership", "title: Lead\u2028ership"), "40:16 Y005, 41:1 Y001"),
    "mark in the middle": (alter("title: Leadership", "title: \ufeffLeadership"), "40:12 Y005"),
    "tab as indentation": (alter("    title: Leadership", "\ttitle: Leadership"), "40:1 Y001"),
    "unclosed bracket": (alter("[az, ru, en]", "[az, ru, en"), "6:12 Y001"),
    "unclosed brace": (alter("{percent: 50}", "{percent: 50"), "16:9 Y001"),
    "unclosed quote": (alter('version: "2023"', 'version: "2023'), "3:11 Y001"),
    "unclosed single quote": (alter("title: A tiny questionnaire", "title: 'A tiny questionnaire"), "4:8 Y001"),
    "stray bracket": (alter("[az, ru, en]", "[az, ru, en]]"), "6:24 Y001"),
    "stray quote": (alter("title: A tiny", 'title: "A" tiny'), "4:12 Y001"),
    "colon in a text": (alter("title: A tiny questionnaire", "title: A: tiny questionnaire"), "4:9 Y001"),
    "indented too far": (alter("instrument: schools\nversion", "instrument: schools\n  version"), "2:10 Y001"),
    "indented too little": (alter("    title: Leadership", "   title: Leadership"), "40:4 Y001"),
    "at sign": (alter("title: A tiny", "title: @ tiny"), "4:8 Y001"),
    "backtick": (alter("title: A tiny", "title: `tiny`"), "4:8 Y001"),
    "percent sign": (alter("instrument: schools", "%instrument: schools"), "1:12 Y001"),
    "unknown escape": (alter('version: "2023"', 'version: "20\\q23"'), "2:13 Y001"),
    "list as a key": (alter("summary: The second", "? [a, b]\n: The second"), "5:3 Y001"),
    "second document": (alter("levels:\n", "---\nlevels:\n"), "25:1 Y001"),
    "directive": ("%YAML 9.9\n---\n" + BASE, "1:1 Y001"),
    "end of a document": (alter("levels:\n", "...\nlevels:\n"), "26:1 Y001"),
    "nested too deep": (alter("[az, ru, en]", "[" * 50 + "]" * 50), "6:51 Y006"),
    "only a text": ("hello\n", "1:1 S003"),
    "only a number": ("5\n", "1:1 S003"),
    "a list": ("- a\n- b\n", "1:1 S003"),
    "nothing": ("", "1:1 S003"),
    "JSON of another kind": (
        '{"instrument": 5}\n',
        "1:1 S001, 1:1 S001, 1:1 S001, 1:1 S001, 1:1 S001, 1:1 S001, 1:1 S001, 1:16 Y008",
    ),
    "key without colon": (alter("title: A tiny questionnaire", "title"), "4:1 Y001"),
    "merge marks": (
        alter(
            "title: A tiny questionnaire",
            "<<<<<<< ours\ntitle: A tiny questionnaire\n=======\ntitle: B\n>>>>>>> theirs",
        ),
        "4:1 Y001",
    ),
    "HTML": ("<!DOCTYPE html>\n<html><body>404: not found</body></html>\n", "2:16 Y001"),
}
"""What is refused whatever the file is for: the text, and its faults by line and column."""
MISSHAPEN = {
    "field missing": (alter("title: A tiny questionnaire\n", ""), "1:1 S001"),
    "field missing deep inside": (alter("        status: core\n", ""), "43:9 S001"),
    "field misspelt": (alter("summary: The second", "sumary: The second"), "1:1 S001, 5:1 S002"),
    "field of another record": (
        alter("    title: Teachers\n", "    title: Teachers\n    scale: agreement\n"),
        "11:5 S002",
    ),
    "nothing where a text belongs": (alter("title: A tiny questionnaire", "title:"), "4:7 S003"),
    "empty text": (alter("title: A tiny questionnaire", 'title: ""'), "4:8 S004"),
    "number where a text belongs": (alter('version: "2023"', "version: 2023"), "2:10 Y008"),
    "decimal where a text belongs": (alter('version: "2023"', "version: 1.10"), "2:10 Y008"),
    "truth where a text belongs": (alter("title: A tiny questionnaire", "title: true"), "4:8 S003"),
    "list where a text belongs": (alter("title: A tiny questionnaire", "title: [A]"), "4:8 S003"),
    "mapping where a text belongs": (alter("title: A tiny questionnaire", "title: {en: A}"), "4:8 S003"),
    "text where a list belongs": (alter("languages: [az, ru, en]", "languages: az"), "6:12 S003"),
    "mapping where a list belongs": (alter("languages: [az, ru, en]", "languages: {az: ru}"), "6:12 S003"),
    "text where a mapping belongs": (
        alter(
            '        text:\n          teachers: "We have a written plan for digital technology."',
            '        text: "We have"',
        ),
        "48:15 S003",
    ),
    "list where a mapping belongs": (
        alter(
            '        text:\n          teachers: "We have a written plan for digital technology."',
            "        text: [We have]",
        ),
        "48:15 S003",
    ),
    "text where a number belongs": (alter("minutes: 5", "minutes: five"), "13:14 S003"),
    "number in quotes": (alter("minutes: 5", 'minutes: "5"'), "13:14 Y008"),
    "decimal where a number belongs": (alter("minutes: 5", "minutes: 5.5"), "13:14 S003"),
    "number of zero": (alter("minutes: 5", "minutes: 0"), "13:14 S004"),
    "percent over a hundred": (alter("percent: 80", "percent: 180"), "15:30 S004"),
    "text where a truth belongs": (alter("positive: true", 'positive: "true"'), "35:44 Y008"),
    "number where a truth belongs": (alter("positive: true", "positive: 1"), "35:44 S003"),
    "empty list": (alter("languages: [az, ru, en]", "languages: []"), "6:12 S004"),
    "too few options": (
        alter(BASE[BASE.index('      - {code: "2", text: Neither}') : BASE.index("\nareas:")], ""),
        "33:7 S004",
    ),
    "unknown choice": (alter("reader: adult", "reader: parent"), "11:13 S004"),
    "unknown type of item": (alter("type: single", "type: singel"), "85:15 S004"),
    "id with a space": (alter("id: A1", "id: A 1"), "43:13 S005"),
    "id with a path": (alter("id: A1", "id: ../A1"), "43:13 S005"),
    "id in Cyrillic": (alter("id: A1", "id: А1"), "43:13 S005"),
    "id too long": (alter("id: A1", "id: A123456789012345678901"), "43:13 S005"),
    "language that is a path": (alter("languages: [az, ru, en]", "languages: [az, ../ru]"), "6:17 S005"),
    "version with a slash": (alter('version: "2023"', 'version: "20/23"'), "2:10 S005"),
    "text of 2,001 characters": (alter("title: Leadership", "title: " + "x" * 2001), "40:12 S004"),
    "list in a list": (alter("languages: [az, ru, en]", "languages: [[az]]"), "6:13 S003"),
    "null in a list": (alter("languages: [az, ru, en]", "languages: [az, null]"), "6:17 S003"),
}
"""Sound YAML that is no questionnaire."""


@pytest.mark.parametrize("name", [*NOT_YAML, *MISSHAPEN])
def test_a_bad_file_names_its_faults_at_their_places(name: str) -> None:
    text, expected = (NOT_YAML | MISSHAPEN)[name]
    _, problems = read(text)

    assert places(problems) == expected
    assert all(problem.message and "Error" not in problem.message for problem in problems)


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(NOT_YAML) + len(MISSHAPEN) >= 60
    assert all(expected for _, expected in (NOT_YAML | MISSHAPEN).values())


@functools.cache
def _editor() -> jsonschema.Draft7Validator:
    """What an editor with our schema goes by."""
    return jsonschema.Draft7Validator(record_schema(Questionnaire))


@pytest.mark.parametrize("name", [*MISSHAPEN, "nothing", "a list", "only a text", "JSON of another kind"])
def test_an_editor_with_the_schema_refuses_what_the_loader_refuses(name: str) -> None:
    text, _ = (NOT_YAML | MISSHAPEN)[name]
    document, problems = read(text)

    assert document is not None
    assert problems
    assert not _editor().is_valid(document.data)


def test_the_schema_and_the_loader_agree_on_random_changes_of_shape() -> None:
    """Values of real questionnaires exchanged, removed, doubled: one judgement of the editor and of the loader."""
    refused = 0
    for number in range(SHAPE_CHANGES):
        chance = random.Random(f"shape {number}")
        document = parse_yaml(_part(chance) if IS_NIGHTLY else BASE, "f.yaml", ProblemLog())
        assert document is not None
        for _ in range(chance.choice((1, 1, 2))):
            _change_shape(document.data, chance)
        is_record = read_record(document, Questionnaire, ProblemLog()) is not None
        assert _editor().is_valid(document.data) == is_record, number
        refused += not is_record
    assert SHAPE_CHANGES // 3 < refused < SHAPE_CHANGES


def test_no_mutation_of_a_real_questionnaire_makes_loading_raise() -> None:
    """And whatever is told has a place inside the file."""
    faulty = 0
    for number in range(MUTANTS):
        chance = random.Random(f"yaml {number}")
        text = _mutated(_part(chance), chance)
        _, problems = read(text)
        lines = text.count("\n") + 2 + sum(map(text.count, "\r\x85\u2028\u2029"))
        assert all(1 <= problem.place.line <= lines and problem.place.column >= 1 for problem in problems), number
        faulty += bool(problems)
    assert faulty > MUTANTS // 3


def _part(chance: random.Random) -> str:
    """A real questionnaire with one of its areas."""
    top, _, rest = chance.choice(REAL).partition("\nareas:\n")
    areas = rest.partition("\nblocks:")[0].split("\n  - id: ")
    return f"{top}\nareas:\n  - id: {chance.choice(areas).removeprefix('  - id: ')}\n"


_TOKENS = (
    *"\"'[]{}:,#&*!|>%@`-?\\\n\t\0\r", "\n  ", "\n- ", ": ", "- ", " #", "<<: ", "---\n", "...\n", "!!x ", "&a ", "*a ",
    "yes", "012", "null", "~", "1e9", ".5", "\u202e", "\u200b", "\x85", "\u2028", "\ufeff", "ə", "\U0001f600",
    '"\\x00"', '"\\ud800"',
)  # fmt: skip


def _mutated(text: str, chance: random.Random) -> str:
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        start = chance.randrange(len(text) + 1)
        length = chance.choice((0, 0, 1, 2, 10, 200))
        lines = text.split("\n")
        kind = chance.random()
        if kind < 0.75:
            text = text[:start] + chance.choice(_TOKENS) + text[start + length :]
        elif kind < 0.9:
            at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
            lines.insert(to, lines[at] if chance.random() < 0.5 else lines.pop(at))
            text = "\n".join(lines)
        else:
            text = text[:start]
    return text


def _change_shape(data: YamlValue, chance: random.Random) -> None:
    """Change one value somewhere in a tree of mappings and lists."""
    spots: list[tuple[dict[str, YamlValue] | list[YamlValue], str | int]] = []

    def visit(value: YamlValue) -> None:
        steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for step, child in steps:
            spots.append((value, step))  # type: ignore[arg-type]
            visit(child)

    visit(data)
    parent, step = chance.choice(spots)
    other, its_step = chance.choice(spots)
    new = chance.choice([None, True, 0, -1, 101, 2.5, "", "x", "A1", "core", "2021-05-03", "x" * 2001, [], {}, ["a"]])
    if isinstance(parent, dict):
        if chance.random() < 0.3:
            del parent[str(step)]
        elif chance.random() < 0.2:
            parent[chance.choice(["title", "levels", "more", "score", "text"])] = new
        else:
            parent[str(step)] = new if chance.random() < 0.6 else copy.deepcopy(other[its_step])  # type: ignore[index]
    else:
        parent[int(step)] = new if chance.random() < 0.6 else copy.deepcopy(other[its_step])  # type: ignore[index]


FLOODS = {
    "the same key": "a: b\n" * 190_000,
    "truth words": "- no\n" * 190_000,
    "short list": "[" + "a," * 490_000 + "]",
    "list in a list": "[" * 990_000,
    "dashes": "- " * 490_000,
    "aliases": "a: &a x\n" + "".join(f"k{number}: *a\n" for number in range(80_000)),
    "keys": "".join(f"k{number}: 1\n" for number in range(90_000)),
    "fields that are not known": "".join(f"k{number}: 1\n" for number in range(MAX_VALUES // 2 - 10)),
    "empty lists of options": "scales:\n" + "- options: []\n" * (MAX_VALUES // 3 - 10),
    "invisible characters": "a: '" + "\u200b" * 300_000 + "'\n",
    "minutes and seconds": "a: " + "1:" * 490_000 + "\n",
    "one text": "a: " + "x" * 990_000,
    "line ends": "a: |\n" + " x\n" * 320_000,
}
"""Files just under the largest size, each shaped to be slow, greedy or talkative."""


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_is_told_in_a_thousand_problems_and_reads_no_further_than_it_must(name: str) -> None:
    document, problems = read(FLOODS[name])

    assert 1 <= len(problems) <= 2 * MAX_FAULTS + 2
    assert document is None or len(document.top.children) <= MAX_VALUES


@pytest.mark.parametrize("name", FLOODS if IS_NIGHTLY else ["fields that are not known"])
def test_no_flood_takes_more_than_a_hundred_megabytes(name: str) -> None:
    """Beside what the interpreter and its libraries take."""
    command = [sys.executable, "-m", "tests.load.test_hostile_yaml", name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def _read_with_little_memory(name: str) -> None:
    text = FLOODS[name]
    _editor()
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (used + MOST_MEMORY, used + MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
    read(text)


if __name__ == "__main__":
    _read_with_little_memory(sys.argv[1])
