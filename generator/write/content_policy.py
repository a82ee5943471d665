"""The content policy of every page: nothing from elsewhere, no inline script but those whose digest we know."""

from __future__ import annotations

import base64
import hashlib
import re

_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)([^>]*)>(.*?)</script>", re.DOTALL)
_DATA_TYPE = re.compile(r"""\btype=["']?application/(?:ld\+)?json""")
_CHARSET = re.compile(r"<meta charset=[\"']?utf-8[\"']?\s*/?>", re.IGNORECASE)


def with_content_policy(html: str) -> str:
    """The page with its policy in a meta tag right after the charset, before anything can load.

    The policy is that of DESIGN.md section 8: own origin only, no `unsafe-*`; inline scripts by sha256.
    """
    digests = sorted(
        {
            base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
            for attributes, body in _INLINE_SCRIPT.findall(html)
            if not _DATA_TYPE.search(attributes)
        }
    )
    scripts = " ".join(["'self'", *(f"'sha256-{digest}'" for digest in digests)])
    policy = (
        f"default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
    )
    tag = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return _CHARSET.sub(lambda match: match[0] + tag, html, count=1)
