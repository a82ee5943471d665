"""What WeasyPrint leaves out of a fillable PDF: small fonts, appearances, orderly boxes. The one door to pydyf.

WeasyPrint 70 embeds a form's font whole (a quarter of a megabyte) and leaves the drawing of filled fields to the
reader, some of which know only Latin letters. Here the font is cut to what people type, and every field is drawn in it,
so that a field shows the same text in all readers and on paper. ISO 32000-1, 9.10.3 (ToUnicode), 12.7.3.3 (fields).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pydyf

from generator.write.fonts import TYPED_LETTERS, FormFont, form_font

_LEADING = 1.362
"""Height of a line by font size: Noto Sans' own, which readers use when somebody types."""
_SMALLEST = 6.0
_MULTILINE = 1 << 12
_ALIAS = "Wingdings"
"""What the form's font is called in the file. PDFium, Chrome's reader, draws typed Cyrillic and Turkish letters in a
font of the machine, or not at all, unless the field's font is named like one of symbols (CPDF_BAFontMap)."""
_DEFAULT_APPEARANCE = re.compile(rb"/(\w+) ([\d.]+) Tf")


def finish_form(document: Any, pdf: Any) -> None:
    """WeasyPrint's finisher for forms: cut the fonts of fields, draw the fields. Changes `pdf` in place.

    Fields with letters that the font has not are left to the reader of the PDF.
    """
    if "AcroForm" not in pdf.catalog:
        return
    fields = [each for each in pdf.objects if _is(each, "Subtype", "/Widget")]
    letters = _letters_in(fields)
    fonts = {
        font.hash: _cut_font(document, pdf, font, letters) for font in document.fonts.values() if font.used_in_forms
    }
    for field in fields:
        _order(field["Rect"])
    if len(fonts) == 1:
        name, font = fonts.popitem()
        _rename(pdf, fields, name)
        fonts[_ALIAS] = font
    undrawn = [field for field in fields if not _draw(pdf, field, fonts)]
    pdf.catalog["AcroForm"]["NeedAppearances"] = "true" if undrawn else "false"


def broken_lines(text: str, width: float, advance: Callable[[str], float]) -> tuple[str, ...]:
    """A text in lines of at most `width`, broken at spaces and, within a word that is too long, between letters.

    `advance` measures a letter. A line of one letter may be wider.
    """
    lines: list[str] = []
    for paragraph in re.split(r"\r\n|\r|\n", text):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if _measured(longer, advance) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *full, line = _pieces(word, width, advance)
            lines += full
        lines.append(line)
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class _Typeface:
    """The font and size that a field names."""

    name: str
    size: float
    font: FormFont

    def advance(self, letter: str) -> float:
        return self.font.widths[self.font.glyphs[letter]] * self.size / 1000

    def has(self, text: str) -> bool:
        return all(letter in self.font.glyphs or letter in "\r\n" for letter in text)

    def smaller(self) -> _Typeface:
        return _Typeface(self.name, self.size - 0.5, self.font)


def _letters_in(fields: Iterable[Any]) -> str:
    """The letters of what fields hold or offer, beside those that people type."""
    texts = [_shown_text(field) for field in fields]
    texts += [str(text.string) for field in fields for _, text in field.get("Opt", ())]
    return "".join(sorted(set("".join(texts)) - set(TYPED_LETTERS)))


def _cut_font(document: Any, pdf: Any, font: Any, letters: str) -> FormFont:
    """Replace a whole font by one with the letters that people type, those of the fields and those on the pages."""
    texts: dict[int, str] = {}
    for each in document.fonts.values():
        if each.hash == font.hash:
            texts |= each.to_unicode
    whole = bytes(font.file_content)
    cut = form_font(whole, letters=letters)
    if missing := frozenset(each for each in texts if each not in cut.widths):
        cut = form_font(whole, missing, letters)
    for letter, glyph in cut.glyphs.items():
        texts.setdefault(glyph, letter)
    for each in list(pdf.objects):
        if isinstance(each, pydyf.Stream) and each.stream == [font.file_content]:
            each.stream, each.extra["Length1"] = [cut.content], len(cut.content)
        elif _is(each, "Type", "/Font") and each.get("BaseFont") == font.name:
            if "ToUnicode" in each:
                _object(pdf, each["ToUnicode"]).stream = _to_unicode({glyph: texts[glyph] for glyph in sorted(texts)})
            if "W" in each:
                each["W"] = _width_array(cut.widths)
    return cut


