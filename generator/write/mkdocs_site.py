"""One language's pages through MkDocs and Material. The only importer of MkDocs.

The generator writes plain Markdown and a configuration that inherits the project's `mkdocs.yml`; MkDocs renders it. No
meaning lives in a plugin or hook (DESIGN.md section 3), so that another renderer can read the same site.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import metadata, resources
from pathlib import Path

from generator.model.output import EXPLORE_SCRIPT, FOREIGN_START, LanguageSite, MarkdownPage
from generator.model.problem import Place, Problem
from generator.write import sanitising, theme_styles
from generator.write.cache import digest, digest_of_files
from generator.write.release import build_folder

FRAME_PATH = "results/round-frame/schools/school-frame/index.md"
"""A page as deep as a school's report: the theme around an empty report, so that its relative links fit."""
FRAME_ARTICLE = "GUZGU-FRAME-ARTICLE"
FRAME_TITLE = "GUZGU-FRAME-TITLE"
FRAME_SUMMARY = "GUZGU-FRAME-SUMMARY"

_UNPUBLISHED_FILES = frozenset({FRAME_PATH.replace(".md", ".html"), "sitemap.xml", "sitemap.xml.gz", "404.html"})
"""The frame, and what MkDocs writes for one language alone: the release has its own for all languages."""
_LIBRARIES = ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "nh3")
"""Libraries whose version shows in a rendered tree."""
MOST_TOLD = 5
"""How many of the things that were taken out of a page are told: a page that lost one has often lost many."""
_THEME_LEFTOVERS = "assets/javascripts/"
"""Material's scripts, which our theme does not load."""


class MkDocsError(Exception):
    """MkDocs could not render a language; the message is its own."""


def render_site(site: LanguageSite, root: Path) -> tuple[Problem, ...]:
    """Write a language's tree into its `tree_folder` and render it to `site` in there, guides' words sanitised.

    Gives MkDocs' warnings (B003) and what the last gate took out of a page (B009). A tree that did not change since it
    was rendered is left as it is. Raises MkDocsError when MkDocs gives up.
    """
    folder = tree_folder(root, site.language)
    sources = {page.path: page_source(page) for page in (*site.pages, frame_page())}
    config = json.dumps(_config(site, folder, root), ensure_ascii=False, indent=1)
    key = _tree_key(sources, config, root)
    stamp = folder / "rendered.json"
    if (known := _rendered_before(stamp, key)) is not None:
        return known
    stamp.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    for path, source in sources.items():
        target = folder / "docs" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(source, encoding="utf-8")
    # JSON is YAML: no second writer of YAML is needed.
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    warnings = _run_mkdocs(folder / "mkdocs.yml")
    problems = (
        *(Problem(Place(f"{site.language}/"), "B003", warning) for warning in warnings),
        *_sanitise(site, folder / "site"),
    )
    theme_styles.trim_theme_styles(folder / "site")
    told = [[problem.place.path, problem.code, problem.message, problem.remedy] for problem in problems]
    stamp.write_text(json.dumps({"key": key, "problems": told}), encoding="utf-8")
    return problems


def search_engine() -> bytes:
    """The script of lunr, which MkDocs brings along for its own search."""
    import mkdocs

    return (Path(mkdocs.__file__).parent / "contrib/search/templates/search/lunr.js").read_bytes()


