"""Links between pages: `other.md` must be a guide, `site:...` an address that the site will have (G002)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from generator.load.markdown_lines import links
from generator.load.suggestions import did_you_mean
from generator.model.content import Commentary, Guide
from generator.model.problem import Place, ProblemLog
from generator.model.questionnaire import Questionnaire

SITE: Final = "site:"
_FIXED: Final = ("", "guides/", "questionnaires/", "results/", "translations/")
_OUTSIDE: Final = re.compile(r"https?://[^\s/]+|mailto:[^\s@]+@[^\s@]+", re.IGNORECASE)
_SCHEME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


def site_addresses(
    questionnaires: Mapping[str, Questionnaire], known: Iterable[str], rounds: Iterable[str], guides: Iterable[str]
) -> frozenset[str]:
    """The addresses below a language's folder that `site:` may name.

    `known` are the keys of all versions and `rounds` the ids of all rounds that have a file: those with an error are
    reported where they stand, not again at each link.
    """
    addresses = set(_FIXED)
    addresses |= {f"questionnaires/{key}/{page}" for key in known for page in ("", "print/")}
    for key, questionnaire in questionnaires.items():
        addresses |= {
            f"questionnaires/{key}/{group.id}-{level.id}/"
            for group in questionnaire.groups
            for level in questionnaire.levels
        }
    addresses |= {f"results/{round_id}/" for round_id in rounds}
    addresses |= {f"guides/{slug}/" for slug in guides}
    return frozenset(addresses)


def check_links(
    texts: Iterable[Guide | Commentary], files: Iterable[str], addresses: frozenset[str], log: ProblemLog
) -> None:
    """Note every link that leads nowhere.

    `files` are the names of guides' files, sound or not, that a link may name: guides name each other so. From
    elsewhere a guide has an address like every page.
    """
    names = frozenset(files)
    for text in texts:
        for target, line, column in links(text.body, text.body_line):
            place = Place(text.path, line, column)
            page = target.partition("#")[0]
            if page.startswith(SITE):
                address = page.removeprefix(SITE)
                if address not in addresses:
                    remedy = did_you_mean(address, addresses)
                    log.add("G002", place, f"The site has no page '{address}'.", remedy)
            elif _SCHEME.match(page):
                if not _OUTSIDE.match(page):
                    remedy = "Links lead to other guides, to `site:` addresses, https:// or mailto:."
                    log.add("G002", place, f"The link '{target}' is not allowed.", remedy)
            elif page and page not in names:
                elsewhere = f"Write the address of a guide as `{SITE}guides/{page.removesuffix('.md')}/`."
                remedy = did_you_mean(page, names) if names else elsewhere
                log.add("G002", place, f"There is no file '{page}' beside this one.", remedy)
            elif not target:
                log.add("G002", place, "The link has no target.", "Write the address between the brackets.")
