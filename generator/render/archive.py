"""ZIP archives whose bytes depend on nothing but their members."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

_FIRST_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest that the format knows: the hour of a build would make every archive a new file."""
_READABLE = 0o100644 << 16
_UNIX = 3


def archive(members: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of (name, content), in this order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as zipped:
        for name, content in members:
            entry = zipfile.ZipInfo(name, _FIRST_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr, entry.create_system = _READABLE, _UNIX
            zipped.writestr(entry, content)
    return target.getvalue()