def _rename(pdf: Any, fields: Iterable[Any], name: str) -> None:
    """Let fields call the font `name` by `_ALIAS`; pages go on calling it by its name."""
    resources = _object(pdf, pdf.catalog["AcroForm"]["DR"])
    names = _object(pdf, resources["Font"])
    names[_ALIAS] = names[name]
    for field in fields:
        if "DA" in field:
            field["DA"].string = field["DA"].string.replace(f"/{name} ".encode(), f"/{_ALIAS} ".encode())


def _to_unicode(texts: Mapping[int, str]) -> list[bytes]:
    lines = [
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        b"/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        b"1 begincodespacerange <0000> <ffff> endcodespacerange",
    ]
    pairs = [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in texts.items() if text]
    # A hundred at a time is all that the format allows.
    for start in range(0, len(pairs), 100):
        batch = pairs[start : start + 100]
        lines += [f"{len(batch)} beginbfchar".encode(), "\n".join(batch).encode(), b"endbfchar"]
    return [*lines, b"endcmap CMapName currentdict /CMap defineresource pop end end"]


def _width_array(widths: Mapping[int, float]) -> Any:
    array = pydyf.Array()
    for glyph in sorted(widths):
        if glyph - 1 not in widths:
            array += [glyph, pydyf.Array()]
        array[-1].append(widths[glyph])
    return array


def _draw(pdf: Any, field: Any, fonts: Mapping[str, FormFont]) -> bool:
    """Give a text or choice field its appearance; false when it has letters that the font has not."""
    found = _DEFAULT_APPEARANCE.search(field["DA"].string) if "DA" in field else None
    name = found[1].decode() if found else ""
    if found is None or name not in fonts:
        return False
    face = _Typeface(name, float(found[2]), fonts[name])
    text = _shown_text(field)
    if not face.has(text):
        return False
    left, bottom, right, top = field["Rect"]
    width, height = right - left, top - bottom
    is_multiline = bool(field.get("Ff", 0) & _MULTILINE) and field["FT"] == "/Tx"
    lines, face = _fitting(text, width, height, face) if is_multiline else ((text,), face)
    first = face.font.ascent * face.size / 1000
    if not is_multiline:
        first += (height - face.size * _LEADING) / 2
    appearance = pydyf.Stream(
        list(_drawing(lines, height - first, width, height, face)),
        {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array((0, 0, width, height)),
            "Resources": pdf.catalog["AcroForm"]["DR"],
        },
        compress=True,
    )
    pdf.add_object(appearance)
    field["AP"] = pydyf.Dictionary({"N": appearance.reference})
    return True


def _fitting(text: str, width: float, height: float, face: _Typeface) -> tuple[tuple[str, ...], _Typeface]:
    """The lines of a text, in smaller letters where the field would be too low for it."""
    lines = broken_lines(text, width, face.advance)
    while len(lines) * face.size * _LEADING > height and face.size > _SMALLEST:
        face = face.smaller()
        lines = broken_lines(text, width, face.advance)
    return lines, face


def _drawing(lines: Iterable[str], first: float, width: float, height: float, face: _Typeface) -> Iterator[str]:
    yield "/Tx BMC q"
    yield f"0 0 {width:.2f} {height:.2f} re W n BT 0 g"
    yield f"/{face.name} {face.size:g} Tf {face.size * _LEADING:.3f} TL 0 {first:.2f} Td"
    for line in lines:
        codes = "".join(f"{face.font.glyphs[letter]:04x}" for letter in line)
        yield f"<{codes}> Tj T*"
    yield "ET Q EMC"


def _shown_text(field: Any) -> str:
    value = field["V"].string if "V" in field else ""
    for code, text in field.get("Opt", ()):
        if code.string == value:
            return str(text.string)
    return str(value)


def _pieces(word: str, width: float, advance: Callable[[str], float]) -> list[str]:
    pieces, used = [""], 0.0
    for letter in word:
        step = advance(letter)
        if pieces[-1] and used + step > width:
            pieces.append("")
            used = 0.0
        pieces[-1] += letter
        used += step
    return pieces


def _measured(text: str, advance: Callable[[str], float]) -> float:
    return sum(advance(letter) for letter in text)


def _order(rectangle: Any) -> None:
    """From lower left to upper right, which some readers expect."""
    x1, y1, x2, y2 = rectangle
    rectangle[:] = [min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)]


def _is(each: Any, key: str, value: str) -> bool:
    return isinstance(each, pydyf.Dictionary) and each.get(key) == value


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
