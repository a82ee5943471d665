"""Catalogues of an enemy, of a crash and of a bad editor: GNU gettext is the judge, nothing is lost in silence."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.load.catalogues import MAX_BYTES, MAX_FAULTS, read_catalogue
from generator.load.plural_expression import PluralExpressionError, check_plural_expression
from generator.model.catalogue import Catalogue, MessageKey
from generator.model.plural_forms import plural_count
from generator.model.problem import Problem, ProblemLog
from generator.translation.plural_header import plural_header
from tests.conftest import IS_NIGHTLY, ROOT
from tests.load.catalogue_mutants import Judgement, judged, mutant
from tests.load.huge_catalogues import SHAPES
from tests.load.test_catalogues import BAD_MESSAGES, GOOD, HEADER

MUTANTS = 1000 if IS_NIGHTLY else 150
MOST_MEMORY = 300_000_000
QUICK_SHAPES = ("msgid only", "NUL in one line", "one long line", "dashes", "blanks of a tag")
"""Those that were slow or greedy once."""


def read(folder: Path, content: bytes) -> tuple[Catalogue, tuple[Problem, ...]]:
    """The catalogue of a file and the problems found in it."""
    file = folder / "translations" / "ru" / "LC_MESSAGES" / "interface.po"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    log = ProblemLog()
    return read_catalogue(file, folder, log), log.problems


def shown(catalogue: Catalogue) -> dict[MessageKey, tuple[str, ...]]:
    """What a visitor could be shown."""
    return {key: found.forms for key, found in catalogue.translations.items() if found.is_usable}


def places(problems: tuple[Problem, ...]) -> str:
    """`line:column CODE` of each."""
    return ", ".join(f"{problem.place.line}:{problem.place.column} {problem.code}" for problem in problems)


def _header(old: str, new: str) -> str:
    assert old in HEADER
    return HEADER.replace(old, new)


A = 'msgid "a"\nmsgstr "b"\n'
PLURAL = (
    'msgid "{count} a"\nmsgid_plural "{count} b"\nmsgstr[0] "{count} c"\nmsgstr[1] "{count} d"\nmsgstr[2] "{count} e"\n'
)
TEXTS = {"Good": ("Хорошо",), "a": ("b",), "{count} a": ("{count} c", "{count} d", "{count} e")}
FILES: dict[str, tuple[str | bytes, str, str]] = {
    "nothing": ("", "1:1 T002", ""),
    "only blanks": ("\n \n\t\n", "1:1 T002", ""),
    "no header": (GOOD, "1:1 T002", "Good"),
    "header cut": ('msgid ""\nmsgstr ""\n"Language: ru\\n', "3:15 T001", ""),
    "header without end of line escape": (_header("ru\\n", "ru"), "1:1 T002", ""),
    "second header": (HEADER + GOOD + "\n" + HEADER, "11:8 T003", "Good"),
    "second header of another language": (
        HEADER + GOOD + "\n" + HEADER.replace("Language: ru", "Language: az"),
        "11:8 T003",
        "Good",
    ),
    "header with a context before it": (
        'msgctxt "x"\nmsgid ""\nmsgstr "Language: az\\n"\n\n' + HEADER + GOOD,
        "3:21 T006",
        "Good",
    ),
    "field twice": (_header('"Language: ru\\n"', '"Language: ru\\n"\n"Language: az\\n"') + GOOD, "1:1 T002", "Good"),
    "language of a sibling": (_header("Language: ru", "Language: ru_RU") + GOOD, "", "Good"),
    "charset lies": (_header("UTF-8", "ISO-8859-9") + GOOD, "1:1 T002", "Good"),
    "charset unknown": (_header("UTF-8", "KLINGON") + GOOD, "1:1 T002", "Good"),
    "charset UTF-16 said": (_header("UTF-8", "UTF-16") + GOOD, "1:1 T002", "Good"),
    "no charset": (_header("; charset=UTF-8", "") + GOOD, "1:1 T002", "Good"),
    "UTF-16": ((HEADER + GOOD).encode("utf-16"), "1:1 T001", ""),
    "UTF-8 with mark": (b"\xef\xbb\xbf" + (HEADER + GOOD).encode(), "1:1 T001", "Good"),
    "Latin letters": ((HEADER + GOOD + '\nmsgid "a"\nmsgstr "ö"\n').encode("latin1", "ignore"), "11:9 T001", ""),
    "byte cut from a letter": ((HEADER + GOOD).encode().replace("Х".encode(), "Х".encode()[:1]), "8:9 T001", ""),
    "overlong slash": ((HEADER + GOOD).encode().replace(b"Good", b"Go\xc0\xafd"), "7:10 T001", ""),
    "surrogate": ((HEADER + GOOD).encode().replace(b"Good", b"Go\xed\xa0\x80d"), "7:10 T001", ""),
    "NUL": (HEADER + GOOD + '\nmsgid "a"\nmsgstr "b\0c"\n', "11:10 T010", "Good"),
    "end of file of DOS": (HEADER + GOOD + "\x1a", "9:1 T010", ""),
    "form feed": (HEADER + "\f\n" + GOOD, "6:1 T010", "Good"),
    "no-break space before a keyword": (HEADER + GOOD + '\n\xa0msgid "a"\nmsgstr "b"\n', "10:1 T001", "Good"),
    "lone returns": ((HEADER + GOOD).replace("\n", "\r"), "1:9 T001", ""),
    "mixed line ends": (HEADER.replace("\n", "\r\n") + GOOD, "", "Good"),
    "return twice": ((HEADER + GOOD).replace("\n", "\r\r\n"), "1:9 T001, 7:13 T001", ""),
    "cut in a msgid": (HEADER + GOOD + '\nmsgid "lo', "10:9 T001", "Good"),
    "cut after a msgid": (HEADER + GOOD + '\nmsgid "long"', "10:1 T001", "Good"),
    "cut in a keyword": (HEADER + GOOD + '\nmsgid "a"\nmsgs', "11:1 T001", "Good"),
    "unterminated then neighbours": (
        HEADER + '\nmsgid "a"\nmsgstr "b\nmsgid "Good"\nmsgstr "Хорошо"\n',
        "8:9 T001",
        "Good",
    ),
    "octal escape": (HEADER + GOOD + '\nmsgid "a"\nmsgstr "\\101"\n', "11:9 T001", "Good"),
    "hex escape": (HEADER + GOOD + '\nmsgid "a"\nmsgstr "\\x41"\n', "11:9 T001", "Good"),
    "single quotes": (HEADER + GOOD + "\nmsgid 'a'\nmsgstr 'b'\n", "10:7 T001", "Good"),
    "typographic quotes": (HEADER + GOOD + "\nmsgid “a”\nmsgstr “b”\n", "10:7 T001", "Good"),
    "keyword in capitals": (HEADER + GOOD + '\nMSGID "a"\nMSGSTR "b"\n', "10:1 T001", "Good"),
    "two on one line": (HEADER + GOOD + '\nmsgid "a" msgstr "b"\n', "10:9 T001", "Good"),
    "comment behind a text": (HEADER + GOOD + '\nmsgid "a" # note\nmsgstr "b"\n', "10:9 T001", "Good"),
    "comment between msgid and msgstr": (
        HEADER + GOOD + '\nmsgid "a"\n# note\nmsgstr "b"\n',
        "10:1 T001, 12:1 T001",
        "Good",
    ),
    "domain": (HEADER + GOOD + '\ndomain "other"\nmsgid "a"\nmsgstr "b"\n', "10:1 T001", "Good"),
    "context alone": (HEADER + GOOD + '\nmsgctxt "c"\n\n' + A, "", "Good, c | a"),
    "context twice": (HEADER + GOOD + '\nmsgctxt "c"\nmsgctxt "d"\n' + A, "11:1 T001", "Good"),
    "plural twice": (
        HEADER + GOOD + '\nmsgid "x"\nmsgid_plural "y"\nmsgid_plural "z"\nmsgstr[0] "b"\n\n' + A,
        "12:1 T001",
        "Good, a",
    ),
    "plural of nothing": (HEADER + GOOD + '\nmsgid_plural "y"\nmsgstr[0] "b"\n\n' + A, "10:1 T001", "Good, a"),
    "form in other digits": (HEADER + GOOD + "\n" + PLURAL.replace("[0]", "[٠]"), "12:21 T001", "Good"),
    "form 10": (HEADER + GOOD + "\n" + PLURAL.replace("[2]", "[10]"), "14:22 T001", "Good"),
    "forms out of order": (
        HEADER + GOOD + "\n" + PLURAL.replace("[0]", "[x]").replace("[1]", "[0]").replace("[x]", "[1]"),
        "12:1 T007",
        "Good",
    ),
    "form without number": (HEADER + GOOD + "\n" + PLURAL.replace("[2]", "[]"), "14:20 T001", "Good"),
    "one form empty": (HEADER + GOOD + "\n" + PLURAL.replace("{count} d", ""), "13:11 T007", "Good"),
    "second form of no plural": (HEADER + GOOD + "\n" + PLURAL.replace("[1]", ""), "13:1 T007", "Good"),
    "plural and not": (HEADER + PLURAL + '\nmsgid "{count} a"\nmsgstr "{count} f"\n', "13:8 T003", "{count} a"),
    "line break of the plural": (
        HEADER + GOOD + "\n" + PLURAL.replace("{count} b", "\\n{count} b"),
        "12:12 T006, 13:12 T006, 14:12 T006",
        "Good",
    ),
    "too many forms said": (_header("nplurals=3", "nplurals=4") + GOOD + "\n" + PLURAL, "1:1 T007", "Good, {count} a"),
    "expression with a call": (_header("n%10==1", "system(1)") + PLURAL, "1:1 T007", "{count} a"),
    "expression that divides by zero": (_header("n%10==1", "n%0==1") + PLURAL, "1:1 T007", "{count} a"),
    "expression out of range": (_header("n%10<=4 ? 1", "n%10<=4 ? 7") + PLURAL, "1:1 T007", "{count} a"),
    "expression of brackets": (_header("n%10==1", "(" * 4000 + "n%10==1") + PLURAL, "1:1 T007", "{count} a"),
    "no Plural-Forms": (HEADER.rpartition('"Plural-Forms')[0] + "\n" + PLURAL, "1:1 T007", "{count} a"),
    "plural forms in two fields": (
        _header('"Language: ru\\n"', '"Language: ru\\n"\n"X-A: nplurals=9; plural=9;\\n"') + PLURAL,
        "1:1 T007",
        "{count} a",
    ),
    "message three times": (HEADER + GOOD * 3, "11:8 T003, 14:8 T003", "Good"),
    "duplicate of another context": (HEADER + 'msgctxt ""\n' + A + "\n" + A, "11:8 T003", "a"),
    "obsolete of a message in use": (HEADER + GOOD + '\n#~ msgid "Good"\n#~ msgstr "Плохо"\n', "11:11 T003", "Good"),
    "obsolete before a message in use": (HEADER + '\n#~ msgid "Good"\n#~ msgstr "Плохо"\n' + GOOD, "8:11 T003", "Good"),
    "half obsolete": (HEADER + GOOD + '\n#~ msgid "a"\nmsgstr "b"\n', "10:1 T001, 11:1 T001", "Good"),
    "other half obsolete": (HEADER + GOOD + '\nmsgid "a"\n#~ msgstr "b"\n', "10:1 T001, 11:1 T001", "Good"),
    "empty obsolete line": (HEADER + GOOD + '\n#~\n#: x\nmsgctxt "c"\n' + A, "", "Good, c | a"),
    "earlier text of a message that is not fuzzy": (HEADER + GOOD + '\n#| msgid "x"\n' + A, "", "Good, a"),
    "earlier text unterminated": (HEADER + GOOD + '\n#, fuzzy\n#| msgid "x\n' + A, "11:11 T001", "Good"),
    "earlier text before a comment": (HEADER + GOOD + '\n#| msgid "x"\n#. note\n' + A, "11:1 T001", "Good"),
    "earlier text with msgstr": (HEADER + GOOD + '\n#| msgid "x"\n#| msgstr "y"\n' + A, "11:1 T001", "Good"),
    "earlier plural alone": (HEADER + GOOD + '\n#| msgid_plural "x"\n' + A, "10:1 T001", "Good"),
    "earlier text at the end": (HEADER + GOOD + '\n#| msgid "x"\n', "10:1 T001", "Good"),
    "earlier words": (HEADER + GOOD + "\n#| was x before\n" + A, "10:4 T001", "Good"),
    "fuzzy beside another flag": (HEADER + "\n#, no-wrap,fuzzy\n" + A, "", ""),
    "fuzzy with a blank before a flag": (HEADER + "\n#,fuzzy no-wrap\n" + A, "", ""),
    "fuzzy in capitals": (HEADER + "\n#, FUZZY\n" + A, "", ""),
    "fuzzy among sticky flags": (HEADER + "\n#= fuzzy\n" + A, "", ""),
    "fuzzy with a space before": (HEADER + "\n   #, fuzzy\n" + A, "", ""),
    "fuzzy above an empty line": (HEADER + "\n#, fuzzy\n\n" + A, "", ""),
    "flag of C": (HEADER + '\n#, c-format\nmsgid "%d a"\nmsgstr "b"\n', "7:1 T001", ""),
    "flag of braces": (HEADER + '\n#, python-brace-format\nmsgid "{0} a"\nmsgstr "b"\n', "7:1 T001", ""),
    "flag against C": (HEADER + "\n#, no-c-format\n" + A, "", "a"),
    "comment that swallows a line": (HEADER + '\n#: C:\\files\\\nmsgctxt "c"\n' + A, "7:12 T001", ""),
    "ten thousand comments": (HEADER + "#. x\n" * 10000 + A, "", "a"),
    "merge marks": (
        HEADER + "\n<<<<<<< ours\n" + A + '=======\nmsgid "a"\nmsgstr "c"\n>>>>>>> theirs\n' + GOOD,
        "7:1 T001, 13:1 T001",
        "Good",
    ),
    "merge marks of three": (
        HEADER
        + '\nmsgid "a"\n<<<<<<< ours\nmsgstr "b"\n||||||| base\nmsgstr "x"\n=======\nmsgstr "c"\n>>>>>>> theirs\n'
        + GOOD,
        "8:1 T001",
        "Good",
    ),
    "a patch": (HEADER.replace("\n", "\n+") + GOOD, "2:1 T001", ""),
    "HTML": ("<!DOCTYPE html><html><body>404</body></html>\n", "1:1 T001", ""),
    "JSON": ('{"a": "b"}\n', "1:1 T001", ""),
    "mo": (b"\xde\x12\x04\x95" + bytes(40), "1:1 T001", ""),
    "escaped quote at the end": (HEADER + '\nmsgid "a"\nmsgstr "b\\"\n' + GOOD, "8:11 T001", "Good"),
    "backslash alone": (HEADER + '\nmsgid "a"\n\\\nmsgstr "b"\n' + GOOD, "8:1 T001", "Good"),
    "501 lines": (HEADER + GOOD + '\nmsgid "a"\nmsgstr ""\n' + '"b"\n' * 501, "512:1 T001", "Good"),
    "bidirectional comment": (HEADER + GOOD + "\n# \u202e note\n" + A, "10:3 T010", "Good"),
    "tag characters": (HEADER + GOOD + '\nmsgid "a"\nmsgstr "b\U000e0041"\n', "11:10 T010", "Good"),
    "empty line inside a text": (HEADER + '\nmsgid "a"\nmsgstr "b"\n\n"c"\n' + GOOD, "10:1 T001", "Good"),
    "empty line between the parts": (HEADER + GOOD + '\nmsgid "a"\n\nmsgstr "b"\n', "", "Good, a"),
    "empty line between the forms": (
        HEADER + GOOD + "\n" + PLURAL.replace("\nmsgstr[1]", "\n\nmsgstr[1]"),
        "12:11 T007, 14:1 T001",
        "Good",
    ),
    "fuzzy above a broken comment": (HEADER + GOOD + "\n#, fuzzy\n# \u202e\n#. note\n" + A, "11:3 T010", "Good"),
    "fuzzy above a stray line": (HEADER + GOOD + "\n#, fuzzy\nstray\n\n" + A, "11:1 T001", "Good"),
    "end of context in a text": (HEADER + GOOD + '\nmsgctxt "x\x04y"\n' + A, "10:11 T010", "Good"),
}
"""The file, its faults by line and column, and the messages that are shown."""


def _encoded(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode()


@pytest.mark.parametrize("name", FILES)
def test_a_broken_catalogue_names_its_faults_and_shows_what_is_whole(name: str, tmp_path: Path) -> None:
    content, faults, kept = FILES[name]
    catalogue, problems = read(tmp_path, _encoded(content))
    texts = shown(catalogue)

    assert places(problems) == faults
    assert ", ".join(" | ".join(filter(None, key)) for key in texts) == kept
    assert all(forms == TEXTS[key[1]] for key, forms in texts.items())


@pytest.mark.parametrize("name", [*FILES, *BAD_MESSAGES])
def test_what_gettext_refuses_is_never_taken_without_a_word(name: str, tmp_path: Path) -> None:
    content = FILES[name][0] if name in FILES else f"{HEADER}{GOOD}\n{BAD_MESSAGES[name]}\n"
    _, problems = read(tmp_path, _encoded(content))

    assert problems or judged(_encoded(content), tmp_path).is_accepted


def test_a_file_with_very_many_faults_names_a_thousand_and_the_number_of_the_rest(tmp_path: Path) -> None:
    catalogue, problems = read(tmp_path, (HEADER + GOOD + '\nmsgid "a\n' * 3000).encode())

    assert shown(catalogue) == {("", "Good"): TEXTS["Good"]}
    assert len(problems) == MAX_FAULTS + 1
    assert problems[0].message.startswith("2,000 more")


def test_a_catalogue_over_two_million_bytes_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    _, problems = read(tmp_path, (HEADER + GOOD).encode() + b"#" * MAX_BYTES)

    assert places(problems) == "0:0 T001"


@dataclass(frozen=True)
class Examined:
    """A mutant with what we and gettext make of it."""

    number: int
    content: bytes
    catalogue: Catalogue
    problems: tuple[Problem, ...]
    verdict: Judgement

    @property
    def is_dropped_whole(self) -> bool:
        """Whether the file is no text or another language's, and a problem says so."""
        return any(each.code == "T002" or "UTF-8 text" in each.message for each in self.problems)


