"""The fonts of print: where they are on this machine and which letters they can draw. The door to fontconfig.

Print uses Noto only (apt `fonts-noto-core`): one look for every alphabet, free to embed. Chinese, Japanese and Korean
are in a package of their own (apt `fonts-noto-cjk`, 57 MB), which only machines that print them need.
"""

from __future__ import annotations

import functools
import hashlib
import io
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from generator.model.output import PrintDocument
from generator.model.problem import Place, Problem

EAST_ASIAN_FAMILY = "Noto Sans CJK SC"
"""Chinese; with the same signs in their Japanese and Korean shapes, by the language of the text."""
TEXT_FAMILIES = (
    "Noto Sans",
    "Noto Sans Georgian",
    "Noto Sans Armenian",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Math",
    "Noto Sans Symbols",
    "Noto Sans Symbols2",
    EAST_ASIAN_FAMILY,
)
"""The stack of running text, as in site_templates/print/base.css; only the first must be there. Noto Sans itself has no
minus sign: Math has."""
HEADING_FAMILIES = ("Noto Serif", *TEXT_FAMILIES)
"""The stack of headings."""
_STYLES = ("Regular", "Bold", "Italic")
_TYPED_RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x18F, 0x18F),
    (0x218, 0x21B),
    (0x259, 0x259),
    (0x400, 0x45F),
    (0x490, 0x4BB),
    (0x4D8, 0x4E9),
    (0x2010, 0x2027),
    (0x202F, 0x203A),
    (0x20AC, 0x20AC),
    (0x20BC, 0x20BD),
    (0x2116, 0x2116),
)
TYPED_LETTERS = "".join(chr(code) for first, last in _TYPED_RANGES for code in range(first, last + 1))
"""What people type into forms: Latin and Cyrillic letters of Europe and Central Asia, their signs, euro, manat, rouble.
"""
MOST_TOLD = 8
"""How many letters without font are named."""
_UNSEEN = frozenset({"Cc", "Cf", "Mn", "Zl", "Zp", "Zs"})
"""Signs that need no drawing of their own, and marks that fonts put together with the letter before."""
_TIMEOUT = 20.0


class FontToolError(RuntimeError):
    """fontconfig's `fc-list` is missing or does not answer."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """One face on this machine."""

    family: str
    style: str
    path: Path


def installed_fonts() -> tuple[FontFile, ...]:
    """The faces of the print families that fontconfig knows, sorted by family, style and path.

    Raises FontToolError.
    """
    return tuple(font for font in _all_fonts() if font.family in HEADING_FAMILIES)


@functools.lru_cache(maxsize=1)
def font_digest() -> str:
    """The sha256 of every file that print may embed, hex: part of a PDF's cache key. Raises FontToolError."""
    digest = hashlib.sha256()
    for font in installed_fonts():
        digest.update(f"{font.family}\0{font.style}\0".encode())
        digest.update(hashlib.sha256(font.path.read_bytes()).digest())
    return digest.hexdigest()


def missing_faces(fonts: Iterable[FontFile]) -> tuple[str, ...]:
    """The faces that print cannot do without and that are not among `fonts`, such as `Noto Sans Bold`."""
    there = {(font.family, font.style) for font in fonts}
    needed = [(TEXT_FAMILIES[0], style) for style in _STYLES] + [(HEADING_FAMILIES[0], "Bold")]
    return tuple(f"{family} {style}" for family, style in needed if (family, style) not in there)


def missing_letters(letters: str, fonts: Iterable[FontFile], families: Iterable[str] = TEXT_FAMILIES) -> str:
    """The letters that no regular face of the families can draw, in their order, each once."""
    wanted = frozenset(families)
    paths = [font.path for font in fonts if font.family in wanted and font.style == "Regular"]
    drawn = frozenset[int]().union(*(_glyphs(path) for path in paths))
    return "".join(letter for letter in dict.fromkeys(letters) if ord(letter) not in drawn and not letter.isspace())


