"""The page on which a school opens its own report with its code: one in each language, the same for every school.

Nothing on it comes from a school. Its script (`assets/report.js`) finds, unlocks and shows what the code opens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from generator.model.output import SEALED_REPORT_PAGE, OutputFile
from generator.render.markdown_parts import PageWords
from generator.render.report_words import PageEnvironment

CODE_SYMBOLS: Final = 25
"""Letters and digits of a code, the check symbol included."""
STYLES: Final = ("sealed_theme.css", "tokens.css", "site.css", "report.css", "report_page.css")
"""The style sheets below `assets/`, in their order: an unlocked report looks as a public school's page does."""
_ROOT: Final = "../../"


def sealed_report_page(
    environment: PageEnvironment, alternates: Iterable[Mapping[str, str]], translation: str = "", *, is_draft: bool
) -> OutputFile:
    """The page `<language>/report/index.html`. `alternates` are the site's languages (site_pages.alternates).

    `translation` is where the words of the page are translated (translation_links.sealed_page_link); it may be empty.
    """
    words = PageWords(environment)
    html = words.render(
        "sealed_report.html",
        offline=None,
        root=_ROOT,
        address=SEALED_REPORT_PAGE,
        styles=STYLES,
        alternates=tuple(alternates),
        translation=translation,
        is_draft=is_draft,
        symbols=CODE_SYMBOLS,
    )
    return OutputFile(f"{words.language}/{SEALED_REPORT_PAGE}", html.encode())
