"""Plants the mistakes of translators into copies of the project's own catalogues, each at a place drawn by a seed.

The lines of a file are changed as an editor would change them; nothing here is shared with what has to find them.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.conftest import ROOT

LANGUAGES: Final = ("az", "ru")
DOMAINS: Final = ("interface", "questionnaires", "guides")

_STATEMENT: Final = re.compile(r'(msg\w+)(\[\d\])? "(.*)"$')
_HIDDEN: Final = re.compile(r"\{\w+\}|`[^`]*`|\]\([^)]*\)|<[^<>]*>|\\.|\w+://\S+|\w+\.\w+")
_WORD: Final = re.compile(r"[^\W\d_]+")
_PLACEHOLDER: Final = re.compile(r"\{\w+\}")
_NUMBER: Final = re.compile(r"(?<![\w.,-])\d+(?![\w]|[.,]\d)")
_TARGET: Final = re.compile(r"(?<=\]\()[^)\s]+")
_LINK: Final = re.compile(r"(?<!!)\[([^\[\]]*)\]\([^)]*\)")
_TWINS: Final[Mapping[str, Mapping[str, str]]] = {
    "az": dict(zip("aceəhijkopsxyABCEƏHKMOPTXY", "асеәһіјкорѕхуАВСЕӘНКМОРТХУ", strict=True)),
    "ru": dict(zip("асекорхуАВЕКМНОРСТХ", "acekopxyABEKMHOPCTX", strict=True)),
}
_STRANGE_WORD: Final = {"az": "əşya", "ru": "вещь"}


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a translation in the lines of its file."""

    number: int
    """Which line, from 0."""
    keyword: str
    text: str
    """As it stands between the quotation marks."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A translated message."""

    language: str
    domain: str
    context: str
    source: str
    plural: str
    forms: tuple[Form, ...]
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A planted mistake: what kind, in which lines it may be told, and the line's new text (none: it was taken out)."""

    kind: str
    path: str
    lines: range
    number: int
    text: str | None
    was: str = field(compare=False)


Spoil = Callable[[Entry, Form, random.Random], str | None]
"""The line that stands there after the mistake; none when there is nothing in the entry to mistake."""


def catalogue_path(language: str, domain: str) -> str:
    """Where the catalogue lies in a project."""
    return f"translations/{language}/LC_MESSAGES/{domain}.po"


def entries() -> list[Entry]:
    """Every translated message of the project's own catalogues."""
    return [entry for language in LANGUAGES for domain in DOMAINS for entry in _read(language, domain)]


def plant(root: Path, kinds: Iterable[str], chance: random.Random) -> list[Fault]:
    """Copies of the catalogues in `root` with a mistake of each of these kinds, no two in one message."""
    untouched = entries()
    faults: list[Fault] = []
    for kind in kinds:
        chance.shuffle(untouched)
        # An entry that does not suit this kind may suit the next one.
        fault = next(fault for entry in untouched if (fault := _spoiled(entry, kind, chance)))
        untouched = [entry for entry in untouched if not _is_in(fault, entry)]
        faults.append(fault)
    for language, domain in itertools.product(LANGUAGES, DOMAINS):
        path = catalogue_path(language, domain)
        lines = (ROOT / path).read_text(encoding="utf-8").split("\n")
        for fault in faults:
            if fault.path == path:
                # A line that was taken out leaves an empty comment, so that all others keep their numbers.
                lines[fault.number] = "#" if fault.text is None else fault.text
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(lines), encoding="utf-8")
    return faults


def _is_in(fault: Fault, entry: Entry) -> bool:
    is_of_file = fault.path == catalogue_path(entry.language, entry.domain)
    return is_of_file and any(form.number == fault.number for form in entry.forms)


def _spoiled(entry: Entry, kind: str, chance: random.Random) -> Fault | None:
    form = chance.choice(entry.forms)
    text = KINDS[kind](entry, form, chance)
    was = f'{form.keyword} "{form.text}"'
    if text is None or text == was:
        return None
    lines = range(form.number + 1, form.number + 2)
    if kind == "plural":
        lines = range(entry.forms[0].number + 1, entry.forms[-1].number + 2)
    path = catalogue_path(entry.language, entry.domain)
    return Fault(kind, path, lines, form.number, text or None, was)


def _read(language: str, domain: str) -> Iterator[Entry]:
    lines = (ROOT / catalogue_path(language, domain)).read_text(encoding="utf-8").split("\n")
    texts: dict[str, str] = {}
    forms: list[Form] = []
    comments: list[str] = []
    for number, line in enumerate([*lines, ""]):
        if statement := _STATEMENT.match(line):
            if statement[1] == "msgstr":
                forms.append(Form(number, statement[1] + (statement[2] or ""), statement[3]))
            else:
                texts[statement[1]] = statement[3]
        elif line.startswith("#"):
            comments.append(line)
        elif not line:
            if texts.get("msgid") and forms and all(form.text for form in forms) and "#, fuzzy" not in comments:
                context, plural = texts.get("msgctxt", ""), texts.get("msgid_plural", "")
                yield Entry(language, domain, context, texts["msgid"], plural, tuple(forms), tuple(comments))
            texts, forms, comments = {}, [], []


