"""The Jinja environment of a language: every word from a catalogue, every value escaped, every other language marked.

The only importer of Jinja. Templates come from the project's `site_templates/` alone, never from content.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from generator.model.catalogue import SOURCE_LANGUAGE, Domain, Language, Wording
from generator.model.content import Interface
from generator.render import locale_format

_FORM_SCRIPTS = ("LATIN ", "GREEK ", "CYRILLIC ", "MODIFIER LETTER ", "FEMININE ", "MASCULINE ", "MICRO ")
_FROM_RIGHT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufefc]")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class InterfaceKeyError(KeyError):
    """A template asks for an interface string that no file under site_templates/interface has."""


@dataclass(frozen=True)
class Interpreter:
    """Looks interface strings up in one language and fills their placeholders."""

    interface: Interface
    language: Language

    def wording(self, key: str, count: int | None = None) -> Wording:
        """The string with its placeholders unfilled; `count` chooses the plural form.

        Raises InterfaceKeyError when the key does not exist.
        """
        if key not in self.interface:
            raise InterfaceKeyError(key)
        entry = self.interface[key].entry
        found = self.language.translation(Domain.INTERFACE, key, entry.text)
        if found is None:
            is_many = count is not None and entry.plural is not None and count != 1
            return Wording(entry.plural if is_many and entry.plural else entry.text, SOURCE_LANGUAGE)
        has_forms = count is not None and entry.plural is not None
        form = locale_format.plural_form(self.language.code, count) if has_forms and count is not None else 0
        text = found.forms[min(form, len(found.forms) - 1)]
        is_from_right = locale_format.text_direction(self.language.code) == "rtl"
        return Wording(text.replace("→", "←") if is_from_right else text, self.language.code)

    def plain(self, key: str, /, **values: object) -> str:
        """The filled string as plain text on one line: for attributes, titles, files."""
        return _one_line(_fill(str(self.wording(key, _count(values))), self._shown(values), str))

    def markup(self, key: str, /, **values: object) -> Markup:
        """The filled string as HTML: text and values escaped, marked where it is not in the language."""
        wording = self.wording(key, _count(values))
        shown = partial(_isolated, direction=locale_format.text_direction(wording.language))
        filled = _one_line(_fill(str(escape(str(wording))), self._shown(values), shown))
        # Safe: text and values were escaped one line above.
        return _mark_language(Markup(filled), wording.language, self.language.code)  # noqa: S704

    def _shown(self, values: Mapping[str, object]) -> dict[str, object]:
        code = self.language.code
        return {
            name: locale_format.format_number(value, code) if _is_whole(value) else value
            for name, value in values.items()
        }


class _OwnTemplates(jinja2.FileSystemLoader):
    """The templates of one folder; a link that leads out of it is none."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Like FileSystemLoader. Raises TemplateNotFound for a file that lies elsewhere."""
        source, file, is_current = super().get_source(environment, template)
        if not any(Path(file).resolve().is_relative_to(Path(folder).resolve()) for folder in self.searchpath):
            raise jinja2.TemplateNotFound(template)
        return source, file, is_current


def in_form_letters(text: str) -> bool:
    """Whether all letters are Latin, Greek or Cyrillic: those that Noto Sans draws, the one font of a form's fields.

    Other scripts have fonts of their own, and in some letters join; readers of PDFs show such fields empty.
    """
    names = (unicodedata.name(letter, "") for letter in set(text) if letter.isalpha())
    return all(name.startswith(_FORM_SCRIPTS) for name in names)


def page_environment(templates: Path, interface: Interface, language: Language) -> jinja2.Environment:
    """The environment for one language's pages and print documents.

    `templates` is the project's site_templates folder. Globals: t(key, **values) gives HTML, tp(key, **values) plain
    text, `language` the code, `direction` ltr or rtl. Filters: number(digits), percent(digits), signed(digits), date,
    plain (a text for an attribute), with_lines (a text that keeps its line ends: for a field of a form, nowhere else).
    Test: in_form_letters (whether a field of a PDF can show the text).
    """
    environment = jinja2.Environment(
        loader=_OwnTemplates(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=partial(_finalize, language=language.code),
        keep_trailing_newline=False,
    )
    interpreter = Interpreter(interface, language)
    code = language.code
    environment.globals.update(
        t=interpreter.markup, tp=interpreter.plain, language=code, direction=locale_format.text_direction(code)
    )
    filters: dict[str, Callable[..., Any]] = {
        "number": lambda value, digits=0: locale_format.format_number(float(value), code, digits),
        "percent": lambda value, digits=0: locale_format.format_percent(float(value), code, digits),
        "signed": lambda value, digits=0: locale_format.format_signed(float(value), code, digits),
        "date": lambda value: _date(value, code),
        "plain": str,
        "with_lines": lambda value: escape(str(value)),
    }
    environment.filters.update(filters)
    environment.tests["in_form_letters"] = in_form_letters
    return environment


def _finalize(value: object, *, language: str) -> object:
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    text = _one_line(str(value))
    return _mark_language(escape(text), value.language, language) if isinstance(value, Wording) else text


def _one_line(text: str) -> str:
    """The text without line ends, which would begin something new where Markdown reads the page."""
    return " ".join(text.splitlines()) if "\n" in text or "\r" in text else text


def _mark_language(text: Markup, text_language: str, page_language: str) -> Markup:
    if text_language == page_language:
        return text
    return Markup('<span lang="{}" dir="{}">{}</span>').format(
        text_language, locale_format.text_direction(text_language), text
    )


def _date(value: datetime.date, language: str) -> str:
    return locale_format.format_date(value, language)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _count(values: Mapping[str, object]) -> int | None:
    count = values.get("count")
    return count if isinstance(count, int) else None


def _isolated(value: object, *, direction: str) -> str:
    """A value as HTML, held together where it stands in a sentence of the other direction (UAX 9, isolates).

    Else `64 % → 69 %` or a name that ends with a bracket would be shuffled among the words around it. Characters, not
    tags: WeasyPrint knows no `bdi`.
    """
    shown = str(escape(value))
    runs_right = direction == "ltr" and not _FROM_RIGHT.search(shown)
    return shown if runs_right or not shown else f"\u2068{shown}\u2069"


def _fill(text: str, values: Mapping[str, object], shown: Callable[[object], str]) -> str:
    # Our own substitution: str.format would let a translation read attributes of the values.
    return _PLACEHOLDER.sub(lambda match: shown(values[match[1]]), text)