@pytest.fixture(scope="module")
def mutants(tmp_path_factory: pytest.TempPathFactory) -> list[Examined]:
    """The spoiled copies of a real catalogue, examined once for all tests."""
    folder = tmp_path_factory.mktemp("mutants")
    contents = [mutant(number) for number in range(MUTANTS)]
    return [
        Examined(number, content, *read(folder, content), judged(content, folder))
        for number, content in enumerate(contents)
    ]


def test_mutants_are_of_both_kinds(mutants: list[Examined]) -> None:
    refused = sum(not each.verdict.is_accepted for each in mutants)

    assert MUTANTS // 4 < refused < MUTANTS * 3 // 4 + MUTANTS // 10


def test_no_mutant_that_gettext_refuses_is_taken_without_a_word(mutants: list[Examined]) -> None:
    assert [each.number for each in mutants if not each.verdict.is_accepted and not each.problems] == []


def test_each_text_is_what_gettext_makes_of_its_lines_alone(mutants: list[Examined], tmp_path: Path) -> None:
    """The lines of all messages that we took, cut out of the mutant: gettext takes them all and reads the same."""
    for each in mutants:
        if not each.catalogue.translations:
            continue
        lines = each.content.decode().removeprefix("\ufeff").split("\n")
        cut = ["\n".join(_message_lines(lines, found.place.line)) for found in each.catalogue.translations.values()]
        verdict = judged("\n\n".join([HEADER, *cut]).encode() + b"\n", tmp_path)
        texts = shown(each.catalogue)
        assert verdict.is_accepted, (each.number, verdict.said)
        assert {key: verdict.texts.get(key) for key in texts} == texts, each.number