def _line(form: Form, text: str) -> str | None:
    return f'{form.keyword} "{text}"' if text.strip() else None


def _open_words(entry: Entry, form: Form) -> list[re.Match[str]]:
    """The words of a form that a translator wrote: not names that the source has too, code, targets, placeholders."""
    hidden = _HIDDEN.sub(lambda part: " " * len(part[0]), form.text)
    known = set(_WORD.findall(f"{entry.source} {entry.plural}")) - {"a", "A", "I"}
    return [word for word in _WORD.finditer(hidden) if word[0] not in known]


def _with(text: str, place: re.Match[str], new: str) -> str:
    return text[: place.start()] + new + text[place.end() :]


def _placeholder(entry: Entry, form: Form, chance: random.Random) -> str | None:
    names = _PLACEHOLDER.findall(form.text)
    if not names or entry.domain == "guides":
        return None
    name = chance.choice(names)
    new = chance.choice(["", name[:-1], name[1:], f"{{{name[1:-1]}s}}", name.upper(), f"%({name[1:-1]})s", "{ad}"])
    return _line(form, form.text.replace(name, new))


def _link(entry: Entry, form: Form, chance: random.Random) -> str | None:
    target = _TARGET.search(form.text)
    if target is None:
        # Few messages have a link; into one in ten of the others somebody puts one.
        more = chance.choice([" https://example.com/x", " [bax](../elsewhere.md)", " [x](https://example.com)"])
        return _line(form, form.text + more) if chance.random() < 0.1 else None
    new = chance.choice([f"{target[0]}l", target[0][1:], "start.md", "https://example.com", "javascript:alert(1)"])
    changed = _with(form.text, target, new)
    lost = _LINK.sub(r"\1", form.text, count=1)
    return _line(form, chance.choice([changed, changed, lost]))


def _plural(entry: Entry, form: Form, chance: random.Random) -> str | None:
    if len(entry.forms) < 2:
        return None
    number = len(entry.forms)
    return chance.choice([
        f'{form.keyword} ""',  # empty
        f'msgstr "{form.text}"',  # without its number
        f'msgstr[{number}] "{form.text}"',  # a number too high
        "" if form is entry.forms[-1] else f'{form.keyword} ""',  # the last one taken out
    ])  # fmt: skip


def _markup(entry: Entry, form: Form, chance: random.Random) -> str | None:
    text = form.text
    stars = re.search(r"\*\*[^*]+\*\*", text)
    code = re.search(r"`[^`]+`", text)
    word = chance.choice(_open_words(entry, form) or [None])
    ways = []
    if stars and entry.domain == "guides":
        ways += [_with(text, stars, stars[0].strip("*")), _with(text, stars, stars[0][:-1]), text[: stars.end() - 2]
                 + text[stars.end() :]]  # fmt: skip
    if code:
        ways += [_with(text, code, code[0].strip("`")), _with(text, code, code[0][:-1]), _with(text, code, "`x1y`")]
    if word and (not ways or chance.random() < 0.1):
        ways = [_with(text, word, f"<b>{word[0]}</b>"), _with(text, word, f"**{word[0]}**"), f"{text}<br>",
                _with(text, word, f"`{word[0]}`"), f"{text}{{: .wide}}", f"{{{{ {word[0]} }}}} {text}"]  # fmt: skip
    return _line(form, chance.choice(ways)) if ways else None


def _number(entry: Entry, form: Form, chance: random.Random) -> str | None:
    hidden = _HIDDEN.sub(lambda part: " " * len(part[0]), form.text)
    numbers = list(_NUMBER.finditer(hidden))
    if not numbers or entry.plural:
        return None
    number = chance.choice(numbers)
    other = str((int(number[0][-1]) + chance.randint(1, 9)) % 10)
    new = chance.choice([number[0][:-1] + other, number[0] + other, "çox", f"{number[0]}–{other}"])
    return _line(form, _with(form.text, number, new))


def _glossary(entry: Entry, form: Form, chance: random.Random) -> str | None:
    """All words that begin like those of a term become another word."""
    terms = next((line.partition(": ")[2] for line in entry.comments if line.startswith("#. Glossary: ")), "")
    if not terms:
        return None
    _, _, forms = chance.choice(terms.split("; ")).partition(" = ")
    begins = {_folded(word)[: max(3, min(5, len(word) - 2))] for word in _WORD.findall(forms)}
    text, found = form.text, 0
    for word in reversed(list(_WORD.finditer(text))):
        if any(_folded(word[0]).startswith(begin) for begin in begins):
            text, found = _with(text, word, _STRANGE_WORD[entry.language]), found + 1
    return _line(form, text) if found and not _HIDDEN.search(form.text) else None


