"""The content policy of every page: nothing from elsewhere, no inline script but those whose digest we know.

It stands in each page, so that it holds on every host and from a disk, and once more in `_headers` (which Netlify,
Cloudflare Pages and others read; GitHub and GitLab Pages do not) together with what only a header can say, such as
`frame-ancestors`. Where a host joins the headers of several rules, the narrower policy wins: that of the page for
sealed reports allows nothing that the others forbid.
"""

from __future__ import annotations

import base64
import fnmatch
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from generator.model.output import SEALED_REPORT_PAGE

HEADERS_FILE: Final = "_headers"
SEALED_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types guzgu-report default"
)
"""Of the page for sealed reports: `guzgu-report` makes the unlocked report HTML, `default` lets Vega empty its place
and load from its one address, and nothing else (assets/report.js)."""
LONGEST_LINE: Final = 2000
"""Characters of a line of `_headers`, and `MOST_RULES` its rules: Cloudflare Pages' limits, the narrowest known."""
MOST_RULES: Final = 100

_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)([^>]*)>(.*?)</script>", re.DOTALL)
_DATA_TYPE = re.compile(r"""\btype=["']?application/(?:ld\+)?json""")
_CHARSET = re.compile(r"<meta charset=[\"']?utf-8[\"']?\s*/?>", re.IGNORECASE)
_EVERYWHERE: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
_UNFRAMED: Final = "frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class HeaderRule:
    """What a host sends with the files of a pattern."""

    pattern: str
    """An address below the site's root; `*` stands for anything."""
    headers: tuple[tuple[str, str], ...]


def with_content_policy(html: str, path: str = "") -> str:
    """The page with its policy in a meta tag right after the charset, before anything can load.

    The policy is that of DESIGN.md section 8: own origin only, no `unsafe-*`; inline scripts by sha256. The page for
    sealed reports, known by its `path` below the site's root, has a narrower one.
    """
    policy = SEALED_POLICY if _is_for_sealed_reports(path) else _policy(script_digests(html))
    tag = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return _CHARSET.sub(lambda match: match[0] + tag, html, count=1)


def script_digests(html: str) -> frozenset[str]:
    """The sha256 of every inline script of a page, as a policy writes it; blocks of data need none."""
    return frozenset(
        base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        for attributes, body in _INLINE_SCRIPT.findall(html)
        if not _DATA_TYPE.search(attributes)
    )


def header_rules(languages: Iterable[str], digests: Iterable[str]) -> tuple[HeaderRule, ...]:
    """The rules of a site. `digests` are those of all inline scripts of its pages (none, unless a theme brings some).

    The policy is sent with pages only: a browser's reader of PDFs would be under it, too. A policy too long for a line
    is left to the pages' meta tags.
    """
    everywhere = f"{_policy(digests)}; {_UNFRAMED}"
    policy = everywhere if len(everywhere) + 40 < LONGEST_LINE else _UNFRAMED
    page = (("Content-Security-Policy", policy),)
    codes = tuple(languages)[: (MOST_RULES - 4) // 2]
    sealed = (
        ("Content-Security-Policy", f"{SEALED_POLICY}; {_UNFRAMED}"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Robots-Tag", "noindex"),
    )
    kept_nowhere = (("Cache-Control", "no-store"), ("X-Robots-Tag", "noindex"), ("Referrer-Policy", "no-referrer"))
    return (
        HeaderRule("/*", _EVERYWHERE),
        *(HeaderRule(pattern, page) for pattern in ("/", "/index.html", *(f"/{code}/*" for code in codes))),
        *(HeaderRule(f"/{code}/{SEALED_REPORT_PAGE.rpartition('/')[0]}/*", sealed) for code in codes),
        HeaderRule("/r/*", kept_nowhere),
    )


def headers_file(rules: Iterable[HeaderRule]) -> bytes:
    """The rules as the file `_headers` at the site's root."""
    return "\n".join(line for rule in rules for line in (rule.pattern, *_lines(rule), "")).encode()


def read_headers(text: str) -> tuple[HeaderRule, ...]:
    """The rules of a `_headers` file that `headers_file` wrote."""
    blocks = (block.splitlines() for block in text.split("\n\n") if block.strip())
    return tuple(
        HeaderRule(pattern.strip(), tuple((name.strip(), value.strip()) for name, _, value in map(_parted, lines)))
        for pattern, *lines in blocks
    )


def headers_of(path: str, rules: Iterable[HeaderRule]) -> Mapping[str, str]:
    """What a host sends with an address below the root (`/az/index.html`): values of several rules joined by commas."""
    found: dict[str, str] = {}
    for rule in rules:
        if fnmatch.fnmatchcase(path, rule.pattern):
            for name, value in rule.headers:
                found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _policy(digests: Iterable[str]) -> str:
    scripts = " ".join(["'self'", *(f"'sha256-{digest}'" for digest in sorted(digests))])
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
    )


def _is_for_sealed_reports(path: str) -> bool:
    language, _, rest = path.partition("/")
    return bool(language) and rest == SEALED_REPORT_PAGE


def _lines(rule: HeaderRule) -> Iterator[str]:
    return (f"  {name}: {value}" for name, value in rule.headers)


def _parted(line: str) -> tuple[str, str, str]:
    return line.partition(":")