def test_what_we_show_gettext_shows_where_it_takes_the_whole_file(mutants: list[Examined]) -> None:
    """So nothing fuzzy or obsolete is shown either: a compiled catalogue holds none."""
    compared = 0
    for each in mutants:
        # A return alone is a blank to gettext and a line end to an editor: what stands behind it is anybody's guess.
        if each.verdict.is_accepted and not re.search(rb"\r(?!\n)", each.content):
            texts = shown(each.catalogue)
            assert {key: each.verdict.texts.get(key) for key in texts} == texts, each.number
            compared += len(texts)
    assert compared > MUTANTS


def test_every_message_of_a_mutant_is_taken_or_a_problem_names_its_lines(mutants: list[Examined]) -> None:
    messages = 0
    for each in mutants:
        if each.is_dropped_whole:
            continue
        told = {problem.place.line for problem in each.problems}
        told |= {found.place.line for found in each.catalogue.translations.values()} | {2}
        for first, after in _messages(each.content.decode().split("\n")):
            assert told & set(range(first, after)), (each.number, first)
            messages += 1
    assert messages > MUTANTS * 10


def test_no_mutant_shows_what_is_fuzzy_or_obsolete_in_it(mutants: list[Examined]) -> None:
    for each in mutants:
        texts, content = shown(each.catalogue), each.content
        if content.count(b'msgctxt "x.fuzzy"') == 1 and b'\n#, fuzzy\n#| msgid "Before"\nmsgctxt "x.fuzzy"' in content:
            assert ("x.fuzzy", "Now") not in texts, each.number
        if content.count(b'msgid "Gone"') == 1 and b'\n#~ msgid "Gone"' in content:
            assert ("x.gone", "Gone") not in texts, each.number