def _folded(word: str) -> str:
    return word.replace("İ", "i").replace("I", "i").replace("ı", "i").lower().replace("ё", "е")


def _look_alike(entry: Entry, form: Form, chance: random.Random) -> str | None:
    twins = _TWINS[entry.language]
    hidden = _HIDDEN.sub(lambda part: " " * len(part[0]), form.text)
    if entry.language == "ru" and chance.random() < 0.2:
        # The other way round: a Russian letter in a name or a code.
        twins = {latin: own for own, latin in twins.items()}
        latin = [word for word in re.finditer(r"\b[A-Z][A-Z0-9]+\b", hidden) if word[0] in entry.source]
        words = [word for word in latin if any(letter in twins for letter in word[0])]
    else:
        words = [word for word in _open_words(entry, form) if any(letter in twins for letter in word[0])]
    if not words:
        return None
    word = chance.choice(words)
    position = chance.choice([at for at, letter in enumerate(word[0]) if letter in twins])
    return _line(form, _with(form.text, word, word[0][:position] + twins[word[0][position]] + word[0][position + 1 :]))


def _ending(entry: Entry, form: Form, chance: random.Random) -> str | None:
    if not form.text.endswith((".", "?")) or len(form.text.split()) < 2:
        return None
    return _line(form, form.text[:-1] + chance.choice(["", "!", ":", "..", "?" if form.text.endswith(".") else "."]))


def _quotes(entry: Entry, form: Form, chance: random.Random) -> str | None:
    first, last = "“”" if entry.language == "az" else "«»"
    if first in form.text:
        place = form.text.index(chance.choice([first, last]))
        return _line(form, form.text[:place] + chance.choice(["", '\\"', "‟"[:0] or "„"]) + form.text[place + 1 :])
    words = _open_words(entry, form)
    if not words or chance.random() < 0.9:
        return None
    word = chance.choice(words)
    pair = chance.choice(['\\"{}\\"', "«{}»" if entry.language == "az" else "“{}”", f"{first}{{}}"])
    return _line(form, _with(form.text, word, pair.format(word[0])))


def _english(entry: Entry, form: Form, chance: random.Random) -> str | None:
    source = entry.plural or entry.source
    return _line(form, source) if len([word for word in _WORD.findall(source) if word.islower()]) > 2 else None


def _invisible(entry: Entry, form: Form, chance: random.Random) -> str | None:
    """A direction mark without its end, or a character that nobody sees."""
    place = chance.randrange(len(form.text))
    mark = chance.choice("\u200b\u200e\u200f\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u202c\u00ad")
    return _line(form, form.text[:place] + mark + form.text[place:])


def _dots(entry: Entry, form: Form, chance: random.Random) -> str | None:
    """What programs that do not know Azerbaijani make of its two i."""
    if entry.language != "az":
        return None
    words = [word for word in _open_words(entry, form) if len(word[0]) > 4]
    lowers = [word for word in words if "İ" in word[0]]
    capitals = [word for word in words if "i" in word[0][1:] and set(word[0]) & set("eəöü")]
    if not (lowers or capitals):
        return None
    word = chance.choice(lowers or capitals)
    small = word[0].replace("İ", "i")
    ways = [word[0].lower(), "I" + small[1:], "ı" + small[1:]] if word in lowers else []
    ways += [small.upper(), re.sub(r"(?<=[a-zəğıöşüç])i", "I", small)] if word in capitals else []
    return _line(form, _with(form.text, word, chance.choice(ways)))


def any_i(entry: Entry, form: Form, chance: random.Random) -> str | None:
    """One i for the other, anywhere: only a dictionary would find all of them."""
    words = [word for word in _open_words(entry, form) if set(word[0]) & set("iı")]
    if entry.language != "az" or not words:
        return None
    word = chance.choice(words)
    at = chance.choice([at for at, letter in enumerate(word[0]) if letter in "iı"])
    return _line(form, _with(form.text, word, word[0][:at] + "iı"[word[0][at] == "i"] + word[0][at + 1 :]))


SEVEN_KINDS: Final[Mapping[str, Spoil]] = {
    "placeholder": _placeholder,
    "link": _link,
    "plural": _plural,
    "markup": _markup,
    "number": _number,
    "glossary": _glossary,
    "look-alike": _look_alike,
}
"""The mistakes that cost most."""
OTHER_KINDS: Final[Mapping[str, Spoil]] = {
    "ending": _ending,
    "quotes": _quotes,
    "english": _english,
    "invisible": _invisible,
    "dots": _dots,
}
"""Mistakes of spelling and carelessness."""
KINDS: Final = {**SEVEN_KINDS, **OTHER_KINDS}