def theme_sheets() -> tuple[str, ...]:
    """Material's own style sheets, in the order in which its pages load them."""
    folder = Path(str(resources.files("material"))) / "templates/assets/stylesheets"
    return tuple(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.css")))


def tree_folder(root: Path, language: str) -> Path:
    """Where a language's tree and its rendering stand."""
    return build_folder(root) / "languages" / language


def _sanitise(site: LanguageSite, rendered: Path) -> Iterator[Problem]:
    """Put the words of guides and commentaries through the last gate; tells what it took out."""
    for page in site.pages:
        if FOREIGN_START in page.body:
            path = page.path.replace(".md", ".html")
            safe = sanitising.sanitised_page((rendered / path).read_text(encoding="utf-8"))
            (rendered / path).write_text(safe.html, encoding="utf-8")
            if safe.dropped:
                said = ", ".join(safe.dropped[:MOST_TOLD])
                remedy = "Say it in plain Markdown. A check before this one should have refused it: please tell us."
                yield Problem(Place(f"{site.language}/{path}"), "B009", f"Taken out of the text: {said}.", remedy)


def _rendered_before(stamp: Path, key: str) -> tuple[Problem, ...] | None:
    """What was told of the same tree when it was rendered; none when it was another, or none at all."""
    try:
        stored = json.loads(stamp.read_text(encoding="utf-8"))
        is_same = stored["key"] == key
        told = [Problem(Place(path), code, *said) for path, code, *said in stored["problems"]] if is_same else []
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return tuple(told) if is_same else None


def _tree_key(sources: Mapping[str, str], config: str, root: Path) -> str:
    theme = [path for path in (root / "site_templates" / "theme").rglob("*") if path.is_file()]
    versions = [f"{name} {metadata.version(name)}" for name in _LIBRARIES]
    pages = [part for pair in sorted(sources.items()) for part in pair]
    code = [Path(str(module.__file__)) for module in (theme_styles, sanitising)]
    return digest([config, *versions, digest_of_files([root / "mkdocs.yml", *theme, *code], root), *pages])


def is_published(path: str) -> bool:
    """Whether a file that MkDocs rendered belongs to the site."""
    return path not in _UNPUBLISHED_FILES and not path.startswith(_THEME_LEFTOVERS) and not path.endswith(".map")


def frame_page() -> MarkdownPage:
    """The page whose placeholders a school's report takes."""
    facts = {"frame": True, "scripts": [EXPLORE_SCRIPT]}
    return MarkdownPage(FRAME_PATH, FRAME_TITLE, f"<div>{FRAME_ARTICLE}</div>", FRAME_SUMMARY, facts)


def page_source(page: MarkdownPage) -> str:
    """The page as a Markdown file: front matter in one line a fact, then the body."""
    facts: dict[str, object] = {"title": page.title, "description": page.summary, **page.meta}
    lines = [f"{key}: {json.dumps(_plain(value), ensure_ascii=False)}" for key, value in facts.items()]
    return "\n".join(["---", *lines, "---", "", page.body.rstrip("\n"), ""])


def navigation(pages: Sequence[MarkdownPage]) -> list[dict[str, object]]:
    """The menu: pages under their sections, in the order given; a page whose section is its own title stands alone.

    Pages without section are reachable by links only.
    """
    sections: dict[str, list[dict[str, object]]] = {}
    for page in pages:
        if page.nav_section:
            sections.setdefault(str(page.nav_section), []).append({str(page.title): page.path})
    return [
        entries[0] if len(entries) == 1 and title in entries[0] else {title: entries}
        for title, entries in sections.items()
    ]


def _config(site: LanguageSite, folder: Path, root: Path) -> dict[str, object]:
    return {
        "INHERIT": os.path.relpath(root / "mkdocs.yml", folder),
        "site_name": site.site_name,
        "docs_dir": "docs",
        "site_dir": "site",
        "use_directory_urls": False,
        "nav": navigation(site.pages),
        "theme": {
            "name": "material",
            # Material would load its fonts from elsewhere.
            "font": False,
            "language": site.language,
            "custom_dir": os.path.relpath(root / "site_templates" / "theme", folder),
        },
        "extra": {key: _plain(value) for key, value in site.extra.items()},
        "plugins": [],
    }


def _run_mkdocs(config_path: Path) -> tuple[str, ...]:
    # Material announces its end of life on every run; DESIGN.md section 3 answers it, our users need not read it.
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    collector = _WarningCollector()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(collector)
    logger.propagate = False
    try:
        build(load_config(config_file=str(config_path)))
    except MkDocsException as error:
        raise MkDocsError(str(error)) from error
    finally:
        logger.removeHandler(collector)
    return tuple(collector.messages)


class _WarningCollector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _plain(value: object) -> object:
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, Iterable):
        return [_plain(each) for each in value]
    return value
