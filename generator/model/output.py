"""What rendering hands to writing: texts and bytes with the address they will have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

EXPLORE_SCRIPT: Final = "explore.js"
"""The script of pages with charts that can be explored; it stands beside the site's other scripts."""
SEALED_REPORT_PAGE: Final = "report/index.html"
"""Below a language's folder: the page on which a sealed report is opened. Its files are `r/<locator>.bin`."""
FOREIGN_START: Final = "<!--gz-foreign-->"
FOREIGN_END: Final = "<!--/gz-foreign-->"
"""Around Markdown of guides and commentaries: what becomes of it is sanitised, the marks go (write/sanitising.py)."""


LATE_ARTICLE: Final = "<div>GUZGU-LATE-ARTICLE</div>"
"""The body of a page whose article is made after everything else; write/late_pages.py puts it in."""


@dataclass(frozen=True, slots=True)
class MarkdownPage:
    """A page that MkDocs renders."""

    path: str
    """Below the language's folder, always `.../index.md`."""
    title: str
    body: str
    """Markdown and blocks of HTML, without the h1."""
    summary: str = ""
    """One sentence for link previews and cards."""
    meta: Mapping[str, object] = field(default_factory=dict)
    """Further facts for the front matter: the theme reads them, nothing else does."""
    nav_section: str = ""
    """The menu section; empty: not in the menu."""


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """A page that is put into a frame which MkDocs rendered: a school's report."""

    path: str
    """Below the site's root, always `<lang>/.../index.html`."""
    language: str
    title: str
    summary: str
    article: str
    """HTML for the frame's content."""


CODE_SIZE: Final = 16.0
"""Side of the square code on a paper form with the white around it, in millimetres."""
CORNER_SIZE: Final = 4.0
"""Side of a corner mark, in millimetres."""
_CODE_GAP: Final = 2.5
"""White between the code and a corner mark."""


@dataclass(frozen=True, slots=True)
class FormSheet:
    """What a paper form needs beside its text: whole sheets, marks for a reader's eye and for a scanner's."""

    boxes: str
    """Where the coordinates of its answer boxes go, below the site's root: `files/...-layout.json`."""
    code: str
    """What the square code on every page says; `/page/pages` follow."""
    facts: Mapping[str, str]
    """Which form it is, for the file of coordinates."""
    mark: float
    """From the edges of the page to the corner marks, in millimetres."""
    side: float
    """The margin left and right, in millimetres."""
    sides: int = 2
    """The number of pages is a multiple of it. The HTML ends with `sides - 1` spare pages; those too many are left out.
    """
    is_booklet: bool = False
    """Whether two pages stand side by side on each side of a sheet, to be folded in the middle."""
    is_rtl: bool = False
    """Whether a booklet is bound on the right."""

    @property
    def code_margin(self) -> float:
        """From the right edge of the page to the square code, in millimetres."""
        return max(self.side, self.mark + CORNER_SIZE + _CODE_GAP)


@dataclass(frozen=True, slots=True)
class PrintDocument:
    """A document that becomes a PDF."""

    path: str
    """Below the site's root: `files/....pdf`."""
    html: str
    """A whole HTML document that refers to the print style sheet by name only."""
    language: str
    is_form: bool = False
    """Whether its input elements become fields that can be filled in."""
    sheet: FormSheet | None = None
    """For forms that are filled in by hand."""


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file that is written as it is."""

    path: str
    """Below the site's root."""
    content: bytes


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """What is known of a file that people download once it is made."""

    size: int
    """In bytes."""
    pages: int = 0
    """Sides of paper; 0 for what is no PDF."""

    @property
    def sheets(self) -> int:
        """Sheets of paper for one copy, printed on both sides."""
        return -(-self.pages // 2)

    @property
    def kilobytes(self) -> int:
        """The size, rounded up."""
        return -(-self.size // 1000)


@dataclass(frozen=True, slots=True)
class OwnReport:
    """A school's own report in one language, before it is sealed. It is never written in clear, nor kept in a cache."""

    round: str
    """The id of the round."""
    school: str
    """The id of the school."""
    name: str
    """The school's name, for the ministry's list."""
    language: str
    title: str
    """Plain text."""
    article: str
    """The same HTML as a public page's, for the page `<lang>/report/`; its links to files are
    `<a href="#" data-gz-file="<kind>">`, its other links start from `../../`, the root of the site."""
    prints: Mapping[str, PrintDocument]
    """Documents that become PDFs, by kind: `pdf` (the report), `plan` (the action plan)."""
    files: Mapping[str, bytes]
    """Finished files by kind: `csv`, `json`, `xlsx`."""
    is_for_ministry: bool
    """Whether the school agreed that the ministry may read it (scope `ministry` or `public`)."""

    def file_name(self, kind: str) -> str:
        """What a downloaded file is called."""
        return f"{self.round}-{self.school}-{self.language}{'-plan' if kind == 'plan' else ''}.{_ENDINGS[kind]}"


_ENDINGS: Final = {"pdf": "pdf", "plan": "pdf", "csv": "csv", "json": "json", "xlsx": "xlsx"}


@dataclass(frozen=True, slots=True)
class LanguageSite:
    """Everything that one language adds to the site."""

    language: str
    site_name: str
    pages: tuple[MarkdownPage, ...]
    """In menu order."""
    articles: tuple[HtmlPage, ...]
    prints: tuple[PrintDocument, ...]
    files: tuple[OutputFile, ...]
    extra: Mapping[str, object]
    """Facts for the theme: alternates, words, whether the translation is a draft."""
    own_reports: tuple[OwnReport, ...] = ()
    """Every school's own report; empty when nothing is to be sealed."""
