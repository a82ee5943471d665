"""The Plural-Forms header for editors such as Poedit. Our programs go by `model/plural_forms.py` and never read it.

A fixed table in gettext's notation. A test compares it, for 0 to 1,000, with the rules of every language that CLDR has
plural rules for (supplemental/plurals.xml, as Babel brings it).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from generator.model.plural_forms import plural_count

_ROWS: Final[Mapping[str, str]] = {
    "(n > 1)": "ak am as bho bn csw doi fa ff fr gu hi ht hy kab kn ln mg nso pa pcm pt si ti wa zu",
    "(n%10!=1 || n%100==11)": "is mk",
    "(n%10==4 || n%10==6 || n%10==9)": "ceb fil tl",
    "(n>1 && n<11 || n>99)": "tzm",
    "(n==1 ? 0 : n==2 ? 1 : 2)": "he iu naq sat se sma smj smn sms",
    "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)": "be bs hr ru sr uk",
    "(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)": "pl",
    "(n%10==1 && (n%100<11 || n%100>19) ? 0 : n%10>=2 && (n%100<11 || n%100>19) ? 1 : 2)": "lt",
    "(n==1 ? 0 : n>=2 && n<=4 ? 1 : 2)": "cs sk",
    "(n==1 ? 0 : n==0 || n%100>=1 && n%100<=19 ? 1 : 2)": "ro",
    "(n<=1 ? 0 : n<=10 ? 1 : 2)": "shi",
    "(n==0 ? 0 : n==1 ? 1 : 2)": "blo ksh lag",
    "(n%10==0 || n%100>=11 && n%100<=19 ? 0 : n%10==1 ? 1 : 2)": "lv prg",
    "(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3)": "dsb hsb sl",
    "(n%10==1 ? 0 : n%10==2 ? 1 : n%20==0 ? 2 : 3)": "gv",
    "(n==1 || n==11 ? 0 : n==2 || n==12 ? 1 : n>=3 && n<=19 ? 2 : 3)": "gd",
    "(n%10==1 && n%100!=11 && n%100!=71 && n%100!=91 ? 0 : n%10==2 && n%100!=12 && n%100!=72 && n%100!=92 ? 1 : "
    "(n%10==3 || n%10==4 || n%10==9) && (n%100<10 || n%100>19) && (n%100<70 || n%100>79) && n%100<90 ? 2 : 3)": "br",
    "(n==1 ? 0 : n==2 ? 1 : n>=3 && n<=6 ? 2 : n>=7 && n<=10 ? 3 : 4)": "ga",
    "(n==1 ? 0 : n==2 ? 1 : n==0 || n%100>=3 && n%100<=10 ? 2 : n%100>=11 && n%100<=19 ? 3 : 4)": "mt",
    "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)": "ar",
    "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5)": "cy",
    "(n==0 ? 0 : n==1 ? 1 : n%20==2 || n%1000==0 ? 2 : n%20==3 ? 3 : n%20==1 ? 4 : 5)": "kw",
}
"""Expressions with the languages that have them."""
_EXPRESSIONS: Final = {language: row for row, languages in _ROWS.items() for language in languages.split()}
_USUAL: Final[Mapping[int, str]] = {1: "0", 2: "(n != 1)"}
"""Those of all other languages, by their number of forms."""


def plural_header(language: str) -> str:
    """The Plural-Forms header of a language such as `az` or `pt-BR`."""
    count = plural_count(language)
    expression = _EXPRESSIONS.get(language.partition("-")[0]) or _USUAL[count]
    return f"nplurals={count}; plural={expression};"
