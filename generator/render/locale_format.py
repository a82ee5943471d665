"""Numbers and dates as a language writes them. The only importer of Babel."""

from __future__ import annotations

import datetime
import functools
from fractions import Fraction

import babel
import babel.core
import babel.dates
import babel.numbers

from generator.compute.measures import rounded
from generator.model.plural_forms import plural_categories

UnknownLocaleError = babel.UnknownLocaleError
"""Raised for a code that is no language Babel knows."""
_NO_BREAK_SPACE = "\u00a0"
_PLUS_MINUS = {"positive": "+", "negative": "−", "zero": "±"}


@functools.lru_cache(maxsize=64)
def locale_of(language: str) -> babel.Locale:
    """Babel's locale of a language code (UnknownLocaleError, or ValueError for what is no code, when there is none)."""
    return babel.Locale.parse(language, sep="-")


@functools.lru_cache(maxsize=65_536)
def format_number(value: float, language: str, digits: int = 0) -> str:
    """A number with the language's separators and exactly `digits` decimals: az `6.425`, ru `6 425`, en `6,425`."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    text = babel.numbers.format_decimal(rounded(Fraction(value), digits), format=pattern, locale=locale_of(language))
    return str(text).replace(" ", _NO_BREAK_SPACE)


@functools.lru_cache(maxsize=65_536)
def format_percent(value: float, language: str, digits: int = 0) -> str:
    """A share given in percent (0 to 100 and above): az `93,9%`, ru `93,9 %` with a no-break space, en `93.9%`."""
    pattern = locale_of(language).percent_formats[None].pattern
    number = format_number(value, language, digits)
    space = _NO_BREAK_SPACE if pattern.strip("%").endswith((" ", _NO_BREAK_SPACE)) else ""
    return f"%{number}" if pattern.startswith("%") else f"{number}{space}%"


def format_signed(value: float, language: str, digits: int = 0) -> str:
    """A difference with its sign, which is never left to the reader to guess: `+4`, `−12`, `±0`."""
    shown = rounded(Fraction(value), digits)
    sign = _PLUS_MINUS["positive" if shown > 0 else "negative" if shown < 0 else "zero"]
    return sign + format_number(abs(float(shown)), language, digits)


def format_date(value: datetime.date, language: str) -> str:
    """A date in words: en `May 3, 2021`, az `3 may 2021`, ru `3 мая 2021 г.`."""
    return babel.dates.format_date(value, format="long", locale=locale_of(language)).replace(" ", _NO_BREAK_SPACE)


def language_name(language: str, in_language: str) -> str:
    """What a language is called in another (or in itself)."""
    return locale_of(language).get_display_name(locale_of(in_language)) or language


def preview_locale(language: str) -> str:
    """The language as link previews write it (Open Graph), with the country where most of its readers live: `az_AZ`.

    The country is CLDR's likely subtag; a language of no country stays as it is.
    """
    locale = locale_of(language)
    likely = babel.core.get_global("likely_subtags").get(str(locale), "")
    territory = locale.territory or (babel.Locale.parse(likely).territory if likely else None) or ""
    return f"{locale.language}_{territory}" if territory.isalpha() else locale.language


@functools.lru_cache(maxsize=256)
def text_direction(language: str) -> str:
    """`ltr` or `rtl`."""
    return locale_of(language).text_direction


@functools.lru_cache(maxsize=1024)
def plural_form(language: str, count: int) -> int:
    """The index of the plural form that the language uses with `count`, in a catalogue's order of forms.

    A form that catalogues do not hold (the French "many" of whole millions) falls on the last one.
    """
    forms = plural_categories(language)
    wanted = locale_of(language).plural_form(count)
    return forms.index(wanted) if wanted in forms else len(forms) - 1
