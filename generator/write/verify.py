"""The last look at a finished site before it is shown: links lead somewhere, nothing comes from elsewhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator.model.problem import Place, Problem

_LOADING = {("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("object", "data")}
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_IGNORED = re.compile(r"[\x00-\x20]")
"""What browsers pass over in an address."""
_LINKED_SCHEMES = {"http", "https", "mailto"}
_DATA_TYPES = {"application/json", "application/ld+json"}
_LOADING_RELATIONS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "preconnect", "dns-prefetch"}


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What one page needs and offers."""

    path: str
    headings: int
    """Number of h1."""
    targets: frozenset[str]
    """Addresses in links and loads, as written."""
    loads: frozenset[str]
    """Those that the browser fetches by itself."""
    anchors: frozenset[str]
    repeated: tuple[str, ...]
    """Ids that stand more than once, so that a link to them is not clear."""
    unsafe: tuple[str, ...]
    """Inline scripts, styles and event handlers and script addresses, which the content policy forbids."""


def verify_site(folder: Path, executor: Executor | None = None) -> tuple[Problem, ...]:
    """Every fault of the site below `folder`: broken links, ids that stand twice, loads from elsewhere, not one h1."""
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    jobs = [(folder, path) for path in paths]
    facts = list(executor.map(_read_page, jobs, chunksize=64) if executor else map(_read_page, jobs))
    anchors = {page.path: page.anchors for page in facts}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return tuple(fault for page in facts for fault in _faults(page, files, anchors))


def page_facts(path: str, html: str) -> PageFacts:
    """What a page's HTML needs and offers."""
    parser = _PageParser()
    parser.feed(html)
    parser.close()
    return PageFacts(
        path,
        parser.headings,
        frozenset(parser.targets),
        frozenset(parser.loads),
        frozenset(parser.anchors),
        tuple(sorted(parser.repeated)),
        tuple(parser.unsafe),
    )


def _read_page(job: tuple[Path, str]) -> PageFacts:
    folder, path = job
    return page_facts(path, (folder / path).read_text(encoding="utf-8"))


def _faults(page: PageFacts, files: set[str], anchors: dict[str, frozenset[str]]) -> Iterator[Problem]:
    def fault(message: str) -> Problem:
        return Problem(Place(page.path), "B005", message)

    if page.headings != 1:
        yield fault(f"has {page.headings} main headings (h1) instead of one.")
    own_faults = [f"has the id {name} more than once." for name in page.repeated]
    own_faults += [f"has {what}, which the content policy forbids." for what in page.unsafe]
    yield from map(fault, own_faults)
    for target in sorted(page.loads):
        if urlsplit(target).scheme not in {"", "data"} or target.startswith("//"):
            yield fault(f"loads {target} from elsewhere.")
    for target in sorted(page.targets):
        parts = urlsplit(target)
        if parts.scheme or parts.netloc:
            continue
        aim = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), unquote(parts.path)))
        aim = aim if parts.path else page.path
        if aim not in files:
            yield fault(f"links to {target}, which is not in the site.")
        elif parts.fragment and aim in anchors and unquote(parts.fragment) not in anchors[aim]:
            yield fault(f"links to {target}, but that page has no such place.")


class _PageParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.headings = 0
        self.targets: set[str] = set()
        self.loads: set[str] = set()
        self.anchors: set[str] = {"", "top"}
        self.ids: set[str] = set()
        self.repeated: set[str] = set()
        self.unsafe: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        self.headings += tag == "h1"
        if "id" in facts:
            (self.repeated if facts["id"] in self.ids else self.ids).add(facts["id"])
        self.anchors.update(facts[name] for name in ("id", "name") if facts.get(name))
        self._note_unsafe(tag, facts)
        address = facts.get("href") or facts.get("src") or facts.get("data")
        if not address or address.startswith("data:"):
            return
        relation = set(facts.get("rel", "").split())
        if relation & {"canonical", "license", "alternate"} and tag == "link" and urlsplit(address).scheme:
            return
        self.targets.add(address)
        name = next(each for each in ("href", "src", "data") if facts.get(each))
        if (tag, name) in _LOADING or (tag == "link" and relation & _LOADING_RELATIONS):
            self.loads.add(address)

    def _note_unsafe(self, tag: str, facts: dict[str, str]) -> None:
        for name in facts:
            if name == "style" or name.startswith("on"):
                self.unsafe.append(f"an inline {name} in <{tag}>")
        scheme = _SCHEME.match(_IGNORED.sub("", facts.get("href", "")))
        if scheme and scheme[1].lower() not in _LINKED_SCHEMES:
            self.unsafe.append(f"an address that begins with {scheme[0]} in <{tag}>")
        if tag == "style":
            self.unsafe.append("a <style> block")
        # The policy takes up the digest of every inline script that it finds (write/content_policy.py): none may be.
        if tag == "script" and "src" not in facts and facts.get("type") not in _DATA_TYPES:
            self.unsafe.append("an inline script")
