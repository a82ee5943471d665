"""Charts drawn at build time, and the bundle that draws them again for readers who explore: vl-convert's only door."""

from __future__ import annotations

import functools
import json
import re
from types import ModuleType
from xml.etree import ElementTree

from generator.render.charts import Spec

BUNDLE_NAME = "vega-bundle.js"
"""The name under which explore.js looks for the bundle, beside itself."""
_SVG = "{http://www.w3.org/2000/svg}"
_MODULE = re.compile(r"(?:^|[;}])\s*(?:import|export)\s*[\"'{*]")
_DROPPED = ("class", "font-family", "style", "role")
_NOTHING_DRAWN = (None, "", "M0,0h0v0h0Z")


class DrawingError(ValueError):
    """vl-convert could not draw a specification."""


def draw_svg(spec: Spec, identity: str, title: str, description: str) -> str:
    """An inline SVG of a chart: one image with a name for screen readers, no style attributes, ids of its own.

    `identity` must be unique on the page. Colours stay references to custom properties of the page's style sheet.
    Raises DrawingError when the specification is not sound.
    """
    drawn = _drawn(json.dumps(spec, sort_keys=True, ensure_ascii=False))
    root = ElementTree.fromstring(drawn)  # noqa: S314 - vl-convert wrote it a moment ago
    names = {element.get("id", "") for element in root.iter()} - {""}
    for element in root.iter():
        _clean(element, identity, names)
    while _pruned(root):
        pass
    root.attrib = {key: root.attrib[key] for key in ("width", "height", "viewBox")}
    root.set("role", "img")
    root.set("aria-labelledby", f"{identity}-title {identity}-description")
    for index, (tag, text) in enumerate((("title", title), ("desc", description))):
        part = ElementTree.Element(_SVG + tag, {"id": f"{identity}-{'title' if tag == 'title' else 'description'}"})
        part.text = text
        root.insert(index, part)
    for element in root.iter():
        # Inside HTML the names need no namespace.
        element.tag = element.tag.removeprefix(_SVG)
    return ElementTree.tostring(root, encoding="unicode")


@functools.cache
def explore_bundle() -> bytes:
    """Vega, Vega-Lite and Vega-Embed as one classic script that offers `window.guzguEmbed`.

    A module would not load from a disk (file://), so the bundle, which neither imports nor exports, is wrapped in a
    function. Raises DrawingError when a new vl-convert makes a bundle that needs a module.
    """
    bundle = _vl_convert().javascript_bundle("window.guzguEmbed = vegaEmbed;")
    if _MODULE.search(bundle) or "import.meta" in bundle:
        raise DrawingError("the bundle of vl-convert needs a module")
    return f'(function () {{\n"use strict";\n{bundle}\n}})();\n'.encode()


@functools.lru_cache(maxsize=1024)
def _drawn(spec: str) -> str:
    try:
        return str(_vl_convert().vegalite_to_svg(spec))
    except ValueError as error:
        raise DrawingError(str(error)) from error


@functools.cache
def _vl_convert() -> ModuleType:
    # vl-convert carries a whole JavaScript engine: commands that draw nothing do not wait for it.
    import vl_convert

    return vl_convert


def _clean(element: ElementTree.Element, identity: str, names: set[str]) -> None:
    # The content policy forbids style attributes; the page says in words what Vega says of single marks.
    style = element.get("style", "")
    for name in [name for name in element.attrib if name in _DROPPED or name.startswith("aria-")]:
        del element.attrib[name]
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            element.set(name.strip(), value.strip())
    for name, value in element.attrib.items():
        if name == "id":
            element.set(name, f"{identity}-{value}")
        elif value.startswith("url(#") and value[5:-1] in names:
            element.set(name, f"url(#{identity}-{value[5:-1]})")


def _pruned(root: ElementTree.Element) -> bool:
    """Take away groups and paths that draw nothing; true when there were any."""
    was_any = False
    for parent in list(root.iter()):
        for child in list(parent):
            is_empty_group = child.tag in (_SVG + "g", _SVG + "defs") and len(child) == 0
            is_empty_path = child.tag == _SVG + "path" and child.get("d") in _NOTHING_DRAWN
            is_invisible = child.get("fill") == "transparent" and child.get("stroke") is None
            is_bare = child.tag == _SVG + "path" and not ({"fill", "stroke"} & set(child.attrib))
            if is_empty_group or is_empty_path or is_invisible or is_bare:
                parent.remove(child)
                was_any = True
    return was_any
