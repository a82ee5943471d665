"""README.txt of a school's set: which file is for whom, and how many copies to print. One part a language."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from generator.model.output import PrintedFile
from generator.render.locale_format import format_number, language_name
from generator.render.markdown_parts import PageWords
from generator.render.print_orders import Copies, ListedPaper, PrintOrder, SchoolSet
from generator.translation.round_strings import translate_setting

README: Final = "README.txt"
PACK: Final = 500
"""Sheets in a pack of paper."""
_WIDTH: Final = 80


@dataclass(frozen=True, slots=True)
class SetPaper:
    """A file of the set."""

    listed: ListedPaper
    name: str
    """Below the folder of the set."""
    printed: PrintedFile


@dataclass(frozen=True, slots=True)
class LanguageSet:
    """What a set has in one language."""

    order: PrintOrder
    papers: tuple[SetPaper, ...]
    boxes: str
    """The folder that says where the answer boxes stand."""


def readme(school: SchoolSet, sets: Sequence[LanguageSet]) -> str:
    """The file's text: for each language its files, copies and sheets of paper.

    Copies are the numbers of people invited, where they are known.
    """
    return "\n\n".join("\n".join(_part(school, each)) for each in sets) + "\n"


def _part(school: SchoolSet, found: LanguageSet) -> Iterator[str]:
    words = PageWords(found.order.environment)
    language = words.language
    setting = translate_setting(school.setting, found.order.language)
    title = words.plain("print.readme.title", school=school.name)
    yield f"{title} · {language_name(language, language)}"
    yield "=" * _WIDTH
    yield from _wrapped(words.plain("print.readme.about", round=str(setting.title)))
    if any(copies_of(paper.listed, school) for paper in found.papers):
        yield from _wrapped(words.plain("print.readme.spare"))
    yield from _wrapped(words.plain("print.readme.private"))
    heading = ""
    for paper in found.papers:
        if heading != (heading := _who(words, paper.listed)):
            yield from ("", "", heading, "-" * min(len(heading), _WIDTH))
        yield from _paper(words, school, paper)
    total = sum((copies_of(paper.listed, school) or 0) * paper.printed.sheets for paper in found.papers)
    if total:
        numbers = {"sheets": _shown(total, language), "packs": _shown(-(-total // PACK), language)}
        yield from ("", "", *_wrapped(words.plain("print.run.total", **numbers)))
    yield from ("", *_wrapped(words.plain("print.readme.boxes", folder=found.boxes)))


def copies_of(paper: ListedPaper, school: SchoolSet) -> int | None:
    """How many copies the numbers of invited people ask for; none where they do not say it."""
    if paper.copies is Copies.SCHOOL:
        return 1
    if paper.copies is not Copies.PERSON:
        return None
    group, level = paper.group.id if paper.group else "", paper.level.id if paper.level else ""
    people = sum(count for whose, at, count in school.invited if group in ("", whose) and level in ("", at))
    return people or None


def _paper(words: PageWords, school: SchoolSet, paper: SetPaper) -> Iterator[str]:
    kind = paper.listed.kind
    yield ""
    yield paper.name
    yield from _wrapped(f"{words.plain(f'print.kind.{kind}')}. {words.plain(f'print.kind.{kind}.about')}", "  ")
    if paper.printed.pages:
        numbers = {"pages": paper.printed.pages, "sheets": paper.printed.sheets}
        yield from _wrapped(words.plain("print.readme.numbers", **numbers), "  ")
        yield from _wrapped(_copies(words, school, paper), "  ")


def _copies(words: PageWords, school: SchoolSet, paper: SetPaper) -> str:
    copies = copies_of(paper.listed, school)
    if copies:
        return words.plain("print.readme.copies", copies=copies, sheets=copies * paper.printed.sheets)
    if paper.listed.copies is Copies.PERSON:
        return words.plain("print.readme.unknown")
    return words.plain("print.readme.room" if paper.listed.copies is Copies.ROOM else "print.readme.instead")


def _who(words: PageWords, paper: ListedPaper) -> str:
    names = [str(each.title) for each in (paper.group, paper.level) if each]
    return ", ".join(names) or words.plain("print.for_all")


def _shown(number: int, language: str) -> str:
    return format_number(number, language)


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