def undrawn_letters(documents: Iterable[PrintDocument], fonts: Sequence[FontFile]) -> Iterator[Problem]:
    """Letters that would be boxes on paper (B010), told once for each language at the first document that has some."""
    first: dict[str, dict[str, str]] = {}
    for document in documents:
        letters = first.setdefault(document.language, {})
        letters |= dict.fromkeys(set(document.html) - letters.keys(), document.path)
    for language, letters in first.items():
        shown = "".join(sorted(letter for letter in letters if unicodedata.category(letter) not in _UNSEEN))
        if missing := missing_letters(shown, fonts):
            yield _undrawn(Place(letters[missing[0]]), missing, f" in {language}")


def undrawn_in(text: str, place: Place, fonts: Sequence[FontFile]) -> Problem | None:
    """The same of one text that stands in the letters of headings, such as a name; none when all can be drawn."""
    shown = "".join(letter for letter in text if unicodedata.category(letter) not in _UNSEEN)
    missing = missing_letters(shown, fonts, HEADING_FAMILIES)
    return _undrawn(place, missing) if missing else None


def _undrawn(place: Place, missing: str, where: str = "") -> Problem:
    told = " ".join(f"{letter} (U+{ord(letter):04X})" for letter in missing[:MOST_TOLD])
    more = f" and {len(missing) - MOST_TOLD} more" if len(missing) > MOST_TOLD else ""
    message = f"No font of print draws {told}{more}{where}: a box would stand on paper."
    remedy = "Run guzgu doctor to see which fonts are missing, or write it with other letters."
    return Problem(place, "B010", message, remedy)


@dataclass(frozen=True, slots=True)
class FormFont:
    """A face cut down to what people type into forms; its glyphs keep their numbers."""

    content: bytes
    """The font file."""
    glyphs: Mapping[str, int]
    """The glyph of each letter."""
    widths: Mapping[int, float]
    """Advance width of each glyph that is kept, in thousandths of the font size."""
    ascent: float
    """From the baseline to the top of a line, in thousandths of the font size."""


@functools.lru_cache(maxsize=8)
def form_font(content: bytes, also: frozenset[int] = frozenset(), letters: str = "") -> FormFont:
    """A font file cut down to `TYPED_LETTERS`, further letters and the glyphs `also`: a tenth of a whole face."""
    # Equal bytes need the date that the font came with.
    with TTFont(io.BytesIO(content), recalcTimestamp=False) as font:
        options = subset.Options(retain_gids=True, hinting=False, notdef_outline=True, glyph_names=False)
        subsetter = subset.Subsetter(options)
        names = font.getGlyphOrder()
        subsetter.populate(text=TYPED_LETTERS + letters, gids=sorted(also))
        subsetter.subset(font)
        for table in ("GSUB", "GPOS", "GDEF"):
            if table in font:
                del font[table]
        kept = [index for index, name in enumerate(names) if name in subsetter.glyphs_retained]
        cut = io.BytesIO()
        font.save(cut)
        scale = 1000 / font["head"].unitsPerEm
        numbers = {name: index for index, name in enumerate(font.getGlyphOrder())}
        return FormFont(
            content=cut.getvalue(),
            glyphs={chr(code): numbers[name] for code, name in font.getBestCmap().items()},
            widths={index: font["hmtx"][font.getGlyphName(index)][0] * scale for index in kept},
            ascent=font["hhea"].ascent * scale,
        )


@functools.lru_cache(maxsize=1)
def _all_fonts() -> tuple[FontFile, ...]:
    command = ["fc-list", "--format", "%{family[0]}\t%{style[0]}\t%{file}\n", ":scalable=true"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT, check=True)  # noqa: S603 - a fixed command
    except (OSError, subprocess.SubprocessError) as error:
        raise FontToolError(str(error)) from error
    lines = (line.split("\t") for line in done.stdout.splitlines())
    fonts = (FontFile(parts[0], parts[1], Path(parts[2])) for parts in lines if len(parts) == 3)
    return tuple(sorted(fonts, key=lambda font: (font.family, font.style, font.path)))


@functools.lru_cache(maxsize=64)
def _glyphs(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True, fontNumber=0) as font:
        return frozenset(font.getBestCmap() or {})
