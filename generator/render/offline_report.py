"""A school's sealed report as one HTML file that needs no network: page, styles, script and sealed bytes in one.

It is as locked as the files of the site: without the code nobody reads it. It is for schools whose connection is weak,
and for hosts without https, where browsers unlock nothing.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Final

from generator.render.markdown_parts import PageWords
from generator.render.report_words import PageEnvironment
from generator.render.sealed_report_page import CODE_SYMBOLS
from generator.render.slots import SlottedHtml, compile_slots, finished, slot

_BLOBS: Final = "blobs"


@dataclass(frozen=True, slots=True)
class OfflineAssets:
    """What the file carries instead of loading it, as texts."""

    styles: str
    """Every style sheet of the page, one after another."""
    report_script: str
    """`assets/report.js`."""
    scheme_script: str
    """`assets/scheme.js`."""
    site_script: str
    """`assets/site.js`."""


def offline_frame(
    environment: PageEnvironment, assets: OfflineAssets, site: str = "", *, is_draft: bool
) -> SlottedHtml:
    """The file of one language without its sealed bytes, for `offline_page`.

    `site` is the site's address (`https://...`), to which the report's links then lead; without one they lead nowhere.
    Raises ValueError when `site` is no address of the web, or an asset could end the element that holds it.
    """
    if site and not site.startswith(("https://", "http://")):
        raise ValueError(f"not an address of the web: {site}")
    scripts = (assets.report_script, assets.scheme_script, assets.site_script)
    for text in (assets.styles, *scripts):
        if "</style" in text.lower() or "</script" in text.lower() or "<!--" in text:
            raise ValueError("a style sheet or script holds the end of its own element")
    offline = SimpleNamespace(
        policy=_policy(assets.styles, scripts),
        site=f"{site.rstrip('/')}/" if site else "",
        styles=finished(assets.styles),
        opening_script=finished(assets.report_script),
        scheme_script=finished(assets.scheme_script),
        page_script=finished(assets.site_script),
        blobs=slot(_BLOBS),
    )
    html = PageWords(environment).render(
        "sealed_report.html",
        offline=offline,
        root="",
        alternates=(),
        translation="",
        is_draft=is_draft,
        symbols=CODE_SYMBOLS,
    )
    return compile_slots(html)


def offline_page(frame: SlottedHtml, blobs: Mapping[str, bytes]) -> bytes:
    """The whole file. `blobs` are sealed contents (report and files) of the frame's language, by locator.

    It is 4/3 of the blobs long, and the frame (styles, scripts, words: about 130 kB).
    """
    blocks = (
        f'<script type="application/octet-stream" data-gz-blob="{locator}">{base64.b64encode(blob).decode()}</script>'
        for locator, blob in sorted(blobs.items())
    )
    return frame.fill({_BLOBS: "\n".join(blocks)}).encode()


def _policy(styles: str, scripts: tuple[str, ...]) -> str:
    return (
        f"default-src 'none'; script-src {' '.join(_digest(each) for each in scripts)}; style-src {_digest(styles)}; "
        "img-src data:; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types guzgu-report"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