_MSGID = re.compile(r'[ \t]*msgid(?!_)[ \t]*"')
_HEAD = re.compile(r'[ \t]*((?:msgctxt|msgid|msgid_plural)(?=[ \t]*")|"|\r?$)')


def _messages(lines: list[str]) -> Iterator[tuple[int, int]]:
    """For every line that looks like a msgid in use: where its message may begin, and where the next one does.

    A msgid right after another, without a msgstr or an empty line between, belongs to the same broken message.
    """
    starts, is_open = [], False
    for number, line in enumerate(lines, 1):
        if _MSGID.match(line) and not is_open:
            starts.append(number)
        is_open = not re.match(r"[ \t]*(msgstr|\r?$|#)", line) and (is_open or bool(_MSGID.match(line)))
    for start, after in zip(starts, [*starts[1:], len(lines) + 1], strict=True):
        first = start
        while first > 1 and not re.match(r"[ \t]*msg(str|id(?=[ \t]*\"))", lines[first - 2]):
            first -= 1
        yield first, after


def _message_lines(lines: list[str], of_text: int) -> list[str]:
    """The lines of the message whose msgstr stands in a line: up to its msgctxt or msgid, down to its last text."""
    last = of_text
    while last < len(lines) and re.match(r'[ \t]*(msgstr|")', lines[last]):
        last += 1
    first, seen = of_text - 1, set[str]()
    for at in range(of_text - 2, -1, -1):
        match = _HEAD.match(lines[at])
        word = match[1].strip() if match else "#"
        if word == "#" or word in seen:
            break
        if word.startswith("msg"):
            first = at
            seen.add(word)
    return lines[first:last]


@pytest.mark.parametrize("name", SHAPES if IS_NIGHTLY else QUICK_SHAPES)
def test_no_catalogue_of_two_million_bytes_takes_more_than_300_million(name: str) -> None:
    """The system bounds the memory; a minute of processor time tells an endless reading from a busy machine."""
    command = [sys.executable, "-m", "tests.load.huge_catalogues", str(MOST_MEMORY), "60", name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("language", ["az", "ru", "pl", "ar", "zh", "fr", "sl"])
def test_our_own_plural_expressions_are_sound(language: str) -> None:
    expression = plural_header(language).partition("plural=")[2].rstrip(";")

    check_plural_expression(expression, plural_count(language))


@pytest.mark.parametrize(
    "expression",
    ["", "n", "2", "1?", "(0", "0)", "n=1", "n & 1", "1/n", "n-1", "-1", "x", "0 0", "!", "n ? 0", "0;1", "0.0",
     "\u0660", "n==1 ? 0 : n==2 ? 1 : 2", "__import__('os')", "(" * 100 + "0" + ")" * 100, "n*" * 300 + "0"],
)  # fmt: skip
def test_what_gives_no_form_for_every_number_is_no_plural_expression(expression: str) -> None:
    with pytest.raises(PluralExpressionError):
        check_plural_expression(expression, 2)


@pytest.mark.parametrize(
    "expression", ["0", "n != 1", "!n", "!!n", "n>1", " n % 10 == 1 && n%100 != 11 ? 0 : 1 ", "n-1<5"]
)
def test_c_is_understood(expression: str) -> None:
    check_plural_expression(expression, 2)
